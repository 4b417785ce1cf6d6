"""The secretariat's words around what sources propose: every bracket and tag of a consolidated text is spelled here.

``[RUS: new words]`` is an option of a conflict, ``[CHN: delete]`` an option that leaves nothing, ``[RUS]`` behind a change says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NOTHING = "-"
"""Stands in the brackets of an option that leaves no words."""
DELETE, MOVE, KEEP, SUPPRESS = "delete", "move", "no change", "suppress"
CLOSING = "]"


def tag(name: str) -> str:
    """Whose a change is, behind it."""
    return f" [{name}]"


def opening(name: str, text: str = "") -> str:
    """The head of an option; a blank parts it from words that begin with none."""
    return f"[{name}: " if not text[:1].isspace() else f"[{name}:"


def fate(name: str, what: str) -> str:
    """An option that is no wording: ``[CHN: delete]``."""
    return f"[{name}: {what}]"


def fates(said: Iterable[tuple[str, str]]) -> str:
    """Several of them, a blank behind each."""
    return "".join(f"{fate(name, what)} " for name, what in said)


_WHOLE = re.compile(rf"\[(?P<names>[^\[\]:]+): (?P<what>{KEEP}|{SUPPRESS})\]")


def wishes_in(words: str) -> Iterator[tuple[str, str]]:
    """Who wishes what for the text as a whole, as :func:`fate` spelled it: each source, and ``no change`` or ``suppress``."""
    for found in _WHOLE.finditer(words):
        for name in re.findall(r"[^\s,()]+", found["names"].replace("(with", "")):
            yield name, found["what"]
