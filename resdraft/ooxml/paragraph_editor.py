"""Changes of one paragraph as revision marks: words struck, written and given another look. All writers of marks go through here.

Runs are divided where a change begins and ends, and each part keeps its formatting (ECMA-376 Part 1, 17.13.5.14 and 17.13.5.18). Bookmarks,
comments, pictures, fields and content controls between and around the words stay where they are. What cannot be done without harm to them
is refused with the reason.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.fields import SIMPLE, Field, as_runs, locked
from resdraft.ooxml.names import DEL, DEL_TEXT, HYPERLINK, MINUS, PLUS, RPR, RUN, TEXT_BOX, P, T, w
from resdraft.ooxml.paragraph_content import OBJECTS_BESIDE_RUNS, ParagraphContent, Portion, attributes

ALREADY_MARKED = "they already bear another's revision mark"
_STRUCK = {T: DEL_TEXT, w("instrText"): w("delInstrText")}
_BEHIND_PROPERTIES = frozenset((RPR, w("sectPr"), w("pPrChange")))
"""What stands in paragraph properties and is not a property of the paragraph itself."""
_LAYOUT_ONLY = frozenset((RPR, w("softHyphen"), w("lastRenderedPageBreak"), w("noBreakHyphen")))
Make = Callable[[], etree._Element]
"""Makes a revision mark."""


class Unchangeable(Exception):
    """Words cannot be changed without damage to something else. The message says to what, as the end of a sentence about the words."""


class NewWords(NamedTuple):
    """Words to be written: marks, or a hyperlink around a mark."""

    elements: Sequence[etree._Element]
    into: etree._Element | None = None
    """The hyperlink or container of the paragraph that they belong in. None: what both their neighbours stand in."""


class ParagraphEditor(ParagraphContent):
    """A paragraph that can be changed. Make changes from the last to the first, so that the places of those before stay right."""

    # what stands in the way

    def check(self, start: int, end: int) -> None:
        """Refuse to strike a stretch where that would harm what it stands in.

        Raises:
            Unchangeable: with the reason.
        """
        inside = [portion for _, _, portion in self.portions_between(start, end)]
        for portion in inside:
            if portion.around.mark is not None:
                raise Unchangeable(ALREADY_MARKED)
            if reason := locked(portion.run):
                raise Unchangeable(reason)
            known = self.field(portion)
            if known is not None and not (
                known.whole and all(one in inside for one in self.portions if self.field(one) is known)
            ):
                raise Unchangeable(computed(known))

    def check_between(self, at: int) -> None:
        """Refuse to write between two characters of one field, of a locked control, or of another's mark.

        Raises:
            Unchangeable: with the reason.
        """
        if not 0 < at < len(self.text):
            return
        before, after = self.portion_at(at - 1), self.portion_at(at)
        known = self.field(before)
        if known is not None and known is self.field(after):
            raise Unchangeable(computed(known))
        mine, theirs = (next(portion.run.iterancestors(*PLUS, *MINUS), None) for portion in (before, after))
        if mine is not None and mine is theirs:
            raise Unchangeable(ALREADY_MARKED)
        if locked(after.run) and (reason := locked(before.run)):
            raise Unchangeable(reason)

    def field(self, portion: Portion) -> Field | None:
        """The field that a portion is a part of, and that Word computes. An object that is a whole field is no part of one."""
        known = self._fields.get(portion.run) if self._fields is not None and not portion.elements else None
        return known if known is not None and not known.fixed else None

    # words

    def strike(self, start: int, end: int, make: Make) -> etree._Element | None:
        """Put a stretch into marks; the last of them. A field that is among them goes as a whole.

        Raises:
            Unchangeable: where something of it bears another's mark.
        """
        if start >= end:
            return None
        if self.is_marked(start, end):
            raise Unchangeable(ALREADY_MARKED)
        runs: list[etree._Element] = []
        for element in self.elements(start, end):
            known = self._fields.get(element) if self._fields is not None else None
            runs += known.runs if known is not None and known.whole and not known.fixed else markable(element)
        return wrap(_with_layout_runs(dict.fromkeys(runs)), make)

    def write(self, at: int, new: Iterable[NewWords], behind: etree._Element | None = None) -> None:
        """Write words before a character.

        Args:
            at: the character.
            new: what is written, in order.
            behind: the mark of what was struck there, behind which it is written.

        Raises:
            Unchangeable: where it would stand in another's mark.
        """
        place = behind if behind is not None else self.element_before(at)
        following = self.portion_at(at).whole[0] if at < len(self.text) else None
        for words in new:
            if words.elements:
                self._put(words, place, following)
                place = words.elements[-1]

    def _put(self, words: NewWords, place: etree._Element | None, following: etree._Element | None) -> None:
        inside = set(following.iterancestors()) if following is not None else set()
        if words.into is not None:
            holder = words.into.find(w("sdtContent")) if words.into.tag == w("sdt") else words.into
            if place is not None and any(e is holder for e in place.iterancestors()):
                _add_behind(_below(place, inside, holder), words.elements)
                return
            if following is not None and holder in inside:
                _add_before(_below(following, set(), holder), words.elements)
                return
            if holder is not None and next(holder.iter(RUN), None) is None:
                holder.extend(words.elements)
                return
        if place is not None:
            _add_behind(_below(place, inside), words.elements)
        elif following is not None:
            first = self.portions[0].whole[0]
            _add_before(_below(first, set(), self.paragraph), words.elements)
        else:
            self.paragraph.extend(words.elements)

    def restyle(self, start: int, end: int, properties: Sequence[etree._Element], make: Make) -> None:
        """Give a stretch other run properties, and record the old ones in a mark.

        Raises:
            Unchangeable: where they changed already.
        """
        for run in self.elements(start, end):
            replace_properties(run, RPR, [copy.deepcopy(child) for child in properties], "their", make)

    def strike_all(self, make: Make) -> None:
        """Put all of the paragraph into marks, also runs that show nothing, such as the anchor of a comment.

        A run without a mark would stay in the text when the deletion is accepted.

        Raises:
            Unchangeable: where something of it bears another's mark.
        """
        self.strike(0, len(self.text), make)
        for run in list(self.paragraph.iter(RUN)):
            around = next(run.iterancestors(*MINUS, *PLUS, RUN, P))
            if around is self.paragraph:
                wrap([run], make)


def computed(field: Field) -> str:
    """Why words of a field are not changed."""
    return f"they stand in a field ({field.name}) whose words Word computes"


def markable(element: etree._Element) -> list[etree._Element]:
    """What of an element can stand in a mark: runs and formulas. Bookmarks and other ranges among them stay outside."""
    if element.tag == SIMPLE:
        # A simple field holds its code in an attribute, which no mark can strike.
        return as_runs(element)
    if element.tag == RUN or str(element.tag).startswith(OBJECTS_BESIDE_RUNS):
        return [element]
    return [run for inner in element for run in markable(inner)] if isinstance(element.tag, str) else []


def wrap(runs: Iterable[etree._Element], make: Make) -> etree._Element:
    """Wrap runs in marks, those that are neighbours in one.

    Returns:
        The last mark.
    """
    mark: etree._Element | None = None
    for run in runs:
        if mark is None or mark.getnext() is not run:
            mark = make()
            run.addprevious(mark)
        mark.append(run)
        # Struck text is delText, and a struck field code delInstrText; what is moved away keeps its t.
        if mark.tag == DEL:
            for element in list(run.iter(*_STRUCK)):
                # The words of a text box go with the box, and are not struck themselves.
                if not in_box(element, run):
                    element.tag = _STRUCK[element.tag]
    assert mark is not None  # noqa: S101 - there is at least one run
    return mark


def in_box(element: etree._Element, whole: etree._Element) -> bool:
    """Whether an element stands in a text box of ``whole``: there it belongs to a text of its own."""
    return any(e.tag == TEXT_BOX for e in takewhile(lambda e: e is not whole, element.iterancestors()))


def replace_properties(
    holder: etree._Element, tag: str, new: Sequence[etree._Element], whose: str, make: Make
) -> etree._Element:
    """Replace the properties of a run or paragraph, and record the old ones in a mark (ECMA-376 Part 1, 17.13.5.29 and 17.13.5.31).

    Returns:
        The old ones.

    Raises:
        Unchangeable: where they changed already: the mark holds one state, and a second change would lose the first author's.
    """
    properties = holder.find(tag)
    if properties is None:
        properties = etree.Element(tag)
        holder.insert(0, properties)
    if properties.find(f"{tag}Change") is not None:
        raise Unchangeable(f"{whose} formatting already bears another's revision mark")
    before = etree.Element(tag)
    before.extend([child for child in properties if child.tag not in _BEHIND_PROPERTIES])
    change = make()
    change.append(before)
    properties[:] = [*new, *properties, change]
    return before


def mark_row(row: etree._Element, make: Make) -> None:
    """Mark a row of a table as inserted or deleted (17.13.5.12 and 17.13.5.16). There is no mark for a table, but each row has one."""
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        # The schema has the exceptions to the table's properties before the properties of a row, and w:trPrChange last.
        row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, properties)
    change = properties.find(w("trPrChange"))
    properties.insert(len(properties) if change is None else properties.index(change), make())


def rows_of(element: etree._Element) -> list[etree._Element]:
    """All rows of a table or row, also those of tables in it, but not those in text boxes."""
    return [row for row in element.iter(w("tr")) if not in_box(row, element)]


def strike_rows(element: etree._Element, make: Make) -> None:
    """Mark the rows of a table, or a row, as deleted, with all their words.

    Raises:
        Unchangeable: where something of them bears another's mark.
    """
    for p in element.iter(P):
        if not in_box(p, element):
            ParagraphEditor(p).strike_all(make)
    for row in rows_of(element):
        mark_row(row, make)


def _below(node: etree._Element, inside: set[etree._Element], holder: etree._Element | None = None) -> etree._Element:
    """Climb from an element until it stands in ``holder``; without one, out of all that ends there, as the next character is not in it.

    A hyperlink that goes on is parted: words that do not belong to it must not become a part of it.

    Raises:
        Unchangeable: where that would be inside another's mark.
    """
    while (parent := node.getparent()) is not None and parent is not holder and parent.tag != P:
        if parent not in inside:
            node = parent
        elif parent.tag == HYPERLINK:
            rest = etree.Element(HYPERLINK, dict(attributes(parent)))
            rest.extend(list(node.itersiblings()))
            parent.addnext(rest)
            node = parent
        elif parent.tag in PLUS or parent.tag in MINUS:
            raise Unchangeable(ALREADY_MARKED)
        else:
            break
    return node


def _add_behind(place: etree._Element, elements: Sequence[etree._Element]) -> None:
    for element in reversed(elements):
        place.addnext(element)


def _add_before(place: etree._Element, elements: Sequence[etree._Element]) -> None:
    for element in elements:
        place.addprevious(element)


def _with_layout_runs(runs: Iterable[etree._Element]) -> list[etree._Element]:
    """The runs, and those between them that hold nothing but layout (a soft hyphen, a page break that Word noted).

    Otherwise one deletion would fall into several marks.
    """
    out: list[etree._Element] = []
    for run in runs:
        between: list[etree._Element] = []
        at = out[-1].getnext() if out else None
        while at is not None and at is not run and at.tag == RUN and all(c.tag in _LAYOUT_ONLY for c in at):
            between.append(at)
            at = at.getnext()
        out += [*between, run] if at is run else [run]
    return out
