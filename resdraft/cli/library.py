"""resdraft library."""

from __future__ import annotations

import click


@click.command("library", short_help="List the resolutions at hand.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help="Default: terminal.")
def command(form: str) -> None:
    """List the resolutions at hand: those of the package and those that you added.

    \b
    Example:
      resdraft library
    """
    from resdraft.cli.inputs import screen, write_json, write_output
    from resdraft.library import user_library
    from resdraft.usecases.library import held

    texts = held()
    if form == "json":
        write_json([text._asdict() for text in texts], None)
        return
    lines = []
    for text in texts:
        kind = " (extract)" if text.extract else ""
        origin = "yours" if text.own else "package"
        lines.append(screen().wrap([("", f"{text.language}  {origin}{kind}  {text.title}")], 14, text.name))
    write_output("\n".join([*lines, "", f"your library: {user_library()}\n"]), None)
