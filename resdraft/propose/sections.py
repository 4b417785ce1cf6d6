"""A difference said section by section: for what cannot be said clause by clause, as where a call goes from mid-list."""

from __future__ import annotations

from difflib import SequenceMatcher

from resdraft.model.address import Addresses
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Reword, Strike
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.propose.wording import Stated, lines_of, said_of


def by_section(base: Resolution, target: Resolution, words: Lexicon) -> list[Stated]:
    """Each section outside the annexes and each annex that differs, given whole; those that go and come as wholes too. So are heads."""
    addresses = Addresses(base, words)
    target, new_notes = _with_marks_of(base, target)
    out: list[Stated] = []
    heads = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA)
    for old in base.provisions:
        new = next((p for p in target.provisions if p.kind is old.kind), None)
        if old.kind in heads and new is not None and new.text.marked() != old.text.marked():
            out.append(Stated(Amendment((Reword(addresses.of(old.key), said_of(new.text), exact=True),)), (old.key,)))
    mine, theirs = (
        [p for p in r.provisions if p.kind is Kind.ANNEX or (p.kind is Kind.CALL and "/" not in p.key)] for r in (base, target)
    )
    pairs = SequenceMatcher(None, [p.text.plain for p in mine], [p.text.plain for p in theirs], autojunk=False)
    last = next((p.key for p in reversed(base.provisions) if p.kind in heads), "")
    for _, i, j, k, n in pairs.get_opcodes():
        both = min(j - i, n - k)
        for old, new in zip(mine[i : i + both], theirs[k : k + both], strict=True):
            if len(target.subtree(new.key)) == 1 and old.kind is Kind.CALL and old.text.plain == new.text.plain:
                below = [p for p in base.subtree(old.key)[1:] if p.depth == 0]
                out += [Stated(Amendment((Strike(addresses.of(p.key)),)), (p.key,)) for p in below]
            elif _content(base, old) != _content(target, new):
                lines = lines_of(target.subtree(new.key), 0, said=True)
                out.append(Stated(Amendment((Reword(addresses.of(old.key), lines),)), (old.key,)))
        out += [Stated(Amendment((Strike(addresses.of(p.key)),)), (p.key,)) for p in mine[i + both : j]]
        after = mine[i + both - 1].key if i + both else last
        for new in theirs[k + both : n]:
            out.append(
                Stated(
                    Amendment((Add("after", addresses.of(after), lines_of(target.subtree(new.key), 0, said=True)),)), (after,)
                )
            )
    return [_with_notes(one, new_notes) for one in out]


def _with_marks_of(base: Resolution, target: Resolution) -> tuple[Resolution, dict[str, str]]:
    """The target with the base's marks for footnotes of the same words, and others for new ones; and the words of those."""
    known = {note.text.marked(): note.mark for note in base.notes}
    marks: dict[str, str] = {}
    new: dict[str, str] = {}
    for n, note in enumerate(target.notes, 1):
        marks[note.mark] = known.pop(note.text.marked(), f"new{n}")
        if marks[note.mark] == f"new{n}":
            new[f"new{n}"] = note.text.marked()
    provisions = (p._replace(text=p.text.renote(marks)) for p in target.provisions if p.kind is not Kind.NOTE)
    return Resolution.assemble(provisions, target.language), new


def _with_notes(stated: Stated, notes: dict[str, str]) -> Stated:
    used = {mark for i in stated.amendment.instructions for mark in notes if f"[^{mark}]" in getattr(i, "text", "")}
    footnotes = tuple((mark, notes[mark]) for mark in sorted(used))
    return stated._replace(amendment=stated.amendment._replace(footnotes=footnotes))


def _content(resolution: Resolution, head: Provision) -> list[tuple[Kind, str, int]]:
    return [(p.kind, p.text.marked(), p.depth) for p in resolution.subtree(head.key)]
