"""resdraft rebase."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, given, notes, one_standard_input, output_option, told, write_output, written
from resdraft.printing import say


@click.command("rebase", short_help="Carry a proposal over to a newer text.")
@click.argument("proposal")
@click.option("--onto", metavar="NEWBASE", required=True, help="The newer text.")
@click.option("--from", "old", metavar="OLDBASE", help="The text that the proposal is on. Default: its target, in the library.")
@output_option
@click.option("--format", "form", type=click.Choice(["yaml", "json", "docx"]), help="Default: by the ending of -o, else yaml.")
@click.option("--quiet", is_flag=True, help="Do not say what became of each amendment.")
def command(proposal: str, onto: str, old: str | None, output: str | None, form: str | None, quiet: bool) -> None:
    """Carry a proposal over to a newer text: the same changes, their addresses in its numbering.

    What is in the newer text already is told. What no longer fits is listed with both texts (exit code 4), and the rest is written.
    A reference in its words that means a clause which has another address now is listed (exit code 1).

    \b
    Examples:
      resdraft rebase rus.yaml --onto adopted.txt --from 1332@2019 -o rus-rebased.yaml
      resdraft rebase chn.docx --onto 1332@2023
    """
    from resdraft.usecases.propose import PROPOSAL_ENDINGS
    from resdraft.usecases.rebase import rebase

    one_standard_input(proposal, onto, *([old] if old else []))
    form = form_of(output, form, "yaml", PROPOSAL_ENDINGS)
    done = rebase(given(proposal), given(onto), given(old) if old else None)
    notes(done.notices)
    for row in done.rows if not quiet else ():
        say(f"{row.number}  {row.place}: {row.fate}")
    told((*done.problems, *done.doubts))
    if done.proposal is not None:
        result = done.output(form)
        notes(result.notices)
        write_output(result.content, output)
        written(output)
    if done.code:
        click.get_current_context().exit(done.code)
