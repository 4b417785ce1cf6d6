"""The page for the meeting room: its parts joined into one file that loads nothing and runs no script but its own.

``templates/review/`` has the parts: words, style, and script in modules that are joined in the order of their names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from resdraft.library import data_folder

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""What may end the element that the data stands in, or is no character."""


def review_page(data: dict[str, Any]) -> str:
    """Write the page with its data.

    A browser runs only what the page's own policy names by its hash, so that no word of a proposal can be a script (CSP Level 3, 6.7).
    """
    from jinja2 import Environment, FileSystemLoader

    folder = data_folder("templates") / "review"
    style = (folder / "review.css").read_text("utf-8")
    parts = [path.read_text("utf-8") for path in sorted(folder.glob("*.js"))]
    script = '\n(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"
    words = json.loads((folder / "words.json").read_text("utf-8"))
    own = {**words["en"], **words.get(data["language"], {})}
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, keep_trailing_newline=True)
    return environment.get_template("page.html.j2").render(
        data=data,
        words=own,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        block=_inert({**data, "words": own}),
    )


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _inert(data: dict[str, Any]) -> str:
    """JSON that ends no element: a browser looks for the end of a script before anything reads it (HTML, 13.2.5.4)."""
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
