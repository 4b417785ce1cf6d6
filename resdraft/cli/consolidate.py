"""resdraft consolidate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    mark_options,
    marks_of,
    notes,
    one_standard_input,
    output_option,
    progress_bar,
    proposals_on,
    screen,
    told,
    write_json,
    write_output,
    written,
)
from resdraft.cli.whose import said_authors, said_codes, said_edited, said_groups
from resdraft.errors import Problem, ResdraftError, Unwritable, WrongUsage
from resdraft.files import is_folder, refuse_input
from resdraft.printing import say, show

if TYPE_CHECKING:
    from resdraft.model.docket import Docket
    from resdraft.usecases.consolidate import Consolidation
    from resdraft.usecases.documents import Document
    from resdraft.usecases.folders import Edited
    from resdraft.usecases.intake import Proposals


class _Asked(NamedTuple):
    """What the options say; each is as its help has it."""

    output: str | None
    form: str | None
    tags: str
    order: str
    summary: bool
    partial: bool
    since: str | None
    library: bool
    drafts: bool
    groups: tuple[str, ...]
    edited: tuple[str, ...]
    carry: tuple[str, ...]
    reasons: bool
    docket: str | None
    table: str | None
    everything: bool
    by: str
    date: str
    document: str
    new: bool
    quiet: bool
    language: str | None
    accept: bool
    reject: bool


@click.command("consolidate", short_help="Bring the proposals of all sources into one Word file.")
@click.argument("base")
@click.argument("proposals", nargs=-1, metavar="PROPOSAL...")
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "terminal", "json", "markdown"]),
    help="Default: by the ending of -o; without -o the summary.",
)
@click.option(
    "--tags",
    type=click.Choice(["all", "conflicts", "none"]),
    default="conflicts",
    help="Where [RUS] stands behind a change: behind every one, where several are in one place (the default), or nowhere.",
)
@click.option(
    "--order", metavar="CODES", default="", help="Sources whose options come first, such as RUS,CHN. Default: by code."
)
@click.option("--summary", is_flag=True, help="Only who proposes what on which clause, where they agree and where not.")
@click.option("--partial", is_flag=True, help="Leave out amendments that do not fit, and list them.")
@click.option(
    "--since",
    metavar="EARLIER.docx",
    help="Also list what is new since an earlier file; with --library, since an earlier folder.",
)
@click.option(
    "--library", is_flag=True, help="All arguments are proposals or folders of them; one file a resolution in -o FOLDER."
)
@click.option(
    "--drafts", is_flag=True, help="Drafts of one new resolution, two or more: side by side, in bold what others have not."
)
@click.option(
    "--group",
    "groups",
    metavar="EUR=D,F",
    multiple=True,
    help="Who belongs to a regional group: counted with it, and its rival where a member proposes something else.",
)
@click.option(
    "--edited",
    metavar="CODE=FILE",
    multiple=True,
    help='An edited copy of BASE, and whose it is; "I. Ivanov=RUS:FILE" for one author\'s marks. May be repeated.',
)
@click.option(
    "--carry",
    metavar="AUTHOR=CODE",
    multiple=True,
    help='Take what an author typed into the file of --since as a source of its own, such as "Committee Chair=CHAIR".',
)
@click.option("--reasons", is_flag=True, help="Show the reasons: in the summary, and in Word as comments of their source.")
@click.option(
    "--docket",
    metavar="FILE",
    help="Also write what became of each document: FILE.csv (with an apostrophe before formulas), .json or .md. Totals are always shown.",
)
@click.option(
    "--table", metavar="FILE", help="Also write the compilation table, provision by provision: FILE.docx, .html or .xlsx."
)
@click.option("--all", "everything", is_flag=True, help="The table has also the provisions that nobody touches.")
@click.option("--by", type=click.Choice(["place", "source"]), default="place", help="The order of the table's rows.")
@click.option("--date", metavar="DATE", default="", help="Date of marks whose proposal has none, such as 2019-05-20.")
@click.option("--document", metavar="TEXT", default="", help="Document number in the page header of a new file.")
@click.option("--new", is_flag=True, help="Write a new document in ITU's look, also where BASE is a Word file.")
@click.option("--quiet", is_flag=True, help="No summary.")
@language_option
@mark_options
def command(base: str, proposals: tuple[str, ...], **options: Any) -> None:
    """Bring the proposals of all sources into one text: a Word file that keeps the source of every change and shows conflicts as options.

    Equal changes become one mark with joint authors (CHN, RUS), changes apart from each other stand side by side, also in one clause. Where
    sources are in conflict, each option stands in brackets as the tracked change of its own source; brackets and tags are the secretariat's.
    With the marks of one source alone (`accept --source RUS`, then `reject`) the file reads as that source proposed. Where BASE is a Word
    file, the marks go into it. A proposal is YAML, JSON or a contribution in Word. A revision takes the place of the earlier document, and a
    document that is withdrawn (`withdrawn: true`) goes.

    Exit code 4 where an amendment does not fit, 1 where a document went nowhere (--docket says why).

    \b
    Examples:
      resdraft consolidate 1332 rus.yaml chn.docx eur.json -o consolidated.docx
      resdraft consolidate 1332 rus.yaml chn.docx eur.json --summary
      resdraft consolidate 1332 rus.yaml chn.docx eur.json --table table.docx --quiet
      resdraft consolidate base.docx proposals/*.yaml -o new.docx --since old.docx
      resdraft consolidate 1332 rus.yaml --edited EUR=clean.docx -o all.docx
      resdraft consolidate --library proposals/ --docket docket.csv -o all/
      resdraft consolidate --drafts eur.yaml rcc.docx -o drafts.docx
    """
    from resdraft.usecases.inputs import check_date

    asked = _Asked(**options)
    check_date(asked.date)
    copies = [said_edited(said) for said in asked.edited]
    _check_docket(asked)
    if asked.drafts:
        _drafts((base, *proposals), asked)
    elif asked.library:
        _conference((base, *proposals), asked, copies)
    else:
        _one_text(base, proposals, asked, copies)


def _one_text(base: str, proposals: tuple[str, ...], asked: _Asked, copies: Sequence[Edited]) -> None:
    """All proposals on one text."""
    from resdraft.usecases.consolidate import ENDINGS, consolidate

    form = "terminal" if asked.summary and not asked.output else form_of(asked.output, asked.form, "terminal", ENDINGS)
    counted, carry = said_groups(asked.groups), dict(said_authors(asked.carry))
    text, read = _read(base, proposals, asked, copies)
    try:
        if not asked.partial:
            read.check()
        one = consolidate(
            text,
            read,
            tags=asked.tags,
            order=said_codes(asked.order),
            partial=asked.partial,
            groups=counted,
            since=asked.since,
            carry=carry,
        )
    except ResdraftError:
        # Every document is accounted for, also where nothing is written.
        _write_docket(read.settled().unwritten(), asked.docket)
        raise
    notes(one.notices)
    table = _table(one, asked)
    one = _write_word(one, asked) if form == "docx" else _write_told(one, asked, form)
    if table is not None:
        write_output(table, asked.table)
        written(asked.table)
    _write_docket(one.docket, asked.docket)
    if one.code:
        click.get_current_context().exit(one.code)


def _read(base: str, proposals: tuple[str, ...], asked: _Asked, copies: Sequence[Edited]) -> tuple[Document, Proposals]:
    """The base and the proposals on it; what cannot be read is among them."""
    if not proposals and not copies:
        raise WrongUsage(Problem("no proposals", "name their files behind the base"))
    one_standard_input(base, *proposals)

    read = proposals_on(
        base, proposals, language=asked.language, accept=asked.accept, reject=asked.reject, edited=copies, partial=True
    )
    for output in (asked.output, asked.docket):
        # The docket is written behind the text: it is known now whether it can be.
        refuse_input(output or "-")
    return read


def _table(one: Consolidation, asked: _Asked) -> str | bytes | None:
    """The compilation table, made before anything is written."""
    if not asked.table:
        return None
    from resdraft.usecases.compilation import ENDINGS, compilation

    form = form_of(asked.table, None, "docx", ENDINGS)
    refuse_input(asked.table)
    return compilation(one, everything=asked.everything, sources=asked.by == "source").output(form).content


def _write_word(one: Consolidation, asked: _Asked) -> Consolidation:
    """Write the Word file, and say what is in it; gives what the docket is to be written of."""
    from resdraft.usecases.fitting import doubts

    path = asked.output if asked.output and asked.output != "-" else ""
    result = one.word(document=asked.document, date=asked.date, new=asked.new, reasons=asked.reasons, path=path)
    notes(result.notices)
    write_output(result.content, asked.output)
    notes(doubts(one.laid.marked))
    one = one.into(path)
    if not asked.quiet:
        say(one.summary(screen(error=True), reasons=asked.reasons), end="")
    written(asked.output, apart=True)
    return one


def _write_told(one: Consolidation, asked: _Asked, form: str) -> Consolidation:
    """Write who proposes what, for people or for programs."""
    if form == "json":
        write_json(one.as_json(), asked.output)
    else:
        told = one.markdown() if form == "markdown" else lambda screen: one.summary(screen, reasons=asked.reasons)
        write_output(told, asked.output)
    written(asked.output)
    return one


_DOCKET = {".csv": "csv", ".json": "json", ".md": "markdown"}


def _write_docket(docket: Docket, output: str | None) -> None:
    if output:
        from resdraft.write import docket as forms

        form = form_of(output, None, "csv", _DOCKET)
        write_output({"csv": forms.as_csv, "json": forms.as_json, "markdown": forms.as_markdown}[form](docket), output)
        written(output)


def _check_docket(asked: _Asked) -> None:
    """Refuse a docket or a table that cannot be written, before anything else is.

    Raises:
        WrongUsage: for an unknown form, or the file of the result. Unwritable: where there is no such folder.
    """
    if asked.table:
        from resdraft.usecases.compilation import ENDINGS

        form_of(asked.table, None, "docx", ENDINGS)
        if asked.everything and asked.by == "source":
            what = "--all has every provision, and --by source what each source proposes"
            raise WrongUsage(Problem(what, "leave one of them out"))
    if not asked.docket:
        return
    form_of(asked.docket, None, "csv", _DOCKET)
    if asked.docket == asked.output != "-":
        raise WrongUsage(Problem("the docket would be written over the result", "name another file", file=asked.docket))
    folder = Path(asked.docket).absolute().parent
    if not is_folder(folder) and not (asked.library and asked.output and folder == Path(asked.output).absolute()):
        raise Unwritable(Problem("no such folder", "make it, or name another file", file=asked.docket))


def _refuse(given: Sequence[object], names: str, what: str, without: str) -> None:
    """Refuse options that would be ignored.

    Raises:
        WrongUsage: where one is given.
    """
    if any(given):
        raise WrongUsage(Problem(f"{names} are not for {what}", f"leave them out, or leave out {without}"))


def _drafts(names: Sequence[str], asked: _Asked) -> None:
    """Drafts of one new instrument side by side."""
    from resdraft.usecases.drafts import DRAFT_ENDINGS, drafts

    others = (asked.edited, asked.since, asked.carry, asked.groups, asked.docket, asked.partial, asked.reasons, asked.summary)
    said = "--edited, --since, --carry, --group, --docket, --partial, --reasons and --summary"
    _refuse(others, said, "drafts", "--drafts")
    form = form_of(asked.output, asked.form, "terminal", DRAFT_ENDINGS)
    if form not in DRAFT_ENDINGS.values():
        raise WrongUsage(Problem(f"drafts are not written as {form}", "use --format docx or terminal"))
    marks = marks_of(accept=asked.accept, reject=asked.reject)
    found = drafts(*map(given, names), language=asked.language, marks=marks)
    notes(found.notices)
    write_output(found.word() if form == "docx" else found.text, asked.output)


def _conference(names: Sequence[str], asked: _Asked, copies: Sequence[Edited]) -> None:
    """A whole conference: one file a resolution."""
    from resdraft.usecases.conference import Settings, consolidate_all

    others = (asked.summary, asked.form, asked.document, asked.new, asked.accept, asked.reject, asked.language)
    said = "--summary, --format, --document, --new, --accept, --reject and --language"
    _refuse(others, said, "a whole conference", "--library")
    output, docket, members = asked.output, asked.docket, tuple(said_groups(asked.groups).items())
    if not output or output == "-":
        raise WrongUsage(Problem("--library writes a file for each resolution", "name a folder for them with -o"))
    settings = Settings(
        asked.tags,
        said_codes(asked.order),
        asked.partial,
        members,
        asked.date,
        asked.reasons,
        asked.since or "",
        said_authors(asked.carry),
    )
    passed = [docket] if docket and docket != "-" else []
    with progress_bar("consolidating") as progress:
        done = consolidate_all(names, output, settings=settings, edited=copies, passed_over=passed, progress=progress)
    notes(done.notices)
    if not asked.quiet:
        show("".join(f"{line}\n" for line in (*done.lines, f"docket: {done.docket}")))
    told(done.problems)
    _write_docket(done.docket, docket)
    if done.code:
        click.get_current_context().exit(done.code)
