"""Plain text as ITU lays it out, read into a resolution.

One paragraph a line. Order: an optional front matter between ``---`` lines (``name: value``), number line, title, reference line in
brackets, enacting formula, sections, annexes, footnotes (``[^1]`` in the text, ``[^1]: words`` on a line). What the layout does not say
can be written in front of a line: ``\\clause2<tab>...`` is a clause at depth 2, ``\\call<tab>...`` a call, and so on for each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import lexicon
from resdraft.lexicon.seen_language import other_scripts, seen_language
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import DEEPEST, Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK, Text
from resdraft.read.flattened.repairs import Repair, covers
from resdraft.read.instruments import Part, bounds_of_part, instrument_starts
from resdraft.read.line import Line
from resdraft.read.lines import LineReader

_EXPLICIT = re.compile(r"\\(number|title|reference|formula|call|clause|block|annextitle|annex)(\d*)\t(.*)", re.DOTALL)
# Python's splitlines() would also divide at form feeds and at U+2028, which no editor counts as lines.
_LINES = re.compile("\r\n|\n|\r")
_BREAK = re.compile("[\v\u2028]")
_LATIN = ("en", "fr", "es")
_HEAD_LINE = 150
_LOOKED_AT = 20_000
"""So many characters are looked at for the language."""
_FIRST_LINES = 12
"""In so many lines stand the title, the formula and some clauses."""
_REMARK = re.compile(r"# *resdraft:")
"""A line for the tool, such as ``# resdraft: ignore RD101``, is no part of the text."""
_PAGE = re.compile("[\f\x1c-\x1e\x85\u2029]")
# Converters of Word files leave bookmarks and footnotes in the text in these forms.
_BOOKMARK = re.compile(r"\[bookmark: [^\[\]]*\]")
_NOTE_LINE = re.compile(r"\[\^([^\]\s]+)\]:\s*(.*)")
_FLAT_NOTE = re.compile(r"\[(\d{1,9}): ")
_FLAT_REFERENCE = re.compile(r"\[footnoteRef:(\d+)\](\d+)?")


def read_text(
    source: str,
    language: str | None = None,
    name: str = "",
    part: Part = None,
    *,
    repairs: list[Repair] | None = None,
    flattened: bool = False,
) -> Resolution:
    """Read a resolution from text. A text that lost its lines is repaired.

    Args:
        source: the text.
        language: the two-letter code. Where it is None, the front matter has it, else the calls of the text tell it.
        name: the file's name, for messages.
        part: which resolution is meant, where the text holds several.
        repairs: takes in what was repaired. ``flattened`` has it repaired whatever it looks like.

    Raises:
        Unreadable: where the text is empty or has nothing of a resolution.
        WrongUsage: where it holds several resolutions and ``part`` does not say which.
    """
    text = _Source(source, language, name, flattened=flattened)
    if repairs is not None:
        repairs += text.repairs
    return text.read(part)


def read_texts(
    source: str, language: str | None = None, name: str = "", *, repairs: list[Repair] | None = None, flattened: bool = False
) -> list[Resolution]:
    """Read all resolutions of a text, in order; see :func:`read_text`."""
    found = read_with_lines(source, language, name, repairs=repairs, flattened=flattened)
    return [located.resolution for located in found]


def read_with_lines(
    source: str, language: str | None = None, name: str = "", *, repairs: list[Repair] | None = None, flattened: bool = False
) -> list[LocatedResolution]:
    """Read all resolutions of a text, in order, and where each provision stands in it; see :func:`read_text`."""
    text = _Source(source, language, name, flattened=flattened)
    if repairs is not None:
        repairs += text.repairs
    return [text.located(part) for part in range(1, max(1, len(text.starts)) + 1)]


def read_plain_lines(source: str) -> list[tuple[int, str]]:
    """The lines of a text that is no resolution, each with its number from 1. Empty lines and ``[bookmark: ...]`` are left out."""
    return [(line.number, line.text) for line in _clean(_front_matter(_physical(source))[1])]


class LocatedResolution(NamedTuple):
    """A resolution, and by the key of each provision the number of the line on which it begins, from 1."""

    resolution: Resolution
    lines: Mapping[str, int]


class _Source:
    """A text as lines, and where the resolutions in it begin."""

    def __init__(self, source: str, language: str | None, name: str, *, flattened: bool = False) -> None:
        self.name = name
        physical = _physical(source)
        self.pages = _page_breaks(physical)
        provenance, lines = _front_matter(physical)
        said = dict(provenance)
        cleaned = _clean(lines)
        words = lexicon(language or said.get("language") or language_of(cleaned))
        self.repairs: list[Repair] = []
        # Whoever says outright what a line is kept the lines: so what we write is always read as it was written.
        if flattened or not any(line.text.startswith("\\") and _EXPLICIT.fullmatch(line.text) for line in lines):
            # Loaded here: a Word file is read without them.
            from resdraft.read.flattened.reader import repaired
            from resdraft.read.un_form import un_lines, un_number_line

            un = None if flattened else un_number_line(cleaned, words)
            if un is None:
                lines, self.repairs = repaired(lines, words, always=flattened)
            else:
                lines = un_lines(cleaned, un, words, self.repairs)
        self.notes, self.note_lines, body = _notes(_clean(lines))
        self.language = language or said.get("language") or language_of(body)
        if not body:
            raise Unreadable(Problem("the text is empty", "give the text of a resolution", file=name))
        self.words = lexicon(self.language)
        self.body = body
        self.lines = [Line.of(line.text, line.number, self.notes, line.explicit, line.depth) for line in body]
        self.seen = not (language or said.get("language"))
        self.starts = (starts_in_all_languages if self.seen else instrument_starts)(self.lines, self.words)
        self._leave_out_cover()
        told = {mark for line in self.lines if line.rich for mark in line.rich.notes}
        self.referred = told | {mark for text in self.notes.values() if "^" in text for mark in _rich(text, self.notes).notes}
        self.provenance = tuple((key, value) for key, value in provenance if key != "language")

    def _leave_out_cover(self) -> None:
        """Pages before that on which the only resolution begins are a cover or a foreword."""
        at = self.starts[0] if len(self.starts) == 1 else 0
        if at and self.pages and self.pages[self.lines[at].number - 1] > self.pages[self.lines[at - 1].number - 1]:
            self.repairs += covers(self.lines[:at])
            del self.lines[:at], self.body[:at]
            self.starts = [0]

    def read(self, part: Part) -> Resolution:
        """One resolution of the text, the ``part``-th from 1; None means the only one."""
        return self.located(part).resolution

    def located(self, part: Part) -> LocatedResolution:
        """The same, with the lines of its provisions."""
        pages = [self.pages[self.lines[at].number - 1] for at in self.starts] if self.pages else []
        start, end = bounds_of_part(self.lines, self.starts, part, self.name, pages)
        own = self._own_notes(start, end)
        places = {n for n, _ in own.values()}
        within = [self.lines[n] for n in range(start, end) if n not in places]
        several = self.seen and len(self.starts) > 1
        own_language = language_within(self.body[start:end], self.language) if several else self.language
        read = LineReader(within, lexicon(own_language)).read()
        provisions = [found.provision for found in read]
        require_resolution(provisions, self.name)
        notes = self.notes | {mark: words for mark, (_, words) in own.items()}
        note_lines = self.note_lines | {mark: self.body[n].number for mark, (n, _) in own.items()}
        provisions += [
            Provision(Kind.NOTE, _rich(notes[mark], notes), mark)
            for mark in (sorted(notes, key=lambda mark: note_lines[mark]) if own else notes)
            if self._has(mark, start, end, provisions)
        ]
        resolution = Resolution.assemble(provisions, own_language, self.provenance)
        numbers = [within[found.origin[0].line].number for found in read]
        lines = {p.key: number for p, number in zip(resolution.provisions, numbers, strict=False)}
        return LocatedResolution(resolution, lines | {f"note/{mark}": number for mark, number in note_lines.items()})

    def _own_notes(self, start: int, end: int) -> dict[str, tuple[int, str]]:
        """The footnotes of a resolution of which another one of the text has the marks too: each has a footnote 1 of its own.

        By mark, the place among the lines and the words. One that nothing in this resolution refers to, and any further one of its mark, is
        text.
        """
        if len(self.starts) < 2:
            return {}
        first, last = self.body[start].number if start else 0, self.body[end - 1].number
        found: dict[str, tuple[int, str]] = {}
        for n in range(start, end):
            note = None if self.body[n].explicit else _NOTE_LINE.fullmatch(self.body[n].text)
            if note and not first <= self.note_lines[note[1]] <= last:
                found.setdefault(note[1], (n, note[2]))
        here = {n for n, _ in found.values()}
        told = {mark for n in range(start, end) if n not in here and (rich := self.lines[n].rich) for mark in rich.notes}
        return {mark: note for mark, note in found.items() if mark in told}

    def _has(self, mark: str, start: int, end: int, provisions: Iterable[Provision]) -> bool:
        """Whether a footnote is one of the resolution on the lines from ``start`` to ``end``, where a text holds several.

        Each has the footnotes that it refers to, and those without a reference that stand below its first line.
        """
        if len(self.starts) < 2 or any(mark in p.text.notes for p in provisions):
            return True
        first = self.lines[start].number if start else 0
        last = self.lines[end].number if end < len(self.lines) else float("inf")
        return first <= self.note_lines[mark] < last and mark not in self.referred


def _in_capitals(line: str) -> bool:
    """Whether a line begins as number lines do in English, French and Spanish: RESOLUTION, RÉSOLUTION, RESOLUCIÓN, and has a number."""
    return line[:6].isupper() and line[:6].isalpha() and any(map(str.isdecimal, line)) and len(line) < _HEAD_LINE


def require_resolution(provisions: Iterable[Provision], name: str) -> None:
    """Refuse a text that has nothing of a resolution.

    Raises:
        Unreadable: where there is no number line, enacting formula or call.
    """
    if not any(p.kind in (Kind.NUMBER, Kind.FORMULA, Kind.CALL) for p in provisions):
        raise Unreadable(
            Problem(
                "no resolution in it: no number line, enacting formula or call (such as resolves)",
                "give the text of a resolution, one paragraph a line",
                file=name,
            )
        )


def read_fragment(source: str, language: str, notes: dict[str, str] | None = None) -> list[Provision]:
    """Read new text for a resolution: clauses, and a call before them where the first line is one.

    Args:
        source: one paragraph a line; a line may begin with ``\\clause2<tab>`` and the like.
        language: the two-letter code.
        notes: the words of new footnotes by their marks.
    """
    lines = [
        Line.of(line.text, line.number, notes or {}, line.explicit, line.depth)
        for line in _clean(Line(text, n) for n, text in enumerate(_physical(source), 1))
        if line.text.strip()
    ]
    return [found.provision for found in LineReader(lines, lexicon(language)).body()]


def _physical(source: str) -> list[str]:
    """The lines of a text as editors count them. U+000B and U+2028 are line breaks within a paragraph, as Word writes them in plain text."""
    lines = _LINES.split(source.removeprefix("\ufeff"))
    return [_BREAK.sub(LINE_BREAK, line) for line in lines] if _BREAK.search(source) else lines


def pages_of(source: str) -> list[int]:
    """The page that each line of a text begins on, from 1, as page breaks (U+000C) part it: that of a PDF has them."""
    lines = _physical(source)
    return _page_breaks(lines) or [1] * len(lines)


def _page_breaks(lines: Sequence[str]) -> list[int]:
    """The page that each line begins on, where the text has page breaks (U+000C), as text taken out of a PDF has; else nothing."""
    out, page = list[int](), 1
    for line in lines if any("\f" in line for line in lines) else ():
        out.append(page + line[: len(line) - len(line.lstrip())].count("\f"))
        page += line.count("\f")
    return out


def _rich(text: str, notes: Mapping[str, str]) -> Text:
    return Text.parse(text.replace(LINE_BREAK, "\n"), notes)


def _front_matter(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], list[Line]]:
    numbered = [
        Line(part, n) for n, line in enumerate(lines, 1) for part in (_PAGE.split(line) if _PAGE.search(line) else (line,))
    ]
    if not lines or lines[0].strip() != "---":
        return (), numbered
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return (), numbered
    pairs = (line.partition(":") for line in lines[1:end] if line.strip())
    return tuple((key.strip(), value.strip()) for key, _, value in pairs), numbered[end + 1 :]


def starts_in_all_languages(lines: Sequence[Line], words: Lexicon) -> list[int]:
    """Where resolutions begin in a document that may hold a text in several languages, one behind the other.

    Args:
        lines: of the document. ``words`` are those of the language that most of it is in.
    """
    starts = instrument_starts(lines, words)
    others = other_scripts([line.text for line in lines], words.language)
    if any(_in_capitals(line.text) for n, line in enumerate(lines) if n and n not in starts):
        others = tuple(dict.fromkeys((*others, *_LATIN)))
    return sorted({*starts, *(at for code in others for at in instrument_starts(lines, lexicon(code)))})


def language_within(lines: Sequence[Line], language: str) -> str:
    """The language of one text of a document that holds several, most of which is in ``language``.

    Its first lines tell fast that it is in that one, as nearly every text is; only another one is looked at whole.
    """
    seen = seen_language(" ".join(line.text for line in lines[:_FIRST_LINES]))
    return language if seen == language else language_of(lines)


def language_of(lines: Sequence[Line]) -> str:
    """The language of a text: that of its script and small words, unless it has calls and formulas of another with the same letters.

    English where nothing tells it, as most texts are English.
    """
    seen = seen_language(" ".join(line.text for line in lines)[:_LOOKED_AT]) or "en"

    def score(language: str) -> int:
        words = lexicon(language)
        short = [line.text for line in lines if len(line.text) < 120 and not line.ends_clause]
        calls = sum(words.call_kind(text) is not None for text in short)
        return calls + sum(words.starts(text, words.formulas) for text in short[:5])

    # One lexicon is enough where the text has calls of what is seen: the others would cost more.
    if score(seen):
        if seen not in ("fr", "es"):
            return seen
    elif seen not in ("en", "fr", "es") and not score("en"):
        return seen
    # Short texts can mislead, and so can one call: "décide" is "decide" in Spanish. What is seen decides between equals.
    scores = {language: score(language) for language in (seen, "en", "fr", "es")}
    return max(scores, key=lambda language: scores[language])


def _clean(lines: Iterable[Line]) -> list[Line]:
    out = []
    for line in lines:
        found = None if line.explicit else _EXPLICIT.fullmatch(line.text)
        if line.explicit:
            out.append(line)
        elif found:
            kind, depth, text = found.groups()
            out.append(Line(text, line.number, Kind(kind), _depth(depth, line)))
        elif (text := _BOOKMARK.sub("", line.text).strip()) and not _REMARK.match(text):
            out.append(Line(text, line.number))
    return out


def _depth(said: str, line: Line) -> int | None:
    """The depth that a line says.

    Raises:
        Unreadable: where no text has clauses so deep.
    """
    if len(said.lstrip("0")) > 2 or int(said or 0) > DEEPEST:
        raise Unreadable(Problem(f"a clause at depth {said[:9]}", f"no text has more than {DEEPEST} levels", line=line.number))
    return int(said) if said else None


def _notes(lines: list[Line]) -> tuple[dict[str, str], dict[str, int], list[Line]]:
    """Take the footnotes out of the lines: their words by mark, the number of the line of each, and the other lines.

    A definition that nothing refers to is a note all the same: its reference is lost. One of a mark that a note has is text.
    """
    notes: dict[str, str] = {}
    numbers = _unflatten(lines, notes)
    body = []
    for line in lines:
        found = None if line.explicit else _NOTE_LINE.fullmatch(line.text)
        if found and found[1] not in notes:
            notes[found[1]], numbers[found[1]] = found[2], line.number
        else:
            body.append(line)
    return notes, numbers, body


def _unflatten(lines: list[Line], notes: dict[str, str]) -> dict[str, int]:
    """Take out footnotes of the form ``[footnoteRef:1]1 ... [1: 1 words ]``: a converter of Word files writes them into the line."""
    marks: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for line in lines:
        for found in _FLAT_REFERENCE.finditer(line.text):
            marks[found[1]] = found[2] or found[1]
        line.text = _FLAT_REFERENCE.sub(lambda found: f"[^{found[2] or found[1]}]", line.text)
    places = {number: n for n, number in enumerate(marks)}
    for line in lines if marks else ():
        here = {found[1] for found in _FLAT_NOTE.finditer(line.text) if found[1] in marks}
        for number in sorted(here, key=lambda number: places[number]):
            mark = marks[number]
            start = line.text.find(f"[{number}: ")
            if start >= 0 and mark not in notes:
                end = _closing(line.text, start)
                note = line.text[start + len(number) + 3 : end].strip()
                notes[mark], numbers[mark] = re.sub(rf"^{re.escape(mark)}\s+", "", note), line.number
                line.text = (line.text[:start].rstrip() + " " + line.text[end + 1 :].strip()).strip()
    return numbers


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)
