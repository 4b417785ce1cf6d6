"""RD112: "and" ends a clause that is not the last but one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_AND = {"en": "and", "fr": "et", "es": "y", "ru": "и"}


def _find(text: CheckedText) -> Iterator[Fault]:
    word = _AND[text.resolution.language]
    for one in text.lists:
        for p in one.clauses[:-2]:
            found = re.search(rf"[;,]\s+({word})\s*$", p.text.plain)
            if found:
                yield Fault(
                    p.key,
                    found.start(1),
                    found.end(1),
                    f'"{word}" stands before the last clause of a list, and more than one follow',
                )


RULE = Rule(
    "RD112",
    "misplaced-and",
    Level.WARNING,
    "The conjunction before the last clause stays behind where clauses are added.",
    head("resolves", "1\tto act; and", "2\tto begin;", "3\tto report."),
    head("resolves", "1\tto act;", "2\tto begin; and", "3\tto report."),
    _find,
    tuple(_AND),
)
