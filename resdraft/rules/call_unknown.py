"""RD106: a call that the lexicon of the language does not have."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for p, _ in text.calls:
        if text.words.call_kind(p.text.plain) is None:
            yield Fault(p.key, 0, len(p.text.plain), "no ITU text that is known opens a part so")


RULE = Rule(
    "RD106",
    "call-unknown",
    Level.STYLE,
    "Few verbs open the parts of resolutions; an unknown one may be a slip, or a clause without its label.",
    head("musing", "a)\tthat it is so,", "resolves", "1\tto act."),
    head("recalling", "a)\tthat it is so,", "resolves", "1\tto act."),
    _find,
)
