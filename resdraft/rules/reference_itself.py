"""RD303: a clause that refers to itself."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for reference in text.referred:
        for target in reference.targets:
            if target.keys == (reference.key,):
                yield Fault(reference.key, target.start, target.end, "it is this very clause")


RULE = Rule(
    "RD303",
    "reference-itself",
    Level.WARNING,
    "A clause that refers to itself mostly meant a neighbour whose label has changed.",
    head("resolves", "1\tto act;", "2\tto report on resolves 2 above."),
    head("resolves", "1\tto act;", "2\tto report on resolves 1 above."),
    _find,
)
