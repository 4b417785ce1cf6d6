"""Accept and reject revision marks in a part, each by a decision; the rest stays as it is.

The marks are those that this project writes: insertions, deletions, moves, paragraph marks and changed properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from lxml import etree

from resdraft.ooxml.names import DEL, DEL_TEXT, ID, INS, MINUS, MOVE_FROM, MOVE_TO, PLUS, PPR, RPR, P, T, w

_CHANGES = (w("pPrChange"), w("rPrChange"))
_MARKS = (*PLUS, *MINUS, *_CHANGES)
_RANGES = {
    MOVE_FROM: (w("moveFromRangeStart"), w("moveFromRangeEnd")),
    MOVE_TO: (w("moveToRangeStart"), w("moveToRangeEnd")),
}
_STRUCK = {DEL_TEXT: T, w("delInstrText"): w("instrText")}


class Decision(Enum):
    """What becomes of a mark."""

    ACCEPT = "accept"
    REJECT = "reject"
    LEAVE = "leave"


Decide = Callable[[etree._Element], Decision]
"""Decides on a mark, seen as its element (author and date are its attributes)."""


def marks(root: etree._Element) -> Iterator[etree._Element]:
    """Every mark of the part in document order."""
    yield from root.iter(*_MARKS)


def resolve(root: etree._Element, decide: Decide) -> int:
    """Accept and reject the marks of a part in place.

    Returns:
        How many marks were accepted or rejected.
    """
    done = 0
    gone: list[etree._Element] = []
    for mark in list(marks(root)):
        decision = decide(mark)
        if decision is Decision.LEAVE:
            continue
        done += 1
        if mark.tag in _CHANGES:
            _resolve_change(mark, decision)
        elif _parent(mark).tag == RPR:
            keeps = (mark.tag in PLUS) == (decision is Decision.ACCEPT)
            if not keeps:
                gone.append(next(mark.iterancestors(P)))
            _drop(mark)
        else:
            _resolve_content(mark, decision)
    for paragraph in gone:
        _join_next(paragraph)
    _drop_bare_ranges(root)
    return done


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - marks are never the root
    return parent


def _drop(element: etree._Element) -> None:
    """Remove an element and the properties that it leaves empty."""
    parent = _parent(element)
    parent.remove(element)
    if parent.tag == RPR and not len(parent) and not parent.attrib:
        _drop(parent)
    elif parent.tag == PPR and not len(parent):
        _parent(parent).remove(parent)


def _resolve_change(change: etree._Element, decision: Decision) -> None:
    properties = _parent(change)
    if decision is Decision.REJECT:
        old = change.find(properties.tag)
        keep = [child for child in properties if child.tag in (RPR, w("sectPr"))] if properties.tag == PPR else []
        for child in list(properties):
            properties.remove(child)
        properties.extend([*(old if old is not None else ()), *keep])
    else:
        properties.remove(change)
    if not len(properties):
        _parent(properties).remove(properties)


def _resolve_content(mark: etree._Element, decision: Decision) -> None:
    parent = _parent(mark)
    if (mark.tag in PLUS) == (decision is Decision.ACCEPT):
        if mark.tag == DEL:
            for text in list(mark.iter(*_STRUCK)):
                text.tag = _STRUCK[text.tag]
        at = parent.index(mark)
        for child in reversed(list(mark)):
            parent.insert(at + 1, child)
    parent.remove(mark)


def _join_next(paragraph: etree._Element) -> None:
    """A paragraph whose mark is gone flows into the next one, which keeps its own properties."""
    following = paragraph.getnext()
    while following is not None and following.tag != P:
        if following.tag in (w("tbl"), w("sectPr")):
            return
        following = following.getnext()
    if following is None:
        return
    at = 1 if following.find(PPR) is not None else 0
    for child in reversed([child for child in paragraph if child.tag != PPR]):
        following.insert(at, child)
    _parent(paragraph).remove(paragraph)


def _drop_bare_ranges(root: etree._Element) -> None:
    """Remove the range marks of moves that hold no mark any more."""
    for mark, (start_tag, end_tag) in _RANGES.items():
        ends = {end.get(ID): end for end in root.iter(end_tag)}
        for start in list(root.iter(start_tag)):
            end = ends.get(start.get(ID))
            if end is not None and not any(True for _ in _between(root, start, end, mark)):
                _parent(start).remove(start)
                _parent(end).remove(end)


def _between(root: etree._Element, start: etree._Element, end: etree._Element, tag: str) -> Iterator[etree._Element]:
    inside = False
    for element in root.iter(start.tag, end.tag, tag):
        if element is start:
            inside = True
        elif element is end:
            return
        elif inside and element.tag == tag:
            yield element


def drop_unreferenced_notes(notes: etree._Element, documents: Iterable[etree._Element]) -> None:
    """Remove the footnotes that no document refers to any more; separators stay."""
    referenced = {reference.get(ID) for root in documents for reference in root.iter(w("footnoteReference"))}
    for note in list(notes):
        if note.get(w("type")) is None and note.get(ID) not in referenced:
            notes.remove(note)


def accept_all(_: etree._Element) -> Decision:
    """Accept every mark."""
    return Decision.ACCEPT


def reject_all(_: etree._Element) -> Decision:
    """Reject every mark."""
    return Decision.REJECT


__all__ = ["INS", "Decide", "Decision", "accept_all", "drop_unreferenced_notes", "marks", "reject_all", "resolve"]
