"""Proof of a comparison: with its marks rejected it reads as the old text, with its marks accepted as the new one.

Only what was revised is read again. It is read with ``ooxml/projections``, which knows nothing of how the marks were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import BlockMatch
from resdraft.compare.carried_parts import CarriedParts
from resdraft.errors import OurFault, Problem
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.revisions import MarkFilter, everything, nothing

_SHOWN_LENGTH = 60


class _Words(NamedTuple):
    """Consecutive characters of one emphasis, or a reference to a footnote."""

    text: str
    emphasis: str
    is_reference: bool


class _Reading(NamedTuple):
    """A paragraph as it reads."""

    style: str
    words: tuple[_Words, ...]


class _Region(NamedTuple):
    """Consecutive blocks that were revised."""

    old: list[_Reading]
    """How they must read with all marks rejected."""
    new: list[_Reading]
    """How they must read with all marks accepted."""
    now: list[etree._Element]
    """What they are now."""


class Proof:
    """Observes the revision of a container: reads what is revised, before and after.

    Args:
        carried_parts: gives the styles of the new file their ids in the old one.
        name: the old file's name, for messages.
    """

    def __init__(self, carried_parts: CarriedParts, name: str) -> None:
        self.carried_parts, self.name = carried_parts, name
        self._regions: list[_Region] = []
        self._open = self._in_region = False
        self._last: BlockMatch | None = None
        self._before: Sequence[etree._Element] = ()

    def before(self, match: BlockMatch) -> None:
        """Read the blocks of a match that is about to be revised."""
        pair, goes_on = bool(match.old and match.new), self._in_region
        self._in_region = self._open or not match.same
        if self._in_region:
            if not self._open and (pair or not goes_on):
                self._regions.append(_Region([], [], []))
                if not pair and self._last is not None:
                    # At the end of a container the mark of the paragraph before is the one that is inserted or deleted.
                    self._add(self._last)
                    self._regions[-1].now.extend(self._before)
            self._add(match)
            # A paragraph that stays closes the region. One that is inserted or deleted may be joined with the next: it stays open.
            self._open = not pair
        self._last = match if pair else None

    def _add(self, match: BlockMatch) -> None:
        region = self._regions[-1]
        region.old.extend(_read(match.old, nothing))
        region.new.extend(_read(match.new, everything, self.carried_parts))

    def after(self, now: Sequence[etree._Element]) -> None:
        """Keep the blocks that a match was revised into."""
        self._before = now
        if self._in_region:
            self._regions[-1].now.extend(now)

    def check(self) -> None:
        """Compare how the revised blocks read with how they must read.

        Raises:
            OurFault: where they differ.
        """
        for old, new, now in self._regions:
            for wanted, choice, what in ((old, nothing, "rejected"), (new, everything, "accepted")):
                found = _read(now, choice)
                if found != wanted:
                    wrong = next((a for a, b in zip_longest(wanted, found) if a != b), None)
                    words = "".join(word.text for word in wrong.words)[:_SHOWN_LENGTH] if wrong else "an empty paragraph"
                    hint = "please report it with both files; nothing was written"
                    raise OurFault(
                        Problem(f'with all marks {what}, "{words}" would not read as it should', hint, file=self.name)
                    )


def _read(blocks: Sequence[etree._Element], choice: MarkFilter, carried_parts: CarriedParts | None = None) -> list[_Reading]:
    """How blocks read under a choice of marks; with ``carried_parts`` they are of the new file."""
    out: list[_Reading] = []
    for paragraph in paragraphs(blocks, choice):
        words: list[_Words] = []
        for piece in paragraph.pieces:
            is_reference = piece.note is not None
            text = piece.text + piece.mark
            if words and words[-1][1:] == (piece.emphasis, is_reference) and not is_reference:
                words[-1] = words[-1]._replace(text=words[-1].text + text)
            elif text or is_reference:
                words.append(_Words(text, piece.emphasis, is_reference))
        style = carried_parts.style_id(paragraph.style) if carried_parts is not None and paragraph.style else paragraph.style
        out.append(_Reading(style, tuple(words)))
    return out
