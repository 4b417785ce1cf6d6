"""What copied content needs in the old file: styles, lists, pictures and other parts are brought along from the new file."""

from __future__ import annotations

import copy
import itertools
import posixpath
import re
from collections.abc import Mapping
from functools import cached_property

from lxml import etree

from resdraft.compare.content_keys import LIST_REFERENCE, ContentKeys, Relationships
from resdraft.compare.lists import abstract_list, match_lists
from resdraft.limits import count
from resdraft.ooxml.formatting import Formatting, theme_fonts
from resdraft.ooxml.names import VAL, w
from resdraft.ooxml.package import main_part, parse, related, relationships_of, serialise
from resdraft.ooxml.relationships import declare, free_name, relate
from resdraft.ooxml.story import Story, open_xml, shared_root

_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_STYLE_TO_STYLE = frozenset((w("basedOn"), w("link"), w("next")))
_DEFAULT = w("default")
_LIST_ID = re.compile(rb'numId\s[^<>]*?"(\d{1,9})"')
_VML = "{urn:schemas-microsoft-com:vml}*"
_OWN_IDS_OF_LIST = (w("nsid"), w("tmpl"), w("pStyle"), w("styleLink"))
"""What ties an abstract list to one file: its ids there, and styles that may already have a list of their own in the old file."""


class CarriedParts:
    """Brings styles, lists and parts of the new file along to the old one, each of them once.

    Args:
        old: the parts of the old file; what is brought along is added to them.
        new: the parts of the new file.
    """

    def __init__(self, old: dict[str, bytes], new: Mapping[str, bytes]) -> None:
        self.old, self.new = old, new
        self.old_main, self.new_main = main_part(old), main_part(new)
        self._styles = _PartPair(old, new, self.old_main, self.new_main, "styles")
        self._lists = _PartPair(old, new, self.old_main, self.new_main, "numbering")
        self._style_ids: dict[str, str] = {}
        self._list_ids: dict[str, str] = {}
        self._abstract_ids: dict[str, str] = {}
        self._same_lists: dict[str, str] = {}
        self._absent_lists: set[str] = set()
        self._matched_lists = False
        self._part_names: dict[str, str] = {}
        self._last_drawing = 0
        self._shape_ids: dict[etree._Element, set[str]] = {}

    def formatting(self, *, new: bool) -> Formatting:
        """What brings the formatting of one file into its normal form: in terms of the old file, whose styles and theme the result has."""
        translated = (self.style_id, self.list_id) if new else (str, str)
        return Formatting(self._styles.old_root, self._fonts, *translated)

    @cached_property
    def _fonts(self) -> dict[str, str]:
        return theme_fonts(self.old, self.old_main)

    def style_id(self, own: str) -> str:
        """The id, in the old file, of a style of the new one.

        It is the style of the same type and name, for names identify styles and ids do not: Word writes other ids in another language. A
        style that the old file has not is brought along.
        """
        if self._styles.same:
            return own
        if own not in self._style_ids:
            self._style_ids[own] = self._find_style(own)
        return self._style_ids[own]

    def _find_style(self, own: str) -> str:
        theirs, mine = self._styles.by_id("styleId"), self._styles.by_id("styleId", old=True)
        style, root = theirs.get(own), self._styles.old_root
        if style is None or root is None:
            return own
        name = type_and_name(style)
        if own in mine and type_and_name(mine[own]) == name:
            return own
        same = next((known for known, element in mine.items() if type_and_name(element) == name), None)
        return same if same is not None else self._bring_style(own, style, root, mine)

    def _bring_style(self, own: str, style: etree._Element, root: etree._Element, mine: dict[str, etree._Element]) -> str:
        fresh = own
        # The id may name another style in the old file.
        while fresh in mine:
            fresh += "x"
        # Known before its references are followed: styles may refer to each other in a circle.
        self._style_ids[own] = fresh
        brought = copy.deepcopy(style)
        brought.set(w("styleId"), fresh)
        if brought.get(_DEFAULT) is not None:
            # A file has one default style of each type, and the old file's stays.
            del brought.attrib[_DEFAULT]
        mine[fresh] = brought
        root.append(brought)
        self._styles.changed = True
        for element in brought.iter(*_STYLE_TO_STYLE):
            element.set(VAL, self.style_id(element.get(VAL, "")))
        for element in brought.iter(LIST_REFERENCE):
            element.set(VAL, self.list_id(element.get(VAL, "")))
        return fresh

    @cached_property
    def conflicting_style_ids(self) -> list[str]:
        """The ids that name one style in the new file and another in the old one."""
        if self._styles.same:
            return []
        theirs, mine = self._styles.by_id("styleId"), self._styles.by_id("styleId", old=True)
        return [own for own, style in theirs.items() if own in mine and type_and_name(mine[own]) != type_and_name(style)]

    def list_id(self, own: str) -> str:
        """The id, in the old file, of a list (``w:num``) of the new one: a list of the same definition, or one that is brought along."""
        # The id 0 is no list: it takes a paragraph out of the list of its style.
        if self._lists.same or own == "0":
            return own
        if own not in self._list_ids:
            theirs, mine = self._lists.by_id("numId"), self._lists.by_id("numId", old=True)
            num = theirs.get(own)
            if num is None:
                # A list that the new file does not have is none: nor may the paragraph come into one of the old file, or a brought one.
                self._list_ids[own] = own if own not in mine else self._free_list_id(mine)
                self._absent_lists.add(self._list_ids[own])
                return self._list_ids[own]
            if not self._matched_lists:
                self._matched_lists = True
                self._same_lists, self._abstract_ids = match_lists(theirs, mine)
            same = self._same_lists.get(own)
            self._list_ids[own] = same if same is not None else self._bring_list(num, mine)
        return self._list_ids[own]

    def _bring_list(self, num: etree._Element, mine: dict[str, etree._Element]) -> str:
        root = self._lists.old_root
        if root is None:
            root = self._lists.add_part()
        abstract = self._bring_abstract_list(num, root)
        fresh = self._free_list_id(mine)
        brought = copy.deepcopy(num)
        brought.set(w("numId"), fresh)
        for reference in brought.iter(w("abstractNumId")):
            reference.set(VAL, abstract)
        nums = root.findall(w("num"))
        if nums:
            nums[-1].addnext(brought)
        else:
            root.append(brought)
        mine[fresh] = brought
        self._lists.changed = True
        return fresh

    def _free_list_id(self, mine: dict[str, etree._Element]) -> str:
        """The id of a new list: one that no paragraph names either, for it would come into that list."""
        return str(max(map(count, {*mine, *self._absent_lists, *self._named_lists}), default=0) + 1)

    @cached_property
    def _named_lists(self) -> set[str]:
        """The ids of lists that paragraphs and styles of the old file name, be there such lists or not."""
        named = (found[1] for part in self.old.values() if b"numId" in part for found in _LIST_ID.finditer(part))
        return {own.decode() for own in named}

    def _bring_abstract_list(self, num: etree._Element, root: etree._Element) -> str:
        """Bring the abstract list of a list along, once; its id in the old file.

        Lists of one abstract list count on from each other (17.9.15), so they share one here too.
        """
        abstract = abstract_list(num)
        taken = [count(a.get(w("abstractNumId"), "")) for a in root.iter(w("abstractNum"))]
        theirs = "" if abstract is None else abstract.get(w("abstractNumId"), "")
        known = self._abstract_ids.get(theirs)
        own = self._abstract_ids[theirs] = known or str(max(taken, default=-1) + 1)
        if abstract is not None and known is None:
            brought = copy.deepcopy(abstract)
            brought.set(w("abstractNumId"), own)
            for element in [*brought.iter(*_OWN_IDS_OF_LIST)]:
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
            # The schema wants all w:abstractNum before the first w:num.
            others = root.findall(w("abstractNum"))
            if others:
                others[-1].addnext(brought)
            else:
                root.insert(0, brought)
        return own

    def relationship_id(self, old_part: str, keys: ContentKeys, own: str) -> str:
        """The id, in a part of the old file, of a relationship of the new one. The part that it leads to is brought along."""
        kind, target, external = keys.relationships.get(own)
        if not kind:
            return own
        if not external:
            target = self._part(target)
            folder = posixpath.dirname(old_part)
            target = posixpath.relpath(target, folder) if folder else target
        return relate(self.old, old_part, kind, target, external=external)

    def _part(self, name: str) -> str:
        """The name, in the old file, of a part of the new one. It is brought along with all the parts that it leads to."""
        if name not in self.new:
            return name
        if name not in self._part_names:
            content = self.new[name]
            if self.old.get(name) == content:
                # Both files hold the same picture, as two versions of one document do.
                self._part_names[name] = name
                return name
            stem, ending = posixpath.splitext(name)
            self._part_names[name] = fresh = free_name(self.old, stem, ending=ending)
            self.old[fresh] = content
            kind = _content_type(self.new, name)
            declare(self.old, fresh, kind, only_if_unknown=kind.startswith("image/"))
            # The part refers to others by ids in its own content, so its relationships keep their ids.
            for own, (relation, target, external) in Relationships(self.new, name).by_id.items():
                if not external:
                    target = posixpath.relpath(self._part(target), posixpath.dirname(fresh) or ".")
                made = relate(self.old, fresh, relation, target, external=external)
                if made != own:
                    _change_relationship_id(self.old, fresh, made, own)
        return self._part_names[name]

    def next_drawing_id(self, root: etree._Element) -> str:
        """An id for a drawing that no drawing of the old file has."""
        if not self._last_drawing:
            found = (e.get("id", "") for e in root.getroottree().iter() if isinstance(e.tag, str) and e.tag.endswith("}docPr"))
            self._last_drawing = max(map(count, found), default=0) + 1000
        self._last_drawing += 1
        return str(self._last_drawing)

    def free_shape_ids(self, copied: etree._Element, root: etree._Element) -> None:
        """Give the shapes of a copy ids that no shape of the old part has: programs know shapes by them, and schemas want them unique.

        What refers to such a shape follows (``ShapeID`` of an embedded object, the type of a shape). A type of shapes comes along also where
        the part has it: it may stand in the very picture whose place the copy takes.
        """
        shapes = [e for e in copied.iter(_VML) if e.get("id")]
        if not shapes:
            return
        top = root.getroottree().getroot()
        taken = self._shape_ids.setdefault(top, {own for e in top.iter(_VML) if (own := e.get("id"))})
        renamed: dict[str, str] = {}
        for shape in shapes:
            own = shape.get("id", "")
            if own in taken:
                renamed[own] = next(name for n in itertools.count(len(taken) + 1025) if (name := f"_x0000_s{n}") not in taken)
                shape.set("id", renamed[own])
            taken.add(shape.get("id", ""))
        for element in copied.iter("{urn:schemas-microsoft-com:office:office}OLEObject"):
            element.set("ShapeID", renamed.get(element.get("ShapeID", ""), element.get("ShapeID", "")))
        for shape in shapes:
            if (kind := shape.get("type", "")[1:]) in renamed:
                shape.set("type", f"#{renamed[kind]}")

    def write_back(self) -> None:
        """Write the parts of styles and lists, where something was added to them."""
        self._styles.write_back()
        self._lists.write_back()


class _PartPair:
    """The part of styles or of lists (``kind`` is ``styles`` or ``numbering``) in both files."""

    def __init__(self, old: dict[str, bytes], new: Mapping[str, bytes], old_main: str, new_main: str, kind: str) -> None:
        self.parts, self.main, self.kind = old, old_main, kind
        mine, theirs = related(old, old_main, kind), related(new, new_main, kind)
        self.name = mine[0] if mine else ""
        self._new = new[theirs[0]] if theirs else b""
        self.same = not theirs or (bool(mine) and old[self.name] == self._new)
        self.changed = False
        self._known: dict[bool, dict[str, etree._Element]] = {}
        self._story: Story | None = None

    @property
    def old_root(self) -> etree._Element | None:
        """The root of the old file's part, where it has one."""
        if self._story is None and self.name:
            # Where both files have the same, nothing is added to it.
            content = self.parts[self.name]
            self._story = Story(shared_root(content)) if self.same else open_xml(content, self.name)
        return self._story.root if self._story is not None else None

    def add_part(self) -> etree._Element:
        """Add the part, empty, to the old file; its root."""
        folder = posixpath.dirname(self.main)
        self.name = free_name(self.parts, posixpath.join(folder, self.kind))
        root = etree.Element(w(self.kind), nsmap={"w": w("").strip("{}")})
        self._story = Story(root)
        self.parts[self.name] = b""
        relate(self.parts, self.main, self.kind, posixpath.relpath(self.name, folder) if folder else self.name)
        declare(self.parts, self.name, _NUMBERING_TYPE)
        self.changed = True
        return root

    def by_id(self, attribute: str, *, old: bool = False) -> dict[str, etree._Element]:
        """The styles or lists of one file by their ids."""
        if old not in self._known:
            root = self.old_root if old else shared_root(self._new)
            element = w("style") if self.kind == "styles" else w("num")
            self._known[old] = {e.get(w(attribute), ""): e for e in root.findall(element)} if root is not None else {}
        return self._known[old]

    def write_back(self) -> None:
        """Write the old file's part, if it changed."""
        if self.changed and self._story is not None:
            self.parts[self.name] = self._story.bytes()


def type_and_name(style: etree._Element) -> tuple[str | None, str]:
    """What identifies a style. Programs write the names of built-in styles in different cases, so case does not count."""
    name = style.find(w("name"))
    return style.get(w("type")), (name.get(VAL, "") if name is not None else "").casefold()


def _content_type(parts: Mapping[str, bytes], name: str) -> str:
    root = parse(parts["[Content_Types].xml"])
    for entry in root:
        if entry.get("PartName") == f"/{name}":
            return entry.get("ContentType", "")
    ending = name.rpartition(".")[2].lower()
    found = (e.get("ContentType", "") for e in root if e.get("Extension", "").lower() == ending)
    return next(found, "application/octet-stream")


def _change_relationship_id(parts: dict[str, bytes], part: str, made: str, own: str) -> None:
    """Give a relationship of a part the id that the part's own content uses."""
    name = relationships_of(part)
    root = parse(parts[name])
    for relation in root:
        if relation.get("Id") == made:
            relation.set("Id", own)
    parts[name] = serialise(root)
