"""Tables of a page by their rules: which straight lines are drawn on it, and which cells they part.

No PDF says what a table is, unless it is tagged, and few are. What is ruled is one where two columns or more come of it: a frame around a
paragraph is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_THIN = 3.0
"""A path is a rule where it is no thicker, in points. Word draws rules as filled boxes, LibreOffice as lines."""
_SHORT = 4.0
_NEAR = 3.0
"""Rules that end so near each other meet."""
_APART = 4.0
"""Rules so close to each other are one, as both lines of a double one."""
_MOST = 600
"""Rules of a page in one direction, and paths that are looked at in detail. What has more is a drawing."""
_MOST_CELLS = 2_000
"""A page of a table has fewer; squared paper has more."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the page."""


class Rule(NamedTuple):
    """A straight line: where it stands (height, or distance from the left), and from where to where it reaches."""

    at: float
    start: float
    end: float


def rules_of(raw: Any, page: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules that are drawn on a page; ``raw`` are pdfium's bindings."""
    from ctypes import byref, c_float

    across: list[Rule] = []
    down: list[Rule] = []
    corners = [c_float() for _ in range(4)]
    into = [byref(corner) for corner in corners]
    object_at, type_of, path = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_PATH
    for n in range(raw.FPDFPage_CountObjects(page)):
        drawn = object_at(page, n)
        if type_of(drawn) != path or not raw.FPDFPageObj_GetBounds(drawn, *into):
            continue
        left, bottom, right, top = (corner.value for corner in corners)
        if top - bottom <= _THIN:
            across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN:
            down.append(Rule((left + right) / 2, bottom, top))
        elif _is_stroked(raw, drawn):
            for (x, y), (other_x, other_y) in _edges(raw, drawn):
                if abs(y - other_y) <= 1:
                    across.append(Rule(y, min(x, other_x), max(x, other_x)))
                elif abs(x - other_x) <= 1:
                    down.append(Rule(x, min(y, other_y), max(y, other_y)))
        if max(len(across), len(down)) > _MOST:
            return [], []
    return [rule for rule in across if rule.end - rule.start > _SHORT], [
        rule for rule in down if rule.end - rule.start > _SHORT
    ]


def _is_stroked(raw: Any, drawn: Any) -> bool:
    from ctypes import byref, c_int

    fill, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(drawn, byref(fill), byref(stroke)) and stroke.value)


def _edges(raw: Any, drawn: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path, as those of a box or of a whole grid that is drawn in one."""
    from ctypes import byref, c_float

    matrix, x, y = raw.FS_MATRIX(), c_float(), c_float()
    raw.FPDFPageObj_GetMatrix(drawn, byref(matrix))
    out: list[tuple[tuple[float, float], tuple[float, float]]] = []
    first = last = (0.0, 0.0)
    for n in range(min(raw.FPDFPath_CountSegments(drawn), 4 * _MOST)):
        segment = raw.FPDFPath_GetPathSegment(drawn, n)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            out.append((last, here))
        if raw.FPDFPathSegment_GetClose(segment):
            out.append((here, first))
        last = here
    return out


def tables_of(rules: tuple[Sequence[Rule], Sequence[Rule]]) -> list[list[list[Box]]]:
    """The cells of the rows of each table that rules make. One that goes on with that above it has no height."""
    across, down = rules
    # A table has rules above and below it, and one between two columns.
    if len(across) < 2 or not down:
        return []
    found = (_cells([across[n] for n in one], [down[n] for n in other]) for one, other in _together(across, down))
    return [cells for cells in found if cells]


def _together(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[int], list[int]]]:
    """The numbers of rules that meet, also by way of others."""
    meets = [
        [
            m
            for m, other in enumerate(across)
            if other.start - _NEAR < rule.at < other.end + _NEAR and rule.start - _NEAR < other.at < rule.end + _NEAR
        ]
        for rule in down
    ]
    out: list[tuple[set[int], set[int]]] = []
    for n, met in enumerate(meets):
        rows, columns = set(met), {n}
        for other in [one for one in out if one[0] & rows]:
            rows |= other[0]
            columns |= other[1]
            out.remove(other)
        out.append((rows, columns))
    return [(sorted(rows), sorted(columns)) for rows, columns in out if len(rows) > 1]


def _cells(across: Sequence[Rule], down: Sequence[Rule]) -> list[list[Box]]:
    """The cells of rules that meet. Where no rule stands at the edge of a table, its edge is where the others end."""
    lefts = _places([*(rule.at for rule in down), min(rule.start for rule in across), max(rule.end for rule in across)])
    heights = _places([*(rule.at for rule in across), min(rule.start for rule in down), max(rule.end for rule in down)])[::-1]
    if len(lefts) < 3 or len(lefts) * len(heights) > _MOST_CELLS:
        return []
    out: list[list[Box]] = []
    open_cells: dict[float, tuple[int, int]] = {}
    for top, bottom in pairwise(heights):
        row: list[Box] = []
        starts = [lefts[0], *(x for x in lefts[1:-1] if _parted(down, x, (top + bottom) / 2)), lefts[-1]]
        for left, right in pairwise(starts):
            middle = (left + min(x for x in lefts if x > left)) / 2
            above = open_cells.get(left) if out and not _parted(across, top, middle) else None
            whole = out[above[0]][above[1]] if above else None
            if above and whole and whole[2] == right:
                out[above[0]][above[1]] = (left, bottom, right, whole[3])
                row.append((left, bottom, right, bottom))
            else:
                open_cells[left] = len(out), len(row)
                row.append((left, bottom, right, top))
        out.append(row)
    return out if any(len(row) > 1 for row in out) else []


def _places(found: Sequence[float]) -> list[float]:
    """Where rules stand, from the lowest: those close to each other are one."""
    out: list[float] = []
    for place in sorted(found):
        if not out or place - out[-1] > _APART:
            out.append(place)
    return out


def _parted(rules: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _APART and rule.start - _NEAR < middle < rule.end + _NEAR for rule in rules)
