"""What is told of each amendment is what became of it, over generated meetings of which the truth is known."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import resdraft
from resdraft.amend.fates import ADOPTED, ELSEWHERE, IN_PART, KEPT, NOT_ADOPTED, OVERTAKEN

STEMS = "telecom network digital access rural policy health climate youth women market spectrum orbit cyber trust skill finance region"
WORDS = [
    stem + end
    for stem in STEMS.split()
    for end in ("ment", "ing", "ity", "able", "ward", "ship", "like", "dom", "hood", "ness")
]
CALLS = ("considering", "noting", "recognizing", "resolves", "instructs the Director", "invites Member States")
HEAD = "RESOLUTION 77 (Rev. Dubai, 2018)\nOn a thing\nThe Plenipotentiary Conference of the ITU (Dubai, 2018),\n"
REJECTED = "rejected"
"""Told as one of these three, by what the place reads now."""


class Meeting(NamedTuple):
    """A base, the proposals, what else was adopted, the decisions, and the truth by the number of the amendment."""

    base: bytes
    proposals: list[bytes]
    others: list[bytes]
    decisions: bytes
    truth: dict[str, str]


class _Draft:
    """Meetings by chance: sources change clauses that nobody else of them touches, and each amendment has a fate of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self.words: dict[str, str] = {}
        lines = []
        for n, call in enumerate(CALLS):
            lines.append(call)
            for k in range(self.chance.randint(3, 6)):
                label = f"{'abcdef'[k]})" if n < 3 else str(k + 1)
                self.words[f"{call} {label}"] = f"that {self.some(8, 16)};"
                lines.append(f"{label}\t{self.words[f'{call} {label}']}")
        self.base = HEAD + "\n".join(lines) + "\n"
        self.places = list(self.words)
        self.free = self.chance.sample(self.places, len(self.places))
        self.codes = self.chance.sample(["RUS", "CHN", "ARB", "EUR", "USA", "J"], self.chance.randint(2, 5))
        self.own: dict[str, list[dict[str, Any]]] = {code: [] for code in self.codes}
        self.others: dict[str, list[dict[str, Any]]] = {code: [] for code in (*self.codes, "CHAIR")}
        self.lines: list[str] = []
        self.truth: dict[str, str] = {}

    def some(self, least: int, most: int) -> str:
        return " ".join(self.chance.sample(WORDS, self.chance.randint(least, most)))

    def amendment(self, code: str) -> None:
        place, new = self.free.pop(), self.some(4, 8)
        number = f"{code}/1/1({len(self.own[code]) + 1})"
        fate = self.chance.choice((ADOPTED, REJECTED, IN_PART, ELSEWHERE, OVERTAKEN))
        kind = self.chance.choice(("reword", "reword", "insert", "delete", "move"))
        part, old = " ".join(new.split()[:3]), ""
        if kind == "reword":
            words = self.words[place].rstrip(";").split()
            at = self.chance.randint(1, len(words) - 4)
            old = " ".join(words[at : at + self.chance.randint(1, 3)])
            self.own[code].append({"clause": place, "from": old, "to": new})
        elif kind == "insert":
            new, part = f"that {new};", f"that {part}"
            self.own[code].append({"after": place, "insert": new})
        elif kind == "delete":
            self.own[code].append({"clause": place, "delete": True})
        else:
            before = self.places[self.places.index(place) - 1]
            there = self.chance.choice([other for other in self.places if other not in (place, before)])
            self.own[code].append({"clause": place, "move": f"after {there}"})
        if fate == OVERTAKEN and kind == "reword":
            rival = self.chance.choice([other for other in self.codes if other != code])
            self.others[rival].append({"clause": place, "from": old, "to": self.some(4, 4)})
        elif fate == ELSEWHERE and kind in ("reword", "insert") and self.free:
            other = self.free.pop()
            last = self.words[other].rstrip(";").split()[-1]
            said = (
                {"after": other, "insert": new}
                if kind == "insert"
                else {"clause": other, "from": f"{last};", "to": f"{last} and {new};"}
            )
            self.others["CHAIR"].append(said)
        elif fate != IN_PART or kind not in ("reword", "insert"):
            fate = ADOPTED if fate in (ADOPTED, IN_PART, ELSEWHERE) else REJECTED
        self.truth[number] = fate
        decision = "adopt" if fate in (ADOPTED, IN_PART) else "reject"
        self.lines.append(f"- {{amendment: {number}, decision: {decision}{f', words: {part}' if fate == IN_PART else ''}}}")

    def meeting(self) -> Meeting:
        for code in self.codes:
            for _ in range(self.chance.randint(2, 5)):
                if self.free:
                    self.amendment(code)
        others = {code.replace("CHAIR", "IND"): own for code, own in self.others.items() if own}
        lines = ["decisions:", *self.lines, *(f"- {{amendment: {code}/9/1, decision: adopt}}" for code in others)]
        proposals = [_proposal(code, "1", own) for code, own in self.own.items() if own]
        return Meeting(
            self.base.encode(),
            proposals,
            [_proposal(code, "9", own) for code, own in others.items()],
            "\n".join(lines).encode(),
            self.truth,
        )


def _proposal(code: str, document: str, own: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {"source": code, "document": document, "meeting": "PP-22", "target": "77@2018", "amendments": own}
    ).encode()


def right(truth: str, told: str) -> bool:
    return told == truth or (truth == REJECTED and told in (KEPT, NOT_ADOPTED))


def share(counts: Mapping[tuple[str, bool], int], truth: str) -> float:
    return counts[truth, True] / (counts[truth, True] + counts[truth, False])


def test_fates_are_those_that_amendments_had() -> None:
    alone: Counter[tuple[str, bool]] = Counter()
    decided: Counter[tuple[str, bool]] = Counter()
    for seed in range(40):
        made = _Draft(seed).meeting()
        full = made.proposals + made.others
        try:
            done = resdraft.adopt(made.base, full, made.decisions)
        except resdraft.Unfit:
            # Words that the base has too are no part of the change, and two that were to stand in one place are rivals.
            continue
        adopted = done.clean("text").content
        assert isinstance(adopted, str)
        for row in resdraft.fate(made.base, adopted.encode(), made.proposals).rows:
            alone[made.truth[row.amendment], right(made.truth[row.amendment], row.fate)] += 1
        told = resdraft.fate(made.base, adopted.encode(), full, decisions=made.decisions)
        assert told.doubts == ()
        for row in told.rows:
            if row.amendment in made.truth:
                decided[made.truth[row.amendment], right(made.truth[row.amendment], row.fate)] += 1
    assert sum(alone.values()) > 300
    for truth in (ADOPTED, REJECTED, IN_PART, OVERTAKEN):
        # From the text alone it cannot be seen that a clause was moved past one that is gone.
        assert share(alone, truth) >= 0.98, (truth, alone)
        assert share(decided, truth) == 1, (truth, decided)
    assert share(alone, ELSEWHERE) >= 0.95, alone
    assert share(decided, ELSEWHERE) >= 0.95, decided
