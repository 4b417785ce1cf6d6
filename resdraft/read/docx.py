"""A resolution from a Word file: its paragraphs as lines, what ITU's styles say of them, and where each provision stands.

A file with revision marks is a base and edits: it is read under a choice of marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import lexicon
from resdraft.lexicon.sources import known_codes
from resdraft.model.labels import LABEL
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK, Span, Text
from resdraft.ooxml.borrowed_styles import has_borrowed_style
from resdraft.ooxml.manifest import digest_of
from resdraft.ooxml.names import ID, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.places import Place, Stretch, has_picture, holder, note_start, own_pieces, picture_name, shown
from resdraft.ooxml.projections import Paragraph, number_notes, paragraphs
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.contribution_lines import is_symbol, proposal_head, reasons_in
from resdraft.read.draft_cover import draft_cover
from resdraft.read.instruments import Part, bounds_of_part, instrument_starts
from resdraft.read.line import REFERENCE, KnownParagraph, Line, ReadProvision, line_characters
from resdraft.read.lines import LineReader
from resdraft.read.new_tables import table_line
from resdraft.read.paragraph_ends import is_split, trimmed
from resdraft.read.styles import OUR_STYLES, STYLES, folded_style, require_head_styles
from resdraft.read.text import language_of, language_within, require_resolution, starts_in_all_languages

_KINDS = frozenset(Kind)
_UNCOUNTED = "x)"
"""Stands for the label that Word counts for an added clause. It is replaced by one that follows from the clause's place."""
_BLANKS = f" \t\u00a0{LINE_BREAK}"
_ENUMERATION = re.compile(r"(enum|table)lev(\d)")


@dataclass(repr=False, eq=False, match_args=False)
class WordText:
    """A resolution read from a Word file, and where its provisions stand there."""

    resolution: Resolution
    file: WordFile
    places: dict[str, Place]
    """By the key of the provision: the paragraphs of the file, and the characters in them."""
    paragraphs_before: int = 0
    """How many paragraphs stand before the resolution, such as those of a cover."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """By the key of the provision: the number of its first paragraph in the file, from 1, a table counted as one. Messages name it."""


def read_docx(
    data: bytes, choice: MarkFilter | None = None, name: str = "", language: str | None = None, part: Part = None
) -> Resolution:
    """Read a resolution from a .docx.

    Args:
        data: the file.
        choice: which revision marks count as accepted: ``everything``, ``nothing``, or a function of the author. It may be None for a file
            without marks.
        name: the file's name, for messages.
        language: the two-letter code. Where it is None, the manifest of a file of ours has it, else the calls of the text tell it.
        part: which resolution is meant, where the file holds several.

    Raises:
        Unreadable: where the data are no Word file or hold no resolution, or where there are marks and ``choice`` is None.
        WrongUsage: where it holds several resolutions and ``part`` does not say which.
    """
    return read_word(WordFile.open(data, name), choice, language, part).resolution


def read_word(
    file: WordFile, choice: MarkFilter | None = None, language: str | None = None, part: Part = None, *, signs: bool = False
) -> WordText:
    """Read a resolution, and where it stands, from an open Word file; see :func:`read_docx` and, for ``signs``, :mod:`.new_tables`."""
    reader = reader_of(file, choice, language)
    reader.signs |= signs
    return reader.read(part)


def read_parts(file: WordFile, choice: MarkFilter | None = None, language: str | None = None) -> list[WordText]:
    """Read all resolutions of an open Word file, in order."""
    reader = reader_of(file, choice, language)
    return [reader.read(part) for part in range(1, max(1, len(reader.starts)) + 1)]


def read_paragraphs(file: WordFile, choice: MarkFilter | None = None) -> list[tuple[int, str]]:
    """The paragraphs of a Word file that is no resolution, each with its number from 1 and its label and words; see :func:`read_docx`."""
    lines = reader_of(file, choice, None).lines[0]
    return [(line.number, f"{line.label}\t{line.text}" if line.label else line.text) for line in lines]


def reader_of(
    file: WordFile, choice: MarkFilter | None, language: str | None = None, base: _WordReader | None = None
) -> _WordReader:
    """The reader of an open file under a choice of marks.

    Args:
        file: the open file.
        choice: as in :func:`read_docx`.
        language: as in :func:`read_docx`.
        base: the reader of the same file without any mark, where the caller has it, to save reading it again.

    Raises:
        Unreadable: where there are marks and ``choice`` is None.
    """
    if choice is None and file.marked:
        raise Unreadable(
            Problem("the file holds revision marks", "say which text is meant with --accept or --reject", file=file.name)
        )
    reader = _WordReader(file, choice or nothing, language, exact=file.ours)
    if file.marked and not file.ours and choice is not nothing:
        # A paragraph of the base keeps its kind and depth, so that an edit never changes what the paragraphs beside it are.
        reader.known = (base or _WordReader(file, nothing, language, exact=False)).known_paragraphs()
    return reader


def read_sources(data: bytes, name: str = "") -> tuple[Resolution, dict[str, Resolution]]:
    """The base of a marked file, and by each source the text with that source's marks accepted and all others rejected.

    Raises:
        Unreadable: where there are marks of which it cannot be told whose they are.
    """
    file = WordFile.open(data, name)
    manifest = file.sources(known_codes())
    base = reader_of(file, nothing, None)
    texts = {}
    for source in sorted({source for author in file.authors for source in manifest.sources_of(author)}):
        reader = reader_of(file, manifest.filter_for([source]), None, base)
        # Word counts the labels behind an added clause on. Nobody proposed that, so clauses of the base keep their labels.
        reader.recount, reader.signs = False, True
        texts[source] = reader.read(None).resolution
    return base.read(None).resolution, texts


class _WordReader:
    """Reads a file under one choice of marks.

    A file that we wrote (``exact``) is read as it stands: styles say what each paragraph is, and every blank counts. Any other file is read
    as people write: blanks at the ends of paragraphs are left out, and the content says what no style says.
    """

    def __init__(self, file: WordFile, choice: MarkFilter, language: str | None, *, exact: bool) -> None:
        self.file, self.choice, self.exact = file, choice, exact
        self.file_paragraphs = file.base if choice is nothing else paragraphs(file.story.root, choice, tables=True)
        self.marks = number_notes(self.file_paragraphs)
        self.language = language or (file.manifest.language if file.manifest else None)
        self.kinds: dict[str, tuple[Kind | None, int | None]] = {}
        self.known: dict[etree._Element, KnownParagraph] = {}
        self.recount, self.signs = True, exact

    def read(self, part: Part) -> WordText:
        """One resolution of the file, the ``part``-th from 1; None means the only one."""
        lines, origins = self.lines
        start, end = bounds_of_part(lines, self.starts, part, self.file.name)
        # What stands before the number line of the first resolution, such as a cover, is left out.
        start = max(start, *self.starts[:1], 0)
        end = self._cut(start, end)
        found = LineReader(lines[start:end], words := self._words_of(start, end)).read()
        if not self.exact:
            self._require_resolution(found)
        else:
            require_head_styles([f.provision for f in found], self.file.name)
        places, numbers = {}, {}
        notes = self.notes_of({mark for f in found for mark in f.provision.text.notes})
        provenance = self.file.manifest.provenance if self.file.manifest else ()
        # Footnotes stand behind all other provisions, whatever their place in the file.
        everything_in_order = [*(f.provision for f in found), *(p for p, _ in notes)]
        resolution = Resolution.assemble(everything_in_order, words.language, provenance)
        # The footnotes have no lines of their own here: they stand behind the provisions of the body, and their places come from notes_of.
        for p, f in zip(resolution.provisions, found, strict=False):
            stretches = []
            for piece in f.origin:
                paragraph, skipped = origins[start + piece.line]
                stretches.append(Stretch(paragraph, skipped + piece.start, skipped + piece.end))
            line = lines[start + f.origin[0].line]
            automatic, numbers[p.key] = line.label is not None, line.number
            places[p.key] = Place(tuple(stretches), automatic, self.exact)
        places |= {f"note/{p.label}": place for p, place in notes}
        return WordText(resolution, self.file, places, start, numbers)

    def _require_resolution(self, found: Sequence[ReadProvision]) -> None:
        """Refuse what has nothing of a resolution. A file of ours is not asked: a source may propose to delete the only call."""
        try:
            require_resolution((f.provision for f in found), self.file.name)
        except Unreadable as error:
            if not any(p.cells for p in self.file_paragraphs):
                raise
            hint = "where it stands in a table, take it out of it: tables are carried along as they are"
            raise Unreadable([p._replace(hint=f"{p.hint}; {hint}") for p in error.problems]) from None

    def _cut(self, start: int, end: int) -> int:
        """Where a text that begins at ``start`` ends: in a contribution before the next symbol or reasons, and never behind ``end``."""
        return next((n for n in self.contribution_lines if start <= n < end), end)

    def known_paragraphs(self) -> dict[etree._Element, KnownParagraph]:
        """What each paragraph is in the resolutions of this file, by the element of the file that holds its words."""
        lines, origins = self.lines
        starts = self.starts or [0]
        out = {}
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            end = self._cut(start, end)
            for found in LineReader(lines[start:end], self._words_of(start, end)).read():
                p = found.provision
                for n, piece in enumerate(found.origin):
                    paragraph, skipped = origins[start + piece.line]
                    line = lines[start + piece.line]
                    width = sum(len(shown(c, exact=False)) or bool(c.note) for c in own_pieces(paragraph))
                    out[holder(paragraph)] = KnownParagraph(
                        p.kind,
                        p.depth,
                        labelled=p.label is not None,
                        joins=n > 0,
                        before=skipped,
                        after=None if is_split(paragraph) else width - skipped - len(line.text),
                        gap=0 if p.label is None or n or line.label is not None else piece.start - len(p.label),
                        label=line.label if n == 0 else None,
                    )
        return out

    @cached_property
    def words(self) -> Lexicon:
        """The words of the text's language; it is told from the first 400 lines, as a document may have many thousands."""
        return lexicon(self.language or language_of(self.lines[0][:400]))

    def _words_of(self, start: int, end: int) -> Lexicon:
        """Those of one text of the file: a file may hold a text in several languages, one behind the other."""
        several = self.language is None and len(self.starts) > 1
        return lexicon(language_within(self.lines[0][start:end], self.words.language)) if several else self.words

    @cached_property
    def starts(self) -> list[int]:
        """The lines where resolutions begin. In a contribution only those below the number of a proposal count.

        A contribution may quote number lines of other texts, for instance in its introduction. A file of ours holds one resolution.
        """
        if self.exact:
            return []
        lines = self.lines[0]
        found = (starts_in_all_languages if self.language is None else instrument_starts)(lines, self.words)
        if not any(what == "proposal" for what in self.contribution_lines.values()):
            return found
        ends = (*self.contribution_lines, len(lines))
        tops = [
            n + 1 for n, what in self.contribution_lines.items() if what == "proposal" and n + 1 not in self.contribution_lines
        ]
        stretches = [(top, next(end for end in ends if end >= top)) for top in tops]
        calls = {n for n, line in enumerate(lines) if line.explicit is Kind.CALL or self.words.call_kind(line.text)}
        return [top for top, end in stretches if any(n in calls for n in range(top, end))] or found

    @cached_property
    def contribution_lines(self) -> dict[int, str]:
        """The lines around the texts of a contribution, by their place: ``proposal`` for a symbol or number, ``reasons`` for reasons."""
        out: dict[int, str] = {}
        for n, (line, (p, _)) in enumerate(zip(*self.lines, strict=True) if not self.exact else ()):
            style = folded_style(self.file.style_names.get(p.style, p.style))
            beside = out.get(n - 1) == "proposal" or (n + 1 < len(self.lines[0]) and is_symbol(self.lines[0][n + 1].text))
            named = style == "reasons"
            if line.label is None and proposal_head(line.text, styled=style == "proposal", beside=beside) is not None:
                out[n] = "proposal"
            elif (named or (out and style not in STYLES)) and reasons_in(line.text, styled=named) is not None:
                out[n] = "reasons"
        return out

    @cached_property
    def lines(self) -> tuple[list[Line], list[tuple[Paragraph, int]]]:
        """The paragraphs as lines; and for each line its paragraph, and how many characters of that stand before the line."""
        numbering = self.file.numbering()
        lines: list[Line] = []
        origins: list[tuple[Paragraph, int]] = []
        cover = draft_cover(self.file) if not self.exact else None
        for number, p in enumerate(self.file_paragraphs, 1):
            if cover is not None and p.elements[0] is cover.table:
                continue
            if p.cells is not None:
                # A table is one block, but its automatic labels count: a list may go on behind it.
                for cell in p.cells:
                    numbering.label(cell.properties, cell.style)
                depth = self._kind(p.cells[0].style)[1] if self.exact and p.cells else None
                line = table_line(p, number, self.file.manifest if self.signs else None, depth, self.known.get(p.elements[0]))
                skipped = 0
            else:
                line, skipped = self._line(p, number, numbering)
            if line is not None:
                lines.append(line)
                origins.append((p, skipped))
        return lines, origins

    def _line(self, p: Paragraph, number: int, numbering: Numbering) -> tuple[Line | None, int]:
        kind, depth = self._kind("" if not self.exact and has_borrowed_style(p.elements[-1]) else p.style)
        automatic = numbering.label(p.properties, p.style)
        rich = self._text(p)
        text = line_characters(rich)
        if self.exact:
            if not p.pieces:
                return None, 0
            return Line(text, number, kind or Kind.CLAUSE, 0 if kind is None else depth, rich), 0
        known = (self.known.get(holder(p)) if self.known else None) or self._added(text)
        skipped, end = trimmed(text, known)
        if not text[skipped:end].strip(_BLANKS):
            # Empty paragraphs are spacing. One with a picture is a block, so that the picture is kept in its place.
            if not has_picture(p):
                return None, 0
            return Line(picture_name(p), number, Kind.BLOCK, styled=True, known=known), 0
        words, styled = rich.part(skipped, end), kind is not None
        line = Line(text[skipped:end], number, None if kind is Kind.CLAUSE else kind, None, words, styled=styled, known=known)
        if automatic is not None and (line.explicit is None or known):
            line.label = automatic[0]
            if known is not None and not self.recount:
                line.label = known.label or _UNCOUNTED
        return line, skipped

    def _added(self, text: str) -> KnownParagraph | None:
        """What our manifest says of a paragraph that was added to the file, found by the digest of its words."""
        if self.choice is nothing or not self.file.manifest:
            return None
        # A label may be typed in front of the words, so the words are looked for with it and without it.
        label = LABEL.match(text)
        for words in (text, text[label.end() :] if label else text):
            for digest, kind, depth, labelled in self.file.manifest.added:
                if kind in _KINDS and digest == digest_of(words.replace(REFERENCE, "").replace(LINE_BREAK, "\n")):
                    return KnownParagraph(Kind(kind), depth, labelled)
        return None

    def _kind(self, style: str) -> tuple[Kind | None, int | None]:
        """What a style says of a paragraph: its kind, and in our own files the depth of a clause.

        In ITU's files enumlev1 to enumlev3 do not tell the depth: a lettered clause of the first level is an ordinary Normal paragraph.
        """
        if style not in self.kinds:
            known = OUR_STYLES if self.exact else STYLES
            self.kinds[style] = None, None
            for name in (self.file.style_names.get(style, ""), style):
                folded = folded_style(name)
                level = _ENUMERATION.match(folded)
                if folded in known:
                    self.kinds[style] = known[folded], None
                elif level and (self.exact or level[1] == "table"):
                    self.kinds[style] = Kind.CLAUSE if level[1] == "enum" else Kind.BLOCK, int(level[2])
        return self.kinds[style]

    def _text(self, p: Paragraph) -> Text:
        spans: list[Span] = []
        last, words = None, ""
        again = self.marks.values() if self.exact else ()
        for piece in own_pieces(p):
            note = piece.note or (piece.text if piece.raised and piece.text in again else None)
            if note is None:
                look = (piece.emphasis, piece.link)
                if look != last and words:
                    spans.append(self._span(words, last))
                    words = ""
                last = look
                words += shown(piece, exact=self.exact)
                continue
            if words:
                spans.append(self._span(words, last))
                words = ""
            spans.append(Span("", note=self.marks[piece.note] if piece.note else note))
        if words:
            spans.append(self._span(words, last))
        return Text.join(spans) if len(spans) > 1 else Text(tuple(spans))

    def _span(self, words: str, look: tuple[str, str | None] | None) -> Span:
        emphasis, link = look or ("", None)
        return Span(words, emphasis, None, self.file.links.get(link) if link else None)

    def notes_of(self, referred: Iterable[str]) -> list[tuple[Provision, Place]]:
        """The footnotes with the marks that are asked for, in the order of their references, each with its place in the file."""
        notes = self.file.notes
        bodies = {note.get(ID): note for note in notes.root.iter(w("footnote"))} if notes is not None else {}
        wanted = set(referred)
        out = []
        for number, mark in self.marks.items():
            if mark not in wanted:
                continue
            stretches, pieces = list[Stretch](), list[Span]()
            for p in paragraphs(bodies[number], self.choice) if number in bodies else ():
                rich = self._text(p)
                text = line_characters(rich)
                start = 0 if stretches else note_start(p, exact=self.exact)
                end = len(text) if self.exact else len(text.rstrip())
                if start < end or (self.exact and not stretches):
                    pieces += [Span("\n")] if stretches else []
                    pieces += rich.part(start, end).spans
                    stretches.append(Stretch(p, start, end))
            out.append((Provision(Kind.NOTE, Text.join(pieces), mark), Place(tuple(stretches), exact=self.exact)))
        return out


__all__ = ["WordText", "everything", "nothing", "read_docx", "read_paragraphs", "read_parts", "read_sources", "read_word"]
