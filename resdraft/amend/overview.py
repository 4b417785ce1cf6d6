"""What several sources propose on one text, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resdraft.diff.changes import changes
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.change import Change
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Choice, Laid, Marked, Owned, Proposed
from resdraft.model.resolution import Resolution
from resdraft.model.text import NOTE_MARK


def overview(marked: Marked, laid: Laid, words: Lexicon) -> list[Proposed]:
    """All that is proposed, in the order of the base; ``marked`` has the edits as they were proposed, ``laid`` the choices."""
    base = marked.base
    addresses = Addresses(base, words)
    disputed = {id(o) for choice in laid.choices for o in _of_choice(marked, choice)}
    out = [
        Proposed(
            base.by_key[c.key], addresses.of(c.key), tuple(dict.fromkeys(s for o in c.options for s in o.sources)), choice=c
        )
        for c in laid.choices
    ]
    groups = dict.fromkeys(o.sources for o in marked.edits if id(o) not in disputed)
    for sources in groups:
        own = [o for o in marked.edits if o.sources == sources and id(o) not in disputed]
        edits = [o.edit for o in own]
        for change in changes(base, apply(base, edits), edits, (words, words)):
            keys = [key for key in change.keys[0] if key in base.by_key]
            behind = [base.by_key.get(o.edit.after, -1) for o in own if isinstance(o.edit, Insert | Move)]
            at = base.by_key[keys[0]] if keys else max([n for n in behind if n >= 0], default=0)
            numbers = [n for o in own if _key(o) in keys or (not keys and isinstance(o.edit, Insert)) for n in o.amendments]
            clause = change.old_address or change.new_address or ""
            out.append(
                Proposed(_place(base, change, own, at), clause, sources, change, amendments=tuple(dict.fromkeys(numbers)))
            )
    return sorted(out, key=lambda row: (row.at, row.choice is None, row.sources))


def _key(owned: Owned) -> str:
    return "" if isinstance(owned.edit, Insert) else owned.edit.key


def _place(base: Resolution, change: Change, own: Sequence[Owned], at: int) -> int:
    """Where a change stands in the base; new text stands behind what it is put behind."""
    if change.keys[0]:
        return at
    for owned in own:
        if isinstance(owned.edit, Insert) and owned.edit.provision.text.plain == _bare(change.new_text or ""):
            return base.by_key.get(owned.edit.after, -1)
    return at


def _of_choice(marked: Marked, choice: Choice) -> Iterator[Owned]:
    """The edits that a choice stands for."""
    sources = {source for option in choice.options for source in option.sources}
    inserted = {option.text for option in choice.options if option.does == "insert"}
    for owned in marked.edits:
        edit = owned.edit
        if not set(owned.sources) & sources:
            continue
        if choice.start >= 0:
            if isinstance(edit, Replace) and edit.key == choice.key and choice.start <= edit.start and edit.end <= choice.end:
                yield owned
        elif isinstance(edit, Insert):
            if edit.provision.line in inserted:
                yield owned
        elif isinstance(edit, Delete | Move | Replace) and edit.key == choice.key:
            yield owned


def _bare(text: str) -> str:
    """Words without references to footnotes."""
    return NOTE_MARK.sub("", text)
