"""RD103: a list mixes letters, numbers and dashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resdraft.model.labels import label_meanings
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_FEW = 3
"""A list of fewer clauses has no habit."""


def _find(text: CheckedText) -> Iterator[Fault]:
    for one in text.lists:
        labelled = [p for p in one.clauses if p.label is not None]
        if one.above is None or len(labelled) < max(_FEW, len(one.clauses)):
            continue
        styles = [{m.style for m in label_meanings(p.label or "")} for p in labelled]
        usual = Counter(style for found in styles for style in found).most_common(1)[0][0]
        odd = [p for p, found in zip(labelled, styles, strict=True) if usual not in found]
        # More than one are a list of their own, which the text does not tell from this one.
        if len(odd) == 1:
            yield Fault(odd[0].key, 0, 0, f"{odd[0].label} stands in a list of another form")


RULE = Rule(
    "RD103",
    "label-style",
    Level.WARNING,
    "The items of a list have labels of one form: letters in the preamble, numbers in the operative part, below them letters or dashes.",
    head("resolves", "1\tto act;", "2\tto begin;", "c)\tto report."),
    head("resolves", "1\tto act;", "2\tto begin;", "3\tto report."),
    _find,
)
