"""The revision marks of a part: which elements are marks, of what kind, and which of them count (ECMA-376 Part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from resdraft.ooxml.names import MINUS, PLUS, RPR, w

PROPERTY_CHANGES = tuple(
    w(name)
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "trPrChange",
        "tcPrChange",
        "tblGridChange",
        "numberingChange",
    )
)
CELLS = (w("cellIns"), w("cellDel"), w("cellMerge"))
# A content control that comes or goes is marked by a range around its tags (17.13.5.4 to 17.13.5.11); its content has marks of its own.
CONTROL_PLUS = (w("customXmlInsRangeStart"), w("customXmlMoveToRangeStart"))
CONTROL_MINUS = (w("customXmlDelRangeStart"), w("customXmlMoveFromRangeStart"))
MOVE_RANGES = (w("moveFromRangeStart"), w("moveToRangeStart"))
MARKS = (*PLUS, *MINUS, *PROPERTY_CHANGES, *CELLS, *CONTROL_PLUS, *CONTROL_MINUS)
MarkFilter = Callable[[str | None], bool]
"""Whether the marks of an author count. A mark that counts is read as accepted, any other as rejected."""

_OLD_STATES = frozenset(PROPERTY_CHANGES)
_PROPERTIES = frozenset((RPR, w("trPr"), w("tcPr"), w("numPr")))


def marks(root: etree._Element) -> Iterator[etree._Element]:
    """Every mark of the part in document order. What stands inside the old state that a property change keeps is no mark."""
    for mark in root.iter(*MARKS):
        if not is_old(mark):
            yield mark


def is_old(mark: etree._Element) -> bool:
    """Whether the element stands in the old state of a property change."""
    parent = mark.getparent()
    if parent is None or parent.tag not in _PROPERTIES:
        return False
    return any(ancestor.tag in _OLD_STATES for ancestor in mark.iterancestors())


def end_tag(start: etree._Element) -> str:
    """The tag of the end of a range, from its start."""
    return str(start.tag).replace("RangeStart", "RangeEnd")


def everything(_: str | None) -> bool:
    """The filter by which all marks count: accept all."""
    return True


def nothing(_: str | None) -> bool:
    """The filter by which no mark counts: reject all."""
    return False
