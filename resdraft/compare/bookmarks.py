"""Bookmarks of the new file brought along, so that no reference of the new text points nowhere or at another clause.

A bookmark bears no revision mark (ECMA-376 Part 1, 17.13.6.2), and a file has each name once. So one that stands elsewhere in the new file
goes there, as a bookmark does when its words are moved in Word; with the marks rejected it stays there, which is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from lxml import etree

from resdraft.limits import count
from resdraft.ooxml.names import ID, MINUS, PLUS, PPR, RPR, TEXT_BOX, P, w
from resdraft.ooxml.new_marks import NewMarks
from resdraft.ooxml.paragraph_content import ParagraphContent, Portion
from resdraft.ooxml.revisions import MARKS

_START, _END, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("name")
_LAST_EDIT = "_GoBack"
"""Word's own bookmark, at the place of the last change: it is set anew whenever somebody edits."""
_SHOWN = 4


class _Place(NamedTuple):
    """A place in a text as it reads with all marks accepted: a paragraph, counted from 0, and a character of it."""

    paragraph: int
    at: int


class _Bookmark(NamedTuple):
    """The two ends of a bookmark, and where they stand."""

    start: etree._Element
    end: etree._Element
    places: tuple[_Place, _Place]


def carry_bookmarks(old: etree._Element, new: etree._Element, marks: NewMarks, owner: str) -> list[str]:
    """Put the bookmarks of a part of the new file into the old one, once that is revised.

    Args:
        old: the root of the part, with its marks.
        new: the root of the part of the new file.
        marks: makes the second half of a mark that a bookmark divides.
        owner: whose the marks are.

    Returns:
        What is to be said of it, in words.
    """
    if next(new.iter(_START), None) is None:
        return []
    mine, theirs = _Text(old), _Text(new)
    before, after = mine.bookmarks(), theirs.bookmarks()
    wanted = {name: one for name, one in after.items() if name not in before or before[name].places != one.places}
    known = set(before)
    if wanted and len(mine.paragraphs) != len(theirs.paragraphs):
        return [_said("these bookmarks of the new file were not brought along", wanted)]
    used = (e.get(ID, "") for e in old.iter(_START, w("commentRangeStart"), w("permStart"), *MARKS))
    free = map(str, itertools.count(1 + max(map(count, used), default=0)))
    for name, one in wanted.items():
        if name in known:
            for end in before[name][:2]:
                end.getparent().remove(end)  # type: ignore[union-attr]
        own = {ID: next(free)}
        start = etree.Element(_START, {**own, _NAME: name})
        # The end comes first: what is put in before it does not move its place.
        mine.put(etree.Element(_END, own), one.places[1], marks, owner, behind=True)
        mine.put(start, one.places[0], marks, owner, behind=False)
    stay = "these bookmarks stand where the new file has them, also with the marks rejected"
    return [_said(stay, wanted)] if wanted else []


def _said(what: str, names: Sequence[str] | dict[str, _Bookmark]) -> str:
    shown = list(names)[:_SHOWN]
    more = len(names) - len(shown)
    return f"{what}: {', '.join(shown)}{f' and {more} more' if more else ''}"


class _Text:
    """The paragraphs of a part as they read with all marks accepted: each is one or several of the file, joined."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.paragraphs = list(_joined(root))
        self._number = {p: n for n, group in enumerate(self.paragraphs) for p in group}
        self._contents: dict[etree._Element, ParagraphContent] = {}

    def _content(self, p: etree._Element) -> ParagraphContent:
        if p not in self._contents:
            self._contents[p] = ParagraphContent(p)
        return self._contents[p]

    def bookmarks(self) -> dict[str, _Bookmark]:
        """The bookmarks by their names. Those of columns of a table are left out, and what stands in text boxes."""
        ends = {end.get(ID): end for end in self.root.iter(_END)}
        out: dict[str, _Bookmark] = {}
        for start in self.root.iter(_START):
            name, end = start.get(_NAME, ""), ends.get(start.get(ID))
            if name in ("", _LAST_EDIT) or end is None or name in out or start.get(w("colFirst")) is not None:
                continue
            first, last = self._place(start), self._place(end)
            if first is not None and last is not None:
                out[name] = _Bookmark(start, end, (first, last))
        return out

    def _place(self, anchor: etree._Element) -> _Place | None:
        """Where an end of a bookmark stands. One between paragraphs stands at the beginning of the next, or at the end of the last."""
        p = next((e for e in anchor.iterancestors(P)), None)
        if p is None:
            p = next((e for e in anchor.itersiblings(P)), None)
            if p is not None and p in self._number:
                return _Place(self._number[p], 0)
            return _Place(len(self.paragraphs), 0)
        if p not in self._number:
            return None
        n, at = self._number[p], 0
        for element in self.paragraphs[n]:
            passed = set(takewhile(lambda e: e is not anchor, element.iter()))
            for portion in self._content(element).portions:
                if _counts(portion) and (portion.run if portion.child is None else portion.child) in passed:
                    at += portion.end - portion.start
            if element is p:
                break
        return _Place(n, at)

    def put(self, anchor: etree._Element, place: _Place, marks: NewMarks, owner: str, *, behind: bool) -> None:
        """Put an end of a bookmark in: directly behind the character before the place, or directly before the one that follows."""
        if place.paragraph >= len(self.paragraphs):
            self.paragraphs[-1][-1].append(anchor)
            return
        group, left = self.paragraphs[place.paragraph], place.at
        behind = behind and left > 0
        for p in group:
            content = self._content(p)
            for portion in content.portions:
                size = portion.end - portion.start if _counts(portion) else 0
                if size and left < size + (0 if not behind else 1):
                    cut = portion.start + left
                    content.divide(cut)
                    if behind:
                        _outside_marks(content.portion_at(cut - 1).whole[-1], marks, owner, last=True).addnext(anchor)
                    else:
                        _outside_marks(_first_struck(content, cut), marks, owner, last=False).addprevious(anchor)
                    return
                left -= size
        group[-1].append(anchor)


def _first_struck(content: ParagraphContent, cut: int) -> etree._Element:
    """The element that begins with a character, or the first of those struck directly before it: what replaces words has their bookmark."""
    found = content.portion_at(cut)
    for portion in reversed([p for p in content.portions if p.end <= cut]):
        if _counts(portion):
            break
        found = portion
    return found.whole[0]


def _outside_marks(node: etree._Element, marks: NewMarks, owner: str, *, last: bool) -> etree._Element:
    """Climb out of the revision marks around a run; a mark that goes on is divided. Inside one, a bookmark would go with it."""
    while (parent := node.getparent()) is not None and (parent.tag in PLUS or parent.tag in MINUS):
        rest = list(node.itersiblings()) if last else [node, *node.itersiblings()]
        if rest and len(rest) < len(parent) and parent in marks.made:
            second = marks.make(etree.QName(parent.tag).localname, owner)
            second.extend(rest)
            parent.addnext(second)
            node = parent if last else second
        else:
            node = parent
    return node


def _counts(portion: Portion) -> bool:
    return portion.around.mark is None or portion.around.mark.sign == "+"


def _joined(root: etree._Element) -> Iterator[list[etree._Element]]:
    """The paragraphs of a part, each with those before it that join it once marks are accepted; text boxes are left out."""
    pending: list[etree._Element] = []
    for p in root.iter(P):
        if next(p.iterancestors(TEXT_BOX), None) is not None or _in_deleted_row(p):
            continue
        cells = [next(e.iterancestors(w("tc")), None) for e in (*pending[-1:], p)]
        if cells[0] is not cells[-1]:
            # The last paragraph of a cell joins none outside.
            pending = []
        pending.append(p)
        mark = p.find(f"{PPR}/{RPR}")
        if mark is None or not any(change.tag in MINUS for change in mark):
            yield pending
            pending = []


def _in_deleted_row(p: etree._Element) -> bool:
    rows = (row.find(w("trPr")) for row in p.iterancestors(w("tr")))
    return any(change.tag in MINUS for properties in rows if properties is not None for change in properties)
