"""RD401: a resolution is cited in an edition that is no longer in force."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS, CitationStatus
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for key, found in text.citations:
        if found.citation.kind in INSTRUMENTS and found.status is CitationStatus.STALE:
            said = found.why or f"{found.in_force} is in force"
            yield Fault(key, found.citation.start, found.citation.end, f"{found.citation.text}: {said}")


RULE = Rule(
    "RD401",
    "designation-stale",
    Level.WARNING,
    "A resolution is cited as the last conference adopted it; last conference's designation is the commonest slip.",
    head("recalling", "a)\tResolution 140 (Rev. Busan, 2014), on the outcomes;", "resolves", "1\tto act."),
    head("recalling", "a)\tResolution 140 (Rev. Bucharest, 2022), on the outcomes;", "resolves", "1\tto act."),
    _find,
)
