"""What is looked up for an address: sections by their calls, clauses by their labels. A text may have thousands of either."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from resdraft.model.labels import fold_label, is_dash
from resdraft.model.resolution import Provision


class Group(NamedTuple):
    """A section of the resolution."""

    key: str
    call: str
    """Its call, folded. Empty for clauses without a call in an annex."""
    annex: str
    """The key of its annex; empty in the body of the resolution."""
    printed: str
    """Its call as it is printed."""


class Sections:
    """The sections of a resolution, in order."""

    def __init__(self) -> None:
        """Begin with none. They are added to ``all`` before any is looked up."""
        self.all: list[Group] = []

    @property
    def last(self) -> str:
        """The key of the last one; "" where there is none."""
        return self.all[-1].key if self.all else ""

    @cached_property
    def called(self) -> dict[str, dict[str, list[Group]]]:
        """By annex ("" is the body), the sections of each call."""
        out: dict[str, dict[str, list[Group]]] = {}
        for section in self.all:
            out.setdefault(section.annex, {}).setdefault(section.call, []).append(section)
        return out

    @cached_property
    def longest(self) -> dict[str, int]:
        """The length of the longest call, by annex."""
        return {annex: max(map(len, calls)) for annex, calls in self.called.items()}

    @cached_property
    def ordinals(self) -> dict[Group, int]:
        """The place of each among those of the same call and annex, from 1."""
        return {s: n for calls in self.called.values() for same in calls.values() for n, s in enumerate(same, 1)}

    def holding(self, key: str) -> Group | None:
        """The section that a provision stands in, or that it is."""
        while key and key not in self.by_key:
            key = key.rpartition("/")[0]
        return self.by_key.get(key)

    def beginning(self, annex: str, words: str, other: str) -> list[Group]:
        """The sections of an annex or the body whose calls begin with some words, without those of the call ``other``."""
        calls = self._sorted[annex] if annex in self.called else []
        found: list[Group] = []
        at = bisect_left(calls, words)
        while at < len(calls) and calls[at].startswith(words):
            found += self.called[annex][calls[at]] if calls[at] != other else []
            at += 1
        return sorted(found, key=lambda s: self.places[s])

    @cached_property
    def _sorted(self) -> dict[str, list[str]]:
        return {annex: sorted(calls) for annex, calls in self.called.items()}

    @cached_property
    def by_key(self) -> dict[str, Group]:
        """Each by its key."""
        return {s.key: s for s in reversed(self.all)}

    @cached_property
    def places(self) -> dict[Group, int]:
        """The place of each among all."""
        return {s: n for n, s in enumerate(self.all)}


class Siblings:
    """The clauses below one, in order."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Provision] = []

    def add(self, p: Provision) -> None:
        """Add the next one, before any is looked up."""
        self.all.append(p)

    @cached_property
    def unlabelled(self) -> list[Provision]:
        """Those without label."""
        return [p for p in self.all if p.label is None]

    @cached_property
    def dashes(self) -> list[Provision]:
        """Those whose label is a dash."""
        return [p for p in self.all if is_dash(p.label)]

    @cached_property
    def bearing(self) -> dict[str, list[Provision]]:
        """Those that bear a label, by the label as it is looked for: with dots by all of it, else folded."""
        out: dict[str, list[Provision]] = {}
        for p in self.all:
            if p.label is not None:
                for wanted in (fold_label(p.label).casefold(), *((own,) if "." in (own := dotted(p.label)) else ())):
                    out.setdefault(wanted, []).append(p)
        return out

    def step(self, p: Provision) -> str:
        """How one is named among them: by its label, with its ordinal where several have the same one."""
        return self._steps[p.key]

    @cached_property
    def _steps(self) -> dict[str, str]:
        out = {p.key: f"¶{n}" for n, p in enumerate(self.unlabelled, 1)}
        out |= {p.key: f"{p.label} {n}" for n, p in enumerate(self.dashes, 1)}
        alike: dict[str, list[Provision]] = {}
        for p in self.all:
            if p.label is not None:
                alike.setdefault(fold_label(p.label), []).append(p)
        for same in alike.values():
            for n, p in enumerate(same, 1):
                label = (p.label or "").removesuffix(" -")
                out.setdefault(p.key, f"{label} ({n})" if len(same) > 1 else label)
        return out


def dotted(label: str) -> str:
    """A label with dots, as it is compared: ``4.2.`` is ``4.2``."""
    return label.casefold().rstrip(".")
