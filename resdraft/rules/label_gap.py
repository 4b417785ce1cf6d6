"""RD101: a list goes on without one of its letters or numbers."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.labels import label_in_list
from resdraft.rules.label_repeat import MOST
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for run in text.runs if text.counted and not text.lines_lost else ():
        before, found = 0, list[Fault]()
        # The first labels tell the form of them all.
        first = [one.label or "" for one, _ in run[:3]]
        for p, meaning in run:
            if meaning.ordinal > before + 1 and not meaning.suffix:
                missing = label_in_list(first, before + 1) or "another label"
                found.append(Fault(p.key, 0, 0, f"{p.label} follows where {missing} is due"))
            before = max(before, meaning.ordinal)
        yield from found if len(found) <= MOST else ()


RULE = Rule(
    "RD101",
    "label-gap",
    Level.ERROR,
    "A list counts without gaps: a reader who looks for the missing clause does not know whether it was lost.",
    head("resolves", "1\tto act;", "3\tto report."),
    head("resolves", "1\tto act;", "1bis\tto begin;", "2\tto report."),
    _find,
)
