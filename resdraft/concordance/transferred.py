"""The changes of one version of a text, said in another language as far as no translation is needed.

Clauses that go and move are the same in all languages, and so are numbers, years and what is cited. New wording is a gap: the original words
with their language, in square brackets, such as ``[EN: “that it is so;”]``. So nobody takes it for a translation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from resdraft.concordance.concord import paired_notes
from resdraft.concordance.facts import Facts, facts_of
from resdraft.concordance.rows import Row, rows_of
from resdraft.concordance.written_values import NOT_A_VALUE, Change, Editions, carried
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.concordance import Untranslated
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text, new_marks

_AROUND = 3
"""So many words of the original are quoted on either side of what changes."""


class Transferred(NamedTuple):
    """The changes of a text as those of a version of it in another language, and what of them is left to translate."""

    edits: tuple[Edit, ...]
    """The changes of the version. The labels of what is new are still the original's."""
    left: tuple[Untranslated, ...]
    places: Mapping[str, str]
    """The keys of the original, and which provisions of the version they are."""


def gap(language: str, words: Text | str) -> Text:
    """The gap for a translator: the original words, their footnote references included."""
    spans = words.spans if isinstance(words, Text) else (Span(words),)
    return Text.join([Span(f"[{language.upper()}: “"), *spans, Span("”]")])


def transferred(original: Resolution, edits: Sequence[Edit], version: Resolution) -> Transferred:
    """Say the changes of a text in a version of it in another language.

    Args:
        original: the text that is changed. ``edits`` change it. ``version`` is the same text in another language.
    """
    return _Transfer(original, edits, version).done()


class _Transfer:
    def __init__(self, original: Resolution, edits: Sequence[Edit], version: Resolution) -> None:
        self.original, self.version, self.edits = original, version, edits
        self.facts = facts_of(original), facts_of(version)
        lines = [[f for f in facts.values() if f.provision.kind is not Kind.NOTE] for facts in self.facts]
        rows = rows_of(lines)
        self.same = {a.provision.key: b.provision.key for a, b in rows if a is not None and b is not None}
        self.same |= dict(_notes(rows, self.facts))
        self.editions = Editions(
            ((a.provision.text.plain, b.provision.text.plain) for a, b in rows if a and b), version.language
        )
        self.new_notes = {e.provision.label for e in edits if isinstance(e, Insert) and e.provision.kind is Kind.NOTE}
        self.addresses = Addresses(original, lexicon(original.language)), Addresses(version, lexicon(version.language))
        self.left: list[Untranslated] = []
        self.out: list[Edit] = []

    def done(self) -> Transferred:
        words: dict[str, list[Replace]] = defaultdict(list)
        for edit in self.edits:
            if isinstance(edit, Replace):
                words[edit.key].append(edit)
            elif isinstance(edit, Delete):
                if (key := self._place(edit.key)) is not None:
                    self.out.append(Delete(key))
            elif isinstance(edit, Move):
                if (key := self._place(edit.key)) is not None:
                    own = self.version[key]
                    self.out.append(edit._replace(key=key, after=self._behind(edit.after), label=own.label))
            elif isinstance(edit, Insert):
                self._insert(edit)
        for key, changes in words.items():
            if (place := self._place(key)) is not None:
                self._reword(self.original[key], changes, self.version[place])
        self._stays()
        marks = new_marks(one.original for one in self.left)
        left = tuple(one._replace(original=marks(one.original)) for one in self.left)
        return Transferred(tuple(self.out), left, self.same)

    def _stays(self) -> None:
        """Tell what the version alone has below a clause that goes: nobody said that it goes too."""
        matched = set(self.same.values())
        for key in [edit.key for edit in self.out if isinstance(edit, Delete)]:
            for p in self.version.subtree(key):
                if p.key not in matched:
                    self._leave(p.key, "stays", p.text.plain)

    def _place(self, key: str) -> str | None:
        """The key of a provision in the version; where it has none, that is told."""
        if key in self.same:
            return self.same[key]
        self.left.append(Untranslated(self.addresses[0].of(key), "missing", self.original[key].text.plain))
        return None

    def _behind(self, key: str) -> str:
        """The provision of the version behind which something comes: the nearest one above that it has."""
        at = self.original.by_key.get(key, -1)
        for p in reversed(self.original.provisions[: at + 1]):
            if p.key in self.same and p.kind is not Kind.NOTE:
                if p.key != key:
                    self.left.append(Untranslated(self.addresses[0].of(key), "missing", self.original[key].text.plain))
                return self.same[p.key]
        return ""

    def _insert(self, edit: Insert) -> None:
        p = edit.provision
        note = p.kind is Kind.NOTE
        after = self.version.provisions[-1].key if note else self._behind(edit.after)
        marks = {m: self.same.get(f"note/{m}", "").removeprefix("note/") for m in p.text.notes if m not in self.new_notes}
        # What the version has no footnote for stands in the list of what is left, as it was written.
        spans = tuple(span for span in p.text.spans if span.note is None or marks.get(span.note, span.note))
        text = Text(spans).renote(marks)
        self.out.append(Insert(after, edit.rank, p._replace(text=gap(self.original.language, text))))
        where = self.addresses[1].of(after) if not note and after in self.version.by_key else ""
        self.left.append(Untranslated(where, "footnote" if note else "clause", p.text.marked()))

    # words

    def _reword(self, old: Provision, edits: Sequence[Replace], own: Provision) -> None:
        """Change what is a value in the version too; what else changes is quoted at the end of its paragraph."""
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        begins = [*accumulate((len(token.text) for token in old.text.tokens), initial=0)]
        gone = [old.text.tokens[edit.start : edit.end] for edit in ordered]
        with_notes = [bool(edit.new.notes) or any(t.note for t in tokens) for edit, tokens in zip(ordered, gone, strict=True)]
        changes = [
            Change(begins[edit.start], begins[edit.end], NOT_A_VALUE if noted else edit.new.plain)
            for edit, noted in zip(ordered, with_notes, strict=True)
        ]
        words = old.text.plain, own.text.plain
        found = carried(words, (self.original.language, self.version.language), changes, self.editions)
        starts, unknown = [*accumulate((len(token.text) for token in own.text.tokens), initial=0)], set(found.editions)
        self.out += (self._in_tokens(own, starts, change, unknown=change in unknown) for change in found.made)
        for change in found.editions:
            self._leave(own.key, "edition", change.new)
        kept = {mark for edit in ordered for mark in edit.new.notes}
        self._unnote(own, [t.note for tokens in gone for t in tokens if t.note and t.note not in kept])
        behind: list[Span] = []
        for n in found.left:
            if (
                ordered[n].new.plain
                or "".join(t.text for t in gone[n])
                or any(m in self.new_notes for m in ordered[n].new.notes)
            ):
                quoted = self._quoted(old, ordered[n])
                behind += [Span(" "), *quoted.spans]
                self._leave(own.key, "words", quoted.marked())
        if behind:
            size = len(own.text.tokens)
            self.out.append(Replace(own.key, size, size, Text.join(behind)))

    def _in_tokens(self, own: Provision, starts: Sequence[int], change: Change, *, unknown: bool) -> Replace:
        """A change of characters as one of tokens. Footnote references have no width, and stay."""
        first, last = bisect_right(starts, change.start) - 1, bisect_left(starts, change.end)
        new = gap(self.original.language, change.new).plain if unknown else change.new
        plain = own.text.plain
        words = f"{plain[starts[first] : change.start]}{new}{plain[change.end : starts[last]]}"
        return Replace(own.key, first, last, Text.of(words, own.text.tokens[first].emphasis))

    def _unnote(self, own: Provision, marks: Sequence[str]) -> None:
        """Take out the references to footnotes that the original no longer refers to here."""
        gone = {self.same[key].removeprefix("note/") for mark in marks if (key := f"note/{mark}") in self.same}
        for n, token in enumerate(own.text.tokens if gone else ()):
            if token.note in gone:
                self.out.append(Replace(own.key, n, n + 1, Text.of("")))

    def _leave(self, key: str, what: str, original: str) -> None:
        self.left.append(Untranslated(self.addresses[1].of(key), what, original))

    def _quoted(self, old: Provision, edit: Replace) -> Text:
        """The original words that change, with some around them: “old” → “new”. The version has its own references to old footnotes."""
        tokens = old.text.tokens
        before = "".join(t.text for t in tokens[max(0, edit.start - 2 * _AROUND) : edit.start]).lstrip()
        after = "".join(t.text for t in tokens[edit.end : edit.end + 2 * _AROUND]).rstrip()
        gone = "".join(t.text for t in tokens[edit.start : edit.end])
        spans = [Span(f"[{self.original.language.upper()}: … {before}")]
        spans += [Span(f"“{gone}” → ")] if gone else []
        new = (span for span in edit.new.spans if span.note is None or span.note in self.new_notes)
        return Text.join([*spans, Span("“"), *new, Span(f"”{after} …]")])


def _notes(rows: Sequence[Row], facts: Sequence[Mapping[str, Facts]]) -> Iterator[tuple[str, str]]:
    """Which footnote is which: those of one paragraph are beside each other, where both versions have as many."""
    for a, b in rows:
        if a is None or b is None:
            continue
        found = [
            [known[f"note/{mark}"] for mark in dict.fromkeys(f.provision.text.notes) if f"note/{mark}" in known]
            for f, known in zip((a, b), facts, strict=True)
        ]
        if len(found[0]) == len(found[1]):
            for i, j in paired_notes(*found).items():
                yield found[0][i].provision.key, found[1][j].provision.key
