"""The intake: documents are handed in, in whatever form, and none gets lost. What is read, and what cannot be, has an entry each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from resdraft.errors import NoProposal, Problem, ResdraftError, Unfit, Unreadable, WrongUsage
from resdraft.model.docket import Docket, Outcome, Row
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, base_of
from resdraft.usecases.folders import DATA, WORD, Edited, documents_of
from resdraft.usecases.inputs import (
    Given,
    InFolder,
    Input,
    Opened,
    Progress,
    check_date,
    claims_to_be_one,
    is_folder,
    is_proposal,
    is_word,
    load,
    printable,
)
from resdraft.usecases.proposals import BaseOf, from_library, proposals_in

Base = Resolution | Given
OpenBase = Callable[[str | None], Document]
"""Opens the base in the language that the proposals are in; None where they do not say another than English."""


class Entry(NamedTuple):
    """A proposal that was handed in, or a document that gave none. ``outcome`` is None for a proposal that is not settled yet.

    ``stops`` says that nothing is to be written before it is settled: somebody named the file, or it claims to be a proposal.
    """

    file: str
    proposal: Proposal | None = None
    outcome: Outcome | None = None
    why: str = ""
    into: str = ""
    error: ResdraftError | None = None
    stops: bool = True

    @property
    def row(self) -> Row:
        """Its row of the docket."""
        outcome = self.outcome or Outcome.LEFT_OUT
        if self.proposal is None:
            return Row(self.file, outcome, self.why, self.into)
        return Row.of(self.proposal, outcome, self.why, self.into)._replace(file=self.file)


@dataclass(frozen=True, repr=False)
class Proposals(Sequence[Proposal]):
    """What was read of the documents that were handed in: the proposals in order, and an entry for every document that gave none."""

    entries: tuple[Entry, ...]
    base: Document | None = None
    notices: tuple[str, ...] = ()
    _items: tuple[Proposal, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        once = (entry for entry in self.entries if entry.outcome is not Outcome.DUPLICATE)
        object.__setattr__(self, "_items", tuple(entry.proposal for entry in once if entry.proposal is not None))

    @staticmethod
    def of(proposals: Iterable[Proposal]) -> Proposals:
        """Proposals that were made otherwise than by reading."""
        return Proposals(tuple(Entry(p.file or p.number, p) for p in proposals))

    def __getitem__(self, at: Any) -> Any:
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<Proposals: {', '.join(proposal.number for proposal in self._items) or 'none'}>"

    @property
    def docket(self) -> Docket:
        """What is known of each document so far."""
        return Docket(tuple(entry.row for entry in self.entries))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the documents that gave no proposal."""
        return tuple(problem for entry in self.entries if entry.error is not None for problem in entry.error.problems)

    def check(self) -> None:
        """Refuse to go on where a document could not be read that should have been.

        Raises:
            The kind of error that reading it raised, with the problems of all documents.
        """
        errors = [entry.error for entry in self.entries if entry.error is not None and entry.stops]
        if errors:
            kind = next((type(error) for error in errors if isinstance(error, Unreadable)), type(errors[0]))
            raise kind([problem for error in errors for problem in error.problems])

    def settled(self) -> Proposals:
        """The same, with what became of revisions, corrigenda, withdrawals and what was handed in twice."""
        from resdraft.amend.superseded_documents import verdicts

        open_entries = [entry for entry in self.entries if entry.proposal is not None and entry.outcome is None]
        found = iter(verdicts([entry.proposal for entry in open_entries if entry.proposal is not None]))
        out = []
        for entry in self.entries:
            if entry.proposal is not None and entry.outcome is None and (verdict := next(found)) is not None:
                error = None
                if verdict.outcome is Outcome.LEFT_OUT:
                    hint = "number the later one with revision:, or hand in one of them"
                    error = Unfit(Problem(verdict.why, hint, file=entry.file))
                entry = entry._replace(outcome=verdict.outcome, why=verdict.why, error=error)
            out.append(entry)
        return Proposals(tuple(out), self.base, self.notices)

    def unwritten(self) -> Docket:
        """The docket of a run that was stopped before anything was written."""
        why = "nothing was written: something else has to be corrected first"
        entries = (
            e._replace(outcome=Outcome.LEFT_OUT, why=why) if e.proposal is not None and e.outcome is None else e
            for e in self.entries
        )
        return Docket(tuple(entry.row for entry in entries))

    def _repr_html_(self) -> str:
        """The proposals as a notebook shows them."""
        from resdraft.write.docket import as_html

        return as_html(self.docket)


def read_proposals(
    files: Iterable[Given] | Given,
    base: Base | OpenBase | None = None,
    *,
    edited: Iterable[Edited] = (),
    partial: bool = False,
    progress: Progress | None = None,
) -> Proposals:
    """Read proposals of any form: YAML, JSON, contributions in Word, edited copies, folders of them.

    Args:
        files: what was handed in; a folder stands for all documents in it, and its ``sources.csv`` says whose edited copies are.
        base: the text that they are on; without it each is on the text of the library that it names.
        edited: edited copies, each with its source.
        partial: go on where a document cannot be read; it has its entry all the same.
        progress: called for each document.

    Raises:
        Unreadable: without ``partial``, where a document cannot be read, with the problems of all of them.

    Example:
        >>> proposals = resdraft.read_proposals(["proposals/rus.yaml", "proposals/chn.docx"], "1332")
        >>> [proposal.number for proposal in proposals]
        ['RUS/XX/1', 'CHN/XX/1']
    """
    named = [files] if isinstance(files, str | bytes | Path | Input | Opened) else list(files)  # type: ignore[arg-type]
    reader = _Reader(base, progress)
    for given in named:
        reader.take(given)
    found = reader.read([*reader.copies, *edited])
    if not partial:
        found.check()
    return found


class _Taken(NamedTuple):
    """A file that is to be read. ``named`` says that somebody named it, rather than a folder that it lies in."""

    given: Given
    named: bool = True


class _Reader:
    def __init__(self, base: Base | OpenBase | None, progress: Progress | None) -> None:
        self.base, self.progress = base, progress
        self.taken: list[_Taken] = []
        self.copies: list[Edited] = []
        self.notices: list[str] = []
        self.twice: dict[int, int] = {}
        """The files that are the same as an earlier one, byte by byte."""

    def take(self, given: Given) -> None:
        """Take a file, or all documents of a folder."""
        if is_folder(given):
            found = documents_of(Path(str(given)))
            self.taken += [_Taken(file, named=False) for file in found.files]
            self.copies += found.copies
            self.notices += found.notices
        elif isinstance(given, bytes):
            self.taken.append(_Taken(Input(given, f"document {len(self.taken) + 1}")))
        else:
            self.taken.append(_Taken(given, named=not isinstance(given, InFolder)))

    def read(self, edited: Sequence[Edited]) -> Proposals:
        """Read all: data first, for it says in which language the base is wanted; then what is in Word, which needs the base."""
        total = len(self.taken) + len(edited)
        found: dict[int, list[Entry]] = {}
        loaded = self._loaded(found)
        for n, file in loaded.items():
            if not is_word(file.content):
                found[n] = self._entries(self.taken[n], file, from_library())
        base = self._open_base(found)
        base_of_proposal = from_library(base.resolution if base is not None else None)
        for n, file in loaded.items():
            if n not in found:
                found[n] = self._entries(self.taken[n], file, base_of_proposal)
            self._tell(n + 1, total, file.name)
        for n, first in self.twice.items():
            found[n] = list(self._duplicates(n, found[first]))
        entries = [entry for n in sorted(found) for entry in found[n]]
        by_file: dict[object, list[Edited]] = {}
        for copy in edited:
            by_file.setdefault(copy.given, []).append(copy)
        for n, copies in enumerate(by_file.values(), len(self.taken) + 1):
            entries += self._edited(copies, base, base_of_proposal)
            self._tell(n, total, str(copies[0].given))
        return Proposals(tuple(entries), base, tuple(self.notices))

    def _tell(self, done: int, total: int, name: str) -> None:
        if self.progress is not None:
            self.progress(done, total, name)

    def _loaded(self, found: dict[int, list[Entry]]) -> dict[int, Input]:
        """The files' contents; what cannot be opened, and what is there twice, has its entry in ``found``."""
        out: dict[int, Input] = {}
        known: dict[object, int] = {}
        several = len(self.taken) > 1
        for n, (given, named) in enumerate(self.taken):
            try:
                file = load(given, library=False)
            except ResdraftError as error:
                found[n] = [_failed(printable(str(given)), error, Outcome.UNREADABLE, stops=named)]
                continue
            # One alone is not compared: that saves loading what computes the digest.
            mark = (_digest(file.content) if several else b"", file.part)
            if mark in known:
                self.twice[n] = known[mark]
                continue
            known[mark] = n
            out[n] = file
        return out

    def _entries(self, taken: _Taken, file: Input, base_of_proposal: BaseOf) -> list[Entry]:
        """The entries of one file."""
        ending = Path(file.name).suffix.lower()
        try:
            own = proposals_in(file, base_of_proposal, self.notices)
            if file.part is not None:
                own = [p for p in own if p.order == file.part] or _no_part(own, file)
        except ResdraftError as error:
            none = isinstance(error, NoProposal) or (not is_word(file.content) and not is_proposal(file.content))
            none = (
                none and not (ending in (*DATA, "") and (_broken(error) or claims_to_be_one(file.content))) and _is_text(file)
            )
            outcome = Outcome.NOT_A_PROPOSAL if none else Outcome.LEFT_OUT if isinstance(error, Unfit) else Outcome.UNREADABLE
            claims = ending in (*DATA, *WORD) and not none
            if none and not taken.named and not isinstance(error, NoProposal):
                # What the reader of proposals makes of a letter or a list is of no use to anybody.
                hint = "a proposal has lines such as source: and amendments:; `resdraft propose` makes one of an edited copy"
                error = NoProposal(Problem("it says no source, as a proposal does", hint, file=file.name))
            return [_failed(file.name, error, outcome, stops=taken.named or claims)]
        return [Entry(file.name, proposal) for proposal in own]

    def _duplicates(self, n: int, first: Sequence[Entry]) -> Iterator[Entry]:
        """The entries of a file that is the same as an earlier one: as many as that has."""
        given = self.taken[n].given
        name = given.name if isinstance(given, Input) else printable(str(given))
        self.notices.append(f"{name} is the same as {first[0].file}: it counts once")
        for entry in first:
            if entry.proposal is None:
                # What cannot be read is no better for being there twice.
                yield entry._replace(file=name, error=None)
            else:
                yield Entry(name, entry.proposal, Outcome.DUPLICATE, f"the same as {entry.file}")

    def _open_base(self, found: dict[int, list[Entry]]) -> Document | None:
        if self.base is None:
            return None
        if callable(self.base):
            proposals = [entry.proposal for own in found.values() for entry in own if entry.proposal is not None]
            return self.base(next((p.language for p in proposals if p.language != "en"), None))
        return base_of(self.base)

    def _edited(self, copies: Sequence[Edited], base: Document | None, base_of_proposal: BaseOf) -> list[Entry]:
        """The entries of an edited copy, one for each source whose marks are taken."""
        from resdraft.usecases.propose import propose

        given = copies[0].given
        name = "the copy" if isinstance(given, bytes) else given.name if isinstance(given, Input) else printable(str(given))
        try:
            file = load(given, library=False)
            official = base or _official(file, base_of_proposal)
            for copy in copies:
                check_date(copy.date, f"the date of {name}")
            sources = {copy.author: copy.source for copy in copies}
            if len(sources) < len(copies):
                raise WrongUsage(Problem("two sources for the same marks", "say whose each author's marks are", file=name))
            drafted = propose(official, file, sources, only_named=True)
            _same_number(official, file)
        except ResdraftError as error:
            outcome = Outcome.LEFT_OUT if isinstance(error, Unfit | WrongUsage) else Outcome.UNREADABLE
            return [_failed(name, error, outcome, stops=True)]
        self.notices += drafted.notices
        if not drafted.proposals:
            return [Entry(name, outcome=Outcome.LEFT_OUT, why="it proposes nothing: it reads as the base does")]
        by_source = {copy.source: copy for copy in copies}
        return [Entry(name, _with_head(proposal, by_source[proposal.source], name)) for proposal in drafted.proposals]


def _digest(content: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(content).digest()


def _same_number(official: Document, file: Input) -> None:
    """Refuse an edited copy of another resolution than the base.

    Raises:
        Unfit: where both bear a number, and not the same.
    """
    from resdraft.usecases.documents import open_document

    ours, theirs = official.resolution.designation.number, open_document(file, marks="reject").resolution.designation.number
    if ours and theirs and ours != theirs:
        raise Unfit(Problem(f"a copy of {theirs}, and the base is {ours}", "name the right base", file=file.name))


def _with_head(proposal: Proposal, copy: Edited, name: str) -> Proposal:
    """The proposal of an edited copy with what is said of the copy."""
    fields = ("document", "addendum", "revision", "corrigendum", "meeting", "date")
    said = {field: value for field in fields if (value := getattr(copy, field))}
    return proposal._replace(file=name, **said)


def _official(file: Input, base_of_proposal: BaseOf) -> Document:
    """The official text of an edited copy: the library's, of the copy's own number."""
    from resdraft.amend.target import target_of
    from resdraft.usecases.documents import open_document

    copy = open_document(file, marks="reject")
    target = target_of(copy.resolution)
    if not target:
        what = "its number line does not say which resolution it is a copy of"
        raise Unreadable(Problem(what, "consolidate it by itself, with its base", file=file.name))
    return base_of(base_of_proposal(Proposal("", target, (), language=copy.language, file=file.name)))


def _failed(name: str, error: ResdraftError, outcome: Outcome, *, stops: bool) -> Entry:
    more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
    first = error.problems[0]
    line = f"line {first.line}: " if first.line else ""
    # What is no proposal is not told of as an error: so its row says what to do with it.
    remedy = f"; {first.hint}" if isinstance(error, NoProposal) and first.hint else ""
    return Entry(name, outcome=outcome, why=f"{line}{first.what}{more}{remedy}", error=error, stops=stops)


def _broken(error: ResdraftError) -> bool:
    """Whether a file is no valid YAML or JSON at all."""
    return any(problem.what.startswith("not valid") for problem in error.problems)


def _is_text(file: Input) -> bool:
    """Whether a file is text, or a Word file: what can be read can be no proposal; what cannot is unreadable."""
    from resdraft.usecases.inputs import decode

    try:
        return is_word(file.content) or bool(decode(file, []))
    except Unreadable:
        return False


def _no_part(proposals: Sequence[Proposal], file: Input) -> list[Proposal]:
    there = ", ".join(f"{file.name}#{p.order} ({p.symbol.strip('_')} {p.number})" for p in proposals)
    raise WrongUsage(Problem(f"no proposal {file.part} in it", f"there are: {there}", file=file.name))
