"""What several sources propose on one text, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resdraft.differences.changes import list_changes
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.change import Change
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Conflict, Laid, Marked, Owned, PlaceRow
from resdraft.model.source_order import source_key
from resdraft.model.text import NOTE_MARK


def with_places(laid: Laid, words: Lexicon) -> Laid:
    """The text laid open, each conflict with the address of its place, and each move with that of the place that it goes to."""
    addresses = Addresses(laid.marked.base, words)

    def placed(conflict: Conflict) -> Conflict:
        options = (o._replace(behind=addresses.of(o.behind)) if o.behind else o for o in conflict.options)
        return conflict._replace(place=addresses.of(conflict.key), options=tuple(options))

    return laid._replace(conflicts=tuple(map(placed, laid.conflicts)))


def overview(marked: Marked, laid: Laid, words: Lexicon) -> list[PlaceRow]:
    """All that is proposed, in the order of the base.

    Args:
        marked: the text with the edits as they were proposed. ``laid`` has the conflicts, with their places.
    """
    disputed = {id(o) for conflict in laid.conflicts for o in _of_conflict(marked, conflict)}
    undisputed = [o for o in marked.edits if id(o) not in disputed]
    out = [_conflict_row(marked, conflict) for conflict in laid.conflicts]
    for sources in dict.fromkeys(o.sources for o in undisputed):
        out += _change_rows(marked, sources, [o for o in undisputed if o.sources == sources], words)
    return sorted(
        out, key=lambda row: (row.at, row.conflict is None, [source_key(s, marked.base.language) for s in row.sources])
    )


def _conflict_row(marked: Marked, conflict: Conflict) -> PlaceRow:
    sources = tuple(dict.fromkeys(source for option in conflict.options for source in option.sources))
    numbers = tuple(dict.fromkeys(number for option in conflict.options for number in option.amendments))
    return PlaceRow(marked.base.by_key[conflict.key], conflict.place, sources, conflict=conflict, amendments=numbers)


def _change_rows(marked: Marked, sources: tuple[str, ...], own: Sequence[Owned], words: Lexicon) -> Iterator[PlaceRow]:
    """What the same sources change, each change with the numbers of the amendments that it comes from."""
    base = marked.base
    edits = [o.edit for o in own]
    new = [o for o in own if isinstance(o.edit, Insert)]
    for change in list_changes(base, apply(base, edits), edits, (words, words)):
        keys = [key for key in change.keys[0] if key in base.by_key]
        of_it = [o for o in own if not isinstance(o.edit, Insert) and o.edit.key in keys]
        if not keys:
            of_it = [o for o in new if _is_new(o, change)][:1]
            # Two new paragraphs may read alike: each stands for one change.
            new = [o for o in new if o not in of_it]
        numbers = tuple(dict.fromkeys(number for o in of_it for number in o.amendments))
        address = change.old_address or change.new_address or ""
        yield PlaceRow(_at(marked, keys, of_it), address, sources, change, amendments=numbers)


def _at(marked: Marked, keys: Sequence[str], of_it: Sequence[Owned]) -> int:
    """Where a change stands in the base: its paragraph, or the one that new text stands behind."""
    if keys:
        return marked.base.by_key[keys[0]]
    edit = of_it[0].edit if of_it else None
    return marked.base.by_key.get(edit.after, -1) if isinstance(edit, Insert) else -1


def _is_new(owned: Owned, change: Change) -> bool:
    """Whether a new paragraph is the one that was added."""
    edit = owned.edit
    return isinstance(edit, Insert) and edit.provision.text.plain == NOTE_MARK.sub("", change.new_text or "")


def _of_conflict(marked: Marked, conflict: Conflict) -> Iterator[Owned]:
    """The edits that a conflict stands for."""
    sources = {source for option in conflict.options for source in option.sources}
    inserted = {option.text for option in conflict.options if option.does == "insert"}
    for owned in marked.edits:
        edit = owned.edit
        if not set(owned.sources) & sources:
            continue
        if conflict.start >= 0:
            inside = isinstance(edit, Replace) and conflict.start <= edit.start and edit.end <= conflict.end
            if inside and edit.key == conflict.key:  # type: ignore[union-attr]
                yield owned
        elif isinstance(edit, Insert):
            if edit.provision.line in inserted:
                yield owned
        elif isinstance(edit, Delete | Move | Replace) and edit.key == conflict.key:
            yield owned
