"""Footnotes to which nothing refers any more go with the words that referred to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resdraft.errors import Problem
from resdraft.model.address import Addresses
from resdraft.model.edit import Edit, Replace
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text


def without_unused_footnotes(base: Resolution, target: Resolution) -> Resolution:
    """The target without footnotes to which its text refers no more, and without references to footnotes that went.

    A footnote to which the base does not refer either stays: it is the official text's.
    """
    marks = {note.mark for note in target.notes}
    gone = {note.mark for note in base.notes} - marks
    referred = {mark for p in target.provisions for mark in p.text.notes}
    unused = {note.mark for note in base.notes if note.mark not in referred} & {
        m for p in base.provisions for m in p.text.notes
    }
    if not (gone & referred) and not unused:
        return target
    out = [
        p._replace(text=Text.join(s for s in p.text.spans if s.note is None or s.note not in gone))
        for p in target.provisions
        if p.kind is not Kind.NOTE or p.label not in unused
    ]
    return Resolution.assemble(out, target.language, target.provenance)


def reworded_and_gone(
    target: Resolution, addresses: Addresses, edits: Iterable[tuple[int, Edit]]
) -> Iterator[tuple[int, Problem]]:
    """The new words of footnotes to which nothing refers any more, each with the number of its amendment: they would be lost untold.

    Args:
        target: the text as proposed, without such footnotes. ``addresses`` are those of the base.
    """
    kept = {note.mark for note in target.notes}
    base = addresses.resolution
    for n, edit in edits:
        if isinstance(edit, Replace) and base[edit.key].kind is Kind.NOTE and base[edit.key].label not in kept:
            what = "the footnote goes, for the same source takes away what refers to it"
            yield n, Problem(what, "leave its new words out, or keep the reference", clause=addresses.of(edit.key))
