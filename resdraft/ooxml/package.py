"""A Word file as its parts (ECMA-376 Part 2): opened with care, written the same way every time, saved whole or not at all."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.limits import (
    MIB,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    MOST_XML_BYTES,
    MOST_XML_TAGS,
    RATIO_FROM_BYTES,
)
from resdraft.ooxml.signatures import OPEN_DOCUMENT, SAVE_AS, ZIP, hint_for, kind_of_file

_OTHERS = {"xl": "an Excel workbook", "ppt": "a PowerPoint presentation"}
"""Where the main part of another program's package stands."""
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".zip", ".docx", ".xlsx", ".pptx")
"""Endings of what is packed already: packing it again costs time and gains nothing."""
_LEVEL = 3
"""Of compression: two thirds of the time of the usual level 6, for files that are two in a hundred larger."""


def open_package(content: bytes, name: str = "") -> dict[str, bytes]:
    """The parts of a .docx or .docm by their names.

    Raises:
        Unreadable: for what is no Word file, is encrypted or of an older kind, or is built to do harm.
    """

    def refuse(what: str, hint: str = "ask its sender for it again") -> Unreadable:
        return Unreadable(Problem(what, hint, file=name))

    if not content.startswith(ZIP):
        kind = kind_of_file(content)
        raise refuse(kind or "no Word file, but text or something else", hint_for(kind, name))
    # Each entry of the directory begins so: they are counted before an object is made of each.
    if content.count(b"PK\x01\x02") > 2 * MOST_PARTS:
        raise refuse("the file has more parts than a document has", "do not open it; ask its sender for another copy")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if problem := _suspicious(entries):
                raise refuse(problem, "do not open it; ask its sender for another copy")
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except Unreadable:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds on damaged input
        what = " ".join(str(error).split())[:80] or type(error).__name__
        raise refuse(f"a damaged Word file ({what})") from None
    # The first entry of an OpenDocument package names its kind.
    if "mimetype" in parts:
        raise refuse(OPEN_DOCUMENT, SAVE_AS.format(name))
    if "[Content_Types].xml" not in parts:
        raise refuse("a zip archive, but no Word document", "give a .docx file")
    folder = main_part(parts, name).partition("/")[0]
    if folder in _OTHERS:
        raise refuse(_OTHERS[folder], "give a .docx file")
    return parts


def _suspicious(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What makes the entries of an archive no document's, if anything."""
    # Programs know parts by their names whatever the case (Part 2, 6.2.2.3): of two, each program would read another.
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        return "a part is in the file twice"
    if len(entries) > MOST_PARTS:
        return "the file has more parts than a document has"
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        return "the file unpacks to more than a document holds"
    for entry in entries:
        if entry.file_size > max(RATIO_FROM_BYTES, MOST_RATIO * entry.compress_size):
            return f"{entry.filename} unpacks to {entry.file_size >> 20} MiB from almost nothing"
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/"):
            return "a part's name leads out of the file"
        if entry.flag_bits & 1:
            return "the archive is encrypted"
    return ""


def main_part(parts: Mapping[str, bytes], name: str = "") -> str:
    """The name of the document's main part, by its relationship.

    Raises:
        Unreadable: where there is none.
    """
    # Most files have it at word/document.xml, but only the relationship says so.
    for target in related(parts, "", "officeDocument"):
        return target
    if "word/document.xml" in parts:
        return "word/document.xml"
    raise Unreadable(Problem("a zip archive, but no Word document in it", "give a .docx file", file=name))


def relationships_of(part: str) -> str:
    """The name of the part that holds the relationships of a part (``""`` is the package)."""
    folder, _, own = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{own}.rels")


def related(parts: Mapping[str, bytes], part: str, kind: str) -> list[str]:
    """The parts that a part (``""`` is the package) is related to by a kind such as ``footnotes``, those that exist."""
    return [target for own, target in targets(parts, part, PartNames(parts)) if own == kind]


def targets(parts: Mapping[str, bytes], part: str, names: PartNames, name: str = "") -> Iterator[tuple[str, str]]:
    """The kinds of a part's relationships, and the parts that they lead to, those that exist. ``name`` is the file's, for messages."""
    for _, kind, where, external in relationships_from(parts, part, name):
        if not external and (target := names.at(part, where)) in parts:
            yield kind, target


class RelationshipRow(NamedTuple):
    """A relationship as it is written."""

    id: str
    kind: str
    """The last segment of its type, such as ``image``."""
    target: str
    external: bool


def relationships_from(parts: Mapping[str, bytes], part: str, name: str = "") -> Sequence[RelationshipRow]:
    """The relationships of a part (``""`` is the package), in order; none where it has none. ``name`` is the file's, for messages.

    Raises:
        Unreadable: where their part is no XML.
    """
    own = relationships_of(part)
    content = parts.get(own)
    if content is None:
        return ()
    try:
        return _relationship_rows(content)
    except Unreadable:
        parse(content, name, own)
        raise


@lru_cache(maxsize=64)
def _relationship_rows(content: bytes) -> tuple[RelationshipRow, ...]:
    return tuple(
        RelationshipRow(
            row.get("Id", ""),
            row.get("Type", "").rpartition("/")[2],
            row.get("Target", ""),
            row.get("TargetMode") == "External",
        )
        for row in parse(content)
        if isinstance(row.tag, str)
    )


class PartNames:
    """Finds parts by the targets of relationships."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Take the parts of a package."""
        self.parts = parts

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {unquote(name).casefold(): name for name in self.parts}

    def at(self, part: str, target: str) -> str:
        """The part that a relationship of ``part`` leads to; the name that it would have, where there is none."""
        # A target is relative to the folder of the part, or begins with a slash.
        name = posixpath.normpath(posixpath.join("/", part.rpartition("/")[0], target))[1:]
        # It is an address, so signs may stand as %20; and names are the same whatever the case of their letters (Part 2, 6.2.2).
        return name if name in self.parts else self._folded.get(unquote(name).casefold(), name)


def parse(content: bytes, name: str = "", part: str = "") -> etree._Element:
    """The root of an XML part. No entities, no network, no document type; libxml2 bounds the depth.

    Args:
        content: of the part. ``name`` is the file's and ``part`` the part's, for messages.

    Raises:
        Unreadable: where the part is no XML, or XML that could do harm.
    """
    if len(content) > MOST_XML_BYTES or content.count(b"<") > MOST_XML_TAGS:
        what = f"a part with more than {MOST_XML_BYTES // MIB} MiB or {MOST_XML_TAGS:,} tags, which no document has"
        raise Unreadable(Problem(what, "do not open it; ask its sender for another copy", file=name))
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        what = f"{part}: " * bool(part) + " ".join(str(error).split())[:80]
        raise Unreadable(Problem(f"a damaged Word file ({what})", "open it in Word and save it again", file=name)) from None
    if getattr(etree.ElementTree(root).docinfo, "doctype", ""):
        what = f"{part or 'a part'} declares a document type, which no Word file does"
        raise Unreadable(Problem(what, "do not open it; ask its sender for another copy", file=name))
    return root


def serialise(root: etree._Element) -> bytes:
    """An XML part as bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx: the same parts give the same bytes. The content types come first, as Word has them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels/"), name)):
            # The earliest time that a zip archive can hold: a clock would make the same text give other bytes each time.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            packed = name.lower().endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            # Otherwise the system that we run on would stand in the file.
            entry.create_system = 0
            archive.writestr(entry, parts[name], compresslevel=_LEVEL)
    return out.getvalue()
