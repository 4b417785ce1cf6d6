"""RD606: straight quotation marks beside curved ones."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    curved, straight = sum(map(text.whole.count, "“”„«»")), text.whole.count('"')
    if curved and straight and straight <= curved:
        for p in text.worded:
            if (at := p.text.plain.find('"')) >= 0:
                yield Fault(p.key, at, at + 1, "a straight quotation mark, where others of the text are curved")


RULE = Rule(
    "RD606",
    "mixed-quotes",
    Level.STYLE,
    "A text has quotation marks of one kind.",
    head("resolves", '1\tto act on “the outcomes” and the "agenda".'),
    head("resolves", "1\tto act on “the outcomes” and the “agenda”."),
    _find,
)
