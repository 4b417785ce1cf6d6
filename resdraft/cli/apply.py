"""resdraft apply."""

from __future__ import annotations

import click

from resdraft.cli.inputs import (
    form_of,
    language_option,
    mark_options,
    notes,
    one_standard_input,
    output_option,
    proposals_on,
    screen,
    write_output,
    written,
)
from resdraft.printing import say


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
@click.option("--quiet", is_flag=True, help="No summary, and no advice on drafting.")
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
    from resdraft.usecases.apply import apply

    one_standard_input(base, *proposals)
    from resdraft.usecases.inputs import check_date

    check_date(date)
    form = form_of(output, form, "docx")

    done = apply(*proposals_on(base, proposals, language=language, accept=accept, reject=reject, keep=keep))
    path = output if output and output != "-" else ""
    result = done.output(form, document=document, date=date, new=new, path=path)
    notes([*result.notices])
    write_output(result.content, output)
    notes(done.notices, done.advice if quiet else ())
    if not quiet:
        say(done.summary(screen(error=True)), end="")
        written(output, apart=True)
