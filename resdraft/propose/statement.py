"""A difference said as a proposal: amendments that name a clause and quote its words, as a delegate would write them by hand.

What is said is proved: fitted to the base, the amendments give the edited text. Where the finest way of saying it does not, a coarser one is
taken: a whole clause, then a whole section.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from resdraft.amend.fit import LINE_BREAK, FragmentReader, fit, without_orphans
from resdraft.amend.normalise import normal_diff
from resdraft.amend.wording import find_words
from resdraft.errors import OurFault, Problem
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text

_CLAUSES = (Kind.CLAUSE, Kind.BLOCK)


class Stated(NamedTuple):
    """One amendment, and the provisions of the base that it touches or stands behind."""

    amendment: Amendment
    keys: tuple[str, ...]


def state(base: Resolution, target: Resolution, words: Lexicon, read: FragmentReader) -> list[Stated]:
    """The amendments by which ``base`` becomes ``target``; labels of existing clauses and formatting are no part of them.

    Raises:
        OurFault: where they cannot be said so that they give the target.
    """
    target = without_orphans(base, target)
    edits = normal_diff(base, target, words)
    wanted = _plain(apply(base, edits))
    fine = _Speaker(base, edits, words).amendments()
    if _gives(base, fine, wanted, words, read):
        return fine
    coarse = _Speaker(base, edits, words, whole=True).amendments()
    if _gives(base, coarse, wanted, words, read):
        return coarse
    sections = _by_section(base, target, words)
    if _gives(base, sections, wanted, words, read):
        return sections
    raise OurFault(Problem("the changes cannot be said as amendments that give the edited text", "please report it"))


def _plain(resolution: Resolution) -> list[tuple[Kind, str, int]]:
    """What a proposal can say of a text: kinds, words and depths; marks of footnotes by their order."""
    marks = {note.mark: str(n) for n, note in enumerate(resolution.notes)}
    out = []
    for p in resolution.provisions:
        text = p.text.renote({mark: marks[mark] for mark in p.text.notes if mark in marks})
        out.append((p.kind, " ".join(text.marked().split(" ")), p.depth))
    return out


def _gives(
    base: Resolution, said: Sequence[Stated], wanted: list[tuple[Kind, str, int]], words: Lexicon, read: FragmentReader
) -> bool:
    """Whether the amendments, fitted to the base, give what is wanted."""
    proposal = Proposal("X", "", tuple(s.amendment._replace(line=n) for n, s in enumerate(said)))
    fitted = fit(base, proposal, words, read)
    return not fitted.problems and sorted(_plain(apply(base, fitted.edits))) == sorted(wanted)


class _Speaker:
    """Says edits in the order of the base. With ``whole``, a clause whose words change is given whole."""

    def __init__(self, base: Resolution, edits: Iterable[Edit], words: Lexicon, *, whole: bool = False) -> None:
        self.base, self.whole = base, whole
        self.addresses = Addresses(base, words)
        self.replaced: dict[str, list[Replace]] = defaultdict(list)
        self.gone: set[str] = set()
        self.moved: set[str] = set()
        self.gaps: dict[str, list[Addition]] = defaultdict(list)
        self.notes: dict[str, str] = {}
        for edit in edits:
            if isinstance(edit, Replace):
                self.replaced[edit.key].append(edit)
            elif isinstance(edit, Delete):
                self.gone.add(edit.key)
            elif isinstance(edit, Insert) and edit.provision.kind is Kind.NOTE:
                self.notes[edit.provision.label or ""] = edit.provision.text.marked()
            elif isinstance(edit, Insert | Move):
                self.gaps[edit.after].append(edit)
                self.moved |= {edit.key} if isinstance(edit, Move) else set()

    def amendments(self) -> list[Stated]:
        """All of them."""
        out = [*self._additions("")]
        covered: set[str] = set()
        for p in self.base.provisions:
            if p.key in self.gone and p.key not in covered and p.kind is not Kind.NOTE:
                below = {q.key for q in self.base.subtree(p.key)}
                covered |= below
                out.append(self._stated([Strike(self.addresses.of(p.key))], p.key))
            elif p.key in self.replaced:
                out.append(self._stated(self._words(p), p.key))
            out += self._additions(p.key)
        return out

    def _stated(self, instructions: Sequence[Instruction], *keys: str) -> Stated:
        """One amendment, with the footnotes that its new words bring, marked a, b, c."""
        used: dict[str, str] = {}
        for instruction in instructions:
            for mark in self.notes:
                if f"[^{mark}]" in _text_of(instruction):
                    used.setdefault(mark, f"new{len(used) + 1}" if len(self.notes) > 1 else "new")
        said = tuple(_renoted(instruction, used) for instruction in instructions)
        return Stated(Amendment(said, footnotes=tuple((name, self.notes[mark]) for mark, name in used.items())), keys)

    # words

    def _words(self, p: Provision) -> list[Instruction]:
        address = self.addresses.of(p.key)
        sole = self.base.subtree(p.key) if p.kind is Kind.CALL else ()
        if self.whole or (len(sole) == 2 and sole[1].label is None):
            return [Reword(address, _said(_reworded(p.text, self.replaced[p.key])), exact=True)]
        return [self._replacement(p, address, edit) for edit in sorted(self.replaced[p.key], key=lambda e: (e.start, e.end))]

    def _replacement(self, p: Provision, address: str, edit: Replace) -> Words:
        """The words of one change, with as many of their neighbours as it takes to quote them."""
        tokens = p.text.tokens
        start, end = edit.start, edit.end
        while True:
            old, new = (
                Text.join(tokens[start:end]),
                Text.join([*tokens[start : edit.start], *edit.new.spans, *tokens[edit.end : end]]),
            )
            said, instead = _said(old), _said(new)
            if said and instead and said == said.strip() and instead == instead.strip() and find_words(p.text, said):
                break
            if start == 0 and end == len(tokens):
                break
            back = start > 0 and (edit.start - start <= end - edit.end or end == len(tokens))
            start, end = (start - 1, end) if back else (start, end + 1)
        places = find_words(p.text, said)
        at = places.index((start, end)) + 1 if (start, end) in places else None
        exact = _folds(old, new)
        return Words(address, said, instead, at if len(places) > 1 else None, exact)

    # additions

    def _additions(self, after: str) -> Iterator[Stated]:
        additions = sorted(self.gaps.get(after, ()), key=lambda e: e.rank)
        n = 0
        while n < len(additions):
            head = additions[n]
            end = n + 1
            while end < len(additions) and type(additions[end]) is type(head) and self._under(head, additions[end]):
                end += 1
            block = additions[n:end]
            depth, kind = self._level(head)
            where, place = self._place(after, kind, depth)
            if isinstance(head, Move):
                yield self._stated([Transfer(self.addresses.of(head.key), where, place)], head.key)
            else:
                inserted = [edit.provision for edit in block if isinstance(edit, Insert)]
                yield self._stated([Add(where, place, _lines(inserted, depth))], after)
            n = end

    def _level(self, edit: Addition) -> tuple[int, Kind]:
        if isinstance(edit, Insert):
            return edit.provision.depth, edit.provision.kind
        return edit.depth, self.base[edit.key].kind

    def _under(self, head: Addition, other: Addition) -> bool:
        """Whether an addition stands below another, and is said with it."""
        depth, kind = self._level(head)
        below, its = self._level(other)
        if kind is Kind.ANNEX:
            return its is not Kind.ANNEX
        if its not in _CLAUSES:
            return False
        return kind is Kind.CALL or below > depth

    def _place(self, after: str, kind: Kind, depth: int) -> tuple[str, str]:
        """How the gap behind a provision is said for something of that kind and depth."""
        provisions = self.base.provisions
        at = self.base.by_key.get(after, -1)
        following = provisions[at + 1] if at + 1 < len(provisions) else None
        if kind in _CLAUSES:
            if after and provisions[at].kind in _CLAUSES and provisions[at].depth >= depth:
                sibling = next(p for p in provisions[at::-1] if p.depth <= depth and p.kind in _CLAUSES)
                if sibling.depth == depth and self.base.subtree(sibling.key)[-1].key == after:
                    return "after", self.addresses.of(sibling.key)
            if following is not None and following.kind in _CLAUSES and following.depth == depth:
                return "before", self.addresses.of(following.key)
            return "in", self.addresses.of(after) if after else "title"
        if kind is Kind.CALL:
            head = next((p for p in provisions[at::-1] if p.kind in (Kind.CALL, Kind.ANNEX)), None) if after else None
            if head is not None and self.base.subtree(head.key)[-1].key == after:
                return "after", self.addresses.of(head.key)
        if following is not None and following.kind in (Kind.CALL, Kind.ANNEX):
            return "before", self.addresses.of(following.key)
        return "after", self.addresses.of(after) if after else "title"


def _by_section(base: Resolution, target: Resolution, words: Lexicon) -> list[Stated]:
    """Each section or annex that differs, given whole."""
    addresses = Addresses(base, words)
    sides = [[p for p in r.provisions if p.kind in (Kind.CALL, Kind.ANNEX) and "/" not in p.key] for r in (base, target)]
    out: list[Stated] = []
    for old, new in zip(*sides, strict=False):
        mine, theirs = base.subtree(old.key), target.subtree(new.key)
        if [p.content[:2] for p in mine] != [p.content[:2] for p in theirs] or [p.depth for p in mine] != [
            p.depth for p in theirs
        ]:
            lines = _lines(list(theirs), 0, said=True)
            out.append(Stated(Amendment((Reword(addresses.of(old.key), lines),)), (old.key,)))
    return out


def _folds(old: Text, new: Text) -> bool:
    """Whether a change is lost where kinds of quote, hyphen and blank are alike, or a blank more or less."""
    from resdraft.amend.wording import FOLDED

    def folded(text: Text) -> str:
        return "".join(token.text.translate(FOLDED) if token.note is None else f"[^{token.note}]" for token in text.tokens)

    same = folded(old).split() == folded(new).split()
    touched = any(ord(c) in FOLDED for t in (old, new) for c in t.plain)
    return same or touched or "  " in old.plain + new.plain


def _said(text: Text) -> str:
    return text.marked().replace("\n", LINE_BREAK)


def _reworded(text: Text, edits: Iterable[Replace]) -> Text:
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text.replace(edit.start, edit.end, edit.new)
    return text


def _lines(provisions: Sequence[Provision], depth: int, *, said: bool = False) -> str:
    """New text in lines, each saying what it is where it is more than a clause alone."""
    plain = len(provisions) == 1 and provisions[0].kind is Kind.CLAUSE and not said
    out = []
    for p in provisions:
        text = _said(p.text)
        line = f"{p.label}\t{text}" if p.label is not None else text
        at = (
            str(p.depth - depth)
            if p.kind in _CLAUSES and provisions[0].kind in _CLAUSES
            else str(p.depth)
            if p.kind in _CLAUSES
            else ""
        )
        out.append(text if plain else f"\\{p.kind.value}{at}\t{line}")
    return "\n".join(out)


def _text_of(instruction: Instruction) -> str:
    return instruction.new if isinstance(instruction, Words) else getattr(instruction, "text", "")


def _renoted(instruction: Instruction, names: dict[str, str]) -> Instruction:
    for mark, name in names.items():
        if isinstance(instruction, Words):
            instruction = instruction._replace(new=instruction.new.replace(f"[^{mark}]", f"[^{name}]"))
        elif isinstance(instruction, Reword | Add):
            instruction = instruction._replace(text=instruction.text.replace(f"[^{mark}]", f"[^{name}]"))
    return instruction
