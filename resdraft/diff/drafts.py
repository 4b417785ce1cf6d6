"""Two drafts of one text side by side: which paragraph answers which, and the words that only one of them has."""

from __future__ import annotations

from typing import NamedTuple

from resdraft.diff.alignment import align
from resdraft.diff.items import items_of
from resdraft.diff.words import text_changes
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text


class Pair(NamedTuple):
    """A row: the paragraph of each draft, in bold what the other has not; None where it has no such paragraph."""

    left: Provision | None
    right: Provision | None


def beside(left: Resolution, right: Resolution) -> list[Pair]:
    """The rows, in the order of both drafts; footnotes last."""
    sides = [[p for p in side.provisions if p.kind is not Kind.NOTE] for side in (left, right)]
    kept = sorted(align(items_of(sides[0]), items_of(sides[1])).kept)
    out: list[Pair] = []
    at, to = 0, 0
    for i, j in [*kept, (len(sides[0]), len(sides[1]))]:
        out += [Pair(_all(p), None) for p in sides[0][at:i]]
        out += [Pair(None, _all(p)) for p in sides[1][to:j]]
        if i < len(sides[0]):
            out.append(_both(sides[0][i], sides[1][j]))
        at, to = i + 1, j + 1
    notes = [[p for p in side.provisions if p.kind is Kind.NOTE] for side in (left, right)]
    for n in range(max(map(len, notes))):
        out.append(Pair(*(side[n] if n < len(side) else None for side in notes)))
    return out


def _both(left: Provision, right: Provision) -> Pair:
    changed = text_changes(left.text, right.text)
    here: list[tuple[int, int]] = [(start, end) for start, end, _ in changed]
    back = text_changes(right.text, left.text)
    there = [(start, end) for start, end, _ in back]
    return Pair(left._replace(text=_bold(left.text, here)), right._replace(text=_bold(right.text, there)))


def _all(p: Provision) -> Provision:
    return p._replace(text=_bold(p.text, [(0, len(p.text.tokens))]))


def _bold(text: Text, spots: list[tuple[int, int]]) -> Text:
    """The text with tokens in bold."""

    def loud(span: Span) -> Span:
        return span if span.note is not None or "b" in span.emphasis else span._replace(emphasis=f"b{span.emphasis}")

    spoken = {n for start, end in spots for n in range(start, end)}
    return Text.join(loud(token) if n in spoken else token for n, token in enumerate(text.tokens))
