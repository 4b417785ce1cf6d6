"""Brackets and quotation marks in pairs, as the six languages have them."""

from __future__ import annotations

BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
QUOTATION_MARKS = {"“": "”", "«": "»", "„": "“”", "”": "“", "「": "」", "『": "』", "《": "》", "〈": "〉"}
"""What opens a quotation or a title, and what may close it. ``“`` opens one in English; it closes one in Russian, behind ``„``, and in Arabic
texts of the United Nations, behind ``”``."""
_EVERY = frozenset("".join((*QUOTATION_MARKS, *QUOTATION_MARKS.values())))


def quotation_marks_left_over(text: str) -> list[int]:
    """The places of the quotation marks without another half, in order.

    >>> quotation_marks_left_over("«о „плане“» и “the plan")
    [14]
    """
    opened: list[int] = []
    alone: list[int] = []
    for n, character in enumerate(text):
        if opened and character in QUOTATION_MARKS[text[opened[-1]]]:
            opened.pop()
        elif character in QUOTATION_MARKS:
            opened.append(n)
        elif character in _EVERY:
            alone.append(n)
    return sorted(alone + opened)
