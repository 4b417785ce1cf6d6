"""Drafts of one new instrument, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from resdraft.errors import Problem, WrongUsage
from resdraft.files import save
from resdraft.model.resolution import Provision, Resolution
from resdraft.usecases.documents import Document, open_document
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Marks, load
from resdraft.usecases.proposals import from_library, holds_proposals, proposals_in

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

DRAFT_ENDINGS = {".docx": "docx", ".txt": "terminal"}
_FEWEST = 2


@dataclass(frozen=True)
class Drafts:
    """Drafts side by side: whose each is, and the rows of what stands beside what, None where one has nothing there."""

    names: tuple[str, ...]
    texts: tuple[Resolution, ...]
    rows: tuple[tuple[Provision | None, ...], ...]
    notices: tuple[str, ...] = ()

    def text(self, screen: Screen | None = None) -> str:
        """In columns, for a terminal."""
        from resdraft.write.comparison import draft_columns
        from resdraft.write.terminal import Screen

        return draft_columns(self.names, self.rows, screen or Screen())

    def word(self) -> bytes:
        """As a table in Word."""
        from resdraft.write.drafts import write_drafts

        return write_drafts(self.names, self.rows, self.texts[0])

    def save(self, path: str | PathLike[str]) -> None:
        """Write them to a file: .docx or .txt.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.word() if form_of(fspath(path), DRAFT_ENDINGS) == "docx" else self.text(), path)


def drafts(*given: Given, language: str | None = None, marks: Marks | None = None) -> Drafts:
    """Set drafts of one new instrument side by side.

    Args:
        given: two or more of them: proposals with the symbol ADD, or texts.
        language: that of the texts, told from them where None.
        marks: what the revision marks of Word files mean; as for :func:`resdraft.open`.

    Raises:
        WrongUsage: where there is one alone, or a file holds several new texts and none is named. Unreadable: where one cannot be read.

    Example:
        >>> short, long = (f"resolves\\n1\\tto act{words};\\n2\\tto report." for words in ("", " at once"))
        >>> len(resdraft.drafts(short.encode(), long.encode()).rows)
        3
    """
    from resdraft.differences.drafts import align_drafts

    if len(given) < _FEWEST:
        raise WrongUsage(Problem(f"{len(given)} drafts", "name two or more: proposals with symbol: ADD, or texts"))
    notices: list[str] = []
    found = [_draft(one, language, marks, notices) for one in given]
    texts = tuple(text for _, text in found)
    names = [name for name, _ in found]
    # Two of one source are told apart by their order.
    told = [f"{name} ({names[: n + 1].count(name)})" if names.count(name) > 1 else name for n, name in enumerate(names)]
    return Drafts(tuple(told), texts, tuple(align_drafts(*texts)), tuple(notices))


def _draft(given: Given, language: str | None, marks: Marks | None, notices: list[str]) -> tuple[str, Resolution]:
    """Whose a draft is, and its text."""
    from resdraft.read.text import read_text

    file = load(given)
    if holds_proposals(file):
        own = proposals_in(file, from_library(), notices)
        found = [p for p in own if p.text and file.part in (None, p.order)]
        if len(found) != 1:
            hint = "name one with its number, such as FILE#2"
            raise WrongUsage(Problem(f"{len(found)} new texts in it", hint, file=file.name))
        return found[0].source, read_text(found[0].text, found[0].language, file.name)
    return Path(file.name).stem, open_document(
        given if isinstance(given, Document) else file, language=language, marks=marks
    ).resolution
