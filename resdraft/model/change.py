"""One entry of a list of changes, as every form of a comparison shows it: terminal, JSON, HTML and Markdown."""

from __future__ import annotations

from typing import NamedTuple

# The names are a contract: they stand in the JSON of `resdraft diff`.
CHANGE_KINDS = ("modified", "added", "deleted", "moved", "renumbered", "split", "merged", "restyled", "reordered")

MarkedWords = tuple[str, str]
"""What became of some words: ``equal``, ``insert`` or ``delete``, and the words."""


class Change(NamedTuple):
    """What became of one paragraph; of one and those it was split into; or of several and the one they were merged into.

    Where there are several paragraphs on a side, their addresses are joined by `` + `` and their words by a line break. A side is None where
    the paragraph does not stand there.
    """

    kind: str
    """One of ``CHANGE_KINDS``."""
    old_address: str | None
    new_address: str | None
    old_text: str | None
    new_text: str | None
    words: tuple[MarkedWords, ...]
    """The words of both sides in order."""
    keys: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The keys of the paragraphs in the old text and in the new one."""
    where: str = ""
    """Of a section that is reordered, where it stands now, such as ``after considering``: its address is often the same as before."""

    @property
    def told(self) -> str:
        """Its kind as people read it."""
        return f"{self.kind}, now {self.where}" if self.where else self.kind

    @property
    def substantive(self) -> bool:
        """Whether it is more than renumbering, formatting, punctuation, case or spacing."""
        if self.kind in ("renumbered", "restyled"):
            return False
        if self.kind != "modified":
            return True
        # Punctuation at the end of a clause follows from its place: the last clause of a section ends otherwise.
        return _letters(self.old_text or "") != _letters(self.new_text or "")


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
