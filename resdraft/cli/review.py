"""resdraft review."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    given,
    language_option,
    mark_options,
    notes,
    one_standard_input,
    output_option,
    proposals_on,
    told,
    write_output,
    written,
)
from resdraft.errors import Problem, WrongUsage
from resdraft.files import refuse_input


@click.command("review", short_help="Write a page on which a meeting reads all proposals, and decides.")
@click.argument("base")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@click.option("--decisions", metavar="FILE", help="What was decided already.")
@output_option
@click.option("--partial", is_flag=True, help="Leave out amendments that do not fit, and list them.")
@language_option
@mark_options
def command(
    base: str,
    proposals: tuple[str, ...],
    decisions: str | None,
    output: str | None,
    partial: bool,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
    """Write a page on which a meeting reads all proposals on a text, and decides: one file for any browser, which needs no network.

    It saves the decisions as the file that `resdraft adopt --decisions` takes. Press ? on the page for its keys.

    \b
    Examples:
      resdraft review 1332 rus.yaml chn.docx eur.json -o review.html
      resdraft review 1332 proposals/*.yaml --decisions decisions.yaml -o review.html
    """
    from resdraft.usecases.consolidate import consolidate
    from resdraft.usecases.review import review

    one_standard_input(base, *proposals, *([decisions] if decisions else []))
    if output and not output.lower().endswith((".html", ".htm", "-")):
        raise WrongUsage(Problem("the page is HTML", "name a .html file with -o", file=output))

    one = consolidate(
        *proposals_on(base, proposals, language=language, accept=accept, reject=reject, partial=partial), partial=partial
    )
    page = review(one, given(decisions) if decisions else None)
    refuse_input(output or "-")
    notes(page.notices)
    write_output(page.output().content, output)
    written(output)
    told(one.problems)
    if one.code:
        click.get_current_context().exit(one.code)
