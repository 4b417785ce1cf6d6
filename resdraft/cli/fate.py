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
    write_output,
    written,
)
from resdraft.errors import Problem

_ENDINGS = {".txt": "terminal", ".md": "markdown", ".csv": "csv", ".json": "json", ".docx": "docx"}


@click.command("fate", short_help="Say what became of each amendment in an adopted text.")
@click.argument("base")
@click.argument("adopted")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@click.option("--decisions", metavar="FILE", help="What was decided: who overtook whom, and whether the text agrees with it.")
@output_option
@click.option(
    "--format", "form", type=click.Choice(["terminal", "markdown", "csv", "json", "docx"]), help="Default: by the ending of -o."
)
@click.option("--by-source", "folder", metavar="FOLDER", help="Also write a file for each source, such as RUS.docx.")
def command(
    base: str,
    adopted: str,
    proposals: tuple[str, ...],
    decisions: str | None,
    output: str | None,
    form: str | None,
    folder: str | None,
) -> None:
    """Say what became of each amendment of each proposal in the text that was adopted, and count it for each source.

    An amendment is adopted as proposed, in part (with the words), in substance elsewhere (with the place), overtaken (the place reads
    otherwise now), not adopted, or the base was kept. It is told from the texts alone; with --decisions both must agree (exit code 1).

    \b
    Examples:
      resdraft fate 1332 adopted.docx rus.yaml chn.docx eur.yaml
      resdraft fate 1332 adopted.docx proposals/*.yaml --decisions decisions.yaml -o fates.docx --by-source fates/
    """
    from resdraft.usecases.fate import fate

    one_standard_input(base, adopted, *proposals, *([decisions] if decisions else []))
    form = form_of(output, form, "terminal", _ENDINGS)
    done = fate(
        given(base), given(adopted), [given(name) for name in proposals], decisions=given(decisions) if decisions else None
    )
    notes(done.notices)
    # Without a form of its own each source's file is a Word table, which can be sent as it is.
    if folder is not None:
        done.save_by_source(folder, "docx" if form == "terminal" else form)
    write_output(done.output(form).content, output)
    written(output)
    told(Problem(doubt, "look at the place") for doubt in done.doubts)
    if done.doubts:
        click.get_current_context().exit(1)
