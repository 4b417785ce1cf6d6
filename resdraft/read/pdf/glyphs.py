"""What is drawn on a page with Arabic or Hebrew letters: each glyph with its characters, as they are read, and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from math import inf
from typing import NamedTuple
from unicodedata import bidirectional, category, normalize

MIRROR = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))
_MIRRORED = {**MIRROR, **dict(zip("“”‘’", "”“’‘", strict=True))}
"""What pdfium mirrors, quotes as well, which Unicode does not."""
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""Letters as they are drawn at the start, in the middle or at the end of a word, and several drawn as one."""
_SHADDA = re.compile("([\u064b-\u0650])(\u0651)")
"""The sign of a double letter is written before that of a vowel, as people do."""
_FINAL = re.compile("[\u064b-\u064d]")
_BLANK = 0.15
"""A gap between two characters that is so wide, as a share of their size, is a blank."""
SAME = 0.05
"""Characters stand at one place that are so near each other, in points."""
_KINDS = {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "CS": "C", "ES": "E", "ET": "T"}


class Glyph(NamedTuple):
    """What is drawn at one place: its characters as they are read, the number of each on the page, and its box."""

    said: str
    at: tuple[int, ...]
    left: float
    right: float
    bottom: float
    size: float
    guessed: bool = False
    """Whether its right edge is not known."""
    raised: bool = False
    """Whether it stands higher than its line: such a number is the mark of a footnote, and part of no other."""

    @property
    def kind(self) -> str:
        """R for a letter that is read from the right, L for another, N for a digit; C, E, T for what may stand in numbers; else blank."""
        return _kind(self.said[0])


@cache
def _kind(letter: str) -> str:
    return _KINDS.get(bidirectional(letter), " ")


def as_drawn(said: str) -> Iterator[tuple[int, str]]:
    """The characters of a line in the order in which they are drawn: what pdfium's own guess turned is turned back."""
    classes = [_pdfium_class(letter) for letter in said]
    runs = [(kind, [n for n, _ in run]) for kind, run in groupby(enumerate(classes), lambda one: one[1])]
    count = sum(kind == "R" for kind, _ in runs)
    whole = 0 < count >= sum(kind == "L" for kind, _ in runs)
    right = whole
    turned: list[list[tuple[int, str]]] = []
    for kind, run in runs:
        if kind == "R" or (kind == " " and right):
            right = True
            turned.append([(n, _MIRRORED.get(said[n], said[n])) for n in reversed(run)])
        else:
            right = right and kind == "W"
            turned.append([(n, said[n]) for n in run])
    return chain.from_iterable(reversed(turned) if whole else turned)


@cache
def _pdfium_class(letter: str) -> str:
    kind = bidirectional(letter)
    if kind in ("R", "AL"):
        return "R"
    return "W" if kind in ("AN", "EN", "NSM", "CS", "ES", "ET", "BN") else "L" if kind == "L" else " "


@cache
def _ligatures() -> set[str]:
    """Letters that Unicode has as one character as well, such as lam and alef."""
    forms = (chr(code) for first, end in ((0xFB50, 0xFE00), (0xFE70, 0xFEFD)) for code in range(first, end))
    return {said for form in forms if len(said := normalize("NFKC", form)) > 1}


def whole(found: Sequence[Glyph]) -> Glyph:
    """What is drawn at one place as one glyph, with its characters in the order in which they are read."""
    said, own = "".join(glyph.said for glyph in found), False
    if len(said) == 1 and not "\ufb50" <= said <= "\ufefc":
        return found[0]
    if len(said) > 1:
        # Where a file itself says what a glyph stands for pdfium turns that, and gives each character a box of its own.
        own = max(glyph.right for glyph in found) - min(glyph.right for glyph in found) > SAME
        turned = said[::-1] if own and any(glyph.kind == "R" for glyph in found) else said
        known = turned in _ligatures() or turned[::-1] not in _ligatures()
        said = turned if known and category(turned[0]) != "Mn" else turned[::-1]
    if _FORMS.search(said):
        said = _FORMS.sub(lambda form: normalize("NFKC", form[0]).strip(), said)
    at = tuple(n for glyph in found for n in glyph.at)
    return found[0]._replace(said=said, at=at, right=max(glyph.right for glyph in found), guessed=own)


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs from the left, without what stretches words; vowel marks stand behind the letter over or under which they are drawn."""
    out = [glyph for glyph in glyphs if category(glyph.said[0]) != "Mn"]
    filling = [
        n for n in range(1, len(out) - 1) if _is_filling(out[n]) and all(_next(out, n, by).kind == "R" for by in (-1, 1))
    ]
    for n in reversed(filling):
        # What follows begins where it began: so no gap is left.
        out[n - 1] = out[n - 1]._replace(right=out[n].right)
        del out[n]
    if not out or len(out) == len(glyphs):
        return [*glyphs]
    for mark in glyphs:
        if category(mark.said[0]) == "Mn":
            middle = (mark.left + mark.right) / 2
            n = min(range(len(out)), key=lambda n: _distance(out[n], middle))
            said = _SHADDA.sub(r"\2\1", out[n].said + mark.said)
            out[n] = out[n]._replace(said=said, at=(*out[n].at, *mark.at))
    return out


def _is_filling(glyph: Glyph) -> bool:
    """Whether a glyph only stretches a word (kashida): LibreOffice has a control character for one."""
    return glyph.said == "\u0640" or category(glyph.said[0]) == "Cc"


def _next(glyphs: Sequence[Glyph], n: int, by: int) -> Glyph:
    """The next glyph on a side that stretches nothing, or the last."""
    n += by
    while 0 < n < len(glyphs) - 1 and _is_filling(glyphs[n]):
        n += by
    return glyphs[n]


def _distance(glyph: Glyph, middle: float) -> tuple[float, float]:
    outside = inf if glyph.said == " " else max(glyph.left - middle, middle - glyph.right, 0.0)
    return outside, abs((glyph.left + glyph.right) / 2 - middle)


def with_blanks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs, with a blank in each gap that is wide, and no two blanks behind each other."""
    out = [*glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        if before.said == glyph.said == " ":
            continue
        if " " not in (before.said, glyph.said):
            # Behind a final vowel mark a word ends.
            share = (
                _BLANK / 2
                if _FINAL.search(glyph.said) and before.said[0] not in "اى"
                else 2 * _BLANK
                if before.guessed
                else _BLANK
            )
            if glyph.left - before.right > share * max(before.size, glyph.size):
                out.append(glyph._replace(said=" ", at=glyph.at[:1], left=before.right, right=glyph.left))
        out.append(glyph)
    return out
