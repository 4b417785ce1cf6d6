"""A resolution from a Word file: its paragraphs as lines, what ITU's styles say of them, and where each provision stands.

A file with revision marks is a base and edits: it is read under a choice of marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import lexicon
from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import ID, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.places import Place, Stretch, has_picture, note_start, own_pieces, picture_name, shown
from resdraft.ooxml.projections import Choice, Paragraph, everything, nothing, number_notes, paragraphs
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.lines import LINE_BREAK, Line, LineReader, characters, instruments
from resdraft.read.text import check, choose, language_of

# Ids and names of ITU's styles, letters and digits only, small: they differ from file to file by case and underscores.
_STYLES = {
    "resno": Kind.NUMBER,
    "decno": Kind.NUMBER,
    "recno": Kind.NUMBER,
    "opno": Kind.NUMBER,
    "restitle": Kind.TITLE,
    "dectitle": Kind.TITLE,
    "rectitle": Kind.TITLE,
    "optitle": Kind.TITLE,
    "resref": Kind.REFERENCE,
    "recref": Kind.REFERENCE,
    "call": Kind.CALL,
    "sectionno": Kind.CALL,
    "sectiontitle": Kind.CALL,
    "annexno": Kind.ANNEX,
    "appendixno": Kind.ANNEX,
    "annextitle": Kind.ANNEX_TITLE,
    "appendixtitle": Kind.ANNEX_TITLE,
}
_OUR_STYLES = _STYLES | {"normalaftertitle": Kind.FORMULA, "normalaftertitle0": Kind.FORMULA}
_ENUMERATION = re.compile(r"enumlev(\d)")


@dataclass
class WordText:
    """A resolution read from a Word file, the file, where each provision stands in it, and how many paragraphs are outside."""

    resolution: Resolution
    file: WordFile
    places: dict[str, Place]
    outside: int = 0


def read_docx(
    data: bytes, choice: Choice | None = None, name: str = "", language: str | None = None, part: int | None = None
) -> Resolution:
    """Read a resolution from a .docx.

    Args:
        data: the file. ``choice`` says whose marks count (``everything``, ``nothing``, or a function of the author); it may be None
            where there are none. ``language`` is the manifest's, or told from the calls, where None. ``name`` is for messages. ``part`` is
            which resolution is meant, counted from 1, where there are several.

    Raises:
        Unreadable: for what is no Word file or holds no resolution, or where there are marks and no choice.
        WrongUsage: where it holds several resolutions and ``part`` does not say which.
    """
    return read_word(WordFile.open(data, name), choice, language, part).resolution


def read_word(file: WordFile, choice: Choice | None = None, language: str | None = None, part: int | None = None) -> WordText:
    """Read a resolution, and where it stands, from an open Word file; see :func:`read_docx`."""
    if choice is None and file.marked:
        raise Unreadable(
            Problem("the file holds revision marks", "say which text is meant with --accept or --reject", file=file.name)
        )
    return _Reader(file, choice or nothing, language, exact=file.ours).read(part)


def read_sources(data: bytes, name: str = "") -> tuple[Resolution, dict[str, Resolution]]:
    """The base of a marked file, and the text as each source would have it."""
    file = WordFile.open(data, name)
    manifest = file.manifest or Manifest()
    texts = {source: read_word(file, manifest.choice([source])).resolution for source in file.sources}
    return read_word(file, nothing).resolution, texts


class _Reader:
    """Reads a file under one choice: as we wrote it (``exact``), or as it comes, with blanks trimmed and structure told by content."""

    def __init__(self, file: WordFile, choice: Choice, language: str | None, *, exact: bool) -> None:
        self.file, self.choice, self.exact = file, choice, exact
        self.found = paragraphs(file.story.root, choice, tables=not exact)
        self.marks = number_notes(self.found)
        self.said = language or (file.manifest.language if file.manifest else None)
        self.kinds: dict[str, tuple[Kind | None, int | None]] = {}

    def read(self, part: int | None) -> WordText:
        lines, origins = self._lines()
        language = self.said or language_of([line for line, _ in zip(lines, range(400), strict=False)])
        words = lexicon(language)
        start, end = (0, len(lines)) if self.exact else choose(lines, words, part, self.file.name)
        if not self.exact and part is None:
            start = next(iter(instruments(lines, words)), 0)
        found = LineReader(lines[start:end], words).read()
        check((f.provision for f in found), self.file.name)
        places = {}
        notes = self._notes({mark for f in found for mark in f.provision.text.notes})
        provenance = self.file.manifest.provenance if self.file.manifest else ()
        resolution = Resolution.assemble([*(f.provision for f in found), *(p for p, _ in notes)], language, provenance)
        for p, f in zip(resolution.provisions, found, strict=False):
            stretches = []
            for piece in f.origin:
                paragraph, skipped = origins[start + piece.line]
                stretches.append(Stretch(paragraph, skipped + piece.start, skipped + piece.end))
            automatic = lines[start + f.origin[0].line].label is not None
            places[p.key] = Place(tuple(stretches), automatic, self.exact)
        places |= {f"note/{p.label}": place for p, place in notes}
        return WordText(resolution, self.file, places, start)

    def _lines(self) -> tuple[list[Line], list[tuple[Paragraph, int]]]:
        """The paragraphs as lines, and for each its paragraph and how many units of it come before the line."""
        numbering = self.file.numbering()
        lines: list[Line] = []
        origins: list[tuple[Paragraph, int]] = []
        for number, p in enumerate(self.found, 1):
            if p.cells is not None:
                for cell in p.cells:
                    numbering.label(cell.properties)
                text = "\n".join(cell.text.strip() for cell in p.cells if cell.text.strip())
                line: Line | None = Line(text.replace("\n", LINE_BREAK), number, Kind.BLOCK, None, Text.of(text), styled=True)
                skipped = 0
            else:
                line, skipped = self._line(p, number, numbering)
            if line is not None:
                lines.append(line)
                origins.append((p, skipped))
        return lines, origins

    def _line(self, p: Paragraph, number: int, numbering: Numbering) -> tuple[Line | None, int]:
        kind, depth = self._kind(p.style)
        automatic = numbering.label(p.properties)
        rich = self._text(p)
        text = characters(rich)
        if self.exact:
            if not p.pieces:
                return None, 0
            return Line(
                text, number, kind or Kind.CLAUSE, depth if kind is Kind.CLAUSE else 0 if kind is None else None, rich
            ), 0
        trimmed = text.strip(f" \t\u00a0{LINE_BREAK}")
        if not trimmed:
            if not has_picture(p):
                return None, 0
            return Line(picture_name(p), number, Kind.BLOCK, styled=True), 0
        skipped = text.index(trimmed[0])
        start, end = skipped, skipped + len(trimmed)
        line = Line(
            trimmed, number, kind if kind is not Kind.CLAUSE else None, None, rich.part(start, end), styled=kind is not None
        )
        if automatic is not None and line.explicit is None and LABEL.fullmatch(automatic[0]):
            line.label = automatic[0]
        return line, skipped

    def _kind(self, style: str) -> tuple[Kind | None, int | None]:
        """What a style says of a paragraph. Only our own files say a clause's depth by it."""
        if style not in self.kinds:
            self.kinds[style] = None, None
            for name in (self.file.style_names.get(style, ""), style):
                folded = re.sub(r"[^a-z0-9]", "", name.lower())
                level = _ENUMERATION.match(folded)
                if folded in (_OUR_STYLES if self.exact else _STYLES):
                    self.kinds[style] = (_OUR_STYLES if self.exact else _STYLES)[folded], None
                elif level and self.exact:
                    self.kinds[style] = Kind.CLAUSE, int(level[1])
        return self.kinds[style]

    def _text(self, p: Paragraph) -> Text:
        spans = []
        again = self.marks.values() if self.exact else ()
        for piece in own_pieces(p):
            if piece.note:
                spans.append(Span("", note=self.marks[piece.note]))
            elif piece.raised and piece.text in again:
                spans.append(Span("", note=piece.text))
            else:
                link = self.file.links.get(piece.link) if piece.link else None
                spans.append(Span(shown(piece, exact=self.exact), piece.emphasis, None, link))
        return Text.join(spans)

    def _notes(self, referred: Iterable[str]) -> list[tuple[Provision, Place]]:
        """The footnotes that are referred to, in the order of their references, each with its place."""
        notes = self.file.notes
        bodies = {note.get(ID): note for note in notes.root.iter(w("footnote"))} if notes is not None else {}
        wanted = set(referred)
        out = []
        for number, mark in self.marks.items():
            if mark not in wanted:
                continue
            stretches: list[Stretch] = []
            pieces: list[Span] = []
            for p in paragraphs(bodies[number], self.choice) if number in bodies else ():
                rich = self._text(p)
                text = characters(rich)
                start = 0 if stretches else note_start(p, exact=self.exact)
                end = len(text) if self.exact else len(text.rstrip())
                if start < end or (self.exact and not stretches):
                    pieces += [Span("\n")] if stretches else []
                    pieces += rich.part(start, end).spans
                    stretches.append(Stretch(p, start, end))
            out.append((Provision(Kind.NOTE, Text.join(pieces), mark), Place(tuple(stretches), exact=self.exact)))
        return out


__all__ = ["WordText", "everything", "nothing", "read_docx", "read_sources", "read_word"]
