"""A table in Word: read back it says what was given; hostile words stay words; the file is in order."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document

from resdraft.write.word_table import Run, TableDocument, word_table
from tests import oracles

HOSTILE = "\x1b[2J\u202eover\x00\ufffe\ud800=cmd|' /C calc'!A0 <w:t>&amp; " + "words " * 5000


def table(*rows: tuple[object, ...]) -> TableDocument:
    return TableDocument("What became of it", ("Number", "Words"), rows, (1, 3), ["a line"], "en", "C20/1")  # type: ignore[arg-type]


def test_read_back_it_says_what_was_given() -> None:
    words = [[Run("that "), Run("much", "struck"), Run("more", "inserted")], [Run("is done;", "bold")]]
    made = word_table(table(("RUS: 2",), ("1", words), ("2", "a\nb")))
    assert made == word_table(table(("RUS: 2",), ("1", words), ("2", "a\nb"))), "the same table gives the same bytes"
    document = Document(io.BytesIO(made))
    (read,) = document.tables
    assert [[cell.text for cell in row.cells] for row in read.rows] == [
        ["Number", "Words"],
        ["RUS: 2", "RUS: 2"],
        ["1", "that muchmore\nis done;"],
        ["2", "a\nb"],
    ]
    looks = [(run.text, run.font.strike, run.underline) for run in read.rows[2].cells[1].paragraphs[0].runs]
    assert looks == [("that ", None, None), ("much", True, None), ("more", None, True)]
    assert document.sections[0].page_width > document.sections[0].page_height
    assert "tblHeader" in read.rows[0]._tr.xml
    assert "tblHeader" not in read.rows[1]._tr.xml
    assert "C20/1" in document.sections[0].header.paragraphs[1].text


def test_hostile_words_stay_words(shared: Path, tmp_path: Path) -> None:
    made = word_table(table((HOSTILE, HOSTILE))._replace(title=HOSTILE[:40], running_head=HOSTILE[:40], lines=[HOSTILE]))
    (tmp_path / "table.docx").write_bytes(made)
    text = Document(io.BytesIO(made)).tables[0].rows[1].cells[0].text
    assert text.startswith("␛[2J‹U+202E›over␀\ufffd‹U+D800›=cmd")
    assert "=cmd|' /C calc'!A0 <w:t>&amp; words" in text
    assert "cantSplit" not in Document(io.BytesIO(made)).tables[0].rows[1]._tr.xml, "what fills more than a page has to break"
    assert oracles.faults(shared, [tmp_path / "table.docx"]) == ""
