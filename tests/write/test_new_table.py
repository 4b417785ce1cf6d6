"""A table that a proposal brings in, in somebody's own Word file."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.model.resolution import Kind
from resdraft.ooxml.names import DOCUMENT
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.plain_lines import plain_lines
from resdraft.ooxml.wordfile import WordFile
from tests import looks, oracles

LINES = """RESOLUTION 7 (Geneva, 2022)
On open networks
The Council,
resolves
1\tto apply the limits below:
2\tto report.
"""
ARABIC = """القرار 7 (جنيف، 2022)
بشأن الشبكات المفتوحة
إن المجلس،
يقرر
1\tأن تطبق الحدود التالية:
2\tأن يقدم تقريراً.
"""


def _table(rows: str) -> bytes:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    out = []
    for row in rows.split("/"):
        paragraphs = ["".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in one.split("¶")) for one in row.split("|")]
        out.append(f"<w:tr>{''.join(cell.format(own) for own in paragraphs)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(out)}</w:tbl>".encode()


def _with_table(base: bytes, before: str, rows: str) -> bytes:
    parts = open_package(base)
    content = parts[DOCUMENT]
    at = content.rindex(b"<w:p>", 0, content.index(before.encode()))
    at = max(at, content.rindex(b"<w:p", 0, content.index(before.encode())) if at < 0 else at)
    parts[DOCUMENT] = content[:at] + _table(rows) + content[at:]
    return pack(parts)


def _base(text: str) -> bytes:
    return looks.file_of(resdraft.open(text.encode()).resolution, "plain")


@pytest.fixture(scope="module")
def made() -> tuple[bytes, bytes, bytes]:
    """A base, a copy with a new table, and the base with what the copy proposes as marks."""
    base = _base(LINES)
    copy = _with_table(base, "to report", "Band|Limit/960 MHz|34 dBW¶in all cases/1 164 MHz")
    drafted = resdraft.propose(base, copy, "RUS")
    marked = resdraft.consolidate(base, drafted.proposals).word().content
    assert isinstance(marked, bytes)
    return base, copy, marked


def test_it_comes_as_rows_with_marks(made: tuple[bytes, bytes, bytes]) -> None:
    base, copy, marked = made
    shown = plain_lines(WordFile.open(marked))
    assert "{+RUS: row+} | {+RUS: 960 MHz+} | {+RUS: 34 dBW+} ¶ {+RUS: in all cases+} |" in shown
    texts = [resdraft.open(content, marks=choice).resolution for content, choice in ((marked, "accept"), (copy, None))]  # type: ignore[arg-type]
    assert texts[0] == texts[1]
    (block,) = [p for p in texts[0].provisions if p.kind is Kind.BLOCK]
    assert block.text.plain == "Band\tLimit\n960 MHz\t34 dBW¶in all cases\n1 164 MHz"
    assert resdraft.plain_lines(resdraft.reject(marked).content) == resdraft.plain_lines(base)


def test_other_readers_read_it(made: tuple[bytes, bytes, bytes], shared: Path, office: str, tmp_path: Path) -> None:
    base, _, marked = made
    files = [tmp_path / "base.docx", tmp_path / "marked.docx"]
    for path, content in zip(files, (base, marked), strict=True):
        path.write_bytes(content)
    assert oracles.new_faults(shared, files[1], files[0]) == ""
    read = oracles.office(office, shared, files, tmp_path / "out")
    assert read["marked"][1] == read["base"][0]
    assert [line for line in read["marked"][0] if "MHz" in line or "dBW" in line] == ["960 MHz", "34 dBW", "1 164 MHz"]


def test_rivals_each_have_their_own(made: tuple[bytes, bytes, bytes]) -> None:
    base, copy, _ = made
    other = _with_table(base, "to report", "Band|Limit/960 MHz|20 dBW")
    proposals = [*resdraft.propose(base, copy, "RUS").proposals, *resdraft.propose(base, other, "EUR").proposals]
    whole = resdraft.consolidate(base, proposals).word().content
    for source, own in (("RUS", copy), ("EUR", other)):
        alone = resdraft.reject(resdraft.accept(whole, sources=source).content).content
        assert resdraft.open(alone).resolution == resdraft.open(own).resolution
    assert "[RUS]" in "".join(resdraft.plain_lines(whole))


def test_in_arabic_it_begins_at_the_right() -> None:
    base = _base(ARABIC)
    copy = _with_table(base, "أن يقدم", "النطاق|الحد/MHz 960|dBW 34")
    marked = resdraft.consolidate(base, resdraft.propose(base, copy, "RUS").proposals).word().content
    content = open_package(bytes(marked))[DOCUMENT]  # type: ignore[arg-type]
    assert b"<w:bidiVisual/>" in content
    table = content[content.index(b"<w:tbl>") : content.index(b"</w:tbl>")]
    assert table.count(b"<w:bidi/>") == 4


def test_what_words_do_not_say_is_told() -> None:
    base = _base(LINES)
    copy = _with_table(base, "to report", "Band|Limit/960 MHz|34 dBW")
    parts = open_package(copy)
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:tcPr/>", b"<w:tcPr><w:vMerge/></w:tcPr>", 1)
    told = resdraft.propose(base, pack(parts), "RUS").notices
    assert "the copy: of a new table its words are proposed, and not its merged cells" in told
