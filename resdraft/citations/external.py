"""All that a paragraph cites outside its own text: instruments, provisions, paragraphs and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from resdraft.citations.citation_patterns import CitationPatterns
from resdraft.citations.documents import document_citations
from resdraft.citations.instruments import BodyOf, instrument_citations
from resdraft.citations.provisions import paragraph_citations, provision_citations
from resdraft.model.citation import Citation
from resdraft.model.scripts import places_of_plain, plainly

_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def external_citations(text: str, patterns: CitationPatterns, own_body: str, body_of: BodyOf) -> list[Citation]:
    """The citations of a paragraph in the order of the text; none overlaps another.

    Args:
        text: the words of the paragraph.
        patterns: those of the text's language.
        own_body: the body that adopted the text. "This conference" and, in a text of a WRC, a bare article mean its own. May be empty.
        body_of: gives the one body that met at a place in a year.
    """
    # Every citation has a digit. Most paragraphs have none, and need no other look.
    if not _DIGIT.search(text):
        return []
    plain = plainly(text)
    if plain != text:
        places = places_of_plain(text)
        return [_as_written(c, text, plain, places) for c in external_citations(plain, patterns, own_body, body_of)]
    if "://" in text or "www." in text:
        # The numbers in the address of a web page cite nothing. Blanks in their place keep the positions of all other characters.
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    found = list(instrument_citations(text, patterns, own_body, body_of))
    if patterns.numbered_text.search(text):
        found += paragraph_citations(text, patterns, found)
        found += provision_citations(text, patterns, own_body)
    found += document_citations(text, patterns)
    return without_overlaps(found)


def _as_written(c: Citation, text: str, plain: str, places: Sequence[int]) -> Citation:
    """A citation found in the plain form of a text, with its places and words in the text itself."""
    start, end = places[c.start], places[c.end - 1] + 1
    at = plain.find(c.written, c.start) if c.written else -1
    written = text[places[at] : places[at + len(c.written) - 1] + 1] if at >= 0 else c.written
    return c._replace(start=start, end=end, text=text[start:end], written=written)


def without_overlaps(found: Iterable[Citation]) -> list[Citation]:
    """Citations in the order of the text. Of two that overlap, the one that begins first stays; of two that begin together, the longer."""
    out: list[Citation] = []
    for citation in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or citation.start >= out[-1].end:
            out.append(citation)
    return out
