"""What is doubtful about a text as it was read: where a line break or a paragraph may have been lost before it came here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.labels import LABEL, follows, is_dash, label_meanings
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text

_LONGEST_CALL = 15
"""In words."""
_BREAK = re.compile(r"[,;.:，；。،؛]\s+|\n\s*")


def reading_doubts(resolution: Resolution) -> Iterator[str]:
    """What to look at before a text is taken for the official one: a call or an annex inside a clause, a gap in the labels."""
    words = lexicon(resolution.language)
    addresses = Addresses(resolution, words)
    for p, following in pairwise((*resolution.provisions, Provision(Kind.NOTE, Text()))):
        if p.kind is not Kind.CLAUSE:
            continue
        if call := _call_inside(p, following, words):
            yield f"{addresses.of(p.key)}: “{call}” in it may be a call, which stands on a line of its own"
        if annex := _annex_inside(p, words):
            yield f"{addresses.of(p.key)}: “{annex}” in it may begin an annex, whose heading stands on a line of its own"
    # Of an extract it is known that clauses are missing.
    if dict(resolution.provenance).get("extract") != "yes":
        yield from _gaps(resolution, addresses)


def _call_inside(p: Provision, following: Provision, words: Lexicon) -> str:
    """Words of a clause that are a call: a list begins behind them, in the clause itself or in the paragraph below it."""
    text = p.text.plain
    starts = [found.end() for found in _BREAK.finditer(text)]
    for start in ([0] if p.label is None else []) + starts:
        piece = _BREAK.split(text[start:], maxsplit=1)[0]
        if words.call_kind(piece) is None:
            continue
        if text[start:].rstrip(" ,") == piece.rstrip(" ,"):
            begins = following.kind is Kind.CLAUSE and _first(following.label)
            if begins and len(piece.split()) <= _LONGEST_CALL and piece[-1:].isalnum():
                return piece
        for blank in re.finditer(r"\s+", piece):
            label = LABEL.match(piece, blank.end())
            if label and _first(label[0]) and words.opens_clause(piece[label.end() :].strip()):
                return piece[: blank.start()]
    return ""


def _first(label: str | None) -> bool:
    """Whether a label begins a list."""
    return any(m.ordinal == 1 and not m.suffix for m in label_meanings(label or ""))


def _annex_inside(p: Provision, words: Lexicon) -> str:
    """The word in capitals for an annex among other words."""
    text = p.text.plain
    if text.isupper():
        return ""
    forms = sorted({form.upper() for form in words.annexes if form.upper() != form.lower()}, key=len, reverse=True)
    found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", text) if forms else None
    return found[0] if found else ""


def _gaps(resolution: Resolution, addresses: Addresses) -> Iterator[str]:
    """Lists whose labels do not follow each other, or do not begin with the first."""
    lists: dict[str, list[Provision]] = defaultdict(list)
    for p in resolution.provisions:
        if p.kind is Kind.CLAUSE and p.label is not None and not is_dash(p.label):
            lists[p.key.rpartition("/")[0]].append(p)
    last = ""
    for items in lists.values():
        first = items[0].label or ""
        # Some texts number on from one call to the next.
        going_on = items[0].depth == 0 and last and any(follows(first, m) for m in label_meanings(last))
        if not going_on and all(m.ordinal > 1 for m in label_meanings(first)):
            yield f"{addresses.of(items[0].key)} is the first of its list: are clauses missing before it?"
        for before, p in pairwise(items):
            old, new = label_meanings(before.label or ""), label_meanings(p.label or "")
            counted = all(m.ordinal > 1 for m in new) or {m.style for m in old} & {m.style for m in new if m.ordinal}
            if counted and not any(follows(p.label or "", m) for m in old):
                yield f"{addresses.of(p.key)} follows {before.label}: are clauses missing between them?"
        last = items[-1].label or "" if items[0].depth == 0 else last
