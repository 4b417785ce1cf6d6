"""Which clause became which. Labels are not content: a clause is known by its words."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.diff.common import heaviest_rising
from resdraft.model.labels import is_dash
from resdraft.model.resolution import Kind, Provision

SIMILAR = 0.5
"""From this likeness on, two paragraphs in corresponding places are one paragraph that was changed."""
MOVED = 0.8
"""From this likeness on, two paragraphs in different places are one that was moved and changed."""
_SHORTEST_MOVE = 25
_SAME_LABEL = 0.02
_ALWAYS_ONE = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA)


class Alignment(NamedTuple):
    """Positions in old and new that are one paragraph: in their place (``kept``), or elsewhere (``moved``)."""

    kept: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]


def align(old: Sequence[Provision], new: Sequence[Provision]) -> Alignment:
    """Align the paragraphs of two resolutions; deterministic, exact matches first, then likeness."""
    exact: list[tuple[int, int]] = []
    at, to = 0, 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        exact += [(at + left, to + right) for left, right in _exact(old[at:i], new[to:j])]
        if i < len(old):
            exact.append((i, j))
        at, to = i + 1, j + 1
    kept: list[tuple[int, int]] = []
    at, to = 0, 0
    for i, j in [*exact, (len(old), len(new))]:
        kept += _similar(old, new, (at, i), (to, j))
        if i < len(old):
            kept.append((i, j))
        at, to = i + 1, j + 1
    return Alignment(tuple(kept), tuple(_moves(old, new, kept)))


def _anchors(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[int, int]]:
    """Paragraphs that are there once in each: the run in order that leaves the fewest clauses to have moved.

    A clause counts for one with all that stands below it: so a clause with many sub-paragraphs that moved is one move, not its neighbours'.
    """
    left, right = _once(old), _once(new)
    pairs = sorted((i, right[content]) for content, i in left.items() if content in right)
    return heaviest_rising(pairs, [1.0 if old[i].depth == 0 else 0.001 for i, _ in pairs])


def _once(provisions: Sequence[Provision]) -> dict[object, int]:
    """The position of each paragraph that is there only once."""
    found: dict[object, int] = {}
    for n, p in enumerate(provisions):
        content = (p.kind, p.depth, p.text)
        found[content] = n if content not in found else -1
    return {content: n for content, n in found.items() if n >= 0}


def _exact(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[int, int]]:
    """The longest common sequence of equal paragraphs."""
    if not old or not new:
        return []
    from rapidfuzz.distance import Indel

    ids: dict[object, int] = {}
    left, right = ([ids.setdefault((p.kind, p.depth, p.text), len(ids)) for p in side] for side in (old, new))
    out = []
    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            out += list(zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True))
    return out


def _similar(
    old: Sequence[Provision], new: Sequence[Provision], left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pair like paragraphs between two anchors, in order, for the greatest likeness in all."""
    rows, columns = range(*left), range(*right)
    if not rows or not columns:
        return []
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    pick = [[0] * len(columns) for _ in rows]
    likeness = _likeness([old[i] for i in rows], [new[j] for j in columns])
    if old[rows[-1]].kind is new[columns[-1]].kind is Kind.CALL:
        # A call whose clauses stay is the same call, whatever became of its words.
        likeness[-1][-1] = max(likeness[-1][-1], SIMILAR if right[1] < len(new) and left[1] < len(old) else 0.0)
    alone = len(rows) == len(columns) == 1 and old[rows[0]].label == new[columns[0]].label
    if alone and old[rows[0]].content[::3] == new[columns[0]].content[::3]:
        # One paragraph for one in the same place, with the same label.
        likeness[0][0] = likeness[0][0] or _SAME_LABEL
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            pair = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] else -1.0
            options = (pair, best[i + 1][j], best[i][j + 1])
            best[i][j] = max(options)
            pick[i][j] = options.index(best[i][j])
    out, i, j = [], 0, 0
    while i < len(rows) and j < len(columns):
        if pick[i][j] == 0:
            out.append((rows[i], columns[j]))
        i, j = i + (pick[i][j] != 2), j + (pick[i][j] != 1)
    return out


def _likeness(rows: Sequence[Provision], columns: Sequence[Provision]) -> list[list[float]]:
    """How alike paragraphs of the same kind and depth are; 0 where they cannot be one."""
    from rapidfuzz.distance import Indel

    out = []
    for p in rows:
        row = []
        for q in columns:
            value = 0.0
            if p.kind is q.kind and p.depth == q.depth:
                value = Indel.normalized_similarity(p.text.plain, q.text.plain, score_cutoff=SIMILAR)
                if p.kind in _ALWAYS_ONE:
                    value = max(value, SIMILAR)
                elif p.label is not None and p.label == q.label and not is_dash(p.label):
                    # Reworded from end to end, it is still the clause of that label, where nothing is more alike.
                    value = value + 0.01 if value else _SAME_LABEL
            row.append(value)
        out.append(row)
    return out


def _moves(old: Sequence[Provision], new: Sequence[Provision], kept: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    gone, come = {i for i, _ in kept}, {j for _, j in kept}
    left = [i for i in range(len(old)) if i not in gone and _can_move(old[i])]
    right = [j for j in range(len(new)) if j not in come and _can_move(new[j])]
    by_text: dict[object, deque[int]] = defaultdict(deque)
    for j in right:
        by_text[new[j].kind, new[j].text].append(j)
    out = []
    for i in left:
        same = by_text[old[i].kind, old[i].text]
        if same:
            out.append((i, same.popleft()))
    done_left, done_right = {i for i, _ in out}, {j for _, j in out}
    for i, j in list(out):
        # What stands below a moved clause went with it, however short.
        while (i := i + 1) < len(old) and (j := j + 1) < len(new) and old[i].content[:2] == new[j].content[:2]:
            if i in gone or j in come or i in done_left or j in done_right or old[i].depth == 0:
                break
            out.append((i, j))
            done_left.add(i)
            done_right.add(j)
    left = [i for i in left if i not in done_left and old[i].kind is Kind.CLAUSE]
    right = [j for j in right if j not in done_right and new[j].kind is Kind.CLAUSE]
    return sorted(out + _changed_moves(old, new, left, right))


def _changed_moves(
    old: Sequence[Provision], new: Sequence[Provision], left: Sequence[int], right: Sequence[int]
) -> list[tuple[int, int]]:
    if not left or not right:
        return []
    from rapidfuzz.distance import Indel

    found = []
    for i in left:
        for j in right:
            value = Indel.normalized_similarity(old[i].text.plain, new[j].text.plain, score_cutoff=MOVED)
            if value:
                found.append((-value, i, j))
    out, used_left, used_right = [], set(), set()
    for _, i, j in sorted(found):
        if i not in used_left and j not in used_right:
            out.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return out


def _can_move(p: Provision) -> bool:
    if p.kind is Kind.CALL:
        return True
    return p.kind in (Kind.CLAUSE, Kind.BLOCK) and len(p.text.plain) >= _SHORTEST_MOVE
