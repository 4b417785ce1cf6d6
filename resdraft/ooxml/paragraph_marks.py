"""Which change each paragraph mark bears where paragraphs come and go.

Word marks a paragraph as inserted or deleted by a change in the properties of its mark (``w:pPr/w:rPr/w:ins`` and ``w:del``, ECMA-376
Part 1, 17.13.5.20 and 17.13.5.15). A paragraph whose mark goes joins the next one. So a paragraph that comes or goes bears the change on its
own mark. But the last mark of a text cannot go, since nothing follows that its paragraph could join. Behind the last paragraph that stays,
each mark therefore bears the change of the paragraph that follows it. A table ends a flow of paragraphs as the end of the text does.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from resdraft.errors import Problem, Unfit
from resdraft.ooxml.names import PPR, RPR, P, w

MarkMaker = Callable[[str, Sequence[str]], etree._Element]
"""Makes a revision mark: its tag, and whose it is."""
_APART = (w("rPr"), w("sectPr"), w("pPrChange"))
"""What belongs to one paragraph mark alone."""
_NOT_INHERITED = (w("pageBreakBefore"), w("framePr"), w("divId"))


class Status(Enum):
    """What a paragraph is to the base."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moveFrom"
    MOVED_TO = "moveTo"

    @property
    def in_base(self) -> bool:
        """Whether it is there when all marks are rejected."""
        return self in (Status.KEPT, Status.DELETED, Status.MOVED_FROM)

    @property
    def in_target(self) -> bool:
        """Whether it is there when all marks are accepted."""
        return self in (Status.KEPT, Status.INSERTED, Status.MOVED_TO)


TAGS = {Status.INSERTED: "ins", Status.DELETED: "del", Status.MOVED_FROM: "moveFrom", Status.MOVED_TO: "moveTo"}


@dataclass(repr=False, eq=False, match_args=False)
class ParagraphState:
    """A paragraph of the file and what becomes of it."""

    element: etree._Element
    status: Status = Status.KEPT
    sources: tuple[str, ...] = ()
    """Whose change it is."""
    ends: tuple[str, ...] = ()
    """The sources of words that are inserted at its very end."""
    before: etree._Element | None = None
    """Its old properties, where those of a paragraph that stays were changed already."""
    amendments: tuple[str, ...] = ()
    """The numbers of the amendments by which it comes or goes."""


def set_marks(
    root: etree._Element,
    states: Mapping[etree._Element, ParagraphState],
    make: MarkMaker,
    name: str,
    problems: list[Problem],
    *,
    all_may_go: bool = False,
) -> dict[etree._Element, tuple[str, ...]]:
    """Set what each paragraph mark bears.

    Args:
        root: of the main part.
        states: the paragraphs that come or go, and those at whose end words are inserted.
        make: makes marks.
        name: the file's, for messages.
        problems: takes in what cannot be done.
        all_may_go: whether all paragraphs between two tables may take their marks along.

    Returns:
        The numbers of the amendments of each mark that was set.

    Raises:
        Unfit: where nothing would be left.
    """
    marks = _MarkSetter(root, states, make, name, problems)
    marks.all_may_go = all_may_go
    for flow in list(marks.flows()):
        marks.set(flow)
    return marks.numbers


class _MarkSetter:
    def __init__(
        self,
        root: etree._Element,
        states: Mapping[etree._Element, ParagraphState],
        make: MarkMaker,
        name: str,
        problems: list[Problem],
    ) -> None:
        self.root, self.states, self._made, self.name, self.problems = root, states, make, name, problems
        self.all_may_go = False
        self.numbers: dict[etree._Element, tuple[str, ...]] = {}

    def flows(self) -> Iterator[list[ParagraphState]]:
        """The paragraphs that follow one another without a table between them, where something comes or goes among them."""
        if not any(s.status is not Status.KEPT for s in self.states.values()):
            return
        flow: list[etree._Element] = []
        pending = list(reversed(self.root))
        while pending:
            element = pending.pop()
            if element.tag == P:
                flow.append(element)
            elif element.tag == w("tbl"):
                yield from self._touched(flow)
                flow = []
            elif isinstance(element.tag, str) and element.tag not in (w("sectPr"), w("sdtPr")):
                pending += reversed(element)
        yield from self._touched(flow)

    def _touched(self, flow: Sequence[etree._Element]) -> Iterator[list[ParagraphState]]:
        if any(self.states[element].status is not Status.KEPT for element in flow if element in self.states):
            yield [self.states.get(element) or ParagraphState(element) for element in flow]

    def set(self, flow: Sequence[ParagraphState]) -> None:
        """Set what each paragraph mark bears: its own change, and behind the last paragraph that stays, that of the next."""
        last = max((n for n, s in enumerate(flow) if s.status is Status.KEPT), default=None)
        alone = next(self.root.iter(w("tbl")), None) is None
        if last is None and not self.all_may_go and (alone or any(not s.status.in_base for s in flow)):
            hint = "a resolution as a whole is suppressed with the symbol SUP, not by deleting all of it"
            raise Unfit(Problem("nothing of the base would be left", hint))
        # The marks of the head bear their own changes, those of the tail the changes of the paragraphs behind them.
        head, tail = flow, flow[:0]
        if last is None and not self.all_may_go:
            head = flow[:-1]
        # The mark of a paragraph that ends a section must not go: its section would go with it.
        elif last is not None and last < len(flow) - 1 and not _section(flow[last].element):
            head, tail = flow[:last], flow[last:]
        at = 0
        while at < len(head):
            if head[at].status is Status.KEPT and not head[at].ends:
                at += 1
                continue
            size = self._continued(head, at)
            if size:
                self._behind(head[at : at + size + 1])
            elif head[at].status is not Status.KEPT:
                self._set_mark(head[at].element, head[at])
            at += size + 1
        if tail:
            self._behind(tail)

    @staticmethod
    def _continued(flow: Sequence[ParagraphState], at: int) -> int:
        """How many new paragraphs go on from words that the same sources insert at the end of a paragraph.

        There the mark of the paragraph before speaks for each, as it does where somebody types on in Word: LibreOffice takes such words and
        a paragraph inserted behind them for one stretch, and would join the paragraphs when rejecting it.
        """
        ends = flow[at].ends
        size = 0
        while ends and at + size + 1 < len(flow) and flow[at + size + 1].status is Status.INSERTED:
            if flow[at + size + 1].sources != ends:
                break
            size += 1
        return size

    def _behind(self, tail: Sequence[ParagraphState]) -> None:
        """Set the marks of paragraphs of which the first stays: each bears the change of the next.

        A mark then also has the properties of another paragraph when it goes or stays alone, so each keeps its old ones in ``w:pPrChange``.
        """
        states = [inheritable(s.element.find(PPR)) for s in tail]
        before = [states[n] if s.before is None else inheritable(s.before) for n, s in enumerate(tail)]
        _look_as_what_they_end(tail)
        new, old = states[0], before[0]
        for n, s in enumerate(tail):
            following = tail[n + 1] if n + 1 < len(tail) else None
            new = states[n] if s.status.in_target else new
            old = before[n] if s.status.in_base else old
            if following is not None:
                self._set_mark(s.element, following)
            self._set_state(s, new, old, following or s)

    def _new_mark(self, tag: str, whose: ParagraphState) -> etree._Element:
        mark = self._made(tag, whose.sources)
        self.numbers[mark] = whose.amendments
        return mark

    def _set_mark(self, element: etree._Element, whose: ParagraphState) -> None:
        properties = element.find(PPR)
        if properties is None:
            properties = etree.Element(PPR)
            element.insert(0, properties)
        own = properties.find(RPR)
        if own is None:
            own = etree.Element(RPR)
            properties.insert(_place_for_mark(properties), own)
        if any(own.find(w(tag)) is not None for tag in TAGS.values()):
            self.problems.append(
                Problem(
                    "a paragraph that comes or goes already bears another's mark",
                    "accept or reject it first",
                    file=self.name,
                )
            )
            return
        # The schema has a mark's change before its formatting.
        own.insert(0, self._new_mark(TAGS[whose.status], whose))

    def _set_state(
        self, s: ParagraphState, new: etree._Element | None, old: etree._Element | None, whose: ParagraphState
    ) -> None:
        """Let a paragraph at the end bear the properties that it has when marks are accepted, and keep the old ones as changed."""
        properties = s.element.find(PPR)
        if properties is None:
            properties = etree.Element(PPR)
            s.element.insert(0, properties)
        kept = [child for child in properties if child.tag in (RPR, w("sectPr"))]
        for child in list(properties):
            properties.remove(child)
        properties.extend([*(copy.deepcopy(c) for c in new), *kept] if new is not None else kept)
        # The paragraph may be read with the one or the other properties: w:pPrChange keeps the old ones (17.13.5.29).
        if _state(new) != _state(old):
            change = self._new_mark("pPrChange", whose)
            change.append(copy.deepcopy(old) if old is not None else etree.Element(PPR))
            properties.append(change)
        if not len(properties):
            s.element.remove(properties)


def _look_as_what_they_end(tail: Sequence[ParagraphState]) -> None:
    """Give each mark the formatting of that of the paragraph which it ends, where each is to bear the change of the next.

    A mark that is there when marks are rejected ends a paragraph of the base then, and is formatted as that one's was; another one ends what
    is there before it when they are accepted.
    """
    looks = [copy.deepcopy(s.element.find(f"{PPR}/{RPR}")) for s in tail]
    ended = {True: 0, False: 0}
    for n, s in enumerate(tail):
        ended = {in_base: n if (s.status.in_base if in_base else s.status.in_target) else at for in_base, at in ended.items()}
        at = ended[n + 1 == len(tail) or tail[n + 1].status.in_base]
        properties = s.element.find(PPR)
        own = None if properties is None else properties.find(RPR)
        if at == n or (own is not None and any(own.find(w(tag)) is not None for tag in TAGS.values())):
            continue
        if own is not None and properties is not None:
            properties.remove(own)
        if (look := looks[at]) is not None:
            if properties is None:
                properties = etree.Element(PPR)
                s.element.insert(0, properties)
            look = copy.deepcopy(look)
            for child in [child for child in look if child.tag in {w("rPrChange"), *map(w, TAGS.values())}]:
                look.remove(child)
            properties.insert(_place_for_mark(properties), look)


def _section(element: etree._Element) -> bool:
    """Whether a section of the document ends with the paragraph."""
    properties = element.find(PPR)
    return properties is not None and properties.find(w("sectPr")) is not None


def _place_for_mark(properties: etree._Element) -> int:
    """The run properties of a paragraph's mark stand before its section and its change (17.3.1.26)."""
    found = (n for n, child in enumerate(properties) if child.tag in (w("sectPr"), w("pPrChange")))
    return next(found, len(properties))


def _state(properties: etree._Element | None) -> list[bytes]:
    return [] if properties is None else [etree.tostring(child, method="c14n") for child in properties]


def inheritable(properties: etree._Element | None) -> etree._Element | None:
    """A copy of paragraph properties for another paragraph.

    It lacks what belongs to one paragraph alone: the mark, the section, changes, a page break before it, a frame.
    """
    if properties is None:
        return None
    out = copy.deepcopy(properties)
    for child in list(out):
        if child.tag in (*_APART, *_NOT_INHERITED):
            out.remove(child)
    for change in out.findall(f"{w('numPr')}/{w('ins')}"):
        own = change.getparent()
        if own is not None:
            own.remove(change)
    return out
