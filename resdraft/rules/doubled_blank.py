"""RD604: two blanks, or a blank before a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_TWO = re.compile(r"(?<=\S) {2,9}(?=\S)")
_BEFORE = re.compile(r"(?<=\w) {1,9}(?=[,;](?:\s|$))")


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.worded:
        said = p.text.plain
        # French has a blank before the semicolon.
        before = [] if text.resolution.language == "fr" else list(_BEFORE.finditer(said))
        for found in before:
            yield Fault(p.key, found.start(), found.end(), "a blank before a comma or semicolon", "")
        known = {found.start() for found in before}
        for found in _TWO.finditer(said):
            if found.start() not in known:
                yield Fault(p.key, found.start(), found.end(), f"{len(found[0])} blanks", " ")


RULE = Rule(
    "RD604",
    "doubled-blank",
    Level.STYLE,
    "One blank stands between words, and none before a comma.",
    head("resolves", "1\tto act  in time."),
    head("resolves", "1\tto act in time."),
    _find,
)
