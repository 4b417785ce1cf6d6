"""What was repaired in a text: where, what it was, and what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from resdraft.read.line import Line


class RepairKind(StrEnum):
    """What was wrong. The values stand in JSON; people read :data:`SAID`."""

    CALL = "call"
    LABEL = "label"
    GLUED = "glued label"
    ALONE = "label alone"
    WRAPPED = "wrapped line"
    NOTE = "footnote"
    REFERENCE = "footnote reference"
    HYPHEN = "hyphen"
    DEBRIS = "page debris"
    COVER = "cover"
    LIGATURE = "ligature"
    ANNEX = "annex"
    DOUBT = "doubt"


SAID = {
    RepairKind.CALL: "a call in mid-line begins a line of its own",
    RepairKind.LABEL: "a label in mid-line begins a line of its own",
    RepairKind.GLUED: "a label is parted from its words",
    RepairKind.ALONE: "a label alone on its line is joined to its words",
    RepairKind.WRAPPED: "lines that were wrapped are one paragraph",
    RepairKind.NOTE: "a footnote in the text stands among the footnotes",
    RepairKind.REFERENCE: "a number behind a word refers to a footnote",
    RepairKind.HYPHEN: "a word that was parted at the end of a line is one word",
    RepairKind.DEBRIS: "what a page bears is no text",
    RepairKind.COVER: "what stands above a resolution, as on a cover, is no part of it",
    RepairKind.LIGATURE: "letters that were printed as one sign are letters",
    RepairKind.ANNEX: "the heading of an annex in mid-line begins a line of its own",
    RepairKind.DOUBT: "it may be otherwise, and nothing was changed",
}
"""What each kind of repair means, for people."""


class Repair(NamedTuple):
    """One repair."""

    line: int
    """The number of the line in the file, from 1."""
    kind: RepairKind
    was: str
    """What stood there, with some words around it."""
    read: str
    """What was read instead. Empty for debris, and for a doubt what it may be."""
    page: int | None = None
    """The page of a PDF, in which no line has a number."""

    @property
    def where(self) -> str:
        """Where it was repaired, as people say it."""
        return f"line {self.line}" if self.page is None else f"p. {self.page}"

    @property
    def said(self) -> str:
        """What was repaired, as people read it."""
        return SAID[self.kind]


def covers(lines: Iterable[Line]) -> Iterator[Repair]:
    """What stands above a resolution, and is left out."""
    return (Repair(line.number, RepairKind.COVER, line.text, "") for line in lines)
