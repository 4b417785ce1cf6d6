"""resdraft convert."""

from __future__ import annotations

import re
from pathlib import Path

import click

from resdraft.cli.inputs import (
    form_of,
    language_option,
    mark_options,
    not_itself,
    read_resolution,
    read_resolutions,
    render,
    write_output,
)
from resdraft.errors import Problem, Unwritable, WrongUsage


@click.command("convert", short_help="Convert a resolution between text, json, html and Word.")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "html", "docx"]), help="Default: by the ending of OUT.")
@click.option("--split", metavar="DIR", help="Write each resolution of IN to a file of its own in DIR, named by its number.")
@language_option
@mark_options
def command(
    source: str, target: str | None, form: str | None, split: str | None, language: str | None, accept: bool, reject: bool
) -> None:
    """Convert a resolution between text, json, html and Word. OUT may be - for standard output.

    Of a file with several resolutions, IN#2 is the second. What stands before a resolution in a Word file (a cover, a foreword) is left out.

    \b
    Examples:
      resdraft convert 1332 1332.docx
      resdraft convert 1332.docx - --format text
      resdraft convert "final acts.docx#2" second.txt
      resdraft convert "final acts.docx" --split texts --format text
    """
    if (target is None) == (split is None):
        raise WrongUsage(Problem("where to?", "name a file to write, or a folder with --split"))
    if split is not None:
        _split(source, Path(split), form or "text", language, accept=accept, reject=reject)
        return
    assert target is not None  # noqa: S101 - one of the two is given
    not_itself(target, source)
    resolution = read_resolution(source, language, accept=accept, reject=reject, told=True)
    write_output(render(resolution, form_of(target, form, "text")), target)


def _split(source: str, folder: Path, form: str, language: str | None, *, accept: bool, reject: bool) -> None:
    """Write each resolution of a file to one of its own; all are read before the first is written."""
    if source == "-":
        raise WrongUsage(Problem("--split reads a file", "name it"))
    texts = read_resolutions(source, language, accept=accept, reject=reject)
    ending = {"text": "txt"}.get(form, form)
    taken: dict[str, int] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(Problem(f"cannot be made ({error.strerror})", "name another folder", file=str(folder))) from None
    for part, text in enumerate(texts, 1):
        stem = re.sub(r"[^\w-]+", "-", text.designation.number) or f"part-{part}"
        taken[stem] = taken.get(stem, 0) + 1
        name = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.{ending}"
        write_output(render(text, form), str(name))
        click.echo(f"{name}: {' '.join(text.title.plain.split())}", err=True)
