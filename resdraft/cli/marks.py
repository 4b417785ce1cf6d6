"""resdraft marks."""

from __future__ import annotations

import click

from resdraft.cli.inputs import given, notes, output_option, write_json, write_output


@click.command("marks", short_help="List the revision marks of a Word file.")
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["terminal", "json", "csv"]), default="terminal", help="Default: terminal.")
@output_option
def command(file: str, form: str, output: str | None) -> None:
    """List the revision marks of a Word file: author, date, kind, words, place, clause. All parts are read, footnotes and headers too.
    In csv, a cell that a spreadsheet would run as a formula begins with an apostrophe.

    \b
    Examples:
      resdraft marks 1332-proposals.docx
      resdraft marks received.docx --format csv -o marks.csv
    """
    from resdraft.usecases.marks import marks

    found = marks(given(file))
    notes(found.notices)
    if form == "json":
        write_json(found.as_json(), output)
    else:
        write_output(found.csv() if form == "csv" else found.text, output)
