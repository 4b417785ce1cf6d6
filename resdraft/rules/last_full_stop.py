"""RD111: the body of the text does not end in a full stop."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.resolution import Kind
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_HEADING = 80
"""A heading, which ends in nothing, has at most so many characters."""


def _find(text: CheckedText) -> Iterator[Fault]:
    body = [p for p in text.resolution.provisions if p.kind in (Kind.CLAUSE, Kind.BLOCK) and p.key.startswith("s")]
    if not text.operative or not body or body[-1].kind is not Kind.CLAUSE:
        return
    said = body[-1].text.plain.rstrip()
    listed = said.endswith((";", ",", "؛", "،", "；", "，"))
    if listed or (said[-1:].isalnum() and (len(said) > _HEADING or (body[-1].label is not None and body[-1].depth == 0))):
        stop = _STOP[text.words.language] if listed else None
        yield Fault(body[-1].key, len(said) - 1, len(said), "the text ends without a full stop", stop)


_STOP = {"zh": "。", **dict.fromkeys(("en", "fr", "es", "ru", "ar"), ".")}
RULE = Rule(
    "RD111",
    "last-full-stop",
    Level.WARNING,
    "The last clause of the body ends in a full stop.",
    head("resolves", "1\tto act;", "2\tto report;"),
    head("resolves", "1\tto act;", "2\tto report."),
    _find,
)
