"""Footnotes and endnotes: which became which, their bodies revised, struck or brought along with the references to them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping

from lxml import etree

from resdraft.compare.blocks import words_of
from resdraft.diff.alignment import align
from resdraft.diff.similarity import Similarity
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text
from resdraft.ooxml.names import ID, MINUS, PLUS, P, w
from resdraft.ooxml.package import related
from resdraft.ooxml.story import Story, open_story

KINDS = ("footnote", "endnote")
_ALIKE = 0.4
"""Below this likeness a note in the same place is another note."""


class Notes:
    """The notes of one kind in both files, in the order of the references to them.

    Args:
        old: the parts of the old file, ``new`` those of the new one; ``roots`` are the roots of their main parts.
    """

    def __init__(
        self,
        kind: str,
        old: tuple[Mapping[str, bytes], str, etree._Element],
        new: tuple[Mapping[str, bytes], str, etree._Element],
        name: str,
    ) -> None:
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
        """Notes of the new file by those of the old one that they were."""
        if not left or not right:
            return {}
        before, after = (
            [Provision(Kind.CLAUSE, Text.of(_words_of_note(self.bodies[side][own]))) for own in owns]
            for side, owns in ((0, left), (1, right))
        )
        alike, found = Similarity(before, after), align(before, after)
        pairs = [(i, j) for i, j in (*found.kept, *found.moved) if before[i] == after[j] or alike.of(i, j, _ALIKE)]
        return {right[j]: left[i] for i, j in pairs}

    def known(self, *, new: bool) -> dict[tuple[str, str], Hashable]:
        """What each note is known by to the other file: a number."""
        numbers = {old: n for n, old in enumerate(self.pairs.values())}
        known = {their: numbers[mine] for their, mine in self.pairs.items()} if new else numbers
        return {(self.kind, own): (self.kind, n) for own, n in known.items()}

    def settle(self, root: etree._Element, made: Collection[etree._Element]) -> None:
        """Take note of which references stay in the text, once it is revised: those that stand in none of the marks that were made."""
        references = root.iter(w(f"{self.kind}Reference"))
        self._kept = {r.get(ID, "") for r in references if not any(e in made for e in r.iterancestors(*MINUS, *PLUS))}

    def revised(self) -> list[tuple[etree._Element, etree._Element]]:
        """The bodies of notes that are still referred to, old and new."""
        return [(self.bodies[0][mine], self.bodies[1][their]) for their, mine in self.pairs.items() if mine in self._kept]

    def gone(self) -> list[etree._Element]:
        """The bodies of old notes that nothing of the new text refers to any more."""
        return [self.bodies[0][own] for own in self._referred if own not in self._kept]

    def free_id(self) -> str:
        """An id that no note of the old file has."""
        numbers = [int(own) for own in self.bodies[0] if own.lstrip("-").isdigit()]
        return str(max([0, *numbers]) + 1)


def _words_of_note(note: etree._Element) -> str:
    return "\n".join(words_of(p) for p in note.iter(P)).strip()
