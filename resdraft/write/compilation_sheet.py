"""The compilation table as a workbook of Excel, by openpyxl, which is installed only by who wants it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from resdraft.errors import Problem, Unwritable
from resdraft.lexicon import lexicon
from resdraft.model.compilation import Compilation, TableOption, TableRow
from resdraft.ooxml.package import pack
from resdraft.write.compilation_word import HEAD, said
from resdraft.write.word_table import printable_words

_MOST = 32_000
"""A cell of Excel holds no more than 32,767 characters."""
_COLUMNS = (
    *(("Section", 18), (HEAD[0], 20), (HEAD[1], 50), ("Who", 12), ("What", 14), ("Number", 16)),
    *((HEAD[2], 70), (HEAD[3], 40), (HEAD[4], 25)),
)
"""Each column with its width, in characters."""
_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The time of writing, as in all our files: a clock would make the same table give other bytes each time."""


def compilation_sheet(table: Compilation) -> bytes:
    """Write the table as an .xlsx: a row for each option, so that a filter on the sources works.

    Raises:
        Unwritable: where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
    except ImportError:
        raise Unwritable(Problem("a workbook needs openpyxl", "python -m pip install 'resdraft[xlsx]'")) from None
    book = Workbook()
    book.properties.created = book.properties.modified = _TIME
    sheet: Any = book.active
    sheet.title = "Proposals"
    sheet.append([name for name, _ in _COLUMNS])
    for cells in _lines(table):
        for part in _divided(cells):
            sheet.append(part)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
            if isinstance(cell.value, str):
                # What begins with a sign of equality is words, not a formula.
                cell.data_type = "s"
    for n, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions["ABCDEFGHI"[n]].width = width
    sheet.sheet_view.rightToLeft = lexicon(table.language).right_to_left
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def _lines(table: Compilation) -> Iterator[list[Any]]:
    yield ["", f"Proposals on {table.text}", table.title, "", "", ", ".join(table.documents), "", ""]
    for whole in table.whole:
        yield ["", "the whole text", "", whole.name, said(whole), ", ".join(whole.amendments), "", ""]
    for row in table.rows:
        for option in row.options or (None,):
            yield _line(row, option)
    for line in table.left_out:
        yield ["", "could not be put in", line, "", "", "", "", ""]


def _line(row: TableRow, option: TableOption | None) -> list[Any]:
    place = f"{row.place} (CONFLICT)" if row.rivals else row.place
    why = "\n".join(f"{who}: {reason}" for who, reason in row.reasons)
    head = [row.section, place, row.text]
    if option is None:
        return [*head, "", "", "", "", why]
    numbers = ", ".join(option.amendments)
    return [*head, option.name, said(option), numbers, _rich(option), why]


def _divided(cells: list[Any]) -> Iterator[list[Any]]:
    """A line as rows, its words printable: what is longer than a cell can be goes on in the rows below it."""
    cells = [printable_words(cell) if type(cell) is str else cell for cell in cells]
    while True:
        yield [cell[:_MOST] if _long(cell) else cell for cell in cells]
        if not any(map(_long, cells)):
            return
        cells = [cell[_MOST:] if _long(cell) else "" for cell in cells]
        cells[1] = cells[1] or "(continued)"


def _long(cell: Any) -> bool:
    return type(cell) is str and len(cell) > _MOST


def _rich(option: TableOption) -> Any:
    """The words of an option, new ones underlined and struck ones struck out; a very long one without its marks."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    if sum(len(words) for _, words in option.words) > _MOST:
        return option.text
    looks = {"insert": InlineFont(u="single"), "delete": InlineFont(strike=True)}
    said_words = [(kind, printable_words(words)) for kind, words in option.words if words]
    return CellRichText([TextBlock(looks[kind], words) if kind in looks else words for kind, words in said_words])
