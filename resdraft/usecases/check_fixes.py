"""Writes the texts that checking mended: as text, as a comparison, or as revision marks in the very Word file."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff
from typing import TypeVar

from resdraft.errors import Problem, WrongUsage
from resdraft.model.resolution import Resolution
from resdraft.usecases.check import Checks, certain
from resdraft.usecases.documents import Document, Output, render

T = TypeVar("T")
AUTHOR = "resdraft check"
"""Of the marks of what is mended."""


def fixed_text(document: Document, checks: Checks, form: str) -> Output:
    """A text with all mended that is safe to mend, in a form: text, json, html or docx.

    Of a Word file with ``docx`` it is that very file.

    Raises:
        WrongUsage: where several texts were checked.
    """
    mended = _only(checks.fixed())
    if form == "docx" and document.peek() is not None:
        from resdraft.ooxml.settle import Selection, settle

        marked = tracked(document, checks)
        return Output(settle(_bytes(marked.content), "accept", Selection(), document.name).content, marked.notices)
    return render(mended, form)


def fixed_source(source: str, checks: Checks) -> tuple[str, int]:
    """A text file with what is safe to mend, line by line: all else in it stays as it is.

    Returns:
        The text, and how much is left where the words do not stand on their line as they are read, as beside a footnote.
    """
    text, numbers, lines = _only(checks.texts), _only(checks.lines), source.splitlines(keepends=True)
    places: list[tuple[int, int, int, str]] = []
    left = 0
    for fault in certain(_only(checks.faults)):
        plain, at = text[fault.key].text.plain, numbers.get(fault.key, 0) - 1
        start = lines[at].find(plain) if 0 <= at < len(lines) and plain else -1
        if start < 0:
            left += 1
        else:
            places.append((at, start + fault.start, start + fault.end, fault.mended or ""))
    for at, start, end, words in sorted(places, reverse=True):
        lines[at] = f"{lines[at][:start]}{words}{lines[at][end:]}"
    return "".join(lines), left


def tracked(document: Document, checks: Checks) -> Output:
    """The text as a Word file with what is mended as revision marks of ``resdraft check``.

    Raises:
        WrongUsage: where several texts were checked.
    """
    return tracked_by(AUTHOR, document, _only(checks.fixed()))


def tracked_by(author: str, document: Document, mended: Resolution) -> Output:
    """A text as a Word file with what is mended in it as revision marks of ``author``."""
    from resdraft.model.proposal import Proposal
    from resdraft.usecases.apply import apply
    from resdraft.usecases.propose import stated

    base = document.resolution
    amendments = tuple(stated(base, mended))
    return apply(document, [Proposal(author, "", amendments, language=base.language)]).output("docx")


def comparison(document: Document, checks: Checks) -> str:
    """What mending changes, line by line, as ``diff -u`` shows it."""
    mended = _only(checks.fixed())
    before, after = (str(render(text, "text").content).splitlines(keepends=True) for text in (document.resolution, mended))
    return "".join(unified_diff(before, after, document.name, document.name))


def _only(each: Sequence[T]) -> T:
    """What there is of the one text.

    Raises:
        WrongUsage: where several texts were checked.
    """
    if len(each) != 1:
        raise WrongUsage(Problem("--fix mends one text", "name one file with one text, or one of its texts with FILE#2"))
    return each[0]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
