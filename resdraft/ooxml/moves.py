"""The two halves of each move: what stands where words were taken from, and where they were put (ECMA-376 Part 1, 17.13.5.21 to .28)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MOVE_FROM, MOVE_TO, PPR, RPR, P, w
from resdraft.ooxml.revisions import MOVE_RANGES, end_tag, is_old

_MARK_OF = dict(zip(MOVE_RANGES, (MOVE_FROM, MOVE_TO), strict=True))
_ENDS = {end_tag(etree.Element(tag)): tag for tag in MOVE_RANGES}


class MoveHalves(NamedTuple):
    """A move: the starts of its ranges, and the marks of its words and paragraphs in both places."""

    starts: list[etree._Element]
    marks: list[etree._Element]


def moves(root: etree._Element) -> list[MoveHalves]:
    """The moves of a part. The halves of one are known by the name of their ranges; without ranges by their author and words."""
    if next(root.iter(*MOVE_RANGES), None) is None:
        return _without_ranges(root, set())
    finder = _Finder()
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(P, *_MARK_OF, *_MARK_OF.values(), *_ENDS)):
        if element.tag == P:
            finder.paragraph(element, begins=event == "start")
        elif event == "start":
            finder.element(element, str(element.tag))
    found = list(finder.found.values())
    return found + _without_ranges(root, {mark for move in found for mark in move.marks})


def _without_ranges(root: etree._Element, known: Container[etree._Element]) -> list[MoveHalves]:
    """The moves whose marks stand in no range, which the schema allows: one mark for each half, of one author, with the same words."""
    halves: dict[tuple[str | None, str], dict[str, list[etree._Element]]] = defaultdict(lambda: {MOVE_FROM: [], MOVE_TO: []})
    for mark in root.iter(MOVE_FROM, MOVE_TO):
        if mark not in known and _is_of_words(mark):
            words = "".join(text.text or "" for text in mark.iter(w("t"), w("delText")))
            if words:
                halves[mark.get(AUTHOR), words][str(mark.tag)].append(mark)
    pairs = ([*half[MOVE_FROM], *half[MOVE_TO]] for half in halves.values() if all(len(marks) == 1 for marks in half.values()))
    return [MoveHalves([], marks) for marks in pairs]


class _Finder:
    """Goes through a part. ``names`` has, for each paragraph around, the moves by what their marks are called there."""

    def __init__(self) -> None:
        self.found: dict[str, MoveHalves] = defaultdict(lambda: MoveHalves([], []))
        self.open: dict[tuple[str, str | None], str] = {}
        self.names: list[dict[str, str]] = []

    def paragraph(self, paragraph: etree._Element, *, begins: bool) -> None:
        if begins:
            self.names.append({_MARK_OF[kind]: name for (kind, _), name in self.open.items()})
            return
        names = self.names.pop()
        # The mark of a paragraph stands before its words and is meant behind them: a range may begin or end among them.
        for mark in paragraph.iterfind(f"{PPR}/{RPR}/*"):
            if mark.tag in names:
                self.found[names[str(mark.tag)]].marks.append(mark)

    def element(self, element: etree._Element, tag: str) -> None:
        if tag in _MARK_OF:
            name = element.get(w("name"), "")
            self.open[tag, element.get(ID)] = name
            self.found[name].starts.append(element)
            for names in self.names:
                names[_MARK_OF[tag]] = name
        elif tag in _ENDS:
            self.open.pop((_ENDS[tag], element.get(ID)), None)
        elif _is_of_words(element):
            own = next((name for (kind, _), name in reversed(self.open.items()) if _MARK_OF[kind] == tag), None)
            if own is not None:
                self.found[own].marks.append(element)


def _is_of_words(mark: etree._Element) -> bool:
    parent = mark.getparent()
    return parent is not None and parent.tag != RPR and not is_old(mark)
