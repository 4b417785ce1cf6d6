"""Words and clauses as a proposal writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resdraft.amend.fit import LINE_BREAK
from resdraft.model.proposal import Amendment
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import NOTE_MARK, Text

CLAUSES = (Kind.CLAUSE, Kind.BLOCK)


class Stated(NamedTuple):
    """One amendment, and the provisions of the base that it touches or stands behind."""

    amendment: Amendment
    keys: tuple[str, ...]


def said_of(text: Text) -> str:
    """Words as a proposal writes them: references as ``[^1]``, what only looks like one with a backslash."""
    literal = [mark for _, mark in NOTE_MARK.findall(text.plain)]
    return text.marked(literal).replace("\n", LINE_BREAK)


def lines_of(provisions: Sequence[Provision], depth: int, *, said: bool = False) -> str:
    """New text in lines, each saying what it is where it is more than a clause alone."""
    plain = len(provisions) == 1 and provisions[0].kind is Kind.CLAUSE and not said
    out = []
    for p in provisions:
        text = said_of(p.text)
        line = f"{p.label}\t{text}" if p.label is not None else text
        at = (
            str(p.depth - depth)
            if p.kind in CLAUSES and provisions[0].kind in CLAUSES
            else str(p.depth)
            if p.kind in CLAUSES
            else ""
        )
        out.append(text if plain else f"\\{p.kind.value}{at}\t{line}")
    return "\n".join(out)
