"""What a rule is, what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from resdraft.citations.reference import Reference
from resdraft.citations.references import InternalReferences
from resdraft.citations.register import Register
from resdraft.citations.survey import survey
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.citation import CitationFinding
from resdraft.model.labels import LabelMeaning, is_dash, label_meanings, list_meaning
from resdraft.model.lexicon import Lexicon, fold
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.rules.abbreviations import Abbreviation, explained

WORDED = (Kind.TITLE, Kind.CALL, Kind.CLAUSE, Kind.ANNEX_TITLE, Kind.NOTE)
"""The paragraphs whose words are checked. Tables and pictures are left alone, and so are number lines, which have forms of their own."""


class Level(StrEnum):
    """How sure and how grave what a rule finds is."""

    ERROR = "error"
    """Nobody meant it: a clause that is not there, a letter twice."""
    WARNING = "warning"
    """It is wrong in most texts."""
    STYLE = "style"
    """The same thing said in two ways, or what the register does not know."""


class Fault(NamedTuple):
    """What a rule finds: the provision by its key, the characters of its words, what is wrong, and what mends it where that is safe."""

    key: str
    start: int
    end: int
    what: str
    mended: str | None = None
    """What stands in place of the characters; None where people must decide."""


class Rule(NamedTuple):
    """A rule. ``breaks`` and ``keeps`` are texts of a few lines; ``why`` says its reason with its source."""

    code: str
    name: str
    level: Level
    why: str
    breaks: str
    keeps: str
    find: Callable[[CheckedText], Iterator[Fault]]
    languages: tuple[str, ...] = ()
    """Those that it holds for; empty for all."""

    def of(self, text: CheckedText) -> Iterator[Fault]:
        """What it finds in a text; nothing in a language that it does not hold for."""
        if not self.languages or text.resolution.language in self.languages:
            yield from self.find(text)


class Sibling(NamedTuple):
    """Clauses beside each other, and the call or clause that they stand below (None in an annex without calls)."""

    above: Provision | None
    clauses: tuple[Provision, ...]


@dataclass(eq=False)
class CheckedText:
    """A text as rules see it.

    ``marks`` and ``comments`` are how many its Word file has, and ``adopted`` whether it was adopted, so that nothing in it is open.
    """

    resolution: Resolution
    register: Register
    marks: int = 0
    comments: int = 0
    adopted: bool = False
    on: str = ""
    lines_lost: bool = False
    """Whether it lost its lines and was repaired: what a list counts, and what refers to a note, cannot be told for certain then."""
    known_title: str = ""
    """The title that the library has for it; empty where the library has no text of its number."""
    counted: bool = True
    """Whether its labels were counted anew: they are not while changes are proposed, so that a gap says nothing."""

    @cached_property
    def words(self) -> Lexicon:
        """The words of its language."""
        return lexicon(self.resolution.language)

    @cached_property
    def addresses(self) -> Addresses:
        """How its places are called."""
        return self.references.addresses

    @cached_property
    def references(self) -> InternalReferences:
        """What it refers to within itself."""
        return InternalReferences(self.resolution)

    @cached_property
    def referred(self) -> tuple[Reference, ...]:
        """Its references to places of its own, in the order of the text."""
        return tuple(self.references.all())

    @cached_property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The abbreviations that it explains, in the order of the text."""
        return explained(self.worded)

    @cached_property
    def citations(self) -> tuple[tuple[str, CitationFinding], ...]:
        """What it cites, each with the key of the provision that it stands in."""
        keys = {self.address(p.key): p.key for p in reversed(self.resolution.provisions)}
        found = survey(self.resolution, {}, "", self.register, self.on).findings
        return tuple((keys[one.address], one) for one in found if one.address in keys)

    @cached_property
    def worded(self) -> tuple[Provision, ...]:
        """The paragraphs whose words are checked."""
        return tuple(p for p in self.resolution.provisions if p.kind in WORDED)

    @cached_property
    def whole(self) -> str:
        """All words, a paragraph a line."""
        return "\n".join(p.text.plain for p in self.worded)

    @cached_property
    def plain_whole(self) -> str:
        """The same with one kind of blank."""
        return self.whole.replace("\xa0", " ")

    @cached_property
    def lists(self) -> tuple[Sibling, ...]:
        """Its lists: the clauses beside each other, in the order of the text."""
        out: dict[str, list[Provision]] = {}
        by_key = {p.key: p for p in self.resolution.provisions}
        for p in self.resolution.provisions:
            if p.kind is Kind.CLAUSE:
                out.setdefault(p.key.rpartition("/")[0], []).append(p)
        return tuple(Sibling(by_key.get(above), tuple(clauses)) for above, clauses in out.items())

    @cached_property
    def runs(self) -> tuple[tuple[tuple[Provision, LabelMeaning], ...], ...]:
        """The lists that count: each clause with what its label means. A list that begins anew, as below a heading, is another one.

        Lists whose clauses do not all have a label of one form are none: what counts in them cannot be told.
        """
        out = []
        for one in self.lists:
            labels = [p.label for p in one.clauses if p.label is not None]
            if not labels or len(labels) < len(one.clauses) or is_dash(labels[0]):
                continue
            style = list_meaning(labels).style
            meanings = [next((m for m in label_meanings(label) if m.style == style), None) for label in labels]
            run: list[tuple[Provision, LabelMeaning]] = []
            for p, meaning in zip(one.clauses, meanings, strict=True):
                if meaning is None:
                    run = []
                    break
                if run and meaning.ordinal == 1 and not meaning.suffix and run[-1][1].ordinal > 1:
                    out.append(tuple(run))
                    run = []
                run.append((p, meaning))
            if run:
                out.append(tuple(run))
        return tuple(out)

    @cached_property
    def counts_once(self) -> bool:
        """Whether each list of it counts once: else what a reference means cannot be told from its label."""
        above = [run[0][0].key.rpartition("/")[0] for run in self.runs]
        calls = [fold(p.text.plain) for p, _ in self.calls]
        return (
            len(calls) == len(set(calls))
            and len(above) == len(set(above))
            and all(len({p.label for p, _ in run}) == len(run) for run in self.runs)
        )

    @cached_property
    def calls(self) -> tuple[tuple[Provision, str], ...]:
        """The calls of the body of the text, each with its kind: preambular or operative."""
        calls = [p for p in self.resolution.provisions if p.kind is Kind.CALL and not p.key.startswith("annex")]
        return tuple(zip(calls, self.words.kinds([p.text.plain for p in calls]), strict=True))

    @cached_property
    def operative(self) -> frozenset[str]:
        """The keys of the operative sections."""
        return frozenset(p.key for p, kind in self.calls if kind == "operative")

    def address(self, key: str) -> str:
        """How people call a place."""
        return self.addresses.of(key)


def head(*lines: str) -> str:
    """A text of a few lines for an example: its head, and then the lines."""
    return "\n".join(("RESOLUTION 7 (Geneva, 2022)", "A title", "The Council,", *lines))
