"""Templates of proposals and resolutions, to be filled in by hand."""

from __future__ import annotations

import json

from resdraft.library import data_folder

_ENDS = ",;:."


def proposal(head: dict[str, str], clause: str, words: str) -> str:
    """A proposal in YAML with one amendment as an example. It replaces words of a clause by the same words.

    Args:
        head: source, target and so on, by the names of the proposal file.
        clause: the address of the clause.
        words: some words of it.
    """
    plain = {name: _scalar(value) for name, value in head.items()}
    return _render("proposal.yaml.j2", **plain, clause=_scalar(clause), words=_scalar(words.rstrip(_ENDS)))


def resolution(number: str, title: str, formula: str) -> str:
    """A resolution in ITU's layout with a preamble and an operative part."""
    return _render("resolution.txt.j2", number=number, title=title, formula=formula)


def _scalar(value: str) -> str:
    """A value as YAML reads it back: quoted where it could be read as something else. json's quotes are YAML's."""
    plain = value.replace(" ", "").replace("-", "").isalnum() and not value.replace("-", "").isdigit()
    return value if plain or not value else json.dumps(value, ensure_ascii=False)


def _render(name: str, **values: str) -> str:
    from jinja2 import Environment, FileSystemLoader

    # Plain text: what is put in is quoted where it must be, and HTML's quoting would spoil it.
    environment = Environment(loader=FileSystemLoader(data_folder("templates")), autoescape=False, keep_trailing_newline=True)  # noqa: S701
    return environment.get_template(name).render(**values)
