"""A proposal and its revision: which amendments came, went or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words

HEAD = tuple(name for name in Proposal._fields if name not in ("amendments", "file"))
"""What a revision can change beside the amendments."""


class Revised(NamedTuple):
    """What became of one amendment, with its number and itself before and after.

    ``kind`` is ``added``, ``withdrawn``, ``changed``, or ``reasons changed`` where only the reasons changed.
    """

    kind: str
    old_number: str | None
    new_number: str | None
    old: Amendment | None
    new: Amendment | None


class Revision(NamedTuple):
    """What a revision changes: the lines of the head, each before and after, and the amendments."""

    head: tuple[tuple[str, str, str], ...]
    amendments: tuple[Revised, ...]

    def __bool__(self) -> bool:
        return bool(self.head or self.amendments)


def revision(old: Proposal, new: Proposal) -> Revision:
    """Compare a proposal with its earlier form.

    Numbers change between revisions, so an amendment is known by what it does, then by its place and kind, then by its clause alone.
    """
    changed = [name for name in HEAD if getattr(old, name) != getattr(new, name)]
    head = tuple((name, _shown(getattr(old, name)), _shown(getattr(new, name))) for name in changed)
    pairs: dict[int, int] = {}
    for known in (_wording, _place, _clause):
        _pair(old.amendments, new.amendments, known, pairs)
    out = []
    taken = set(pairs.values())
    for n, amendment in enumerate(new.amendments):
        if n not in taken:
            out.append((n, Revised("added", None, new.amendment(n + 1), None, amendment)))
    for m, n in pairs.items():
        before, after = old.amendments[m], new.amendments[n]
        same = _wording(before) == _wording(after)
        if not same or before.reasons != after.reasons:
            kind = "reasons changed" if same else "changed"
            out.append((n, Revised(kind, old.amendment(m + 1), new.amendment(n + 1), before, after)))
    for m, amendment in enumerate(old.amendments):
        if m not in pairs:
            after_it = [pairs[k] for k in range(m) if k in pairs]
            out.append((max(after_it, default=-1), Revised("withdrawn", old.amendment(m + 1), None, amendment, None)))
    return Revision(head, tuple(revised for _, revised in sorted(out, key=lambda pair: pair[0])))


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is False else str(value)


def _pair(
    old: Sequence[Amendment], new: Sequence[Amendment], known: Callable[[Amendment], object], pairs: dict[int, int]
) -> None:
    """Pair the amendments that are in no pair yet and are known by the same, each once, in order."""
    free: dict[object, list[int]] = {}
    for n, amendment in enumerate(new):
        if n not in pairs.values():
            free.setdefault(known(amendment), []).append(n)
    for m, amendment in enumerate(old):
        if m not in pairs and free.get(known(amendment)):
            pairs[m] = free[known(amendment)].pop(0)


def _wording(amendment: Amendment) -> object:
    return amendment.instructions, amendment.footnotes


def _place(amendment: Amendment) -> object:
    return tuple((type(i), i.address, getattr(i, "where", "")) for i in amendment.instructions)


def _clause(amendment: Amendment) -> object:
    return tuple(sorted({i.address for i in amendment.instructions})), any(isinstance(i, Add) for i in amendment.instructions)


def in_short(instruction: Instruction) -> tuple[str, str, str]:
    """An instruction in short: the place, the words that are quoted, and the new words."""
    match instruction:
        case Words():
            return instruction.address, instruction.old, instruction.new
        case Reword():
            return instruction.address, "", instruction.text
        case Strike():
            return instruction.address, "(all of it)", ""
        case Add():
            return f"{instruction.where} {instruction.address}", "", instruction.text
        case Transfer():
            return instruction.address, "", f"(moved {instruction.where} {instruction.to})"
