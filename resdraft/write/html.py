"""A resolution as a web page in one file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resdraft.lexicon import lexicon
from resdraft.library import data_folder
from resdraft.model.address import Addresses
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text

_TAGS = {"b": "b", "i": "i", "u": "u", "^": "sup", "_": "sub"}


def write_html(resolution: Resolution, provisions: Sequence[Provision]) -> str:
    """The page of a resolution, or of those of its provisions that are given."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(data_folder("templates")), autoescape=True, trim_blocks=True)
    words = lexicon(resolution.language)
    addresses = Addresses(resolution, words)
    shown = [
        {
            "kind": p.kind.value,
            "key": p.key,
            "depth": p.depth,
            "label": p.label,
            "letter": any(c.isalpha() for c in (p.label or "")[:2]),
            "address": addresses.of(p.key),
            "words": _words(p.text),
        }
        for p in provisions
    ]
    return environment.get_template("resolution.html.j2").render(
        language=resolution.language,
        direction="rtl" if words.right_to_left else "ltr",
        title=resolution.title.plain or str(resolution.designation),
        provisions=shown,
        notes=[p for p in shown if p["kind"] == Kind.NOTE.value],
    )


def _words(text: Text) -> Any:
    from markupsafe import Markup, escape

    out = Markup("")
    for span in text.spans:
        if span.note is not None:
            out += Markup('<sup><a href="#note/{0}">{0}</a></sup>').format(span.note)
            continue
        piece = Markup("<br>").join(escape(line) for line in span.text.split("\n"))
        for letter in span.emphasis:
            piece = Markup("<{0}>{1}</{0}>").format(_TAGS[letter], piece)
        out += piece
    return out
