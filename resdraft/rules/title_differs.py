"""RD114: the title is not that of the text of the same number in the library."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.lexicon import fold
from resdraft.rules.rule import CheckedText, Fault, Level, Rule


def _find(text: CheckedText) -> Iterator[Fault]:
    title = text.resolution.title.plain
    if text.known_title and fold(title) != fold(text.known_title):
        yield Fault("title", 0, len(title), f"in the library it is “{text.known_title}”")


RULE = Rule(
    "RD114",
    "title-differs",
    Level.STYLE,
    "A title is seldom changed on purpose, and each change of it is one that a conference adopts.",
    "",
    "RESOLUTION 1332 (Modified 2019)\nITU role in the implementation of the WSIS outcomes and the 2030 Agenda for Sustainable Development\n"
    "The Council,\nresolves\n1\tto act.",
    _find,
)
