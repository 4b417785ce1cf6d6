"""All that a paragraph cites outside its own text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resdraft.cite.documents import documents
from resdraft.cite.instruments import BodyOf, instruments
from resdraft.cite.patterns import Patterns
from resdraft.cite.provisions import paragraphs, provisions
from resdraft.model.citation import Citation

_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def outside(text: str, words: Patterns, own_body: str, body_of: BodyOf) -> list[Citation]:
    """The citations of a paragraph in order, none within another. What stands in an address of the web is none."""
    if not _DIGIT.search(text):
        return []
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    found = list(instruments(text, words, own_body, body_of))
    if words.numbered_text.search(text):
        found += paragraphs(text, words, found)
        found += provisions(text, words, own_body)
    found += documents(text, words)
    return apart(found)


def apart(found: Iterable[Citation]) -> list[Citation]:
    """Citations in the order of the text; of two that overlap the one that begins first, then the longer."""
    out: list[Citation] = []
    for citation in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or citation.start >= out[-1].end:
            out.append(citation)
    return out
