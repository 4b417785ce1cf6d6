"""The lines of a PDF's pages, and what stands in their margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

_ZONE = 0.12
"""Running heads and page numbers stand in this share of a page at its head and foot."""
_MARKS = ("*", "†", "‡")
_SYMBOL = re.compile(r"(?:ADD|MOD|\(MOD\)|SUP|NOC)(?: {1,9}\d{1,4}[A-Z]{0,3})?")
"""What is to be done with a provision, as ITU's conferences write it beside or above it (``ADD``, ``MOD 147``)."""
_MARGIN_NUMBER = re.compile(r"\d{1,4}[A-Z]{0,3}(?: ?PP-\d\d)?|PP-\d\d")
"""The number of a provision of the Constitution or Convention, with the conference that changed it (``147 PP-98``)."""

SMALL = 0.86
"""A mark of a footnote is smaller than the text by so much, or more: browsers take 0.83."""
_LONGEST = 24
"""No symbol or number of a provision has more characters."""


class PageLine(NamedTuple):
    """A line: its words, where it stands in points, and the page, from 1.

    ``raised`` are the places of digits that are marks of footnotes; ``mark`` says that its first characters are one; ``tab`` is where a tab
    stands behind a label, 0 where none does.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int
    raised: tuple[int, ...] = ()
    mark: bool = False
    tab: int = 0
    column: int = 0
    """0 for the first column or the only one, 1 for the second, 2 for a line over both."""
    aside: bool = False
    """Whether it stands at the head or foot of the page, where no text need be."""
    table: Table = ()
    """The rows of a table, which stands as a line without words of its own."""


_COLUMN = PageLine._fields.index("column")


class Cell(NamedTuple):
    """A cell of a table: where it begins and ends, and its lines."""

    left: float
    right: float
    lines: tuple[PageLine, ...] = ()


Table = tuple[tuple[Cell, ...], ...]


def lines_of(page: dict[str, Any], number: int) -> list[PageLine]:
    """The lines of a page as they were taken out; a table is one of them."""
    middle, low, high = page["width"] / 2, page["height"] * _ZONE, page["height"] * (1 - _ZONE)
    edge = _edge_of((line[0], line[1] / 10) for line in page["lines"])
    # Where nothing begins right of the middle there is one column.
    single = all(line[1] <= 10 * middle for line in page["lines"])
    lines = [
        PageLine(
            *(said, left / 10, right / 10, bottom / 10, size / 10, number, tuple(raised), mark, tab),
            0 if single or right < 10 * middle else 1 if left > 10 * middle else 2,
            not 10 * low < bottom < 10 * high,
        )
        for said, left, right, bottom, size, raised, mark, tab in page["lines"]
    ]
    out = _joined(_with_tables(lines, page["tables"]) if page["tables"] else lines, edge)
    if not any(line.column == 1 for line in out) or sum(line.column == 2 for line in out) > 0.3 * len(out):
        # As _replace does it, but that takes four times as long.
        out = [PageLine._make((*line[:_COLUMN], 0, *line[_COLUMN + 1 :])) for line in out]
    return out


def _with_tables(lines: Sequence[PageLine], tables: Sequence[Sequence[Sequence[Sequence[float]]]]) -> list[PageLine]:
    """The lines outside tables, and each table that has words where its first line stands."""
    boxes = [(t, box) for t, rows in enumerate(tables) for row in rows for box in row]
    out: list[PageLine] = []
    found: dict[int, list[PageLine]] = {}
    places: dict[int, int] = {}
    for line in lines:
        t, inside = next((one for one in boxes if _stands_in(line, one[1])), (-1, ()))
        if not inside or t not in places:
            places.setdefault(t, len(out))
            out.append(line)
        if inside:
            found.setdefault(id(inside), []).append(line._replace(column=0))
    for t, at in places.items():
        if t >= 0:
            cells = [
                tuple(Cell(box[0], box[2], tuple(_joined(found.get(id(box), ()), 0.0))) for box in row) for row in tables[t]
            ]
            left, bottom = min(box[0] for row in tables[t] for box in row), min(box[1] for row in tables[t] for box in row)
            # It counts as large, so that no table at the foot of a page is taken for a footnote.
            out[at] = PageLine("", left, out[at].right, bottom, inf, out[at].page, column=out[at].column, table=tuple(cells))
    return out


def _stands_in(line: PageLine, box: Sequence[float]) -> bool:
    return box[0] - 1 < line.left < box[2] and box[1] < line.bottom < box[3]


def _joined(lines: Sequence[PageLine], edge: float) -> list[PageLine]:
    """The lines, of which those are one that a raised mark parts."""
    out: list[PageLine] = []
    for line in lines:
        last = out[-1] if out else None
        # Most lines stand below the one before them: they are told at the first look.
        if (
            last is None
            or abs(last.bottom - line.bottom) > max(last.size, line.size)
            or line.table
            or last.table
            or (_in_margin(last.text, last.right, edge) and last.size >= SMALL * line.size)
            or not _is_beside(last, line)
        ):
            if last is not None and len(last.text) < 3 and last.text.isdigit() and last.size < SMALL * line.size:
                # The mark of a footnote, whose first word is as long as a line.
                out[-1] = last._replace(mark=True)
            out.append(line)
        else:
            out[-1] = _beside(last, line)
    return out


def _is_beside(last: PageLine, more: PageLine) -> bool:
    """Whether words stand on the line of those before them. In a justified line, and behind the mark of a footnote, gaps are wide."""
    size = max(last.size, more.size)
    # What ends in the second column, or stands over both, is followed by nothing of another one.
    gap = 3 * size if last.column == more.column or last.column == 2 or last.text.isdigit() else size
    if len(last.text) > 2 and _MARGIN_NUMBER.fullmatch(last.text):
        # It was parted from its line, and is a word of it, such as a year where a justified line has few words.
        gap = 10 * size
    # The mark of a footnote stands higher than anything else on its line.
    high = 0.55 if last.size < SMALL * more.size and last.text.isdigit() else 0.4
    return abs(last.bottom - more.bottom) < high * size and -1 < more.left - last.right < gap


def _beside(last: PageLine, more: PageLine) -> PageLine:
    """A line and what stands behind it on the same line."""
    small = more.size < SMALL * last.size or more.bottom > last.bottom + 0.1 * last.size
    mark = more.text[:1].isdigit() and (more.mark or small) and last.text[-1:] not in "(/-"
    if last.text in _MARKS or (last.text.isdigit() and last.size < SMALL * more.size):
        # The mark of a footnote, alone before its words.
        raised = tuple(at + len(last.text) + 1 for at in more.raised)
        return more._replace(text=f"{last.text} {more.text}", left=last.left, mark=True, raised=raised)
    blank = " " if more.left - last.right > 0.15 * last.size and not mark else ""
    start = len(last.text) + len(blank)
    raised = (*last.raised, *([start] if mark else []), *(start + at for at in more.raised))
    return last._replace(
        text=f"{last.text}{blank}{more.text}", right=more.right, raised=raised, column=max(last.column, more.column)
    )


def without_margins(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], list[PageLine]]:
    """The lines of each page that are text, and what stands in its margins: symbols (ADD, MOD, SUP, NOC) and numbers of provisions.

    Symbols are known by themselves: no paragraph is one. Numbers are where no text stands: left of where the lines of the page begin.
    """
    kept: list[list[PageLine]] = []
    out: list[PageLine] = []
    for page in pages:
        edge = _edge_of((line.text, line.left) for line in page)
        aside = [
            len(line.text) <= _LONGEST and (_SYMBOL.fullmatch(line.text) or _in_margin(line.text, line.right, edge))
            for line in page
        ]
        kept.append([line for line, away in zip(page, aside, strict=True) if not away])
        out += [line for line, away in zip(page, aside, strict=True) if away]
    return kept, out


def _edge_of(lines: Iterable[tuple[str, float]]) -> float:
    """Where the text of a page begins on the left; what may stand in its margin has no say in it."""
    return min(
        (
            left
            for said, left in lines
            if len(said) > _LONGEST or not (_MARGIN_NUMBER.fullmatch(said) or _SYMBOL.fullmatch(said))
        ),
        default=0.0,
    )


def _in_margin(said: str, right: float, edge: float) -> bool:
    return right < edge and _MARGIN_NUMBER.fullmatch(said) is not None


def words_of(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """The lines that have words: those of the cells of a table in the table's place."""
    for line in lines:
        if line.table:
            for row in line.table:
                for cell in row:
                    yield from cell.lines
        else:
            yield line


def size_of(pages: Sequence[Sequence[PageLine]]) -> float:
    """The size of the letters that half of the text is smaller than; 0 where there is none."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for line in page:
            lengths[line.size] += len(line.text)
    left = lengths.total() / 2
    for size in sorted(lengths):
        left -= lengths[size]
        if left <= 0:
            return size
    return 0.0
