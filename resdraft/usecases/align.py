"""Versions of one text in several languages, side by side: where they do not say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, NamedTuple

from resdraft.errors import Problem, ResdraftError, Unreadable, WrongUsage
from resdraft.files import save
from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.lexicon.seen_language import seen_language
from resdraft.model.concordance import Concordance, ConcordanceFinding, Difference
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import open_document
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Input, decode, is_word, load

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

FORMS_BY_ENDING = {".txt": "terminal", ".json": "json", ".html": "html", ".htm": "html"}
MOST_VERSIONS = len(LANGUAGES)
_SAYS = re.compile(rb'^\s*"?language"?:\s*"?([a-z]{2})\b', re.MULTILINE)
_LOOKED_AT = 20_000
"""So many characters of a text are looked at for its language."""


class _Read(NamedTuple):
    """A version as it was read: without marks, with all, and as each of their authors would have it."""

    base: Resolution
    amended: Resolution
    by_author: tuple[tuple[str, Resolution], ...] = ()


@dataclass(frozen=True, repr=False)
class Aligned:
    """Versions of one text, paragraph beside paragraph, and where they differ."""

    concordance: Concordance
    notices: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[ConcordanceFinding, ...]:
        """The differences, in the order of the text; those that only marks make stand behind the others."""
        return self.concordance.findings

    def output(self, form: str, screen: Screen | None = None) -> str:
        """In a form: terminal, json or html (the versions in columns)."""
        from resdraft.write import concordance
        from resdraft.write.json import dumps
        from resdraft.write.terminal import Screen

        if form == "terminal":
            return concordance.listing(self.concordance, screen or Screen())
        return dumps(self.as_json()) if form == "json" else concordance.concordance_page(self.concordance)

    def as_json(self) -> dict[str, Any]:
        """The differences as plain values."""
        from resdraft.write.concordance import as_json

        return as_json(self.concordance)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file: .txt, .json or .html.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.output(form_of(fspath(path), FORMS_BY_ENDING)), path)

    def __bool__(self) -> bool:
        return bool(self.findings)

    def __repr__(self) -> str:
        return f"<Aligned {', '.join(version.language for version in self.concordance.versions)}: {len(self.findings)} differences>"

    def _repr_html_(self) -> str:
        """The differences as a notebook shows them."""
        from resdraft.write.concordance import HEAD, as_rows
        from resdraft.write.table import as_html

        return as_html(HEAD, as_rows(self.concordance))


def align(*files: Given, languages: Sequence[str] = ()) -> Aligned:
    """Compare versions of one text in two to six languages: sections, clauses, labels, numbers, dates, citations, references, footnotes.

    Args:
        files: the versions, each in any form. A text that has no number line of a resolution is compared paragraph by paragraph, and so
            are the others then. Revision marks are compared too: the same sources change the same places in the same way.
        languages: the two-letter code of each version, in order; told from the words where it is left out.

    Raises:
        WrongUsage: for fewer than two versions or more than six. Unreadable: where one cannot be read, all that are told at once.

    Example:
        >>> resdraft.align("1332", "1332").findings
        ()
    """
    from resdraft.concordance.concord import concord

    if not 2 <= len(files) <= MOST_VERSIONS:
        raise WrongUsage(
            Problem(f"{len(files)} version{'s' * (len(files) != 1)}", f"give two to {MOST_VERSIONS} versions of one text")
        )
    if languages and len(languages) != len(files):
        hint = "give one language for each file, in the order of the files"
        raise WrongUsage(Problem(f"{len(languages)} languages for {len(files)} files", hint))
    for code in languages:
        lexicon(code)
    inputs, notices, problems = [], list[str](), list[Problem]()
    for given in files:
        try:
            inputs.append(load(given))
        except ResdraftError as error:
            problems += error.problems
    if problems:
        raise Unreadable(*problems)
    codes = [languages[n] if languages else _language(found, notices) for n, found in enumerate(inputs)]
    read = _read(inputs, codes, notices)
    names = [found.name for found in inputs]
    plain = concord([version.base for version in read], names)
    if not any(version.by_author for version in read):
        return Aligned(plain, tuple(dict.fromkeys(notices)))
    return Aligned(_with_marks(plain, read, names), tuple(dict.fromkeys(notices)))


def _language(given: Input, notices: list[str]) -> str:
    """The language that a file names, else that of its words: by their script, then by the small ones."""
    if not is_word(given.content) and (named := _SAYS.search(given.content[:_LOOKED_AT])) and named[1].decode() in LANGUAGES:
        return named[1].decode()
    return seen_language("\n".join(_lines(given, "keep", notices))[:_LOOKED_AT]) or "en"


def _lines(given: Input, marks: str, notices: list[str]) -> list[str]:
    """The paragraphs of a file, whatever it is."""
    if is_word(given.content):
        from resdraft.ooxml.revisions import everything, nothing
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import read_paragraphs

        return [
            line
            for _, line in read_paragraphs(
                WordFile.open(given.content, given.name), everything if marks == "accept" else nothing
            )
        ]
    from resdraft.read.text import read_plain_lines

    return [line for _, line in read_plain_lines(decode(given, notices, shown=True))]


def _read(inputs: Sequence[Input], languages: Sequence[str], notices: list[str]) -> list[_Read]:
    """All versions as resolutions; where one of them has no number line, all of them as paragraphs."""
    from resdraft.concordance.paragraphs import as_paragraphs

    problems: list[Problem] = []
    marked = [_authors(given) for given in inputs]
    try:
        read = []
        for given, language, authors in zip(inputs, languages, marked, strict=True):
            base = open_document(given, language=language, marks="reject" if authors else None)
            if base.resolution.number is None:
                raise Unreadable(Problem("no number line", "it is compared paragraph by paragraph", file=given.name))
            notices += base.notices
            amended = open_document(given, language=language, marks="accept").resolution if authors else base.resolution
            each = tuple((name, _as_author(given, language, name)) for name in authors)
            read.append(_Read(base.resolution, amended, each))
    except Unreadable as error:
        problems += error.problems
    else:
        return read
    if any(given.content.lstrip().startswith(b"{") and not is_word(given.content) for given in inputs):
        raise Unreadable(*problems)
    notices.append(f"{problems[0].file}: not in the form of a resolution: all versions are compared paragraph by paragraph")
    both = [
        [as_paragraphs(_lines(given, marks, notices), language) for marks in ("reject", "accept")]
        for given, language in zip(inputs, languages, strict=True)
    ]
    empty = [
        Problem("no words in it", "give the text", file=g.name)
        for g, (base, _) in zip(inputs, both, strict=True)
        if not base.provisions
    ]
    if empty:
        raise Unreadable(*empty)
    return [
        _Read(base, amended, (("", amended),) if authors else ()) for (base, amended), authors in zip(both, marked, strict=True)
    ]


def _authors(given: Input) -> list[str]:
    """The authors of the marks of a Word file."""
    if not is_word(given.content):
        return []
    from resdraft.usecases.marks import marks

    return sorted({mark.author or "" for mark in marks(given)})


def _as_author(given: Input, language: str, name: str) -> Resolution:
    """The text with the marks of one author alone."""
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import read_word

    return read_word(
        WordFile.open(given.content, given.name), lambda author: (author or "") == name, language, given.part
    ).resolution


# marks


def _with_marks(plain: Concordance, read: Sequence[_Read], names: Sequence[str]) -> Concordance:
    """What also differs where all marks count, and who changes what."""
    from resdraft.concordance.concord import concord
    from resdraft.concordance.marked import mark_findings

    findings = list(plain.findings)
    findings += mark_findings(plain, [(version.base, version.by_author) for version in read])
    amended = concord([version.amended for version in read], names, amended=True)
    # What differs with the marks and without them is told once; what only one version changes is told as that.
    known = {(f.kind, f.address, f.said) for f in findings} | {
        (f.kind, f.address, "") for f in findings if f.kind is Difference.MARK
    }
    findings += [f._replace(row=-1) for f in amended.findings if (f.kind, f.address, f.said) not in known]
    return plain._replace(findings=tuple(findings))
