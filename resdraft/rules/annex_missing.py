"""RD201: an annex is referred to that the text does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_OWN = {
    "en": r"\bannex(?:ed)?(?: \d+| [A-Z])? to (?:this|the present) (?:resolution|decision)\b",
    "fr": r"\bannexe(?: \d+| [A-Z])? (?:de|à) la présente (?:résolution|décision)\b",
    "es": r"\bexo(?: \d+| [A-Z])? (?:a|de) la presente (?:resolución|decisión)\b",
    "ru": r"приложени\w+(?: \d+| [A-ZА-Я])? к (?:настоящей резолюции|настоящему решению)",
}


def _find(text: CheckedText) -> Iterator[Fault]:
    if text.resolution.annexes:
        return
    for p in text.worded:
        found = re.search(_OWN[text.resolution.language], p.text.plain, re.IGNORECASE)
        if found:
            yield Fault(p.key, found.start(), found.end(), "the text has no annex")


RULE = Rule(
    "RD201",
    "annex-missing",
    Level.WARNING,
    "What the text refers to as its own annex has to be there.",
    head("resolves", "1\tto adopt the terms of reference in the annex to this resolution."),
    head(
        "resolves", "1\tto adopt the terms of reference in the annex to this resolution.", "ANNEX TO RESOLUTION 7", "1\tto act."
    ),
    _find,
    tuple(_OWN),
)
