"""Pages that stand alone: one file that loads nothing and runs no script but its own.

Each has a folder in ``templates/``: ``page.html.j2``, ``page.css``, and its script in modules that are joined in the order of their names.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

from resdraft.library import data_folder
from resdraft.write.visible import sign_of, visible


def page(name: str, **values: Any) -> str:
    """Write a page.

    A browser runs only what the page's own policy names by its hash, so that no word from outside can be a script (CSP Level 3, 6.7).

    Args:
        name: of its folder. ``values`` are what its template takes.
    """
    from jinja2 import Environment, FileSystemLoader

    folder = data_folder("templates") / name
    style = (folder / "page.css").read_text("utf-8")
    parts = [path.read_text("utf-8") for path in sorted(folder.glob("*.js"))]
    script = '\n(async () => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"
    own = f"script-src 'sha256-{_hash(script)}'; style-src 'sha256-{_hash(style)}'"
    policy = f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, keep_trailing_newline=True, trim_blocks=True)
    environment.filters["visible"] = visible
    return environment.get_template("page.html.j2").render(style=style, script=script, policy=policy, **values)


def words_of(name: str, language: str) -> dict[str, str]:
    """The words of a page in a language; English ones where a translation is not confirmed."""
    words = json.loads((data_folder("templates") / name / "words.json").read_text("utf-8"))
    return {**words["en"], **words.get(language, {})}


def review_page(data: dict[str, Any]) -> str:
    """The page for the meeting room, with its data, which is packed.

    A browser reads all of a file before it shows anything of it: packed, 200 clauses with 12 sources are a twelfth of it. Nor can anything in
    letters and digits alone end the element that it stands in.
    """
    words = words_of("review", data["language"])
    said = json.dumps({**data, "words": words}, ensure_ascii=False)
    # What shows words in another order than they are read in gets a sign, as in a terminal.
    for character in "\u202d\u202e":
        said = said.replace(character, sign_of(character))
    safe = json.loads(said)
    packed = gzip.compress(json.dumps(safe, separators=(",", ":")).encode(), mtime=0)
    return page("review", data=safe, words=words, packed=base64.b64encode(packed).decode())


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
