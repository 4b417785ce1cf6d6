"""Several drafts in the columns of a Word table, each in ITU's look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import PPR, VAL, P, w
from resdraft.ooxml.package import pack
from resdraft.write.clean import clean_file
from resdraft.write.look import our_properties, style_of
from resdraft.write.parts import put_footnotes, put_manifest
from resdraft.write.runs import label_parts, run_of

_MAX_PORTRAIT = 2
"""With more columns than this the page is turned: on a portrait page they would be too narrow to read."""
_SEPARATORS = 2
"""The first notes of a notes part are Word's separators (ECMA-376 Part 1, 17.11.1)."""


def write_drafts(names: Sequence[str], rows: Iterable[Sequence[Provision | None]], like: Resolution) -> bytes:
    """Write the table: one column for each draft, all of the same width, with a heading row that is repeated on each page.

    Args:
        names: whose the drafts are, in the order of the columns.
        rows: the provision of each draft, or None for an empty cell.
        like: the draft that gives the file its language and its properties.

    Returns:
        The bytes of a .docx. It is on landscape paper from three drafts on.
    """
    file, _ = clean_file(like, " / ".join(names))
    body = file.story.root[0]
    section = body[-1]
    for old in list(body):
        body.remove(old)
    if len(names) > _MAX_PORTRAIT:
        _turn_page(section)
    width = _text_width(section) // len(names)
    table = _table(body, len(names), width)
    heading = _row(table, [_paragraph([Span(name, "b")]) for name in names], width)
    etree.SubElement(heading.find(w("trPr")), w("tblHeader"))  # type: ignore[arg-type]
    for row in rows:
        _row(table, [etree.Element(P) if p is None else _provision(p) for p in row], width)
    if lexicon(like.language).right_to_left:
        # The first draft stands on the right (17.4.1).
        table.find(w("tblPr")).insert(0, etree.Element(w("bidiVisual")))  # type: ignore[union-attr]
        direct_all((table,), right_to_left=True)
    # Word wants a paragraph behind a table at the end of a text.
    etree.SubElement(body, P)
    body.append(section)
    parts = dict(file.parts)
    parts[file.main] = file.story.bytes()
    if file.notes is not None:
        # The footnotes are rows of the table.
        notes = file.notes.root
        for note in list(notes)[_SEPARATORS:]:
            notes.remove(note)
        put_footnotes(parts, file.main, file.notes.bytes())
    put_manifest(parts, file.main, Manifest(like.language, ours=False))
    return pack(parts)


def _turn_page(section: etree._Element) -> None:
    """Make the page of a section landscape. Word wants the sizes exchanged as well as the orientation."""
    size = section.find(w("pgSz"))
    if size is not None:
        width, height = size.get(w("w"), ""), size.get(w("h"), "")
        size.attrib.update({w("w"): height, w("h"): width, w("orient"): "landscape"})


def _text_width(section: etree._Element) -> int:
    """The width between the margins, in twentieths of a point."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    assert size is not None  # noqa: S101 - a clean document states both
    assert margins is not None  # noqa: S101
    return int(size.get(w("w"), "")) - int(margins.get(w("left"), "")) - int(margins.get(w("right"), ""))


def _table(body: etree._Element, columns: int, width: int) -> etree._Element:
    """A table without rows; its column width is fixed, so that no long word makes one column wider than the others."""
    table = etree.SubElement(body, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblW"), {w("w"): str(columns * width), w("type"): "dxa"})
    borders = etree.SubElement(properties, w("tblBorders"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(borders, w(side), {w("val"): "single", w("sz"): "4", w("space"): "0", w("color"): "auto"})
    etree.SubElement(properties, w("tblLayout")).set(w("type"), "fixed")
    grid = etree.SubElement(table, w("tblGrid"))
    for _ in range(columns):
        etree.SubElement(grid, w("gridCol")).set(w("w"), str(width))
    return table


def _row(table: etree._Element, cells: list[etree._Element], width: int) -> etree._Element:
    row = etree.SubElement(table, w("tr"))
    # Texts that are compared should stand on one page.
    etree.SubElement(etree.SubElement(row, w("trPr")), w("cantSplit"))
    for paragraph in cells:
        cell = etree.SubElement(row, w("tc"))
        etree.SubElement(etree.SubElement(cell, w("tcPr")), w("tcW"), {w("w"): str(width), w("type"): "dxa"})
        cell.append(paragraph)
    return row


def _paragraph(spans: Iterable[Span], properties: etree._Element | None = None) -> etree._Element:
    p = etree.Element(P)
    if properties is not None and len(properties):
        p.append(properties)
    p.extend(run_of(span) for span in spans)
    return p


def _provision(p: Provision) -> etree._Element:
    if p.kind is Kind.NOTE:
        properties = etree.Element(PPR)
        etree.SubElement(properties, w("pStyle")).set(VAL, "FootnoteText")
        return _paragraph([Span(f"{p.label}\t"), *_plain(p)], properties)
    label = [Span(part, emphasis) for part, emphasis in label_parts(p.label)] if p.label is not None else []
    return _paragraph([*label, *([Span("\t")] if label else []), *_plain(p)], our_properties(p, style_of(p)))


def _plain(p: Provision) -> list[Span]:
    """The words; a reference to a footnote is its mark as superscript, for the footnotes stand in the table."""
    return [Span(span.note, "^") if span.note is not None else span for span in p.text.spans]
