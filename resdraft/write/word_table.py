"""A Word document that is one table, as committees work from: landscape A4, the head row on every page, page numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.names import VAL, w
from resdraft.ooxml.package import open_package, pack, relationships_of
from resdraft.ooxml.relationships import relationships
from resdraft.write.clean import clean_file
from resdraft.write.parts import font_of
from resdraft.write.visible import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_ROWS_ON_A_PAGE = 1500
"""A row of so many characters or fewer is kept on one page; a longer one may fill more than a page, and has to break."""
_LONG, _SHORT, _MARGIN = 297, 210, 18
"""A4 (ISO 216) and its margins, in millimetres."""
_NO_XML = re.compile("[\ufffe\uffff]")
"""No document of XML holds these (XML 1.0, 2.2)."""


class Run(NamedTuple):
    """Words of one look: ``bold``, ``inserted`` (underlined), ``struck`` or plain."""

    text: str
    look: str = ""


Cell = str | Sequence[Sequence[Run]]
"""What stands in a cell: words, whose lines are its paragraphs; or paragraphs, each of runs."""


class TableDocument(NamedTuple):
    """A table with what stands above it.

    ``head`` is the row of titles, ``widths`` the share of the width that each column has, ``lines`` the paragraphs below the title. A row of
    one cell goes over all columns: it is the head of a section.
    """

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]
    lines: Sequence[str] = ()
    language: str = "en"
    running_head: str = ""


def word_table(given: TableDocument) -> bytes:
    """Write a table as a .docx; the same table gives the same bytes."""
    # Imported here: it takes as long as the comparison of two resolutions.
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = docx.Document(io.BytesIO(_page(given)))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    normal = document.styles["Normal"]
    normal.font.size = Pt(9)
    complex_size = round(2 * 9 * float(font_of(given.language)["complex_size"]))
    normal.font.element.rPr.find(w("sz")).addnext(etree.Element(w("szCs"), {VAL: str(complex_size)}))
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(2)
    for line in given.lines:
        _write(document.add_paragraph(), [Run(line)])
    _fill(document, given)
    if lexicon(given.language).right_to_left:
        _turn(document)
    out = io.BytesIO()
    document.save(out)
    # Its zip archive bears the time of writing.
    return pack(open_package(out.getvalue()))


def _turn(document: Document) -> None:
    """Have the first column stand on the right (17.4.1), and give the runs their directions."""
    direct_all((document.element.body,), right_to_left=True)
    for table in document.tables:
        style = table._tbl.tblPr.find(w("tblStyle"))
        table._tbl.tblPr.insert(0 if style is None else 1, etree.Element(w("bidiVisual")))


def _page(given: TableDocument) -> bytes:
    """A document in ITU's look that has a title alone. It bears no manifest: it is no resolution."""
    title = Resolution(title=Text.of(printable_words(given.title)), language=given.language)
    file, _ = clean_file(title, printable_words(given.running_head))
    parts = file.parts
    parts[file.main], parts[file.notes_part] = file.story.bytes(), file.notes.bytes() if file.notes else b""
    own = ("styles", "settings", "footnotes", "header1")
    parts[relationships_of(file.main)] = relationships([(part.rstrip("1"), f"{part}.xml") for part in own])
    return pack(parts)


def _fill(document: Document, given: TableDocument) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(given.head))
    table.autofit = False
    _borders(table)
    share = (_LONG - 2 * _MARGIN) / sum(given.widths)
    widths = [Mm(share * width) for width in given.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _put(table.rows[0], [[[Run(name, "bold")]] for name in given.head], widths)
    _flag(table.rows[0], "tblHeader")
    for cells in given.rows:
        row = table.add_row()
        if len(cells) == 1 < len(widths):
            row.cells[0].merge(row.cells[-1])
        _put(row, cells, widths)


def _put(row: _Row, cells: Sequence[Cell], widths: Sequence[Length]) -> None:
    """Fill a row. The cells of a merged one are one cell."""
    size = 0
    if len(cells) == len(widths):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for cell, content in zip(row.cells, cells, strict=False):
        paragraphs = [[Run(line)] for line in content.split("\n")] if isinstance(content, str) else content
        size = max(size, sum(len(run.text) for runs in paragraphs for run in runs))
        _fill_cell(cell, paragraphs)
    if size <= _ROWS_ON_A_PAGE:
        _flag(row, "cantSplit")
    if len(cells) < len(widths):
        # The head of a section stands on the page of what follows.
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _fill_cell(cell: _Cell, paragraphs: Sequence[Sequence[Run]]) -> None:
    for n, runs in enumerate(paragraphs):
        _write(cell.paragraphs[0] if n == 0 else cell.add_paragraph(), runs)


def _write(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    for run in runs:
        made = paragraph.add_run(printable_words(run.text))
        made.bold = run.look == "bold" or None
        made.underline = run.look == "inserted" or None
        made.font.strike = run.look == "struck" or None


def printable_words(text: str) -> str:
    """Words from outside, with signs for what no document holds or what would turn round the words beside them."""
    return _NO_XML.sub("\ufffd", visible(text))


def _borders(table: Table) -> None:
    """Lines around all cells, and the head row in grey; our own template has no style of tables."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # Their order is fixed (ECMA-376 Part 1, 17.4.59): borders stand before the layout and the look.
    properties = table._tbl.tblPr
    later = [
        child for child in properties if child.tag in (qn("w:shd"), qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook"))
    ]
    (later[0].addprevious if later else properties.append)(borders)


def _flag(row: _Row, name: str) -> None:
    """Set a property of a row that is on or off (17.4.6 cantSplit, 17.4.50 tblHeader)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
