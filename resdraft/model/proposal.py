"""A proposal: what one source wants done to one resolution, clause by clause."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

SOURCE = re.compile(r"[A-Z]{1,4}")
"""A source is a Member State's code or a regional code: one to four capital letters (confirmed in ITU documents)."""
SYMBOLS = ("ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC")


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


class Proposal(NamedTuple):
    """The amendments of one source to one target.

    ``target`` is what the library calls it (``1332@2019``); ``base`` the fingerprint of the text it was written against, if given;
    ``date`` is ISO 8601, or empty.
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

    def number(self, amendment: int) -> str:
        """The number of an amendment, from 1: ``RUS/62A1/1``; ``XX`` stands where the document has no number yet."""
        addendum = f"A{self.addendum}" if self.addendum else ""
        return f"{self.source}/{self.document or 'XX'}{addendum}/{amendment}"

    @property
    def running_head(self) -> str:
        """The document as the running head names it: ``C19/62(Add.1)-E``. Empty where it has no number."""
        if not self.document:
            return ""
        addendum = f"(Add.{self.addendum})" if self.addendum else ""
        letter = {"en": "E", "fr": "F", "es": "S", "ru": "R", "ar": "A", "zh": "C"}.get(self.language, "E")
        return f"{self.meeting}{'/' if self.meeting else ''}{self.document}{addendum}-{letter}"
