"""Takes the lines of a PDF out of it, in a process of its own: ``python -m resdraft.read.pdf.extract < FILE``.

PDFs are read by pdfium, a library in C++. A hostile file can make it run without end, take all memory or fail, and then this process
alone goes. Its answer is a line of JSON for the document, and one for each page. A long file is read by two: what the second one
reads goes through the first, so that whoever asked hears of one.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import IO, Any

from resdraft.limits import MOST_PDF_MEMORY, MOST_PDF_PAGES, MOST_PDF_SECONDS, MOST_TEXT_BYTES
from resdraft.read.pdf.characters import RIGHT_TO_LEFT, Characters
from resdraft.read.pdf.pages import SMALL
from resdraft.read.pdf.ruled_tables import Box, rules_of, tables_of

_MANY = 4
"""So many pages are worth a second process."""
_REFERENCE = re.compile(r"\d{1,2}(?:bis|ter|quater)?(?![\w%/–-])")
"""A number that may refer to a footnote."""
_NO_WORD = re.compile(r"[\s\d(/-]|(?<![^\W\d_])(?<![)\]”»])\.")
"""Behind which a number refers to none: of those with a point only what ends a sentence bears a reference."""
_HAN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BESIDE_HAN = rf"(?<={_HAN})(?P<blank> )|(?P<other> )(?={_HAN})"
"""Pdfium has a blank where a program left a gap, as beside a number in a Chinese text, which has none."""
_LABEL = re.compile(r"(?:\(?\w{1,5}\)\w{0,6}|[\u0621-\u064a]\u0640? ?\)|\d{1,3}(?:\.\d{1,2})*(?:\w{0,6}|\.| -)|[–—•-])(?= +\S)")
_GLUED = re.compile(r"\d{1,3}[a-z]{0,8}(?:\.\d{1,3})+(?=[^\W\d_])")
"""A dotted number that no blank parts from the words behind it: the tab there may be narrow."""
_NARROW = 0.15
_MARGIN = re.compile(r"\d{3,4}[A-Z]{0,3}(?: PP-\d\d)? +(?=\S)")
"""What may be the number of a provision in the margin. Labels of lists have fewer digits."""
_LETTER = re.compile(r"[^\W\d_]")
_MARKS = "0123456789*†‡"
"""What the mark of a footnote begins with. Each look at a character takes time: so only those are looked at that may be one."""
_RAISED = 0.12
"""A character that stands so much higher than the one before it, as a share of its size, is raised."""
_SHORT = 12
"""Text that stands on its side, as the head of a page in a book that is turned, comes in pieces of so few characters."""
_WIDE = 0.6
"""A gap behind a label that is so wide, as a share of the size, is a tab,"""
_WIDER = 1.3
"""where it is so much wider than the next gap of the line, which may be justified."""


def main() -> None:
    """Read a PDF from standard input, and write its pages to standard output."""
    _bound()
    # Nothing here goes in circles, and the process ends with the file: so nothing is closed but pages.
    gc.disable()
    out = sys.stdout.buffer
    try:
        # The bindings alone: pypdfium2 itself takes as long again to load, and half as long for each character.
        import pypdfium2_raw as raw
    except ImportError:
        _answer(out, {"refused": "no library"})
        return
    content = sys.stdin.buffer.read()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        _answer(out, {"refused": "password" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "damaged"})
        return
    count = raw.FPDF_GetPageCount(document)
    _answer(out, {"pages": count})
    numbers = range(count if count <= MOST_PDF_PAGES else 0)
    other = _second(raw, document, numbers[1::2])
    for number in numbers[::2] if other else numbers:
        if not _tell(out, raw, document, number):
            break
        if other:
            line = other.readline()
            if not line.endswith(b"\n"):
                break
            out.write(line)
    if other:
        other.close()
        os.wait()


def _second(raw: Any, document: Any, numbers: Sequence[int]) -> IO[bytes] | None:
    """What a second process says of these pages; None where there is none. It has the document that this one opened."""
    # Elsewhere the libraries that pdfium takes fonts from may fail in a process that is made so.
    if sys.platform != "linux" or len(numbers) < _MANY // 2 or len(os.sched_getaffinity(0)) < 2:
        return None
    sys.stdout.flush()
    reads, writes = os.pipe()
    try:
        first = os.fork() != 0
    except OSError:
        # There may be no more processes: one reads all.
        return None
    if first:
        os.close(writes)
        return os.fdopen(reads, "rb")
    os.close(reads)
    with os.fdopen(writes, "wb") as out:
        all(_tell(out, raw, document, number) for number in numbers)
    os._exit(0)


def _bound() -> None:
    """Bound the memory and time of this process, where the system can: Windows has no such limits.

    Who asked ends it when its time is over; the limit here is for one that is left alone.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_PDF_MEMORY, MOST_PDF_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_PDF_SECONDS, MOST_PDF_SECONDS))
    except (ImportError, ValueError, OSError):
        return


def _tell(out: IO[bytes], raw: Any, document: Any, number: int) -> bool:
    """Answer with a page. What reads the answer sees where one lacks."""
    page = raw.FPDF_LoadPage(document, number)
    text = raw.FPDFText_LoadPage(page) if page else None
    if not text:
        return False
    characters = Characters(raw, text)
    if characters.count > MOST_TEXT_BYTES:
        _answer(out, {"characters": characters.count})
        return False
    # A page that is shown turned has all its characters so.
    characters.upright = not raw.FPDFPage_GetRotation(page)
    tables = tables_of(rules_of(raw, page))
    width, height, count = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page), characters.count
    if not characters.text.isascii() and RIGHT_TO_LEFT.search(characters.text):
        from resdraft.read.pdf.right_to_left import InReadingOrder

        characters = read = InReadingOrder(characters, width, tables)
        tables = read.tables(tables)
    turned: list[str] = []
    said: dict[str, Any] = {
        "characters": count,
        "width": width,
        "height": height,
        "tables": tables,
        "lines": list(_lines(characters, tables, turned)),
        "turned": "".join(turned),
    }
    _answer(out, said)
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(page)
    return True


def _answer(out: IO[bytes], said: dict[str, Any]) -> None:
    """A line for the process that asked, which alone reads it."""
    out.write(f"{json.dumps(said)}\n".encode())


def _lines(characters: Characters, tables: Sequence[Sequence[Sequence[Box]]], turned: list[str]) -> Iterator[list[Any]]:
    """The lines of a page: words, left, right, bottom, size, raised digits, whether the first is a mark, where a tab stands.

    Places and sizes are in tenths of a point: whole numbers are written and read in half the time.
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
        right = characters.right(start + len(said) - 1)
        if characters.is_late(start, said, right):
            start, said = characters.in_order(start, said)
            right = characters.right(start + len(said) - 1)
        end = start + len(said) - 1
        left, bottom = characters.origin(start)
        size = characters.size(start)
        # Most lines have neither a number nor a label: each look at one takes time.
        if characters.marks is not None:
            raised = [n - start for n in characters.marks if start < n <= end]
        elif _REFERENCE.search(said):
            numbers = _numbers(said, characters, start)
            raised = [n for n, last in numbers if any(_raised(characters, start + at, start + n) for at in (last, 0))]
        else:
            raised = []
        if characters.marks is None:
            word = _LETTER.search(said) if said[0] in _MARKS else None
            mark = word is not None and size < SMALL * characters.size(start + word.start())
        else:
            mark = said[0] in _MARKS and start in characters.marks
        label = _LABEL.match(said)
        tab = _tab(characters, said, start, size, label.end()) if label else 0
        glued = None if tab else _GLUED.match(said)
        if glued and characters.gap(start + glued.end() - 1, start + glued.end()) > _NARROW * size:
            tab = glued.end()
            said, raised = f"{said[:tab]} {said[tab:]}", [n + (n >= tab) for n in raised]
        if chinese and re.search(_BESIDE_HAN, said):
            made = {n for n in _blanks(said) if n != (tab or None) and characters.is_generated(start + n)}
            said = "".join(letter for n, letter in enumerate(said) if n not in made)
            raised, tab = [n - sum(at < n for at in made) for n in raised], tab - sum(at < tab for at in made)
        yield [said, round(10 * left), round(10 * right), round(10 * bottom), round(10 * size), raised, mark, tab]


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


def _numbers(said: str, characters: Characters, start: int) -> Iterator[tuple[int, int]]:
    """Where a number stands in a line that may refer to a footnote, and the word before it ends."""
    for found in _REFERENCE.finditer(said):
        last = found.start() - 1
        first = found.start()
        while first and said[first - 1] in "0123456789":
            first -= 1
        if found[0].isdigit() and found.end() - first > 1:
            # A number may bear a reference, as a year does: its last digits are smaller then.
            large = SMALL * characters.size(start + first)
            if characters.size(start + found.end() - 1) < large:
                n = next(n for n in range(first, found.end()) if characters.size(start + n) < large)
                yield n, n - 1
                continue
        if first < found.start():
            continue
        if (
            last > 0
            and said[last] == " "
            and characters.size(start + found.start()) < SMALL * characters.size(start + last - 1)
        ):
            # Where a program moved a mark a little pdfium sees a gap.
            last -= 1
        # At the end of a line pdfium may have a blank before it.
        last -= last > 0 and said[last] == " " and found.end() == len(said)
        if last >= 0 and not _NO_WORD.match(said, last):
            yield found.start(), last


def _raised(characters: Characters, last: int, n: int) -> bool:
    """Whether a character is a mark of a footnote: smaller than one before it, or higher. Between two marks also the comma is raised."""
    own, before = characters.size(n), characters.size(last)
    return own < SMALL * before or characters.origin(n)[1] - characters.origin(last)[1] > _RAISED * before


def _tab(characters: Characters, said: str, start: int, size: float, end: int) -> int:
    """Where a tab stands behind what may be a label; 0 where none does."""
    behind = len(said) - len(said[end:].lstrip())
    gap = characters.gap(start + end - 1, start + behind)
    if gap <= _WIDE * size:
        return 0
    # In a justified line all gaps may be so wide: then that behind the next word is too.
    blank = said.find(" ", behind)
    return (
        end
        if blank < 0 or gap > _WIDER * characters.gap(start + blank - 1, start + len(said) - len(said[blank:].lstrip()))
        else 0
    )


if __name__ == "__main__":
    main()
