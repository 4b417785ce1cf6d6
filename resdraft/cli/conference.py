"""The proposals of a whole conference: one consolidated file a resolution."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from resdraft.cli.consolidate import Consolidated
from resdraft.cli.contributions import from_library, proposals_in
from resdraft.cli.inputs import read_file
from resdraft.errors import Exit, Problem, ResdraftError, Unreadable, Unwritable, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.proposal import Proposal

_ENDINGS = (".yaml", ".yml", ".json", ".docx", ".docm")


class _Task(NamedTuple):
    """One resolution by its name in the library, what is proposed on it, and where the result goes."""

    target: str
    proposals: tuple[Proposal, ...]
    path: str
    tags: str
    order: tuple[str, ...]
    date: str


class _Done(NamedTuple):
    """What became of it: a line for the user, and the problems."""

    line: str
    problems: tuple[Problem, ...] = ()


def consolidate_all(names: Sequence[str], output: str | None, tags: str, order: tuple[str, ...], date: str) -> None:
    """Consolidate all proposals in files and folders, each resolution from the library into a file of its own.

    Both cores work; a bar on standard error shows how far. What cannot be done is told, and the rest is done.

    Raises:
        Unreadable: where there is no proposal. WrongUsage: where no folder is named.
    """
    from concurrent.futures import ProcessPoolExecutor

    if not output or output == "-":
        raise WrongUsage(Problem("one file a resolution", "name a folder for them with -o"))
    into = Path(output)
    tasks = _tasks(names, into, tags, order, date)
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(Problem(f"cannot be made ({error.strerror})", "name another folder", file=str(into))) from None
    done = []
    with ProcessPoolExecutor() if len(tasks) > 1 else _Alone() as pool:
        found = pool.map(_one, tasks)
        with click.progressbar(found, length=len(tasks), label="consolidating", file=sys.stderr) as bar:
            done = list(bar)
    for one in done:
        click.echo(one.line)
    problems = [problem for one in done for problem in one.problems]
    for problem in problems:
        click.echo(f"resdraft: {problem}", err=True)
        click.echo(f"  {problem.hint}", err=True)
    if problems:
        click.get_current_context().exit(Exit.UNFIT)


class _Alone:
    """Does one task without a second process."""

    map = staticmethod(map)

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""


def _tasks(names: Sequence[str], into: Path, tags: str, order: tuple[str, ...], date: str) -> list[_Task]:
    files = [file for name in names for file in (_files(Path(name)) if Path(name).is_dir() else [name])]
    by_target: dict[str, list[Proposal]] = defaultdict(list)
    problems: list[Problem] = []
    for file in files:
        try:
            for proposal in proposals_in(*read_file(file), from_library(None)):
                if proposal.target:
                    by_target[proposal.target].append(proposal)
        except ResdraftError as error:
            problems += error.problems
    if problems:
        raise Unreadable(problems)
    if not by_target:
        raise Unreadable(Problem("no proposals", f"name files or folders with {', '.join(_ENDINGS)}", file=", ".join(names)))
    return [
        _Task(target, tuple(own), str(into / f"{target.replace('@', '-').replace('/', '-')}.docx"), tags, order, date)
        for target, own in sorted(by_target.items())
    ]


def _files(path: Path) -> list[str]:
    return [str(file) for file in sorted(path.rglob("*")) if file.suffix.lower() in _ENDINGS]


def _one(task: _Task) -> _Done:
    """Consolidate one resolution; what is wrong is told, never raised."""
    import gc

    # Trees of XML are held in circles, and Python does not see how large they are: each task clears up behind the one before.
    gc.collect()
    from resdraft.cli.inputs import read_resolution, write_output

    try:
        base = read_resolution(task.target, task.proposals[0].language)
        one = Consolidated(base, task.proposals, tags=task.tags, order=task.order, partial=True)
        write_output(one.content("docx", "", task.date, task.path), task.path)
    except ResdraftError as error:
        return _Done(f"{task.target}: not written", tuple(error.problems))
    sources, clashes = len(one.laid.marked.sources), len(one.laid.choices)
    line = f"{task.path}: {sources} sources, {len(one.rows)} places, {clashes} conflicts"
    return _Done(line, tuple(one.problems))
