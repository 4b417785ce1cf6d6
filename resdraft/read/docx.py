"""A resolution from a Word file: by ITU's styles where it has them, by its lines where it has none.

A file with revision marks is a base and edits: it is read under a choice of marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import AUTHOR, ID, MINUS, PLUS, VAL, w
from resdraft.ooxml.package import main_part, open_package, related
from resdraft.ooxml.projections import (
    Choice,
    Paragraph,
    everything,
    has_marks,
    note_paragraphs,
    nothing,
    number_notes,
    paragraphs,
)
from resdraft.ooxml.story import open_story
from resdraft.read.text import LINE_BREAK, read_text

# Ids and names of ITU's styles, letters and digits only, small: they differ from file to file by case and underscores.
_STYLES = {
    "resno": Kind.NUMBER,
    "decno": Kind.NUMBER,
    "recno": Kind.NUMBER,
    "restitle": Kind.TITLE,
    "dectitle": Kind.TITLE,
    "rectitle": Kind.TITLE,
    "resref": Kind.REFERENCE,
    "normalaftertitle": Kind.FORMULA,
    "normalaftertitle0": Kind.FORMULA,
    "call": Kind.CALL,
    "annexno": Kind.ANNEX,
    "annextitle": Kind.ANNEX_TITLE,
}
_ENUMERATION = re.compile(r"enumlev(\d)")


def read_docx(data: bytes, choice: Choice | None = None, name: str = "", language: str | None = None) -> Resolution:
    """Read a resolution from a .docx.

    Args:
        data: the file. ``choice`` says whose marks count (``everything``, ``nothing``, or a function of the author); it may be None
            where there are none. ``language`` is the manifest's, or English, where None. ``name`` is for messages.

    Raises:
        Unreadable: for what is no Word file or holds no resolution, or where there are marks and no choice.
    """
    parts = open_package(data, name)
    root = _main(parts, name)
    notes = _related(parts, "footnotes", name)
    if choice is None and (has_marks(root) or (notes is not None and has_marks(notes))):
        raise Unreadable(
            Problem("the file holds revision marks", "say which text is meant with --accept or --reject", file=name)
        )
    return _Reader(parts, root, name, language).read(choice or nothing)


def read_sources(data: bytes, name: str = "") -> tuple[Resolution, dict[str, Resolution]]:
    """The base of a marked file, and the text as each source would have it."""
    parts = open_package(data, name)
    root = _main(parts, name)
    manifest = Manifest.read(parts) or Manifest()
    notes = _related(parts, "footnotes", name)
    roots = [root, *([] if notes is None else [notes])]
    authors = {mark.get(AUTHOR) for part in roots for mark in part.iter(*PLUS, *MINUS)}
    sources = sorted({source for author in authors for source in manifest.of(author)})
    reader = _Reader(parts, root, name, None)
    return reader.read(nothing), {source: reader.read(manifest.choice([source])) for source in sources}


def _main(parts: Mapping[str, bytes], name: str) -> etree._Element:
    """The root of the main part, in the transitional namespace."""
    part = main_part(parts, name)
    story = open_story(parts[part], part, name)
    if story is None:
        raise Unreadable(Problem("its main part is no Word text", "open it in Word and save it again", file=name))
    return story.root


def _related(parts: Mapping[str, bytes], kind: str, name: str) -> etree._Element | None:
    """The root of the first part that the main part is related to by a kind."""
    for part in related(parts, main_part(parts, name), kind):
        story = open_story(parts[part], part, name)
        return None if story is None else story.root
    return None


class _Reader:
    def __init__(self, parts: Mapping[str, bytes], root: etree._Element, name: str, language: str | None) -> None:
        self.root, self.name = root, name
        self.manifest = Manifest.read(parts)
        self.said = language or (self.manifest.language if self.manifest else None)
        self.language = self.said or "en"
        styles = _related(parts, "styles", name)
        self.styles = {} if styles is None else _style_names(styles)
        self.notes = _related(parts, "footnotes", name)

    def read(self, choice: Choice) -> Resolution:
        found = paragraphs(self.root, choice)
        marks = number_notes(found)
        kinds = [self._kind(p) for p in found]
        notes = list(self._notes(marks, choice))
        provenance = self.manifest.provenance if self.manifest else ()
        if any(kind in (Kind.CALL, Kind.NUMBER, Kind.FORMULA) for kind, _ in kinds):
            body = [self._provision(p, marks, kind, depth) for p, (kind, depth) in zip(found, kinds, strict=True)]
            return Resolution.assemble([*(p for p in body if p), *notes], self.language, provenance)
        lines = [self._text(p, marks, 0).marked().replace("\n", LINE_BREAK) for p in found]
        lines += [f"[^{note.label}]: {note.text.marked()}" for note in notes]
        return read_text("\n".join(lines), self.said, self.name)

    def _kind(self, p: Paragraph) -> tuple[Kind, int]:
        for style in (p.style, self.styles.get(p.style, "")):
            folded = re.sub(r"[^a-z0-9]", "", style.lower())
            if folded in _STYLES:
                return _STYLES[folded], 0
            if level := _ENUMERATION.match(folded):
                return Kind.CLAUSE, int(level[1])
        return Kind.CLAUSE, 0

    def _provision(self, p: Paragraph, marks: Mapping[str, str], kind: Kind, depth: int) -> Provision | None:
        if not p.pieces:
            return None
        label = LABEL.match(p.text) if kind is Kind.CLAUSE else None
        if label and p.text[label.end() :].startswith("\t"):
            return Provision(kind, self._text(p, marks, label.end() + 1), label[0], depth)
        return Provision(kind, self._text(p, marks, 0), None, depth)

    @staticmethod
    def _text(p: Paragraph, marks: Mapping[str, str], skip: int) -> Text:
        spans = []
        for piece in p.pieces:
            if piece.note is not None:
                spans.append(Span("", note=marks[piece.note] if piece.note else piece.mark))
            else:
                spans.append(Span(piece.text[skip:], piece.emphasis))
                skip = max(0, skip - len(piece.text))
        return Text.join(spans)

    def _notes(self, marks: Mapping[str, str], choice: Choice) -> Sequence[Provision]:
        bodies = {note.get(ID): note for note in self.notes.iter(w("footnote"))} if self.notes is not None else {}
        out = []
        for number, mark in marks.items():
            found = note_paragraphs(bodies[number], choice) if number in bodies else []
            text = Text.join(span for p in found for span in self._text(p, {}, 0).spans)
            out.append(Provision(Kind.NOTE, text, mark))
        return out


def _style_names(styles: etree._Element) -> dict[str, str]:
    out = {}
    for style in styles.iter(w("style")):
        name = style.find(w("name"))
        if name is not None:
            out[style.get(w("styleId"), "")] = name.get(VAL, "")
    return out


__all__ = ["everything", "nothing", "read_docx", "read_sources"]
