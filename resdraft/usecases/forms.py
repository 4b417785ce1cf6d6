"""The form in which something is written, by the ending of a file's name."""

from __future__ import annotations

import os.path
from collections.abc import Mapping

from resdraft.errors import Problem, WrongUsage

ENDINGS = {
    ".docx": "docx",
    ".docm": "docx",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
}
"""The form of a resolution by the ending of a file's name."""
COMPARISON_ENDINGS = {
    ".txt": "terminal",
    ".text": "terminal",
    ".md": "markdown",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".docm": "docx",
}
"""The form of a comparison by the ending of a file's name."""


def form_of(name: str, endings: Mapping[str, str] = ENDINGS) -> str:
    """The form that the ending of a file's name says.

    Raises:
        WrongUsage: where it says none.
    """
    ending = os.path.splitext(name)[1].lower()
    if ending not in endings:
        what = f'cannot tell the form from "{ending or name}"'
        raise WrongUsage(Problem(what, f"name it with one of the endings {', '.join(endings)}", file=name))
    return endings[ending]
