"""resdraft apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resdraft.cli.contributions import read_several
from resdraft.cli.inputs import (
    check_date,
    form_of,
    language_option,
    mark_options,
    not_itself,
    output_option,
    read_base,
    render,
    screen,
    write_output,
)
from resdraft.cli.together import doubt, fitted, joined, word
from resdraft.errors import Problem, Unfit, WrongUsage

if TYPE_CHECKING:
    from resdraft.amend.fit import Fitted
    from resdraft.model.address import Addresses
    from resdraft.model.edit import Edit
    from resdraft.model.marked import Conflict, Marked
    from resdraft.model.proposal import Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.read.docx import WordText


@click.command("apply", short_help="Apply proposals to a resolution: the Word file with revision marks.")
@click.argument("base")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@output_option
@click.option(
    "--format", "form", type=click.Choice(["docx", "text", "json", "html"]), help="Default: by the ending of -o, else docx."
)
@click.option("--date", metavar="DATE", default="", help="Date of marks whose proposal has none, such as 2019-05-20.")
@click.option("--document", metavar="TEXT", default="", help="Document number in the page header. Default: the proposals' own.")
@click.option("--keep", is_flag=True, help="Leave the marks that BASE bears in it; the base is its text without them.")
@click.option("--new", is_flag=True, help="Write a new document in ITU's look, also where BASE is a Word file.")
@click.option("--quiet", is_flag=True, help="No summary.")
@language_option
@mark_options
def command(
    base: str,
    proposals: tuple[str, ...],
    output: str | None,
    form: str | None,
    date: str,
    document: str,
    keep: bool,
    new: bool,
    quiet: bool,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
    """Apply proposals to a resolution: a Word file in which every change is a tracked change of its source.

    Where BASE is a Word file, the result is that very file with the marks in it; from text it is a new document in ITU's look. In the forms
    text, json and html the changes are made, not marked. Nothing is written where an amendment does not fit.

    \b
    A proposal is a contribution in Word, or YAML (or the same as json):
      source: RUS
      document: 62
      date: 2019-05-20
      target: 1332@2019
      amendments:
        - clause: resolves 3 a)       # words inside a clause
          from: C2, C5, and C6
          to: C2, C5 and C6
          reasons: Editorial.
        - clause: annex d)            # a whole clause: text:
          text: to inform the membership;
        - after: resolves 4           # after, before, in (at the end of)
          insert: to report to the Council,
        - clause: noting
          delete: true
        - clause: resolves 2
          move: after resolves 3

    \b
    Examples:
      resdraft apply 1332 rus.yaml chn.yaml -o 1332-proposals.docx
      resdraft apply official.docx rus.yaml -o official-rus.docx
      resdraft apply "all resolutions.docx#2" rus.yaml -o marked.docx
    """
    if [base, *proposals].count("-") > 1:
        raise WrongUsage(Problem("standard input holds one text", "name files for the others"))
    check_date(date)
    not_itself(output, base, *proposals)
    form = form_of(output, form, "docx")
    bases: list[tuple[Resolution, WordText | None]] = []

    def base_in(said: str | None) -> Resolution:
        bases.append(read_base(base, language or said, accept=accept, reject=reject, keep=keep))
        return bases[0][0]

    read = read_several(proposals, base_in)
    resolution, text = bases[0][0], None if new else bases[0][1]
    marked = _marked(resolution, fitted(resolution, read), read)
    if form == "docx":
        from resdraft.lexicon import language_letter

        heads = dict.fromkeys(p.running_head(language_letter(p.language)) for p in read)
        head = document or " + ".join(filter(None, heads))
        content: str | bytes = word(marked, text, head, date, output)
        if text is not None and document:
            click.echo("resdraft: note: the header of the file stays as it is; --document is for new files", err=True)
    else:
        from resdraft.model.apply import apply, renumber_notes

        content = render(renumber_notes(apply(resolution, marked.kept(marked.sources))), form)
    write_output(content, output)
    doubt(marked)
    if not quiet:
        _summarise(marked, output)


def _marked(resolution: Resolution, fits: dict[str, Fitted], proposals: list[Proposal]) -> Marked:
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses

    marked = joined(resolution, fits, proposals)
    if marked.conflicts:
        addresses = Addresses(resolution, lexicon(resolution.language))
        raise Unfit([_conflict(resolution, addresses, conflict) for conflict in marked.conflicts])
    return marked


def _conflict(resolution: Resolution, addresses: Addresses, conflict: Conflict) -> Problem:
    """A conflict with the text of each side."""
    from resdraft.model.edit import Delete, Insert, Move, Replace

    told = []
    for sources, edits in conflict.options:
        text = resolution[conflict.key].text
        for edit in sorted((e for e in edits if isinstance(e, Replace)), key=lambda e: e.start, reverse=True):
            text = text.replace(edit.start, edit.end, edit.new)
        reading = f"“{text.marked()}”"
        if any(isinstance(edit, Delete) for edit in edits):
            reading = "delete"
        elif any(isinstance(edit, Move) for edit in edits):
            reading = "move"
        elif inserted := [edit.provision.line for edit in edits if isinstance(edit, Insert)]:
            reading = "insert " + "; ".join(f"“{line}”" for line in inserted)
        told.append(f"{', '.join(sources)}: {reading}")
    return Problem(
        f"{' and '.join(', '.join(sources) for sources, _ in conflict.options)} propose different things",
        "\n  ".join(told) + "\n  `resdraft consolidate` shows both as options; or apply them one by one",
        clause=addresses.of(conflict.key),
    )


def _summarise(marked: Marked, output: str | None) -> None:
    """Who changed what, on standard error."""
    from resdraft.diff.changes import changes
    from resdraft.lexicon import lexicon
    from resdraft.model.apply import apply
    from resdraft.write.terminal import summary

    told = {}
    words = lexicon(marked.base.language)
    same: dict[tuple[Edit, ...], list[str]] = {}
    for source in marked.sources:
        same.setdefault(tuple(marked.kept([source])), []).append(source)
    for edits, sources in same.items():
        told[", ".join(sources)] = changes(marked.base, apply(marked.base, edits), edits, (words, words))
    click.echo(summary(marked, told, screen()), nl=False, err=True)
    if output and output != "-":
        click.echo(f"\nwritten: {output}", err=True)
