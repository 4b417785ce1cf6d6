"""How the lines of a PDF are laid out: which gaps part paragraphs, and from where to where lines reach."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from resdraft.read.pdf.pages import PageLine

GAP = 1.15
"""A gap above a line that is so much greater than most parts paragraphs."""
_EMPTY = 0.3
"""Of a line, behind its words: a program leaves so much where a paragraph ends, and seldom elsewhere."""
_SPACED = 0.12
"""Where more gaps than this part paragraphs, all paragraphs are parted so."""
_OFTEN = 0.5
"""So they are where there is such a gap for every second sentence that ends with a line."""
INDENT = 3.0
"""Points by which a line has to stand elsewhere for its indent to count."""
_EVEN = 0.7
"""Of ragged lines the edge is not sure: a title leaves as much room on its right as on its left but for such a share of its size."""
_FEW = 8
"""A page or column of fewer lines does not tell its edges."""
_UNBROKEN = re.compile(r"(?:(?:\d+|\w{1,2}|[«—–]) |\S+ (?=[\d»:;?!%—–]))*\S*")
"""Words whose blanks may be such as do not break, which no PDF says: beside numbers, behind short words, before signs in French."""
_HAN = "\u2e80"
"""The first of the characters of Chinese."""
_HANGING = ("，", "。", "；", "：", "、", "”", "）", "》")
COMMAS = (",", "،", "，")
ENDS = (".", ";", ":", "؛", "。", "；", "：")


class Layout(NamedTuple):
    """How a document is laid out: the pitch of its lines, whether gaps part its paragraphs, and where each column begins and ends."""

    size: float
    pitch: float
    spaced: bool
    lefts: dict[tuple[int, int], float]
    rights: dict[tuple[int, int], float]
    openings: Set[str] = frozenset()
    """What paragraphs begin with: words in capitals, or two words."""
    alone: Set[int] = frozenset()
    """Lines that have more room below them than others, by their identity: paragraphs end there."""
    tabbed: bool = False
    """Whether tabs stand behind labels: then what looks like a label, and has none, is a number or a bracket in the text."""
    flush: bool = True
    """Whether its lines begin at the left edge: in a cell whose words are centred nothing tells how far they may reach."""

    @staticmethod
    def of(lines: Sequence[PageLine]) -> Layout:
        """How the lines of a document are laid out; no table is among them."""
        if not lines:
            return Layout(0, 0, False, {}, {})
        size = sorted(line.size for line in lines)[len(lines) // 2]
        near = [(a.bottom - b.bottom, a, b) for a, b in pairwise(lines) if a.page == b.page and a.column == b.column]
        pairs = [pair for pair in near if 0.8 * size < pair[0] < 3 * size]
        pitch = sorted(pair[0] for pair in pairs)[len(pairs) // 4] if pairs else 0.0
        # Of a short text a long title may be the greater part: the size that counts is that of the lines that have the pitch.
        close = sorted(below.size for gap, _, below in pairs if gap <= GAP * pitch)
        size = close[len(close) // 2] if close else size
        wide = sum(pair[0] > GAP * pitch for pair in pairs)
        # Paragraphs may be so long that few gaps part them: then most stand where a sentence ends.
        spaced = wide > min(_SPACED * len(pairs), max(2, _OFTEN * sum(pair[1].text.endswith(ENDS) for pair in pairs)))
        lefts: dict[tuple[int, int], float] = {}
        rights: dict[tuple[int, int], float] = {}
        for line in lines:
            place = line.page, line.column
            lefts[place] = min(lefts.get(place, line.left), line.left)
            # Chinese marks may hang out of a line.
            hanging = line.size if line.text[-1:] in _HANGING else 0.0
            rights[place] = max(rights.get(place, 0.0), line.right - hanging)
        counts = Counter((line.page, line.column) for line in lines)
        for page, column in sorted(rights):
            # A few lines, as on a last page, may all be short or indented: then the page beside says from where to where lines may reach.
            beside = (page - 1 if (page - 1, column) in rights else page + 1), column
            if counts[page, column] < _FEW and beside in rights and lefts[page, column] > lefts[beside] - INDENT:
                lefts[page, column] = lefts[beside]
                rights[page, column] = max(rights[beside], rights[page, column])
        # Where lines are ragged the longest one of a page ends a little before its edge: that of all pages is nearer to it.
        alike: dict[tuple[int, int], list[float]] = {}
        for place in sorted(rights, key=rights.__getitem__):
            alike.setdefault((place[1], round(lefts[place])), []).append(rights[place])
        for place, right in rights.items():
            found = alike[place[1], round(lefts[place])]
            rights[place] = found[bisect_right(found, right + 2 * size) - 1]
        parted = [(above, below) for gap, above, below in near if spaced and gap > GAP * pitch]
        alone = {id(line) for line, _ in parted}
        # A call of one line may begin as a line within a clause does.
        openings = {opening(line.text) for _, line in parted if id(line) not in alone}
        return Layout(size, pitch, spaced, lefts, rights, openings, alone, any(line.tab for line in lines))

    def indent(self, line: PageLine) -> float:
        """How far a line stands from the left edge of its column."""
        return line.left - self.lefts[line.page, line.column]

    def short(self, line: PageLine) -> bool:
        """Whether a good part of a line is empty behind its words."""
        place = line.page, line.column
        return self.rights[place] - line.right > _EMPTY * (self.rights[place] - self.lefts[place]) and not self.centred(line)

    def full(self, line: PageLine) -> bool:
        """Whether a line is one word that leaves no room behind it for a letter."""
        if " " in line.text[line.tab :].lstrip() or not self.flush:
            return False
        return self.rights[line.page, line.column] - line.right < (line.right - line.left) / len(line.text)

    def is_call(self, line: PageLine) -> bool:
        """Whether a line is a paragraph of its own as it stands first on a page, and no end of one: it ends in no mark."""
        return id(line) in self.alone and line.text[-1].isalpha()

    def even(self, line: PageLine) -> bool:
        """Whether a line leaves as much room on its left as on its right, be it none."""
        return abs(self.indent(line) - self.rights[line.page, line.column] + line.right) < max(2 * INDENT, _EVEN * line.size)

    def centred(self, line: PageLine) -> bool:
        """Whether a line stands in the middle of its column, and is not as wide."""
        return self.indent(line) > INDENT and self.even(line)

    def room(self, last: PageLine, line: PageLine) -> bool:
        """Whether a line had room for the first word of the next one, which a program would have put there."""
        length = len(line.text.partition(" ")[0]) if line.tab else len(_UNBROKEN.match(line.text)[0])  # type: ignore[index]
        width = (line.right - line.left) / max(len(line.text), 1)
        return self.rights[last.page, last.column] - last.right > (length + 1) * width * 1.15


def opening(said: str) -> str:
    """What tells the beginning of a paragraph from words within one: a word with a capital letter, two words, or two Chinese characters."""
    if said[:1] >= _HAN:
        return said[:2]
    first, _, rest = said.partition(" ")
    return first.rstrip(",") if first[:1].isupper() else f"{first} {rest.partition(' ')[0]}"
