"""RD201: an annex is referred to that the text does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.lexicon import fold
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_OWN = {
    "en": r"\bannex(?:ed)?( \d+| [A-Z])? (?:(?:to|of) (?:this|the present) (?:resolution|decision)\b|hereto\b)",
    "fr": r"\bannexe( \d+| [A-Z])? (?:de|à) la présente (?:résolution|décision)\b",
    "es": r"\banexo( \d+| [A-Z])? (?:a|de) la presente (?:resolución|decisión)\b",
    "ar": r"ملحق( \d+)? [بل]?(?:هذا القرار|هذا المقرر)",
    "zh": r"本(?:决议|决定)的?附件(\d+)?",
    "ru": r"приложени\w+( \d+| [A-ZА-Я])? к (?:настоящей резолюции|настоящему решению)",
}


_NUMBER = re.compile(r"\d+|[^\W\d]+")


def _find(text: CheckedText) -> Iterator[Fault]:
    own = {number for annex in text.resolution.annexes for number in _NUMBER.findall(fold(annex.heading.plain))}
    told = set()
    for p in text.worded:
        for found in re.finditer(_OWN[text.resolution.language], p.text.plain, re.IGNORECASE):
            number = (found[1] or "").strip()
            absent = not text.resolution.annexes or (number and fold(number) not in own)
            if absent and fold(number) not in told:
                told.add(fold(number))
                yield Fault(p.key, found.start(), found.end(), f"the text has no annex {number}".rstrip())


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
