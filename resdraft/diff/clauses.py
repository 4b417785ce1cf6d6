"""Which clause became which. Labels are not content: a clause is known by its words."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.diff.likeness import LARGE, Likeness
from resdraft.diff.sequences import equal_pairs, heaviest_rising, once
from resdraft.model.labels import is_dash
from resdraft.model.resolution import Kind, Provision

SIMILAR = 0.5
"""From this likeness on, two paragraphs in corresponding places are one paragraph that was changed."""
MOVED = 0.8
"""From this likeness on, two paragraphs in different places are one that was moved and changed."""
_SHORTEST_MOVE = 25
_FULL_WEIGHT = 10
_SAME_LABEL = 0.02
_JOINT = 0.1
"""What it costs to take two paragraphs for the parts of one."""
_ALWAYS_ONE = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA)


class Alignment(NamedTuple):
    """Positions in old and new that are one paragraph.

    ``kept`` are in their place, ``moved`` elsewhere. ``split`` are the further parts of a paragraph that is kept, and ``merged`` the further
    paragraphs that went into one that is kept.
    """

    kept: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...] = ()
    split: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int], ...] = ()


def align(
    old: Sequence[Provision],
    new: Sequence[Provision],
    fixed: Sequence[tuple[int, int]] = (),
    same: Sequence[tuple[int, int]] = (),
) -> Alignment:
    """Align the paragraphs of two resolutions; deterministic, exact matches first, then likeness.

    Args:
        fixed: pairs that are known to be one, rising in both.
        same: pairs that are one if they are in no other pair, in any order and however short they are.
    """
    alike = Likeness(old, new)
    exact: list[tuple[int, int]] = []
    at, to = 0, 0
    left, right = ([(p.kind, p.depth, p.text) for p in side] for side in (old, new))
    for i, j in [*_anchors(old, new, fixed), (len(old), len(new))]:
        exact += [(at + n, to + m) for n, m in equal_pairs(left[at:i], right[to:j])]
        if i < len(old):
            exact.append((i, j))
        at, to = i + 1, j + 1
    moved = _moved_as_they_were(old, new, exact, same)
    away, here = {i for i, _ in moved}, {j for _, j in moved}
    found = _Found([], [], [])
    at, to = 0, 0
    for i, j in [*exact, (len(old), len(new))]:
        _between(alike, [n for n in range(at, i) if n not in away], [n for n in range(to, j) if n not in here], found)
        if i < len(old):
            found.kept.append((i, j))
        at, to = i + 1, j + 1
    gone = away | {i for i, _ in (*found.kept, *found.merged)}
    come = here | {j for _, j in (*found.kept, *found.split)}
    moved += _changed_moves(
        alike,
        [i for i in range(len(old)) if i not in gone and old[i].kind is Kind.CLAUSE and _can_move(old[i])],
        [j for j in range(len(new)) if j not in come and new[j].kind is Kind.CLAUSE and _can_move(new[j])],
    )
    return Alignment(tuple(found.kept), tuple(sorted(moved)), tuple(found.split), tuple(found.merged))


class _Found(NamedTuple):
    kept: list[tuple[int, int]]
    split: list[tuple[int, int]]
    merged: list[tuple[int, int]]


def _anchors(old: Sequence[Provision], new: Sequence[Provision], fixed: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paragraphs that are there once in each: the run in order that leaves the fewest clauses to have moved.

    A clause counts for one with all that stands below it: so a clause with many sub-paragraphs that moved is one move, not its neighbours'.
    """
    out: list[tuple[int, int]] = []
    at, to = 0, 0
    for i, j in [*fixed, (len(old), len(new))]:
        left, right = (once([(p.kind, p.depth, p.text) for p in side]) for side in (old[at:i], new[to:j]))
        pairs = sorted((at + n, to + right[content]) for content, n in left.items() if content in right)
        out += heaviest_rising(pairs, [_weight(old[n]) for n, _ in pairs])
        if i < len(old):
            out.append((i, j))
        at, to = i + 1, j + 1
    return out


def _weight(p: Provision) -> float:
    """What it counts for a paragraph to stay in its place: a clause for much, a blank line for little."""
    return (1.0 if p.depth == 0 else 0.001) * (0.1 + min(len(p.text.plain), _FULL_WEIGHT) / _FULL_WEIGHT)


def _between(alike: Likeness, rows: Sequence[int], columns: Sequence[int], found: _Found) -> None:
    """Pair like paragraphs between two anchors, in order, for the greatest likeness in all."""
    if not rows or not columns:
        return
    if len(rows) == len(columns) == 1 and alike.old[rows[0]].content[2:] == alike.new[columns[0]].content[2:]:
        p, q = alike.old[rows[0]], alike.new[columns[0]]
        if p.kind is q.kind:
            # One paragraph for one in the same place, with the same label.
            found.kept.append((rows[0], columns[0]))
            return
    if len(rows) * len(columns) <= LARGE:
        _weigh(alike, rows, columns, found)
        return
    pairs = alike.candidates(rows, columns, SIMILAR)
    in_order = heaviest_rising([(i, j) for i, j, _ in pairs], [value for *_, value in pairs])
    place = {n: at for at, n in enumerate(rows)}, {n: at for at, n in enumerate(columns)}
    at, to = 0, 0
    for i, j in [*((place[0][i], place[1][j]) for i, j in in_order), (len(rows), len(columns))]:
        if (i - at) * (j - to) <= LARGE:
            _between(alike, rows[at:i], columns[to:j], found)
        if i < len(rows):
            found.kept.append((rows[i], columns[j]))
        at, to = i + 1, j + 1


def _weigh(alike: Likeness, rows: Sequence[int], columns: Sequence[int], found: _Found) -> None:
    """The pairs of paragraphs, and of one with the two parts of it, that are most alike in all."""
    best = [[0.0] * (len(columns) + 2) for _ in range(len(rows) + 2)]
    pick = [[0] * len(columns) for _ in rows]
    likeness = _likeness(alike, rows, columns)
    for r in range(len(rows) - 1, -1, -1):
        for c in range(len(columns) - 1, -1, -1):
            value, i, j = likeness[r][c], rows[r], columns[c]
            options = [best[r + 1][c + 1] + value if value else -1.0, best[r + 1][c], best[r][c + 1]]
            if value < 1.0:
                two = alike.in_two(i, j, columns[c + 1], split=True) if c + 1 < len(columns) else 0.0
                options.append(1.5 * two - _JOINT + best[r + 1][c + 2] if two else -1.0)
                two = alike.in_two(j, i, rows[r + 1], split=False) if r + 1 < len(rows) else 0.0
                options.append(1.5 * two - _JOINT + best[r + 2][c + 1] if two else -1.0)
            best[r][c] = max(options)
            pick[r][c] = options.index(best[r][c])
    r, c = 0, 0
    while r < len(rows) and c < len(columns):
        i, j, choice = rows[r], columns[c], pick[r][c]
        if choice == 0:
            found.kept.append((i, j))
        elif choice == 3:
            # The longer part stands for the whole.
            parts = sorted((j, columns[c + 1]), key=lambda n: -alike.size(n, new=True))
            found.kept.append((i, parts[0]))
            found.split.append((i, parts[1]))
        elif choice == 4:
            parts = sorted((i, rows[r + 1]), key=lambda n: -alike.size(n))
            found.kept.append((parts[0], j))
            found.merged.append((parts[1], j))
        r, c = r + (1, 1, 0, 1, 2)[choice], c + (1, 0, 1, 2, 1)[choice]
    if found.split or found.merged:
        _grow(alike, rows, columns, found)


def _grow(alike: Likeness, rows: Sequence[int], columns: Sequence[int], found: _Found) -> None:
    """Take in further parts beside those of a paragraph that was split, or of one that others were merged into."""
    for pairs, side, line in ((found.split, 1, columns), (found.merged, 0, rows)):
        place = {n: at for at, n in enumerate(line)}
        taken = {pair[side] for pair in (*found.kept, *pairs)}
        kept = {pair[1 - side]: pair[side] for pair in found.kept}
        for whole in dict.fromkeys(pair[1 - side] for pair in list(pairs) if pair[side] in place):
            parts = sorted([kept[whole], *(pair[side] for pair in pairs if pair[1 - side] == whole)])
            grown = True
            while grown:
                grown = False
                for at in (place[parts[0]] - 1, place[parts[-1]] + 1):
                    extra = line[at] if 0 <= at < len(line) else -1
                    if extra >= 0 and extra not in taken and alike.adds(whole, parts, extra, split=side == 1):
                        pairs.append((whole, extra) if side else (extra, whole))
                        taken.add(extra)
                        parts = sorted([*parts, extra])
                        grown = True


def _likeness(alike: Likeness, rows: Sequence[int], columns: Sequence[int]) -> list[list[float]]:
    """How alike paragraphs of the same kind and depth are; 0 where they cannot be one."""
    old, new = alike.old, alike.new
    out = []
    for i in rows:
        p = old[i]
        row = []
        for j in columns:
            q, value = new[j], 0.0
            if p.kind is q.kind and p.depth == q.depth:
                value = alike.of(i, j, SIMILAR)
                if p.kind in _ALWAYS_ONE:
                    value = max(value, SIMILAR)
                elif p.label is not None and p.label == q.label and not is_dash(p.label):
                    # Reworded from end to end, it is still the clause of that label, where nothing is more alike.
                    value = value + 0.01 if value else _SAME_LABEL
            row.append(value)
        out.append(row)
    p, q = old[rows[-1]], new[columns[-1]]
    if p.kind is q.kind is Kind.CALL and rows[-1] + 1 < len(old) and columns[-1] + 1 < len(new):
        # A call whose clauses stay is the same call, whatever became of its words.
        out[-1][-1] = max(out[-1][-1], SIMILAR)
    return out


def _moved_as_they_were(
    old: Sequence[Provision], new: Sequence[Provision], kept: Sequence[tuple[int, int]], same: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Paragraphs that stand elsewhere with the same words: before anything less alike takes their place."""
    gone, come = {i for i, _ in kept}, {j for _, j in kept}
    out: list[tuple[int, int]] = []
    for i, j in same:
        if i not in gone and j not in come:
            out.append((i, j))
            gone.add(i)
            come.add(j)
    by_text: dict[object, deque[int]] = defaultdict(deque)
    for j, q in enumerate(new):
        if j not in come and _can_move(q):
            by_text[q.kind, q.text].append(j)
    for i, p in enumerate(old):
        if i not in gone and _can_move(p) and by_text[p.kind, p.text]:
            out.append((i, by_text[p.kind, p.text].popleft()))
    gone |= {i for i, _ in out}
    come |= {j for _, j in out}
    for i, j in list(out):
        # What stands below a moved clause went with it, however short.
        while (i := i + 1) < len(old) and (j := j + 1) < len(new) and old[i].content[:2] == new[j].content[:2]:
            if i in gone or j in come or old[i].depth == 0:
                break
            out.append((i, j))
            gone.add(i)
            come.add(j)
    return out


def _changed_moves(alike: Likeness, left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    used_left, used_right = set(), set()
    out = []
    for i, j, _ in sorted(alike.candidates(left, right, MOVED), key=lambda found: (-found[2], found[0], found[1])):
        if i not in used_left and j not in used_right:
            out.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return out


def _can_move(p: Provision) -> bool:
    if p.kind is Kind.CALL:
        return True
    return p.kind in (Kind.CLAUSE, Kind.BLOCK) and len(p.text.plain) >= _SHORTEST_MOVE
