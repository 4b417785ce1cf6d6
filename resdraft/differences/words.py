"""What changed inside a paragraph, by tokens: words are never divided."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

from resdraft.differences.sequences import Chunk, weighted_chunks
from resdraft.model.text import Text, Token

_CHUNK_COST = 1.5
"""Equal words between two changes stay only if they weigh more, in characters: so a single blank is deleted and inserted with them."""
_TAB_WEIGHT = 4.0
_REFERENCE_WEIGHT = 8.0
T = TypeVar("T", bound=Hashable)


class WordChange(NamedTuple):
    """A stretch of tokens of the old text, and the tokens that replace it."""

    start: int
    end: int
    new: tuple[Token, ...]


def token_weight(word: str) -> float:
    """How much it counts that a token stays: the number of its characters.

    A tab counts for more than a blank, because it stands behind a label. A footnote reference has no characters and counts as a word.
    """
    return _TAB_WEIGHT if word == "\t" else float(len(word)) or _REFERENCE_WEIGHT


def minimal_chunks(old: Sequence[T], new: Sequence[T], weight: Callable[[int], float]) -> list[Chunk]:
    """The changes that mark the fewest characters.

    Args:
        old: the old tokens.
        new: the new tokens.
        weight: the weight of an old token, by its position; see :func:`token_weight`.
    """
    return _as_late_as_possible(weighted_chunks(old, new, weight, _CHUNK_COST), old, new)


def word_changes(old: Sequence[Token], new: Sequence[Token]) -> list[WordChange]:
    """The changes from ``old`` to ``new`` as people read them: in order, and not next to each other.

    They are in one canonical form, so that equal changes of several sources are recognised. A few equal words between two changes are taken
    into one change, because people read that more easily.
    """
    found = weighted_chunks(old, new, lambda n: token_weight(old[n].text), _CHUNK_COST)
    if len(found) > 1:
        found = [_trim(c, old, new) for c in _readable(found, old, new)]
    found = _as_late_as_possible(found, old, new)
    return [WordChange(c.old_start, c.old_end, tuple(new[c.new_start : c.new_end])) for c in found]


def _readable(found: Sequence[Chunk], old: Sequence[Token], new: Sequence[Token]) -> list[Chunk]:
    """The chunks, joined where what stays between them only hinders reading.

    Two replaced words with only punctuation between them are joined; the others as diff-match-patch's semantic clean-up does it.
    """
    out = [found[0]]
    for chunk in found[1:]:
        last, between = out[-1], old[out[-1].old_end : chunk.old_start]
        replaced = all(c.old_start < c.old_end and c.new_start < c.new_end for c in (last, chunk))
        if replaced and len(between) <= 2 and not any(t.note or t.text == "\t" or t.text.isalnum() for t in between):
            out[-1] = Chunk(last.old_start, chunk.old_end, last.new_start, chunk.new_end)
        else:
            out.append(chunk)
    return out if len(out) == 1 else _cleaned_up(out, old, new)


def _cleaned_up(found: Sequence[Chunk], old: Sequence[Token], new: Sequence[Token]) -> list[Chunk]:
    """The chunks after diff-match-patch's semantic clean-up. It works on strings, so each token is written as one character."""
    from diff_match_patch import diff_match_patch

    letters: dict[Token, str] = {}
    for token in (*old, *new):
        letters.setdefault(token, _letter(len(letters)))
    left, right = "".join(letters[t] for t in old), "".join(letters[t] for t in new)
    diffs: list[tuple[int, str]] = []
    at = 0
    for c in found:
        diffs += [(0, left[at : c.old_start]), (-1, left[c.old_start : c.old_end]), (1, right[c.new_start : c.new_end])]
        at = c.old_end
    diffs = [(sign, text) for sign, text in (*diffs, (0, left[at:])) if text]
    differ = diff_match_patch()
    # A time limit would make the result depend on the speed of the machine.
    differ.Diff_Timeout = 0
    differ.diff_cleanupSemantic(diffs)
    return _chunks_of(diffs)


def _letter(n: int) -> str:
    """A character for the n-th token. ASCII is left out, for the clean-up treats blanks and punctuation in its own way; so are surrogates."""
    return chr(0x100 + n if n < 0xD600 else 0x10000 + n)


def _chunks_of(diffs: Sequence[tuple[int, str]]) -> list[Chunk]:
    """The chunks of a list of diff-match-patch: -1 is deleted, 0 equal, 1 inserted."""
    out: list[Chunk] = []
    at = to = 0
    in_change = False
    for sign, letters in diffs:
        if not letters:
            continue
        if sign == 0:
            at, to, in_change = at + len(letters), to + len(letters), False
            continue
        start, low = at, to
        at, to = (at + len(letters), to) if sign < 0 else (at, to + len(letters))
        if in_change:
            last = out.pop()
            start, low = last.old_start, last.new_start
        out.append(Chunk(start, at, low, to))
        in_change = True
    return out


def _trim(c: Chunk, old: Sequence[Token], new: Sequence[Token]) -> Chunk:
    """The chunk without equal tokens at its ends."""
    start, end, low, high = c
    while start < end and low < high and old[start] == new[low]:
        start, low = start + 1, low + 1
    while start < end and low < high and old[end - 1] == new[high - 1]:
        end, high = end - 1, high - 1
    return Chunk(start, end, low, high)


def _as_late_as_possible(found: Sequence[Chunk], old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Chunk]:
    """The chunks, each insertion or deletion in the last of its possible places.

    In "the the", it cannot be told which of the two was inserted: one rule makes equal changes equal. A chunk stays one token away from the
    next.
    """
    limits = [*(c.old_start - 1 for c in found[1:]), len(old)]
    return [_slide(c, old, new, limit) for c, limit in zip(found, limits, strict=False)]


def _slide(c: Chunk, old: Sequence[Hashable], new: Sequence[Hashable], limit: int) -> Chunk:
    start, end, low, high = c
    if start == end:
        while end < limit and old[end] == new[low]:
            start, end, low, high = start + 1, end + 1, low + 1, high + 1
    elif low == high:
        while end < limit and old[end] == old[start]:
            start, end, low, high = start + 1, end + 1, low + 1, high + 1
    return Chunk(start, end, low, high)


def text_changes(old: Text, new: Text) -> list[tuple[int, int, Text]]:
    """The changes between two texts: the first old token, the one behind the last, and the new words."""
    if old == new:
        return []
    return [(c.start, c.end, Text.join(c.new)) for c in word_changes(old.tokens, new.tokens)]
