"""RD302: a reference that can mean several clauses."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for reference in text.referred:
        for target in reference.targets:
            if target.ambiguous:
                names = "; ".join(text.address(key) for key in target.keys)
                yield Fault(reference.key, target.start, target.end, f"it can mean {names}")


RULE = Rule(
    "RD302",
    "reference-ambiguous",
    Level.STYLE,
    "A reference names one clause: where two calls read alike it says which.",
    head(
        "recalling",
        "a)\tthis,",
        "noting",
        "b)\tthat,",
        "recalling",
        "a)\tmore,",
        "resolves",
        "1\tto act on recalling a) above.",
    ),
    head(
        "recalling",
        "a)\tthis,",
        "noting",
        "b)\tthat,",
        "recalling further",
        "a)\tmore,",
        "resolves",
        "1\tto act on noting b) above.",
    ),
    _find,
)
