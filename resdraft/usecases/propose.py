"""A proposal from an edited copy of a resolution: a Word file with tracked changes, a clean copy, or both mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, WrongUsage
from resdraft.files import save
from resdraft.model.proposal import Amendment, Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, Output, base_of
from resdraft.usecases.inputs import Given, Input, load

if TYPE_CHECKING:
    from resdraft.usecases.versions import Version


class Drafted(NamedTuple):
    """The proposals that were made of an edited copy, one a source, and what the user should know about them."""

    base: Document
    proposals: tuple[Proposal, ...]
    notices: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    """Those of the notices that are advice on drafting: nothing is wrong with the proposals."""

    def output(self, form: str = "yaml", *, elide: bool = False) -> Output:
        """All of them as one document: yaml, json, or docx (the contribution). ``elide`` leaves out sections without a change in Word."""
        return proposals_as(self.proposals, form, self.base.resolution, elide=elide)

    def save(self, path: str | PathLike[str]) -> None:
        """Write them to a file, in the form that its ending says.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        from resdraft.usecases.forms import form_of

        save(self.output(form_of(str(path), PROPOSAL_ENDINGS)).content, path)

    def _repr_html_(self) -> str:
        """The proposals as a notebook shows them."""
        from html import escape

        return f"<pre>{escape(str(self.output().content))}</pre>"


PROPOSAL_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".docx": "docx"}
"""The form of a proposal by the ending of a file's name."""


def propose(
    base: Resolution | Given | None,
    edited: Given,
    sources: str | Mapping[str, str] = "",
    *,
    language: str | None = None,
    date: str = "",
    only_named: bool = False,
    together: bool = False,
    untracked: str = "",
    **head: str | tuple[str, ...],
) -> Drafted:
    """Make a proposal of an edited copy: for each source the amendments that turn the base into what it would have.

    Args:
        base: the official text; None where the copy is a draft that :func:`resdraft.new_draft` began, which knows it.
        edited: the copy. What is filled in on a draft's cover holds where nothing else is said here.
        sources: whose the proposal is, or whose each author's marks are: ``{"I. Ivanov": "RUS"}``.
        language: that of the copy, told from it where None.
        date: the proposal's, else that of the newest mark.
        only_named: leave out the marks of authors that ``sources`` does not name, and tell it.
        together: make one proposal of sources whose marks depend on each other, as where one changes what the other inserts.
        untracked: whose the changes are that are not tracked, where several sources share the copy.
        head: what stands around it: fields of :class:`~resdraft.model.proposal.Proposal`, such as ``document="62"``.

    Raises:
        Unreadable: where a file cannot be read. WrongUsage: where a mark's author has no source. Unfit: where the changes cannot be said,
            or one author's depend on what another inserts.

    Example:
        >>> text = resdraft.open("1332").output("text").content.replace("C2, C5, and C6", "C2, C5 and C6")
        >>> drafted = resdraft.propose("1332", text.encode(), "RUS", document="62")
        >>> drafted.proposals[0].number
        'RUS/62/1'
    """
    from resdraft.lexicon.sources import doubt, meeting_doubt
    from resdraft.usecases.proposal_head import codes, numbered
    from resdraft.usecases.versions import versions

    found, given = load(edited), {"": sources} if isinstance(sources, str) else dict(sources)
    official, found, given, head, told = _with_cover(base, found, given, head, date)
    notices = [*told, *_other_way_round(official, found)]
    date = str(head.pop("date", date))
    notices += filter(None, map(doubt, codes([*given.values(), *([untracked] if untracked else [])])))
    said = {**head, **numbered({name: value for name, value in head.items() if isinstance(value, str)})}
    notices += filter(None, [meeting_doubt(str(said.get("meeting", "")))])
    proposals = []
    for version in versions(official, found, given, language, notices, only_named, together, untracked):
        proposal = _proposal(official, version, found.name or "the copy", notices)
        if proposal is None:
            continue
        own = dict(said)
        if version.cosigners:
            own["cosigners"] = codes([*version.cosigners, *head.get("cosigners", ())])
        own["reasons"] = "\n".join(filter(None, (str(head.get("reasons", "")), proposal.reasons)))
        proposals.append(proposal._replace(date=date or version.date, **own))  # type: ignore[arg-type]
    advised = tuple(_advice(official.resolution, proposals))
    return Drafted(official, tuple(proposals), (*dict.fromkeys(notices), *advised), advised)


def _with_cover(
    base: Resolution | Given | None, found: Input, given: dict[str, str], head: dict[str, str | tuple[str, ...]], date: str
) -> tuple[Document, Input, dict[str, str], dict[str, str | tuple[str, ...]], tuple[str, ...]]:
    """The official text, the copy, its sources and what stands around the proposal, with what the cover of a draft says of them.

    Raises:
        WrongUsage: where nobody says what the official text is, or whose the proposal is.
    """
    from resdraft.usecases.word_drafts import take_back

    official, told = None if base is None else base_of(base), list[str]()
    draft = take_back(found, official)
    said = {name: value for name, value in {**head, "date": date}.items() if value}
    whose = {author: code for author, code in given.items() if code}
    hint = "name it with --source CODE"
    if draft is not None:
        official, found, on_cover = draft.base, draft.edited, dict[str, str | tuple[str, ...]](draft.head)
        hint += ", or fill in the first line of the cover"
        if draft.sources and {*whose.values()} <= {draft.sources[0]}:
            whose, on_cover["cosigners"] = whose or {"": draft.sources[0]}, draft.sources[1:]
        elif draft.sources:
            told.append(f"{found.name}: the cover names {', '.join(draft.sources)}; the source that was given holds")
            # What the State is called in print is said of the one on the cover.
            on_cover.pop("name", None)
        said = {**on_cover, **said}
        if left := [called for name, called in draft.open.items() if name not in ("source", *said)]:
            told.append(f"the cover leaves open: {', '.join(left)}")
        told += draft.notices
    elif official is None:
        what = "name the official text first: `resdraft propose BASE FILE`; a draft that `resdraft new proposal` began knows it"
        raise WrongUsage(Problem("what is the official text?", what, file=found.name))
    if not whose:
        raise WrongUsage(Problem("whose proposal is it?", hint, file=found.name))
    return official, found, whose, said, tuple(told)


def _other_way_round(official: Document, copy: Input) -> Iterator[str]:
    """The copy is the library's own text, and the official text a file: people name them in the wrong order."""
    from resdraft.library import is_name

    library = copy.folder is None and is_name(copy.name)
    if library and official.as_input().folder is not None:
        yield f"{copy.name} is read as the edited copy of {official.name}: the official text comes first, then the copy"


def _advice(base: Resolution, proposals: Sequence[Proposal]) -> Iterator[str]:
    """The advice on each proposal."""
    from resdraft.usecases.advice import advice
    from resdraft.usecases.fitting import fit_one

    for proposal in proposals:
        for note in advice(base, fit_one(base, proposal).edits, proposal.meeting):
            yield f"{proposal.source}: {note}"


def proposals_as(proposals: Sequence[Proposal], form: str, base: Resolution | None = None, *, elide: bool = False) -> Output:
    """Proposals of one document in a form: yaml, json, or docx (the contribution in Word)."""
    from resdraft.usecases.proposals import from_library
    from resdraft.usecases.submission import write_contribution
    from resdraft.write.proposal import as_json, as_yaml

    if form == "docx":
        notices: list[str] = []
        return Output(write_contribution(proposals, from_library(base), notices, elide=elide), tuple(notices))
    return Output(as_json(*proposals) if form == "json" else as_yaml(*proposals))


def stated(base: Resolution, target: Resolution) -> list[Amendment]:
    """The amendments that turn a text into another, as a proposal says them: without formatting."""
    from resdraft.lexicon import lexicon
    from resdraft.proposing.statement import amendments_between
    from resdraft.read.text import read_fragment
    from resdraft.write.text import without_formatting

    said = amendments_between(without_formatting(base), without_formatting(target), lexicon(base.language), read_fragment)
    return [one.amendment for one in said]


def numbered_on(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Proposals of several documents as one document's: where a number stands twice, they are numbered on."""
    from resdraft.model.proposal import due

    orders = [p.order for p in proposals if p.symbol != "NOC"]
    if len(set(orders)) == len(orders):
        return list(proposals)
    return [p._replace(order=due(proposals[:n])) for n, p in enumerate(proposals)]


def _proposal(official: Document, version: Version, said: str, notices: list[str]) -> Proposal | None:
    """The proposal of one source; None where its text reads as the base does."""
    from resdraft.amend.target import target_of
    from resdraft.lexicon import lexicon
    from resdraft.proposing.reasons import with_reasons
    from resdraft.proposing.statement import amendments_between
    from resdraft.read.text import read_fragment
    from resdraft.usecases.copy_notices import EditedCopy
    from resdraft.write.text import without_formatting

    base, target = official.resolution, version.text
    stated = amendments_between(without_formatting(base), without_formatting(target), lexicon(base.language), read_fragment)
    stated, left, unused = with_reasons(stated, version.remarks, base)
    copy = EditedCopy(base, target, said, version.counted)
    notices += copy.notices(version.before, unused)
    if not stated:
        notices.append(f"{said} proposes nothing: it reads as the base does{', but for labels' if copy.renumbered else ''}")
        return None
    number = base.designation.number
    if number and target.designation.number not in ("", number):
        notices.append(f"the base is {number}, and {said} is {target.designation.number}")
    return Proposal(
        version.source,
        target_of(base, Path(official.name).stem),
        tuple(one.amendment for one in stated),
        base=f"sha256:{base.fingerprint}",
        language=base.language,
        reasons="\n".join(left),
    )
