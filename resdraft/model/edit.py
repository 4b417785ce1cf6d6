"""Edits: what can be done to a base.

Every edit names keys and tokens of the base, never the result of another edit, so that edits combine in any order.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from resdraft.model.resolution import Provision
from resdraft.model.text import Text


class Replace(NamedTuple):
    """Tokens ``start`` to ``end`` of the provision ``key`` become ``new``. Where start equals end, ``new`` is inserted before that token."""

    key: str
    start: int
    end: int
    new: Text


class Delete(NamedTuple):
    """The provision ``key`` is deleted. Provisions below it need edits of their own."""

    key: str


class Insert(NamedTuple):
    """A new provision behind the base provision ``after``, or before the first one where ``after`` is empty.

    Several may be added in one such gap: they stand in the order of their ``rank``, from 0.
    """

    after: str
    rank: int
    provision: Provision


class Move(NamedTuple):
    """The provision ``key`` moves behind ``after``, with a new depth and label. Its words may be changed by Replace edits as well."""

    key: str
    after: str
    rank: int
    depth: int
    label: str | None


class Relabel(NamedTuple):
    """The label of a clause, or the mark of a footnote, changes. This follows from other edits; nobody proposes it."""

    key: str
    label: str | None


Addition: TypeAlias = Insert | Move
Edit: TypeAlias = Replace | Delete | Insert | Move | Relabel
