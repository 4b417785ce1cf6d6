"""resdraft show."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    flattened_option,
    language_option,
    mark_options,
    notes,
    opened,
    output_option,
    write_json,
    write_output,
)
from resdraft.errors import Problem, WrongUsage


@click.command("show", short_help="Show a resolution's clause tree, or one clause of it.")
@click.argument("file")
@click.argument("address", required=False)
@click.option("--format", "form", type=click.Choice(["tree", "text", "json", "html"]), default="tree", help="Default: tree.")
@flattened_option
@click.option(
    "--repairs", is_flag=True, help="Only what was repaired in a text that lost its lines: where, what it was, what was read."
)
@language_option
@mark_options
@output_option
def command(
    file: str,
    address: str | None,
    form: str,
    flattened: bool,
    repairs: bool,
    language: str | None,
    accept: bool,
    reject: bool,
    output: str | None,
) -> None:
    """Show a resolution's clause tree, or the clause at ADDRESS with all below it.

    \b
    Examples:
      resdraft show 1332
      resdraft show 1332 "resolves 3 a)"
      resdraft show 1332 "considering e)" --format json
      resdraft show copied.txt --repairs
    """
    document = opened(file, language, accept=accept, reject=reject, flattened=flattened)
    if repairs:
        from resdraft.write.repairs import repairs_as_json, repairs_as_text

        if address is not None or form not in ("tree", "json"):
            raise WrongUsage(Problem("--repairs lists those of the whole text", "leave out ADDRESS, and all forms but json"))
        if form == "json":
            write_json(repairs_as_json(document.repairs), output)
        else:
            write_output(repairs_as_text(document.repairs), output)
        return
    part = document.provisions if address is None else document.find(address)
    if form == "tree":
        from resdraft.write.terminal import tree

        write_output(lambda screen: tree(part, screen), output)
    elif address is None:
        result = document.output(form)
        notes(result.notices)
        write_output(result.content, output)
    elif form == "text":
        write_output("".join(f"{p.label}\t{p.text.marked()}\n" if p.label else f"{p.text.marked()}\n" for p in part), output)
    elif form == "html":
        from resdraft.write.html import write_html

        write_output(write_html(document.resolution, part), output)
    else:
        from resdraft.write.json import part_as_json

        write_json(part_as_json(document.resolution, part[0].key), output)
