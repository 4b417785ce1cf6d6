"""RD102: two clauses of a list bear one label."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.labels import fold_label
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

MOST = 4
"""So many labels of one list may be wrong; where more are, it is no list."""


def _find(text: CheckedText) -> Iterator[Fault]:
    for run in text.runs if not text.lines_lost else ():
        seen: set[str] = set()
        found = []
        for p, _ in run:
            label = fold_label(p.label or "")
            if label in seen:
                found.append(Fault(p.key, 0, 0, f"{p.label} is there already"))
            seen.add(label)
        # Numbers that come again and again are those of a table that lost its lines.
        yield from found if len(found) <= MOST else ()


RULE = Rule(
    "RD102",
    "label-repeat",
    Level.ERROR,
    "A label names one clause of its list: a reference to it must mean one thing.",
    head("resolves", "1\tto act;", "1\tto report."),
    head("resolves", "1\tto act;", "2\tto report."),
    _find,
)
