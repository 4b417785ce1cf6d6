"""Which of the proposals that were handed in count: revisions, corrigenda, withdrawals, and what was handed in twice.

A revision of a document takes the place of the whole document, as ITU issues it complete; a corrigendum takes the place of the proposals
whose numbers it bears, and the others of its document stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.limits import count
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
        rivals = [n for n in own if _counts(out[n])]
        for n in rivals:
            # What stands twice with other content is superseded all the same: a revision settles which was meant.
            out[n] = _replaced(proposals, rivals, n) or out[n]
    for n, proposal in enumerate(proposals):
        if out[n] is None and proposal.withdrawn:
            notice = not proposal.amendments and not any(
                _is_of(proposal, other) for other in proposals if other is not proposal
            )
            out[n] = Verdict(Outcome.WITHDRAWN, "nothing of that number was handed in" if notice else "by its source")
    return out


def _counts(verdict: Verdict | None) -> bool:
    """Whether a proposal has a say in which edition counts: what was handed in twice has one once."""
    return verdict is None or verdict.outcome is not Outcome.DUPLICATE


def _is_of(proposal: Proposal, other: Proposal) -> bool:
    return (proposal.source, _document(proposal)) == (other.source, _document(other))


def _document(proposal: Proposal) -> str:
    """The document's number as it compares: ``007`` is ``7``."""
    return document_of(proposal).lstrip("0")


def _by_document(proposals: Sequence[Proposal]) -> list[list[int]]:
    """The places of the proposals of each document that has a number: one source, one number, one language, one meeting.

    Who leaves out the meeting means the one that the others of that source and number are made to, where there is only one.
    """
    by_number: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, proposal in enumerate(proposals):
        if proposal.document.strip("X"):
            by_number[proposal.source, _document(proposal), proposal.language].append(n)
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
    return _Edition(*(count("".join(filter(str.isdecimal, said))) for said in (proposal.revision, proposal.corrigendum)))


def _twice(proposals: Sequence[Proposal], own: Sequence[int], out: list[Verdict | None]) -> None:
    """What stands twice in one edition: the same content counts once, different content not at all.

    A notice of withdrawal may bear the number of what it withdraws: it is no second content.
    """
    by_number: dict[tuple[_Edition, int, str], list[int]] = defaultdict(list)
    for n in own:
        p = proposals[n]
        # NOC that is not underlined takes no number of its document: its target tells it from others.
        by_number[_edition(p), p.order, p.target if p.symbol == "NOC" else ""].append(n)
    for alike in by_number.values():
        standing = [n for n in alike if not proposals[n].withdrawn]
        contents: list[list[int]] = []
        for n in standing:
            same = next((known for known in contents if _same(proposals[known[0]], proposals[n])), None)
            if same is None:
                contents.append([n])
            else:
                same.append(n)
                out[n] = Verdict(Outcome.DUPLICATE, f"the same as {proposals[same[0]].file}")
        if len(contents) > 1:
            for same in contents:
                others = ", ".join(dict.fromkeys(proposals[m].file for m in standing if m not in same))
                p, revision = proposals[same[0]], revision_of(proposals[same[0]])
                what = f"{p.number}{f' {revision}' * bool(revision)} is also in {others}, with other content"
                out[same[0]] = Verdict(Outcome.LEFT_OUT, what)


def _same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals propose the same, whatever files they stand in: reasons and the words around it do not count."""
    (number, _, year), (its_number, _, its_year) = one.target.partition("@"), other.target.partition("@")
    # Who names no edition means the one that the other names.
    target = number == its_number and (year == its_year or not year or not its_year)
    return target and _content(one) == _content(other)


def _content(proposal: Proposal) -> object:
    said = tuple((amendment.instructions, amendment.footnotes) for amendment in proposal.amendments)
    return proposal.symbol, frozenset(proposal.sources), said, " ".join(proposal.text.split())


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
