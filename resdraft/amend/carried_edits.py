"""Edits of a text as edits of the text that it was made from, as far as that has what they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from resdraft.differences.edits import diff
from resdraft.differences.words import word_changes
from resdraft.model.apply import applied
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Replace
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text


class Carried(NamedTuple):
    """Edits of the base, and the keys of the provisions of the other text whose edits are on words that the base does not have."""

    edits: tuple[Edit, ...]
    lost: tuple[str, ...]


def carried_edits(base: Resolution, copy: Resolution, edits: Iterable[Edit]) -> Carried:
    """Make edits of a copy edits of its base; what the copy itself changes is no part of them."""
    carrier = _Carrier(base, copy)
    edits = list(edits)
    additions = [edit for edit in edits if isinstance(edit, Insert | Move)]
    out: list[Edit] = []
    lost: dict[str, None] = {}
    for edit in edits:
        own = carrier.changed(edit) if isinstance(edit, Replace | Delete) else None
        if own is not None:
            out.append(own)
        elif isinstance(edit, Replace | Delete):
            lost.setdefault(edit.key)
    ranks: dict[str, int] = {}
    for addition in sorted(additions, key=lambda e: (copy.by_key.get(e.after, -1), e.rank)):
        placed = carrier.added(addition)
        if placed is None:
            lost.setdefault(addition.after)
        else:
            ranks[placed.after] = ranks.get(placed.after, -1) + 1
            out.append(placed._replace(rank=ranks[placed.after]))
    return Carried(tuple(out), tuple(lost))


class _Carrier:
    """Knows what each provision of the copy is in the base."""

    def __init__(self, base: Resolution, copy: Resolution) -> None:
        self.base, self.copy = base, copy
        now = applied(base, diff(base, copy))
        self.keys = {new.key: old.key for old, new in zip(now, copy.provisions, strict=True)}
        self.marks = {note.mark: base[key].label or "" for note in copy.notes if (key := self.keys[f"note/{note.mark}"])}

    def changed(self, edit: Replace | Delete) -> Replace | Delete | None:
        """A change of words, or a deletion; None where the base does not have what it changes."""
        key = self.keys[edit.key]
        if not key or isinstance(edit, Delete):
            return edit._replace(key=key) if key else None
        for start, at, size in shared_tokens(self.base[key].text, self.copy[edit.key].text.renote(self.marks)):
            if at <= edit.start and edit.end <= at + size:
                shift = start - at
                return Replace(key, edit.start + shift, edit.end + shift, edit.new.renote(self.marks))
        return None

    def added(self, edit: Addition) -> Addition | None:
        """New text, or a clause that moves; None where it would stand below something that the base does not have."""
        depth, kind = (
            (edit.provision.depth, edit.provision.kind) if isinstance(edit, Insert) else (edit.depth, self.copy[edit.key].kind)
        )
        at = self.copy.by_key.get(edit.after, -1)
        while at >= 0 and not self.keys[self.copy.provisions[at].key]:
            above = self.copy.provisions[at]
            if kind is Kind.CLAUSE and (above.kind is not Kind.CLAUSE or above.depth < depth):
                return None
            at -= 1
        after = self.keys[self.copy.provisions[at].key] if at >= 0 else ""
        if isinstance(edit, Insert):
            provision = edit.provision._replace(text=edit.provision.text.renote(self.marks))
            return edit._replace(after=after, provision=provision)
        key = self.keys[edit.key]
        return edit._replace(key=key, after=after) if key else None


def shared_tokens(old: Text, new: Text) -> Iterator[tuple[int, int, int]]:
    """The tokens that two texts share: where they begin in each, and how many they are; also none, between two changes."""
    start = at = 0
    for change in word_changes(old.tokens, new.tokens):
        yield start, at, change.start - start
        at += change.start - start + len(change.new)
        start = change.end
    yield start, at, len(old.tokens) - start
