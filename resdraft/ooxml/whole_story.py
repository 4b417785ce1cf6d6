"""What Word shows of a part as a whole when some marks count: controls around paragraphs, bookmarks, and the labels that it counts."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MINUS, PLUS, PPR, VAL, P, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.projections import Paragraph, effective_properties, paragraphs, row_or_cell_stays
from resdraft.ooxml.revisions import MarkFilter
from resdraft.ooxml.view import CONTROLS, LAST_PLACE, control_counts, control_key

_INLINE = frozenset((P, w("hyperlink"), w("smartTag"), w("r"), w("dir"), w("bdo"), w("fldSimple")))
_NOT_OF_SECTION = frozenset(w(name) for name in ("headerReference", "footerReference", "sectPrChange"))
_NUMBERING = w("numPr")
_STYLE = re.compile(rb'pStyle w:val="([^"]*)"')
_SIGNS = (b":sdt>", b":customXml", b":bookmarkStart")


class Whole(NamedTuple):
    """A part, in those aspects that no paragraph shows alone."""

    block_controls: tuple[tuple[tuple[Hashable, ...], str], ...] = ()
    """Content controls and custom XML around paragraphs, rows or cells: what each is, and the words in it."""
    bookmark_names: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    """The labels that Word counts, in order."""
    sections: tuple[bytes, ...] = ()
    """How each section is laid out, without its headers and footers."""


class Signs(NamedTuple):
    """What a part may hold, by its bytes: what it does not hold need not be looked for."""

    ranges: bool = True
    """Controls and bookmarks."""
    lists: bool = True

    @staticmethod
    def of(parts: Sequence[bytes], lists: Sequence[Numbering]) -> Signs:
        """The signs in parts, and in the lists of their files."""
        ranges = any(sign in part for sign in _SIGNS for part in parts)
        listed = any(b"numPr" in part for part in parts)
        if not listed and lists:
            styles = {"", *(style.decode(errors="replace") for part in parts for style in _STYLE.findall(part))}
            listed = any(own.in_list(style) for own in lists for style in styles)
        return Signs(ranges, listed)


def whole_story(
    root: etree._Element,
    counts: MarkFilter,
    lists: Numbering,
    *,
    signs: Signs = Signs(),  # noqa: B008 - it does not change
    found: Sequence[Paragraph] | None = None,
) -> Whole:
    """Read a part as a whole.

    Args:
        root: its root.
        counts: which marks count.
        lists: the lists of the file, nothing counted.
        signs: what it may hold.
        found: its paragraphs under that choice. Without them the marks of paragraphs alone say which flow into others: this is faster, and
            wrong where one has to stay because there is none behind it.
    """
    controls: tuple[tuple[tuple[Hashable, ...], str], ...] = ()
    names: frozenset[str] = frozenset()
    if signs.ranges:
        controls = tuple(_block_controls(root, counts))
        starts = (start for start in root.iter(w("bookmarkStart")) if start.get(w("name"), "") and _is_there(start, counts))
        ends = {end.get(ID) for end in root.iter(w("bookmarkEnd")) if _is_there(end, counts)}
        names = frozenset(start.get(w("name"), "") for start in starts if start.get(ID) in ends) - {LAST_PLACE}
    labels = tuple(_labels(root, counts, lists, found)) if signs.lists and lists.any else ()
    return Whole(controls, names, labels, tuple(_sections(root, counts)))


def _sections(root: etree._Element, counts: MarkFilter) -> Iterator[bytes]:
    for section in root.iter(w("sectPr")):
        change = section.find(w("sectPrChange"))
        if next(section.iterancestors(w("sectPrChange")), None) is None:
            old = change.find(w("sectPr")) if change is not None and not counts(change.get(AUTHOR)) else section
            children = [child for child in (old if old is not None else ()) if child.tag not in _NOT_OF_SECTION]
            yield b"".join(etree.tostring(child, method="c14n", exclusive=True, with_tail=False) for child in children)


def _block_controls(root: etree._Element, counts: MarkFilter) -> list[tuple[tuple[Hashable, ...], str]]:
    out = []
    for holder in root.iter(*CONTROLS):
        parent = holder.getparent()
        if any(e.tag in _INLINE for e in holder.iterancestors()) or parent is None or not control_counts(holder, counts):
            continue
        content = holder.find(w("sdtContent")) if holder.tag == CONTROLS[0] else holder
        present = [p for p in (content.iter(P) if content is not None else ()) if _is_there(p, counts)]
        words = "\n".join(p.text for p in paragraphs(present, counts))
        if present:
            out.append((control_key(holder), words))
    return out


def _is_there(element: etree._Element, counts: MarkFilter) -> bool:
    """Whether an element is there, by the marks that it stands in."""
    for above in element.iterancestors():
        tag = above.tag
        if tag in PLUS or tag in MINUS:
            if (tag in PLUS) != counts(above.get(AUTHOR)):
                return False
        elif (tag == w("tr") and not row_or_cell_stays(above.find(w("trPr")), counts)) or (
            tag == w("tc") and not row_or_cell_stays(above.find(w("tcPr")), counts)
        ):
            return False
    return True


def _labels(root: etree._Element, counts: MarkFilter, lists: Numbering, found: Sequence[Paragraph] | None) -> Iterator[str]:
    if found is not None:
        known = [p.properties for p in found]
    else:
        known = []
        for p in _listed(root, lists):
            properties, stays = p.find(PPR), True
            if properties is not None:
                properties, _, stays = effective_properties(properties, counts)
            if stays and lists.place(properties) is not None and _is_there(p, counts):
                known.append(properties)
    for properties in known:
        label = lists.label(properties)
        if label is not None:
            yield label[0]


def _listed(root: etree._Element, lists: Numbering) -> Iterable[etree._Element]:
    """The paragraphs that may stand in a list, in order."""
    if lists.in_list(""):
        return root.iter(P)
    named = (e for e in root.iter(_NUMBERING, w("pStyle")) if e.tag == _NUMBERING or lists.in_list(e.get(VAL, "")))
    return dict.fromkeys(p for e in named if (p := next(e.iterancestors(P), None)) is not None)
