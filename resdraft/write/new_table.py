"""A table that marks insert into somebody's own file, made of the words of its cells.

A table is a block to a resolution: a line a row, a tab between cells, ``¶`` between the paragraphs of one. It comes with its rows
(``w:trPr/w:ins``, ECMA-376 Part 1, 17.13.5.16) and all their words; what no words say, such as merged cells and widths, is Word's own choice.
"""

from __future__ import annotations

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.marked import SECRETARIAT
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span
from resdraft.ooxml.names import PPR, VAL, P, w
from resdraft.ooxml.paragraph_editor import Unchangeable
from resdraft.ooxml.paragraph_marks import MarkMaker
from resdraft.write.paragraphs import MarkedParagraph
from resdraft.write.runs import run_of

_WIDTH = 9000
"""Of a page in twentieths of a point, about: in per cent, as the table is, the columns only keep their shares."""
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def cells_of(p: Provision) -> list[list[list[str]]] | None:
    """The paragraphs of the cells of the rows of a block; None for what is no table with several cells, such as a picture."""
    if p.kind is not Kind.BLOCK or not {"\t", "\n"} & set(p.text.plain):
        return None
    return [[cell.split("¶") for cell in row.split("\t")] for row in p.text.plain.split("\n")]


def new_table(item: MarkedParagraph, make: MarkMaker, style: str | None, language: str) -> etree._Element:
    """The table, inserted by the sources of its paragraph, with the secretariat's words before and behind it.

    Args:
        item: a block. ``make`` makes marks. ``style`` is the id of the style of its paragraphs, where the file has one. ``language`` says
            where its rows begin.

    Raises:
        Unchangeable: for a picture, of which a text has only the name.
    """
    rows, turned = cells_of(item.provision), lexicon(language).right_to_left
    if rows is None:
        raise Unchangeable("a picture, or a table of one cell, cannot be inserted")
    columns = max(map(len, rows))
    table = etree.Element(w("tbl"))
    table.extend((_properties(right_to_left=turned), _grid(columns)))
    for cells in rows:
        row = etree.SubElement(table, w("tr"))
        etree.SubElement(row, w("trPr")).append(make("ins", item.sources))
        for n, cell in enumerate(cells, 1):
            holder = etree.SubElement(row, w("tc"))
            # A row of fewer cells has some merged ones; which is not known.
            holder.append(_cell_properties(columns - len(cells) + 1 if n == len(cells) else 1, columns))
            for words in cell:
                paragraph = etree.SubElement(holder, P)
                paragraph.append(_paragraph_properties(style, right_to_left=turned))
                if words:
                    paragraph.append(_mark(make("ins", item.sources), words))
    paragraphs = list(table.iter(P))
    if item.head:
        paragraphs[0].insert(1, _mark(make("ins", SECRETARIAT), item.head))
    if item.tag:
        paragraphs[-1].append(_mark(make("ins", SECRETARIAT), item.tag))
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


def _cell_properties(span: int, columns: int) -> etree._Element:
    out = etree.Element(w("tcPr"))
    etree.SubElement(out, w("tcW"), {w("w"): str(5000 * span // columns), w("type"): "pct"})
    if span > 1:
        etree.SubElement(out, w("gridSpan"), {VAL: str(span)})
    return out


def _paragraph_properties(style: str | None, *, right_to_left: bool) -> etree._Element:
    out = etree.Element(PPR)
    if style:
        etree.SubElement(out, w("pStyle"), {VAL: style})
    if right_to_left:
        etree.SubElement(out, w("bidi"))
    return out
