"""Templates of proposals and resolutions, to be filled in by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from resdraft.library import data_folder

_ENDS = ",;:."


def proposal(head: Mapping[str, str], clause: str, words: str, clauses: Iterable[tuple[str, str]]) -> str:
    """A proposal in YAML with one amendment as an example, which replaces words of a clause by the same words.

    All clauses stand below it as comments: who wants to change one takes the sign of the comment away, and needs to know no address.

    Args:
        head: source, target and so on, by the names of the proposal file.
        clause: the address of the clause.
        words: some words of it.
        clauses: the address and the words of each clause.
    """
    plain = {name: _scalar(value) for name, value in head.items()}
    parts = {name: plain.get(name, "") for name in ("addendum", "revision", "corrigendum")}
    listed = [(json.dumps(address, ensure_ascii=False), wording) for address, wording in clauses]
    return _render(
        "proposal.yaml.j2",
        {**plain, "parts": parts, "clauses": listed, "clause": _scalar(clause), "words": _scalar(words.rstrip(_ENDS))},
    )


def resolution(number: str, title: str, formula: str) -> str:
    """A resolution in ITU's layout with a preamble and an operative part."""
    return _render("resolution.txt.j2", {"number": number, "title": title, "formula": formula})


def _scalar(value: str) -> str:
    """A value as YAML reads it back: quoted where it could be read as something else. json's quotes are YAML's."""
    plain = value.replace(" ", "").replace("-", "").isalnum() and not value.replace("-", "").isdigit()
    return value if plain or not value else json.dumps(value, ensure_ascii=False)


def _render(name: str, values: Mapping[str, object]) -> str:
    from jinja2 import Environment, FileSystemLoader

    # Plain text: what is put in is quoted where it must be, and HTML's quoting would spoil it.
    environment = Environment(loader=FileSystemLoader(data_folder("templates")), autoescape=False, keep_trailing_newline=True)  # noqa: S701
    return environment.get_template(name).render(values)
