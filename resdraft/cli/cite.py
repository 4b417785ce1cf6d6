"""resdraft cite."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    mark_options,
    marks_of,
    notes,
    output_option,
    write_output,
)
from resdraft.errors import Exit, Problem, Unreadable, WrongUsage
from resdraft.printing import say

if TYPE_CHECKING:
    from resdraft.usecases.inputs import Marks, Progress

_ENDINGS = {".csv": "csv", ".json": "json", ".dot": "dot", ".gv": "dot", ".txt": "terminal"}
_MANY = 10
"""From so many files on, a count on the terminal says how far it is."""


@click.command("cite", short_help="List what texts cite, and whether it is in force.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--on", metavar="DATE", default="", help="Judge as of a day, month or year. Default: all that the register knows."
)
@click.option("--problems", is_flag=True, help="Only what is stale or impossible.")
@click.option("--update", is_flag=True, help="Write FILE with the editions in force in place of stale ones; .docx marks each.")
@click.option("--graph", is_flag=True, help="Which of the texts cite each other, in the DOT language of Graphviz.")
@click.option(
    "--format", "form", type=click.Choice(["terminal", "csv", "json", "dot"]), help="Default: what -o ends in, else terminal."
)
@output_option
@mark_options
@language_option
def command(
    files: tuple[str, ...],
    on: str,
    problems: bool,
    graph: bool,
    update: bool,
    form: str | None,
    output: str | None,
    accept: bool,
    reject: bool,
    language: str | None,
) -> None:
    """List what texts cite: resolutions and other instruments, articles, paragraphs, documents, other places of the same text.

    FILE may be a resolution in any form, a report, or a folder. A designation is stale where a later edition is in force, impossible where
    there can be no such edition. Exit code 1 where one is found.
    In csv, a cell that a spreadsheet would run as a formula begins with an apostrophe.

    \b
    Examples:
      resdraft cite 1332 --on 2019
      resdraft cite report.docx --problems
      resdraft cite resolutions --graph -o citations.dot
      resdraft cite draft.docx --update -o updated.docx
    """
    from resdraft.lexicon import lexicon
    from resdraft.usecases.cite import cite

    lexicon(language or "en")
    if update:
        _update(
            files, on, language, marks_of(accept=accept, reject=reject), output, other=problems or graph or form is not None
        )
        return
    form = "dot" if graph and form is None else form_of(output, form, "terminal", _ENDINGS)
    if graph and form != "dot":
        raise WrongUsage(Problem("--graph is written in DOT alone", "leave out --format, or end the file's name in .dot"))
    marks = marks_of(accept=accept, reject=reject)
    found = cite(*map(given, files), on=on, language=language, marks=marks, progress=_progress())
    notes(found.notices)
    found = found.only_wrong() if problems else found
    if found.texts or not found.problems:
        write_output(partial(found.output, form) if form == "terminal" else found.output(form), output)
    if found.problems:
        raise Unreadable(found.problems)
    if form != "dot" and found.wrong:
        click.get_current_context().exit(Exit.DIFFERENT)


def _update(
    files: tuple[str, ...], on: str, language: str | None, marks: Marks | None, output: str | None, *, other: bool
) -> None:
    """Write one text with the editions in force; exit 1 where something is left to people."""
    from resdraft.usecases.update_citations import update_citations

    if len(files) != 1 or other:
        hint = "name one file, and leave out --problems, --graph and --format"
        raise WrongUsage(Problem("--update writes one text, in the form that -o ends in", hint))
    found = update_citations(given(files[0]), on=on, language=language, marks=marks)
    result = found.output(form_of(output, None, "text"))
    notes(result.notices)
    write_output(result.content, output)
    notes(f"{one.address}: {one.citation.text}: {said} now" for one, said in found.updated)
    notes(f"{one.address}: {one.citation.text}: not changed: {why}" for one, why in found.left)
    if found.left:
        click.get_current_context().exit(Exit.DIFFERENT)


def _progress() -> Progress:
    """How far reading many files is, on the terminal."""

    def show(done: int, total: int, _: str) -> None:
        if total >= _MANY and sys.stderr.isatty():
            say(f"reading {done} of {total}", end="\n" if done == total else "\r")

    return show
