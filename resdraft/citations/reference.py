"""A reference of one clause to other places of its text, and what each of its labels means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class ReferenceTarget(NamedTuple):
    """One label of a reference, or a range of them."""

    start: int
    """Its first character in the words of the clause; footnote references do not count."""
    end: int
    """The character behind its last one."""
    address: str
    """The whole address that it stands for: ``resolves 5``."""
    keys: tuple[str, ...] = ()
    """The clauses that are meant: one, or all of a range. Empty where the reference is broken."""
    ambiguous: bool = False
    """Whether each of ``keys`` alone can be meant."""
    between: str = ""
    """What stands between the first label of a range and the last; empty for a single label."""


class Reference(NamedTuple):
    """A reference of one clause to other places of its text: a call and labels, an annex, or labels alone."""

    key: str
    """The clause that it stands in."""
    start: int
    """The first character of its call, or of its first label."""
    end: int
    """The character behind its last label."""
    call: str
    """The call as written, or the annex; empty where labels stand alone."""
    targets: tuple[ReferenceTarget, ...]
    within: str = ""
    """The key of the annex whose items are meant: "items a) and b) of the Annex"."""
    call_at: tuple[int, int] = (0, 0)
    """Where its call begins and ends, counted from ``start``: in Arabic it may stand behind the labels."""
    quotes: str = ""
    """The quotation marks around its call, which are part of the reference; empty where there are none."""
    above: bool = False
    """Whether "above" or "below" is said: then this text is meant."""


def as_written(reference: Reference, places: Sequence[int]) -> Reference:
    """A reference found in the plain form of a text, with its places in the text itself; see ``places_of_plain``."""

    def span(start: int, end: int) -> tuple[int, int]:
        return places[start], places[end - 1] + 1 if end > start else places[end]

    start, end = span(reference.start, reference.end)
    low, high = (at + reference.start for at in reference.call_at)
    low, high = span(low, high)
    targets = tuple(t._replace(start=places[t.start], end=span(t.start, t.end)[1]) for t in reference.targets)
    return reference._replace(start=start, end=end, targets=targets, call_at=(low - start, high - start))
