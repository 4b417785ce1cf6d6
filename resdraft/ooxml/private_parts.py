"""Parts of a package that say something beside the text: taken out with their relationships, and what only they refer to."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from resdraft.errors import Unreadable, shortened
from resdraft.ooxml.manifest import NAMESPACE
from resdraft.ooxml.package import parse, relationships_of, serialise

_TYPES = "[Content_Types].xml"
_LONGEST = 160
"""So many characters of what was found are told."""
_KIND_OF = {
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsIds": "comments",
    "commentsExtensible": "comments",
    "people": "authors",
    "core-properties": "properties",
    "extended-properties": "properties",
    "extendedProperties": "properties",
    "custom-properties": "properties",
    "customProperties": "properties",
    "classificationlabels": "properties",
    "thumbnail": "thumbnails",
    "customXml": "custom-xml",
    "printerSettings": "printer",
    "attachedTemplate": "paths",
    "mailMergeSource": "paths",
    "mailMergeHeaderSource": "paths",
    "mailMergeRecipientData": "paths",
    "recipientData": "paths",
    "transform": "paths",
    "webextensiontaskpanes": "add-ins",
    "webextension": "add-ins",
    "origin": "signatures",
}
"""What a part is by the last word of the type of its relationship, in the transitional and in the strict form."""
_KIND_BY_NAME = (
    ("docprops/thumbnail", "thumbnails"),
    ("docprops/", "properties"),
    ("docmetadata/", "properties"),
    ("customxml/", "custom-xml"),
    ("_xmlsignatures/", "signatures"),
    ("word/webextensions/", "add-ins"),
)
"""What a part is by the beginning of its name, where nothing refers to it."""


@dataclass(frozen=True)
class PrivateData:
    """Something that was found in a file beside its text."""

    kind: str
    part: str
    count: int
    what: str
    """Examples of it, such as the names of authors; may be empty."""


class Findings:
    """Collects what is found: of each kind in each part how often, and examples."""

    def __init__(self, keep: frozenset[str]) -> None:
        """Begin; ``keep`` are the kinds that stay."""
        self.keep = keep
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._examples: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def wanted(self, kind: str) -> bool:
        """Whether a kind is to be taken out."""
        return kind not in self.keep

    def add(self, kind: str, part: str, example: str = "", count: int = 1) -> None:
        """Note something that was taken out."""
        self._counts[kind, part] += count
        shown = " ".join("".join(c if c.isprintable() else " " for c in example).split())
        if shown:
            self._examples[kind, part].setdefault(shown)

    def all(self) -> tuple[PrivateData, ...]:
        """What was found, by part and kind."""
        return tuple(
            PrivateData(kind, part, count, shortened("; ".join(self._examples[kind, part]), _LONGEST))
            for (kind, part), count in sorted(self._counts.items(), key=lambda item: item[0][::-1])
        )


class OpenParts:
    """The parts of a package, those of XML parsed when they are first asked for. Written back are only those that were changed."""

    def __init__(self, parts: dict[str, bytes], name: str = "") -> None:
        """Open the parts; ``name`` is the file's, for messages."""
        self.parts, self.name = parts, name
        self.unreadable: list[str] = []
        self._roots: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._folded = {part.casefold(): part for part in parts}
        self._dropped: set[str] = set()

    def root(self, part: str) -> etree._Element:
        """The root of a part of XML."""
        if part not in self._roots:
            self._roots[part] = parse(self.parts[part], self.name)
        return self._roots[part]

    def xml(self) -> Iterator[str]:
        """The names of the parts that are XML; relationships and content types are none of them. What cannot be parsed is noted."""
        for part, content in list(self.parts.items()):
            if not part.lower().endswith((".xml", ".vml")) or part == _TYPES or not content.strip():
                continue
            if part in self.parts and part not in self.unreadable:
                try:
                    self.root(part)
                except Unreadable:
                    self.unreadable.append(part)
                else:
                    yield part

    def changed(self, part: str) -> None:
        """Note that the root of a part was changed."""
        self._changed.add(part)

    def drop(self, part: str) -> None:
        """Take out a part, its relationships, and what says of which content it is."""
        for name in (part, relationships_of(part)):
            self.parts.pop(name, None)
            self._folded.pop(name.casefold(), None)
            self._roots.pop(name, None)
            self._changed.discard(name)
        self._dropped.add(f"/{part}".casefold())

    def written(self) -> dict[str, bytes]:
        """All parts as bytes."""
        types = self.root(_TYPES)
        for child in list(types) if self._dropped else ():
            if isinstance(child.tag, str) and child.get("PartName", "").casefold() in self._dropped:
                types.remove(child)
                self.changed(_TYPES)
        self._dropped = set()
        return self.parts | {part: serialise(self._roots[part]) for part in self._changed}

    def relationships(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Every relationship: the part of relationships that it stands in, the part that it starts from, and itself."""
        for name in [part for part in self.parts if part.endswith(".rels")]:
            folder, _, own = name.rpartition("_rels/")
            for child in list(self.root(name)):
                if isinstance(child.tag, str):
                    yield name, folder + own.removesuffix(".rels"), child

    def target(self, start: str, relationship: etree._Element) -> str:
        """The part that a relationship points to; "" where it points outside, or to nothing. Names of parts differ not by case alone."""
        if relationship.get("TargetMode") == "External":
            return ""
        folder = start.rpartition("/")[0]
        wanted = posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", "")))[1:]
        return wanted if wanted in self.parts else self._folded.get(wanted.casefold(), "")

    def reached(self) -> set[str]:
        """The parts that can be reached from the package by relationships."""
        below: dict[str, list[str]] = defaultdict(list)
        for _, start, relationship in self.relationships():
            if target := self.target(start, relationship):
                below[start].append(target)
        seen, waiting = {""}, [""]
        while waiting:
            for target in below.get(waiting.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen


def drop_parts(opened: OpenParts, found: Findings) -> None:
    """Take out the parts that are private by their kind, and what nothing but them refers to."""
    before = opened.reached()
    for rels, start, relationship in opened.relationships():
        target, kind = opened.target(start, relationship), _kind_of(relationship, found)
        if kind == "custom-xml" and NAMESPACE.encode() in opened.parts.get(target, b""):
            kind = "manifest"
        # What one of our own parts refers to is ours.
        if kind and found.wanted(kind):
            opened.root(rels).remove(relationship)
            opened.changed(rels)
            found.add(kind, target or rels, _said(opened, target) or ("" if target else relationship.get("Target", "")))
    for part in sorted(before - opened.reached()):
        opened.drop(part)
    for part in sorted(opened.parts):
        kind = next((kind for begin, kind in _KIND_BY_NAME if part.casefold().startswith(begin)), "")
        if kind and found.wanted(kind) and part not in before and not part.endswith(".rels"):
            found.add(kind, part)
            opened.drop(part)


def _kind_of(relationship: etree._Element, found: Findings) -> str:
    last = relationship.get("Type", "").rpartition("/")[2]
    # With the comments kept, this part has the days on which they were made, and who reacted.
    return "authors" if last == "commentsExtensible" and not found.wanted("comments") else _KIND_OF.get(last, "")


def _said(opened: OpenParts, part: str) -> str:
    """What a part of properties says, or whom a part of people names."""
    if not part.lower().endswith(".xml"):
        return ""
    try:
        root = opened.root(part)
    except Unreadable:
        return ""
    people = root.iter("{*}person", "{*}comment")
    names = [str(value) for e in people for key, value in e.attrib.items() if str(key).endswith("author")]
    if names or not str(root.tag).endswith("roperties"):
        return "; ".join(dict.fromkeys(names))
    said = ((etree.QName(e).localname, (e.text or "").strip()) for e in root.iter(etree.Element))
    return "; ".join(f"{key}: {value}" for key, value in said if value)


def drop_orphans(opened: OpenParts, found: Findings) -> None:
    """Take out the parts that nothing refers to, and relationships of parts that are not there."""
    reached = opened.reached()
    # Without a relationship to the main part (such files exist, and are read) nothing is known of what belongs to it.
    if not found.wanted("orphans") or not any(part.casefold().startswith("word/") for part in reached):
        return
    for part in sorted(opened.parts):
        if part in reached or part == _TYPES or part.endswith(".rels"):
            continue
        found.add("orphans", part)
        opened.drop(part)
    for part in [part for part in opened.parts if part.endswith(".rels")]:
        folder, _, own = part.rpartition("_rels/")
        start = folder + own.removesuffix(".rels")
        if start and start not in opened.parts:
            opened.drop(part)
            found.add("orphans", part)
