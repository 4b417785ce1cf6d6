"""What a meeting left open, in square brackets: the text as it is, and what each source would have instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from resdraft.amend.options import lay_open
from resdraft.model.apply import applied
from resdraft.model.brackets import CLOSING, opening, tag
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.groups import Groups
from resdraft.model.marked import SECRETARIAT, Conflict, Marked, Option, Owned
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.source_order import in_order
from resdraft.model.text import Span, Text

CURRENT = "current text"
"""Whose option it is, in brackets, to leave the text as it is."""


class LeftOpen(NamedTuple):
    """The edits of a text with what is open in brackets, and the places where it is.

    ``unshown`` are open changes of words that stay out, as a field or a picture stands there, which cannot be written a second time.
    """

    edits: tuple[Owned, ...]
    conflicts: tuple[Conflict, ...] = ()
    unshown: tuple[Owned, ...] = ()


def leave_open(
    marked: Marked,
    adopted: Sequence[Owned],
    still_open: Sequence[Owned],
    restatable: Callable[[str, int, int], bool] = lambda *_: True,
) -> LeftOpen:
    """Put what is open in brackets, beside what is adopted.

    Args:
        marked: gives the base. ``adopted`` are edits that stand, of which none clashes with another, nor with one that is ``still_open``.
        restatable: whether tokens of a provision can be written a second time.
    """
    base = marked.base
    adopted = [o._replace(before="", behind="") for o in adopted]
    unshown = [o for o in still_open if isinstance(o.edit, Replace) and not restatable(o.edit.key, o.edit.start, o.edit.end)]
    still_open = [o._replace(before="", behind="") for o in still_open if o not in unshown]
    if not still_open:
        return LeftOpen(tuple(adopted), (), tuple(unshown))
    touched = {o.edit.key for o in still_open if isinstance(o.edit, Replace | Delete | Move)}
    beside = {o.edit: o for o in adopted if isinstance(o.edit, Replace) and o.edit.key in touched}
    rivals = in_order((s for o in still_open for s in o.sources), base.language)
    everyone = tuple(sorted((*rivals, CURRENT)))
    # What is adopted among open words is part of every option.
    joint = [o._replace(sources=everyone) for o in beside.values()]
    current = [Owned(edit, (CURRENT,)) for edit in _current(base, still_open)]
    additions = [o for o in adopted if isinstance(o.edit, Insert | Move)]
    every = replace(marked, edits=(*still_open, *joint, *current, *additions), clashes=())
    laid = lay_open(every, order=(*rivals, CURRENT), tags="none", groups=Groups(language=base.language))
    new = {(_unranked(o.edit), o.sources) for o in still_open if isinstance(o.edit, Insert)}
    out = [o for o in adopted if o.edit not in beside and not isinstance(o.edit, Insert | Move)]
    conflicts = [c for c in laid.conflicts if any(CURRENT in o.sources for o in c.options) or c.start < 0]
    for owned in laid.marked.edits:
        edit = owned.edit
        if edit in beside:
            out.append(beside[edit])
        elif isinstance(edit, Insert) and not owned.before and (_unranked(edit), owned.sources) in new:
            out.append(_bracketed(owned, edit))
            if edit.provision.kind is not Kind.NOTE:
                option = Option(owned.sources, "insert", edit.provision.line, owned.amendments)
                conflicts.append(Conflict(edit.after, (option,)))
        elif isinstance(edit, Insert) and owned.like and not owned.before:
            # Where somebody would move a clause to.
            out.append(_bracketed(owned, edit))
        else:
            out.append(_in_words(owned))
    return LeftOpen(tuple(_with_own_footnotes(base, out)), tuple(conflicts), tuple(unshown))


def _with_own_footnotes(base: Resolution, edits: Sequence[Owned]) -> list[Owned]:
    """The edits with a footnote of its own for each option that restates a reference: in Word one footnote has one reference."""
    count = Counter(mark for p in applied(base, [o.edit for o in edits]) for mark in p.text.notes)
    before = Counter(mark for p in base.provisions for mark in p.text.notes)
    further = Counter({mark: n - max(1, before[mark]) for mark, n in count.items() if n > max(1, before[mark])})
    if not further:
        return list(edits)
    new = [o.edit for o in edits if isinstance(o.edit, Insert)]
    bodies = {p.label: p for p in (*base.provisions, *(edit.provision for edit in new)) if p.kind is Kind.NOTE}
    last = next((p.key for p in reversed(base.provisions) if p.kind is Kind.NOTE), base.provisions[-1].key)
    rank = max((edit.rank for edit in new if edit.after == last), default=-1)
    out: list[Owned] = []
    copies: list[Owned] = []
    for owned in reversed(edits):
        edit = owned.edit
        text = edit.new if isinstance(edit, Replace) else edit.provision.text if isinstance(edit, Insert) else Text()
        own = {mark: f"+{mark.removeprefix('+')}.{further[mark]}" for mark in {*text.notes} if further[mark] > 0}
        for mark, copy in sorted(own.items()):
            further[mark] -= 1
            rank += 1
            body = bodies[mark]._replace(label=copy, key="")
            copies.append(Owned(Insert(last, rank, body), owned.sources))
        if own and isinstance(edit, Replace):
            owned = owned._replace(edit=edit._replace(new=text.renote(own)))
        elif own and isinstance(edit, Insert):
            owned = owned._replace(edit=edit._replace(provision=edit.provision._replace(text=text.renote(own))))
        out.append(owned)
    return [*reversed(out), *copies]


def _unranked(edit: Edit) -> Edit:
    return edit._replace(rank=0) if isinstance(edit, Insert | Move) else edit


def _current(base: Resolution, still_open: Iterable[Owned]) -> Iterator[Replace]:
    """The edits of who would leave the text as it is: they restate it where others propose something."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    whole: dict[str, None] = {}
    for owned in still_open:
        edit = owned.edit
        if isinstance(edit, Replace):
            ranges[edit.key].append((edit.start, edit.end))
        elif isinstance(edit, Delete | Move) and base[edit.key].kind is not Kind.NOTE:
            whole[edit.key] = None
    for key in whole:
        if key not in ranges:
            yield Replace(key, 0, 0, Text())
    for key, found in ranges.items():
        joined: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        for start, end in joined:
            yield Replace(key, start, end, Text.join(base[key].text.tokens[start:end]))


def _in_words(owned: Owned) -> Owned:
    """The edit with the brackets around a new paragraph among its words, behind its label; the current text is the secretariat's."""
    sources = tuple(s for s in owned.sources if s != CURRENT) or (SECRETARIAT,)
    edit = owned.edit
    if isinstance(edit, Insert) and (owned.before or owned.behind):
        text = Text.join([Span(owned.before), *edit.provision.text.spans, Span(owned.behind)])
        edit = edit._replace(provision=edit.provision._replace(text=text))
    return owned._replace(edit=edit, sources=sources, before="", behind="")


def _bracketed(owned: Owned, edit: Insert) -> Owned:
    """A new paragraph in brackets with whose it is."""
    name, p = ", ".join(owned.sources), edit.provision
    if p.kind is Kind.NOTE:
        return owned
    if p.kind in (Kind.CALL, Kind.ANNEX, Kind.ANNEX_TITLE):
        # A call in brackets would be none: whose it is stands behind it.
        text = Text.join([*p.text.spans, Span(tag(name))])
    else:
        text = Text.join([Span(opening(name)), *p.text.spans, Span(CLOSING)])
    return owned._replace(edit=edit._replace(provision=p._replace(text=text)))
