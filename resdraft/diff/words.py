"""What changed inside a paragraph, by tokens: words are never cut."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

from resdraft.diff.sequences import Chunk, weighted_chunks
from resdraft.model.text import Text, Token

ISLAND = 1.5
"""What weighs less, in characters, is no island between two changes: a single blank is none."""
_TAB = 4.0
_REFERENCE = 8.0
T = TypeVar("T", bound=Hashable)


class WordChange(NamedTuple):
    """Tokens ``start`` to ``end`` of the old text became ``new``."""

    start: int
    end: int
    new: tuple[Token, ...]


def token_weight(word: str) -> float:
    """What it is worth to keep a word: its characters; the tab behind a label counts for more than a blank."""
    return _TAB if word == "\t" else float(len(word)) or _REFERENCE


def minimal_chunks(old: Sequence[T], new: Sequence[T], weight: Callable[[int], float]) -> list[Chunk]:
    """The changes that mark the fewest characters, as a redline has them; what could stand in several places stands in the last.

    Args:
        weight: of a member of ``old``, by its place, as :func:`token_weight` has it.
    """
    return _slid(weighted_chunks(old, new, weight, ISLAND), old, new)


def word_changes(old: Sequence[Token], new: Sequence[Token]) -> list[WordChange]:
    """The changes from ``old`` to ``new``, in order, apart from each other, in one canonical form.

    Small islands of equal words inside a change are taken into it (diff-match-patch's semantic clean-up, and what holds no word between
    two words that were replaced), and what could stand in several places, such as a doubled word, stands in the last of them.
    """
    found = weighted_chunks(old, new, lambda n: token_weight(old[n].text), ISLAND)
    if len(found) > 1:
        found = [_trim(c, old, new) for c in _readable(found, old, new)]
    found = _slid(found, old, new)
    return [WordChange(c.start, c.end, tuple(new[c.low : c.high])) for c in found]


def _readable(found: Sequence[Chunk], old: Sequence[Token], new: Sequence[Token]) -> list[Chunk]:
    """The chunks without islands that only hinder reading."""
    out = [found[0]]
    for chunk in found[1:]:
        last, between = out[-1], old[out[-1].end : chunk.start]
        replaced = all(c.start < c.end and c.low < c.high for c in (last, chunk))
        if replaced and len(between) <= 2 and not any(t.note or t.text == "\t" or t.text.isalnum() for t in between):
            out[-1] = Chunk(last.start, chunk.end, last.low, chunk.high)
        else:
            out.append(chunk)
    if len(out) == 1:
        return out
    from diff_match_patch import diff_match_patch

    letters: dict[Token, str] = {}
    for token in (*old, *new):
        letters.setdefault(token, _letter(len(letters)))
    left, right = "".join(letters[t] for t in old), "".join(letters[t] for t in new)
    diffs: list[tuple[int, str]] = []
    at = 0
    for c in out:
        diffs += [(0, left[at : c.start]), (-1, left[c.start : c.end]), (1, right[c.low : c.high])]
        at = c.end
    diffs = [(sign, text) for sign, text in (*diffs, (0, left[at:])) if text]
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    differ.diff_cleanupSemantic(diffs)
    return _collect(diffs)


def _letter(n: int) -> str:
    """The n-th stand-in character: past the ASCII range, around the surrogates."""
    return chr(0x100 + n if n < 0xD600 else 0x10000 + n)


def _collect(diffs: Sequence[tuple[int, str]]) -> list[Chunk]:
    out: list[Chunk] = []
    at = to = 0
    open_change = False
    for sign, letters in diffs:
        if not letters:
            continue
        if sign == 0:
            at, to, open_change = at + len(letters), to + len(letters), False
            continue
        start, low = at, to
        at, to = (at + len(letters), to) if sign < 0 else (at, to + len(letters))
        if open_change:
            last = out.pop()
            start, low = last.start, last.low
        out.append(Chunk(start, at, low, to))
        open_change = True
    return out


def _trim(c: Chunk, old: Sequence[Token], new: Sequence[Token]) -> Chunk:
    """The change without the words that it strikes and puts back."""
    start, end, low, high = c
    while start < end and low < high and old[start] == new[low]:
        start, low = start + 1, low + 1
    while start < end and low < high and old[end - 1] == new[high - 1]:
        end, high = end - 1, high - 1
    return Chunk(start, end, low, high)


def _slid(found: Sequence[Chunk], old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Chunk]:
    limits = [*(c.start - 1 for c in found[1:]), len(old)]
    return [_slide(c, old, new, limit) for c, limit in zip(found, limits, strict=False)]


def _slide(c: Chunk, old: Sequence[Hashable], new: Sequence[Hashable], limit: int) -> Chunk:
    """The last of the places that a pure insertion or deletion could stand in, one member short of the next change."""
    start, end, low, high = c
    if start == end:
        while end < limit and old[end] == new[low]:
            start, end, low, high = start + 1, end + 1, low + 1, high + 1
    elif low == high:
        while end < limit and old[end] == old[start]:
            start, end, low, high = start + 1, end + 1, low + 1, high + 1
    return Chunk(start, end, low, high)


def text_changes(old: Text, new: Text) -> list[tuple[int, int, Text]]:
    """The changes between two texts, each with its new words as a text."""
    if old == new:
        return []
    return [(c.start, c.end, Text.join(c.new)) for c in word_changes(old.tokens, new.tokens)]
