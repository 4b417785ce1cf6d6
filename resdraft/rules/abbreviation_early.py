"""RD503: an abbreviation is used before it is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.resolution import Kind
from resdraft.rules.abbreviations import defined
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    order = {p.key: n for n, p in enumerate(text.resolution.provisions)}
    first: dict[str, tuple[int, int]] = {}
    for p, found in defined(text):
        first.setdefault(found["short"], (order[p.key], found.start("short")))
    for p in text.worded:
        # A title is read before the text, and a footnote behind it.
        if p.kind is not Kind.CLAUSE:
            continue
        for short, (at, start) in list(first.items()):
            said = re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", p.text.plain)
            if said is not None and (order[p.key], said.start()) < (at, start):
                yield Fault(
                    p.key,
                    said.start(),
                    said.end(),
                    f"{short} is explained only at {text.address(text.resolution.provisions[at].key)}",
                )
                del first[short]


RULE = Rule(
    "RD503",
    "abbreviation-early",
    Level.STYLE,
    "An abbreviation is explained where it stands first.",
    head(
        "noting",
        "a)\tthe outcomes of WSIS;",
        "b)\tthe World Summit on the Information Society (WSIS),",
        "resolves",
        "1\tto act on WSIS.",
    ),
    head(
        "noting",
        "a)\tthe World Summit on the Information Society (WSIS);",
        "b)\tthe outcomes of WSIS,",
        "resolves",
        "1\tto act on WSIS.",
    ),
    _find,
    ("en", "fr", "es"),
)
