"""Conflicts laid open: what several sources propose differently in one place, as bracketed options, each the change of its own sources.

Words: the stretch that they touch is struck once by all of them, and each option restates it whole. Clauses: struck by all who delete,
move or change them, and one new paragraph for each wording that is left. Nothing is nested, and brackets and tags are the
secretariat's, so that with the marks of any one source alone the text is just what that source proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from resdraft.amend.consolidate import place_of_addition, places_of_additions
from resdraft.amend.option_records import INSERT, WORDS, Fate, by_text, clause_option, numbers_of, words_option
from resdraft.amend.stretches import WordStretch, span, stretches, versions
from resdraft.model.brackets import CLOSING, DELETE, KEEP, MOVE, NOTHING, SUPPRESS, fate, fates, opening, tag
from resdraft.model.change import MarkedWords
from resdraft.model.edit import Delete, Insert, Move, Relabel, Replace
from resdraft.model.groups import NO_GROUPS, Groups
from resdraft.model.marked import SECRETARIAT, Conflict, Laid, Marked, Option, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.source_order import Key, in_order, source_key
from resdraft.model.text import Text

TAGS = ("all", "conflicts", "none")
"""Whose a change is can be said behind every change, behind those that stand in one place with others', or at options alone."""
_OWNER = (SECRETARIAT,)


Restatable = Callable[[str, int, int], bool]
"""Whether tokens of a provision can be written a second time: not where a field, a picture or an anchor stands among them."""


class Wishes(NamedTuple):
    """What is proposed for the text as a whole.

    ``keepers`` propose that it stays as it is (NOC); those among them that are ``underlined`` (``_NOC_``, a proposal of its own) stand as an
    option in every conflict. ``suppressors`` propose that it goes (SUP).
    """

    keepers: tuple[str, ...] = ()
    underlined: tuple[str, ...] = ()
    suppressors: tuple[str, ...] = ()


NO_WISHES = Wishes()


def lay_open(
    marked: Marked,
    *,
    order: Sequence[str] = (),
    tags: str = "conflicts",
    wishes: Wishes = NO_WISHES,
    groups: Groups = NO_GROUPS,
    restatable: Restatable = lambda *_: True,
) -> Laid:
    """Lay all conflicts of a consolidated text open.

    Args:
        marked: the text with the edits as they were proposed. ``order`` are the sources whose options come first; the others follow by code
            point. ``tags`` says which changes name their source. ``wishes`` are for the text as a whole. A member of one of the ``groups``
            that changes a provision otherwise than its group is its rival there. ``restatable`` says what can be written twice.
    """
    ranks = {source: n for n, source in enumerate(order)}
    return _Layer(marked, ranks, tags, wishes, groups, restatable).laid()


@dataclass(repr=False, eq=False)
class _Layer:
    marked: Marked
    order: Mapping[str, int]
    tags: str
    wishes: Wishes
    groups: Groups
    restatable: Restatable

    def __post_init__(self) -> None:
        self.base = self.marked.base
        self.words: dict[str, list[Owned]] = defaultdict(list)
        self.gone: dict[str, list[Owned]] = defaultdict(list)
        self.gaps: dict[str, list[Owned]] = defaultdict(list)
        self.edits: list[Owned] = []
        self.conflicts: list[Conflict] = []
        for owned in self.marked.edits:
            match owned.edit:
                case Replace():
                    self.words[owned.edit.key].append(owned)
                case Delete():
                    self.gone[owned.edit.key].append(owned)
                case Move():
                    self.gone[owned.edit.key].append(owned)
                    self.gaps[owned.edit.after].append(owned)
                case Insert():
                    self.gaps[owned.edit.after].append(owned)
                case Relabel():
                    self.edits.append(owned)

    def laid(self) -> Laid:
        self.added = dict.fromkeys(((o.edit, o.sources) for o in self.marked.edits), "")
        self.added.update(((o.edit, o.sources), parent) for o, parent in places_of_additions(self.base, self.marked.edits))
        self.needed = self._needed_parents()
        for p in self.base.provisions:
            self._provision(p)
        self._tag_deletions()
        self._inside_deleted()
        self._whole_text()
        for gap in self.gaps.values():
            for rank, owned in enumerate(sorted(gap, key=lambda o: o.edit.rank if isinstance(o.edit, Insert | Move) else 0)):
                if isinstance(owned.edit, Insert | Move):
                    self.edits.append(owned._replace(edit=owned.edit._replace(rank=rank), behind=self._behind(owned)))
        at = self.base.by_key
        self.conflicts.sort(key=lambda conflict: (at.get(conflict.key, -1), conflict.start))
        whole = ((self.wishes.keepers, "keep"), (self.wishes.suppressors, SUPPRESS))
        options = tuple(Option(tuple(sorted(who)), does) for who, does in whole if who)
        return Laid(replace(self.marked, edits=tuple(self.edits), clashes=()), tuple(self.conflicts), options)

    def _provision(self, p: Provision) -> None:
        """What is proposed for one provision of the base, additions behind it aside."""
        words, gone = [*self.words[p.key], *self.needed[p.key]], self.gone[p.key]
        if p.kind is Kind.NOTE:
            # A footnote goes with its reference: who deletes it is in nobody's way.
            self.edits += gone
            self._reword(p, words)
        elif not gone:
            self._reword(p, words)
        elif len(gone) == 1 and all(o.sources == gone[0].sources for o in words):
            self.edits += words
            if isinstance(gone[0].edit, Delete):
                self.edits.append(gone[0])
        else:
            self._clause(p, words, gone)

    def _needed_parents(self) -> dict[str, list[Owned]]:
        """Calls and clauses that some delete and others need, since these keep something below: each stays, as an option of theirs.

        Without it, what they keep would stand under the call before when everything is accepted. The edit changes no words.
        """
        deleted = {key: {s for o in gone for s in o.sources} for key, gone in self.gone.items() if gone}
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for owned in self.marked.edits:
            for source in owned.sources:
                for key in self._above(owned, source, deleted):
                    found[key, source] += owned.amendments
        out: dict[str, list[Owned]] = defaultdict(list)
        for (key, source), numbers in found.items():
            if not any(source in o.sources for o in self.words[key]):
                out[key].append(Owned(Replace(key, 0, 0, Text()), (source,), tuple(dict.fromkeys(numbers))))
        return out

    def _above(self, owned: Owned, source: str, deleted: Mapping[str, set[str]]) -> Iterator[str]:
        """What stands above an edit of a source and is deleted by others, up to what the source itself deletes or moves."""
        edit = owned.edit
        if isinstance(edit, Insert | Move):
            key = self.added[edit, owned.sources]
        elif isinstance(edit, Replace) and source not in deleted.get(edit.key, ()):
            key = edit.key.rpartition("/")[0]
        else:
            return
        while key and source not in deleted.get(key, ()):
            if key in deleted and key in self.base.by_key:
                yield key
            key = key.rpartition("/")[0]

    # names and order

    def _name(self, sources: Iterable[str]) -> str:
        """Sources as brackets name them."""
        return self.groups.name(sources)

    def _behind(self, owned: Owned) -> str:
        """The secretariat's words behind a new paragraph."""
        note = isinstance(owned.edit, Insert) and owned.edit.provision.kind is Kind.NOTE
        if note or owned.before or owned.behind.startswith(CLOSING) or owned.sources == _OWNER:
            return owned.behind
        named = tag(self._name(owned.sources))
        return {"all": named, "conflicts": named if owned.behind else "", "none": ""}[self.tags]

    def _ordered(self, options: Iterable[Option]) -> list[Option]:
        def rank(option: Option) -> list[tuple[int, Key]]:
            places = ((self.order.get(source, len(self.order)), source) for source in option.sources)
            return sorted((place, source_key(source, self.base.language)) for place, source in places)

        return sorted(options, key=rank)

    def _kept(self) -> list[Option]:
        """The option of no change, of each who proposes to keep the text."""
        return [Option((keeper,), "keep") for keeper in in_order(self.wishes.underlined, self.base.language)]

    def _keep(self) -> list[tuple[str, str]]:
        return [(option.sources[0], KEEP) for option in self._kept()]

    # words

    def _reword(self, p: Provision, words: Sequence[Owned]) -> None:
        """Word edits of a provision that stays."""
        for stretch in stretches(words, self.groups):
            if len({o.sources for o in stretch.edits}) == 1:
                self.edits += stretch.edits
                self._tag_words(p.key, stretch.edits)
            elif self.restatable(p.key, stretch.start, stretch.end):
                self._options(p, stretch)
            else:
                self._interleave(p, stretch)

    def _tag_words(self, key: str, group: Sequence[Owned]) -> None:
        if self.tags == "all":
            for owned in group:
                end = span(owned)[1]
                following = self.base[key].text.tokens[end : end + 1]
                blank = " " * bool(following and following[0].text[:1].isalnum())
                self.edits.append(_says(key, end, f"{tag(self._name(owned.sources))}{blank}"))

    def _options(self, p: Provision, stretch: WordStretch) -> None:
        """The stretch struck once, then each option in brackets."""
        start, end, tokens = stretch.start, stretch.end, p.text.tokens
        texts = by_text(versions(p, stretch))
        base = Text.join(tokens[start:end])
        options = self._ordered(words_option(who, text, base, stretch.edits) for who, text in texts.items())
        if start < end:
            everyone = tuple(sorted(source for who in texts for source in who))
            self.edits.append(Owned(Replace(p.key, start, end, Text()), everyone, numbers_of(stretch.edits)))
        before = tokens[start - 1].text if start else " "
        # Blanks that the options begin or end with keep words apart: so does the secretariat's.
        said = "" if start < end or before[-1:].isspace() else " "
        for option in options:
            text = texts[option.sources]
            said += opening(self._name(option.sources), text.plain or "-")
            if text.spans:
                self.edits.append(_says(p.key, end, said))
                self.edits.append(Owned(Replace(p.key, end, end, text), option.sources, option.amendments))
                said = f"{CLOSING} "
            else:
                said += f"{NOTHING}{CLOSING} "
        said += fates(self._keep())
        following = tokens[end].text if end < len(tokens) else ""
        self.edits.append(_says(p.key, end, said if following[:1].isalnum() else said[:-1]))
        self.conflicts.append(Conflict(p.key, (*options, *self._kept()), start, end))

    def _interleave(self, p: Provision, stretch: WordStretch) -> None:
        """Where words cannot be restated: each is struck by those who delete it, and what is new stands where each puts it."""
        start, end, numbers = stretch.start, stretch.end, numbers_of(stretch.edits)
        strikers: list[set[str]] = [set() for _ in range(end - start)]
        inserted: dict[int, dict[Text, set[str]]] = defaultdict(lambda: defaultdict(set))
        for owned in stretch.edits:
            edit = owned.edit
            if isinstance(edit, Replace):
                for at in range(edit.start, edit.end):
                    strikers[at - start] |= set(owned.sources)
                if edit.new.spans:
                    inserted[edit.end][edit.new] |= set(owned.sources)
        at = start
        while at < end:
            stop = at + 1
            while stop < end and strikers[stop - start] == strikers[at - start] and stop not in inserted:
                stop += 1
            if strikers[at - start]:
                who = tuple(sorted(strikers[at - start]))
                self.edits.append(Owned(Replace(p.key, at, stop, Text()), who, numbers))
            at = stop
        for gap in sorted(inserted):
            for text, sources in sorted(inserted[gap].items(), key=lambda item: sorted(item[1])):
                self.edits.append(Owned(Replace(p.key, gap, gap, text), tuple(sorted(sources)), numbers))
        base = Text.join(p.text.tokens[start:end])
        texts = by_text(versions(p, stretch))
        options = self._ordered(words_option(who, text, base, stretch.edits) for who, text in texts.items())
        self.conflicts.append(Conflict(p.key, tuple(options), start, end, "interleaved"))

    # clauses

    def _clause(self, p: Provision, words: Sequence[Owned], gone: Sequence[Owned]) -> None:
        """A clause that some delete or move and others change or move elsewhere: struck by all, with a paragraph for each wording."""
        edits = (*words, *gone)
        wanted = self._fates(p, words, gone)
        everyone = tuple(sorted(source for who in wanted for source in who))
        self.edits.append(Owned(Delete(p.key), everyone, numbers_of(o for s in everyone for o in edits if s in o.sources)))
        for gap in self.gaps.values():
            gap[:] = [o for o in gap if not (isinstance(o.edit, Move) and o.edit.key == p.key)]
        options = self._ordered(clause_option(who, found, p.text, edits) for who, found in wanted.items())
        self.conflicts.append(Conflict(p.key, (*options, *self._kept())))
        self._restate(p, options, wanted)
        moves = {source: o.edit for o in gone for source in o.sources if isinstance(o.edit, Move)}
        self._restate_moved(p, options, wanted, moves)

    def _fates(self, p: Provision, words: Sequence[Owned], gone: Sequence[Owned]) -> dict[tuple[str, ...], Fate]:
        """What each group of sources that want the same would have of a clause."""
        own = versions(p, WordStretch(tuple(words), 0, len(p.text.tokens)))
        by_fate: dict[Fate, list[str]] = defaultdict(list)
        for source in sorted({source for owned in (*words, *gone) for source in owned.sources}):
            end = next((o.edit for o in gone if source in o.sources), None)
            text = own.get(source, p.text)
            if isinstance(end, Move):
                by_fate[Fate(MOVE, text, end.after, end.depth, end.label)].append(source)
            else:
                by_fate[Fate(WORDS, text) if end is None else Fate(DELETE)].append(source)
        return {tuple(who): found for found, who in by_fate.items()}

    def _said(self, options: Iterable[Option]) -> list[tuple[str, str]]:
        return [(self._name(option.sources), option.does) for option in options]

    def _restate(self, p: Provision, options: Sequence[Option], wanted: Mapping[tuple[str, ...], Fate]) -> None:
        """A new paragraph for each wording that stays in its place. What is no wording stands before the next one, or behind the last."""
        stays = [n for n, option in enumerate(options) if option.does == WORDS]
        previous = 0
        for placed, n in enumerate(stays, 1):
            option = options[n]
            head = f"{fates(self._said(options[previous:n]))}{opening(self._name(option.sources))}"
            tail = fates([*self._said(options[n + 1 :]), *self._keep()]).rstrip() if n == stays[-1] else ""
            new = p._replace(text=wanted[option.sources].text, key="")
            insert = Insert(p.key, placed - len(options), new)
            behind = f"{CLOSING}{f' {tail}' * bool(tail)}"
            self.gaps[p.key].append(Owned(insert, option.sources, option.amendments, head, behind, p.key))
            previous = n + 1

    def _restate_moved(
        self, p: Provision, options: Sequence[Option], wanted: Mapping[tuple[str, ...], Fate], moves: Mapping[str, Move]
    ) -> None:
        """A new paragraph in each place that the clause would go to; where it stays nowhere, the other options stand before it there."""
        stays = any(option.does == WORDS for option in options)
        others = fates([*self._said(option for option in options if option.does == DELETE), *self._keep()])
        for option in options:
            if option.does != MOVE:
                continue
            move, name = moves[option.sources[0]], self._name(option.sources)
            new = p._replace(text=wanted[option.sources].text, depth=move.depth, label=move.label, key="")
            alone = not stays and bool(others)
            head, tail = (f"{others}{opening(name)}", CLOSING) if alone else ("", tag(name))
            insert = Insert(move.after, move.rank, new)
            self.gaps[move.after].append(Owned(insert, option.sources, option.amendments, head, tail, p.key))

    # the text as a whole

    def _tag_deletions(self) -> None:
        """With all tags, a paragraph of the secretariat's says behind what is deleted whose deletion it is."""
        if self.tags != "all":
            return
        deleted = {o.edit.key: o for o in self.edits if isinstance(o.edit, Delete)}
        ours = {conflict.key for conflict in self.conflicts if conflict.start < 0}
        for p in self.base.provisions:
            owned = deleted.get(p.key)
            above = deleted.get(p.key.rpartition("/")[0])
            if owned is None or p.key in ours or p.kind is Kind.NOTE or (above is not None and above.sources == owned.sources):
                continue
            last = self.base.subtree(p.key)[-1].key
            note = Provision(Kind.CLAUSE, Text.of(fate(self._name(owned.sources), DELETE)), None, p.depth)
            self.gaps[last].append(Owned(Insert(last, -1, note), _OWNER))

    def _inside_deleted(self) -> None:
        """What some add below a clause or call that others delete is an option to that."""
        for gap in self.gaps.values():
            for n, owned in enumerate(gap):
                edit = owned.edit
                if not isinstance(edit, Insert | Move) or owned.before or owned.sources == _OWNER:
                    continue
                given = self.added.get((edit, owned.sources))
                parent = place_of_addition(self.base, edit) or "" if given is None else given
                # Only who deletes it: a clause that is restated is struck by those who want other words of it too.
                striking = [o for o in self.gone.get(parent, ()) if isinstance(o.edit, Delete)]
                rivals = tuple(sorted({s for o in striking for s in o.sources if s not in owned.sources}))
                if not rivals:
                    continue
                new = edit.provision.line if isinstance(edit, Insert) else self.base[edit.key].line
                before = f"{fate(self._name(rivals), DELETE)} {opening(self._name(owned.sources))}"
                gap[n] = owned._replace(before=before, behind=CLOSING)
                goes: tuple[MarkedWords, ...] = (("delete", self.base[parent].text.plain),)
                comes: tuple[MarkedWords, ...] = (("insert", new),)
                gone = Option(rivals, DELETE, "", numbers_of(striking), goes)
                self.conflicts.append(Conflict(parent, (gone, Option(owned.sources, INSERT, new, owned.amendments, comes))))

    def _whole_text(self) -> None:
        """What is proposed for the text as a whole stands behind its number, or its title."""
        wishes = ((self.wishes.keepers, KEEP), (self.wishes.suppressors, SUPPRESS))
        said = [f" {fate(self._name(sorted(who)), what)}" for who, what in wishes if who]
        head = self.base.number or self.base.title
        p = next((p for p in self.base.provisions if p.text == head), None)
        if said and p is not None and not self.gone.get(p.key):
            self.edits.append(_says(p.key, len(p.text.tokens), "".join(said)))


def _says(key: str, at: int, words: str) -> Owned:
    """The secretariat's words in a provision."""
    return Owned(Replace(key, at, at, Text.of(words)), _OWNER)
