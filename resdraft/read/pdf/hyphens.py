"""What joins the lines of a paragraph: a blank, a hyphen, or nothing where a word is parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from functools import cached_property
from itertools import pairwise

from resdraft.read.pdf.pages import PageLine

_HYPHENS = ("-", "\x02", "\ufffe", "\u00ad")
"""A hyphen at the end of a line, and what a reader of PDF gives for one, whoever put it there."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHEN = "".join(_HYPHENS)
_LAST = re.compile(rf"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)*[{_HYPHEN}]$|(?<=[\d)\]])[{_HYPHEN}]$")
# The end of a line: letters of a word, an address of the Web or of mail, and a stroke or dash that no blank parts from a word.
_CUT = re.compile(r"[^\W\d_]+$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_STROKE = re.compile(r"\w[/–—]")
_LONGEST = 100
"""Of a word with its hyphens, in characters."""


class Hyphens:
    """Tells at the end of a line the hyphen of a word, such as ``non-``, from one that a program put in to part a word."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        """Learn the words of a document from its lines: where none is parted, nothing is asked of them."""
        self._lines = lines

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the document; what a line parts counts as two."""
        # Most words come often: each is looked at once.
        once = Counter(word for line in self._lines for word in line.text.casefold().split())
        out: Counter[str] = Counter()
        for said, count in once.items():
            for word in _WORD.findall(said):
                out[word] += count
        return out

    @cached_property
    def prefixes(self) -> Set[str]:
        """What stands before a hyphen within words."""
        return {word.partition("-")[0] for word in self.words if "-" in word}

    @cached_property
    def programs(self) -> bool:
        """Whether a program parts words in this document: of many of them the whole stands elsewhere."""
        parted = [
            (last[0], first[0])
            for a, b in pairwise(self._lines)
            if ends_in_hyphen(a.text) and (last := _LAST.search(a.text)) and (first := _WORD.match(b.text))
        ]
        return sum(f"{a[:-1]}{b}".casefold() in self.words for a, b in parted) > 0.3 * len(parted)

    def join(self, before: str, line: str, *, full: bool = False) -> str:
        """A text and its next line; ``full`` says that its last line is one word, as long as a line may be."""
        if not before:
            return line
        last = _LAST.search(before[-_LONGEST:]) if ends_in_hyphen(before) else None
        first = _WORD.match(line)
        if last is None:
            # Chinese has no blanks, also not at the end of a line. A line may end in a stroke or dash that no blank parts from a word.
            near = _is_chinese(before[-1]) or _is_chinese(line[:1]) or _STROKE.search(before[-2:])
            return f"{before}{line}" if near or (full and self._cut(before, line)) else f"{before} {line}"
        stem = before[:-1]
        if first is None or len(last[0]) < 3:
            # Behind a number, a bracket or a single letter no program parts a word.
            return f"{stem}-{line}"
        begun, behind = last[0][:-1].casefold(), first[0].casefold()
        if f"{begun}-{behind}" in self.words or first[0][0].isupper():
            return f"{stem}-{line}"
        whole = f"{begun}{behind}" in self.words or (self.programs and not self._compound(begun, behind))
        return f"{stem}{line}" if whole else f"{stem}-{line}"

    def _compound(self, begun: str, behind: str) -> bool:
        """Whether a hyphen parts words that stand elsewhere, where one has another hyphen ("case-by-") or had one there ("vice-chair")."""
        _, hyphen, last = begun.rpartition("-")
        first, more, _ = behind.partition("-")
        if hyphen or more:
            return self.words[last if hyphen else first] > 1
        return self.words[behind] > 1 and last in self.prefixes

    def _cut(self, before: str, line: str) -> bool:
        """Whether a word that is longer than a line was cut there, without a hyphen: it stands whole elsewhere, or its parts do not."""
        last, first = _CUT.search(before[-_LONGEST:]), _WORD.match(line)
        if last is None or first is None:
            return _ADDRESS.search(before[-_LONGEST:]) is not None
        parts = last[0].casefold(), first[0].casefold()
        return "".join(parts) in self.words or min(self.words[part] for part in parts) < 2


class Joined:
    """Lines put together one after the other. Only the end is looked at, so that a line of a long paragraph takes no longer than others."""

    def __init__(self, hyphens: Hyphens) -> None:
        self._hyphens, self._done, self.end = hyphens, list[str](), ""

    def add(self, line: str, *, full: bool = False, beside: bool = False) -> None:
        """Add a line; ``full`` as for :meth:`Hyphens.join`, ``beside`` where no blank parts it from the last one."""
        self.end = f"{self.end}{line}" if beside else self._hyphens.join(self.end, line, full=full)
        if len(self.end) > 10 * _LONGEST:
            self._done.append(self.end[: -2 * _LONGEST])
            self.end = self.end[-2 * _LONGEST :]

    def __str__(self) -> str:
        return "".join((*self._done, self.end))


def ends_in_hyphen(text: str) -> bool:
    """Whether a line ends in what may be a hyphen."""
    return text.endswith(_HYPHENS)


def _is_chinese(letter: str) -> bool:
    # A pattern with such ranges takes longer to compile than many pages to be read.
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\uff00" <= letter <= "\uffef"
