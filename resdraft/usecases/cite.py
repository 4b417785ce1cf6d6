"""What texts cite, and whether it is in force; the editions of an instrument."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resdraft.errors import Problem, ResdraftError, Unreadable, WrongUsage
from resdraft.files import is_file
from resdraft.usecases.documents import choice_of, open_document, told_repairs
from resdraft.usecases.inputs import Given, InFolder, Marks, Progress, decode, is_folder, is_word, load_text

if TYPE_CHECKING:
    from resdraft.citations.register import EditionEntry, Register
    from resdraft.model.citation import CitationFinding, CitingText
    from resdraft.read.flattened.repairs import Repair
    from resdraft.write.terminal import Screen

_TEXTS = frozenset((".txt", ".text", ".md", ".docx", ".docm"))
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_EDITION = re.compile(r"\s*\([^()]*\)$")
_YEAR = re.compile(r"[- ]\d\d(?:\d\d)?(?=\s|$)")
_NAME = re.compile(r"(?:(?P<body>[^@]*?)\s+)?(?P<number>[\w.-]*\d[\w./-]*)(?:@[\w.-]+)?")


@dataclass(frozen=True)
class Citations:
    """What texts cite, text by text, and the files that could not be read."""

    texts: tuple[CitingText, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def findings(self) -> list[CitationFinding]:
        """All that is cited, in order."""
        return [finding for text in self.texts for finding in text.findings]

    @property
    def wrong(self) -> list[CitationFinding]:
        """What is stale or impossible."""
        from resdraft.model.citation import CitationStatus

        return [finding for finding in self.findings if finding.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)]

    def only_wrong(self) -> Citations:
        """The same texts with what is stale or impossible alone."""
        from resdraft.model.citation import CitationStatus

        bad = (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)
        texts = tuple(text._replace(findings=tuple(f for f in text.findings if f.status in bad)) for text in self.texts)
        return Citations(texts, self.problems, self.notices)

    def output(self, form: str, screen: Screen | None = None) -> str:
        """In a form: terminal, csv, json, or dot (which of the texts cite each other, for Graphviz)."""
        from resdraft.write import citations
        from resdraft.write.terminal import Screen

        if form == "terminal":
            return citations.listing(self.texts, screen or Screen())
        if form == "dot":
            return citations.graph(self.texts)
        return citations.as_json(self.findings) if form == "json" else citations.as_csv(self.findings)

    def _repr_html_(self) -> str:
        """What is cited, as a notebook shows it."""
        from resdraft.write.citations import as_rows
        from resdraft.write.table import as_html

        rows = as_rows(self.findings)
        return as_html(list(rows[0]) if rows else ["citation"], ([*row.values()] for row in rows))


def cite(
    *files: Given, on: str = "", language: str | None = None, marks: Marks | None = None, progress: Progress | None = None
) -> Citations:
    """List what texts cite: resolutions and other instruments, articles, paragraphs, documents, other places of the same text.

    Args:
        files: resolutions in any form, reports, or folders. ``on`` is the day, month or year as of which it is judged what is in force; all
            that the register knows counts where it is empty. ``language`` and ``marks`` are as for :func:`resdraft.open`.

    Raises:
        WrongUsage: where ``on`` is no date. Unreadable: for a folder without texts. What cannot be read is among the result's problems.

    Example:
        >>> resdraft.cite("1332", on="2019").wrong
        []
    """
    from resdraft.citations.register import load_register

    if on and not _day(on):
        raise WrongUsage(Problem(f'--on: "{on}" is no date', "write year-month-day, such as 2018-11-16, or a year"))
    register, notices = load_register(), list[str]()
    texts: list[CitingText] = []
    errors: list[Problem] = []
    each = list(_each(files))
    for n, given in enumerate(each, 1):
        try:
            texts += _survey(given, register, on, language, marks, notices)
        except ResdraftError as error:
            errors += error.problems
        if progress is not None:
            progress(n, len(each), str(given))
    return Citations(tuple(texts), tuple(errors), tuple(notices))


def _day(on: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(on):
        return False
    try:
        date.fromisoformat(on + "-01-01"[len(on) - 4 :])
    except ValueError:
        return False
    return True


def _each(files: Sequence[Given]) -> Iterator[Given]:
    """The files that are given, those of folders in order."""
    for given in files:
        if not is_folder(given):
            yield given
            continue
        there = sorted(p for p in Path(str(given)).rglob("*") if not p.name.startswith((".", "~$")))
        texts = {p.with_suffix("") for p in there if p.suffix.lower() in _TEXTS}
        # A text that stands beside its own JSON is counted once.
        inside = [
            p for p in there if p.suffix.lower() in _TEXTS or (p.suffix.lower() == ".json" and p.with_suffix("") not in texts)
        ]
        if not inside:
            hint = "name another folder, or a file"
            raise Unreadable(Problem("no text or Word file in this folder", hint, file=str(given)))
        yield from (InFolder(path, Path(str(given))) for path in inside)


def _survey(
    name: Given, register: Register, on: str, language: str | None, marks: Marks | None, notices: list[str]
) -> list[CitingText]:
    """What one file cites: each of its resolutions; else the file as a report."""
    from resdraft.citations.survey import survey, survey_report

    given = load_text(name, notices)
    said = given.name
    if is_word(given.content):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import read_paragraphs, read_parts

        file, choice = WordFile.open(given.content, said), choice_of(marks)
        try:
            return [survey(t.resolution, t.numbers, said, register, on) for t in read_parts(file, choice, language)]
        except Unreadable:
            return [survey_report(read_paragraphs(file, choice), said, register, on, language)]
    text = decode(given, notices, shown=True)
    if text.lstrip().startswith("{"):
        from resdraft.read.json import read_json

        return [survey(read_json(text, said), {}, said, register, on)]
    from resdraft.read.text import read_plain_lines, read_with_lines

    try:
        repairs: list[Repair] = []
        found = read_with_lines(text, language, said, repairs=repairs)
        notices += told_repairs(said, repairs)
        return [survey(t.resolution, t.lines, said, register, on) for t in found]
    except Unreadable:
        return [survey_report(read_plain_lines(text), said, register, on, language)]


# editions


_WHOLE = re.compile(r"(?P<name>\S+) \((?P<language>\w\w)\)")


def log(resolution: str) -> list[dict[str, object]]:
    """The editions of an instrument that are known, each with its date, meeting, source, the texts at hand, and what changed in them.

    Args:
        resolution: a number, with its body or kind in front where that is needed (``Council 1332``, ``PP decision 5``), or a file.

    Raises:
        Unreadable: where nothing is known of it.
    """
    from resdraft.citations.register import load_register

    register = load_register()
    chosen = _chosen(resolution, register)
    if not chosen:
        hint = "check the number, or put its text into your library: resdraft add FILE"
        raise Unreadable(Problem("nothing is known of it", hint, file=resolution))
    rows = [_row(entry, register) for entry in chosen]
    before: dict[str, str] = {}
    for row in rows:
        # An extract would seem to have lost all that it leaves out.
        whole = [found for text in row["texts"] if (found := _WHOLE.fullmatch(text))]  # type: ignore[attr-defined]
        same = next((found for found in whole if found["language"] in before), None)
        row["changes"] = _changes(before[same["language"]], same["name"]) if same else {}
        before |= {found["language"]: found["name"] for found in whole}
    return rows


def _changes(old: str, new: str) -> dict[str, object]:
    """How much changed from one text of the library to another: their names, and how many clauses by the kind of change."""
    from collections import Counter

    from resdraft.usecases.diff import diff

    found = Counter(change.kind for change in diff(old, new, marks="reject").changes)
    return {"since": old, **dict(sorted(found.items()))}


def _chosen(said: str, register: Register) -> list[EditionEntry]:
    """The editions of what is said, or of what a file is."""
    if is_file(said):
        from resdraft.citations.survey import identity

        return register.editions_of(*identity(open_document(said).resolution, register))
    found = _NAME.fullmatch(_EDITION.sub("", " ".join(said.split())))
    if found is None:
        return []
    body, kind = _body_and_kind(_YEAR.sub("", found["body"] or ""))
    return [e for e in register.all_editions() if e.number == found["number"] and body in ("", e.body) and kind in ("", e.kind)]


def _body_and_kind(said: str) -> tuple[str, str]:
    """What stands before a number: a body, a kind, or both, in English."""
    from resdraft.citations.citation_patterns import citation_patterns

    words = citation_patterns("en")
    body = kind = ""
    for n in range(len(said.split()) + 1):
        front, back = " ".join(said.split()[:n]), " ".join(said.split()[n:])
        names = {form.casefold(): name for form, name in words.citations.bodies.items()}
        if front.casefold() in {"", *names} and back.casefold() in {"", *words.kinds}:
            body, kind = names.get(front.casefold(), ""), words.kinds.get(back.casefold(), "")
    return (body, kind) if body or kind or not said else (said, "")


def _row(entry: EditionEntry, register: Register) -> dict[str, object]:
    """One edition as plain values."""
    meeting = register.meeting_of(entry.body, entry.edition.year)
    return {
        "body": entry.body,
        "kind": entry.kind,
        "number": entry.number,
        "edition": str(entry.edition),
        "date": entry.date,
        "meeting": meeting.name if meeting else "",
        "confirmed": entry.confirmed,
        "source": entry.source,
        "texts": _texts(entry),
    }


def _texts(entry: EditionEntry) -> list[str]:
    """The texts at hand of an edition, as commands call them, with their language."""
    from resdraft.citations.register import load_register
    from resdraft.citations.survey import identity
    from resdraft.library import entries

    out = []
    for text in entries():
        if text.number == entry.number and text.edition == str(entry.edition.year):
            resolution = open_document(text.path, language=text.language, marks="reject").resolution
            body, kind, _ = identity(resolution, load_register())
            if body in ("", entry.body) and kind == entry.kind:
                extract = ", extract" if dict(resolution.provenance).get("extract") == "yes" else ""
                out.append(f"{text.name} ({text.language}{extract})")
    return out
