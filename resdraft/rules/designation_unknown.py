"""RD405: a resolution is cited in an edition that the register does not have."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS, CitationStatus
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_WHY = "that edition is not in the register"


def _find(text: CheckedText) -> Iterator[Fault]:
    for key, found in text.citations:
        if found.citation.kind in INSTRUMENTS and found.status is CitationStatus.UNKNOWN and found.why == _WHY:
            yield Fault(
                key, found.citation.start, found.citation.end, f"{found.citation.text}: {_WHY}, which has {found.in_force}"
            )


RULE = Rule(
    "RD405",
    "designation-unknown",
    Level.STYLE,
    "For information: the register knows other editions of the text, and not this one. Either may lack something.",
    head("recalling", "a)\tResolution 140 (Rev. Doha, 2026), on the outcomes;", "resolves", "1\tto act."),
    head("recalling", "a)\tResolution 140 (Rev. Bucharest, 2022), on the outcomes;", "resolves", "1\tto act."),
    _find,
)
