"""What two sequences have in common, in order: by their least frequent members first, by weight where it matters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import NamedTuple

MAX_CELLS = 60_000
"""Beyond this many comparisons, words are no longer weighed one against another."""


class Chunk(NamedTuple):
    """Members ``start`` to ``end`` of the old sequence became members ``low`` to ``high`` of the new one."""

    start: int
    end: int
    low: int
    high: int


def equal_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Positions of equal members, rising in both: those that are there once in each first, then the most between them.

    Near-linear where most members are distinct.
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
    """How many members are the same at the beginning, and at the end."""
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
    """The position of each member that is there only once."""
    found: dict[Hashable, int] = {}
    for n, member in enumerate(members):
        found[member] = n if member not in found else -1
    return {member: n for member, n in found.items() if n >= 0}


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest common sequence."""
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
    """Of pairs that are sorted by the first, the heaviest run whose second rises too; in n log n."""
    if all(a[1] < b[1] for a, b in pairwise(pairs)):
        return list(pairs)
    seconds = {j: n for n, j in enumerate(sorted({j for _, j in pairs}), 1)}
    # A Fenwick tree of the heaviest run that ends at or before each second.
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
    old: Sequence[Hashable], new: Sequence[Hashable], weight: Callable[[int], float], apart: float
) -> list[Chunk]:
    """Where the two sequences differ, so that what stays weighs the most.

    Args:
        weight: of a member of ``old``, by its place. ``apart`` is what a further chunk costs: what weighs less is no island.
    """
    start, end = _ends(old, new)
    rows, columns = len(old) - end - start, len(new) - end - start
    if not rows or not columns:
        return [Chunk(start, start + rows, start, start + columns)] if rows or columns else []
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    weights = [weight(n) for n in range(start, start + rows)]
    found = (_unweighted if rows * columns > MAX_CELLS else _weighted)(left, right, weights, apart)
    return [Chunk(c.start + start, c.end + start, c.low + start, c.high + start) for c in found]


def _weighted(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[float], apart: float) -> list[Chunk]:
    """The heaviest common sequence, each chunk but the first at its cost."""
    columns = len(new)
    places: dict[Hashable, list[int]] = {}
    for column in range(columns - 1, -1, -1):
        places.setdefault(new[column], []).append(column)
    # What can be kept from (row, column) on: within a chunk, and where a chunk would have to begin. Both fall from left to right.
    within: list[list[float]] = [[0.0] * (columns + 1)]
    before: list[list[float]] = [[-apart] * columns + [0.0]]
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
        outside = [kept - apart for kept in inside]
        for column, match in matches:
            if match > outside[column]:
                outside[column] = match
        within.append(inside)
        before.append(outside)
    within.reverse()
    before.reverse()
    return _trace(old, new, weights, within, before)


def _trace(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weights: Sequence[float],
    within: Sequence[Sequence[float]],
    before: Sequence[Sequence[float]],
) -> list[Chunk]:
    out: list[Chunk] = []
    row = column = 0
    opened: tuple[int, int] | None = None
    while row < len(old) or column < len(new):
        best = within[row][column] if opened else before[row][column]
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


def _unweighted(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[float], apart: float) -> list[Chunk]:
    """For long texts: the longest common sequence, without islands that weigh too little."""
    out: list[Chunk] = []
    at, to = 0, 0
    for i, j in [*equal_pairs(old, new), (len(old), len(new))]:
        if i > at or j > to:
            last = out[-1] if out else None
            if last is not None and sum(weights[last.end : at]) < apart:
                out[-1] = Chunk(last.start, i, last.low, j)
            else:
                out.append(Chunk(at, i, to, j))
        at, to = i + 1, j + 1
    return out
