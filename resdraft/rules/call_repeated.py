"""RD107: two parts in a row are opened by the same call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from resdraft.model.lexicon import fold
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for (before, _), (p, _) in pairwise(text.calls):
        if fold(before.text.plain) == fold(p.text.plain):
            yield Fault(p.key, 0, len(p.text.plain), "the part before it has the same call: one list, or another verb")


RULE = Rule(
    "RD107",
    "call-repeated",
    Level.WARNING,
    "A second part of one kind has a suffix (recalling further, resolves also); the same call again is mostly left over from an insertion.",
    head("recalling", "a)\tthat it is so,", "recalling", "a)\tthat it was,", "resolves", "1\tto act."),
    head("recalling", "a)\tthat it is so,", "recalling further", "a)\tthat it was,", "resolves", "1\tto act."),
    _find,
)
