"""What of the new file a comparison does not show, in words: layout, formatting of tables, comments, what stands between paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence

from lxml import etree

from resdraft.compare.blocks import between, words_of
from resdraft.compare.content_keys import OFF, ContentKeys, attributes
from resdraft.compare.headers_footers import section_properties
from resdraft.ooxml.names import AUTHOR, VAL, P, w
from resdraft.ooxml.package import related
from resdraft.ooxml.story import open_story

_LAYOUT = {
    w("type"): "section break",
    w("pgSz"): "page size",
    w("pgMar"): "margins",
    w("pgBorders"): "page borders",
    w("lnNumType"): "line numbers",
    w("pgNumType"): "page numbers",
    w("cols"): "columns",
    w("vAlign"): "vertical alignment",
    w("titlePg"): "first page",
    w("textDirection"): "text direction",
    w("bidi"): "text direction",
}
_USUAL = {
    w("type"): {VAL: "nextPage"},
    w("pgSz"): {w("orient"): "portrait"},
    w("pgMar"): {w("gutter"): "0"},
    w("cols"): {w("num"): "1", w("equalWidth"): "1"},
    w("pgNumType"): {w("fmt"): "decimal"},
    w("vAlign"): {VAL: "top"},
    w("textDirection"): {VAL: "lrTb"},
}
"""What an element says that is as good as none (17.6)."""
_SWITCHES = (w("titlePg"), w("bidi"))
_OF_PRINTER = w("code")
_SHORT = 40


class UnmarkedDifferences:
    """Takes note, while the parts of two files are compared, of what differs in them and can bear no mark."""

    def __init__(self) -> None:
        self._tables: list[etree._Element] = []
        self._between = False

    def table(self, old: etree._Element) -> None:
        """A table of the old file is formatted otherwise in the new one."""
        self._tables.append(old)

    def between(self, sides: tuple[etree._Element, etree._Element], looks: tuple[ContentKeys, ContentKeys]) -> None:
        """Compare what stands between the paragraphs of two bodies, cells or notes."""
        old, new = ([own.object(e) for e in between(side)] for side, own in zip(sides, looks, strict=True))
        self._between |= old != new

    def notices(self, names: tuple[str, str]) -> Iterator[str]:
        """All of it in words."""
        if self._tables:
            words = " ".join(words_of(p) for p in self._tables[0].iter(P))
            first = words if len(words) <= _SHORT else f"{words[:_SHORT].rpartition(' ')[0]} ..."
            count = len(self._tables)
            what = f'{count} tables, the first "{first}",' if count > 1 else f'the table "{first}"'
            yield f"{names[1]} formats {what} otherwise: the formatting of {names[0]} stays"
        if self._between:
            yield f"{names[1]} has other formulas or documents between paragraphs: those of {names[0]} stay"


def layout(roots: tuple[etree._Element, etree._Element], names: tuple[str, str]) -> Iterator[str]:
    """What differs in the page layout of sections that correspond."""
    sections = [section_properties(root) for root in roots]
    if len(sections[0]) != len(sections[1]):
        return
    found: dict[tuple[str, ...], list[str]] = {}
    for n, (old, new) in enumerate(zip(*sections, strict=True), 1):
        before, after = _layout(old), _layout(new)
        kinds = dict.fromkeys(kind for tag, kind in _LAYOUT.items() if before.get(tag) != after.get(tag))
        if kinds:
            found.setdefault(tuple(kinds), []).append(str(n))
    for kinds_of, which in found.items():
        what = f"section{'s' * (len(which) > 1)} {', '.join(which)}"
        yield f"{names[1]} lays out {what} otherwise ({', '.join(kinds_of)}): the layout of {names[0]} stays"


def _layout(section: etree._Element) -> dict[str, Hashable]:
    """What a section says of its pages that is not as usual."""
    out: dict[str, Hashable] = {}
    for child in section:
        tag = str(child.tag)
        if tag not in _LAYOUT or child.get(VAL) in OFF:
            continue
        if tag == w("cols") and child.get(w("num"), "1") == "1" and not len(child):
            continue  # the space between columns that there are none of
        usual = _USUAL.get(tag, {})
        said = tuple(sorted((k, v) for k, v in attributes(child) if usual.get(k) != v and k != _OF_PRINTER))
        inner = tuple((part.tag, tuple(sorted(attributes(part)))) for part in child)
        if said or inner or tag in _SWITCHES:
            out[tag] = said, inner
    return out


def comments(parts: Sequence[Mapping[str, bytes]], mains: tuple[str, str], names: tuple[str, str]) -> Iterator[str]:
    """How many comments the new file has that the old one has not."""
    old, new = (Counter(_comments(own, main)) for own, main in zip(parts, mains, strict=True))
    count = (new - old).total()
    if count:
        what, left = ("comments", "they are") if count > 1 else ("comment", "it is")
        yield f"{names[1]} has {count} {what} that {names[0]} has not: {left} left out"


def _comments(parts: Mapping[str, bytes], main: str) -> Iterator[tuple[str | None, str]]:
    """Each comment: whose it is, and what it says."""
    for part in related(parts, main, "comments"):
        story = open_story(parts[part], part)
        for comment in story.root.iter(w("comment")) if story is not None else ():
            yield comment.get(AUTHOR), "\n".join(words_of(p) for p in comment.iter(P))
