"""What changed inside a paragraph, by tokens: words are never cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resdraft.model.text import Text, Token


class Change(NamedTuple):
    """Tokens ``start`` to ``end`` of the old text became ``new``."""

    start: int
    end: int
    new: tuple[Token, ...]


def changes(old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    """The changes from ``old`` to ``new``, in order, apart from each other, in one canonical form.

    Small islands of equal words inside a change are taken into it (diff-match-patch's semantic clean-up), and what could stand in
    several places, such as a doubled word, stands in the last of them.
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _between(old[start : len(old) - end], new[start : len(new) - end])
    found = [_trim(Change(c.start + start, c.end + start, c.new), old) for c in middle]
    return [_slide(change, old, _limit(found, n, len(old))) for n, change in enumerate(found)]


def _between(old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    if not old and not new:
        return []
    if not old or not new:
        return [Change(0, len(old), tuple(new))]
    from diff_match_patch import diff_match_patch
    from rapidfuzz.distance import Indel

    letters: dict[Token, str] = {}
    for token in (*old, *new):
        letters.setdefault(token, _letter(len(letters)))
    left, right = "".join(letters[t] for t in old), "".join(letters[t] for t in new)
    diffs: list[tuple[int, str]] = []
    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            diffs.append((0, left[op.src_start : op.src_end]))
        if op.tag in ("delete", "replace"):
            diffs.append((-1, left[op.src_start : op.src_end]))
        if op.tag in ("insert", "replace"):
            diffs.append((1, right[op.dest_start : op.dest_end]))
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    differ.diff_cleanupSemantic(diffs)
    return _collect(diffs, new)


def _letter(n: int) -> str:
    """The n-th stand-in character: past the ASCII range, around the surrogates."""
    return chr(0x100 + n if n < 0xD600 else 0x10000 + n)


def _collect(diffs: Sequence[tuple[int, str]], new: Sequence[Token]) -> list[Change]:
    out: list[Change] = []
    at = to = 0
    open_change = False
    for sign, letters in diffs:
        if not letters:
            continue
        if sign == 0:
            at, to, open_change = at + len(letters), to + len(letters), False
            continue
        if not open_change:
            out.append(Change(at, at, ()))
            open_change = True
        start, end, words = out[-1]
        if sign < 0:
            at += len(letters)
            out[-1] = Change(start, end + len(letters), words)
        else:
            out[-1] = Change(start, end, (*words, *new[to : to + len(letters)]))
            to += len(letters)
    return out


def _trim(change: Change, old: Sequence[Token]) -> Change:
    """The change without the words that it strikes and puts back."""
    start, end, new = change
    while start < end and new and old[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and old[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Change(start, end, new)


def _limit(found: Sequence[Change], n: int, length: int) -> int:
    """How far a change may slide: one token short of the next change."""
    return found[n + 1].start - 1 if n + 1 < len(found) else length


def _slide(change: Change, old: Sequence[Token], limit: int) -> Change:
    start, end, new = change
    if start == end:
        while end < limit and old[end] == new[0]:
            start, end, new = start + 1, end + 1, (*new[1:], new[0])
    elif not new:
        while end < limit and old[end] == old[start]:
            start, end = start + 1, end + 1
    return Change(start, end, new)


def text_changes(old: Text, new: Text) -> list[tuple[int, int, Text]]:
    """The changes between two texts, each with its new words as a text."""
    if old == new:
        return []
    return [(c.start, c.end, Text.join(c.new)) for c in changes(old.tokens, new.tokens)]
