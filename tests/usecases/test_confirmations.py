"""The table of unconfirmed forms goes out, is filled in, and comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from resdraft.errors import Unreadable, WrongUsage
from resdraft.lexicon import LANGUAGES, call_forms, lexicon
from resdraft.usecases.confirmations import COLUMNS, as_table, confirm, confirmed, unconfirmed


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(tmp_path / "library"))


def _filled(table: str, rows: int, divider: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=divider, lineterminator="\r\n")
    for n, row in enumerate(csv.reader(io.StringIO(table))):
        writer.writerow([*row[:-1], row[-1] if n == 0 else "WRC-12, Doc. 18" if n <= rows else ""])
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_opens_its_call(language: str) -> None:
    words = lexicon(language)
    assert [f.form for f in call_forms(language) if words.call_kind(f.form) is None] == []


# What office programs make of a table: other dividers, and a byte order mark.
@pytest.mark.parametrize(("divider", "mark"), [(",", ""), (";", "\ufeff"), ("\t", "")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_not_asked_again(language: str, divider: str, mark: str, tmp_path: Path) -> None:
    before = unconfirmed([language])
    (tmp_path / "table.csv").write_text(mark + _filled(as_table(before), 2, divider), "utf-8")
    assert [c.form for c in confirm(tmp_path / "table.csv")] == before[:2]
    assert unconfirmed([language]) == before[2:]
    assert {c.source for c in confirmed()} == {"WRC-12, Doc. 18"}
    assert confirm(tmp_path / "table.csv") == []


def test_an_empty_table_confirms_nothing(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(as_table(unconfirmed()), "utf-8")
    assert confirm(tmp_path / "table.csv") == []
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("ar,operative,يقرر", 2),
        ("xx,operative,resolves,itu,here", 2),
    ],
)
def test_a_bad_row_keeps_nothing(row: str, line: int, tmp_path: Path) -> None:
    good = _filled(as_table(unconfirmed(["ar"])), 1).splitlines()[1]
    (tmp_path / "table.csv").write_text("\n".join([",".join(COLUMNS), row, good, row]), "utf-8")
    with pytest.raises(Unreadable) as told:
        confirm(tmp_path / "table.csv")
    assert [p.line for p in told.value.problems] == [line, line + 2]
    assert confirmed() == []


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x00"])
def test_signs_that_command_a_terminal_are_refused(sign: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(f"{','.join(COLUMNS)}\nen,operative,{sign},itu,here\n", "utf-8")
    with pytest.raises(Unreadable):
        confirm(tmp_path / "table.csv")
    assert confirmed() == []


def test_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        unconfirmed(["xx"])
    (tmp_path / "table.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(Unreadable):
        confirm(tmp_path / "table.csv")
