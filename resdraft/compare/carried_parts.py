"""What new content needs to stand in the old file: styles, lists, pictures, addresses and notes come along."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property

from lxml import etree

from resdraft.compare.content_keys import NOTES, NUMBER, STYLES, ContentKeys, attributes, fleeting
from resdraft.ooxml.names import ID, RPR, VAL, R, w
from resdraft.ooxml.package import main_part, parse, related, relationships_of, serialise
from resdraft.ooxml.relationships import declare, free_name, relate

_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_DROPPED = frozenset(
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
_OF_MARK = (RPR, w("sectPr"), w("pPrChange"))
_OF_STYLES = frozenset((w("basedOn"), w("link"), w("next")))
BringNote = Callable[[str, str], str]


class CarriedParts:
    """What is brought from the new file to the old one, each thing once.

    Args:
        old: the parts of the old file, which grow. ``new`` are those of the new one.
    """

    def __init__(self, old: dict[str, bytes], new: Mapping[str, bytes]) -> None:
        self.old, self.new = old, new
        self.old_main, self.new_main = main_part(old), main_part(new)
        self._styles = _PartPair(old, new, self.old_main, self.new_main, "styles")
        self._lists = _PartPair(old, new, self.old_main, self.new_main, "numbering")
        self._style_ids: dict[str, str] = {}
        self._list_ids: dict[str, str] = {}
        self._abstract_ids: dict[str, str] = {}
        self._twins: dict[str, str | None] = {}
        self._brought: dict[str, str] = {}
        self._drawn = 0

    def style(self, own: str) -> str:
        """The id, in the old file, of a style of the new one: the same one, one of the same name, or one that is brought along."""
        if self._styles.same:
            return own
        if own not in self._style_ids:
            self._style_ids[own] = own
            theirs, mine = self._styles.by_id("styleId"), self._styles.by_id("styleId", old=True)
            style = theirs.get(own)
            root = self._styles.old_root
            if style is None or root is None:
                return own
            name = _named(style)
            if own in mine and _named(mine[own]) == name:
                return own
            twin = next((known for known, element in mine.items() if _named(element) == name), None)
            if twin is not None:
                self._style_ids[own] = twin
                return twin
            fresh = own
            while fresh in mine:
                fresh += "x"
            self._style_ids[own] = fresh
            brought = copy.deepcopy(style)
            brought.set(w("styleId"), fresh)
            if brought.get(w("default")) is not None:
                del brought.attrib[w("default")]
            mine[fresh] = brought
            root.append(brought)
            self._styles.grown = True
            for element in brought.iter(*_OF_STYLES):
                element.set(VAL, self.style(element.get(VAL, "")))
            for element in brought.iter(NUMBER):
                element.set(VAL, self.number(element.get(VAL, "")))
        return self._style_ids[own]

    @cached_property
    def renamed(self) -> list[str]:
        """The ids of styles of the new file that the old one has for another style."""
        if self._styles.same:
            return []
        theirs, mine = self._styles.by_id("styleId"), self._styles.by_id("styleId", old=True)
        return [own for own, style in theirs.items() if own in mine and _named(mine[own]) != _named(style)]

    def number(self, own: str) -> str:
        """The id, in the old file, of a list of the new one: one of the same form, or one that is brought along."""
        if self._lists.same or own == "0":
            return own
        if own not in self._list_ids:
            theirs, mine = self._lists.by_id("numId"), self._lists.by_id("numId", old=True)
            num = theirs.get(own)
            if num is None:
                return own
            if not self._twins:
                self._twins = _twins(theirs, mine)
            twin = self._twins[own]
            self._list_ids[own] = twin if twin is not None else self._bring_list(num, mine)
        return self._list_ids[own]

    def _bring_list(self, num: etree._Element, mine: dict[str, etree._Element]) -> str:
        root = self._lists.old_root
        if root is None:
            root = self._lists.found()
        abstract = _abstract(num)
        taken = [int(a.get(w("abstractNumId"), "0")) for a in root.iter(w("abstractNum"))]
        theirs = "" if abstract is None else abstract.get(w("abstractNumId"), "")
        known = self._abstract_ids.get(theirs)
        own = self._abstract_ids[theirs] = known or str(max(taken, default=-1) + 1)
        if abstract is not None and known is None:
            brought = copy.deepcopy(abstract)
            brought.set(w("abstractNumId"), own)
            for element in [*brought.iter(w("nsid"), w("tmpl"), w("pStyle"), w("styleLink"))]:
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
            last = root.findall(w("abstractNum"))
            if last:
                last[-1].addnext(brought)
            else:
                root.insert(0, brought)
        fresh = str(max([int(n) for n in mine if n.isdigit()], default=0) + 1)
        brought = copy.deepcopy(num)
        brought.set(w("numId"), fresh)
        for reference in brought.iter(w("abstractNumId")):
            reference.set(VAL, own)
        nums = root.findall(w("num"))
        if nums:
            nums[-1].addnext(brought)
        else:
            root.append(brought)
        mine[fresh] = brought
        self._lists.grown = True
        return fresh

    def relation(self, old_part: str, looks: ContentKeys, own: str) -> str:
        """The id, in a part of the old file, of a relationship of the new one; what it leads to is brought along."""
        kind, target, external = looks.relations.known.get(own, ("", "", True))
        if not kind:
            return own
        if not external:
            target = self._part(target)
            folder = posixpath.dirname(old_part)
            target = posixpath.relpath(target, folder) if folder else target
        return relate(self.old, old_part, kind, target, external=external)

    def _part(self, name: str) -> str:
        """A part of the new file, in the old one: the same, or brought along with all that it leads to."""
        if name not in self.new:
            return name
        if name not in self._brought:
            content = self.new[name]
            if self.old.get(name) == content:
                self._brought[name] = name
                return name
            stem, ending = posixpath.splitext(name)
            self._brought[name] = fresh = free_name(self.old, stem, ending=ending)
            self.old[fresh] = content
            kind = _type_of(self.new, name)
            declare(self.old, fresh, kind, only_if_unknown=kind.startswith("image/"))
            inner = ContentKeys(self.new, name, {}).relations
            for own, (relation, target, external) in inner.known.items():
                if not external:
                    target = posixpath.relpath(self._part(target), posixpath.dirname(fresh) or ".")
                made = relate(self.old, fresh, relation, target, external=external)
                if made != own:
                    _rename(self.old, fresh, made, own)
        return self._brought[name]

    def next_drawing(self, root: etree._Element) -> str:
        """An id that no drawing of the old file has."""
        if not self._drawn:
            found = (e.get("id", "") for e in root.getroottree().iter() if isinstance(e.tag, str) and e.tag.endswith("}docPr"))
            self._drawn = max((int(own) for own in found if own.isdigit()), default=0) + 1000
        self._drawn += 1
        return str(self._drawn)

    def pack(self) -> None:
        """Write back the parts of styles and lists that grew."""
        self._styles.write()
        self._lists.write()


class _PartPair:
    """The part of styles or of lists in both files."""

    def __init__(self, old: dict[str, bytes], new: Mapping[str, bytes], old_main: str, new_main: str, kind: str) -> None:
        self.parts, self.main, self.kind = old, old_main, kind
        mine, theirs = related(old, old_main, kind), related(new, new_main, kind)
        self.name = mine[0] if mine else ""
        self._new = new[theirs[0]] if theirs else b""
        self.same = not theirs or (bool(mine) and old[self.name] == self._new)
        self.grown = False
        self._known: dict[bool, dict[str, etree._Element]] = {}
        self._root: etree._Element | None = None

    @property
    def old_root(self) -> etree._Element | None:
        """The root of the old file's part, where it has one."""
        if self._root is None and self.name:
            self._root = parse(self.parts[self.name])
        return self._root

    def found(self) -> etree._Element:
        """A new, empty part."""
        folder = posixpath.dirname(self.main)
        self.name = free_name(self.parts, posixpath.join(folder, self.kind))
        self._root = etree.Element(w(self.kind), nsmap={"w": w("").strip("{}")})
        self.parts[self.name] = b""
        relate(self.parts, self.main, self.kind, posixpath.relpath(self.name, folder) if folder else self.name)
        declare(self.parts, self.name, _NUMBERING_TYPE)
        self.grown = True
        return self._root

    def by_id(self, attribute: str, *, old: bool = False) -> dict[str, etree._Element]:
        """The styles or lists by their ids."""
        if old not in self._known:
            root = self.old_root if old else parse(self._new)
            element = w("style") if self.kind == "styles" else w("num")
            self._known[old] = {e.get(w(attribute), ""): e for e in root.findall(element)} if root is not None else {}
        return self._known[old]

    def write(self) -> None:
        """Write the old file's part back, if it grew."""
        if self.grown and self._root is not None:
            self.parts[self.name] = serialise(self._root)


class PartCopier(ContentKeys):
    """The forms of one part of the new file, in the terms of the part of the old one that it is compared with."""

    def __init__(
        self,
        carried_parts: CarriedParts,
        part: str,
        old_part: str,
        notes: Mapping[tuple[str, str], Hashable],
        root: etree._Element,
        bring_note: BringNote,
    ) -> None:
        super().__init__(carried_parts.new, part, notes)
        self.carried_parts, self.old_part, self.root, self.bring_note = carried_parts, old_part, root, bring_note

    def style(self, own: str) -> str:
        """The id of a style, in the old file."""
        return self.carried_parts.style(own)

    @cached_property
    def renamed(self) -> frozenset[bytes]:
        """The ids of styles that mean another style in the old file."""
        return frozenset(own.encode() for own in self.carried_parts.renamed)

    def number(self, own: str) -> str:
        """The id of a list, in the old file."""
        return self.carried_parts.number(own)

    def carried(self, element: etree._Element) -> etree._Element:
        """A copy of an element for the old file: what it needs is brought along, what belongs to the new file alone is left behind."""
        out = copy.deepcopy(element)
        out.tail = None
        for inner in list(out.iter()):
            if not isinstance(inner.tag, str):
                continue
            if inner.tag in _DROPPED:
                parent = inner.getparent()
                if parent is not None:
                    parent.remove(inner)
                continue
            self._translate(inner)
            for name, value in list(attributes(inner)):
                if name.startswith(f"{{{R}}}"):
                    inner.set(name, self.carried_parts.relation(self.old_part, self, value))
                elif fleeting(name):
                    del inner.attrib[name]
        return out

    def _translate(self, element: etree._Element) -> None:
        """Give what is named by an id the id that it has in the old file."""
        tag = str(element.tag)
        if tag in STYLES:
            element.set(VAL, self.style(element.get(VAL, "")))
        elif tag == NUMBER:
            element.set(VAL, self.number(element.get(VAL, "")))
        elif tag in NOTES:
            element.set(ID, self.bring_note(NOTES[tag], element.get(ID, "")))
        elif tag.endswith("}docPr"):
            element.set("id", self.carried_parts.next_drawing(self.root))

    def copied_properties(self, properties: etree._Element | None) -> list[etree._Element]:
        """Copies of paragraph properties for the old file, without those of the mark and of a section."""
        if properties is None:
            return []
        return [self.carried(child) for child in properties if isinstance(child.tag, str) and child.tag not in _OF_MARK]


def _named(style: etree._Element) -> tuple[str | None, str]:
    name = style.find(w("name"))
    return style.get(w("type")), (name.get(VAL, "") if name is not None else "").casefold()


def _abstract(num: etree._Element) -> etree._Element | None:
    reference, root = num.find(w("abstractNumId")), num.getparent()
    wanted = reference.get(VAL) if reference is not None else None
    found = (a for a in (root.findall(w("abstractNum")) if root is not None else ()) if a.get(w("abstractNumId")) == wanted)
    return next(found, None)


def _twins(theirs: Mapping[str, etree._Element], mine: Mapping[str, etree._Element]) -> dict[str, str | None]:
    """For each list the one of the old file that it is: of the same id and form, else of the same form.

    Two lists of the same form are still two: each counts for itself.
    """
    forms = {own: _form(num) for own, num in mine.items()}
    wanted = {own: _form(num) for own, num in theirs.items()}
    out: dict[str, str | None] = {own: own if forms.get(own) == form else None for own, form in wanted.items()}
    free: dict[Hashable, list[str]] = {}
    for own in sorted((o for o in forms if out.get(o) is None), key=_number):
        free.setdefault(forms[own], []).append(own)
    for own, form in wanted.items():
        if out[own] is None and free.get(form):
            out[own] = free[form].pop(0)
    return out


def _number(own: str) -> tuple[int, str]:
    return (int(own) if own.isdigit() else 0, own)


def _form(num: etree._Element) -> Hashable:
    """What a list is made of."""
    abstract = _abstract(num)
    elements = [*(abstract if abstract is not None else ()), *num.findall(w("lvlOverride"))]
    return tuple(
        (inner.tag, tuple(sorted((k, v) for k, v in inner.attrib.items() if not fleeting(k) and k != w("tplc"))))
        for element in elements
        for inner in element.iter()
        if isinstance(inner.tag, str) and inner.tag not in (w("nsid"), w("tmpl"))
    )


def _type_of(parts: Mapping[str, bytes], name: str) -> str:
    root = parse(parts["[Content_Types].xml"])
    for entry in root:
        if entry.get("PartName") == f"/{name}":
            return entry.get("ContentType", "")
    ending = name.rpartition(".")[2].lower()
    found = (e.get("ContentType", "") for e in root if e.get("Extension", "").lower() == ending)
    return next(found, "application/octet-stream")


def _rename(parts: dict[str, bytes], part: str, made: str, own: str) -> None:
    """Give a relationship of a part the id that the part's own content uses."""
    name = relationships_of(part)
    root = parse(parts[name])
    for relation in root:
        if relation.get("Id") == made:
            relation.set("Id", own)
    parts[name] = serialise(root)
