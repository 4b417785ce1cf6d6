"""How similar two items are, and whether two items are the parts of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.differences.common_length import common_length
from resdraft.differences.items import Item, Role
from resdraft.model.text import tokenise

MAX_PAIRS = 10_000
"""With more pairs than this, only those that share rare words are compared: the time would grow with the square of the length."""
_MIN_SHARED = 0.6
"""This share of the words of a part must come from the whole, and be missing from the other parts."""
_MIN_PART_WORDS = 3
_MAX_RARE = 8
"""A word is rare where at most so many new items hold it."""
_CANDIDATES = 4
_RELATED = 0.6
"""From this similarity of characters on, two items in one place are not about different things."""
_MIN_COMMON = 0.2
"""Items that share fewer of the words that say something are about different things."""
_MIN_MOVED = 0.3
"""An item that moved and was reworded has kept this share of the words that say something; fewer than ``_FEW_WORDS`` tell too little."""
_FEW_WORDS = 4
_SMALL = 4
"""Small words, such as "that", have at most so many characters."""


def _says_something(word: str) -> bool:
    """Whether a word is longer than small words are, or holds a digit, or is of a script that writes words short."""
    return len(word) > _SMALL or any(c.isdecimal() or ord(c) >= 0x2E80 for c in word)


class Candidate(NamedTuple):
    """A pair of similar items."""

    old: int
    """Position in the old text."""
    new: int
    """Position in the new text."""
    ratio: float
    """Their similarity, above 0 and up to 1."""


class Similarity:
    """Measures the similarity of items of an old and a new text. What is computed for an item is kept for the next pair."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item], *, by_label: bool = True) -> None:
        """``by_label``: whether items of one label in one place are one, whatever they are about."""
        self.old, self.new, self.by_label = old, new, by_label
        self._words: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
        self._counts: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = ({}, {})
        self._telling: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
        self._shared: dict[tuple[int, int], int] = {}

    def words(self, side: int, n: int) -> list[str]:
        """The words and punctuation marks of an item, without blanks; ``side`` is 0 for the old text, 1 for the new one."""
        known = self._words[side]
        if n not in known:
            known[n] = [token for token in tokenise((self.old, self.new)[side][n].text) if not token.isspace()]
        return known[n]

    def _word_counts(self, side: int, n: int) -> Counter[str]:
        known = self._counts[side]
        if n not in known:
            known[n] = Counter(self.words(side, n))
        return known[n]

    def _shared_words(self, i: int, j: int) -> int:
        """How many words an old and a new item have in common, in whatever order. Each pair is asked for four times."""
        found = self._shared.get((i, j))
        if found is None:
            one, other = sorted((self._word_counts(0, i), self._word_counts(1, j)), key=len)
            found = self._shared[i, j] = sum(min(n, other[word]) for word, n in one.items() if word in other)
        return found

    def ratio(self, i: int, j: int, least: float) -> float:
        """The similarity of two items by their characters, from 0 to 1; 0 where it is below ``least``."""
        one, other = self.old[i].text, self.new[j].text
        both = len(one) + len(other)
        value = 2 * common_length(one, other, least * both / 2) / both if both else 1.0
        return value if value >= least else 0.0

    def related(self, i: int, j: int) -> bool:
        """Whether two items in the same place may be one: their characters are similar, or they share words that say something.

        Characters of any two sentences are similar to some degree, and so are their small words.
        """
        if self.by_label:
            return True
        a, b = self._telling_words(0, i), self._telling_words(1, j)
        return not a or not b or len(a & b) >= _MIN_COMMON * min(len(a), len(b)) or bool(self.ratio(i, j, _RELATED))

    def may_have_moved(self, i: int, j: int) -> bool:
        """Whether two items share so many words that say something that one may be the other, reworded in another place.

        To look words up is far faster than to compare characters.
        """
        a, b = self._telling_words(0, i), self._telling_words(1, j)
        return min(len(a), len(b)) < _FEW_WORDS or len(a & b) >= _MIN_MOVED * max(len(a), len(b))

    def _telling_words(self, side: int, n: int) -> set[str]:
        known = self._telling[side]
        if n not in known:
            known[n] = {word for word in self._word_counts(side, n) if _says_something(word)}
        return known[n]

    def split_ratio(self, whole: int, first: int, second: int, *, split: bool) -> float:
        """The similarity of an item to two consecutive ones taken together.

        Args:
            split: whether ``whole`` is an old item and the parts are new ones; else the parts are old ones that were merged.

        Returns:
            0 where the two are not the parts of it: each part must add words that the other does not account for.
        """
        side = int(split)
        one, parts = (self.old, self.new) if split else (self.new, self.old)
        if not one[whole].role is parts[first].role is parts[second].role is Role.PARAGRAPH:
            return 0.0
        if one[whole].depth != parts[first].depth:
            return 0.0
        words = self.words(1 - side, whole)
        a, b = self.words(side, first), self.words(side, second)
        if min(len(a), len(b)) < _MIN_PART_WORDS or len(words) < _MIN_SHARED * (len(a) + len(b)):
            return 0.0
        # Counting words is much faster than finding a common sequence, and it rules most pairs out.
        pairs = ((whole, first), (whole, second)) if split else ((first, whole), (second, whole))
        if self._shared_words(*pairs[0]) < _MIN_SHARED * len(a) or self._shared_words(*pairs[1]) < _MIN_SHARED * len(b):
            return 0.0
        both = common_length(words, a + b)
        if both < common_length(words, a) + _MIN_SHARED * len(b) or both < common_length(words, b) + _MIN_SHARED * len(a):
            return 0.0
        value = 2 * both / (len(words) + len(a) + len(b))
        return value if value >= _MIN_SHARED else 0.0

    def extends_parts(self, whole: int, parts: Sequence[int], extra: int, *, split: bool) -> bool:
        """Whether one more item, directly before or behind the known parts of another, is a part of it too."""
        side = int(split)
        one, others = (self.old, self.new) if split else (self.new, self.old)
        if not one[whole].role is others[extra].role is Role.PARAGRAPH or one[whole].depth != others[extra].depth:
            return False
        words, more = self.words(1 - side, whole), self.words(side, extra)
        shared = (self._word_counts(1 - side, whole) & self._word_counts(side, extra)).total()
        if len(more) < _MIN_PART_WORDS or shared < _MIN_SHARED * len(more):
            return False
        known = [word for n in parts for word in self.words(side, n)]
        both = common_length(words, more + known if extra < parts[0] else known + more)
        return both >= common_length(words, known) + _MIN_SHARED * len(more)

    def candidates(self, left: Sequence[int], right: Sequence[int], least: float) -> list[Candidate]:
        """The pairs that may be one item in two places and whose similarity is at least ``least``, in order.

        With more than ``MAX_PAIRS`` pairs, an old item is compared only with the new ones that share the most rare words with it, and the
        best of them is given.
        """
        if len(left) * len(right) <= MAX_PAIRS:
            pairs = ((i, j) for i in left for j in right if self._same_kind(i, j) and self.may_have_moved(i, j))
            return [Candidate(i, j, ratio) for i, j in pairs if (ratio := self.ratio(i, j, least))]
        places: dict[str, list[int]] = defaultdict(list)
        for j in right:
            for word in self._word_counts(1, j):
                places[word].append(j)
        out = []
        for i in left:
            shared: Counter[int] = Counter()
            for word in sorted(self._word_counts(0, i)):
                if len(places.get(word, ())) <= _MAX_RARE:
                    shared.update(places.get(word, ()))
            near = sorted(shared, key=lambda j: (-shared[j], j))[:_CANDIDATES]
            ratios = [(self.ratio(i, j, least), -j) for j in near if self._same_kind(i, j)]
            if ratios and max(ratios)[0]:
                out.append(Candidate(i, -max(ratios)[1], max(ratios)[0]))
        return out

    def _same_kind(self, i: int, j: int) -> bool:
        p, q = self.old[i], self.new[j]
        return p.kind == q.kind and p.depth == q.depth
