"""Paragraphs whose style is not their own: where LibreOffice strikes paragraphs, the next one silently takes the style of the first."""

from __future__ import annotations

from lxml import etree

from resdraft.ooxml.names import MINUS, PPR, RPR, VAL, P, w


def has_borrowed_style(paragraph: etree._Element) -> bool:
    """Whether a paragraph that others were struck in front of bears the style of the first of them, and no mark says so."""
    first = None
    before = paragraph.getprevious()
    while before is not None and (_struck_table(before) if before.tag == w("tbl") else _mark_struck(before)):
        first = before if before.tag == P else first
        before = before.getprevious()
    return first is not None and _style(first) == _style(paragraph) and paragraph.find(f"{PPR}/{w('pPrChange')}") is None


def _mark_struck(paragraph: etree._Element) -> bool:
    properties = paragraph.find(f"{PPR}/{RPR}") if paragraph.tag == P else None
    return properties is not None and any(child.tag in MINUS for child in properties)


def _struck_table(table: etree._Element) -> bool:
    """Whether a table is struck: each row, as Word does it, or as LibreOffice does it all that stands in the cells."""
    rows = all(row.find(f"{w('trPr')}/{w('del')}") is not None for row in table.iter(w("tr")))
    return rows or all(_mark_struck(p) for p in table.iter(P))


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{PPR}/{w('pStyle')}")
    return style.get(VAL, "") if style is not None else ""
