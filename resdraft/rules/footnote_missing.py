"""RD203: a reference to a footnote that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.text import NOTE_MARK
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.worded:
        for found in NOTE_MARK.finditer(p.text.plain):
            if not found[1]:
                yield Fault(p.key, found.start(), found.end(), f"there is no footnote {found[2]}")


RULE = Rule(
    "RD203",
    "footnote-missing",
    Level.ERROR,
    "A mark in the text leads to a footnote.",
    head("resolves", "1\tto act[^1]."),
    head("resolves", "1\tto act[^1].", "[^1]: At once."),
    _find,
)
