"""RD608: two years run together, as where a change lost its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_FUSED = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?:19|20)\d\d(?![\d.,/-]\d|\d)")


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.resolution.provisions:
        for found in _FUSED.finditer(p.text.plain):
            yield Fault(
                p.key, found.start(), found.end(), f"{found[0][:4]} and {found[0][4:]} run together: one of them was struck out"
            )


RULE = Rule(
    "RD608",
    "fused-years",
    Level.ERROR,
    "Where a marked text is copied without its marks, old and new words run together.",
    head("resolves", "1\tto act in 20122015."),
    head("resolves", "1\tto act in 2015."),
    _find,
)
