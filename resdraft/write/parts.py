"""The parts around a text: styles, settings, header, properties, our manifest; relationships and content types."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from lxml import etree

from resdraft.model.resolution import Resolution
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import CONTENT_TYPES, DOCUMENT, FOOTNOTES, MANIFEST, RELATIONSHIPS, default_namespace
from resdraft.ooxml.package import parse, related, relationships_of, serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def package(base: Resolution, running_head: str) -> dict[str, bytes]:
    """The parts of a new document by name, all but its text and footnotes."""
    from jinja2 import Environment, FileSystemLoader

    from resdraft.library import data

    look = data("templates") / "itu"
    environment = Environment(loader=FileSystemLoader(look), autoescape=True, keep_trailing_newline=True)
    title = base.title.plain.replace("\n", " ")
    head = running_head or " ".join((base.number.plain if base.number else title).split())
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships((("officeDocument", DOCUMENT), ("metadata/core-properties", "docProps/core.xml"))),
        "docProps/core.xml": environment.get_template("core.xml.j2").render(title=title, language=base.language).encode(),
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
        "word/header1.xml": environment.get_template("header.xml.j2").render(running_head=head).encode(),
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


def relate(parts: dict[str, bytes], part: str, kind: str, target: str, *, external: bool = False) -> str:
    """The id of a part's relationship of a kind to a target; made where there is none."""
    name = relationships_of(part)
    root = parse(parts[name]) if name in parts else parse(_relationships(()))
    known = [child for child in root if isinstance(child.tag, str)]
    for child in known:
        if child.get("Target") == target and child.get("Type", "").endswith(f"/{kind}"):
            return child.get("Id", "")
    strict = any(child.get("Type", "").startswith(_STRICT_OFFICE) for child in known)
    taken = {child.get("Id") for child in known}
    own = next(f"rId{n}" for n in range(len(known) + 1, 2 * len(known) + 3) if f"rId{n}" not in taken)
    attributes = {"Id": own, "Type": (_STRICT_OFFICE if strict else _OFFICE) + kind, "Target": target}
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes | ({"TargetMode": "External"} if external else {}))
    parts[name] = serialise(root)
    return own


def put_footnotes(parts: dict[str, bytes], main: str, content: bytes) -> None:
    """Put the footnotes' part in, where the file has it or as a new one."""
    known = related(parts, main, "footnotes")
    folder = posixpath.dirname(main)
    name = known[0] if known else _free(parts, posixpath.join(folder, "footnotes"))
    parts[name] = content
    if not known:
        relate(parts, main, "footnotes", posixpath.relpath(name, folder) if folder else name)
        _declare(parts, name, _TYPE + "footnotes+xml")


def put_manifest(parts: dict[str, bytes], main: str, manifest: Manifest) -> None:
    """Put our manifest in, in the place of an earlier one."""
    name = Manifest.part(parts) or _free(parts, "customXml/item", first=1)
    if name not in parts:
        parts[name] = b""
        relate(parts, main, "customXml", posixpath.relpath(name, posixpath.dirname(main) or "."))
        _declare(parts, name, "application/xml", only_if_unknown=True)
    parts[name] = manifest.write()


def _free(parts: dict[str, bytes], stem: str, first: int = 0) -> str:
    """A name that no part has: the stem itself, or with the next number behind it."""
    names = (f"{stem}{n or ''}.xml" for n in range(first, len(parts) + 2))
    return next(name for name in names if name not in parts)


def _declare(parts: dict[str, bytes], part: str, kind: str, *, only_if_unknown: bool = False) -> None:
    root = parse(parts["[Content_Types].xml"])
    ending = part.rpartition(".")[2].lower()
    known = {child.get("Extension", "").lower() for child in root if isinstance(child.tag, str)}
    if only_if_unknown and ending in known:
        return
    etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
    parts["[Content_Types].xml"] = serialise(root)
