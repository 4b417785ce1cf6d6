"""Where the instruments of a document begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind
from resdraft.read.line import Line
from resdraft.read.lines import LineReader

_BARE = re.compile(
    r"[^\d\[(（]{0,40}(?:\[[^\]]+\]|[A-Z]+(?:-[A-Z]+)*\d*/(?:\d+|[A-Z]\b)|\d+[A-Z]?)(?:号(?:决议|决定))?\s*([(（][^()（）]*[)）])?[\W\d]*"
)
_FAR = 12
"""So many lines below its number line an instrument has its formula or first call."""


def instrument_starts(lines: Sequence[Line], words: Lexicon) -> list[int]:
    """Where the instruments of a document begin, by the places of their number lines.

    A line that only looks like a number line, such as a citation in a report or a clause that is nothing but a citation, is none: a head
    must follow, which is a known formula, or a title and a call.
    """
    if known := [n for n, line in enumerate(lines) if line.known and line.known.kind is Kind.NUMBER and not line.known.joins]:
        return known
    if styled := [n for n, line in enumerate(lines) if line.explicit is Kind.NUMBER]:
        return styled
    reader = LineReader(lines, words)
    numbers = [n for n in range(len(lines)) if reader.is_number(n)]
    return [n for n in numbers if _BARE.fullmatch(lines[n].text) and _opens(reader, n, set(numbers))]


def _opens(reader: LineReader, n: int, numbers: set[int]) -> bool:
    """Whether an instrument begins at number line ``n``: its formula, or its title and a call, stands before the next of ``numbers``."""
    lines, words = reader.lines, reader.words
    # A clause that cites an instrument ends with a comma.
    if n and lines[n].ends_with_comma:
        return False
    for m in range(n + 1, min(n + _FAR, len(lines))):
        if m in numbers:
            return False
        line = lines[m]
        if words.starts(line.text, words.formulas) and (line.ends_with_comma or _wraps(lines, m)):
            return True
        if words.call_kind(line.text) and reader.is_call(m):
            return not n or m > n + 1
    return False


def _wraps(lines: Sequence[Line], m: int) -> bool:
    """Whether the formula that begins at line ``m`` ends on the line below it."""
    return (
        m + 1 < len(lines) and not lines[m].ends_clause and lines[m + 1].text.startswith("(") and lines[m + 1].ends_with_comma
    )
