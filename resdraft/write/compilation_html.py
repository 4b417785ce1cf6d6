"""The compilation table as a page of its own: no script, nothing loaded."""

from __future__ import annotations

from resdraft.lexicon import lexicon
from resdraft.library import data_folder
from resdraft.model.compilation import Compilation
from resdraft.write.compilation_word import HEAD, said
from resdraft.write.visible import visible


def compilation_html(table: Compilation) -> str:
    """Write the table as HTML. All that comes from outside is escaped."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["visible"] = visible
    direction = "rtl" if lexicon(table.language).right_to_left else "ltr"
    return environment.get_template("compilation.html.j2").render(table=table, head=HEAD, said=said, direction=direction)
