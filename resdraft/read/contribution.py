"""Reads a contribution: its proposals, each with what stands above, in and below its text, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from resdraft.model.contribution import ShownText, date_of
from resdraft.model.lexicon import Lexicon
from resdraft.model.text import LINE_BREAK
from resdraft.ooxml.package import related
from resdraft.ooxml.projections import Paragraph, flat, paragraphs
from resdraft.ooxml.revisions import MARKS, MarkFilter, nothing
from resdraft.ooxml.story import open_story
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.contribution_lines import ProposalHead, proposal_head
from resdraft.read.docx import reader_of

_RUNNING = re.compile(r"(?P<meeting>[A-Z][\w-]*)/(?:\d+|XX)(?:\([A-Z][a-z]+\.\d+\))*-[A-Z]")
"""A running head: ``PP26/62(Add.1)-E``."""


class ContributionItem(NamedTuple):
    """One proposal of a contribution under one choice of marks."""

    head: ProposalHead
    """What stands above its text."""
    part: int | None
    """Which resolution of the file its text is, from 1; None where its text is no whole resolution."""
    shown: ShownText
    below: tuple[str, ...]
    """The lines below its text, from ``Reasons:`` on."""
    underlined: bool
    """Whether its symbol is underlined: NOC underlined is a proposal to keep the text."""
    marked: bool
    """Whether revision marks stand in its text."""


def read_items(file: WordFile, choice: MarkFilter, language: str | None = None) -> list[ContributionItem]:
    """The proposals of a contribution in order; an empty list where the file is no contribution.

    Args:
        file: the open file.
        choice: which revision marks count as accepted.
        language: as in :func:`~resdraft.read.docx.read_docx`.
    """
    reader = reader_of(file, choice, language)
    lines, origins = reader.lines
    tops = [n for n, what in reader.contribution_lines.items() if what == "proposal"]
    out = []
    for n in tops:
        if n - 1 in tops:
            continue
        heads = [m for m in (n, n + 1) if m in tops]
        said = [proposal_head(lines[m].text, styled=True) or ProposalHead() for m in heads]
        start = heads[-1] + 1
        following = next((m for m in tops if m >= start), len(lines))
        end = min((m for m in reader.contribution_lines if m >= start), default=len(lines))
        part = next((k for k, known in enumerate(reader.starts, 1) if start <= known < max(end, start + 1)), None)
        shown = [f"{line.label}\t{line.text}" if line.label else line.text for line in lines[start:following]]
        marks = dict.fromkeys(piece.note for p, _ in origins[start:end] for piece in p.pieces if piece.note)
        notes = reader.notes_of({reader.marks[mark] for mark in marks if mark})
        elements = [element for p, _ in origins[start:end] for element in p.elements]
        looks = [piece.emphasis for piece in origins[n][0].pieces if piece.text.strip()]
        out.append(
            ContributionItem(
                said[0].joined(said[-1]),
                part,
                ShownText(tuple(shown[: end - start]), tuple(" ".join(p.text.plain.split()) for p, _ in notes)),
                tuple(line.replace(LINE_BREAK, "\n") for line in shown[end - start :]),
                bool(looks) and "u" in looks[0],
                any(next(element.iter(*MARKS), None) is not None for element in elements),
            )
        )
    return out


def read_cover(file: WordFile, headings: dict[str, str], words: Lexicon) -> dict[str, str]:
    """What the head of a contribution says, by name: ``name`` of the source, ``title``, ``agenda``, ``meeting``, ``date``, and more.

    Args:
        file: the open file.
        headings: the headings whose text is wanted: their words in small letters, and the name under which the text is given.
        words: the lexicon of the document's language.
    """
    out: dict[str, list[str]] = {}
    under = ""
    for part in related(file.parts, file.main, "header"):
        story = open_story(file.parts[part], part, file.name)
        for p in paragraphs(story.root, nothing) if story is not None else ():
            if found := _RUNNING.fullmatch(p.text.strip()):
                out.setdefault("meeting", [found["meeting"]])
    for p in _above(flat(reader_of(file, nothing).file_paragraphs)):
        style = "".join(c for c in file.style_names.get(p.style, p.style).lower() if c.isalnum())
        text = p.text.strip()
        if style == "headingb":
            under = headings.get(text.casefold(), "")
        elif style == "docbox" and text and (day := date_of(text, words)):
            out.setdefault("date", [day])
        elif known := {"source": "name", "title2": "title", "agendaitem": "agenda"}.get(style):
            out.setdefault(known, []).append(text)
        elif style in ("", "normal") and under and text:
            out.setdefault(under, []).append(text)
    return {name: "\n".join(lines) for name, lines in out.items()}


def _above(found: Iterable[Paragraph]) -> Iterable[Paragraph]:
    """The paragraphs above the first proposal."""
    for p in found:
        if proposal_head(p.text) is not None:
            return
        yield p
