"""The changes of one version of a text, said in another language as far as no translation is needed.

Clauses that go and move are the same in all languages, and so are numbers, years and what is cited. New wording is a gap: the original words
with their language, in square brackets, such as ``[EN: “that it is so;”]``. So nobody takes it for a translation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.citations.register import load_register
from resdraft.concordance.concord import paired_notes
from resdraft.concordance.facts import Facts, facts_of
from resdraft.concordance.rows import Row, rows_of
from resdraft.lexicon import lexicon, parse_edition
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.concordance import Untranslated
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text

_AROUND = 3
"""So many words of the original are quoted on either side of what changes."""
_DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩"}
_PLAIN_NUMBER = re.compile(r"[0-9]+")


class Transferred(NamedTuple):
    """A text with the changes of a version in another language, and what of them is left to translate."""

    text: Resolution
    left: tuple[Untranslated, ...]


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
        return Transferred(apply(self.version, self.out), tuple(self.left))

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
        after = edit.after if note else self._behind(edit.after)
        self.out.append(Insert(after, edit.rank, p._replace(text=gap(self.original.language, p.text))))
        where = self.addresses[1].of(after) if not note and after in self.version.by_key else ""
        self.left.append(Untranslated(where, "footnote" if note else "clause", p.text.plain))

    # words

    def _reword(self, old: Provision, edits: Sequence[Replace], own: Provision) -> None:
        """Change numbers and citations where the version has them; what else changes is quoted at the end of its paragraph."""
        changes: list[tuple[int, int, Text]] = []
        behind: list[Text] = []
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            found = self._value(old, edit, own) or self._citation(old, edit, own)
            if found is not None and not any(found[0] < end and start < found[1] for start, end, _ in changes):
                changes.append(found)
                continue
            behind.append(self._quoted(old, edit))
            self.left.append(Untranslated(self.addresses[1].of(own.key), "words", behind[-1].plain))
        spans: list[Span] = []
        at = 0
        for start, end, new in sorted(changes, key=lambda change: change[:2]):
            spans += [*own.text.part(at, start).spans, *new.spans]
            at = end
        length = sum(len(span.text) or 1 for span in own.text.spans)
        spans += own.text.part(at, length).spans
        for text in behind:
            spans += [Span(" "), *text.spans]
        self.out.append(Replace(own.key, 0, len(own.text.tokens), Text.join(spans)))

    def _quoted(self, old: Provision, edit: Replace) -> Text:
        """The original words that change, with some around them: “old” → “new”."""
        tokens = old.text.tokens
        before = "".join(t.text for t in tokens[max(0, edit.start - 2 * _AROUND) : edit.start]).lstrip()
        after = "".join(t.text for t in tokens[edit.end : edit.end + 2 * _AROUND]).rstrip()
        gone = "".join(t.text for t in tokens[edit.start : edit.end])
        spans = [Span(f"[{self.original.language.upper()}: … {before}")]
        spans += [Span(f"“{gone}” → ")] if gone else []
        return Text.join([*spans, Span("“"), *edit.new.spans, Span(f"”{after} …]")])

    def _value(self, old: Provision, edit: Replace, own: Provision) -> tuple[int, int, Text] | None:
        """A number that becomes another, where the version has the first one once."""
        gone = "".join(t.text for t in old.text.tokens[edit.start : edit.end])
        new = edit.new.plain
        if not (_PLAIN_NUMBER.fullmatch(gone) and _PLAIN_NUMBER.fullmatch(new)) or any(s.note for s in edit.new.spans):
            return None
        mine = [v for v in self.facts[0][old.key].values.stated if v.start >= 0 and gone in v.readings]
        theirs = [v for v in self.facts[1][own.key].values.stated if v.start >= 0 and gone in v.readings]
        if len(mine) != 1 or len(theirs) != 1:
            return None
        value = theirs[0]
        written = own.text.plain[value.start : value.end]
        digits = _DIGITS.get(self.version.language, "")
        if digits and written.translate(str.maketrans(digits, "0123456789")) == gone and written != gone:
            return value.start, value.end, Text.of(new.translate(str.maketrans("0123456789", digits)))
        return (value.start, value.end, Text.of(new)) if written == gone else None

    def _citation(self, old: Provision, edit: Replace, own: Provision) -> tuple[int, int, Text] | None:
        """The edition of what is cited, where the version cites it once: its new words are quoted in their place."""
        begin, end = (sum(len(t.text) or 1 for t in old.text.tokens[:at]) for at in (edit.start, edit.end))
        cited = [c for c in self.facts[0][old.key].citations if c.start <= begin and end <= c.end and c.written]
        if len(cited) != 1:
            return None
        one = cited[0]
        new = "".join((old.text.plain[one.start : begin], edit.new.plain, old.text.plain[end : one.end]))
        at = one.text.find(one.written)
        inside = begin >= one.start + at and end <= one.start + at + len(one.written)
        theirs = [c for c in self.facts[1][own.key].citations if (c.kind, c.number) == (one.kind, one.number) and c.written]
        if not inside or len(theirs) != 1:
            return None
        tail = len(one.text) - at - len(one.written)
        words = new[at : len(new) - tail]
        there = theirs[0]
        start = there.start + there.text.find(there.written)
        gone = "".join(t.text for t in old.text.tokens[edit.start : edit.end])
        written = self._edition(words, there.written, gone, edit.new.plain)
        if written is None:
            written = gap(self.original.language, words).plain
            self.left.append(Untranslated(self.addresses[1].of(own.key), "edition", words))
        return start, start + len(there.written), Text.of(written)

    def _edition(self, words: str, written: str, gone: str, new: str) -> str | None:
        """How the version says an edition: with another year, or as it says it elsewhere; None where it says it nowhere."""
        if _PLAIN_NUMBER.fullmatch(gone) and _PLAIN_NUMBER.fullmatch(new) and written.count(gone) == 1:
            return written.replace(gone, new)
        meant = parse_edition(words)
        known = load_register()
        for facts in self.facts[1].values() if meant is not None else ():
            for one in facts.citations:
                if (
                    one.edition is not None
                    and meant is not None
                    and known.with_english_place(one.edition) == known.with_english_place(meant)
                ):
                    return one.written
        return None


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
