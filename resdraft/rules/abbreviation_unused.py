"""RD502: an abbreviation is defined and never used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resdraft.rules.abbreviations import LETTERS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    said = Counter(word.rstrip("s") for word in LETTERS.findall(text.whole)) if text.abbreviations else Counter[str]()
    for one in text.abbreviations:
        # Names of bodies are known by their letters outside of the text too: only what the text itself abbreviates counts.
        if one.before[-1][0].islower() and said[one.short.rstrip("s")] == 1:
            yield Fault(one.provision.key, one.start, one.end, f"{one.short} is not used after it is explained")


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
