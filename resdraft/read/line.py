"""A line: one paragraph of a text, from a text file or from Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import LINE_BREAK, Text

REFERENCE = "\ufffc"
"""Stands for a footnote reference among the characters of a line: U+FFFC, the object replacement character."""
# Punctuation of Latin, Cyrillic, Arabic and Chinese script. A text may hold that of another language than its own.
COLONS = (":", "：")
ENDS = (*COLONS, ";", ".", "；", "。", "؛")
COMMAS = (",", "،", "，")


class KnownParagraph(NamedTuple):
    """What is known of a paragraph of a marked file: from its base, or from our manifest where the paragraph was added."""

    kind: Kind
    depth: int
    labelled: bool
    """Whether it has a label, typed or automatic."""
    joins: bool = False
    """Whether it belongs to the provision of the paragraph before it, as the second line of a title."""
    before: int | None = None
    """How many blanks before its words are left out; None for all that are there. So too the next two."""
    after: int | None = None
    """How many blanks behind its words are left out."""
    gap: int | None = None
    """How many blanks between its label and its words are left out."""
    label: str | None = None
    """The automatic label that Word counts for it in the base."""


@dataclass(repr=False, eq=False, match_args=False)
class Line:
    """One paragraph, before it is known what it is."""

    text: str
    """Its characters: a footnote reference is one (``REFERENCE``), and so is a line break (``LINE_BREAK``)."""
    number: int = 0
    """The number of the line or paragraph in the file, from 1."""
    explicit: Kind | None = None
    """What the paragraph is, where the file says it."""
    depth: int | None = None
    """The depth of a clause, where the file says it."""
    rich: Text | None = None
    """The same characters with their formatting; None for plain text."""
    label: str | None = None
    """An automatic label. It is not part of ``text``."""
    styled: bool = False
    """Whether ``explicit`` comes from a Word style. Then the content still decides in doubt, as people use styles for their look."""
    known: KnownParagraph | None = None
    """What the same paragraph is in the base of a marked file. Then its content does not matter."""

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
        """Whether it ends as a clause does: with a full stop, colon or semicolon."""
        return self.text.rstrip(TAIL).endswith(ENDS)

    @property
    def ends_with_comma(self) -> bool:
        """Whether it ends with a comma."""
        return self.text.rstrip(TAIL).endswith(COMMAS)


TAIL = f" {REFERENCE}"
"""What may stand behind the last word and its punctuation."""


def line_characters(rich: Text) -> str:
    """The characters of a text, one for each footnote reference and line break."""
    return "".join(span.text.replace("\n", LINE_BREAK) if span.note is None else REFERENCE for span in rich.spans)


class LinePart(NamedTuple):
    """A range of characters of a line."""

    line: int
    """Its place among the lines, from 0."""
    start: int
    end: int
    """The character behind the last one."""


class ReadProvision(NamedTuple):
    """A provision, and the parts of lines that it was read from: several where a title or call runs over lines."""

    provision: Provision
    origin: tuple[LinePart, ...]
