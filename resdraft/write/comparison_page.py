"""A comparison as a page: both texts whole, side by side or in one, with a list of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resdraft.lexicon import lexicon
from resdraft.model.change import CHANGE_KINDS, Change, MarkedWords
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.write.comparison import place_of, signed_words
from resdraft.write.pages import page


class PageRow(NamedTuple):
    """A row of the page: a change or a paragraph that stays, each side as words.

    ``kind`` is that of the change, ``same``, or ``away`` for the place that a paragraph moved from; ``other`` is the number of the row that
    has the other half of a move.
    """

    n: int
    kind: str
    place: str
    told: str
    old: tuple[MarkedWords, ...]
    new: tuple[MarkedWords, ...]
    inline: tuple[MarkedWords, ...]
    depth: int
    substantive: bool = True
    shown: bool = True
    other: int = -1


def comparison_page(
    names: tuple[str, str], old: Resolution, new: Resolution, changes: Sequence[Change], wanted: Sequence[Change]
) -> str:
    """Write the page.

    Args:
        names: what the texts are called. ``changes`` are all changes; ``wanted`` are those that are listed as such.
    """
    rows = _rows(old, new, changes, {id(change) for change in wanted})
    counts = [(kind, sum(row.kind == kind and row.shown for row in rows)) for kind in CHANGE_KINDS]
    language = new.language
    return page(
        "comparison",
        names=names,
        rows=rows,
        counts=[(kind, n) for kind, n in counts if n],
        title=new.title.plain or old.title.plain,
        language=language,
        direction="rtl" if lexicon(language).right_to_left else "ltr",
    )


def _rows(old: Resolution, new: Resolution, changes: Sequence[Change], wanted: set[int]) -> list[PageRow]:
    """All paragraphs of both texts in the order of the new one, each once."""
    by_old = {key: change for change in changes for key in change.keys[0]}
    by_new = {key: change for change in changes for key in change.keys[1]}
    left = [p for p in old.provisions if (c := by_old.get(p.key)) is None or p.key == c.keys[0][0]]
    right = [p for p in new.provisions if (c := by_new.get(p.key)) is None or p.key == c.keys[1][0]]
    rows: list[PageRow] = []
    away: dict[int, int] = {}
    moved: dict[int, int] = {}
    i = j = 0
    while i < len(left) or j < len(right):
        change = by_old.get(left[i].key) if i < len(left) else None
        if change is not None and change.kind in ("moved", "deleted"):
            if change.kind == "moved":
                # The words stand where they went to.
                away[id(change)] = len(rows)
            rows.append(
                _away(len(rows), change, left[i].depth)
                if change.kind == "moved"
                else _changed(len(rows), change, left[i].depth, wanted)
            )
            i += 1
        elif j < len(right):
            p, change = right[j], by_new.get(right[j].key)
            if change is not None and change.kind == "moved":
                moved[id(change)] = len(rows)
            rows.append(_same(len(rows), p) if change is None else _changed(len(rows), change, p.depth, wanted))
            i += change is None or change.kind not in ("added", "moved")
            j += 1
        else:
            i += 1
    for known, n in moved.items():
        if known in away:
            rows[n], rows[away[known]] = (
                rows[n]._replace(other=away[known]),
                rows[away[known]]._replace(other=n, shown=rows[n].shown),
            )
    return rows


def _away(n: int, change: Change, depth: int) -> PageRow:
    words = (("equal", "…"),)
    return PageRow(n, "away", change.old_address or "", "", words, (), words, depth)


def _same(n: int, p: Provision) -> PageRow:
    words = (("equal", _line(p)),)
    return PageRow(n, "same", "", "", words, words, words, p.depth, substantive=False, shown=p.kind is not Kind.NOTE)


def _changed(n: int, change: Change, depth: int, wanted: set[int]) -> PageRow:
    words = tuple(signed_words(change))
    return PageRow(
        n,
        change.kind,
        place_of(change),
        change.told,
        tuple(word for word in words if word[0] != "insert"),
        tuple(word for word in words if word[0] != "delete"),
        words,
        depth,
        change.substantive,
        id(change) in wanted,
    )


def _line(p: Provision) -> str:
    return f"{p.label}\t{p.text.plain}" if p.label is not None else p.text.plain
