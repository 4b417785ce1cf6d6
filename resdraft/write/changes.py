"""A comparison clause by clause, as people read it: the entries behind every form in which it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.edit import Delete, Edit, Move, Relabel, Replace
from resdraft.model.resolution import Provision, Resolution
from resdraft.model.text import words as words_of

Word = tuple[str, str]
"""``equal``, ``insert`` or ``delete``, and the words."""


class Change(NamedTuple):
    """What became of one paragraph. ``kind`` is modified, added, deleted, moved, renumbered or restyled."""

    kind: str
    old_address: str | None
    new_address: str | None
    old_text: str | None
    new_text: str | None
    words: tuple[Word, ...]


def changes(old: Resolution, new: Resolution, edits: Iterable[Edit]) -> list[Change]:
    """The entries for edits from ``old`` to ``new``, in the order of ``new``, what was deleted in its old place."""
    edits = list(edits)
    words: dict[str, list[Replace]] = defaultdict(list)
    for edit in edits:
        if isinstance(edit, Replace):
            words[edit.key].append(edit)
    moved = {e.key for e in edits if isinstance(e, Move)}
    relabelled = {e.key for e in edits if isinstance(e, Relabel)}
    here, there = (Addresses(r, lexicon(r.language)) for r in (old, new))
    at_gap: dict[str, list[Change]] = defaultdict(list)
    after = ""
    for p, q in zip(applied(old, edits), new.provisions, strict=True):
        if p.key and p.key not in moved:
            after = p.key
        change = _change(old[p.key] if p.key else None, q, words[p.key], p.key in moved, p.key in relabelled, here, there)
        if change:
            at_gap[after].append(change)
    gone = {e.key for e in edits if isinstance(e, Delete)}
    out = list(at_gap[""])
    for p in old.provisions:
        if p.key in gone:
            out.append(Change("deleted", here.of(p.key), None, p.text.marked(), None, (("delete", p.text.marked()),)))
        out += at_gap[p.key]
    return out


def _change(
    p: Provision | None,
    q: Provision,
    words: Sequence[Replace],
    moved: bool,
    relabelled: bool,
    here: Addresses,
    there: Addresses,
) -> Change | None:
    kind = "added" if p is None else "moved" if moved else "modified" if words else "renumbered" if relabelled else ""
    if not kind:
        return None
    new_address, new_text = there.of(q.key), q.text.marked()
    if p is None:
        return Change("added", None, new_address, None, new_text, (("insert", new_text),))
    if kind == "modified" and p.text.plain == q.text.plain and p.text.notes == q.text.notes:
        kind = "restyled"
    old_text = p.text.marked()
    return Change(kind, here.of(p.key), new_address, old_text, new_text, tuple(diff_words(p, words)))


def diff_words(p: Provision, words: Sequence[Replace]) -> Iterable[Word]:
    """A paragraph's words with the changes in it: what was struck stands before what came for it."""
    at, tokens = 0, p.text.tokens
    for change in sorted(words, key=lambda c: (c.start, c.end)):
        if change.start > at:
            yield "equal", words_of(tokens[at : change.start])
        if change.end > change.start:
            yield "delete", words_of(tokens[change.start : change.end])
        if change.new.spans:
            yield "insert", change.new.marked()
        at = change.end
    if at < len(tokens):
        yield "equal", words_of(tokens[at:])


def as_json(old: str, new: str, entries: Sequence[Change]) -> dict[str, object]:
    """The contract of ``diff --format json``."""
    return {
        "old": old,
        "new": new,
        "changes": [
            {
                "kind": c.kind,
                "old_address": c.old_address,
                "new_address": c.new_address,
                "old_text": c.old_text,
                "new_text": c.new_text,
                "words": [list(word) for word in c.words],
            }
            for c in entries
        ],
    }
