"""A line: one paragraph of a text, whatever it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import LINE_BREAK, Text

REFERENCE = "\ufffc"
"""Stands for a footnote reference in a line's characters."""
# Punctuation of Latin, Cyrillic, Arabic and Chinese script. A text may hold that of another language than its own.
COLONS = (":", "：")
ENDS = (*COLONS, ";", ".", "；", "。", "؛")
COMMAS = (",", "،", "，")


class KnownParagraph(NamedTuple):
    """What a paragraph is in the base of a marked file, or was said to be when it was added.

    Its kind and depth, whether it has a label, whether it goes on with the provision before it; and how many blanks are no part of its words:
    before it, behind it, and between label and words. None is as many as there are.
    """

    kind: Kind
    depth: int
    labelled: bool
    joins: bool = False
    before: int | None = None
    after: int | None = None
    gap: int | None = None
    label: str | None = None
    """The label that Word counts for it in the base."""


@dataclass(repr=False, eq=False, match_args=False)
class Line:
    """One paragraph.

    ``text`` is what its structure is told by: a footnote reference is one character, and so is a line break. ``rich`` is the same with
    formatting, character for character. ``label`` is an automatic label, which is no part of the text. ``explicit`` and ``depth`` say
    what the paragraph is, where that is known; ``styled`` that it is known by a style, and the rest still to be told by content. ``known``
    is what the same paragraph is in the base of a marked file: then nothing is left to tell.
    """

    text: str
    number: int = 0
    explicit: Kind | None = None
    depth: int | None = None
    rich: Text | None = None
    label: str | None = None
    styled: bool = False
    known: KnownParagraph | None = None

    @staticmethod
    def of(text: str, number: int, notes: Mapping[str, str], explicit: Kind | None = None, depth: int | None = None) -> Line:
        """A line of plain text, its footnote references as ``[^1]``."""
        if "^" not in text and LINE_BREAK not in text:
            return Line(text, number, explicit, depth)
        rich = Text.parse(text.replace(LINE_BREAK, "\n"), notes)
        return Line(line_characters(rich), number, explicit, depth, rich)

    def part(self, start: int, end: int | None = None) -> Text:
        """The characters from ``start`` to ``end`` with their formatting."""
        if self.rich is None:
            return Text.of(self.text[start:end])
        if start == 0 and (end is None or end >= len(self.text)):
            return self.rich
        return self.rich.part(start, len(self.text) if end is None else end)

    @property
    def ends_clause(self) -> bool:
        """Whether it ends as a clause does, with a stop, colon or semicolon."""
        return self.text.rstrip(TAIL).endswith(ENDS)

    @property
    def ends_with_comma(self) -> bool:
        """Whether it ends with a comma."""
        return self.text.rstrip(TAIL).endswith(COMMAS)


TAIL = f" {REFERENCE}"


def line_characters(rich: Text) -> str:
    """The characters of a text, one for each footnote reference and line break."""
    return "".join(span.text.replace("\n", LINE_BREAK) if span.note is None else REFERENCE for span in rich.spans)


class LinePart(NamedTuple):
    """A stretch of a line: its place among the lines, first character, and the one after the last."""

    line: int
    start: int
    end: int


class ReadProvision(NamedTuple):
    """A provision and what it was made of."""

    provision: Provision
    origin: tuple[LinePart, ...]
