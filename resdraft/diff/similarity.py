"""How alike two paragraphs are, and whether two are the parts of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property

from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import tokenise

MAX_PAIRS = 40_000
"""Beyond this many pairs, only those that share rare words are compared."""
_PART = 0.6
"""Of the words of a part, this share must come from the whole, and be missing from the other part."""
_SHORTEST_PART = 3
_RARE = 8
_NEAREST = 4


class Similarity:
    """Compares paragraphs of an old and a new text, each pair once."""

    def __init__(self, old: Sequence[Provision], new: Sequence[Provision]) -> None:
        self.old, self.new = old, new
        self._plain: tuple[dict[int, str], dict[int, str]] = ({}, {})
        self._words: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
        self._bags: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = ({}, {})

    @cached_property
    def _ratio(self) -> Callable[..., float]:
        from rapidfuzz.distance import Indel

        return Indel.normalized_similarity

    @cached_property
    def _common(self) -> Callable[..., float]:
        from rapidfuzz.distance import LCSseq

        return LCSseq.similarity

    def _text(self, side: int, n: int) -> str:
        known = self._plain[side]
        if n not in known:
            known[n] = (self.old, self.new)[side][n].text.plain
        return known[n]

    def size(self, n: int, *, new: bool = False) -> int:
        """How long a paragraph is, in characters."""
        return len(self._text(new, n))

    def words(self, side: int, n: int) -> list[str]:
        """The words of a paragraph, without blanks."""
        known = self._words[side]
        if n not in known:
            known[n] = [token for token in tokenise(self._text(side, n)) if not token.isspace()]
        return known[n]

    def _bag(self, side: int, n: int) -> Counter[str]:
        known = self._bags[side]
        if n not in known:
            known[n] = Counter(self.words(side, n))
        return known[n]

    def of(self, i: int, j: int, least: float) -> float:
        """The likeness of two paragraphs from 0 to 1; 0 below ``least``."""
        return self._ratio(self._text(0, i), self._text(1, j), score_cutoff=least)

    def in_two(self, whole: int, first: int, second: int, *, split: bool) -> float:
        """How alike a paragraph is to two that follow one another, taken together; 0 where either could be missing."""
        side = int(split)
        one, parts = (self.old, self.new) if split else (self.new, self.old)
        if not one[whole].kind is parts[first].kind is parts[second].kind is Kind.CLAUSE:
            return 0.0
        if one[whole].depth != parts[first].depth:
            return 0.0
        words = self.words(1 - side, whole)
        a, b = self.words(side, first), self.words(side, second)
        if min(len(a), len(b)) < _SHORTEST_PART or len(words) < _PART * (len(a) + len(b)):
            return 0.0
        bag = self._bag(1 - side, whole)
        if any((bag & self._bag(side, n)).total() < _PART * len(part) for n, part in ((first, a), (second, b))):
            return 0.0
        both = self._common(words, a + b)
        if both < self._common(words, a) + _PART * len(b) or both < self._common(words, b) + _PART * len(a):
            return 0.0
        value = 2 * both / (len(words) + len(a) + len(b))
        return value if value >= _PART else 0.0

    def adds(self, whole: int, parts: Sequence[int], extra: int, *, split: bool) -> bool:
        """Whether one more paragraph, before or behind those that are parts of another, is a part of it too."""
        side = int(split)
        one, others = (self.old, self.new) if split else (self.new, self.old)
        if not one[whole].kind is others[extra].kind is Kind.CLAUSE or one[whole].depth != others[extra].depth:
            return False
        words, more = self.words(1 - side, whole), self.words(side, extra)
        if len(more) < _SHORTEST_PART or (self._bag(1 - side, whole) & self._bag(side, extra)).total() < _PART * len(more):
            return False
        known = [word for n in parts for word in self.words(side, n)]
        both = self._common(words, more + known if extra < parts[0] else known + more)
        return both >= self._common(words, known) + _PART * len(more)

    def candidates(self, left: Sequence[int], right: Sequence[int], least: float) -> list[tuple[int, int, float]]:
        """Pairs that are alike, with their likeness, in order; of many, those that share rare words, the best for each old one."""
        if len(left) * len(right) <= MAX_PAIRS:
            found = ((i, j, self.of(i, j, least)) for i in left for j in right if self._one(i, j))
            return [pair for pair in found if pair[2]]
        places: dict[str, list[int]] = defaultdict(list)
        for j in right:
            for word in self._bag(1, j):
                places[word].append(j)
        out = []
        for i in left:
            shared: Counter[int] = Counter()
            for word in sorted(self._bag(0, i)):
                if len(places.get(word, ())) <= _RARE:
                    shared.update(places.get(word, ()))
            near = sorted(shared, key=lambda j: (-shared[j], j))[:_NEAREST]
            alike = [(self.of(i, j, least), -j) for j in near if self._one(i, j)]
            if alike and max(alike)[0]:
                out.append((i, -max(alike)[1], max(alike)[0]))
        return out

    def _one(self, i: int, j: int) -> bool:
        p, q = self.old[i], self.new[j]
        return p.kind is q.kind and p.depth == q.depth
