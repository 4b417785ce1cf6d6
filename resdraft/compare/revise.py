"""Paragraphs of the old file revised into those of the new one: words, formatting, paragraph properties and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import BlockMatch
from resdraft.compare.content import ComparedParagraph, pair_containers
from resdraft.compare.content_keys import ContentKeys
from resdraft.compare.joined_tokens import JoinedTokens, changed_chunks
from resdraft.compare.part_copier import PartCopier
from resdraft.differences.sequences import Chunk
from resdraft.ooxml.names import HYPERLINK, PPR, RPR, P
from resdraft.ooxml.new_marks import NewMarks
from resdraft.ooxml.paragraph_content import attributes
from resdraft.ooxml.paragraph_editor import NewWords, Unchangeable, replace_properties
from resdraft.ooxml.paragraph_marks import ParagraphState, Status

_PARAGRAPH_END = "paragraph-end"
"""A temporary element at the place of a paragraph mark that is new."""


class PlannedChange(NamedTuple):
    """A change of a stretch of one paragraph: it is deleted and new words come behind it, or its formatting changes."""

    start: int
    """Its first character."""
    end: int
    """The character behind its last."""
    new: tuple[NewWords, ...] = ()
    formatting: tuple[etree._Element, ...] | None = None
    """The new run properties, where the formatting changes."""


class ParagraphReviser:
    """Writes the changes of paragraphs.

    Attributes:
        outcomes: what becomes of each paragraph that was revised, for the marks of its paragraph mark.
        boxes: the old and the new text box of each object that stays and has some, for their words to be revised.

    Args:
        marks: makes revision marks.
        old: the keys of the old part.
        new: the keys of the new part, and its copies.
        owner: whose the marks are.
    """

    def __init__(self, marks: NewMarks, old: ContentKeys, new: PartCopier, owner: str) -> None:
        self.marks, self.old, self.new, self.owner = marks, old, new, owner
        self.outcomes: dict[etree._Element, ParagraphState] = {}
        self.boxes: list[tuple[etree._Element, etree._Element]] = []

    def maker(self, tag: str) -> Callable[[], etree._Element]:
        """Makes marks of a tag."""
        return lambda: self.marks.make(tag, self.owner)

    # whole paragraphs

    def delete(self, p: etree._Element) -> None:
        """Mark a paragraph as deleted."""
        ComparedParagraph(p, self.old).strike_all(self.maker("del"))
        self._set_status(p, Status.DELETED)

    def insert(self, q: etree._Element) -> etree._Element:
        """A copy of a paragraph of the new file, marked as inserted."""
        p = self._new_paragraph(q)
        content = ComparedParagraph(q, self.new)
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
        old, new = ComparedParagraph(p, self.old), ComparedParagraph(q, self.new)
        changed = changed_chunks(JoinedTokens([old]), JoinedTokens([new]))
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
            old.strike(end, at, self.maker("moveFrom"))
            old.strike(start, end, self.maker("del"))
            at = start
        old.strike(0, at, self.maker("moveFrom"))
        for element, status in ((p, Status.MOVED_FROM), (moved_here, Status.MOVED_TO)):
            self.marks.move(element, status.value, name, self.owner)
            self._set_status(element, status)
        return moved_here

    def revise(self, match: BlockMatch) -> list[etree._Element]:
        """Revise paragraphs: one into one, one into its parts, or several into one.

        Returns:
            The new paragraphs that stand before the last old one.
        """
        old = [ComparedParagraph(p, self.old) for p in match.old]
        new = [ComparedParagraph(q, self.new) for q in match.new]
        pair_containers(old, new)
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
            ends = (self.owner,) if inserted_at_end and last else ()
            self.outcomes[p] = ParagraphState(p, Status.KEPT if last else Status.DELETED, (self.owner,), ends, before)
        return out

    # planning

    def _plan(self, old: Sequence[ComparedParagraph], new: Sequence[ComparedParagraph]) -> list[list[PlannedChange]]:
        """What changes in each old paragraph, in order. Places in all paragraphs together become places in one of them."""
        plan: list[list[PlannedChange]] = [[] for _ in old]
        before, after = JoinedTokens(old), JoinedTokens(new)
        at = to = 0
        for chunk in [*changed_chunks(before, after), Chunk(before.count, before.count, after.count, after.count)]:
            self._plan_formatting(before, after, (at, to, chunk.old_start - at), plan)
            at, to = chunk.old_end, chunk.new_end
            if chunk.old_start == chunk.old_end and chunk.new_start == chunk.new_end:
                continue
            self._plan_words(before, after, chunk, plan)
        return plan

    def _plan_words(self, before: JoinedTokens, after: JoinedTokens, chunk: Chunk, plan: list[list[PlannedChange]]) -> None:
        """Plan to delete the old words of a chunk; the new ones come behind the last of them."""
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
        # New words with the address of the hyperlink that the change stands in, or behind, go into it.
        at = high - 1 if high > low else low - 1
        link = before.contents[paragraph].portion_at(at).around.link if at >= 0 else None
        written: list[NewWords] = []
        for n, start, end in after.stretches(chunk.new_start, chunk.new_end):
            if n is None:
                written.append(NewWords([etree.Element(_PARAGRAPH_END)]))
            else:
                inside = link if all(words.into is link for words in written) else None
                written += self._new_words(after.contents[n], start, end, "ins", inside)
        if written or high > low:
            plan[paragraph].append(PlannedChange(low, high, tuple(written)))

    def _plan_formatting(
        self, before: JoinedTokens, after: JoinedTokens, kept: tuple[int, int, int], plan: list[list[PlannedChange]]
    ) -> None:
        """Plan what changes in the formatting of words that stay: their first old and new token, and how many they are.

        Of objects that stay the text boxes are noted.
        """
        if before.formatting is not None and before.formatting == after.formatting and not before.objects:
            return
        at, to, count = kept
        stretches = zip(before.stretches(at, at + count), after.stretches(to, to + count), strict=True)
        for (n, low, high), (m, start, _) in stretches:
            if n is None or m is None:
                continue
            shift = start - low
            old, new = before.contents[n], after.contents[m]
            for a, b, portion in old.portions_between(low, high):
                for c, d, other in new.portions_between(a + shift, b + shift):
                    self.boxes += zip(portion.boxes, other.boxes, strict=False)
                    if portion.elements or other.elements or old.formatting(portion) == new.formatting(other):
                        continue
                    properties = other.run.find(RPR)
                    copied = tuple(self.new.copied(properties)) if properties is not None else ()
                    plan[n].append(PlannedChange(c - shift, d - shift, formatting=copied))

    # carrying out

    def _carry_out(self, content: ComparedParagraph, change: PlannedChange) -> None:
        if change.formatting is not None:
            content.restyle(change.start, change.end, change.formatting, self.maker("rPrChange"))
        else:
            last = content.strike(change.start, change.end, self.maker("del"))
            content.write(change.end, change.new, last)

    def _new_words(
        self, content: ComparedParagraph, start: int, end: int, tag: str, link: etree._Element | None = None
    ) -> Iterator[NewWords]:
        """Copies of a stretch of the new file, in marks. The mark of a hyperlink's words stands in the hyperlink.

        Args:
            link: a hyperlink of the old file, into which the first words go where they have the same address.
        """
        if start < end and content.is_marked(start, end):
            raise Unchangeable("the new ones bear a revision mark themselves")
        for theirs, container, runs in content.copied_runs(start, end, self.new):
            mark = self.marks.make(tag, self.owner)
            mark.extend(runs)
            if link is not None and theirs is not None and self.old.hyperlink(link) == self.new.hyperlink(theirs):
                yield NewWords([mark], link)
                continue
            link = None
            if theirs is not None:
                copied = self.new.copied(etree.Element(HYPERLINK, dict(attributes(theirs))))
                copied.append(mark)
                mark = copied
            yield NewWords([mark], container)

    def _written(self, content: ComparedParagraph, start: int, end: int, tag: str) -> list[etree._Element]:
        return [element for words in self._new_words(content, start, end, tag) for element in words.elements]

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
        return replace_properties(p, PPR, self.new.copied_properties(wanted), "the paragraph's", self.maker("pPrChange"))

    def _set_status(self, p: etree._Element, status: Status) -> None:
        self.outcomes[p] = ParagraphState(p, status, (self.owner,))
