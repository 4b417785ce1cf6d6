"""A base and the edits on it, each with the set of its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from resdraft.model.edit import Edit
from resdraft.model.resolution import Resolution

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


class Conflict(NamedTuple):
    """Edits of different sources on one place that cannot stand side by side."""

    key: str
    options: tuple[tuple[tuple[str, ...], tuple[Edit, ...]], ...]


@dataclass(frozen=True)
class Marked:
    """A base and the edits of all sources. ``dates`` gives the date of each source's proposal, ISO 8601, where it has one."""

    base: Resolution
    edits: tuple[Owned, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    """Where edits clash as they stand. None where they are laid open as options."""
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources, sorted; the secretariat is none."""
        return tuple(sorted({source for owned in self.edits for source in owned.sources} - {SECRETARIAT}))

    def kept(self, sources: Collection[str]) -> Iterator[Edit]:
        """The edits that count when these sources count: one function for reject (none), accept (all) and as-one-source."""
        return (owned.edit for owned in self.edits if any(source in sources for source in owned.sources))
