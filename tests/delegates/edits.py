"""What delegates do to a text in a word processor: edits of many kinds, made up from a seed, as steps for ``oracles/office_edits.py``."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from resdraft.model.labels import inserted, is_dash, next_in_list
from resdraft.model.resolution import Kind, Resolution

_WORDS = (
    "regional organizations", "in due time", "developing countries", "without delay", "as appropriate", "the membership",
    "all stakeholders", "annual reports", "open meetings", "new services", "within existing resources", "local communities",
)  # fmt: skip
_VERBS = ("to review", "to support", "to publish", "to study", "to facilitate", "to encourage")
_CLOSE = 14
_ANCHOR = 48
"""By so many characters at its beginning a paragraph is found; words are changed behind them."""


class Edit(NamedTuple):
    """One edit: its kind, the steps, and the positions of the provisions that it changes and by which it finds its place."""

    kind: str
    steps: tuple[dict[str, Any], ...]
    changes: frozenset[int] = frozenset()
    finds: frozenset[int] = frozenset()
    comment: tuple[str, str] | None = None
    """Words that are commented on, and what is said: with python-docx, for LibreOffice without a screen dies of comments."""
    new: tuple[str, ...] = ()
    """The new paragraphs' words."""
    below: bool = False
    """Whether the new paragraphs are meant to stand below the clause before them."""


class Round(NamedTuple):
    """What one author does to a file."""

    author: str
    tracked: bool
    edits: tuple[Edit, ...]

    @property
    def job(self) -> dict[str, Any]:
        """This round as a job of the driver."""
        steps = [step for edit in self.edits for step in edit.steps]
        return {"author": self.author, "tracked": self.tracked, "edits": steps}


class Plan(NamedTuple):
    """What happens to one file: a round an author."""

    rounds: tuple[Round, ...]
    depends: bool = False
    """Whether the second author changes what the first one inserted."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all rounds."""
        return tuple(edit for r in self.rounds for edit in r.edits)


class _Site:
    """A text and its paragraphs as places for edits."""

    def __init__(self, text: Resolution, dice: random.Random, *, close: bool) -> None:
        """With ``close`` all edits are of clauses that stand close together."""
        self.text, self.dice = text, dice
        self.all = text.provisions
        plains = [p.text.plain for p in self.all]
        self.anchors: dict[int, str] = {}
        for n, p in enumerate(self.all):
            words = p.text.spans[0].text[:_ANCHOR].rstrip() if p.text.spans and not p.text.spans[0].note else ""
            if len(words) > 12 and sum(words in other for other in plains) == 1:
                self.anchors[n] = words
        start = dice.randrange(len(self.all) - _CLOSE) if close else 0
        near = range(start, start + _CLOSE) if close else range(len(self.all))
        self.clauses = [n for n in near if self.all[n].kind is Kind.CLAUSE and n in self.anchors]
        self.leaves = [n for n in self.clauses if len(text.subtree(self.all[n].key)) == 1]

    def a(self, places: Sequence[int]) -> int:
        """One of some places."""
        if not places:
            raise LookupError
        return self.dice.choice(places)

    def slice(self, n: int, most: int = 4) -> tuple[str, str]:
        """Some words in the middle of a paragraph that stand once in it, and the word before them."""
        text = self.all[n].text
        spots = [m.start() for m in re.finditer(r"(?<=\w )\w", text.plain) if m.start() > _ANCHOR + 2]
        start = self.a(spots[:-1])
        words = text.plain[start:].split(" ")[: self.dice.randint(1, most)]
        said = " ".join(words).rstrip(".,;:")
        before = text.plain[:start].split(" ")[-2]
        marked = text.marked()
        if (
            not said
            or text.plain.count(said) != 1
            or text.plain.count(f"{before} {said}") != 1
            or f"{before} {said}" not in marked
        ):
            raise LookupError
        return said, before

    def siblings(self, n: int) -> list[int]:
        """The clauses beside one, in order, itself included."""
        parent = self.all[n].key.rpartition("/")[0]
        return [m for m, p in enumerate(self.all) if p.key.rpartition("/")[0] == parent and p.kind is Kind.CLAUSE]

    def next(self, n: int) -> str | None:
        """The label that a clause behind another would bear if the list were numbered on."""
        labels = [self.all[m].label or "" for m in self.siblings(n) if m <= n]
        return next_in_list(labels) if labels[-1] and not is_dash(labels[-1]) else None

    def clause(self, end: str = ";") -> str:
        """The words of a new clause."""
        first, second = self.dice.sample(_WORDS, 2)
        return f"{self.dice.choice(_VERBS)} {first} and {second} {self.dice.randint(10, 99)}{end}"


def _substitute(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    old, before = site.slice(n)
    new = site.dice.choice(_WORDS)
    return Edit(
        kind,
        ({"do": "replace", "place": site.anchors[n], "old": f"{before} {old}", "new": f"{before} {new}"},),
        finds=frozenset({n}),
    )


def _strike_words(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    old, before = site.slice(n, 6)
    return Edit(
        kind, ({"do": "replace", "place": site.anchors[n], "old": f"{before} {old}", "new": before},), finds=frozenset({n})
    )


def _insert_words(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    old, before = site.slice(n, 2)
    return Edit(
        kind,
        ({"do": "insert", "place": site.anchors[n], "after": f"{before} {old}", "text": f" {site.dice.choice(_WORDS)}"},),
        finds=frozenset({n}),
    )


def _strike_paragraph(site: _Site, kind: str) -> Edit:
    n = site.a(site.leaves)
    return Edit(kind, ({"do": "strike", "first": site.anchors[n], "last": site.anchors[n]},), frozenset({n}))


def _strike_range(site: _Site, kind: str) -> Edit:
    n = site.a(site.leaves)
    own = [m for m in range(n, min(n + site.dice.randint(2, 4), len(site.all))) if site.all[m].kind is Kind.CLAUSE]
    if len(own) < 2 or own != list(range(own[0], own[-1] + 1)) or own[-1] not in site.leaves:
        raise LookupError
    return Edit(kind, ({"do": "strike", "first": site.anchors[n], "last": site.anchors[own[-1]]},), frozenset(own))


def _strike_section(site: _Site, kind: str) -> Edit:
    calls = [n for n, p in enumerate(site.all) if p.kind is Kind.CALL and n in site.anchors]
    n = site.a(calls)
    own = range(n, n + len(site.text.subtree(site.all[n].key)))
    if own[-1] not in site.anchors or len(own) > 9:
        raise LookupError
    return Edit(kind, ({"do": "strike", "first": site.anchors[n], "last": site.anchors[own[-1]]},), frozenset(own))


def _add(site: _Site, kind: str, n: int, lines: Sequence[str], *, before: bool = False, below: bool = False) -> Edit:
    place = {"before" if before else "after": site.anchors[n]}
    step = {"do": "add_before" if before else "add", **place, "lines": list(lines)}
    words = tuple(re.sub(r"^\S+?\s", "", line) if re.match(r"\S{1,9}[\t]|[-–•] |\w+\) ", line) else line for line in lines)
    return Edit(kind, (step,), finds=frozenset({n}), new=words, below=below)


def _add_clause(site: _Site, kind: str) -> Edit:
    n = site.a(site.leaves)
    label = site.all[n].label
    choices = [None, site.next(n)]
    if label is not None:
        choices.append(label if is_dash(label) else inserted(label, 0))
    chosen = site.dice.choice(choices)
    lines = [f"{chosen}\t{site.clause()}" if chosen else site.clause() for _ in range(1 if chosen else site.dice.randint(1, 2))]
    return _add(site, kind, n, lines)


def _add_first(site: _Site, kind: str) -> Edit:
    first = [n for n in site.clauses if site.all[n].key.endswith("/1") and site.all[n].label and site.all[n].depth == 0]
    n = site.a(first)
    label = site.all[n].label or ""
    return _add(site, kind, n, [f"{site.dice.choice((label, f'{label}bis'))}\t{site.clause()}"], before=True)


def _items(site: _Site, kind: str, labels: Sequence[str], places: Sequence[int]) -> Edit:
    n = site.a(places)
    lines = [
        f"{label}{site.clause(end)}"
        for label, end in zip(labels, [";"] * (len(labels) - 1) + [site.dice.choice(".;")], strict=True)
    ]
    return _add(site, kind, n, lines, below=True)


def _dashes(site: _Site, kind: str) -> Edit:
    mark = {"dash items": "–", "bullet items": "•", "hyphen items": "-"}[kind] + site.dice.choice("\t\t ")
    places = [n for n in site.leaves if (label := site.all[n].label) and not is_dash(label)]
    return _items(site, kind, [mark] * site.dice.randint(1, 3), places)


def _romans(site: _Site, kind: str) -> Edit:
    # "i)" behind "h)" is the next letter, and among Roman numbers no list of its own.
    lists = [
        n
        for n in site.leaves
        if re.fullmatch(r"[a-gj-u]\)|\d+", site.all[n].label or "") and not re.match(r"[vxi]", site.all[n].label or "")
    ]
    below_dashes = [n for n in site.leaves if is_dash(site.all[n].label)]
    places = below_dashes if below_dashes and site.dice.random() < 0.3 else lists
    return _items(site, kind, ["i)\t", "ii)\t", "iii)\t"][: site.dice.randint(1, 3)], places)


def _list_end(site: _Site, kind: str, *, annex: bool = False) -> Edit:
    last = [
        n for n in site.leaves if site.siblings(n)[-1] == n and site.next(n) and site.all[n].key.startswith("annex") == annex
    ]
    n = site.a(last)
    text = site.all[n].text.plain
    tail = " ".join(text.split(" ")[-3:])
    if text.count(tail) != 1 or site.all[n].text.notes or len(text) - len(tail) < _ANCHOR:
        raise LookupError
    steps: list[dict[str, Any]] = []
    if text[-1] in ".,":
        steps.append({"do": "replace", "place": site.anchors[n], "old": tail, "new": f"{tail[:-1]};"})
    added = _add(site, kind, n, [f"{site.next(n)}\t{site.clause(text[-1])}"])
    return added._replace(steps=(*steps, *added.steps))


def _annex_item(site: _Site, kind: str) -> Edit:
    return _list_end(site, kind, annex=True)


def _new_call(site: _Site, kind: str) -> Edit:
    ends = [n for n in site.leaves if n + 1 < len(site.all) and site.all[n + 1].kind is Kind.CALL and n + 1 in site.anchors]
    n = site.a(ends)
    call = site.dice.choice(("invites the Secretary-General", "instructs the Council", "urges Member States"))
    words = [f"{label}{site.clause()}" for label in ([""] if site.dice.random() < 0.5 else ["1\t", "2\t"])]
    words[-1] = f"{words[-1][:-1]},"
    added = _add(site, kind, n, [call, *words])
    return added._replace(steps=(*added.steps, {"do": "styled", "place": call, "style": "Call", "of": words[0]}))


def _footnote(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    old, before = site.slice(n, 1)
    step = {"do": "insert", "place": site.anchors[n], "after": f"{before} {old}", "text": f"[^See {site.clause('.')}]"}
    return Edit(kind, (step,), finds=frozenset({n}))


def _note_words(site: _Site, kind: str) -> Edit:
    notes = [n for n, p in enumerate(site.all) if p.kind is Kind.NOTE and len(p.text.plain.split()) > 4]
    n = site.a(notes)
    words = site.all[n].text.plain.split(" ")
    at = site.dice.randrange(1, len(words) - 2)
    old = " ".join(words[at : at + 2])
    if sum(old in p.text.plain for p in site.all if p.kind is Kind.NOTE) != 1:
        raise LookupError
    return Edit(kind, ({"do": "note_words", "old": old, "new": site.dice.choice(_WORDS)},), frozenset({n}))


def _split(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if len(site.all[n].text.plain) > 140])
    old, before = site.slice(n, 4)
    label = site.all[n].label
    choices = ["", "" if label is None else label if is_dash(label) else inserted(label, 0), site.next(n) or ""]
    step = {"do": "split", "place": site.anchors[n], "at": f"{before} {old}", "words": old, "label": site.dice.choice(choices)}
    return Edit(kind, (step,), finds=frozenset({n}))


def _join(site: _Site, kind: str) -> Edit:
    pairs = [n for n in site.leaves if n + 1 in site.leaves and site.all[n].depth == site.all[n + 1].depth]
    n = site.a(pairs)
    step = {
        "do": "join",
        "first": site.anchors[n],
        "second": site.anchors[n + 1],
        "words": site.anchors[n + 1],
        "between": site.dice.choice((" ", " and ")),
    }
    return Edit(kind, (step,), frozenset({n + 1}), frozenset({n}))


def _bold(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    words, before = site.slice(n)
    return Edit(kind, ({"do": "bold", "place": site.anchors[n], "words": f"{before} {words}"},), finds=frozenset({n}))


def _comment(site: _Site, kind: str) -> Edit:
    n = site.a(site.clauses)
    said = site.dice.choice(("Reasons: {}", "{}")).format(f"this helps {site.dice.choice(_WORDS)} {site.dice.randint(10, 99)}")
    return Edit(kind, (), finds=frozenset({n}), comment=(site.anchors[n], said))


def _move(site: _Site, kind: str) -> Edit:
    n = site.a(site.leaves)
    beside = [m for m in site.siblings(n) if m != n and m in site.leaves]
    anywhere = [m for m in site.leaves if m != n and site.all[m].depth == site.all[n].depth]
    m = site.a(beside if beside and site.dice.random() < 0.7 else anywhere)
    how = site.dice.choice(("before", "after"))
    if (how == "after" and m == n - 1) or (how == "before" and m == n + 1) or (how == "after" and m + 1 == len(site.all)):
        raise LookupError
    step = {"do": "move", "first": site.anchors[n], "last": site.anchors[n], "to": site.anchors[m], "how": how}
    return Edit(kind, (step,), frozenset({n}), frozenset({m}))


def _label(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if re.fullmatch(r"[a-z]\)|\d+", site.all[n].label or "")])
    label = site.all[n].label or ""
    step = {"do": "relabel", "place": site.anchors[n], "old": label, "new": next_in_list([label]) or ""}
    return Edit(kind, (step,), frozenset({n}))


def _title(site: _Site, kind: str) -> Edit:
    n = site.a([n for n, p in enumerate(site.all) if p.kind is Kind.TITLE])
    words = site.all[n].text.plain.split(" ")
    old = " ".join(words[1:3])
    step = {"do": "replace", "place": site.all[n].text.plain[:20], "old": old, "new": site.dice.choice(_WORDS)}
    return Edit(kind, (step,), frozenset({n}))


def _rewritten(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if not site.all[n].text.notes])
    words = site.all[n].text.plain
    return Edit(
        kind, ({"do": "rewrite", "place": site.anchors[n], "old": words, "new": site.clause(words[-1])},), frozenset({n})
    )


def _replaced(site: _Site, kind: str) -> Edit:
    """A paragraph is typed behind another, which is then struck."""
    n = site.a(site.leaves)
    label = site.all[n].label
    added = _add(site, kind, n, [f"{label}\t{site.clause()}" if label else site.clause()])
    strike = {"do": "strike", "first": site.anchors[n], "last": site.anchors[n]}
    return added._replace(steps=(*added.steps, strike), changes=frozenset({n}), finds=frozenset())


def _at_end(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if site.all[n].text.plain[-1:] in ";,." and not site.all[n].text.spans[-1].note])
    words = site.all[n].text.plain
    tail = " ".join(words.split(" ")[-4:])[:-1]
    if words.count(tail) != 1 or len(words) < _ANCHOR + len(tail) + 2 or tail not in site.all[n].text.marked():
        raise LookupError
    step = {"do": "insert", "place": site.anchors[n], "after": tail, "text": f", {site.dice.choice(_WORDS)}"}
    return Edit(kind, (step,), finds=frozenset({n}))


def _clause_with_items(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if site.all[n].label and not is_dash(site.all[n].label) and site.next(n)])
    first = f"{site.next(n)}\t{site.clause(':')}"
    labels = site.dice.choice((["i)\t", "ii)\t"], ["–\t", "–\t", "–\t"], ["•\t", "•\t"]))
    return _add(site, kind, n, [first, *(f"{label}{site.clause()}" for label in labels)])


def _noted_clause(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if site.next(n)])
    words = site.clause("")
    added = _add(site, kind, n, [f"{site.next(n)}\t{words}[^See {site.clause('.')}];"])
    return added._replace(new=())


def _footnote_struck(site: _Site, kind: str) -> Edit:
    places = [n for n in site.clauses if len(site.all[n].text.notes) == 1]
    n = site.a(places)
    return Edit(kind, ({"do": "strike_reference", "place": site.anchors[n]},), frozenset({n}))


def _call_reworded(site: _Site, kind: str) -> Edit:
    n = site.a([n for n, p in enumerate(site.all) if p.kind is Kind.CALL and n in site.anchors and " " in p.text.plain])
    words = site.all[n].text.plain
    last = words.split(" ")[-1]
    if words.count(last) != 1:
        raise LookupError
    return Edit(kind, ({"do": "replace", "place": words, "old": last, "new": f"{last} and the membership"},), frozenset({n}))


def _call_in_the_middle(site: _Site, kind: str) -> Edit:
    n = site.a([n for n in site.leaves if site.all[n].depth == 0 and n + 1 in site.leaves and site.all[n + 1].depth == 0])
    added = _add(site, kind, n, ["urges all members", site.clause(",")])
    return added._replace(
        steps=(*added.steps, {"do": "styled", "place": "urges all members", "style": "Call", "of": added.new[-1]})
    )


def _subtree_moved(site: _Site, kind: str) -> Edit:
    heads = [n for n in site.clauses if n not in site.leaves and site.all[n].depth == 0]
    n = site.a(heads)
    own = range(n, n + len(site.text.subtree(site.all[n].key)))
    beside = [m for m in site.siblings(n) if m not in (n, n - 1, own[-1] + 1) and m in site.leaves and m + 1 < len(site.all)]
    m = site.a(beside)
    if own[-1] not in site.anchors:
        raise LookupError
    step = {"do": "move", "first": site.anchors[n], "last": site.anchors[own[-1]], "to": site.anchors[m], "how": "after"}
    return Edit(kind, (step,), frozenset(own), frozenset({m}))


def _annex(site: _Site, kind: str) -> Edit:
    if any(p.kind is Kind.ANNEX for p in site.all) or not site.clauses:
        raise LookupError
    n = max(site.clauses)
    if n not in site.leaves or (n + 1 < len(site.all) and site.all[n + 1].kind is not Kind.NOTE):
        raise LookupError
    return _add(site, kind, n, ["ANNEX", "Terms of reference of the group", f"a)\t{site.clause()}", f"b)\t{site.clause('.')}"])


KINDS: dict[str, Callable[[_Site, str], Edit]] = {
    "words substituted": _substitute, "words struck": _strike_words, "words inserted": _insert_words,
    "paragraph struck": _strike_paragraph, "range struck": _strike_range, "section struck": _strike_section,
    "new clause": _add_clause, "new first clause": _add_first, "dash items": _dashes, "bullet items": _dashes,
    "hyphen items": _dashes, "Roman items": _romans, "item at the end": _list_end, "annex item": _annex_item,
    "new call": _new_call, "new footnote": _footnote, "footnote words": _note_words, "clause split": _split,
    "clauses joined": _join, "bold": _bold, "comment": _comment, "clause moved": _move, "label typed anew": _label,
    "title": _title, "clause rewritten": _rewritten, "words at the end": _at_end, "clause with items": _clause_with_items,
    "clause with a footnote": _noted_clause, "footnote struck": _footnote_struck, "call reworded": _call_reworded,
    "call in the middle": _call_in_the_middle, "clause moved with its items": _subtree_moved, "annex": _annex,
    "paragraph replaced": _replaced,
}  # fmt: skip
"""Every kind of edit, and what makes one."""


def plan(text: Resolution, seed: int, kinds: Sequence[str] = tuple(KINDS)) -> Plan:
    """What is done to a text: one to ten edits by one author or two, the first of the kind that the seed says."""
    dice = random.Random(seed)  # noqa: S311 - the same seed gives the same plan
    two, tracked, close = dice.random() < 0.4, dice.random() < 0.85, dice.random() < 0.4
    site = _Site(text, dice, close=close)
    first = Round(
        "Anna Svensson",
        tracked or two,
        tuple(_several(site, kinds[seed % len(kinds)], dice.randint(1, 6 if two else 10), kinds)),
    )
    if not two:
        return Plan((first,))
    own = _in_new_words(dice, first.edits) if dice.random() < 0.5 else None
    others = tuple(_several(site, dice.choice(kinds), dice.randint(1, 4), kinds, first.edits))
    # Who only comments has no marks.
    others = tuple(edit for edit in others if own or edit.comment is None)
    if not own and not others:
        return Plan((first,))
    return Plan((first, Round("Ola Nordmann", True, (*([own] if own else []), *others))), depends=own is not None)


def _several(site: _Site, first: str, count: int, kinds: Sequence[str], taken: Sequence[Edit] = ()) -> Iterator[Edit]:
    """Edits that do not get into each other's way."""
    known = list(taken)
    for n in range(count):
        for _ in range(60):
            kind = first if n == 0 else site.dice.choice(kinds)
            try:
                edit = KINDS[kind](site, kind)
            except LookupError:
                continue
            if not any(_in_the_way(edit, other) for other in known):
                known.append(edit)
                yield edit
                break


def _in_the_way(one: Edit, other: Edit) -> bool:
    """Whether two edits are of one paragraph, and not of different places in it."""
    # Both may change words in the middle of a paragraph, and these might be the same ones.
    same = one.finds & other.finds if not (one.new or other.new) else frozenset()
    return bool(same or one.changes & (other.changes | other.finds) or one.finds & other.changes)


def _in_new_words(dice: random.Random, edits: Sequence[Edit]) -> Edit | None:
    """A change in what another author inserted as a paragraph."""
    new = [words for edit in edits for words in edit.new if words.startswith("to ")]
    if not new:
        return None
    words = dice.choice(new)
    old = words.split(" and ")[0].partition(" ")[2]
    steps: dict[str, dict[str, Any]] = {
        "words": {"do": "replace", "place": words, "old": old, "new": dice.choice(_WORDS)},
        "more words": {"do": "insert", "place": words, "after": old, "text": " too"},
        "struck": {"do": "strike", "first": words, "last": words},
        "footnote": {"do": "insert", "place": words, "after": old, "text": "[^See what is said above.]"},
        "split": {
            "do": "split",
            "place": words,
            "at": words[:-4],
            "words": words[len(old.split(" ")[0]) + 4 : -4],
            "label": "",
        },
    }
    kind = dice.choice(list(steps))
    return Edit(f"in the other's words: {kind}", (steps[kind],))
