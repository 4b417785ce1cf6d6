"""A table that marks insert into somebody's own file, made of the words of its cells.

A table is a block to a resolution: words, with signs for merged cells; see :mod:`resdraft.ooxml.tables`. It comes with its rows
(``w:trPr/w:ins``, ECMA-376 Part 1, 17.13.5.16) and all their words; what neither says, such as widths, is Word's own choice.
"""

from __future__ import annotations

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.marked import SECRETARIAT
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span, Text
from resdraft.ooxml.names import PPR, VAL, P, w
from resdraft.ooxml.paragraph_editor import Unchangeable
from resdraft.ooxml.paragraph_marks import MarkMaker
from resdraft.ooxml.tables import Cell, cells_of, signed
from resdraft.write.paragraphs import MarkedParagraph
from resdraft.write.runs import run_of

_WIDTH = 9000
"""Of a page in twentieths of a point, about: in per cent, as the table is, the columns only keep their shares."""
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def rows_of(p: Provision, *, ours: bool) -> list[list[Cell]] | None:
    """The cells of the rows of a block; None for what is no table with several cells, such as a picture.

    In a file of ``ours`` each character counts: what a table would not say as it is said is none there either, and stands as a paragraph.

    Raises:
        Unchangeable: in another file, where the table says that a cell is merged with one that is not there.
    """
    if p.kind is not Kind.BLOCK or not {"\t", "\n"} & set(p.text.plain):
        return None
    try:
        rows = cells_of(p.text.plain)
    except ValueError as reason:
        if ours:
            return None
        raise Unchangeable(str(reason)) from None
    words = (" ".join(words.split()) == words for row in rows for cell in row for words in cell.paragraphs)
    return rows if not ours or (all(words) and Text.of(signed(rows)) == p.text) else None


def new_table(item: MarkedParagraph, make: MarkMaker, style: str | None, language: str, *, ours: bool) -> etree._Element:
    """The table, inserted by the sources of its paragraph, with the secretariat's words before and behind it.

    Args:
        item: a block. ``make`` makes marks. ``style`` is the id of the style of its paragraphs, where the file has one. ``language`` says
            where its rows begin, ``ours`` whether the file is.

    Raises:
        Unchangeable: for a picture, of which a text has only the name, and for merged cells that cannot be.
    """
    rows, turned = rows_of(item.provision, ours=ours), lexicon(language).right_to_left
    if rows is None:
        raise Unchangeable("a picture, or a table of one cell, cannot be inserted")
    widths = [sum(cell.span for cell in row) for row in rows]
    columns = max(widths)
    table = etree.Element(w("tbl"))
    table.extend((_properties(right_to_left=turned), _grid(columns)))
    seen: list[etree._Element] = []
    for cells, width in zip(rows, widths, strict=True):
        row = etree.SubElement(table, w("tr"))
        properties = etree.SubElement(row, w("trPr"))
        if width < columns:
            etree.SubElement(properties, w("gridAfter"), {VAL: str(columns - width)})
        properties.append(make("ins", item.sources))
        for cell in cells:
            holder = etree.SubElement(row, w("tc"))
            holder.append(_cell_properties(cell, columns))
            for words in cell.paragraphs:
                paragraph = etree.SubElement(holder, P)
                paragraph.append(_paragraph_properties(style, right_to_left=turned))
                if words:
                    paragraph.append(_mark(make("ins", item.sources), words))
                if cell.merge != "continue":
                    seen.append(paragraph)
    if item.head:
        seen[0].insert(1, _mark(make("ins", SECRETARIAT), item.head))
    if item.tag:
        seen[-1].append(_mark(make("ins", SECRETARIAT), item.tag))
    return table


def _mark(mark: etree._Element, words: str) -> etree._Element:
    mark.append(run_of(Span(words)))
    return mark


def _properties(*, right_to_left: bool) -> etree._Element:
    out = etree.Element(w("tblPr"))
    if right_to_left:
        etree.SubElement(out, w("bidiVisual"))
    etree.SubElement(out, w("tblW"), {w("w"): "5000", w("type"): "pct"})
    borders = etree.SubElement(out, w("tblBorders"))
    for side in _BORDERS:
        etree.SubElement(borders, w(side), {VAL: "single", w("sz"): "4", w("space"): "0", w("color"): "auto"})
    return out


def _grid(columns: int) -> etree._Element:
    out = etree.Element(w("tblGrid"))
    for _ in range(columns):
        etree.SubElement(out, w("gridCol"), {w("w"): str(_WIDTH // columns)})
    return out


def _cell_properties(cell: Cell, columns: int) -> etree._Element:
    out = etree.Element(w("tcPr"))
    etree.SubElement(out, w("tcW"), {w("w"): str(5000 * cell.span // columns), w("type"): "pct"})
    if cell.span > 1:
        etree.SubElement(out, w("gridSpan"), {VAL: str(cell.span)})
    if cell.merge:
        etree.SubElement(out, w("vMerge"), {VAL: cell.merge})
    return out


def _paragraph_properties(style: str | None, *, right_to_left: bool) -> etree._Element:
    out = etree.Element(PPR)
    if style:
        etree.SubElement(out, w("pStyle"), {VAL: style})
    if right_to_left:
        etree.SubElement(out, w("bidi"))
    if style and style.startswith("tablelev"):
        # The style tells the depth of the table; its indent is that of a table that stands as text.
        etree.SubElement(out, w("ind"), {w("left"): "0"})
    return out
