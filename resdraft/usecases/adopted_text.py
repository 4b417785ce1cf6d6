"""The adopted text: what was adopted, counted anew, with its references repaired; and as edits on the base, each with its owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from resdraft.amend.composed import composed
from resdraft.amend.renumber import renumber
from resdraft.citations.carried import GONE, CarriedReference, Kept, carried_references
from resdraft.citations.own_edition import edition_repairs
from resdraft.citations.reference import Reference
from resdraft.citations.references import InternalReferences
from resdraft.citations.repair import Repair, repaired, repairs
from resdraft.errors import Problem, Unfit
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.adoption import ClauseRow, DoubtfulReference
from resdraft.model.apply import applied, apply, note_numbers, renumber_notes
from resdraft.model.edit import Delete, Insert, Move, Relabel, Replace
from resdraft.model.marked import SECRETARIAT, Marked, Owned
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text


class AdoptedText(NamedTuple):
    """The clean text, the same as edits on its base, what became of each clause, and what is to be looked at."""

    text: Resolution
    marked: Marked
    rows: tuple[ClauseRow, ...]
    references: tuple[DoubtfulReference, ...] = ()
    kept_labels: tuple[str, ...] = ()


def adopted_text(marked: Marked, edits: Sequence[Owned], *, keep_labels: bool = False, edition: str = "") -> AdoptedText:
    """Make the adopted text.

    Args:
        marked: gives the base and the dates. ``edits`` are what was adopted, and the brackets of what is open; none clashes.
        keep_labels: leave the labels as they are in the base's numbering, ``3bis`` included.
        edition: the one that it becomes, as it stands in brackets; "" where it stays the same.
    """
    return _Adopting(marked, edits).done(keep_labels=keep_labels, edition=edition)


class _Adopting:
    def __init__(self, marked: Marked, edits: Sequence[Owned]) -> None:
        self.marked, self.base, self.edits = marked, marked.base, list(edits)
        self.words = lexicon(self.base.language)
        provisions = applied(self.base, [o.edit for o in edits])
        self.amended = Resolution.assemble(provisions, self.base.language, self.base.provenance)
        # The tree puts footnotes behind all else: the paragraphs are paired in its order.
        pairs = _paired(provisions, self.amended)
        self.origin = {new: old for new, old in pairs if old}
        self.became = {old: new for new, old in self.origin.items()}
        self.added = self._added()
        self.alone: dict[str, tuple[_Adopting, list[Reference]]] = {}

    def _added(self) -> dict[str, Owned]:
        """Of each new paragraph of the amended text the edit that it comes from."""
        gaps: dict[str, list[Owned]] = defaultdict(list)
        for owned in self.edits:
            if isinstance(owned.edit, Insert):
                gaps[owned.edit.after].append(owned)
        for gap in gaps.values():
            gap.sort(key=lambda o: o.edit.rank if isinstance(o.edit, Insert) else 0)
        order = [o for key in ("", *(p.key for p in self.base.provisions)) for o in gaps.get(key, ())]
        # The tree has footnotes behind all else, wherever they were put in.
        order.sort(key=lambda o: isinstance(o.edit, Insert) and o.edit.provision.kind is Kind.NOTE)
        new = [p.key for p in self.amended.provisions if p.key not in self.origin]
        return dict(zip(new, order, strict=True))

    def done(self, *, keep_labels: bool, edition: str) -> AdoptedText:
        """All of it."""
        found = renumber(self.base, self.amended, self.origin)
        labels = {} if keep_labels else found.labels
        labelled = Resolution.assemble(
            [p._replace(label=labels.get(p.key, p.label)) for p in self.amended.provisions],
            self.base.language,
            self.base.provenance,
        )
        references = carried_references(self.base, self.amended, self.origin, self._kept())
        here = {p.key: p.key for p in self.amended.provisions}
        fixes, _ = repairs([one.reference for one in references], labelled, self.words, here)
        if edition:
            fixes += edition_repairs(self.amended, edition)
        edits = self._edits(labels, fixes)
        made = applied(self.base, [o.edit for o in edits])
        text = Resolution.assemble(made, self.base.language, self.base.provenance)
        doubts = list(self._doubts(references, fixes, text))
        addresses = Addresses(text, self.words)
        kept = () if keep_labels else tuple(addresses.of(key) for key in found.kept)
        rows = tuple(self._rows(text, addresses))
        return AdoptedText(
            renumber_notes(apply(self.base, [o.edit for o in edits])),
            replace(self.marked, edits=tuple(edits), clashes=()),
            rows,
            tuple(doubts),
            kept,
        )

    def _words_of(self, key: str) -> list[Owned]:
        return [o for o in self.edits if isinstance(o.edit, Replace) and o.edit.key == key]

    def _kept(self) -> dict[str, list[Kept]]:
        """The stretches of the base's words in the amended text."""
        words: dict[str, list[Replace]] = defaultdict(list)
        for owned in self.edits:
            if isinstance(owned.edit, Replace):
                words[owned.edit.key].append(owned.edit)
        out: dict[str, list[Kept]] = {}
        for new, old in self.origin.items():
            tokens = self.base[old].text.tokens
            starts = [0]
            for token in tokens:
                starts.append(starts[-1] + len(token.text))
            at = first = 0
            stretches = []
            for edit in sorted(words[old], key=lambda edit: (edit.start, edit.end)):
                stretches.append(Kept(starts[first], starts[edit.start], at))
                at += starts[edit.start] - starts[first] + len(edit.new.plain)
                first = edit.end
            out[new] = [*stretches, Kept(starts[first], starts[-1], at)]
        return out

    def _edits(self, labels: Mapping[str, str], fixes: Sequence[Repair]) -> list[Owned]:
        """The adopted edits with new labels and repaired references; what changes words of the base alone is the secretariat's."""
        by_key: dict[str, list[Repair]] = defaultdict(list)
        for fix in fixes:
            by_key[fix.key].append(fix)
        new_of = {id(owned): key for key, owned in self.added.items()}
        repaired_keys = {self.origin[key] for key in by_key if key in self.origin}
        out: list[Owned] = []
        for owned in self.edits:
            edit = owned.edit
            if isinstance(edit, Insert):
                key = new_of[id(owned)]
                p = edit.provision
                if by_key.get(key):
                    p = p._replace(text=repaired(p.text, by_key[key]))
                out.append(owned._replace(edit=edit._replace(provision=p._replace(label=labels.get(key, p.label)))))
            elif isinstance(edit, Move):
                out.append(owned._replace(edit=edit._replace(label=labels.get(self.became[edit.key], edit.label))))
            elif not (isinstance(edit, Replace) and edit.key in repaired_keys):
                out.append(owned)
        for key in sorted(repaired_keys, key=self.base.by_key.__getitem__):
            patches = [_patch(fix) for fix in by_key[self.became[key]]]
            out += composed(key, self.base[key].text, self._words_of(key), patches)
        moved = {o.edit.key for o in self.edits if isinstance(o.edit, Move)}
        for key, label in labels.items():
            if key in self.origin and self.origin[key] not in moved:
                out.append(Owned(Relabel(self.origin[key], label), (SECRETARIAT,)))
        return out

    def _doubts(
        self, references: Sequence[CarriedReference], fixes: Sequence[Repair], text: Resolution
    ) -> Iterator[DoubtfulReference]:
        """The references that do not mean, in the adopted text, what they meant; the text is read again for it."""
        now: dict[str, list[tuple[int, int, tuple[tuple[str, ...], ...]]]] = defaultdict(list)
        for reference in InternalReferences(text).all():
            now[reference.key].append((reference.start, reference.end, tuple(t.keys for t in reference.targets)))
        shifts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for fix in fixes:
            shifts[fix.key].append((fix.start, len(fix.words) - (fix.end - fix.start)))
        addresses = Addresses(text, self.words)
        for one in references:
            reference = one.reference
            wanted = [key for target in reference.targets for key in target.keys]
            broken = not wanted or any(not target.keys or target.ambiguous for target in reference.targets)
            start = reference.start + sum(by for at, by in shifts[reference.key] if at < reference.start)
            end = reference.end + sum(by for at, by in shifts[reference.key] if at < reference.end)
            means = [
                key for low, high, targets in now[reference.key] if low < end and start < high for t in targets for key in t
            ]
            said = text[reference.key].text.plain[start:end]
            if any(key.startswith(GONE) for key in wanted):
                gone = next(key for key in wanted if key.startswith(GONE)).removeprefix(GONE)
                was = Addresses(self.base, self.words).of(gone)
                why = f"it means {was} of the base, which is gone"
            elif broken and one.of_base and not means:
                continue
            elif broken and one.of_base:
                why = "it meant no one clause of the base, and now it seems to mean one"
            elif broken:
                why = "which clause it means cannot be told"
            elif sorted(means) != sorted(wanted):
                why = f"it means {', '.join(addresses.of(key) for key in wanted)}"
            elif one.of_base or not (why := self._own_meaning(reference, wanted)):
                continue
            yield DoubtfulReference(addresses.of(reference.key), said, why)

    def _own_meaning(self, reference: Reference, wanted: Sequence[str]) -> str:
        """What a new reference means in the numbering of the text as its source alone would have it, where that is another clause."""
        key, origin = reference.key, self.origin.get(reference.key, "")
        owned = [self.added[key]] if key in self.added else self._words_of(origin)
        words = self.amended[key].text.plain[reference.start : reference.end]
        for source in dict.fromkeys(source for o in owned for source in o.sources if source != SECRETARIAT):
            own, references = self._alone(source)
            place = ("base", origin) if origin else ("new", self.amended[key].text.plain)
            for theirs in references:
                if own.identity(theirs.key) != place or own.amended[theirs.key].text.plain[theirs.start : theirs.end] != words:
                    continue
                meant = [k for target in theirs.targets for k in target.keys]
                if {*map(own.identity, meant)} != {*map(self.identity, wanted)}:
                    said = ", ".join(Addresses(own.amended, self.words).of(k) for k in meant) or "no clause"
                    return f"in the text as {source} alone would have it, counted anew, it means {said}"
        return ""

    def identity(self, key: str) -> tuple[str, str]:
        """What a paragraph of the amended text is in every text that is made from the base: one of the base, or new words."""
        return ("base", self.origin[key]) if key in self.origin else ("new", self.amended[key].text.plain)

    def _alone(self, source: str) -> tuple[_Adopting, list[Reference]]:
        """The text as one source would have it, and its references as they read where its lists are counted anew."""
        if source not in self.alone:
            own = _Adopting(self.marked, [o for o in self.marked.edits if source in o.sources])
            labels = renumber(own.base, own.amended, own.origin).labels
            provisions = [p._replace(label=labels.get(p.key, p.label)) for p in own.amended.provisions]
            counted = Resolution.assemble(provisions, own.base.language, own.base.provenance)
            self.alone[source] = own, list(InternalReferences(counted).all())
        return self.alone[source]

    def _rows(self, text: Resolution, addresses: Addresses) -> Iterator[ClauseRow]:
        """What became of each clause, call, annex and footnote; those that are gone stand where they stood in the base."""
        old_addresses = Addresses(self.base, self.words)
        moved = {o.edit.key: o.sources for o in self.edits if isinstance(o.edit, Move)}
        gone = {o.edit.key: o.sources for o in self.edits if isinstance(o.edit, Delete)}
        pending = [p.key for p in self.base.provisions if p.key not in self.became]
        at, numbers = self.base.by_key, note_numbers(text)
        for p in text.provisions:
            old, new_label, new = self.origin.get(p.key, ""), p.label or "", addresses.of(p.key)
            if p.kind is Kind.NOTE and new_label in numbers:
                new, new_label = new.replace(new_label, numbers[new_label]), numbers[new_label]
            while old and old not in moved and pending and at[pending[0]] < at[old]:
                yield self._gone(pending.pop(0), old_addresses, gone)
            if not old:
                by = self.added[p.key].sources if p.key in self.added else ()
                yield ClauseRow("added", "", new, "", new_label, by)
                continue
            was, label = old_addresses.of(old), self.base[old].label or ""
            fate = "moved" if old in moved else "kept" if (was, label) == (new, new_label) else "renumbered"
            yield ClauseRow(fate, was, new, label, new_label, moved.get(old, ()))
        for key in pending:
            yield self._gone(key, old_addresses, gone)

    def _gone(self, key: str, addresses: Addresses, gone: Mapping[str, tuple[str, ...]]) -> ClauseRow:
        return ClauseRow("gone", addresses.of(key), "", self.base[key].label or "", "", gone.get(key, ()))


def _patch(fix: Repair) -> tuple[int, int, Callable[[Text, int], Text]]:
    def change(text: Text, begin: int) -> Text:
        return repaired(text, [fix._replace(start=fix.start - begin, end=fix.end - begin)])

    return fix.start, fix.end, change


def _paired(provisions: Sequence[Provision], amended: Resolution) -> list[tuple[str, str]]:
    """The keys of the amended text with those of the paragraphs that it was made of.

    Raises:
        Unfit: where a line of the head would stand twice: a text has one number line, one title and one formula.
    """
    body = [p for p in provisions if p.kind is not Kind.NOTE]
    notes = [p for p in provisions if p.kind is Kind.NOTE]
    ordered = [*body, *notes]
    if len(ordered) != len(amended.provisions):
        raise Unfit(Problem("the number line, the title or the formula would stand twice", "decide on what is open there"))
    return [(new.key, old.key) for new, old in zip(amended.provisions, ordered, strict=True)]
