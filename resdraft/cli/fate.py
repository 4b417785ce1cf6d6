"""resdraft fate."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    notes,
    one_standard_input,
    output_option,
    told,
    write_json,
    write_output,
    written,
)
from resdraft.errors import Problem

_ENDINGS = {".txt": "terminal", ".md": "markdown", ".csv": "csv", ".json": "json"}


@click.command("fate", short_help="Say what became of each amendment in an adopted text.")
@click.argument("base")
@click.argument("adopted")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@click.option("--decisions", metavar="FILE", help="What was decided: who overtook whom, and whether the text agrees with it.")
@output_option
@click.option(
    "--format", "form", type=click.Choice(["terminal", "markdown", "csv", "json"]), help="Default: by the ending of -o."
)
def command(
    base: str, adopted: str, proposals: tuple[str, ...], decisions: str | None, output: str | None, form: str | None
) -> None:
    """Say what became of each amendment of each proposal in the text that was adopted, and count it for each source.

    An amendment is adopted as proposed, in part (with the words), in substance elsewhere (with the place), overtaken (the place reads
    otherwise now), not adopted, or the base was kept. It is told from the texts alone; with --decisions both must agree (exit code 1).

    \b
    Examples:
      resdraft fate 1332 adopted.docx rus.yaml chn.docx eur.yaml
      resdraft fate 1332 adopted.docx proposals/*.yaml --decisions decisions.yaml -o fates.md
    """
    from resdraft.usecases.fate import fate
    from resdraft.write.fates import fates_as_csv, fates_as_markdown, fates_as_text

    one_standard_input(base, adopted, *proposals, *([decisions] if decisions else []))
    form = form_of(output, form, "terminal", _ENDINGS)
    done = fate(
        given(base), given(adopted), [given(name) for name in proposals], decisions=given(decisions) if decisions else None
    )
    notes(done.notices)
    if form == "json":
        write_json(done.as_json(), output)
    elif form == "csv":
        write_output(fates_as_csv(done.rows), output)
    else:
        shown = fates_as_markdown if form == "markdown" else fates_as_text
        write_output(shown(done.rows, done.counts), output)
    written(output)
    told(Problem(doubt, "look at the place") for doubt in done.doubts)
    if done.doubts:
        click.get_current_context().exit(1)
