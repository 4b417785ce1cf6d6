"""RD108: nothing stands below a call."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_LONG = 60
"""A call of so many characters has its clause on its own line, as in texts of the United Nations."""


def _find(text: CheckedText) -> Iterator[Fault]:
    below = {one.above.key for one in text.lists if one.above is not None}
    blocks = {p.key.rpartition("/")[0] for p in text.resolution.provisions}
    for p, _ in text.calls:
        if p.key not in below and p.key not in blocks and len(p.text.plain) < _LONG:
            yield Fault(p.key, 0, len(p.text.plain), "no clause stands below it")


RULE = Rule(
    "RD108",
    "call-empty",
    Level.ERROR,
    "A call opens a part; without a clause it says nothing.",
    head("recalling", "resolves", "1\tto act."),
    head("recalling", "a)\tthat it is so,", "resolves", "1\tto act."),
    _find,
)
