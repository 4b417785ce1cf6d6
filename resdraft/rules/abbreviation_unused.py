"""RD502: an abbreviation is defined and never used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.abbreviations import defined
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for p, found in defined(text):
        said = len(re.findall(rf"(?<!\w){re.escape(found['short'])}s?(?!\w)", text.whole))
        # Names of bodies are known by their letters outside of the text too: only what the text itself abbreviates counts.
        if said == 1 and found["before"].split()[-1:] and found["before"].split()[-1][0].islower():
            yield Fault(p.key, found.start("short"), found.end("short"), f"{found['short']} is not used after it is explained")


RULE = Rule(
    "RD502",
    "abbreviation-unused",
    Level.STYLE,
    "An abbreviation that is not used again is left out.",
    head("noting", "a)\tthat small and medium enterprises (SMEs) grow,", "resolves", "1\tto act."),
    head("noting", "a)\tthat small and medium enterprises (SMEs) grow,", "resolves", "1\tto act with SMEs."),
    _find,
    ("en", "fr", "es"),
)
