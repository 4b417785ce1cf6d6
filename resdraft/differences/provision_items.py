"""The provisions of a resolution as items of an alignment."""

from __future__ import annotations

from collections.abc import Iterable

from resdraft.differences.items import Item, Role
from resdraft.model.resolution import Kind, Provision

_ROLES = {
    Kind.NUMBER: Role.SINGLE,
    Kind.TITLE: Role.SINGLE,
    Kind.REFERENCE: Role.SINGLE,
    Kind.FORMULA: Role.SINGLE,
    Kind.CALL: Role.HEADING,
    Kind.CLAUSE: Role.PARAGRAPH,
    Kind.BLOCK: Role.BLOCK,
}


def items_of(provisions: Iterable[Provision]) -> list[Item]:
    """The provisions of a resolution as items. Their formatting and their footnote references count as content."""
    return [Item(p.kind, _ROLES.get(p.kind, Role.FIXED), p.text, p.text.plain, p.label, p.depth) for p in provisions]
