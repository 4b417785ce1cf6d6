"""The type that holds how one language says numbers and months. The words themselves are a data file of ``resdraft.lexicon``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

_ARTICLES = re.compile("(?:و|ف)?(?:ب|ل|ك)?(?:ال|لل)?(?=..)")
_CHINESE = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_RUN = re.compile("[零〇一二两三四五六七八九十百]+")
_WORD = re.compile(r"[^\W\d_]+")
_TENS, _FOUR, _TWENTY = 10, 4, 20
_LONGEST = 12
"""No number is said in more signs."""


@dataclass(frozen=True)
class NumberWords:
    """How a language says numbers and months. All words are folded; one that ends in ``*`` is the beginning of its forms."""

    language: str
    words: Mapping[str, int] = field(default_factory=dict, hash=False)
    times: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Words behind digits, "million", and the power of ten that each is."""
    months: tuple[tuple[str, ...], ...] = ()
    """The names of each month."""

    @cached_property
    def _beginnings(self) -> tuple[tuple[str, int], ...]:
        known = ((word[:-1], n) for word, n in self.words.items() if word.endswith("*"))
        return tuple(sorted(known, key=lambda pair: -len(pair[0])))

    def values(self, folded: str) -> tuple[set[int], set[int]]:
        """The numbers that words of a folded text say, and their parts: "seventy-eighth" is 78, of 70 and 8."""
        if self.language == "zh":
            whole = {_chinese(run) for run in _RUN.findall(folded)}
            return whole, {part for n in whole for part in (n % _TENS, n - n % _TENS)}
        whole, parts = set(), set()
        total, end = 0, -9
        for found in _WORD.finditer(folded):
            value = self._value(found[0])
            if value is None:
                continue
            # "soixante-dix-huit", "veinte y uno": what stands side by side, or with one small word between, is also one number.
            # In Arabic the ones stand before the tens.
            near = found.start() - end <= len(" et ")
            joined = near and (total >= _TENS or (self.language == "ar" and value >= _TENS))
            if joined or (near and total == _FOUR and value == _TWENTY and self.language == "fr"):
                whole.discard(total)
                # "quatre-vingts" is four twenties.
                total = total + value if joined else total * value
            else:
                total = value
            whole.add(total)
            parts.add(value)
            end = found.end()
        return whole, parts

    def _value(self, word: str) -> int | None:
        if self.language == "ar":
            for bare in dict.fromkeys((word, _ARTICLES.sub("", word, count=1), word[1:])):
                if bare in self.words:
                    return self.words[bare]
            return None
        return self.words.get(word) or next((n for start, n in self._beginnings if word.startswith(start)), None)


def _chinese(run: str) -> int:
    """What a run of Chinese numerals means: ``七十八`` is 78."""
    total, last = 0, 0
    for sign in run[:_LONGEST]:
        if sign in _UNITS:
            total, last = total + (last or 1) * _UNITS[sign], 0
        else:
            last = last * 10 + _CHINESE[sign]
    return total + last
