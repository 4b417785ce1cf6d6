"""A text that is no resolution in the form of ITU, as its paragraphs: labels and footnotes are seen, calls and sections are not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text

# "[1]" as plain text has it for a footnote; Arabic texts have "([1])", and empty brackets before the note.
_REFERENCE = re.compile(r"\(\[(\d{1,3})\]\)|\[(\d{1,3})\]")
_NOTE = re.compile(r"\[(\d{1,3})\]\s*(?:\(\)\s*)?(?=\S)")


def as_paragraphs(lines: Iterable[str], language: str) -> Resolution:
    """A text of one section without a call, each line a clause.

    A line that begins with ``[1]`` is a footnote where another line refers to it.
    """
    kept = [line.strip() for line in lines if line.strip()]
    referred: dict[str, None] = {}
    for line in kept:
        for found in _REFERENCE.finditer(line, 1):
            referred.setdefault(found[1] or found[2])
    # Footnotes at the end stay what they are where the reference to one is lost.
    last = next((n for n, line in enumerate(reversed(kept)) if not _NOTE.match(line)), 0)
    notes: dict[str, str] = {}
    bodies: list[str] = []
    for n, line in enumerate(kept):
        note = _NOTE.match(line)
        if note and note[1] not in notes and (note[1] in referred or n >= len(kept) - last):
            notes[note[1]] = line[note.end() :]
        else:
            bodies.append(line)
    clauses = [_clause(line, notes) for line in bodies]
    ordered = [
        Provision(Kind.NOTE, Text.of(notes[mark]), mark)
        for mark in (*referred, *(mark for mark in notes if mark not in referred))
        if mark in notes
    ]
    return Resolution.assemble([*clauses, *ordered], language)


def _clause(line: str, notes: dict[str, str]) -> Provision:
    found = LABEL.match(line)
    label, words = (found[0], line[found.end() :].lstrip()) if found and found.end() < len(line) else (None, line)
    spans: list[Span] = []
    at = 0
    for reference in _REFERENCE.finditer(words):
        mark = reference[1] or reference[2]
        if mark in notes:
            spans += [Span(words[at : reference.start()]), Span("", note=mark)]
            at = reference.end()
    return Provision(Kind.CLAUSE, Text.join([*spans, Span(words[at:])]), label)
