"""What a good colleague would say of a proposal: notes on what it brings about itself, never on what the official text has already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.edit import Delete, Edit, Move
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import FRESH

_SEMICOLONS, _COMMAS, _STOPS = (";", "；", "؛"), (",", "،", "，"), (".", "。")
_COLONS = (":", "：")
_ITEM_INSIDE = re.compile(r"[;:；：]\s+((?:[^\W\d_A-Z]{1,4}|\d{1,2})\)|[–—•-])\s+\w")
"""A label in the midst of a text, as where several lines became one."""
_UNENDED = re.compile(r"(?<![;,；،؛，]\s\w\w)(?<![;,；،؛，]\s\w\w\w)[\w)]\s*$")
"""Words that no sign ends; “; and” and “; or” are the ends of a clause."""
_ON_LINES = "(in a proposal file: insert: | and the lines below it)"
_FEWEST = 4
"""So many words a clause must have for its standing twice to be worth a note."""


def advice(base: Resolution, edits: Iterable[Edit], meeting: str = "") -> Iterator[str]:
    """The notes on one source's edits.

    Args:
        base: the official text. ``edits`` are in normal form. ``meeting`` is the one that they are proposed to, such as ``PP-22``.
    """
    proposed = _Proposed(base, tuple(edits))
    if proposed.edits:
        yield from _old_conference(proposed, meeting)
        yield from _divided(proposed)
        yield from _endings(proposed)
        yield from _references(proposed)
        yield from _twice(proposed)
        yield from _blanks(proposed)
        yield from _broken(proposed)
        yield from _unlabelled(proposed)
        yield from _run_together(proposed)


class _Proposed:
    """A base and the text as proposed; each provision of that text with the one of the base that it was."""

    def __init__(self, base: Resolution, edits: Sequence[Edit]) -> None:
        from resdraft.lexicon import lexicon

        self.base, self.edits, self.words = base, edits, lexicon(base.language)
        lines = applied(base, edits)
        self.text = Resolution.assemble(lines, base.language, base.provenance)
        self.old: dict[str, Provision] = {
            new.key: base[line.key] for new, line in zip(self.text.provisions, lines, strict=True) if line.key
        }
        """By the key in the text as proposed; new provisions are not in it."""

    @cached_property
    def addresses(self) -> Addresses:
        """Those of the text as proposed."""
        return Addresses(self.text, self.words)

    @cached_property
    def official(self) -> Addresses:
        """The addresses of the base."""
        return Addresses(self.base, self.words)

    @cached_property
    def fresh(self) -> list[Provision]:
        """The provisions that are new or read otherwise."""
        return [p for p in self.text.provisions if p.key not in self.old or p.text.plain != self.old[p.key].text.plain]

    def of(self, p: Provision) -> str:
        """What a provision of the text as proposed is called: one of the base as there."""

        old = self.old.get(p.key)
        return FRESH.sub("new", self.addresses.of(p.key)) if old is None else self.official.of(old.key)


def _old_conference(proposed: _Proposed, meeting: str) -> Iterator[str]:
    """The designation and the enacting formula still bear the conference before."""
    from resdraft.citations.register import load_register
    from resdraft.citations.survey import identity
    from resdraft.lexicon import parse_edition

    if not meeting:
        return
    body = identity(proposed.base, load_register())[0]
    found = load_register().meeting_named(meeting)
    session = parse_edition(meeting, council=True)
    if found is not None and found.body == body:
        year, called = found.year, f"{found.name} is {found.place}, {found.year}"
    elif body == "Council" and session is not None and session.council:
        year, called = session.year, f"{session} is {session.year}"
    else:
        return
    before, said = (
        parse_edition(text.designation.edition, council=body == "Council") for text in (proposed.base, proposed.text)
    )
    if before is None or before.year >= year or before.council != (body == "Council"):
        return
    places = []
    if said is not None and said.year == before.year:
        places.append("the number line")
    formula = proposed.text.formula.plain if proposed.text.formula is not None else ""
    if re.search(rf"\b{before.year}\b", formula):
        places.append("the enacting formula")
    if places:
        verb = "bears" if len(places) == 1 else "bear"
        yield f"{' and '.join(places)} still {verb} {proposed.base.designation.edition}; {called}"


def _divided(proposed: _Proposed) -> Iterator[str]:
    """Clauses come to stand under a new call, for it is put into the middle of their section."""
    stay = {old.key for old in proposed.old.values()}
    moved = {edit.key for edit in proposed.edits if isinstance(edit, Move)}
    above = call = None
    call_of: dict[str, str] = {}
    for p in proposed.base.provisions:
        above = p.key if p.kind in (Kind.CALL, Kind.ANNEX) else above
        call_of[p.key] = above or ""
    taken: dict[str, list[str]] = {}
    for p in proposed.text.provisions:
        call = p if p.kind in (Kind.CALL, Kind.ANNEX) else call
        old = proposed.old.get(p.key)
        if p.kind is not Kind.CLAUSE or call is None or call.key in proposed.old or old is None or old.key in moved:
            continue
        if call_of[old.key] in stay:
            taken.setdefault(call.text.plain, []).append(proposed.official.of(old.key))
    for words, clauses in taken.items():
        which = f"{' and ' if len(clauses) == 2 else ' to '}".join(dict.fromkeys((clauses[0], clauses[-1])))
        yield f"{which} then {'stands' if len(clauses) == 1 else 'stand'} under the new “{words}”"


def _endings(proposed: _Proposed) -> Iterator[str]:
    """A clause in the middle of a list ends as the last one does, or the last one as those before it."""
    known = {proposed.base.provisions[n].key: wrong for n, wrong in _wrong_endings(proposed.base.provisions)}
    provisions = proposed.text.provisions
    for n, wrong in _wrong_endings(provisions):
        p = provisions[n]
        old = proposed.old.get(p.key)
        if old is None or known.get(old.key) != wrong:
            last = wrong.startswith(_SEMICOLONS)
            where = "at the end of its section" if last else "in the middle of its list"
            yield f"{proposed.of(p)} ends with “{wrong}” {where}"


def _wrong_endings(provisions: Sequence[Provision]) -> Iterator[tuple[int, str]]:
    """The places of clauses that end otherwise than their place in the list asks, and the sign with which they do."""
    for n, p in enumerate(provisions):
        if p.kind is not Kind.CLAUSE:
            continue
        following = provisions[n + 1] if n + 1 < len(provisions) else None
        sign = p.text.plain.rstrip()[-1:]
        if following is None or following.kind not in (Kind.CLAUSE, Kind.BLOCK):
            if sign in _SEMICOLONS:
                yield n, sign
        elif following.depth <= p.depth and p.label is not None and following.label is not None:
            # Items that are sentences end with full stops, all of them.
            sentence = sign in _STOPS and not any(_ends(q, _SEMICOLONS) for q in _beside(provisions, n))
            if sign and (sign in _COMMAS or sign in _STOPS) and not sentence:
                yield n, sign


def _beside(provisions: Sequence[Provision], n: int) -> Iterator[Provision]:
    """The clauses around one up to the next call."""
    for steps in (range(n - 1, -1, -1), range(n + 1, len(provisions))):
        for at in steps:
            if provisions[at].kind is not Kind.CLAUSE:
                break
            yield provisions[at]


def _ends(p: Provision, signs: tuple[str, ...]) -> bool:
    return p.text.plain.rstrip().endswith(signs)


def _references(proposed: _Proposed) -> Iterator[str]:
    """A reference means a clause that the same proposal deletes, or new words one that it moves."""
    gone = {edit.key for edit in proposed.edits if isinstance(edit, Delete)}
    moved = {edit.key for edit in proposed.edits if isinstance(edit, Move)}
    if not gone and not moved:
        return
    from resdraft.citations.references import InternalReferences

    finder = InternalReferences(proposed.base)
    fresh = {p.key for p in proposed.fresh}
    at = next(p.key for p in proposed.base.provisions)
    for p in proposed.text.provisions:
        old = proposed.old.get(p.key)
        # A new clause refers as the clause does behind which it stands.
        at = old.key if old is not None else at
        if p.kind not in (Kind.CLAUSE, Kind.CALL, Kind.NOTE, Kind.BLOCK):
            continue
        before = {t.keys for r in finder.of(old) for t in r.targets} if old is not None and p.key in fresh else set()
        for reference in finder.of(p._replace(key=at)):
            for target in reference.targets:
                keys = set(target.keys)
                deleted = bool(keys) and not target.ambiguous and keys <= gone
                if deleted or (p.key in fresh and keys & moved and target.keys not in before):
                    names = ", ".join(proposed.official.of(key) for key in target.keys)
                    yield f"{proposed.of(p)} refers to {names}, which the proposal {'deletes' if deleted else 'moves'}"


def _twice(proposed: _Proposed) -> Iterator[str]:
    """A clause is proposed that stands word for word elsewhere."""
    fresh = {p.key for p in proposed.fresh}
    places: dict[str, list[Provision]] = {}
    for p in proposed.text.provisions:
        words = re.findall(r"\w+", p.text.plain.casefold())
        if p.kind is Kind.CLAUSE and len(words) >= _FEWEST:
            places.setdefault(" ".join(words), []).append(p)
    for same in places.values():
        new = [p for p in same if p.key in fresh]
        if len(same) > 1 and new:
            p = new[-1]
            other = next(q for q in same if q is not p)
            yield f"{proposed.of(p)} stands word for word in {proposed.of(other)} too"


def _blanks(proposed: _Proposed) -> Iterator[str]:
    """A clause in which nothing changes but blanks."""
    for p in proposed.fresh:
        old = proposed.old.get(p.key)
        if old is not None and old.text.plain.split() == p.text.plain.split():
            yield f"in {proposed.of(p)} nothing changes but the kind or number of blanks"


def _broken(proposed: _Proposed) -> Iterator[str]:
    """A clause ends in the midst of its sentence and a new one follows: a line of text was broken by hand and became two clauses."""
    for p, q in _broken_pairs(proposed):
        yield f"{proposed.of(p)} ends without a sign and {proposed.of(q)} follows: where that is one sentence, write it on one line"


def _broken_pairs(proposed: _Proposed) -> Iterator[tuple[Provision, Provision]]:
    """New words that end without a sign, each with the new clause below them; not in a list that has no signs at all."""
    fresh, provisions = {p.key for p in proposed.fresh}, proposed.text.provisions
    for n, (p, q) in enumerate(pairwise(provisions)):
        new = p.key in fresh and q.key not in proposed.old and p.kind is q.kind is Kind.CLAUSE
        if new and _UNENDED.search(p.text.plain):
            old = [beside for beside in _beside(provisions, n) if beside.key in proposed.old]
            if not old or any(not _UNENDED.search(beside.text.plain) for beside in old):
                yield p, q


def _unlabelled(proposed: _Proposed) -> Iterator[str]:
    """A new clause has no number behind one that has: so it is a part of that one. Who presses Enter in Word and types on may forget it."""
    above, broken = None, {q.key for _, q in _broken_pairs(proposed)}
    for p in proposed.text.provisions:
        fresh = p.kind is Kind.CLAUSE and p.key not in {*proposed.old, *broken} and p.label is None
        behind = above is not None and above.label is not None and not _ends(above, _COLONS)
        if fresh and behind and proposed.words.opens_clause(p.text.plain):
            yield f"{proposed.of(p)} bears no number and so is part of the clause above it; where it is one of its own, number it"
        above = p if p.kind is Kind.CLAUSE else None


def _run_together(proposed: _Proposed) -> Iterator[str]:
    """A new clause begins with a call, or has another's label in its midst: lines that were meant apart became one."""
    for p in proposed.fresh:
        if p.kind is not Kind.CLAUSE or p.key in proposed.old:
            continue
        inside = _ITEM_INSIDE.search(p.text.plain)
        before = "" if inside is None else p.text.plain[: inside.start()]
        # Behind an open bracket it closes that one: (Dubai, 2018; 7) is no label.
        if inside is not None and before.count("(") <= before.count(")"):
            yield f"“{inside[1]}” stands in the midst of {proposed.of(p)}: each clause stands on a line of its own {_ON_LINES}"
        if p.depth == 0 and p.label is not None and proposed.words.call_kind(p.text.plain) is not None:
            what = f"{proposed.of(p)} begins as a call does: a new section has its call on one line and its clauses on the next"
            yield f"{what} {_ON_LINES}"
