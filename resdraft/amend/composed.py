"""Edits made on top of others: words of an adopted text changed again, as edits on its base."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from resdraft.model.edit import Replace
from resdraft.model.marked import SECRETARIAT, Owned
from resdraft.model.text import Text


class _Piece(NamedTuple):
    """Some tokens of the base and what stands in their place."""

    start: int
    end: int
    text: Text
    owned: Owned | None = None


def composed(
    key: str, base: Text, edits: Sequence[Owned], patches: Sequence[tuple[int, int, Callable[[Text, int], Text]]]
) -> list[Owned]:
    """Word edits of a provision with further changes of the words that they give.

    Args:
        key: the provision. ``base`` are its words.
        edits: replace words of it, none overlapping another.
        patches: characters of the changed words, from start to end, and what makes the new words of the piece that they stand in: it is given
            the piece's words and where in the changed words they begin. A change of the base's own words is the secretariat's; one inside
            somebody's new words stays with them.
    """
    pieces = _pieces(base, edits)
    for start, end, change in sorted(patches, key=lambda patch: -patch[0]):
        at, first, last, begin = 0, None, 0, 0
        for n, piece in enumerate(pieces):
            width = len(piece.text.plain)
            inside = at < end and start < at + width if start < end else at < start <= at + width
            if inside:
                if first is None:
                    first, begin = n, at
                last = n
            at += width
        if first is None:
            continue
        whole = pieces[first : last + 1]
        text = change(Text.join(span for piece in whole for span in piece.text.spans), begin)
        owner = next((piece.owned for piece in whole if piece.owned is not None), None)
        owned = owner or Owned(Replace(key, 0, 0, Text()), (SECRETARIAT,))
        pieces[first : last + 1] = [_Piece(whole[0].start, whole[-1].end, text, owned)]
    return [p.owned._replace(edit=Replace(key, p.start, p.end, p.text)) for p in pieces if p.owned is not None]


def _pieces(base: Text, edits: Sequence[Owned]) -> list[_Piece]:
    tokens, out, at = base.tokens, list[_Piece](), 0
    placed = [(o, o.edit) for o in edits if isinstance(o.edit, Replace)]
    for owned, edit in sorted(placed, key=lambda one: (one[1].start, one[1].end)):
        out += [_Piece(n, n + 1, Text.join(tokens[n : n + 1])) for n in range(at, edit.start)]
        out.append(_Piece(edit.start, edit.end, edit.new, owned))
        at = edit.end
    return [*out, *(_Piece(n, n + 1, Text.join(tokens[n : n + 1])) for n in range(at, len(tokens)))]
