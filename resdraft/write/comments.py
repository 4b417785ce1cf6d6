"""Remarks on amendments as Word comments, each at the first paragraph that its amendment marks (ECMA-376 Part 1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Problem, Unfit
from resdraft.lexicon import lexicon
from resdraft.limits import count as number
from resdraft.model.edit import Replace
from resdraft.model.marked import Reason
from resdraft.model.resolution import Kind
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.names import AUTHOR, DATE, ID, PPR, RUN, P, W, w
from resdraft.ooxml.package import related
from resdraft.ooxml.paragraph_marks import Status
from resdraft.ooxml.revisions import MARKS
from resdraft.ooxml.story import Story, open_story
from resdraft.write.marking import Marker
from resdraft.write.parts import put_comments_part
from resdraft.write.runs import characters

_START, _END, _REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")


class _Anchor(NamedTuple):
    """Where a comment stands.

    ``marks`` are the marks of its amendment around the words of a paragraph that comes or goes. The anchor stands inside them, so that it
    comes and goes with the words. They are empty for a paragraph that stays.
    """

    paragraph: etree._Element
    marks: tuple[etree._Element, ...] = ()


class _Mark(NamedTuple):
    """A revision mark of an amendment, and the paragraph of the main part that it stands in."""

    element: etree._Element
    paragraph: etree._Element
    sources: frozenset[str]
    amendments: tuple[str, ...]


def put_comments(reasons: Sequence[Reason], marker: Marker, parts: dict[str, bytes]) -> None:
    """Put reasons as comments into a file that has just been marked.

    A reason whose amendment has no mark stands at the title, or else at the first paragraph, with the number of its amendment in front.

    Args:
        reasons: in the order in which they stand where several have one paragraph.
        marker: its file is changed.
        parts: the parts of the package; the comments' part, its relationship and its content type are put in, or its part grows.

    Raises:
        Unfit: where the file has no paragraph at all, or comments that cannot be read.
    """
    if not reasons:
        return
    file = marker.file
    known = related(parts, file.main, "comments")
    empty = Story(etree.Element(w("comments"), nsmap={"w": W}), file.story.strict)
    story = open_story(parts[known[0]], known[0], file.name) if known else empty
    if story is None:
        raise Unfit(Problem("its comments cannot be read", "open it in Word and save it again", file=file.name))
    free = _free_ids(marker, story.root)
    marks = list(_marks(marker))
    new: list[etree._Element] = []
    for reason in reasons:
        anchor, own = _anchor(reason, marks, marker), next(free)
        text = reason.text
        if anchor is None:
            anchor = _Anchor(_title(marker))
            text = f"{reason.amendment}: {text}" if reason.amendment else text
        _put_anchor(anchor, own)
        new.append(_comment(reason, text, own))
        story.root.append(new[-1])
    if lexicon(marker.marked.base.language).right_to_left:
        for p in (p for comment in new for p in comment):
            etree.SubElement(p, PPR).append(etree.Element(w("bidi")))
            p.insert(0, p[-1])
        direct_all(new, right_to_left=True)
    put_comments_part(parts, file.main, story.bytes())


def _free_ids(marker: Marker, comments: etree._Element) -> Iterator[str]:
    """Ids for new comments: none of a comment or of an anchor that is there, and all above those of footnotes and endnotes.

    LibreOffice (7.4) takes the id of a comment for that of a footnote, and gives the footnotes behind it wrong bodies.
    """
    anchors = (e for root in (comments, marker.root) for e in root.iter(w("comment"), _START, _END, _REFERENCE))
    endnotes = marker.file.root_of("endnotes")
    notes = (*marker.footnotes.root, *(endnotes if endnotes is not None else ()))
    used = {element.get(ID, "") for element in anchors}
    first = max((number(note.get(ID, "")) + 1 for note in notes), default=0)
    return (str(n) for n in count(first) if str(n) not in used)


def _comment(reason: Reason, text: str, own: str) -> etree._Element:
    comment = etree.Element(w("comment"), {ID: own, AUTHOR: reason.source})
    if reason.date:
        comment.set(DATE, f"{reason.date[:10]}T00:00:00Z")
    comment.set(w("initials"), reason.source)
    for line in text.split("\n"):
        characters(etree.SubElement(etree.SubElement(comment, P), RUN), line)
    return comment


def _marks(marker: Marker) -> Iterator[_Mark]:
    """The marks that belong to amendments, in the order of the text; those in a footnote stand in the paragraph that refers to it."""
    referring: dict[str, etree._Element] = {}
    for reference in marker.root.iter(w("footnoteReference")):
        referring.setdefault(reference.get(ID, ""), next(reference.iterancestors(P)))
    for root in (marker.root, marker.footnotes.root):
        for mark in root.iter(*MARKS):
            if not marker.marks.amendments.get(mark):
                continue
            paragraph = _paragraph(mark, referring)
            if paragraph is not None:
                yield _Mark(mark, paragraph, _sources(mark.get(AUTHOR, "")), marker.marks.amendments[mark])


def _paragraph(mark: etree._Element, referring: Mapping[str, etree._Element]) -> etree._Element | None:
    note = next(mark.iterancestors(w("footnote")), None)
    if note is not None:
        # The comment stands where the text refers to the footnote.
        return referring.get(note.get(ID, ""))
    # The mark of a table's row stands in no paragraph.
    return next(mark.iterancestors(P), None)


def _sources(author: str) -> frozenset[str]:
    return frozenset(author.split(", "))


def _anchor(reason: Reason, marks: Sequence[_Mark], marker: Marker) -> _Anchor | None:
    """The first paragraph that the amendment marks; None where it marks none.

    Marks of words come before those of paragraph marks: a paragraph mark may bear the change of the paragraph behind it.
    """
    source = _sources(reason.source)
    own = [m for m in marks if source <= m.sources and reason.amendment in m.amendments]
    if not own:
        moved = _moved_away(reason, marker)
        own = [m for m in marks if source <= m.sources and m.paragraph in moved]
    words = [m for m in own if next(m.element.iterancestors(PPR), None) is None]
    first = next(iter(words or own), None)
    if first is None:
        return None
    if not _comes_or_goes(first.paragraph, marker):
        return _Anchor(first.paragraph)
    inside = (m.element for m in words if m.paragraph is first.paragraph and next(m.element.iterancestors(P)) is m.paragraph)
    return _Anchor(first.paragraph, tuple(inside))


def _moved_away(reason: Reason, marker: Marker) -> list[etree._Element]:
    """The paragraphs that the amendment rewords and another one moves: their marks bear the number of the move alone."""
    keys = (o.edit.key for o in marker.marked.edits if isinstance(o.edit, Replace) and reason.amendment in o.amendments)
    return [element for key in keys if key in marker.places for element in marker.places[key].elements]


def _comes_or_goes(paragraph: etree._Element, marker: Marker) -> bool:
    """Whether the paragraph, or the row of a table that holds it, is there only when marks are accepted, or only when they are rejected."""
    state = marker.states.get(paragraph)
    if state is not None and state.status is not Status.KEPT:
        return True
    return any(row.find(f"{w('trPr')}/{w('del')}") is not None for row in paragraph.iterancestors(w("tr")))


def _title(marker: Marker) -> etree._Element:
    """The paragraph of the title, or the first one of the text."""
    provisions = [p for p in marker.marked.base.provisions if p.kind is not Kind.NOTE]
    for p in sorted(provisions, key=lambda p: p.kind is not Kind.TITLE):
        place = marker.places.get(p.key)
        for element in place.elements if place is not None else ():
            if element.tag == P:
                return element
    found = next(marker.root.iter(P), None)
    if found is None:
        raise Unfit(Problem("the file has no paragraph that a comment could stand at", file=marker.file.name))
    return found


def _put_anchor(anchor: _Anchor, own: str) -> None:
    """Put the range of a comment and its reference in: around all of the paragraph, or inside the marks that it comes and goes with.

    The reference stands behind the range, as Word writes it.
    """
    first, last = (anchor.marks[0], anchor.marks[-1]) if anchor.marks else (anchor.paragraph, anchor.paragraph)
    # Behind the starts of the comments before it, so that several stand in order.
    at = next((n for n, child in enumerate(first) if child.tag not in (PPR, _START)), len(first))
    first.insert(at, etree.Element(_START, {ID: own}))
    etree.SubElement(last, _END, {ID: own})
    etree.SubElement(etree.SubElement(last, RUN), _REFERENCE, {ID: own})
