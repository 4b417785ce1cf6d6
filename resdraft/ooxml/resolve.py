"""Accepts and rejects the revision marks of a part in place, each as is decided on it. Everything else stays as it is.

Every kind of mark: text inserted, deleted, moved; paragraph marks; table rows and cells; properties of runs, paragraphs, tables and
sections; numbering; content controls; marks inside mathematics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from lxml import etree

from resdraft.ooxml.emptied import clear, dissolve, is_inline, is_needed, structure_of, take_out
from resdraft.ooxml.names import DEL, DEL_TEXT, ID, MINUS, PLUS, PPR, RPR, VAL, P, T, w
from resdraft.ooxml.projections import is_visible
from resdraft.ooxml.revisions import CELLS, CONTROL_PLUS, MARKS, MOVE_RANGES, PROPERTY_CHANGES, end_tag, marks

_STRUCK = {DEL_TEXT: T, w("delInstrText"): w("instrText")}
_DECIDABLE = (*MARKS, P)
_ROW, _CELL, _TABLE = w("tr"), w("tc"), w("tbl")
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del", "moveFrom", "moveTo"))
_KEPT = {  # what is no part of the old state of its properties
    PPR: (RPR, w("sectPr")),
    RPR: (*PLUS, *MINUS),
    w("trPr"): (w("ins"), w("del")),
    w("tcPr"): CELLS,
    w("sectPr"): (w("headerReference"), w("footerReference")),
}


class Decision(Enum):
    """What becomes of a mark."""

    ACCEPT = "accept"
    REJECT = "reject"
    LEAVE = "leave"


Decide = Callable[[etree._Element], Decision]
"""Decides on a mark, seen as its element (author and date are its attributes)."""


def accept_all(_: etree._Element) -> Decision:
    """Accept every mark."""
    return Decision.ACCEPT


def reject_all(_: etree._Element) -> Decision:
    """Reject every mark."""
    return Decision.REJECT


def resolve(root: etree._Element, decide: Decide) -> tuple[int, int]:
    """Accept and reject the marks of a part in place.

    Returns:
        How many marks were accepted or rejected, and how many are left.
    """
    return _Resolver(root, decide).run()


class _Resolver:
    """The marks of one part. What is inside removed content needs no decision any more: ``discarded``.

    ``joining`` are the paragraphs whose mark goes, in order; ``dissolving`` the structures of formulas whose sign goes; ``lost`` are the
    elements that lost content.
    """

    def __init__(self, root: etree._Element, decide: Decide) -> None:
        self.root, self.decide = root, decide
        self.discarded: set[etree._Element] = set()
        self.joining: dict[etree._Element, None] = {}
        self.dissolving: dict[etree._Element, None] = {}
        self.lost: dict[etree._Element, None] = {}

    def run(self) -> tuple[int, int]:
        decided = [(mark, self.decide(mark)) for mark in marks(self.root)]
        ranges = [(start, self.decide(start)) for start in self.root.iter(*MOVE_RANGES)]
        left: list[etree._Element] = []
        for mark, decision in decided:
            if decision is Decision.LEAVE:
                left.append(mark)
            elif mark not in self.discarded:
                self._one(mark, decision is Decision.ACCEPT)
        for structure in self.dissolving:
            if (holder := dissolve(structure)) is not None:
                self.lost[holder] = None
        # First within paragraphs: only then it is known which of them hold nothing.
        self._discard(*clear(element for element in self.lost if is_inline(element)))
        # When all marks are settled: what a paragraph joins depends on which of the paragraphs behind it stay.
        for paragraph in list(self.joining):
            if _join_next(paragraph):
                self._take_out(paragraph)
        # Only now: a table parts the paragraphs around it even where it goes.
        self._discard(*clear(self.lost))
        self._drop_ranges(start for start, decision in ranges if decision is not Decision.LEAVE)
        return len(decided) - len(left), sum(mark not in self.discarded for mark in left)

    def _one(self, mark: etree._Element, accept: bool) -> None:
        parent = mark.getparent()
        if parent is None:
            return
        if mark.tag in PLUS or mark.tag in MINUS:
            self._text_or_state(mark, parent, accept)
            return
        self._discard(mark)
        if mark.tag in PROPERTY_CHANGES:
            if not accept:
                self._discard(*(child for child in parent if child.tag not in _KEPT.get(str(parent.tag), ())))
            _change(mark, accept)
        elif mark.tag in CELLS:
            self._cell(mark, accept)
        else:
            self._control(mark, accept == (mark.tag in CONTROL_PLUS))

    def _text_or_state(self, mark: etree._Element, parent: etree._Element, accept: bool) -> None:
        """An insertion, deletion or move: of text, or of the paragraph mark, row or numbering in whose properties it stands."""
        stays = accept == (mark.tag in PLUS)
        if parent.tag == RPR:
            self._discard(mark)
            self._paragraph_mark(mark, stays)
        elif parent.tag == w("trPr"):
            self._discard(mark)
            row = next(mark.iterancestors(_ROW), None)
            _drop(mark) if stays or row is None else self._take_out(row)
        elif parent.tag == w("numPr"):
            # Numbering that was inserted (17.13.5.19): with it go the properties that name it.
            self._discard(mark if accept else parent)
            _drop(mark if accept else parent)
        elif stays:
            _unwrap(mark)
        else:
            if (structure := structure_of(mark)) is not None:
                self.dissolving[structure] = None
            self._take_out(mark)

    def _take_out(self, element: etree._Element) -> None:
        """Take out content, with all marks inside."""
        self._discard(element)
        if (holder := take_out(element)) is not None:
            self.lost[holder] = None

    def _discard(self, *elements: etree._Element) -> None:
        """Note that what is inside elements that go needs no decision any more."""
        for element in elements:
            for inside in element.iter(*_DECIDABLE) if len(element) else ():
                if inside.tag == P:
                    self.joining.pop(inside, None)
                else:
                    self.discarded.add(inside)

    def _paragraph_mark(self, mark: etree._Element, stays: bool) -> None:
        properties = _parent(mark).getparent()
        paragraph = properties.getparent() if properties is not None and properties.tag == PPR else None
        if not stays and paragraph is not None and paragraph.tag == P:
            self.joining[paragraph] = None
        _drop(mark)

    def _cell(self, mark: etree._Element, accept: bool) -> None:
        if mark.tag == w("cellMerge"):
            _merge_cell(mark, accept)
            return
        cell = next(mark.iterancestors(_CELL), None)
        if cell is None or accept == (mark.tag == w("cellIns")):
            _drop(mark)
        else:
            self._take_out(cell)

    def _control(self, start: etree._Element, stays: bool) -> None:
        """A content control that was inserted, deleted or moved: its content is marked for itself."""
        following = start.getnext()
        if not stays and following is not None and following.tag in (w("sdt"), w("customXml")):
            content = following.find(w("sdtContent"))
            _unwrap(following, following if content is None else content)
        self._drop_ranges([start])

    def _drop_ranges(self, starts: Iterable[etree._Element]) -> None:
        """Remove the starts of ranges and the ends that belong to them."""
        # Several starts can bear one id, where a program counted wrong: all of them go.
        begun = list(starts)
        wanted = {(end_tag(start), start.get(ID)) for start in begun}
        if not wanted:
            return
        for end in list(self.root.iter(*{tag for tag, _ in wanted})):
            if (end.tag, end.get(ID)) in wanted:
                _parent(end).remove(end)
        for start in begun:
            if start.getparent() is not None:
                _parent(start).remove(start)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - a mark is never the root
    return parent


def _drop(element: etree._Element) -> None:
    """Remove an element and the properties that it leaves empty."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent.tag in (RPR, PPR, w("trPr"), w("tcPr"), w("numPr")) and not len(parent) and not parent.attrib:
        _drop(parent)


def _unwrap(element: etree._Element, content: etree._Element | None = None) -> None:
    """Put an element's content in its place. Struck text (``w:delText``) becomes text again, unless another deletion holds it."""
    holder = element if content is None else content
    if element.tag in MINUS:
        for text in list(element.iter(*_STRUCK)):
            if next(text.iterancestors(*MINUS)) is element or next(text.iterancestors(DEL), None) is None:
                text.tag = _STRUCK[text.tag]
    for child in list(holder):
        element.addprevious(child)
    _parent(element).remove(element)


def _change(change: etree._Element, accept: bool) -> None:
    """A property change: the old state stands in it."""
    properties = _parent(change)
    if change.tag == w("numberingChange"):
        properties.remove(change)
        return
    if not accept:
        old = next((child for child in change if child.tag == properties.tag), None)
        kept = [child for child in properties if child.tag in _KEPT.get(str(properties.tag), ())]
        for child in list(properties):
            properties.remove(child)
        former = [child for child in (old if old is not None else ()) if child.tag not in _KEPT.get(str(properties.tag), ())]
        # The schema has marks first in run properties, and headers and footers first in a section's; elsewhere what is kept comes last.
        first = properties.tag in (RPR, w("sectPr"))
        properties.extend([*kept, *former] if first else [*former, *kept])
    else:
        properties.remove(change)
    above = properties.getparent()
    if above is not None and not len(properties) and not properties.attrib and properties.tag != w("tblGrid"):
        above.remove(properties)


def _merge_cell(mark: etree._Element, accept: bool) -> None:
    """Cells merged with the one above, or split from it: the state is an attribute (``w:cellMerge``, 17.13.5.3)."""
    properties = _parent(mark)
    state = mark.get(w("vMerge") if accept else w("vMergeOrig"))
    at = properties.index(mark)
    properties.remove(mark)
    for old in properties.findall(w("vMerge")):
        at -= properties.index(old) < at
        properties.remove(old)
    if state in ("cont", "rest"):
        merge = etree.Element(w("vMerge"))
        if state == "rest":
            merge.set(VAL, "restart")
        following = ("tcBorders", "shd", "noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
        place = next((n for n, child in enumerate(properties) if etree.QName(child).localname in following), len(properties))
        properties.insert(min(place, len(properties)), merge)


# paragraphs whose mark is gone


def _join_next(paragraph: etree._Element) -> bool:
    """Let a paragraph whose mark is gone flow into the next one, which keeps its own properties. Whether nothing is left of it."""
    if paragraph.getparent() is None:
        return False
    content = [child for child in paragraph if child.tag != PPR]
    following = _following(paragraph)
    if following is None:
        # Before a table, or at the end, it can flow nowhere: it stays where it holds something.
        return not any(is_visible(child) for child in content) and not is_needed(paragraph)
    # The joined paragraph keeps the properties of the second one, whose mark ends it.
    at = 1 if following.find(PPR) is not None else 0
    for child in reversed(content):
        following.insert(at, child)
    return True


def _following(paragraph: etree._Element) -> etree._Element | None:
    """The next paragraph in the same flow: through content controls, never into or over a table."""
    at = paragraph
    while True:
        block = next((b for b in at.itersiblings() if _is_block(b)), None)
        if block is not None:
            found = _first(block)
            if found is not None or block.tag == _TABLE:
                return found
            at = block
            continue
        parent = at.getparent()
        if parent is None or parent.tag not in _WRAPPERS:
            return None
        at = parent


def _is_block(element: etree._Element) -> bool:
    return element.tag in (P, _TABLE) or element.tag in _WRAPPERS


def _first(block: etree._Element) -> etree._Element | None:
    if block.tag == P:
        return block
    if block.tag == _TABLE:
        return None
    for child in block:
        if _is_block(child):
            found = _first(child)
            if found is not None or child.tag == _TABLE:
                return found
    return None
