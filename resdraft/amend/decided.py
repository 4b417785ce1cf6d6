"""What is adopted, rejected and left open of a consolidated text, as a meeting decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from resdraft.amend.consolidate import places_of_additions, rivals
from resdraft.amend.partly import only_words
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.decision import ADOPT, ADOPT_UNCONTESTED, BRACKET, TEXT, WITHDRAW, Decision, Decisions, is_of
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.source_order import in_order

Written = Callable[[Decision], Sequence[Edit]]
"""Gives the edits that make a place read as the Chair wrote it; raises :class:`Unfit` where that cannot be."""
_HINT = "correct the decision, or leave it out"


class Decided(NamedTuple):
    """What became of each edit. ``overtaken`` are those of the rejected that what was adopted leaves no place for, each with it."""

    adopted: tuple[Owned, ...] = ()
    rejected: tuple[Owned, ...] = ()
    open: tuple[Owned, ...] = ()
    overtaken: tuple[tuple[Owned, Owned], ...] = ()
    partly: tuple[tuple[Owned, Owned], ...] = ()
    """What was adopted in part, as it was proposed and as it was adopted."""
    notices: tuple[str, ...] = ()


def decide(
    marked: Marked, decisions: Decisions, addresses: Addresses, whose: Mapping[str, Sequence[str]], written: Written
) -> Decided:
    """Settle a consolidated text as a meeting decided.

    Args:
        marked: the text with the edits as they were proposed. ``addresses`` are those of its base.
        decisions: what was decided.
        whose: by the number of each amendment and proposal, its sources.
        written: gives the Chair's edits.

    Raises:
        Unfit: with every decision that names nothing, contradicts another, adopts a rival of what is adopted, or is on what has changed.
    """
    work = _Work(marked, decisions, addresses, whose, written)
    return work.done()


def said_of(edits: Iterable[Owned]) -> str:
    """What edits do, in short, for noting down what was proposed when it was decided."""
    out = []
    for owned in edits:
        match owned.edit:
            case Replace():
                out.append(f"{owned.edit.key}:{owned.edit.start}-{owned.edit.end} {owned.edit.new.marked()}".rstrip())
            case Insert():
                out.append(f"+ {owned.edit.provision.text.marked()}")
            case Delete():
                out.append(f"{owned.edit.key} -")
            case Move():
                out.append(f"{owned.edit.key} > {owned.edit.after}")
    return "; ".join(out)


def of_amendment(edits: Iterable[Owned], number: str) -> list[Owned]:
    """The edits that come from an amendment, or from any of a proposal's."""
    return [o for o in edits if any(is_of(n, number) for n in o.amendments)]


@dataclass(repr=False, eq=False)
class _Work:
    marked: Marked
    decisions: Decisions
    addresses: Addresses
    whose: Mapping[str, Sequence[str]]
    written: Written
    ruled: dict[Owned, Decision] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    parts: dict[Owned, Owned] = field(default_factory=dict)
    chairs: list[tuple[Owned, Decision]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.edits = self.marked.edits
        self.rivals = rivals(self.marked.base, self.edits)
        self.parents = dict(places_of_additions(self.marked.base, self.edits))

    def _wrong(self, one: Decision, what: str, hint: str = _HINT) -> None:
        self.problems.append(Problem(what, hint, clause=one.on, file=self.decisions.file, line=one.line))

    def _rule(self, edits: Iterable[Owned], one: Decision) -> None:
        for owned in edits:
            before = self.ruled.get(owned)
            if before is None:
                self.ruled[owned] = one
            elif before.decision != one.decision and {before.decision, one.decision} & {ADOPT, BRACKET}:
                self._wrong(one, f"this contradicts the decision on {before.on} of line {before.line}")
                return

    def done(self) -> Decided:
        for one in self.decisions.decisions:
            if one.amendment:
                self._amendment(one)
            elif one.decision == TEXT:
                self._chair(one)
            else:
                self._place(one)
        chosen = [o for o, one in self.ruled.items() if one.decision == ADOPT]
        self._check_rivals(chosen)
        if self.problems:
            raise Unfit(self.problems)
        return self._result(chosen)

    # what decisions are on

    def _amendment(self, one: Decision) -> None:
        own = of_amendment(self.edits, one.amendment)
        if not own:
            if one.amendment in self.whose:
                self.notices.append(f"{one.amendment}: it changes nothing, so nothing was to be decided")
            else:
                known = ", ".join(sorted(self.whose)[:4])
                self._wrong(one, "there is no such amendment", f"the amendments are {known} …" if known else _HINT)
            return
        self._unchanged(one, own)
        if one.decision == WITHDRAW:
            # What others propose too stands without those who withdraw it.
            left = [o for o in own if {*o.sources} - {*self.whose.get(one.amendment, self._sources(one.amendment))}]
            own = [o for o in own if o not in left]
        if one.words:
            found = {o: cut for o in own if (cut := only_words(self.marked.base, o, one.words)) is not None}
            if not found:
                self._wrong(one, f"the amendment does not have these words: {one.words[:60]}")
                return
            self._rule([o for o in own if o not in found], one._replace(decision="reject"))
            self.parts |= found
            own = list(found)
        self._rule(own, one)

    def _sources(self, number: str) -> set[str]:
        return {s for n, sources in self.whose.items() if n.startswith(f"{number}(") for s in sources}

    def _key(self, one: Decision) -> str | None:
        try:
            return self.addresses.find(one.gap[1])
        except Unfit as error:
            self._wrong(one, error.problems[0].what, error.problems[0].hint or _HINT)
            return None

    def _at(self, key: str) -> list[Owned]:
        """The edits on a provision; of additions below it those that some who delete it stand against."""
        on = [o for o in self.edits if not isinstance(o.edit, Insert) and o.edit.key == key]
        below = [o for o, parent in self.parents.items() if parent == key and self.rivals.get(o, set()) & {*on}]
        return [*on, *(o for o in below if o not in on)]

    def _added(self, key: str) -> list[Owned]:
        """The additions behind a provision and all that stands below it, with what stands below them."""
        own, base = self.marked.base.subtree(key), self.marked.base
        there = sorted(
            (o for o in self.edits if isinstance(o.edit, Insert) and own and o.edit.after == own[-1].key and not _is_note(o)),
            key=lambda o: o.edit.rank if isinstance(o.edit, Insert) else 0,
        )
        out, behind = [], set[tuple[str, ...]]()
        for owned in there:
            edit = owned.edit
            # What comes first and is deeper is a new paragraph at the end of the provision itself.
            if isinstance(edit, Insert) and (owned.sources in behind or edit.provision.depth <= base[key].depth):
                behind.add(owned.sources)
                out.append(owned)
        return out

    def _with_subtree(self, key: str, own: Iterable[Owned]) -> list[Owned]:
        """Edits, and where they take a provision away what the same sources take away below it."""
        own = list(own)
        takers = {o.sources for o in own if isinstance(o.edit, Delete | Move)}
        keys = {p.key for p in self.marked.base.subtree(key)} - {key} if takers else set()
        more = [o for o in self.edits if isinstance(o.edit, Delete | Move) and o.edit.key in keys and o.sources in takers]
        return [*own, *more]

    def _place(self, one: Decision) -> None:
        key = self._key(one)
        if key is None:
            return
        where = one.gap[0]
        if where not in ("", "after"):
            self._wrong(one, f"what is added is told by the place that it stands behind, not by “{where}”", "write after …")
            return
        there = self._added(key) if where else self._at(key)
        if not there:
            self._wrong(one, "nothing is proposed there")
            return
        self._unchanged(one, there)
        if one.decision != ADOPT:
            self._rule(self._with_subtree(key, there), one)
            return
        own = [o for o in there if one.source in o.sources]
        if not own:
            names = ", ".join(in_order((s for o in there for s in o.sources), self.marked.base.language))
            self._wrong(one, f"{one.source} proposes nothing there", f"those who do: {names}")
            return
        own = self._with_subtree(key, own)
        self._rule(own, one)
        against = {rival for o in own for rival in self.rivals.get(o, ())}
        self._rule([o for o in there if o in against], one._replace(decision="reject"))

    def _chair(self, one: Decision) -> None:
        key = self._key(one)
        if key is None:
            return
        # New text stands beside what others add there.
        there = [] if one.gap[0] else self._at(key)
        self._unchanged(one, there)
        try:
            edits = self.written(one)
        except Unfit as error:
            self._wrong(one, error.problems[0].what, error.problems[0].hint or _HINT)
            return
        if not edits and not there:
            self.notices.append(f"{one.place}: the text reads so already")
        self._rule(there, one._replace(decision="reject"))
        last = max((o.edit.rank for o in (*self.edits, *(o for o, _ in self.chairs)) if isinstance(o.edit, Insert)), default=-1)
        edits = [edit._replace(rank=last + 1 + edit.rank) if isinstance(edit, Insert) else edit for edit in edits]
        self.chairs += [(Owned(edit, (one.by,)), one) for edit in edits]

    def _unchanged(self, one: Decision, own: Sequence[Owned]) -> None:
        if one.was and one.was != (now := said_of(own)):
            self._wrong(one, "what is proposed has changed since the decision", f"then “{one.was[:80]}”, now “{now[:80]}”")

    # what follows from them

    def _check_rivals(self, chosen: Sequence[Owned]) -> None:
        told = set()
        for owned in chosen:
            for other in self.rivals.get(owned, ()):
                one, before = self.ruled[owned], self.ruled.get(other)
                pair = frozenset((one.line, before.line if before else None))
                if before is None or before.decision not in (ADOPT, BRACKET) or pair in told:
                    continue
                told.add(pair)
                if before.decision == BRACKET:
                    self._wrong(before, f"it cannot stay in brackets: its rival {one.on} is adopted in line {one.line}")
                    continue
                later, first = sorted((one, before), key=lambda d: -(d.line or 0))
                self._wrong(later, f"rivals cannot both be adopted: {first.on} is adopted in line {first.line}")

    def _result(self, chosen: list[Owned]) -> Decided:
        adopted = dict.fromkeys(chosen)
        chairs = [o for o, _ in self.chairs]
        against = rivals(self.marked.base, [*self.edits, *chairs]) if chairs else self.rivals
        adopted |= dict.fromkeys(chairs)
        overtaken: dict[Owned, Owned] = {}
        undecided = []
        for owned in self.edits:
            if owned in self.ruled:
                if self.ruled[owned].decision not in (ADOPT, BRACKET):
                    by = next((o for o in adopted if o in against.get(owned, ())), None)
                    if by is not None:
                        overtaken[owned] = by
                continue
            by = next((o for o in adopted if o in against.get(owned, ())), None)
            if by is None:
                undecided.append(owned)
            else:
                overtaken[owned] = by
        gone = {o for o in self.ruled if self.ruled[o].decision not in (ADOPT, BRACKET)} | {*overtaken}
        standing = [o for o in self.edits if o not in adopted and o not in gone]
        if self.decisions.default == ADOPT_UNCONTESTED:
            contested = {o for o in standing if against.get(o, set()) & {*standing}}
            contested |= self._above_contested(standing, contested)
            adopted |= dict.fromkeys(o for o in undecided if o not in contested)
        kept = self._orphans([o for o in adopted if o not in self.parts], gone | {o for o in standing if o not in adopted})
        final = [self.parts.get(o, o) for o in [*self.edits, *chairs] if o in adopted and o not in kept]
        rejected = [o for o in self.edits if o in kept or (o in gone and o not in adopted)]
        still_open = [o for o in self.edits if o not in adopted and o not in gone and o not in kept]
        return Decided(
            *_with_their_footnotes(self.marked.base, final, rejected, still_open),
            tuple(overtaken.items()),
            tuple(self.parts.items()),
            tuple(self.notices),
        )

    def _above_contested(self, standing: Iterable[Owned], contested: set[Owned]) -> set[Owned]:
        """Deletions and moves of what stands above something contested that the same sources delete or move: they go together."""
        below = {(o.edit.key, o.sources) for o in contested if isinstance(o.edit, Delete | Move)}
        return {
            o
            for o in standing
            if isinstance(o.edit, Delete | Move)
            and any(key.startswith(f"{o.edit.key}/") and who == o.sources for key, who in below)
        }

    def _orphans(self, adopted: Sequence[Owned], out: set[Owned]) -> set[Owned]:
        """Adopted deletions of what stands above a clause whose own deletion is not adopted: without them it would stand nowhere."""
        stays = [o.edit.key for o in out if isinstance(o.edit, Delete)]
        gone = {o.edit.key for o in adopted if isinstance(o.edit, Delete | Move)}
        stays = [key for key in stays if key not in gone]
        found = {o for o in adopted if isinstance(o.edit, Delete) and any(key.startswith(f"{o.edit.key}/") for key in stays)}
        for owned in found:
            where = self.addresses.of(owned.edit.key) if not isinstance(owned.edit, Insert) else ""
            self.notices.append(f"{where}: it stays, since a clause below it does")
        return found


def _is_note(owned: Owned) -> bool:
    edit = owned.edit
    return (
        edit.key.startswith("note/") if isinstance(edit, Delete) else isinstance(edit, Insert) and _new_mark(edit) is not None
    )


def _new_mark(edit: Insert) -> str | None:
    return edit.provision.label if edit.provision.kind is Kind.NOTE else None


def _with_their_footnotes(
    base: Resolution, adopted: Sequence[Owned], rejected: Sequence[Owned], still_open: Sequence[Owned]
) -> tuple[tuple[Owned, ...], tuple[Owned, ...], tuple[Owned, ...]]:
    """What is adopted, rejected and open, each new footnote with the words that refer to it; one goes where nothing refers to it."""
    notes = [o for o in (*adopted, *rejected, *still_open) if _is_note(o)]
    parts = [[o for o in part if not _is_note(o)] for part in (adopted, rejected, still_open)]
    if notes:
        here = {mark for p in applied(base, [o.edit for o in parts[0]]) for mark in p.text.notes}
        open_marks = {mark for o in parts[2] for mark in _marks(o.edit)}
        for owned in notes:
            edit = owned.edit
            if isinstance(edit, Insert):
                mark = edit.provision.label
                parts[0 if mark in here else 2 if mark in open_marks else 1].append(owned)
            elif isinstance(edit, Delete):
                mark = edit.key.removeprefix("note/")
                parts[1 if mark in here or mark in open_marks else 0].append(owned)
    return tuple(parts[0]), tuple(parts[1]), tuple(parts[2])


def _marks(edit: Edit) -> tuple[str, ...]:
    text = edit.new if isinstance(edit, Replace) else edit.provision.text if isinstance(edit, Insert) else None
    return text.notes if text is not None else ()
