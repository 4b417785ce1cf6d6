"""A part that holds text (a *story* in ECMA-376): opened from bytes and written back, in the strict or the transitional namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.ooxml.names import W, w
from resdraft.ooxml.package import parse, serialise
from resdraft.ooxml.relationships import content_types, reached_parts
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES

_OPEN, _PURL = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_STRICT_W = f"{_PURL}wordprocessingml/main"
_SPACES = {
    _PURL + strict: _OPEN + transitional
    for strict, transitional in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/picture", "drawingml/2006/picture"),
        ("drawingml/chart", "drawingml/2006/chart"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    )
}
"""The namespaces of a strict part, and the transitional ones that it is held in."""
_MOVE = tuple("move".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
"""How the names of the elements that move text begin, in the bytes of a part in each encoding of XML that is read."""


@dataclass(repr=False, eq=False, match_args=False)
class Story:
    """A part's root element. A strict part is held in the transitional namespace and written back in its own."""

    root: etree._Element
    strict: bool = False

    def bytes(self) -> bytes:
        """The part as bytes."""
        written = serialise(self.root)
        return _in_spaces(written, {loose: strict for strict, loose in _SPACES.items()}) if self.strict else written


def open_story(content: bytes, part: str, name: str = "") -> Story | None:
    """Open a part that holds text, lists or styles; None for one whose root is no element of WordprocessingML.

    Raises:
        Unreadable: where the part is no XML.
    """
    story = open_xml(content, part, name)
    return story if _is_text(story.root) else None


def open_main_story(parts: Mapping[str, bytes], main: str, name: str = "") -> Story:
    """Open the main part of a package.

    Raises:
        Unreadable: where it is no text of a document.
    """
    return require_document(open_story(parts[main], main, name), name)


def require_document(story: Story | None, name: str) -> Story:
    """The story of a main part, where it is one: its root is ``w:document`` (ECMA-376 Part 1, 17.2.3).

    Raises:
        Unreadable: where it is not.
    """
    if story is None or story.root.tag != w("document"):
        raise Unreadable(Problem("its main part is no Word text", "open it in Word and save it again", file=name))
    return story


def open_stories(parts: Mapping[str, bytes], name: str = "", notices: list[str] | None = None) -> dict[str, Story]:
    """Every part that can hold revision marks, by name and in order.

    Whether one can is seen in its parsed elements: its name, its first bytes and the prefixes in it are its writer's choice.

    Args:
        parts: of the package. ``name`` is the file's, for messages.
        notices: takes in what could not be looked into, though no program shows it as text of this document.

    Raises:
        Unreadable: where a part is no XML, though its content type or a relationship to it says so. Marks could hide in it.
    """
    kinds, reached = content_types(parts, name), reached_parts(parts, name)
    out = {}
    for part in sorted(parts):
        kind = kinds[part]
        try:
            story = open_xml(parts[part], part, name)
        except Unreadable:
            within = "word" in kind and parts[part].startswith(b"PK")
            # A picture may be XML (SVG), of which no more is asked than that a browser reads it.
            named = (kind.endswith("+xml") and not kind.startswith("image/")) or (kind.endswith("/xml") and part in reached)
            if reached.get(part, False) or (named and not within):
                raise
            if notices is not None and within:
                notices.append(f"{part} is a Word document within the file: marks in it are neither listed nor settled")
            elif notices is not None and kind.endswith("/xml"):
                notices.append(f"{part} cannot be read: what is in it stays, though nothing in the file leads to it")
            continue
        if _is_text(story.root) or next(story.root.iter(*MARKS, *MOVE_RANGES), None) is not None:
            out[part] = story
    return out


def open_xml(content: bytes, part: str, name: str = "") -> Story:
    """Open a part that is XML, whatever it holds.

    Raises:
        Unreadable: where it is none.
    """
    root = parse(content, name, part)
    if next(root.iter(f"{{{_STRICT_W}}}*"), None) is None:
        return Story(root)
    # Written anew first: in the bytes as they came, a namespace may stand in another encoding, or as references to characters.
    held = parse(_in_spaces(etree.tostring(root, encoding="UTF-8"), _SPACES), name, part)
    return Story(held, strict=root.tag.startswith(f"{{{_STRICT_W}}}"))


@lru_cache(maxsize=12)
def shared_root(content: bytes) -> etree._Element:
    """The root of an XML part that is only read and never changed, such as styles: the same content is parsed once, also of two files.

    Raises:
        Unreadable: where it is no XML.
    """
    return open_xml(content, "").root


def _in_spaces(written: bytes, spaces: Mapping[str, str]) -> bytes:
    """XML that we wrote, with other namespaces."""
    for old, new in spaces.items():
        written = written.replace(f'="{old}"'.encode(), f'="{new}"'.encode())
    return written


def _is_text(root: etree._Element) -> bool:
    return root.tag.startswith(f"{{{W}}}")


def free_move_names(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Names that no move of a file has in whatever part: the two ends of a move are known by its name (17.13.5.24 and .28)."""
    # The names of elements stand in the bytes as they are, in whatever encoding: other parts, such as large styles, need no reading.
    held = {
        n: b for n, b in parts.items() if any(sign in b for sign in _MOVE) or n == "[Content_Types].xml" or n.endswith(".rels")
    }
    starts = (start for story in open_stories(held).values() for start in story.root.iter(*MOVE_RANGES))
    taken = {start.get(w("name")) for start in starts}
    yield from (name for n in count(1) if (name := f"move{n}") not in taken)
