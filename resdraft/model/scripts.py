"""Digits and signs of other scripts, as the digits and signs of ASCII: numbers and designations are read one way in all languages."""

from __future__ import annotations

import re

# Arabic-Indic, Persian and full-width digits, the Arabic signs between digits, and the blanks that divide thousands.
_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９٫٬\u202f\u2009", "0123456789" * 3 + ".\xa0\xa0\xa0", strict=True))
_SIGNS = dict(zip("（）［］，．／：；－\u2212،؛\u3000\xa0\u202f\u2009", "()[],./:;--,;    ", strict=True))
_UNSEEN = (0x640, 0x61C, *range(0x64B, 0x660), 0x670, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Kashida, Arabic vowel marks, and what directs text: they part no word and are not compared."""
_WESTERN = str.maketrans(_DIGITS)
_PLAINLY = str.maketrans({**_DIGITS, **_SIGNS, "٬": ",", **dict.fromkeys(map(chr, _UNSEEN))})


_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
"""Between other digits a full-width comma parts two numbers."""


def western(text: str) -> str:
    """A text of the same length with the digits 0 to 9, and with the signs between them, for those of other scripts."""
    return text if text.isascii() else _THOUSANDS.sub(",", text).translate(_WESTERN)


def plainly(text: str) -> str:
    """A text as designations are read: western digits, ASCII brackets and commas, no vowel marks and nothing that directs text."""
    return text if text.isascii() else text.translate(_PLAINLY)


def places_of_plain(text: str) -> list[int]:
    """For each character of :func:`plainly`, and for its end, the place of that character in the text itself."""
    return [*(n for n, character in enumerate(text) if ord(character) not in _UNSEEN), len(text)]
