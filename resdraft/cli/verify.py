"""resdraft verify."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    notes,
    opened_base,
    output_option,
    write_json,
    write_output,
    written,
)
from resdraft.errors import Exit, Problem, WrongUsage


@click.command("verify", short_help="Check that a proposal's file is the official text with every change tracked.")
@click.argument("base")
@click.argument("proposal", metavar="PROPOSAL")
@click.option("--lenient", is_flag=True, help="Kinds of quote, hyphen and blank, and line breaks, are no change.")
@click.option("--repair", is_flag=True, help="Write the file with all changes tracked to -o FILE.docx.")
@click.option(
    "--source", metavar="CODE", default="", help="Whose the marks of --repair are. Default: the one author of the marks."
)
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), help="Default: what -o ends in, else terminal.")
@output_option
@language_option
def command(
    base: str,
    proposal: str,
    lenient: bool,
    repair: bool,
    source: str,
    form: str | None,
    output: str | None,
    language: str | None,
) -> None:
    """Check that PROPOSAL is the official text BASE with every change tracked: with all its marks rejected it must read as BASE does.

    Lists each silent edit by clause and word, labels as they are shown included, words struck or hidden by hand, and each mark that only
    changes formatting. Of a contribution, sections that are left out are taken from BASE, and the symbols (MOD, ADD, SUP, NOC) are held
    against the rules, each with its code; of a proposal in yaml or json only these. Exit code 1 where something is wrong.

    \b
    Examples:
      resdraft verify 1332 received.docx
      resdraft verify 1332 received.docx --repair -o tracked.docx
      resdraft verify 1332 rus.yaml
    """
    from resdraft.usecases.verify import verify

    if repair and not (output or "").lower().endswith((".docx", ".docm")):
        raise WrongUsage(Problem("--repair writes a Word file", "name it with -o FILE.docx"))
    form = form_of(None if repair else output, form, "terminal", {".json": "json", ".txt": "terminal"})
    official = opened_base(base, language, reject=True)
    found = verify(official, given(proposal), language=language, lenient=lenient)
    notes(found.notices)
    repaired = found.repaired(source) if repair else None
    if form == "json":
        write_json(found.as_json(), None if repair else output)
    else:
        write_output(found.listing, None if repair else output)
    if repaired is not None:
        write_output(repaired.content, output)
        written(output)
    if not found.ok:
        click.get_current_context().exit(Exit.DIFFERENT)
