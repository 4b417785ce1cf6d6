"""Normal form: the same wording reached in two ways is the same edits.

The edits of a proposal are derived again as the difference between the base and the base as proposed. Labels of existing clauses are not
edits; labels of clauses that a proposal adds are a function of their base place and their rank among the additions of the same proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from resdraft.differences.edits import diff
from resdraft.differences.sequences import unique_positions
from resdraft.model.apply import applied, apply, renumber_notes
from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Relabel
from resdraft.model.labels import BY_PLACE, DASH, fold_label, inserted, is_dash, label_meanings, next_in_list
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text


def normalise(base: Resolution, edits: Iterable[Edit], words: Lexicon) -> tuple[Edit, ...]:
    """The normal form of one proposal's edits."""
    edits = tuple(edits)
    return normal_diff(base, apply(base, edits), words, moved_to(base, edits))


def normal_diff(
    base: Resolution,
    target: Resolution,
    words: Lexicon,
    moved: Mapping[str, int] = MappingProxyType({}),
    *,
    by_label: bool = True,
) -> tuple[Edit, ...]:
    """The edits from ``base`` to ``target`` in normal form.

    Args:
        by_label: as for :func:`~resdraft.differences.edits.diff`.
        moved: clauses that are known to have been moved, as :func:`moved_to` gives them. The words alone do not always tell: a short
            clause may stand twice in a text, or be moved and reworded.
    """
    edits = _unlabelled_diff(base, target, moved, by_label=by_label)
    return tuple(_labelled(base, edits, words))


def typed_labels(base: Resolution, target: Resolution, words: Lexicon) -> list[tuple[str, Insert]]:
    """The labels, no dashes, that clauses added by ``target`` bear there and not in the base's numbering, each with its addition."""
    edits = _unlabelled_diff(base, target, {})
    pairs = zip(edits, _labelled(base, edits, words), strict=True)
    additions = [(a.provision.label, b) for a, b in pairs if isinstance(a, Insert) and isinstance(b, Insert)]
    typed = [(own, edit) for own, edit in additions if own and not is_dash(own) and edit.provision.kind is Kind.CLAUSE]
    return [(own, edit) for own, edit in typed if fold_label(own) != fold_label(edit.provision.label or "")]


def _unlabelled_diff(base: Resolution, target: Resolution, moved: Mapping[str, int], *, by_label: bool = True) -> list[Edit]:
    """The normal form, but for the labels of additions: these are the ones that ``target`` has."""
    same = _with_same_words(base, target)
    found = diff(base, target, same, by_label=by_label)
    gone = {edit.key for edit in found if isinstance(edit, Delete)}
    lost = [(base.by_key[key], at) for key, at in moved.items() if key in gone]
    if lost:
        found = diff(base, target, [*lost, *same], by_label=by_label)
    edits = [edit for edit in found if not isinstance(edit, Relabel)]
    notes = {p.key for p in base.provisions if p.kind is Kind.NOTE}
    edits = [edit for edit in edits if not (isinstance(edit, Move) and edit.key in notes)]
    return _notes_in_order(base, _in_canonical_gaps(base, edits), target)


def moved_to(base: Resolution, edits: Iterable[Edit]) -> dict[str, int]:
    """The provisions that edits move, by key, each with its position in the text that the edits give."""
    edits = tuple(edits)
    keys = {edit.key for edit in edits if isinstance(edit, Move)}
    # Footnotes stand behind all else in a resolution, wherever they were put in.
    body = [p.key for p in applied(base, edits) if p.kind is not Kind.NOTE] if keys else ()
    return {key: at for at, key in enumerate(body) if key in keys}


def _with_same_words(base: Resolution, target: Resolution) -> list[tuple[int, int]]:
    """The clauses whose words stand once in each text, by position: each is one clause, however short, wherever it stands."""
    old, new = (unique_positions(_contents(r)) for r in (base, target))
    clauses = (Kind.CLAUSE, Kind.BLOCK)
    return [(i, new[words]) for words, i in old.items() if words in new and base.provisions[i].kind in clauses]


def _contents(resolution: Resolution) -> list[tuple[Kind, Text]]:
    """The paragraphs without their places: marks of footnotes differ between texts, so their words stand for them."""
    notes = {note.mark: note.text.marked() for note in resolution.notes}
    return [(p.kind, p.text.renote(notes) if p.text.notes else p.text) for p in resolution.provisions]


def level(kind: Kind, depth: int) -> int:
    """How deep a paragraph stands: what has a greater level than the paragraph before it stands below that one."""
    return {Kind.NOTE: -4, Kind.ANNEX: -3, Kind.ANNEX_TITLE: -2, Kind.CALL: -1}.get(kind, depth)


def _in_canonical_gaps(base: Resolution, edits: Sequence[Edit]) -> list[Edit]:
    """Put each addition behind the nearest paragraph before it that stays, and behind what stood below that one.

    Where the paragraphs around an addition go, several gaps give the same text. "After b)" must mean the gap behind b) for every source,
    also for one that moves or deletes c). The gap behind 2 must be the same one for a source that deletes 2 a): so additions pass by what
    is deeper than they are.
    """
    gone = {edit.key for edit in edits if isinstance(edit, Delete | Move)}
    out: dict[Addition, Addition] = {}
    first = at = rank = 0
    for edit in _in_order(base, edits):
        kind, depth, _ = _head(base, edit)
        start = base.by_key.get(edit.after, -1) + 1
        while start > 0 and base.provisions[start - 1].key in gone:
            start -= 1
        if start != first:
            first, at, rank = start, start, 0
        gap = at
        while gap < len(base.provisions) and base.provisions[gap].key in gone:
            if level(base.provisions[gap].kind, base.provisions[gap].depth) <= level(kind, depth):
                break
            gap += 1
        at, rank = gap, rank if gap == at else 0
        out[edit] = edit._replace(after=base.provisions[gap - 1].key if gap else "", rank=rank)
        rank += 1
    return [out[edit] if isinstance(edit, Insert | Move) else edit for edit in edits]


def _in_order(base: Resolution, edits: Iterable[Edit]) -> list[Addition]:
    """The additions in the order in which they come to stand."""
    additions = [edit for edit in edits if isinstance(edit, Insert | Move)]
    return sorted(additions, key=lambda edit: (base.by_key.get(edit.after, -1), edit.rank))


def _notes_in_order(base: Resolution, edits: Sequence[Edit], target: Resolution) -> list[Edit]:
    """New footnotes stand behind those of the base, in the order of their words' first reference in the target."""
    new = [e for e in edits if isinstance(e, Insert) and e.provision.kind is Kind.NOTE]
    if not new:
        return list(edits)
    order = [note.text.plain for note in renumber_notes(target).notes]
    new.sort(key=lambda e: order.index(e.provision.text.plain))
    last = base.provisions[-1].key if base.provisions else ""
    return [e for e in edits if e not in new] + [e._replace(after=last, rank=n) for n, e in enumerate(new)]


def _labelled(base: Resolution, edits: Sequence[Edit], words: Lexicon) -> list[Edit]:
    """Give added clauses the labels of their base place."""
    ranks: dict[tuple[str, bool], int] = {}
    labels: dict[Addition, str | None] = {}
    # Who types a hyphen means a dash, but where the base itself has hyphens.
    hyphens = any(p.label == "-" for p in base.provisions)
    above: list[tuple[Addition, int]] = []
    gap = None
    for edit in _in_order(base, edits):
        if edit.after != gap:
            gap, above = edit.after, []
        kind, depth, label = _head(base, edit)
        if kind not in (Kind.CLAUSE, Kind.BLOCK):
            above = [(edit, -1)] if kind is not Kind.NOTE else above
            continue
        while above and above[-1][1] >= depth:
            above.pop()
        if label == "-" and isinstance(edit, Insert) and not hyphens:
            label = DASH
        found = label if above else _base_label(base, edit.after, depth, label, ranks, words)
        labels[edit] = None if found == BY_PLACE else found
        above.append((edit, depth))
    return [_with_label(edit, labels[edit]) if isinstance(edit, Insert | Move) and edit in labels else edit for edit in edits]


def _head(base: Resolution, edit: Addition) -> tuple[Kind, int, str | None]:
    if isinstance(edit, Insert):
        return edit.provision.kind, edit.provision.depth, edit.provision.label
    return base[edit.key].kind, edit.depth, base[edit.key].label


def _with_label(edit: Addition, label: str | None) -> Addition:
    if isinstance(edit, Insert):
        return edit._replace(provision=edit.provision._replace(label=label))
    return edit._replace(label=label)


def _base_label(
    base: Resolution, after: str, depth: int, own: str | None, ranks: dict[tuple[str, bool], int], words: Lexicon
) -> str | None:
    """The label that a clause added behind ``after`` has in the base's numbering."""
    anchor, following = _beside(base, after, depth)
    sibling = anchor or following
    if sibling is None or own is None:
        return own
    if sibling.label is None or (is_dash(own) and not is_dash(sibling.label)):
        # Among paragraphs without a label, and in a list of another form, a dash is an item all the same.
        return own if is_dash(own) else None
    if is_dash(sibling.label):
        return sibling.label
    rank = ranks.get((sibling.key, anchor is None), 0)
    if anchor is None:
        ranks[sibling.key, True] = rank + 1
        return f"{sibling.label}{words.before_first}" + (f" {rank + 1}" if rank else "")
    counted = _list_before(base, after, depth)
    if counted and (label := next_in_list(counted, rank)):
        ranks[sibling.key, False] = rank + 1
        return label
    label = inserted(sibling.label, rank, words.suffix_before_bracket)
    while following is not None and label == following.label:
        rank += 1
        label = inserted(sibling.label, rank, words.suffix_before_bracket)
    ranks[sibling.key, False] = rank + 1
    return label


def label_beside(base: Resolution, after: str, depth: int) -> str | None:
    """The label of the clause of the base that one added behind ``after`` at a depth stands beside; None where it has none."""
    anchor, following = _beside(base, after, depth)
    sibling = anchor or following
    return sibling.label if sibling else None


def _beside(base: Resolution, after: str, depth: int) -> tuple[Provision | None, Provision | None]:
    """The clauses of the base before and behind a gap that stand at a depth, in one list with what is put there."""
    at = base.by_key.get(after, -1)
    return _sibling(base.provisions[at::-1] if at >= 0 else (), depth), _sibling(base.provisions[at + 1 :], depth)


def _list_before(base: Resolution, after: str, depth: int) -> list[str]:
    """The labels of the list that ends before a gap, in order; none where it goes on behind the gap."""
    at = base.by_key.get(after, -1)
    behind = [p.label for p in _siblings(base.provisions[at + 1 :], depth)]
    before = [p.label for p in _siblings(base.provisions[at::-1], depth)][::-1]
    styles = {meaning.style for meaning in label_meanings(before[-1] or "")}
    if any(label and styles & {meaning.style for meaning in label_meanings(label)} for label in behind):
        return []
    return [label for label in before if label and not is_dash(label)]


def _sibling(provisions: Sequence[Provision], depth: int) -> Provision | None:
    """The first clause at this depth in reading direction, before the list ends."""
    return next(_siblings(provisions, depth), None)


def _siblings(provisions: Sequence[Provision], depth: int) -> Iterator[Provision]:
    """The clauses at this depth in reading direction, before the list ends."""
    for p in provisions:
        if p.kind not in (Kind.CLAUSE, Kind.BLOCK) or p.depth < depth:
            return
        if p.depth == depth and p.kind is Kind.CLAUSE:
            yield p
