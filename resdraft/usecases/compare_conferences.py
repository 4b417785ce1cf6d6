"""What became of every text from one conference to the next: two folders compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from resdraft.citations.register import load_register
from resdraft.citations.survey import identity
from resdraft.differences.conference_pairs import KnownText, Pair, pair_texts
from resdraft.errors import Exit, Problem, ResdraftError, Unreadable, WrongUsage
from resdraft.files import note
from resdraft.lexicon import parse_edition
from resdraft.limits import MOST_DIGITS
from resdraft.model.conference_change import ComparedText, TextChange, WordCount, totals
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import tokenise
from resdraft.usecases.all_cores import on_all_cores
from resdraft.usecases.diff import changes_between
from resdraft.usecases.documents import open_all
from resdraft.usecases.folders import files_of
from resdraft.usecases.inputs import InFolder, Marks, Progress, is_folder, printable

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

_FEW = 4
"""So few files are read sooner than another process is begun."""
_SIDES = ("old", "new")


class _File(NamedTuple):
    """A file to be read."""

    path: Path
    folder: Path
    language: str | None
    marks: Marks | None


class _Read(NamedTuple):
    """What a file holds, or what is wrong with it."""

    texts: tuple[KnownText, ...] = ()
    notices: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, repr=False)
class ConferenceDifference:
    """What became of every text of two folders. ``rows`` has each of them once; ``problems`` tell what could not be read."""

    old: str
    new: str
    rows: tuple[TextChange, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(row.became != "unchanged" for row in self.rows)

    @property
    def code(self) -> Exit:
        """What the command line exits with: 3 where something could not be read, 1 where something differs."""
        return Exit.UNREADABLE if self.problems else Exit.DIFFERENT if self else Exit.DONE

    def output(self, form: str = "terminal", screen: Screen | None = None) -> str:
        """The table in a form: terminal, markdown, json or html."""
        from resdraft.write import conference_table as table
        from resdraft.write.terminal import Screen

        if form == "terminal":
            return table.listing(self.rows, screen or Screen())
        if form == "json":
            return table.as_json((self.old, self.new), self.rows, self.problems)
        return (table.as_markdown if form == "markdown" else table.as_page)((self.old, self.new), self.rows, self.problems)

    def __repr__(self) -> str:
        told = ", ".join(f"{n} {became}" for became, n in totals(self.rows).items())
        return f"<ConferenceDifference {self.old} → {self.new}: {told}>"

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        from resdraft.write.conference_table import as_html

        return as_html(self.rows)


def compare_conferences(
    old: str | PathLike[str],
    new: str | PathLike[str],
    *,
    language: str | None = None,
    marks: Marks | None = None,
    progress: Progress | None = None,
) -> ConferenceDifference:
    """Compare the texts of two conferences: which are new, suppressed, renumbered, and how much the others changed. On all cores.

    Texts are matched within a language by their designation, then by title, then by content. A file may hold several.

    Args:
        old, new: folders with resolutions in any form.
        language, marks: as for :func:`resdraft.open`, for all of them.
        progress: called for each file that is read, then for each pair that is compared.

    Returns:
        The table, with a row for every text of both folders. What cannot be read is among its problems, and makes doubtful what it may hold.

    Raises:
        WrongUsage: where one is no folder. Unreadable: where one has no text that can be read.

    Example:
        >>> for name, words in (("2016", "to act"), ("2019", "to act at once")):
        ...     (folder / name).mkdir()
        ...     text = f"RESOLUTION 7 (Geneva, {name})\\n\\nOn acting\\n\\nresolves\\n\\n1 {words};\\n"
        ...     _ = (folder / name / "7.txt").write_text(text)
        >>> resdraft.compare_conferences(folder / "2016", folder / "2019").rows[0].became
        'changed'
    """
    for one in (old, new):
        if not is_folder(one):
            raise WrongUsage(
                Problem("a folder is compared with another folder", "name two folders, or two files", file=fspath(one))
            )
    folders = (Path(old), Path(new))
    listed = [files_of(folder) for folder in folders]
    files = [
        [_File(path, folder, language, marks) for path in found.files] for folder, found in zip(folders, listed, strict=True)
    ]
    for file in (*files[0], *files[1]):
        note(file.path)
    total = len(files[0]) + len(files[1])

    def was_read(n: int, _: _Read) -> None:
        if progress is not None:
            progress(n, 2 * total, "read")

    done = on_all_cores(_read, [*files[0], *files[1]], was_read, few=_FEW)
    sides = (done[: len(files[0])], done[len(files[0]) :])
    texts = [[text for file in side for text in file.texts] for side in sides]
    problems = [tuple(problem for file in side for problem in file.problems) for side in sides]
    _check(folders, texts, problems)
    pairs = pair_texts(texts[0], texts[1])
    compared = [pair for pair in pairs if pair.old is not None and pair.new is not None]

    def was_compared(n: int, _: object) -> None:
        if progress is not None:
            progress(total + n * total // len(compared), 2 * total, "compared")

    both = [(texts[0][p.old], texts[1][p.new]) for p in compared if p.old is not None and p.new is not None]
    changes = on_all_cores(_changed, [(a.resolution, b.resolution) for a, b in both], was_compared, few=_FEW)
    alone = _Alone(texts, both, [bool(side) for side in problems])
    rows = [_became(_named(a), _named(b), pair, one) for pair, (a, b), one in zip(compared, both, changes, strict=True)]
    rows += [alone.row(texts[0][p.old], 0) for p in pairs if p.old is not None and p.new is None]
    rows += [alone.row(texts[1][p.new], 1) for p in pairs if p.new is not None and p.old is None]
    notices = [notice for found in listed for notice in found.notices]
    notices += [notice for side in sides for file in side for notice in file.notices]
    return ConferenceDifference(
        printable(fspath(old)),
        printable(fspath(new)),
        tuple(sorted(rows, key=_order)),
        (*problems[0], *problems[1]),
        tuple(notices),
    )


def _read(file: _File) -> _Read:
    """The texts of a file; what is wrong is told, never raised."""
    try:
        found = open_all(InFolder(file.path, file.folder), language=file.language, marks=file.marks)
    except ResdraftError as error:
        # Among many files each problem says whose it is.
        return _Read(problems=tuple(p._replace(file=p.file or printable(str(file.path))) for p in error.problems))
    register = load_register()
    name = printable(str(file.path.relative_to(file.folder)))
    texts = []
    for n, document in enumerate(found, 1):
        text = document.resolution
        edition = parse_edition(text.designation.edition)
        place = f"{name}#{n}" if len(found) > 1 else name
        texts.append(KnownText(text, *identity(text, register), edition.year if edition else 0, place))
    return _Read(tuple(texts), tuple(notice for document in found for notice in document.notices))


def _check(folders: Sequence[Path], texts: Sequence[Sequence[KnownText]], problems: Sequence[Sequence[Problem]]) -> None:
    """Refuse a folder without a text: all of the other one would be suppressed, or new."""
    empty = [n for n in (0, 1) if not texts[n]]
    if empty:
        what = [
            Problem("a folder without a resolution that can be read", "put the texts there", file=printable(str(folders[n])))
            for n in empty
        ]
        raise Unreadable([*(problem for side in problems for problem in side), *what])


class _Changed(NamedTuple):
    """What changed between two texts; ``differs`` counts the number line too."""

    kinds: tuple[tuple[str, int], ...]
    words: WordCount
    differs: bool


def _changed(texts: tuple[Resolution, Resolution]) -> _Changed:
    """The changes of two texts by kind, and of their words."""
    old, new = texts
    if old.provisions == new.provisions:
        words = _words(old)
        return _Changed((), WordCount(words, words), False)
    every = changes_between(old, new)
    heads = [{p.key for p in text.provisions if p.kind is Kind.NUMBER} for text in texts]
    told = [change for change in every if not any({*change.keys[n]} & heads[n] for n in (0, 1))]
    came, went = (
        _count(words for change in told for look, words in change.words if look == wanted) for wanted in ("insert", "delete")
    )
    kinds = Counter(change.kind for change in told)
    return _Changed(tuple(kinds.items()), WordCount(_words(old), _words(new), came, went), bool(every))


def _words(text: Resolution) -> int:
    """How many words stand in a text, its number line left out."""
    return _count(p.text.plain for p in text.provisions if p.kind is not Kind.NUMBER)


def _count(texts: Iterable[str]) -> int:
    """How many words; a character is one in scripts that do not divide them."""
    return sum(token[0].isalnum() for text in texts for token in tokenise(text))


def _named(text: KnownText) -> ComparedText:
    r = text.resolution
    title = " ".join(r.title.plain.split())
    return ComparedText(text.file, r.language, text.kind, text.number, r.designation.edition, title)


def _became(old: ComparedText, new: ComparedText, pair: Pair, changed: _Changed) -> TextChange:
    """The row of a text that stands on both sides."""
    renumbered = (old.kind, old.number) != (new.kind, new.number) and old.number and new.number
    became = "renumbered" if renumbered else "changed" if changed.differs else "unchanged"
    return TextChange(became, old, new, pair.by, changed.kinds, changed.words, pair.doubts)


class _Alone:
    """The rows of texts that stand on one side; where that may only seem so, they are in doubt."""

    def __init__(
        self, texts: Sequence[Sequence[KnownText]], compared: Sequence[tuple[KnownText, KnownText]], unread: Sequence[bool]
    ) -> None:
        self.unread = unread
        self.kept = {_which(a) for a, b in compared if _which(a) == _which(b)}
        self.compared = [{_which(pair[n]): pair[n] for pair in compared} for n in (0, 1)]
        self.languages: tuple[dict[tuple[str, str], set[str]], ...] = (defaultdict(set), defaultdict(set))
        for side, own in zip(self.languages, texts, strict=True):
            for text in own:
                side[text.kind, text.number].add(text.resolution.language)

    def row(self, text: KnownText, side: int) -> TextChange:
        """The row of a text of the old folder (0) or of the new one (1)."""
        doubts = []
        others = self.languages[1 - side].get((text.kind, text.number), set()) if text.number else set()
        if text.number and _which(text) in self.kept:
            other = self.compared[side][_which(text)]
            copy = "its words are the same" if other.fingerprint == text.fingerprint else "another text of its number"
            doubts.append(f"{other.file} is compared, {copy}")
        elif others and text.resolution.language not in others:
            doubts.append(f"in the {_SIDES[1 - side]} folder only in {', '.join(sorted(others))}")
        if self.unread[1 - side]:
            doubts.append(f"perhaps in a file of the {_SIDES[1 - side]} folder that could not be read")
        became = "in doubt" if doubts else ("suppressed", "new")[side]
        named = _named(text)
        words = WordCount(**{_SIDES[side]: _words(text.resolution)})
        return TextChange(became, named if side == 0 else None, named if side else None, "", (), words, tuple(doubts))


def _which(text: KnownText) -> tuple[str, str, str, str]:
    return text.resolution.language, text.body, text.kind, text.number


def _order(row: TextChange) -> tuple[object, ...]:
    """By kind, number and language: a text that is new stands where its number has its place."""
    one = row.old or row.present
    digits = "".join(c for c in one.number if c.isdecimal())[:MOST_DIGITS]
    return one.kind, not digits, int(digits or 0), one.number, one.language, one.edition, one.file
