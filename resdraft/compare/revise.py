"""Paragraphs of the old file revised into those of the new one: words, formatting, paragraph properties and marks."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import BlockMatch
from resdraft.compare.content import ParagraphContent, Portion
from resdraft.compare.content_keys import ContentKeys, attributes
from resdraft.compare.joined_tokens import JoinedTokens, changed_chunks
from resdraft.compare.part_copier import PartCopier
from resdraft.compare.run_marks import HYPERLINK, mark_elements, mark_invisible_runs
from resdraft.differences.sequences import Chunk
from resdraft.ooxml.names import MINUS, PLUS, PPR, RPR, P, w
from resdraft.ooxml.paragraph_marks import ParagraphState, Status
from resdraft.ooxml.words import Unchangeable, leave_link

_BEHIND_PROPERTIES = frozenset((RPR, w("sectPr"), w("pPrChange")))
"""What stands in paragraph properties and is not a property of the paragraph itself."""
_PARAGRAPH_END = "paragraph-end"
"""A temporary element at the place of a paragraph mark that is new."""
_ALREADY_MARKED = "they already bear another's revision mark"
MakeMark = Callable[[str], etree._Element]
"""Makes a revision mark from its local name, such as ``ins``."""


class PlannedChange(NamedTuple):
    """A change of a stretch of one paragraph: it is deleted and new elements come behind it, or its formatting changes."""

    start: int
    """Its first character."""
    end: int
    """The character behind its last."""
    new: tuple[etree._Element, ...] = ()
    formatting: etree._Element | None = None
    """The new run properties, where the formatting changes; None for none."""
    reformatted: bool = False


class ParagraphReviser:
    """Writes the changes of paragraphs.

    Attributes:
        outcomes: what becomes of each paragraph that was revised, for the marks of its paragraph mark.

    Args:
        make: makes revision marks.
        old: the keys of the old part.
        new: the keys of the new part, and its copies.
        owner: whose the marks are.
    """

    def __init__(self, make: MakeMark, old: ContentKeys, new: PartCopier, owner: str) -> None:
        self.make, self.old, self.new, self.owner = make, old, new, (owner,)
        self.outcomes: dict[etree._Element, ParagraphState] = {}

    # whole paragraphs

    def delete(self, p: etree._Element) -> None:
        """Mark a paragraph as deleted."""
        content = ParagraphContent(p, self.old)
        self._mark(content, 0, len(content.text), "del")
        mark_invisible_runs(p, lambda: self.make("del"))
        self._set_status(p, Status.DELETED)

    def insert(self, q: etree._Element) -> etree._Element:
        """A copy of a paragraph of the new file, marked as inserted."""
        p = self._new_paragraph(q)
        content = ParagraphContent(q, self.new)
        p.extend(self._written(content, 0, len(content.text), "ins"))
        self._set_status(p, Status.INSERTED)
        return p

    def move(self, p: etree._Element, q: etree._Element, name: str) -> etree._Element:
        """Mark a paragraph as moved away, and write it as moved here. Words that changed are deleted and inserted.

        Args:
            p: the old paragraph.
            q: the new one.
            name: the name that ties the two ranges together.

        Returns:
            The paragraph in its new place.
        """
        old, new = ParagraphContent(p, self.old), ParagraphContent(q, self.new)
        changed = changed_chunks([old], [new])
        moved_here = self._new_paragraph(q)
        at = 0
        for chunk in changed:
            start, end = new.offset(chunk.new_start), new.offset(chunk.new_end)
            moved_here.extend([*self._written(new, at, start, "moveTo"), *self._written(new, start, end, "ins")])
            at = end
        moved_here.extend(self._written(new, at, len(new.text), "moveTo"))
        at = len(old.text)
        for chunk in reversed(changed):
            start, end = old.offset(chunk.old_start), old.offset(chunk.old_end)
            self._mark(old, end, at, "moveFrom")
            self._mark(old, start, end, "del")
            at = start
        self._mark(old, 0, at, "moveFrom")
        for element, status in ((p, Status.MOVED_FROM), (moved_here, Status.MOVED_TO)):
            self._add_move_range(element, status, name)
            self._set_status(element, status)
        return moved_here

    def revise(self, match: BlockMatch) -> list[etree._Element]:
        """Revise paragraphs: one into one, one into its parts, or several into one.

        Returns:
            The new paragraphs that stand before the last old one.
        """
        old = [ParagraphContent(p, self.old) for p in match.old]
        new = [ParagraphContent(q, self.new) for q in match.new]
        plan = self._plan(old, new)
        out: list[etree._Element] = []
        for n, content in enumerate(old):
            p = match.old[n]
            for change in reversed(plan[n]):
                self._carry_out(content, change)
            out += self._split(p, match.new)
            # Only the mark of the last paragraph stays, so only its properties are those of the new paragraph.
            last = n == len(old) - 1
            before = self._set_properties(p, match.new[-1]) if last else None
            inserted_at_end = bool(plan[n]) and plan[n][-1].end == len(content.text) and bool(plan[n][-1].new)
            ends = self.owner if inserted_at_end and last else ()
            self.outcomes[p] = ParagraphState(p, Status.KEPT if last else Status.DELETED, self.owner, ends, before)
        return out

    # planning

    def _plan(self, old: Sequence[ParagraphContent], new: Sequence[ParagraphContent]) -> list[list[PlannedChange]]:
        """What changes in each old paragraph, in order. Places in all paragraphs together become places in one of them."""
        plan: list[list[PlannedChange]] = [[] for _ in old]
        before, after = JoinedTokens(old), JoinedTokens(new)
        at = to = 0
        for chunk in [*changed_chunks(old, new), Chunk(before.count, before.count, after.count, after.count)]:
            self._plan_formatting(before, after, (at, to, chunk.old_start - at), plan)
            at, to = chunk.old_end, chunk.new_end
            if chunk.old_start == chunk.old_end and chunk.new_start == chunk.new_end:
                continue
            self._plan_words(before, after, chunk, plan)
        return plan

    def _plan_words(self, before: JoinedTokens, after: JoinedTokens, chunk: Chunk, plan: list[list[PlannedChange]]) -> None:
        """Plan to delete the old words of a chunk; the new ones come behind the last of them."""
        written: list[etree._Element] = []
        for paragraph, low, high in after.stretches(chunk.new_start, chunk.new_end):
            if paragraph is None:
                written.append(etree.Element(_PARAGRAPH_END))
            else:
                written += self._written(after.contents[paragraph], low, high, "ins")
        deleted = [
            (paragraph, low, high)
            for paragraph, low, high in before.stretches(chunk.old_start, chunk.old_end)
            if paragraph is not None
        ]
        paragraph, at = before.place(chunk.old_end)
        # New words are written into the paragraph that goes on behind the chunk; its mark is the one that stays.
        if not deleted or deleted[-1][0] != paragraph:
            deleted.append((paragraph, at, at))
        for paragraph, low, high in deleted[:-1]:
            if high > low:
                plan[paragraph].append(PlannedChange(low, high))
        paragraph, low, high = deleted[-1]
        if written or high > low:
            plan[paragraph].append(PlannedChange(low, high, tuple(written)))

    def _plan_formatting(
        self, before: JoinedTokens, after: JoinedTokens, kept: tuple[int, int, int], plan: list[list[PlannedChange]]
    ) -> None:
        """Plan what changes in the formatting of words that stay: their first old and new token, and how many they are."""
        if before.formatting is not None and before.formatting == after.formatting:
            return
        at, to, count = kept
        stretches = zip(before.stretches(at, at + count), after.stretches(to, to + count), strict=True)
        for (n, low, high), (m, start, _) in stretches:
            if n is None or m is None:
                continue
            shift = start - low
            for a, b, portion in before.contents[n].portions_between(low, high):
                for c, d, other in after.contents[m].portions_between(a + shift, b + shift):
                    if portion.formatting != other.formatting and not portion.elements and not other.elements:
                        properties = other.run.find(RPR)
                        copied = self.new.copied(properties) if properties is not None else None
                        plan[n].append(PlannedChange(c - shift, d - shift, formatting=copied, reformatted=True))

    # carrying out

    def _carry_out(self, content: ParagraphContent, change: PlannedChange) -> None:
        if change.reformatted:
            for run in content.elements(change.start, change.end):
                self._set_run_properties(run, change.formatting)
            return
        last = self._mark(content, change.start, change.end, "del")
        if not change.new:
            return
        place = last if last is not None else content.element_before(change.start)
        new: Sequence[etree._Element] = change.new
        if place is not None and new[0].tag == HYPERLINK:
            new = self._continue_link(place, new)
            if not new:
                return
        # New words stand in what both their neighbours stand in.
        following = content.portion_at(change.end) if change.end < len(content.text) else None
        if place is None:
            self._insert_first(content, following, new)
        else:
            self._insert_behind(place, following, new)

    @staticmethod
    def _insert_behind(place: etree._Element, following: Portion | None, new: Sequence[etree._Element]) -> None:
        """Insert new elements behind another, outside all that ends there, such as a content control or a hyperlink."""
        inside = set(following.whole[0].iterancestors()) if following is not None else set()
        while (parent := place.getparent()) is not None and parent.tag != P and parent not in inside:
            place = parent
        if parent is not None and (parent.tag in PLUS or parent.tag in MINUS):
            raise Unchangeable(_ALREADY_MARKED)
        if parent is not None and parent.tag != P:
            # Words that do not belong to the hyperlink must not become a part of it: it is divided in two.
            place = leave_link(place)
        for element in reversed(new):
            place.addnext(element)

    def _continue_link(self, place: etree._Element, new: Sequence[etree._Element]) -> Sequence[etree._Element]:
        """Put new words of a hyperlink into the one at the place, if it leads to the same target; the new elements that are left."""
        link = next(place.iterancestors(HYPERLINK), None)
        if link is None or self.old.hyperlink(link) != self.old.hyperlink(new[0]):
            return new
        while (parent := place.getparent()) is not link and parent is not None:
            place = parent
        for mark in reversed(new[0]):
            place.addnext(mark)
        return new[1:]

    @staticmethod
    def _insert_first(content: ParagraphContent, following: Portion | None, new: Sequence[etree._Element]) -> None:
        p = content.paragraph
        if following is None:
            p.extend(new)
            return
        first = content.portions[0].whole[0]
        while (parent := first.getparent()) is not None and parent is not p:
            first = parent
        for element in new:
            first.addprevious(element)

    def _mark(self, content: ParagraphContent, start: int, end: int, tag: str) -> etree._Element | None:
        """Put a stretch into marks; the last of them."""
        if start >= end:
            return None
        if content.is_marked(start, end):
            raise Unchangeable(_ALREADY_MARKED)
        return mark_elements(content.elements(start, end), lambda: self.make(tag))

    def _written(self, content: ParagraphContent, start: int, end: int, tag: str) -> Iterator[etree._Element]:
        """Copies of a stretch of the new file, in marks. The mark of a hyperlink's words stands in the hyperlink."""
        if start >= end:
            return
        if content.is_marked(start, end):
            raise Unchangeable("the new ones bear a revision mark themselves")
        for link, runs in content.copied_runs(start, end, self.new):
            mark = self.make(tag)
            mark.extend(runs)
            if link is None:
                yield mark
                continue
            copied = self.new.copied(etree.Element(HYPERLINK, dict(attributes(link))))
            copied.append(mark)
            yield copied

    def _split(self, p: etree._Element, new: Sequence[etree._Element]) -> list[etree._Element]:
        """Split a paragraph at the paragraph marks that are new: what stands before one goes into a new paragraph before it.

        So the last part keeps the old paragraph with its mark, and rejecting the new marks joins the parts again.
        """
        out: list[etree._Element] = []
        for n, place in enumerate(p.findall(_PARAGRAPH_END)):
            first = self._new_paragraph(new[n])
            for element in list(p):
                if element is place:
                    break
                if element.tag != PPR:
                    first.append(element)
            p.remove(place)
            p.addprevious(first)
            self._set_status(first, Status.INSERTED)
            out.append(first)
        return out

    # properties

    def _new_paragraph(self, q: etree._Element) -> etree._Element:
        """An empty paragraph with the properties of one of the new file."""
        p = etree.Element(P)
        properties = self.new.copied_properties(q.find(PPR))
        if properties:
            etree.SubElement(p, PPR).extend(properties)
        return p

    def _set_properties(self, p: etree._Element, q: etree._Element) -> etree._Element | None:
        """Give a paragraph the properties of one of the new file, and record the old ones.

        Returns:
            The old ones, where they changed.
        """
        properties, wanted = p.find(PPR), q.find(PPR)
        if self.old.paragraph_properties(properties) == self.new.paragraph_properties(wanted):
            return None
        return self._replace_properties(p, PPR, self.new.copied_properties(wanted), "the paragraph's")

    def _set_run_properties(self, run: etree._Element, wanted: etree._Element | None) -> None:
        new = [copy.deepcopy(child) for child in wanted] if wanted is not None else []
        self._replace_properties(run, RPR, new, "their")

    def _replace_properties(
        self, holder: etree._Element, tag: str, new: Sequence[etree._Element], whose: str
    ) -> etree._Element:
        """Replace properties, and record the old ones in a mark (ECMA-376 Part 1, 17.13.5.29 and 17.13.5.31).

        Returns:
            The old ones.
        """
        properties = holder.find(tag)
        if properties is None:
            properties = etree.Element(tag)
            holder.insert(0, properties)
        if properties.find(f"{tag}Change") is not None:
            # The mark holds one state: a second change would lose the first author's.
            raise Unchangeable(f"{whose} formatting already bears another's revision mark")
        before = etree.Element(tag)
        before.extend([child for child in properties if child.tag not in _BEHIND_PROPERTIES])
        change = self.make(f"{etree.QName(tag).localname}Change")
        change.append(before)
        properties[:] = [*new, *properties, change]
        return before

    def _add_move_range(self, p: etree._Element, status: Status, name: str) -> None:
        """Add the range of a move inside its paragraph. Between two paragraphs it would keep readers from joining them."""
        start = self.make(f"{status.value}RangeStart")
        start.set(w("name"), name)
        p.insert(0 if p.find(PPR) is None else 1, start)
        end = etree.SubElement(p, w(f"{status.value}RangeEnd"))
        end.set(w("id"), "0")

    def _set_status(self, p: etree._Element, status: Status) -> None:
        self.outcomes[p] = ParagraphState(p, status, self.owner)
