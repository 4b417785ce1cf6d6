"""Who brought each clause of a text, and each of its words: the edition, by its name and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resdraft.errors import Problem, WrongUsage
from resdraft.model.history import Blamed, EditionNote
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import open_document
from resdraft.usecases.inputs import Given, Input, is_folder, load

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen


@dataclass(frozen=True, repr=False)
class Blame:
    """The provisions of the newest edition, each with the edition that brought it."""

    editions: tuple[EditionNote, ...]
    provisions: tuple[Blamed, ...]
    text: Resolution

    def output(self, form: str = "terminal", screen: Screen | None = None, *, words: bool = False) -> str:
        """The history in a form: terminal, json or html. ``words`` tells it for each stretch of words."""
        from resdraft.write import blame
        from resdraft.write.terminal import Screen

        if form == "html":
            return blame.as_page(self.editions, self.provisions, self.text)
        if form == "json":
            return blame.as_json(self.editions, self.provisions, self.text)
        return blame.listing(self.editions, self.provisions, screen or Screen(), words=words)


def blame(*texts: Given, address: str = "", language: str | None = None) -> Blame:
    """Find the edition that brought each clause of a text, and the last that changed it: through moves, new labels, splits.

    Args:
        texts: the editions in order, in any form; or one number, whose editions the library has. Before a file alone stand the editions that
            the library has of its number.
        address: of a clause, such as ``resolves 3 a)``: then it is only told of it and all below it. ``language`` is that of the texts.

    Raises:
        WrongUsage: where there are not two editions. Unreadable: where one cannot be read. Unfit: where there is no such clause.

    Example:
        >>> found = resdraft.blame(resdraft.open("1332"), "1332", address="resolves 2")
        >>> [(one.since, one.changed) for one in found.provisions]
        [(0, 0)]
    """
    from resdraft.differences.blame import blame as blamed

    documents = [open_document(given, language=language, marks="accept") for given in _editions(texts, language)]
    if len(documents) < 2:
        hint = "name them in the order of their adoption, or put earlier editions into your library: resdraft add FILE"
        raise WrongUsage(Problem("one edition alone has no history", hint, file=documents[0].name if documents else ""))
    found = blamed([one.resolution for one in documents])
    if address:
        keys = {p.key for p in documents[-1].find(address)}
        found = [one for one in found if one.provision.key in keys]
    notes = tuple(_note(one.resolution, one.name) for one in documents)
    return Blame(notes, tuple(found), documents[-1].resolution)


def _editions(texts: Sequence[Given], language: str | None) -> list[Given]:
    from resdraft.library import entries

    if len(texts) != 1:
        return list(texts)
    given = texts[0]
    if is_folder(given):
        raise WrongUsage(Problem("a folder", "name the editions in the order of their adoption", file=str(given)))
    found = load(given)
    one = open_document(found, language=language, marks="accept")
    number = one.resolution.designation.number
    known = [entry for entry in entries(number) if entry.language == one.language]
    # The text itself may be one of the library's.
    earlier: list[Given] = []
    for entry in known:
        text = open_document(entry.name)
        if text.resolution.fingerprint == one.resolution.fingerprint:
            break
        earlier.append(text)
    return [*earlier, Input(found.content, found.name, found.part)]


def _note(text: Resolution, file: str) -> EditionNote:
    from resdraft.citations.register import load_register
    from resdraft.citations.survey import identity
    from resdraft.lexicon import parse_edition

    register, own = load_register(), parse_edition(text.designation.edition)
    known = register.editions_of(*identity(text, register))
    date = next(
        (entry.date for entry in known if own is not None and entry.edition.same(own)),
        str(own.year) if own and own.year else "",
    )
    return EditionNote(str(text.designation) or file, date, file)
