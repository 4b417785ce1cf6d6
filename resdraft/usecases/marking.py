"""A marked text in Word: a new file in ITU's look, or the very file that its base stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resdraft.errors import Problem, WrongUsage
from resdraft.model.marked import Conflict, Marked, Reason
from resdraft.model.proposal import Proposal
from resdraft.usecases.documents import Output
from resdraft.usecases.inputs import check_date

if TYPE_CHECKING:
    from resdraft.read.docx import WordText


_MOST_HEADS = 3


def in_word(
    marked: Marked,
    text: WordText | None,
    *,
    head: str = "",
    date: str = "",
    conflicts: Sequence[Conflict] = (),
    reasons: Sequence[Reason] = (),
) -> Output:
    """Write a marked text in Word.

    Args:
        marked: the base and its edits, without clashes. ``text`` is where the base stands in a Word file, which is changed; None gives a new
            file with ``head``, the document's number, in its header. ``date`` is that of marks whose proposal has none. ``conflicts`` are
            those that are laid open. ``reasons`` become comments of their source.

    Raises:
        Unfit: where words cannot be changed without harm to what stands among them. OurFault: where the result would not read as it should.
    """
    from resdraft.ooxml.misplaced import damage_refused
    from resdraft.write.docx import mark_docx, new_docx

    check_date(date, "the date of the marks")
    if text is None:
        written = new_docx(marked, head, date, conflicts, reasons=reasons)
        return Output(written.content, tuple(written.notices))
    with damage_refused((text.file.parts, text.file.name)):
        written = mark_docx(marked, text.file, text.places, date, conflicts, reasons=reasons)
    notices = list(written.notices)
    if written.automatic:
        notices.append("the file counts its labels itself: Word gives the new clauses the next ones, and counts on behind them")
    return Output(written.content, tuple(notices))


def running_head(proposals: Iterable[Proposal]) -> str:
    """The numbers of the documents that proposals stand in, for the page header."""
    from resdraft.lexicon import language_letter

    heads = dict.fromkeys(p.running_head(language_letter(p.language)) for p in proposals)
    found = list(filter(None, heads))
    # A header has one line: beyond a few documents the designation of the text stands there.
    return " + ".join(found) if len(found) <= _MOST_HEADS else ""


def check_ending(text: WordText | None, path: str) -> None:
    """A file with macros ends in .docm, and one without in .docx: Word refuses the other name.

    Raises:
        WrongUsage: where the name of the result does not go with its base.
    """
    if text is None:
        return
    macros = b"macroEnabled" in text.file.parts["[Content_Types].xml"]
    if macros != (Path(path).suffix.lower() == ".docm"):
        ending = ".docm" if macros else ".docx"
        what = f"the base is a {ending} file, and so is the result"
        raise WrongUsage(Problem(what, f"name a {ending} file with -o", file=path))
