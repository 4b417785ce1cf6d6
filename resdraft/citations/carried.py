"""The references of an amended text, each with the clause that it meant before: those of the base by the base, new ones by the new text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from resdraft.citations.reference import Reference, ReferenceTarget
from resdraft.citations.references import InternalReferences
from resdraft.model.resolution import Resolution

GONE = "gone/"
"""Before the key of a clause that is not in the amended text."""


class Kept(NamedTuple):
    """Characters of a provision of the base that stand in the amended text as they were, from ``start`` to ``end``, there from ``at``."""

    start: int
    end: int
    at: int


class CarriedReference(NamedTuple):
    """A reference of the amended text, and whether its words come from the base."""

    reference: Reference
    of_base: bool


def carried_references(
    base: Resolution, amended: Resolution, origin: Mapping[str, str], kept: Mapping[str, Sequence[Kept]]
) -> list[CarriedReference]:
    """Every reference of an amended text.

    Args:
        base: the text before. ``amended`` is the text with all changes, its labels as they were.
        origin: from the key of each provision of the amended text to its key in the base; new ones are not in it.
        kept: the stretches of the base's words that stand in the amended text, by the key in the amended text.

    Returns:
        The references in the characters and keys of the amended text. The clauses that a reference of the base means are known from the
        base, whatever bears their label now; of those that are gone the keys begin with ``gone/``.
    """
    became = {old: key for key, old in origin.items()}
    out: dict[str, list[CarriedReference]] = {}
    for reference in InternalReferences(base).all():
        key = became.get(reference.key)
        shift = _shift(kept.get(key, ()), reference) if key is not None else None
        if key is None or shift is None:
            continue
        targets = tuple(_moved(target, shift, became) for target in reference.targets)
        within = became.get(reference.within, f"{GONE}{reference.within}") if reference.within else ""
        moved = reference._replace(
            key=key, start=reference.start + shift, end=reference.end + shift, targets=targets, within=within
        )
        out.setdefault(key, []).append(CarriedReference(moved, of_base=True))
    for reference in InternalReferences(amended).all():
        known = out.setdefault(reference.key, [])
        if not any(one.reference.start < reference.end and reference.start < one.reference.end for one in known):
            known.append(CarriedReference(reference, of_base=False))
    order = amended.by_key
    return sorted(
        (one for found in out.values() for one in found), key=lambda one: (order[one.reference.key], one.reference.start)
    )


def _shift(kept: Sequence[Kept], reference: Reference) -> int | None:
    """By how many characters a reference has moved; None where its words are not all there any more."""
    for one in kept:
        if one.start <= reference.start and reference.end <= one.end:
            return one.at - one.start
    return None


def _moved(target: ReferenceTarget, shift: int, became: Mapping[str, str]) -> ReferenceTarget:
    keys = tuple(became.get(key, f"{GONE}{key}") for key in target.keys)
    return target._replace(start=target.start + shift, end=target.end + shift, keys=keys)
