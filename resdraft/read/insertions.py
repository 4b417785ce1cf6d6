"""What stands in whose insertion: marks of one author that make sense only where another's insertion is accepted.

Word keeps a change of inserted words in two ways. A deletion stands inside the insertion; new words stand beside its two halves, as if they
were an insertion of their own. Read without the other author's marks, such words would stand in whatever is left around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from lxml import etree

from resdraft.model.resolution import Kind
from resdraft.model.text import Text
from resdraft.ooxml.names import AUTHOR, DATE, DEL_TEXT, ID, MINUS, PLUS, PPR, RPR, RUN, P, T, w
from resdraft.ooxml.places import holder
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import WordText

Group = Callable[[str], str]
"""Whom an author's marks belong to; authors of one group do not depend on each other. "" for who cannot be depended on."""
_FLOWS = (w("tc"), w("txbxContent"), w("footnote"), w("body"))
_REFERENCE = w("footnoteReference")
_SHOWN = {w("tab"): "\t", w("br"): "\n", _REFERENCE: "\ufffc"}


class Dependence(NamedTuple):
    """Marks of ``author`` in one paragraph that depend on what ``other`` inserts."""

    author: str
    other: str
    paragraph: etree._Element
    marks: tuple[etree._Element, ...]

    @property
    def words(self) -> str:
        """The words that the marks are on."""
        new, gone = (
            "".join(_SHOWN.get(e.tag, e.text or "") for m in self.marks for e in m.iter(t, *_SHOWN)) for t in (T, DEL_TEXT)
        )
        return " ".join((new if self.adds else gone).replace("\ufffc", "[^]").split()) or "\u00b6"

    @property
    def adds(self) -> bool:
        """Whether something comes; else it goes."""
        return any(mark.tag in PLUS for mark in self.marks)


class _Bit(NamedTuple):
    """A run, or a paragraph mark, with who inserted and who struck it."""

    text: str | None
    """None for a paragraph mark."""
    paragraph: etree._Element
    plus: etree._Element | None
    minus: etree._Element | None

    @property
    def by(self) -> str | None:
        """Who inserted it; None where it was there before."""
        return None if self.plus is None else self.plus.get(AUTHOR) or ""

    @property
    def words(self) -> bool:
        """Whether it shows something, in the text with all marks accepted."""
        return self.minus is None and self.text is not None and bool(self.text.strip())


@dataclass
class _Paragraph:
    """A paragraph of the text with all marks accepted, and the marks of the paragraphs that it begins and ends with."""

    bits: list[_Bit]
    before: _Bit | None
    end: _Bit | None

    @property
    def new(self) -> bool:
        """Whether all of its words were inserted."""
        return any(bit.words for bit in self.bits) and all(
            bit.plus is not None for bit in self.bits if (bit.text or "").strip()
        )


@dataclass
class Insertions:
    """What depends on what in a file, and who inserted which paragraphs.

    ``authors`` has for each paragraph of the file that is new in the text with all marks accepted the author who inserted it.
    """

    group: Group
    found: dict[tuple[str, str, etree._Element], list[etree._Element]] = field(default_factory=dict)
    authors: dict[etree._Element, str] = field(default_factory=dict)

    @staticmethod
    def of(file: WordFile, group: Group, text: WordText) -> Insertions:
        """Those of a file: its text and its footnotes; ``text`` is what it reads with all marks accepted."""
        out = Insertions(group)
        for story in (file.story, file.notes):
            if story is not None:
                out._nested(story.root)
                for bits in _flows(story.root):
                    out._flow(bits)
        if file.notes is not None:
            out._of_new_footnotes(file.story.root, file.notes.root)
        out._below(text)
        return out

    @property
    def dependences(self) -> list[Dependence]:
        """What depends on another's insertion."""
        return [Dependence(author, other, p, tuple(marks)) for (author, other, p), marks in self.found.items()]

    def differ(self, author: str | None, other: str | None) -> bool:
        """Whether what one inserted can depend on what the other inserted."""
        return author is not None and other is not None and self.group(author) != self.group(other) != ""

    def add(self, author: str, other: str, paragraph: etree._Element, marks: Sequence[etree._Element]) -> None:
        """Take in that marks of one author depend on another's insertion."""
        known = self.found.setdefault((author, other, paragraph), [])
        known += [mark for mark in marks if mark not in known]

    def marks_in(self, paragraph: etree._Element, author: str) -> list[etree._Element]:
        """The marks of an author in a paragraph."""
        return [mark for mark in paragraph.iter(*PLUS, *MINUS) if (mark.get(AUTHOR) or "") == author]

    def _nested(self, root: etree._Element) -> None:
        """What stands inside another's insertion, and the deletion of it."""
        for mark in root.iter(*PLUS, *MINUS):
            author, parent = mark.get(AUTHOR) or "", mark.getparent()
            above = list(mark.iterancestors(*PLUS))
            above += [
                e for row in mark.iterancestors(w("tr")) for e in row.iterchildren(w("trPr")) for e in e.iterchildren(*PLUS)
            ]
            if mark.tag in MINUS:
                above += list(mark.iter(*PLUS))
                above += list(parent.iterchildren(*PLUS)) if parent is not None and parent.tag == RPR else []
            for outer in above:
                other = outer.get(AUTHOR) or ""
                # What stands in the secretariat's words depends on them too.
                if outer is not mark and other != author and self.group(author) != (self.group(other) or other):
                    self._add(author, other, mark)
                    break

    def _add(self, author: str, other: str, mark: etree._Element) -> None:
        paragraph = next(mark.iterancestors(P), None)
        if paragraph is None:
            paragraph = next(mark.iter(P), None)
        if paragraph is not None:
            self.add(author, other, paragraph, [mark])

    def _flow(self, bits: Sequence[_Bit]) -> None:
        self._between([bit for bit in bits if bit.plus is None or bit.minus is None])
        for paragraph in _paragraphs(bits):
            self._paragraph(paragraph)

    def _between(self, bits: Sequence[_Bit]) -> None:
        """What stands between two halves of another's insertion."""
        stretches = [list(own) for _, own in groupby(bits, key=lambda bit: None if bit.by is None else self.group(bit.by))]
        for n in range(1, len(stretches) - 1):
            before, own, after = stretches[n - 1][-1], stretches[n], stretches[n + 1][0]
            # A paragraph mark is no half of a sentence: a clause between two new clauses is one of its own.
            if before.text is None or after.text is None or before.by is None or after.by is None:
                continue
            # Nor do words that begin or end a paragraph stand in the one beside it.
            if {own[0].text is None, own[-1].text is None} != {all(bit.text is None for bit in own)}:
                continue
            if self.group(before.by) == self.group(after.by) and self.differ(own[0].by, before.by):
                for bit in own:
                    if bit.plus is not None:
                        self.add(bit.by or "", before.by, bit.paragraph, [bit.plus])

    def _paragraph(self, paragraph: _Paragraph) -> None:
        live = [bit for bit in paragraph.bits if bit.words]
        alone = all(bit.plus is not None for bit in live)
        for first, second in pairwise(bit for bit in paragraph.bits if bit.plus is None or bit.minus is None):
            if self.differ(first.by, second.by) and self.differ(second.by, first.by) and (alone or _one_word(first, second)):
                owner, other = self._owner_first(paragraph, first, second)
                for bit in live if alone else (other,):
                    if bit.by is not None and bit.plus is not None and self.group(bit.by) == self.group(other.by or ""):
                        self.add(bit.by, owner.by or "", bit.paragraph, [bit.plus])
        if not paragraph.new:
            return
        author = live[0].by or ""
        # A paragraph mark by which another splits a clause begins none.
        splits = [mark for marks in self.found.values() for mark in marks]
        marks = [b for b in (paragraph.before, paragraph.end) if b is not None and b.plus is not None and b.plus not in splits]
        groups = {self.group(bit.by or "") for bit in live}
        if len(groups) > 1:
            owners = [bit.by or "" for bit in marks if self.group(bit.by or "") in groups]
            author = owners[0] if owners else author
        elif marks and not any(self.group(bit.by or "") in groups for bit in marks) and self.differ(author, marks[0].by):
            # Words typed into a paragraph that another began.
            for bit in live:
                self.add(bit.by or "", marks[0].by or "", bit.paragraph, [bit.plus] if bit.plus is not None else [])
        for bit in paragraph.bits:
            self.authors[bit.paragraph] = author

    def _owner_first(self, paragraph: _Paragraph, first: _Bit, second: _Bit) -> tuple[_Bit, _Bit]:
        """Of two insertions side by side: the one that was there first, then the one that depends on it."""
        pair = (first, second)
        ends = [bit.by for bit in (paragraph.before, paragraph.end) if bit is not None and bit.by is not None]
        strikers = [bit.minus.get(AUTHOR) or "" for bit in paragraph.bits if bit.plus is None and bit.minus is not None]
        for whose in (ends, strikers):
            groups = {self.group(name) for name in whose}
            own = [bit for bit in pair if self.group(bit.by or "") in groups]
            if len(own) == 1:
                return own[0], pair[own[0] is first]
        dates = [bit.plus.get(DATE, "") if bit.plus is not None else "" for bit in pair]
        return (second, first) if "" < dates[1] < dates[0] else (first, second)

    def _below(self, text: WordText) -> None:
        """New clauses below another's new clause, call or annex: without that they would stand below something else."""
        resolution = text.resolution
        holders = [
            holder(place.stretches[0].paragraph) if (place := text.places[p.key]).stretches else None
            for p in resolution.provisions
        ]
        for n, p in enumerate(resolution.provisions):
            paragraph = holders[n]
            if p.kind is Kind.NOTE or paragraph is None or (author := self.authors.get(paragraph)) is None:
                continue
            steps = p.key.split("/")
            above = next((key for k in range(len(steps) - 1, 0, -1) if (key := "/".join(steps[:k])) in resolution.by_key), None)
            # Behind a clause of the base it stands in the base.
            between = (
                [self.authors.get(e) if e is not None else None for e in holders[resolution.by_key[above] : n]] if above else []
            )
            if between and None not in between and self.differ(author, between[0]):
                self.add(author, between[0] or "", paragraph, self.marks_in(paragraph, author))

    def _of_new_footnotes(self, body: etree._Element, notes: etree._Element) -> None:
        """Changes in a footnote that another inserted."""
        whose = {
            reference.get(ID): mark.get(AUTHOR) or ""
            for reference in body.iter(_REFERENCE)
            if (mark := next(reference.iterancestors(*PLUS), None)) is not None
        }
        for note in notes.iter(w("footnote")):
            other = whose.get(note.get(ID))
            for mark in note.iter(*PLUS, *MINUS) if other is not None else ():
                if self.differ(author := mark.get(AUTHOR) or "", other):
                    self._add(author, other or "", mark)


def _one_word(first: _Bit, second: _Bit) -> bool:
    """Whether two runs meet within a word."""
    left, right = first.text or "", second.text or ""
    return len(Text.of(left + right).tokens) < len(Text.of(left).tokens) + len(Text.of(right).tokens)


def _flows(root: etree._Element) -> Iterator[list[_Bit]]:
    """The runs and paragraph marks of each flow: the body, each cell, box and footnote."""
    flows: dict[etree._Element | None, list[_Bit]] = {}
    for p in root.iter(P):
        flow = flows.setdefault(next(p.iterancestors(*_FLOWS), None), [])
        flow += [bit for run in p.iter(RUN) if next(run.iterancestors(P)) is p and (bit := _bit(run, p)).text]
        properties = p.find(f"{PPR}/{RPR}")
        marks: Mapping[bool, etree._Element] = {}
        if properties is not None:
            marks = {mark.tag in PLUS: mark for mark in properties.iterchildren(*PLUS, *MINUS)}
        flow.append(_Bit(None, p, marks.get(True), marks.get(False)))
    yield from flows.values()


def _bit(run: etree._Element, paragraph: etree._Element) -> _Bit:
    text = "".join(_SHOWN.get(e.tag, e.text or "") for e in run.iterchildren(T, DEL_TEXT, *_SHOWN))
    return _Bit(text, paragraph, next(run.iterancestors(*PLUS), None), next(run.iterancestors(*MINUS), None))


def _paragraphs(bits: Sequence[_Bit]) -> Iterator[_Paragraph]:
    """The paragraphs of a flow with all marks accepted."""
    own: list[_Bit] = []
    before: _Bit | None = None
    for bit in bits:
        if bit.text is not None:
            own.append(bit)
        elif bit.minus is None:
            yield _Paragraph(own, before, bit)
            own, before = [], bit
    if own:
        yield _Paragraph(own, before, None)
