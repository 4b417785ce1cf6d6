"""References in words that are carried over to a newer text: whether they still mean there what they meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.citations.references import InternalReferences
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied
from resdraft.model.edit import Edit, Insert, Replace
from resdraft.model.resolution import Kind, Resolution


class MovedReference(NamedTuple):
    """A reference in new words: the words, the clause that it meant in the older text, and its address now, "" where it is gone."""

    words: str
    meant: str
    now: str


def moved_references(old: Resolution, own: Sequence[Edit], new: Resolution, newer: Sequence[Edit]) -> Iterator[MovedReference]:
    """The references in the words of a proposal that mean a clause which has another address in a newer text, or is gone.

    Args:
        old: the text that the proposal is on, ``own`` are its edits. ``newer`` are the edits that make ``new`` of the older text.
    """
    amended, before = _with_origins(old, own)
    _, became = _with_origins(old, newer)
    now = {origin: key for key, origin in became.items()}
    touched = {edit.key for edit in own if isinstance(edit, Replace)}
    if not touched and not any(isinstance(edit, Insert) for edit in own):
        return
    words = lexicon(old.language)
    old_addresses, new_addresses = Addresses(old, words), Addresses(new, words)
    for reference in InternalReferences(amended).all():
        place = before.get(reference.key)
        said = amended[reference.key].text.plain[reference.start : reference.end]
        if place is not None and (place not in touched or said in old[place].text.plain):
            continue
        for meant in (before[key] for target in reference.targets for key in target.keys if key in before):
            address = old_addresses.of(meant)
            there = new_addresses.of(now[meant]) if now.get(meant) in new.by_key else ""
            if there != address:
                yield MovedReference(said, address, there)


def _with_origins(base: Resolution, edits: Sequence[Edit]) -> tuple[Resolution, Mapping[str, str]]:
    """A text with edits, and the key in the base of each paragraph that comes from it. Footnotes stand behind all else."""
    provisions = applied(base, edits)
    made = Resolution.assemble(provisions, base.language, base.provenance)
    ordered = sorted(provisions, key=lambda p: p.kind is Kind.NOTE)
    pairs = zip(made.provisions, ordered, strict=False)
    return made, {p.key: origin.key for p, origin in pairs if origin.key}
