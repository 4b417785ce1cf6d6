"""The docket: every document that was handed in, every proposal in it, and what became of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from typing import NamedTuple

from resdraft.model.proposal import Proposal


class Outcome(StrEnum):
    """What became of a document or of a proposal in it."""

    CONSOLIDATED = "consolidated"
    NO_CHANGE = "no change"
    SUPPRESSION = "suppression"
    NEW_INSTRUMENT = "new instrument"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left out"
    NOT_A_PROPOSAL = "not a proposal"
    UNREADABLE = "unreadable"


LOST = frozenset((Outcome.LEFT_OUT, Outcome.NOT_A_PROPOSAL, Outcome.UNREADABLE))
"""What went nowhere: somebody has to look at it."""


class Row(NamedTuple):
    """A proposal of a document, or a document that holds none.

    ``revision`` is its revision and corrigendum: ``Rev.1``, ``Rev.1 Cor.1``. ``amendments`` is how many it has. ``into`` is the file that the
    result was written to, where it was; ``why`` says what an outcome needs: the reason, or what took its place.
    """

    file: str
    outcome: Outcome
    why: str = ""
    into: str = ""
    source: str = ""
    cosigners: tuple[str, ...] = ()
    document: str = ""
    revision: str = ""
    number: str = ""
    symbol: str = ""
    target: str = ""
    amendments: int = 0

    @staticmethod
    def of(proposal: Proposal, outcome: Outcome, why: str = "", into: str = "") -> Row:
        """The row of a proposal."""
        return Row(
            proposal.file,
            outcome,
            why,
            into,
            proposal.source,
            proposal.cosigners,
            document_of(proposal),
            revision_of(proposal),
            proposal.number,
            # A notice of withdrawal proposes nothing itself.
            "" if proposal.withdrawn and not proposal.amendments else proposal.symbol,
            proposal.target,
            len(proposal.amendments),
        )


class Docket(NamedTuple):
    """All rows, in the order in which the documents were handed in."""

    rows: tuple[Row, ...] = ()

    @property
    def totals(self) -> dict[Outcome, int]:
        """How many rows have each outcome, in the order of :class:`Outcome`; those that no row has are left out."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome if found[outcome]}

    @property
    def lost(self) -> list[str]:
        """The documents of which nothing went anywhere, by their files."""
        by_file: dict[str, list[Outcome]] = defaultdict(list)
        for row in self.rows:
            by_file[row.file].append(row.outcome)
        return [file for file, outcomes in by_file.items() if LOST.issuperset(outcomes)]

    def __str__(self) -> str:
        counts = ", ".join(f"{n} {outcome}" for outcome, n in self.totals.items())
        files, rows = len({row.file for row in self.rows}), len(self.rows)
        several = f" with {rows} proposals" if rows != files else ""
        return f"{files} document{'s' * (files != 1)}{several}: {counts or 'none'}"


def document_of(proposal: Proposal) -> str:
    """The document's number with its addendum: ``62A1``."""
    return f"{proposal.document}{f'A{proposal.addendum}' * bool(proposal.addendum)}"


def revision_of(proposal: Proposal) -> str:
    """Which revision of its document a proposal stands in: ``Rev.1``, ``Rev.1 Cor.1``; empty for the first."""
    parts = (("Rev", proposal.revision), ("Cor", proposal.corrigendum))
    # Some write the number alone, some "Rev.1".
    return " ".join(f"{name}.{said.lstrip('CRcorev. ')}" for name, said in parts if said)


NO_DOCKET = Docket()
