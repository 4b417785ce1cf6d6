"""resdraft lexicon."""

from __future__ import annotations

import click

from resdraft.cli.inputs import given, output_option, write_output
from resdraft.errors import Problem, WrongUsage


@click.command("lexicon", short_help="List call forms that no ITU text confirms yet.")
@click.option("--unconfirmed", is_flag=True, help="Write them as CSV, to be filled in.")
@click.option("--confirm", "file", metavar="FILE", help="Take such a CSV, filled in, into your library.")
@click.option("--language", metavar="CODE", help="One language only: en, fr, es, ru, ar or zh.")
@output_option
def command(unconfirmed: bool, file: str | None, language: str | None, output: str | None) -> None:
    """List the calls (such as "resolves") of the six languages that no ITU text confirms yet, and take confirmations back.

    A language section fills in the last column, source: the ITU text in which the form stands. --confirm keeps that in your library,
    and these forms are not listed again.

    \b
    Examples:
      resdraft lexicon --unconfirmed --language ar -o ar.csv
      resdraft lexicon --confirm ar.csv
    """
    from resdraft.lexicon import LANGUAGES
    from resdraft.usecases import confirmations

    if unconfirmed == (file is not None):
        raise WrongUsage(Problem("say what to do", "give --unconfirmed, or --confirm FILE"))
    if file is None:
        forms = confirmations.unconfirmed([language] if language else LANGUAGES)
        write_output(confirmations.as_table(forms), output)
        return
    new = confirmations.confirm(given(file))
    lines = [f"{c.form.language}  {c.form.form}  {c.source}" for c in new]
    write_output("\n".join([*lines, f"{len(new)} confirmed", ""]), output)
