"""The map of an adopted text, old label to new label, in the forms in which it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from resdraft.write.table import as_csv, as_markdown

HEAD = ("fate", "old place", "new place", "old label", "new label", "by")


class MappedClause(Protocol):
    """What became of a clause."""

    @property
    def fate(self) -> str: ...
    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...
    @property
    def old_label(self) -> str: ...
    @property
    def new_label(self) -> str: ...
    @property
    def by(self) -> Sequence[str]: ...


def map_as_csv(rows: Iterable[MappedClause]) -> str:
    """The map as CSV."""
    return as_csv(HEAD, _cells(rows))


def map_as_markdown(rows: Iterable[MappedClause]) -> str:
    """The map as a Markdown table."""
    return as_markdown(HEAD, _cells(rows))


def _cells(rows: Iterable[MappedClause]) -> Iterable[list[Any]]:
    return ([r.fate, r.old, r.new, r.old_label, r.new_label, ", ".join(r.by)] for r in rows)
