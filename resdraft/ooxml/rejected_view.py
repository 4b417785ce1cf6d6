"""What Word shows of one file with all marks rejected, kept before marks are put in: afterwards it must show the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from lxml import etree

from resdraft.ooxml.formatting import Formatting
from resdraft.ooxml.names import ID, MINUS, PLUS, P, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.projections import Paragraph
from resdraft.ooxml.proving import Difference, differences, whole_differences
from resdraft.ooxml.revisions import nothing
from resdraft.ooxml.view import LAST_PLACE, Line, lines
from resdraft.ooxml.whole_story import Signs, Whole, whole_story
from resdraft.ooxml.wordfile import WordFile

_MARKS = (*PLUS, *MINUS, w("pPrChange"))


class _OwnMeanings:
    """What the ids of a file stand for, within the file: themselves. What was not there before the marks is not seen."""

    def __init__(self, file: WordFile) -> None:
        root = file.story.root
        formatting = Formatting(None, {})
        self.paragraph = formatting.said
        self._said = formatting.said
        self._comments = {e.get(ID, "") for e in root.iter(w("commentReference"), w("commentRangeStart"))}
        self.names = {start.get(ID, ""): start.get(w("name"), "") for start in root.iter(w("bookmarkStart"))}

    def style(self, own: str) -> str:
        """The style itself."""
        return own

    def run(self, properties: etree._Element | None, _: etree._Element, __: str | None = None) -> Hashable:
        """All that the run says."""
        return self._said(properties)

    def relation(self, own: str) -> Hashable:
        """The relationship itself."""
        return own

    def note(self, kind: str, own: str) -> Hashable:
        """The note itself: what it says is compared once."""
        return kind, own

    def comment(self, own: str) -> Hashable:
        """The comment itself; None for a new one."""
        return own if own in self._comments else None

    def bookmark(self, own: str) -> str:
        """The name of a bookmark."""
        return self.names.get(own, LAST_PLACE)


class RejectedView:
    """Keeps what a file shows before marks are put in, and compares it with what it shows afterwards.

    Args:
        file: the file, before.
        found: its paragraphs with all marks rejected.
    """

    def __init__(self, file: WordFile, found: Sequence[Paragraph]) -> None:
        self.file, self.found = file, found
        self._written = {element: _bytes(element) for p in found for element in p.elements}
        self._meanings = _OwnMeanings(file)
        self._lists = file.root_of("numbering")
        self._whole = self._read_whole(found)
        self._notes = dict(self._read_notes())

    def unchanged(self) -> dict[etree._Element, Paragraph]:
        """The paragraphs that are the same bytes as before and bear no mark. They read the same, so they are not read again."""
        own = {p.elements[0]: p for p in self.found if len(p.elements) == 1}
        return {
            element: p
            for element, p in own.items()
            if _bytes(element) == self._written[element] and next(element.iter(*_MARKS), None) is None
        }

    def differences(self, now: Sequence[Paragraph]) -> Iterator[Difference]:
        """What differs.

        Args:
            now: the paragraphs with all marks rejected, as many as before; those that are unchanged are the same objects.
        """
        for before, after in zip(self.found, now, strict=True):
            if before is not after and before.elements:
                # What stands between paragraphs is no part of them here: it is seen in the whole.
                then = [etree.fromstring(self._written[element]) for element in before.elements]
                yield from differences(self._lines(then), self._lines(after.elements))
        yield from whole_differences(self._whole, self._read_whole(now))
        notes = dict(self._read_notes())
        for own, said in self._notes.items():
            yield from differences(said, notes.get(own, []))

    def _lines(self, elements: Sequence[etree._Element]) -> list[Line]:
        return lines(elements, nothing, self._meanings, between=False)

    def _read_whole(self, found: Sequence[Paragraph]) -> Whole:
        lists = Numbering(self._lists, self.file.styles)
        signs = Signs(ranges=Signs.of([self.file.parts.get(self.file.main, b"")], []).ranges)
        whole = whole_story(self.file.story.root, nothing, lists, signs=signs, found=found)
        return whole._replace(bookmark_names=whole.bookmark_names & {*self._meanings.names.values()})

    def _read_notes(self) -> Iterator[tuple[str, list[Line]]]:
        for note in self.file.notes.root if self.file.notes is not None else ():
            if next(note.iter(P), None) is not None:
                yield note.get(ID, ""), lines(note, nothing, self._meanings, between=False)


def _bytes(element: etree._Element) -> bytes:
    return etree.tostring(element, with_tail=False)
