"""resdraft marks."""

from __future__ import annotations

import click

from resdraft.cli.inputs import output_option, read_bytes, screen, word_file, write_output


@click.command("marks", short_help="List the revision marks of a Word file.")
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["terminal", "json", "csv"]), default="terminal", help="Default: terminal.")
@output_option
def command(file: str, form: str, output: str | None) -> None:
    """List the revision marks of a Word file: author, date, kind, words, place, clause. All parts are read, footnotes and headers too.

    \b
    Examples:
      resdraft marks 1332-proposals.docx
      resdraft marks received.docx --format csv -o marks.csv
    """
    from dataclasses import asdict, replace

    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.package import open_package
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.paragraph_addresses import paragraph_addresses

    content, said = read_bytes(file)
    word_file(content, said)
    parts = open_package(content, said)
    found = list(list_marks(parts, said))
    if found:
        places = paragraph_addresses(WordFile.of(parts, said))
        found = [replace(mark, clause=places.get((mark.part, mark.paragraph), "")) for mark in found]
    if form == "json":
        from resdraft.write.json import dumps

        write_output(dumps({"file": said, "marks": [asdict(mark) for mark in found]}), output)
    elif form == "csv":
        import csv
        import io

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        fields = ("author", "date", "kind", "text", "clause", "part", "paragraph", "id")
        writer.writerow(fields)
        writer.writerows([getattr(mark, field) for field in fields] for mark in found)
        write_output(out.getvalue(), output)
    else:
        from resdraft.write.terminal import mark_list

        write_output(mark_list([asdict(mark) for mark in found], screen()), output)
