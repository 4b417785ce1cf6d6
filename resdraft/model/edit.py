"""What can be done to a base. Every edit is in base coordinates, so that edits combine in any order."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from resdraft.model.resolution import Provision
from resdraft.model.text import Text


class Replace(NamedTuple):
    """Tokens ``start`` to ``end`` of the provision ``key`` become ``new``: an insertion where start equals end."""

    key: str
    start: int
    end: int
    new: Text


class Delete(NamedTuple):
    """The provision ``key`` goes. What stands below it needs edits of its own."""

    key: str


class Insert(NamedTuple):
    """A new provision in the gap behind the base provision ``after`` ("" is before the first), the ``rank``-th there."""

    after: str
    rank: int
    provision: Provision


class Move(NamedTuple):
    """The provision ``key`` goes to the gap behind ``after``. Its words may be changed by Replace edits besides."""

    key: str
    after: str
    rank: int
    depth: int
    label: str | None


class Relabel(NamedTuple):
    """The label of ``key`` changes: consequence of other edits, never a proposal. For a note, its mark."""

    key: str
    label: str | None


Addition: TypeAlias = Insert | Move
Edit: TypeAlias = Replace | Delete | Insert | Move | Relabel
