"""Two drafts in two columns of a Word table, each in ITU's look."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import PPR, VAL, P, w
from resdraft.ooxml.package import pack
from resdraft.write.clean import clean_file
from resdraft.write.look import our_properties, style_of
from resdraft.write.parts import put_footnotes, put_manifest
from resdraft.write.runs import label_parts, run_of

_WIDTH = "4819"


def write_drafts(names: tuple[str, str], rows: Iterable[tuple[Provision | None, Provision | None]], like: Resolution) -> bytes:
    """Write the table.

    Args:
        names: whose the drafts are. ``rows`` hold the paragraph of each. ``like`` is one of the drafts, for language and header.
    """
    file, _ = clean_file(like, " / ".join(names))
    body = file.story.root[0]
    section = body[-1]
    for old in list(body):
        body.remove(old)
    table = etree.SubElement(body, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblW"), {w("w"): str(2 * int(_WIDTH)), w("type"): "dxa"})
    borders = etree.SubElement(properties, w("tblBorders"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(borders, w(side), {w("val"): "single", w("sz"): "4", w("space"): "0", w("color"): "auto"})
    etree.SubElement(properties, w("tblLayout")).set(w("type"), "fixed")
    grid = etree.SubElement(table, w("tblGrid"))
    for _ in names:
        etree.SubElement(grid, w("gridCol")).set(w("w"), _WIDTH)
    head = _row(table, [_paragraph([Span(name, "b")]) for name in names])
    etree.SubElement(head.find(w("trPr")), w("tblHeader"))  # type: ignore[arg-type]
    for pair in rows:
        _row(table, [etree.Element(P) if p is None else _provision(p) for p in pair])
    etree.SubElement(body, P)
    body.append(section)
    parts = dict(file.parts)
    parts[file.main] = file.story.bytes()
    if file.notes is not None:
        notes = file.notes.root
        for note in list(notes)[2:]:
            notes.remove(note)
        put_footnotes(parts, file.main, file.notes.bytes())
    put_manifest(parts, file.main, Manifest(like.language, ours=False))
    return pack(parts)


def _row(table: etree._Element, cells: list[etree._Element]) -> etree._Element:
    row = etree.SubElement(table, w("tr"))
    etree.SubElement(etree.SubElement(row, w("trPr")), w("cantSplit"))
    for paragraph in cells:
        cell = etree.SubElement(row, w("tc"))
        etree.SubElement(etree.SubElement(cell, w("tcPr")), w("tcW"), {w("w"): _WIDTH, w("type"): "dxa"})
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
    """The words; a reference is its mark, raised."""
    return [Span(span.note, "^") if span.note is not None else span for span in p.text.spans]
