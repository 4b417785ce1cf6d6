"""Proof of a comparison: with its marks rejected Word shows the old file, with its marks accepted the new one.

Only what was revised is read again, before and after, with ``ooxml/view``, which knows nothing of how the marks were written; what no
paragraph shows alone is read part by part.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import BlockMatch
from resdraft.compare.content_keys import ContentKeys
from resdraft.ooxml.names import ID, w
from resdraft.ooxml.proving import Difference, When, differences, judge
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.view import LAST_PLACE, Line, lines


class PartMeanings:
    """What the ids in a part of one of the two files stand for, in terms of the old file.

    Args:
        keys: the keys of the part.
        root: its root.
        notes: the roots of the parts of notes, by their kinds.
        comments: what each comment says, by its id.
        counts: which marks count, for what notes say.
        unseen: the names of bookmarks that count as none.
    """

    def __init__(
        self,
        keys: ContentKeys,
        root: etree._Element,
        notes: Mapping[str, etree._Element | None],
        comments: Mapping[str, Hashable],
        counts: MarkFilter,
        unseen: Collection[str] = (),
    ) -> None:
        self._unseen = unseen
        self.keys, self.counts, self._notes, self._comments = keys, counts, notes, comments
        self.style, self.run, self.paragraph = keys.formatting.style, keys.formatting.run, keys.formatting.paragraph
        self.relation = keys.relationships.content
        self._root = root
        self._names: dict[str, str] | None = None
        self._bodies: dict[str, dict[str, etree._Element]] = {}
        self._said: dict[tuple[str, str], Hashable] = {}

    def note(self, kind: str, own: str) -> Hashable:
        """What a footnote or endnote says: a note has another id in each file."""
        if (kind, own) not in self._said:
            if kind not in self._bodies:
                root = self._notes.get(kind)
                self._bodies[kind] = (
                    {note.get(ID, ""): note for note in root if note.tag == w(kind)} if root is not None else {}
                )
            body = self._bodies[kind].get(own)
            # A note holds no notes, and what else it shows is proved where it is revised.
            found = lines(body, self.counts, self) if body is not None else []
            self._said[kind, own] = tuple((line.words, line.formatting) for line in found)
        return self._said[kind, own]

    def comment(self, own: str) -> Hashable:
        """What a comment says, and who."""
        return self._comments.get(own, "")

    def bookmark(self, own: str) -> str:
        """The name of a bookmark by its id."""
        if self._names is None:
            self._names = {start.get(ID, ""): start.get(w("name"), "") for start in self._root.iter(w("bookmarkStart"))}
        name = self._names.get(own, "")
        return LAST_PLACE if name in self._unseen else name


class _Region(NamedTuple):
    """Consecutive blocks that were revised."""

    old: list[Line]
    """How they must read with all marks rejected."""
    new: list[Line]
    """How they must read with all marks accepted."""
    now: list[etree._Element]
    """What they are now."""


class Proof:
    """Observes the revision of a container: reads what is revised, before and after.

    Args:
        before: what the ids of the old and the new part stand for.
        name: the old file's name, for messages.
    """

    def __init__(self, before: tuple[PartMeanings, PartMeanings], name: str) -> None:
        self._meanings, self.name = before, name
        self._regions: list[_Region] = []
        self._open = self._in_region = False
        self._last: BlockMatch | None = None
        self._before: Sequence[etree._Element] = ()

    def before(self, match: BlockMatch) -> None:
        """Read the blocks of a match that is about to be revised."""
        pair, goes_on = bool(match.old and match.new), self._in_region
        self._in_region = self._open or not match.same
        if self._in_region:
            if not self._open and (pair or not goes_on):
                self._regions.append(_Region([], [], []))
                if not pair and self._last is not None:
                    # At the end of a container the mark of the paragraph before is the one that is inserted or deleted.
                    self._add(self._last)
                    self._regions[-1].now.extend(self._before)
            self._add(match)
            # A paragraph that stays closes the region. One that is inserted or deleted may be joined with the next: it stays open.
            self._open = not pair
        self._last = match if pair else None

    def _add(self, match: BlockMatch) -> None:
        region = self._regions[-1]
        region.old.extend(lines(match.old, nothing, self._meanings[0]))
        region.new.extend(lines(match.new, everything, self._meanings[1]))

    def after(self, now: Sequence[etree._Element]) -> None:
        """Keep the blocks that a match was revised into."""
        self._before = now
        if self._in_region:
            self._regions[-1].now.extend(now)

    def check(self, rejected: PartMeanings, accepted: PartMeanings, excused: Collection[str] = ()) -> list[Difference]:
        """Compare how the revised blocks read with how they must read.

        Args:
            rejected: what the ids of the part stand for now, with all marks rejected.
            accepted: likewise, with all marks accepted.
            excused: aspects that are known not to be carried over here.

        Returns:
            What is told.

        Raises:
            OurFault: where they differ in what is not told.
        """
        told: list[Difference] = []
        for old, new, now in self._regions:
            for wanted, when, meanings in ((old, When.REJECTED, rejected), (new, When.ACCEPTED, accepted)):
                found = lines(now, meanings.counts, meanings)
                told += judge(list(differences(wanted, found)), when, self.name, excused)
        return told
