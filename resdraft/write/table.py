"""Rows of values as comma-separated values, as a Markdown table, and as HTML."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection). What stands in a cell comes from somebody else."""


class _Lines(io.StringIO):
    """Takes in rows that end in CR LF, as ones that end in LF."""

    def write(self, row: str, /) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as comma-separated values. A cell that a spreadsheet would run gets an apostrophe in front."""
    import csv

    out = _Lines(newline="")
    # The writer quotes a cell for the characters that end a line: with both of them, a lone CR in a cell begins no row.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def as_markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as a Markdown table."""
    lines = [head, ["---"] * len(head), *([_escaped(str(value)) for value in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_html(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as an HTML table, everything in it escaped."""
    from html import escape

    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
