"""Decisions: what a meeting decides on what is proposed, kept apart from the proposals and from the text."""

from __future__ import annotations

from typing import NamedTuple

ADOPT, REJECT, BRACKET, WITHDRAW, TEXT = "adopt", "reject", "bracket", "withdraw", "text"
DECISIONS = (ADOPT, REJECT, BRACKET, WITHDRAW, TEXT)
"""What can be decided. ``text`` is the Chair's compromise, a source of its own."""
OPEN, ADOPT_UNCONTESTED = "open", "adopt-uncontested"
DEFAULTS = (OPEN, ADOPT_UNCONTESTED)
"""What becomes of what nobody decided on: it stays in square brackets, or it is adopted where nothing stands against it."""


GAPS = ("after", "before", "in")
"""What stands before an address where a decision is on new text: ``after resolves 3``."""


def is_of(amendment: str, number: str) -> bool:
    """Whether an amendment is that of a number, or one of the proposal's: ``RUS/5/1(2)`` is of ``RUS/5/1``, ``RUS/5/10`` is not."""
    return amendment == number or amendment.startswith(f"{number}(")


class Decision(NamedTuple):
    """One decision: on an amendment by its number, or on a place by its address, with ``after`` before it for what is added there.

    ``source`` is whose option is adopted at a place. ``text`` is the Chair's wording, and ``by`` whose it is. ``words`` are those of an
    amendment that are adopted, where that is not all of it. ``was`` is what was proposed when it was decided, where that was noted down.
    ``note`` is what was noted beside it, for people. ``line`` is where it stands in its file.
    """

    decision: str
    amendment: str = ""
    place: str = ""
    source: str = ""
    text: str = ""
    by: str = ""
    words: str = ""
    was: str = ""
    note: str = ""
    line: int | None = None

    def concerns(self, number: str) -> bool:
        """Whether it is on the proposal of a number, or on one of its amendments."""
        return is_of(self.amendment, number)

    @property
    def gap(self) -> tuple[str, str]:
        """Where new text goes, ``after``, ``before`` or ``in``, else "", and the address of the place."""
        where, _, address = self.place.partition(" ")
        return (where, address.strip()) if where in GAPS and address.strip() else ("", self.place)

    @property
    def on(self) -> str:
        """What it is on, as messages name it."""
        return self.amendment or self.place


class Decisions(NamedTuple):
    """The decisions of a meeting on one text.

    ``base`` is the text as the library calls it, or its fingerprint; ``meeting`` stands in heads; ``file`` is the file's name.
    """

    decisions: tuple[Decision, ...] = ()
    base: str = ""
    meeting: str = ""
    default: str = OPEN
    file: str = ""
