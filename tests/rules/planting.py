"""Faults as people make them, planted into a clean text: each with its kind, the key of its place, and the rules that may tell it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text


class Planted(NamedTuple):
    """A spoiled text. ``key`` is None where the place is not one paragraph."""

    kind: str
    text: Resolution
    key: str | None
    codes: tuple[str, ...]


_WORDS = (
    ("annex of a number that is not there", "(see Annex 7 to this resolution)", "RD201"),
    ("annex hereto", "as set out in Annex 9 hereto", "RD201"),
    ("footnote without a body", "[^77]", "RD203"),
    ("broken reference", "in accordance with resolves 47 above", "RD301"),
    ("broken reference to a letter", "as in considering z) above", "RD301"),
    ("two conferences", "Resolution 140 (Rev. Busan, 2018)", "RD402"),
    ("no conference", "Resolution 102 (Rev. Dubai, 2019)", "RD402"),
    ("stale", "Resolution 71 (Rev. Busan, 2014)", "RD401"),
    ("31 June", "on 31 June 2018", "RD404"),
    ("29 February", "on 29 February 2019", "RD404"),
    ("32 May", "of 32 May 2018", "RD404"),
    ("fused years", "20122015", "RD608"),
    ("year twice", "2018 2018", "RD603"),
    ("square bracket left", "[in time]", "RD702"),
    ("blank before a comma", "in time , and", "RD604"),
    ("abbreviation never used", "a global digital compact fund (GDCF)", "RD502"),
)


class Planter:
    """Plants faults into one text."""

    def __init__(self, text: Resolution, chance: random.Random) -> None:
        self.text, self.chance = text, chance
        self.all = list(text.provisions)
        self.clauses = [
            p
            for p in self.all
            if p.kind is Kind.CLAUSE and p.key.startswith("s") and len(p.text.plain) > 60 and not p.text.notes
        ]
        self.calls = [p for p in self.all if p.kind is Kind.CALL and p.key.startswith("s")]
        self.middles = [p for p in self.clauses if self._is_middle(p)]

    def __iter__(self) -> Iterator[Planted]:
        for kind, words, code in _WORDS:
            p = self.chance.choice(self.clauses)
            yield self._reworded(kind, p, self._with(p, words), code)
        yield from self._labels()
        yield from self._ends()
        yield from self._calls()
        yield from self._signs()
        yield from self._annexes_and_notes()

    def _labels(self) -> Iterator[Planted]:
        for kind, codes in (
            ("gap", ("RD101",)),
            ("repeat", ("RD102",)),
            ("style", ("RD103", "RD101")),
            ("dash", ("RD103", "RD101")),
        ):
            if self.middles:
                p = self.chance.choice(self.middles)
                beside = self._siblings(p)
                bracket = (p.label or "").endswith(")")
                label = {"repeat": beside[beside.index(p) - 1].label, "style": "7" if bracket else "b)", "dash": "–"}.get(kind)
                if kind == "gap":
                    yield Planted(kind, self._of(q for q in self.all if q is not p), None, codes)
                else:
                    yield Planted(kind, self._changed(p, p._replace(label=label)), p.key, codes)
        if self.middles:
            p = self.chance.choice(self.middles)
            label = "q)bis" if (p.label or "").endswith(")") else "47bis"
            yield Planted("bis without a base", self._changed(p, p._replace(label=label)), p.key, ("RD104",))

    def _ends(self) -> Iterator[Planted]:
        for end, code in ((".", "RD110"), (",", "RD110"), ("", "RD110"), ("; and", "RD112")):
            own = [
                p for p in self.middles if p.text.plain.endswith(";") and (code == "RD110" or self._siblings(p)[-2] is not p)
            ]
            if own:
                p = self.chance.choice(own)
                yield self._reworded(f"end “{end}”", p, p.text.plain[:-1] + end, code)
        last = [p for p in self.all if p.kind is Kind.CLAUSE and p.key.startswith("s")][-1]
        if last.text.plain.endswith("."):
            for end in (";", ","):
                yield self._reworded(f"last end “{end}”", last, last.text.plain[:-1] + end, "RD111")

    def _calls(self) -> Iterator[Planted]:
        c = self.chance.choice(self.calls[:-1])
        yield self._reworded("misspelt call", c, c.text.plain[:3] + c.text.plain[4:], "RD106")
        c = self.chance.choice(self.calls)
        at, end = self._section(c)
        again = [c, self.all[at + 1]._replace(label=None, depth=0)]
        yield Planted("call twice in a row", self._of([*self.all[:end], *again, *self.all[end:]]), None, ("RD107",))
        empty = Provision(Kind.CALL, Text.of("noting with concern"))
        yield Planted("call without a clause", self._of([*self.all[:at], empty, *self.all[at:]]), None, ("RD108",))
        operative = [p for p in self.calls if re.match("resolves|instructs|decides", p.text.plain)]
        preamble = [p for p in self.calls if re.match("recall|consider|recogni|noting", p.text.plain)]
        if operative and preamble:
            at, end = self._section(self.chance.choice(preamble))
            stop = self._section(operative[0])[1]
            moved = [*self.all[:at], *self.all[end:stop], *self.all[at:end], *self.all[stop:]]
            yield Planted("preamble behind resolves", self._of(moved), None, ("RD105",))
        formula = self.text.formula
        if formula is not None and re.search(r"\(\w+, \d{4}\)", formula.plain):
            spoiled = next(p for p in self.all if p.kind is Kind.FORMULA)
            yield self._reworded("formula of another year", spoiled, re.sub(r"\d{4}", "1998", formula.plain), "RD113")

    def _signs(self) -> Iterator[Planted]:
        for sign, code in (("(", "RD601"), ("[", "RD601"), ("“", "RD602")):
            own = [p for p in self.clauses if not re.search(r"[()\[\]“”\"]", p.text.plain)]
            if own:
                p = self.chance.choice(own)
                words = p.text.plain.split(" ")
                n = self.chance.randrange(2, len(words) - 1)
                yield self._reworded(f"open {sign}", p, " ".join([*words[:n], f"{sign}{words[n]}", *words[n + 1 :]]), code)
        own = [p for p in self.clauses if not re.search(r"[()]", p.text.plain)]
        if own:
            p = self.chance.choice(own)
            short = re.sub(r"(?<= )(of|on|in|to|by)(?= )", r"\1)", p.text.plain, count=1)
            yield self._reworded("closing bracket", p, short if ")" in short else f"{p.text.plain[:-1]})", "RD601")
        p = self.chance.choice(self.clauses)
        words = p.text.plain.split(" ")
        small = [n for n in range(1, len(words) - 1) if words[n].isalpha() and words[n].islower() and words[n] != "that"]
        n = self.chance.choice(small)
        yield self._reworded("word twice", p, " ".join([*words[:n], words[n], *words[n:]]), "RD603")
        yield self._reworded("blank twice", p, f"{' '.join(words[:n])}  {' '.join(words[n:])}", "RD604")
        if terms := [p for p in self.clauses if re.search(r"\w Member States", p.text.plain)]:
            p = self.chance.choice(terms)
            yield self._reworded(
                "term without capitals", p, re.sub(r"(?<=\w )Member States", "member states", p.text.plain), "RD703"
            )

    def _annexes_and_notes(self) -> Iterator[Planted]:
        yield Planted(
            "note without a reference",
            self._of([*self.all, Provision(Kind.NOTE, Text.of("So it is."), "88")]),
            "note/88",
            ("RD204",),
        )
        body = [p for p in self.all if p.kind is not Kind.NOTE]
        annex = [
            Provision(Kind.ANNEX, Text.of("ANNEX 8")),
            Provision(Kind.ANNEX_TITLE, Text.of("Rules")),
            Provision(Kind.CLAUSE, Text.of("Members meet.")),
        ]
        whole = self._of([*body, *annex, *self.all[len(body) :]])
        if not re.search("annexe?s?", " ".join(p.text.plain for p in body), re.IGNORECASE):
            yield Planted("annex that nothing refers to", whole, None, ("RD202",))

    # how

    def _with(self, p: Provision, words: str) -> str:
        said = p.text.plain.split(" ")
        n = self.chance.randrange(2, len(said) - 1)
        return " ".join([*said[:n], words, *said[n:]])

    def _reworded(self, kind: str, p: Provision, words: str, code: str) -> Planted:
        return Planted(kind, self._changed(p, p._replace(text=Text.of(words))), p.key, (code,))

    def _changed(self, p: Provision, new: Provision) -> Resolution:
        return self._of(new if q is p else q for q in self.all)

    def _of(self, provisions: Iterator[Provision] | list[Provision]) -> Resolution:
        return Resolution.assemble(list(provisions), self.text.language, self.text.provenance)

    def _section(self, call: Provision) -> tuple[int, int]:
        at = self.all.index(call)
        return at, next((n for n in range(at + 1, len(self.all)) if self.all[n].kind is not Kind.CLAUSE), len(self.all))

    def _siblings(self, p: Provision) -> list[Provision]:
        above, depth = p.key.rpartition("/")[0], p.key.count("/")
        return [
            q for q in self.all if q.kind is Kind.CLAUSE and q.key.rpartition("/")[0] == above and q.key.count("/") == depth
        ]

    def _is_middle(self, p: Provision) -> bool:
        beside = self._siblings(p)
        listed = all(q.label and q.label not in "–-" for q in beside)
        return (
            listed and p is not beside[0] and p is not beside[-1] and not any(q.key.startswith(f"{p.key}/") for q in self.all)
        )
