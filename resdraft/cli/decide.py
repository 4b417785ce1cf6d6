"""resdraft decide."""

from __future__ import annotations

import click

from resdraft.cli.inputs import form_of, given, notes, one_standard_input, output_option, told, write_output, written
from resdraft.errors import Problem


@click.command("decide", short_help="Read decisions off a Word file with accepted and rejected marks.")
@click.argument("base")
@click.argument("proposals", nargs=-1, required=True, metavar="PROPOSAL...")
@click.option(
    "--from",
    "room",
    metavar="ROOM.docx",
    help="A consolidated file in which marks were accepted and rejected, and words typed.",
)
@click.option("--chair", metavar="CODE", default="CHAIR", show_default=True, help="Whose words those are that no proposal has.")
@output_option
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), help="Default: by the ending of -o, else yaml.")
def command(base: str, proposals: tuple[str, ...], room: str | None, chair: str, output: str | None, form: str | None) -> None:
    """Read decisions off a Word file: which amendments were adopted, rejected or left open, and what the Chair wrote.

    Without --from nothing is decided: the file is a form, with every amendment as a comment to be filled in.
    Exit code 1 where it could not be told for certain what was decided on an amendment.

    \b
    Examples:
      resdraft decide 1332 rus.yaml chn.docx --from room.docx -o decisions.yaml
      resdraft decide 1332 proposals/*.yaml -o decisions.yaml
    """
    from resdraft.usecases.decide import decide

    one_standard_input(base, *proposals, *([room] if room else []))
    form = form_of(output, form, "yaml", {".yaml": "yaml", ".yml": "yaml", ".json": "json"})
    done = decide(given(base), [given(name) for name in proposals], given(room) if room else None, chair=chair)
    notes(done.notices)
    write_output(done.output(form).content, output)
    written(output)
    told(Problem(doubt, "look at the place in the file") for doubt in done.doubts)
    if done.doubts:
        click.get_current_context().exit(1)
