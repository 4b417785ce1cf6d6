"""Brackets and quotation marks in pairs, as the six languages have them."""

from __future__ import annotations

import re

BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
QUOTATION_MARKS = {"“": "”", "«": "»", "„": "“”", "”": "“", "「": "」", "『": "』", "《": "》", "〈": "〉"}
"""What opens a quotation or a title, and what may close it. ``“`` opens one in English; it closes one in Russian, behind ``„``, and in Arabic
texts of the United Nations, behind ``”``."""
EVERY_QUOTATION_MARK = "".join(dict.fromkeys("".join((*QUOTATION_MARKS, *QUOTATION_MARKS.values()))))
_EVERY = re.compile(f"[{EVERY_QUOTATION_MARK}]")


def quotation_marks_left_over(text: str) -> list[int]:
    """The places of the quotation marks without another half, in order.

    >>> quotation_marks_left_over("«о „плане“» и “the plan")
    [14]
    """
    opened: list[int] = []
    alone: list[int] = []
    for found in _EVERY.finditer(text):
        if opened and found[0] in QUOTATION_MARKS[text[opened[-1]]]:
            opened.pop()
        elif found[0] in QUOTATION_MARKS:
            opened.append(found.start())
        else:
            alone.append(found.start())
    return sorted(alone + opened)
