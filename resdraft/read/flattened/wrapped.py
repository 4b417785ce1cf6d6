"""Lines that a program wrapped, joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from resdraft.model.labels import LABEL, label_meanings
from resdraft.model.lexicon import Lexicon
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.line import COMMAS, ENDS, Line
from resdraft.read.nesting import Nesting

_SHORT_WRAP, _LONG_WRAP = 40, 130
"""Lines that a program wrapped have about so many characters."""
_MOST_WRAPPED = 0.4
"""In a text with wrapped lines, more of its lines than this end in mid-sentence."""
_EXACT = 0.97
"""So many of the broken lines have no room for the next word where a program counted characters. Fonts count otherwise."""
_ROUGHLY = 0.75
"""Where fonts count, a line that was broken is at least so long, as a share of the longest."""
_CALL_OVER = 3
"""A call runs over so many lines at most."""
_WORD = re.compile(r"[^\s-]+-?|\S+")


def wraps(lines: Sequence[Line]) -> bool:
    """Whether a program wrapped the lines: most are about as long as the longest, and many end in mid-sentence."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    if len(texts) < 6:
        return False
    wide = _nearly_widest([len(text) for text in texts])
    if not _SHORT_WRAP <= wide <= _LONG_WRAP:
        return False
    # What follows goes on in small letters: else they are the lines of a list or a table.
    broken = sum(len(text) > 0.6 * wide and text[-1] not in ENDS and below[0].islower() for text, below in pairwise(texts))
    return broken > _MOST_WRAPPED * len(texts)


def _nearly_widest(lengths: Sequence[int]) -> float:
    """The length that one in twenty lines exceeds, between two of them where need be; :mod:`statistics` takes long to load."""
    ordered, place = sorted(lengths), 19 * (len(lengths) + 1)
    at = min(max(place // 20, 1), len(ordered) - 1)
    return (ordered[at - 1] * (20 * (at + 1) - place) + ordered[at] * (place - 20 * at)) / 20


def unwrapped(lines: Sequence[Line], words: Lexicon, repairs: list[Repair]) -> list[Line]:
    """Join the lines of each paragraph."""
    return _Wrapping(lines, words, repairs).joined()


class _Wrapping:
    """Goes through the lines once."""

    def __init__(self, lines: Sequence[Line], words: Lexicon, repairs: list[Repair]) -> None:
        self.lines, self.words, self.repairs = lines, words, repairs
        self.texts = [line.text.strip() for line in lines]
        self.width = max((len(text) for text in self.texts), default=0)
        broken = [
            self._no_room(text, below)
            for text, below in pairwise(self.texts)
            if text and below and text[-1] not in (*ENDS, *COMMAS) and below[0].islower()
        ]
        self.exact = len(broken) > 0 and sum(broken) >= _EXACT * len(broken)
        self.lists = Nesting()
        self.body = False
        """Whether the head has ended."""

    def joined(self) -> list[Line]:
        """The paragraphs, each with the number of its first line."""
        out: list[Line] = []
        labelled = False
        for n, line in enumerate(self.lines):
            text = self.texts[n]
            begins = not n or not self.texts[n - 1] or not text or bool(line.explicit) or self._begins(n)
            if begins or not out or not self._broken(n, labelled=labelled):
                out.append(Line(line.text, line.number, line.explicit, line.depth))
                label = LABEL.match(text)
                labelled = label is not None and self._expected(text) is not None
                if label and labelled:
                    self.lists.place(label[0], text)
            else:
                self._join(out[-1], line, text)
        return out

    def _join(self, above: Line, line: Line, text: str) -> None:
        last = above.text.rstrip()
        # A word that is parted by a hyphen has its own repair.
        above.text = f"{last} {text}"
        self.repairs.append(Repair(line.number, RepairKind.WRAPPED, f"{last[-20:]}\n{text[:20]}", f"{last[-20:]} {text[:20]}"))

    def _no_room(self, text: str, below: str) -> bool:
        """Whether the first word of the line below did not fit on a line."""
        word = _WORD.match(below)
        return len(text) + 1 + (len(word[0]) if word else 0) > self.width

    def _full(self, text: str, below: str) -> bool:
        """Whether a line is as long as one that was broken."""
        return self._no_room(text, below) if self.exact else len(text) >= _ROUGHLY * self.width

    def _broken(self, n: int, *, labelled: bool) -> bool:
        """Whether a paragraph goes on from the line before to line ``n``."""
        last, text = self.texts[n - 1], self.texts[n]
        full = self._full(last, text)
        if last.endswith(ENDS):
            # Within a clause that bears a label a sentence may end; one without a label has ended.
            return full and labelled and (text[0].islower() or not last.endswith((";", ":")))
        return full or (not self.exact and text[0].islower() and not last.endswith(COMMAS) and len(last.split()) > 4)

    def _expected(self, text: str) -> str | None:
        """The label of a line that a list can have there."""
        label = LABEL.match(text)
        if label is None or label.end() == len(text) or not self.lists.expects(label[0]):
            return None
        return label[0]

    def _begins(self, n: int) -> bool:
        """Whether line ``n`` begins a paragraph, whatever stands above it."""
        last, text = self.texts[n - 1], self.texts[n]
        label = self._expected(text)
        if label and (last.endswith((*ENDS, *COMMAS)) or text[len(label) : len(label) + 1] == "\t"):
            return True
        if label and _first(label) and (self._call(n - 1) or not self._full(last, text)):
            return True
        if text[:1].islower() and last.endswith((*COMMAS, ".")) and self._call(n):
            self.body, self.lists = True, Nesting()
            return True
        if self._call(n - 1) and not self._full(last, text) and not label:
            return True
        if self.words.starts(text, self.words.annexes) and text.split()[0].isupper():
            self.lists = Nesting()
            return True
        if self.body:
            return False
        begins = (
            text.isupper() or self.words.starts(text, self.words.formulas) or self.words.starts(last, self.words.instruments)
        )
        self.body = last.endswith(COMMAS) and self.words.call_kind(text) is not None
        return begins or self.body

    def _call(self, n: int) -> bool:
        """Whether a call begins on line ``n``: one that leaves room on its line, or has the first label of a list below it."""
        if n < 0 or self.words.call_kind(self.texts[n]) is None or self.texts[n][:1].isupper():
            return False
        for m in range(n, min(n + _CALL_OVER, len(self.texts))):
            if m > n and (label := LABEL.match(self.texts[m])) and _first(label[0]):
                return True
            if self.texts[m].endswith(ENDS) or not self.texts[m]:
                break
        return len(self.texts[n]) < 0.7 * self.width and not self.texts[n].endswith(ENDS)


def _first(label: str) -> bool:
    return any(m.ordinal == 1 and not m.suffix for m in label_meanings(label))
