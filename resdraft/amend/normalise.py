"""Normal form: the same wording reached in two ways is the same edits.

The edits of a proposal are derived again as the difference between the base and the base as proposed. Labels of existing clauses are not
edits; labels of clauses that a proposal adds are a function of their base place and their rank among the additions of the same proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resdraft.diff.edits import diff
from resdraft.model.apply import apply, renumber_notes
from resdraft.model.edit import Addition, Edit, Insert, Move, Relabel
from resdraft.model.labels import inserted, is_dash
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind, Provision, Resolution


def normalise(base: Resolution, edits: Iterable[Edit], words: Lexicon) -> tuple[Edit, ...]:
    """The normal form of one proposal's edits."""
    return normal_diff(base, apply(base, edits), words)


def normal_diff(base: Resolution, target: Resolution, words: Lexicon) -> tuple[Edit, ...]:
    """The edits from ``base`` to ``target`` in normal form."""
    edits = [edit for edit in diff(base, target) if not isinstance(edit, Relabel)]
    notes = {p.key for p in base.provisions if p.kind is Kind.NOTE}
    edits = [edit for edit in edits if not (isinstance(edit, Move) and edit.key in notes)]
    return tuple(_labelled(base, _notes_in_order(base, edits, target), words))


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
    additions = [e for e in edits if isinstance(e, Insert | Move)]
    order = {e.after: base.by_key.get(e.after, -1) for e in additions}
    additions.sort(key=lambda e: (order[e.after], e.rank))
    ranks: dict[tuple[str, bool], int] = {}
    labels: dict[Addition, str | None] = {}
    above: list[tuple[Addition, int]] = []
    gap = None
    for edit in additions:
        if edit.after != gap:
            gap, above = edit.after, []
        kind, depth, label = _head(base, edit)
        if kind not in (Kind.CLAUSE, Kind.BLOCK):
            above = [(edit, -1)] if kind is not Kind.NOTE else above
            continue
        while above and above[-1][1] >= depth:
            above.pop()
        labels[edit] = label if above else _base_label(base, edit.after, depth, label, ranks, words)
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
    at = base.by_key.get(after, -1)
    anchor = _sibling(base.provisions[at::-1] if at >= 0 else (), depth)
    following = _sibling(base.provisions[at + 1 :], depth)
    sibling = anchor or following
    if sibling is None:
        return own
    if sibling.label is None or is_dash(sibling.label):
        return sibling.label
    rank = ranks.get((sibling.key, anchor is None), 0)
    if anchor is None:
        ranks[sibling.key, True] = rank + 1
        return f"{sibling.label}{words.before_first}" + (f" {rank + 1}" if rank else "")
    label = inserted(sibling.label, rank, words.suffix_before_bracket)
    while following is not None and label == following.label:
        rank += 1
        label = inserted(sibling.label, rank, words.suffix_before_bracket)
    ranks[sibling.key, False] = rank + 1
    return label


def _sibling(provisions: Sequence[Provision], depth: int) -> Provision | None:
    """The first clause at this depth in reading direction, before the list ends."""
    for p in provisions:
        if p.kind not in (Kind.CLAUSE, Kind.BLOCK) or p.depth < depth:
            return None
        if p.depth == depth and p.kind is Kind.CLAUSE:
            return p
    return None
