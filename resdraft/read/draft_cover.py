"""The cover of a draft in Word: a table above the text, which people fill in. It is no part of the resolution.

It is known by its bookmark or its heading, and by what its rows are called, in any of the languages: other programs may drop all that is
hidden in a file, and people change what they see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.lexicon import fields_of_drafts, headings_of_drafts
from resdraft.model.lexicon import fold
from resdraft.ooxml.manifest import bookmark_of
from resdraft.ooxml.names import w
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.wordfile import WordFile

_FEWEST = 3
"""A table with so many rows of a cover is one: rows may have been taken out."""
_MOST = 30
"""A cover has no more rows, whatever was put in."""
_TABLES = 3
"""A cover is among the first so many tables of a file."""


class DraftCover(NamedTuple):
    """A cover that was found."""

    table: etree._Element
    fields: dict[str, str]
    """What was filled in, by the names of the fields of a proposal; empty where nothing was, or the row is gone."""
    bookmarks: frozenset[str]
    """The names of its bookmarks. One stands for the text that the draft was begun on: see :func:`~resdraft.ooxml.manifest.bookmark_of`."""
    astray: tuple[str, ...]
    """The fields of the rows in whose left column, which is not for it, something was typed."""


def draft_cover(file: WordFile) -> DraftCover | None:
    """The cover of a draft; None for any other file. Fields read as with all marks accepted, as they are filled in with tracking on."""
    body = file.story.root.find(w("body"))
    for table in body.findall(w("tbl"))[:_TABLES] if body is not None else ():
        rows = [row.findall(w("tc")) for row in table.findall(w("tr"))]
        marks = frozenset(mark.get(w("name"), "") for mark in table.iter(w("bookmarkStart")))
        if not _FEWEST <= len(rows) <= _MOST or not (_has_bookmark(marks) or _has_heading(rows)):
            continue
        known = fields_of_drafts()
        found = {name: cells for cells in rows if len(cells) > 1 and (name := known.get(_called(cells[0])))}
        if len(found) >= _FEWEST:
            filled = {name: _filled(found[name][1]) if name in found else "" for name in dict.fromkeys(known.values())}
            astray = (name for name, (left, *_) in found.items() if _filled(left) != _filled(left, nothing))
            return DraftCover(table, filled, marks, tuple(astray))
    return None


def _has_bookmark(names: Iterable[str]) -> bool:
    return any(name.startswith(bookmark_of("")) for name in names)


def _has_heading(rows: Sequence[Sequence[etree._Element]]) -> bool:
    return bool(rows[0]) and _called(rows[0][0]) in headings_of_drafts()


def _called(cell: etree._Element) -> str:
    """The first line of a cell, as it was before anybody changed it."""
    lines = [p.text for p in paragraphs(cell, nothing)]
    return fold(lines[0].strip()) if lines else ""


def _filled(cell: etree._Element, choice: MarkFilter = everything) -> str:
    return "\n".join(text for p in paragraphs(cell, choice) if (text := " ".join(p.text.split())))
