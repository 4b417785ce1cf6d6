"""RD603: a word twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.punctuation import QUOTATION_MARKS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]{2,}|(?:19|20)\d\d|(?-i:[aàyи]))(\s+\1)(?!\))(?![\w'’-])", re.IGNORECASE)
_MEANT = {"that", "had", "nous", "vous", "в", "все"}
"""Words that may stand twice: "that that is so"."""


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.worded:
        for found in _TWICE.finditer(p.text.plain):
            quoted = p.text.plain[found.start() - 1 : found.start()] in ('"', *QUOTATION_MARKS)
            if (
                found[1].casefold() not in _MEANT
                and not quoted
                and not (found[1][0].isupper() and found[2].strip()[0].isupper())
            ):
                # The first letter tells a sentence that begins with a word from one that ends with it.
                yield Fault(p.key, found.start(2), found.end(2), f'"{found[1]}" stands twice', "")


RULE = Rule(
    "RD603",
    "doubled-word",
    Level.WARNING,
    "A word that stands twice is left over where words were changed beside it.",
    head("resolves", "1\tto act on the the outcomes."),
    head("resolves", "1\tto act on the outcomes."),
    _find,
    ("en", "fr", "es", "ru"),
)
