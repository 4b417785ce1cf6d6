"""The labels of an adopted text: each list counted anew in its own style, so that no number is missing and none has a suffix.

A list is what stands in one place and is labelled alike. Where the base counts on from one section to the next, so does the adopted text.
Dashes and clauses without a label stay as they are, and so does a list that nothing was put into or taken from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.model.labels import is_dash, label_in_list, label_meanings, list_meaning
from resdraft.model.resolution import Kind, Resolution


class Renumbered(NamedTuple):
    """The new labels by the keys of the adopted text; ``kept`` are clauses whose list has a form that cannot be counted on."""

    labels: dict[str, str]
    kept: tuple[str, ...] = ()


class _Item(NamedTuple):
    """A labelled clause; ``home`` is the list of the base that it stands in, None for one that was put there."""

    key: str
    label: str
    old: str = ""
    home: _List | None = None


class _List:
    """A list of the base. ``before`` is the list that it counts on from; ``end`` is the number that it ends with in the adopted text."""

    def __init__(self, labels: Mapping[str, str], before: _List | None) -> None:
        self.keys, self.labels, self.end = list(labels), list(labels.values()), 0
        meaning = list_meaning(self.labels)
        self.style, self.first = meaning.style, meaning.ordinal
        self.last = next((m.ordinal for m in label_meanings(self.labels[-1]) if m.style == self.style), 0)
        self.before = before if before is not None and self.first == before.last + 1 and self.first > 1 else None


def renumber(base: Resolution, adopted: Resolution, origin: Mapping[str, str]) -> Renumbered:
    """Count the lists of an adopted text anew.

    Args:
        base: the text before.
        adopted: the text with all that was adopted, its labels as they were proposed in the base's numbering.
        origin: from the key of each provision of the adopted text to its key in the base; new ones are not in it.
    """
    homes = _lists(base)
    labels: dict[str, str] = {}
    kept: list[str] = []
    for parent, items in _siblings(adopted):
        for group in _runs([_at_home(item, parent, adopted, origin, homes) for item in items]):
            new = _counted(group, parent, adopted, labels)
            if new is None:
                kept += [item.key for item in group]
                continue
            labels |= {item.key: label for item, label in zip(group, new, strict=True) if label != item.label}
    return Renumbered(labels, tuple(kept))


def _at_home(item: _Item, parent: str, adopted: Resolution, origin: Mapping[str, str], homes: Mapping[str, _List]) -> _Item:
    old = origin.get(item.key, "")
    # A clause that came from elsewhere is counted where it stands now.
    moved = parent in adopted.by_key and origin.get(parent, "") != old.rpartition("/")[0]
    return item if not old or moved else item._replace(old=old, home=homes.get(old))


def _counted(group: Sequence[_Item], parent: str, adopted: Resolution, labels: Mapping[str, str]) -> list[str] | None:
    """The labels of the clauses of one list; None where its form cannot be counted on."""
    home = next((item.home for item in group if item.home is not None), None)
    own = home.labels if home is not None else [item.label for item in group]
    first = 1
    if home is not None:
        first = home.before.end + 1 if home.before is not None and home.before.end else home.first
        home.end = first + len(group) - 1
    head = _head(own[0], parent, adopted)
    new_head = labels.get(parent, head or "").rstrip(".")
    same = home is not None and [item.old for item in group] == home.keys and first == home.first
    if same and new_head == (head or "") and not any(_suffixed(item.label) for item in group):
        return [item.label for item in group]
    if not list_meaning(own).ordinal:
        return None
    out = [label_in_list(own, first + n) for n in range(len(group))]
    found = [label for label in out if label is not None]
    if len(found) < len(out):
        return None
    return [new_head + label[len(head) :] for label in found] if head is not None else found


def _head(label: str, parent: str, adopted: Resolution) -> str | None:
    """The label of the clause above, where a label repeats it: ``4`` above ``4.1``."""
    above = adopted[parent].label if parent in adopted.by_key else None
    above = above.rstrip(".)") if above else None
    return above if above and label.startswith(f"{above}.") else None


def _suffixed(label: str) -> bool:
    return "ante" in label or any(meaning.suffix for meaning in label_meanings(label))


def _siblings(text: Resolution) -> Iterator[tuple[str, list[_Item]]]:
    """The labelled clauses that stand side by side, by what they stand below, in the order of the text."""
    out: dict[str, list[_Item]] = {}
    for p in text.provisions:
        if p.kind is Kind.CLAUSE and p.label and not is_dash(p.label):
            out.setdefault(p.key.rpartition("/")[0], []).append(_Item(p.key, p.label))
    # Where a clause has no clauses above it, its list comes when its first clause does: so what is above is counted first.
    yield from out.items()


def _lists(base: Resolution) -> dict[str, _List]:
    """The list of each labelled clause of the base, by its key."""
    out: dict[str, _List] = {}
    last: dict[tuple[str, int, str], _List] = {}
    for parent, items in _siblings(base):
        part = parent.partition("/")[0] if parent.startswith("annex") else ""
        for group in _begun(items):
            labels = {item.key: item.label for item in group}
            where = (part, parent.count("/"), list_meaning(list(labels.values())).style)
            found = last[where] = _List(labels, last.get(where))
            out |= dict.fromkeys(labels, found)
    return out


def _begun(items: Sequence[_Item]) -> list[list[_Item]]:
    """Clauses side by side as lists: one begins where a label has another style, or is the first of its style again."""
    out: list[list[_Item]] = []
    for item in items:
        meanings = label_meanings(item.label)
        fits = []
        if out:
            before = [i.label for i in out[-1]]
            styles = {list_meaning(before).style} if len(before) > 1 else {m.style for m in label_meanings(before[0])}
            fits = [m for m in meanings if m.style in styles]
        if fits and not (fits[0].ordinal == 1 and not _suffixed(item.label)):
            out[-1].append(item)
        else:
            out.append([item])
    return out


def _runs(items: Sequence[_Item]) -> list[list[_Item]]:
    """Clauses of the adopted text that stand side by side as lists: each with those of one list of the base, and what was put there."""
    out: list[tuple[_List | None, list[_Item]]] = []
    for item in items:
        if out and (item.home is None or out[-1][0] is None or item.home is out[-1][0]):
            out[-1] = (out[-1][0] or item.home, [*out[-1][1], item])
        else:
            out.append((item.home, [item]))
    return [part for home, group in out for part in ([group] if home is not None else _begun(group))]
