"""In which order sources are shown: one order for tables, pages, summaries and tags, whatever names them.

Codes (``RUS``, ``AFCP``) come first, in the order of codes. Names follow by script, as Unicode has scripts: Latin, Cyrillic, Arabic, Chinese.
Within a script letters count first and their accents only between names of the same letters (Unicode Technical Standard 10). Of it and of
the tailorings of CLDR only what names of sources need is here:

- Russian Ё stands with Е, behind it where all else is the same; Й is a letter of its own.
- Spanish Ñ is a letter between N and O; elsewhere it is N with an accent.
- Arabic names are ordered without the article, and alef is one letter whatever hamza or madda it bears, as lists of States have them.
- Chinese names are ordered as GB 2312 has the characters: the 3,755 common ones by pinyin, the others behind them by radical. That is near to
  the order by pinyin, which needs readings of words; no language section has confirmed it.

The author of a mark in Word is a name for programs: it keeps the order of code points, whatever the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from resdraft.model.scripts import plainly

_ARTICLE = re.compile(r"\bال(?=\w\w)")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ٱ": "ا"})
_LETTERS = {"й"}
"""What decomposes and yet is a letter of its own."""
_LETTERS_OF = {"es": _LETTERS | {"ñ"}}

Key = tuple[bool, list[tuple[int, str]], str, str]


def in_order(sources: Iterable[str], language: str) -> tuple[str, ...]:
    """Sources as they are shown in a text of a language, each once."""
    return tuple(sorted(set(sources), key=lambda source: source_key(source, language)))


def source_key(source: str, language: str) -> Key:
    """What a source is ordered by: its letters, then their accents, then its code points; codes first. No two sources have the same."""
    if source.isascii() and source.upper() == source:
        return False, [], "", source
    own = _LETTERS_OF.get(language, _LETTERS)
    said = _ARTICLE.sub("", plainly(unicodedata.normalize("NFC", source)).casefold()).translate(_LIGATURES)
    letters: list[tuple[int, str]] = []
    accents = []
    for character in said:
        first, marks = (whole := unicodedata.normalize("NFD", character))[0], whole[1:]
        if character in own:
            letters.append((ord(first), marks))
        elif unicodedata.category(character) != "Mn":
            letters.append(_place(first))
            accents.append(marks or " ")
        else:
            accents.append(character)
    return True, letters, "".join(accents), source


def _place(letter: str) -> tuple[int, str]:
    """Where a letter stands: the Chinese characters of GB 2312 before all others, as it has them."""
    common = letter.encode("gb2312", "ignore") if "\u3400" < letter <= "\u9fff" else b""
    return (0x3400, common.hex()) if common else (ord(letter), "")
