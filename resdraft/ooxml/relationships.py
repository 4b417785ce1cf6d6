"""Relationships and content types: how the parts of a package hang together (ECMA-376 Part 2, 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from resdraft.ooxml.names import CONTENT_TYPES, RELATIONSHIPS, default_namespace
from resdraft.ooxml.package import PartNames, parse, relationships_of, serialise, targets

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_TEXTS = frozenset(
    ("officeDocument", "header", "footer", "footnotes", "endnotes", "comments", "glossaryDocument", "styles", "numbering")
)
"""The kinds of relationships that lead to parts in which text or marks of it can stand (Part 1, 11.3)."""


def relationships(targets: Iterable[tuple[str, str]]) -> bytes:
    """A part of relationships, numbered on from ``rId1``: the kind of each, and its target."""
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=default_namespace(RELATIONSHIPS))
    for n, (kind, target) in enumerate(targets, 1):
        base = RELATIONSHIPS + "/" if kind.startswith("metadata") else _OFFICE
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", {"Id": f"rId{n}", "Type": base + kind, "Target": target})
    return serialise(root)


def relate(parts: dict[str, bytes], part: str, kind: str, target: str, *, external: bool = False) -> str:
    """The id of a part's relationship of a kind to a target. It is made where there is none, strict where the part's others are.

    Args:
        parts: of the package; changed where the relationship is new.
        part: the name of the part that it starts from.
        kind: such as ``comments``.
        target: the name of a part relative to the folder of ``part``, or an address.
        external: whether the target is an address outside the file.
    """
    name = relationships_of(part)
    root = parse(parts[name]) if name in parts else parse(relationships(()))
    known = [child for child in root if isinstance(child.tag, str)]
    for child in known:
        if child.get("Target") == target and child.get("Type", "").endswith(f"/{kind}"):
            return child.get("Id", "")
    # A strict file has other names for the kinds of relationships (ISO/IEC 29500 Strict).
    strict = any(child.get("Type", "").startswith(_STRICT_OFFICE) for child in known)
    taken = {child.get("Id") for child in known}
    own = next(f"rId{n}" for n in range(len(known) + 1, 2 * len(known) + 3) if f"rId{n}" not in taken)
    attributes = {"Id": own, "Type": (_STRICT_OFFICE if strict else _OFFICE) + kind, "Target": target}
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes | ({"TargetMode": "External"} if external else {}))
    parts[name] = serialise(root)
    return own


def content_types(parts: Mapping[str, bytes], name: str = "") -> dict[str, str]:
    """The content type of each part; "" where the package says none."""
    said: dict[str, str] = {}
    for child in parse(parts["[Content_Types].xml"], name, "[Content_Types].xml"):
        # Names of parts and their endings are the same whatever the case of their letters (Part 2, 7.2.3).
        said[child.get("PartName", f".{child.get('Extension', '')}").casefold()] = child.get("ContentType", "").strip().lower()
    endings = ((part, f".{part.rpartition('.')[2]}".casefold()) for part in parts)
    return {part: said.get(f"/{part}".casefold(), said.get(ending, "")) for part, ending in endings}


def reached_parts(parts: Mapping[str, bytes], name: str = "") -> dict[str, bool]:
    """The parts that relationships lead to, and whether one says that the part holds text, whatever its name and content type are."""
    known = PartNames(parts)
    out: dict[str, bool] = {}
    # The package itself has relationships too: it is the part without a name.
    for part in ("", *parts):
        for kind, target in targets(parts, part, known, name):
            out[target] = kind in _TEXTS or out.get(target, False)
    return out


def free_name(parts: dict[str, bytes], stem: str, first: int = 0, ending: str = ".xml") -> str:
    """A name that no part has: the stem itself, or with the next number behind it."""
    names = (f"{stem}{n or ''}{ending}" for n in range(first, len(parts) + 2))
    return next(name for name in names if name not in parts)


def declare(parts: dict[str, bytes], part: str, kind: str, *, only_if_unknown: bool = False) -> None:
    """Say what kind of content a part holds. Word refuses a file where it is said twice (Part 2, 7.3.4).

    Args:
        only_if_unknown: whether to say it only where the ending of the part's name does not say it already.
    """
    root = parse(parts["[Content_Types].xml"])
    ending = part.rpartition(".")[2].lower()
    known = {child.get("Extension", "").lower() for child in root if isinstance(child.tag, str)}
    said = {child.get("PartName") for child in root if isinstance(child.tag, str)}
    if f"/{part}" in said or (only_if_unknown and ending in known):
        return
    etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
    parts["[Content_Types].xml"] = serialise(root)
