"""RD704: words of another language that wait to be translated, as `resdraft transfer` quotes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.lexicon import LANGUAGES
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_GAP = re.compile(rf"\[({'|'.join(LANGUAGES).upper()}): (?:“|… )")


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.resolution.provisions:
        for found in _GAP.finditer(p.text.plain):
            yield Fault(p.key, found.start(), found.end(), f"these words are to be translated ({found[1].lower()})")


RULE = Rule(
    "RD704",
    "gap-left",
    Level.ERROR,
    "What `resdraft transfer` cannot carry over it quotes in the language of the original; it is to be translated.",
    head("resolves", "1\tto act [FR: “sans délai”]."),
    head("resolves", "1\tto act [FR] “at once”."),
    _find,
)
