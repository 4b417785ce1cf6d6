"""RD301: a reference to a clause that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.citation import CitationKind, CitationStatus
from resdraft.model.lexicon import fold
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_BROKEN_LINE = re.compile(r"\D{3,40}\s\d")
"""A call such as "resolves 2 or 5 above shows" is the rest of a clause that a line end cut in two, as in text out of a PDF."""


def _find(text: CheckedText) -> Iterator[Fault]:
    # In a text whose lists begin anew a label may mean what cannot be told; an annex that is not here may be another text's.
    if (
        text.lines_lost
        or not text.calls
        or not text.counts_once
        or any(_BROKEN_LINE.match(p.text.plain) for p, _ in text.calls)
    ):
        return
    for key, found in text.citations:
        if found.citation.kind is not CitationKind.INTERNAL or found.status is not CitationStatus.IMPOSSIBLE:
            continue
        if not re.search("|".join(text.words.annexes), fold(f"{found.citation.number} {found.citation.text}")):
            yield Fault(key, found.citation.start, found.citation.end, found.why)


RULE = Rule(
    "RD301",
    "reference-broken",
    Level.ERROR,
    "A reference within the text means a clause of it; it is left over where clauses were moved or deleted.",
    head("resolves", "1\tto act;", "2\tto report on resolves 5 above."),
    head("resolves", "1\tto act;", "2\tto report on resolves 1 above."),
    _find,
)
