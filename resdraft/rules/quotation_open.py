"""RD602: a quotation mark without its other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.punctuation import QUOTATION_MARKS, quotation_marks_left_over
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_AFTER_FIGURE = re.compile(r"[\d′']\"")
"""Inches or seconds, or a quotation that ends in a figure: which one cannot be told."""


def _find(text: CheckedText) -> Iterator[Fault]:
    # A quotation may go over several paragraphs: what the text as a whole has in pairs is not told.
    whole = {text.whole[at] for at in quotation_marks_left_over(text.whole)}
    for p in text.worded:
        said = p.text.plain
        straight = said.count('"') % 2 == 1
        left_over = quotation_marks_left_over(said)
        # A straight mark and a curved one are one pair, which RD606 tells.
        alone = [at for at in left_over if said[at] in whole and not (straight and said[at] in "“”„")]
        if alone:
            at = alone[-1] if said[alone[-1]] in QUOTATION_MARKS else alone[0]
            yield Fault(p.key, at, at + 1, f"a {said[at]} without its other half")
        if (
            straight
            and not any(said[at] in "“”„" for at in left_over)
            and text.whole.count('"') % 2
            and not _AFTER_FIGURE.search(said)
        ):
            at = said.rfind('"')
            yield Fault(p.key, at, at + 1, 'a " without its other half')


RULE = Rule(
    "RD602",
    "quotation-open",
    Level.WARNING,
    "A quotation begins and ends.",
    head("resolves", "1\tto act on “the outcomes in time;", "2\tto report."),
    head("resolves", "1\tto act on “the outcomes” in time;", "2\tto report."),
    _find,
)
