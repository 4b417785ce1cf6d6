"""resdraft diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    language_option,
    loaded,
    mark_options,
    marks_of,
    notes,
    one_standard_input,
    output_option,
    progress_bar,
    told,
    write_json,
    write_output,
)
from resdraft.errors import Exit, Problem, Unreadable, WrongUsage
from resdraft.printing import say

if TYPE_CHECKING:
    from resdraft.usecases.diff import Difference, ProposalDifference
    from resdraft.usecases.inputs import Marks
    from resdraft.usecases.word_diff import WordDifference

FORMS = ("terminal", "markdown", "json", "html", "docx")


@click.command("diff", short_help="Show what changed between two resolutions, or mark it in Word.")
@click.argument("old")
@click.argument("new")
@output_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the ending of -o, else terminal.")
@click.option("-y", "--side-by-side", "beside", is_flag=True, help="Old words on the left, new ones on the right.")
@click.option("--stat", is_flag=True, help="Only how many words came and went in each place.")
@click.option(
    "--only",
    metavar="KINDS",
    help="Only these kinds, such as added,deleted; or substantive: no renumbering, formatting, punctuation, case, spacing.",
)
@click.option("--section", "sections", metavar="ADDRESS", multiple=True, help="Only what changed there, such as resolves.")
@click.option("--no-renumbered", is_flag=True, help="Leave out clauses that only bear another label.")
@click.option("--author", metavar="NAME", default="resdraft", help="Whose the marks in Word are. Default: resdraft.")
@click.option("--date", metavar="DATE", default="", help="Date of the marks in Word, such as 2022-10-14. Default: none.")
@click.option("--keep", is_flag=True, help="Leave earlier marks that both Word files bear in them.")
@click.option("--pager/--no-pager", default=None, help="Default: a pager where the screen is too small.")
@language_option
@mark_options
def command(
    old: str,
    new: str,
    output: str | None,
    form: str | None,
    beside: bool,
    stat: bool,
    only: str | None,
    sections: tuple[str, ...],
    no_renumbered: bool,
    author: str,
    date: str,
    keep: bool,
    pager: bool | None,
    language: str | None,
    accept: bool,
    reject: bool,
) -> int:
    """Show what changed from OLD to NEW, clause by clause. Labels are not content: a clause is known by its words.

    Two proposals (YAML, json, or contributions in Word) are compared too: which amendments came, went or changed.

    With -o FILE.docx the changes are revision marks. Two Word files of any kind, resolutions or not, give OLD's own file with NEW's content
    as marks: paragraphs, tables, notes, headers, pictures, bold and italic. From text a new document in ITU's look is written.

    Two folders are compared as conferences: a table says which texts are new, suppressed or renumbered, and how much the others changed.
    Texts are matched by their designation, then by title, then by content.

    Exits with 0 where nothing differs, with 1 where something does.

    \b
    Examples:
      resdraft diff 1332@2016 1332@2019
      resdraft diff 1332 proposed.txt --only substantive --section resolves
      resdraft diff old.docx new.docx -o marked.docx --author "ITU secretariat"
      resdraft diff official.docx edited.docx --accept --format json
      resdraft diff 1332 proposed.docx -o changes.html
      resdraft diff rus.yaml rus-rev1.yaml
      resdraft diff pp18 pp22 -o changes.html
    """
    from resdraft.usecases.forms import COMPARISON_ENDINGS
    from resdraft.usecases.inputs import is_folder, is_word

    one_standard_input(old, new)
    marks = marks_of(accept=accept, reject=reject, keep=keep)
    form = form_of(output, form, "terminal", COMPARISON_ENDINGS)
    options = bool(beside or stat or only or sections or no_renumbered or keep)
    if is_folder(old) or is_folder(new):
        if options or form == "docx":
            what = (
                "two folders give a table: --format terminal, markdown, json or html, and no option for the changes in one text"
            )
            raise WrongUsage(Problem(what, "compare two files for those"))
        return _conferences(old, new, form, output, language=language, marks=marks, pager=pager)
    _check(form, word=not (beside or stat or only or sections or no_renumbered), stat=stat, beside=beside)
    before, after = loaded(old), loaded(new)
    both = is_word(before.content) and is_word(after.content)
    if form == "docx" and both and before.part is after.part is None:
        from resdraft.usecases.word_diff import mark_up

        return _marked(mark_up(before, after, author=author, date=date, marks=marks), output)
    # Loaded here: two Word files of any kind need nothing of what resolutions are.
    from resdraft.model.change import CHANGE_KINDS
    from resdraft.usecases import diff as use

    if not (accept or reject or (form == "docx" and is_word(before.content))) and use.are_proposals(before, after):
        return _revised(use.diff_proposals(before, after), form, output)
    if keep:
        raise WrongUsage(Problem("--keep is for two Word files and -o FILE.docx", "give --accept or --reject"))
    kinds = [kind.strip() for kind in (only or "").split(",") if kind.strip()]
    if no_renumbered and not kinds:
        kinds = [kind for kind in CHANGE_KINDS if kind != "renumbered"]
    try:
        found = use.diff(before, after, language=language, marks=marks, only=kinds, sections=sections)
    except Unreadable:
        if both and form != "docx":
            notes(["with -o FILE.docx any two Word files are compared, resolutions or not"])
        raise
    notes(found.notices)
    if form == "docx":
        return _marked(found.word(author=author, date=date), output)
    _show(found, (old, new), form, output, layout="stat" if stat else "side-by-side" if beside else "changes", pager=pager)
    return Exit.DIFFERENT if found else Exit.DONE


def _conferences(
    old: str, new: str, form: str, output: str | None, *, language: str | None, marks: Marks | None, pager: bool | None
) -> int:
    """The table of two folders."""
    from resdraft.usecases.compare_conferences import compare_conferences

    with progress_bar("comparing") as progress:
        found = compare_conferences(old, new, language=language, marks=marks, progress=progress)
    notes(found.notices)
    told(found.problems)
    write_output((lambda screen: found.output(form, screen)) if form == "terminal" else found.output(form), output, pager=pager)
    return found.code


def _check(form: str, *, word: bool, stat: bool, beside: bool) -> None:
    """Refuse options that do not go with a form; ``word`` says that none of those is given that are not for Word."""
    if form == "docx" and not word:
        what = "--side-by-side, --stat, --only, --section and --no-renumbered are not for Word"
        raise WrongUsage(Problem(what, "marks in Word show all that changed: leave them out"))
    if stat + beside > 1 or ((stat or beside) and form != "terminal"):
        raise WrongUsage(Problem("--stat, --side-by-side and another --format exclude each other", "give one of them"))


def _revised(found: ProposalDifference, form: str, output: str | None) -> int:
    """What changed between two documents with proposals."""
    if form not in ("terminal", "json"):
        raise WrongUsage(Problem(f"proposals are not compared as {form}", "use --format terminal or json"))
    if form == "json":
        write_json(found.as_json(), output)
    else:
        write_output(found.text, output)
    return Exit.DIFFERENT if found else Exit.DONE


def _marked(found: WordDifference, output: str | None) -> int:
    """The Word file with marks."""
    write_output(found.content, output)
    notes(found.notices)
    if output and output != "-":
        say(f"{found.marks or 'no'} mark{'s' * (found.marks != 1)}: {output}")
    return Exit.DIFFERENT if found.marks else Exit.DONE


def _show(found: Difference, names: tuple[str, str], form: str, output: str | None, *, layout: str, pager: bool | None) -> None:
    if form == "json":
        # Whoever reads the JSON knows the texts by what was typed, FILE#2 included.
        write_json(found.as_json() | dict(zip(("old", "new"), names, strict=True)), output)
    elif form in ("markdown", "html"):
        write_output((found.markdown if form == "markdown" else found.html)(names), output)
    else:
        write_output(lambda screen: found.text(screen, layout=layout), output, pager=pager)
