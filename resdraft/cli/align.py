"""resdraft align."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, given, notes, one_standard_input, output_option, write_output, written
from resdraft.errors import Exit


@click.command("align", short_help="Say where versions of a text in several languages differ.")
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE...")
@output_option
@click.option("--format", "form", type=click.Choice(["terminal", "json", "html"]), help="Default: by the ending of -o.")
@click.option(
    "--languages", metavar="CODES", default="", help="Of each file, in order, as en,fr,ar. Default: as the words tell."
)
def command(files: tuple[str, ...], output: str | None, form: str | None, languages: str) -> int:
    """Say where two to six versions of one text, each in its language, do not say the same in the same place.

    Compared are sections and clauses, labels, numbers and dates as values (digits or words), citations, references within the text,
    footnotes, tables and brackets. In Word files with marks also: the same sources change the same clauses. A clause that a version lacks is
    one difference. With -o FILE.html the versions stand in columns.

    Exits with 0 where nothing differs, with 1 where something does.

    \b
    Examples:
      resdraft align en.docx fr.docx es.docx
      resdraft align en.txt ar.txt zh.txt --languages en,ar,zh -o versions.html
    """
    from resdraft.usecases.align import FORMS_BY_ENDING, align

    one_standard_input(*files)
    form = form_of(output, form, "terminal", FORMS_BY_ENDING)
    codes = [code.strip() for code in languages.split(",") if code.strip()]
    found = align(*(given(name) for name in files), languages=codes)
    notes(found.notices)
    write_output((lambda screen: found.output("terminal", screen)) if form == "terminal" else found.output(form), output)
    written(output)
    return Exit.DIFFERENT if found else Exit.DONE
