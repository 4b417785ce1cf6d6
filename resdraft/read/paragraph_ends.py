"""Where the words of a Word paragraph begin and end as a line of the text."""

from __future__ import annotations

from resdraft.model.labels import LABEL
from resdraft.model.text import LINE_BREAK
from resdraft.ooxml.names import P
from resdraft.ooxml.places import holder
from resdraft.ooxml.projections import Paragraph
from resdraft.read.line import KnownParagraph

_BLANKS = f" \t\u00a0{LINE_BREAK}"


def is_split(paragraph: Paragraph) -> bool:
    """Whether its words stand in several paragraphs of the file: somebody split it. The blank at that place ends a paragraph then."""
    last = next((piece.run for piece in reversed(paragraph.pieces) if piece.run is not None), None)
    return last is not None and next(last.iterancestors(P)) is not holder(paragraph)


def trimmed(text: str, known: KnownParagraph | None) -> tuple[int, int]:
    """Where a line begins and ends without the blanks around it. In a marked file no more blanks are left out than in its base."""
    start, end = len(text) - len(text.lstrip(_BLANKS)), len(text.rstrip(_BLANKS))
    # Blanks in front of a label that was typed anew are no words.
    if known is not None and known.before is not None and not (known.labelled and LABEL.match(text, start)):
        start = min(start, known.before)
    if known is not None and known.after is not None:
        end = max(end, len(text) - known.after)
    return start, max(start, end)
