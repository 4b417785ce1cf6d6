"""The characters of a page of a PDF, and where each stands."""

from __future__ import annotations

import re
from math import hypot, pi
from typing import Any

from resdraft.ooxml.symbol_fonts import AS_SHOWN

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""The letters of Hebrew and Arabic, and of scripts like these."""
_NARROW = 0.15
"""A gap between letters that is wider, as a share of their size, is a blank."""
_FEW = 4
"""So many letters, with a blank, may be drawn last of a line because its font lacks them."""
_APART = re.compile(r" [^\x00-\x7f]{1,3}(?= |$)")
_PRIVATE = re.compile("[\uf000-\uf0ff]")


class Characters:
    """The characters of a page, and where each stands: asked of pdfium, into one box."""

    upright = True
    """Whether its characters stand upright as the page is shown."""
    marks: list[int] | None = None
    """Where a raised number begins, which is the mark of a footnote; None where it has to be looked for."""

    def __init__(self, raw: Any, page: Any) -> None:
        from ctypes import byref, c_double, c_ushort

        self.page, self._loose = page, raw.FS_RECTF()
        self._x, self._y, self._tight = c_double(), c_double(), [c_double() for _ in range(4)]
        self._into, self._place, self._box = byref(self._loose), (byref(self._x), byref(self._y)), [*map(byref, self._tight)]
        self._ask, self._size, self._origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetFontSize, raw.FPDFText_GetCharOrigin
        self._matrix = raw.FS_MATRIX()
        self._ask_matrix, self._matrix_into = raw.FPDFText_GetMatrix, byref(self._matrix)
        self._angle = raw.FPDFText_GetCharAngle
        self._ask_tight, self._generated = raw.FPDFText_GetCharBox, raw.FPDFText_IsGenerated
        self.count = max(0, raw.FPDFText_CountChars(page))
        buffer = (c_ushort * (self.count + 1))()
        length = raw.FPDFText_GetText(page, 0, self.count, buffer)
        text = bytes(memoryview(buffer)[: max(0, length - 1)]).decode("utf-16-le", "ignore")
        self.text = text.translate(AS_SHOWN) if _PRIVATE.search(text) else text
        """The lines as pdfium reads them. What it leaves out, such as a control character, counts among the characters all the same."""
        told = range(len(self.text))
        same = len(told) == self.count
        self.at: list[int] = [*told] if same else [max(0, raw.FPDFText_GetCharIndexFromTextIndex(page, n)) for n in told]
        """The number of each character of the text among those of the page."""

    def origin(self, n: int) -> tuple[float, float]:
        """Where a character begins on its baseline. Boxes of characters reach as low as each does, and so tell no line from the next."""
        self._origin(self.page, self.at[n], *self._place)
        return self._x.value, self._y.value

    def right(self, n: int) -> float:
        """Where a character ends."""
        self._ask(self.page, self.at[n], self._into)
        return float(self._loose.right)

    def size(self, n: int) -> float:
        """The size of its font, in points."""
        return float(self._size(self.page, self.at[n]))

    def scale(self, n: int) -> float:
        """How much larger than its font says a character is drawn."""
        self._ask_matrix(self.page, self.at[n], self._matrix_into)
        return hypot(self._matrix.b, self._matrix.d) or 1.0

    def is_turned(self, n: int) -> bool:
        """Whether a character does not stand upright."""
        angle = float(self._angle(self.page, self.at[n])) % (2 * pi)
        # Where a font has no italics its letters are drawn aslant.
        return self.upright and pi / 4 < angle < 7 * pi / 4

    def is_generated(self, n: int) -> bool:
        """Whether pdfium itself put a character in, where it saw a gap."""
        return bool(self._generated(self.page, self.at[n]))

    def is_late(self, start: int, said: str, right: float) -> bool:
        """Whether some of a line, which ends at ``right``, stands before words that come earlier.

        Letters that a font lacks are taken from another one, and programs draw them behind the rest of the line, or of its words in one font:
        so pdfium has them last.
        """
        cut = said.rfind(" ")
        # Of several such words each but the first stands behind another one.
        while 0 < len(said) - cut < _FEW and cut > 0 and self.origin(start + cut - 1)[0] <= right:
            cut = said.rfind(" ", 0, cut)
        if cut > 0 and self.origin(start + cut - 1)[0] > right:
            return True
        return not said.isascii() and any(
            self.origin(start + n + 1)[0] < self.origin(start + n - 1)[0] for n in map(re.Match.start, _APART.finditer(said, 1))
        )

    def in_order(self, start: int, said: str) -> tuple[int, str]:
        """Where a line begins, and its words, in the order of their places. It is kept behind the text."""
        numbers = range(start, start + len(said))
        made = {n for n in numbers if self.is_generated(n)}
        placed = sorted((*self.origin(n), n) for n in numbers if n not in made)
        if max(y for _, y, _ in placed) - min(y for _, y, _ in placed) > self.size(start):
            return start, said
        begun, letters, right = len(self.at), "", 0.0
        for x, _, n in placed:
            if letters and " " not in (letters[-1], self.text[n]) and x - right > _NARROW * self.size(n):
                letters += " "
                self.at.append(self.at[next(iter(made), n)])
            letters += self.text[n]
            self.at.append(self.at[n])
            right = self.right(n)
        return begun, letters

    def gap(self, one: int, other: int) -> float:
        """How far the ink of a character stands behind that of another, in points."""
        self._ask_tight(self.page, self.at[one], *self._box)
        right = self._tight[1].value
        self._ask_tight(self.page, self.at[other], *self._box)
        return float(self._tight[0].value - right)
