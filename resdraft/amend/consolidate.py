"""The proposals of several sources brought into one marked text.

Equal edits become one with joint sources, edits apart from each other stand side by side, and what overlaps is a conflict. The result does
not depend on the order of the proposals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.amend.normalise import level
from resdraft.model import brackets
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.marked import Clash, Marked, Owned
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.source_order import in_order


def consolidate(base: Resolution, proposals: Mapping[str, Sequence[Edit]], dates: Mapping[str, str] | None = None) -> Marked:
    """Bring proposals into one marked text.

    Args:
        base: the text that all proposals are on.
        proposals: the edits of each source, in normal form: only so are equal wordings equal edits.
        dates: the date of each source's proposal, ISO 8601, where it is known.
    """
    sources: dict[Edit, set[str]] = defaultdict(set)
    for source in sorted(proposals):
        for edit in proposals[source]:
            if not isinstance(edit, Insert | Move | Relabel):
                sources[edit].add(source)
    owned = [Owned(edit, tuple(sorted(who))) for edit, who in sources.items()]
    owned += _merge_additions(base, proposals)
    owned.sort(key=lambda o: (_order(base, o.edit), o.sources))
    return Marked(base, tuple(owned), tuple(clashes(base, owned)), tuple(sorted((dates or {}).items())))


class _Order(NamedTuple):
    """Where an edit comes among all: by the provision that it is on or behind, then by its place there."""

    at: int
    behind: bool
    first: int
    last: int


def _order(base: Resolution, edit: Edit) -> _Order:
    if isinstance(edit, Insert | Move):
        return _Order(base.by_key.get(edit.after, -1), True, edit.rank, 0)
    first, last = (edit.start, edit.end) if isinstance(edit, Replace) else (-1, 0)
    return _Order(base.by_key[edit.key], False, first, last)


_Block = tuple[Addition, ...]
"""What one source adds and what it adds below that, such as a clause and its sub-clauses: it must stay together."""


def _merge_additions(base: Resolution, proposals: Mapping[str, Sequence[Edit]]) -> list[Owned]:
    """What all sources add, with the ranks that it has among the additions of all. Where several add in one gap, each is tagged."""
    gaps: dict[str, dict[str, list[Addition]]] = defaultdict(lambda: defaultdict(list))
    for source in sorted(proposals):
        for edit in proposals[source]:
            if isinstance(edit, Insert | Move):
                gaps[edit.after][source].append(edit)
    out = []
    for gap in gaps.values():
        merged: list[tuple[_Block, set[str]]] = []
        for source in gap:
            _merge(merged, _blocks(base, sorted(gap[source], key=lambda e: e.rank)), source)
        # What is deeper stands first: behind one source's new call, another's new clause would stand under that call. A source's own
        # additions stay in their order, for within one gap none is deeper than the one before it unless it belongs to it.
        merged.sort(key=lambda found: -_level(base, found[0][0]))
        rank = 0
        several = len({frozenset(who) for _, who in merged}) > 1
        for block, who in merged:
            for edit in block:
                # A footnote bears no tag: it belongs to the words that refer to it.
                note = isinstance(edit, Insert) and edit.provision.kind is Kind.NOTE
                tag = brackets.tag(", ".join(in_order(who, base.language))) if several and not note else ""
                out.append(Owned(edit._replace(rank=rank), tuple(sorted(who)), behind=tag))
                rank += 1
    return out


def _blocks(base: Resolution, additions: Sequence[Addition]) -> list[_Block]:
    out: list[list[Addition]] = []
    for edit in additions:
        if out and _level(base, edit) > _level(base, out[-1][0]):
            out[-1].append(edit._replace(rank=0))
        else:
            out.append([edit._replace(rank=0)])
    return [tuple(block) for block in out]


def _level(base: Resolution, edit: Addition) -> int:
    kind, depth = (edit.provision.kind, edit.provision.depth) if isinstance(edit, Insert) else (base[edit.key].kind, edit.depth)
    return level(kind, depth)


def _merge(merged: list[tuple[_Block, set[str]]], blocks: Sequence[_Block], source: str) -> None:
    """Add one source's blocks in their order; a block that others have too becomes joint.

    What is only this source's stands before the next block that it shares. At the end instead, it would come behind that block, and
    the source alone would no longer read as it proposed.
    """
    at = 0
    for n, block in enumerate(blocks):
        same = next((k for k in range(at, len(merged)) if merged[k][0] == block), None)
        if same is not None:
            merged[same][1].add(source)
            at = same + 1
            continue
        shared = [k for later in blocks[n + 1 :] for k in range(at, len(merged)) if merged[k][0] == later]
        at = min(shared, default=len(merged))
        merged.insert(at, (block, {source}))
        at += 1


def clashes(base: Resolution, owned: Iterable[Owned]) -> list[Clash]:
    """The places where edits of different sources overlap, in the order of the base."""
    by_key = {key: [one for one, _ in found] for key, found in _by_place(base, owned).items()}
    out = []
    for key in sorted(by_key, key=lambda key: base.by_key[key]):
        group = by_key[key]
        clashing = [o for o in group if any(clash(o, other) for other in group)]
        if clashing:
            options: dict[tuple[str, ...], list[Edit]] = defaultdict(list)
            for o in clashing:
                options[o.sources].append(o.edit)
            out.append(Clash(key, tuple((who, tuple(edits)) for who, edits in sorted(options.items()))))
    return out


def rivals(base: Resolution, owned: Iterable[Owned]) -> dict[Owned, set[Owned]]:
    """Of each edit those of other sources that it cannot stand beside; edits without any are not in it."""
    out: dict[Owned, set[Owned]] = defaultdict(set)
    for found in _by_place(base, owned).values():
        for n, (one, whose) in enumerate(found):
            for other, others in found[n + 1 :]:
                if whose != others and clash(one, other):
                    out[whose].add(others)
                    out[others].add(whose)
    return out


def _by_place(base: Resolution, owned: Iterable[Owned]) -> dict[str, list[tuple[Owned, Owned]]]:
    """The edits under each provision that they touch or need, each as it counts there and as it is."""
    out: dict[str, list[tuple[Owned, Owned]]] = defaultdict(list)
    owned = tuple(owned)
    for o, parent in places_of_additions(base, owned):
        out[parent].append((o if isinstance(o.edit, Insert) else Owned(_NEEDS, o.sources), o))
    for o in owned:
        edit = o.edit
        if isinstance(edit, Replace | Delete | Move):
            out[edit.key].append((o, o))
        text = edit.new if isinstance(edit, Replace) else edit.provision.text if isinstance(edit, Insert) else None
        for mark in text.notes if text is not None else ():
            if f"note/{mark}" in base.by_key:
                # A new reference needs its footnote.
                out[f"note/{mark}"].append((Owned(_NEEDS, o.sources), o))
    return out


_NEEDS = Move("", "", 0, 0, None)
"""Stands for an edit under a provision that the edit needs and leaves as it is: who deletes that provision is in its way."""


def clash(one: Owned, other: Owned) -> bool:
    """Whether two edits under one provision cannot stand side by side: they overlap, and are not proposed by the same sources."""
    if set(one.sources) == set(other.sources) or one.edit == other.edit:
        return False
    return overlap(one.edit, other.edit)


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits under one provision overlap.

    Words overlap where they share a token, or touch so that the result would depend on who comes first. An addition below a provision
    overlaps only its deletion. Two that delete or move the provision, or one that does and one that changes its words, overlap.
    """
    if isinstance(one, Replace) and isinstance(other, Replace):
        first, second = sorted((one, other), key=lambda r: (r.start, r.end))
        if first.start == second.start and (first.end > first.start) == (second.end > second.start):
            return True
        touching = first.end == second.start
        return first.end > second.start or (touching and (bool(first.new.spans) or second.start == second.end))
    if any(isinstance(edit, Insert) or edit == _NEEDS for edit in (one, other)):
        return isinstance(one, Delete) or isinstance(other, Delete)
    return isinstance(one, Delete | Move) or isinstance(other, Delete | Move)


def places_of_additions(base: Resolution, owned: Iterable[Owned]) -> Iterator[tuple[Owned, str]]:
    """The additions that come to stand below a call, annex or clause of the base, each with its key.

    What stands below something that the same sources add needs nothing of the base: a new clause under one's own new call is in nobody's way.
    """
    gaps: dict[str, list[tuple[int, Owned, Addition]]] = defaultdict(list)
    for o in owned:
        if isinstance(o.edit, Insert | Move):
            gaps[o.edit.after].append((o.edit.rank, o, o.edit))
    for gap in gaps.values():
        highest: dict[tuple[str, ...], int] = {}
        for _, o, edit in sorted(gap, key=lambda found: found[0]):
            own = _level(base, edit)
            below_own = any(above < own and {*who} >= {*o.sources} for who, above in highest.items())
            highest[o.sources] = min(own, highest.get(o.sources, own))
            if not below_own and (parent := place_of_addition(base, edit)) is not None:
                yield o, parent


def place_of_addition(base: Resolution, edit: Addition) -> str | None:
    """The key of the call, annex or clause of the base below which an addition comes to stand; None where it stands below none."""
    if isinstance(edit, Insert):
        kind, depth = edit.provision.kind, edit.provision.depth
    else:
        kind, depth = base[edit.key].kind, edit.depth
    if kind not in (Kind.CLAUSE, Kind.BLOCK) or edit.after not in base.by_key:
        return None
    for p in base.provisions[base.by_key[edit.after] :: -1]:
        if p.kind in (Kind.CALL, Kind.ANNEX) or (p.kind in (Kind.CLAUSE, Kind.BLOCK) and p.depth < depth):
            return p.key
        if p.kind not in (Kind.CLAUSE, Kind.BLOCK, Kind.ANNEX_TITLE):
            return None
    return None
