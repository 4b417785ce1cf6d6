"""Lines of pages put together to paragraphs, by the room that a line had, its indent and the gap above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from resdraft.read.pdf.pages import Cell, PageLine, size_of, words_of

_GAP = 1.15
"""A gap above a line that is so much greater than most parts paragraphs."""
_EMPTY = 0.3
_SPACED = 0.12
"""Where more gaps than this part paragraphs, all paragraphs are parted so."""
_SMALLER = 0.93
"""Footnotes are set in letters so much smaller than the text."""
_INDENT = 3.0
"""Points by which a line has to stand elsewhere for its indent to count."""
_FEW = 8
_HYPHENS = ("-", "\x02", "\ufffe", "\u00ad")
"""A hyphen at the end of a line, and what a reader of PDF gives for one, whoever put it there."""
_REMARK = re.compile(r"(?:NOTE|NOTA|ПРИМЕЧАНИЕ)(?: \d{1,2})? [–—-] ")
"""A note in the text, or below a table, as ITU's texts have them."""
_ENDS = (".", ";", ":", "؛", "。", "；", "：")
_LIST = re.compile(
    r"(?:\((?:\w|[ivx]{2,5}|\d\d)\)|[\u0621-\u064a]\u0640? ?\)"
    r"|(?:([^\W\d_A-Z])\1?|[ivxl]{1,6})(?:(?:bis|ter|quater))?\)(?:(?:bis|ter|quater))?"
    r"|\d{1,3}(?:\.\d{1,2})*(?:bis|ter|quater)?\)?|[–—•-])(?=\s)"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHEN = "".join(_HYPHENS)
_LAST = re.compile(rf"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)*[{''.join(_HYPHENS)}]$|(?<=[\d)\]])[{''.join(_HYPHENS)}]$")
_LONGEST = 100
"""Of a word with its hyphens, in characters."""
_REFERENCE = re.compile(r"\[\^[^\]]*\]")
_DIGITS = re.compile(r"\d{1,2}(?:bis|ter|quater)?")
_NOTE = re.compile(r"(\d{1,2}(?: ?(?:bis|ter|quater)(?=\s))?|[*†‡])\s*")


class Paragraph(NamedTuple):
    """A paragraph: its words, with a tab behind a label and ``[^1]`` for a reference to a footnote, and the page that it begins on."""

    text: str
    page: int


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> tuple[list[Paragraph], dict[str, str]]:
    """The paragraphs of the text in order, and the footnotes by their marks."""
    body_size = size_of(pages)
    body: list[PageLine] = []
    notes: list[PageLine] = []
    referred: set[str] = set()
    for page in pages:
        columns = [[line for line in page if line.column == n] for n in sorted({line.column for line in page})]
        referred |= {found[0] for line in words_of(page) for at in line.raised if (found := _DIGITS.match(line.text, at))}
        foot = {id(line) for lines in columns for line in lines[_foot(lines, body_size, referred, begun=bool(notes)) :]}
        body += [line for line in page if id(line) not in foot]
        notes += [line for line in page if id(line) in foot]
    marks = {
        _mark(found) for line in notes if (line.mark or line.size < _SMALLER * body_size) and (found := _NOTE.match(line.text))
    }
    hyphens = Hyphens([*words_of(body), *notes])
    read = [
        Paragraph(_rows(lines, marks, hyphens) if lines[0].table else _text(lines, marks, hyphens), lines[0].page)
        for lines in _joined(body)
    ]
    return read, _notes(notes, hyphens)


def _rows(tables: Sequence[PageLine], marks: set[str], hyphens: Hyphens) -> str:
    """A table as text has one: a tab between cells, ``¶`` between paragraphs of one. It may go on over pages.

    The head that a program repeats on each page counts once, and a row that a page parts is one.
    """
    from resdraft.model.text import LINE_BREAK

    rows: list[list[str]] = []
    last: Sequence[Cell] = ()
    for table in tables:
        pitch = _pitch(table)
        found = [["¶".join(_cell(cell, pitch, marks, hyphens)) for cell in row] for row in table.table]
        if rows and found[0] == rows[0]:
            del found[0]
        elif last and _goes_on(last, table.table[0]):
            both = zip(last, table.table[0], rows[-1], found.pop(0), strict=True)
            rows[-1] = [_over(cell, more, before, said, hyphens) for cell, more, before, said in both]
        rows += found
        last = table.table[-1]
    return "\\block\t" + LINE_BREAK.join("\t".join(row) for row in rows)


def _goes_on(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row goes on with the first one of the next page: a cell is full to its end, and goes on in mid-sentence."""
    if len(row) != len(below):
        return False
    # A new row has words in its first cell, as the one above has, and mostly in more than one.
    rest = bool(row[0].lines and not below[0].lines) or sum(bool(cell.lines) for cell in below) == 1
    for cell, more in zip(row, below, strict=True):
        if cell.lines and more.lines:
            last, line = cell.lines[-1], more.lines[0]
            ended = last.text.endswith((*_ENDS, ",", "،")) or _room(last, line, _inside(cell, 0.0))
            if not ended and (rest or line.text[:1].islower()):
                return True
    return False


def _over(cell: Cell, more: Cell, before: str, said: str, hyphens: Hyphens) -> str:
    """The words of a cell that goes on over a page."""
    if not (before and said):
        return before or said
    parted = _room(cell.lines[-1], more.lines[0], _inside(cell, 0.0))
    return f"{before}¶{said}" if parted else hyphens.join(before, said)


def _pitch(table: PageLine) -> float:
    """How far lines of a paragraph of a table stand from each other."""
    cells = (cell.lines for row in table.table for cell in row)
    gaps = [a.bottom - b.bottom for lines in cells for a, b in pairwise(lines)]
    return min((gap for gap in gaps if gap > 0), default=0.0)


def _inside(cell: Cell, pitch: float) -> _Layout:
    """A cell as a column: as far as words stand from the rule on the left, so far they may reach to the one on the right."""
    line, left = cell.lines[0], min(line.left for line in cell.lines)
    place = line.page, 0
    return _Layout(line.size, pitch, True, {place: left}, {place: cell.right - (left - cell.left)})


def _cell(cell: Cell, pitch: float, marks: set[str], hyphens: Hyphens) -> list[str]:
    """The paragraphs of a cell. Footnotes are not referred to from a table, in no form of a resolution."""
    paragraphs = _paragraphs(cell.lines, _inside(cell, pitch)) if cell.lines else []
    return [" ".join(_REFERENCE.sub("", _text(one, marks, hyphens)).split()) for one in paragraphs]


def _foot(lines: Sequence[PageLine], size: float, referred: Set[str], *, begun: bool) -> int:
    """Where the footnotes of a column begin: with a raised mark that the text has, or small, with any mark.

    Small lines above the first mark go on with a note of the page before, where there is one (``begun``).
    """
    small = len(lines)
    while small and lines[small - 1].size < _SMALLER * size and not _REMARK.match(lines[small - 1].text):
        small -= 1
    if not begun or (small and _REMARK.match(lines[small - 1].text)):
        while small < len(lines) and not (lines[small].mark or _NOTE.match(lines[small].text)):
            small += 1
    raised = (n for n, line in enumerate(lines) if line.mark and (found := _NOTE.match(line.text)) and _mark(found) in referred)
    return min(small, next(raised, small))


class _Layout(NamedTuple):
    """How a document is laid out: the pitch of its lines, whether gaps part its paragraphs, and where each column begins and ends."""

    size: float
    pitch: float
    spaced: bool
    lefts: dict[tuple[int, int], float]
    rights: dict[tuple[int, int], float]

    @staticmethod
    def of(lines: Sequence[PageLine]) -> _Layout:
        size = sorted(line.size for line in lines)[len(lines) // 2]
        gaps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page and a.column == b.column]
        gaps = [gap for gap in gaps if 0.8 * size < gap < 3 * size]
        pitch = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
        lefts: dict[tuple[int, int], float] = {}
        rights: dict[tuple[int, int], float] = {}
        for line in lines:
            place = line.page, line.column
            lefts[place] = min(lefts.get(place, line.left), line.left)
            rights[place] = max(rights.get(place, 0.0), line.right)
        counts = Counter((line.page, line.column) for line in lines)
        for page, column in sorted(rights):
            # A few lines, as on a last page, may all be short: then the page before says how far lines may reach.
            before = page - 1, column
            if counts[page, column] < _FEW and before in rights and abs(lefts[before] - lefts[page, column]) < _INDENT:
                rights[page, column] = max(rights[before], rights[page, column])
        return _Layout(size, pitch, sum(gap > _GAP * pitch for gap in gaps) > _SPACED * len(gaps), lefts, rights)

    def indent(self, line: PageLine) -> float:
        """How far a line stands from the left edge of its column."""
        return line.left - self.lefts[line.page, line.column]

    def short(self, line: PageLine) -> bool:
        """Whether a good part of a line is empty behind its words."""
        place = line.page, line.column
        return self.rights[place] - line.right > _EMPTY * (self.rights[place] - self.lefts[place]) and not self.centred(line)

    def centred(self, line: PageLine) -> bool:
        """Whether a line stands in the middle of its column."""
        left, right = self.indent(line), self.rights[line.page, line.column] - line.right
        return left > _INDENT and abs(left - right) < 2 * _INDENT


def _joined(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """The lines of each paragraph, and what of a table stands on each page."""
    said = [line for line in lines if not line.table]
    return _paragraphs(lines, _Layout.of(said) if said else _Layout(0, 0, False, {}, {}))


def _paragraphs(lines: Sequence[PageLine], layout: _Layout) -> list[list[PageLine]]:
    out: list[list[PageLine]] = []
    for line in lines:
        if not out or (_is_other_table if line.table or out[-1][0].table else _begins)(out[-1], line, layout):
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _is_other_table(before: Sequence[PageLine], line: PageLine, _: _Layout) -> bool:
    """Whether a table, or a line beside one, does not go on with the table of the page or column before: it would be as wide."""
    last = before[-1]
    if not (last.table and line.table and (line.page == last.page + 1 or line.column == last.column + 1)):
        return True
    widths = [max(cell.right for row in table.table for cell in row) - table.left for table in (last, line)]
    return abs(widths[0] - widths[1]) > _INDENT


def _begins(before: Sequence[PageLine], line: PageLine, layout: _Layout) -> bool:
    """Whether a line begins a paragraph, behind the lines of one."""
    last = before[-1]
    over = line.page != last.page or line.column != last.column or line.bottom > last.bottom
    # Lines in larger letters, such as a title's, stand farther from each other.
    if layout.spaced and not over and last.bottom - line.bottom > _GAP * layout.pitch * max(1.0, line.size / layout.size):
        return True
    # Where gaps part paragraphs a number without a tab may begin any line: "No. / 81 of the Convention".
    listed = (over or line.tab or not layout.spaced or line.left < last.left - _INDENT) and _labelled(line)
    if listed and (last.text.endswith((*_ENDS, ",", "،")) or _room(last, line, layout)):
        return True
    if last.text.endswith(_ENDS) and _REMARK.match(line.text):
        return True
    if abs(line.size - last.size) > 0.1 * last.size and not line.mark:
        return True
    parted = _ends_in_hyphen(last.text)
    if layout.spaced and not over:
        # A text of short paragraphs has no gaps that are smaller: where much of a line is empty a paragraph ends.
        return not parted and (_moved(before, line, layout) or (layout.short(last) and _room(last, line, layout)))
    moved = _moved(before, line, layout)
    if over:
        # Over a page or a column: what is not at its end goes on, and so does a clause with a label where small letters without one follow.
        ended = last.text.endswith(_ENDS) and not (_labelled(before[0]) and line.text[:1].islower())
        return ended or (moved and not parted)
    return (_room(last, line, layout) or moved) and not parted


def _moved(before: Sequence[PageLine], line: PageLine, layout: _Layout) -> bool:
    """Whether a line is indented otherwise than the paragraph before it; behind a first line with a label any indent goes on."""
    last = before[-1]
    by = layout.indent(line) - layout.indent(last)
    if abs(by) <= _INDENT:
        return False
    large = last.size > 1.05 * layout.size and abs(last.size - line.size) < 0.5
    if layout.centred(line) and (layout.centred(last) or large):
        return False
    return len(before) > 1 or (not _labelled(last) and (by > 0 or _room(last, line, layout)))


def _room(last: PageLine, line: PageLine, layout: _Layout) -> bool:
    """Whether a line had room for the first word of the next one, which a program would have put there."""
    first = line.text.partition(" ")[0]
    width = (line.right - line.left) / max(len(line.text), 1)
    return layout.rights[last.page, last.column] - last.right > (len(first) + 1) * width * 1.15


def _labelled(line: PageLine) -> bool:
    """Whether a line begins with a label, as lists have them: no year, and no abbreviation in brackets."""
    found = _LIST.match(line.text)
    return found is not None and found.end() < len(line.text)


def _text(lines: Sequence[PageLine], marks: set[str], hyphens: Hyphens) -> str:
    out = ""
    for line in lines:
        said = line.text
        for at in reversed(line.raised):
            found = _DIGITS.match(said, at)
            if found is not None and found[0] in marks:
                # Pdfium may have a blank before a mark; between two of them stands one.
                before = said[:at] if said[:at].endswith(", ") else said[:at].rstrip()
                said = f"{before}[^{found[0]}]{said[found.end() :]}"
        if line is lines[0] and line.tab and _labelled(line):
            said = f"{said[: line.tab].rstrip()}\t{said[line.tab :].lstrip()}"
        out = hyphens.join(out, said)
    return out


def _ends_in_hyphen(text: str) -> bool:
    return text.endswith(_HYPHENS)


class Hyphens:
    """Tells at the end of a line the hyphen of a word, such as ``non-``, from one that a program put in to part a word."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        """Learn the words of a document from the lines that do not end in a hyphen."""
        parted = [
            (last[0], first[0])
            for a, b in pairwise(lines)
            if _ends_in_hyphen(a.text) and (last := _LAST.search(a.text)) and (first := _WORD.match(b.text))
        ]
        # Where no line parts a word nothing is asked of them.
        # Most words come often: each is looked at once.
        once = {word for line in lines for word in line.text.casefold().split()} if parted else ()
        self.words = {*_WORD.findall(" ".join(once))}
        known = sum(f"{a[:-1]}{b}".casefold() in self.words for a, b in parted)
        self.programs = known > 0.3 * len(parted)
        """Whether a program parts words in this document: of many of them the whole stands elsewhere."""

    def join(self, before: str, line: str) -> str:
        """A text and its next line."""
        if not before:
            return line
        last = _LAST.search(before[-_LONGEST:]) if _ends_in_hyphen(before) else None
        first = _WORD.match(line)
        if last is None:
            # Chinese has no blanks, also not at the end of a line.
            return f"{before}{line}" if _is_chinese(before[-1]) or _is_chinese(line[:1]) else f"{before} {line}"
        stem = before[:-1]
        if first is None or len(last[0]) == 1:
            # Behind a number or a bracket no program parts a word.
            return f"{stem}-{line}"
        whole, hyphened = f"{last[0][:-1]}{first[0]}".casefold(), f"{last[0][:-1]}-{first[0]}".casefold()
        if hyphened in self.words or first[0][0].isupper():
            return f"{stem}-{line}"
        return f"{stem}{line}" if whole in self.words or self.programs else f"{stem}-{line}"


def _next(mark: str) -> str:
    """The number behind a mark: 2 behind 1 and behind 1bis."""
    number = _DIGITS.match(mark)
    return str(int(number[0].rstrip(ascii_lowercase)) + 1) if number else "1"


def _mark(found: re.Match[str]) -> str:
    """The mark of a footnote as the text has it: a blank before its "bis" is none."""
    return found[1].replace(" ", "")


def _is_chinese(letter: str) -> bool:
    # A pattern with such ranges takes longer to compile than many pages to be read.
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\uff00" <= letter <= "\uffef"


def _notes(lines: Sequence[PageLine], hyphens: Hyphens) -> dict[str, str]:
    """The footnotes: each begins on a line with its mark."""
    out: dict[str, str] = {}
    mark = ""
    for line in lines:
        found = _NOTE.match(line.text)
        if found is not None and (line.mark or not mark or _mark(found) == _next(mark)):
            mark = _mark(found)
            out[mark] = line.text[found.end() :]
        elif mark:
            out[mark] = hyphens.join(out[mark], line.text)
    return out
