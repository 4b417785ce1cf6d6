"""resdraft add."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import is_word, language_option, parse_resolution, read_bytes
from resdraft.errors import Problem, Unwritable, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.resolution import Resolution


@click.command("add", short_help="Put an official document into your library.")
@click.argument("file")
@click.option("--as", "name", metavar="NAME", help="Number and edition, such as 1332@2019. Default: what the number line says.")
@click.option("--replace", is_flag=True, help="Take the place of a text of the same name.")
@language_option
def command(file: str, name: str | None, replace: bool, language: str | None) -> None:
    """Put an official document (text, Word or json) into your library, unchanged, and its edition into the register that cite and log read.

    The library is the folder $RESDRAFT_LIBRARY, else your platform's data folder. From then on every command takes its name.

    \b
    Examples:
      resdraft add R-140.docx
      resdraft add council.txt --as 1332@2016
    """
    import re

    from resdraft.library import user_library
    from resdraft.ooxml.package import save

    content, said = read_bytes(file)
    _unmarked(content, said)
    resolution = parse_resolution(content, said, language)
    number, edition = resolution.designation
    year = re.search(r"(?:19|20)\d\d", edition)
    number, _, edition = (name or f"{number}@{year[0] if year else ''}").partition("@")
    if not re.fullmatch(r"[\w-]+", number) or not re.fullmatch(r"[\w-]+", edition):
        what = f'"{name}" is no name' if name else "its number line does not say which resolution and which year this is"
        raise WrongUsage(Problem(what, "say it with --as, such as --as 1332@2019", file=said))
    form = "docx" if content.startswith(b"PK") else "json" if content.lstrip().startswith(b"{") else "txt"
    path = user_library() / number / f"{edition}.{resolution.language}.{form}"
    there = sorted(path.parent.glob(f"{edition}.{resolution.language}.*"))
    for other in there:
        _not_another(resolution, other, f"{number}@{edition}")
    if not replace and any(other != path or other.read_bytes() != content for other in there):
        raise Unwritable(
            Problem(f"{number}@{edition} is there already", "add --replace to put this text in its place", file=str(there[0]))
        )
    if resolution.designation.number not in ("", number):
        said_number = resolution.designation.number
        click.echo(f"resdraft: note: the text calls itself {said_number}; it is added as {number}@{edition}", err=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(Problem(f"cannot be made ({error.strerror})", "set RESDRAFT_LIBRARY", file=str(path.parent))) from None
    save(content, Path(path))
    for other in there:
        if other != path:
            other.unlink()
    _register(resolution, number, edition, said)
    click.echo(f"added {number}@{edition} ({resolution.language}): {' '.join(resolution.title.plain.split())}")


def _unmarked(content: bytes, said: str) -> None:
    """Refuse a Word file with revision marks: an official text has none."""
    if is_word(content):
        from resdraft.ooxml.wordfile import WordFile

        if WordFile.open(content, said).marked:
            what = "it holds revision marks, and an official text has none"
            raise WrongUsage(Problem(what, "settle them first: resdraft accept FILE -o CLEAN.docx", file=said))


def _not_another(resolution: Resolution, path: Path, name: str) -> None:
    """Refuse to take the place of another instrument that has the same number and year, such as a decision's."""
    from resdraft.cite.register import load_register
    from resdraft.cite.survey import identity

    other = parse_resolution(path.read_bytes(), str(path), None, reject=True)
    ours, theirs = (identity(text, load_register())[:2] for text in (resolution, other))
    if all(ours) and all(theirs) and ours != theirs:
        what = f"{name} is {theirs[0]} {theirs[1].capitalize()} {name.partition('@')[0]}, and this is a {ours[0]} {ours[1]}"
        letter = ours[1][:1].upper()
        raise Unwritable(Problem(what, f"give it another name, such as --as {letter}{name}", file=str(path)))


def _register(resolution: Resolution, number: str, year: str, said: str) -> None:
    """Put the edition into the user's register, if its body is known and the register has it not yet."""
    import csv
    import io

    from resdraft.cite.register import load_register
    from resdraft.cite.survey import identity
    from resdraft.lexicon import parse_edition
    from resdraft.library import register_lines, user_library
    from resdraft.ooxml.package import save

    register = load_register()
    body, kind, own = identity(resolution, register)
    edition = parse_edition(resolution.designation.edition or year, council=body == "Council")
    if not body or edition is None:
        click.echo(f"resdraft: note: {said}: body or edition unknown, not put into the register", err=True)
        return
    if any(
        entry.edition == edition and (entry.confirmed or "added" in entry.source)
        for entry in register.editions_of(body, kind, own or number)
    ):
        return
    meeting = register.meeting_of(body, edition.year)
    path = user_library() / "editions.csv"
    lines = path.read_text("utf-8") if path.is_file() else register_lines("editions.csv")[0] + "\n"
    out = io.StringIO()
    date = meeting.end if meeting is not None else str(edition.year)
    met = not edition.place or any(
        m.year == edition.year for m in register.meetings_at(register.with_english_place(edition).place)
    )
    if not met:
        click.echo(
            f"resdraft: note: no meeting at {edition.place} in {edition.year} is known: registered as unconfirmed", err=True
        )
    row = (body, kind, own or number, str(edition), date, "yes" if met else "no", f"added from {Path(said).name}")
    csv.writer(out, lineterminator="\n").writerow(row)
    save((lines + out.getvalue()).encode(), path)
