"""The parts around a document: styles, settings, header, properties, relationships, content types, our manifest."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from resdraft.library import data
from resdraft.model.marked import Marked
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import CONTENT_TYPES, DOCUMENT, FOOTNOTES, MANIFEST, RELATIONSHIPS, default_namespace
from resdraft.ooxml.package import serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def package(marked: Marked, body: etree._Element, notes: etree._Element, running_head: str) -> dict[str, bytes]:
    """All parts of the document, by name."""
    from jinja2 import Environment, FileSystemLoader

    base, look = marked.base, data("templates") / "itu"
    environment = Environment(loader=FileSystemLoader(look), autoescape=True, keep_trailing_newline=True)
    title = base.title.plain.replace("\n", " ")
    head = running_head or " ".join((base.number.plain if base.number else title).split())
    manifest = Manifest(base.language, base.fingerprint, marked.sources, base.provenance)
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships((("officeDocument", DOCUMENT), ("metadata/core-properties", "docProps/core.xml"))),
        "docProps/core.xml": environment.get_template("core.xml.j2").render(title=title, language=base.language).encode(),
        DOCUMENT: serialise(body),
        "word/_rels/document.xml.rels": _relationships(
            (
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footnotes", "footnotes.xml"),
                ("header", "header1.xml"),
                ("customXml", f"../{MANIFEST}"),
            )
        ),
        "word/styles.xml": (look / "styles.xml").read_bytes(),
        "word/settings.xml": (look / "settings.xml").read_bytes(),
        FOOTNOTES: serialise(notes),
        "word/header1.xml": environment.get_template("header.xml.j2").render(running_head=head).encode(),
        MANIFEST: manifest.write(),
    }


def _content_types() -> bytes:
    root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap=default_namespace(CONTENT_TYPES))
    for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")):
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
    for part, kind in (
        (DOCUMENT, _TYPE + "document.main+xml"),
        ("word/styles.xml", _TYPE + "styles+xml"),
        ("word/settings.xml", _TYPE + "settings+xml"),
        (FOOTNOTES, _TYPE + "footnotes+xml"),
        ("word/header1.xml", _TYPE + "header+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ):
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
    return serialise(root)


def _relationships(targets: Iterable[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=default_namespace(RELATIONSHIPS))
    for n, (kind, target) in enumerate(targets, 1):
        base = RELATIONSHIPS + "/" if kind.startswith("metadata") else _OFFICE
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", {"Id": f"rId{n}", "Type": base + kind, "Target": target})
    return serialise(root)
