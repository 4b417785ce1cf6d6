"""What became of each amendment in an adopted text, told from the texts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.amend.normalise import normal_diff
from resdraft.differences.words import text_changes
from resdraft.model.apply import applied
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Owned
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text

ADOPTED, IN_PART, ELSEWHERE, OVERTAKEN, NOT_ADOPTED, KEPT = (
    "adopted as proposed",
    "adopted in part",
    "in substance elsewhere",
    "overtaken",
    "not adopted",
    "base kept",
)
FATES = (ADOPTED, IN_PART, ELSEWHERE, OVERTAKEN, NOT_ADOPTED, KEPT)
"""What can become of an amendment. A place that is overtaken reads otherwise now, and not as proposed."""


class AmendmentFate(NamedTuple):
    """What became of an amendment. ``words`` are those adopted in part, ``where`` the key of the adopted text that has it elsewhere."""

    fate: str
    words: str = ""
    where: str = ""


class Fates:
    """Tells what became of amendments of one base in one adopted text.

    The text is read in two ways: of two clauses that have no more than their label and place in common, one went and the other came, or
    the one became the other. Either may be what was proposed.
    """

    def __init__(self, base: Resolution, adopted: Resolution, words: Lexicon) -> None:
        """Compare the base with the adopted text; ``words`` are of their language."""
        self._readings = [
            _Reading(base, adopted, normal_diff(base, adopted, words, by_label=by_label)) for by_label in (True, False)
        ]

    def of(self, own: Iterable[Owned]) -> AmendmentFate:
        """What became of an amendment, by all its edits; footnotes go with the words that refer to them."""
        found = [(o.edit, self._one(o.edit)) for o in own if not is_footnote(o.edit)]
        fates = {fate.fate for _, fate in found}
        if not fates:
            return AmendmentFate(KEPT)
        if len(fates) == 1 and IN_PART not in fates:
            return found[0][1]
        words = [_words(edit) if fate.fate == ADOPTED else fate.words for edit, fate in found]
        if fates & {ADOPTED, IN_PART, ELSEWHERE}:
            return AmendmentFate(IN_PART, "; ".join(filter(None, words)))
        return AmendmentFate(OVERTAKEN if OVERTAKEN in fates else NOT_ADOPTED)

    def _one(self, edit: Edit) -> AmendmentFate:
        found = [reading.of(edit) for reading in self._readings]
        return min(found, key=lambda fate: (fate.fate != ADOPTED, fate.fate not in (IN_PART, ELSEWHERE)))


class _Reading:
    """One way to read what the adopted text changes."""

    def __init__(self, base: Resolution, adopted: Resolution, edits: Sequence[Edit]) -> None:
        self.base, self.adopted = base, adopted
        self.gone = {edit.key for edit in edits if isinstance(edit, Delete)}
        self.moved = {edit.key: edit for edit in edits if isinstance(edit, Move)}
        self.new: dict[str, list[Insert]] = defaultdict(list)
        for edit in edits:
            if isinstance(edit, Insert):
                self.new[_said(edit.provision.text)].append(edit)
        made = applied(base, edits)
        self.now = {p.key: p.text for p in made if p.key}
        self.order = {p.key: n for n, p in enumerate(made) if p.key}
        self.changed = {edit.key for edit in edits if isinstance(edit, Replace)}
        self.gaps = {edit.after for edit in edits if isinstance(edit, Insert)}
        self.old = {_said(p.text) for p in base.provisions}
        self.places: dict[str, str] = {}
        for p in adopted.provisions:
            self.places.setdefault(_said(p.text), p.key)

    def of(self, edit: Edit) -> AmendmentFate:
        if isinstance(edit, Insert):
            return self._inserted(edit)
        if isinstance(edit, Delete):
            if edit.key in self.gone:
                return AmendmentFate(ADOPTED)
            return AmendmentFate(OVERTAKEN if edit.key in self.changed or edit.key in self.moved else KEPT)
        if isinstance(edit, Move):
            there = self.moved.get(edit.key)
            if (there is not None and self._same_gap(there.after, edit.after)) or self._stands_behind(edit):
                return AmendmentFate(ADOPTED)
            return AmendmentFate(OVERTAKEN if edit.key in self.gone or edit.key in self.moved else KEPT)
        return self._reworded(edit) if isinstance(edit, Replace) else AmendmentFate(KEPT)

    def _inserted(self, edit: Insert) -> AmendmentFate:
        said = _said(edit.provision.text)
        same = self.new.get(said, [])
        if any(self._same_gap(one.after, edit.after) for one in same):
            return AmendmentFate(ADOPTED)
        if same:
            return AmendmentFate(ELSEWHERE, where=self.places.get(said, ""))
        # Part of its words, as a new clause in that place.
        tokens = edit.provision.text.tokens
        for others in self.new.values():
            for one in others:
                own = one.provision.text
                if self._same_gap(one.after, edit.after) and _said(own) in said and len(own.tokens) < len(tokens):
                    return AmendmentFate(IN_PART, own.plain)
        return AmendmentFate(OVERTAKEN if edit.after in self.gaps else NOT_ADOPTED)

    def _stands_behind(self, move: Move) -> bool:
        """Whether a clause stands on the other side of all that it was to pass by. Of two that changed places either may have moved."""
        at, own = self.base.by_key, {p.key for p in self.base.subtree(move.key)}
        start, end = sorted((at[move.key], at.get(move.after, -1)))
        passed = [p.key for p in self.base.provisions[start : end + 1] if p.key not in own and p.key in self.order]
        if at.get(move.after, -1) < at[move.key]:
            passed = [key for key in passed if key != move.after]
        if move.key not in self.order or not passed:
            return False
        later = at.get(move.after, -1) > at[move.key]
        return all((self.order[key] < self.order[move.key]) == later for key in passed)

    def _same_gap(self, one: str, other: str) -> bool:
        """Whether two gaps of the base are one in the adopted text, as what stood between them went."""
        at = self.base.by_key
        low, high = sorted((at.get(one, -1), at.get(other, -1)))
        return all(p.key in self.gone or p.key in self.moved for p in self.base.provisions[low + 1 : high + 1])

    def _reworded(self, edit: Replace) -> AmendmentFate:
        if edit.key not in self.now:
            return AmendmentFate(OVERTAKEN)
        base, now = self.base[edit.key].text, self.now[edit.key]
        alone = base.replace(edit.start, edit.end, edit.new)
        if now == base:
            return self._elsewhere(edit) or AmendmentFate(KEPT)
        if now == alone:
            return AmendmentFate(ADOPTED)
        struck = base.tokens[edit.start : edit.end]
        # It is in where the text is no farther from the one with it than from the one without it, in just these words.
        changes = text_changes(base, now)
        for start, end, new in changes:
            if (start, end, new) == (edit.start, edit.end, edit.new):
                return AmendmentFate(ADOPTED)
        covering = [c for c in changes if c[0] <= edit.start and edit.end <= c[1]]
        if _stands(alone, now, edit):
            return AmendmentFate(ADOPTED)
        touching = [c for c in changes if c[0] <= edit.end and edit.start <= c[1]]
        if not touching:
            return self._elsewhere(edit) or AmendmentFate(KEPT)
        part = _shared(edit.new, [new for _, _, new in touching])
        if part and part != edit.new.plain.strip():
            return AmendmentFate(IN_PART, part)
        if not edit.new.spans and struck and covering:
            return AmendmentFate(OVERTAKEN)
        return self._elsewhere(edit) or AmendmentFate(OVERTAKEN)

    def _elsewhere(self, edit: Replace) -> AmendmentFate | None:
        """Where a good many new words stand in another clause, which did not have them before."""
        said = _said(edit.new)
        if len(said.split()) < 4 or any(said in old for old in self.old):
            return None
        where = next((key for text, key in self.places.items() if said in text), None)
        return None if where is None else AmendmentFate(ELSEWHERE, where=where)


def _stands(alone: Text, now: Text, edit: Replace) -> bool:
    """Whether the changes from the text with the edit alone touch none of its words: so it is in, among other changes."""
    start, end = edit.start, edit.start + len(edit.new.tokens)
    for low, high, _ in text_changes(alone, now):
        if low == high:
            touched = start < low < end or (start == end == low)
        else:
            touched = (low < end and start < high) or (start == end and low <= start <= high)
        if touched:
            return False
    return True


def _shared(new: Text, others: Iterable[Text]) -> str:
    """The longest run of the words of a text that one of the others is made of."""
    said = new.plain
    return max((o.plain.strip() for o in others if o.plain.strip() and o.plain.strip() in said), key=len, default="")


def _said(text: Text) -> str:
    return " ".join(text.plain.split())


def _words(edit: Edit) -> str:
    if isinstance(edit, Replace):
        return edit.new.plain.strip()
    return edit.provision.text.plain if isinstance(edit, Insert) else ""


def is_footnote(edit: Edit) -> bool:
    """Whether an edit puts a footnote in or takes one out: it goes with the words that refer to it."""
    if isinstance(edit, Insert):
        return edit.provision.kind is Kind.NOTE
    return isinstance(edit, Delete) and edit.key.startswith("note/")
