"""A difference said as a proposal: amendments that name a clause and quote its words, as a delegate would write them by hand.

What is said is proved: fitted to the base, the amendments give the edited text. Where the finest way of saying it does not, a coarser one is
taken: a whole clause, then a whole section.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from resdraft.amend.fit import FragmentReader, fit, without_orphans
from resdraft.amend.normalise import normal_diff
from resdraft.amend.wording import find_words
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text, Token
from resdraft.propose.sections import by_section
from resdraft.propose.wording import CLAUSES, Stated, lines_of, said_of

_WORD = re.compile(r"\w{2,}")
_ENOUGH = 2
"""So many words are quoted at least."""
_CLOSE = 6
"""Changes that are so few tokens apart are quoted together."""


def state(base: Resolution, target: Resolution, words: Lexicon, read: FragmentReader) -> list[Stated]:
    """The amendments by which ``base`` becomes ``target``; labels of existing clauses and formatting are no part of them.

    Raises:
        Unfit: where they cannot be said so that they give the target, as where two calls come in mid-list at once.
    """
    target = without_orphans(base, target)
    edits = normal_diff(base, target, words)
    wanted = _plain(apply(base, edits))
    for said in (
        _Speaker(base, edits, words).amendments(),
        _Speaker(base, edits, words, whole=True).amendments(),
        by_section(base, target, words),
    ):
        if _gives(base, said, wanted, words, read):
            return said
    what = "the changes cannot be said as amendments that give the edited text"
    hint = (
        "`resdraft diff` shows them: is it the same resolution, without a cover? several new calls in one list cannot be said"
    )
    raise Unfit(Problem(what, hint))


def _plain(resolution: Resolution) -> tuple[list[tuple[Kind, str, int]], list[str]]:
    """What a proposal can say of a text: kinds, words and depths in order, references in the words of their footnotes; and all footnotes."""
    notes = {note.mark: note.text.marked() for note in resolution.notes}
    body: list[tuple[Kind, str, int]] = [
        (p.kind, p.text.renote({mark: notes[mark] for mark in p.text.notes if mark in notes}).marked(), p.depth)
        for p in resolution.provisions
        if p.kind is not Kind.NOTE
    ]
    return body, sorted(notes.values())


def _gives(
    base: Resolution,
    said: Sequence[Stated],
    wanted: tuple[list[tuple[Kind, str, int]], list[str]],
    words: Lexicon,
    read: FragmentReader,
) -> bool:
    """Whether the amendments, fitted to the base, give what is wanted."""
    proposal = Proposal("X", "", tuple(s.amendment for s in said))
    fitted = fit(base, proposal, words, read)
    return not fitted.problems and _plain(apply(base, fitted.edits)) == wanted


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
        if self.whole:
            return [Reword(address, said_of(_reworded(p.text, self.replaced[p.key])), exact=True)]
        groups = _together(sorted(self.replaced[p.key], key=lambda e: (e.start, e.end)))
        return [self._replacement(p, address, edits) for edits in groups]

    @staticmethod
    def _replacement(p: Provision, address: str, edits: Sequence[Replace]) -> Words:
        """The words of changes that stand close, with as many of their neighbours as it takes to quote and recognise them."""
        tokens = p.text.tokens
        first, last = edits[0].start, edits[-1].end
        start, end = first, last
        while True:
            old, new = Text.join(tokens[start:end]), _stretch(tokens, start, end, edits)
            said, instead = said_of(old), said_of(new)
            whole = said and instead and said == said.strip() and instead == instead.strip() and find_words(p.text, said)
            if (whole and _WORD.findall(said)[_ENOUGH - 1 :]) or (start == 0 and end == len(tokens)):
                break
            back = start > 0 and (first - start <= end - last or end == len(tokens))
            start, end = (start - 1, end) if back else (start, end + 1)
        places = find_words(p.text, said)
        at = places.index((start, end)) + 1 if (start, end) in places else None
        return Words(address, said, instead, at if len(places) > 1 else None, _folds(old, new))

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
                yield self._stated([Add(where, place, lines_of(inserted, depth, said=self.whole))], after)
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
        if its not in CLAUSES:
            return False
        return kind is Kind.CALL or below > depth

    def _place(self, after: str, kind: Kind, depth: int) -> tuple[str, str]:
        """How the gap behind a provision is said for something of that kind and depth."""
        provisions = self.base.provisions
        at = self.base.by_key.get(after, -1)
        following = provisions[at + 1] if at + 1 < len(provisions) else None
        if kind in CLAUSES:
            if after and provisions[at].kind in CLAUSES and provisions[at].depth >= depth:
                sibling = next(p for p in provisions[at::-1] if p.depth <= depth and p.kind in CLAUSES)
                if sibling.depth == depth and self.base.subtree(sibling.key)[-1].key == after:
                    return "after", self.addresses.of(sibling.key)
            if following is not None and following.kind in CLAUSES and following.depth == depth:
                return "before", self.addresses.of(following.key)
            return "in", self.addresses.of(after) if after else "title"
        if kind is Kind.CALL:
            head = next((p for p in provisions[at::-1] if p.kind in (Kind.CALL, Kind.ANNEX)), None) if after else None
            if head is not None and self.base.subtree(head.key)[-1].key == after:
                return "after", self.addresses.of(head.key)
            if following is not None and following.kind in CLAUSES:
                return "before", self.addresses.of(following.key)
        if following is not None and following.kind in (Kind.CALL, Kind.ANNEX):
            return "before", self.addresses.of(following.key)
        return "after", self.addresses.of(after) if after else "title"


def _together(edits: Sequence[Replace]) -> list[list[Replace]]:
    """Changes in groups that are read, and quoted, together."""
    out: list[list[Replace]] = []
    for edit in edits:
        if out and edit.start - out[-1][-1].end <= _CLOSE:
            out[-1].append(edit)
        else:
            out.append([edit])
    return out


def _stretch(tokens: Sequence[Token], start: int, end: int, edits: Sequence[Replace]) -> Text:
    """Tokens ``start`` to ``end`` with the edits made."""
    out: list[Token] = []
    at = start
    for edit in edits:
        out += [*tokens[at : edit.start], *edit.new.spans]
        at = edit.end
    return Text.join([*out, *tokens[at:end]])


def _folds(old: Text, new: Text) -> bool:
    """Whether a change is lost where kinds of quote, hyphen and blank are alike, or a blank more or less."""
    from resdraft.amend.wording import FOLDED

    def folded(text: Text) -> str:
        return "".join(token.text.translate(FOLDED) if token.note is None else f"[^{token.note}]" for token in text.tokens)

    kinds = [[c for c in side.plain if ord(c) in FOLDED] for side in (old, new)]
    return folded(old).split() == folded(new).split() or kinds[0] != kinds[1] or "  " in old.plain + new.plain


def _reworded(text: Text, edits: Iterable[Replace]) -> Text:
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text.replace(edit.start, edit.end, edit.new)
    return text


def _text_of(instruction: Instruction) -> str:
    return instruction.new if isinstance(instruction, Words) else getattr(instruction, "text", "")


def _renoted(instruction: Instruction, names: dict[str, str]) -> Instruction:
    for mark, name in names.items():
        if isinstance(instruction, Words):
            instruction = instruction._replace(new=instruction.new.replace(f"[^{mark}]", f"[^{name}]"))
        elif isinstance(instruction, Reword | Add):
            instruction = instruction._replace(text=instruction.text.replace(f"[^{mark}]", f"[^{name}]"))
    return instruction
