"""Which item of the old text became which of the new one. Labels are not content: an item is recognised by its words."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resdraft.differences.items import Item, Role
from resdraft.differences.sequences import equal_pairs, heaviest_increasing, unique_positions
from resdraft.differences.similarity import MAX_PAIRS, Similarity
from resdraft.model.labels import is_dash

MIN_SIMILARITY = 0.5
"""From this similarity on, two items in corresponding places are one item that was changed."""
_MIN_MOVED_SIMILARITY = 0.8
"""From this similarity on, two items in different places are one that was moved and changed: chance similarity is more likely there."""
_MORE_LIKE = 0.15
"""So much more similar than what stands in its own place must an item in another place be: likeness beats place, but not by chance."""
_MIN_MOVED_LENGTH = 25
"""Shorter items (in characters) repeat too often to be called moved."""
_FULL_WEIGHT_LENGTH = 10
_NESTED_WEIGHT = 0.001
_LATER_WEIGHT = 1e-9
_SAME_LABEL = 0.02
_SAME_LABEL_BONUS = 0.01
_SPLIT_COST = 0.1
"""What it costs to take two items for the parts of one: without it, chance similarity would win over two plain pairs."""


class Alignment(NamedTuple):
    """Pairs of positions in the old and in the new text that are one item."""

    kept: tuple[tuple[int, int], ...]
    """Pairs in their place: both positions increase."""
    moved: tuple[tuple[int, int], ...] = ()
    """Pairs in different places."""
    split: tuple[tuple[int, int], ...] = ()
    """The further parts of an old item that is kept and was split."""
    merged: tuple[tuple[int, int], ...] = ()
    """The further old items that were merged into a new one that is kept."""


class _Pairs(NamedTuple):
    """The pairs found so far, as in :class:`Alignment`."""

    kept: list[tuple[int, int]]
    split: list[tuple[int, int]]
    merged: list[tuple[int, int]]


class _Gap(NamedTuple):
    """What stands in both texts between two pairs, and the pair that ends it."""

    old: range
    new: range
    pair: tuple[int, int] | None
    """None behind the last pair."""


def align(
    old: Sequence[Item],
    new: Sequence[Item],
    fixed: Sequence[tuple[int, int]] = (),
    same: Sequence[tuple[int, int]] = (),
    *,
    by_label: bool = True,
) -> Alignment:
    """Align the items of two texts: equal items first, then similar ones. The result is deterministic.

    Args:
        old: the items of the old text.
        new: the items of the new text.
        fixed: pairs of positions that are known to be one item, increasing in both.
        same: pairs of positions that are one item if neither is in another pair, in any order and however short the items are.
        by_label: whether two clauses of one label in one place are one, whatever their words are about, as where a clause is proposed
            anew. People who compare two texts see one that went and another that came.
    """
    similarity = Similarity(old, new, by_label=by_label)
    exact: list[tuple[int, int]] = []
    left, right = [p.identity for p in old], [q.identity for q in new]
    for gap in _gaps(_anchors(old, new, fixed), old, new):
        equal = equal_pairs(left[gap.old.start : gap.old.stop], right[gap.new.start : gap.new.stop])
        exact += [(gap.old.start + n, gap.new.start + m) for n, m in equal]
        if gap.pair:
            exact.append(gap.pair)
    # Equal items are taken out before similar ones are matched: else a similar item could take the place of one that only moved.
    moved = _unchanged_moves(old, new, exact, same)
    away, here = {i for i, _ in moved}, {j for _, j in moved}
    # So are those that moved and changed, where what now stands in their old place is another clause.
    moved += _replaced_moves(similarity, list(_gaps(exact, old, new)), away, here)
    away, here = {i for i, _ in moved}, {j for _, j in moved}
    found = _Pairs([], [], [])
    for gap in _gaps(exact, old, new):
        _match_gap(similarity, [n for n in gap.old if n not in away], [n for n in gap.new if n not in here], found)
        if gap.pair:
            found.kept.append(gap.pair)
    matched_old = away | {i for i, _ in (*found.kept, *found.merged)}
    matched_new = here | {j for _, j in (*found.kept, *found.split)}
    moved += _changed_moves(
        similarity,
        [i for i, p in enumerate(old) if i not in matched_old and p.role is Role.PARAGRAPH and _can_move(p)],
        [j for j, q in enumerate(new) if j not in matched_new and q.role is Role.PARAGRAPH and _can_move(q)],
    )
    return Alignment(tuple(found.kept), tuple(sorted(moved)), tuple(found.split), tuple(found.merged))


def _gaps(pairs: Sequence[tuple[int, int]], old: Sequence[Item], new: Sequence[Item]) -> Iterator[_Gap]:
    """The gaps between pairs that increase in both."""
    at = to = 0
    for i, j in pairs:
        yield _Gap(range(at, i), range(to, j), (i, j))
        at, to = i + 1, j + 1
    yield _Gap(range(at, len(old)), range(to, len(new)), None)


def _anchors(old: Sequence[Item], new: Sequence[Item], fixed: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The items that occur once in each text, as far as they stay in order.

    Where some must have moved, the heaviest sequence in order stays. An item at the top level weighs for all that stands below it: so a
    clause with many sub-paragraphs that moved is one move, and its neighbours stay.
    """
    out: list[tuple[int, int]] = []
    for gap in _gaps(fixed, old, new):
        at, to = gap.old.start, gap.new.start
        left = unique_positions([p.identity for p in old[at : gap.old.stop]])
        right = unique_positions([q.identity for q in new[to : gap.new.stop]])
        pairs = sorted((at + n, to + right[identity]) for identity, n in left.items() if identity in right)
        # Of two clauses that changed places the first one moved: people say "3 after 4", and it becomes 4bis.
        out += heaviest_increasing(pairs, [_weight(old[n]) + n * _LATER_WEIGHT for n, _ in pairs])
        if gap.pair:
            out.append(gap.pair)
    return out


def _weight(p: Item) -> float:
    """How much it counts that an item stays in its place: a clause much, an empty line little."""
    return (1.0 if p.depth == 0 else _NESTED_WEIGHT) * (0.1 + min(len(p.text), _FULL_WEIGHT_LENGTH) / _FULL_WEIGHT_LENGTH)


def _match_gap(similarity: Similarity, rows: Sequence[int], columns: Sequence[int], found: _Pairs) -> None:
    """Match the similar items between two anchors, in order, so that the sum of similarities is greatest."""
    if not rows or not columns:
        return
    if len(rows) == len(columns) == 1:
        p, q = similarity.old[rows[0]], similarity.new[columns[0]]
        if (p.kind, p.label, p.depth) == (q.kind, q.label, q.depth) and (
            p.label is None or p.role is not Role.PARAGRAPH or similarity.related(rows[0], columns[0])
        ):
            # One item for one, in the same place and with the same label: it is the same one, unless it is about something else.
            found.kept.append((rows[0], columns[0]))
            return
    if len(rows) * len(columns) <= MAX_PAIRS:
        _match_all(similarity, rows, columns, found)
        return
    # Too many pairs for all of them to be weighed: the most similar ones divide the gap into smaller gaps.
    pairs = similarity.candidates(rows, columns, MIN_SIMILARITY)
    in_order = heaviest_increasing([(pair.old, pair.new) for pair in pairs], [pair.ratio for pair in pairs])
    place = {n: at for at, n in enumerate(rows)}, {n: at for at, n in enumerate(columns)}
    at, to = 0, 0
    for i, j in [*((place[0][i], place[1][j]) for i, j in in_order), (len(rows), len(columns))]:
        if (i - at) * (j - to) <= MAX_PAIRS:
            _match_gap(similarity, rows[at:i], columns[to:j], found)
        if i < len(rows):
            found.kept.append((rows[i], columns[j]))
        at, to = i + 1, j + 1


_PAIR, _SKIP_OLD, _SKIP_NEW, _SPLIT, _MERGE = range(5)
"""What can be done with the first old and the first new item of two sequences."""
_STEPS = {_PAIR: (1, 1), _SKIP_OLD: (1, 0), _SKIP_NEW: (0, 1), _SPLIT: (1, 2), _MERGE: (2, 1)}


def _match_all(similarity: Similarity, rows: Sequence[int], columns: Sequence[int], found: _Pairs) -> None:
    """Match items one to one, one to two parts, and two to one, by dynamic programming over all pairs."""
    pick = _best_picks(similarity, rows, columns)
    r, c = 0, 0
    while r < len(rows) and c < len(columns):
        i, j, choice = rows[r], columns[c], pick[r][c]
        if choice == _PAIR:
            found.kept.append((i, j))
        elif choice == _SPLIT:
            first, other = _standing_for(similarity.old[i], similarity.new, j, columns[c + 1])
            found.kept.append((i, first))
            found.split.append((i, other))
        elif choice == _MERGE:
            first, other = _standing_for(similarity.new[j], similarity.old, i, rows[r + 1])
            found.kept.append((first, j))
            found.merged.append((other, j))
        down, right = _STEPS[choice]
        r, c = r + down, c + right
    if found.split or found.merged:
        _take_in_further_parts(similarity, rows, columns, found)


def _standing_for(whole: Item, items: Sequence[Item], first: int, second: int) -> tuple[int, int]:
    """The part that stands for the whole, and the other, which counts as added: the one that bears its label, else the longer one."""
    worth = [(items[n].depth == whole.depth, items[n].label == whole.label, len(items[n].text)) for n in (first, second)]
    return (second, first) if worth[1] > worth[0] else (first, second)


def _best_picks(similarity: Similarity, rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """For each pair of remainders of the two sequences, the choice that leads to the greatest sum of similarities."""
    best = [[0.0] * (len(columns) + 2) for _ in range(len(rows) + 2)]
    pick = [[0] * len(columns) for _ in rows]
    ratios = _ratios(similarity, rows, columns)
    for r in range(len(rows) - 1, -1, -1):
        for c in range(len(columns) - 1, -1, -1):
            value, i, j = ratios[r][c], rows[r], columns[c]
            options = [best[r + 1][c + 1] + value if value else -1.0, best[r + 1][c], best[r][c + 1]]
            if value < 1.0:
                # Half as much again as a pair is worth: three items find their places, not two.
                two = similarity.split_ratio(i, j, columns[c + 1], split=True) if c + 1 < len(columns) else 0.0
                options.append(1.5 * two - _SPLIT_COST + best[r + 1][c + 2] if two else -1.0)
                two = similarity.split_ratio(j, i, rows[r + 1], split=False) if r + 1 < len(rows) else 0.0
                options.append(1.5 * two - _SPLIT_COST + best[r + 2][c + 1] if two else -1.0)
            best[r][c] = max(options)
            pick[r][c] = options.index(best[r][c])
    return pick


def _take_in_further_parts(similarity: Similarity, rows: Sequence[int], columns: Sequence[int], found: _Pairs) -> None:
    """Where an item has two parts, add the neighbours that are parts of it too: an item can be split into more than two."""
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
                    if extra >= 0 and extra not in taken and similarity.extends_parts(whole, parts, extra, split=side == 1):
                        pairs.append((whole, extra) if side else (extra, whole))
                        taken.add(extra)
                        parts = sorted([*parts, extra])
                        grown = True
            if side:
                _give_to_the_labelled(similarity, whole, kept[whole], parts, found)


def _give_to_the_labelled(similarity: Similarity, whole: int, kept: int, parts: Sequence[int], found: _Pairs) -> None:
    """Where not the part that is kept bears the label of an old item that was split, but another part does: keep that one."""
    own = similarity.old[whole].label, similarity.old[whole].depth
    named = next((j for j in parts if (similarity.new[j].label, similarity.new[j].depth) == own), kept)
    if named != kept and similarity.new[kept].label != own[0]:
        found.kept[found.kept.index((whole, kept))] = (whole, named)
        found.split[found.split.index((whole, named))] = (whole, kept)


def _ratios(similarity: Similarity, rows: Sequence[int], columns: Sequence[int]) -> list[list[float]]:
    """The similarity of each pair; 0 where two items cannot be one."""
    old, new = similarity.old, similarity.new
    out = []
    for i in rows:
        p = old[i]
        row = []
        for j in columns:
            q, value = new[j], 0.0
            if p.kind == q.kind and p.depth == q.depth:
                value = similarity.ratio(i, j, MIN_SIMILARITY)
                if p.role is Role.SINGLE:
                    value = max(value, MIN_SIMILARITY)
                elif p.label is not None and p.label == q.label and not is_dash(p.label):
                    # A clause that was reworded nearly wholly is still the clause of that label, unless another one is similar.
                    value = value + _SAME_LABEL_BONUS if value else _SAME_LABEL if similarity.related(i, j) else 0.0
            row.append(value)
        out.append(row)
    p, q = old[rows[-1]], new[columns[-1]]
    if p.role is Role.HEADING and p.kind == q.kind and rows[-1] + 1 < len(old) and columns[-1] + 1 < len(new):
        # Both headings end the gap, and what follows the gap is matched: a heading whose clauses stay is one, however its words changed.
        out[-1][-1] = max(out[-1][-1], MIN_SIMILARITY)
    return out


def _unchanged_moves(
    old: Sequence[Item], new: Sequence[Item], kept: Sequence[tuple[int, int]], same: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The items that stand in another place with the same words, and what moved with them."""
    matched_old, matched_new = {i for i, _ in kept}, {j for _, j in kept}
    out: list[tuple[int, int]] = []
    for i, j in same:
        if i not in matched_old and j not in matched_new:
            out.append((i, j))
            matched_old.add(i)
            matched_new.add(j)
    by_content: dict[object, deque[int]] = defaultdict(deque)
    for j, q in enumerate(new):
        if j not in matched_new and _can_move(q):
            by_content[q.kind, q.content].append(j)
    for i, p in enumerate(old):
        if i not in matched_old and _can_move(p) and by_content[p.kind, p.content]:
            out.append((i, by_content[p.kind, p.content].popleft()))
    matched_old |= {i for i, _ in out}
    matched_new |= {j for _, j in out}
    for i, j in list(out):
        # What stands below a clause that moved went with it, even when it is too short to be recognised by itself.
        while (i := i + 1) < len(old) and (j := j + 1) < len(new):
            if (old[i].kind, old[i].content) != (new[j].kind, new[j].content):
                break
            if i in matched_old or j in matched_new or old[i].depth == 0:
                break
            out.append((i, j))
            matched_old.add(i)
            matched_new.add(j)
    return out


def _changed_moves(similarity: Similarity, left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    """The items that stand in another place with some words changed, the most similar pairs first."""
    used_left, used_right = set(), set()
    out = []
    pairs = similarity.candidates(left, right, _MIN_MOVED_SIMILARITY)
    for i, j, _ in sorted(pairs, key=lambda pair: (-pair.ratio, pair.old, pair.new)):
        if i not in used_left and j not in used_right:
            out.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return out


def _replaced_moves(similarity: Similarity, gaps: Sequence[_Gap], away: set[int], here: set[int]) -> list[tuple[int, int]]:
    """The items that stand in another gap with some words changed, where nothing in their own gap is nearly as similar."""
    old, new = similarity.old, similarity.new
    own = {i: n for n, gap in enumerate(gaps) for i in gap.old if i not in away and old[i].role is Role.PARAGRAPH}
    its = {j: n for n, gap in enumerate(gaps) for j in gap.new if j not in here and new[j].role is Role.PARAGRAPH}
    left, right = [i for i in own if _can_move(old[i])], [j for j in its if _can_move(new[j])]
    away_from_here = ((i, j) for i in left for j in right if own[i] != its[j])
    if len(left) * len(right) > MAX_PAIRS or not any(similarity.may_have_moved(i, j) for i, j in away_from_here):
        return []
    out = []
    for i, j in _changed_moves(similarity, left, right):
        if own[i] == its[j]:
            continue
        least = similarity.ratio(i, j, _MIN_MOVED_SIMILARITY) - _MORE_LIKE
        beside = [(i, k) for k in gaps[own[i]].new if k in its] + [(k, j) for k in gaps[its[j]].old if k in own]
        if not any(similarity.ratio(a, b, least) for a, b in beside):
            out.append((i, j))
    return out


def _can_move(p: Item) -> bool:
    if p.role is Role.HEADING:
        return True
    return p.role in (Role.PARAGRAPH, Role.BLOCK) and len(p.text) >= _MIN_MOVED_LENGTH
