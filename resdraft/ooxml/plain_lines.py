"""A Word file as plain lines, its revision marks in their places: for programs that compare lines, as git does.

A line is a paragraph, or a row of a table. ``{+RUS: words+}`` is what RUS inserts, ``[-RUS: words-]`` what it deletes, ``¶`` the end of a
paragraph. Whatever the file says in words is there, in every part that people read; formatting is only told where a mark is on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.comments import comments
from resdraft.ooxml.names import AUTHOR, CHOICES, ID, MATHS, MINUS, MOVE_FROM, MOVE_TO, PLUS, PPR, RPR, RUN, TEXT_BOX, VAL, P, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.package import related
from resdraft.ooxml.pieces import pieces_of_run
from resdraft.ooxml.revisions import CELLS, PROPERTY_CHANGES, everything, is_old
from resdraft.ooxml.story import open_story
from resdraft.ooxml.wordfile import WordFile

_TABLE, _ROW, _CELL, _STYLE = w("tbl"), w("tr"), w("tc"), w("pStyle")
_NO_BLOCKS = frozenset(w(name) for name in ("sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tblPr", "tblGrid", "tcPr", "trPr"))
_PICTURES = frozenset(w(name) for name in ("drawing", "pict", "object"))
_NOTES = {w("footnoteReference"): "", w("endnoteReference"): "e"}
_FALLBACK = f"{{{CHOICES}}}Fallback"
"""What older readers show in place of the first choice: the same once more."""
_BESIDE = (("header", "header"), ("footer", "footer"))
_Path = tuple[str, ...]
"""The marks around some words, from the outermost: ``+RUS``, ``-CHN``."""


class _Words(NamedTuple):
    path: _Path
    text: str


def plain_lines(file: WordFile) -> list[str]:
    """The file as lines: its text, its footnotes and endnotes, comments, headers and footers, and a line for each picture.

    Args:
        file: the open file. It is not changed.
    """
    counted = _Notes()
    out = list(_blocks(file.story.root, (), file.numbering(), counted))
    for kind, letter in (("footnote", ""), ("endnote", "e")):
        root = file.root_of(f"{kind}s")
        bodies = {note.get(ID, ""): note for note in root if note.get(w("type")) is None} if root is not None else {}
        order = [own for own in counted.of(letter) if own in bodies]
        for own in (*order, *(own for own in bodies if own not in order)):
            text = " ¶ ".join(_blocks(bodies[own], (), None, counted)).strip()
            out.append(f"[^{counted.mark(letter, own) if own in order else '?'}]: {text}")
    out += (f"comment of {comment.author}: {' ¶ '.join(comment.text.splitlines())}" for comment in comments(file))
    for kind, name in _BESIDE:
        for part in related(file.parts, file.main, kind):
            story = open_story(file.parts[part], part, file.name)
            lines = list(_blocks(story.root, (), None, counted)) if story is not None else []
            out += (f"{name}: {line}" for line in lines if line.strip())
    out += _pictures(file)
    return out


def _pictures(file: WordFile) -> Iterator[str]:
    """A line for each picture: without it a file with another picture would show no change."""
    for part in sorted(file.parts):
        if "/media/" in part:
            content = file.parts[part]
            yield f"picture {part}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()[:16]}"


class _Notes:
    """The notes that were referred to, in order."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], int] = {}

    def of(self, letter: str) -> list[str]:
        """The ids of the notes of one kind."""
        return [own for kind, own in self.found if kind == letter]

    def mark(self, letter: str, own: str) -> str:
        """What stands for a reference."""
        count = sum(kind == letter for kind, _ in self.found)
        return f"{letter}{self.found.setdefault((letter, own), count + 1)}"


def _blocks(holder: Iterable[etree._Element], path: _Path, numbering: Numbering | None, notes: _Notes) -> Iterator[str]:
    """The lines of a part, or of a block of it."""
    for child in holder:
        tag = child.tag
        if tag == P:
            yield from _paragraph(child, path, numbering, notes)
        elif tag == _TABLE:
            yield from (_row(row, path, numbering, notes) for row in child.iter(_ROW) if _table_of(row) is child)
        elif tag in PLUS or tag in MINUS:
            yield from _blocks(child, (*path, _sign(child)), numbering, notes)
        elif isinstance(tag, str) and tag not in _NO_BLOCKS and tag != _FALLBACK:
            yield from _blocks(child, path, numbering, notes)


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(_TABLE), None)


def _row(row: etree._Element, path: _Path, numbering: Numbering | None, notes: _Notes) -> str:
    """A row of a table as one line, what becomes of it in front. A table in a cell stands in that cell."""
    own = [mark for mark in row.iterfind(f"{w('trPr')}/*") if mark.tag in (*PLUS, *MINUS)]
    cells = []
    for cell in (cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW), None) is row):
        said = [
            f"{mark.get(AUTHOR, '')}: {etree.QName(mark).localname}"
            for mark in cell.iterfind(f"{w('tcPr')}/*")
            if mark.tag in CELLS
        ]
        lines = (line for line in _blocks(cell, path, numbering, notes) if line.strip())
        cells.append(" ¶ ".join([*(f"{{{one}}}" for one in said), *lines]))
    whole = "".join(_rendered([_Words((*path, _sign(mark)), "row")]) + " " for mark in own)
    return f"{whole}| {' | '.join(cells)} |"


def _paragraph(p: etree._Element, path: _Path, numbering: Numbering | None, notes: _Notes) -> Iterator[str]:
    properties = p.find(PPR)
    style = properties.find(_STYLE) if properties is not None else None
    label = numbering.label(properties, style.get(VAL, "") if style is not None else "") if numbering is not None else None
    words = [_Words(path, f"{label[0]}\t")] if label else []
    words += _words(p, path, notes)
    for mark in p.iterfind(f"{PPR}/{RPR}/*"):
        if mark.tag in PLUS or mark.tag in MINUS:
            words.append(_Words((*path, _sign(mark)), "¶"))
    line = _rendered(words)
    changes = [mark for mark in p.iter(*PROPERTY_CHANGES) if not is_old(mark) and next(mark.iterancestors(P), None) is p]
    if changes:
        authors = sorted({mark.get(AUTHOR, "") for mark in changes})
        line += f" {{formatting: {', '.join(authors)}}}"
    if line.strip():
        yield line
    for box in p.iter(TEXT_BOX):
        if next(box.iterancestors(P), None) is p and next(box.iterancestors(_FALLBACK), None) is None:
            yield from (f"text box: {own}" for own in _blocks(box, path, numbering, notes))


def _words(element: etree._Element, path: _Path, notes: _Notes) -> Iterator[_Words]:
    """The words of a paragraph, or of an element in it, each with the marks around it."""
    for child in element:
        tag = child.tag
        if tag == RUN:
            yield from (_Words(path, said) for said in _run(child, notes) if said)
        elif tag in PLUS or tag in MINUS:
            yield from _words(child, (*path, _sign(child)), notes)
        elif tag in (PPR, RPR, P, TEXT_BOX, _FALLBACK) or not isinstance(tag, str):
            continue
        elif tag.startswith(f"{{{MATHS}}}"):
            yield _Words(path, "".join(t.text or "" for t in child.iter(f"{{{MATHS}}}t")))
        else:
            yield from _words(child, path, notes)


def _run(run: etree._Element, notes: _Notes) -> Iterator[str]:
    at = {piece.child: piece.text for piece in pieces_of_run(run, everything)}
    for child in run:
        if child.tag in _NOTES:
            yield f"[^{notes.mark(_NOTES[child.tag], child.get(ID, ''))}]"
        elif child in at:
            yield at[child].replace("\n", "↵")
        elif child.tag in _PICTURES or child.tag == f"{{{CHOICES}}}AlternateContent":
            yield "[picture]" if next(child.iter(TEXT_BOX), None) is None else "[text box]"


def _sign(mark: etree._Element) -> str:
    moved = ", moved" if mark.tag in (MOVE_FROM, MOVE_TO) else ""
    return f"{'+' if mark.tag in PLUS else '-'}{mark.get(AUTHOR) or 'nobody'}{moved}"


def _rendered(words: Iterable[_Words]) -> str:
    """Words with the signs of the marks around them; neighbours within the same marks stand within one pair of signs."""
    out: list[str] = []
    path: _Path = ()
    for own, group in groupby(words, key=lambda one: one.path):
        shared = next((n for n, (a, b) in enumerate(zip(path, own, strict=False)) if a != b), min(len(path), len(own)))
        out += (_closing(sign) for sign in reversed(path[shared:]))
        out += (_opening(sign) for sign in own[shared:])
        out += (one.text for one in group)
        path = own
    return "".join([*out, *(_closing(sign) for sign in reversed(path))])


def _opening(sign: str) -> str:
    return f"{'{+' if sign[0] == '+' else '[-'}{sign[1:]}: "


def _closing(sign: str) -> str:
    return "+}" if sign[0] == "+" else "-]"
