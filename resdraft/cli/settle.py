"""What accept and reject have in common."""

from __future__ import annotations

import click

from resdraft.cli.inputs import output_option, read_bytes, write_output
from resdraft.errors import Problem, WrongUsage


def settling(name: str, short: str, text: str) -> click.Command:
    """The command ``accept`` or ``reject``."""

    @click.command(name, short_help=short, help=text)
    @click.argument("file")
    @click.option("--source", "sources", multiple=True, metavar="CODE", help="Only marks of this source; may be given again.")
    @click.option("--author", "authors", multiple=True, metavar="NAME", help="Only marks of this author, as written.")
    @click.option("--date", "dates", multiple=True, metavar="DATE", help="Only marks of this day, such as 2019-05-20.")
    @output_option
    def command(
        file: str, sources: tuple[str, ...], authors: tuple[str, ...], dates: tuple[str, ...], output: str | None
    ) -> None:
        from resdraft.ooxml.settle import Selection, settle

        content, said = read_bytes(file)
        if not content.startswith(b"PK"):
            raise WrongUsage(Problem("only Word files have revision marks", "give a .docx file", file=said))
        done = settle(content, name, Selection(sources, authors, dates), said)
        write_output(done.content, output)
        for warning in done.warnings:
            click.echo(f"resdraft: note: {warning}", err=True)
        click.echo(
            f"{done.count} marks {name}ed, {done.left} left" + (f": {output}" if output and output != "-" else ""), err=True
        )

    return command
