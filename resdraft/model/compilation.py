"""The compilation table: provision by provision what every source would have, as committees work from it."""

from __future__ import annotations

from typing import NamedTuple

from resdraft.model.change import MarkedWords

REWORDED, DELETED, MOVED, ADDED, NO_CHANGE, SUPPRESSED = "reworded", "deleted", "moved", "added", "no change", "suppressed"


class TableOption(NamedTuple):
    """What some sources would have of a provision.

    ``name`` is how they are named, a regional group counted once; ``does`` what they do with it; ``words`` are the words of the base with
    what comes and goes; ``text`` is what it would read; ``where`` is the place that it moves to; ``amendments`` are the numbers.
    """

    sources: tuple[str, ...]
    name: str
    does: str
    words: tuple[MarkedWords, ...] = ()
    text: str = ""
    where: str = ""
    amendments: tuple[str, ...] = ()


class TableRow(NamedTuple):
    """A provision, or new text in one place: where it stands, its words in the base, the options and the reasons.

    ``section`` is the head that it stands under. ``reasons`` are each with whose they are. ``rivals`` says that sources clash here.
    ``key`` is that of the provision, or of the one that new text stands behind.
    """

    section: str
    place: str
    text: str
    options: tuple[TableOption, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    rivals: bool = False
    key: str = ""


class Compilation(NamedTuple):
    """The whole table: of which text, its rows in the order of the text, and what could not be put in, with the reason.

    ``whole`` is what is proposed for the text as a whole: to keep it (NOC), or to suppress it (SUP).
    """

    text: str
    title: str
    language: str
    rows: tuple[TableRow, ...]
    whole: tuple[TableOption, ...] = ()
    left_out: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
