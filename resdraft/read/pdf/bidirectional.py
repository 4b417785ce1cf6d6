"""The Unicode Bidirectional Algorithm (UAX #9) backwards: from what is drawn on a line to the order in which it is read.

It is not unique: "ITU 2018" in an Arabic line is drawn the same way, whichever of the two is read first. Such a number counts as one that
stands behind the word, as most do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resdraft.read.pdf.glyphs import MIRROR, Glyph

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BRACKETS = "()[]{}"
_COMMAS = (",", "،", ":", ";")
_OUTSIDE = " .,:;،؛"
"""What stands outside brackets, beside them."""


def looks(parts: Sequence[Sequence[Glyph]]) -> Iterator[int]:
    """For each bracket of which it is sure: 1 where it is stored as it looks, -1 where it is stored as it is read."""
    for part in parts:
        if not any(glyph.kind == "L" for glyph in part):
            for n, glyph in enumerate(part):
                if glyph.said in MIRROR and (sure := _sure(part, n)):
                    yield 1 if sure == glyph.said else -1


def in_reading_order(
    part: Sequence[Glyph], *, right_to_left: bool, arabic: bool = True, as_read: bool = False
) -> list[tuple[Glyph, str]]:
    """The glyphs of a line in the order in which they are read, each with its characters.

    Args:
        part: the glyphs from left to right, as they are drawn.
        right_to_left: the direction of the line.
        arabic: whether numbers stand in Arabic text, where a hyphen parts them.
        as_read: whether brackets are stored as they are read, and not as they look.
    """
    kinds = _numbers(["M" if glyph.raised and glyph.kind == "N" else glyph.kind for glyph in part], arabic=arabic)
    shapes = [_shape(part, kinds, n, as_read=as_read) for n in range(len(part))]
    pairs = _paired(shapes)
    if right_to_left:
        # A comma stands close to the word before it: so that tells on which side of it the reader goes on.
        for n in range(1, len(part) - 1):
            if shapes[n] in _COMMAS and shapes[n - 1] == " " != shapes[n + 1]:
                kinds[n] = "R"
        straight = _straight(kinds, pairs)
        runs = _runs([number or int(own) for own, number in zip(straight, _number_runs(kinds), strict=True)])
        order = [n for run in reversed(runs) for n in run]
    else:
        turned = _turned(shapes, kinds, pairs)
        straight = [not own for own in turned]
        order, numbers = [], _number_runs(kinds)
        for run in _runs([int(own) for own in turned]):
            inner = _runs([numbers[n] for n in run]) if turned[run[0]] else [range(len(run))]
            order += [run[m] for one in (reversed(inner) if turned[run[0]] else inner) for m in one]
    return [(part[n], shapes[n] if straight[n] or shapes[n] not in MIRROR else MIRROR[shapes[n]]) for n in order]


def _numbers(kinds: list[str], *, arabic: bool) -> list[str]:
    """The kinds, where what stands in a number belongs to it (rules W4 and W5)."""
    out = [*kinds]
    for n in range(1, len(kinds) - 1):
        if kinds[n - 1] == kinds[n + 1] == "N" and (kinds[n] == "C" or (kinds[n] == "E" and not arabic)):
            out[n] = "N"
    if not arabic:
        if (
            "E" in kinds
            and kinds[: kinds.index("E")] == ["N"] * (at := kinds.index("E"))
            and kinds[at + 1 : at + 2] in ([], [" "])
        ):
            # A number at the end of a line that goes on in the next one.
            out[at] = "N"
        for order in (range(len(out)), range(len(out) - 1, -1, -1)):
            last = ""
            for n in order:
                if kinds[n] == "T" and last == "N":
                    out[n] = "N"
                last = out[n]
    return out


def _number_runs(kinds: Sequence[str]) -> list[int]:
    """What is read from the left though letters are not: 1 for a number, with a raised one right of it; 2 for another raised one."""
    out: list[int] = []
    for n, kind in enumerate(kinds):
        out.append(1 if kind == "N" or (kind == "M" and n and out[-1] == 1) else 2 if kind == "M" else 0)
    return out


def _sure(part: Sequence[Glyph], n: int) -> str:
    """How a bracket looks, by what stands beside it: blank where that does not tell."""
    said = part[n].said
    if said not in _BRACKETS:
        return ""
    left = part[n - 1].said if n else ""
    right = part[n + 1].said if n + 1 < len(part) else ""
    opening = min(said, MIRROR[said])
    before, behind = left in _OUTSIDE, right in _OUTSIDE
    if before == behind and not (before and bool(left) != bool(right)):
        return ""
    opens = before if before != behind else not left
    return opening if opens else _PAIRS[opening]


def _shape(part: Sequence[Glyph], kinds: Sequence[str], n: int, *, as_read: bool) -> str:
    """A character as it looks."""
    said = part[n].said
    if said not in MIRROR:
        return said
    if sure := _sure(part, n):
        return sure
    left = next((kind for kind in reversed(kinds[:n]) if kind in "LR"), "R")
    right = next((kind for kind in kinds[n + 1 :] if kind in "LR"), "R")
    return said if left == right == "L" or not as_read else MIRROR[said]


def _paired(shapes: Sequence[str]) -> dict[int, int]:
    """The brackets that open, each with the one that closes it."""
    out: dict[int, int] = {}
    open_ones: list[int] = []
    for n, said in enumerate(shapes):
        if said in _PAIRS:
            open_ones.append(n)
        elif said in _PAIRS.values():
            match = next((m for m in reversed(open_ones) if _PAIRS[shapes[m]] == said), None)
            if match is not None:
                out[match] = n
                del open_ones[open_ones.index(match) :]
    return out


def _straight(kinds: Sequence[str], pairs: dict[int, int]) -> list[bool]:
    """For each glyph of a line from right to left whether it belongs to Latin words, with the numbers and signs between them."""
    out = [kind == "L" for kind in kinds]
    closing = {end: start for start, end in pairs.items()}
    latin = False
    for n, kind in enumerate(kinds):
        if kind in "LR":
            latin = kind == "L"
        elif kind in "NM":
            out[n] = latin
        elif n in pairs and any(one in "LRN" for one in kinds[n : pairs[n]]):
            # Rule N0: brackets belong to the Latin words in them only where one stands before them.
            latin = out[n] = latin and "R" not in kinds[n : pairs[n]]
        elif n in closing and any(one in "LRN" for one in kinds[closing[n] : n]):
            latin = out[n] = out[closing[n]]
    _fill(out, [kind in "LRN" or n in pairs or n in closing for n, kind in enumerate(kinds)])
    for n in range(1, len(kinds)):
        # The hyphen of a Latin word that goes on in the next line.
        if kinds[n] == "E" and kinds[n - 1] == "L" and kinds[n + 1 : n + 2] in ([], [" "]):
            out[n] = True
    for n in range(len(kinds) - 2, -1, -1):
        # What no blank parts from a Latin word belongs to it, as in 3GPP.
        if kinds[n] == "N" and not out[n]:
            end = next((m for m in range(n + 1, len(kinds)) if kinds[m] not in "CE"), n)
            out[n : end + 1] = [out[end]] * (end + 1 - n)
    return out


def _turned(shapes: Sequence[str], kinds: Sequence[str], pairs: dict[int, int]) -> list[bool]:
    """For each glyph of a line from left to right whether it belongs to words that are read from the right."""
    out = [kind == "R" for kind in kinds]
    strong = [kind in "LR" for kind in kinds]
    for start, end in pairs.items():
        if "L" in kinds[start:end]:
            strong[start] = strong[end] = True
    _fill(out, strong)
    for start, end in pairs.items():
        if out[end] and not out[start] and not strong[start]:
            out[start:end] = [True] * (end - start)
    for n in range(len(kinds) - 1, -1, -1):
        if kinds[n] == "N" and not out[n]:
            # A number left of such words is read behind them where an Arabic comma or no blank parts it from them.
            end = next((m for m in range(n + 1, len(kinds)) if kinds[m] in "LRN"), n)
            between = shapes[n + 1 : end]
            if out[end] and (end == n + 1 or "،" in between or " " not in between):
                out[n:end] = [True] * (end - n)
    return out


def _fill(out: list[bool], strong: Sequence[bool]) -> None:
    """What stands between two of a kind is of their kind (rule N1)."""
    last = -1
    for n, own in enumerate(strong):
        if own:
            if last >= 0 and out[last] and out[n]:
                out[last:n] = [True] * (n - last)
            last = n


def _runs(marks: Sequence[int]) -> list[range]:
    """Where stretches of the same mark stand; each glyph that has none is a stretch of its own."""
    out: list[range] = []
    for n, mark in enumerate(marks):
        if mark and n and marks[n - 1] == mark:
            out[-1] = range(out[-1].start, n + 1)
        else:
            out.append(range(n, n + 1))
    return out
