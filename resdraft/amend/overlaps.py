"""Amendments of one source together: what they say twice is said once, and those that overlap are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

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


def said_once(edits: Iterable[tuple[int, Edit]]) -> Iterator[Edit]:
    """Edits, each with the number of its amendment, without those that another amendment says too.

    New paragraphs may read alike, as two annexes headed ANNEX do: only additions that are the same as a whole are one.
    """
    known = set[Edit | tuple[Edit, ...]]()
    for _, of_one in groupby(edits, key=lambda pair: pair[0]):
        own = [edit for _, edit in of_one]
        new = tuple(edit for edit in own if isinstance(edit, Insert))
        for edit in own:
            if (new if isinstance(edit, Insert) else edit) not in known:
                yield edit
            if not isinstance(edit, Insert):
                known.add(edit)
        known.add(new)


def ranked_additions(edits: Iterable[Edit]) -> list[Edit]:
    """Additions at one gap in the order in which they were proposed."""
    ranks: dict[str, int] = {}
    out: list[Edit] = []
    for edit in edits:
        if isinstance(edit, Insert | Move):
            ranks[edit.after] = ranks.get(edit.after, -1) + 1
            edit = edit._replace(rank=ranks[edit.after])
        out.append(edit)
    return out
