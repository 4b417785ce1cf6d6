"""A proposal fitted to its base: instructions in people's words become edits, or problems that say why they cannot be applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from resdraft.amend.near_words import near_words
from resdraft.amend.normalise import label_beside, moved_to, normal_diff
from resdraft.amend.overlaps import ranked_additions, refuse_overlap, said_once
from resdraft.amend.target import refused
from resdraft.amend.unused_footnotes import reworded_and_gone, without_unused_footnotes
from resdraft.amend.wording import FOLDED, around_notes, as_printed, exactly, find_words, with_printed_dashes
from resdraft.differences.edits import diff
from resdraft.errors import Problem, Unfit, shortened
from resdraft.model.address import Addresses
from resdraft.model.apply import applied, apply
from resdraft.model.edit import Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.labels import BY_PLACE, begins_sub_items, follows, is_dash, label_meanings
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK, NOTE_MARK, Text

FragmentReader: TypeAlias = Callable[[str, str, dict[str, str]], list[Provision]]
"""Reads new wording into paragraphs: ``read(text, language, footnotes)``, such as ``resdraft.read.text.read_fragment``."""


class Fitted(NamedTuple):
    """A proposal on its base.

    ``edits`` are in normal form. ``problems`` say what could not be applied. ``proposed`` has the edits as the amendments gave them, each
    with the number of its amendment: in normal form that is no longer to be seen.
    """

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...] = ()
    proposed: tuple[tuple[str, Edit], ...] = ()


def fit(base: Resolution, proposal: Proposal, words: Lexicon, read: FragmentReader, numbers: Sequence[str] = ()) -> Fitted:
    """Fit a proposal to a base.

    Args:
        base: the official text.
        proposal: its amendments name clauses of that text.
        words: the words of the base's language.
        read: reads new wording into paragraphs.
        numbers: those of its amendments, where they come from several proposals of one source and are fitted together.

    Returns:
        The edits of all amendments that fit, and the problems of all others. Nothing is raised, so that one run tells of every fault.
    """
    problem = refused(base, proposal)
    if problem:
        return Fitted((), (problem,))
    fitter = _Fitter(base, words, read)
    numbers = numbers or [proposal.amendment(n) for n in range(1, len(proposal.amendments) + 1)]
    edits: list[tuple[int, Edit]] = []
    by_key: dict[str, list[tuple[int, Edit]]] = {}
    problems: list[Problem] = []

    def placed(n: int, p: Problem) -> Problem:
        line = proposal.amendments[n - 1].line
        return p._replace(clause=f"{numbers[n - 1]}: {p.clause}", file=proposal.file, line=line)

    for n, amendment in enumerate(proposal.amendments, 1):
        try:
            own = [(n, edit) for edit in fitter.edits(amendment, n)]
            refuse_overlap(fitter.addresses, by_key, own, numbers)
        except Unfit as unfit:
            problems += [placed(n, p) for p in unfit.problems]
        else:
            edits += own
            for _, edit in own:
                if not isinstance(edit, Insert):
                    by_key.setdefault(edit.key, []).append((n, edit))
    ranked = ranked_additions(said_once(edits))
    target = without_unused_footnotes(base, apply(base, ranked))
    problems += [placed(n, p) for n, p in reworded_and_gone(target, fitter.addresses, edits)]
    proposed = tuple((numbers[n - 1], edit) for n, edit in edits)
    return Fitted(normal_diff(base, target, words, moved_to(base, ranked)), tuple(problems), proposed)


def edits_alone(base: Resolution, amendment: Amendment, words: Lexicon, read: FragmentReader) -> list[Edit]:
    """The edits of one amendment by itself, as it gives them, not in normal form.

    Raises:
        Unfit: where it cannot be applied.
    """
    return _Fitter(base, words, read).edits(amendment, 1)


@dataclass(repr=False, eq=False, match_args=False)
class _Fitter:
    """Turns the amendments of one proposal into edits. ``notes`` are the new footnotes of the amendment that it is at, by mark."""

    base: Resolution
    words: Lexicon
    read: FragmentReader
    notes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.base, self.words)

    def edits(self, amendment: Amendment, n: int) -> list[Edit]:
        """The edits of the ``n``-th amendment, new footnotes included."""
        # Two amendments may use one mark, such as [^new], for two footnotes. Lines do not tell them apart: a file may have only one.
        marks = {mark: f"+{n}-{mark}" for mark, _ in amendment.footnotes}
        self.notes = dict(amendment.footnotes)
        out: list[Edit] = []
        problems: list[Problem] = []
        for instruction in amendment.instructions:
            try:
                out += self._edits_of(instruction)
            except Unfit as unfit:
                problems += unfit.problems
        if problems:
            raise Unfit(problems)
        used = {mark for edit in out for mark in _new_text(edit).notes}
        for mark, text in amendment.footnotes:
            if mark not in used or not text:
                what = f"nothing refers to the new footnote {mark}" if text else f"the new footnote {mark} has no text"
                raise Unfit(
                    Problem(
                        what,
                        f"write [^{mark}] where it is referred to, and its text with footnotes:",
                        clause=next((instruction.address for instruction in amendment.instructions), ""),
                    )
                )
        out = [_renoted(edit, marks) for edit in out]
        last = self.base.provisions[-1].key
        for mark, text in amendment.footnotes:
            out.append(Insert(last, 0, Provision(Kind.NOTE, Text.of(text), marks[mark])))
        return out

    def _edits_of(self, instruction: Instruction) -> list[Edit]:
        self._check_marks(instruction)
        match instruction:
            case Reword():
                return self._reword(instruction)
            case Words():
                return self._words(instruction)
            case Strike():
                key = self.addresses.find(instruction.address)
                # Footnotes that only the deleted text refers to go with it, once all amendments are made.
                return [Delete(p.key) for p in self.base.subtree(key)]
            case Add():
                return self._add(instruction)
            case Transfer():
                return self._transfer(instruction)

    def _check_marks(self, instruction: Instruction) -> None:
        """Every footnote mark in new wording is the base's or new and declared: a slip in a mark must not become text."""
        new = instruction.new if isinstance(instruction, Words) else getattr(instruction, "text", "")
        if re.search(r"^\s*\[\^[^\]\s]+\]:", new, re.MULTILINE):
            what = "the text of a footnote stands among the words"
            raise Unfit(
                Problem(what, "give it apart, with footnotes: {new: its text}, and write [^new]", clause=instruction.address)
            )
        known = {*self.notes, *(note.mark for note in self.base.notes)}
        for slashes, mark in NOTE_MARK.findall(new):
            if not slashes and mark not in known:
                what = f"[^{mark}] refers to no footnote of the text, nor to a new one"
                raise Unfit(Problem(what, f"give its text with footnotes: {{{mark}: ...}}", clause=instruction.address))

    def _parse(self, text: str) -> Text:
        """New words as text; only marks that are known become footnote references."""
        literal = [mark for slashes, mark in NOTE_MARK.findall(text) if slashes]
        return Text.parse(text.replace(LINE_BREAK, "\n"), [*self.notes, *literal, *(note.mark for note in self.base.notes)])

    def _reword(self, instruction: Reword) -> list[Edit]:
        """New wording of a whole clause."""
        # New wording that begins with the call is that of the section.
        find = self.addresses.find if instruction.text.lstrip().startswith("\\call") else self._wording_of
        try:
            p = self.base[key := find(instruction.address)]
        except Unfit as unfit:
            hint = "; for a new clause write after: and insert:"
            raise Unfit([q._replace(hint=q.hint + hint * q.what.startswith("no such")) for q in unfit.problems]) from None
        lines = [line for line in instruction.text.splitlines() if line.strip()]
        if not lines:
            raise Unfit(
                Problem("the new wording is empty", "to delete the clause, write delete: true", clause=instruction.address)
            )
        if len(lines) > 1 and p.kind in (Kind.CLAUSE, Kind.CALL, Kind.ANNEX):
            return self._reword_tree(p, instruction.text)
        text = " ".join(line.strip() for line in lines)
        if instruction.exact:
            return exactly(key, p.text, 0, len(p.text.tokens), self._parse(instruction.text.strip()))
        if p.label is not None and re.match(rf"{re.escape(p.label)}\s", text):
            text = text[len(p.label) :].strip()
        return as_printed(key, p.text, 0, len(p.text.tokens), self._parse(text))

    def _reword_tree(self, head: Provision, text: str) -> list[Edit]:
        """New wording of several lines: the clause and the clauses below it."""
        beside = head.label if head.kind is Kind.CLAUSE and not is_dash(head.label) else None
        new = self._fragment(text, head.depth, below_it=head.kind is Kind.CLAUSE, own=beside, listed=head.label is not None)
        if new[0].kind is Kind.CLAUSE and head.kind is Kind.CLAUSE:
            new[0] = new[0]._replace(label=head.label)
        whole = applied(self.base, ())
        at, size = self.base.by_key[head.key], len(self.base.subtree(head.key))
        target = [*whole[:at], *new, *whole[at + size :]]
        notes = [Provision(Kind.NOTE, Text.of(text), mark) for mark, text in self.notes.items()]
        edits = diff(self.base, Resolution.assemble([*target, *notes], self.base.language))
        added = [e.provision for e in edits if isinstance(e, Insert) and e.provision.kind is Kind.NOTE]
        # The difference has marks of its own for new footnotes: they are known by their words, and where these are the same, by order.
        left, marks = dict(self.notes), dict[str, str]()
        for p in added:
            mark = next(mark for mark, text in left.items() if text == p.text.plain)
            del left[mark]
            marks[p.label or ""] = mark
        return [
            _renoted(e, marks)
            for e in edits
            if not isinstance(e, Relabel) and not (isinstance(e, Insert) and e.provision.kind is Kind.NOTE)
        ]

    def _wording_of(self, address: str) -> str:
        """The paragraph whose words an address means: a section's only paragraph where it has one without label, else its call."""
        key = self.addresses.find(address)
        below = self.base.subtree(key)
        sole = self.base[key].kind is Kind.CALL and len(below) == 2 and below[1].label is None
        return below[1].key if sole else key

    def _words(self, instruction: Words) -> list[Edit]:
        """A change of words inside a clause."""
        key = self._wording_of(instruction.address)
        call = self.addresses.find(instruction.address)
        if (
            key != call
            and not find_words(self.base[key].text, instruction.old)
            and find_words(self.base[call].text, instruction.old)
        ):
            key = call
        p = self.base[key]
        places, quoted = find_words(p.text, instruction.old), f"the words “{instruction.old}” are"

        def unfit(what: str, hint: str) -> Unfit:
            return Unfit(Problem(what, hint, clause=instruction.address))

        if not places:
            raise unfit(f"{quoted} not in it", self._elsewhere(p, instruction.old))
        if instruction.occurrence is None and len(places) > 1:
            raise unfit(f"{quoted} in it {len(places)} times", "quote more words around them, or add occurrence: 1")
        if (instruction.occurrence or 1) > len(places):
            raise unfit(f"{quoted} in it only {len(places)} times", "correct occurrence:")
        start, end = places[(instruction.occurrence or 1) - 1]
        words = instruction.new
        if not instruction.exact:
            words = with_printed_dashes(p.text, start, end, instruction.old, words)
        new = self._parse(words)
        tokens = p.text.tokens
        if instruction.exact and new.spans:
            return exactly(key, p.text, start, end, new)
        if not new.spans and end - start == len(tokens):
            raise unfit("nothing would be left of it", "to delete the clause, write delete: true")
        # Words that go take the blank before them along, or two blanks would be left.
        if not new.spans and start and tokens[start - 1].text == " " and (end == len(tokens) or not tokens[end].text.isalnum()):
            start -= 1
        if NOTE_MARK.search(instruction.old) or new.notes:
            return as_printed(key, p.text, start, end, new)
        # Who quotes words and not the reference among them means the words: the reference stays.
        return around_notes(key, p.text, start, end, new)

    def _elsewhere(self, p: Provision, old: str) -> str:
        """What to say about words that are not in a clause: where they are, or how it reads."""
        if re.sub(r"\s+", " ", old).translate(FOLDED).strip() in p.text.plain.translate(FOLDED):
            return "they are there only as part of longer words: quote whole words"
        found = [q.key for q in self.base.provisions if find_words(q.text, old)]
        if found:
            return f"the nearest: they are in {'; '.join(self.addresses.of(key) for key in found[:3])}"
        if near := near_words(p.text.plain, old):
            return near
        return f"it reads: {shortened(p.text.plain, 120)}"

    def _gap(self, where: str, address: str) -> tuple[str, int]:
        """Behind which key, and how deep, text comes to stand ``after``, ``before`` or ``in`` a place.

        ``after`` a clause is behind all that stands below it: after 2 means after 2 b), where 2 has a) and b).
        """
        key = self.addresses.find(address)
        p, below = self.base[key], self.base.subtree(key)
        if where == "before":
            at = self.base.by_key[key]
            return (self.base.provisions[at - 1].key if at else ""), p.depth
        if p.kind not in (Kind.CLAUSE, Kind.BLOCK):
            return below[-1].key, 0
        return below[-1].key, p.depth + (where == "in")

    def _fragment(
        self,
        text: str,
        depth: int,
        *,
        below_it: bool = False,
        own: str | None = None,
        beside: str | None = None,
        listed: bool = True,
    ) -> list[Provision]:
        """New text as paragraphs.

        Args:
            text: one paragraph a line.
            depth: that of the first.
            below_it: whether labelled lines behind the first stand below it, as they do behind a colon.
            own: the label, no dash, of the clause of the base that is reworded. What continues its list stands beside it: ``i)`` behind
                ``h)`` is the ninth letter, where a text would be read so.
            beside: the label, no dash, of the clause of the base that it comes beside. What begins a list of another form is sub-items
                then: those of the first line where that has no label, else those of the clause.
            listed: whether it comes to stand in a list with labels.
        """
        literal = {mark: "" for slashes, mark in NOTE_MARK.findall(text) if slashes}
        notes = self.notes | literal | {n.mark: "" for n in self.base.notes}
        provisions = self.read(text, self.base.language, notes)
        explicit = text.lstrip().startswith("\\")
        if own is not None and not explicit and (provisions[0].kind, provisions[0].label) == (Kind.CLAUSE, None):
            # Who leaves the clause's own label out means the same.
            again = self.read(f"{own}\t{text.lstrip()}", self.base.language, notes)
            provisions = again if again[0].label == own else provisions
        head, below = provisions[:1], provisions[1:]
        first = next((p.label for p in provisions if p.label is not None), None)
        items = beside is not None and first is not None and not explicit and begins_sub_items(first, beside)
        if items and head[0].label is not None and head[0].kind is Kind.CLAUSE:
            return self._deeper(provisions, depth + 1)
        lists = below_it or items or (head and head[0].label is None and head[0].text.plain.endswith(":"))
        goes_on = own is not None and below and any(follows(below[0].label or "", m) for m in label_meanings(own))
        if not explicit and below and lists and not goes_on and below[0].label is not None and below[0].depth == 0:
            # The head's own label follows from its place: what is listed under it stands below it.
            provisions = [*head, *self._deeper(below, 1)]
        elif not explicit:
            provisions = list(self._below_stems(provisions))
        if not explicit and listed:
            # Who writes no label means the one that follows from the place.
            bare = (Kind.CLAUSE, 0, None)
            provisions = [p._replace(label=BY_PLACE) if (p.kind, p.depth, p.label) == bare else p for p in provisions]
        return self._deeper(provisions, depth)

    def _below_stems(self, provisions: Sequence[Provision]) -> Iterator[Provision]:
        """The same paragraphs: what is listed behind a later line that has no label and ends with a colon stands below that line."""
        below = False
        for n, p in enumerate(provisions):
            if p.label is None or p.kind is not Kind.CLAUSE:
                below = n > 0 and (p.kind, p.depth) == (Kind.CLAUSE, 0) and p.text.plain.endswith(":")
            yield from self._deeper([p], int(below and p.label is not None))

    @staticmethod
    def _deeper(provisions: Iterable[Provision], by: int) -> list[Provision]:
        return [p._replace(depth=p.depth + by) if p.kind in (Kind.CLAUSE, Kind.BLOCK) else p for p in provisions]

    def _add(self, instruction: Add) -> list[Edit]:
        """New clauses or sections. Their labels follow from their place, in normal form."""
        after, depth = self._gap(instruction.where, instruction.address)
        target = self.addresses.find(instruction.address)
        label = self.base[target].label if instruction.where == "after" and self.base[target].kind is Kind.CLAUSE else None
        beside, listed = None if is_dash(label) else label, label_beside(self.base, after, depth) is not None
        provisions = self._fragment(instruction.text, depth, beside=beside, listed=listed)
        if not provisions:
            raise Unfit(Problem("there is no text to insert", "give the new text with insert:", clause=instruction.address))
        kind, head = self.base[target].kind, provisions[0]
        above = kind in (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE) or (kind is Kind.FORMULA and instruction.where == "before")
        if above or kind is Kind.NOTE or (head.kind is Kind.CLAUSE and kind is Kind.FORMULA):
            what = f"{'a clause' if head.kind is Kind.CLAUSE else 'a section'} cannot stand there"
            hint = "name a clause or a section, or begin the new text with a call"
            raise Unfit(Problem(what, hint, clause=instruction.address))
        return [Insert(after, 0, p) for p in provisions]

    def _transfer(self, instruction: Transfer) -> list[Edit]:
        """A clause or section that moves, with all that stands below it."""
        key = self.addresses.find(instruction.address)
        head, below = self.base[key], self.base.subtree(key)
        if head.kind not in (Kind.CLAUSE, Kind.BLOCK, Kind.CALL):
            raise Unfit(
                Problem("only clauses and sections can be moved", "delete it and insert it anew", clause=instruction.address)
            )
        after, depth = self._gap(instruction.where, instruction.to)
        if any(after == p.key for p in below):
            raise Unfit(Problem("it cannot be moved into itself", "name another place", clause=instruction.address))
        shift = depth - head.depth if head.kind is not Kind.CALL else 0
        return [Move(p.key, after, 0, p.depth + shift, p.label) for p in below]


def _new_text(edit: Edit) -> Text:
    """The new words of an edit."""
    return edit.new if isinstance(edit, Replace) else edit.provision.text if isinstance(edit, Insert) else Text()


def _renoted(edit: Edit, marks: dict[str, str]) -> Edit:
    """An edit with other marks for new footnotes."""
    if isinstance(edit, Replace):
        return edit._replace(new=edit.new.renote(marks))
    if isinstance(edit, Insert):
        return edit._replace(provision=edit.provision._replace(text=edit.provision.text.renote(marks)))
    return edit
