"""Checks, before a file is saved, that it reads as it should with the marks of no source, of each source, and of all accepted.

:mod:`resdraft.ooxml.projections` reads the file and knows nothing of how the marks were written. What it should read is made from the edits
of the model and from what the file read before. With all marks rejected the file must be what it was, paragraph by paragraph, in words,
formatting and styles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.errors import OurFault, Problem, Unfit
from resdraft.model.apply import applied
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.marked import SECRETARIAT, Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import ID, P, w
from resdraft.ooxml.pieces import Piece, pieces_of
from resdraft.ooxml.places import REPEATED_REFERENCE, Place, note_start, own_pieces, shown
from resdraft.ooxml.projections import Paragraph, flat, number_notes, paragraphs
from resdraft.ooxml.proving import When, judge
from resdraft.ooxml.rejected_view import RejectedView
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.view import CONTROLS
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.look import style_of
from resdraft.write.new_table import rows_of
from resdraft.write.runs import token_starts

_REPORT = "nothing was written; this is a fault of resdraft: please report it with the files that led to it"


class _Line(NamedTuple):
    """A paragraph as it should read."""

    text: str
    style: str | None = None
    """The id of its style; None where any may be."""
    added: bool = False
    """Whether it is new: then all kinds of blank count alike, and Word may count its label."""
    words: str = ""
    """Its text without the label."""


class _Part(NamedTuple):
    """A provision's stretch in a paragraph of the file."""

    key: str
    start: int
    end: int
    """The first character of the paragraph that belongs to the words, and the one behind the last."""
    offset: int
    """The place of the stretch in the provision, which may have several paragraphs."""
    last: bool
    """Whether it is the provision's last paragraph: what is added behind the provision follows it."""


class _Control(NamedTuple):
    """A content control, and the characters of its paragraph that it holds."""

    holder: etree._Element
    start: int
    end: int


class Proof:
    """What a file reads before it is marked, and what it should read after.

    Make it before any mark is put in.

    Args:
        base: the text.
        file: that the text was read from.
        places: where each provision stands in it.

    Raises:
        OurFault: where the file does not read as the base says.
    """

    def __init__(self, base: Resolution, file: WordFile, places: dict[str, Place]) -> None:
        self.base, self.exact = base, any(place.exact for place in places.values())
        self.ours, self.marked_before = file.ours, file.marked
        self._symbols: dict[str, str] = {}
        self._starts: dict[str, Sequence[int]] = {}
        self.found = flat(file.base)
        self.tables = {p.elements[0] for p in file.base if p.cells is not None}
        self.before = RejectedView(file, self.found)
        self.marks = number_notes(self.found)
        self.bodies = _bodies(file, nothing, exact=self.exact)
        self.lines = self._lines(self.found, self.marks, self.bodies)
        self.parts = self._parts(places)
        self.controls = list(self._controls())
        self._check_base()

    def _parts(self, places: dict[str, Place]) -> dict[etree._Element, _Part]:
        """The provision of each paragraph, by the paragraph's first element."""
        out: dict[etree._Element, _Part] = {}
        for key, place in places.items():
            at = 0
            for n, s in enumerate(place.stretches if not key.startswith("note/") else ()):
                last = n + 1 == len(place.stretches)
                if s.paragraph.cells is not None:
                    cells = list(s.paragraph.elements[0].iter(P))
                    out |= {cell: _Part(key, 0, 0, 0, cell is cells[-1]) for cell in cells}
                    continue
                out[s.paragraph.elements[0]] = _Part(key, s.start, s.end, at, last)
                at += s.end - s.start + 1
        return out

    def _controls(self) -> Iterator[tuple[etree._Element, int, _Control]]:
        """The content controls and the like that stand in paragraphs of the base."""
        for n, p in enumerate(self.found):
            for holder in p.elements[0].iter(*CONTROLS) if p.elements else ():
                inside = [piece.run is not None and holder in piece.run.iterancestors() for piece in p.pieces]
                if any(inside):
                    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
                    start = len(self._text(p.pieces[:first], self.bodies, {}))
                    yield (
                        p.elements[0],
                        n,
                        _Control(holder, start, start + len(self._text(p.pieces[first:last], self.bodies, {}))),
                    )

    def _check_base(self) -> None:
        """Check that the base as it stands in the file reads as the model says, character by character."""
        notes = {p.label: p.text.plain for p in self.base.provisions if p.kind is Kind.NOTE}
        stands = dict.fromkeys(p.key for p in self.base.provisions if p.kind not in (Kind.NOTE, Kind.BLOCK))
        for p, line in zip(self.found, self.lines, strict=True):
            part = self.parts.get(p.elements[0]) if p.elements else None
            if part is None or self.base[part.key].kind is Kind.BLOCK:
                continue
            stands.pop(part.key, None)
            provision = self.base[part.key]
            wanted = self._characters(provision.text, notes)[part.offset : part.offset + part.end - part.start]
            head = f"{provision.label}\t" if self.ours and provision.label is not None else line[: part.start]
            if head + wanted != line[: part.end]:
                _compare("before any mark", [_Line(head + wanted)], [line[: part.end]])
        missing = [key for key in stands if self.base[key].text.spans or self.base[key].label]
        _compare("before any mark", [_Line(self.base[key].line) for key in missing[:1]], [])

    def _lines(self, found: Sequence[Paragraph], marks: dict[str, str], bodies: dict[str, str]) -> list[str]:
        """The characters of paragraphs. A footnote reference is one character that stands for the footnote's words.

        So two references are the same where their footnotes say the same, whatever their ids and numbers.
        """
        by_mark = {mark: bodies.get(number, "") for number, mark in marks.items()}
        return [self._text(p.pieces, bodies, by_mark) for p in found]

    def _text(self, pieces: Sequence[Piece], bodies: dict[str, str], by_mark: dict[str, str]) -> str:
        exact = self.exact

        def shows(piece: Piece) -> str:
            if piece.note:
                return self._symbol(bodies.get(piece.note, ""))
            if piece.note is not None:
                return ""
            text = shown(piece, exact=exact)
            return self._symbol(by_mark.get(piece.text, "")) if text == REPEATED_REFERENCE else text

        return "".join([shows(piece) for piece in pieces])

    def _symbol(self, words: str) -> str:
        """A character of a private use area of Unicode, one for each wording."""
        return self._symbols.setdefault(" ".join(words.split()), chr(0xF0000 + len(self._symbols)))

    # the proof

    def check(self, marked: Marked, file: WordFile) -> list[str]:
        """Prove a marked file before it is saved.

        Returns:
            The paragraphs that would bear another style than their own under one of several sources: a paragraph mark keeps one old style.

        Raises:
            Unfit: where the words would be right, but not the styles with all marks rejected, as several sources change all of the end.
            OurFault: naming the first paragraph that reads otherwise than it should.
        """
        notices: list[str] = []
        root = file.story.root
        known = self.before.unchanged()
        now = flat(paragraphs(root, nothing, tables=True, known=known))
        _compare("with all marks rejected", [_Line(words(p)) for p in self.found], [words(p) for p in now])
        # The words are the same; a difference in style or formatting is told apart from one in words.
        for difference in self.before.differences(now):
            if difference.aspect in ("style", "paragraph_formatting", "formatting"):
                self._layout(marked)
            judge([difference], When.REJECTED, file.name)
        manifest = Manifest(sources=marked.sources)
        choices: list[tuple[str, Collection[str], MarkFilter]] = [
            (f"with the marks of {source} accepted", (source,), manifest.filter_for([source])) for source in marked.sources
        ]
        # Marks that were there before stay open. Options that the secretariat lays open have no common text.
        if self.marked_before and len(marked.sources) > 1 and not _has_open_options(marked):
            choices.append(("with all new marks accepted", marked.sources, manifest.filter_for(marked.sources)))
        elif not self.marked_before and (len(marked.sources) > 1 or any(SECRETARIAT in o.sources for o in marked.edits)):
            choices.append(("with everything accepted", (*marked.sources, SECRETARIAT), everything))
        for name, sources, choice in choices:
            # Empty paragraphs are no words: the one that closes a new document counts for nothing.
            wanted_lines = [line for line in self._expected(marked, sources) if line.text.strip()]
            read = paragraphs(root, choice, tables=True, known=known)
            self._check_tables(name, marked.kept(sources), read)
            found = flat(read)
            lines = self._lines(found, number_notes(found), _bodies(file, choice, exact=self.exact))
            got_lines = [(line, p.style) for line, p in zip(lines, found, strict=True) if line.strip()]
            _compare(name, wanted_lines, [line for line, _ in got_lines])
            self._check_controls(name, marked.kept(sources), choice)
            styles = [style for _, style in got_lines]
            for want, style in zip(wanted_lines, styles, strict=True):
                if want.style not in (None, style):
                    if len(marked.sources) < 2:
                        self._layout(marked)
                    notices.append(f"{name}, “{want.text[:40]}” would look as the paragraph before it does")
        return notices

    @staticmethod
    def _layout(marked: Marked) -> None:
        """Say that the words are right, but not the layout.

        Raises:
            Unfit: for several sources, as one file cannot hold the layout of each.
            OurFault: for one source.
        """
        if len(marked.sources) > 1:
            what = "several sources change all of the end, and one Word file cannot keep each one's layout there"
            raise Unfit(Problem(what, "apply the proposals one by one"))
        raise OurFault(Problem("the document's formatting would not be what it was", _REPORT))

    def _expected(self, marked: Marked, sources: Collection[str]) -> Iterator[_Line]:
        """The lines of the file as these sources would have it."""
        edits = list(marked.kept(sources))
        around = {o.edit: (o.before, o.behind) for o in marked.edits if o.before or o.behind} if SECRETARIAT in sources else {}
        after = applied(self.base, edits)
        # A footnote stays as long as anything refers to it, whoever deletes it: an option restates the clause of another's deletion.
        referred = {mark for p in after for mark in p.text.notes}
        kept = [p for p in self.base.provisions if p.kind is Kind.NOTE and p.label in referred]
        notes = {p.label: p.text.plain for p in (*kept, *after) if p.kind is Kind.NOTE}
        gone = {edit.key for edit in edits if isinstance(edit, Delete | Move)}
        changes: dict[str, list[Replace]] = defaultdict(list)
        gaps: dict[str, list[Addition]] = defaultdict(list)
        for edit in edits:
            if isinstance(edit, Replace):
                changes[edit.key].append(edit)
            elif isinstance(edit, Insert | Move):
                gaps[edit.after].append(edit)
        moved = {p.key: p for p in after if p.key}
        labels = {edit.key: edit.label or "" for edit in edits if isinstance(edit, Relabel)}
        begun = False
        bodies = self.bodies | {number: notes[mark] for number, mark in self.marks.items() if mark in notes}
        lines = self.lines if bodies == self.bodies else self._lines(self.found, self.marks, bodies)
        for p, line in zip(self.found, lines, strict=True):
            part = self.parts.get(p.elements[0]) if p.elements else None
            if part is None:
                yield _Line(line, p.style)
                continue
            if not begun:
                begun = True
                yield from self._added(gaps[""], moved, notes, around)
            if part.key not in gone:
                head = self._relabelled(line, part, labels)
                yield _Line(head + self._reworded(line, part, changes[part.key], notes)[part.start :], p.style)
            if part.last:
                yield from self._added(gaps[part.key], moved, notes, around)

    def _relabelled(self, line: str, part: _Part, labels: Mapping[str, str]) -> str:
        """What stands before the words: a typed label that is changed, or what was there."""
        head, old = line[: part.start], self.base[part.key].label or ""
        return head.replace(old, labels[part.key], 1) if part.key in labels and part.offset == 0 else head

    def _reworded(self, line: str, part: _Part, changes: Sequence[Replace], notes: dict[str | None, str]) -> str:
        in_order = sorted(changes, key=lambda edit: (edit.start, edit.end))
        for edit in in_order[::-1]:
            low, high = self._place(part, edit)
            if part.start <= low and high <= part.end:
                line = line[:low] + self._characters(edit.new, notes) + line[high:]
        return line

    def _check_tables(self, name: str, edits: Iterable[Edit], read: Iterable[Paragraph]) -> None:
        """Check the cells of the new tables: their columns, what they are merged with, how many paragraphs they have."""
        new = [rows_of(edit.provision, ours=self.ours) or [] for edit in edits if isinstance(edit, Insert)]
        wanted = [[[(str(c.span), c.merge, len(c.paragraphs)) for c in row] for row in rows] for rows in new if rows]
        got = [[list(row) for row in p.shape] for p in read if p.cells is not None and p.elements[0] not in self.tables]
        if sorted(wanted) != sorted(got):
            raise OurFault(Problem(f"the cells of a new table would be merged otherwise {name}", _REPORT))

    def _check_controls(self, name: str, edits: Iterable[Edit], choice: MarkFilter) -> None:
        """Check that a content control holds what it held, with the changes inside it. New words at its edge may be in it or not."""
        changes: dict[str, list[Replace]] = defaultdict(list)
        for edit in edits if self.controls else ():
            if isinstance(edit, Replace):
                changes[edit.key].append(edit)
        for element, n, (holder, start, end) in self.controls:
            part = self.parts.get(element)
            own = changes[part.key] if part is not None else []
            places = [self._place(part, edit) for edit in own] if part is not None else []
            touching = [
                (low, high, edit) for (low, high), edit in zip(places, own, strict=True) if high >= start and low <= end
            ]
            if not touching or any(low < start or high > end or low == high in (start, end) for low, high, _ in touching):
                continue
            wanted = self.lines[n][start:end]
            for low, high, edit in sorted(touching, key=lambda each: each[:2], reverse=True):
                wanted = wanted[: low - start] + edit.new.plain + wanted[high - start :]
            got = self._text(pieces_of(holder, choice), self.bodies, {})
            if all(span.note is None for _, _, edit in touching for span in edit.new.spans) and wanted != got:
                _compare(f"{name}, in a content control", [_Line(wanted)], [got])

    def _place(self, part: _Part, edit: Replace) -> tuple[int, int]:
        """The characters of a paragraph that an edit replaces."""
        if part.key not in self._starts:
            self._starts[part.key] = token_starts(self.base[part.key].text)
        starts = self._starts[part.key]
        return part.start + starts[edit.start] - part.offset, part.start + starts[edit.end] - part.offset

    def _characters(self, text: Text, notes: dict[str | None, str]) -> str:
        return "".join(span.text if span.note is None else self._symbol(notes.get(span.note, "")) for span in text.spans)

    def _added(
        self,
        gap: Sequence[Edit],
        moved: dict[str, Provision],
        notes: dict[str | None, str],
        around: Mapping[Edit, tuple[str, str]],
    ) -> Iterator[_Line]:
        for edit in sorted(gap, key=lambda edit: edit.rank if isinstance(edit, Insert | Move) else 0):
            p = edit.provision if isinstance(edit, Insert) else moved[edit.key] if isinstance(edit, Move) else None
            if p is not None and p.kind is not Kind.NOTE:
                text = self._characters(p.text, notes)
                style = style_of(p) if self.ours else None
                head, tail = around.get(edit, ("", ""))
                if (rows := rows_of(p, ours=self.ours)) is not None:
                    # What is put into a cell that is merged with the one above would not be seen.
                    cells = [words for row in rows for cell in row if cell.merge != "continue" for words in cell.paragraphs]
                    cells[0], cells[-1] = head + cells[0], cells[-1] + tail
                    yield from (_Line(words, None, True, words) for words in cells)
                    continue
                line = f"{p.label}\t{text}" if p.label is not None else text
                yield _Line(f"{head}{line}{tail}", style if style != "Normal" else "", True, f"{head}{text}{tail}")


def _bodies(file: WordFile, choice: MarkFilter, *, exact: bool) -> dict[str, str]:
    """The words of each footnote by its id, its own mark left out."""
    out = {}
    for note in file.notes.root.iter(w("footnote")) if file.notes is not None else ():
        lines: list[str] = []
        for p in paragraphs(note, choice):
            text = "".join(shown(piece, exact=exact) for piece in own_pieces(p) if not piece.note)
            lines.append(text if lines else text[note_start(p, exact=exact) :])
        out[note.get(ID, "")] = "\n".join(lines)
    return out


def words(paragraph: Paragraph) -> str:
    """The characters of a paragraph."""
    return "".join([piece.text or (piece.mark if piece.note is None else "") for piece in paragraph.pieces])


def _has_open_options(marked: Marked) -> bool:
    """Whether the secretariat lays open options, so that what all sources propose is no text."""
    return any(owned.before or SECRETARIAT in owned.sources for owned in marked.edits)


def _compare(name: str, wanted: Sequence[_Line], got: Sequence[str]) -> None:
    n = next((n for n, (a, b) in enumerate(zip(wanted, got, strict=False)) if not _same(a, b)), None)
    if n is None and len(wanted) == len(got):
        return
    n = min(len(wanted), len(got)) if n is None else n
    want = wanted[n].text[:200] if n < len(wanted) else "nothing"
    have = got[n][:200] if n < len(got) else "nothing"
    raise OurFault(
        Problem(
            f"the document would read wrong {name}: paragraph {n + 1} is “{have}”, and should be “{want}”",
            _REPORT,
        )
    )


def _same(wanted: _Line, got: str) -> bool:
    if wanted.text == got:
        return True
    return wanted.added and " ".join(got.split()) in (" ".join(wanted.text.split()), " ".join(wanted.words.split()))
