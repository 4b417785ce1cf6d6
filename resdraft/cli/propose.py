"""resdraft propose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    notes,
    opened_base,
    output_option,
    schema_option,
    write_output,
    written,
)
from resdraft.errors import Exit, Problem, WrongUsage
from resdraft.files import ResultFolder, is_folder
from resdraft.model.proposal import AMENDING, Proposal

if TYPE_CHECKING:
    from resdraft.usecases.propose import Drafted

F = TypeVar("F", bound=Callable[..., Any])


_HEAD = {
    "meeting": ("NAME", "The conference or session, such as PP26 or C20."),
    "document": ("NUMBER", "Number of the document."),
    "addendum": ("NUMBER", "Number of the addendum."),
    "revision": ("NUMBER", "Number of the revision."),
    "corrigendum": ("NUMBER", "Number of the corrigendum."),
    "original": ("CODE", "Language in which it was written, where that is another one."),
    "name": ("TEXT", "What the source is called in print, such as Russian Federation."),
    "agenda": ("ITEM", "Item of the agenda."),
    "title": ("TEXT", "Title of the proposal."),
    "summary": ("TEXT", "A short summary of views."),
    "introduction": ("TEXT", "What stands before the proposal."),
    "reasons": ("TEXT", "Reasons for the proposal as a whole."),
}
"""What stands around a proposal, each an option."""


def _head_options(function: F) -> F:
    for name, (metavar, text) in reversed(_HEAD.items()):
        function = click.option(f"--{name}", metavar=metavar, default="", help=text)(function)
    return function


@click.command("propose", short_help="Make a proposal from an edited copy of a resolution.")
@click.argument("base")
@click.argument("edited", required=False, default="")
@click.option(
    "--source",
    "sources",
    metavar="CODE",
    multiple=True,
    help='Whose proposal it is, such as RUS; "I. Ivanov=RUS" for one author\'s marks. May be repeated.',
)
@click.option(
    "--together", is_flag=True, help="Sources whose marks depend on each other make one proposal: the first, and co-signers."
)
@click.option(
    "--untracked", metavar="CODE", default="", help="Whose the untracked changes are, where several sources share a file."
)
@click.option("--cosigner", "cosigners", metavar="CODE", multiple=True, help="Who signs it too. May be repeated.")
@_head_options
@click.option("--symbol", type=click.Choice(AMENDING), default="MOD", help="The symbol; (MOD) is an editorial amendment.")
@click.option("--date", metavar="DATE", default="", help="Date of the proposal. Default: that of the newest mark.")
@click.option("--elide", is_flag=True, help="In Word: leave out sections without a change, each for a line that names it.")
@click.option("--format", "form", type=click.Choice(["yaml", "json", "docx"]), help="Default: by the ending of -o, else yaml.")
@click.option("--quiet", is_flag=True, help="No advice on drafting.")
@output_option
@language_option
@schema_option("proposal")
def command(
    base: str,
    edited: str,
    sources: tuple[str, ...],
    together: bool,
    untracked: str,
    cosigners: tuple[str, ...],
    symbol: str,
    date: str,
    elide: bool,
    form: str | None,
    quiet: bool,
    output: str | None,
    language: str | None,
    **head: str,
) -> None:
    """Make a proposal from an edited copy: a Word file with tracked changes, a clean copy (Word or text), or both mixed.

    The result names clauses and quotes words, as one would write it by hand; apply gives the edited text again. Relabelled clauses are
    consequence, and no part of it. Comments on what is changed become its reasons. Several sources in one file give one proposal each:
    name a folder with -o. Where one changes what another inserts, that is refused, or with --together one proposal of both.

    With -o FILE.docx it is the contribution in Word: header block, number and symbol, the text with revision marks, reasons. In a folder
    (-o FOLDER/ --format docx) it is named as ITU names its files.

    A draft that `resdraft new proposal BASE -o draft.docx` began needs no BASE: what is filled in on its cover holds where no option says
    otherwise.

    \b
    Examples:
      resdraft propose draft.docx -o nor.yaml
      resdraft propose 1332 my-1332.docx --source RUS --document 62 -o rus.yaml
      resdraft propose 1332 my-1332.docx --source RUS --meeting C20 --document 62 -o contribution.docx
      resdraft propose 140.docx edited.docx --source "I. Ivanov=RUS" --source "A. Silva=B" -o proposals/
      resdraft propose --schema > proposal.schema.json
    """
    from resdraft.usecases.inputs import check_date
    from resdraft.usecases.proposal_head import codes, sources_of
    from resdraft.usecases.propose import PROPOSAL_ENDINGS, propose

    check_date(date)
    # A draft that `new proposal` began knows its text, and its cover whose it is.
    base, edited = (base, edited) if edited else ("", base)
    whose = sources_of(sources)
    several = len({*whose.values(), *([untracked] if untracked else [])}) > 1
    folder = bool(output) and (str(output).endswith("/") or is_folder(str(output)))
    if not several and not folder:
        form = form_of(output, form, "yaml", PROPOSAL_ENDINGS)
    if not together:
        _one_file_each(output, several=several)
    if several and cosigners:
        raise WrongUsage(Problem("several sources, and a co-signer of one of them", "make a proposal of each on its own"))
    official = opened_base(base, language, reject=True) if base else None
    signed = codes(cosigners)
    wishes = {"together": together, "untracked": untracked, "cosigners": signed, "symbol": symbol}
    drafted = propose(official, given(edited), whose, language=language, date=date, **wishes, **head)  # type: ignore[arg-type]
    # Sources that were joined give one proposal, which needs no folder.
    several = several and not (together and len(drafted.proposals) < 2)
    _one_file_each(output, several=several, named=True)
    form = form or ("yaml" if several or folder else form_of(output, form, "yaml", PROPOSAL_ENDINGS))
    notes(drafted.notices, drafted.advice if quiet else ())
    if not drafted.proposals:
        click.get_current_context().exit(Exit.DIFFERENT)
    _write(drafted, form, output, folder=several or folder, several=several, elide=elide)


def _one_file_each(output: str | None, *, several: bool, named: bool = False) -> None:
    """Refuse one file for several sources; with ``named`` also no file at all.

    Raises:
        WrongUsage: where they need a folder.
    """
    from resdraft.usecases.propose import PROPOSAL_ENDINGS

    nowhere = named and output in (None, "", "-")
    if several and (nowhere or Path(output or "").suffix.lower() in PROPOSAL_ENDINGS):
        hint = "name a folder for them with -o"
        raise WrongUsage(Problem("several sources give a file each", hint, file="" if nowhere else str(output)))


def _write(drafted: Drafted, form: str, output: str | None, *, folder: bool, several: bool, elide: bool) -> None:
    """Write the proposals, each to a file of its own where they go to a folder."""
    results = [drafted._replace(proposals=(proposal,)).output(form, elide=elide) for proposal in drafted.proposals]
    for result in results:
        notes(result.notices)
    if not folder:
        write_output(results[0].content, output)
        written(output)
        return
    into = ResultFolder(str(output))
    paths = [into.place(_name(proposal, form, several=several), f".{form}") for proposal in drafted.proposals]
    into.write(zip(paths, (result.content for result in results), strict=True))
    for path in paths:
        written(str(path))


def _name(proposal: Proposal, form: str, *, several: bool) -> str:
    """What a proposal's file is called in a folder, without the ending: a contribution as ITU names it."""
    from resdraft.usecases.submission import name_of

    return name_of(proposal).removesuffix(".docx") if form == "docx" and not several else proposal.source.lower()
