"""Citations with the day of adoption inside a list, and with letters of another alphabet that look the same."""

from __future__ import annotations

import pytest

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.instruments import instrument_citations


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "its resolutions 56/183 of 21 December 2001 and 57/238 of 20 December 2002", ["56/183", "57/238"]),
        ("fr", "les résolutions 56/183 du 21 décembre 2001 et 57/238 du 20 décembre 2002", ["56/183", "57/238"]),
        ("ru", "резолюции 56/183 от 21 декабря 2001 года и 57/238 от 20 декабря 2002 года", ["56/183", "57/238"]),
        ("ru", "резолюцию \u0410/RES/31/139 и резолюцию A/RES/31/140", ["31/139", "31/140"]),
        ("ru", "согласно \u0410/RES/70/1", ["70/1"]),
    ],
)
def test_the_numbers_are_found(language: str, text: str, numbers: list[str]) -> None:
    found = list(instrument_citations(text, citation_patterns(language), "", lambda *_: ""))
    assert sorted({citation.number for citation in found}) == numbers
    assert {citation.body for citation in found} == {"UNGA"}
