"""The revision marks of a Word file: listed, accepted, rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from resdraft.files import save
from resdraft.usecases.inputs import Given, load, word_file

if TYPE_CHECKING:
    from resdraft.ooxml.listing import Mark
    from resdraft.write.terminal import Screen

Several: TypeAlias = str | Sequence[str]
"""One or several."""
FIELDS = ("author", "date", "kind", "text", "clause", "part", "paragraph", "id")
"""The columns of a table of marks."""


@dataclass(frozen=True)
class MarkList(Sequence["Mark"]):
    """The marks of a Word file, in the order of its parts."""

    file: str
    marks: tuple[Mark, ...]
    notices: tuple[str, ...] = ()
    """What could not be looked into."""

    def __getitem__(self, at: Any) -> Any:
        return self.marks[at]

    def __len__(self) -> int:
        return len(self.marks)

    def text(self, screen: Screen) -> str:
        """For a terminal."""
        from resdraft.write.terminal import mark_list

        return mark_list([asdict(mark) for mark in self.marks], screen)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"file": self.file, "marks": [asdict(mark) for mark in self.marks]}

    def csv(self) -> str:
        """As comma-separated values."""
        from resdraft.write.table import as_csv

        return as_csv(FIELDS, ([getattr(mark, name) for name in FIELDS] for mark in self.marks))

    def _repr_html_(self) -> str:
        """The marks as a notebook shows them."""
        from resdraft.write.table import as_html

        return as_html(FIELDS, ([getattr(mark, name) for name in FIELDS] for mark in self.marks))


@dataclass(frozen=True, repr=False)
class Settled:
    """A Word file after marks were accepted or rejected: how many were, how many are left, and what the user should know."""

    content: bytes
    count: int
    left: int
    notices: tuple[str, ...] = ()

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file.

        Raises:
            Unwritable: where it cannot be written.
        """
        save(self.content, path)

    def __repr__(self) -> str:
        return f"<Settled: {self.count} marks settled, {self.left} left>"

    def _repr_html_(self) -> str:
        """What was done, as a notebook shows it."""
        from html import escape

        notices = "".join(f"<br>{escape(notice)}" for notice in self.notices)
        return f"<p>{self.count} marks settled, {self.left} left{notices}</p>"


def marks(file: Given) -> MarkList:
    """List the revision marks of any Word file: author, date, kind, words, place, clause. All parts are read, footnotes and headers too.

    Raises:
        WrongUsage: where it is no Word file. Unreadable: where it cannot be read.

    Example:
        >>> resdraft.marks("proposals/chn.docx")[0].author
        'CHN'
    """
    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.package import open_package
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.paragraph_addresses import paragraph_addresses

    given = word_file(load(file))
    parts = open_package(given.content, given.name)
    notices: list[str] = []
    found = list(list_marks(parts, given.name, notices))
    if found:
        places = paragraph_addresses(WordFile.of(parts, given.name))
        found = [replace(mark, clause=places.get((mark.part, mark.paragraph), "")) for mark in found]
    return MarkList(given.name, tuple(found), tuple(notices))


def accept(
    file: Given,
    *,
    sources: Several = (),
    amendments: Several = (),
    authors: Several = (),
    dates: Several = (),
    ids: Several = (),
) -> Settled:
    """Accept revision marks of a Word file: all, or those that are meant; the rest stays.

    Args:
        file: the Word file. ``sources`` are codes such as ``RUS``: a mark of several counts where one of them is meant. ``amendments`` are
            numbers of proposals (``RUS/62A1/1``) or of single amendments (``RUS/62A1/1(3)``). ``authors`` are taken as written. ``dates`` are
            days such as ``2019-05-20``, ``ids`` those that :func:`marks` lists. What is given must all be true of a mark.

    Raises:
        WrongUsage: where what is asked for stands in no mark. Unfit: where sources stand for different options of one conflict.
        Unreadable: where the file cannot be read.

    Example:
        >>> resdraft.accept("proposals/chn.docx").left
        0
    """
    return _settle("accept", file, sources, amendments, authors, dates, ids)


def reject(
    file: Given,
    *,
    sources: Several = (),
    amendments: Several = (),
    authors: Several = (),
    dates: Several = (),
    ids: Several = (),
) -> Settled:
    """Reject revision marks of a Word file: all, or those that are meant; the rest stays.

    A rejected source is taken out of a mark of several, which stays with the others.

    Args:
        As for :func:`accept`.

    Raises:
        As :func:`accept`.

    Example:
        >>> resdraft.reject("proposals/chn.docx").left
        0
    """
    return _settle("reject", file, sources, amendments, authors, dates, ids)


def _settle(action: str, file: Given, *meant: Several) -> Settled:
    from resdraft.lexicon.sources import known_codes
    from resdraft.ooxml.settle import Selection, settle

    sources, amendments, authors, dates, ids = ((said,) if isinstance(said, str) else tuple(said) for said in meant)
    given = word_file(load(file))
    done = settle(given.content, action, Selection(sources, authors, dates, ids, amendments), given.name, known_codes())
    return Settled(done.content, done.count, done.left, tuple(done.warnings))
