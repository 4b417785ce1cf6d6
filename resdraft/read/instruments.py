"""Where the instruments of a document begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from resdraft.errors import Problem, WrongUsage
from resdraft.model.lexicon import Lexicon, fold
from resdraft.model.resolution import Kind
from resdraft.read.line import Line
from resdraft.read.lines import LineReader

Part: TypeAlias = int | str | None
"""Which resolution of a file is meant: its place, from 1, or the words that its number line begins with; None where there is only one."""

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


def bounds_of_part(
    lines: Sequence[Line], starts: Sequence[int], part: Part, name: str, pages: Sequence[int] = ()
) -> tuple[int, int]:
    """The first line of the resolution that is meant, and the line behind its last one.

    Args:
        lines: those of the whole text.
        starts: where its resolutions begin. ``pages`` are those that they begin on, where they are known.
        part: which is meant, from 1, or the words that its number line begins with; None where there is only one.
        name: the file's name, for messages.

    Raises:
        WrongUsage: where there are several and ``part`` does not say which, or where there is no such part.
    """
    on = [f" (p. {page})" for page in pages] or [""] * len(starts)
    several = "".join(
        f"\n  {name}#{n}: {lines[at].text[:70].strip()}{said}" for n, (at, said) in enumerate(zip(starts, on, strict=True), 1)
    )
    if part is None and len(starts) > 1:
        raise WrongUsage(Problem(f"{len(starts)} resolutions in it", f"say which:{several}", file=name))
    found = _named(lines, starts, part) if isinstance(part, str) else 1 if part is None else part
    if not 0 < found <= max(1, len(starts)):
        what = (
            f"no resolution {part} in it, but {max(1, len(starts))}"
            if isinstance(part, int)
            else f'no one resolution is "{part}"'
        )
        raise WrongUsage(Problem(what, f"there are:{several}" if several else "leave out the number", file=name))
    return (starts[found - 1] if len(starts) > 1 else 0), (starts[found] if found < len(starts) else len(lines))


def _named(lines: Sequence[Line], starts: Sequence[int], said: str) -> int:
    """Which resolution is meant by the words that its number line begins with, from 1; 0 where none or several begin so.

    ``Resolution 140`` is ``RESOLUTION 140 (REV. DUBAI, 2018)``, and not ``RESOLUTION 1402``.
    """
    wanted = " ".join(fold(said).split())
    heads = [" ".join(fold(lines[at].text).split()) for at in starts]
    found = [n for n, head in enumerate(heads, 1) if head.startswith(wanted) and not head[len(wanted) :][:1].isalnum()]
    return found[0] if len(found) == 1 else 0
