"""resdraft log."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import form_of, output_option, parse_resolution, read_resolution, screen, write_output
from resdraft.errors import Problem, Unreadable

if TYPE_CHECKING:
    from resdraft.cite.register import EditionEntry, Register

_EDITION = re.compile(r"\s*\([^()]*\)$")
_YEAR = re.compile(r"[- ]\d\d(?:\d\d)?(?=\s|$)")
_NAME = re.compile(r"(?:(?P<body>[^@]*?)\s+)?(?P<number>[\w.-]*\d[\w./-]*)(?:@[\w.-]+)?")


@click.command("log", short_help="List the editions of a resolution that are known.")
@click.argument("resolution", metavar="RESOLUTION")
@click.option("--sources", is_flag=True, help="Say where each line is known from.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), help="Default: what -o ends in, else terminal.")
@output_option
def command(resolution: str, sources: bool, form: str | None, output: str | None) -> None:
    """List the editions of a resolution that are known: date, conference, and where a text is at hand. json has the sources too.

    RESOLUTION is a number, with its body or kind in front where that is needed, or a file.

    \b
    Examples:
      resdraft log 140
      resdraft log "Council 1332"
      resdraft log "PP decision 5" --sources
    """
    from resdraft.cite.register import load_register

    form = form_of(output, form, "terminal", {".json": "json", ".txt": "terminal"})
    register = load_register()
    chosen = _chosen(resolution, register)
    if not chosen:
        what = "nothing is known of it"
        raise Unreadable(
            Problem(what, "check the number, or put its text into your library: resdraft add FILE", file=resolution)
        )
    rows = [_row(entry, register) for entry in chosen]
    if form == "json":
        from resdraft.write.json import dumps

        write_output(dumps(rows), output)
        return
    from resdraft.write.citations import history

    write_output(history(rows, screen(), sources=sources), output)


def _chosen(said: str, register: Register) -> list[EditionEntry]:
    """The editions of what is said, or of what a file is."""
    if Path(said).is_file():
        from resdraft.cite.survey import identity

        return register.editions_of(*identity(read_resolution(said), register))
    found = _NAME.fullmatch(_EDITION.sub("", " ".join(said.split())))
    if found is None:
        return []
    body, kind = _body_and_kind(_YEAR.sub("", found["body"] or ""))
    return [e for e in register.all_editions() if e.number == found["number"] and body in ("", e.body) and kind in ("", e.kind)]


def _body_and_kind(said: str) -> tuple[str, str]:
    """What stands before a number: a body, a kind, or both, in English."""
    from resdraft.cite.citation_patterns import citation_patterns

    words = citation_patterns("en")
    body = kind = ""
    for n in range(len(said.split()) + 1):
        front, back = " ".join(said.split()[:n]), " ".join(said.split()[n:])
        names = {form.casefold(): name for form, name in words.citations.bodies.items()}
        if front.casefold() in {"", *names} and back.casefold() in {"", *words.kinds}:
            body, kind = names.get(front.casefold(), ""), words.kinds.get(back.casefold(), "")
    return (body, kind) if body or kind or not said else (said, "")


def _row(entry: EditionEntry, register: Register) -> dict[str, object]:
    """One edition as plain values."""
    meeting = register.meeting_of(entry.body, entry.edition.year)
    return {
        "body": entry.body,
        "kind": entry.kind,
        "number": entry.number,
        "edition": str(entry.edition),
        "date": entry.date,
        "meeting": meeting.name if meeting else "",
        "confirmed": entry.confirmed,
        "source": entry.source,
        "texts": _texts(entry),
    }


def _texts(entry: EditionEntry) -> list[str]:
    """The texts at hand of an edition, as commands call them, with their language."""
    from resdraft.cite.register import load_register
    from resdraft.cite.survey import identity
    from resdraft.library import entries

    out = []
    for text in entries():
        if text.number == entry.number and text.edition == str(entry.edition.year):
            resolution = parse_resolution(text.path.read_bytes(), text.name, text.language, reject=True)
            body, kind, _ = identity(resolution, load_register())
            if body in ("", entry.body) and kind == entry.kind:
                extract = ", extract" if dict(resolution.provenance).get("extract") == "yes" else ""
                out.append(f"{text.name} ({text.language}{extract})")
    return out
