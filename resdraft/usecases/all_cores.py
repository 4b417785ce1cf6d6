"""Work on many documents, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


def on_all_cores(
    do: Callable[[Task], Done], tasks: Sequence[Task], done: Callable[[int, Done], None], *, few: int = 1, at_once: int = 1
) -> list[Done]:
    """Do all tasks, each in a process beside this one.

    Args:
        do: a function of a module, for it is named to the other processes. Tasks and results are carried over (pickled).
        done: called for each result in order, with how many there are by then.
        few: so many tasks are done here: they are not worth a process. ``at_once`` are carried over together.

    Returns:
        The results in the order of the tasks.
    """
    if len(tasks) <= few:
        return [_told(n, do(task), done) for n, task in enumerate(tasks, 1)]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor() as pool:
        return [_told(n, one, done) for n, one in enumerate(pool.map(do, tasks, chunksize=at_once), 1)]


def _told(n: int, one: Done, done: Callable[[int, Done], None]) -> Done:
    done(n, one)
    return one
