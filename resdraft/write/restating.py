"""Which words of a Word file can be written a second time, as an option does: those without an object, a field or an anchor among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.edit import Move
from resdraft.model.marked import Marked
from resdraft.model.resolution import Resolution
from resdraft.ooxml.names import MATHS, w
from resdraft.ooxml.paragraph_editor import Unchangeable
from resdraft.ooxml.places import Place, has_picture, own_pieces, shown
from resdraft.ooxml.projections import Paragraph
from resdraft.write.runs import token_starts

_NAMES = (
    "fldChar fldSimple drawing pict object sdt bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference "
    "permStart permEnd"
)
_ANCHORS = (*(w(name) for name in _NAMES.split()), f"{{{MATHS}}}oMath")
"""What stands in a file only once. A reference to a footnote does not count: its footnote is written again with it."""
_COMMENT = w("commentReference")
_STAYING = (w("bookmarkStart"), _COMMENT)
_NOT_COPYABLE = (w("fldChar"), w("fldSimple"), w("sdt"), f"{{{MATHS}}}oMath")


def restatable(base: Resolution, places: Mapping[str, Place]) -> Callable[[str, int, int], bool]:
    """A function that says whether some tokens of a provision can be written a second time.

    Args:
        base: the text.
        places: where each provision stands in the file.

    Returns:
        It takes the key of a provision and a range of its tokens.
    """

    def can(key: str, start: int, end: int) -> bool:
        place = places.get(key)
        if place is None:
            return True
        starts = token_starts(base[key].text)
        low, high = starts[start], starts[end]
        at = 0
        for stretch in place.stretches:
            size = stretch.end - stretch.start
            first, last = max(low - at, 0), min(high - at, size)
            if first < last and _anchored(
                place, stretch.start + first, stretch.start + last, at=place.stretches.index(stretch)
            ):
                return False
            # A line break stands between two paragraphs of a provision.
            at += size + 1
        return True

    return can


def check_copyable(paragraph: Paragraph) -> None:
    """Refuse to write the words of a paragraph a second time where an object, a field or a content control stands among them.

    Raises:
        Unchangeable: with the reason.
    """
    if has_picture(paragraph):
        raise Unchangeable("a picture among them cannot be copied to the new place")
    for element in paragraph.elements:
        if next(element.iter(*_NOT_COPYABLE), None) is not None:
            raise Unchangeable("a field, formula or content control among them cannot be copied to the new place")


def left_behind(marked: Marked, places: Mapping[str, Place], root: etree._Element) -> list[str]:
    """What stays where clauses that move stood: it bears no mark (ECMA-376 Part 1, 17.13.4.3 and 17.13.6.2), and the move may be rejected.

    Returns:
        In words, for bookmarks that something in the file refers to, and for comments.
    """
    moved = dict.fromkeys(o.edit.key for o in marked.edits if isinstance(o.edit, Move) and o.edit.key in places)
    if not moved:
        return []
    targets = set(_targets(root))
    addresses = Addresses(marked.base, lexicon(marked.base.language))
    out = []
    for key in moved:
        within = [found for element in places[key].elements for found in element.iter(*_STAYING)]
        names = [name for found in within if (name := found.get(w("name"), "")) in targets]
        if names:
            out.append(
                f"{addresses.of(key)} moves, and its bookmark {', '.join(names)}, which the file refers to, stays where it stood"
            )
        if any(found.tag == _COMMENT for found in within):
            out.append(f"{addresses.of(key)} moves, and the comment on it stays where it stood")
    return out


def _targets(root: etree._Element) -> Iterator[str]:
    """The bookmarks that fields and links refer to."""
    for element in root.iter(w("instrText"), w("fldSimple"), w("hyperlink")):
        if element.tag == w("hyperlink"):
            yield element.get(w("anchor"), "")
        else:
            yield from (element.get(w("instr")) or element.text or "").split()[:2]


def _anchored(place: Place, start: int, end: int, at: int) -> bool:
    """Whether an anchor or an object stands among the units of a stretch."""
    paragraph = place.stretches[at].paragraph
    runs, unit = [], 0
    for piece in own_pieces(paragraph):
        size = 1 if piece.note else len(shown(piece, exact=place.exact))
        if unit < end and unit + size > start and piece.run is not None:
            runs.append(piece.run)
        unit += size
    if not runs:
        return False
    inside = False
    for element in (found for whole in paragraph.elements for found in whole.iter()):
        if element is runs[0]:
            inside = True
        if inside and element.tag in _ANCHORS:
            return True
        if element is runs[-1]:
            return any(found.tag in _ANCHORS for found in element.iter())
    return False
