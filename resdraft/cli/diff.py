"""resdraft diff."""

from __future__ import annotations

import click

from resdraft.cli.inputs import language_option, mark_options, output_option, read_resolution, screen, write_output
from resdraft.errors import Exit, Problem, WrongUsage


@click.command("diff", short_help="Show what changed between two resolutions, clause by clause.")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help="Default: terminal.")
@click.option("--no-renumbered", is_flag=True, help="Leave out clauses that only bear another label.")
@language_option
@mark_options
@output_option
def command(
    old: str, new: str, form: str, no_renumbered: bool, language: str | None, accept: bool, reject: bool, output: str | None
) -> int:
    """Show what changed from OLD to NEW, clause by clause. Labels are not content: a clause is known by its words.

    Exits with 0 where nothing differs, with 1 where something does.

    \b
    Examples:
      resdraft diff 1332@2016 1332@2019
      resdraft diff official.docx edited.docx --accept --format json
    """
    if old == new == "-":
        raise WrongUsage(Problem("standard input holds one text", "name a file for the other"))
    from resdraft.diff import diff
    from resdraft.write.changes import as_json, changes

    before, after = (read_resolution(name, language, accept=accept, reject=reject) for name in (old, new))
    from resdraft.write.text import is_plain, without_formatting

    if is_plain(before) != is_plain(after):
        # One of them is of a kind that holds no italics: that is no difference.
        before, after = without_formatting(before), without_formatting(after)
    entries = changes(before, after, diff(before, after))
    if no_renumbered:
        entries = [entry for entry in entries if entry.kind != "renumbered"]
    if form == "json":
        from resdraft.write.json import dumps

        write_output(dumps(as_json(old, new, entries)), output)
    else:
        from resdraft.write.terminal import comparison

        write_output(comparison(entries, screen()), output)
    return Exit.DIFFERENT if entries else Exit.DONE
