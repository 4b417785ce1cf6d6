"""resdraft clean."""

from __future__ import annotations

import click

from resdraft.cli.inputs import given, notes, output_option, write_json, write_output, written
from resdraft.errors import Exit, Problem, WrongUsage


@click.command("clean", short_help="Take out of a Word file what it says beside its text.")
@click.argument("file")
@click.option("--check", is_flag=True, help="Only list what would be taken out; exit code 1 where there is anything.")
@click.option("--keep", multiple=True, metavar="KIND", help="Leave this in, such as comments; may be given again.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help="Default: terminal.")
@output_option
def command(file: str, check: bool, keep: tuple[str, ...], form: str, output: str | None) -> None:
    """Take out of a Word file what it says beside its text, before it is sent: comments, names and dates of whoever made the marks,
    properties, thumbnail, data of resdraft and of other programs, hidden text, numbers of editing sessions, paths, printer, variables,
    add-ins, signatures. The text stays, and so do revision marks, by "Author".

    \b
    The kinds: comments, authors, properties, thumbnails, manifest, custom-xml, hidden-text, revision-ids,
    session, paths, printer, variables, add-ins, signatures, orphans.

    \b
    Examples:
      resdraft clean contribution.docx -o to-send.docx
      resdraft clean contribution.docx --keep authors -o to-send.docx
      resdraft clean contribution.docx --check
    """
    from resdraft.usecases.clean import clean

    if not check and not (output or "").lower().endswith((".docx", ".docm")):
        raise WrongUsage(Problem("clean writes a Word file", "name it with -o FILE.docx, or say --check"))
    found = clean(given(file), keep=keep)
    if not check:
        write_output(found.content, output)
    listing = output if check else None
    if form == "json":
        write_json(found.as_json(), listing)
    else:
        write_output(found.text, listing)
    notes(found.notices)
    if not check:
        written(output)
    elif found.findings:
        click.get_current_context().exit(Exit.DIFFERENT)
