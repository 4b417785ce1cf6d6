"""Rewrites references for a renumbered text, so that each still means the clause that it meant.

Where it can be, only labels are replaced, so that the words between them stay. Where a clause now stands under another call, or the clauses
of a range no longer follow each other, the whole reference is written again, each clause with its call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from resdraft.citations.reference import Reference, ReferenceTarget
from resdraft.citations.reference_patterns import reference_patterns
from resdraft.citations.references import InternalReferences
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.edit import Edit
from resdraft.model.labels import fold_label
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text


class Repair(NamedTuple):
    """New words for a part of one clause."""

    key: str
    """The clause, by its key in the old text."""
    start: int
    """The first character that is replaced."""
    end: int
    """The character behind the last one. Where it equals ``start``, the words are inserted there."""
    words: str


def repairs(
    references: Iterable[Reference], new: Resolution, lexicon: Lexicon, moved: Mapping[str, str]
) -> tuple[list[Repair], list[ReferenceTarget]]:
    """What has to be rewritten.

    Args:
        references: those of the old text.
        new: the text with the new labels.
        lexicon: that of its language.
        moved: from the key of each clause in the old text to its key in the new one. Deleted clauses are not in it.

    Returns:
        The repairs, and the targets that cannot be repaired: broken or ambiguous in the old text, or their clause is deleted.
    """
    writer = _Writer(new, lexicon, moved)
    out: list[Repair] = []
    lost: list[ReferenceTarget] = []
    for reference in references:
        bad = [t for t in reference.targets if not t.keys or t.ambiguous or not _stays(t, reference.within, moved)]
        lost += bad
        if not bad:
            out += writer.of(reference)
    return out, lost


def _stays(target: ReferenceTarget, annex: str, moved: Mapping[str, str]) -> bool:
    """Whether the clauses that are meant are still there, and still in the annex that the reference names."""
    where = f"{moved.get(annex, '')}/" if annex else ""
    return all(moved.get(key, "").startswith(where) and key in moved for key in target.keys)


def in_base_numbering(base: Resolution, edits: Iterable[Edit]) -> tuple[dict[str, Text], list[ReferenceTarget]]:
    """The clauses of a proposed text whose references read otherwise in the numbering of its base.

    A proposal's references use its own numbering. Beside other proposals only the numbering of the base is the same for all.

    Args:
        base: the official text.
        edits: the proposal's.

    Returns:
        The new words of such clauses by their keys in the proposed text, and the targets that have no number in the base: clauses that the
        proposal adds, and broken references.
    """
    provisions = applied(base, edits)
    proposed = Resolution.assemble(provisions, base.language)
    origin = {new.key: old.key for old, new in zip(provisions, proposed.provisions, strict=True) if old.key}
    found, lost = repairs(InternalReferences(proposed).all(), base, reference_patterns(base.language).lexicon, origin)
    changed = {repair.key for repair in found}
    return {key: repaired(proposed[key].text, [r for r in found if r.key == key]) for key in changed}, lost


def repaired(text: Text, found: Sequence[Repair]) -> Text:
    """A clause's words with its repairs made. New words have the emphasis of the words that they replace."""
    for repair in sorted(found, key=lambda r: -r.start):
        at, out, placed = 0, [], False
        for span in text.spans:
            low, high = max(repair.start - at, 0), min(repair.end - at, len(span.text))
            # Words that are only inserted have the emphasis of the character before them.
            inside = low < high or (repair.start == repair.end and 0 < low == high)
            if span.note is not None or (placed and repair.start == repair.end) or not inside:
                out.append(span)
            else:
                words = "" if placed else repair.words
                out += [span._replace(text=part) for part in (span.text[:low], words, span.text[high:]) if part]
                placed = True
            at += len(span.text)
        text = Text.join(out)
    return text


_LAST = re.compile(r" (?!\))")
"""The blanks between labels. One may stand before the bracket of an Arabic label."""


class _Writer:
    """Writes references to clauses of the new text."""

    def __init__(self, new: Resolution, lexicon: Lexicon, moved: Mapping[str, str]) -> None:
        self.new, self.moved = new, moved
        self.addresses = Addresses(new, lexicon)
        words = lexicon.citations.words
        conjunction, self.of_call = (next(iter(words.get(name, ())), "") for name in ("and", "of_call"))
        self.right_to_left = lexicon.right_to_left
        self.gap = " " if lexicon.spaces_between_words else ""
        # In Arabic "and" is the first letter of the word behind it.
        self.conjunction = f"{self.gap}{conjunction}{'' if lexicon.right_to_left else self.gap}"
        self.comma = f"{'،' if lexicon.right_to_left else ',' if self.gap else '、'}{self.gap}"

    def of(self, reference: Reference) -> list[Repair]:
        """The repairs of one reference; none where it is still right as it is."""
        if self._annexes(reference):
            return self._renamed(reference)
        said = [self._said(target) for target in reference.targets]
        calls = {call for parts in said for call, _ in parts}
        if reference.within:
            # The annex, which is named behind the labels, is a reference of its own.
            calls = {reference.call}
        elif not reference.call:
            calls = {""} if self._beside(reference) else calls
        # Labels can share one call only where all their clauses stand under it.
        if len(calls) != 1:
            return self._anew(reference, said)
        call, same = calls.pop(), []
        for target, parts in zip(reference.targets, said, strict=True):
            words = self._labels(target, [label for _, label in parts], reference.call)
            if fold_label(words) != fold_label(self._written(target, reference.call)):
                same.append(Repair(reference.key, target.start, target.end, words))
        if call.casefold() != reference.call.casefold():
            if not all(label for parts in said for _, label in parts) or not reference.call:
                return self._anew(reference, said)
            low, high = (reference.start + at for at in reference.call_at)
            same.insert(0, Repair(reference.key, low, high, f"{call}{self._blank(call)}"))
        return same

    def _annexes(self, reference: Reference) -> bool:
        return all(self.new[self.moved[key]].kind is Kind.ANNEX for target in reference.targets for key in target.keys)

    def _renamed(self, reference: Reference) -> list[Repair]:
        """An annex bears another number or letter: it alone is replaced."""
        out = []
        for target in reference.targets:
            address = self.addresses.of(self.moved[target.keys[0]])
            before = target.address.partition(" ")[2]
            name = address.partition(" ")[2]
            if name and before and name != before:
                out.append(Repair(reference.key, target.start, target.end, name))
            elif name and not before:
                out.append(Repair(reference.key, target.end, target.end, f"{self.gap}{name}"))
        return out

    def _said(self, target: ReferenceTarget) -> list[tuple[str, str]]:
        """Call and labels of each clause that is meant."""
        return [self.addresses.parts(self.moved[key]) for key in target.keys]

    def _beside(self, reference: Reference) -> bool:
        """Whether labels without a call still need none: the clauses are still in the list of the clause that refers to them."""
        at = self.moved.get(reference.key, "")
        return all(
            at.startswith(self.moved[key].rpartition("/")[0] + "/") for target in reference.targets for key in target.keys
        )

    @staticmethod
    def _written(target: ReferenceTarget, call: str) -> str:
        return target.address[len(call) :].strip()

    def _labels(self, target: ReferenceTarget, labels: list[str], call: str) -> str:
        """The labels that take the place of a target's, spaced as they were."""
        written = self._written(target, call)
        if len(labels) > 1:
            return f"{labels[0]}{target.between}{labels[-1]}" if self._follow(target) else self.comma.join(labels)
        label = labels[0] if call else _LAST.split(labels[0])[-1]
        return label if " " in written or " " not in label or not written[:1].isdigit() else label.replace(" ", "")

    def _follow(self, target: ReferenceTarget) -> bool:
        """Whether the clauses of a range still follow each other in one list."""
        keys = [self.moved[key].rpartition("/") for key in target.keys]
        places = [int(key[2]) for key in keys if key[2].isdigit()]
        return len({key[0] for key in keys}) == 1 and places == list(range(places[0], places[0] + len(keys)))

    def _anew(self, reference: Reference, said: list[list[tuple[str, str]]]) -> list[Repair]:
        """The whole reference, each clause with its call."""
        forms = [self._form(reference, call, label) for parts in said for call, label in parts]
        words = forms[0] if len(forms) == 1 else f"{self.comma.join(forms[:-1])}{self.conjunction}{forms[-1]}"
        return [Repair(reference.key, reference.start, reference.end, words)]

    def _form(self, reference: Reference, call: str, label: str) -> str:
        """A clause with its call, in the order of the reference, or of the language where it had no call."""
        if len(reference.quotes) > 1 and call:
            call = f"{reference.quotes[0]}{call}{reference.quotes[1]}"
        if self.of_call and label and (reference.call_at[0] or (self.right_to_left and not reference.call)):
            return f"{label} {self.of_call} {call}"
        return f"{call}{self.gap or self._blank(call)}{label}".strip()

    def _blank(self, call: str) -> str:
        """In Chinese, the blank between a call with the ordinal of its section and a label."""
        return "" if self.gap or not call.endswith(")") else " "
