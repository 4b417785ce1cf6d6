"""Which edition brought each clause of a text, and each of its words: through moves, new labels, splits and merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from resdraft.differences.alignment import align
from resdraft.differences.edits import match_notes
from resdraft.differences.provision_items import items_of
from resdraft.differences.words import minimal_chunks, token_weight
from resdraft.model.history import Blamed, Stretch
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Token

_FEW = 4
"""Fewer words are no part of a clause that was split: they may be anybody's."""
_PART = 0.7
"""So much of a part's words are those that a clause lost."""
_KEPT = 0.15
"""A clause of which less is left is another one."""


class _Known(NamedTuple):
    """What is known of a provision: see :class:`Blamed`. ``owners`` has an edition for each of its ``tokens``."""

    since: int
    changed: int
    tokens: tuple[Token, ...]
    owners: tuple[int, ...]


def blame(editions: Sequence[Resolution]) -> list[Blamed]:
    """The provisions of the last of some editions, each with the editions that brought it and its words.

    Args:
        editions: in the order of their adoption; at least one.
    """
    known = [_Known(0, 0, p.text.tokens, (0,) * len(p.text.tokens)) for p in editions[0].provisions]
    for n, (old, new) in enumerate(pairwise(editions), 1):
        origins = _origins(old, new)
        _take_parts(origins, old, new)
        known = [_carried([known[i] for i in origins.get(j, ())], p, n) for j, p in enumerate(new.provisions)]
    return [Blamed(p, k.since, k.changed, _stretches(k)) for p, k in zip(editions[-1].provisions, known, strict=True)]


def _origins(old: Resolution, new: Resolution) -> dict[int, list[int]]:
    """By the position of each provision of the new text, those of the old text that it is made of; it is none of others."""
    body_old = [p for p in old.provisions if p.kind is not Kind.NOTE]
    body_new = [p for p in new.provisions if p.kind is not Kind.NOTE]
    kept, moved, split, merged = align(items_of(body_old), items_of(body_new), by_label=False)
    notes = [(len(body_old) + i, len(body_new) + j) for i, j in match_notes(old, new)[1]]
    out: dict[int, list[int]] = {}
    for i, j in sorted((*kept, *moved, *split, *merged, *notes)):
        out.setdefault(j, []).append(i)
    return out


def _take_parts(origins: dict[int, list[int]], old: Resolution, new: Resolution) -> None:
    """Find the parts of clauses that were split and stand apart now: new paragraphs that have the words that others lost."""
    left: dict[int, Counter[str]] = {i: _words(p) for i, p in enumerate(old.provisions)}
    for j, sources in origins.items():
        for i in sources:
            left[i] = left[i] - _words(new.provisions[j])
    holders: dict[str, set[int]] = {}
    for i, words in left.items():
        for word in words:
            holders.setdefault(word, set()).add(i)
    for j, p in enumerate(new.provisions):
        words = _words(p)
        if j in origins or words.total() < _FEW:
            continue
        near = Counter(i for word in words for i in holders.get(word, ()))
        best = max(near, key=lambda i: ((words & left[i]).total(), -i), default=None)
        if best is not None and (words & left[best]).total() >= _PART * words.total():
            origins[j] = [best]


def _words(p: Provision) -> Counter[str]:
    return Counter(token.text for token in p.text.tokens if token.text.isalnum())


def _carried(olds: Sequence[_Known], p: Provision, n: int) -> _Known:
    tokens = p.text.tokens
    if not olds:
        return _Known(n, n, tokens, (n,) * len(tokens))
    before = tuple(token for one in olds for token in one.tokens)
    owners_before = [owner for one in olds for owner in one.owners]
    # Formatting and the marks of footnotes are no words.
    said, was = ([token.text or "\ufffc" for token in side] for side in (tokens, before))
    if said == was and len(olds) == 1:
        return olds[0]._replace(tokens=tokens)
    owners: list[int] = []
    at = 0
    for chunk in minimal_chunks(was, said, lambda k: token_weight(before[k].text)):
        owners += owners_before[at : chunk.old_start] + [n] * (chunk.new_end - chunk.new_start)
        at = chunk.old_end
    owners += owners_before[at:]
    words = [owner for token, owner in zip(tokens, owners, strict=True) if token.text.isalnum()]
    if words and sum(owner < n for owner in words) < _KEPT * len(words):
        # It has another's place, and nothing of its words.
        return _Known(n, n, tokens, (n,) * len(tokens))
    return _Known(min(one.since for one in olds), n, tokens, tuple(owners))


def _stretches(known: _Known) -> tuple[Stretch, ...]:
    pairs = groupby(zip(known.tokens, known.owners, strict=True), key=lambda pair: pair[1])
    return tuple(Stretch("".join(token.text for token, _ in group), since) for since, group in pairs)
