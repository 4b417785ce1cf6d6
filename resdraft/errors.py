"""The error family: where, what, what to do, and the exit code. Only ``cli`` turns one into words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Exit(IntEnum):
    """Exit codes that scripts rely on."""

    DONE = 0
    DIFFERENT = 1
    USAGE = 2
    UNREADABLE = 3
    UNFIT = 4
    UNWRITABLE = 5
    OUR_FAULT = 70


class Problem(NamedTuple):
    """One thing that is wrong: where it stands, what it is, and what to do about it."""

    what: str
    hint: str = ""
    clause: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return ": ".join(part for part in (place, self.clause, self.what) if part)


def shortened(text: str, width: int) -> str:
    """What a message quotes of a text: the whole of it up to ``width`` characters, else its first words."""
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0] + " …"


class ResdraftError(Exception):
    """Problems that stop a command. Carries all of them, not only the first."""

    code = Exit.UNREADABLE

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ResdraftError], tuple[tuple[Problem, ...]]]:
        """Errors travel between processes with their problems: exceptions are pickled by their message alone otherwise."""
        return type(self), (self.problems,)


class Unreadable(ResdraftError):
    """An input that cannot be read as what it should be."""


class NoProposal(Unreadable):
    """A file that can be read, and that holds no proposal."""


class WrongUsage(ResdraftError):
    """The command was called in a way that cannot work."""

    code = Exit.USAGE


class Unfit(ResdraftError):
    """An amendment that does not fit its base, or a conflict where none is allowed."""

    code = Exit.UNFIT


class Unwritable(ResdraftError):
    """An output that cannot be written."""

    code = Exit.UNWRITABLE


class OurFault(ResdraftError):
    """A check of our own output failed: a fault of resdraft, never of the user."""

    code = Exit.OUR_FAULT
