"""Takes the lines of a PDF out of it, in a process of its own: ``python -m resdraft.read.pdf.extract < FILE``.

PDFs are read by pdfium, a library in C++. A hostile file can make it run without end, take all memory or fail, and then this process
alone goes. Its answer is a line of JSON for the document, and one for each page.
"""

from __future__ import annotations

import gc
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any

from resdraft.limits import MOST_PDF_MEMORY, MOST_PDF_PAGES, MOST_TEXT_BYTES
from resdraft.read.pdf.characters import RIGHT_TO_LEFT, Characters
from resdraft.read.pdf.ruled_tables import Box, rules_of, tables_of

_REFERENCE = re.compile(r"\d{1,2}(?:bis|ter|quater)?(?![\w%/–-])")
"""A number that may refer to a footnote."""
_NO_WORD = re.compile(r"[\s\d.(/-]")
"""Behind which a number refers to none."""
_HAN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BESIDE_HAN = rf"(?<={_HAN})(?P<blank> )|(?P<other> )(?={_HAN})"
"""Pdfium has a blank where a program left a gap, as beside a number in a Chinese text, which has none."""
_LABEL = re.compile(r"(?:\(?\w{1,5}\)\w{0,6}|[\u0621-\u064a]\u0640? ?\)|\d{1,3}(?:\.\d{1,2})*\w{0,6}|[–—•-])(?= +\S)")
_GLUED = re.compile(r"\d{1,3}[a-z]{0,8}(?:\.\d{1,3})+(?=[^\W\d_])")
"""A dotted number that no blank parts from the words behind it: the tab there may be narrow."""
_NARROW = 0.15
_MARGIN = re.compile(r"\d{3,4}[A-Z]{0,3}(?: PP-\d\d)? +(?=\S)")
"""What may be the number of a provision in the margin. Labels of lists have fewer digits."""
_MARKS = "0123456789*†‡"
"""What the mark of a footnote begins with. Each look at a character takes time: so only those are looked at that may be one."""
_RAISED = 0.12
"""A character that stands so much higher than the one before it, as a share of its size, is raised."""
_SMALL = 0.8
_SHORT = 12
"""Text that stands on its side, as the head of a page in a book that is turned, comes in pieces of so few characters."""
_WIDE = 0.5
"""A gap behind a label that is so wide, as a share of the size, is a tab."""


def main() -> None:
    """Read a PDF from standard input, and write its pages to standard output."""
    _bound_memory()
    # Nothing here goes in circles, and the process ends with the file: so nothing is closed but pages.
    gc.disable()
    # The bindings alone: pypdfium2 itself takes as long again to load, and half as long for each character.
    import pypdfium2_raw as raw

    content = sys.stdin.buffer.read()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        _answer({"refused": "password" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "damaged"})
        return
    count = raw.FPDF_GetPageCount(document)
    _answer({"pages": count})
    left = MOST_TEXT_BYTES
    for number in range(count if count <= MOST_PDF_PAGES else 0):
        page = raw.FPDF_LoadPage(document, number)
        text = raw.FPDFText_LoadPage(page) if page else None
        if not text:
            # What reads the answer sees that a page lacks.
            return
        characters = Characters(raw, text)
        # A page that is shown turned has all its characters so.
        characters.upright = not raw.FPDFPage_GetRotation(page)
        left -= characters.count
        if left < 0:
            _answer({"refused": "long"})
            return
        tables = tables_of(rules_of(raw, page))
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        if not characters.text.isascii() and RIGHT_TO_LEFT.search(characters.text):
            from resdraft.read.pdf.right_to_left import InReadingOrder

            characters = read = InReadingOrder(characters, width, tables)
            tables = read.tables(tables)
        turned: list[str] = []
        lines = list(_lines(characters, tables, turned))
        _answer({"width": width, "height": height, "tables": tables, "turned": "".join(turned), "lines": lines})
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def _bound_memory() -> None:
    """Bound the memory of this process, where the system can: Windows has no such limit."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_PDF_MEMORY, MOST_PDF_MEMORY))
    except (ImportError, ValueError, OSError):
        return


def _answer(said: dict[str, Any]) -> None:
    """A line for the process that asked, which alone reads it."""
    out = sys.stdout
    out.write(f"{json.dumps(said)}\n")


def _lines(characters: Characters, tables: Sequence[Sequence[Sequence[Box]]], turned: list[str]) -> Iterator[list[Any]]:
    """The lines of a page: words, left, right, bottom, size in points, raised digits, whether the first is a mark, where a tab stands.

    ``turned`` takes in what stands on its side, which is none.
    """
    stretches = _stretches(characters)
    chinese = not characters.text.isascii() and max(characters.text) >= _HAN[1] and re.search(_BESIDE_HAN, characters.text)
    if tables:
        stretches = _parted(stretches, characters, [box for rows in tables for row in rows for box in row])
    for start, said in stretches:
        if len(said) <= _SHORT and characters.is_turned(start):
            turned.append(said)
            continue
        end = start + len(said) - 1
        left, bottom = characters.origin(start)
        right, size = characters.right(end), characters.size(start)
        # Most lines have neither a number nor a label: each look at one takes time.
        if characters.marks is not None:
            raised = [n - start for n in characters.marks if start < n <= end]
        elif _REFERENCE.search(said):
            raised = [n for n, last in _numbers(said) if any(_raised(characters, start + at, start + n) for at in (last, 0))]
        else:
            raised = []
        mark = said[0] in _MARKS and (
            size < _SMALL * characters.size(end) if characters.marks is None else start in characters.marks
        )
        label = _LABEL.match(said)
        tab = _tab(characters, said, start, size, label.end()) if label else 0
        glued = None if tab else _GLUED.match(said)
        if glued and characters.gap(start + glued.end() - 1, start + glued.end()) > _NARROW * size:
            tab = glued.end()
            said, raised = f"{said[:tab]} {said[tab:]}", [n + (n >= tab) for n in raised]
        if chinese and re.search(_BESIDE_HAN, said):
            made = [n for n in _blanks(said) if n != (tab or None) and characters.is_generated(start + n)]
            said = "".join(letter for n, letter in enumerate(said) if n not in made)
            raised, tab = [n - sum(at < n for at in made) for n in raised], tab - sum(at < tab for at in made)
        yield [said, round(left, 1), round(right, 1), round(bottom, 1), round(size, 1), raised, mark, tab]


def _stretches(characters: Characters) -> Iterator[tuple[int, str]]:
    """Where each line begins, and its words. A number in the margin, such as ``147``, is a line of its own."""
    behind = 0
    # Where a word is parted at the end of a line pdfium has U+FFFE for the hyphen, and no line break.
    for line in characters.text.replace("\ufffe", "\ufffe\n").split("\n"):
        said = line.strip()
        start = behind + line.find(said)
        behind += len(line) + (not line.endswith("\ufffe"))
        number = _MARGIN.match(said)
        if number:
            alone = number[0].rstrip()
            if characters.gap(start + len(alone) - 1, start + number.end()) > _WIDE * characters.size(start):
                yield start, alone
                start, said = start + number.end(), said[number.end() :]
        if said:
            yield start, said


def _parted(stretches: Iterable[tuple[int, str]], characters: Characters, cells: Sequence[Box]) -> Iterator[tuple[int, str]]:
    """The same lines, of which none goes on in another cell of a table: pdfium has those of a row behind each other."""
    outside: Box = (-inf, -inf, inf, inf)
    low, high = min(box[1] for box in cells), max(box[3] for box in cells)
    for start, said in stretches:
        begin, last = 0, None
        for at, letter in enumerate(said):
            if letter.isspace():
                continue
            x, y = characters.origin(start + at)
            # Most characters stand in the cell of the one before them, or above or below all tables: the others are few.
            if last is not None and last is not outside and last[0] - 1 < x < last[2] and last[1] < y < last[3]:
                continue
            there = (box for box in cells if box[0] - 1 < x < box[2] and box[1] < y < box[3]) if low < y < high else ()
            cell = next(iter(there), outside)
            if last is not None and cell is not last:
                yield start + begin, said[begin:at].rstrip()
                begin = at
            last = cell
        yield start + begin, said[begin:]


def _blanks(said: str) -> list[int]:
    """Where a blank stands beside a Chinese character."""
    return [found.start("blank") if found["blank"] else found.start("other") for found in re.finditer(_BESIDE_HAN, said)]


def _numbers(said: str) -> Iterator[tuple[int, int]]:
    """Where a number stands in a line that may refer to a footnote, and the word before it ends."""
    for found in _REFERENCE.finditer(said):
        last = found.start() - 1
        # At the end of a line pdfium may have a blank before it.
        last -= last > 0 and said[last] == " " and not said[found.end() :].strip()
        if last >= 0 and not _NO_WORD.match(said, last):
            yield found.start(), last


def _raised(characters: Characters, last: int, n: int) -> bool:
    """Whether a character is a mark of a footnote: smaller than one before it, or higher. Between two marks also the comma is raised."""
    own, before = characters.size(n), characters.size(last)
    return own < _SMALL * before or characters.origin(n)[1] - characters.origin(last)[1] > _RAISED * before


def _tab(characters: Characters, said: str, start: int, size: float, end: int) -> int:
    """Where a tab stands behind what may be a label; 0 where none does."""
    behind = len(said) - len(said[end:].lstrip())
    return end if characters.gap(start + end - 1, start + behind) > _WIDE * size else 0


if __name__ == "__main__":
    main()
