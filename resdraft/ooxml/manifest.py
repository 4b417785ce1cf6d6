"""Our own part in a Word file: the base that is marked, its language, and the sources behind the authors of its marks.

It is a custom XML part: other programs keep such parts and do not look into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Unreadable
from resdraft.limits import count
from resdraft.ooxml.amendments import AmendmentBookmarks
from resdraft.ooxml.manifest_faults import lies
from resdraft.ooxml.names import default_namespace
from resdraft.ooxml.package import parse, serialise

NAMESPACE = "urn:resdraft:manifest:1"
SECRETARIAT = "ITU secretariat"
_PART = re.compile(r"customXml/item\d*\.xml")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_ID = "{6D3F5B0C-7A51-5E0B-9A43-0F0C5D1E7B52}"
"""By this a program knows the part among others of its kind (22.5.2.1)."""
_CODES = re.compile(r"[A-Z][A-Z0-9/-]{0,11}(, [A-Z][A-Z0-9/-]{0,11})+")
"""An author that looks as several codes of sources do."""


def digest_of(words: str) -> str:
    """A digest of a paragraph's words, by which the manifest knows it. Kinds and numbers of blanks make no difference."""
    import hashlib

    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]


def bookmark_of(fingerprint: str) -> str:
    """The name of the hidden bookmark that stands for a text in its draft. No name is longer than 40 characters in Word."""
    return f"_rd_base_{fingerprint}"[:40]


class AddedParagraph(NamedTuple):
    """A paragraph that marks insert into somebody's own file, where no style of ours says what it is."""

    digest: str
    """Of its words; see :func:`digest_of`."""
    kind: str
    """The kind of the provision, such as ``clause``."""
    depth: int
    labelled: bool


@dataclass(frozen=True)
class Manifest:
    """What the part says."""

    language: str = "en"
    fingerprint: str = ""
    """Of the base."""
    sources: tuple[str, ...] = ()
    """The codes that authors are made of: with ``CHN`` and ``RUS`` known, the author ``CHN, RUS`` is two sources."""
    provenance: tuple[tuple[str, str], ...] = ()
    """Where the base comes from, as names and values."""
    secretariat: str = SECRETARIAT
    """The author of tags and brackets."""
    ours: bool = True
    """Whether the whole file was written by us, with a style for each kind and depth. Else our marks stand in somebody's own file."""
    added: tuple[AddedParagraph, ...] = ()
    amendments: tuple[AmendmentBookmarks, ...] = ()
    """The bookmarks of the amendments."""
    conflicts: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """The choices that are laid open: of each, the sources of each option."""
    proposals: str = ""
    """The proposals of a contribution, as JSON. They count only where the file still says the same to the eye."""
    draft: str = ""
    """The text that a draft was begun on, as JSON."""

    def sources_of(self, author: str | None) -> frozenset[str]:
        """The sources behind an author: its pieces where every piece is registered, else the whole string; the secretariat is none."""
        if author is None or author == self.secretariat:
            return frozenset()
        pieces = author.split(", ")
        return frozenset(pieces) if all(piece in self.sources for piece in pieces) else frozenset((author,))

    def rivals(self, sources: Collection[str]) -> tuple[str, ...]:
        """Sources among these that stand for different options of one choice; none where they have a common text."""
        for options in self.conflicts:
            chosen = [set(option) & set(sources) for option in options]
            if sum(map(bool, chosen)) > 1:
                return tuple(sorted({source for own in chosen for source in own}))
        return ()

    def filter_for(self, sources: Collection[str]) -> Callable[[str | None], bool]:
        """The filter by which the marks of these sources count, and no others."""
        kept = frozenset(sources)
        return lambda author: bool(self.sources_of(author) & kept)

    def write(self) -> bytes:
        """The part as bytes."""
        root = etree.Element(f"{{{NAMESPACE}}}manifest", nsmap=default_namespace(NAMESPACE))
        root.set("language", self.language)
        root.set("fingerprint", self.fingerprint)
        root.set("secretariat", self.secretariat)
        if not self.ours:
            root.set("layout", "own")
        for source in self.sources:
            etree.SubElement(root, f"{{{NAMESPACE}}}source").set("code", source)
        for digest, kind, depth, labelled in self.added:
            item = etree.SubElement(root, f"{{{NAMESPACE}}}added")
            for name, said in (("words", digest), ("kind", kind), ("depth", str(depth)), ("labelled", "01"[labelled])):
                item.set(name, said)
        for known in self.amendments:
            item = etree.SubElement(root, f"{{{NAMESPACE}}}amendment")
            item.set("number", known.number)
            item.set("sources", " ".join(known.sources))
            item.set("bookmarks", " ".join(known.bookmarks))
        for options in self.conflicts:
            item = etree.SubElement(root, f"{{{NAMESPACE}}}conflict")
            for sources in options:
                etree.SubElement(item, f"{{{NAMESPACE}}}option").set("sources", " ".join(sources))
        if self.proposals:
            etree.SubElement(root, f"{{{NAMESPACE}}}proposals").text = self.proposals
        if self.draft:
            etree.SubElement(root, f"{{{NAMESPACE}}}draft").text = self.draft
        for key, value in self.provenance:
            item = etree.SubElement(root, f"{{{NAMESPACE}}}provenance")
            item.set("name", key)
            item.text = value
        return serialise(root)

    @staticmethod
    def read(parts: Mapping[str, bytes]) -> Manifest | None:
        """The manifest of a package that we wrote; None for others."""
        part = Manifest.part_name(parts)
        if not part:
            return None
        try:
            root = parse(parts[part])
        except Unreadable:
            return None
        if lies(root):
            return None
        return Manifest(
            root.get("language", "en"),
            root.get("fingerprint", ""),
            tuple(item.get("code", "") for item in root.findall(f"{{{NAMESPACE}}}source")),
            tuple((item.get("name", ""), item.text or "") for item in root.findall(f"{{{NAMESPACE}}}provenance")),
            root.get("secretariat", SECRETARIAT),
            root.get("layout") is None,
            tuple(
                AddedParagraph(
                    item.get("words", ""),
                    item.get("kind", "clause"),
                    count(item.get("depth", "0")),
                    item.get("labelled") == "1",
                )
                for item in root.findall(f"{{{NAMESPACE}}}added")
                if item.get("depth", "0").isdecimal()
            ),
            tuple(
                AmendmentBookmarks(
                    item.get("number", ""), tuple(item.get("sources", "").split()), tuple(item.get("bookmarks", "").split())
                )
                for item in root.findall(f"{{{NAMESPACE}}}amendment")
            ),
            tuple(
                tuple(tuple(option.get("sources", "").split()) for option in item.findall(f"{{{NAMESPACE}}}option"))
                for item in root.findall(f"{{{NAMESPACE}}}conflict")
            ),
            root.findtext(f"{{{NAMESPACE}}}proposals", ""),
            root.findtext(f"{{{NAMESPACE}}}draft", ""),
        )

    @staticmethod
    def part_name(parts: Mapping[str, bytes]) -> str:
        """The name of the part in a package; "" where there is none."""
        return next((n for n in sorted(parts) if _PART.fullmatch(n) and NAMESPACE.encode() in parts[n]), "")

    @staticmethod
    def properties() -> bytes:
        """The part of properties that goes with it: LibreOffice drops a custom XML part that has none."""
        space = f"{{{_PROPERTIES}}}"
        root = etree.Element(f"{space}datastoreItem", {f"{space}itemID": _PROPERTIES_ID}, nsmap={"ds": _PROPERTIES})
        references = etree.SubElement(root, f"{space}schemaRefs")
        etree.SubElement(references, f"{space}schemaRef", {f"{space}uri": NAMESPACE})
        return serialise(root)

    @staticmethod
    def by_names(codes: Iterable[str]) -> Manifest:
        """What stands in for the manifest in a file without one: authors are made of codes that are known everywhere."""
        return Manifest(sources=tuple(sorted(codes)))

    def unclear(self, authors: Iterable[str | None]) -> list[str]:
        """Authors that look as several codes do, of which not all are known: whether they are one author or more cannot be told."""
        return sorted(a for a in set(authors) if a and _CODES.fullmatch(a) and self.sources_of(a) == {a})
