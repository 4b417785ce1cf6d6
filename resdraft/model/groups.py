"""Regional groups: a member that proposes what its group proposes is counted with it; where it proposes something else, both are rivals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from resdraft.model.source_order import in_order


class Groups(NamedTuple):
    """The members of each group, by its code. Sources are named in the order of the language."""

    members: tuple[tuple[str, frozenset[str]], ...] = ()
    language: str = "en"

    def fold(self, sources: Iterable[str]) -> dict[str, list[str]]:
        """The sources that are counted, each with the members that are counted with it."""
        given = in_order(sources, self.language)
        out: dict[str, list[str]] = {}
        inside = {member for code, members in self.members if code in given for member in members if member in given}
        for source in given:
            if source not in inside:
                own = next((members for code, members in self.members if code == source), frozenset())
                out[source] = [member for member in given if member in own]
        return out

    def name(self, sources: Iterable[str]) -> str:
        """The sources as people name them: ``EUR (with D, F), RUS``."""
        return ", ".join(f"{source} (with {', '.join(own)})" if own else source for source, own in self.fold(sources).items())

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Each group with each of its members."""
        return ((code, member) for code, members in self.members for member in sorted(members))


NO_GROUPS = Groups()
