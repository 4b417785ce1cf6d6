"""References within one text: "resolves 5 above", "considering e), f) and g)", "resolves 1 to 3", "as shown in the Annex", "c) above".

A reference is found with the characters of each of its labels, and each label is resolved to the keys of the clauses that it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from resdraft.cite.patterns import Patterns, alternatives, either_case
from resdraft.model.address import Addresses
from resdraft.model.labels import SUFFIXES
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution

_SUFFIX = "|".join(SUFFIXES)
_ONE = (
    rf"(?:\d+[A-Z]?(?:\.\d+)*(?:{_SUFFIX})?(?![\w.]*\d)|(?:[a-z]{{1,2}}|[ivxl]{{1,6}})(?:{_SUFFIX})?\)|\((?:[a-z]{{1,2}}|[ivxl]{{1,6}}|\d+)\))"
    rf"(?:{_SUFFIX})?"
)
_LABEL = rf"{_ONE}(?:\s?(?:[a-z]{{1,2}}|[ivxl]{{1,6}})\)(?:{_SUFFIX})?)*"
_ORDINAL = r"(?:\s+\(\d+\)(?=\s))?"
_BARE = re.compile(r"[\d.]+")


class Target(NamedTuple):
    """One label of a reference, or a range of them.

    ``start`` and ``end`` are its characters in the clause's words, footnote references not counted; ``said`` is the whole address that it
    stands for; ``keys`` are those of the clauses that are meant: one, or all of a range. None is a broken reference. More than one where
    ``ambiguous``: any of them can be meant. ``between`` is what stands between the first label of a range and the last, "" where one label
    is all.
    """

    start: int
    end: int
    said: str
    keys: tuple[str, ...] = ()
    ambiguous: bool = False
    between: str = ""


class Reference(NamedTuple):
    """What one clause says of other places of its text: a call and labels, an annex, or labels alone.

    ``key`` is the clause that says it; ``start`` and ``end`` are its characters, from the call to the last label; ``call`` is the call as
    written, "" where labels stand alone.
    """

    key: str
    start: int
    end: int
    call: str
    targets: tuple[Target, ...]


class References:
    """Finds the references of one resolution."""

    def __init__(self, resolution: Resolution, lexicon: Lexicon, words: Patterns) -> None:
        self.resolution, self.lexicon, self.words = resolution, lexicon, words
        self.addresses = Addresses(resolution, lexicon)
        self.annexes = frozenset(words.citing.words.get("annexes", ()))

    def all(self) -> list[Reference]:
        """Every reference, in the order of the text. Titles, number lines and headings are not searched."""
        out: list[Reference] = []
        for p in self.resolution.provisions:
            if p.kind in (Kind.CLAUSE, Kind.CALL, Kind.NOTE, Kind.BLOCK):
                out += self.of(p)
        return out

    def of(self, p: Provision) -> list[Reference]:
        """The references of one provision, in order."""
        text = p.text.plain
        found = [*self._within(text, list(self._calls(p.key, text))), *self._annexes(p.key, text)]
        if p.kind is not Kind.CALL:
            found += self._alone(p, text)
        out: list[Reference] = []
        for reference in sorted(found, key=lambda r: (r.start, -r.end)):
            if not out or reference.start >= out[-1].end:
                out.append(reference)
        return out

    # the patterns

    @cached_property
    def _called(self) -> re.Pattern[str]:
        """A call of this text or any that the language knows, and a label behind it, or "above"."""
        own = {" ".join(p.text.plain.split()).rstrip(" ,:;") for p in self.resolution.provisions if p.kind is Kind.CALL}
        own_calls = alternatives(either_case(call for call in own if call))
        known = {*self.lexicon.preambular, *self.lexicon.operative}
        modified = {f"{modifier} {form}" for modifier in self.lexicon.modifiers for form in self.lexicon.operative}
        any_call = alternatives({*either_case(own), *known, *modified} - {""})
        above = self.words.words("above")
        return re.compile(
            rf"(?<!\w)(?:(?P<call>{any_call})(?P<ordinal>{_ORDINAL})\s+(?={_LABEL}(?!\w))|(?P<whole>{own_calls})(?=\s+{above}(?!\w)))"
        )

    @cached_property
    def _label(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?P<label>{_LABEL})(?!\w)(?:\s*(?:[-–\u2011]|{self.words.words('to')}(?=\s))\s*(?P<last>{_LABEL})(?!\w))?"
        )

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        """What makes labels those of another text: ``of Resolution 80``; and a text named in front: ``its``."""
        nouns = alternatives(either_case(self.words.citing.kinds))
        of, asides = self.words.words("of_text"), self.words.words("asides")
        return re.compile(
            rf"[^.;()]{{0,4}}(?:{asides},?\s*)?{of}\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}{nouns}\s+(?:ITU|\d|\[|[A-Z]+\d)"
        )

    @cached_property
    def _follows(self) -> re.Pattern[str]:
        """What can stand behind a label that means no clause, and still shows that a clause is meant."""
        return re.compile(
            rf"\s*(?:$|[,.;:()\[\]\"“”«»]|(?:{self.words.words('above')}|{self.words.words('and')}|{self.words.words('of_text')})(?!\w))"
        )

    @cached_property
    def _swallowed(self) -> re.Pattern[str]:
        """A clause that runs on behind its call, as text from PDF does, and no reference: ``resolves 1 that``."""
        return re.compile(rf"\s+{alternatives(self.lexicon.openers)}(?!\w)(?!\s+{_LABEL}(?!\w))")

    @cached_property
    def _annex(self) -> re.Pattern[str]:
        word, text = (alternatives(either_case(self.words.citing.words.get(name, ()))) for name in ("annexes", "texts"))
        this = rf"\s+{self.words.words('of')}\s+{self.words.words('this')}\s+{text}"
        number = r"(?:\d{1,2}|[A-Z]|[IVX]{1,4})(?![\w.])"
        more = rf"(?P<more>(?:{self.words.separator.pattern}{number})*)"
        return re.compile(rf"(?<!\w)(?P<the>[Tt]he\s+)?(?P<word>{word})(?:\s+(?P<name>{number}){more})?(?!\w)(?P<this>{this})?")

    @cached_property
    def _lonely(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<![\w.,/§-])(?P<label>{_LABEL})(?:{self.words.separator.pattern}{_LABEL})*\s+{self.words.words('above')}(?!\w)"
        )

    # calls and labels

    def _calls(self, key: str, text: str) -> Iterator[Reference]:
        for found in self._called.finditer(text):
            if self.words.possessive.search(text, max(0, found.start() - 12), found.start()):
                continue
            if found["whole"]:
                if found.start() == 0 and self.resolution[key].kind is Kind.CALL:
                    continue
                call = " ".join(found["whole"].split())
                keys = self.addresses.matches(call)
                yield Reference(
                    key, found.start(), found.end(), call, (Target(*found.span(), call, tuple(keys), len(keys) > 1),)
                )
                continue
            call = " ".join((found["call"] + found["ordinal"]).split())
            targets = self._labels(text, found.end(), call)
            if targets:
                yield Reference(key, found.start(), targets[-1].end, call, tuple(targets))

    def _within(self, text: str, found: list[Reference]) -> list[Reference]:
        """Those that mean this text: ``resolves 6 or resolves 7 of Resolution 35`` are both that resolution's."""
        out: list[Reference] = []
        elsewhere, begins = False, -1
        for reference in reversed(found):
            between = self.words.separator.match(text, reference.end)
            joined = between is not None and between.end() == begins
            elsewhere = (elsewhere and joined) or self._elsewhere.match(text, reference.end) is not None
            begins = reference.start
            if not elsewhere:
                out.append(reference)
        return out[::-1]

    def _labels(self, text: str, at: int, call: str) -> list[Target]:
        out: list[Target] = []
        while label := self._label.match(text, at):
            target = self._target(label, call)
            if self._swallowed.match(text, label.end()) and not label["last"]:
                break
            if not target.keys and not self._follows.match(text, label.end()):
                break
            out.append(target)
            between = self.words.separator.match(text, label.end())
            if between is None:
                break
            at = between.end()
        return out

    def _target(self, label: re.Match[str], call: str) -> Target:
        start, end, said = label.start(), label.end(), f"{call} {label[0]}"
        first = self.addresses.matches(f"{call} {label['label']}")
        if not label["last"]:
            return Target(start, end, said, tuple(first), len(first) > 1)
        last = self.addresses.matches(f"{call} {label['last']}")
        between = label.string[label.end("label") : label.start("last")]
        if len(first) == len(last) == 1:
            return Target(start, end, said, self._between(first[0], last[0]), between=between)
        return Target(start, end, said, tuple(first + last) if first and last else (), bool(first and last), between)

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        """The keys from one clause to another beside it; none where they are not beside each other."""
        parent, _, low = first.rpartition("/")
        other, _, high = last.rpartition("/")
        if parent != other or not (low.isdigit() and high.isdigit()) or int(high) < int(low):
            return ()
        return tuple(f"{parent}/{n}" for n in range(int(low), int(high) + 1))

    # annexes

    def _annexes(self, key: str, text: str) -> Iterator[Reference]:
        annexes = [p.key for p in self.resolution.provisions if p.kind is Kind.ANNEX]
        for found in self._annex.finditer(text):
            if not self._own_annex(found, text, bool(annexes)):
                continue
            word, name = found["word"].lower().rstrip("s") if found["more"] else found["word"].lower(), found["name"]
            names = [(found.start("name"), found.end("name"), name)] if name else [(found.start("word"), found.end("word"), "")]
            for more in re.finditer(r"(?<!\w)(?:\d{1,2}|[A-Z]|[IVX]{1,4})(?!\w)", found["more"] or ""):
                at = found.start("more")
                names.append((at + more.start(), at + more.end(), more[0]))
            word = next(iter(self.words.citing.words.get("annexes", ())), word) if found["more"] else word
            targets = [self._annex_target(start, end, word, said, annexes) for start, end, said in names]
            yield Reference(key, found.start("word"), names[-1][1], word, tuple(targets))

    def _own_annex(self, found: re.Match[str], text: str, there: bool) -> bool:
        """Whether a text's own annex is meant: this text is named, or no other is and an annex is spoken of by name."""
        if found["this"]:
            return True
        if self.words.of_another.match(text, found.end()):
            return False
        capital = found["word"][:1].isupper()
        if not found["name"] and found["word"].lower() != next(iter(self.words.citing.words.get("annexes", ())), ""):
            return False
        return bool((found["the"] and (capital or there)) or (found["name"] and capital and there))

    def _annex_target(self, start: int, end: int, word: str, name: str, annexes: list[str]) -> Target:
        said = f"{word} {name}".strip()
        keys = [key for key in self.addresses.matches(said) if key in annexes]
        if not keys and len(annexes) == 1 and name in ("1", "A", "I"):
            keys = annexes
        return Target(start, end, said, tuple(keys), len(keys) > 1)

    # labels alone

    def _alone(self, p: Provision, text: str) -> Iterator[Reference]:
        """Labels of the list that the clause itself stands in, or of one above it: "c) above"."""
        for found in self._lonely.finditer(text):
            if _BARE.fullmatch(found["label"]) and not self.words.counted.search(
                text, max(0, found.start() - 12), found.start()
            ):
                continue
            targets, at = [], found.start()
            while label := self._label.match(text, at):
                targets.append(Target(label.start(), label.end(), label["label"], self._beside(p.key, label["label"])))
                between = self.words.separator.match(text, label.end())
                if between is None:
                    break
                at = between.end()
            yield Reference(p.key, targets[0].start, targets[-1].end, "", tuple(targets))

    def _beside(self, key: str, label: str) -> tuple[str, ...]:
        parent = key.rpartition("/")[0]
        while parent:
            if keys := self.addresses.below(parent, label):
                return tuple(keys)
            parent = parent.rpartition("/")[0]
        return ()
