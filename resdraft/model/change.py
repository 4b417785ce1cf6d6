"""What a comparison shows of one paragraph: the entry behind every form in which it is shown."""

from __future__ import annotations

from typing import NamedTuple

CHANGE_KINDS = ("modified", "added", "deleted", "moved", "renumbered", "split", "merged", "restyled", "reordered")

WordChange = tuple[str, str]
"""``equal``, ``insert`` or ``delete``, and the words."""


class Change(NamedTuple):
    """What became of one paragraph, of one and its parts, or of several and what they were merged into.

    ``kind`` is one of ``KINDS``; where there are several paragraphs on a side, their addresses are joined by `` + `` and their words by a
    line break. ``keys`` are those of the paragraphs in the old and in the new text.
    """

    kind: str
    old_address: str | None
    new_address: str | None
    old_text: str | None
    new_text: str | None
    words: tuple[WordChange, ...]
    keys: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def substantive(self) -> bool:
        """Whether it is more than renumbering, formatting, punctuation, case or spacing."""
        if self.kind in ("renumbered", "restyled"):
            return False
        if self.kind != "modified":
            return True
        return _letters(self.old_text or "") != _letters(self.new_text or "")


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
