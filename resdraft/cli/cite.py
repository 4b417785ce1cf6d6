"""resdraft cite."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    is_word,
    language_option,
    mark_options,
    not_itself,
    output_option,
    read_bytes,
    screen,
    write_output,
)
from resdraft.errors import Exit, Problem, ResdraftError, Unreadable, WrongUsage

if TYPE_CHECKING:
    from resdraft.cite.register import Register
    from resdraft.model.citation import CitingText

_ENDINGS = {".csv": "csv", ".json": "json", ".dot": "dot", ".gv": "dot", ".txt": "terminal"}
_TEXTS = frozenset((".txt", ".text", ".md", ".docx", ".docm"))
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@click.command("cite", short_help="List what texts cite, and whether it is in force.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--on", metavar="DATE", default="", help="Judge as of a day, month or year. Default: all that the register knows."
)
@click.option("--problems", is_flag=True, help="Only what is stale or impossible.")
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
    form: str | None,
    output: str | None,
    accept: bool,
    reject: bool,
    language: str | None,
) -> None:
    """List what texts cite: resolutions and other instruments, articles, paragraphs, documents, other places of the same text.

    FILE may be a resolution in any form, a report, or a folder. A designation is stale where a later edition is in force, impossible where
    there can be no such edition. Exit code 1 where one is found.

    \b
    Examples:
      resdraft cite 1332 --on 2019
      resdraft cite report.docx --problems
      resdraft cite resolutions --graph -o citations.dot
    """
    from resdraft.cite.register import load_register
    from resdraft.lexicon import lexicon
    from resdraft.model.citation import CitationStatus

    lexicon(language or "en")
    not_itself(output, *files)
    if accept and reject:
        raise WrongUsage(Problem("--accept and --reject exclude each other", "give one of them"))
    if on and not _day(on):
        raise WrongUsage(Problem(f'--on: "{on}" is no date', "write year-month-day, such as 2018-11-16, or a year"))
    form = "dot" if graph and form is None else form_of(output, form, "terminal", _ENDINGS)
    if graph and form != "dot":
        raise WrongUsage(Problem("--graph is written in DOT alone", "leave out --format, or end the file's name in .dot"))
    register = load_register()
    texts: list[CitingText] = []
    errors: list[Problem] = []
    for name in _each(files):
        try:
            texts += _survey(name, register, on, language, accept=accept, reject=reject)
        except ResdraftError as error:
            errors += error.problems
    bad = (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)
    if problems:
        texts = [text._replace(findings=tuple(f for f in text.findings if f.status in bad)) for text in texts]
    if texts or not errors:
        write_output(_written(texts, form), output)
    if errors:
        raise Unreadable(errors)
    if form != "dot" and any(f.status in bad for text in texts for f in text.findings):
        click.get_current_context().exit(Exit.DIFFERENT)


def _day(on: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(on):
        return False
    try:
        date.fromisoformat(on + "-01-01"[len(on) - 4 :])
    except ValueError:
        return False
    return True


def _each(files: Sequence[str]) -> Iterator[str]:
    """The files named, those of folders in order; with a count on the terminal where they are many."""
    names: list[str] = []
    for name in files:
        path = Path(name)
        if path.is_dir():
            there = sorted(p for p in path.rglob("*") if not p.name.startswith((".", "~$")))
            texts = {p.with_suffix("") for p in there if p.suffix.lower() in _TEXTS}
            inside = [
                p
                for p in there
                if p.suffix.lower() in _TEXTS or (p.suffix.lower() == ".json" and p.with_suffix("") not in texts)
            ]
            if not inside:
                raise Unreadable(Problem("no text or Word file in this folder", "name another folder, or a file", file=name))
            names += map(str, inside)
        else:
            names.append(name)
    if len(names) < 10:
        yield from names
        return
    with click.progressbar(names, label="reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def _survey(name: str, register: Register, on: str, language: str | None, *, accept: bool, reject: bool) -> list[CitingText]:
    """What one file cites: each of its resolutions; else the file as a report."""
    from resdraft.cite.survey import survey, survey_report
    from resdraft.cli.inputs import decode

    content, said = read_bytes(name)
    if is_word(content):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import everything, nothing, read_paragraphs, read_parts

        file = WordFile.open(content, said)
        choice = everything if accept else nothing if reject else None
        try:
            return [survey(t.resolution, t.numbers, said, register, on) for t in read_parts(file, choice, language)]
        except Unreadable:
            return [survey_report(read_paragraphs(file, choice), said, register, on, language)]
    if Path(said).suffix.lower() in (".docx", ".docm"):
        raise Unreadable(Problem("a damaged Word file: it is no zip archive", "get it anew", file=said))
    text = decode(content, said)
    if text.lstrip().startswith("{"):
        from resdraft.read.json import read_json

        return [survey(read_json(text, said), {}, said, register, on)]
    from resdraft.read.text import read_plain_lines, read_with_lines

    try:
        return [survey(t.resolution, t.lines, said, register, on) for t in read_with_lines(text, language, said)]
    except Unreadable:
        return [survey_report(read_plain_lines(text), said, register, on, language)]


def _written(texts: Sequence[CitingText], form: str) -> str:
    from resdraft.write import citations

    if form == "terminal":
        return citations.listing(texts, screen())
    if form == "dot":
        return citations.graph(texts)
    findings = [f for text in texts for f in text.findings]
    return citations.as_json(findings) if form == "json" else citations.as_csv(findings)
