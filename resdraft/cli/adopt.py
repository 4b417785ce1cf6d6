"""resdraft adopt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    mark_options,
    notes,
    one_standard_input,
    output_option,
    progress_bar,
    proposals_on,
    schema_option,
    told,
    write_json,
    write_output,
    written,
)
from resdraft.errors import Problem, WrongUsage
from resdraft.files import refuse_input
from resdraft.printing import show

if TYPE_CHECKING:
    from resdraft.usecases.adopt import Adoption

_MAPS = {".json": "json", ".csv": "csv", ".md": "markdown"}


@click.command("adopt", short_help="Make the text that a meeting adopted, from the proposals and its decisions.")
@click.argument("base")
@click.argument("proposals", nargs=-1, metavar="PROPOSAL...")
@click.option(
    "--decisions",
    metavar="FILE",
    required=True,
    help="What the meeting decided: YAML or JSON. With --library also a folder of them.",
)
@output_option
@click.option("--format", "form", type=click.Choice(["docx", "text", "json", "html"]), help="Default: by the ending of -o.")
@click.option("--marked", metavar="FILE.docx", help="Also write the same as revision marks against BASE, each with its source.")
@click.option("--map", "mapped", metavar="FILE", help="Also write what became of each clause: FILE.json, .csv or .md.")
@click.option("--as", "edition", metavar="EDITION", default="", help='The edition that it becomes, such as "Rev. Doha, 2026".')
@click.option(
    "--add", is_flag=True, help="Also put the text into your library, and its edition into your register. Needs --as."
)
@click.option(
    "--consequential", metavar="FILE", help="Also write the (MOD) that mend what other texts of the library cite. Needs --as."
)
@click.option("--then", metavar="FOLDER", help="Also write what is open as proposals on the text as it is adopted so far.")
@click.option(
    "--series", type=click.Choice(["blue", "pink"]), help="-o is the coloured document for the first or second reading."
)
@click.option("--keep-labels", is_flag=True, help="Leave labels as they are in BASE's numbering, 3bis included.")
@click.option(
    "--library",
    is_flag=True,
    help="A whole conference: all arguments are proposals or folders of them; one file a text in -o FOLDER.",
)
@click.option("--final", is_flag=True, help="Refuse a text in which anything is open (exit code 4).")
@click.option("--partial", is_flag=True, help="Leave out amendments that do not fit, and list them.")
@click.option("--date", metavar="DATE", default="", help="Date of marks whose proposal has none, such as 2020-06-12.")
@schema_option("decisions")
@language_option
@mark_options
def command(
    base: str,
    proposals: tuple[str, ...],
    decisions: str,
    output: str | None,
    form: str | None,
    marked: str | None,
    mapped: str | None,
    edition: str,
    add: bool,
    consequential: str | None,
    then: str | None,
    series: str | None,
    keep_labels: bool,
    library: bool,
    final: bool,
    partial: bool,
    date: str,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
    """Make the text that a meeting adopted: clean, its lists counted anew, its references still meaning the clauses that they meant.

    What nobody decided on stays in square brackets with whose it is. References that cannot be repaired with certainty are listed.

    \b
    Decisions are YAML (or the same as json):
      base: 1332@2019
      meeting: C20, COM 2, 12 June 2020
      default: open                  # or: adopt-uncontested
      decisions:
        - amendment: RUS/62/1(3)
          decision: adopt            # adopt, reject, bracket, withdraw
        - place: resolves 3          # where sources clash
          decision: adopt
          source: CHN
        - place: noting a)
          decision: text             # the Chair's compromise
          text: that telecommunications/ICTs support the digital economy;
          by: CHAIR
        - amendment: EUR/9/1(1)
          decision: adopt
          words: Sustainable Development Goals    # only these words of it

    Exit code 4 where a decision does not fit, 1 where something is left to look at.

    \b
    Examples:
      resdraft adopt 1332 proposals/*.yaml --decisions decisions.yaml -o adopted.docx
      resdraft adopt 1332 rus.yaml --decisions d.yaml -o 1332.docx --marked marked.docx --map map.csv
      resdraft adopt 1332 *.yaml --decisions d.yaml -o blue.docx --series blue --then next/
      resdraft adopt --library proposals/ --decisions decided/ --as "Rev. Doha, 2026" -o adopted/
    """
    from resdraft.usecases.adopt import adopt
    from resdraft.usecases.inputs import check_date

    check_date(date)
    if library:
        single = {"--marked": marked, "--map": mapped, "--language": language, "--accept": accept, "--reject": reject}
        single |= {"--add": add, "--consequential": consequential, "--then": then, "--series": series}
        settings = (form or "docx", edition, keep_labels, final, partial, date)
        _conference((base, *proposals), decisions, output, [name for name, value in single.items() if value], settings)
        return
    _check_options(proposals, edition, "--add" if add else "--consequential" if consequential else "")
    one_standard_input(base, *proposals, decisions)
    form = form_of(output, form, "docx" if series else "text")
    if series and form != "docx":
        raise WrongUsage(Problem("--series writes a Word file", "name a .docx file with -o"))
    map_form = form_of(mapped, None, "csv", _MAPS) if mapped else ""
    _check_names(output, marked, mapped, consequential)

    read = proposals_on(base, proposals, language=language, accept=accept, reject=reject, partial=partial)
    done = adopt(*read, given(decisions), edition=edition, keep_labels=keep_labels, final=final, partial=partial)
    if done.suppressed:
        # A text that goes is written nowhere: read later, it would pass for the adopted one.
        notes(done.notices)
        show(f"{done.base.designation}: suppressed ({', '.join(done.suppressed)}); no text is written\n")
        return
    for name in (output, marked, mapped, consequential):
        refuse_input(name or "-")
    if then:
        # First, since a folder that holds other proposals already is refused: nothing is written then.
        told(_carry_over(done, edition, then))
    _write(done, output, form, marked, mapped, map_form, date, series)
    notes(done.notices)
    told(done.left)
    if consequential:
        _mend(done, edition, consequential)
    if add:
        added = done.add()
        notes(added.notices)
        show(f"added {added.name} ({added.language}): {added.title}\n")
    if done.code:
        click.get_current_context().exit(done.code)


def _check_options(proposals: tuple[str, ...], edition: str, named: str) -> None:
    """Refuse what does not go together; ``named`` is an option that needs the edition that the text becomes."""
    if not proposals:
        raise WrongUsage(Problem("no proposals", "name their files behind BASE"))
    if named and not edition:
        hint = 'name it with --as, such as --as "Rev. Doha, 2026"'
        raise WrongUsage(Problem(f"{named} needs the edition that the text becomes", hint))


def _check_names(output: str | None, marked: str | None, mapped: str | None, consequential: str | None) -> None:
    """Refuse results that would be written over each other, or over what was read."""
    names = [name for name in (output, marked, mapped, consequential) if name and name != "-"]
    if len(names) > len({*names}):
        raise WrongUsage(Problem("one file is named for two results", "name a file for each"))
    if marked and form_of(marked, None, "docx") != "docx":
        raise WrongUsage(Problem("--marked writes a Word file", "name a .docx file", file=marked))


def _conference(
    files: tuple[str, ...],
    decisions: str,
    output: str | None,
    single: list[str],
    settings: tuple[str, str, bool, bool, bool, str],
) -> None:
    """Adopt what a whole conference decided."""
    from resdraft.usecases.adopt_conference import AdoptionSettings, adopt_all
    from resdraft.write.adoption import table_lines

    if single:
        raise WrongUsage(Problem(f"{single[0]} is for one text, and --library for a whole conference", "leave one of them out"))
    if output in (None, "", "-"):
        raise WrongUsage(Problem("--library writes a file for each text", "name a folder for them with -o"))
    with progress_bar("adopting") as progress:
        done = adopt_all(files, [decisions], str(output), settings=AdoptionSettings(*settings), progress=progress)
    notes(done.notices)
    show("\n".join(table_lines(done.rows)))
    told((*done.problems, *done.left))
    if done.code:
        click.get_current_context().exit(done.code)


def _mend(done: Adoption, edition: str, output: str) -> None:
    """List what is untrue in other texts now, and write the editorial amendments that mend it."""
    from resdraft.usecases.consequences import consequences

    with progress_bar("reading the library") as progress:
        found = consequences([done], edition=edition, progress=progress)
    notes(
        f"{row.text}, {row.place}: “{row.words}”: {row.why}{'' if row.mended else '; it is not mended'}" for row in found.rows
    )
    if found.proposals:
        write_output(found.output().content, output)
        written(output)
    else:
        notes(["nothing to mend in other texts of the library: no file is written"])


def _carry_over(done: Adoption, edition: str, folder: str) -> tuple[Problem, ...]:
    """Write what is open as proposals on the text as it is adopted so far; what no longer fits."""
    from resdraft.usecases.remaining import remaining

    left = remaining(done, edition=edition)
    for path in left.save(folder):
        written(str(path))
    return left.problems


def _write(
    done: Adoption,
    output: str | None,
    form: str,
    marked: str | None,
    mapped: str | None,
    map_form: str,
    date: str,
    series: str | None,
) -> None:
    """Write the clean text, and what else is wanted; all of it is made before any of it is written."""
    from resdraft.write.adoption import map_as_csv, map_as_markdown

    path = output if output and output != "-" and form == "docx" else ""
    clean = done.coloured(series, date=date) if series else done.clean(form, date=date, path=path)
    marks = done.word(date=date, path=marked if marked != "-" else "") if marked else None
    notes(dict.fromkeys((*clean.notices, *(marks.notices if marks else ()))))
    write_output(clean.content, output)
    written(output)
    if marks is not None:
        write_output(marks.content, marked)
        written(marked)
    if map_form == "json":
        write_json(done.as_json(), mapped)
    elif map_form:
        write_output((map_as_csv if map_form == "csv" else map_as_markdown)(done.adopted.rows), mapped)
    written(mapped)
