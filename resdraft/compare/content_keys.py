"""When formatting, objects, links and paragraph properties of two files are the same: in forms that can be compared across files."""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Iterator, Mapping

from lxml import etree

from resdraft.ooxml.names import VAL, R, w
from resdraft.ooxml.package import parse, relationships_of

STYLES = frozenset((w("pStyle"), w("rStyle"), w("tblStyle")))
NUMBER = w("numId")
NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_NO_LOOK = frozenset(w(name) for name in ("lang", "noProof", "rPrChange", "ins", "del", "moveFrom", "moveTo", "webHidden"))
_NO_STATE = frozenset(w(name) for name in ("rPr", "sectPr", "pPrChange"))
OFF = ("0", "false", "off")
_NO_FORM = frozenset(
    w(name)
    for name in (
        *("tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "ins", "del", "cellIns", "cellDel", "cellMerge"),
        *("gridSpan", "vMerge", "cnfStyle"),
    )
)
"""What in the properties of a table, row or cell is a mark, says how a row is divided, or only repeats what the style gives."""
_TABLE_LOOK = w("tblLook")
_SWITCHES = frozenset(
    w(name) for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "vanish", "keepNext", "keepLines")
)
_FLEETING = ("rsid", "paraId", "textId", "anchorId", "editId", "spid", "gfxdata", "docId")


def fleeting(name: str) -> bool:
    """Whether an attribute says nothing of the content: it changes each time that a file is saved."""
    own = name.rpartition("}")[2]
    return own.startswith(_FLEETING)


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The names and values of an element's attributes."""
    for name, value in element.attrib.items():
        yield str(name), str(value)


class Relations:
    """What a part of a file is related to, by the ids of its relationships."""

    def __init__(self, parts: Mapping[str, bytes], part: str) -> None:
        self.parts, self.part = parts, part
        self.known: dict[str, tuple[str, str, bool]] = {}
        name = relationships_of(part)
        folder = part.rpartition("/")[0]
        for relation in parse(parts[name]) if name in parts else ():
            if isinstance(relation.tag, str):
                external = relation.get("TargetMode") == "External"
                target = relation.get("Target", "")
                if not external:
                    target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
                self.known[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], target, external

    def content(self, own: str) -> Hashable:
        """What a relationship leads to: an address, or the content of a part."""
        kind, target, external = self.known.get(own, ("", own, True))
        return (kind, target) if external else (kind, self.parts.get(target, b""))


class ContentKeys:
    """The forms of one part of the old file."""

    def __init__(self, parts: Mapping[str, bytes], part: str, notes: Mapping[tuple[str, str], Hashable]) -> None:
        self.parts, self.part, self.notes = parts, part, notes
        self._relations: Relations | None = None

    @property
    def relations(self) -> Relations:
        """The relationships of the part."""
        if self._relations is None:
            self._relations = Relations(self.parts, self.part)
        return self._relations

    def style(self, own: str) -> str:
        """The id of a style, as the old file knows it."""
        return own

    def number(self, own: str) -> str:
        """The id of a list, as the old file knows it."""
        return own

    @property
    def renamed(self) -> frozenset[bytes]:
        """The ids of styles that mean another style in the old file."""
        return frozenset()

    def run(self, properties: etree._Element) -> Hashable:
        """Run properties: what of them can be seen."""
        return tuple(self._property(child) for child in properties if child.tag not in _NO_LOOK)

    def _property(self, child: etree._Element) -> Hashable:
        tag = child.tag
        if tag in _SWITCHES:
            return tag, child.get(VAL) not in OFF
        if tag in STYLES:
            return tag, self.style(child.get(VAL, ""))
        if tag == NUMBER:
            return tag, self.number(child.get(VAL, ""))
        values = tuple(sorted(child.attrib.items()))
        return (tag, values, tuple(self._property(inner) for inner in child)) if len(child) else (tag, values)

    def state(self, properties: etree._Element | None) -> Hashable:
        """Paragraph properties, without those of the mark and of a section that ends there."""
        if properties is None:
            return ()
        return tuple(self._property(child) for child in properties if child.tag not in _NO_STATE)

    def table(self, properties: etree._Element | None) -> Hashable:
        """Properties of a table, row or cell, without marks and without how its cells are joined."""
        found = (child for child in (properties if properties is not None else ()) if child.tag not in _NO_FORM)
        # The same choice of bands can be written as one number or as a switch for each.
        return frozenset(c.get(VAL) if c.tag == _TABLE_LOOK and c.get(VAL) else self._property(c) for c in found)

    def note(self, kind: str, own: str) -> Hashable:
        """A footnote or endnote, by which one it is to the other file; one that is none to it is like no other."""
        return self.notes.get((kind, own), (kind, own, type(self).__name__))

    def referred(self, kind: str, own: str) -> Hashable:
        """What an id leads to: of a note, a list or a relationship."""
        if kind == "numId":
            return self.number(own)
        return self.relations.content(own) if kind == "r" else self.note(kind, own)

    def link(self, link: etree._Element) -> Hashable:
        """Where a hyperlink leads."""
        own = link.get(f"{{{R}}}id")
        return link.get(w("anchor")), self.relations.content(own) if own else None

    def whole(self, element: etree._Element) -> Hashable:
        """All that an element holds, what it refers to by an id counted as what it is."""
        out: list[Hashable] = []
        for inner in element.iter():
            tag = inner.tag
            if not isinstance(tag, str):
                continue
            values = [(name, self.relations.content(v) if name.startswith(f"{{{R}}}") else v) for name, v in attributes(inner)]
            known: Hashable = tuple(sorted(((n, v) for n, v in values if not fleeting(n)), key=str))
            if tag in STYLES or tag == NUMBER:
                known = self._property(inner)
            elif tag in NOTES:
                known = self.note(NOTES[tag], inner.get(w("id"), ""))
            out.append((tag, inner.text, known))
        return tuple(out)

    def object(self, element: etree._Element) -> Hashable:
        """What is no word: all that it is made of."""
        out: list[Hashable] = []
        for inner in element.iter():
            if not isinstance(inner.tag, str):
                continue
            numbered = inner.tag.endswith(("}docPr", "}cNvPr", "}shape", "}shapetype", "}imagedata"))
            values = tuple(
                sorted(
                    (name, self.relations.content(value) if name.startswith(f"{{{R}}}") else value)
                    for name, value in attributes(inner)
                    if not fleeting(name) and not (numbered and name in ("id", "name", "descr", "title"))
                )
                if len(inner.attrib)
                else ()
            )
            out.append((inner.tag, (inner.text or "").strip(), values))
        return tuple(out)
