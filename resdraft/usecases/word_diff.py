"""Two Word files of any kind compared: the old one, with what the new one changes as revision marks."""

from __future__ import annotations

from os import PathLike
from typing import NamedTuple

from resdraft.files import save
from resdraft.usecases.inputs import Given, Marks, check_date, load


class WordDifference(NamedTuple):
    """A Word file with the changes as revision marks, how many marks it bears, and what no mark shows."""

    content: bytes
    marks: int
    notices: tuple[str, ...] = ()

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file.

        Raises:
            Unwritable: where it cannot be written.
        """
        save(self.content, path)


def mark_up(old: Given, new: Given, *, author: str = "resdraft", date: str = "", marks: Marks | None = None) -> WordDifference:
    """Any two Word files, resolutions or not: the old file with the new one's content as revision marks.

    Args:
        old, new: the files. ``author`` and ``date`` are those of the marks. ``marks`` says what earlier marks mean: settled in both files
            first, or, with ``keep``, left in where both bear them.

    Raises:
        Unreadable: where one is no Word file, or bears marks and ``marks`` is None. OurFault: where the result would not be exact.
    """
    from resdraft.compare.word_files import compare_files

    check_date(date)
    sides = [load(side) for side in (old, new)]
    if marks in ("accept", "reject"):
        from resdraft.ooxml.settle import Selection, settle

        sides = [side._replace(content=settle(side.content, marks, Selection(), side.name).content) for side in sides]
    first, second = ((side.content, side.name) for side in sides)
    compared = compare_files(first, second, author, date, keep=marks == "keep")
    return WordDifference(compared.content, compared.marks, tuple(compared.notices))
