"""RD206: two footnotes have one mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.resolution import Kind
from resdraft.model.text import Span
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_AGAIN = re.compile(r"(.+)~\d+")
"""The reader of Word files gives the second of two notes with one typed mark a mark of its own: ``*~2``."""


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.resolution.provisions:
        again = _AGAIN.fullmatch(p.label or "") if p.kind is Kind.NOTE else None
        first, *rest = p.text.spans or (Span(""),)
        # In a text the second note of one mark is no note, but a paragraph that begins with a reference and a colon.
        begun = first.note if p.kind is not Kind.NOTE and rest and rest[0].text.startswith(":") else None
        if again or begun:
            yield Fault(p.key, 0, 0, f"another footnote has the mark {again[1] if again else begun}")


RULE = Rule(
    "RD206",
    "footnote-clash",
    Level.ERROR,
    "A mark leads to one footnote: of two with one mark, nobody can tell which is meant.",
    head("resolves", "1\tto act[^1];", "2\tto report.", "[^1]: At once.", "[^1]: In time."),
    head("resolves", "1\tto act[^1];", "2\tto report[^2].", "[^1]: At once.", "[^2]: In time."),
    _find,
)
