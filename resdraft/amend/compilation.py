"""Makes the rows of the compilation table: each provision as every source alone would have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from resdraft.amend.option_records import marked_words, numbers_of
from resdraft.model.address import Addresses
from resdraft.model.compilation import ADDED, DELETED, MOVED, NO_CHANGE, REWORDED, TableOption, TableRow
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.groups import Groups
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.source_order import in_order
from resdraft.model.text import NOTE_MARK, Text

_HEADS = (Kind.CALL, Kind.ANNEX)


def compile_rows(
    marked: Marked,
    addresses: Addresses,
    groups: Groups,
    reasons: Mapping[str, tuple[str, str]],
    clashing: Collection[str],
    keeping: Sequence[str],
    *,
    everything: bool = False,
) -> Iterator[TableRow]:
    """The rows in the order of the text: of each provision that somebody touches, and of what is added.

    Args:
        marked: the base with the edits as they were proposed. ``addresses`` are the base's. ``groups`` are counted once, and named.
        reasons: by the number of an amendment whose they are, and their words.
        clashing: the keys of provisions on which sources clash.
        keeping: the sources that propose no change (NOC): an option in every row.
        everything: also the provisions that nobody touches.
    """
    table = _Table(marked, addresses, groups, reasons)
    keep = (TableOption(tuple(keeping), groups.name(keeping), NO_CHANGE),) if keeping else ()
    section = ""
    yield from table.added("", section, keep)
    for p in marked.base.provisions:
        if p.kind in _HEADS:
            section = addresses.of(p.key)
        options = table.options(p)
        if options or everything:
            found = (*options, *(keep if options else ()))
            yield TableRow(
                section,
                addresses.of(p.key),
                p.line,
                found,
                tuple(table.why(options)),
                p.key in clashing and len(options) > 1,
                p.key,
            )
        yield from table.added(p.key, section, keep)


class _Table:
    def __init__(self, marked: Marked, addresses: Addresses, groups: Groups, reasons: Mapping[str, tuple[str, str]]) -> None:
        self.base, self.addresses, self.groups, self.reasons = marked.base, addresses, groups, reasons
        self.on: dict[str, list[Owned]] = defaultdict(list)
        self.gaps: dict[str, list[Owned]] = defaultdict(list)
        for owned in marked.edits:
            edit = owned.edit
            if isinstance(edit, Insert):
                self.gaps[edit.after].append(owned)
            elif isinstance(edit, Replace | Delete | Move):
                self.on[edit.key].append(owned)

    def options(self, p: Provision) -> tuple[TableOption, ...]:
        """What each source would have of a provision; those who would have the same are one option."""
        edits = self.on.get(p.key, ())
        found: dict[tuple[str, str, Text], list[str]] = defaultdict(list)
        for source in in_order((source for owned in edits for source in owned.sources), self.base.language):
            own = [owned.edit for owned in edits if source in owned.sources]
            text = p.text.reworded((edit.start, edit.end, edit.new) for edit in own if isinstance(edit, Replace))
            where = next((self._behind(edit.after) for edit in own if isinstance(edit, Move)), "")
            does = DELETED if any(isinstance(edit, Delete) for edit in own) else MOVED if where else REWORDED
            found[does, where, text].append(source)
        return tuple(
            TableOption(
                tuple(who),
                self.groups.name(who),
                does,
                (("delete", p.text.plain),) if does == DELETED else tuple(marked_words(p.text, text)),
                "" if does == DELETED else text.marked(),
                where,
                numbers_of(owned for owned in edits if {*owned.sources} & {*who}),
            )
            for (does, where, text), who in found.items()
        )

    def _behind(self, key: str) -> str:
        return f"after {self.addresses.of(key)}" if key else "before all else"

    def added(self, after: str, section: str, keep: tuple[TableOption, ...]) -> Iterator[TableRow]:
        """A row for each new paragraph of a gap; the same words of several sources are one option."""
        there = sorted(self.gaps.get(after, ()), key=_rank)
        for owned in there:
            edit = owned.edit
            if not isinstance(edit, Insert):
                continue
            p = edit.provision
            note = p.kind is Kind.NOTE
            place = "new footnote" if note else self._behind(after)
            words = NOTE_MARK.sub("", p.text.plain) if note else p.line
            option = TableOption(
                owned.sources, self.groups.name(owned.sources), ADDED, (("insert", words),), words, "", owned.amendments
            )
            yield TableRow(section, place, "", (option, *keep), tuple(self.why((option,))), key=after)

    def why(self, options: Iterable[TableOption]) -> Iterator[tuple[str, str]]:
        """The reasons of the amendments behind options, each once, with whose they are."""
        numbers = dict.fromkeys(number for option in options for number in option.amendments)
        return iter(dict.fromkeys(self.reasons[number] for number in numbers if number in self.reasons))


def _rank(owned: Owned) -> int:
    return owned.edit.rank if isinstance(owned.edit, Insert) else 0


def by_source(rows: Sequence[TableRow], groups: Groups) -> Iterator[TableRow]:
    """The same rows proposal by proposal: under the head of each source what it would have, in the order of the text."""
    sources = (source for row in rows for option in row.options for source in option.sources)
    for source in in_order(sources, groups.language):
        for row in rows:
            own = tuple(option for option in row.options if source in option.sources and option.does != NO_CHANGE)
            if own:
                yield row._replace(section=groups.name([source]), options=own)
