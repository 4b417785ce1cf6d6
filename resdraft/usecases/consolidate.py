"""The proposals of all sources in one text that keeps every owner and lays the conflicts open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from resdraft.amend.options import TAGS, Wishes, lay_open
from resdraft.amend.overview import overview, with_places
from resdraft.errors import Exit, Problem, Unfit, Unreadable, WrongUsage
from resdraft.files import save
from resdraft.lexicon import lexicon
from resdraft.model.docket import Docket, Outcome
from resdraft.model.groups import NO_GROUPS, Groups
from resdraft.model.marked import Conflict, Laid, Marked, PlaceRow, Reason
from resdraft.model.proposal import AMENDING, Proposal
from resdraft.model.resolution import Resolution
from resdraft.model.source_order import in_order
from resdraft.usecases.apply import alternatives, proposals_on
from resdraft.usecases.documents import Document, Output, base_of
from resdraft.usecases.fitting import Together, bring_together
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given
from resdraft.usecases.intake import Base, Entry, Proposals
from resdraft.usecases.marking import check_ending, in_word, running_head
from resdraft.usecases.since import Earlier

if TYPE_CHECKING:
    from resdraft.write.consolidation import Report
    from resdraft.write.terminal import Screen

NO_NEWS = "nothing"
"""Stands among the news where there are none."""
ENDINGS = {".docx": "docx", ".docm": "docx", ".json": "json", ".md": "markdown", ".txt": "terminal"}
"""The form of a consolidated text by the ending of a file's name."""


@dataclass(frozen=True, repr=False)
class Consolidation:
    """All proposals on one text.

    ``base`` is the text, ``laid`` all proposals in it with the conflicts laid open, ``rows`` what is proposed place by place. ``proposals``
    are those that count. ``docket`` says what became of each document, ``problems`` what does not fit and was left out.
    """

    base: Document
    proposals: tuple[Proposal, ...]
    marked: Marked
    laid: Laid
    rows: tuple[PlaceRow, ...]
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    news: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    groups: Groups = NO_GROUPS

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The places where sources propose different things, each with its options: their sources, amendments and words."""
        return self.laid.conflicts

    @property
    def sources(self) -> tuple[str, ...]:
        """All who propose something, to keep the text (NOC) or to suppress it (SUP) included, in the order of the language."""
        whole = {source for option in self.laid.whole for source in option.sources}
        return in_order({*self.marked.sources, *whole}, self.base.language)

    @property
    def docket(self) -> Docket:
        """What became of every document that was handed in, and of every proposal in it."""
        return Docket(tuple(entry.row for entry in self.entries))

    @property
    def restatable(self) -> Any:
        """Which words of the base can be written a second time; see :func:`resdraft.amend.options.lay_open`."""
        return restatable_in(self.base)

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons of each amendment, and of each proposal as a whole, by its number."""
        out = {p.number: p.reasons for p in self.proposals if p.reasons}
        for p in self.proposals:
            out |= {p.amendment(n): a.reasons for n, a in enumerate(p.amendments, 1) if a.reasons}
        return out

    def as_source(self, *sources: str) -> Resolution:
        """The text as one source would have it, or several that have a common text; without any, the base.

        Raises:
            WrongUsage: for a source that proposes nothing.
            Unfit: where sources stand for different options of one conflict, or propose to suppress the text.
        """
        from resdraft.model.apply import apply, renumber_notes

        for source in sources:
            if source not in self.sources:
                raise WrongUsage(Problem(f'nothing is of "{source}"', f"its sources are: {', '.join(self.sources)}"))
        suppressing = next((o.sources for o in self.laid.whole if o.does == "suppress"), ())
        if gone := in_order({*sources} & {*suppressing}, self.base.language):
            raise Unfit(
                Problem(f"{', '.join(gone)} would suppress the text: there is none as it would have it", "name another")
            )
        for conflict in self.conflicts:
            chosen = [own for o in conflict.options if o.does != "keep" and (own := {*o.sources} & {*sources})]
            if len(chosen) > 1:
                rivals = ", ".join(in_order((source for own in chosen for source in own), self.base.language))
                what = f"{rivals} propose different things: they have no common text"
                raise Unfit(Problem(what, "name one of them", clause=conflict.place))
        return renumber_notes(apply(self.marked.base, list(self.laid.marked.kept(sources))))

    @property
    def code(self) -> Exit:
        """What the command line exits with: an amendment did not fit, a document went nowhere, or all is well."""
        unread = {p for e in self.entries if isinstance(e.error, Unreadable) for p in e.error.problems}
        if set(self.problems) - unread:
            return Exit.UNFIT
        return Exit.DIFFERENT if self.docket.lost else Exit.DONE

    @cached_property
    def report(self) -> Report:
        """All that is told of it, for every form in which it is written."""
        from resdraft.model.address import Addresses
        from resdraft.write.consolidation import Report

        addresses = Addresses(self.base.resolution, lexicon(self.base.language))
        return Report(
            self.laid,
            self.rows,
            self.sources,
            self.docket,
            [f"{p.clause}: {p.what}" if p.clause else f"{p.file}: {p.what}" for p in self.problems],
            self.news,
            [f"{e.proposal.symbol} {e.proposal.number} ({e.file})" for e in self._new()],
            # They are no marks of conflicts.
            [addresses.of(p.key) for p in self.base.provisions if "[" in p.text.plain],
            self.reasons,
            self.groups,
        )

    def _new(self) -> list[Any]:
        return [entry for entry in self.entries if entry.outcome is Outcome.NEW_INSTRUMENT and entry.proposal is not None]

    def summary(self, screen: Screen | None = None, *, reasons: bool = False) -> str:
        """Who proposes what on which clause, for a terminal; with ``reasons`` why."""
        from resdraft.write.consolidation import summary
        from resdraft.write.terminal import Screen

        return summary(self.report, screen or Screen(), reasons=reasons)

    def markdown(self) -> str:
        """The same as Markdown."""
        from resdraft.write.consolidation import markdown

        return markdown(self.report)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        from resdraft.write.consolidation import as_plain

        return as_plain(self.report)

    def word(self, *, document: str = "", date: str = "", new: bool = False, reasons: bool = False, path: str = "") -> Output:
        """The Word file: the base's own with the marks in it, or a new one in ITU's look.

        Args:
            document: the number in the page header of a new file, else the proposals' own. ``date`` is that of marks whose proposal has none.
            ``new`` writes a new file also where the base stands in a Word file. ``reasons`` puts the reasons in as comments of their source.
            ``path`` is where it is to go, if that is known.

        Raises:
            Unfit: where words cannot be changed without harm to what stands among them.
        """
        text = None if new else self.base.word_text()
        if path:
            check_ending(text, path)
        head = document or running_head(self.proposals)
        return in_word(
            self.laid.marked, text, head=head, date=date, conflicts=self.conflicts, reasons=self._comments() if reasons else ()
        )

    def _comments(self) -> list[Reason]:
        """The reasons as comments of their sources, each at what its amendment changes."""
        out = []
        for p in self.proposals:
            who = ", ".join((p.source, *p.cosigners))
            numbered = [(p.amendment(n), a.reasons) for n, a in enumerate(p.amendments, 1)]
            out += [Reason(who, text, number, p.date) for number, text in [(p.number, p.reasons), *numbered] if text]
        return out

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file: .docx, or what is told of it as .json, .md or .txt.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        from resdraft.write.json import dumps

        form = form_of(fspath(path), ENDINGS)
        if form == "docx":
            save(self.word(path=fspath(path)).content, path)
        else:
            save({"json": lambda: dumps(self.as_json()), "markdown": self.markdown, "terminal": self.summary}[form](), path)

    def into(self, path: str) -> Consolidation:
        """The same, its docket saying which file it was written to."""
        went = (Outcome.CONSOLIDATED, Outcome.NO_CHANGE, Outcome.SUPPRESSION)
        return replace(self, entries=tuple(e._replace(into=path) if e.outcome in went else e for e in self.entries))

    def __repr__(self) -> str:
        name = self.base.designation or self.base.name
        return f"<Consolidation: {', '.join(self.sources)} on {name}, {len(self.conflicts)} conflicts>"

    def _repr_html_(self) -> str:
        """The places as a notebook shows them."""
        from resdraft.write.consolidation import as_html

        return as_html(self.report)


def consolidate(
    base: Base,
    proposals: Proposals | Iterable[Proposal | Given] | Given,
    *,
    tags: str = "conflicts",
    order: Sequence[str] = (),
    partial: bool = False,
    groups: Mapping[str, Collection[str]] | None = None,
    since: Given | None = None,
    carry: Mapping[str, str] | None = None,
) -> Consolidation:
    """Bring the proposals of all sources into one text.

    Equal changes become one with joint sources, changes apart from each other stand side by side, and where sources clash each option stands
    in brackets. With the changes of one source alone the text reads as that source proposed.

    Args:
        base: the text: a name in the library, a path, bytes, or an opened document.
        proposals: proposals, or files with them in any form.
        tags: names the source behind every change (``all``), where several stand in one place (``conflicts``), or nowhere (``none``).
        order: the sources whose options come first.
        partial: leave out what does not fit, and tell it.
        groups: the members of regional groups, by the group's code; a member that proposes what its group does is counted with it.
        since: an earlier consolidated file; what is new since then is told.
        carry: whose words, typed into that file, are proposals of their own: author's name to source.

    Returns:
        The consolidated text: its ``conflicts``, ``sources``, ``rows`` (place by place), ``docket``, ``problems``, ``news`` and ``reasons``;
        ``as_source("RUS")`` gives the text as one source would have it, ``save("all.docx")`` writes it.

    Raises:
        Unfit: without ``partial``, where an amendment does not fit, a proposal is on another text, or a number stands twice.
        Unreadable: where a file cannot be read. WrongUsage: where ``order`` or ``carry`` names what is not there.

    Example:
        >>> text = resdraft.consolidate("1332", ["proposals/chn.yaml", "proposals/eur.yaml"])
        >>> text.conflicts[0].place
        'resolves 3'
        >>> [option.sources for option in text.conflicts[0].options]
        [('CHN',), ('EUR',)]
    """
    if tags not in TAGS:
        raise WrongUsage(Problem(f'--tags: no "{tags}"', f"use one of {', '.join(TAGS)}"))
    document = base_of(base)
    given = proposals_on(document, proposals, partial=partial)
    resolution, notices = document.resolution, list(given.notices)
    earlier = Earlier.read(since, resolution, (carry or {}).keys()) if since is not None else None
    if carry:
        if earlier is None:
            raise WrongUsage(Problem("--carry takes words from an earlier file", "name it with --since"))
        typed = Proposals.of(earlier.carried(author, source, notices) for author, source in carry.items())
        given = Proposals((*given.entries, *typed.entries), given.base, given.notices)
    known = _groups(groups or {}, document.resolution.language)
    entries, problems = _sorted(resolution, given.settled(), notices)
    here = [e.proposal for e in entries if e.proposal is not None and e.outcome in _COUNTED]
    together = bring_together(resolution, [p for p in here if p.symbol in AMENDING])
    problems += together.problems
    if problems and not partial:
        raise Unfit(list(dict.fromkeys(problems)))
    if missing := [code for code in order if not any(code in p.sources for p in here)]:
        raise WrongUsage(Problem(f"--order: nothing is of {', '.join(missing)}", "name sources of the proposals"))
    wishes = Wishes(_sources(here, "NOC", "_NOC_"), _sources(here, "_NOC_"), _sources(here, "SUP", "SUP*"))
    laid = lay_open(together.marked, order=order, tags=tags, wishes=wishes, groups=known, restatable=restatable_in(document))
    laid = _numbered(with_places(laid, lexicon(resolution.language)), here)
    rows = overview(together.marked, laid, lexicon(resolution.language))
    said = [*((s, "no change") for s in wishes.keepers), *((s, "suppress") for s in wishes.suppressors)]
    news = (list(earlier.news(laid, said, known)) or [NO_NEWS]) if earlier is not None else []
    return Consolidation(
        document,
        tuple(here),
        together.marked,
        laid,
        tuple(rows),
        tuple(_fitted(entries, together, here)),
        tuple(problems),
        tuple(news),
        tuple(notices),
        known,
    )


_OUTCOMES = {"NOC": Outcome.NO_CHANGE, "_NOC_": Outcome.NO_CHANGE, "SUP": Outcome.SUPPRESSION, "SUP*": Outcome.SUPPRESSION}
_COUNTED = (Outcome.CONSOLIDATED, Outcome.NO_CHANGE, Outcome.SUPPRESSION)


def _sorted(base: Resolution, given: Proposals, notices: list[str]) -> tuple[list[Entry], list[Problem]]:
    """The entries with what becomes of each proposal on this text, and the problems of those that are not on it."""
    from resdraft.amend.target import refused

    # A letter that lies among the documents is no mistake of the user's: it has its row.
    problems = [p for e in given.entries if e.error is not None and e.stops for p in e.error.problems]
    out: list[Entry] = []
    for entry in given.entries:
        p = entry.proposal
        if p is None or entry.outcome is not None:
            out.append(entry)
        elif p.symbol in ("ADD", "ADD*"):
            out.append(entry._replace(outcome=Outcome.NEW_INSTRUMENT))
        elif (problem := refused(base, p._replace(symbol="MOD"))) is not None:
            out.append(entry._replace(outcome=Outcome.LEFT_OUT, why=problem.what))
            # Of a document with several proposals, those on other texts are no mistake of the user's.
            if not any(_beside(entry, other, base) for other in given.entries):
                problems.append(problem)
            else:
                notices.append(f"{entry.file}: left out, as it is on another text: {p.symbol.strip('_')} {p.number}")
        else:
            out.append(entry._replace(outcome=_OUTCOMES.get(p.symbol, Outcome.CONSOLIDATED)))
    for file in dict.fromkeys(entry.file for entry in out):
        own = [e.proposal for e in out if e.file == file and e.proposal is not None and e.outcome is Outcome.CONSOLIDATED]
        alternatives(own)
    return out, problems


def _beside(entry: Entry, other: Entry, base: Resolution) -> bool:
    """Whether another proposal of the same document is on the base."""
    from resdraft.amend.target import refused

    same = other.file == entry.file and other is not entry and other.proposal is not None
    return same and other.proposal is not None and refused(base, other.proposal._replace(symbol="MOD")) is None


def _sources(proposals: Iterable[Proposal], *symbols: str) -> tuple[str, ...]:
    return tuple(sorted({source for p in proposals if p.symbol in symbols for source in p.sources}))


def restatable_in(document: Document) -> Any:
    """Which words of a document can be written a second time; see :func:`resdraft.amend.options.lay_open`."""
    from resdraft.write.restating import restatable

    text = document.peek()
    return restatable(document.resolution, text.places) if text is not None else lambda *_: True


def _numbered(laid: Laid, proposals: Sequence[Proposal]) -> Laid:
    """What is wished for the text as a whole, with the numbers of the proposals that say so. NOC without underline has none."""
    symbols = {"keep": ("NOC", "_NOC_"), "suppress": ("SUP", "SUP*")}
    whole = []
    for option in laid.whole:
        numbers = [p.number for p in proposals if p.symbol in symbols[option.does] and p.symbol != "NOC"]
        whole.append(option._replace(amendments=tuple(numbers)))
    return laid._replace(whole=tuple(whole))


def _groups(groups: Mapping[str, Collection[str]], language: str) -> Groups:
    """The groups with their members; a group is no member of itself, and one name is one member."""
    members = {code: {said} if isinstance(said, str) else set(said) for code, said in groups.items()}
    return Groups(tuple((code, frozenset(own - {code})) for code, own in sorted(members.items())), language)


def _fitted(entries: Sequence[Entry], together: Together, here: Sequence[Proposal]) -> Iterable[Entry]:
    """The entries, each saying how many of its amendments do not fit, or that it changes nothing."""
    problems, amending = together.problems, [p for p in here if p.symbol in AMENDING]
    idle = {id(amending[n]) for n in together.idle}
    for entry in entries:
        if id(entry.proposal) in idle:
            yield entry._replace(outcome=Outcome.LEFT_OUT, why="it changes nothing: the text reads so already")
            continue
        p = entry.proposal
        if p is None or entry.outcome is not Outcome.CONSOLIDATED:
            yield entry
            continue
        missing = {n for n in range(1, len(p.amendments) + 1) for q in problems if q.clause.startswith(f"{p.amendment(n)}: ")}
        first = next((q for q in problems if q.clause.startswith(f"{p.number}(")), None)
        if not missing or first is None:
            yield entry
        elif len(missing) == len(p.amendments):
            yield entry._replace(outcome=Outcome.LEFT_OUT, why=f"{first.clause}: {first.what}")
        else:
            numbers = ", ".join(f"({n})" for n in sorted(missing))
            yield entry._replace(why=f"without {numbers} of {len(p.amendments)} amendments, which do not fit")
