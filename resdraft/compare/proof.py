"""Proof that a comparison holds: with its marks rejected the old text, accepted the new one, each paragraph that was touched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from lxml import etree

from resdraft.compare.blocks import Row
from resdraft.compare.carry import Luggage
from resdraft.errors import OurFault, Problem
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.revisions import MarkFilter, everything, nothing

Reading = list[tuple[str, tuple[tuple[str, str, bool], ...]]]
"""Paragraphs: the style of each, and its words by their emphasis, footnote references apart."""


class Proof:
    """Watches the rows of a container, and reads what changed before and after."""

    def __init__(self, luggage: Luggage, name: str) -> None:
        self.luggage, self.name = luggage, name
        self._regions: list[tuple[Reading, Reading, list[etree._Element]]] = []
        self._open = self._taken = False
        self._last: Row | None = None
        self._before: Sequence[etree._Element] = ()

    def before(self, row: Row) -> None:
        """A row is about to be revised: its words as they are, and as they should be."""
        pair, goes_on = bool(row.old and row.new), self._taken
        self._taken = self._open or not row.same
        if self._taken:
            if not self._open and (pair or not goes_on):
                self._regions.append(([], [], []))
                if not pair and self._last is not None:
                    # At the end of a text the mark of the paragraph before speaks for one that comes or goes.
                    self._add(self._last)
                    self._regions[-1][2].extend(self._before)
            self._add(row)
            # A paragraph that stays closes the region; behind one that comes or goes that is the next, which it may join.
            self._open = not pair
        self._last = row if pair else None

    def _add(self, row: Row) -> None:
        old, new, _ = self._regions[-1]
        old += _read(row.old, nothing)
        new += _read(row.new, everything, self.luggage)

    def after(self, now: Sequence[etree._Element]) -> None:
        """The row was revised into these blocks."""
        self._before = now
        if self._taken:
            self._regions[-1][2].extend(now)

    def hold(self) -> None:
        """Compare.

        Raises:
            OurFault: where a change does not read as it should.
        """
        for old, new, now in self._regions:
            for wanted, choice, what in ((old, nothing, "rejected"), (new, everything, "accepted")):
                found = _read(now, choice)
                if found != wanted:
                    wrong = next((a for a, b in zip_longest(wanted, found) if a != b), None)
                    words = "".join(text for text, *_ in wrong[1])[:60] if wrong else "an empty paragraph"
                    hint = "please report it with both files; nothing was written"
                    raise OurFault(
                        Problem(f'with all marks {what}, "{words}" would not read as it should', hint, file=self.name)
                    )


def _read(blocks: Sequence[etree._Element], choice: MarkFilter, luggage: Luggage | None = None) -> Reading:
    out: Reading = []
    for paragraph in paragraphs(blocks, choice):
        words: list[tuple[str, str, bool]] = []
        for piece in paragraph.pieces:
            noted = piece.note is not None
            text = piece.text + piece.mark
            if words and words[-1][1:] == (piece.emphasis, noted) and not noted:
                words[-1] = (words[-1][0] + text, *words[-1][1:])
            elif text or noted:
                words.append((text, piece.emphasis, noted))
        style = luggage.style(paragraph.style) if luggage is not None and paragraph.style else paragraph.style
        out.append((style, tuple(words)))
    return out
