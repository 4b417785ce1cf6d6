"""Elements and attributes of Word's XML that say something beside the text: comments' places, authors, session numbers, paths."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from resdraft.ooxml.amendments import PREFIX
from resdraft.ooxml.names import W
from resdraft.ooxml.private_parts import Findings, OpenParts

WORD = frozenset((W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
"""The transitional and the strict namespace."""
NEUTRAL = "Author"
"""What stands in place of a name, as Word's own inspector writes it."""
_NO_DATE = "1970-01-01T00:00:00Z"
_PATH = re.compile(r"(?:file:/*|[A-Za-z]:[\\/]|\\\\|/(?:Users|home|Volumes|private|root|mnt|media|tmp|var)/)")
"""How the name of a file begins that says where it lies on a machine or a network."""
_PATH_IN_CODE = re.compile(r"(?:file:/{2,}|[A-Za-z]:[\\/]|\\\\\\\\)[^\"\s]*|(?<=\")(?:file:/*|[A-Za-z]:[\\/]|\\\\)[^\"]*")
"""The same within the code of a field, where each backslash is doubled."""
_ELEMENTS = {
    "commentRangeStart": "comments",
    "commentRangeEnd": "comments",
    "commentReference": "comments",
    "rsids": "revision-ids",
    "docId": "revision-ids",
    "proofErr": "session",
    "proofState": "session",
    "activeWritingStyle": "session",
    "attachedTemplate": "paths",
    "mailMerge": "paths",
    "saveThroughXslt": "paths",
    "docVars": "variables",
    "printerSettings": "printer",
    "dataBinding": "custom-xml",
}
"""The elements that are taken out whole, by name, with what they are."""
_WRAPPERS = frozenset(("ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag"))
"""What is taken out too where nothing is left in it."""


def clean_markup(opened: OpenParts, found: Findings) -> None:
    """Take out of all parts of XML what is private in them."""
    for part in opened.xml():
        cleaner = _Cleaner(part, opened.root(part), found)
        if cleaner.clean():
            opened.changed(part)
    if found.wanted("paths"):
        for rels, _, relationship in opened.relationships():
            target = relationship.get("Target", "")
            if relationship.get("TargetMode") == "External" and _PATH.match(target):
                relationship.set("Target", last_name(target))
                opened.changed(rels)
                found.add("paths", rels, target)


def last_name(path: str) -> str:
    """The name of a file without its folders."""
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1].removeprefix("file:") or "file"


def local(element: etree._Element) -> str:
    """The name of an element of Word's or of its later versions; "" for others."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(4096)
def _local(tag: str) -> str:
    space, _, name = tag[1:].rpartition("}")
    return name if _is_word(space) else ""


def _is_word(space: str) -> bool:
    return space in WORD or space.startswith("http://schemas.microsoft.com/office/word/")


@lru_cache(4096)
def _divided(key: str) -> tuple[str, str]:
    """The namespace and the name of an attribute."""
    space, _, own = key[1:].rpartition("}") if key.startswith("{") else ("", "", key)
    return space, own


def remove(element: etree._Element) -> None:
    """Take an element out, with a run or a mark that has nothing else in it; what stands behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    name = local(parent)
    left = [child for child in parent if local(child) != "rPr"]
    if (name == "r" or name in _WRAPPERS) and not left:
        remove(parent)


class _Cleaner:
    """Cleans one part."""

    def __init__(self, part: str, root: etree._Element, found: Findings) -> None:
        self.part, self.root, self.found = part, root, found
        self.count = 0

    def clean(self) -> bool:
        """Whether anything was taken out."""
        named = self._bookmarks()
        gone: list[tuple[str, etree._Element]] = []
        for element in self.root.iter(etree.Element):
            name = local(element)
            kind = _ELEMENTS.get(name, "") if name else ""
            if name in ("bookmarkStart", "bookmarkEnd"):
                kind = named.get(_attribute(element, "id"), "")
            elif name in ("permStart", "permEnd"):
                kind = "authors" if _attribute(element, "id") in self._editors else ""
            if kind and self.found.wanted(kind):
                gone.append((kind, element))
            else:
                self._attributes(element, name)
        for kind, element in gone:
            self._note(kind, _attribute(element, "name") if "ookmark" in element.tag else "", 0 if "End" in element.tag else 1)
            remove(element)
        return bool(self.count)

    def _note(self, kind: str, example: str = "", times: int = 1) -> None:
        self.count += 1
        self.found.add(kind, self.part, example, times)

    def _bookmarks(self) -> dict[str, str]:
        """The kinds of private bookmarks, by their ids: the place of the cursor, and those of amendments."""
        self._editors = {_attribute(e, "id") for e in self.root.iter("{*}permStart") if _attribute(e, "ed")}
        out = {}
        for start in self.root.iter("{*}bookmarkStart"):
            name = _attribute(start, "name")
            if name == "_GoBack" or name.startswith(PREFIX):
                out[_attribute(start, "id")] = "session" if name == "_GoBack" else "manifest"
        return out

    def _attributes(self, element: etree._Element, name: str) -> None:
        for key, value in element.attrib.items():
            space, own = _divided(str(key))
            if _is_word(space):
                self._of_word(element, name, str(key), own, str(value))
            if _PATH.match(str(value)) and self.found.wanted("paths") and not space.startswith("http://www.w3.org/"):
                element.set(key, last_name(str(value)))
                self._note("paths", str(value))
            elif own == "instr":
                self._code(str(value), lambda said, key=str(key): element.set(key, said))  # type: ignore[misc]
        if name in ("instrText", "delInstrText") and element.text:
            self._code(element.text, lambda said: setattr(element, "text", said))

    def _code(self, code: str, put: Callable[[str], None]) -> None:
        """The code of a field without the folders of files."""
        if self.found.wanted("paths") and (paths := _PATH_IN_CODE.findall(code)):
            put(_PATH_IN_CODE.sub(lambda path: last_name(path[0]), code))
            self._note("paths", paths[0], len(paths))

    def _of_word(self, element: etree._Element, name: str, key: str, own: str, value: str) -> None:
        """An attribute in Word's own namespaces."""
        ids = own.startswith("rsid") or (own in ("paraId", "textId") and name in ("p", "tr") and self.found.wanted("comments"))
        if ids and self.found.wanted("revision-ids"):
            del element.attrib[key]
            self._note("revision-ids")
        elif not self.found.wanted("authors"):
            return
        elif own == "author" and value != NEUTRAL:
            element.set(key, NEUTRAL)
            self._note("authors", value)
        elif own == "date" and value != _NO_DATE and _attribute(element, "author"):
            # The format asks for a date on the start of a move alone.
            if name.endswith("RangeStart"):
                element.set(key, _NO_DATE)
            else:
                del element.attrib[key]
            self._note("authors", times=0)
        elif (own == "initials" and _attribute(element, "author")) or own in ("dateUtc", "userId"):
            del element.attrib[key]
            self._note("authors", times=0)


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute in Word's namespace, transitional or strict; "" where there is none."""
    return next((value for space in WORD if (value := element.get(f"{{{space}}}{name}"))), "")
