"""RD602: a quotation mark without its other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_AFTER_FIGURE = re.compile(r"[\d′']\"")
"""Inches or seconds, or a quotation that ends in a figure: which one cannot be told."""


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.worded:
        said = p.text.plain
        straight = said.count('"') % 2 == 1
        for opening, closing in (("“", "”"), ("«", "»")):
            # A straight mark and a curved one are one pair, which RD606 tells.
            if said.count(opening) == said.count(closing) or (straight and opening == "“"):
                continue
            # Quotations of several paragraphs open in each and close once: they are left alone where the next paragraph goes on.
            at = said.rfind(opening) if said.count(opening) > said.count(closing) else said.find(closing)
            missing = "nothing closes" if said[at] == opening else "nothing opens"
            if text.whole.count(opening) != text.whole.count(closing):
                yield Fault(p.key, at, at + 1, f"{missing} {said[at]}")
        curved = said.count("“") == said.count("”")
        if straight and curved and text.whole.count('"') % 2 and not _AFTER_FIGURE.search(said):
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
