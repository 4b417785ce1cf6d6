"""The list of changes between two resolutions, provision by provision, as people read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from resdraft.differences.edits import Comparison
from resdraft.differences.words import text_changes
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.change import Change, MarkedWords
from resdraft.model.edit import Delete, Edit, Move, Relabel, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text, words_of

_LINE = Span("\n")


def list_changes(
    old: Resolution, new: Resolution, compared: Comparison | Iterable[Edit], lexicons: tuple[Lexicon, Lexicon]
) -> list[Change]:
    """List the changes in the order of ``new``; what was deleted stands at its old place.

    Args:
        old: the old text.
        new: the new text.
        compared: their comparison, or edits from ``old`` to ``new``. Only a comparison says what was split or merged.
        lexicons: those of the languages of the old and of the new text.
    """
    if not isinstance(compared, Comparison):
        compared = Comparison(tuple(compared))
    return _ChangeLister(old, new, compared, lexicons).changes()


class _ChangeLister:
    def __init__(self, old: Resolution, new: Resolution, compared: Comparison, lexicons: tuple[Lexicon, Lexicon]) -> None:
        self.old, self.new, self.edits = old, new, compared.edits
        self.split, self.merged = compared.split, compared.merged
        self.old_addresses, self.new_addresses = Addresses(old, lexicons[0]), Addresses(new, lexicons[1])
        self.replaced: dict[str, list[Replace]] = defaultdict(list)
        for edit in self.edits:
            if isinstance(edit, Replace):
                self.replaced[edit.key].append(edit)
        self.moved = {e.key for e in self.edits if isinstance(e, Move)}
        self.relabelled = {e.key for e in self.edits if isinstance(e, Relabel)}
        self.now = applied(old, self.edits)
        self.moved_with_section = self._moved_with_section()

    def changes(self) -> list[Change]:
        """All changes in order."""
        at_gap: dict[str, list[Change]] = defaultdict(list)
        parts: dict[str, list[int]] = defaultdict(list)
        for n, key in self.split.items():
            parts[key].append(n)
        into: dict[str, list[str]] = defaultdict(list)
        for gone_key, key in self.merged.items():
            into[key].append(gone_key)
        after = ""
        for j, (p, q) in enumerate(zip(self.now, self.new.provisions, strict=True)):
            # An added or moved provision is told behind the last one that stays in its place.
            if p.key and p.key not in self.moved:
                after = p.key
            if j in self.split:
                # It is told with the provision that it was split off from.
                continue
            if p.key in parts:
                change: Change | None = self._several("split", [p.key], sorted([j, *parts[p.key]]))
            elif p.key in into:
                change = self._several("merged", [p.key, *into[p.key]], [j])
            else:
                change = self._change(self.old[p.key] if p.key else None, q)
            if change:
                at_gap[after].append(change)
        gone = {e.key for e in self.edits if isinstance(e, Delete)} - self.merged.keys()
        out = list(at_gap[""])
        for p in self.old.provisions:
            if p.key in gone:
                out.append(self._deleted(p))
            out += at_gap[p.key]
        return out

    def _deleted(self, p: Provision) -> Change:
        text = p.text.marked()
        return Change("deleted", self.old_addresses.of(p.key), None, text, None, (("delete", text),), ((p.key,), ()))

    def _change(self, p: Provision | None, q: Provision) -> Change | None:
        new_address, new_text = self.new_addresses.of(q.key), q.text.marked()
        if p is None:
            return Change("added", None, new_address, None, new_text, (("insert", new_text),), ((), (q.key,)))
        words = self.replaced[p.key]
        kind = "modified" if words else "renumbered" if p.key in self.relabelled else ""
        if p.key in self.moved and p.key not in self.moved_with_section:
            kind = "reordered" if p.kind is Kind.CALL else "moved"
        if not kind:
            return None
        if kind == "modified" and p.text.plain == q.text.plain and p.text.notes == q.text.notes:
            kind = "restyled"
        told = tuple(words_with_changes(p.text, words))
        keys = ((p.key,), (q.key,))
        where = self._where(q) if kind == "reordered" else ""
        return Change(kind, self.old_addresses.of(p.key), new_address, p.text.marked(), new_text, told, keys, where)

    def _where(self, call: Provision) -> str:
        """Behind which section or annex a section stands in the new text."""
        before = self.new.provisions[: self.new.by_key[call.key]]
        above = next((p for p in reversed(before) if p.kind in (Kind.CALL, Kind.ANNEX)), None)
        return f"after {self.new_addresses.of(above.key)}" if above else "at the beginning"

    def _several(self, kind: str, keys: Sequence[str], positions: Sequence[int]) -> Change:
        """A provision and its parts, or several and the one that they were merged into; their words are compared as one text."""
        before = sorted((self.old[key] for key in keys), key=lambda p: self.old.by_key[p.key])
        after = [self.new.provisions[j] for j in positions]
        text, target = (Text.join(_lines([p.text for p in side])) for side in (before, [self.now[j] for j in positions]))
        words = [Replace("", *change) for change in text_changes(text, target)]
        return Change(
            kind,
            " + ".join(self.old_addresses.of(p.key) for p in before),
            " + ".join(self.new_addresses.of(p.key) for p in after),
            "\n".join(p.text.marked() for p in before),
            "\n".join(p.text.marked() for p in after),
            tuple(words_with_changes(text, words)),
            (tuple(p.key for p in before), tuple(p.key for p in after)),
        )

    def _moved_with_section(self) -> set[str]:
        """The keys of clauses that moved with their whole section: the change of the section's call says it for all of them."""
        out: set[str] = set()
        call: Provision | None = None
        for p in self.now:
            if p.kind is not Kind.CLAUSE and p.kind is not Kind.BLOCK:
                call = p if p.kind is Kind.CALL and p.key in self.moved else None
            elif call is not None and p.key in self.moved and p.key.startswith(f"{call.key}/"):
                out.add(p.key)
        return out


def _lines(texts: Sequence[Text]) -> Iterator[Span]:
    for n, text in enumerate(texts):
        if n:
            yield _LINE
        yield from text.spans


def words_with_changes(text: Text, words: Sequence[Replace]) -> Iterable[MarkedWords]:
    """The words of a text with changes; deleted words stand before the words that replace them."""
    at, tokens = 0, text.tokens
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
