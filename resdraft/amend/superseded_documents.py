"""Which of the proposals that were handed in count: revisions, corrigenda, withdrawals, and what was handed in twice.

A revision of a document takes the place of the whole document, as ITU issues it complete; a corrigendum takes the place of the proposals
whose numbers it bears, and the others of its document stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.model.contribution import MeetingName
from resdraft.model.docket import Outcome, document_of, revision_of
from resdraft.model.proposal import Proposal


class Verdict(NamedTuple):
    """Why a proposal does not count: what became of it, and by what."""

    outcome: Outcome
    why: str


class _Edition(NamedTuple):
    """The editions of a document in their order: a revision, and its corrigenda behind it."""

    revision: int
    corrigendum: int


def verdicts(proposals: Sequence[Proposal]) -> list[Verdict | None]:
    """What became of each proposal before any is fitted; None for those that count.

    Two proposals of one number, one edition and different content are both left out: which of them is meant cannot be told.
    """
    out: list[Verdict | None] = [None] * len(proposals)
    for own in _by_document(proposals):
        _twice(proposals, own, out)
        # What is left out, as its number stands twice, takes the place of earlier editions all the same.
        rivals = [n for n in own if out[n] is None or out[n].outcome is Outcome.LEFT_OUT]  # type: ignore[union-attr]
        for n in own:
            if out[n] is None:
                out[n] = _replaced(proposals, rivals, n)
        for n in own:
            if out[n] is None and proposals[n].withdrawn:
                out[n] = Verdict(Outcome.WITHDRAWN, "by its source")
    return out


def _by_document(proposals: Sequence[Proposal]) -> list[list[int]]:
    """The places of the proposals of each document that has a number: one source, one number, one meeting.

    Who leaves out the meeting means the one that the others of that source and number are made to, where there is only one.
    """
    by_number: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, proposal in enumerate(proposals):
        if proposal.document.strip("X"):
            by_number[proposal.source, document_of(proposal)].append(n)
    out: list[list[int]] = []
    for own in by_number.values():
        meetings = {_meeting(proposals[n]) for n in own} - {""}
        only = next(iter(meetings)) if len(meetings) == 1 else ""
        by_meeting: dict[str, list[int]] = defaultdict(list)
        for n in own:
            by_meeting[_meeting(proposals[n]) or only].append(n)
        out += by_meeting.values()
    return out


def _meeting(proposal: Proposal) -> str:
    """The meeting in one spelling: ``PP22``, ``PP-22`` and ``PP-2022`` are one."""
    said = re.sub(r"(?<=\D)(?:19|20)(?=\d\d$)", "", proposal.meeting.strip())
    return str(MeetingName.parse(said) or said.casefold())


def _edition(proposal: Proposal) -> _Edition:
    return _Edition(*(int("0" + "".join(filter(str.isdigit, said))) for said in (proposal.revision, proposal.corrigendum)))


def _twice(proposals: Sequence[Proposal], own: Sequence[int], out: list[Verdict | None]) -> None:
    """What stands twice in one edition: the same content counts once, different content not at all.

    A notice of withdrawal may bear the number of what it withdraws: it is no second content.
    """
    by_number: dict[tuple[_Edition, int, bool], list[int]] = defaultdict(list)
    for n in own:
        p = proposals[n]
        # NOC that is not underlined takes no number of its document.
        by_number[_edition(p), p.order, p.symbol == "NOC"].append(n)
    for alike in by_number.values():
        standing = [n for n in alike if not proposals[n].withdrawn]
        contents: dict[object, list[int]] = defaultdict(list)
        for n in standing:
            contents[content_of(proposals[n])].append(n)
        for same in contents.values():
            for n in same[1:]:
                out[n] = Verdict(Outcome.DUPLICATE, f"the same as {proposals[same[0]].file}")
        if len(contents) > 1:
            for n in standing:
                others = dict.fromkeys(
                    proposals[m].file for m in standing if content_of(proposals[m]) != content_of(proposals[n])
                )
                edition = revision_of(proposals[n])
                what = (
                    f"{proposals[n].number}{f' {edition}' * bool(edition)} is also in {', '.join(others)}, with other content"
                )
                out[n] = Verdict(Outcome.LEFT_OUT, what)


def content_of(proposal: Proposal) -> object:
    """What a proposal proposes, whatever file it stands in: neither reasons nor the words around it."""
    said = tuple((amendment.instructions, amendment.footnotes) for amendment in proposal.amendments)
    symbol = proposal.symbol.strip("_") if proposal.symbol != "_NOC_" else proposal.symbol
    return symbol, proposal.target.partition("@")[0], frozenset(proposal.sources), said, " ".join(proposal.text.split())


def _replaced(proposals: Sequence[Proposal], own: Sequence[int], n: int) -> Verdict | None:
    """What takes the place of a proposal, among the others of its document that count."""
    mine, edition = proposals[n], _edition(proposals[n])
    later = [m for m in own if _edition(proposals[m]).revision > edition.revision]
    if later:
        last = max(later, key=lambda m: _edition(proposals[m]))
        new = proposals[last]
        if new.withdrawn and not any(_edition(proposals[m]) == _edition(new) and not proposals[m].withdrawn for m in later):
            return Verdict(Outcome.WITHDRAWN, f"by {revision_of(new)} ({new.file})")
        kept = any(
            p.order == mine.order for m in later if (p := proposals[m]) and _edition(p).revision == _edition(new).revision
        )
        return Verdict(Outcome.SUPERSEDED, f"by {revision_of(new)} ({new.file}){'' if kept else ', which has it no more'}")
    corrected = [
        m
        for m in own
        if _edition(proposals[m]).revision == edition.revision
        and _edition(proposals[m]).corrigendum > edition.corrigendum
        and proposals[m].order == mine.order
    ]
    if corrected:
        new = proposals[max(corrected, key=lambda m: _edition(proposals[m]))]
        how = Outcome.WITHDRAWN if new.withdrawn else Outcome.SUPERSEDED
        return Verdict(how, f"by {revision_of(new)} ({new.file})")
    notices = [m for m in own if m != n and proposals[m].withdrawn and _edition(proposals[m]) == edition]
    if notices and not mine.withdrawn and any(not proposals[m].amendments or proposals[m].order == mine.order for m in notices):
        return Verdict(Outcome.WITHDRAWN, f"by {proposals[notices[0]].file}")
    return None
