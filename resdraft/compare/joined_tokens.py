"""The tokens of several paragraphs as one sequence, so that words can be compared where paragraphs are split or merged."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from resdraft.compare.content import ComparedParagraph
from resdraft.differences.sequences import Chunk, equal_pairs
from resdraft.differences.words import minimal_chunks, token_weight
from resdraft.ooxml.paragraph_content import OBJECT_CHARACTER

_PILCROW = "\u00b6"
_WEIGHTS = {_PILCROW: 6.0, OBJECT_CHARACTER: 20.0}
"""How much it counts, in characters, that a paragraph mark or an object stays: as much as some words, though it is one character."""


class Stretch(NamedTuple):
    """A stretch of characters of one paragraph, or a paragraph mark."""

    paragraph: int | None
    """The position of the paragraph; None for a paragraph mark."""
    start: int = 0
    end: int = 0


class JoinedTokens:
    """The tokens of several paragraphs as one sequence, with a paragraph mark between every two."""

    def __init__(self, contents: Sequence[ComparedParagraph]) -> None:
        self.contents = contents
        self.firsts: list[int] = []
        at = 0
        for content in contents:
            self.firsts.append(at)
            at += len(content.tokens) + 1
        self.count = at - 1
        self.objects = any(OBJECT_CHARACTER in content.text for content in contents)
        """Whether anything but text is among them."""
        found = {content.formatting(portion) for content in contents for portion in content.portions}
        self.formatting: Hashable | None = next(iter(found)) if len(found) == 1 else None
        """The formatting of all of them, where there is one."""

    def place(self, token: int) -> tuple[int, int]:
        """The paragraph and the character that a token begins at."""
        n = max(k for k, first in enumerate(self.firsts) if first <= token)
        return n, self.contents[n].offset(token - self.firsts[n])

    def by_container(self) -> list[tuple[Hashable, int, int]]:
        """The tokens as stretches that stand in one container, each with its first token and the one behind its last."""
        out: list[tuple[Hashable, int, int]] = []
        for first, content in zip(self.firsts, self.contents, strict=True):
            empty = {start: content.counterparts[e] for e, start in content.containers.items() if e in content.counterparts}
            # Between two paragraphs stands a paragraph mark.
            for n in range(len(content.tokens) + (first + len(content.tokens) < self.count)):
                at = content.offset(n)
                container = content.container_of(content.portion_at(at).around) if at < len(content.text) else None
                if at in empty and empty[at] is not container:
                    out.append((empty[at], first + n, first + n))
                if out and out[-1][0] is container:
                    out[-1] = (container, out[-1][1], first + n + 1)
                else:
                    out.append((container, first + n, first + n + 1))
            if len(content.text) in empty:
                out.append((empty[len(content.text)], first + len(content.tokens), first + len(content.tokens)))
        return out

    def stretches(self, start: int, end: int) -> list[Stretch]:
        """The stretches that the tokens ``start`` to ``end`` cover, in order."""
        out: list[Stretch] = []
        for n, first in enumerate(self.firsts):
            content = self.contents[n]
            last = first + len(content.tokens)
            low, high = max(start, first), min(end, last)
            if low < high:
                out.append(Stretch(n, content.offset(low - first), content.offset(high - first)))
            if start <= last < end:
                out.append(Stretch(None))
        return out


def changed_chunks(before: JoinedTokens, after: JoinedTokens) -> list[Chunk]:
    """The fewest changes between the words of two groups of paragraphs, in tokens of all paragraphs together.

    What stands in a container that both have is compared with what stands in it there.
    """
    left, tokens = _sequence(before)
    right, _ = _sequence(after)
    out: list[Chunk] = []
    for start, end, low, high in _segments(before, after):
        weigh = lambda n, start=start: _WEIGHTS.get(tokens[start + n]) or token_weight(tokens[start + n])  # noqa: E731
        found = minimal_chunks(left[start:end], right[low:high], weigh)
        out += [Chunk(start + c.old_start, start + c.old_end, low + c.new_start, low + c.new_end) for c in found]
    return out


def _sequence(joined: JoinedTokens) -> tuple[list[Hashable], list[str]]:
    """The keys of all tokens, and the tokens."""
    keys: list[Hashable] = []
    tokens: list[str] = []
    for n, content in enumerate(joined.contents):
        if n:
            keys.append((_PILCROW,))
            tokens.append(_PILCROW)
        keys += content.token_keys
        tokens += content.tokens
    return keys, tokens


def _segments(before: JoinedTokens, after: JoinedTokens) -> list[Chunk]:
    """The stretches that are compared with each other: those of each container that both have, and those between."""
    whole = Chunk(0, before.count, 0, after.count)
    if not any(content.counterparts for content in before.contents):
        return [whole]
    old, new = before.by_container(), after.by_container()
    out: list[Chunk] = []
    at = to = 0
    for i, j in equal_pairs([container for container, _, _ in old], [container for container, _, _ in new]):
        out += [Chunk(at, old[i][1], to, new[j][1]), Chunk(old[i][1], old[i][2], new[j][1], new[j][2])]
        at, to = old[i][2], new[j][2]
    out.append(Chunk(at, before.count, to, after.count))
    return [one for one in out if one.old_start < one.old_end or one.new_start < one.new_end]
