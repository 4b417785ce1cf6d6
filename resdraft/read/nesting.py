"""The depth of clauses. Text has no indentation, so it is told from labels, from the clauses around, and from a colon before a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resdraft.model.labels import LabelMeaning, follows, is_dash, label_meanings
from resdraft.read.line import COLONS, COMMAS, ENDS

_HEADING = 120
"""A heading has at most so many characters."""
_ALPHABET = 26


@dataclass(repr=False, eq=False, match_args=False)
class _Level:
    """The last clause at one depth of the section."""

    label: str | None
    meaning: LabelMeaning | None
    unlabelled: bool = False
    """Whether a paragraph without label already stands among its siblings."""
    heading: bool = False
    """Whether it is the number and heading of what stands below it: a dotted number, few words, and no stop."""


class Nesting:
    """Gives the clauses of one section their depth, one after the other.

    The first clause is at depth 0. No clause is more than one level deeper than the one before it. A label that continues a list stands in
    that list. A paragraph without a label never has clauses below it.
    """

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._colon = False

    def expects(self, label: str) -> bool:
        """Whether the label begins a list or continues one. Then it is taken for a label even where a blank follows it, and no tab."""
        return any(r.ordinal == 1 and r.suffix == 0 for r in label_meanings(label)) or self.continues(label)

    def continues(self, label: str) -> bool:
        """Whether the label goes on with a list that is open."""
        return any(level.meaning is not None and follows(label, level.meaning) for level in self._levels)

    def ends(self, text: str) -> None:
        """Record how the last clause ends, where that was not known when it was placed."""
        self._colon = text.rstrip().endswith(COLONS)

    def place(self, label: str | None, text: str, ahead: Callable[[], Sequence[str]] = tuple) -> int:
        """The depth of the next clause.

        Args:
            label: its label, or None.
            text: its words.
            ahead: gives the labels that follow in the section. It is called only where they matter.
        """
        depth = self._unlabelled(text) if label is None else self._labelled(label, ahead)
        self.put(label, text, depth)
        return depth

    def put(self, label: str | None, text: str, depth: int) -> None:
        """Record a clause whose depth is known."""
        depth = min(depth, len(self._levels))
        seen = depth < len(self._levels) and self._levels[depth].unlabelled
        meaning = None if label is None else self._meaning(label, depth)
        del self._levels[depth:]
        ended = text.rstrip().endswith((*ENDS, *COMMAS))
        heading = label is not None and "." in label.rstrip(".") and not ended and len(text) < _HEADING
        self._levels.append(_Level(label, meaning, seen or label is None, heading))
        self._colon = text.rstrip().endswith(COLONS)

    def _meaning(self, label: str, depth: int) -> LabelMeaning:
        """What the label means at this depth: the next one of the list there, else the first of a list, else its first meaning."""
        options = label_meanings(label)
        before = self._levels[depth].meaning if depth < len(self._levels) else None
        if before is not None:
            for option in options:
                if option.style == before.style:
                    return option
        return next((option for option in options if option.ordinal == 1), min(options, key=lambda o: o.ordinal > _ALPHABET))

    def _labelled(self, label: str, ahead: Callable[[], Sequence[str]]) -> int:
        levels, options = self._levels, label_meanings(label)
        if not levels:
            return 0
        last = len(levels) - 1
        below = last if levels[last].label is None else last + 1
        if is_dash(label):
            # A dash behind a colon opens a list of its own below, even where dashes were used above.
            same = self._deepest(label)
            if same is None and is_dash(levels[last].label) and not self._colon:
                # Somebody who types a bullet among dashes goes on with the list.
                return last
            return below if same is None or (self._colon and same < last) else same
        if "." in label.rstrip("."):
            # 4.2 stands below 4, wherever that is.
            parent = label.rstrip(".").rpartition(".")[0]
            for depth in range(last, -1, -1):
                if (levels[depth].label or "").rstrip(".") == parent:
                    return depth + 1
            if (counted := self._counted(label)) is not None:
                return counted
        next_to = [d for d in range(last, -1, -1) if (r := levels[d].meaning) is not None and follows(label, r)]
        starts = any(option.ordinal == 1 and option.suffix == 0 for option in options)
        if next_to and not (starts and self._begins_roman(label, ahead())):
            return next_to[0]
        same = self._deepest(label)
        if starts:
            # "i)" behind "b)" is no letter of that list: it begins one of Roman numbers below.
            again = self._deepest(label, first=True)
            return below if again is None or self._colon or self._within_dashes(label, again, ahead) else again
        return same if same is not None else below if self._colon else last

    def _counted(self, label: str) -> int | None:
        """The depth that the number of a dotted label says where its parent is absent: ``2.1`` stands one level below ``1``, and
        beside ``1.3``. None where nothing above is numbered so.
        """
        dots = label.rstrip(".").count(".")
        for depth in range(len(self._levels) - 1, -1, -1):
            above = (self._levels[depth].label or "").rstrip(".)")
            if above[:1].isdigit() and (less := dots - above.count(".")) >= 0:
                return depth + less
        return None

    def _deepest(self, label: str, *, first: bool = False) -> int | None:
        """The deepest level that holds a list of this label's style; with ``first``, of one that the label can begin."""
        options = [option for option in label_meanings(label) if not first or option.ordinal == 1]
        for depth in range(len(self._levels) - 1, -1, -1):
            meaning = self._levels[depth].meaning
            # "ii)" is a letter only in a list that has come to z).
            if meaning is not None and any(
                option.style == meaning.style and (option.ordinal <= _ALPHABET or meaning.ordinal >= _ALPHABET)
                for option in options
            ):
                return depth
        return None

    def _within_dashes(self, label: str, again: int, ahead: Callable[[], Sequence[str]]) -> bool:
        """Whether a list that begins behind a dash is below it: the dashes go on behind it, or the list of its form that stands above."""
        levels = self._levels
        if not is_dash(levels[-1].label) or again == len(levels) - 1:
            return False
        own = self._meaning(label, len(levels))
        for later in ahead():
            if not follows(later, own):
                above = levels[again].meaning
                return is_dash(later) or (above is not None and follows(later, above))
            own = next(option for option in label_meanings(later) if option.style == own.style)
        return False

    def _begins_roman(self, label: str, ahead: Sequence[str]) -> bool:
        """Whether ``i)`` after ``h)`` is the first Roman number, not the ninth letter. The next labels decide, else a colon before it."""
        letters = next((r for r in label_meanings(label) if r.ordinal != 1), None)
        if letters is None:
            return False
        roman = next(r for r in label_meanings(label) if r.ordinal == 1)
        for later in ahead:
            if follows(later, roman) and roman.style in {r.style for r in label_meanings(later)} and len(later) > len(label):
                return True
            if follows(later, letters):
                return False
        return self._colon

    def _unlabelled(self, text: str) -> int:
        levels = self._levels
        if not levels:
            return 0
        last = len(levels) - 1
        if levels[last].label is None:
            return last
        # A paragraph below a lead-in, or below a heading such as "4.2 Membership", belongs to it.
        if self._colon or levels[last].heading:
            return last + 1
        for depth in range(last, -1, -1):
            if levels[depth].unlabelled:
                return depth
        return last if last > 0 and text[:1].islower() else last + 1
