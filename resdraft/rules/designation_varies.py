"""RD403: one instrument is cited in two editions, or with "Rev." and without."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS, Citation
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    first: dict[tuple[str, str, str, int], Citation] = {}
    for key, found in text.citations:
        cited = found.citation
        if cited.kind not in INSTRUMENTS or cited.edition is None or not cited.edition.year:
            continue
        before = first.setdefault((cited.kind, cited.body, cited.number, cited.edition.year), cited)
        if before.edition is not None and before.edition.revised != cited.edition.revised:
            yield Fault(key, cited.start, cited.end, f"{cited.text}, which is {before.text} elsewhere in the text")


RULE = Rule(
    "RD403",
    "designation-varies",
    Level.WARNING,
    'One edition has one designation: with "Rev." or without.',
    head("recalling", "a)\tResolution 70 (Rev. Dubai, 2018);", "b)\tResolution 70 (Dubai, 2018),", "resolves", "1\tto act."),
    head(
        "recalling", "a)\tResolution 70 (Rev. Dubai, 2018);", "b)\tResolution 71 (Rev. Dubai, 2018),", "resolves", "1\tto act."
    ),
    _find,
)
