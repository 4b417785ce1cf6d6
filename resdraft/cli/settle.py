"""What accept and reject have in common."""

from __future__ import annotations

from pathlib import Path

import click

from resdraft.cli.inputs import given, notes, output_option, write_output
from resdraft.errors import Problem, WrongUsage
from resdraft.files import refuse_input
from resdraft.printing import say


def settling(name: str, short: str, text: str) -> click.Command:
    """The command ``accept`` or ``reject``."""

    @click.command(name, short_help=short, help=text)
    @click.argument("file")
    @click.option("--source", "sources", multiple=True, metavar="CODE", help="Only marks of this source; may be given again.")
    @click.option(
        "--amendment",
        "amendments",
        multiple=True,
        metavar="NUMBER",
        help="Only marks of this proposal, such as RUS/62A1/1, or of one amendment of it, RUS/62A1/1(3).",
    )
    @click.option("--author", "authors", multiple=True, metavar="NAME", help="Only marks of this author, as written.")
    @click.option("--date", "dates", multiple=True, metavar="DATE", help="Only marks of this day, such as 2019-05-20.")
    @click.option("--id", "ids", multiple=True, metavar="ID", help="Only the mark of this id, as `resdraft marks` shows it.")
    @click.option("--in-place", is_flag=True, help="Write over FILE.")
    @output_option
    def command(
        file: str,
        sources: tuple[str, ...],
        amendments: tuple[str, ...],
        authors: tuple[str, ...],
        dates: tuple[str, ...],
        ids: tuple[str, ...],
        in_place: bool,
        output: str | None,
    ) -> None:
        from resdraft.usecases import marks
        from resdraft.usecases.inputs import word_file

        found = word_file(given(file))
        ending = Path(output).suffix.lower() if output and output != "-" else ".docx"
        if ending not in (".docx", ".docm"):
            raise WrongUsage(
                Problem(f'a Word file cannot be called "{ending}"', "name a .docx file with -o", file=output or "")
            )
        if in_place and (output or file == "-"):
            raise WrongUsage(Problem("--in-place writes over FILE itself", "leave out -o, and name a file", file=found.name))
        refuse_input(output or "-", "name another file with -o, or say --in-place")
        settle = marks.accept if name == "accept" else marks.reject
        done = settle(found, sources=sources, amendments=amendments, authors=authors, dates=dates, ids=ids)
        output = file if in_place else output
        write_output(done.content, output, in_place=in_place)
        notes(done.notices)
        say(
            f"{done.count} mark{'s' * (done.count != 1)} {name}ed, {done.left} left"
            + (f": {output}" if output and output != "-" else "")
        )

    return command
