"""Random edit scripts with known truth: a resolution, what became of it, and which paragraph became which."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass, field

from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text

OPERATIONS = ("insert", "delete", "modify", "modify", "move", "split", "merge")


@dataclass
class Script:
    """The old and the new paragraphs; ``pairs`` are what became of what, ``moves`` those of them that left their place."""

    old: list[Provision]
    new: list[Provision] = field(default_factory=list)
    pairs: set[tuple[int, int]] = field(default_factory=set)
    moves: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class _Item:
    provision: Provision
    origins: list[int]
    moved: bool = False


def script(old: Sequence[Provision], rate: float, rnd: random.Random, others: Sequence[str]) -> Script:
    """Edit a share of the clauses (``rate``), some in two ways; ``others`` are texts for new clauses.

    A clause may move and change too, while a new one takes its old place, so that its label is the new one's.
    """
    items = [_Item(p, [n]) for n, p in enumerate(old)]
    clauses = [item for item in items if item.provision.kind is Kind.CLAUSE]
    for item in rnd.sample(clauses, max(1, round(rate * len(clauses)))):
        if item in items:
            _edit(items, item, rnd, others)
            if item in items and rnd.random() < 0.3:
                _edit(items, item, rnd, others)
    _reletter(items)
    out = Script(list(old), [item.provision for item in items])
    for j, item in enumerate(items):
        for i in item.origins:
            out.pairs.add((i, j))
            if item.moved:
                out.moves.add((i, j))
    return out


def _edit(items: list[_Item], item: _Item, rnd: random.Random, others: Sequence[str]) -> None:
    at, p = items.index(item), item.provision
    words = p.text.plain.split(" ")
    match rnd.choice(OPERATIONS):
        case "insert":
            items.insert(at + 1, _Item(p._replace(text=Text.of(rnd.choice(others))), []))
        case "delete":
            items.remove(item)
        case "modify":
            item.provision = p._replace(text=Text.of(" ".join(_modified(words, rnd, others))))
        case "move":
            if _move(items, item, rnd) and rnd.random() < 0.3:
                items.insert(at + (items.index(item) < at), _Item(p._replace(text=Text.of(rnd.choice(others))), []))
        case "split":
            if len(words) >= 16 and len(item.origins) == 1 and not item.moved:
                cut = rnd.randint(6, len(words) - 6)
                item.provision = p._replace(text=Text.of(" ".join(words[:cut]) + ";"))
                items.insert(at + 1, _Item(p._replace(text=Text.of(" ".join(words[cut:]))), list(item.origins)))
        case "merge":
            _merge(items, item)


def _merge(items: list[_Item], item: _Item) -> None:
    """With the clause behind it, where both stand on one level and are long enough to be known again."""
    at, p = items.index(item), item.provision
    following = items[at + 1] if at + 1 < len(items) else None
    if following is None or following.provision.kind is not p.kind or following.provision.depth != p.depth:
        return
    if any(one.moved or len(one.origins) != 1 or len(one.provision.text.plain.split()) < 6 for one in (item, following)):
        return
    item.provision = p._replace(text=Text.of(f"{p.text.plain} {following.provision.text.plain}"))
    item.origins += following.origins
    items.remove(following)


def _move(items: list[_Item], item: _Item, rnd: random.Random) -> bool:
    """To another place of the same level, at least two clauses away; says whether there is one."""
    at, p = items.index(item), item.provision
    places = [n for n, other in enumerate(items) if other.provision.depth == p.depth and other.provision.kind is p.kind]
    places = [n for n in places if abs(n - at) > 2]
    if len(p.text.plain) < 40 or not places or _has_children(items, at) or item.moved or len(item.origins) != 1:
        return False
    items.remove(item)
    items.insert(rnd.choice(places), item)
    item.moved = True
    return True


def _has_children(items: list[_Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].provision.depth > items[at].provision.depth


def _modified(words: list[str], rnd: random.Random, others: Sequence[str]) -> list[str]:
    out = list(words)
    for _ in range(rnd.randint(1, max(1, len(words) // 5))):
        n = rnd.randrange(len(out))
        match rnd.choice("rid"):
            case "r":
                out[n] = rnd.choice(rnd.choice(others).split())
            case "i":
                out.insert(n, rnd.choice(rnd.choice(others).split()))
            case "d" if len(out) > 3:
                del out[n]
    return out if out != words else [*out, "accordingly"]


def _reletter(items: list[_Item]) -> None:
    """Give the clauses of lettered and numbered lists the labels of their places."""
    count = 0
    for item in items:
        p = item.provision
        if p.kind is not Kind.CLAUSE:
            count = 0
        elif p.depth == 0 and p.label is not None and (p.label[:-1].isalpha() or p.label.isdecimal()):
            letters = f"{string.ascii_lowercase[count % 26] * (count // 26 + 1)})"
            item.provision = p._replace(label=str(count + 1) if p.label.isdecimal() else letters)
            count += 1
