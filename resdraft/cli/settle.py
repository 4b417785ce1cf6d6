"""What accept and reject have in common."""

from __future__ import annotations

from pathlib import Path

import click

from resdraft.cli.inputs import not_itself, output_option, read_bytes, word_file, write_output
from resdraft.errors import Problem, WrongUsage


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
        from resdraft.ooxml.settle import Selection, settle

        content, said = read_bytes(file)
        word_file(content, said)
        ending = Path(output).suffix.lower() if output and output != "-" else ".docx"
        if ending not in (".docx", ".docm"):
            raise WrongUsage(
                Problem(f'a Word file cannot be called "{ending}"', "name a .docx file with -o", file=output or "")
            )
        if in_place and (output or file == "-"):
            raise WrongUsage(Problem("--in-place writes over FILE itself", "leave out -o, and name a file", file=said))
        not_itself(output, file, hint="name another file with -o, or say --in-place")
        done = settle(content, name, Selection(sources, authors, dates, ids, amendments), said)
        output = file if in_place else output
        write_output(done.content, output)
        for warning in done.warnings:
            click.echo(f"resdraft: note: {warning}", err=True)
        click.echo(
            f"{done.count} mark{'s' * (done.count != 1)} {name}ed, {done.left} left"
            + (f": {output}" if output and output != "-" else ""),
            err=True,
        )

    return command
