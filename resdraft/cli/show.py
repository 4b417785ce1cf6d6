"""resdraft show."""

from __future__ import annotations

import click

from resdraft.cli.inputs import language_option, mark_options, output_option, read_resolution, screen, write_output


@click.command("show", short_help="Show a resolution's clause tree, or one clause of it.")
@click.argument("file")
@click.argument("address", required=False)
@click.option("--format", "form", type=click.Choice(["tree", "text", "json", "html"]), default="tree", help="Default: tree.")
@language_option
@mark_options
@output_option
def command(
    file: str, address: str | None, form: str, language: str | None, accept: bool, reject: bool, output: str | None
) -> None:
    """Show a resolution's clause tree, or the clause at ADDRESS with all below it.

    \b
    Examples:
      resdraft show 1332
      resdraft show 1332 "resolves 3 a)"
      resdraft show 1332 "considering e)" --format json
    """
    resolution = read_resolution(file, language, accept=accept, reject=reject)
    if address is None:
        if form == "tree":
            from resdraft.write.terminal import tree

            write_output(tree(resolution.provisions, screen()), output)
        else:
            from resdraft.cli.inputs import render

            write_output(render(resolution, form), output)
        return
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses

    part = resolution.subtree(Addresses(resolution, lexicon(resolution.language)).find(address))
    if form == "tree":
        from resdraft.write.terminal import tree

        write_output(tree(part, screen()), output)
    elif form == "text":
        write_output("".join(f"{p.label}\t{p.text.marked()}\n" if p.label else f"{p.text.marked()}\n" for p in part), output)
    elif form == "html":
        from resdraft.write.html import write_html

        write_output(write_html(resolution, part), output)
    else:
        from resdraft.write.json import dumps, part_as_json

        write_output(dumps(part_as_json(resolution, part[0].key)), output)
