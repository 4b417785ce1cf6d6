"""The user's own library: official documents are put into it, and what is at hand is listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resdraft import files
from resdraft.errors import Problem, Unwritable, WrongUsage
from resdraft.lexicon import parse_edition
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import open_document
from resdraft.usecases.inputs import Given, Input, is_word, load


class Added(NamedTuple):
    """A document that was put into the library: what commands call it, its language and title, and what is doubtful."""

    name: str
    language: str
    title: str
    notices: tuple[str, ...] = ()


class Held(NamedTuple):
    """A text of the library. ``extract`` says that it is not the full text, ``own`` that the user added it."""

    name: str
    language: str
    designation: str
    title: str
    extract: bool
    own: bool
    file: str


def add(file: Given, *, name: str = "", replace: bool = False, language: str | None = None) -> Added:
    """Put an official document into the user's library, unchanged, and its edition into the user's register.

    Args:
        file: text, Word or JSON. ``name`` is its number and edition (``1332@2019``), else what its number line says. ``replace`` lets it take
            the place of a text of the same name.

    Raises:
        WrongUsage: where it bears revision marks, or its name cannot be told. Unreadable: where it cannot be read.
        Unwritable: where another text has that name, or the library cannot be written.

    Example:
        >>> text = resdraft.new_resolution("On something", "PP-22", number="999")
        >>> resdraft.add(text.encode()).name
        '999@2022'
    """
    from resdraft.library import user_library
    from resdraft.usecases.reading_doubts import reading_doubts

    given = load(file)
    content, said = given.content, given.name
    _unmarked(given)
    notices: list[str] = []
    document = open_document(given, language=language)
    resolution = document.resolution
    number, edition = resolution.designation
    held = parse_edition(edition)
    number, _, edition = (name or f"{number}@{held.year if held else ''}").partition("@")
    # Each part of the name becomes a part of a path: what does not stay as it is there is refused.
    if any(not part or part != files.file_name(part, "") for part in (number, edition, resolution.language)):
        what = f'"{name}" is no name' if name else "its number line does not say which resolution and which year this is"
        raise WrongUsage(Problem(what, "say it with --as, such as --as 1332@2019", file=said))
    form = "docx" if content.startswith(b"PK") else "json" if content.lstrip().startswith(b"{") else "txt"
    path = user_library() / number / f"{edition}.{resolution.language}.{form}"
    there = sorted(path.parent.glob(f"{edition}.{resolution.language}.*"))
    for other in there:
        _not_another(resolution, other, f"{number}@{edition}")
    if not replace and any(other != path or files.read(other, note=False) != content for other in there):
        raise Unwritable(
            Problem(f"{number}@{edition} is there already", "add --replace to put this text in its place", file=str(there[0]))
        )
    if resolution.designation.number not in ("", number):
        notices.append(f"the text calls itself {resolution.designation.number}; it is added as {number}@{edition}")
    notices += (f"{said}: {doubt}" for doubt in reading_doubts(resolution))
    files.make_folder(path.parent, "set RESDRAFT_LIBRARY")
    files.save(content, path, in_place=True)
    for other in there:
        if other != path:
            files.remove(other)
    notices += _register(resolution, number, edition, said)
    return Added(f"{number}@{edition}", resolution.language, document.title, tuple(notices))


def held() -> list[Held]:
    """The texts at hand: those of the package and those that the user added."""
    from resdraft.library import entries

    out = []
    for entry in entries():
        text = open_document(Input(files.read(entry.path), entry.name), language=entry.language, marks="reject")
        extract = dict(text.resolution.provenance).get("extract", "") == "yes"
        out.append(Held(entry.name, entry.language, text.designation, text.title, extract, entry.own, str(entry.path)))
    return out


def _unmarked(given: Input) -> None:
    """Refuse a Word file with revision marks: an official text has none."""
    if is_word(given.content):
        from resdraft.ooxml.wordfile import WordFile

        if WordFile.open(given.content, given.name).marked:
            what = "it holds revision marks, and an official text has none"
            raise WrongUsage(Problem(what, "settle them first: resdraft accept FILE -o CLEAN.docx", file=given.name))


def _not_another(resolution: Resolution, path: Path, name: str) -> None:
    """Refuse to take the place of another instrument that has the same number and year, such as a decision's."""
    from resdraft.citations.register import load_register
    from resdraft.citations.survey import identity

    other = open_document(path, marks="reject").resolution
    ours, theirs = (identity(text, load_register())[:2] for text in (resolution, other))
    if all(ours) and all(theirs) and ours != theirs:
        what = f"{name} is {theirs[0]} {theirs[1].capitalize()} {name.partition('@')[0]}, and this is a {ours[0]} {ours[1]}"
        letter = ours[1][:1].upper()
        raise Unwritable(Problem(what, f"give it another name, such as --as {letter}{name}", file=str(path)))


def _register(resolution: Resolution, number: str, year: str, said: str) -> Iterator[str]:
    """Put the edition into the user's register, if its body is known and the register has it not yet; gives what is doubtful."""
    import csv
    import io

    from resdraft.citations.register import load_register
    from resdraft.citations.survey import identity
    from resdraft.lexicon import parse_edition
    from resdraft.library import register_lines, user_library

    register = load_register()
    body, kind, own = identity(resolution, register)
    edition = parse_edition(resolution.designation.edition or year, council=body == "Council")
    if not body or edition is None:
        yield f"{said}: body or edition unknown, not put into the register"
        return
    if any(
        entry.edition == edition and (entry.confirmed or "added" in entry.source)
        for entry in register.editions_of(body, kind, own or number)
    ):
        return
    meeting = register.meeting_of(body, edition.year)
    path = user_library() / "editions.csv"
    lines = files.read(path).decode() if files.is_file(path) else register_lines("editions.csv")[0] + "\n"
    out = io.StringIO()
    date = meeting.end if meeting is not None else str(edition.year)
    met = not edition.place or any(
        m.year == edition.year for m in register.meetings_at(register.with_english_place(edition).place)
    )
    if not met:
        yield f"no meeting at {edition.place} in {edition.year} is known: registered as unconfirmed"
    row = (body, kind, own or number, str(edition), date, "yes" if met else "no", f"added from {Path(said).name}")
    csv.writer(out, lineterminator="\n").writerow(row)
    files.save((lines + out.getvalue()).encode(), path, in_place=True)
