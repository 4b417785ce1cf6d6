"""A proposal: what one source wants done to one resolution, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from resdraft.model.source_order import in_order

SOURCE = re.compile(r"[A-Z]{1,4}")
"""A source is a Member State's code or a regional code: one to four capital letters (confirmed in ITU documents)."""
SYMBOLS = ("ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC", "_NOC_")
"""The symbols of proposals (PP-10 guidelines; legends of WTSA-16 and WTDC-21). ``_NOC_`` is NOC underlined: a proposal to keep the text."""
AMENDING = ("MOD", "(MOD)")
"""The symbols under which revision marks stand."""


class Reword(NamedTuple):
    """The clause at ``address`` shall read ``text``; further lines of it are the clauses below.

    ``exact`` says that blanks, hyphens and quotes are meant as they are written, else those of the official text stay.
    """

    address: str
    text: str
    exact: bool = False


class Words(NamedTuple):
    """Inside the clause at ``address``, ``old`` shall read ``new``; ``occurrence`` counts from 1 where the words stand more than once.

    ``exact`` is as for :class:`Reword`.
    """

    address: str
    old: str
    new: str
    occurrence: int | None = None
    exact: bool = False


class Strike(NamedTuple):
    """The clause, section, annex or footnote at ``address`` goes, with all below it."""

    address: str


class Add(NamedTuple):
    """New text ``after``, ``before`` or ``in`` (at the end of) the place at ``address``."""

    where: str
    address: str
    text: str


class Transfer(NamedTuple):
    """The clause at ``address``, with all below it, goes ``where`` (after, before, in) of the place ``to``."""

    address: str
    where: str
    to: str


Instruction: TypeAlias = Reword | Words | Strike | Add | Transfer


class Amendment(NamedTuple):
    """One amendment: its instructions, reasons and new footnotes; ``line`` is where it stands in its file."""

    instructions: tuple[Instruction, ...]
    reasons: str = ""
    footnotes: tuple[tuple[str, str], ...] = ()
    line: int | None = None


def place_of(amendment: Amendment, words: Mapping[str, str]) -> str:
    """The place that an amendment is on, as its reasons name it: ``resolves 3``, ``after resolves 3``; ``words`` are the language's."""
    first = amendment.instructions[0]
    if not isinstance(first, Add):
        return first.address
    where = words.get("at_end" if first.where == "in" else first.where, first.where)
    return f"{where} {first.address}"


class Proposal(NamedTuple):
    """The amendments of one source to one target.

    ``target`` is what the library calls it (``1332@2019``); ``base`` the fingerprint of the text it was written against, if given;
    ``date`` is ISO 8601, or empty. ``order`` is its place among the proposals of its document, from 1. ``cosigners`` are the sources that
    sign it too, ``name`` what the source is called in print. ``original`` is the language in which it was written, where that is another
    one. ``text`` is the text of a new resolution (ADD). An ``alternative`` may overlap another proposal of its source. What is ``withdrawn``
    takes the earlier editions of its document out too.
    """

    source: str
    target: str
    amendments: tuple[Amendment, ...]
    symbol: str = "MOD"
    meeting: str = ""
    document: str = ""
    addendum: str = ""
    date: str = ""
    base: str = ""
    language: str = "en"
    title: str = ""
    summary: str = ""
    reasons: str = ""
    file: str = ""
    revision: str = ""
    corrigendum: str = ""
    original: str = ""
    name: str = ""
    cosigners: tuple[str, ...] = ()
    agenda: str = ""
    introduction: str = ""
    order: int = 1
    text: str = ""
    alternative: bool = False
    withdrawn: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Its source and those who sign with it, in the order of the language."""
        return in_order((self.source, *self.cosigners), self.language)

    @property
    def number(self) -> str:
        """Its number: ``RUS/62A1/1``. ``XX`` stands where the document has no number yet. Several States are joined: ``D/F/62/1``."""
        addendum = f"A{self.addendum}" if self.addendum else ""
        return f"{'/'.join((self.source, *self.cosigners))}/{self.document or 'XX'}{addendum}/{self.order}"

    def amendment(self, n: int) -> str:
        """The number of its ``n``-th amendment, from 1: ``RUS/62A1/1(3)``. ITU numbers the whole proposal; what is in brackets is ours."""
        return f"{self.number}({n})"

    def running_head(self, letter: str) -> str:
        """The document as the running head names it: ``C19/62(Add.1)-E``. Empty where it has no number. ``letter`` is its language's."""
        if not self.document:
            return ""
        parts = (("Add", self.addendum), ("Rev", self.revision), ("Cor", self.corrigendum))
        said = "".join(f"({name}.{value})" for name, value in parts if value)
        meeting = re.sub(r"-(?=\d+$)", "", self.meeting)
        return f"{meeting}{'/' if meeting else ''}{self.document}{said}-{letter}"


def due(before: Sequence[Proposal]) -> int:
    """The number that is due behind these proposals of a document: NOC that is not underlined bears none."""
    return 1 + sum(proposal.symbol != "NOC" for proposal in before)
