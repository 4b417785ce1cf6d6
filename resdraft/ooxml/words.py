"""The words of one paragraph of a file, for putting marks on some of them.

Runs are split where a change begins and ends, and each part keeps the formatting of the run. Bookmarks, comments, pictures, fields and
content controls between and around the words stay where they are. Where a change would damage them, it is refused with the reason.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from resdraft.ooxml.fields import SIMPLE, Field, as_runs, locked
from resdraft.ooxml.names import DEL_TEXT, MINUS, PLUS, PPR, RPR, RUN, XML_SPACE, P, R, T, w
from resdraft.ooxml.places import shown
from resdraft.ooxml.projections import Paragraph

_LINK = w("hyperlink")
_TEXTS = (T, DEL_TEXT)
_LAYOUT_ONLY = frozenset((RPR, w("softHyphen"), w("lastRenderedPageBreak"), w("noBreakHyphen")))
_STRUCK = {T: DEL_TEXT, w("instrText"): w("delInstrText")}


class Unchangeable(Exception):
    """Words cannot be changed without damage to something else. The message says to what, as the end of a sentence about the words."""


@dataclass(repr=False, eq=False, match_args=False)
class _Unit:
    """A character, or a footnote reference, or an element such as a tab that shows one character.

    ``offset`` is the place in the text of ``child``. ``typed`` are the runs and elements of a mark that is typed behind a reference: it goes
    where its reference goes.
    """

    run: etree._Element
    child: etree._Element
    offset: int
    text: bool
    typed: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)


class ParagraphWords:
    """The units of a paragraph, which can be struck and written between.

    Units are counted from 0 in the order in which they are read. Make changes from the last to the first: a change splits runs behind it.

    Args:
        paragraph: as it reads with all marks rejected.
        fields: by their runs; see :func:`resdraft.ooxml.fields.fields_of`.
        exact: whether every character is a unit; see :func:`resdraft.ooxml.places.shown`.
    """

    def __init__(self, paragraph: Paragraph, fields: dict[etree._Element, Field], *, exact: bool) -> None:
        self.paragraph, self.fields = paragraph, fields
        self.units: list[_Unit] = []
        for piece in paragraph.pieces:
            if piece.run is None or piece.child is None:
                continue
            if piece.mark and piece.note is None:
                self.units[-1].typed.append((piece.run, piece.child))
            elif piece.note:
                self.units.append(_Unit(piece.run, piece.child, 0, text=False))
            # In a file of ours a raised mark is one unit: it refers again to a footnote.
            elif piece.note is None and piece.child.tag in _TEXTS and not (exact and piece.raised):
                kept = set(shown(piece, exact=exact))
                at = _begin(piece.child)
                for n, character in enumerate(piece.text):
                    if character in kept:
                        self.units.append(_Unit(piece.run, piece.child, at + n, text=True))
            elif piece.note is None and shown(piece, exact=exact):
                self.units.append(_Unit(piece.run, piece.child, 0, text=False))

    def run_at(self, n: int) -> etree._Element | None:
        """The run of the ``n``-th unit."""
        return self.units[n].run if 0 <= n < len(self.units) else None

    # what stands in the way

    def check(self, start: int, end: int) -> None:
        """Refuse to strike units ``start`` to ``end``, where that would harm what they stand in.

        Raises:
            Unchangeable: with the reason.
        """
        for unit in self.units[start:end]:
            self._check_free(unit.run)
            known = self.fields.get(unit.run)
            if known is not None and not known.fixed and not self._covers(known, start, end):
                raise Unchangeable(f"they stand in a field ({known.name}) whose words Word computes")
            simple = _simple(unit.run)
            if simple is not None and not all(u in self.units[start:end] for u in self.units if _simple(u.run) is simple):
                raise Unchangeable("they stand in a field whose words Word computes")

    def check_apart(self, start: int, end: int) -> None:
        """Refuse a change of units ``start`` to ``end`` that stands beside another's mark or holds one.

        Raises:
            Unchangeable: as nobody could tell in what order two changes at one place are to be read.
        """
        inside = start == 0
        ends = {unit.run: n for n, unit in enumerate(self.units)}
        for element in (e for p in self.paragraph.elements for e in p.iter(RUN, *PLUS, *MINUS)):
            parent = element.getparent()
            if element.tag == RUN:
                last = ends.get(element, -1)
                if last >= end:
                    return
                inside = inside or last >= start - 1 >= 0
            elif inside and parent is not None and parent.tag != RPR:
                raise Unchangeable("they stand beside another's revision mark")

    def _check_free(self, run: etree._Element) -> None:
        if next(run.iterancestors(*PLUS, *MINUS), None) is not None:
            raise Unchangeable("they already bear another's revision mark")
        if reason := locked(run):
            raise Unchangeable(reason)

    def _covers(self, known: Field, start: int, end: int) -> bool:
        inside = set(range(start, end))
        return known.whole and all(n in inside for n, unit in enumerate(self.units) if self.fields.get(unit.run) is known)

    # splitting

    def _split_before(self, n: int) -> None:
        """Let a run begin with the ``n``-th unit."""
        unit = self.units[n]
        if unit.text and unit.offset > _begin(unit.child):
            self._split_text(n)
        self._split_run(unit.run, unit.child)

    def _split_text(self, n: int) -> None:
        unit = self.units[n]
        old, cut = unit.child, unit.offset
        text = old.text or ""
        end = len(text) if old.get(XML_SPACE) == "preserve" else len(text.rstrip(" \t\r\n"))
        new = etree.Element(old.tag)
        _put(new, text[cut:end])
        low = _begin(old)
        old.addnext(new)
        _put(old, text[low:cut])
        for other in self.units:
            if other.child is old:
                if other.offset >= cut:
                    other.child, other.offset = new, other.offset - cut
                else:
                    other.offset -= low

    def _split_run(self, run: etree._Element, child: etree._Element) -> None:
        """Let the run end before an element of it, and a copy with the same formatting begin there."""
        before = child.getprevious()
        if before is None or before.tag == RPR:
            return
        new = etree.Element(RUN)
        # Attributes say in which editing session Word made the run (rsidR); the formatting is in the properties.
        for name, value in run.attrib.items():
            new.set(name, value)
        properties = run.find(RPR)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        following = [child, *child.itersiblings()]
        run.addnext(new)
        for element in following:
            new.append(element)
        moved = set(following)
        for unit in self.units:
            if unit.child in moved:
                unit.run = new
            unit.typed = [(new if c in moved else r, c) for r, c in unit.typed]
        # A field has to know the new run, for it goes as a whole or not at all.
        known = self.fields.get(run)
        if known is not None:
            known.runs.insert(known.runs.index(run) + 1, new)
            self.fields[new] = known

    def _split_after(self, n: int) -> None:
        """Let the run of the ``n``-th unit end with it."""
        unit = self.units[n]
        following = self.units[n + 1] if n + 1 < len(self.units) else None
        if following is not None and following.child is unit.child:
            self._split_text(n + 1)
        run, last = unit.typed[-1] if unit.typed else (unit.run, unit.child)
        behind = last.getnext()
        if behind is not None:
            self._split_run(run, behind)

    # marks

    def strike(self, start: int, end: int, make: Callable[[], etree._Element]) -> etree._Element:
        """Wrap units ``start`` to ``end`` in marks that ``make`` makes; fields that are among them go with them.

        Returns:
            The last mark.
        """
        self._split_after(end - 1)
        self._split_before(start)
        runs: list[etree._Element] = []
        done: set[etree._Element] = set()
        for unit in self.units[start:end]:
            simple = _simple(unit.run)
            known = self.fields.get(unit.run)
            if simple is not None:
                # A simple field holds its code in an attribute, which no mark can strike.
                wanted = as_runs(simple)
            elif known is not None and not known.fixed:
                wanted = known.runs
            else:
                wanted = [unit.run, *(run for run, _ in unit.typed)]
            for run in wanted:
                if run not in done:
                    done.add(run)
                    runs.append(run)
        return wrap(_with_layout_runs(runs), make)

    def link_at(self, n: int) -> str | None:
        """The relationship of the hyperlink that the ``n``-th unit stands in."""
        run = self.run_at(n)
        link = None if run is None else next(run.iterancestors(_LINK), None)
        return None if link is None else link.get(f"{{{R}}}id")

    def insert(self, at: int, content: Sequence[etree._Element], *, linked: bool = False) -> None:
        """Put marks with new words before the ``at``-th unit; ``linked`` where they belong to the hyperlink of the unit before it.

        Raises:
            Unchangeable: with the reason.
        """
        before = self.units[at - 1] if at > 0 else None
        after = self.units[at] if at < len(self.units) else None
        # An empty paragraph has no unit to stand beside.
        if before is None and after is None:
            self.paragraph.elements[-1].extend(content)
            return
        if before is not None and after is not None:
            self._between(before, after)
        if before is not None:
            self._split_after(at - 1)
            run = before.typed[-1][0] if before.typed else before.run
            place = run
            if not linked:
                place = leave_link(_leave(self._outside(run, after), None if after is None else after.run, last=True))
            for element in reversed(content):
                place.addnext(element)
        elif after is not None:
            self._split_before(at)
            place = _leave(self._outside(after.run, None, first=True), None, last=False)
            for element in content:
                place.addprevious(element)

    def _between(self, before: _Unit, after: _Unit) -> None:
        """Refuse to write between two units of one field, of a locked control, or of another's mark."""
        known = self.fields.get(before.run)
        if known is not None and known is self.fields.get(after.run) and not known.fixed:
            raise Unchangeable(f"they stand in a field ({known.name}) whose words Word computes")
        simple = _simple(before.run)
        if simple is not None and simple is _simple(after.run):
            raise Unchangeable("they stand in a field whose words Word computes")
        mine, theirs = (list(unit.run.iterancestors(*PLUS, *MINUS)) for unit in (before, after))
        if mine and theirs and mine[0] is theirs[0]:
            raise Unchangeable("they already bear another's revision mark")
        if locked(before.run) and locked(after.run):
            raise Unchangeable(locked(before.run))

    def _outside(self, run: etree._Element, after: _Unit | None, *, first: bool = False) -> etree._Element:
        """The run itself, or the end (the beginning) of the field that it is in and the next unit is not."""
        known = self.fields.get(run)
        if known is None or (after is not None and self.fields.get(after.run) is known):
            return run
        return known.runs[0 if first else -1]


def leave_link(node: etree._Element) -> etree._Element:
    """The element behind which words stand outside the hyperlink that ``node`` is in: it is parted there where it goes on."""
    link = next(node.iterancestors(_LINK), None)
    if link is None:
        return node
    while node.getparent() is not link:
        parent = node.getparent()
        if parent is None or parent.tag not in (*PLUS, *MINUS):
            return node
        node = parent
    following = list(node.itersiblings())
    if any(element.tag == RUN or len(element) for element in following):
        rest = etree.Element(_LINK)
        for name, value in link.attrib.items():
            rest.set(name, value)
        rest.extend(following)
        link.addnext(rest)
    return link


def _begin(child: etree._Element) -> int:
    """Where the characters of a text element begin to count."""
    text = child.text or ""
    return 0 if child.get(XML_SPACE) == "preserve" else len(text) - len(text.lstrip(" \t\r\n"))


def _put(element: etree._Element, text: str) -> None:
    element.text = text
    if text != text.strip(" \t\r\n"):
        element.set(XML_SPACE, "preserve")
    elif element.get(XML_SPACE) is not None:
        del element.attrib[XML_SPACE]


def _simple(run: etree._Element) -> etree._Element | None:
    parent = run.getparent()
    return next(run.iterancestors(SIMPLE), None) if parent is not None and parent.tag != P else None


def _with_layout_runs(runs: Sequence[etree._Element]) -> list[etree._Element]:
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


def _leave(node: etree._Element, other: etree._Element | None, *, last: bool) -> etree._Element:
    """Climb out of the containers that end (begin) with a run, as long as the other side is not in them too.

    New words behind the last word of a content control or a hyperlink are not meant to be part of it.
    """
    inside = set(other.iterancestors()) if other is not None else set()
    while True:
        parent = node.getparent()
        if parent is None or parent.tag == P or parent in inside:
            return node
        outer = node.itersiblings() if last else node.itersiblings(preceding=True)
        if any(sibling.tag == RUN or len(sibling) for sibling in outer if isinstance(sibling.tag, str) and sibling.tag != PPR):
            return node
        node = parent


def wrap(runs: Sequence[etree._Element], make: Callable[[], etree._Element]) -> etree._Element:
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
        if mark.tag == w("del"):
            for element in run.iter(*_STRUCK):
                element.tag = _STRUCK[element.tag]
    assert mark is not None  # noqa: S101 - there is at least one run
    return mark
