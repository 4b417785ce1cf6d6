"""Comparable keys for formatting, objects, hyperlinks and notes: equal keys mean equal content, also across two files.

The ids of styles, lists, relationships and notes are local to a file, and XML has several spellings for one meaning. So the elements of two
files cannot be compared as they are written.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.formatting import FALSE_VALUES, Formatting
from resdraft.ooxml.names import TEXT_BOX, VAL, R, w
from resdraft.ooxml.package import PartNames, relationships_from

STYLE_REFERENCES = frozenset((w("pStyle"), w("rStyle"), w("tblStyle")))
LIST_REFERENCE = w("numId")
NOTE_REFERENCES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_NOT_TABLE_FORMATTING = frozenset(
    w(name)
    for name in (
        *("tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "ins", "del", "cellIns", "cellDel", "cellMerge"),
        *("gridSpan", "vMerge", "cnfStyle"),
    )
)
"""What in the properties of a table, row or cell is a mark, says how a row is divided, or only repeats what the style gives."""
_TABLE_LOOK = w("tblLook")
_CONTROL_KINDS = frozenset(
    w(name)
    for name in (
        *("bibliography", "citation", "comboBox", "date", "docPartList", "docPartObj", "dropDownList", "equation"),
        *("group", "picture", "richText", "text"),
    )
)
"""The kinds of content controls (17.5.2)."""
_CHANGED_ON_SAVE = ("rsid", "paraId", "textId", "anchorId", "editId", "spid", "gfxdata", "docId")
_NAMED_DRAWINGS = ("}docPr", "}cNvPr", "}shape", "}shapetype", "}imagedata")


def changes_on_save(name: str) -> bool:
    """Whether an attribute says nothing of the content, because programs write it anew whenever they save a file."""
    own = name.rpartition("}")[2]
    return own.startswith(_CHANGED_ON_SAVE)


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The names and values of an element's attributes."""
    for name, value in element.attrib.items():
        yield str(name), str(value)


class Relationship(NamedTuple):
    """A relationship of a part."""

    kind: str
    """The last segment of its type, such as ``image``."""
    target: str
    """The name of a part, or an address outside the file."""
    external: bool


_UNKNOWN = Relationship("", "", external=True)


class Relationships:
    """The relationships of a part, by their ids."""

    def __init__(self, parts: Mapping[str, bytes], part: str) -> None:
        self.parts = parts
        self.by_id: dict[str, Relationship] = {}
        names = PartNames(parts)
        for own, kind, target, external in relationships_from(parts, part):
            self.by_id[own] = Relationship(kind, target if external else names.at(part, target), external)

    def get(self, own: str) -> Relationship:
        """The relationship of an id; one without a kind where there is none."""
        return self.by_id.get(own, _UNKNOWN)

    def content(self, own: str) -> Hashable:
        """What a relationship leads to: an address, or the content of a part. Names of parts differ from file to file."""
        kind, target, external = self.by_id.get(own, Relationship("", own, external=True))
        return (kind, target) if external else (kind, self.parts.get(target, b""))


class ContentKeys:
    """The keys for one part of the old file. For a part of the new file see :class:`resdraft.compare.part_copier.PartCopier`.

    Args:
        parts: all parts of the file.
        part: the name of the part.
        notes: a key for each note that has a counterpart in the other file, by its kind and id.
        formatting: brings formatting into its normal form, in terms of the old file.
    """

    def __init__(
        self,
        parts: Mapping[str, bytes],
        part: str,
        notes: Mapping[tuple[str, str], Hashable],
        formatting: Formatting | None = None,
    ) -> None:
        self.parts, self.part, self.notes = parts, part, notes
        self.formatting = formatting or Formatting(None, {})
        self._relationships: Relationships | None = None

    @property
    def relationships(self) -> Relationships:
        """The relationships of the part."""
        if self._relationships is None:
            self._relationships = Relationships(self.parts, self.part)
        return self._relationships

    def style_id(self, own: str) -> str:
        """The id of a style in the old file."""
        return own

    def list_id(self, own: str) -> str:
        """The id of a list (``w:num``) in the old file."""
        return own

    @property
    def conflicting_style_ids(self) -> frozenset[bytes]:
        """The ids of styles that name another style in the old file."""
        return frozenset()

    def run_properties(self, properties: etree._Element | None, p: etree._Element) -> Hashable:
        """The properties of a run of a paragraph: those that can be seen."""
        return self.formatting.run(properties, p)

    def paragraph_properties(self, properties: etree._Element | None) -> Hashable:
        """Paragraph properties, without those of the paragraph mark and of a section that ends there."""
        return self.formatting.paragraph(properties)

    def table_properties(self, properties: etree._Element | None) -> Hashable:
        """Properties of a table, row or cell, without marks and without how cells are merged."""
        found = (child for child in (properties if properties is not None else ()) if child.tag not in _NOT_TABLE_FORMATTING)
        # The same conditional formatting can be written as one number or as an attribute for each condition.
        return frozenset(c.get(VAL) if c.tag == _TABLE_LOOK and c.get(VAL) else self._property(c) for c in found)

    def _property(self, child: etree._Element) -> Hashable:
        tag = child.tag
        if tag == w("cantSplit") or tag == w("tblHeader") or tag == w("noWrap"):
            return tag, child.get(VAL) not in FALSE_VALUES
        if tag == w("jc"):
            return tag, {"left": "start", "right": "end"}.get(child.get(VAL, ""), child.get(VAL))
        if tag in STYLE_REFERENCES:
            return tag, self.style_id(child.get(VAL, ""))
        if tag == LIST_REFERENCE:
            return tag, self.list_id(child.get(VAL, ""))
        values = tuple(sorted(child.attrib.items()))
        return (tag, values, tuple(self._property(inner) for inner in child)) if len(child) else (tag, values)

    def note(self, kind: str, own: str) -> Hashable:
        """A footnote or endnote. A note without a counterpart in the other file gets a key that equals no key there."""
        return self.notes.get((kind, own), (kind, own, type(self).__name__))

    def target(self, kind: str, own: str) -> Hashable:
        """What an id leads to: ``kind`` is ``numId`` for a list, ``r`` for a relationship, else the kind of a note."""
        if kind == "numId":
            return self.list_id(own)
        return self.relationships.content(own) if kind == "r" else self.note(kind, own)

    def container(self, element: etree._Element) -> Hashable:
        """What a content control, or what else stands around words, is: its names and kind, whatever it holds."""
        properties = element.find(w("sdtPr"))
        if properties is None:
            return element.tag, tuple(sorted(attributes(element)))
        named = {child.tag: child.get(VAL) for child in properties}
        kinds = frozenset(named) & _CONTROL_KINDS
        return element.tag, named.get(w("alias")), named.get(w("tag")), kinds

    def hyperlink(self, link: etree._Element) -> Hashable:
        """Where a hyperlink leads: a bookmark, an address, or both."""
        own = link.get(f"{{{R}}}id")
        return link.get(w("anchor")), self.relationships.content(own) if own else None

    def _values(self, element: etree._Element) -> Iterator[tuple[str, Hashable]]:
        """The attributes that are content; the id of a relationship is replaced by what it leads to."""
        for name, value in attributes(element):
            if not changes_on_save(name):
                yield name, self.relationships.content(value) if name.startswith(f"{{{R}}}") else value

    def element(self, element: etree._Element) -> Hashable:
        """Everything that an element holds, each id replaced by what it leads to."""
        out: list[Hashable] = []
        for inner in element.iter():
            tag = inner.tag
            if not isinstance(tag, str):
                continue
            known: Hashable = tuple(sorted(self._values(inner), key=str))
            if tag in STYLE_REFERENCES or tag == LIST_REFERENCE:
                known = self._property(inner)
            elif tag in NOTE_REFERENCES:
                known = self.note(NOTE_REFERENCES[tag], inner.get(w("id"), ""))
            out.append((tag, inner.text, known))
        return tuple(out)

    def object(self, element: etree._Element) -> Hashable:
        """A picture, a formula or another object: all that it is made of, without the ids and names that programs number anew.

        The words of its text boxes are left out: they are texts of their own.
        """
        inside = {inner for box in element.iter(TEXT_BOX) for inner in box.iterdescendants()}
        out: list[Hashable] = []
        for inner in element.iter():
            if not isinstance(inner.tag, str) or inner in inside:
                continue
            named = inner.tag.endswith(_NAMED_DRAWINGS)
            values = (
                (name, value) for name, value in self._values(inner) if not (named and name in ("id", "name", "descr", "title"))
            )
            out.append((inner.tag, (inner.text or "").strip(), tuple(sorted(values, key=str))))
        return tuple(out)
