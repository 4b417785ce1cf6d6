"""What was repaired in a text that lost its lines, in the forms in which it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol


class Repaired(Protocol):
    """A repair, as reading gives it: the line, or the page of a PDF, what its kind means, what it was, and what was read."""

    @property
    def line(self) -> int: ...
    @property
    def page(self) -> int | None: ...
    @property
    def where(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def was(self) -> str: ...
    @property
    def read(self) -> str: ...


def repairs_as_text(repairs: Sequence[Repaired]) -> str:
    """For a terminal: a line for each repair with what it was and what was read, then the count of each kind."""
    if not repairs:
        return "nothing was repaired\n"
    lines = [f"{one.where}: {one.said}: “{_short(one.was)}”{f' → “{_short(one.read)}”' if one.read else ''}" for one in repairs]
    counts = Counter(one.said for one in repairs)
    return "\n".join([*lines, "", *(f"{n:>4}  {said}" for said, n in counts.most_common())]) + "\n"


def repairs_as_json(repairs: Sequence[Repaired]) -> list[dict[str, Any]]:
    """As plain values."""
    return [
        {"line" if one.page is None else "page": one.page or one.line, "repair": one.said, "was": one.was, "read": one.read}
        for one in repairs
    ]


def _short(words: str) -> str:
    said = " ⏎ ".join(words.split("\n"))
    return said if len(said) <= 100 else f"{said[:70]} … {said[-25:]}"
