"""Lines of pages put together to paragraphs, by the room that a line had, its indent and the gap above it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from resdraft.read.pdf.hyphens import Hyphens, Joined, ends_in_hyphen
from resdraft.read.pdf.layout import COMMAS, ENDS, GAP, INDENT, Layout, opening
from resdraft.read.pdf.pages import Cell, PageLine, size_of, words_of

_SMALLER = 0.93
"""Footnotes are set in letters so much smaller than the text."""
_LOOSE = 1.4
"""Lines that stand so far from each other, as a share of their size, may all be paragraphs."""
_ALIKE = 0.985
"""Larger ones are as large as the text."""
_PADDING = 9.0
"""Words stand closer to the rule on their left than so many points: Word has 5.4."""
_REMARK = re.compile(r"(?:NOTE|NOTA|ПРИМЕЧАНИЕ)(?: \d{1,2})? [–—-] ")
"""A note in the text, or below a table, as ITU's texts have them."""
_LIST = re.compile(
    r"(?:\((?:\w|[ivx]{2,5}|\d\d)\)|[\u0621-\u064a]\u0640? ?\)"
    r"|(?:([^\W\d_A-Z])\1?|[ivxl]{1,6})(?:(?:bis|ter|quater))?\)(?:(?:bis|ter|quater))?"
    r"|\d{1,3}(?:\.\d{1,2})*(?:bis|ter|quater)?(?:[).]| -)?|[–—•-])(?=\s)"
)
_REFERENCE = re.compile(r"\[\^[^\]]*\]")
_BETWEEN = re.compile(r"\w{1,8}, ")
_DIGITS = re.compile(r"\d{1,2}(?:bis|ter|quater)?")
_NOTE = re.compile(r"(\d{1,2}(?: ?(?:bis|ter|quater)(?=\s))?|[*†‡])(?![\d,;:»”)\]])\s*")
"""What a footnote begins with: before a comma stands a reference, which a program put on the next line."""


class Paragraph(NamedTuple):
    """A paragraph: its words, with a tab behind a label and ``[^1]`` for a reference to a footnote, and the page that it begins on."""

    text: str
    page: int
    unsure: tuple[int, ...] = ()
    """Pages at whose head, or at that of whose column, another paragraph may begin as well."""
    again: tuple[int, ...] = ()
    """Pages where the head of a table stands again, and was left out."""


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> tuple[list[Paragraph], dict[str, str]]:
    """The paragraphs of the text in order, and the footnotes by their marks."""
    body_size = size_of(pages)
    body: list[PageLine] = []
    notes: list[PageLine] = []
    referred: set[str] = set()
    small = _SMALLER * body_size
    for page in pages:
        columns = [[line for line in page if line.column == n] for n in sorted({line.column for line in page})]
        referred |= {found[0] for line in words_of(page) for at in line.raised if (found := _DIGITS.match(line.text, at))}
        foot: set[int] = set()
        for lines in columns:
            # A note may begin in a column, and go on in the next one.
            below = lines[_foot(lines, small, referred, begun=bool(notes or foot)) :]
            foot |= {id(line) for line in below}
            # From the first ones on it is known how large footnotes are, be they but a little smaller than the text.
            largest = max((line.size for line in below), default=0.0)
            small = max(small, 1.01 * largest if largest < _ALIKE * body_size else 0.0)
        body += [line for line in page if id(line) not in foot]
        notes += [line for line in page if id(line) in foot]
    marks = {_mark(found) for line in notes if (line.mark or line.size < small) and (found := _NOTE.match(line.text))}
    twice = {mark: once for mark in marks - referred if (once := _once(mark)) in referred - marks}
    marks |= {*twice.values()}
    hyphens = Hyphens([*words_of(body), *notes])
    layout = Layout.of([line for line in body if not line.table])
    read = [
        _table(lines, marks, hyphens)
        if lines[0].table
        else Paragraph(_text(lines, marks, hyphens, layout), lines[0].page, _unsure(lines))
        for lines in _paragraphs(body, layout)
    ]
    return read, {twice.get(mark, mark): said for mark, said in _notes(notes, hyphens).items()}


def _table(tables: Sequence[PageLine], marks: set[str], hyphens: Hyphens) -> Paragraph:
    """A table as text has one: a tab between cells, ``¶`` between paragraphs of one. It may go on over pages.

    The head that a program repeats on each page counts once, and a row that a page parts is one.
    """
    from resdraft.model.text import LINE_BREAK

    rows: list[list[str]] = []
    again: list[int] = []
    last: Sequence[Cell] = ()
    for table in tables:
        pitch = _pitch(table)
        found = [["¶".join(_cell(cell, pitch, marks, hyphens)) for cell in row] for row in table.table]
        if rows and found[0] == rows[0]:
            del found[0]
            again.append(table.page)
        elif last and _goes_on(last, table.table[0]):
            both = zip(last, table.table[0], rows[-1], found.pop(0), strict=True)
            rows[-1] = [_over(cell, more, before, said, hyphens) for cell, more, before, said in both]
        rows += found
        last = table.table[-1]
    text = "\\block\t" + LINE_BREAK.join("\t".join(row) for row in rows)
    return Paragraph(text, tables[0].page, again=tuple(again))


def _goes_on(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row goes on with the first one of the next page: a cell is full to its end, and goes on in mid-sentence."""
    if len(row) != len(below):
        return False
    # A new row has words in its first cell, as the one above has, and mostly in more than one.
    rest = bool(row[0].lines and not below[0].lines) or sum(bool(cell.lines) for cell in below) == 1
    for cell, more in zip(row, below, strict=True):
        if cell.lines and more.lines:
            last, line = cell.lines[-1], more.lines[0]
            ended = last.text.endswith((*ENDS, *COMMAS)) or _inside(cell, 0.0).room(last, line)
            if not ended and (rest or line.text[:1].islower()):
                return True
    return False


def _over(cell: Cell, more: Cell, before: str, said: str, hyphens: Hyphens) -> str:
    """The words of a cell that goes on over a page."""
    if not (before and said):
        return before or said
    parted = _inside(cell, 0.0).room(cell.lines[-1], more.lines[0])
    return f"{before}¶{said}" if parted else hyphens.join(before, said)


def _pitch(table: PageLine) -> float:
    """How far lines of a paragraph of a table stand from each other."""
    cells = (cell.lines for row in table.table for cell in row)
    gaps = [a.bottom - b.bottom for lines in cells for a, b in pairwise(lines)]
    return min((gap for gap in gaps if gap > 0), default=0.0)


def _inside(cell: Cell, pitch: float) -> Layout:
    """A cell as a column: as far as words stand from the rule on the left, so far they may reach to the one on the right."""
    line, left = cell.lines[0], min(line.left for line in cell.lines)
    place = line.page, 0
    return Layout(
        line.size, pitch, True, {place: left}, {place: cell.right - (left - cell.left)}, flush=left - cell.left < _PADDING
    )


def _cell(cell: Cell, pitch: float, marks: set[str], hyphens: Hyphens) -> list[str]:
    """The paragraphs of a cell. Footnotes are not referred to from a table, in no form of a resolution."""
    if not cell.lines:
        return []
    layout = _inside(cell, pitch)
    paragraphs = _paragraphs(cell.lines, layout)
    return [" ".join(_REFERENCE.sub("", _text(one, marks, hyphens, layout)).split()) for one in paragraphs]


def _foot(lines: Sequence[PageLine], size: float, referred: Set[str], *, begun: bool) -> int:
    """Where the footnotes of a column begin: with a raised mark that the text has, or with any mark in letters smaller than ``size``.

    Small lines above the first mark go on with a note of the page before, where there is one (``begun``).
    """
    small = len(lines)
    while small and lines[small - 1].size < size and not _REMARK.match((last := lines[small - 1]).text):
        if last.mark and not _NOTE.match(last.text):
            break
        small -= 1
    if not begun or (small and _REMARK.match(lines[small - 1].text)):
        while small < len(lines) and not _NOTE.match(lines[small].text):
            small += 1
    marked = ((n, _mark(found)) for n, line in enumerate(lines) if line.mark and (found := _NOTE.match(line.text)))
    raised = (n for n, mark in marked if mark in referred or _once(mark) in referred)
    return min(small, next(raised, small))


def _paragraphs(lines: Sequence[PageLine], layout: Layout) -> list[list[PageLine]]:
    """The lines of each paragraph, and what of a table stands on each page."""
    out: list[list[PageLine]] = []
    label = ""
    for line in lines:
        if out and (line.table or out[-1][0].table):
            begins = _is_other_table(out[-1], line)
        else:
            begins = not out or _begins(out[-1], line, layout, label)
        if begins:
            out.append([line])
            label = _label(line) or label
        else:
            out[-1].append(line)
    return out


def _unsure(lines: Sequence[PageLine]) -> tuple[int, ...]:
    """Where it is not sure that a paragraph goes on: the line before is full, and may end one as well."""
    if (lines[0].page, lines[0].column) == (lines[-1].page, lines[-1].column):
        return ()
    over = ((a, b) for a, b in pairwise(lines) if (a.page, a.column) != (b.page, b.column))
    return tuple(b.page for a, b in over if _end(a) == "." or (_end(a) == "," and b.text[0].isupper()))


def _is_other_table(before: Sequence[PageLine], line: PageLine) -> bool:
    """Whether a table, or a line beside one, does not go on with the table of the page or column before: it would be as wide."""
    last = before[-1]
    if not (last.table and line.table and (line.page == last.page + 1 or line.column == last.column + 1)):
        return True
    widths = [max(cell.right for row in table.table for cell in row) - table.left for table in (last, line)]
    return abs(widths[0] - widths[1]) > INDENT


def _begins(before: Sequence[PageLine], line: PageLine, layout: Layout, label: str) -> bool:
    """Whether a line begins a paragraph, behind the lines of one; ``label`` is the last one that a paragraph had."""
    last = before[-1]
    over = line.page != last.page or line.column != last.column or line.bottom > last.bottom
    # Lines in larger letters, such as a title's, stand farther from each other.
    if layout.spaced and not over and last.bottom - line.bottom > GAP * layout.pitch * max(1.0, line.size / layout.size):
        return True
    # Where gaps part paragraphs a number without a tab may begin any line: "No. / 81 of the Convention".
    free = not layout.tabbed and (over or not layout.spaced or line.left < last.left - INDENT)
    listed = _labelled(line) and (line.tab > 0 or free or _follows(label, _label(line)))
    end = _end(last)
    if listed and (end in ENDS or end in COMMAS or (over and line.tab) or layout.room(last, line)):
        return True
    if end in ENDS and _REMARK.match(line.text):
        return True
    if abs(line.size - last.size) > 0.1 * last.size and not line.mark:
        return True
    parted = ends_in_hyphen(last.text)
    if layout.spaced and not over:
        # A text of short paragraphs has no gaps that are smaller: a paragraph ends where much of a line is empty, or some and a clause ends.
        ended = layout.short(last) or (layout.pitch > _LOOSE * layout.size and end in (*ENDS, *COMMAS))
        return not parted and (_moved(before, line, layout) or (ended and layout.room(last, line)))
    moved = _moved(before, line, layout)
    if over:
        # Over a page or a column: what is not at its end goes on, and so does a clause with a label where small letters without one follow.
        room = layout.room(last, line)
        if room and (end in COMMAS or layout.short(last)):
            return not parted
        if (end in COMMAS and opening(line.text) in layout.openings) or (end in ",." and layout.is_call(line)):
            return True
        # A sentence that ends where a full line does is mostly followed by another one.
        ended = end in ENDS and (room or listed or end not in ".:")
        return (ended and not (_labelled(before[0]) and line.text[:1].islower())) or (moved and not parted)
    return (layout.room(last, line) or moved) and not parted


def _moved(before: Sequence[PageLine], line: PageLine, layout: Layout) -> bool:
    """Whether a line is indented otherwise than the paragraph before it; behind a first line with a label any indent goes on."""
    last = before[-1]
    by = layout.indent(line) - layout.indent(last)
    if abs(by) <= INDENT:
        return False
    large = last.size > 1.05 * layout.size and abs(last.size - line.size) < 0.5
    # Lines of a title may be as long as a line can be.
    title = len(before) == 1 or layout.centred(before[0])
    whole = title and not last.text.endswith((*ENDS, *COMMAS)) and not last.tab and not layout.room(last, line)
    if layout.centred(line) and (layout.centred(last) or large or whole):
        return False
    if large and layout.centred(last) and layout.even(line):
        return False
    return len(before) > 1 or (not _labelled(last) and (by > 0 or layout.room(last, line)))


def _end(line: PageLine) -> str:
    """The last character of a line before a reference to a footnote."""
    last = line.raised[-1] if line.raised else len(line.text)
    return line.text[last - 1] if line.text[last:].isdigit() else line.text[-1]


def _follows(last: str, label: str) -> bool:
    """Whether a label is the next one in a list, as 48. behind 47., or b) behind a); or the first one, with a bracket or point."""
    one, other = last.strip("()."), label.strip("().")
    if other in ("1", "a") and label != other:
        return True
    if last.replace(one, "") != label.replace(other, ""):
        return False
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1


def _label(line: PageLine) -> str:
    found = _LIST.match(line.text)
    return found[0] if found else ""


def _labelled(line: PageLine) -> bool:
    """Whether a line begins with a label, as lists have them: no year, and no abbreviation in brackets."""
    found = _LIST.match(line.text)
    return found is not None and found.end() < len(line.text)


def _text(lines: Sequence[PageLine], marks: set[str], hyphens: Hyphens, layout: Layout) -> str:
    out, full = Joined(hyphens), False
    for line in lines:
        said = line.text
        raised = (0, *line.raised) if line.mark and out.end else line.raised
        for last, at in reversed([*pairwise((-1, *raised))]):
            found = _DIGITS.match(said, at)
            if found is not None and found[0] in marks:
                # Pdfium may have a blank before a mark; between two of them stands one.
                before = said[:at] if last >= 0 and _BETWEEN.fullmatch(said, last, at) else said[:at].rstrip()
                said = f"{before}[^{found[0]}]{said[found.end() :]}"
        if line is lines[0] and (label := _LIST.match(said)):
            # In a justified line the gap behind a label may be as wide as all others.
            tab = line.tab or (label.end() if said[label.end() - 1] in ".)-" else 0)
            said = f"{said[:tab].rstrip()}\t{said[tab:].lstrip()}" if 0 < tab < len(said) else said
        # A program may put a reference at the beginning of the next line.
        out.add(said, full=full, beside=line.mark and said.startswith("[^"))
        full = layout.full(line)
    return str(out)


def _next(mark: str) -> str:
    """The number behind a mark: 2 behind 1 and behind 1bis."""
    number = _DIGITS.match(mark)
    return str(int(number[0].rstrip(ascii_lowercase)) + 1) if number else "1"


def _once(mark: str) -> str:
    """A mark that the text numbers itself: LibreOffice prints it twice, "33" for 3. Empty where it does not stand twice."""
    half = mark[: len(mark) // 2]
    return half if half * 2 == mark else ""


def _mark(found: re.Match[str]) -> str:
    """The mark of a footnote as the text has it: a blank before its "bis" is none."""
    return found[1].replace(" ", "")


def _notes(lines: Sequence[PageLine], hyphens: Hyphens) -> dict[str, str]:
    """The footnotes: each begins on a line with its mark."""
    out: dict[str, Joined] = {}
    mark, full = "", False
    layout = Layout.of(lines)
    for line in lines:
        found = _NOTE.match(line.text)
        if found is not None and (line.mark or not mark or _mark(found) == _next(mark)):
            mark = _mark(found)
            out[mark] = Joined(hyphens)
            out[mark].add(line.text[found.end() :])
        elif mark:
            out[mark].add(line.text, full=full)
        full = layout.full(line)
    return {mark: str(said) for mark, said in out.items()}
