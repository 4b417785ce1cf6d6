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
    from resdraft.cli.inputs import parse_resolution
    from resdraft.library import entries, user_library

    rows = []
    for entry in entries():
        resolution = parse_resolution(entry.path.read_bytes(), entry.name, entry.language, reject=True)
        rows.append(
            {
                "name": entry.name,
                "language": entry.language,
                "designation": str(resolution.designation),
                "title": " ".join(resolution.title.plain.split()),
                "extract": dict(resolution.provenance).get("extract", "") == "yes",
                "own": entry.own,
                "file": str(entry.path),
            }
        )
    if form == "json":
        from resdraft.write.json import dumps

        click.echo(dumps(rows), nl=False)
        return
    from resdraft.cli.inputs import screen

    for row in rows:
        kind = " (extract)" if row["extract"] else ""
        origin = "yours" if row["own"] else "package"
        click.echo(screen().wrap([("", f"{row['language']}  {origin}{kind}  {row['title']}")], 14, str(row["name"])))
    click.echo(f"\nyour library: {user_library()}")
