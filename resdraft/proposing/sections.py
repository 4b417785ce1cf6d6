"""The amendments between two texts section by section: for what no amendments of clauses give, as where a call goes from mid-list."""

from __future__ import annotations

from difflib import SequenceMatcher

from resdraft.model.address import Addresses
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Add, Amendment, Reword, Strike
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.proposing.wording import PlacedAmendment, lines_of, quoted


def by_section(base: Resolution, target: Resolution, words: Lexicon) -> list[PlacedAmendment]:
    """Amendments that give each section outside the annexes, and each annex, whole where it differs.

    Sections and annexes that come or go do so as wholes; so do the number, title, reference and formula.
    """
    addresses = Addresses(base, words)
    target, new_notes = _with_marks_of(base, target)
    out: list[PlacedAmendment] = []
    heads = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA)
    for old in base.provisions:
        new = next((p for p in target.provisions if p.kind is old.kind), None)
        if old.kind in heads and new is not None and new.text.marked() != old.text.marked():
            out.append(PlacedAmendment(Amendment((Reword(addresses.of(old.key), quoted(new.text), exact=True),)), (old.key,)))
    mine, theirs = (
        [p for p in r.provisions if p.kind is Kind.ANNEX or (p.kind is Kind.CALL and "/" not in p.key)] for r in (base, target)
    )
    pairs = SequenceMatcher(None, [p.text.plain for p in mine], [p.text.plain for p in theirs], autojunk=False)
    last = next((p.key for p in reversed(base.provisions) if p.kind in heads), "")
    for _, i, j, k, n in pairs.get_opcodes():
        both = min(j - i, n - k)
        for old, new in zip(mine[i : i + both], theirs[k : k + both], strict=True):
            # New wording of one line changes a call alone: where only the call is left, its clauses are deleted one by one.
            if len(target.subtree(new.key)) == 1 and old.kind is Kind.CALL and old.text.plain == new.text.plain:
                below = [p for p in base.subtree(old.key)[1:] if p.depth == 0]
                out += [PlacedAmendment(Amendment((Strike(addresses.of(p.key)),)), (p.key,)) for p in below]
            elif _content(base, old) != _content(target, new):
                lines = lines_of(target.subtree(new.key), 0, explicit=True)
                out.append(PlacedAmendment(Amendment((Reword(addresses.of(old.key), lines),)), (old.key,)))
        out += [PlacedAmendment(Amendment((Strike(addresses.of(p.key)),)), (p.key,)) for p in mine[i + both : j]]
        after = mine[i + both - 1].key if i + both else last
        for new in theirs[k + both : n]:
            out.append(
                PlacedAmendment(
                    Amendment((Add("after", addresses.of(after), lines_of(target.subtree(new.key), 0, explicit=True)),)),
                    (after,),
                )
            )
    return [_with_notes(one, new_notes) for one in out]


def _with_marks_of(base: Resolution, target: Resolution) -> tuple[Resolution, dict[str, str]]:
    """The target with the base's marks for footnotes of the same words, ``new1`` and so on for the others; and the words of those."""
    known = {note.text.marked(): note.mark for note in base.notes}
    marks: dict[str, str] = {}
    new: dict[str, str] = {}
    for n, note in enumerate(target.notes, 1):
        marks[note.mark] = known.pop(note.text.marked(), f"new{n}")
        if marks[note.mark] == f"new{n}":
            new[f"new{n}"] = note.text.marked()
    provisions = (p._replace(text=p.text.renote(marks)) for p in target.provisions if p.kind is not Kind.NOTE)
    return Resolution.assemble(provisions, target.language), new


def _with_notes(stated: PlacedAmendment, notes: dict[str, str]) -> PlacedAmendment:
    used = {mark for i in stated.amendment.instructions for mark in notes if f"[^{mark}]" in getattr(i, "text", "")}
    footnotes = tuple((mark, notes[mark]) for mark in sorted(used))
    return stated._replace(amendment=stated.amendment._replace(footnotes=footnotes))


def _content(resolution: Resolution, head: Provision) -> list[tuple[Kind, str, int]]:
    return [(p.kind, p.text.marked(), p.depth) for p in resolution.subtree(head.key)]
