"""What two sequences have in common, in order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import NamedTuple

MAX_CELLS = 60_000
"""With more pairs of members than this, members are not weighed against each other: the time would grow with the square of the length."""


class Chunk(NamedTuple):
    """A difference: a stretch of the old sequence that became a stretch of the new one. Either may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def equal_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Positions of equal members, increasing in both.

    Members that occur once in each sequence are matched first, for they are the surest; between them, the longest common sequence is found.
    So the time is nearly linear where most members are distinct.
    """
    start, end = _ends(old, new)
    out = [(n, n) for n in range(start)]
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    at, to = 0, 0
    for i, j in [*_unique_pairs(left, right), (len(left), len(right))]:
        out += [(start + at + n, start + to + m) for n, m in _longest_common(left[at:i], right[to:j])]
        if i < len(left):
            out.append((start + i, start + j))
        at, to = i + 1, j + 1
    out += [(len(old) - n, len(new) - n) for n in range(end, 0, -1)]
    return out


def _ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many members are equal at the beginning, and how many of the others at the end."""
    start, end, most = 0, 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _unique_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    left, right = unique_positions(old), unique_positions(new)
    pairs = sorted((i, right[member]) for member, i in left.items() if member in right)
    return heaviest_increasing(pairs, [1.0] * len(pairs))


def unique_positions(members: Sequence[Hashable]) -> dict[Hashable, int]:
    """The position of each member that occurs only once."""
    found: dict[Hashable, int] = {}
    for n, member in enumerate(members):
        found[member] = n if member not in found else -1
    return {member: n for member, n in found.items() if n >= 0}


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of a longest common sequence."""
    if not old or not new or set(old).isdisjoint(new):
        return []
    from rapidfuzz.distance import Indel

    ids: dict[Hashable, int] = {}
    left, right = ([ids.setdefault(member, len(ids)) for member in side] for side in (old, new))
    out: list[tuple[int, int]] = []
    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            out += zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True)
    return out


def heaviest_increasing(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[tuple[int, int]]:
    """The heaviest subsequence of pairs that increases in the second position too.

    Args:
        pairs: sorted by the first position.
        weights: the weight of each pair.

    The time is n log n.
    """
    if all(a[1] < b[1] for a, b in pairwise(pairs)):
        return list(pairs)
    seconds = {j: n for n, j in enumerate(sorted({j for _, j in pairs}), 1)}
    # A Fenwick tree: the weight of the heaviest subsequence that ends at or before each second position, and its last pair.
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(pairs) + 1)
    before: list[int] = []
    best = (0.0, -1)
    for n, (_, j) in enumerate(pairs):
        at, heaviest = seconds[j] - 1, (0.0, -1)
        while at > 0:
            heaviest = max(heaviest, tree[at], key=lambda run: run[0])
            at -= at & -at
        before.append(heaviest[1])
        run = (heaviest[0] + weights[n], n)
        best = max(best, run, key=lambda run: run[0])
        at = seconds[j]
        while at <= len(pairs):
            tree[at] = max(tree[at], run, key=lambda run: run[0])
            at += at & -at
    out, n = [], best[1]
    while n >= 0:
        out.append(pairs[n])
        n = before[n]
    return out[::-1]


def weighted_chunks(
    old: Sequence[Hashable], new: Sequence[Hashable], weight: Callable[[int], float], chunk_cost: float
) -> list[Chunk]:
    """Where two sequences differ, so that the members that stay weigh the most.

    Args:
        old: the old sequence.
        new: the new sequence.
        weight: the weight of a member of ``old``, by its position.
        chunk_cost: what each further chunk costs: members between two changes that weigh less do not stay.
    """
    start, end = _ends(old, new)
    rows, columns = len(old) - end - start, len(new) - end - start
    if not rows or not columns:
        return [Chunk(start, start + rows, start, start + columns)] if rows or columns else []
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    weights = [weight(n) for n in range(start, start + rows)]
    # Only what lies between the equal ends is weighed: most changes are small.
    found = (_unweighted if rows * columns > MAX_CELLS else _weighted)(left, right, weights, chunk_cost)
    return [Chunk(c.old_start + start, c.old_end + start, c.new_start + start, c.new_end + start) for c in found]


def _weighted(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[float], chunk_cost: float) -> list[Chunk]:
    """The differences outside the heaviest common sequence, by dynamic programming; each chunk but the first has its cost."""
    columns = len(new)
    places: dict[Hashable, list[int]] = {}
    for column in range(columns - 1, -1, -1):
        places.setdefault(new[column], []).append(column)
    # The weight that can stay from (row, column) on: inside a chunk, and where a chunk would have to begin. The first never increases from
    # left to right, so a match changes only the cells to its left that hold less.
    within: list[list[float]] = [[0.0] * (columns + 1)]
    before: list[list[float]] = [[-chunk_cost] * columns + [0.0]]
    for row in range(len(old) - 1, -1, -1):
        weight, below = weights[row], before[-1]
        inside = within[-1]
        matches = [(column, weight + below[column + 1]) for column in places.get(old[row], ())]
        if matches:
            inside = inside.copy()
            for column, match in matches:
                while column >= 0 and inside[column] < match:
                    inside[column] = match
                    column -= 1
        outside = [kept - chunk_cost for kept in inside]
        for column, match in matches:
            if match > outside[column]:
                outside[column] = match
        within.append(inside)
        before.append(outside)
    within.reverse()
    before.reverse()
    return _trace_back(old, new, weights, within, before)


def _trace_back(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weights: Sequence[float],
    within: Sequence[Sequence[float]],
    before: Sequence[Sequence[float]],
) -> list[Chunk]:
    """The chunks on the way from the first cell that keeps the weight computed there."""
    out: list[Chunk] = []
    row = column = 0
    opened: tuple[int, int] | None = None
    while row < len(old) or column < len(new):
        best = within[row][column] if opened else before[row][column]
        # To keep a member comes first, then to delete, then to insert: so the result is always the same.
        if (
            row < len(old)
            and column < len(new)
            and old[row] == new[column]
            and weights[row] + before[row + 1][column + 1] == best
        ):
            if opened:
                out.append(Chunk(opened[0], row, opened[1], column))
                opened = None
            row, column = row + 1, column + 1
            continue
        if opened is None:
            opened = row, column
            continue
        if row < len(old) and within[row + 1][column] == best:
            row += 1
        else:
            column += 1
    if opened:
        out.append(Chunk(opened[0], row, opened[1], column))
    return out


def _unweighted(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[float], chunk_cost: float) -> list[Chunk]:
    """For long sequences: the longest common sequence, without stretches that weigh less than a chunk costs."""
    out: list[Chunk] = []
    at, to = 0, 0
    for i, j in [*equal_pairs(old, new), (len(old), len(new))]:
        if i > at or j > to:
            last = out[-1] if out else None
            if last is not None and sum(weights[last.old_end : at]) < chunk_cost:
                out[-1] = Chunk(last.old_start, i, last.new_start, j)
            else:
                out.append(Chunk(at, i, to, j))
        at, to = i + 1, j + 1
    return out
