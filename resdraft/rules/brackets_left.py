"""RD702: square brackets in a text that was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_OPEN = re.compile(r"\[[^\[\]]{1,200}\]|\[$")
_ELLIPSIS = re.compile(r"\[(?:\.\.\.|…|sic)\]")


def _find(text: CheckedText) -> Iterator[Fault]:
    if not text.adopted:
        return
    for p in text.worded:
        for found in _OPEN.finditer(p.text.plain):
            if not _ELLIPSIS.fullmatch(found[0]):
                yield Fault(
                    p.key, found.start(), found.end(), "square brackets hold what is not agreed, and this text is adopted"
                )


RULE = Rule(
    "RD702",
    "brackets-left",
    Level.ERROR,
    "Square brackets stand around what is not agreed; nothing is open in a text that was adopted.",
    head("resolves", "1\tto act [at once]."),
    head("resolves", "1\tto act at once."),
    _find,
)
