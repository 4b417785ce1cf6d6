"""What differs in the new file and cannot be shown by marks, said in words.

This is the page layout, the formatting of tables, comments, and formulas or embedded documents between paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping

from lxml import etree

from resdraft.compare.blocks import other_blocks, text_of
from resdraft.compare.content_keys import ContentKeys, attributes
from resdraft.compare.headers_footers import section_properties
from resdraft.ooxml.formatting import FALSE_VALUES
from resdraft.ooxml.names import AUTHOR, ID, VAL, P, w
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
_DEFAULTS = {
    w("type"): {VAL: "nextPage"},
    w("pgSz"): {w("orient"): "portrait"},
    w("pgMar"): {w("gutter"): "0"},
    w("cols"): {w("num"): "1", w("equalWidth"): "1"},
    w("pgNumType"): {w("fmt"): "decimal"},
    w("vAlign"): {VAL: "top"},
    w("textDirection"): {VAL: "lrTb"},
}
"""The values that count where an attribute or the element is missing: to state one changes nothing."""
_TOGGLES = (w("titlePg"), w("bidi"))
_PRINTER_CODE = w("code")
_SHOWN_LENGTH = 40


class UnmarkedDifferences:
    """Takes note of differences that cannot bear a mark, while the parts of two files are compared."""

    def __init__(self) -> None:
        self._tables: list[etree._Element] = []
        self._other_blocks = False

    def add_table(self, old: etree._Element) -> None:
        """Note a table of the old file whose formatting is different in the new one."""
        self._tables.append(old)

    def compare_other_blocks(self, sides: tuple[etree._Element, etree._Element], keys: tuple[ContentKeys, ContentKeys]) -> None:
        """Compare formulas and embedded documents between the paragraphs of two bodies, cells or notes."""
        old, new = ([own.object(e) for e in other_blocks(side)] for side, own in zip(sides, keys, strict=True))
        self._other_blocks |= old != new

    def notices(self, names: tuple[str, str]) -> Iterator[str]:
        """The differences in words; ``names`` are those of the old and the new file."""
        if self._tables:
            words = " ".join(text_of(p) for p in self._tables[0].iter(P))
            first = words if len(words) <= _SHOWN_LENGTH else f"{words[:_SHOWN_LENGTH].rpartition(' ')[0]} ..."
            count = len(self._tables)
            what = f'{count} tables, the first "{first}",' if count > 1 else f'the table "{first}"'
            yield f"{names[1]} formats {what} otherwise: the formatting of {names[0]} stays"
        if self._other_blocks:
            yield f"{names[1]} has other formulas or documents between paragraphs: those of {names[0]} stay"


def layout_notices(roots: tuple[etree._Element, etree._Element], names: tuple[str, str]) -> Iterator[str]:
    """What differs in the page layout of sections. Where the numbers of sections differ, none correspond, and nothing is said."""
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
    """The page layout of a section, without default values."""
    out: dict[str, Hashable] = {}
    for child in section:
        tag = str(child.tag)
        if tag not in _LAYOUT or child.get(VAL) in FALSE_VALUES:
            continue
        if tag == w("cols") and child.get(w("num"), "1") == "1" and not len(child):
            continue  # with one column there is no space between columns
        defaults = _DEFAULTS.get(tag, {})
        said = tuple(sorted((k, v) for k, v in attributes(child) if defaults.get(k) != v and k != _PRINTER_CODE))
        inner = tuple((part.tag, tuple(sorted(attributes(part)))) for part in child)
        if said or inner or tag in _TOGGLES:
            out[tag] = said, inner
    return out


def comment_notices(comments: tuple[Mapping[str, Hashable], Mapping[str, Hashable]], names: tuple[str, str]) -> Iterator[str]:
    """How many comments one file has that the other has not."""
    old, new = (Counter(own.values()) for own in comments)
    for count, has, lacks, what in (
        ((new - old).total(), names[1], names[0], "left out"),
        ((old - new).total(), names[0], names[1], "kept"),
    ):
        if count:
            plural = "comments" if count > 1 else "comment"
            left = f"they are {what}" if count > 1 else f"it is {what}"
            yield f"{has} has {count} {plural} that {lacks} has not: {left}"


def comments_of(parts: Mapping[str, bytes], main: str) -> dict[str, Hashable]:
    """The author and the text of each comment, by its id."""
    out: dict[str, Hashable] = {}
    for part in related(parts, main, "comments"):
        story = open_story(parts[part], part)
        for n, comment in enumerate(story.root.iter(w("comment")) if story is not None else ()):
            out[comment.get(ID) or f"no id {n}"] = comment.get(AUTHOR), "\n".join(text_of(p) for p in comment.iter(P))
    return out
