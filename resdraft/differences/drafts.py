"""Several drafts of one text side by side: which provisions correspond, and the words that not all drafts have."""

from __future__ import annotations

from collections.abc import Sequence

from resdraft.differences.alignment import align
from resdraft.differences.items import Item
from resdraft.differences.provision_items import items_of
from resdraft.differences.sequences import heaviest_increasing
from resdraft.differences.similarity import Similarity
from resdraft.differences.words import text_changes
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text

_MATCHED = 0.01
"""What a match without similar words is worth, such as that of two titles."""
Row = tuple[Provision | None, ...]
"""The provision of each draft, in the order of the drafts; None where a draft has no such provision."""


def align_drafts(*drafts: Resolution) -> list[Row]:
    """Put the provisions of drafts into rows.

    Each column holds all provisions of its draft in the draft's own order; footnotes come last. A provision stands in the row of the most
    similar provision of the drafts before it, as far as the order allows; with nothing similar it has a row of its own.

    A word is bold unless all other drafts with a provision in the row have it too. A provision that stands alone in its row is bold as a
    whole. So an empty cell, which anybody sees, does not make the words of the other drafts bold.
    """
    bodies = [[p for p in draft.provisions if p.kind is not Kind.NOTE] for draft in drafts]
    notes = [[p for p in draft.provisions if p.kind is Kind.NOTE] for draft in drafts]
    return [_with_bold(row) for part in (bodies, notes) for row in _rows(part)]


def _rows(drafts: Sequence[Sequence[Provision]]) -> list[Row]:
    items = [items_of(draft) for draft in drafts]
    rows: list[tuple[int | None, ...]] = []
    for n, own in enumerate(items):
        rows = _with_draft(rows, items[:n], own)
    return [tuple(None if at is None else draft[at] for at, draft in zip(row, drafts, strict=True)) for row in rows]


def _with_draft(
    rows: Sequence[tuple[int | None, ...]], earlier: Sequence[Sequence[Item]], new: Sequence[Item]
) -> list[tuple[int | None, ...]]:
    """The rows of earlier drafts with one more draft.

    Args:
        rows: the position of the item of each earlier draft, or None.
        earlier: the items of the earlier drafts.
        new: the items of the draft that is added.
    """
    empty = (None,) * len(earlier)
    out: list[tuple[int | None, ...]] = []
    at = to = 0
    for row, j in [*_matches(rows, earlier, new), (len(rows), len(new))]:
        out += [(*own, None) for own in rows[at:row]]
        out += [(*empty, n) for n in range(to, j)]
        if row < len(rows):
            out.append((*rows[row], j))
        at, to = row + 1, j + 1
    return out


def _matches(
    rows: Sequence[tuple[int | None, ...]], earlier: Sequence[Sequence[Item]], new: Sequence[Item]
) -> list[tuple[int, int]]:
    """The rows and the items that are put into them, increasing in both, so that the sum of similarities is greatest."""
    weights: dict[tuple[int, int], float] = {}
    for n, old in enumerate(earlier):
        similarity = Similarity(old, new)
        row_of = {own[n]: at for at, own in enumerate(rows)}
        for i, j in align(old, new).kept:
            pair = (row_of[i], j)
            weights[pair] = max(weights.get(pair, 0.0), similarity.ratio(i, j, 0.0) + _MATCHED)
    # Of several items for one row the last comes first, so that an increasing sequence takes only one of them.
    pairs = sorted(weights, key=lambda pair: (pair[0], -pair[1]))
    return heaviest_increasing(pairs, [weights[pair] for pair in pairs])


def _with_bold(row: Row) -> Row:
    """The row with the words in bold that not all have."""
    out: list[Provision | None] = []
    for n, p in enumerate(row):
        others = [q for m, q in enumerate(row) if m != n and q is not None]
        if p is None:
            out.append(None)
        elif others:
            stretches = [(start, end) for q in others for start, end, _ in text_changes(p.text, q.text)]
            out.append(p._replace(text=_bold(p.text, stretches)))
        else:
            out.append(p._replace(text=_bold(p.text, [(0, len(p.text.tokens))])))
    return tuple(out)


def _bold(text: Text, stretches: Sequence[tuple[int, int]]) -> Text:
    """The text with stretches of tokens in bold."""

    def bold(span: Span) -> Span:
        return span if span.note is not None or "b" in span.emphasis else span._replace(emphasis=f"b{span.emphasis}")

    chosen = {n for start, end in stretches for n in range(start, end)}
    return Text.join(bold(token) if n in chosen else token for n, token in enumerate(text.tokens))
