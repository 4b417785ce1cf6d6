"""The docket as a table: for a spreadsheet, as JSON, as Markdown, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resdraft.model.docket import Docket, Row
from resdraft.write import table

FIELDS = (
    "file",
    "source",
    "cosigners",
    "document",
    "revision",
    "number",
    "symbol",
    "target",
    "amendments",
    "outcome",
    "into",
    "why",
)
"""The columns, in their order."""


def as_csv(docket: Docket) -> str:
    """As comma-separated values."""
    return table.as_csv(FIELDS, _rows(docket))


def as_markdown(docket: Docket) -> str:
    """As a Markdown table, the totals first."""
    return f"{docket}\n\n{table.as_markdown(FIELDS, _rows(docket))}"


def as_html(docket: Docket) -> str:
    """As an HTML table."""
    return table.as_html(FIELDS, _rows(docket))


def as_plain(docket: Docket) -> list[dict[str, Any]]:
    """As plain values, one entry a row."""
    return [{name: _value(row, name) for name in FIELDS} for row in docket.rows]


def as_json(docket: Docket) -> str:
    """As JSON: the rows, and how many have each outcome."""
    from resdraft.write.json import dumps

    return dumps({"rows": as_plain(docket), "totals": {str(outcome): n for outcome, n in docket.totals.items()}})


def _rows(docket: Docket) -> Iterator[list[object]]:
    for row in docket.rows:
        values = (_value(row, name) for name in FIELDS)
        yield [", ".join(value) if isinstance(value, list) else value for value in values]


def _value(row: Row, name: str) -> Any:
    value = getattr(row, name)
    return list(value) if isinstance(value, tuple) else str(value) if name == "outcome" else value
