"""What became of each proposal, in the forms in which it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resdraft.write.table import as_csv, as_markdown
from resdraft.write.word_table import Cell, Run, TableDocument, word_table

HEAD = ("source", "amendment", "place", "fate", "more")


def fates_as_csv(rows: Iterable[Sequence[str]]) -> str:
    """A line for each amendment."""
    return as_csv(HEAD, rows)


def fates_as_markdown(rows: Iterable[Sequence[str]], counts: Mapping[str, Mapping[str, int]]) -> str:
    """A table of the amendments, and below it the counts of each source."""
    return f"{as_markdown(HEAD, rows)}\n{fate_counts(counts)}"


def fates_as_text(rows: Iterable[Sequence[str]], counts: Mapping[str, Mapping[str, int]]) -> str:
    """For a terminal: a line for each amendment, then the counts of each source."""
    lines = [f"{number}  {place}: {fate}{f': {more}' if more else ''}" for _, number, place, fate, more in rows]
    return "\n".join([*lines, "", fate_counts(counts)])


def fate_counts(counts: Mapping[str, Mapping[str, int]]) -> str:
    """How many amendments of each source had each fate."""
    said = (f"{source}: {', '.join(f'{n} {fate}' for fate, n in own.items())}" for source, own in counts.items())
    return "".join(f"{line}\n" for line in said)


def fates_as_word(
    rows: Iterable[Sequence[str]],
    counts: Mapping[str, Mapping[str, int]],
    title: str,
    *,
    meeting: str = "",
    language: str = "en",
) -> bytes:
    """A Word table: the counts of each source, then a row for each amendment, the sources in the order in which they are counted."""
    own: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        own.setdefault(row[0], []).append(row[1:])
    cells: list[Sequence[Cell]] = []
    for source, found in own.items():
        said = ", ".join(f"{n} {fate}" for fate, n in counts.get(source, {}).items())
        cells += [[[[Run(source, "bold"), Run(f": {said}")]]], *found]
    head = [name.capitalize() for name in HEAD[1:]]
    return word_table(TableDocument(title, head, cells, (3, 4, 4, 9), [meeting] if meeting else [], language, meeting))
