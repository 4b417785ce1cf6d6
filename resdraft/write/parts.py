"""The parts of a file beside its text: styles, settings, header, properties, footnotes, comments, our manifest."""

from __future__ import annotations

import csv
import posixpath
import re

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.library import data_folder
from resdraft.model.resolution import Resolution
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import CONTENT_TYPES, DOCUMENT, FOOTNOTES, MANIFEST, W, default_namespace
from resdraft.ooxml.package import parse, related, serialise
from resdraft.ooxml.relationships import declare, free_name, relate, relationships

_BEFORE_TRACKING = re.compile(
    r"\{.*\}(?:writeProtection|view|zoom|remove\w+|doNotDisplayPageBoundaries|displayBackgroundShape|print\w+|embed\w+|save\w+"
    r"|mirrorMargins|alignBordersAndEdges|bordersDoNotSurround\w+|gutterAtTop|hide\w+Errors|activeWritingStyle|proofState|formsDesign"
    r"|attachedTemplate|linkStyles|stylePane\w+|documentType|mailMerge|revisionView)"
)
"""What stands before it in the settings: their order is fixed (17.15.1.78)."""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def package(base: Resolution, running_head: str) -> dict[str, bytes]:
    """The parts of a new document by name, all but its text and footnotes."""
    from jinja2 import Environment, FileSystemLoader

    turned = lexicon(base.language).right_to_left
    look = data_folder("templates") / "itu"
    environment = Environment(loader=FileSystemLoader(look), autoescape=True, keep_trailing_newline=True)
    title = base.title.plain.replace("\n", " ")
    head = running_head or " ".join((base.number.plain if base.number else title).split())
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": relationships((("officeDocument", DOCUMENT), ("metadata/core-properties", "docProps/core.xml"))),
        "docProps/core.xml": environment.get_template("core.xml.j2").render(title=title, language=base.language).encode(),
        "word/_rels/document.xml.rels": relationships(
            (
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footnotes", "footnotes.xml"),
                ("header", "header1.xml"),
                ("customXml", f"../{MANIFEST}"),
            )
        ),
        "word/styles.xml": environment.get_template("styles.xml.j2")
        .render(font=font_of(base.language), right_to_left=turned)
        .encode(),
        "word/settings.xml": (look / "settings.xml").read_bytes(),
        "word/header1.xml": _header(environment.get_template("header.xml.j2").render(running_head=head).encode(), turned),
    }


def _header(content: bytes, turned: bool) -> bytes:
    if not turned:
        return content
    root = parse(content)
    direct_all((root,), right_to_left=True)
    return serialise(root)


def font_of(language: str) -> dict[str, str]:
    """The fonts of a language, their size for complex scripts as a multiple of that of Latin letters, and its name as Word has it."""
    with (data_folder("templates") / "itu" / "fonts.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["language"]: row for row in csv.DictReader(lines)}
    return rows.get(language, rows["en"])


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


def put_footnotes(parts: dict[str, bytes], main: str, content: bytes) -> None:
    """Put the footnotes' part in, where the file has it or as a new one."""
    _put(parts, main, "footnotes", content)


def put_comments_part(parts: dict[str, bytes], main: str, content: bytes) -> None:
    """Put the comments' part in, where the file has it or as a new one."""
    _put(parts, main, "comments", content)


def _put(parts: dict[str, bytes], main: str, kind: str, content: bytes) -> None:
    """Put a part in, related to the main part by a kind. A new one has the kind for its name, or a number behind it where that is taken."""
    known = related(parts, main, kind)
    folder = posixpath.dirname(main)
    name = known[0] if known else free_name(parts, posixpath.join(folder, kind))
    parts[name] = content
    if not known:
        relate(parts, main, kind, posixpath.relpath(name, folder) if folder else name)
        declare(parts, name, f"{_TYPE}{kind}+xml")


def switch_on_tracking(parts: dict[str, bytes], main: str) -> None:
    """Have Word track what is typed from now on (17.15.1.90); all else in the settings stays."""
    known = related(parts, main, "settings")
    if not known:
        _put(parts, main, "settings", f'<w:settings xmlns:w="{W}"><w:trackRevisions/></w:settings>'.encode())
        return
    root = parse(parts[known[0]])
    # A strict file has a namespace of its own.
    space = str(root.tag).rpartition("}")[0] + "}"
    for old in root.findall(f"{space}trackRevisions"):
        root.remove(old)
    at = max((n for n, child in enumerate(root, 1) if _BEFORE_TRACKING.fullmatch(str(child.tag))), default=0)
    root.insert(at, etree.Element(f"{space}trackRevisions"))
    parts[known[0]] = serialise(root)


def put_manifest(parts: dict[str, bytes], main: str, manifest: Manifest) -> None:
    """Put our manifest in, in the place of an earlier one, with the properties that keep it there when another program saves."""
    name = Manifest.part_name(parts) or free_name(parts, "customXml/item", first=1)
    if name not in parts:
        parts[name] = b""
        relate(parts, main, "customXml", posixpath.relpath(name, posixpath.dirname(main) or "."))
        declare(parts, name, "application/xml", only_if_unknown=True)
    if not related(parts, name, "customXmlProps"):
        properties = free_name(parts, "customXml/itemProps", first=1)
        parts[properties] = Manifest.properties()
        relate(parts, name, "customXmlProps", posixpath.basename(properties))
        declare(parts, properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    parts[name] = manifest.write()
