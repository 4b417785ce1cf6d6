"""resdraft new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from resdraft.cli.inputs import check_date, language_option, output_option, read_resolution, write_output
from resdraft.errors import Problem, Unwritable, WrongUsage

_QUOTED = 6
"""So many words of the first clause stand in a new proposal."""
_RECENT = 2014
"""Conferences from this year on are offered where one is not known."""


@click.group("new", short_help="Begin a proposal or a resolution.")
def command() -> None:
    """Begin a proposal or a resolution: a file to be filled in. What is not said by options is asked, at a terminal.

    \b
    Examples:
      resdraft new proposal --source RUS --target 1332 -o rus.yaml
      resdraft new resolution --title "On something" --meeting PP-26 -o draft.txt
    """


@command.command("proposal")
@click.option("--source", metavar="CODE", default="", help="The Member State or region, such as RUS or AFCP.")
@click.option("--target", metavar="RESOLUTION", default="", help="The resolution: a name in the library or a file.")
@click.option("--meeting", metavar="NAME", default="", help="The conference or session, such as PP26 or C20.")
@click.option("--document", metavar="NUMBER", default="XX", help="Number of the document. Default: XX, not yet known.")
@click.option("--date", metavar="DATE", default="", help="Date of the proposal, such as 2026-11-09.")
@click.option("--title", metavar="TEXT", default="", help="Title of the proposal.")
@output_option
@language_option
def proposal(
    source: str, target: str, meeting: str, document: str, date: str, title: str, output: str | None, language: str | None
) -> None:
    """Begin a proposal in YAML. It can be applied as it is, and changes nothing yet.

    \b
    Example:
      resdraft new proposal --source RUS --target 1332 -o rus.yaml
    """
    from resdraft.amend.target import target_of
    from resdraft.amend.wording import find_words
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses
    from resdraft.model.proposal import SOURCE
    from resdraft.model.resolution import Kind
    from resdraft.write import scaffold

    check_date(date)
    source = source or _ask("Source (such as RUS)", "--source")
    if not SOURCE.fullmatch(source):
        raise WrongUsage(Problem(f'--source: "{source}" is no source', "give a code, such as RUS or AFCP"))
    target = target or _ask("Resolution (a name in the library, or a file)", "--target")
    base = read_resolution(target, language)
    clause = next(p for p in base.provisions if p.kind is Kind.CLAUSE)
    head = {
        "source": source,
        "meeting": meeting,
        "document": document,
        "date": date,
        "target": target_of(base, Path(target).stem),
        "language": base.language,
        "title": title or "Proposal",
    }
    words = " ".join(clause.text.marked().split(" ")[:_QUOTED])
    if len(find_words(clause.text, words)) != 1:
        words = clause.text.marked()
    _write(scaffold.proposal(head, Addresses(base, lexicon(base.language)).of(clause.key), words), output)


@command.command("resolution")
@click.option("--title", metavar="TEXT", default="", help="What it is on.")
@click.option("--number", metavar="NUMBER", default="", help="Its number, or a tag such as RUS-1 for a draft new one.")
@click.option("--meeting", metavar="NAME", default="", help="The conference that is to adopt it, such as PP-26 or WTSA-24.")
@output_option
def resolution(title: str, number: str, meeting: str, output: str | None) -> None:
    """Begin a resolution in ITU's layout.

    \b
    Example:
      resdraft new resolution --title "On something" --meeting PP-26 --number RUS-1 -o draft.txt
    """
    from resdraft.cite.register import load_register
    from resdraft.write import scaffold
    from resdraft.write.cover import body_table

    title = title or _ask("Title", "--title")
    meeting = meeting or _ask("Conference (such as PP-26)", "--meeting")
    found = load_register().meeting_named(meeting)
    if found is None:
        names = ", ".join(
            m.name for m in load_register().meetings if m.body in ("PP", "WTSA", "WTDC", "WRC") and m.year >= _RECENT
        )
        raise WrongUsage(Problem(f'--meeting: "{meeting}" is not known', f"the conferences that are known: {names}"))
    formula = body_table().get(found.body, {}).get("formula")
    if not formula:
        raise WrongUsage(Problem(f"{found.name} adopts no resolutions of this form", "name a conference or an assembly"))
    draft = not number.isdigit()
    name = f"[{number or 'TAG'}]" if draft else number
    line = f"{'DRAFT NEW ' * draft}RESOLUTION {name} ({found.place}, {found.year})"
    _write(scaffold.resolution(line, title, f"{formula} ({found.place}, {found.year}),"), output)


def _ask(question: str, option: str) -> str:
    """Ask at a terminal; elsewhere the option must be given.

    Raises:
        WrongUsage: where nobody can be asked.
    """
    if not sys.stdin.isatty():
        raise WrongUsage(Problem(f"{option} is missing", f"give {option}, or run the command at a terminal and be asked"))
    answer: str = click.prompt(question, err=True)
    return answer


def _write(content: str, output: str | None) -> None:
    """Write a new file; one that is there stays."""
    if output and output != "-" and Path(output).exists():
        raise Unwritable(Problem("it is there already", "name another file", file=output))
    write_output(content, output)
    if output and output != "-":
        click.echo(f"written: {output}", err=True)
