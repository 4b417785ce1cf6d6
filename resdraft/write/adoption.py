"""The map of an adopted text, old label to new label, and the table of a conference, in the forms in which they are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resdraft.model.adoption import AdoptedRow, ClauseRow
from resdraft.write.table import as_csv, as_markdown

HEAD = ("fate", "old place", "new place", "old label", "new label", "by")


def map_as_csv(rows: Iterable[ClauseRow]) -> str:
    """The map as CSV."""
    return as_csv(HEAD, _cells(rows))


def map_as_markdown(rows: Iterable[ClauseRow]) -> str:
    """The map as a Markdown table."""
    return as_markdown(HEAD, _cells(rows))


def _cells(rows: Iterable[ClauseRow]) -> Iterable[list[Any]]:
    return ([r.fate, r.old, r.new, r.old_label, r.new_label, ", ".join(r.by)] for r in rows)


CONFERENCE_HEAD = ("text", "became", "sources", "open", "to look at", "file")


def table_as_csv(rows: Iterable[AdoptedRow]) -> str:
    """What became of the texts of a conference, as CSV."""
    return as_csv(CONFERENCE_HEAD, ([r.name, r.became, ", ".join(r.sources), r.open, r.left, r.file] for r in rows))


def table_lines(rows: Iterable[AdoptedRow]) -> list[str]:
    """The same for a terminal, a line a text."""
    out = []
    for r in rows:
        by = f" ({', '.join(r.sources)})" if r.sources else ""
        places = f"; {r.open} open in square brackets" if r.open else ""
        look = f"; {r.left} to look at" if r.left else ""
        out.append(f"{r.name}: {r.became}{by}{places}{look}{f' -> {r.file}' if r.file else ''}")
    return out
