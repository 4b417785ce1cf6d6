"""Proposals in whatever form they come, and the contribution in Word that they are submitted in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from resdraft.cli.inputs import decode, is_word, read_file, split_part
from resdraft.errors import OurFault, Problem, Unfit, Unreadable, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.proposal import Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.propose.symbols import Finding, Submitted
    from resdraft.read.contribution import ContributionItem
    from resdraft.write.contribution import Printed
    from resdraft.write.cover import PlaceAndDates

_PROPOSAL = re.compile(rb'^[\s\[{]*"?(amendments|source|symbol)"?\s*:', re.MULTILINE)
BaseOf = Callable[["Proposal"], "Resolution"]
"""Gives the text that a proposal is on."""


def from_library(given: Resolution | None) -> BaseOf:
    """The text that proposals are on: the one that was given where it is theirs, else the library's."""

    def base_of(proposal: Proposal) -> Resolution:
        from resdraft.amend.target import refused
        from resdraft.cli.inputs import read_resolution
        from resdraft.library import is_name

        if given is not None and refused(given, proposal._replace(base="", symbol="MOD")) is None:
            return given
        if not is_name(proposal.target):
            what = f'the text it is on is not at hand ("{proposal.target}")'
            hint = "name it with --base, or put it into your library with `resdraft add`"
            raise Unreadable(Problem(what, hint, file=proposal.file))
        return read_resolution(proposal.target, proposal.language)

    return base_of


def is_proposal(content: bytes) -> bool:
    """Whether a file is a proposal in YAML or JSON: one that has a source, and amendments or a symbol."""
    return not is_word(content) and {b"source"} < {found[1] for found in _PROPOSAL.finditer(content)}


def is_contribution(content: bytes) -> bool:
    """Whether a file is a contribution in Word."""
    from resdraft.errors import ResdraftError
    from resdraft.ooxml.revisions import everything
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.contribution import read_items

    try:
        return is_word(content) and bool(read_items(WordFile.open(content), everything))
    except ResdraftError:
        return False


def proposals_in(content: bytes, said: str, base_of: BaseOf) -> list[Proposal]:
    """The proposals of a file, whatever its form."""
    from resdraft.cli.returned import from_word
    from resdraft.read.proposal import read_proposals

    return from_word(content, said, base_of) if is_word(content) else read_proposals(decode(content, said), said)


def read_several(names: Sequence[str], read_base: Callable[[str | None], Resolution]) -> list[Proposal]:
    """The proposals of files in YAML, JSON or Word that are on one text; the mistakes of all files together.

    Args:
        read_base: reads the text; its language is that of the proposals where they are in another one than English.
    """
    files: list[tuple[bytes, str]] = []
    found: dict[str, list[Proposal]] = {}
    problems: list[Problem] = []
    parts = [split_part(name) for name in names]
    for name, (file, _) in zip(names, parts, strict=True):
        try:
            files.append(read_file(file))
            if not is_word(files[-1][0]):
                found[name] = proposals_in(*files[-1], from_library(None))
        except Unreadable as error:
            problems += error.problems
    if problems:
        raise Unreadable(problems)
    base = read_base(next((p.language for own in found.values() for p in own if p.language != "en"), None))
    out: list[Proposal] = []
    for name, (content, said), (_, part) in zip(names, files, parts, strict=True):
        own = found.get(name) or proposals_in(content, said, from_library(base))
        if part is not None:
            own = [p for p in own if p.order == part] or _no_part(own, part, said)
        out += _on(base, own, said) if len(own) > 1 else own
    return out


def _no_part(proposals: Sequence[Proposal], part: int, said: str) -> NoReturn:
    there = ", ".join(f"{said}#{p.order} ({_named(p)})" for p in proposals)
    raise WrongUsage(Problem(f"no proposal {part} in it", f"there are: {there}", file=said))


def _named(proposal: Proposal) -> str:
    return f"{proposal.symbol.strip('_')} {proposal.number}"


def _on(base: Resolution, proposals: list[Proposal], said: str) -> list[Proposal]:
    """The proposals of a document that are on a text; the user is told of the others."""
    from resdraft.amend.target import refused
    from resdraft.model.proposal import AMENDING

    fitting = [p for p in proposals if p.symbol in AMENDING and refused(base, p) is None]
    others = [_named(p) for p in proposals if p not in fitting]
    if others and fitting:
        what = "left out, as they are on other texts or amend nothing"
        click.echo(f"resdraft: note: {said}: {what}: {', '.join(others)}", err=True)
    if len(fitting) > 1 and any(p.alternative for p in fitting):
        choices = ", ".join(f"{said}#{p.order}" for p in fitting)
        raise WrongUsage(Problem("its proposals on this text are alternatives", f"name one: {choices}", file=said))
    return fitting or proposals


# to Word


def write_contribution(proposals: Sequence[Proposal], base_of: BaseOf, *, elide: bool = False) -> bytes:
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
    content = contribution.write_contribution(printed, as_json(*proposals), _held(proposals[0].meeting), elide=elide)
    bases = {(one.proposal.order, one.proposal.symbol): one.marked.base for one in printed}
    again = proposals_in(content, "", lambda p: bases[p.order, p.symbol])
    if [_bare(p) for p in again] != [_bare(p) for p in proposals]:
        what = "the contribution would not say what the proposals say"
        raise OurFault(Problem(what, "nothing was written; please report it with the files that led to it"))
    return content


def _bare(proposal: Proposal) -> Proposal:
    """A proposal without what only says where it was read."""
    amendments = tuple(amendment._replace(line=None) for amendment in proposal.amendments)
    return proposal._replace(file="", amendments=amendments, document=proposal.document.replace("XX", ""))


def _printed(proposal: Proposal, base_of: BaseOf) -> Printed:
    from resdraft.amend.attribution import attribute
    from resdraft.amend.consolidate import consolidate
    from resdraft.amend.fit import fit
    from resdraft.lexicon import lexicon
    from resdraft.model.marked import Marked
    from resdraft.model.proposal import AMENDING
    from resdraft.read.text import read_fragment, read_text
    from resdraft.write.contribution import Printed

    if proposal.text:
        return Printed(proposal, Marked(read_text(proposal.text, proposal.language, proposal.file)))
    base = base_of(proposal)
    if proposal.symbol not in AMENDING:
        return Printed(proposal, Marked(base))
    fitted = fit(base, proposal, lexicon(base.language), read_fragment)
    if fitted.problems:
        raise Unfit(fitted.problems)
    edits = dict.fromkeys(proposal.sources, fitted.edits)
    dates = dict.fromkeys(proposal.sources, proposal.date) if proposal.date else {}
    marked = consolidate(base, edits, dates)
    return Printed(proposal, attribute(marked, dict.fromkeys(proposal.sources, fitted.proposed)))


def _held(meeting: str) -> PlaceAndDates:
    from resdraft.cite.register import load_register
    from resdraft.write.cover import PlaceAndDates

    found = load_register().meeting_named(meeting)
    return PlaceAndDates(found.place, found.begin, found.end) if found else PlaceAndDates()


def named(proposal: Proposal, output: str | None) -> str | None:
    """The file to write to: in a folder, as ITU names the file."""
    if not output or output == "-" or not (output.endswith(("/", "\\")) or Path(output).is_dir()):
        return output
    from resdraft.lexicon import language_letter
    from resdraft.model.contribution import MeetingName, file_name
    from resdraft.write.cover import body_table

    session = MeetingName.parse(proposal.meeting)
    kind = body_table().get(session.body if session else "", {})
    return str(
        Path(output) / file_name(proposal, kind.get("sector", "S"), kind.get("file", ""), language_letter(proposal.language))
    )


# symbols


def symbol_findings(proposals: Sequence[Proposal], base_of: BaseOf, content: bytes = b"") -> list[Finding]:
    """The rules of symbols that proposals break; ``content`` is the contribution that they came in, if they did."""
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.revisions import everything
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.propose.symbols import check
    from resdraft.read.contribution import read_items

    first = proposals[0]
    # What the head of a document says is said for all its proposals.
    proposals = [p._replace(date=p.date or first.date, meeting=p.meeting or first.meeting) for p in proposals]
    items = read_items(WordFile.open(content), everything) if is_word(content) else []
    submitted = [_submitted(proposal, base_of, items[n] if n < len(items) else None) for n, proposal in enumerate(proposals)]
    return check(submitted, lexicon(proposals[0].language))


def _submitted(proposal: Proposal, base_of: BaseOf, item: ContributionItem | None) -> Submitted:
    from resdraft.amend.fit import fit
    from resdraft.lexicon import lexicon
    from resdraft.model.proposal import AMENDING
    from resdraft.propose.symbols import Submitted
    from resdraft.read.text import read_fragment

    try:
        base = base_of(proposal) if proposal.target else None
    except Unreadable:
        base = None
    edits = None
    if base is not None and (proposal.symbol in AMENDING):
        fitted = fit(base, proposal, lexicon(base.language), read_fragment)
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

    from resdraft.cite.assess import assess
    from resdraft.cite.register import load_register
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
