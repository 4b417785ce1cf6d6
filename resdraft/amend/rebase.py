"""The amendments of a proposal against a newer text: what still fits, what is in it already, and what no longer fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from resdraft.amend.consolidate import consolidate, rivals
from resdraft.amend.normalise import normal_diff
from resdraft.model.apply import applied, apply
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Owned
from resdraft.model.resolution import Resolution

_NEWER = "the newer text"
"""Stands for a source: what changed from the older text to the newer one is like one more proposal."""

CARRIED, IN_ALREADY, GONE = "carried over", "in the newer text already", "no longer fits"


class Rebased(NamedTuple):
    """What became of an amendment. ``text`` is the newer text with it alone; ``key`` the place of the older text that is against it."""

    fate: str
    text: Resolution | None = None
    key: str = ""


def rebased(
    old: Resolution, new: Resolution, own: Mapping[str, Sequence[Owned]], words: Lexicon
) -> tuple[dict[str, Rebased], Resolution]:
    """Carry amendments over to a newer text.

    Args:
        old: the text that they are on. ``new`` is the newer one. ``own`` are the edits of each amendment, in normal form.

    Returns:
        What became of each amendment by its number, and the newer text with all that were carried over.
    """
    theirs = normal_diff(old, new, words)
    # Edits of one number are one source here: two amendments of one proposal do not clash.
    marked = consolidate(old, {_NEWER: theirs, "own": list(dict.fromkeys(o.edit for edits in own.values() for o in edits))})
    against = rivals(old, marked.edits)
    mine: dict[Edit, Owned] = {_unranked(o.edit): o for o in marked.edits if "own" in o.sources}
    changes = [o.edit for o in marked.edits if _NEWER in o.sources]
    out: dict[str, Rebased] = {}
    kept: list[Edit] = []
    for number, edits in own.items():
        found = [mine[_unranked(o.edit)] for o in edits if _unranked(o.edit) in mine]
        clashing = next((o for o in found if against.get(o)), None)
        left = [o.edit for o in found if _NEWER not in o.sources]
        if clashing is not None:
            out[number] = Rebased(GONE, key=_place(clashing.edit))
        elif not left:
            out[number] = Rebased(IN_ALREADY)
        else:
            out[number] = Rebased(CARRIED, _made(old, [*changes, *left], new))
            kept += [edit for edit in left if edit not in kept]
    return out, _made(old, [*changes, *kept], new)


def _made(old: Resolution, edits: Sequence[Edit], new: Resolution) -> Resolution:
    """The older text with edits, its footnotes as the newer text has them."""
    made = apply(old, edits)
    marks = {note.text: note.mark for note in new.notes}
    known = {note.mark: marks[note.text] for note in made.notes if note.text in marks}
    provisions = [
        p._replace(text=p.text.renote(known), label=known.get(p.label or "", p.label) if p.key.startswith("note/") else p.label)
        for p in made.provisions
    ]
    return Resolution.assemble(provisions, new.language, new.provenance)


def _unranked(edit: Edit) -> Edit:
    return edit._replace(rank=0) if isinstance(edit, Insert | Move) else edit


def _place(edit: Edit) -> str:
    return edit.after if isinstance(edit, Insert) else edit.key


def reads(old: Resolution, edits: Sequence[Edit], key: str) -> str:
    """How a place of the older text reads with edits; "" where it is gone."""
    if key not in old.by_key or any(isinstance(edit, Delete) and edit.key == key for edit in edits):
        return ""
    own = [edit for edit in edits if isinstance(edit, Replace) and edit.key == key]
    return next((p.text.marked() for p in applied(old, own) if p.key == key), "")
