"""The tokens of several paragraphs as one sequence, so that words can be compared where paragraphs are split or merged."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from resdraft.compare.content import ComparedParagraph
from resdraft.differences.sequences import Chunk
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


def changed_chunks(old: Sequence[ComparedParagraph], new: Sequence[ComparedParagraph]) -> list[Chunk]:
    """The fewest changes between the words of two groups of paragraphs, in tokens of all paragraphs together."""
    left: list[Hashable] = []
    tokens: list[str] = []
    for n, content in enumerate(old):
        if n:
            left.append((_PILCROW,))
            tokens.append(_PILCROW)
        left += content.token_keys
        tokens += content.tokens
    right: list[Hashable] = []
    for n, content in enumerate(new):
        if n:
            right.append((_PILCROW,))
        right += content.token_keys
    return minimal_chunks(left, right, lambda n: _WEIGHTS.get(tokens[n]) or token_weight(tokens[n]))
