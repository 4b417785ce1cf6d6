"""Which amendment each edit comes from: an edit in normal form may stand elsewhere than it was proposed, and join two that touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from resdraft.amend.consolidate import overlap
from resdraft.model.edit import Edit, Insert, Move, Relabel, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Resolution

Proposed = Sequence[tuple[str, Edit]]
"""The edits of a proposal as its amendments gave them, each with the amendment's number."""


def attribute(marked: Marked, proposed: Mapping[str, Proposed]) -> Marked:
    """The marked text, each edit with the numbers of the amendments that it comes from.

    Args:
        proposed: what each source proposed. An edit that is none's own is the nearest amendment's, so that each has one at least.
    """
    near = {source: _by_place(marked.base, edits) for source, edits in proposed.items()}
    return replace(marked, edits=tuple(_signed(marked.base, owned, near) for owned in marked.edits))


def _by_place(base: Resolution, edits: Proposed) -> list[tuple[int, str, Edit]]:
    return sorted(((_at(base, edit), number, edit) for number, edit in edits), key=lambda known: known[0])


def _at(base: Resolution, edit: Edit) -> int:
    return base.by_key.get(edit.after if isinstance(edit, Insert) else edit.key, -1)


def _signed(base: Resolution, owned: Owned, near: Mapping[str, Sequence[tuple[int, str, Edit]]]) -> Owned:
    out: dict[str, None] = {}
    for source in owned.sources:
        ranked: dict[int, list[str]] = defaultdict(list)
        for at, number, edit in near.get(source, ()):
            ranked[_distance(owned.edit, edit, abs(at - _at(base, owned.edit)))].append(number)
        out |= dict.fromkeys(ranked[min(ranked)] if ranked else ())
    return owned._replace(amendments=tuple(out))


_FAR = 10


def _distance(edit: Edit, proposed: Edit, places: int) -> int:
    """How far an edit is from one that was proposed: 0 is the same, 1 to 9 the same provision or words, beyond that as places go."""
    match edit, proposed:
        case Replace(), Replace() if edit.key == proposed.key:
            return 1 if overlap(edit, proposed) else 3
        case Insert(), Insert() if edit.provision.kind is proposed.provision.kind:
            same = edit.provision.text.plain == proposed.provision.text.plain
            return 0 if same and places == 0 else 1 if same else _FAR + places
        case Move(), Move() if edit.key == proposed.key:
            return 0
        case (Insert(), _) | (_, Insert()):
            note = any(isinstance(e, Insert) and e.provision.kind is Kind.NOTE for e in (edit, proposed))
            return _FAR * (100 if note else 2) + places
        case _ if not isinstance(proposed, Relabel) and edit.key == proposed.key:
            return 0 if type(edit) is type(proposed) else 2
    return _FAR * 3 + places
