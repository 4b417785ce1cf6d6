"""Which text of one conference is which of the next: by designation, then by title, then by content. All texts are looked up, none is
compared with every other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import tokenise

_IN_A_ROW = 4
"""Texts are known by so many words in a row: any two resolutions share words, few share stretches of them."""
_MAX_RARE = 8
"""A stretch that more new texts hold tells nothing: it is one of the formulas."""
_UNLIKE = 0.1
"""Two texts that share fewer of their stretches are perhaps two, whatever number or title they have in common."""
_ALIKE = 0.5
"""Two texts of one number under other titles that share so many are one; else it is looked first whether another text fits better."""
_SAME = 0.3
"""From this share on, two texts without a common number or title are perhaps one. Two of PP-18 that are not share up to 0.27."""
_SURE = 0.5
"""From this share on they surely are."""
_NEARLY = 0.8
"""A second text that shares so much of what the best shares makes the match a doubt."""


@dataclass(frozen=True, eq=False)
class KnownText:
    """A text with what it is known by. ``body`` and ``number`` are empty where they are not known; ``file`` is its place in its folder."""

    resolution: Resolution
    body: str
    kind: str
    number: str
    year: int
    file: str

    @cached_property
    def title(self) -> str:
        """The letters and digits of the title."""
        return "".join(c for c in self.resolution.title.plain.casefold() if c.isalnum())

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same words."""
        return self.resolution.fingerprint

    @cached_property
    def stretches(self) -> frozenset[int]:
        """Each four words in a row, as a number that is the same in every run; all words where there are fewer."""
        out: set[int] = set()
        for p in self.resolution.provisions:
            # Calls and formulas are the same in most texts.
            if p.kind not in (Kind.NUMBER, Kind.CALL, Kind.FORMULA):
                words = [token for token in tokenise(p.text.plain.casefold()) if token[0].isalnum()]
                out.update(
                    crc32(" ".join(words[n : n + _IN_A_ROW]).encode()) for n in range(max(1, len(words) - _IN_A_ROW + 1))
                )
        return frozenset(out)


class Pair(NamedTuple):
    """A text of the old folder and what it is in the new one, by their places in the two lists; None where there is none."""

    old: int | None
    new: int | None
    by: str = ""
    doubts: tuple[str, ...] = ()


def pair_texts(old: Sequence[KnownText], new: Sequence[KnownText]) -> list[Pair]:
    """Match the texts of two folders, each language for itself.

    Returns:
        Pairs in which every text of both stands exactly once.
    """
    out: list[Pair] = []
    languages = [defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)]
    for side, texts in zip(languages, (old, new), strict=True):
        for n, text in enumerate(texts):
            side[text.resolution.language].append(n)
    for language in sorted({*languages[0], *languages[1]}):
        out += _Matching(old, new, languages[0][language], languages[1][language]).pairs()
    return out


class _Matching:
    """The texts of one language, and which of them are left."""

    def __init__(self, old: Sequence[KnownText], new: Sequence[KnownText], left: Sequence[int], right: Sequence[int]) -> None:
        self.old, self.new = old, new
        # Dictionaries keep their order, so that the same folders give the same pairs.
        self.left, self.right = dict.fromkeys(left), dict.fromkeys(right)
        self.found: list[Pair] = []

    def pairs(self) -> list[Pair]:
        """Match them, the surest first."""
        unlike: list[tuple[int, int, tuple[str, ...]]] = []
        keys: tuple[Callable[[KnownText], Hashable], ...] = (
            lambda text: (text.kind, text.number, text.body),
            lambda text: (text.kind, text.number),
        )
        for key in keys:
            for i, j, doubts in self._candidates("number", key):
                # The second key is for texts of which one does not say whose it is.
                if self.old[i].body != self.new[j].body and self.old[i].body and self.new[j].body:
                    continue
                if self._alike(i, j):
                    self._match(i, j, "designation", doubts)
                else:
                    unlike.append((i, j, doubts))
        for i, j, doubts in self._candidates("title", lambda text: text.title):
            self._match(i, j, "title", (*doubts, *(("few words are the same",) if self._share(i, j) < _UNLIKE else ())))
        self._by_content()
        for i, j, doubts in unlike:
            if i in self.left and j in self.right:
                if self._share(i, j) < _UNLIKE:
                    doubts = (*doubts, "title and most words differ: perhaps the number was given anew")
                self._match(i, j, "designation", doubts)
        return [*self.found, *(Pair(i, None) for i in self.left), *(Pair(None, j) for j in self.right)]

    def _match(self, i: int, j: int, by: str, doubts: tuple[str, ...] = ()) -> None:
        del self.left[i], self.right[j]
        self.found.append(Pair(i, j, by, doubts))

    def _share(self, i: int, j: int) -> float:
        a, b = self.old[i].stretches, self.new[j].stretches
        return _share(len(a & b), a, b)

    def _alike(self, i: int, j: int) -> bool:
        return self.old[i].title == self.new[j].title != "" or self._share(i, j) >= _ALIKE

    def _candidates(self, what: str, key: Callable[[KnownText], Hashable]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Texts of one key, in pairs, with the doubts; ``what`` the key is. None is in two pairs, and those without it are in none."""
        for olds, news in self._groups(
            key, [n for n in self.left if getattr(self.old[n], what)], [n for n in self.right if getattr(self.new[n], what)]
        ):
            several = ""
            if len(olds) + len(news) > 2:
                several = f"{len(olds)} texts of one {what} in the old folder, {len(news)} in the new one"
            # Of several the same ones belong together, then those of one title and edition, of one name, and last the newest ones.
            finer: tuple[Callable[[KnownText], Hashable], ...] = (
                lambda text: (text.fingerprint, text.file),
                lambda text: text.fingerprint,
                lambda text: (text.title, text.resolution.designation.edition, text.file),
                lambda text: (text.title, text.resolution.designation.edition),
                lambda text: text.title,
                lambda text: text.resolution.designation.edition,
                lambda text: text.file,
                lambda _: None,
            )
            left, right = dict.fromkeys(olds), dict.fromkeys(news)
            for one in finer if several else finer[-1:]:
                for own, others in self._groups(one, [*left], [*right]):
                    own.sort(key=lambda n: -self.old[n].year)
                    others.sort(key=lambda n: -self.new[n].year)
                    for i, j in zip(own, others, strict=False):
                        a, b = self.old[i], self.new[j]
                        doubt = several and f"{several}: {a.file} is compared with {b.file}"
                        del left[i], right[j]
                        yield i, j, (doubt,) if doubt and a.fingerprint != b.fingerprint else ()

    def _groups(
        self, key: Callable[[KnownText], Hashable], left: Sequence[int], right: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """The texts of each key that stands on both sides."""
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, texts, places in ((0, self.old, left), (1, self.new, right)):
            for n in places:
                groups[key(texts[n])][side].append(n)
        return [group for group in groups.values() if all(group)]

    def _by_content(self) -> None:
        """Match what shares the most stretches of words; only those are looked at that few texts hold."""
        holders: dict[int, list[int]] = defaultdict(list)
        for j in self.right:
            for stretch in self.new[j].stretches:
                holders[stretch].append(j)
        near: list[tuple[float, int, int]] = []
        for i in self.left:
            own = self.old[i].stretches
            shared = Counter(j for s in own if len(holders.get(s, ())) <= _MAX_RARE for j in holders.get(s, ()))
            near += [(share, i, j) for j, n in shared.items() if (share := _share(n, own, self.new[j].stretches)) >= _SAME]
        near.sort(key=lambda one: (-one[0], one[1], one[2]))
        rivals: dict[tuple[int, int], list[float]] = defaultdict(list)
        for share, i, j in near:
            rivals[0, i].append(share)
            rivals[1, j].append(share)
        for share, i, j in near:
            if i in self.left and j in self.right:
                # Among them is the pair itself, once on each side.
                close = sum(other >= _NEARLY * share for other in (*rivals[0, i], *rivals[1, j])) > 2
                a, b = self.old[i], self.new[j]
                by = "designation" if a.number and (a.kind, a.number) == (b.kind, b.number) else "content"
                doubts = ("another text is nearly as near",) if close else ()
                if by == "content" and share < _SURE:
                    doubts = (*doubts, "less than half of it is the same: perhaps it is another text")
                self._match(i, j, by, doubts)


def _share(shared: int, a: frozenset[int], b: frozenset[int]) -> float:
    """Which share of the stretches of two texts is common to them, from 0 to 1 (Dice's coefficient)."""
    return 2 * shared / max(1, len(a) + len(b))
