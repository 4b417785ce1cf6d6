"""Conflicts laid open: what several sources propose differently in one place, as bracketed options, each the change of its own sources.

Words: the stretch that they touch is struck once by all of them, and each option restates it whole. Clauses: struck by all who delete,
move or change them, and one new paragraph for each wording that is left. Nothing is nested, and brackets and tags are the
secretariat's, so that with the marks of any one source alone the text is just what that source proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from resdraft.amend.consolidate import clash, place_of_addition
from resdraft.model.edit import Delete, Insert, Move, Relabel, Replace
from resdraft.model.marked import SECRETARIAT, Choice, Laid, Marked, Option, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span, Text

TAGS = ("all", "conflicts", "none")
"""Whose a change is can be said behind every change, behind those that stand in one place with others', or at options alone."""
NOTHING = "-"
DELETE, MOVE, KEEP, SUPPRESS = "delete", "move", "no change", "suppress"
_OWNER = (SECRETARIAT,)


Restatable = Callable[[str, int, int], bool]
"""Whether tokens of a provision can be written a second time: not where a field, a picture or an anchor stands among them."""


def lay_open(
    marked: Marked,
    *,
    order: Sequence[str] = (),
    tags: str = "conflicts",
    keepers: Sequence[str] = (),
    suppressors: Sequence[str] = (),
    restatable: Restatable = lambda *_: True,
) -> Laid:
    """Lay all conflicts of a consolidated text open.

    Args:
        order: the sources whose options come first; the others follow by code point. ``tags`` says which changes name their source.
            ``keepers`` propose that the text stays as it is, ``suppressors`` that it goes. ``restatable`` says what can be written twice.
    """
    ranks = {source: n for n, source in enumerate(order)}
    return _Layer(marked, ranks, tags, tuple(sorted(keepers)), tuple(sorted(suppressors)), restatable).laid()


@dataclass(repr=False, eq=False)
class _Layer:
    marked: Marked
    order: Mapping[str, int]
    tags: str
    keepers: tuple[str, ...]
    suppressors: tuple[str, ...]
    restatable: Restatable

    def __post_init__(self) -> None:
        self.base = self.marked.base
        self.words: dict[str, list[Owned]] = defaultdict(list)
        self.gone: dict[str, list[Owned]] = defaultdict(list)
        self.gaps: dict[str, list[Owned]] = defaultdict(list)
        self.edits: list[Owned] = []
        self.choices: list[Choice] = []
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
        for p in self.base.provisions:
            words, gone = self.words[p.key], self.gone[p.key]
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
        self._tag_deletions()
        self._inside_deleted()
        self._keep()
        for gap in self.gaps.values():
            for rank, owned in enumerate(sorted(gap, key=lambda o: o.edit.rank if isinstance(o.edit, Insert | Move) else 0)):
                if isinstance(owned.edit, Insert | Move):
                    self.edits.append(owned._replace(edit=owned.edit._replace(rank=rank), behind=self._tag(owned)))
        at = {p.key: n for n, p in enumerate(self.base.provisions)}
        self.choices.sort(key=lambda choice: (at.get(choice.key, -1), choice.start))
        whole = [Option(who, does) for who, does in ((self.keepers, "keep"), (self.suppressors, SUPPRESS)) if who]
        return Laid(replace(self.marked, edits=tuple(self.edits), conflicts=()), tuple(self.choices), tuple(whole))

    def _tag(self, owned: Owned) -> str:
        """The secretariat's words behind a new paragraph."""
        note = isinstance(owned.edit, Insert) and owned.edit.provision.kind is Kind.NOTE
        if note or owned.before or owned.behind.startswith("]") or owned.sources == _OWNER:
            return owned.behind
        return {"all": f" [{owned.author}]", "conflicts": owned.behind, "none": ""}[self.tags]

    def _ordered(self, groups: Mapping[tuple[str, ...], Option]) -> list[Option]:
        def rank(option: Option) -> list[tuple[int, str]]:
            return sorted((self.order.get(source, len(self.order)), source) for source in option.sources)

        return sorted(groups.values(), key=rank)

    # words

    def _reword(self, p: Provision, words: Sequence[Owned]) -> None:
        """Word edits of a provision that stays."""
        for group in _absorbed(list(_groups(words))):
            if len({o.sources for o in group}) == 1:
                self.edits += group
                self._tag_words(p.key, group)
                continue
            start = min(_span(o)[0] for o in group)
            end = max(_span(o)[1] for o in group)
            if self.restatable(p.key, start, end):
                self._options(p, group, start, end)
            else:
                self._interleave(p, group, start, end)

    def _tag_words(self, key: str, group: Sequence[Owned]) -> None:
        if self.tags == "all":
            for owned in group:
                end = _span(owned)[1]
                following = self.base[key].text.tokens[end : end + 1]
                blank = " " * bool(following and following[0].text[:1].isalnum())
                self.edits.append(_says(key, end, f" [{owned.author}]{blank}"))

    def _versions(self, p: Provision, group: Sequence[Owned], start: int, end: int) -> dict[str, Text]:
        """How the tokens from ``start`` to ``end`` read as each source would have them."""
        out = {}
        for source in sorted({source for owned in group for source in owned.sources}):
            own = [o.edit for o in group if source in o.sources and isinstance(o.edit, Replace)]
            spans, at = list[Span](), start
            for edit in sorted(own, key=lambda edit: (edit.start, edit.end)):
                spans += [*p.text.tokens[at : edit.start], *edit.new.spans]
                at = edit.end
            out[source] = Text.join([*spans, *p.text.tokens[at:end]])
        return out

    def _options(self, p: Provision, group: Sequence[Owned], start: int, end: int) -> None:
        """The stretch struck once, then each option in brackets."""
        versions = self._versions(p, group, start, end)
        everyone = tuple(sorted(versions))
        by_text: dict[Text, list[str]] = defaultdict(list)
        for source, text in versions.items():
            by_text[text].append(source)
        texts = {tuple(sources): text for text, sources in by_text.items()}
        options = self._ordered({who: Option(who, "words", text.plain) for who, text in texts.items()})
        numbers = tuple(dict.fromkeys(number for owned in group for number in owned.amendments))
        if start < end:
            self.edits.append(Owned(Replace(p.key, start, end, Text()), everyone, numbers))
        tokens = p.text.tokens
        before = tokens[start - 1].text if start else " "
        # Blanks that the options begin or end with keep words apart: so does the secretariat's.
        said = "" if start < end or before[-1:].isspace() else " "
        for option in options:
            text = texts[option.sources]
            said += f"[{', '.join(option.sources)}:{'' if text.plain[:1].isspace() else ' '}"
            if text.spans:
                self.edits.append(_says(p.key, end, said))
                own = tuple(n for o in group if set(o.sources) & set(option.sources) for n in o.amendments)
                self.edits.append(Owned(Replace(p.key, end, end, text), option.sources, tuple(dict.fromkeys(own))))
                said = "] "
            else:
                said += f"{NOTHING}] "
        following = tokens[end].text if end < len(tokens) else ""
        for keeper in self.keepers:
            said += f"[{keeper}: {KEEP}] "
        self.edits.append(_says(p.key, end, said if following[:1].isalnum() else said[:-1]))
        kept = [Option((keeper,), "keep") for keeper in self.keepers]
        self.choices.append(Choice(p.key, (*options, *kept), start, end))

    def _interleave(self, p: Provision, group: Sequence[Owned], start: int, end: int) -> None:
        """Where words cannot be restated: each is struck by those who delete it, and what is new stands where each puts it."""
        strikers: list[set[str]] = [set() for _ in range(end - start)]
        inserted: dict[int, dict[Text, set[str]]] = defaultdict(lambda: defaultdict(set))
        numbers = tuple(dict.fromkeys(number for owned in group for number in owned.amendments))
        for owned in group:
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
        versions = self._versions(p, group, start, end)
        by_text: dict[str, list[str]] = defaultdict(list)
        for source, text in versions.items():
            by_text[text.plain].append(source)
        options = self._ordered({tuple(who): Option(tuple(who), "words", text) for text, who in by_text.items()})
        self.choices.append(Choice(p.key, tuple(options), start, end, "interleaved"))

    # clauses

    def _clause(self, p: Provision, words: Sequence[Owned], gone: Sequence[Owned]) -> None:
        """A clause that some delete or move and others change or move elsewhere: struck by all, with a paragraph for each wording."""
        everyone = tuple(sorted({source for owned in (*words, *gone) for source in owned.sources}))
        versions = self._versions(p, words, 0, len(p.text.tokens))
        fates: dict[tuple[object, ...], list[str]] = defaultdict(list)
        moves: dict[str, Move] = {}
        for source in everyone:
            end = next((o.edit for o in gone if source in o.sources), None)
            text = versions.get(source, p.text)
            if isinstance(end, Move):
                moves[source] = end
                fates[MOVE, end.after, end.depth, end.label, text].append(source)
            elif end is not None:
                fates[(DELETE,)].append(source)
            else:
                fates["words", text].append(source)
        numbers = {
            source: tuple(n for o in (*words, *gone) if source in o.sources for n in o.amendments) for source in everyone
        }
        self.edits.append(Owned(Delete(p.key), everyone, tuple(dict.fromkeys(n for own in numbers.values() for n in own))))
        for gap in self.gaps.values():
            gap[:] = [o for o in gap if not (isinstance(o.edit, Move) and o.edit.key == p.key)]
        by_sources: dict[tuple[str, ...], tuple[object, ...]] = {tuple(who): fate for fate, who in fates.items()}
        options = self._ordered(
            {
                who: Option(who, str(fate[0]), "" if fate[0] == DELETE else _text_of(fate).plain)
                for who, fate in by_sources.items()
            }
        )
        self.choices.append(Choice(p.key, (*options, *(Option((keeper,), "keep") for keeper in self.keepers))))
        keep = "".join(f"[{keeper}: {KEEP}] " for keeper in self.keepers)
        stays = [option for option in options if option.does == "words"]
        pending, placed = "", 0
        for option in options:
            fate = by_sources[option.sources]
            name = ", ".join(option.sources)
            own = tuple(dict.fromkeys(n for source in option.sources for n in numbers[source]))
            if option.does == DELETE or (option.does == MOVE and stays):
                pending += f"[{name}: {option.does}] "
            if option.does == "words":
                placed += 1
                last = placed == len(stays)
                later = [o for o in options[options.index(option) + 1 :] if o.does != "words"] if last else []
                tail = "".join(f" [{', '.join(o.sources)}: {o.does}]" for o in later) + f" {keep}".rstrip() * last
                new = p._replace(text=_text_of(fate), key="")
                insert = Insert(p.key, -len(options) + placed, new)
                head = f"{pending}[{name}: "
                self.gaps[p.key].append(Owned(insert, option.sources, own, head, f"]{tail}", p.key))
                pending = ""
        deleted = "".join(f"[{', '.join(o.sources)}: {DELETE}] " for o in options if o.does == DELETE)
        for option in options:
            if option.does != MOVE:
                continue
            move = moves[option.sources[0]]
            own = tuple(dict.fromkeys(n for source in option.sources for n in numbers[source]))
            new = p._replace(text=_text_of(by_sources[option.sources]), depth=move.depth, label=move.label, key="")
            alone = not stays and bool(deleted or keep)
            head = f"{deleted}{keep}[{', '.join(option.sources)}: " if alone else ""
            tail = "]" if alone else f" [{', '.join(option.sources)}]"
            self.gaps[move.after].append(Owned(Insert(move.after, move.rank, new), option.sources, own, head, tail, p.key))

    def _tag_deletions(self) -> None:
        """With all tags, a paragraph of the secretariat's says behind what is deleted whose deletion it is."""
        if self.tags != "all":
            return
        deleted = {o.edit.key: o for o in self.edits if isinstance(o.edit, Delete)}
        ours = {choice.key for choice in self.choices if choice.start < 0}
        for p in self.base.provisions:
            owned = deleted.get(p.key)
            above = deleted.get(p.key.rpartition("/")[0])
            if owned is None or p.key in ours or p.kind is Kind.NOTE or (above is not None and above.sources == owned.sources):
                continue
            last = self.base.subtree(p.key)[-1].key
            note = Provision(Kind.CLAUSE, Text.of(f"[{owned.author}: {DELETE}]"), None, p.depth)
            self.gaps[last].append(Owned(Insert(last, -1, note), _OWNER))

    def _inside_deleted(self) -> None:
        """What some add below a clause or call that others delete is an option to that."""
        deleted = {o.edit.key: o.sources for o in self.edits if isinstance(o.edit, Delete)}
        for gap in self.gaps.values():
            for n, owned in enumerate(gap):
                edit = owned.edit
                if not isinstance(edit, Insert | Move) or owned.before or owned.sources == _OWNER:
                    continue
                parent = place_of_addition(self.base, edit)
                rivals = tuple(s for s in deleted.get(parent or "", ()) if s not in owned.sources)
                if parent is None or not rivals:
                    continue
                text = edit.provision.line if isinstance(edit, Insert) else self.base[edit.key].line
                who = ", ".join(rivals)
                gap[n] = owned._replace(before=f"[{who}: {DELETE}] [{owned.author}: ", behind="]")
                self.choices.append(Choice(parent, (Option(rivals, DELETE), Option(owned.sources, "insert", text))))

    def _keep(self) -> None:
        """What is proposed for the text as a whole stands behind its number, or its title."""
        said = [f" [{', '.join(who)}: {what}]" for who, what in ((self.keepers, KEEP), (self.suppressors, SUPPRESS)) if who]
        head = self.base.number or self.base.title
        p = next((p for p in self.base.provisions if p.text == head), None)
        if said and p is not None and not self.gone.get(p.key):
            self.edits.append(_says(p.key, len(p.text.tokens), "".join(said)))


def _text_of(fate: tuple[object, ...]) -> Text:
    text = fate[-1]
    assert isinstance(text, Text)  # noqa: S101 - only a deletion has none
    return text


def _says(key: str, at: int, words: str) -> Owned:
    """The secretariat's words in a provision."""
    return Owned(Replace(key, at, at, Text.of(words)), _OWNER)


def _span(owned: Owned) -> tuple[int, int]:
    edit = owned.edit
    assert isinstance(edit, Replace)  # noqa: S101 - only words are grouped
    return edit.start, edit.end


def _groups(words: Sequence[Owned]) -> Iterator[list[Owned]]:
    """The word edits of a provision in order, those that clash with one another together."""
    out: list[Owned] = []
    for owned in sorted(words, key=lambda o: (_span(o), o.sources)):
        if out and not any(clash(owned, other) for other in out):
            yield out
            out = []
        out.append(owned)
    if out:
        yield out


_NEAR = 2
"""Changes of a source so few tokens from its option belong to it: a word that goes with the next one."""


def _absorbed(groups: list[list[Owned]]) -> list[list[Owned]]:
    """Clashing groups with what the same sources change right beside them: an option must read as its source means it."""
    out: list[list[Owned]] = []
    for group in groups:
        while out and _belongs(out[-1], group):
            group = [*out.pop(), *group]
        out.append(group)
    return out


def _belongs(before: Sequence[Owned], behind: Sequence[Owned]) -> bool:
    """Whether two groups are one: the nearest edges are close, one of them is a clash, and one source stands in both."""
    clashing = any(len({o.sources for o in group}) > 1 for group in (before, behind))
    sources = [{source for o in group for source in o.sources} for group in (before, behind)]
    gap = min(_span(o)[0] for o in behind) - max(_span(o)[1] for o in before)
    return clashing and gap <= _NEAR and bool(sources[0] & sources[1])
