"""What an edited copy does to labels: no part of a proposal, but told."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.citations.repair import in_base_numbering
from resdraft.differences.edits import diff
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.edit import Move, Relabel
from resdraft.model.labels import is_dash
from resdraft.model.resolution import Kind, Resolution


def labels_that_come_or_go(base: Resolution, target: Resolution) -> Iterator[str]:
    """Which clauses get a label or lose theirs: relabelling is no part of a proposal."""
    addresses = Addresses(base, lexicon(base.language))
    for edit in diff(base, target):
        if (
            # A new footnote has no label in the base.
            isinstance(edit, Relabel)
            and edit.key in base.by_key
            and base[edit.key].kind is Kind.CLAUSE
            and (edit.label is None) != (base[edit.key].label is None)
        ):
            what = f"gets the label {edit.label}" if edit.label else "loses its label"
            yield f"{addresses.of(edit.key)} {what}: labels are no part of a proposal"


def renumbered_labels(base: Resolution, target: Resolution, counted: frozenset[str]) -> str:
    """The clauses whose labels somebody typed anew, for people; "" where there are none."""
    addresses = Addresses(base, lexicon(base.language))
    edits = diff(base, target)
    moved = {edit.key for edit in edits if isinstance(edit, Move)}
    pairs = zip(applied(base, edits), target.provisions, strict=False)
    found = [
        f"{addresses.of(old.key)} → {new.label}"
        for old, new in pairs
        if old.key in base.by_key
        and base[old.key].kind is Kind.CLAUSE
        and new.key not in counted
        # A clause that moves has the label of its new place.
        and old.key not in moved
        and (label := base[old.key].label) is not None
        and new.label not in (None, label)
        and not (is_dash(label) and is_dash(new.label or ""))
    ]
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return f"{', '.join(found[:3])}{more}"


def references_in_own_numbers(base: Resolution, target: Resolution) -> Iterator[str]:
    """Which new words mean clauses by the edited copy's own numbers: in a proposal clauses have those of the base."""
    texts, _ = in_base_numbering(base, diff(base, target))
    known = {p.text.plain for p in base.provisions}
    for key, text in texts.items():
        if target[key].text.plain not in known:
            place = Addresses(target, lexicon(target.language)).of(key)
            official = text.plain[:90]
            yield f"{place} refers to clauses by the copy's own numbers; in the official numbering it reads “{official}”"


def typed_labels_told(base: Resolution, target: Resolution) -> Iterator[str]:
    """Which added clauses have another label than the copy gives them, where the copy does not just number the list anew."""
    from resdraft.amend.normalise import normal_diff, typed_labels
    from resdraft.model.apply import apply

    words = lexicon(base.language)
    if not (given := typed_labels(base, target, words)):
        return
    left = {base[e.key].label for e in diff(base, target) if isinstance(e, Relabel) and e.key in base.by_key}
    result = apply(base, normal_diff(base, target, words))
    addresses = Addresses(result, words)
    for own, edit in given:
        if own not in left:
            p = edit.provision
            key = next(q.key for q in result.provisions if (q.label, q.text.plain, q.depth) == (p.label, p.text.plain, p.depth))
            yield f"{addresses.of(key)} has the label {own} in the copy: new clauses are labelled by their place in the official text"
