"""A part that holds text (a *story* in ECMA-376): opened from bytes and written back, in the strict or the transitional namespace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from lxml import etree

from resdraft.ooxml.names import W, w
from resdraft.ooxml.package import parse, serialise
from resdraft.ooxml.revisions import MOVE_RANGES

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OPEN, _PURL = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
_SPACES = tuple(
    (_PURL + strict, _OPEN + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/picture", b"drawingml/2006/picture"),
        (b"drawingml/chart", b"drawingml/2006/chart"),
        (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    )
)
"""The namespaces of a strict part, and the transitional ones that it is held in."""
_TEXT_PARTS = re.compile(rb"<(?:\w+:)?(?:document|footnotes|endnotes|hdr|ftr|comments|glossaryDocument|styles|numbering)[\s>]")


_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"
"""What may stand before the first element: the byte order marks of UTF-8 and UTF-16, and blanks."""


@dataclass(repr=False, eq=False, match_args=False)
class Story:
    """A part's root element. A strict part is held in the transitional namespace and written back in its own."""

    root: etree._Element
    strict: bool = False

    def bytes(self) -> bytes:
        """The part as bytes."""
        written = serialise(self.root)
        for strict, transitional in _SPACES if self.strict else ():
            written = written.replace(b'"' + transitional + b'"', b'"' + strict + b'"')
        return written


def open_story(content: bytes, part: str, name: str = "") -> Story | None:
    """Open a part that can hold text and marks; None for other parts.

    Raises:
        Unreadable: where such a part is no XML.
    """
    if (
        not part.endswith(".xml")
        or content.lstrip(_BEFORE)[:1] not in (b"<", b"\x00")
        or not _TEXT_PARTS.search(content[:20_000])
    ):
        return None
    # The root element declares its namespaces, so they stand near the beginning.
    strict = _STRICT in content[:20_000]
    for own, transitional in _SPACES if strict else ():
        content = content.replace(own, transitional)
    root = parse(content, name)
    return Story(root, strict) if isinstance(root.tag, str) and root.tag.startswith(f"{{{W}}}") else None


def free_move_names(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Names that no move of a file has in whatever part: the two ends of a move are known by its name (17.13.5.24 and .28)."""
    stories = (open_story(content, part) for part, content in parts.items() if b"RangeStart" in content)
    starts = (start for story in stories if story is not None for start in story.root.iter(*MOVE_RANGES))
    taken = {start.get(w("name")) for start in starts}
    yield from (name for n in count(1) if (name := f"move{n}") not in taken)
