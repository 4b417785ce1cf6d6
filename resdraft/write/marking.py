"""Puts revision marks into a Word file, one of our own making or somebody's own. No other module writes marked texts.

Changed words are struck and inserted where they stand, in runs that keep their formatting (``w:del`` and ``w:ins``, ECMA-376 Part 1,
17.13.5.14 and 17.13.5.18). What paragraph marks bear is decided in :mod:`resdraft.ooxml.paragraph_marks`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Problem, Unfit
from resdraft.lexicon import lexicon
from resdraft.model import brackets
from resdraft.model.address import Addresses
from resdraft.model.edit import Relabel, Replace
from resdraft.model.marked import SECRETARIAT, Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.source_order import in_order
from resdraft.model.text import Span, Text
from resdraft.ooxml.directions import direct_marks
from resdraft.ooxml.fields import fields_of
from resdraft.ooxml.manifest import AddedParagraph, digest_of
from resdraft.ooxml.names import PPR, RPR, RUN, P, R, w
from resdraft.ooxml.new_marks import NewMarks
from resdraft.ooxml.notes import empty_notes, put_in_order
from resdraft.ooxml.paragraph_editor import ParagraphEditor, Unchangeable, in_box, strike_rows
from resdraft.ooxml.paragraph_marks import TAGS, ParagraphState, Status, set_marks
from resdraft.ooxml.places import Place, typed_label
from resdraft.ooxml.projections import number_notes, paragraphs
from resdraft.ooxml.revisions import everything
from resdraft.ooxml.story import Story, free_move_names
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.footnotes import FootnoteReferences, Footnotes
from resdraft.write.look import Formats, ParagraphFormat, style_of
from resdraft.write.new_table import new_table, rows_of
from resdraft.write.paragraphs import MarkedParagraph, body_paragraphs, note_paragraphs
from resdraft.write.restating import check_copyable
from resdraft.write.runs import join_marks, label_parts, run_of, token_starts
from resdraft.write.units import ParagraphUnits

_AT_END = 1 << 30
"""Behind all tokens of a provision."""
Relate = Callable[[str], str]
"""Gives the relationship of a hyperlink to an address outside the file."""


class _PlacedChange(NamedTuple):
    """A change of words, and where it stands in a paragraph of the file. Places are counted in the units of ``words``."""

    owned: Owned
    edit: Replace
    words: ParagraphUnits
    begin: int
    end: int
    start: int
    """Where the words of the provision begin, behind a typed label."""


class Marker:
    """Puts the edits of a marked text into the file that its base was read from.

    Args:
        marked: a base and its edits, without conflicts.
        file: is changed.
        places: where each provision of the base stands in the file.
        date: ISO 8601; the date of marks whose proposal has none.
        relate: makes relationships for hyperlinks.
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
        self._copies: set[etree._Element] = set()
        self._free_move_names, self._move_names = free_move_names(file.parts), dict[str, str]()
        self.marks = NewMarks(date, dict(marked.dates))
        if file.notes is None:
            file.notes = Story(empty_notes())
        typed = None if file.ours else self._typed()
        styles = self.formats.style_id("FootnoteText") or "", self.formats.style_id("FootnoteReference") or ""
        references = FootnoteReferences(marked, typed)
        self.footnotes = Footnotes(marked, file.notes.root, places, references, self.marks.make, styles, ours=file.ours)

    def _typed(self) -> set[str]:
        """The footnote marks that are typed in the file. Marks inside other people's revision marks count too, as those stay."""
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
        # ``near`` is the place in the base, ``anchor`` the paragraph of the file, behind which new paragraphs go.
        near, anchor = -1, None
        # New paragraphs before the first provision wait until it is known where in the file that stands.
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
            # What moves keeps the directions that it has.
            turned = lexicon(self.marked.base.language).right_to_left
            direct_marks(self.marks.made, right_to_left=turned, kept=self._copies, apart=SECRETARIAT)
            self.marks.current = ()
            self.marks.amendments |= set_marks(self.root, self.states, self.marks.make, self.file.name, self.problems)
        if self.problems:
            raise Unfit(self.problems)
        # Ids come last: they follow the order of the text, so that the same edits give the same bytes in whatever order they came.
        if self.footnotes.new_ids:
            put_in_order(self.footnotes.root, self.root)
        self.marks.number((self.root, self.footnotes.root))

    def _say_whose(self, item: MarkedParagraph, anchor: etree._Element, new: etree._Element) -> None:
        """Put the secretariat's tag behind a new paragraph where a new paragraph of an earlier proposal stands in the same place.

        With everything accepted, the two could not be told apart otherwise.
        """
        following = anchor.getnext()
        mark = following.find(f"{PPR}/{RPR}") if self.marked_before and following is not None and following.tag == P else None
        if mark is not None and not item.tag and any(child.tag in (w("ins"), w("moveTo")) for child in mark):
            tag = self.marks.make("ins", SECRETARIAT)
            tag.append(run_of(Span(brackets.tag(", ".join(in_order(item.sources, self.marked.base.language))))))
            new.append(tag)

    def _try(self, item: MarkedParagraph, near: int) -> etree._Element | None:
        """Mark one paragraph, or note why that cannot be done; the new paragraph where it is one."""
        self.marks.current = item.amendments
        try:
            if item.status is Status.KEPT:
                self._reword(item, near)
                if item.relabelled is not None:
                    self._relabel(item, item.relabelled)
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
        """Put the changes of words of a paragraph that stays in."""
        if not item.changes:
            return
        if item.provision.kind is Kind.BLOCK:
            raise Unchangeable("a table or a picture is carried along as it is")
        placed = self._placed(item)
        if placed and placed[-1].edit.end == len(item.provision.text.tokens) and placed[-1].edit.new.spans:
            last = self.places[item.provision.key].stretches[-1].paragraph.elements[-1]
            self.states[last] = ParagraphState(last, ends=placed[-1].owned.sources)
        # From the last to the first, as a change splits runs and moves what is behind it. What is put in at one place is put in together:
        # between two insertions there is nothing to tell their order by.
        for _, same in groupby(reversed(placed), key=lambda one: (id(one.words), one.begin, one.end)):
            self._change(list(same)[::-1], near)

    def _relabel(self, item: MarkedParagraph, owned: Owned) -> None:
        """Change a label that is typed; one that Word counts follows by itself."""
        place, edit = self.places[item.provision.key], owned.edit
        found = typed_label(place.stretches[0], item.provision.label or "", exact=place.exact)
        if place.automatic or found is None or not isinstance(edit, Relabel):
            return
        words = ParagraphUnits(place.stretches[0].paragraph, self.fields, exact=place.exact)
        words.check(*found, apart=self.marked_before)
        portion = words.portion_of(found[0])
        look = portion.run.find(RPR) if portion is not None else None
        mark = self.marks.make("ins", owned.sources)
        mark.extend(run_of(Span(text, emphasis), look) for text, emphasis in label_parts(edit.label or ""))
        words.change(*found, [mark], lambda: self.marks.make("del", owned.sources), linked=False)

    def _placed(self, item: MarkedParagraph) -> list[_PlacedChange]:
        """Where each change of words stands in the file. A provision may have several paragraphs, a change stands in one."""
        place = self.places[item.provision.key]
        starts = token_starts(item.provision.text)
        fields = fields_of(self.file.notes.root) if item.provision.kind is Kind.NOTE and self.file.notes else self.fields
        bounds, at = [], 0
        for stretch in place.stretches:
            bounds.append((at, stretch, ParagraphUnits(stretch.paragraph, fields, exact=place.exact)))
            # Between two paragraphs the provision has a line break, which is no unit of the file.
            at += stretch.end - stretch.start + 1
        placed: list[_PlacedChange] = []
        for owned in item.changes:
            edit = owned.edit
            if not isinstance(edit, Replace):
                continue
            low, high = starts[edit.start], starts[edit.end]
            found = next((one for one in bounds if one[0] <= low and high <= one[0] + one[1].end - one[1].start), None)
            if found is None:
                raise Unchangeable("they stand in more than one paragraph")
            offset, stretch, words = found
            begin, end = stretch.start + low - offset, stretch.start + high - offset
            words.check(begin, end, apart=self.marked_before)
            placed.append(_PlacedChange(owned, edit, words, begin, end, stretch.start))
        return placed

    def _change(self, placed: Sequence[_PlacedChange], near: int) -> None:
        """Put in the changes of one place: new words stand behind the words that are struck."""
        content: list[etree._Element] = []
        linked = True
        for one in placed:
            own, inside = self._content(one, near)
            content += own
            linked = linked and inside
        owned, words, begin, end = placed[0].owned, placed[0].words, placed[0].begin, placed[0].end
        self.marks.current = owned.amendments
        words.change(begin, end, content, lambda: self.marks.make("del", owned.sources), linked=linked)

    def _content(self, one: _PlacedChange, near: int) -> tuple[list[etree._Element], bool]:
        """The new words of a change as marks, and whether they go into the link that is there."""
        owned, edit, words, begin, end, start = one
        self.marks.current = owned.amendments
        # New words look like the words that they replace; else like those before them; else like those behind.
        order = (*range(begin, end), *range(begin - 1, start - 1, -1), *range(end, len(words.units)))
        model = next((words.portion_of(n) for n in order if words.units[n].is_text), None)
        look = model.run.find(RPR) if model is not None else None
        link = words.link_at(end - 1) if end > start else None
        own = self.file.links.get(link.get(f"{{{R}}}id", "")) if link is not None else None
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
        """Strike all of a provision: its paragraphs, or its table."""
        place, tag = self.places[item.provision.key], TAGS[item.status]
        make = lambda: self.marks.make(tag, item.sources)  # noqa: E731
        for element in place.elements:
            for paragraph in element.iter(P):
                if not in_box(paragraph, element):
                    editor = ParagraphEditor(paragraph, self.fields)
                    editor.check(0, len(editor.text))
            if element.tag != P:
                strike_rows(element, make)
                continue
            ParagraphEditor(element, self.fields).strike_all(make)
            self._mark_move(element, item)
            # The mark of a paragraph that ends a section holds its properties: without it the section would end elsewhere.
            status = Status.KEPT if element.find(f"{PPR}/{w('sectPr')}") is not None else item.status
            self.states[element] = ParagraphState(element, status, item.sources, amendments=item.amendments)

    def _mark_move(self, element: etree._Element, item: MarkedParagraph) -> None:
        if item.move:
            if item.move not in self._move_names:
                self._move_names[item.move] = next(self._free_move_names)
            self.marks.move(element, item.status.value, self._move_names[item.move], item.sources)

    def _new(self, item: MarkedParagraph, near: int) -> etree._Element:
        """A paragraph that is not in the base."""
        p = item.provision
        old = self.marked.base[p.key] if p.key in self.marked.base.by_key else None
        if old is not None:
            self._movable(old)
        if p.kind is Kind.BLOCK and (not (ours := self.file.ours) or (old is None and rows_of(p, ours=True))):
            self.added.append(AddedParagraph(digest_of(p.text.plain), p.kind.value, p.depth, labelled=False))
            style = style_of(p) if ours else self.formats.style_id("Tabletext")
            return new_table(item, self.marks.make, style, self.marked.base.language, ours=ours)
        model = self.marked.base[item.like] if item.like else old
        same = model is not None and model.depth == p.depth and (model.label is None) == (p.label is None)
        form = self.formats.like(model, p) if model is not None and same else self.formats.of(p, near)
        self.automatic += form.automatic
        self.added.append(AddedParagraph(digest_of(p.text.plain), p.kind.value, p.depth, p.label is not None))
        element = etree.Element(P)
        if form.properties is not None and len(form.properties):
            element.append(copy.deepcopy(form.properties))
        element.extend(self._new_content(item, old, form, near))
        self._mark_move(element, item)
        # Brackets and tags stand at the ends of the paragraph, outside the label and outside a move's range.
        for words, at in ((item.head, 1 if element.find(PPR) is not None else 0), (item.tag, len(element) + bool(item.head))):
            if words:
                mark = self.marks.make("ins", SECRETARIAT)
                mark.append(run_of(Span(words), form.words))
                element.insert(at, mark)
        self.states[element] = ParagraphState(element, item.status, item.sources, amendments=item.amendments)
        return element

    def _new_content(
        self, item: MarkedParagraph, old: Provision | None, form: ParagraphFormat, near: int
    ) -> list[etree._Element]:
        """The label and words of a new paragraph as marks; ``old`` is the provision that moves here."""
        tag, sources = TAGS[item.status], item.sources
        if old is not None and not any(isinstance(o.edit, Replace) and o.edit.key == old.key for o in self.marked.edits):
            content = self._copied(old, tag, sources, form, near)
        else:
            content = self._inserted(item.provision.text, tag, sources, form.words, (near, _AT_END))
        label = form.label_runs(item.provision.label)
        # The first words may be a hyperlink, and the label is no part of it.
        if label and (not content or content[0].tag != w(tag)):
            content.insert(0, self.marks.make(tag, sources))
        for run in reversed(label):
            content[0].insert(0, run)
        return content

    def _movable(self, old: Provision) -> None:
        """Refuse to move what could not be written a second time: an object, a field, a content control.

        Raises:
            Unchangeable: with the reason.
        """
        if old.kind is Kind.BLOCK and (not self.file.ours or self.places[old.key].elements[0].tag != P):
            raise Unchangeable("a table or a picture cannot be moved with its marks")
        for stretch in self.places[old.key].stretches:
            check_copyable(stretch.paragraph)

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
        self._copies.update(run for mark in out for run in mark.iter(RUN))
        return join_marks(out)
