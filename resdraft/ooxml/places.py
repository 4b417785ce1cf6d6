"""Where the words of a text stand in a Word file: which characters of a paragraph count, and in which runs they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import P, w
from resdraft.ooxml.pieces import Piece
from resdraft.ooxml.projections import Paragraph

_DROPPED = str.maketrans("", "", "\u00ad\u200b\ufeff")
"""Characters of layout that are no part of the words: optional hyphens, places for a break."""
REPEATED_REFERENCE = "\ufffc"
"""The unit that stands for a second reference to a footnote: Word has none, so a file of ours has its mark typed."""
_PICTURES = tuple(w(name) for name in ("drawing", "pict", "object"))


class Place(NamedTuple):
    """Where a provision stands in a file. A provision of several paragraphs reads with a line break between them."""

    stretches: tuple[Stretch, ...]
    automatic: bool = False
    """Whether Word counts its label."""
    exact: bool = False
    """Whether every character counts, as in a file of ours; see :func:`shown`."""

    @property
    def elements(self) -> list[etree._Element]:
        """The paragraphs of the file, or the table."""
        return [element for stretch in self.stretches for element in stretch.paragraph.elements]


class Stretch(NamedTuple):
    """Units ``start`` to ``end`` of a paragraph, as :func:`shown` counts them. Before ``start`` stands a typed label or a footnote's mark."""

    paragraph: Paragraph
    start: int
    end: int


def shown(piece: Piece, *, exact: bool) -> str:
    """The characters of a piece that count as words. Each is a unit, and so is each footnote reference.

    Args:
        piece: of a paragraph.
        exact: whether all characters count. Otherwise those of layout do not: optional hyphens, page breaks. In a file of ours, a typed mark
            in the style of references is one unit, as it refers again to the footnote of that mark.
    """
    if exact and piece.raised and piece.text:
        return REPEATED_REFERENCE
    if exact or not piece.text or (piece.text.isascii() and piece.text != "\n"):
        return piece.text
    if piece.text == "\n" and piece.child is not None and piece.child.get(w("type")) in ("page", "column"):
        return ""
    return piece.text.translate(_DROPPED)


def typed_label(stretch: Stretch, label: str, *, exact: bool) -> tuple[int, int] | None:
    """The units that a clause's typed label takes; None where it is not typed there in these characters."""
    head = "".join(shown(piece, exact=exact) for piece in own_pieces(stretch.paragraph) if not piece.note)[: stretch.start]
    at = head.find(label) if label else -1
    return (at, at + len(label)) if at >= 0 else None


def own_pieces(paragraph: Paragraph) -> Sequence[Piece]:
    """The pieces that count: no typed marks of references, not a footnote's own number."""
    return [piece for piece in paragraph.pieces if piece.note or (piece.note is None and piece.text)]


def note_start(paragraph: Paragraph, *, exact: bool) -> int:
    """How many units a footnote's own mark takes at its beginning, with the blanks behind it.

    Habits differ: the mark may be Word's number or typed, in the style of references or just raised, with a tab or blanks behind it.
    """
    start, blank = 0, True
    for piece in own_pieces(paragraph):
        if piece.note or not (piece.raised or (not exact and "^" in piece.emphasis)):
            if not exact and piece.note is None and blank:
                text = shown(piece, exact=exact)
                start += len(text) - len(text.lstrip())
                if not text.strip():
                    continue
            elif exact and piece.text.startswith("\t"):
                start += 1
            break
        start += len(shown(piece, exact=exact))
    return start


def holder(paragraph: Paragraph) -> etree._Element:
    """The paragraph of the file, or the table, that holds the first words of a paragraph."""
    run = next((piece.run for piece in paragraph.pieces if piece.run is not None), None)
    return paragraph.elements[0] if run is None else next(run.iterancestors(P))


def has_picture(paragraph: Paragraph) -> bool:
    """Whether the paragraph holds a picture or another object."""
    return any(next(element.iter(*_PICTURES), None) is not None for element in paragraph.elements)


def picture_name(paragraph: Paragraph) -> str:
    """What a picture is said to show: its alternative text."""
    for element in paragraph.elements:
        for name in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            return (name.get("descr") or name.get("title") or "").strip()
    return ""
