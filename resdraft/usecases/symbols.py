"""Are the symbols of proposals (MOD, ADD, SUP, NOC) used as the rules say?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resdraft.errors import Unreadable
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.fitting import fit_one
from resdraft.usecases.inputs import is_word
from resdraft.usecases.proposals import BaseOf

if TYPE_CHECKING:
    from resdraft.proposing.symbol_rules import Finding, Submitted
    from resdraft.read.contribution import ContributionItem


def symbol_findings(proposals: Sequence[Proposal], base_of: BaseOf, content: bytes = b"") -> list[Finding]:
    """The rules of symbols that proposals break; ``content`` is the contribution that they came in, if they did."""
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.revisions import everything
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.proposing.symbol_rules import check
    from resdraft.read.contribution import read_items

    first = proposals[0]
    # What the head of a document says is said for all its proposals.
    proposals = [p._replace(date=p.date or first.date, meeting=p.meeting or first.meeting) for p in proposals]
    items = read_items(WordFile.open(content), everything) if is_word(content) else []
    submitted = [_submitted(proposal, base_of, items[n] if n < len(items) else None) for n, proposal in enumerate(proposals)]
    return check(submitted, lexicon(proposals[0].language))


def _submitted(proposal: Proposal, base_of: BaseOf, item: ContributionItem | None) -> Submitted:
    from resdraft.model.proposal import AMENDING
    from resdraft.proposing.symbol_rules import Submitted

    try:
        base = base_of(proposal) if proposal.target else None
    except Unreadable:
        base = None
    edits = None
    if base is not None and (proposal.symbol in AMENDING):
        fitted = fit_one(base, proposal)
        edits = None if fitted.problems else fitted.edits
    return Submitted(
        proposal,
        base,
        edits,
        item.marked if item else None,
        bool(item.head.sources) if item else None,
        _stale(base, proposal) if base is not None else "",
    )


def _stale(base: Resolution, proposal: Proposal) -> str:
    """Why a text was not in force when the proposal was made, before the meeting it is made to; "" where nothing says so."""
    from datetime import date, timedelta

    from resdraft.citations.assess import assess
    from resdraft.citations.register import load_register
    from resdraft.lexicon import parse_edition
    from resdraft.model.citation import Citation, CitationKind, CitationStatus
    from resdraft.model.contribution import MeetingName

    number, said = base.designation
    edition = parse_edition(said)
    if not number.isdigit() or edition is None:
        return ""
    register = load_register()
    edition = register.with_english_place(edition)
    meeting = register.meeting_named(edition.meeting) if edition.meeting else None
    body = "Council" if edition.council else meeting.body if meeting else register.body_of(edition.place, edition.year)
    line = base.number.plain.casefold() if base.number else ""
    kind = CitationKind.DECISION if line.startswith("decision") else CitationKind.RESOLUTION
    held = register.meeting_named(proposal.meeting) if proposal.meeting else None
    session = MeetingName.parse(proposal.meeting)
    on = proposal.date or (f"{session.year - 1}-12-31" if session and session.year else "")
    if held is not None and len(held.begin) == len("2026-11-09"):
        before = str(date.fromisoformat(held.begin) - timedelta(days=1))
        on = min(on, before) if on else before
    found = assess(Citation(kind, body, number, 0, 0, "", edition), register, on)
    return found.why if found.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE) else ""
