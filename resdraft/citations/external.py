"""All that a paragraph cites outside its own text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resdraft.citations.citation_patterns import CitationPatterns
from resdraft.citations.documents import document_citations
from resdraft.citations.instruments import BodyOf, instrument_citations
from resdraft.citations.provisions import paragraph_citations, provision_citations
from resdraft.model.citation import Citation

_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def external_citations(text: str, patterns: CitationPatterns, own_body: str, body_of: BodyOf) -> list[Citation]:
    """The citations of a paragraph in order, none within another. What stands in an address of the web is none."""
    if not _DIGIT.search(text):
        return []
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    found = list(instrument_citations(text, patterns, own_body, body_of))
    if patterns.numbered_text.search(text):
        found += paragraph_citations(text, patterns, found)
        found += provision_citations(text, patterns, own_body)
    found += document_citations(text, patterns)
    return without_overlaps(found)


def without_overlaps(found: Iterable[Citation]) -> list[Citation]:
    """Citations in the order of the text; of two that overlap the one that begins first, then the longer."""
    out: list[Citation] = []
    for citation in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or citation.start >= out[-1].end:
            out.append(citation)
    return out
