"""The edits that turn one resolution into another: ``reject`` gives the first back, ``accept`` the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from resdraft.differences.alignment import MIN_SIMILARITY, Alignment, align
from resdraft.differences.provision_items import items_of
from resdraft.differences.sequences import heaviest_increasing
from resdraft.differences.words import text_changes
from resdraft.model.edit import Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.resolution import Kind, Provision, Resolution


class Comparison(NamedTuple):
    """The edits from one text to another, and which of them split or merge a provision."""

    edits: tuple[Edit, ...]
    split: Mapping[int, str] = MappingProxyType({})
    """The new provisions, by position, that are parts of an old one, by key. To the edits they are insertions."""
    merged: Mapping[str, str] = MappingProxyType({})
    """The old provisions, by key, that were merged into another old one that stays. To the edits they are deletions."""


def diff(old: Resolution, new: Resolution, same: Sequence[tuple[int, int]] = (), *, by_label: bool = True) -> tuple[Edit, ...]:
    """Compare two resolutions.

    Args:
        same: provisions, by position in the old and in the new text, that are one if they are in no other pair.
        by_label: whether two clauses of one label in one place are one, whatever their words are about.

    Returns:
        Edits on ``old``, in order. A label that follows from other edits is a Relabel. Footnotes are recognised by their words: a new one
        has a mark made from its words, and a Relabel gives it the mark that it has in ``new``.
    """
    return _compare(old, new, same, by_label=by_label).edits


def compare(old: Resolution, new: Resolution) -> Comparison:
    """Compare two resolutions for people: the edits as :func:`diff` gives them, and which of them split or merge a provision.

    Of two clauses that have but their label in common, one was deleted and the other is new.
    """
    return _compare(old, new, (), by_label=False)


def _compare(old: Resolution, new: Resolution, same: Sequence[tuple[int, int]], *, by_label: bool) -> Comparison:
    marks, notes = match_notes(old, new)
    renamed = {theirs: ours for theirs, ours in marks.items() if theirs != ours}
    target = [
        p._replace(text=p.text.renote(renamed), label=marks[p.label or ""] if p.kind is Kind.NOTE else p.label)
        if p.kind is Kind.NOTE or (renamed and p.text.notes)
        else p
        for p in new.provisions
    ]
    body_old = [p for p in old.provisions if p.kind is not Kind.NOTE]
    body_new = [p for p in target if p.kind is not Kind.NOTE]
    kept, moved, split, merged = align(items_of(body_old), items_of(body_new), same=same, by_label=by_label)
    edits = _edits(old.provisions, target, _with_notes(kept, moved, notes, len(body_old), len(body_new)))
    marks = _marks_by_place(edits, {note.mark for note in old.notes})
    edits = [_remarked(edit, marks) for edit in edits]
    edits += [Relabel(f"note/{marks.get(ours, ours)}", theirs) for theirs, ours in renamed.items()]
    stays = {j: body_old[i].key for i, j in kept}
    return Comparison(tuple(edits), {j: body_old[i].key for i, j in split}, {body_old[i].key: stays[j] for i, j in merged})


def _marks_by_place(edits: Sequence[Edit], taken: set[str]) -> dict[str, str]:
    """The marks of new footnotes, made from their words and from the place of the first reference.

    So two proposals that add the same footnote in the same place give it the same mark, and different footnotes never share one.
    """
    words = {
        e.provision.label or "": e.provision.text.plain
        for e in edits
        if isinstance(e, Insert) and e.provision.kind is Kind.NOTE
    }
    places: dict[str, str] = {}
    for edit in edits:
        if isinstance(edit, Replace):
            text, place = edit.new, edit.key
        elif isinstance(edit, Insert):
            text, place = edit.provision.text, f"{edit.after}\n{edit.provision.text.plain}"
        else:
            continue
        for mark in text.notes:
            if mark in words:
                places.setdefault(mark, place)
    from hashlib import sha256

    out: dict[str, str] = {}
    for mark in (*places, *(mark for mark in words if mark not in places)):
        stem = "+" + sha256(f"{words[mark]}\n{places.get(mark, '')}".encode()).hexdigest()[:8]
        name, n = stem, 2
        # Two new footnotes may have the same words and be referred to in the same provision.
        while name in taken:
            name, n = f"{stem}-{n}", n + 1
        taken.add(name)
        out[mark] = name
    return out


def _remarked(edit: Edit, marks: dict[str, str]) -> Edit:
    """An edit with other marks for footnotes."""
    if isinstance(edit, Replace):
        return edit._replace(new=edit.new.renote(marks))
    if isinstance(edit, Insert):
        p = edit.provision
        label = marks.get(p.label or "", p.label) if p.kind is Kind.NOTE else p.label
        return edit._replace(provision=p._replace(text=p.text.renote(marks), label=label))
    return edit


def _edits(old: Sequence[Provision], new: Sequence[Provision], alignment: Alignment) -> list[Edit]:
    """The edits of an alignment: deletions first, then the others in the order of the new text."""
    edits: list[Edit] = []
    origin = {j: i for i, j in (*alignment.kept, *alignment.moved)}
    kept = {j for _, j in alignment.kept}
    staying = {i for i, _ in alignment.kept}
    leaving = {i for i, _ in alignment.moved}
    edits += [Delete(p.key) for i, p in enumerate(old) if i not in staying and i not in leaving]
    # Additions and moves name the gap that they stand in, by the old provision before it, and their rank among those in one gap.
    at = rank = 0
    for j, q in enumerate(new):
        p = old[origin[j]] if j in origin else None
        if p is not None:
            edits += [Replace(p.key, start, end, words) for start, end, words in text_changes(p.text, q.text)]
        if j in kept and p is not None:
            if p.label != q.label and p.kind is not Kind.NOTE:
                edits.append(Relabel(p.key, q.label))
            # It stays in its place: what follows stands in the gap behind it.
            at, rank = origin[j] + 1, 0
            continue
        gap = _past_gone(at, old, staying, q.kind)
        at, rank = gap, rank if gap == at else 0
        after = old[at - 1].key if at else ""
        if p is not None:
            edits.append(Move(p.key, after, rank, q.depth, q.label))
        else:
            edits.append(Insert(after, rank, q._replace(key="")))
        rank += 1
    return edits


_CAN_FOLLOW = {
    Kind.CLAUSE: (Kind.CLAUSE, Kind.BLOCK),
    Kind.BLOCK: (Kind.CLAUSE, Kind.BLOCK),
    Kind.CALL: (Kind.CLAUSE, Kind.BLOCK, Kind.CALL, Kind.ANNEX_TITLE),
    Kind.ANNEX: tuple(kind for kind in Kind if kind is not Kind.NOTE),
    Kind.NOTE: tuple(Kind),
}
"""The deleted provisions that a new one of a kind may be placed behind."""


def _past_gone(at: int, old: Sequence[Provision], staying: set[int], kind: Kind) -> int:
    """The gap behind the provisions that were deleted at a gap: both mean the same place, and one rule makes equal edits equal.

    A clause does not pass a call, for then it would stand in another section.
    """
    while at < len(old) and at not in staying and old[at].kind in _CAN_FOLLOW.get(kind, ()):
        at += 1
    return at


def match_notes(old: Resolution, new: Resolution) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """Which footnote became which.

    Returns:
        For each mark in ``new`` the mark in ``old``, or a temporary one for a new footnote; and the pairs of positions.
    """
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(old.notes))), list(range(len(new.notes)))
    # Equal words first, then similar words.
    for j in list(right):
        i = next((i for i in left if old.notes[i].text.plain == new.notes[j].text.plain), None)
        if i is not None:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    for j in list(right) if left else ():
        from rapidfuzz.distance import Indel

        like = {i: Indel.normalized_similarity(old.notes[i].text.plain, new.notes[j].text.plain) for i in left}
        best = max(like, key=lambda i: (like[i], -i), default=None)
        if best is not None and like[best] >= MIN_SIMILARITY:
            pairs.append((best, j))
            left.remove(best)
            right.remove(j)
    # A footnote with the same mark in the same place of a provision is the same one, however its own words changed.
    for j in list(right) if left else ():
        mark = new.notes[j].mark
        i = next((i for i in left if old.notes[i].mark == mark and _place(old, mark) == _place(new, mark)), None)
        if i is not None:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    marks = {new.notes[j].mark: old.notes[i].mark for i, j in pairs}
    for j in right:
        marks[new.notes[j].mark] = f"+ {j}"
    return marks, sorted(pairs)


def _place(resolution: Resolution, mark: str) -> tuple[str, int] | None:
    """The words of the provision that first refers to a footnote, and the rank of the reference among its references."""
    return next(((p.text.plain, p.text.notes.index(mark)) for p in resolution.provisions if mark in p.text.notes), None)


def _with_notes(
    kept: Sequence[tuple[int, int]], moved: Sequence[tuple[int, int]], notes: list[tuple[int, int]], at: int, to: int
) -> Alignment:
    """The alignment of the bodies with the footnotes, which follow the bodies of ``at`` old and ``to`` new provisions."""
    in_order = set(heaviest_increasing(notes, [1.0] * len(notes)))
    shifted = [((i, j) in in_order, (i + at, j + to)) for i, j in notes]
    return Alignment(
        (*kept, *(pair for stays, pair in shifted if stays)), (*moved, *(pair for stays, pair in shifted if not stays))
    )
