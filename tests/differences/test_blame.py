"""Histories whose truth is known: five editions in which clauses are edited, moved, added, deleted, split and lettered anew."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest

from resdraft.differences.blame import blame
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text

WORDS = [
    f"{a}{b}"
    for a in ("net", "report", "member", "sector", "agend", "outcom", "servic", "spectr")
    for b in ("work", "ing", "ed", "al", "ion", "es")
]


class Clause(NamedTuple):
    words: tuple[tuple[str, int], ...]
    since: int
    changed: int


class History:
    """Editions of a text, and of each clause and word of the last one the edition that brought it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self.fresh = 0
        self.clauses = [self.new(0) for _ in range(12)]
        self.editions = [self.text()]
        for n in range(1, 5):
            for _ in range(4):
                self.change(n)
            self.editions.append(self.text())

    def word(self) -> str:
        self.fresh += 1
        return f"{self.chance.choice(WORDS)}{self.fresh}"

    def new(self, n: int) -> Clause:
        return Clause(tuple((self.word(), n) for _ in range(self.chance.randint(8, 20))), n, n)

    def change(self, n: int) -> None:
        what, at = (
            self.chance.choice(("edit", "edit", "add", "delete", "move", "split")),
            self.chance.randrange(len(self.clauses)),
        )
        one = self.clauses[at]
        if what == "edit":
            k = self.chance.randrange(len(one.words))
            self.clauses[at] = Clause((*one.words[:k], (self.word(), n), *one.words[k + 1 :]), one.since, n)
        elif what == "add":
            self.clauses.insert(at, self.new(n))
        elif what == "delete" and len(self.clauses) > 8 and one.changed < n:
            del self.clauses[at]
        elif what == "move" and one.changed < n:
            self.clauses.insert(self.chance.randrange(len(self.clauses)), self.clauses.pop(at))
        elif what == "split" and len(one.words) > 14 and one.changed < n:
            half = len(one.words) // 2
            self.clauses[at : at + 1] = [Clause(part, one.since, n) for part in (one.words[:half], one.words[half:])]

    def text(self) -> Resolution:
        head = [Provision(Kind.TITLE, Text.of("A title")), Provision(Kind.CALL, Text.of("resolves"))]
        body = [
            Provision(Kind.CLAUSE, Text.of(f"{' '.join(word for word, _ in clause.words)};"), str(n))
            for n, clause in enumerate(self.clauses, 1)
        ]
        return Resolution.assemble([*head, *body])


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_each_clause_and_word_has_the_edition_that_brought_it(start: int) -> None:
    right = total = 0
    for seed in range(start, start + 10):
        history = History(seed)
        found = [one for one in blame(history.editions) if one.provision.kind is Kind.CLAUSE]
        for one, clause in zip(found, history.clauses, strict=True):
            assert (one.since, one.changed) == (clause.since, clause.changed), (seed, one.provision.text.plain)
            owners = {word.strip(";"): stretch.since for stretch in one.stretches for word in stretch.words.split()}
            right += sum(owners[word] == since for word, since in clause.words)
            total += len(clause.words)
    assert right >= 0.98 * total, (right, total)


def test_footnotes_and_new_letters_are_no_change() -> None:
    def text(*lines: str) -> Resolution:
        from resdraft.read.text import read_text

        return read_text("\n".join(("RESOLUTION 7 (Geneva, 2022)", "A title", "The Council,", "noting", *lines)))

    first = text("a)\tthat it is so[^1],", "resolves", "1\tto act.", "[^1]: At once.")
    last = text("a)\tthat more is;", "b)\tthat it is so[^1],", "resolves", "1\tto act.", "[^1]: At once and soon.")
    assert {one.provision.line: (one.since, one.changed) for one in blame([first, last])} == {
        "RESOLUTION 7 (Geneva, 2022)": (0, 0),
        "A title": (0, 0),
        "The Council,": (0, 0),
        "noting": (0, 0),
        "a)\tthat more is;": (1, 1),
        "b)\tthat it is so,": (0, 0),
        "resolves": (0, 0),
        "1\tto act.": (0, 0),
        "1\tAt once and soon.": (0, 1),
    }
