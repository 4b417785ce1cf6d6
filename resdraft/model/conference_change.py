"""What became of each text from one conference to the next: a row for each text of both folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

BECAME = ("unchanged", "changed", "renumbered", "new", "suppressed", "in doubt")
"""What can have become of a text. *In doubt* is one of which the number stands on the other side, and the text itself cannot be told."""


class ComparedText(NamedTuple):
    """A text of a folder, as a table names it."""

    file: str
    """Its file; with ``#2`` where it is the second of its file."""
    language: str
    kind: str
    """``resolution``, ``decision``, ``recommendation`` or ``opinion``."""
    number: str
    edition: str
    title: str

    def __str__(self) -> str:
        """``Resolution 140 (Rev. Dubai, 2018)``; its file where it has no number."""
        edition = f" ({self.edition})" if self.edition else ""
        return f"{self.kind.capitalize()} {self.number}{edition}" if self.number else self.file


class WordCount(NamedTuple):
    """How many words two texts have, and how many came and went; those of the number line are left out."""

    old: int = 0
    new: int = 0
    inserted: int = 0
    deleted: int = 0

    @property
    def share(self) -> float:
        """Which share of all words changed, from 0 to 1: 1 where no word stayed."""
        return (self.inserted + self.deleted) / max(1, self.old + self.new)


class TextChange(NamedTuple):
    """What became of one text. At least one side is there."""

    became: str
    """One of ``BECAME``. A text that is renumbered may have changed too."""
    old: ComparedText | None = None
    new: ComparedText | None = None
    by: str = ""
    """What the two sides were matched by: ``designation``, ``title`` or ``content``."""
    changes: tuple[tuple[str, int], ...] = ()
    """The kinds of change with how many there are; the number line is left out."""
    words: WordCount = WordCount()
    doubts: tuple[str, ...] = ()
    """What is not sure."""

    @property
    def present(self) -> ComparedText:
        """The newer text that there is."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one side at least is there
        return found


def totals(rows: Iterable[TextChange]) -> dict[str, int]:
    """How many texts became what, in the order of ``BECAME``."""
    counts = Counter(row.became for row in rows)
    return {became: counts[became] for became in BECAME if counts[became]}
