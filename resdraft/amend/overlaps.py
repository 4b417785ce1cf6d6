"""Amendments of one source that overlap are refused: which of them is meant cannot be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resdraft.amend.consolidate import overlap
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.edit import Delete, Edit, Insert, Move, Relabel, Replace


def refuse_overlap(
    addresses: Addresses,
    earlier_by_key: Mapping[str, Sequence[tuple[int, Edit]]],
    own: Sequence[tuple[int, Edit]],
    numbers: Sequence[str],
) -> None:
    """Refuse two amendments of one source, or two changes of one amendment, that overlap.

    Raises:
        Unfit: naming the other amendment.
    """
    for n, edit in own:
        if isinstance(edit, Insert | Relabel):
            continue
        for other, earlier in [*earlier_by_key.get(edit.key, ()), *own]:
            if edit is earlier or isinstance(earlier, Insert | Relabel):
                continue
            # A clause may be moved and reworded; and a section and its clause may both be deleted.
            if {type(edit), type(earlier)} == {Move, Replace} or (isinstance(edit, Delete) and edit == earlier):
                continue
            if edit.key == earlier.key and overlap(edit, earlier):
                which = "itself" if other == n else f"{numbers[other - 1]} of the same source"
                raise Unfit(
                    Problem(f"it overlaps {which}", "leave one of them out, or join the two", clause=addresses.of(edit.key))
                )
