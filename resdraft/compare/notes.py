"""Footnotes and endnotes: which became which. Their text is revised, deleted or copied with the references to them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import text_of
from resdraft.differences.alignment import align
from resdraft.differences.items import Item, Role
from resdraft.differences.similarity import Similarity
from resdraft.limits import count
from resdraft.ooxml.names import ID, MINUS, PLUS, P, w
from resdraft.ooxml.package import related
from resdraft.ooxml.story import Story, open_story

NOTE_KINDS = ("footnote", "endnote")
_MIN_SIMILARITY = 0.4
"""Below this similarity a note in the same place is another note."""


class FileText(NamedTuple):
    """A file and its main part."""

    parts: Mapping[str, bytes]
    main: str
    """The name of the main part."""
    root: etree._Element
    """The root of the main part."""


class Notes:
    """The notes of one kind in both files, in the order of the references to them.

    Args:
        kind: one of ``NOTE_KINDS``.
        old: the old file.
        new: the new file.
        name: the old file's name, for messages.
    """

    def __init__(self, kind: str, old: FileText, new: FileText, name: str) -> None:
        self.kind = kind
        self.parts: list[str] = []
        self.stories: list[Story | None] = []
        self.bodies: list[dict[str, etree._Element]] = []
        referred: list[list[str]] = []
        for parts, main, root in (old, new):
            known = related(parts, main, f"{kind}s")
            story = open_story(parts[known[0]], known[0], name) if known else None
            self.parts.append(known[0] if known else "")
            self.stories.append(story)
            self.bodies.append({n.get(ID, ""): n for n in story.root if n.tag == w(kind)} if story is not None else {})
            found = (reference.get(ID, "") for reference in root.iter(w(f"{kind}Reference"))) if known else ()
            referred.append([own for own in dict.fromkeys(found) if own in self.bodies[-1]])
        self.pairs = self._match(*referred)
        self._referred = referred[0]
        self._kept: set[str] = set()

    def _match(self, left: list[str], right: list[str]) -> dict[str, str]:
        """The ids of notes of the new file, with the ids of those of the old file that they were."""
        if not left or not right:
            return {}
        before, after = ([_item(self.bodies[side][own]) for own in owns] for side, owns in ((0, left), (1, right)))
        similarity, found = Similarity(before, after), align(before, after)
        pairs = [
            (i, j) for i, j in (*found.kept, *found.moved) if before[i] == after[j] or similarity.ratio(i, j, _MIN_SIMILARITY)
        ]
        return {right[j]: left[i] for i, j in pairs}

    def keys(self, *, new: bool) -> dict[tuple[str, str], Hashable]:
        """The keys of the notes of one file, by kind and id: a note and its counterpart have the same number."""
        numbers = {old: n for n, old in enumerate(self.pairs.values())}
        known = {their: numbers[mine] for their, mine in self.pairs.items()} if new else numbers
        return {(self.kind, own): (self.kind, n) for own, n in known.items()}

    def find_kept(self, root: etree._Element, made: Collection[etree._Element]) -> None:
        """Find out which notes stay, once the text is revised: those with a reference that stands in none of the marks that were made."""
        references = root.iter(w(f"{self.kind}Reference"))
        self._kept = {r.get(ID, "") for r in references if not any(e in made for e in r.iterancestors(*MINUS, *PLUS))}

    def kept(self) -> list[tuple[etree._Element, etree._Element]]:
        """The old and the new body of each note that stays."""
        return [(self.bodies[0][mine], self.bodies[1][their]) for their, mine in self.pairs.items() if mine in self._kept]

    def deleted(self) -> list[etree._Element]:
        """The bodies of old notes that the new text does not refer to."""
        return [self.bodies[0][own] for own in self._referred if own not in self._kept]

    def free_id(self) -> str:
        """An id that no note of the old file has."""
        return str(max(map(count, self.bodies[0]), default=0) + 1)


def _item(note: etree._Element) -> Item:
    text = "\n".join(text_of(p) for p in note.iter(P)).strip()
    return Item("note", Role.PARAGRAPH, text, text)
