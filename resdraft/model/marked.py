"""A base and the edits on it, each with the set of its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from resdraft.model.change import Change, MarkedWords
from resdraft.model.edit import Edit
from resdraft.model.resolution import Resolution
from resdraft.model.source_order import in_order

SECRETARIAT = "ITU secretariat"
"""The author of brackets and tags. It is never a source: what it writes counts only where everything does."""


class Owned(NamedTuple):
    """An edit, its sources, sorted by code point, and the numbers of the amendments that it comes from, where these are known.

    ``before`` and ``behind`` are the secretariat's words around a new paragraph: brackets, and whose it is. ``like`` is the provision of the
    base whose look it takes.
    """

    edit: Edit
    sources: tuple[str, ...]
    amendments: tuple[str, ...] = ()
    before: str = ""
    behind: str = ""
    like: str = ""

    @property
    def author(self) -> str:
        """The author of its marks in Word: ``CHN, EUR``."""
        return ", ".join(self.sources)


class Clash(NamedTuple):
    """Edits of different sources on one place that cannot stand side by side, as they were proposed."""

    key: str
    options: tuple[tuple[tuple[str, ...], tuple[Edit, ...]], ...]


@dataclass(frozen=True)
class Marked:
    """A base and the edits of all sources. ``dates`` gives the date of each source's proposal, ISO 8601, where it has one."""

    base: Resolution
    edits: tuple[Owned, ...] = ()
    clashes: tuple[Clash, ...] = ()
    """Where edits clash as they stand. None where they are laid open as options."""
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources, in the order of the language; the secretariat is none."""
        return in_order({source for owned in self.edits for source in owned.sources} - {SECRETARIAT}, self.base.language)

    def kept(self, sources: Collection[str]) -> Iterator[Edit]:
        """The edits that count when these sources count: one function for reject (none), accept (all) and as-one-source."""
        return (owned.edit for owned in self.edits if any(source in sources for source in owned.sources))


class Option(NamedTuple):
    """What some sources would have in a place.

    ``does`` is words, delete, move, insert, keep or suppress; ``text`` what the place would read. ``amendments`` are the numbers that it
    comes from, ``words`` the words of the base with what comes and goes.
    """

    sources: tuple[str, ...]
    does: str
    text: str = ""
    amendments: tuple[str, ...] = ()
    words: tuple[MarkedWords, ...] = ()
    behind: str = ""
    """Where a move goes: the key of the provision of the base that it comes to stand behind, and its address once that is known."""


class Conflict(NamedTuple):
    """A place where sources propose different things, and their options.

    ``key`` is the provision of the base, ``place`` its address. ``start`` and ``end`` are tokens of it, -1 where all of it is meant.
    ``shown`` is how it stands in the text: ``options``, or ``interleaved`` where what stands among the words cannot be restated.
    """

    key: str
    options: tuple[Option, ...]
    start: int = -1
    end: int = -1
    shown: str = "options"
    place: str = ""


class Laid(NamedTuple):
    """A text with all proposals in it and no clash, and the conflicts that it leaves open."""

    marked: Marked
    conflicts: tuple[Conflict, ...]
    whole: tuple[Option, ...] = ()
    """What is proposed for the text as a whole: to keep it, or to suppress it."""


class PlaceRow(NamedTuple):
    """What is proposed in one place: a change and whose it is, or a conflict.

    ``at`` is the place in the base, ``clause`` its address, ``amendments`` the numbers that are known.
    """

    at: int
    clause: str
    sources: tuple[str, ...]
    change: Change | None = None
    conflict: Conflict | None = None
    amendments: tuple[str, ...] = ()


class Reason(NamedTuple):
    """Why an amendment is proposed: a comment in Word."""

    source: str
    """The author of the comment, a source such as ``RUS``."""
    text: str
    """The words; a line break begins a new paragraph."""
    amendment: str
    """The number of the amendment, as in ``Owned.amendments``: ``RUS/62/1(3)``."""
    date: str = ""
    """The date of the proposal, ISO 8601; "" where it has none."""
