"""The resolution: a tree that never changes, and the same tree as a sequence of provisions.

The tree has sections, each opened by a call, clauses below clauses, annexes and footnotes. The sequence has one provision for each
paragraph, as they stand on the page. Edits, Word paragraphs and lines of text all refer to provisions. ``Resolution.provisions`` gives the
sequence of a tree, ``Resolution.assemble`` the tree of a sequence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from resdraft.model.designation import Designation
from resdraft.model.text import Text

DEEPEST = 50
"""No text is read whose clauses stand deeper: the tree of one is gone through level by level, and what is built to be deep would stop it."""


class Kind(StrEnum):
    """What a paragraph is in the instrument. The values stand in JSON and in text (``\\call``)."""

    NUMBER = "number"
    TITLE = "title"
    REFERENCE = "reference"
    FORMULA = "formula"
    CALL = "call"
    CLAUSE = "clause"
    BLOCK = "block"
    ANNEX = "annex"
    ANNEX_TITLE = "annextitle"
    NOTE = "note"


class Provision(NamedTuple):
    """One paragraph of the instrument."""

    kind: Kind
    text: Text
    label: str | None = None
    """A clause's label as printed, or a footnote's mark; None where there is none."""
    depth: int = 0
    """How many clauses stand above a clause in its section."""
    key: str = ""
    """The path in the tree, such as ``s5/3/1`` or ``annex1/s1/4``. Labels play no part in it. Empty for a provision that is in no base."""

    @property
    def content(self) -> Provision:
        """The provision without its key, for comparing with one of another text."""
        return self._replace(key="")

    @property
    def line(self) -> str:
        """The paragraph as one string: label, tab, words. Footnote references give no text."""
        return f"{self.label}\t{self.text.plain}" if self.label is not None else self.text.plain


class Clause(NamedTuple):
    """A clause, lettered, numbered or without label, and the clauses below it."""

    text: Text
    label: str | None = None
    children: tuple[Clause, ...] = ()
    opaque: bool = False
    """Whether it is no clause but a table or a picture, which is kept in its place as it is. Its text is only for searching."""


class Section(NamedTuple):
    """A call and its clauses. The call is None where clauses stand without one, as in most annexes."""

    call: Text | None
    clauses: tuple[Clause, ...] = ()


class Annex(NamedTuple):
    """An annex: its number line, its title if it has one, and its sections."""

    heading: Text
    title: Text | None = None
    sections: tuple[Section, ...] = ()


class Note(NamedTuple):
    """A footnote: its mark and its text."""

    mark: str
    text: Text


@dataclass(frozen=True)
class Resolution:
    """An instrument in one language and one edition.

    Attributes:
        language: the two-letter code.
        provenance: where the text comes from, as pairs of name and value in the order of the file. It is not part of the fingerprint.
    """

    title: Text = field(default_factory=Text)
    sections: tuple[Section, ...] = ()
    number: Text | None = None
    reference: Text | None = None
    formula: Text | None = None
    annexes: tuple[Annex, ...] = ()
    notes: tuple[Note, ...] = ()
    language: str = "en"
    provenance: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The text as people read it, a paragraph a line."""
        return "\n".join(provision.line for provision in self.provisions)

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """The paragraphs in order, each with its key."""
        return tuple(_flatten(self))

    @cached_property
    def by_key(self) -> dict[str, int]:
        """Position in ``provisions`` of each key."""
        return {provision.key: at for at, provision in enumerate(self.provisions)}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the normalised text: the same for a text file and a Word file of the same instrument."""
        import hashlib

        # Emphasis, links and the kinds of hyphen and blank are left out: they differ between a text file and Word.
        lines = (_normal(p.line + "".join(f"[^{mark}]" for mark in p.text.notes)) for p in self.provisions)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def designation(self) -> Designation:
        """Number and edition from the number line; from the provenance where there is none."""
        if self.number is not None:
            return Designation.parse(self.number.plain)
        said = dict(self.provenance)
        return Designation(said.get("number", ""), said.get("edition", ""))

    def __getitem__(self, key: str) -> Provision:
        return self.provisions[self.by_key[key]]

    def subtree(self, key: str) -> Sequence[Provision]:
        """The provision and all below it: a call's clauses, a clause's children, an annex's text.

        Raises:
            KeyError: where there is no such key.
        """
        start = self.by_key[key]
        head, end = self.provisions[start], start + 1
        while end < len(self.provisions) and _below(head, self.provisions[end]):
            end += 1
        return self.provisions[start:end]

    @staticmethod
    def assemble(
        provisions: Iterable[Provision], language: str = "en", provenance: tuple[tuple[str, str], ...] = ()
    ) -> Resolution:
        """Build the tree from its paragraphs; their keys do not matter.

        Args:
            provisions: in the order of the text. A clause that is more than one level deeper than the clause above it becomes its child.
            language: the two-letter code.
            provenance: as in :class:`Resolution`.
        """
        return _assemble(provisions, Resolution(language=language, provenance=provenance))


def _below(head: Provision, other: Provision) -> bool:
    if other.kind in (Kind.CLAUSE, Kind.BLOCK):
        return head.kind in (Kind.CALL, Kind.ANNEX) or (head.kind in (Kind.CLAUSE, Kind.BLOCK) and other.depth > head.depth)
    return head.kind is Kind.ANNEX and other.kind in (Kind.ANNEX_TITLE, Kind.CALL)


def _normal(line: str) -> str:
    # U+2011 is the non-breaking hyphen that Word files have in "ITU-T", U+00AD the soft hyphen, which is not printed.
    line = unicodedata.normalize("NFC", line).replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(line.split())


def _flatten(r: Resolution) -> Iterator[Provision]:
    if r.number is not None:
        yield Provision(Kind.NUMBER, r.number, key="number")
    if r.title.spans:
        yield Provision(Kind.TITLE, r.title, key="title")
    if r.reference is not None:
        yield Provision(Kind.REFERENCE, r.reference, key="reference")
    if r.formula is not None:
        yield Provision(Kind.FORMULA, r.formula, key="formula")
    yield from _flatten_sections(r.sections, "")
    for n, annex in enumerate(r.annexes, 1):
        key = f"annex{n}"
        yield Provision(Kind.ANNEX, annex.heading, key=key)
        if annex.title is not None:
            yield Provision(Kind.ANNEX_TITLE, annex.title, key=f"{key}/title")
        yield from _flatten_sections(annex.sections, f"{key}/")
    for note in r.notes:
        yield Provision(Kind.NOTE, note.text, note.mark, key=f"note/{note.mark}")


def _flatten_sections(sections: Sequence[Section], prefix: str) -> Iterator[Provision]:
    for n, section in enumerate(sections, 1):
        key = f"{prefix}s{n}"
        if section.call is not None:
            yield Provision(Kind.CALL, section.call, key=key)
        yield from _flatten_clauses(section.clauses, key, 0)


def _flatten_clauses(clauses: Sequence[Clause], prefix: str, depth: int) -> Iterator[Provision]:
    for n, clause in enumerate(clauses, 1):
        key = f"{prefix}/{n}"
        yield Provision(Kind.BLOCK if clause.opaque else Kind.CLAUSE, clause.text, clause.label, depth, key)
        yield from _flatten_clauses(clause.children, key, depth + 1)


class _Open:
    """The body or an annex while its tree is built."""

    def __init__(self, heading: Text | None) -> None:
        self.heading = heading
        self.title: Text | None = None
        self.sections: list[tuple[Text | None, list[Provision]]] = []

    def close(self) -> tuple[Section, ...]:
        return tuple(Section(call, _nest(clauses)) for call, clauses in self.sections)


def _assemble(provisions: Iterable[Provision], r: Resolution) -> Resolution:
    body = _Open(None)
    parts, notes = [body], []
    for p in provisions:
        match p.kind:
            case Kind.NUMBER:
                r = replace(r, number=p.text)
            case Kind.TITLE:
                r = replace(r, title=p.text)
            case Kind.REFERENCE:
                r = replace(r, reference=p.text)
            case Kind.FORMULA:
                r = replace(r, formula=p.text)
            case Kind.ANNEX:
                parts.append(_Open(p.text))
            # A title of an annex that stands before any annex, or behind another one, is kept as a clause, so that nothing is lost.
            case Kind.ANNEX_TITLE if len(parts) > 1 and parts[-1].title is None and not parts[-1].sections:
                parts[-1].title = p.text
            case Kind.CALL:
                parts[-1].sections.append((p.text, []))
            case Kind.NOTE:
                notes.append(Note(p.label or "", p.text))
            case _:
                if not parts[-1].sections:
                    parts[-1].sections.append((None, []))
                parts[-1].sections[-1][1].append(p)
    annexes = tuple(Annex(part.heading or Text(), part.title, part.close()) for part in parts[1:])
    return replace(r, sections=body.close(), annexes=annexes, notes=tuple(notes))


def _nest(clauses: Sequence[Provision]) -> tuple[Clause, ...]:
    """Clauses from their depths; a depth that skips a level counts as one level down."""
    root: list[_Node] = []
    stack: list[_Node] = []
    for p in clauses:
        # Where the depth skips levels, the stack is shorter than the depth, and the clause goes below the last one.
        del stack[p.depth :]
        node = _Node(p)
        (stack[-1].children if stack else root).append(node)
        stack.append(node)
    return tuple(node.clause() for node in root)


@dataclass(repr=False, eq=False, match_args=False)
class _Node:
    """A clause while its children are collected."""

    provision: Provision
    children: list[_Node] = field(default_factory=list)

    def clause(self) -> Clause:
        p = self.provision
        return Clause(p.text, p.label, tuple(c.clause() for c in self.children), p.kind is Kind.BLOCK)
