"""An earlier consolidated file: what is new since then, and what somebody typed into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.amend.options import lay_open
from resdraft.differences.changes import list_changes
from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.brackets import wishes_in
from resdraft.model.edit import Edit
from resdraft.model.groups import Groups
from resdraft.model.marked import SECRETARIAT, Laid
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.model.source_order import Key, in_order, source_key
from resdraft.model.text import FRESH
from resdraft.usecases.inputs import Given, Input, word_file

if TYPE_CHECKING:
    from resdraft.ooxml.wordfile import WordFile

_CARRIED = re.compile(r"[A-Z]{1,10}")
"""The chair of a meeting is no Member State: its name may be longer than a code."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier consolidated file says: its base, each source's edits, and who wishes what for the text as a whole."""

    file: Input
    base: Resolution
    edits: Mapping[str, Sequence[Edit]]
    wishes: frozenset[tuple[str, str]]

    @staticmethod
    def read(given: Given, base: Resolution, typed_by: Iterable[str] = ()) -> Earlier:
        """Read an earlier file. Those whose words are carried over (``typed_by``) are no sources of it.

        Raises:
            WrongUsage: where it is no Word file. Unfit: where it is on another text.
        """
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import read_sources, read_word

        file = word_file(given)
        old, texts = read_sources(file.content, file.name)
        if old.fingerprint != base.fingerprint:
            raise Unfit(Problem("it is on another text", "name a consolidated file of this base", file=file.name))
        words = lexicon(base.language)
        # What was carried over before is the source's own by now.
        registered = manifest.sources if (manifest := WordFile.open(file.content, file.name).manifest) else ()
        known = {source: text for source, text in texts.items() if source not in {*typed_by} - {*registered}}
        edits = {source: normal_diff(old, text, words) for source, text in known.items()}
        # What the secretariat says of the whole text stands behind its number, also in a file that another program has saved.
        said = read_word(WordFile.open(file.content, file.name), lambda author: author == SECRETARIAT, base.language).resolution
        head = said.number or said.title
        return Earlier(file, old, edits, frozenset(wishes_in(head.plain)))

    def news(self, laid: Laid, wishes: Iterable[tuple[str, str]], groups: Groups) -> Iterator[str]:
        """What came and went since then: changes by source, wishes for the whole text, and places that have become conflicts."""
        now = frozenset(wishes)
        for source, what in sorted(now - self.wishes, key=self._wish_order):
            yield f"{source}: new: the whole text, {what}"
        for source, what in sorted(self.wishes - now, key=self._wish_order):
            yield f"{source}: gone: the whole text, {what}"
        words, marked = lexicon(self.base.language), laid.marked
        present = {s: normal_diff(self.base, apply(self.base, list(marked.kept([s]))), words) for s in marked.sources}
        for source in in_order({*self.edits, *present}, self.base.language):
            before, after = self.edits.get(source, ()), present.get(source, ())
            new, gone = (
                self._changed([e for e in after if e not in before]),
                self._changed([e for e in before if e not in after]),
            )
            for place, kind in new.items():
                yield f"{source}: {'changed' if place in gone else 'new'}: {place}, {kind}"
            for place, kind in gone.items():
                if place not in new:
                    yield f"{source}: gone: {place}, {kind}"
        yield from self._conflicts(laid, groups)

    def _wish_order(self, wish: tuple[str, str]) -> tuple[Key, str]:
        return source_key(wish[0], self.base.language), wish[1]

    def _changed(self, edits: Sequence[Edit]) -> dict[str, str]:
        """The places that edits change, and how."""
        words = lexicon(self.base.language)
        out = {}
        for change in list_changes(self.base, apply(self.base, edits), edits, (words, words)):
            goes = f" to {change.new_address}" if change.kind in ("moved", "reordered") else ""
            out[FRESH.sub("new", change.old_address or change.new_address or "")] = f"{change.kind}{goes}"
        return out

    def _conflicts(self, laid: Laid, groups: Groups) -> Iterator[str]:
        before = {conflict.key for conflict in lay_open(consolidate(self.base, self.edits), groups=groups).conflicts}
        addresses = Addresses(self.base, lexicon(self.base.language))
        # A new file of the same base has the same keys.
        for key in dict.fromkeys(conflict.key for conflict in laid.conflicts):
            if key not in before:
                yield f"{addresses.of(key)}: has become a conflict"
        for key in sorted(before - {conflict.key for conflict in laid.conflicts}, key=lambda key: self.base.by_key[key]):
            yield f"{addresses.of(key)}: is a conflict no more"

    def carried(self, author: str, source: str, notices: list[str]) -> Proposal:
        """What somebody typed into the file with tracked changes, as a proposal of a source of its own.

        Args:
            author: whose marks they are, as Word has the name. ``notices`` takes in what could not be carried.

        Raises:
            WrongUsage: where the file has no mark of that author. Unfit: where nothing of it is a change of the base.
        """
        from resdraft.amend.target import target_of
        from resdraft.ooxml.listing import list_marks
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.proposing.statement import amendments_between
        from resdraft.read.docx import read_word
        from resdraft.read.text import read_fragment
        from resdraft.write.text import without_formatting

        if not _CARRIED.fullmatch(source):
            raise WrongUsage(Problem(f'--carry: "{source}" is no source', "use capital letters, such as CHAIR"))
        word = WordFile.open(self.file.content, self.file.name)
        marks = list(list_marks(word.parts, self.file.name))
        if author not in {mark.author for mark in marks}:
            names = ", ".join(f'"{name}"' for name in sorted({mark.author for mark in marks} - {SECRETARIAT}))
            raise WrongUsage(Problem(f'--carry: no mark of "{author}"', f"it has marks of: {names}", file=self.file.name))
        notices += _without_dependent(word, author, self.base.language)
        text = read_word(word, lambda name: name == author, self.base.language).resolution
        base = without_formatting(self.base)
        stated = amendments_between(base, without_formatting(text), lexicon(base.language), read_fragment)
        if not stated:
            what = f'what "{author}" typed changes nothing of the base: it stands within what others propose'
            raise Unfit(Problem(what, "make it a proposal of its own", file=self.file.name))
        amendments = tuple(one.amendment for one in stated)
        dates = sorted(mark.date[:10] for mark in marks if mark.author == author)
        return Proposal(
            source,
            target_of(self.base),
            amendments,
            date=dates[-1] if dates else "",
            base=f"sha256:{self.base.fingerprint}",
            language=self.base.language,
            file=f"{self.file.name} ({author})",
        )


def _without_dependent(word: WordFile, author: str, language: str) -> Iterator[str]:
    """Leave out what an author typed or struck in what others insert: it is no change of the base, and cannot be carried by itself."""
    from resdraft.ooxml.names import AUTHOR
    from resdraft.usecases.several_authors import dependences

    found = [one.dependence for one in dependences(word, {}, language) if one.dependence.author == author]
    for one in found:
        for mark in one.marks:
            # It comes and goes with what it stands in.
            mark.set(AUTHOR, one.other)
    count = sum(len(one.marks) for one in found)
    if found:
        what = f"{count} change{'s' * (count != 1)} of {author} within what others insert"
        yield f"{word.name}: {what}: not carried, for {'they depend' if count != 1 else 'it depends'} on the others"
