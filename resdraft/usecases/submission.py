"""The contribution in Word that proposals are submitted in: written, proved by reading it again, and named as ITU names its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resdraft.errors import OurFault, Problem, Unfit
from resdraft.model.proposal import Proposal
from resdraft.usecases.fitting import bring_together
from resdraft.usecases.inputs import Input
from resdraft.usecases.proposals import BaseOf, proposals_in

if TYPE_CHECKING:
    from resdraft.write.contribution import Printed
    from resdraft.write.cover import PlaceAndDates


def write_contribution(proposals: Sequence[Proposal], base_of: BaseOf, notices: list[str], *, elide: bool = False) -> bytes:
    """The contribution that holds proposals, one document's. What is written is read again first.

    Raises:
        Unfit: where a proposal does not fit its text. OurFault: where the document would not say what the proposals say.
    """
    from resdraft.write import contribution
    from resdraft.write.proposal import as_json

    printed: list[Printed] = []
    numbers = [proposal.number for proposal in proposals if proposal.symbol != "NOC"]
    problems = [
        Problem(f"{number} stands twice in one document", "number them on with order:", file=proposals[0].file)
        for number in dict.fromkeys(n for n in numbers if numbers.count(n) > 1)
    ]
    for proposal in proposals:
        try:
            printed.append(_printed(proposal, base_of))
        except Unfit as unfit:
            problems += unfit.problems
    if problems:
        raise Unfit(problems)
    content = contribution.write_contribution(printed, as_json(*proposals), _held(proposals[0]), elide=elide)
    bases = {(one.proposal.order, one.proposal.symbol): one.marked.base for one in printed}
    again = proposals_in(Input(content), lambda p: bases[p.order, p.symbol], notices)
    if [_bare(p) for p in again] != [_bare(p) for p in proposals]:
        what = "the contribution would not say what the proposals say"
        raise OurFault(Problem(what, "nothing was written; please report it with the files that led to it"))
    return content


def _bare(proposal: Proposal) -> Proposal:
    """A proposal without what only says where it was read."""
    amendments = tuple(amendment._replace(line=None) for amendment in proposal.amendments)
    return proposal._replace(file="", amendments=amendments, document=proposal.document.replace("XX", ""))


def _printed(proposal: Proposal, base_of: BaseOf) -> Printed:
    from resdraft.model.marked import Marked
    from resdraft.model.proposal import AMENDING
    from resdraft.read.text import read_text
    from resdraft.write.contribution import Printed

    if proposal.text:
        return Printed(proposal, Marked(read_text(proposal.text, proposal.language, proposal.file)))
    base = base_of(proposal)
    if proposal.symbol not in AMENDING:
        return Printed(proposal, Marked(base))
    together = bring_together(base, [proposal])
    if together.problems:
        raise Unfit(together.problems)
    return Printed(proposal, together.marked)


def _held(proposal: Proposal) -> PlaceAndDates:
    from resdraft.citations.register import load_register
    from resdraft.write.cover import PlaceAndDates

    register = load_register()
    found = register.meeting_named(proposal.meeting)
    if found is None:
        return PlaceAndDates()
    return PlaceAndDates(register.place_in(found.place, proposal.language) or found.place, found.begin, found.end)


def name_of(proposal: Proposal) -> str:
    """What ITU names the file of a contribution."""
    from resdraft.lexicon import language_letter
    from resdraft.model.contribution import MeetingName, file_name
    from resdraft.write.cover import body_table

    session = MeetingName.parse(proposal.meeting)
    kind = body_table().get(session.body if session else "", {})
    return file_name(proposal, kind.get("sector", "S"), kind.get("file", ""), language_letter(proposal.language))
