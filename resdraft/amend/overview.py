"""What several sources propose on one text, place by place."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.diff.changes import list_changes
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.change import Change
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Choice, Laid, Marked, Owned, Proposed
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
        new = [o for o in own if isinstance(o.edit, Insert)]
        for change in list_changes(base, apply(base, edits), edits, (words, words)):
            keys = [key for key in change.keys[0] if key in base.by_key]
            if keys:
                of_it = [o for o in own if not isinstance(o.edit, Insert) and o.edit.key in keys]
            else:
                of_it = [o for o in new if _is_new(o, change)][:1]
                new = [o for o in new if o not in of_it]
            behind = of_it[0].edit.after if of_it and isinstance(of_it[0].edit, Insert) else ""
            at = base.by_key[keys[0]] if keys else base.by_key.get(behind, -1)
            numbers = tuple(dict.fromkeys(n for o in of_it for n in o.amendments))
            out.append(Proposed(at, change.old_address or change.new_address or "", sources, change, amendments=numbers))
    return sorted(out, key=lambda row: (row.at, row.choice is None, row.sources))


def _is_new(owned: Owned, change: Change) -> bool:
    """Whether a new paragraph is the one that was added."""
    edit = owned.edit
    return isinstance(edit, Insert) and edit.provision.text.plain == NOTE_MARK.sub("", change.new_text or "")


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
