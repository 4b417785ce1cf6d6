"""The items that an alignment compares: one form for the provisions of a resolution and for the paragraphs and tables of a Word file."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """What an alignment may do with an item."""

    SINGLE = "single"
    """A text has at most one of its kind, such as the title: it is matched even when all its words changed."""
    HEADING = "heading"
    """It opens a section. It may move, and it is matched by the paragraphs that follow it as well as by its words."""
    PARAGRAPH = "paragraph"
    """It may move, also with changed words, and it may be split or merged."""
    BLOCK = "block"
    """A unit such as a table. It may move with its words unchanged; it is never split or merged."""
    FIXED = "fixed"
    """It never moves, and is never split or merged."""


class Item(NamedTuple):
    """One paragraph, or one table, as an alignment sees it."""

    kind: str
    """Only items of the same kind are matched."""
    role: Role
    content: Hashable
    """Two items of one kind and depth with equal content are equal. The label is not part of it: labels follow from the order."""
    text: str
    """The words by which similarity is measured."""
    label: str | None = None
    depth: int = 0
    """How many items it stands below. Only items of the same depth are matched in place."""

    @property
    def identity(self) -> Hashable:
        """What two equal items have in common."""
        return self.kind, self.depth, self.content
