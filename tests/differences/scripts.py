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
    """Edit a share of the clauses (``rate``), each in one way; ``others`` are texts for new clauses."""
    items = [_Item(p, [n]) for n, p in enumerate(old)]
    clauses = [item for item in items if item.provision.kind is Kind.CLAUSE]
    for item in rnd.sample(clauses, max(1, round(rate * len(clauses)))):
        if item in items:
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
            _move(items, item, rnd)
        case "split":
            if len(words) >= 16:
                cut = rnd.randint(6, len(words) - 6)
                item.provision = p._replace(text=Text.of(" ".join(words[:cut]) + ";"))
                items.insert(at + 1, _Item(p._replace(text=Text.of(" ".join(words[cut:]))), list(item.origins)))
        case "merge":
            following = items[at + 1] if at + 1 < len(items) else None
            if following is not None and following.provision.kind is p.kind and following.provision.depth == p.depth:
                if following.moved or len(following.origins) != 1 or len(words) < 6:
                    return
                joined = f"{p.text.plain} {following.provision.text.plain}"
                if len(following.provision.text.plain.split()) >= 6:
                    item.provision = p._replace(text=Text.of(joined))
                    item.origins += following.origins
                    items.remove(following)


def _move(items: list[_Item], item: _Item, rnd: random.Random) -> None:
    """To another place of the same level, at least two clauses away."""
    at, p = items.index(item), item.provision
    places = [n for n, other in enumerate(items) if other.provision.depth == p.depth and other.provision.kind is p.kind]
    places = [n for n in places if abs(n - at) > 2]
    if len(p.text.plain) >= 40 and places and not _has_children(items, at):
        items.remove(item)
        items.insert(rnd.choice(places), item)
        item.moved = True


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
    """Give lettered clauses the letters of their places."""
    letter = 0
    for item in items:
        p = item.provision
        if p.kind is not Kind.CLAUSE:
            letter = 0
        elif p.depth == 0 and p.label is not None and p.label[:-1].isalpha():
            item.provision = p._replace(label=f"{string.ascii_lowercase[letter % 26] * (letter // 26 + 1)})")
            letter += 1
