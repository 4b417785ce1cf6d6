"""RD110: a clause ends otherwise than those beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.resolution import Provision
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_CONJUNCTION = re.compile(r"[;,]\s+\w{1,3}$")
"""A clause may end so before the last one: "; and"."""
_STOPS = (".", "。")
_FEW = 3
"""A list of fewer clauses has no habit."""
_LONG = 5
"""A list with so many clauses before its last one has a habit of its own, and so has a text."""
_SHORT = 4
"""A word such as "or" between two clauses is none."""


def _find(text: CheckedText) -> Iterator[Fault]:
    parents = {p.key.rpartition("/")[0] for p in text.resolution.provisions}
    lists = [
        [p for p in one.clauses[:-1] if p.key not in parents and len(p.text.plain) > _SHORT]
        for one in text.lists
        if one.above is not None and len(one.clauses) >= _FEW
    ]
    every = [p for inner in lists for p in inner]
    for inner in lists:
        # Where most end in a semicolon, one in the middle that ends the whole text, or has no end, is a slip. A list of three or four
        # clauses has the habit of the text, if that has one.
        begun = len(inner) < _LONG <= len(every) and any(map(_semicolon, inner))
        if not _mostly_semicolons(inner) and not (begun and _mostly_semicolons(every)):
            continue
        for p in inner:
            said = p.text.plain.rstrip()
            if said.endswith((*_STOPS, ",", "،", "，")):
                what = "it ends in a full stop" if said.endswith(_STOPS) else "it ends in a comma"
            elif said and said[-1].isalnum() and not _CONJUNCTION.search(said):
                what = "nothing ends it"
            else:
                continue
            yield Fault(p.key, len(said) - 1, len(said), f"{what}, where the clauses beside it end in a semicolon")


def _mostly_semicolons(clauses: list[Provision]) -> bool:
    return sum(map(_semicolon, clauses)) * 4 >= len(clauses) * 3


def _semicolon(p: Provision) -> bool:
    return p.text.plain.rstrip().endswith((";", "؛", "；"))


RULE = Rule(
    "RD110",
    "end-punctuation",
    Level.WARNING,
    "The clauses of a list end in a semicolon, the last one in a comma or a full stop.",
    head(
        "recalling",
        "a)\tthat it is so;",
        "b)\tthat it was.",
        "c)\tthat it will be;",
        "d)\tthat it is;",
        "e)\tall,",
        "resolves",
        "1\tto act.",
    ),
    head(
        "recalling",
        "a)\tthat it is so;",
        "b)\tthat it was;",
        "c)\tthat it will be;",
        "d)\tthat it is;",
        "e)\tall,",
        "resolves",
        "1\tto act.",
    ),
    _find,
)
