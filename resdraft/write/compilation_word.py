"""The compilation table in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resdraft.model.change import MarkedWords
from resdraft.model.compilation import ADDED, DELETED, MOVED, NO_CHANGE, REWORDED, Compilation, TableOption, TableRow
from resdraft.ooxml.directions import RIGHT_TO_LEFT
from resdraft.write.word_table import Cell, Run, TableDocument, word_table

HEAD = ("Provision", "Text in force", "Proposed", "Reasons", "Decision")
"""The titles of the columns. The last one is empty: a committee fills it in."""
_WIDTHS = (3, 6, 8, 5, 3)
_LOOKS = {"equal": "", "insert": "inserted", "delete": "struck"}


def compilation_word(table: Compilation) -> bytes:
    """Write the table as a .docx."""
    lines = [table.title, *(f"{said(option)}: {option.name}" for option in table.whole)]
    if table.documents:
        lines.append(f"Proposals: {', '.join(table.documents)}")
    title = f"Proposals on {table.text}"
    return word_table(TableDocument(title, HEAD, list(_rows(table)), _WIDTHS, lines, table.language, title))


def said(option: TableOption) -> str:
    """What an option does, as a table says it: with ITU's symbol, where there is one."""
    symbols = {REWORDED: "MOD", DELETED: "SUP", ADDED: "ADD", NO_CHANGE: "No change", MOVED: f"MOD, moved {option.where}"}
    return symbols.get(option.does, "SUP")


def _rows(table: Compilation) -> Iterator[Sequence[Cell]]:
    section = ""
    for row in table.rows:
        if row.section != section:
            section = row.section
            yield [[[Run(section, "bold")]]]
        yield [_place(row), row.text, list(_options(row)), [[Run(f"{who}: "), Run(why)] for who, why in row.reasons] or "", ""]
    if table.left_out:
        yield [[[Run("Could not be put in", "bold")]]]
        for line in table.left_out:
            yield [line]


def _place(row: TableRow) -> Cell:
    place = [Run(row.place, "bold")]
    return [place, [Run("CONFLICT", "bold")]] if row.rivals else [place]


def _options(row: TableRow) -> Iterator[Sequence[Run]]:
    for option in row.options:
        number = f" ({', '.join(option.amendments)})" if option.amendments else ""
        yield [Run(f"{said(option)}  "), Run(option.name, "bold"), Run(number)]
        if option.words:
            yield _runs(option.words)


def _runs(words: Sequence[MarkedWords]) -> list[Run]:
    out: list[Run] = []
    for look, said in words:
        if out and look == "insert" and out[-1].look == "struck" and RIGHT_TO_LEFT.search("".join(text for _, text in words)):
            # A sign without width: of two numbers side by side the struck one is read first, from the right.
            out.append(Run("\u200f"))
        out.append(Run(said, _LOOKS[look]))
    return out
