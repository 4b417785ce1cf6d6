"""The proposals of a whole conference: one consolidated file a resolution, and a docket that accounts for every document."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from resdraft.errors import Exit, OurFault, Problem, ResdraftError, Unfit, Unreadable, Unwritable, WrongUsage
from resdraft.files import ResultFolder, exists, is_file, is_folder, make_folder, real, save
from resdraft.model.docket import Docket, Outcome
from resdraft.model.proposal import Proposal
from resdraft.usecases.all_cores import on_all_cores
from resdraft.usecases.consolidate import NO_NEWS, consolidate
from resdraft.usecases.folders import DATA, WORD, Edited, documents_in, is_result
from resdraft.usecases.inputs import Given, Input, Progress, from_library
from resdraft.usecases.intake import Entry, Proposals, read_proposals
from resdraft.usecases.marking import running_head


class Settings(NamedTuple):
    """How every resolution is consolidated; as for :func:`resdraft.consolidate`. ``reasons`` puts them into Word as comments."""

    tags: str = "conflicts"
    order: tuple[str, ...] = ()
    partial: bool = False
    groups: tuple[tuple[str, frozenset[str]], ...] = ()
    date: str = ""
    reasons: bool = False
    since: str = ""
    """A folder with the results of an earlier run: what is new since then is told of each resolution that is in it."""
    carry: tuple[tuple[str, str], ...] = ()
    """Whose words are carried over from an earlier file, if that has any: author and source."""


USUAL = Settings()


class _Task(NamedTuple):
    """One resolution, the entries of what is proposed on it by their places among all, and where the result goes."""

    target: str
    language: str
    entries: tuple[tuple[int, Entry], ...]
    path: str
    settings: Settings


class _Done(NamedTuple):
    """What became of a task: a line for the user, its entries by their places, the problems, and whether that is a fault of ours."""

    lines: tuple[str, ...]
    entries: tuple[tuple[int, Entry], ...]
    problems: tuple[Problem, ...] = ()
    fault: bool = False


@dataclass(frozen=True)
class Conference:
    """What became of all documents. ``lines`` has one for each resolution, ``docket`` a row for every proposal of every document."""

    docket: Docket
    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    code: Exit = Exit.DONE
    """What the command line exits with: something did not fit, went nowhere, or all is well."""

    def _repr_html_(self) -> str:
        """The docket as a notebook shows it."""
        from resdraft.write.docket import as_html

        return as_html(self.docket)


def consolidate_all(
    files: Sequence[Given],
    into: str | Path,
    *,
    settings: Settings = USUAL,
    edited: Sequence[Edited] = (),
    passed_over: Collection[str] = (),
    progress: Progress | None = None,
) -> Conference:
    """Consolidate all proposals in files and folders, each resolution from the library into a file of its own, on all cores.

    A resolution with an amendment that does not fit is not written unless ``settings.partial`` says so; the others are. Every document has
    its rows in the docket, also what cannot be read.

    Args:
        files: files and folders.
        into: the folder for the results; made if need be.
        settings: how each resolution is consolidated.
        edited: edited copies with their sources; those that a ``sources.csv`` in a folder names are taken too.
        passed_over: files that will be written, such as the docket: where an earlier run left one, it is no document.
        progress: called for each resolution.

    Returns:
        The docket, a line for each file that was written, what is wrong, and what the command line exits with.

    Raises:
        Unreadable: where there is no document at all, or a ``sources.csv`` is wrong. Unwritable: where the folder cannot be made.
        WrongUsage: where a file's name is given for a folder, or a document would be overwritten.

    Example:
        >>> done = resdraft.consolidate_all(["proposals/rus.yaml", "proposals/eur.yaml"], folder)
        >>> print(done.docket)
        2 documents: 2 consolidated
    """
    folder = Path(into)
    if folder.suffix.lower() in (*DATA, *WORD):
        raise WrongUsage(Problem("a folder is wanted, for a file for each resolution", "name one with -o", file=str(into)))
    if settings.since and not is_folder(settings.since):
        raise WrongUsage(Problem("--since: with --library it is the folder of an earlier run", "name it", file=settings.since))
    if settings.since and real(settings.since) == real(folder):
        what = "--since: that is the folder that results are written to, and an earlier one is not written over"
        raise WrongUsage(Problem(what, "name another folder with -o", file=settings.since))
    there = documents_in(files, folder, passed_over)
    names, copies = there.files, there.copies
    if not names and not edited and not copies:
        where = ", ".join(map(str, files))
        raise Unreadable(Problem("no proposals", f"name files or folders with {', '.join((*DATA, *WORD))}", file=where))
    given = read_proposals(names, edited=[*edited, *copies], partial=True).settled()
    stopping = [entry for entry in given.entries if entry.error is not None and entry.stops and entry.proposal is None]
    entries = [*given.entries]
    if stopping and not settings.partial:
        # Nothing is written before somebody has looked at it; the docket says what would have become of the others.
        problems = tuple(problem for entry in stopping if entry.error is not None for problem in entry.error.problems)
        said = "nothing was written: --partial goes on without what cannot be read"
        code = Exit.UNFIT if all(isinstance(entry.error, Unfit) for entry in stopping) else Exit.UNREADABLE
        return Conference(given.unwritten(), (), problems, (*there.notices, *given.notices, said), code)
    results = ResultFolder(folder)
    tasks = list(_tasks(given, results, settings, entries))
    documents = [*names, *(copy.given for copy in (*edited, *copies))]
    replaced = _check_results([task.path for task in tasks], passed_over, documents)
    make_folder(folder)
    done = _work(tasks, progress)
    for one in done:
        for n, entry in one.entries:
            entries[n] = entry
    lines = [line for one in done for line in one.lines]
    lines += _new_instruments(entries, results)
    return _ended(entries, lines, done, (*there.notices, *given.notices, *replaced))


def _check_results(paths: Sequence[str], others: Collection[str], documents: Sequence[Given]) -> list[str]:
    """Refuse to write a result over a document that was handed in, or over anything but the result of an earlier run; those are told.

    Raises:
        WrongUsage: where a document would be written over. Unwritable: where something else would be.
    """
    known = {real(given) for given in documents if isinstance(given, str | Path)}
    for path in (*paths, *others):
        if real(path) in known:
            raise WrongUsage(Problem("a document that was handed in would be overwritten", "name another folder", file=path))
    return [notice for path in paths for notice in _replacing(path)]


def _replacing(path: str | Path) -> Iterator[str]:
    """Tell that the result of an earlier run is replaced.

    Raises:
        Unwritable: where the place is taken by anything else.
    """
    if exists(path) or os.path.islink(path):
        if not is_result(Path(path)):
            what = "it is there already, and is no result of an earlier run"
            raise Unwritable(Problem(what, "name another folder", file=str(path)))
        yield f"{path}: the result of an earlier run was replaced"


def _ended(entries: Sequence[Entry], lines: Sequence[str], done: Sequence[_Done], notices: tuple[str, ...]) -> Conference:
    docket = Docket(tuple(entry.row for entry in entries))
    problems = [problem for one in done for problem in one.problems]
    known = set(problems)
    # What was told by the resolution that it is on is not told again.
    for entry in entries:
        problems += [p for p in (entry.error.problems if entry.error is not None else ()) if p not in known]
    code = Exit.DONE
    if docket.lost:
        code = Exit.DIFFERENT
    if any(one.problems for one in done) or any(isinstance(entry.error, Unfit) for entry in entries):
        code = Exit.UNFIT
    if any(one.fault for one in done):
        code = Exit.OUR_FAULT
    return Conference(docket, tuple(lines), tuple(dict.fromkeys(problems)), notices, code)


# work


def _tasks(given: Proposals, results: ResultFolder, settings: Settings, entries: list[Entry]) -> Iterator[_Task]:
    """A task for each resolution; what is on no text of the library is left out, in ``entries``."""
    by_target: dict[tuple[str, str], list[tuple[int, Entry]]] = defaultdict(list)
    for n, entry in enumerate(given.entries):
        p = entry.proposal
        # What is left out since its number stands twice is told by the resolution that it is on: that one is not complete.
        if p is None or (entry.outcome is not None and entry.error is None):
            continue
        if p.symbol in ("ADD", "ADD*"):
            entries[n] = entry._replace(outcome=entry.outcome or Outcome.NEW_INSTRUMENT)
            continue
        try:
            by_target[_name(p), p.language].append((n, entry))
        except ResdraftError as error:
            entries[n] = entry._replace(outcome=Outcome.LEFT_OUT, why=error.problems[0].what, error=Unfit(error.problems))
    for (target, language), own in sorted(by_target.items()):
        suffix = f"-{language}" if language != "en" else ""
        yield _Task(target, language, tuple(own), str(results.place(f"{target}{suffix}", ".docx")), settings)


def _name(proposal: Proposal) -> str:
    """What the library calls the text that a proposal is on: ``1332`` and ``1332@2019`` may be one."""
    from resdraft.library import find_text, is_name

    if not is_name(proposal.target):
        what = f'the text it is on is not at hand ("{proposal.target}")'
        raise Unreadable(Problem(what, "name it as the library does, such as 1332@2019", file=proposal.file))
    try:
        return find_text(proposal.target, proposal.language).name
    except Unreadable as error:
        problems = [p._replace(file=proposal.file, what=f"its target {p.file}: {p.what}") for p in error.problems]
        raise Unreadable(problems) from None


def _work(tasks: Sequence[_Task], progress: Progress | None) -> list[_Done]:
    """Do all tasks."""

    def told(n: int, done: _Done) -> None:
        if progress is not None:
            progress(n, len(tasks), done.lines[0])

    return on_all_cores(_one, tasks, told)


def _one(task: _Task) -> _Done:
    """Consolidate one resolution; what is wrong is told, never raised."""
    import gc

    # Trees of XML are held in circles, and Python does not see how large they are: each task clears up behind the one before.
    gc.collect()
    settings = task.settings
    numbers = [n for n, _ in task.entries]
    before = Path(settings.since) / Path(task.path).name
    earlier = str(before) if settings.since and is_file(before) else None
    try:
        one = consolidate(
            _base(task),
            Proposals(tuple(entry for _, entry in task.entries)),
            tags=settings.tags,
            order=[code for code in settings.order if any(code in e.proposal.sources for _, e in task.entries if e.proposal)],
            partial=settings.partial,
            groups=dict(settings.groups),
            since=earlier,
            carry=dict(settings.carry) if earlier is not None else None,
        )
        if not one.sources:
            return _Done((_not_written(task),), tuple(zip(numbers, one.entries, strict=False)), one.problems)
        save(one.word(date=settings.date, reasons=settings.reasons).content, task.path)
    except ResdraftError as error:
        why = f"{task.target} was not written: {error.problems[0]}"
        left = tuple((n, e if e.outcome else e._replace(outcome=Outcome.LEFT_OUT, why=why)) for n, e in task.entries)
        return _Done((_not_written(task),), left, error.problems, isinstance(error, OurFault))
    news = tuple(f"  {line}" for line in one.news if line != NO_NEWS)
    entries = tuple(zip(numbers, one.into(task.path).entries[: len(numbers)], strict=True))
    return _Done((f"{task.path}: {one.report.head}", *news), entries, one.problems)


def _not_written(task: _Task) -> str:
    """The line for a resolution that was not written; what an earlier run left there is not the result of this one."""
    stale = f"; {task.path} is of an earlier run" if exists(task.path) else ""
    return f"{task.target}: not written{stale}"


def _base(task: _Task) -> Input:
    return from_library(task.target, task.language)


def _new_instruments(entries: list[Entry], results: ResultFolder) -> Iterator[str]:
    """Each new instrument that is proposed as a Word file of its own: it has no text to stand in."""
    from resdraft.model.marked import Marked
    from resdraft.read.text import read_text
    from resdraft.write.docx import write_docx

    for n, entry in enumerate(entries):
        p = entry.proposal
        if p is None or entry.outcome is not Outcome.NEW_INSTRUMENT:
            continue
        path = results.place(f"{p.symbol} {p.number}", ".docx")
        try:
            told = list(_replacing(path))
            save(write_docx(Marked(read_text(p.text, p.language, p.file)), running_head([p])), path)
        except ResdraftError as error:
            entries[n] = entry._replace(outcome=Outcome.LEFT_OUT, why=error.problems[0].what, error=Unfit(error.problems))
            yield f"{p.symbol} {p.number}: not written"
            continue
        entries[n] = entry._replace(into=str(path))
        yield f"{path}: new instrument of {', '.join(p.sources)}"
        yield from told
