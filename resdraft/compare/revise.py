"""One text revised into another: paragraphs, their words, properties and marks."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import Row
from resdraft.compare.carry import Carrier
from resdraft.compare.content import OBJECT, Content, strike, strike_rest
from resdraft.compare.looks import Looks, attributes
from resdraft.diff.sequences import Chunk
from resdraft.diff.words import fewest, weight_of
from resdraft.ooxml.names import MINUS, PLUS, PPR, RPR, P, w
from resdraft.ooxml.paragraph_marks import ParagraphState, Status
from resdraft.ooxml.words import Unchangeable, leave_link

_LINK = w("hyperlink")
_PILCROW = "\u00b6"
_WEIGHTS = {_PILCROW: 6.0, OBJECT: 20.0}
"""What it is worth to keep a paragraph mark, or what is no word, in characters."""
_STATE_END = frozenset((RPR, w("sectPr"), w("pPrChange")))
Make = Callable[[str], etree._Element]


class Revision(NamedTuple):
    """A change of a stretch of one paragraph, in characters: struck, and new elements behind it; or in another look."""

    start: int
    end: int
    new: tuple[etree._Element, ...] = ()
    look: etree._Element | None = None
    restyled: bool = False


class Reviser:
    """Writes changes of paragraphs. ``make`` makes marks; ``standing`` takes in what becomes of each paragraph that it touches."""

    def __init__(self, make: Make, old: Looks, new: Carrier, owner: str) -> None:
        self.make, self.old, self.new, self.owner = make, old, new, (owner,)
        self.standing: dict[etree._Element, ParagraphState] = {}

    # whole paragraphs

    def delete(self, p: etree._Element) -> None:
        """Strike a paragraph."""
        content = Content(p, self.old)
        self._strike(content, 0, len(content.text), "del")
        strike_rest(p, lambda: self.make("del"))
        self._stands(p, Status.DELETED)

    def insert(self, q: etree._Element) -> etree._Element:
        """A new paragraph."""
        p = self._paragraph(q)
        content = Content(q, self.new)
        p.extend(self._written(content, 0, len(content.text), "ins"))
        self._stands(p, Status.INSERTED)
        return p

    def move(self, p: etree._Element, q: etree._Element, name: str) -> etree._Element:
        """Mark a paragraph as moved away, and write it where it went; words that changed on the way are struck and inserted.

        Returns:
            The new paragraph.
        """
        old, new = Content(p, self.old), Content(q, self.new)
        changed = _chunks([old], [new])
        there = self._paragraph(q)
        low = 0
        for c in [*changed, Chunk(len(old.tokens), len(old.tokens), len(new.tokens), len(new.tokens))]:
            start, end = new.offset(c.low), new.offset(c.high)
            there.extend([*self._written(new, low, start, "moveTo"), *self._written(new, start, end, "ins")])
            low = end
        high = len(old.text)
        for c in [*reversed(changed), Chunk(0, 0, 0, 0)]:
            start, end = old.offset(c.start), old.offset(c.end)
            self._strike(old, end, high, "moveFrom")
            self._strike(old, start, end, "del")
            high = start
        for element, status in ((p, Status.MOVED_FROM), (there, Status.MOVED_TO)):
            self._range(element, status, name)
            self._stands(element, status)
        return there

    def revise(self, row: Row) -> list[etree._Element]:
        """Turn paragraphs into what they became: one into one, one into its parts, several into one.

        Returns:
            The new paragraphs that stand before the last old one.
        """
        old = [Content(p, self.old) for p in row.old]
        new = [Content(q, self.new) for q in row.new]
        changed = _chunks(old, new)
        revisions: list[list[Revision]] = [[] for _ in old]
        self._plan(old, new, changed, revisions)
        out: list[etree._Element] = []
        for n, content in enumerate(old):
            p = row.old[n]
            for revision in reversed(revisions[n]):
                self._carry_out(content, revision)
            made = self._parted(p, row.new)
            out += made
            last = n == len(old) - 1
            ends = bool(revisions[n]) and revisions[n][-1].end == len(content.text) and bool(revisions[n][-1].new)
            before = self._state(p, row.new[-1]) if last else None
            self.standing[p] = ParagraphState(
                p, Status.KEPT if last else Status.DELETED, self.owner, self.owner if ends and last else (), before
            )
        return out

    # planning

    def _plan(
        self, old: Sequence[Content], new: Sequence[Content], changed: Sequence[Chunk], revisions: list[list[Revision]]
    ) -> None:
        """Say what changes in each old paragraph: places in all of them together become places in one."""
        before, after = _Joined(old), _Joined(new)
        at = to = 0
        for c in [*changed, Chunk(before.count, before.count, after.count, after.count)]:
            self._restyle(before, after, at, to, c.start - at, revisions)
            at, to = c.end, c.high
            if c.start == c.end and c.low == c.high:
                continue
            struck = before.stretches(c.start, c.end)
            written: list[etree._Element] = []
            for n, low, high in after.stretches(c.low, c.high):
                if n < 0:
                    written.append(etree.Element(_PLACEHOLDER))
                else:
                    written += self._written(new[n], low, high, "ins")
            real = [stretch for stretch in struck if stretch[0] >= 0]
            place = before.place(c.end)
            if not real or real[-1][0] != place[0]:
                real.append((place[0], place[1], place[1]))
            for n, low, high in real[:-1]:
                if high > low:
                    revisions[n].append(Revision(low, high))
            n, low, high = real[-1]
            if written or high > low:
                revisions[n].append(Revision(low, high, tuple(written)))

    def _restyle(self, before: _Joined, after: _Joined, at: int, to: int, count: int, revisions: list[list[Revision]]) -> None:
        """Compare the looks of words that stay."""
        if before.look is not None and before.look == after.look:
            return
        for (n, low, high), (m, start, _) in zip(
            before.stretches(at, at + count), after.stretches(to, to + count), strict=True
        ):
            if n < 0:
                continue
            shift = start - low
            for a, b, portion in before.contents[n].looks_between(low, high):
                for c, d, other in after.contents[m].looks_between(a + shift, b + shift):
                    if portion.look != other.look and not portion.nodes and not other.nodes:
                        look = other.run.find(RPR)
                        carried = self.new.carried(look) if look is not None else None
                        revisions[n].append(Revision(c - shift, d - shift, look=carried, restyled=True))

    # carrying out

    def _carry_out(self, content: Content, revision: Revision) -> None:
        if revision.restyled:
            for run in content.nodes(revision.start, revision.end):
                self._set_look(run, revision.look)
            return
        last = self._strike(content, revision.start, revision.end, "del")
        if not revision.new:
            return
        place = last if last is not None else content.node_before(revision.start)
        new = revision.new
        if place is not None and new[0].tag == _LINK:
            new = self._into_link(place, new)
            if not new:
                return
        following = content.portion_at(revision.end) if revision.end < len(content.text) else None
        inside = set((following.nodes or (following.run,))[0].iterancestors()) if following is not None else set()
        if place is None:
            self._at_the_beginning(content, following, new)
            return
        while (parent := place.getparent()) is not None and parent.tag != P and parent not in inside:
            place = parent
        if parent is not None and (parent.tag in PLUS or parent.tag in MINUS):
            raise Unchangeable("they already bear another's revision mark")
        nested = parent is not None and parent.tag != P
        if nested:
            # What is no word of the hyperlink does not become one: the hyperlink is parted.
            place = leave_link(place)
        for element in reversed(new):
            place.addnext(element)

    def _into_link(self, place: etree._Element, new: Sequence[etree._Element]) -> tuple[etree._Element, ...]:
        """Put words of a hyperlink into the one that they go on from; what is left of the new elements."""
        link = next(place.iterancestors(_LINK), None)
        if link is None or self.old.link(link) != self.old.link(new[0]):
            return tuple(new)
        while (parent := place.getparent()) is not link and parent is not None:
            place = parent
        for mark in reversed(new[0]):
            place.addnext(mark)
        return tuple(new[1:])

    @staticmethod
    def _at_the_beginning(content: Content, following: object, new: Sequence[etree._Element]) -> None:
        p = content.paragraph
        if following is None:
            p.extend(new)
            return
        first = (content.portions[0].nodes or (content.portions[0].run,))[0]
        while (parent := first.getparent()) is not None and parent is not p:
            first = parent
        for element in new:
            first.addprevious(element)

    def _strike(self, content: Content, start: int, end: int, tag: str) -> etree._Element | None:
        if start >= end:
            return None
        if any(portion.mark is not None for _, _, portion in content.looks_between(start, end)):
            raise Unchangeable("they already bear another's revision mark")
        return strike(content.nodes(start, end), lambda: self.make(tag))

    def _written(self, content: Content, start: int, end: int, tag: str) -> list[etree._Element]:
        """New words as marks, those of a hyperlink in one."""
        if start >= end:
            return []
        if any(portion.mark is not None for _, _, portion in content.looks_between(start, end)):
            raise Unchangeable("the new ones bear a revision mark themselves")
        out: list[etree._Element] = []
        for link, runs in content.copied(start, end, self.new):
            mark = self.make(tag)
            mark.extend(runs)
            if link is None:
                out.append(mark)
                continue
            shell = etree.Element(_LINK, dict(attributes(link)))
            holder = self.new.carried(shell)
            holder.append(mark)
            out.append(holder)
        return out

    def _parted(self, p: etree._Element, new: Sequence[etree._Element]) -> list[etree._Element]:
        """Cut a paragraph where a new mark ends one: what stands before goes into a paragraph of its own, with that mark."""
        out: list[etree._Element] = []
        for n, place in enumerate(p.findall(_PLACEHOLDER)):
            first = self._paragraph(new[n])
            for element in list(p):
                if element is place:
                    break
                if element.tag != PPR:
                    first.append(element)
            p.remove(place)
            p.addprevious(first)
            self._stands(first, Status.INSERTED)
            out.append(first)
        return out

    # properties

    def _paragraph(self, q: etree._Element) -> etree._Element:
        p = etree.Element(P)
        state = self.new.carried_state(q.find(PPR))
        if state:
            etree.SubElement(p, PPR).extend(state)
        return p

    def _state(self, p: etree._Element, q: etree._Element) -> etree._Element | None:
        """Give a paragraph its new properties, the old ones kept as changed.

        Returns:
            The old ones, where they changed.
        """
        properties, wanted = p.find(PPR), q.find(PPR)
        if self.old.state(properties) == self.new.state(wanted):
            return None
        return self._change(p, PPR, self.new.carried_state(wanted), "the paragraph's")

    def _set_look(self, run: etree._Element, look: etree._Element | None) -> None:
        self._change(run, RPR, [copy.deepcopy(child) for child in look] if look is not None else [], "their")

    def _change(self, holder: etree._Element, tag: str, new: Sequence[etree._Element], whose: str) -> etree._Element:
        """Give a paragraph or run new properties, and keep the old ones as changed (17.13.5.29 and .31).

        Returns:
            The old ones.
        """
        properties = holder.find(tag)
        if properties is None:
            properties = etree.Element(tag)
            holder.insert(0, properties)
        if properties.find(f"{tag}Change") is not None:
            raise Unchangeable(f"{whose} formatting already bears another's revision mark")
        before = etree.Element(tag)
        before.extend([child for child in properties if child.tag not in _STATE_END])
        change = self.make(f"{etree.QName(tag).localname}Change")
        change.append(before)
        properties[:] = [*new, *properties, change]
        return before

    def _range(self, p: etree._Element, status: Status, name: str) -> None:
        """The range of a move. It stands inside its paragraph: between paragraphs it would keep readers from joining them."""
        start = self.make(f"{status.value}RangeStart")
        start.set(w("name"), name)
        p.insert(0 if p.find(PPR) is None else 1, start)
        end = etree.SubElement(p, w(f"{status.value}RangeEnd"))
        end.set(w("id"), "0")

    def _stands(self, p: etree._Element, status: Status) -> None:
        self.standing[p] = ParagraphState(p, status, self.owner)


_PLACEHOLDER = "paragraph-end"


class _Joined:
    """The tokens of several paragraphs as one, with a paragraph mark between each two."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.contents = contents
        self.firsts: list[int] = []
        at = 0
        for content in contents:
            self.firsts.append(at)
            at += len(content.tokens) + 1
        self.count = at - 1
        looks = {portion.look for content in contents for portion in content.portions}
        self.look: Hashable | None = next(iter(looks)) if len(looks) == 1 else None

    def place(self, token: int) -> tuple[int, int]:
        """The paragraph and character that a token begins at."""
        n = max(k for k, first in enumerate(self.firsts) if first <= token)
        return n, self.contents[n].offset(token - self.firsts[n])

    def stretches(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The stretches of characters that tokens cover, each with its paragraph; -1 is a paragraph mark."""
        out: list[tuple[int, int, int]] = []
        for n, first in enumerate(self.firsts):
            content = self.contents[n]
            last = first + len(content.tokens)
            low, high = max(start, first), min(end, last)
            if low < high:
                out.append((n, content.offset(low - first), content.offset(high - first)))
            if start <= last < end:
                out.append((-1, 0, 1))
        return out


def _chunks(old: Sequence[Content], new: Sequence[Content]) -> list[Chunk]:
    """The fewest changes between the words of two groups of paragraphs."""
    left: list[Hashable] = []
    tokens: list[str] = []
    for n, content in enumerate(old):
        if n:
            left.append((_PILCROW,))
            tokens.append(_PILCROW)
        left += content.keys
        tokens += content.tokens
    right: list[Hashable] = []
    for n, content in enumerate(new):
        if n:
            right.append((_PILCROW,))
        right += content.keys
    return fewest(left, right, lambda n: _WEIGHTS.get(tokens[n]) or weight_of(tokens[n]))
