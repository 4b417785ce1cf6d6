"""Merging in steps: what is still open after an adoption, as proposals on the text as it was adopted so far."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from resdraft.amend.decided import of_amendment
from resdraft.errors import Problem
from resdraft.files import ResultFolder
from resdraft.model.proposal import AMENDING
from resdraft.model.resolution import Resolution
from resdraft.usecases.adopt import Adoption
from resdraft.usecases.adopted_text import adopted_text
from resdraft.usecases.documents import render
from resdraft.usecases.rebase import Rebase, rebase


@dataclass(frozen=True)
class Remaining:
    """The text as it was adopted so far, what is open left as it was, and the open amendments of each proposal carried over to it."""

    text: Resolution
    rebased: tuple[tuple[str, Rebase], ...]
    """By the number of each proposal."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The open amendments that no longer fit, each with both texts."""
        return tuple(problem for _, one in self.rebased for problem in one.problems)

    def save(self, folder: str | PathLike[str]) -> tuple[Path, ...]:
        """Write the text (``base.txt``) and a YAML file for each proposal into a folder, which is made if need be; all or nothing.

        Raises:
            Unwritable: where a file has another content already.
        """
        results = ResultFolder(folder)
        made = [(results.place("base", ".txt"), render(self.text, "text").content)]
        made += [
            (results.place(number, ".yaml"), one.output("yaml").content)
            for number, one in self.rebased
            if one.proposal is not None
        ]
        results.write(made)
        return tuple(path for path, _ in made)


def remaining(done: Adoption, *, edition: str = "") -> Remaining:
    """Carry what is open over to what was adopted so far.

    Args:
        done: the adoption. ``edition`` is the one that the text becomes, "" where it stays the same.

    Example:
        >>> done = resdraft.adopt("1332", ["proposals/rus.yaml"], b"decisions: [{amendment: RUS/XX/1(1), decision: adopt}]")
        >>> [(number, len(one.rows)) for number, one in resdraft.remaining(done).rebased]
        [('RUS/XX/1', 8)]
    """
    text = adopted_text(done.consolidated.marked, done.decided.adopted, edition=edition).text
    out = []
    for p in done.consolidated.proposals:
        if p.symbol not in AMENDING:
            continue
        still_open = tuple(
            amendment for n, amendment in enumerate(p.amendments, 1) if of_amendment(done.decided.open, p.amendment(n))
        )
        if still_open:
            out.append((p.number, rebase(p._replace(amendments=still_open), text, done.base.resolution)))
    return Remaining(text, tuple(out))
