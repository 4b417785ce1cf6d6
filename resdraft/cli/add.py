"""resdraft add."""

from __future__ import annotations

import click

from resdraft.cli.inputs import given, language_option, notes
from resdraft.printing import show


@click.command("add", short_help="Put an official document into your library.")
@click.argument("file")
@click.option("--as", "name", metavar="NAME", help="Number and edition, such as 1332@2019. Default: what the number line says.")
@click.option("--replace", is_flag=True, help="Take the place of a text of the same name.")
@language_option
def command(file: str, name: str | None, replace: bool, language: str | None) -> None:
    """Put an official document (text, Word or json) into your library, unchanged, and its edition into the register that cite and log read.

    The library is the folder $RESDRAFT_LIBRARY, else your platform's data folder. From then on every command takes its name.

    \b
    Examples:
      resdraft add R-140.docx
      resdraft add council.txt --as 1332@2016
    """
    from resdraft.usecases.library import add

    done = add(given(file), name=name or "", replace=replace, language=language)
    notes(done.notices)
    show(f"added {done.name} ({done.language}): {done.title}\n")
