"""Revision marks put into a Word file: the one writer of marked texts, in files of ours and in anybody's own.

Words that change are struck and inserted where they stand, in runs that keep their formatting. A paragraph that comes or goes carries the
change on its own mark, but the last paragraph's mark is never changed: behind the last paragraph that stays, each mark speaks for the
paragraph that follows it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Problem, Unfit
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.edit import Replace
from resdraft.model.marked import SECRETARIAT, Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span, Text
from resdraft.ooxml.fields import fields_of
from resdraft.ooxml.manifest import AddedParagraph, digest_of
from resdraft.ooxml.names import MATHS, PPR, RPR, P, R, w
from resdraft.ooxml.notes import empty_notes
from resdraft.ooxml.paragraph_marks import TAGS, ParagraphState, Status, set_marks
from resdraft.ooxml.places import Place, has_picture
from resdraft.ooxml.projections import number_notes, paragraphs
from resdraft.ooxml.revisions import everything
from resdraft.ooxml.story import Story, free_move_names
from resdraft.ooxml.wordfile import WordFile
from resdraft.ooxml.words import Unchangeable, Words, all_runs, leave_link, wrap
from resdraft.write.footnotes import FootnoteReferences, Footnotes, sort_by_references
from resdraft.write.look import Formats, ParagraphFormat
from resdraft.write.newmarks import NewMarks
from resdraft.write.paragraphs import MarkedParagraph, body_paragraphs, note_paragraphs
from resdraft.write.runs import join_marks, run_of

_FORMULA = f"{{{MATHS}}}oMath"
_AT_END = 1 << 30
"""Behind all tokens of a provision."""
Relate = Callable[[str], str]
"""Gives the relationship of a hyperlink to an address outside the file."""


class _PlacedChange(NamedTuple):
    """A change of words, and where it stands in a paragraph of the file. Places are counted in the units of ``words``."""

    owned: Owned
    edit: Replace
    words: Words
    begin: int
    end: int
    start: int
    """Where the words of the provision begin, behind a typed label."""


class Marker:
    """Puts the edits of a marked text into the file that its base was read from.

    Args:
        marked: without conflicts. ``file`` is changed. ``places`` say where each provision of the base stands in it. ``date`` (ISO 8601)
            is the date of marks whose proposal has none. ``relate`` makes relationships for hyperlinks.
    """

    def __init__(self, marked: Marked, file: WordFile, places: dict[str, Place], date: str, relate: Relate) -> None:
        self.marked, self.file, self.places, self.relate = marked, file, places, relate
        self.root = file.story.root
        self.fields = fields_of(self.root)
        self.formats = Formats(marked.base, file, places)
        self.states: dict[etree._Element, ParagraphState] = {}
        self.problems: list[Problem] = []
        self.marked_before = file.marked
        self.automatic = 0
        self.added: list[AddedParagraph] = []
        self._free_move_names, self._move_names = free_move_names(file.parts), dict[str, str]()
        roots = (self.root, *([file.notes.root] if file.notes else []))
        self.marks = NewMarks(marked, roots, date)
        if file.notes is None:
            file.notes = Story(empty_notes())
        typed = None if file.ours else self._typed()
        styles = self.formats.style_id("FootnoteText") or "", self.formats.style_id("FootnoteReference") or ""
        references = FootnoteReferences(marked, typed)
        self.footnotes = Footnotes(marked, file.notes.root, places, references, self.marks.make, styles, ours=file.ours)

    def _typed(self) -> set[str]:
        """The marks of footnotes that are typed in the file, those in marks that stay included."""
        views = [self.file.base, *([paragraphs(self.root, everything, tables=True)] if self.marked_before else [])]
        return {
            marks[piece.note]
            for found, marks in ((view, number_notes(view)) for view in views)
            for p in found
            for piece in p.pieces
            if piece.note and piece.mark
        }

    @property
    def notes_changed(self) -> bool:
        """Whether the footnotes' part has to be written anew: always in a file of ours that is not yet saved."""
        edits = any(isinstance(o.edit, Replace) and o.edit.key.startswith("note/") for o in self.marked.edits)
        return edits or bool(self.footnotes.new_ids) or self.unsaved

    @property
    def unsaved(self) -> bool:
        """Whether the file is a new one of ours."""
        return bool(self.file.notes_part) and self.file.notes_part not in self.file.parts

    # marks

    def mark(self) -> None:
        """Put all marks in.

        Raises:
            Unfit: where words cannot be changed without harm to what stands among them; all such places together.
        """
        near, anchor = -1, None
        first: list[etree._Element] = []
        for item in body_paragraphs(self.marked):
            key = item.provision.key
            if item.status.in_base:
                near = self.marked.base.by_key[key]
                self._try(item, near)
                anchor = self.places[key].elements[-1]
                for element in first:
                    self.places[key].elements[0].addprevious(element)
                first = []
                continue
            new = self._try(item, near)
            if new is None:
                continue
            if anchor is None:
                first.append(new)
                continue
            self._say_whose(item, anchor, new)
            anchor.addnext(new)
            anchor = new
        for item in note_paragraphs(self.marked):
            if item.status is Status.KEPT and item.changes:
                self._try(item, self.marked.base.by_key[item.provision.key])
        if not self.problems:
            self.marks.current = ()
            self.marks.amendments |= set_marks(self.root, self.states, self.marks.make, self.file.name, self.problems)
        if self.problems:
            raise Unfit(self.problems)
        sort_by_references(self.footnotes.root, self.root, self.footnotes.new_ids)
        self.marks.number((self.root, self.footnotes.root))

    def _say_whose(self, item: MarkedParagraph, anchor: etree._Element, new: etree._Element) -> None:
        """Where another source's new paragraph stands in the same place, the secretariat's closing word says whose this is."""
        following = anchor.getnext()
        mark = following.find(f"{PPR}/{RPR}") if self.marked_before and following is not None and following.tag == P else None
        if mark is not None and not item.tag and any(child.tag in (w("ins"), w("moveTo")) for child in mark):
            tag = self.marks.make("ins", SECRETARIAT)
            tag.append(run_of(Span(f" [{', '.join(item.sources)}]")))
            new.append(tag)

    def _try(self, item: MarkedParagraph, near: int) -> etree._Element | None:
        self.marks.current = item.amendments
        try:
            if item.status is Status.KEPT:
                self._reword(item, near)
            elif item.status.in_base:
                self._strike(item)
            else:
                return self._new(item, near)
        except Unchangeable as reason:
            self._refuse(item.provision.key, str(reason))
        return None

    def _refuse(self, key: str, reason: str) -> None:
        base = self.marked.base
        address = Addresses(base, lexicon(base.language)).of(key) if key in base.by_key else ""
        hint = "make this change by hand in Word, with Track Changes on, or leave it out of the proposal"
        self.problems.append(
            Problem(f"its words cannot be changed in the file: {reason}", hint, file=self.file.name, clause=address)
        )

    # words

    def _reword(self, item: MarkedParagraph, near: int) -> None:
        if not item.changes:
            return
        if item.provision.kind is Kind.BLOCK:
            raise Unchangeable("a table or a picture is carried along as it is")
        place, tokens = self.places[item.provision.key], item.provision.text.tokens
        starts = [0]
        for token in tokens:
            starts.append(starts[-1] + (1 if token.note is not None else len(token.text)))
        fields = fields_of(self.file.notes.root) if item.provision.kind is Kind.NOTE and self.file.notes else self.fields
        bounds, at = [], 0
        for stretch in place.stretches:
            bounds.append((at, at + stretch.end - stretch.start, stretch, Words(stretch.paragraph, fields, exact=place.exact)))
            at += stretch.end - stretch.start + 1
        changes = [(owned, owned.edit) for owned in item.changes if isinstance(owned.edit, Replace)]
        placed: list[_PlacedChange] = []
        for owned, edit in changes:
            low, high = starts[edit.start], starts[edit.end]
            found = next(((o, s, words) for o, end, s, words in bounds if o <= low and high <= end), None)
            if found is None:
                raise Unchangeable("they stand in more than one paragraph")
            offset, stretch, words = found
            begin, end = stretch.start + low - offset, stretch.start + high - offset
            words.check(begin, end)
            if self.marked_before:
                words.check_apart(begin, end)
            placed.append(_PlacedChange(owned, edit, words, begin, end, stretch.start))
        if placed and placed[-1].edit.end == len(tokens) and placed[-1].edit.new.spans:
            last = place.stretches[-1].paragraph.elements[-1]
            self.states[last] = ParagraphState(last, ends=placed[-1].owned.sources)
        # What is put in at one place is put in together: between two insertions there is nothing to tell their order by.
        for _, same in groupby(reversed(placed), key=lambda one: (id(one.words), one.begin, one.end)):
            self._change(list(same)[::-1], near)

    def _change(self, placed: Sequence[_PlacedChange], near: int) -> None:
        content: list[etree._Element] = []
        linked = True
        for one in placed:
            own, inside = self._content(one, near)
            content += own
            linked = linked and inside
        owned, words, begin, end = placed[0].owned, placed[0].words, placed[0].begin, placed[0].end
        if end > begin:
            self.marks.current = owned.amendments
            last = words.strike(begin, end, lambda: self.marks.make("del", owned.sources))
            last = last if linked or not content else leave_link(last)
            for element in reversed(content):
                last.addnext(element)
        else:
            words.insert(begin, content, linked=linked)

    def _content(self, one: _PlacedChange, near: int) -> tuple[list[etree._Element], bool]:
        """The new words of a change as marks, and whether they go into the link that is there."""
        owned, edit, words, begin, end, start = one
        self.marks.current = owned.amendments
        model = next(
            (
                words.run_at(n)
                for n in (*range(begin, end), *range(begin - 1, start - 1, -1), *range(end, len(words.units)))
                if words.units[n].text
            ),
            None,
        )
        look = model.find(RPR) if model is not None else None
        anchor = end - 1 if end > begin else begin - 1
        own = self.file.links.get(words.link_at(anchor) or "") if anchor >= start else None
        linked = own is not None and all(span.link == own for span in edit.new.spans if span.note is None)
        new = Text(tuple(span._replace(link=None) for span in edit.new.spans)) if linked else edit.new
        return self._inserted(new, "ins", owned.sources, look, (near, edit.start)) if new.spans else [], linked

    def _inserted(
        self, text: Text, tag: str, sources: tuple[str, ...], look: etree._Element | None, near: tuple[int, int]
    ) -> list[etree._Element]:
        """New words as marks; those with a link stand in a hyperlink of their own."""
        out: list[etree._Element] = []
        link: str | None = None
        holder: etree._Element | None = None
        for span in text.spans:
            if holder is None or span.link != link:
                holder, link = self.marks.make(tag, sources), span.link
                out.append(holder)
                if link:
                    out[-1] = etree.Element(w("hyperlink"), {f"{{{R}}}id": self.relate(link)})
                    out[-1].append(holder)
            if span.note is not None:
                holder.append(self.footnotes.reference(span.note, sources, near))
            else:
                holder.append(run_of(span, look))
        return out

    # paragraphs

    def _strike(self, item: MarkedParagraph) -> None:
        place, tag = self.places[item.provision.key], TAGS[item.status]
        for element in place.elements:
            if element.tag != P:
                self._strike_table(element, item.sources)
                continue
            self._strike_paragraph(element, tag, item)
            properties = element.find(PPR)
            carries = properties is not None and properties.find(w("sectPr")) is not None
            self.states[element] = ParagraphState(
                element, Status.KEPT if carries else item.status, item.sources, amendments=item.amendments
            )

    def _strike_paragraph(self, element: etree._Element, tag: str, item: MarkedParagraph) -> None:
        if next(element.iter(_FORMULA), None) is not None:
            raise Unchangeable("a formula stands among them")
        runs = all_runs(element)
        for run in runs:
            known = self.fields.get(run)
            if known is not None and not known.whole:
                raise Unchangeable(f"a field ({known.name}) begins or ends in another paragraph")
        if runs:
            wrap(runs, lambda: self.marks.make(tag, item.sources))
        if item.move:
            self._range(element, item)

    def _strike_table(self, table: etree._Element, sources: tuple[str, ...]) -> None:
        """A table goes row by row, each with its words (17.13.5.12)."""
        for paragraph in table.iter(P):
            runs = all_runs(paragraph)
            if runs:
                wrap(runs, lambda: self.marks.make("del", sources))
        for row in table.iter(w("tr")):
            properties = row.find(w("trPr"))
            if properties is None:
                properties = etree.Element(w("trPr"))
                row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, properties)
            change = properties.find(w("trPrChange"))
            properties.insert(len(properties) if change is None else properties.index(change), self.marks.make("del", sources))

    def _range(self, element: etree._Element, item: MarkedParagraph) -> None:
        """The range of a move. It stands inside its paragraph: between paragraphs it would keep readers from joining them."""
        start = self.marks.make(f"{item.status.value}RangeStart", item.sources)
        if item.move not in self._move_names:
            self._move_names[item.move] = next(self._free_move_names)
        start.set(w("name"), self._move_names[item.move])
        properties = element.find(PPR)
        element.insert(0 if properties is None else 1, start)
        self.marks.end_of_range(start, etree.SubElement(element, w(f"{item.status.value}RangeEnd")))

    def _new(self, item: MarkedParagraph, near: int) -> etree._Element:
        """A paragraph that is not in the base."""
        p, tag = item.provision, TAGS[item.status]
        old = self.marked.base[p.key] if p.key in self.marked.base.by_key else None
        if old is not None:
            self._movable(old)
        if p.kind is Kind.BLOCK and not self.file.ours:
            raise Unchangeable("a table or a picture cannot be inserted")
        model = self.marked.base[item.like] if item.like else old
        same = model is not None and model.depth == p.depth and (model.label is None) == (p.label is None)
        form = self.formats.like(model, p) if model is not None and same else self.formats.of(p, near)
        self.automatic += form.automatic
        self.added.append(AddedParagraph(digest_of(p.text.plain), p.kind.value, p.depth, p.label is not None))
        element = etree.Element(P)
        if form.properties is not None and len(form.properties):
            element.append(copy.deepcopy(form.properties))
        label = form.label_runs(p.label)
        if old is not None and not any(isinstance(o.edit, Replace) and o.edit.key == old.key for o in self.marked.edits):
            content = self._copied(old, tag, item.sources, form, near)
        else:
            content = self._inserted(p.text, tag, item.sources, form.words, (near, _AT_END))
        if label:
            if not content or content[0].tag != w(tag):
                content.insert(0, self.marks.make(tag, item.sources))
            for run in reversed(label):
                content[0].insert(0, run)
        element.extend(content)
        if item.move:
            self._range(element, item)
        for words, at in ((item.head, 1 if element.find(PPR) is not None else 0), (item.tag, len(element) + bool(item.head))):
            if words:
                mark = self.marks.make("ins", SECRETARIAT)
                mark.append(run_of(Span(words), form.words))
                element.insert(at, mark)
        self.states[element] = ParagraphState(element, item.status, item.sources, amendments=item.amendments)
        return element

    def _movable(self, old: Provision) -> None:
        place = self.places[old.key]
        if old.kind is Kind.BLOCK and not self.file.ours:
            raise Unchangeable("a table or a picture cannot be moved with its marks")
        for stretch in place.stretches:
            if has_picture(stretch.paragraph):
                raise Unchangeable("a picture among them cannot be copied to the new place")
            for element in stretch.paragraph.elements:
                if next(element.iter(w("fldChar"), w("fldSimple"), w("sdt"), _FORMULA), None) is not None:
                    raise Unchangeable("a field, formula or content control among them cannot be copied to the new place")

    def _copied(
        self, old: Provision, tag: str, sources: tuple[str, ...], form: ParagraphFormat, near: int
    ) -> list[etree._Element]:
        """The words of a provision of the base for another place, each run in its own formatting."""
        out: list[etree._Element] = []
        place, notes = self.places[old.key], iter(old.text.notes)
        for n, stretch in enumerate(place.stretches):
            if n:
                out += self._inserted(Text.of("\n"), tag, sources, form.words, (near, _AT_END))
            for text, look in self.formats.pieces(place, stretch, notes):
                out += self._inserted(text, tag, sources, look, (near, _AT_END))
        return join_marks(out)
