"""Ways in which a text loses its lines: the same words, as a PDF's text or a mail program leaves them."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from typing import Any

from resdraft.model.lexicon import fold
from resdraft.model.resolution import Kind, Resolution
from resdraft.write.json import as_json

NOTE = "____________________"


def _lines(r: Resolution) -> list[tuple[Kind, str]]:
    return [(p.kind, p.line.replace("\n", " ")) for p in r.provisions if p.kind is not Kind.NOTE]


def wrapped(r: Resolution, rnd: random.Random) -> str:
    """Each paragraph over lines of one width, no blank lines between."""
    width = rnd.choice((66, 72, 80, 95))
    return "\n".join(
        part for _, line in _lines(r) for part in textwrap.wrap(line.replace("\t", " "), width, break_on_hyphens=True)
    )


def swallowed(r: Resolution, rnd: random.Random) -> str:
    """Calls and labels run on behind the line before, at random; the first label of a list keeps its line where its call does."""
    out: list[str] = []
    for kind, line in _lines(r):
        labelled = kind is Kind.CLAUSE and "\t" in line
        joins = (kind is Kind.CALL and len(out) > 3 and rnd.random() < 0.4) or (labelled and rnd.random() < 0.3)
        if joins and out:
            out[-1] = f"{out[-1]} {line}".replace("\t", " ")
        else:
            out.append(line.replace("\t", " ") if rnd.random() < 0.5 else line)
    return "\n".join(out)


def glued(r: Resolution, _: random.Random) -> str:
    """No blank behind a label where letters follow."""
    return "\n".join(re.sub(r"^(\d+|[a-z]+\))\t(?=[a-z])", r"\1", line) for _kind, line in _lines(r))


def alone(r: Resolution, _: random.Random) -> str:
    """Each label of a letter or number on a line of its own."""
    return "\n".join(re.sub(r"^(\d+|[a-z]+\))\t", r"\1\n", line) for _kind, line in _lines(r))


def with_notes(r: Resolution, _: random.Random) -> str:
    """Each footnote behind a rule at the end of the paragraph that refers to it, its mark glued to the word."""
    words = {note.mark: note.text.plain for note in r.notes}
    out = []
    for p in r.provisions:
        if p.kind is not Kind.NOTE:
            line = f"{p.label} {p.text.marked()}" if p.label else p.text.marked()
            here = [mark for mark in p.text.notes if mark in words]
            for mark in here:
                line = line.replace(f"[^{mark}]", mark)
            out.append(line.replace("\n", " ") + "".join(f" {NOTE} {mark} {words.pop(mark)}" for mark in here if mark in words))
    return "\n".join(out)


FLATTENERS: dict[str, Callable[[Resolution, random.Random], str]] = {
    "wrapped": wrapped, "swallowed": swallowed, "glued": glued, "alone": alone, "with notes": with_notes,
}  # fmt: skip


def paths(found: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """The path of each call and label of a tree."""
    out: Counter[tuple[str, ...]] = Counter()

    def clauses(items: list[dict[str, Any]], above: tuple[str, ...]) -> None:
        for clause in items:
            path = (*above, clause["label"] or "¶")
            out[path] += 1
            clauses(clause.get("children", []), path)

    def sections(items: list[dict[str, Any]], above: tuple[str, ...]) -> None:
        for section in items:
            path = (*above, fold(section["call"] or ""))
            out[path] += 1
            clauses(section["clauses"], path)

    sections(found["sections"], ())
    for n, annex in enumerate(found["annexes"]):
        sections(annex["sections"], (f"annex {n}",))
    return out


def likeness(read: Resolution, wanted: Resolution | str) -> float:
    """F1 of the paths of calls and labels; ``wanted`` is a tree, or the JSON of one."""
    a = paths(as_json(read))
    b = paths(json.loads(wanted) if isinstance(wanted, str) else as_json(wanted))
    return 2 * (a & b).total() / (a.total() + b.total())
