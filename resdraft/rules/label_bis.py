"""RD104: a ``bis`` without the clause that it follows."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.labels import label_meanings
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for one in text.lists:
        seen: set[tuple[str, int]] = set()
        for p in one.clauses:
            found = label_meanings(p.label) if p.label is not None else []
            if found and found[0].suffix and not any((m.style, m.ordinal) in seen for m in found):
                yield Fault(p.key, 0, 0, f"{p.label} has no clause before it to which it is added")
            seen.update((m.style, m.ordinal) for m in found)


RULE = Rule(
    "RD104",
    "label-bis",
    Level.ERROR,
    "bis, ter and so on count clauses added behind one that is there.",
    head("resolves", "1\tto act;", "3bis\tto report."),
    head("resolves", "1\tto act;", "1bis\tto report."),
    _find,
)
