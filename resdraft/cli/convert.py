"""resdraft convert."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, language_option, mark_options, not_itself, read_resolution, render, write_output


@click.command("convert", short_help="Convert a resolution between text, json, html and Word.")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--format", "form", type=click.Choice(["text", "json", "html", "docx"]), help="Default: by the ending of OUT.")
@language_option
@mark_options
def command(source: str, target: str, form: str | None, language: str | None, accept: bool, reject: bool) -> None:
    """Convert a resolution between text, json, html and Word. OUT may be - for standard output.

    \b
    Examples:
      resdraft convert 1332 1332.docx
      resdraft convert 1332.docx - --format text
    """
    not_itself(target, source)
    resolution = read_resolution(source, language, accept=accept, reject=reject)
    write_output(render(resolution, form_of(target, form, "text")), target)
