"""RD402: a resolution is cited in an edition that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS, CitationStatus
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for key, found in text.citations:
        if found.citation.kind in INSTRUMENTS and found.status is CitationStatus.IMPOSSIBLE:
            said = found.why or f"{found.in_force} is in force"
            yield Fault(key, found.citation.start, found.citation.end, f"{found.citation.text}: {said}")


RULE = Rule(
    "RD402",
    "designation-impossible",
    Level.ERROR,
    'No body adopted such an edition: the place, the year or "Rev." is wrong, or lacks.',
    head("recalling", "a)\tResolution 140 (Rev. Busan, 2018), on the outcomes;", "resolves", "1\tto act."),
    head("recalling", "a)\tResolution 140 (Rev. Dubai, 2018), on the outcomes;", "resolves", "1\tto act."),
    _find,
)
