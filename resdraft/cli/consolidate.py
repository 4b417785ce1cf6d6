"""resdraft consolidate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    check_date,
    form_of,
    given,
    language_option,
    mark_options,
    not_itself,
    notes,
    one_standard_input,
    opened_base,
    output_option,
    screen,
    told,
    write_json,
    write_output,
    written,
)
from resdraft.errors import Problem, ResdraftError, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.docket import Docket
    from resdraft.usecases.conference import Settings
    from resdraft.usecases.consolidate import Consolidation
    from resdraft.usecases.documents import Document
    from resdraft.usecases.intake import Edited


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
    help="Also write what became of every document: FILE.csv, .json or .md. Its totals are always shown.",
)
@click.option("--date", metavar="DATE", default="", help="Date of marks whose proposal has none, such as 2019-05-20.")
@click.option("--document", metavar="TEXT", default="", help="Document number in the page header of a new file.")
@click.option("--new", is_flag=True, help="Write a new document in ITU's look, also where BASE is a Word file.")
@click.option("--quiet", is_flag=True, help="No summary.")
@language_option
@mark_options
def command(
    base: str,
    proposals: tuple[str, ...],
    output: str | None,
    form: str | None,
    tags: str,
    order: str,
    summary: bool,
    partial: bool,
    since: str | None,
    library: bool,
    drafts: bool,
    groups: tuple[str, ...],
    edited: tuple[str, ...],
    carry: tuple[str, ...],
    reasons: bool,
    docket: str | None,
    date: str,
    document: str,
    new: bool,
    quiet: bool,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
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
      resdraft consolidate base.docx proposals/*.yaml -o new.docx --since old.docx
      resdraft consolidate 1332 rus.yaml --edited EUR=clean.docx -o all.docx
      resdraft consolidate --library proposals/ --docket docket.csv -o all/
      resdraft consolidate --drafts eur.yaml rcc.docx -o drafts.docx
    """
    check_date(date)
    copies = [_edited(said) for said in edited]
    if docket:
        form_of(docket, None, "csv", _DOCKET)
    if drafts:
        _drafts((base, *proposals), output, form, language)
        return
    if library:
        from resdraft.usecases.conference import Settings

        if summary or form or document or new or accept or reject or language:
            what = "--summary, --format, --document, --new, --language, --accept and --reject are for one text"
            raise WrongUsage(Problem(what, "leave them out, or leave out --library"))
        members = tuple(_groups(groups).items())
        settings = Settings(tags, _codes(order), partial, members, date, reasons, since or "", _authors(carry))
        _conference((base, *proposals), output, settings, copies, docket, quiet=quiet)
        return
    from resdraft.usecases.consolidate import ENDINGS, consolidate
    from resdraft.usecases.intake import read_proposals

    if not proposals and not copies:
        raise WrongUsage(Problem("no proposals", "name their files behind the base"))
    one_standard_input(base, *proposals)
    not_itself(output, base, *proposals, *([since] if since else []))
    not_itself(docket, base, *proposals, *([output] if output else []))
    form = "terminal" if summary and not output else form_of(output, form, "terminal", ENDINGS)

    def open_base(said: str | None) -> Document:
        return opened_base(base, language or said, accept=accept, reject=reject)

    counted = _groups(groups)
    read = read_proposals([given(name) for name in proposals], open_base, edited=copies, partial=True)
    assert read.base is not None  # noqa: S101 - it was opened above
    try:
        if not partial:
            read.check()
        one = consolidate(
            read.base,
            read,
            tags=tags,
            order=_codes(order),
            partial=partial,
            groups=counted,
            since=since,
            carry=dict(_authors(carry)),
        )
    except ResdraftError:
        # Every document is accounted for, also where nothing is written.
        _write_docket(read.settled().unwritten(), docket)
        raise
    notes(one.notices)
    if form == "docx":
        one = _write_word(one, output, quiet=quiet, document=document, date=date, new=new, reasons=reasons)
    else:
        _write_told(one, form, output, reasons=reasons)
    _write_docket(one.docket, docket)
    if one.code:
        click.get_current_context().exit(one.code)


def _write_word(
    one: Consolidation, output: str | None, *, quiet: bool, document: str, date: str, new: bool, reasons: bool
) -> Consolidation:
    """Write the Word file, and say what is in it; gives what the docket is to be written of."""
    from resdraft.usecases.fitting import doubts

    path = output if output and output != "-" else ""
    result = one.word(document=document, date=date, new=new, reasons=reasons, path=path)
    notes(result.notices)
    write_output(result.content, output)
    notes(doubts(one.laid.marked))
    one = one.into(path)
    if not quiet:
        click.echo(one.summary(screen(), reasons=reasons), nl=False, err=True)
    written(output, apart=True)
    return one


def _write_told(one: Consolidation, form: str, output: str | None, *, reasons: bool) -> None:
    """Write who proposes what, for people or for programs."""
    if form == "json":
        write_json(one.as_json(), output)
    else:
        write_output(one.markdown() if form == "markdown" else one.summary(screen(), reasons=reasons), output)
    written(output)


_DOCKET = {".csv": "csv", ".json": "json", ".md": "markdown"}


def _codes(order: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in order.split(",") if code.strip())


def _pair(option: str, said: str, hint: str) -> tuple[str, str]:
    """What stands before and behind the sign of equality.

    Raises:
        WrongUsage: where one of them is missing.
    """
    name, _, value = said.partition("=")
    if not name or not value:
        raise WrongUsage(Problem(f'{option}: "{said}" does not say whose', hint))
    return name, value


def _groups(said: Sequence[str]) -> dict[str, frozenset[str]]:
    from resdraft.usecases.propose import codes

    out: dict[str, frozenset[str]] = {}
    for group in said:
        code, equals, members = group.partition("=")
        if not equals or not code or not members:
            raise WrongUsage(Problem(f'--group: "{group}" names no members', "write the group and who belongs to it: EUR=D,F"))
        out[codes([code])[0]] = out.get(code, frozenset()) | frozenset(codes(_codes(members)))
    return out


def _authors(carry: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Whose words are carried over, and as whose."""
    hint = 'write the author and the source: "Committee Chair=CHAIR"'
    return tuple(_pair("--carry", said, hint) for said in carry)


def _edited(said: str) -> Edited:
    """An edited copy and whose it is: ``EUR=clean.docx``, or ``I. Ivanov=RUS:tracked.docx``."""
    from resdraft.usecases.intake import Edited
    from resdraft.usecases.propose import codes

    name, value = _pair("--edited", said, 'write the source and the file: EUR=clean.docx, or "I. Ivanov=RUS:tracked.docx"')
    code, colon, file = value.partition(":")
    # A drive's letter is no source: EUR=C:\\copy.docx.
    by_author = bool(colon) and not Path(value).exists() and not file.startswith(("\\", "/"))
    if by_author:
        return Edited(file, codes([code])[0], name)
    return Edited(value, codes([name])[0])


def _write_docket(docket: Docket, output: str | None) -> None:
    if output:
        from resdraft.write import docket as forms

        form = form_of(output, None, "csv", _DOCKET)
        write_output({"csv": forms.as_csv, "json": forms.as_json, "markdown": forms.as_markdown}[form](docket), output)
        written(output)


def _drafts(names: Sequence[str], output: str | None, form: str | None, language: str | None) -> None:
    """Drafts of one new instrument side by side."""
    from resdraft.usecases.drafts import DRAFT_ENDINGS, drafts

    form = form_of(output, form, "terminal", DRAFT_ENDINGS)
    found = drafts(*map(given, names), language=language)
    notes(found.notices)
    write_output(found.word() if form == "docx" else found.text(screen()), output)


def _conference(
    names: Sequence[str], output: str | None, settings: Settings, copies: Sequence[Edited], docket: str | None, *, quiet: bool
) -> None:
    """A whole conference: one file a resolution."""
    from resdraft.usecases.conference import consolidate_all

    if not output or output == "-":
        raise WrongUsage(Problem("--library writes a file for each resolution", "name a folder for them with -o"))
    passed = [docket] if docket else []
    with click.progressbar(length=1, label="consolidating", file=sys.stderr) as bar:

        def show(done: int, total: int, _: str) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        done = consolidate_all(names, output, settings=settings, edited=copies, passed_over=passed, progress=show)
    notes(done.notices)
    for line in () if quiet else (*done.lines, f"docket: {done.docket}"):
        click.echo(line)
    told(done.problems)
    _write_docket(done.docket, docket)
    if done.code:
        click.get_current_context().exit(done.code)
