"""resdraft blame."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, given, language_option, output_option, write_output

_ENDINGS = {".json": "json", ".html": "html", ".txt": "terminal"}


@click.command("blame", short_help="Say which edition brought each clause of a text.")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--clause", metavar="ADDRESS", default="", help="Only this clause and all below it, such as `resolves 3`.")
@click.option("--words", is_flag=True, help="For each stretch of words, not for each clause alone.")
@click.option(
    "--format", "form", type=click.Choice(["terminal", "json", "html"]), help="Default: what -o ends in, else terminal."
)
@output_option
@language_option
def command(
    texts: tuple[str, ...], clause: str, words: bool, form: str | None, output: str | None, language: str | None
) -> None:
    """Say which edition brought each clause of a text, and which one changed it last: through moves, new letters and splits.

    TEXT is the editions in the order of their adoption, in any form; or one number, whose editions your library has. In the terminal a
    clause has the number of the edition that brought it, then that of the last that changed it.

    \b
    Examples:
      resdraft blame 140
      resdraft blame 2014.docx 2018.docx 2022.docx --clause "resolves 3" --words
      resdraft blame 2014.txt 2018.txt -o history.html
    """
    from resdraft.usecases.blame import blame

    form = form_of(output, form, "terminal", _ENDINGS)
    found = blame(*map(given, texts), address=clause, language=language)
    if form == "terminal":
        write_output(lambda screen: found.output(form, screen, words=words), output)
    else:
        write_output(found.output(form), output)
