"""resdraft new."""

from __future__ import annotations

import sys

import click

from resdraft.cli.inputs import given, language_option, notes, output_option, write_output, written
from resdraft.errors import Problem, WrongUsage


@click.group("new", short_help="Begin a proposal or a resolution.")
def command() -> None:
    """Begin a proposal or a resolution: a file to be filled in. What is not said by options is asked, at a terminal.

    \b
    Examples:
      resdraft new proposal 1332 -o draft.docx
      resdraft new resolution --title "On something" --meeting PP-26 -o draft.txt
    """


@command.command("proposal")
@click.argument("base", required=False, default="")
@click.option("--source", metavar="CODE", default="", help="The Member State or region, such as RUS or AFCP.")
@click.option("--target", metavar="RESOLUTION", default="", help="The same as BASE.")
@click.option("--meeting", metavar="NAME", default="", help="The conference or session, such as PP26 or C20.")
@click.option("--document", metavar="NUMBER", default="XX", help="Number of the document. Default: XX, not yet known.")
@click.option("--date", metavar="DATE", default="", help="Date of the proposal, such as 2026-11-09.")
@click.option("--title", metavar="TEXT", default="", help="Title of the proposal.")
@output_option
@language_option
def proposal(
    base: str,
    source: str,
    target: str,
    meeting: str,
    document: str,
    date: str,
    title: str,
    output: str | None,
    language: str | None,
) -> None:
    """Begin a proposal on BASE, a name in the library or a file.

    With -o FILE.docx it is BASE in Word with Track Changes on, and a cover to fill in. Edit it; `resdraft propose FILE.docx` takes it back.

    Else it is YAML that can be applied as it is, and changes nothing yet. The clauses of BASE stand in it as comments: take the # away from
    those that you want to change.

    \b
    Examples:
      resdraft new proposal 1332 -o draft.docx
      resdraft new proposal 1332 --source RUS -o rus.yaml
    """
    from resdraft.lexicon.sources import doubt, meeting_as_written, meeting_doubt
    from resdraft.model.proposal import SOURCE
    from resdraft.usecases.inputs import check_date
    from resdraft.usecases.new import new_proposal
    from resdraft.usecases.word_drafts import new_draft

    check_date(date)
    notes(filter(None, [meeting_doubt(meeting_as_written(meeting))]))
    target, head = base or target, {"meeting": meeting, "date": date, "title": title}
    if (output or "").lower().endswith(".docx"):
        target = target or _ask("Resolution (a name in the library, or a file)", "BASE")
        _write(new_draft(given(target), source=source, document=document.replace("XX", ""), language=language, **head), output)
        return
    if not source and sys.stdin.isatty():
        # Who is asked for the source is asked for what else stands in the head; an empty answer leaves it open.
        source = _ask("Source (such as RUS)", "--source")
        target = target or _ask("Resolution (a name in the library, or a file)", "BASE")
        meeting = meeting or click.prompt("Meeting (such as PP-26)", default="", show_default=False, err=True)
        title = title or click.prompt("Title", default="", show_default=False, err=True)
    source = source or _ask("Source (such as RUS)", "--source")
    target = target or _ask("Resolution (a name in the library, or a file)", "BASE")
    notes(filter(None, [doubt(source) if SOURCE.fullmatch(source) else ""]))
    begun = new_proposal(given(target), source, meeting=meeting, document=document, date=date, title=title, language=language)
    _write(begun, output)


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
    from resdraft.usecases.new import new_resolution

    title = title or _ask("Title", "--title")
    meeting = meeting or _ask("Conference (such as PP-26)", "--meeting")
    _write(new_resolution(title, meeting, number=number), output)


def _ask(question: str, option: str) -> str:
    """Ask at a terminal; elsewhere the option must be given.

    Raises:
        WrongUsage: where nobody can be asked.
    """
    if not sys.stdin.isatty():
        raise WrongUsage(Problem(f"{option} is missing", f"give {option}, or run the command at a terminal and be asked"))
    answer: str = click.prompt(question, err=True)
    return answer


def _write(content: str | bytes, output: str | None) -> None:
    """Write a new file; one that is there stays."""
    write_output(content, output, new=True)
    written(output)
