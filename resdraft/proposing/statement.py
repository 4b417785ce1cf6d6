"""The amendments between two texts: each names a clause and quotes its words, as a delegate would write it by hand.

They are proved: fitted to the base, they give the edited text. Where the finest amendments do not, coarser ones are taken: whole clauses,
then whole sections.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from resdraft.amend.fit import FragmentReader, edits_alone, fit
from resdraft.amend.normalise import label_beside, normal_diff
from resdraft.amend.unused_footnotes import without_unused_footnotes
from resdraft.amend.wording import FOLDED, find_words
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Replace
from resdraft.model.labels import is_dash
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text, Token
from resdraft.proposing.sections import by_section
from resdraft.proposing.wording import CLAUSES, KIND_SAID, PlacedAmendment, lines_of, quoted, without_end_blanks

_WORD = re.compile(r"\w{2,}")
_LEAST_WORDS = 2
"""How many words are quoted at least: one word alone is hard to find, and often stands more than once."""
_CLOSE = 6
"""Changes that are at most so many tokens apart are quoted together."""


def amendments_between(base: Resolution, target: Resolution, words: Lexicon, read: FragmentReader) -> list[PlacedAmendment]:
    """The amendments by which ``base`` becomes ``target``; labels of existing clauses and formatting are no part of them.

    Args:
        base: the official text.
        target: the text as edited.
        words: the words of the base's language.
        read: reads new wording, to prove the amendments.

    Returns:
        The amendments in the order of the base, each with the provisions that it touches.

    Raises:
        Unfit: where no amendments give the target, as where two calls come in the middle of a list at once.
    """
    target = without_unused_footnotes(base, without_end_blanks(base, target))
    edits = normal_diff(base, target, words)
    wanted = _content(apply(base, edits))
    fine, whole = (_AmendmentWriter(base, edits, words, whole=whole).amendments() for whole in (False, True))

    def gives(amendments: Iterable[PlacedAmendment]) -> bool:
        return _gives(base, amendments, wanted, words, read)

    def plainly(amendments: Iterable[PlacedAmendment]) -> list[PlacedAmendment]:
        return [_plainly(base, one, words, read) for one in amendments]

    for amendments in (fine, whole):
        plain = plainly(amendments)
        if gives(plain):
            return plain
    sections = by_section(base, target, words)
    if gives(sections):
        finest = _finer(_finer(sections, fine, gives), whole, gives)
        plain = plainly(finest)
        return plain if gives(plain) else finest
    what = "the changes cannot be said as amendments that give the edited text"
    hint = (
        "`resdraft diff` shows them: is it the same resolution, without a cover? several new calls in one list cannot be said"
    )
    raise Unfit(Problem(what, hint))


def _finer(
    sections: Sequence[PlacedAmendment], fine: Sequence[PlacedAmendment], gives: Callable[[list[PlacedAmendment]], bool]
) -> list[PlacedAmendment]:
    """Sections given whole, but for those whose finer amendments give the same: one odd place is no reason to restate them all."""
    out = [[one] for one in sections]
    for n, (one, *others) in enumerate(out):
        own = [f for f in fine if f.keys and f.keys[0].split("/")[0] == one.keys[0]]
        if own and not others and gives([stated for m, part in enumerate(out) for stated in (own if m == n else part)]):
            out[n] = own
    return [stated for part in out for stated in part]


class _Content(NamedTuple):
    """What amendments can change of a text: kinds, words, depths and forms of label in order, and the footnotes.

    References stand in the words of their footnotes, for marks are not content. Numbers and letters are none either, but a dash is.
    """

    body: Sequence[tuple[Kind, str, int, str]]
    notes: Sequence[str]


def _content(resolution: Resolution) -> _Content:
    notes = {note.mark: note.text.marked() for note in resolution.notes}
    body = [
        (p.kind, p.text.renote(notes).marked(), p.depth, "" if p.label is None else "dash" if is_dash(p.label) else "label")
        for p in resolution.provisions
        if p.kind is not Kind.NOTE
    ]
    return _Content(body, sorted(notes.values()))


def _gives(
    base: Resolution, amendments: Iterable[PlacedAmendment], wanted: _Content, words: Lexicon, read: FragmentReader
) -> bool:
    """Whether the amendments, fitted to the base, give what is wanted."""
    proposal = Proposal("X", "", tuple(one.amendment for one in amendments))
    fitted = fit(base, proposal, words, read)
    return not fitted.problems and _content(apply(base, fitted.edits)) == wanted


def _plainly(base: Resolution, stated: PlacedAmendment, words: Lexicon, read: FragmentReader) -> PlacedAmendment:
    """An amendment in the lines that a delegate would type, where they are read as the same: without ``\\clause1`` in front."""
    instructions = [
        i._replace(text=KIND_SAID.sub("", i.text)) if isinstance(i, Add | Reword) else i for i in stated.amendment.instructions
    ]
    plain = stated.amendment._replace(instructions=tuple(instructions))
    if plain == stated.amendment:
        return stated
    try:
        same = edits_alone(base, plain, words, read) == edits_alone(base, stated.amendment, words, read)
    except Unfit:
        return stated
    return stated._replace(amendment=plain) if same else stated


class _AmendmentWriter:
    """Writes edits as amendments, in the order of the base. With ``whole``, a clause whose words change is given whole."""

    def __init__(self, base: Resolution, edits: Iterable[Edit], words: Lexicon, *, whole: bool = False) -> None:
        self.base, self.whole = base, whole
        self.addresses = Addresses(base, words)
        self.replaced: dict[str, list[Replace]] = defaultdict(list)
        self.gone: set[str] = set()
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

    def amendments(self) -> list[PlacedAmendment]:
        """All of them."""
        out = [*self._additions("")]
        covered: set[str] = set()
        for p in self.base.provisions:
            if p.key in self.gone and p.key not in covered and p.kind is not Kind.NOTE:
                below = {q.key for q in self.base.subtree(p.key)}
                covered |= below
                out.append(self._placed([Strike(self.addresses.of(p.key))], p.key))
            elif p.key in self.replaced:
                out.append(self._placed(self._words(p), p.key))
            out += self._additions(p.key)
        return out

    def _placed(self, instructions: Sequence[Instruction], *keys: str) -> PlacedAmendment:
        """One amendment, with the footnotes that its new words bring, marked ``new``, or ``new1``, ``new2``."""
        found = dict.fromkeys(mark for i in instructions for mark in self.notes if f"[^{mark}]" in _text_of(i))
        used = {mark: f"new{n}" if len(found) > 1 else "new" for n, mark in enumerate(found, 1)}
        renoted = tuple(_renoted(instruction, used) for instruction in instructions)
        footnotes = tuple((name, self.notes[mark]) for mark, name in used.items())
        return PlacedAmendment(Amendment(renoted, footnotes=footnotes), keys)

    def _words(self, p: Provision) -> list[Instruction]:
        address = self.addresses.of(p.key)
        if self.whole:
            return [Reword(address, quoted(_reworded(p.text, self.replaced[p.key])), exact=True)]
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
            before, after = quoted(old), quoted(new)
            # Blanks at the ends would be lost where a quotation is read.
            whole = before and after and before == before.strip() and after == after.strip() and find_words(p.text, before)
            if (whole and len(_WORD.findall(before)) >= _LEAST_WORDS) or (start == 0 and end == len(tokens)):
                break
            back = start > 0 and (first - start <= end - last or end == len(tokens))
            start, end = (start - 1, end) if back else (start, end + 1)
        places = find_words(p.text, before)
        at = places.index((start, end)) + 1 if (start, end) in places else None
        return Words(address, before, after, at if len(places) > 1 else None, _needs_exact(old, new))

    def _additions(self, after: str) -> Iterator[PlacedAmendment]:
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
                yield self._placed([Transfer(self.addresses.of(head.key), where, place)], head.key)
            else:
                inserted = [edit.provision for edit in block if isinstance(edit, Insert)]
                lines = lines_of(inserted, depth, explicit=self.whole, beside=label_beside(self.base, after, depth))
                yield self._placed([Add(where, place, lines)], after)
            n = end

    def _level(self, edit: Addition) -> tuple[int, Kind]:
        if isinstance(edit, Insert):
            return edit.provision.depth, edit.provision.kind
        return edit.depth, self.base[edit.key].kind

    def _under(self, head: Addition, other: Addition) -> bool:
        """Whether an addition stands below another, and comes in the same amendment."""
        depth, kind = self._level(head)
        below, its = self._level(other)
        if kind is Kind.ANNEX:
            return its is not Kind.ANNEX
        if its not in CLAUSES:
            return False
        return kind is Kind.CALL or below > depth

    def _place(self, after: str, kind: Kind, depth: int) -> tuple[str, str]:
        """How an amendment names the gap behind a provision, for something of that kind and depth: where, and of which place."""
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
    """The changes of a provision in groups that are quoted together."""
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


def _needs_exact(old: Text, new: Text) -> bool:
    """Whether a change would be lost unless it is ``exact``: one in the kinds or the number of quotes, hyphens and blanks."""

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
