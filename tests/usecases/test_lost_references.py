"""Footnotes that nothing refers to any more: kept, told, and no part of a proposal."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import resdraft
from resdraft.model.proposal import place_of

HEAD = "RESOLUTION 7 (REV. DUBAI, 2018)\nOn tests\nThe Council,\nresolves\n"
NOTE = "[^1]: These include the small islands.\n"
BASE = f"{HEAD}1\tto help small countries[^1];\n2\tto report.\n{NOTE}"


def test_a_note_whose_reference_went_is_no_clause_and_no_new_text(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text(BASE, "utf-8")
    (tmp_path / "edited.txt").write_text(f"{HEAD}2\tto report.\n{NOTE}", "utf-8")
    drafted = resdraft.propose(tmp_path / "base.txt", tmp_path / "edited.txt", sources="RUS")
    (proposal,) = drafted.proposals
    assert [place_of(a, {}) for a in proposal.amendments] == ["resolves 1"]
    assert any("footnote 1" in notice for notice in drafted.notices)


def test_each_of_several_texts_has_its_own_notes(tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(
        BASE + BASE.replace("7 (", "8 (").replace("^1", "^2").replace("countries[^2]", "ones"), "utf-8"
    )
    first, second = (resdraft.open(f"{tmp_path / 'two.txt'}#{n}").resolution for n in (1, 2))
    assert [note.mark for note in first.notes] == ["1"]
    assert [note.mark for note in second.notes] == ["2"]


def test_a_note_of_word_without_its_reference_is_told(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text(BASE, "utf-8")
    resdraft.open(tmp_path / "base.txt").save(tmp_path / "base.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "base.docx") as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                start = data.index(b"<w:footnoteReference")
                data = data[:start] + data[data.index(b">", start) + 1 :]
            new.writestr(name, data)
    (tmp_path / "lost.docx").write_bytes(out.getvalue())
    opened = resdraft.open(tmp_path / "lost.docx")
    assert any("These include" in notice for notice in opened.notices)
    assert not any("These include" in p.text.plain for p in opened.provisions)
    assert not resdraft.open(tmp_path / "base.docx").notices
