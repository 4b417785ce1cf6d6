"""resdraft log."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, output_option, write_json, write_output


@click.command("log", short_help="List the editions of a resolution that are known.")
@click.argument("resolution", metavar="RESOLUTION")
@click.option("--sources", is_flag=True, help="Say where each line is known from.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "markdown", "html"]),
    help="Default: what -o ends in, else terminal.",
)
@output_option
def command(resolution: str, sources: bool, form: str | None, output: str | None) -> None:
    """List the editions of a resolution that are known: date, conference, where a text is at hand, and what changed
    between two that are. json has the sources too.

    RESOLUTION is a number, with its body or kind in front where that is needed, or a file.

    \b
    Examples:
      resdraft log 140
      resdraft log "Council 1332"
      resdraft log "PP decision 5" --sources
    """
    from resdraft.usecases.cite import log

    form = form_of(output, form, "terminal", {".json": "json", ".txt": "terminal", ".md": "markdown", ".html": "html"})
    rows = log(resolution)
    if form == "json":
        write_json(rows, output)
        return
    from resdraft.write.citations import history, history_table

    if form in ("markdown", "html"):
        from resdraft.write.table import as_html, as_markdown

        write_output((as_html if form == "html" else as_markdown)(*history_table(rows)), output)
        return
    write_output(lambda screen: history(rows, screen, sources=sources), output)
