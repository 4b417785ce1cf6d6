"""resdraft transfer."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    notes,
    one_standard_input,
    output_option,
    screen,
    write_json,
    write_output,
    written,
)
from resdraft.errors import Exit
from resdraft.printing import say


@click.command("transfer", short_help="Carry a proposal over to another language version of its text.")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@click.option("--from", "original", metavar="TEXT", required=True, help="The version that the proposal is on.")
@click.option("--to", "version", metavar="TEXT", required=True, help="The same text in another language.")
@click.option("--from-language", metavar="CODE", help="Language of the first: en, fr, es, ru, ar or zh. Default: seen.")
@click.option("--to-language", metavar="CODE", help="Language of the other. Default: seen.")
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "yaml", "json", "terminal"]),
    help="Default: what -o ends in; without -o only the list of what is left (terminal; json: of that list).",
)
def command(
    proposals: tuple[str, ...],
    original: str,
    version: str,
    from_language: str | None,
    to_language: str | None,
    output: str | None,
    form: str | None,
) -> int:
    """Carry a proposal over to another language version of its text.

    The same clauses are opened: deletions, moves, numbers, dates and editions of what is cited are carried over. New wording becomes a gap
    that quotes the original, such as [EN: “that it is so;”]: whoever translates replaces it. So do reasons, which are comments in a Word
    file, and the title and summary, which stand only in yaml and json. What is left to translate is listed; `resdraft check` finds gaps left
    in a text. Of a marked Word copy `resdraft propose` makes a proposal first.

    Exits with 0 where nothing is left to translate, with 1 where something is.

    \b
    Examples:
      resdraft transfer rus.yaml --from en.docx --to fr.docx -o rus-fr.docx
      resdraft transfer rus.yaml --from en.docx --to ar.docx --format json
    """
    from resdraft.usecases.documents import open_base
    from resdraft.usecases.transfer import FORMS_BY_ENDING, transfer

    one_standard_input(*proposals, original, version)
    texts = [open_base(given(n), language=code) for n, code in ((original, from_language), (version, to_language))]
    for text in texts:
        notes(text.notices)
    form = form_of(output, form, "terminal", FORMS_BY_ENDING)
    made = transfer([given(name) for name in proposals], *texts)
    notes(made.notices)
    if form == "json" and not output:
        write_json(made.as_json(), None)
    elif form == "terminal":
        write_output(made.text, output)
    else:
        result = made.output(form, path=output or "")
        notes(result.notices)
        write_output(result.content, output)
        written(output)
        if output and output != "-":
            write_output(made.text, None)
        else:
            say(made.text(screen(error=True)), end="")
    return Exit.DIFFERENT if made.left else Exit.DONE
