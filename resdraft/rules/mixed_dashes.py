"""RD607: a hyphen between blanks beside real dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_DASH = re.compile(r"(?<=\w )-(?= \w)")


def _find(text: CheckedText) -> Iterator[Fault]:
    if not re.search(r"\w [–—] \w", text.whole):
        return
    dash = "—" if text.whole.count(" — ") > text.whole.count(" – ") else "–"
    for p in text.worded:
        for found in _DASH.finditer(p.text.plain):
            yield Fault(p.key, found.start(), found.end(), "a hyphen for a dash, where the text has dashes", dash)


RULE = Rule(
    "RD607",
    "mixed-dashes",
    Level.STYLE,
    "A dash between words is of one kind throughout a text.",
    head("resolves", "1\tto act – at once - in time;", "2\tto report."),
    head("resolves", "1\tto act – at once – in time;", "2\tto report."),
    _find,
)
