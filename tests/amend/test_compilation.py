"""The compilation table says of each provision what each source's file says, in every form in which it is written."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

import resdraft
from resdraft.amend.compilation import compile_rows
from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.compilation import ADDED, DELETED, NO_CHANGE
from resdraft.model.edit import Insert, Move
from resdraft.model.groups import NO_GROUPS
from tests import oracles
from tests.conftest import ROOT
from tests.strategies import LANGUAGES, resolutions, targets

FILES = [ROOT / "proposals" / name for name in ("rus.yaml", "chn.docx", "eur.yaml")]
HEAD = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\n"
TEXT = HEAD + "noting\na)\tthat much is done;\nb)\tthat more is to be done,\nresolves\n1\tto act;\n2\tto report.\n"
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202eover " + "words " * 400


def proposal(source: str, amendments: str, symbol: str = "MOD") -> bytes:
    return f"source: {source}\ndocument: 1\nmeeting: C20\ntarget: 7@2022\nsymbol: {symbol}\n{amendments}".encode()


SIX = [
    *(
        proposal(code, f"amendments: [{{clause: resolves 1, from: act, to: {word}}}]")
        for code, word in (("RUS", "go on"), ("CHN", "stop"), ("ARB", "go on"), ("EUR", "wait"), ("USA", "pay"), ("J", "think"))
    ),
    proposal("IND", "amendments: [{clause: resolves 1, delete: true, reasons: it is done}]"),
    proposal("B", "", "NOC"),
]


@given(st.data())
def test_each_option_is_what_its_sources_would_have(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=tuple(LANGUAGES)))
    words = lexicon(base.language)
    codes = data.draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=5, unique=True))
    edits = {code: normal_diff(base, data.draw(targets(base)), words) for code in codes}
    marked, addresses = consolidate(base, edits), Addresses(base, words)
    rows = list(compile_rows(marked, addresses, NO_GROUPS, {}, (), (), everything=True))
    for code in codes:
        alone = apply(base, [edit for edit in marked.kept([code]) if not isinstance(edit, Move)])
        by_place = {row.place: row for row in rows if row.text}
        said = []
        for p in base.provisions:
            own = [o for o in by_place[addresses.of(p.key)].options if code in o.sources]
            assert len(own) <= 1, "a source has one wish for a provision"
            if not own or own[0].does != DELETED:
                said.append(own[0].text if own else p.text.marked())
        added = [o.text for row in rows for o in row.options if o.does == ADDED and code in o.sources]
        kept = {p.text.marked() for p in alone.provisions}
        assert set(said) <= kept
        assert len(added) == sum(isinstance(edit, Insert) for edit in marked.kept([code]))
    assert [row.place for row in rows if row.text] == [addresses.of(p.key) for p in base.provisions], "in the order of the text"


def test_options_are_grouped_and_no_change_is_one() -> None:
    one = resdraft.consolidate(TEXT.encode(), SIX)
    (row,) = resdraft.compilation(one).table.rows
    assert (row.section, row.place, row.text, row.rivals) == ("resolves", "resolves 1", "1\tto act;", True)
    assert {(option.name, option.does, option.text) for option in row.options} == {
        ("ARB, RUS", "reworded", "to go on;"),
        ("CHN", "reworded", "to stop;"),
        ("EUR", "reworded", "to wait;"),
        ("J", "reworded", "to think;"),
        ("USA", "reworded", "to pay;"),
        ("IND", DELETED, ""),
        ("B", NO_CHANGE, ""),
    }
    assert row.reasons == (("IND", "it is done"),)
    every = resdraft.compilation(one, everything=True).table.rows
    assert [r.place for r in every][-4:] == ["noting b)", "resolves", "resolves 1", "resolves 2"]
    by_source = resdraft.compilation(one, sources=True).table.rows
    assert [r.section for r in by_source] == ["ARB", "CHN", "EUR", "IND", "J", "RUS", "USA"]


def test_the_word_table_reads_back(shared: Path, tmp_path: Path) -> None:
    one = resdraft.consolidate("1332@2019", FILES)
    table = resdraft.compilation(one)
    table.save(tmp_path / "table.docx")
    assert oracles.faults(shared, [tmp_path / "table.docx"]) == ""
    (read,) = Document(str(tmp_path / "table.docx")).tables
    rows = [row for row in read.rows[1:] if len({cell._tc for cell in row.cells}) > 1]
    assert [row.cells[0].paragraphs[0].text for row in rows] == [row.place for row in table.table.rows]
    for row, wanted in zip(rows, table.table.rows, strict=True):
        paragraphs = row.cells[2].paragraphs
        read_back = ["".join(run.text for run in paragraph.runs if not run.font.strike) for paragraph in paragraphs[1::2]]
        plain = [re.sub(r"\[\^[^]]*\]", "", option.text) for option in wanted.options]
        assert [text for text in read_back if text] == [text for text in plain if text]
        assert row.cells[4].text == ""


@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_hostile_words_stay_words(form: str) -> None:
    given_file = json.dumps(
        {
            "source": "RUS",
            "document": "1",
            "target": "7@2022",
            "amendments": [{"after": "resolves 1", "insert": HOSTILE, "reasons": HOSTILE}],
        }
    ).encode()
    content = resdraft.compilation(resdraft.consolidate(TEXT.encode(), [given_file])).output(form).content
    if form == "html":
        assert isinstance(content, str)
        assert "<script" not in content
        assert "\u202e" not in content
        assert "&lt;script&gt;alert(1)" in content
    elif form == "docx":
        assert isinstance(content, bytes)
        text = Document(io.BytesIO(content)).tables[0].rows[-1].cells[2].text
        assert "=cmd|' /C calc'!A0 <script>alert(1)</script> ‹U+202E›over" in text
    else:
        openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: python -m pip install openpyxl")
        assert isinstance(content, bytes)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}
        assert sheet.cell(3, 8).value.startswith("RUS: =cmd|")


def test_what_could_not_be_put_in_stands_at_the_end() -> None:
    wrong = proposal("USA", "amendments: [{clause: resolves 9, delete: true}]")
    one = resdraft.consolidate(TEXT.encode(), [SIX[0], wrong], partial=True)
    assert any("resolves 9" in line for line in resdraft.compilation(one).table.left_out)
    assert "resolves 9" in str(resdraft.compilation(one).output("html").content)


def test_a_workbook_loses_nothing() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: python -m pip install openpyxl")
    long = "why " * 20_000
    change = {"clause": "resolves 1", "from": "act", "to": "go on", "reasons": long}
    first = {"source": "RUS", "document": "1", "target": "7@2022", "amendments": [change]}
    suppress = proposal("USA", "", "SUP")
    one = resdraft.consolidate(TEXT.encode(), [json.dumps(first).encode(), suppress])
    content = resdraft.compilation(one).output("xlsx").content
    assert isinstance(content, bytes)
    rows = [
        [cell or "" for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]
    assert ["the whole text", "USA", "SUP"] in [[row[1], row[3], row[4]] for row in rows]
    assert "RUS/1/1(1)" in [row[5] for row in rows]
    assert "".join(row[7] for row in rows[1:]).replace(" ", "") == f"RUS:{long}".replace(" ", "")
