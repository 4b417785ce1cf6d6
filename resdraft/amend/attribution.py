"""Which amendment each edit comes from: an edit in normal form may stand elsewhere than it was proposed, and join two that touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from resdraft.amend.consolidate import overlap
from resdraft.model.apply import applied
from resdraft.model.edit import Edit, Insert, Move, Relabel, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Resolution

NumberedEdits = Sequence[tuple[str, Edit]]
"""The edits of a proposal as its amendments gave them, each with the amendment's number."""


class _Amending(NamedTuple):
    """An edit as an amendment gave it: its position in the base, and the amendment's number."""

    at: int
    number: str
    edit: Edit


def attribute(marked: Marked, proposed: Mapping[str, NumberedEdits]) -> Marked:
    """Give each edit the numbers of the amendments that it comes from.

    Args:
        marked: the text with the edits of all sources in normal form.
        proposed: what each source proposed.

    Returns:
        The same text. Each edit of a source that proposed something has one number at least: that of the nearest amendment, where none
        gave the very edit.
    """
    known = {
        source: _Proposed(sorted((_Amending(_at(marked.base, edit), n, edit) for n, edit in edits), key=lambda one: one.at))
        for source, edits in proposed.items()
    }
    edits = [_attributed(marked.base, owned, known) for owned in marked.edits]
    return replace(marked, edits=tuple(_with_replacements(marked.base, edits, proposed)))


def _with_replacements(base: Resolution, edits: list[Owned], proposed: Mapping[str, NumberedEdits]) -> list[Owned]:
    """The edits, those that reword a clause wholly also with the number of the amendment that adds the new words.

    Who deletes a clause and adds another in its place rewords it in normal form, so that these edits come from two amendments.
    """
    known = {number for owned in edits for number in owned.amendments}
    for source, own in proposed.items():
        left = {e.provision.text: number for number, e in own if isinstance(e, Insert) and number not in known}
        if not left:
            continue
        by_key: dict[str, list[int]] = defaultdict(list)
        for n, owned in enumerate(edits):
            if isinstance(owned.edit, Replace) and source in owned.sources:
                by_key[owned.edit.key].append(n)
        for key, places in by_key.items():
            made = applied(base, [edits[n].edit for n in places])[base.by_key[key]].text
            if (number := left.get(made)) is not None:
                for n in places:
                    edits[n] = edits[n]._replace(amendments=(*edits[n].amendments, number))
    return edits


class _Proposed:
    """The edits of a source in the order of the base, and those of each clause, and those that insert each text."""

    def __init__(self, edits: Sequence[_Amending]) -> None:
        self.all = edits
        self._by_place: dict[object, list[_Amending]] = defaultdict(list)
        for one in edits:
            self._by_place[_place(one.edit)].append(one)

    def near(self, edit: Edit) -> Sequence[_Amending]:
        """Those that can be nearer than any edit of another clause, or of another text where one is inserted."""
        return self._by_place.get(_place(edit), ())

    def passing(self, move: Move, base: Resolution) -> str | None:
        """The amendment that moves another clause past one that counts as moved: of two that changed places the first one does."""
        if any(isinstance(one.edit, Move) for one in self.near(move)):
            return None
        at = base.by_key[move.key]
        found = [
            (abs(one.at - at), one.number)
            for one in self.all
            if isinstance(one.edit, Move) and min(one.at, end := base.by_key.get(one.edit.after, -1)) <= at <= max(one.at, end)
        ]
        return min(found)[1] if found else None


def _place(edit: Edit) -> object:
    return (edit.provision.kind, edit.provision.text.plain) if isinstance(edit, Insert) else edit.key


def _at(base: Resolution, edit: Edit) -> int:
    return base.by_key.get(edit.after if isinstance(edit, Insert) else edit.key, -1)


def _attributed(base: Resolution, owned: Owned, known: Mapping[str, _Proposed]) -> Owned:
    numbers: dict[str, None] = {}
    for source in owned.sources:
        ranked: dict[int, list[str]] = defaultdict(list)
        proposed, at = known.get(source, _Proposed(())), _at(base, owned.edit)
        if isinstance(owned.edit, Move) and (number := proposed.passing(owned.edit, base)) is not None:
            numbers[number] = None
            continue
        for some in (proposed.near(owned.edit), proposed.all):
            # All are gone through only where none of the same clause or text was proposed.
            if min(ranked, default=_FAR) >= _FAR:
                ranked.clear()
                for one in some:
                    ranked[_distance(owned.edit, one.edit, abs(one.at - at))].append(one.number)
        numbers |= dict.fromkeys(ranked[min(ranked)] if ranked else ())
    return owned._replace(amendments=tuple(numbers))


_FAR = 10
"""More than the distance of any two edits of one provision."""


def _distance(edit: Edit, proposed: Edit, places: int) -> int:
    """How far an edit is from one that was proposed, ``places`` provisions away.

    0 is the same edit, 1 to 9 the same provision or the same words. Beyond that it grows with the places between them, from a base that
    is greater where the two are of different kinds, and greatest where one of them is a new footnote and the other is none.
    """
    match edit, proposed:
        case Replace(), Replace() if edit.key == proposed.key:
            return 1 if overlap(edit, proposed) else 3
        case Insert(), Insert() if edit.provision.kind is proposed.provision.kind:
            same = edit.provision.text.plain == proposed.provision.text.plain
            return 0 if same and places == 0 else 1 if same else _FAR + places
        case Move(), Move() if edit.key == proposed.key:
            return 0
        case (Insert(), _) | (_, Insert()):
            note = any(isinstance(e, Insert) and e.provision.kind is Kind.NOTE for e in (edit, proposed))
            return _FAR * (100 if note else 2) + places
        case _ if not isinstance(proposed, Relabel) and edit.key == proposed.key:
            return 0 if type(edit) is type(proposed) else 2
    return _FAR * 3 + places
