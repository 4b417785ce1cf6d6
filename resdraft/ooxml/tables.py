"""A table as words: a line a row, a tab between cells, ``¶`` between the paragraphs of one, and signs for cells that are merged.

``<`` alone in a cell says that it belongs to the cell before it (``w:gridSpan``, ECMA-376 Part 1, 17.4.17), ``^`` that it belongs to the cell
above (``w:vMerge``, 17.4.84): the signs that Markdown tables have for it in TiddlyWiki and Obsidian. A cell whose words are such a sign has a
backslash before it. A row with fewer cells than others ends early (``w:gridAfter``, 17.4.14). An empty cell at the end of the table has a
``¶``, for a text keeps no blanks at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resdraft.limits import MOST_COLUMNS, count

BEFORE, ABOVE, PARAGRAPH = "<", "^", "¶"
_LITERAL = re.compile(r"\\*[<^]")
_ESCAPED = re.compile(r"\\+[<^]")


class Cell(NamedTuple):
    """A cell: its paragraphs, how many columns it spans, and whether it begins (``restart``) or continues (``continue``) a merged one."""

    paragraphs: Sequence[str]
    span: int = 1
    merge: str = ""


def columns(said: str) -> int:
    """How many columns a cell spans, of what a file says."""
    return min(max(count(said), 1), MOST_COLUMNS)


def words_of(rows: Sequence[Sequence[Cell]]) -> str:
    """The words of a table without the signs, as most tables are read: programs that save a file divide its columns anew."""
    return "\n".join("\t".join(PARAGRAPH.join(filter(None, cell.paragraphs)) for cell in row) for row in rows)


def signed(rows: Sequence[Sequence[Cell]]) -> str:
    """The words of a table with the signs of merged cells, for :func:`cells_of`; see :func:`unsaid` for what they cannot say."""
    out = []
    for row, above in zip(rows, (None, *rows), strict=False):
        cells: list[str] = []
        for start, cell in _starts(row):
            continues = cell.merge == "continue" and not any(cell.paragraphs) and _same(above, start, cell)
            cells += [ABOVE if continues else _words(cell), *[BEFORE] * (cell.span - 1)]
        out.append("\t".join(cells))
    text = "\n".join(out)
    return f"{text}{PARAGRAPH}" if text.endswith(("\t", "\n")) else text


def unsaid(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether cells are merged in a way that the signs cannot say: with words that nobody sees, or with a cell of another width."""
    try:
        said = cells_of(signed(rows))
    except ValueError:
        return True
    return [cell.merge == "continue" for row in rows for cell in row] != [
        cell.merge == "continue" for row in said for cell in row
    ]


def cells_of(text: str) -> list[list[Cell]]:
    """The cells of a table that words and signs say.

    Raises:
        ValueError: where a sign has no cell to belong to; the message says which.
    """
    rows: list[list[Cell]] = []
    for n, line in enumerate(text.split("\n"), 1):
        row: list[Cell] = []
        for words in line.split("\t"):
            if words == BEFORE and not row:
                raise ValueError(f"row {n} of the table begins with {BEFORE}, and there is no cell before it")
            if words == BEFORE:
                row[-1] = row[-1]._replace(span=row[-1].span + 1)
            elif words == ABOVE:
                row.append(Cell([""], merge="continue"))
            else:
                row.append(Cell((words[1:] if _ESCAPED.fullmatch(words) else words.removesuffix(PARAGRAPH)).split(PARAGRAPH)))
        if sum(cell.span for cell in row) > MOST_COLUMNS:
            raise ValueError(f"row {n} of the table has more than {MOST_COLUMNS} columns, the most that Word has")
        for start, cell in _starts(row):
            if cell.merge:
                if not _same(rows[-1] if rows else None, start, cell):
                    raise ValueError(f"row {n} of the table has {ABOVE} where no cell of the same width stands above")
                rows[-1] = [c if at != start or c.merge else c._replace(merge="restart") for at, c in _starts(rows[-1])]
        rows.append(row)
    return rows


def _words(cell: Cell) -> str:
    words = PARAGRAPH.join(filter(None, cell.paragraphs))
    return f"\\{words}" if _LITERAL.fullmatch(words) else words


def _starts(row: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
    """The cells of a row, each with the column that it begins in."""
    at = 0
    for cell in row:
        yield at, cell
        at += cell.span


def _same(row: Sequence[Cell] | None, start: int, cell: Cell) -> bool:
    return row is not None and any(at == start and above.span == cell.span for at, above in _starts(row))
