"""What became of a text that was adopted: of each clause, of each text of a conference, and what is to be looked at."""

from __future__ import annotations

from typing import NamedTuple


class DoubtfulReference(NamedTuple):
    """A reference that could not be repaired with certainty: the clause that it stands in, its words, and why."""

    clause: str
    words: str
    why: str


class ClauseRow(NamedTuple):
    """What became of a clause: its address before and in the adopted text, "" where it is not there, and by whom."""

    fate: str
    """kept, renumbered, moved, added or gone."""
    old: str
    new: str
    old_label: str
    new_label: str
    by: tuple[str, ...] = ()


class AdoptedRow(NamedTuple):
    """What became of one text: ``adopted``, ``unchanged``, ``suppressed``, ``new``, ``open``, ``not adopted`` or ``not written``.

    ``name`` is what the library calls it, or a new one's number; ``open`` counts its places in square brackets,
    ``left`` what is to be looked at beside them; ``file`` is where it was written, "" where it was not.
    """

    name: str
    became: str
    sources: tuple[str, ...] = ()
    open: int = 0
    left: int = 0
    file: str = ""
