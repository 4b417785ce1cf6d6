"""Content of one part of the new file, put in terms of the old file: its keys for comparison, and copies of its elements."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property

from lxml import etree

from resdraft.compare.carried_parts import CarriedParts
from resdraft.compare.content_keys import (
    LIST_REFERENCE,
    NOTE_REFERENCES,
    STYLE_REFERENCES,
    ContentKeys,
    attributes,
    changes_on_save,
)
from resdraft.ooxml.names import ID, RPR, VAL, R, w

_NOT_COPIED = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "rPrChange",
        "pPrChange",
    )
)
"""What is left out of a copy: its ids would clash with those of the old file, or it is an earlier mark."""
_NOT_OF_PARAGRAPH = (RPR, w("sectPr"), w("pPrChange"))
BringNote = Callable[[str, str], str]
"""Brings a note of the new file along: its kind and id; gives its id in the old file."""


class PartCopier(ContentKeys):
    """The keys and the copies of one part of the new file, in the ids of the old file.

    Args:
        carried_parts: what is brought along for all parts.
        part: the name of the part in the new file.
        old_part: the name of the part of the old file that it is compared with.
        notes: a key for each note that has a counterpart in the old file, by its kind and id.
        root: the root of the old part, for ids that are free.
        bring_note: brings a note along with a copied reference to it.
    """

    def __init__(
        self,
        carried_parts: CarriedParts,
        part: str,
        old_part: str,
        notes: Mapping[tuple[str, str], Hashable],
        root: etree._Element,
        bring_note: BringNote,
    ) -> None:
        super().__init__(carried_parts.new, part, notes, carried_parts.formatting(new=True))
        self.carried_parts, self.old_part, self.root, self.bring_note = carried_parts, old_part, root, bring_note

    def style_id(self, own: str) -> str:
        """The id of a style in the old file; the style is brought along where it is missing there."""
        return self.carried_parts.style_id(own)

    def list_id(self, own: str) -> str:
        """The id of a list in the old file; the list is brought along where it is missing there."""
        return self.carried_parts.list_id(own)

    @cached_property
    def conflicting_style_ids(self) -> frozenset[bytes]:
        """The ids of styles that name another style in the old file."""
        return frozenset(own.encode() for own in self.carried_parts.conflicting_style_ids)

    def copied(self, element: etree._Element) -> etree._Element:
        """A copy of an element for the old file. What it refers to is brought along."""
        out = copy.deepcopy(element)
        out.tail = None
        for inner in list(out.iter()):
            if not isinstance(inner.tag, str):
                continue
            if inner.tag in _NOT_COPIED:
                parent = inner.getparent()
                if parent is not None:
                    parent.remove(inner)
                continue
            self._translate(inner)
            for name, value in list(attributes(inner)):
                if name.startswith(f"{{{R}}}"):
                    inner.set(name, self.carried_parts.relationship_id(self.old_part, self, value))
                elif changes_on_save(name):
                    # A w14:paraId may occur only once in a file.
                    del inner.attrib[name]
        self.carried_parts.free_shape_ids(out, self.root)
        return out

    def _translate(self, element: etree._Element) -> None:
        """Replace an id of the new file by the id in the old one."""
        tag = str(element.tag)
        if tag in STYLE_REFERENCES:
            element.set(VAL, self.style_id(element.get(VAL, "")))
        elif tag == LIST_REFERENCE:
            element.set(VAL, self.list_id(element.get(VAL, "")))
        elif tag in NOTE_REFERENCES:
            element.set(ID, self.bring_note(NOTE_REFERENCES[tag], element.get(ID, "")))
        elif tag.endswith("}docPr"):
            element.set("id", self.carried_parts.next_drawing_id(self.root))

    def copied_properties(self, properties: etree._Element | None) -> list[etree._Element]:
        """Copies of paragraph properties for the old file, without those of the paragraph mark and of a section."""
        if properties is None:
            return []
        return [self.copied(child) for child in properties if isinstance(child.tag, str) and child.tag not in _NOT_OF_PARAGRAPH]
