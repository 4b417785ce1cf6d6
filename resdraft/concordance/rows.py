"""Which paragraph of one version is which of another.

A translation keeps the order of paragraphs, their numbers, labels and, in proportion, their lengths (Gale and Church 1993, "A program for
aligning sentences in bilingual corpora"). So each version is laid beside those before it by the best path through both sequences, where a
pair weighs what the two have in common and a gap costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from resdraft.concordance.facts import Facts
from resdraft.model.resolution import Kind

Row: TypeAlias = tuple[Facts | None, ...]
_GAP = -1.0
_BAND = 80
"""So many paragraphs a version may be out of step with the others: time grows with the length of the text, not with its square."""
_HEADS = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA, Kind.ANNEX, Kind.ANNEX_TITLE)


def rows_of(versions: Sequence[Sequence[Facts]]) -> list[Row]:
    """The rows of several versions, in order; each paragraph stands in one row."""
    rows: list[Row] = [(facts,) for facts in versions[0]]
    for n, version in enumerate(versions[1:], 1):
        path = _best_path([next(cell for cell in row if cell is not None) for row in rows], version)
        rows = [(*(rows[i] if i is not None else (None,) * n), version[j] if j is not None else None) for i, j in path]
    return rows


def likeness(a: Facts, b: Facts) -> float:
    """How much two paragraphs have in common; above 0 where they are likely the same."""
    p, q = a.provision, b.provision
    # What is a heading in one language may not be known as one in another: it is never a labelled clause there, nor another heading.
    if p.kind is not q.kind and any(
        r.kind in _HEADS and (s.kind in _HEADS or s.label is not None) for r, s in ((p, q), (q, p))
    ):
        return -3.0
    out = 0.5 if p.kind is q.kind else -0.7
    if a.places and b.places:
        out += 1.2 if a.places & b.places else -0.8
    elif p.label is None and q.label is None:
        out += 0.4
    else:
        out -= 0.4
    mine, other = a.values.stated, b.values.stated
    if mine or other:
        both = sum(not v.readings.isdisjoint(b.values.possible) for v in mine)
        both += sum(not v.readings.isdisjoint(a.values.possible) for v in other)
        share = both / (len(mine) + len(other))
        out += 3.5 * share - 1.2 if len(mine) + len(other) > 1 else 0.6 * share - 0.3
    out += 0.2 if a.ending == b.ending else -0.2
    out += 0.3 if p.depth == q.depth else -0.2
    out += 0.4 if len(p.text.notes) == len(q.text.notes) else -0.4
    return out + 0.5 - 1.3 * min(1.6, abs(a.length - b.length))


def _best_path(left: Sequence[Facts], right: Sequence[Facts]) -> list[tuple[int | None, int | None]]:
    """Pairs of places, None for a gap, on the path of the greatest weight (Needleman and Wunsch 1970), within a band."""
    n, m = len(left), len(right)
    band = _BAND + abs(n - m)
    lowest = float("-inf")
    before: dict[int, float] = {j: j * _GAP for j in range(min(m, band) + 1)}
    steps: list[dict[int, str]] = [dict.fromkeys(before, "right")]
    for i in range(1, n + 1):
        here: dict[int, float] = {}
        step: dict[int, str] = {}
        middle = i * m // n
        for j in range(max(0, middle - band), min(m, middle + band) + 1):
            best, how = before.get(j, lowest) + _GAP, "left"
            if j:
                across = here.get(j - 1, lowest) + _GAP
                if across > best:
                    best, how = across, "right"
                pair = before.get(j - 1, lowest)
                pair = pair + likeness(left[i - 1], right[j - 1]) if pair > lowest else lowest
                if pair >= best:
                    best, how = pair, "both"
            here[j], step[j] = best, how
        before = here
        steps.append(step)
    out: list[tuple[int | None, int | None]] = []
    i, j = n, m
    while i or j:
        how = steps[i][j] if i else "right"
        i, j = i - (how != "right"), j - (how != "left")
        out.append((i if how != "right" else None, j if how != "left" else None))
    return out[::-1]
