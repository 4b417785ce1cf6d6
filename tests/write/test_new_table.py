"""A table that a proposal brings in, in somebody's own Word file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import resdraft
from resdraft.model.edit import Insert
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.ooxml.names import DOCUMENT, W, w
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.plain_lines import plain_lines
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_sources
from resdraft.read.text import read_text
from resdraft.write.docx import new_docx
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


def _with_table(base: bytes, before: str, table: str | bytes) -> bytes:
    parts = open_package(base)
    content = parts[DOCUMENT]
    at = content.rindex(b"<w:p>", 0, content.index(before.encode()))
    at = max(at, content.rindex(b"<w:p", 0, content.index(before.encode())) if at < 0 else at)
    parts[DOCUMENT] = content[:at] + (table if isinstance(table, bytes) else _table(table)) + content[at:]
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
    """LibreOffice accepts and rejects the rows exactly, and saves the cells merged as they were."""
    base, _, marked = made
    squares = ((0, 0, 1, 1), (2, 2, 1, 1), (2, 2, 3, 4), (5, 6, 6, 6), (5, 7, 8, 8))
    table = Drawn(squares, tuple(f"cell {n}" for n in range(9)))
    drafted = resdraft.propose(base, _with_table(base, "to report", table.xml), "RUS")
    files = [tmp_path / f"{name}.docx" for name in ("base", "marked", "merged", "text", "new")]
    merged = resdraft.consolidate(base, drafted.proposals).word().content
    ours = looks.file_of(resdraft.open(LINES.encode()).resolution, "ours")
    new = resdraft.consolidate(LINES.encode(), drafted.proposals).word().content
    for path, content in zip(files, (base, marked, merged, ours, new), strict=True):
        path.write_bytes(bytes(content))  # type: ignore[arg-type]
    assert oracles.new_faults(shared, files[1], files[0], *files[2:]) == ""
    read = oracles.office(office, shared, files, tmp_path / "out")
    assert read["marked"][1] == read["merged"][1] == read["base"][0]
    assert [line for line in read["marked"][0] if "MHz" in line or "dBW" in line] == ["960 MHz", "34 dBW", "1 164 MHz"]
    assert read["new"][1] == read["text"][0]
    for name in ("merged", "new"):
        assert [line for line in read[name][0] if "cell" in line] == list(table.words)
    saved = oracles.office_saved(files[2:3], tmp_path / "out")["merged"].read_bytes()
    assert _read(resdraft.accept(saved).content) == table.sides
    assert resdraft.propose(base, saved, "RUS").proposals == drafted.proposals


def test_rivals_each_have_their_own(made: tuple[bytes, bytes, bytes]) -> None:
    base, copy, _ = made
    other = _with_table(base, "to report", "Band|Limit/960 MHz|20 dBW")
    merged = Drawn(((0, 1), (0, 2), (3, 2)), ("Band", "Limit", "40 dBW", "low"))
    copies = {"RUS": copy, "EUR": other, "CHN": _with_table(base, "to report", merged.xml)}
    whole = resdraft.consolidate(base, [p for who, own in copies.items() for p in resdraft.propose(base, own, who).proposals])
    content = whole.word().content
    for source, own in copies.items():
        alone = resdraft.reject(resdraft.accept(content, sources=source).content).content
        assert resdraft.open(alone).resolution == resdraft.open(own).resolution
        _read(alone)
    lines = "".join(resdraft.plain_lines(content))
    assert all(f"[{source}]" in lines for source in copies)
    for cell in etree.fromstring(open_package(bytes(content))[DOCUMENT]).iter(w("tc")):
        merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        assert merge is None or merge.get(w("val")) == "restart" or not "".join(cell.itertext())


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


Sides = tuple[int, int]
"""The first column of a cell, and the one behind its last."""


@dataclass(frozen=True)
class Drawn:
    """A table as squares: to which cell each belongs, and the words of each cell. Its last rows may end early."""

    squares: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]

    @property
    def sides(self) -> list[list[tuple[int, Sides]]]:
        """The cells of each row, each with its columns."""
        out = []
        for row in self.squares:
            cells = dict.fromkeys(row)
            out.append([(cell, (row.index(cell), row.index(cell) + row.count(cell))) for cell in cells])
        return out

    @property
    def text(self) -> str:
        """As the signs say it: ``<`` belongs to the cell before, ``^`` to the one above."""
        seen: set[int] = set()
        lines = []
        for row in self.squares:
            cells = []
            for n, cell in enumerate(row):
                words = self.words[cell]
                own = "^" if cell in seen else f"\\{words}" if re.fullmatch(r"\\*[<^]", words) else words
                cells.append("<" if n and row[n - 1] == cell else own)
            seen.update(row)
            lines.append("\t".join(cells))
        text = "\n".join(lines)
        return f"{text}¶" if text[-1] in "\t\n" else text

    @property
    def plain(self) -> str:
        """As most readings have it: a cell that goes on is empty, and none stands for the columns of another."""
        lines = [
            re.sub(r"(\t|^)(?:\^|\\(\\*[<^]))(?=\t|$)", r"\1\2", line) for line in self.text.replace("\t<", "").split("\n")
        ]
        return "\n".join(lines).removesuffix("¶")

    @property
    def xml(self) -> bytes:
        """As Word has it."""
        seen: set[int] = set()
        out = []
        for cells in self.sides:
            row = ""
            for cell, (first, last) in cells:
                below = sum(cell in squares for squares in self.squares) > 1
                merge = ("<w:vMerge/>" if cell in seen else '<w:vMerge w:val="restart"/>') if below else ""
                paragraphs = [""] if cell in seen else self.words[cell].split("¶")
                words = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
                row += f'<w:tc><w:tcPr><w:gridSpan w:val="{last - first}"/>{merge}</w:tcPr>{words}</w:tc>'
                seen.add(cell)
            out.append(f"<w:tr>{row}</w:tr>")
        return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(out)}</w:tbl>".encode()


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    """Cells of drawn sizes, put into the free squares from the first to the last."""
    height, width = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    squares: dict[tuple[int, int], int] = {}
    for row, column in product(range(height), range(width)):
        if (row, column) in squares:
            continue
        most = next((n for n in range(column, width) if (row, n) in squares), width)
        size = draw(st.integers(1, height - row)), draw(st.integers(1, most - column))
        own = len(set(squares.values()))
        squares |= {(row + down, column + right): own for down in range(size[0]) for right in range(size[1])}
    rows = [tuple(squares[row, column] for column in range(width)) for row in range(height)]
    count = len(set(squares.values()))
    if draw(st.booleans()):
        rows.append((count,))
    words = st.sampled_from(["960 MHz", "34 dBW¶in all cases", "<", "^", "\\<", "", "частота", "النطاق", "频段", "1"])
    return Drawn(tuple(rows), ("Band", *draw(st.lists(words, min_size=count, max_size=count))))


def _blocks(text: Resolution) -> list[str]:
    return [p.text.plain for p in text.provisions if p.kind is Kind.BLOCK]


@settings(max_examples=10)
@example(Drawn(((0, 1), (2, 3)), ("Band", "Limit", "960 MHz", "")), "yaml", LINES.encode())
@given(tables(), st.sampled_from(["yaml", "json", "docx"]), st.sampled_from([_base(LINES), LINES.encode()]))
def test_merged_cells_come_with_a_table_and_are_read_back(table: Drawn, form: str, on: bytes) -> None:
    """From an edited copy, through a proposal in any form, into its base or into a new document: the same rows, cells and words."""
    base = _base(LINES)
    drafted = resdraft.propose(base, _with_table(base, "to report", table.xml), "RUS")
    assert not drafted.notices
    said = drafted.output(form).content
    proposals = resdraft.read_proposals(said.encode() if isinstance(said, str) else said, base)
    marked = resdraft.consolidate(on, proposals).word().content
    assert _blocks(read_sources(bytes(marked))[1]["RUS"]) == [table.text]
    accepted = resdraft.accept(marked).content
    for read in (resdraft.open(marked, marks="accept"), resdraft.open(accepted)):
        assert _blocks(read.resolution) == [table.plain if on.startswith(b"PK") else table.text]
    assert resdraft.fate(on, accepted, proposals).counts == {"RUS": {"adopted as proposed": 1}}
    assert _read(accepted) == table.sides
    assert resdraft.open(resdraft.reject(marked).content).resolution == resdraft.open(on).resolution
    assert resdraft.propose(base, marked, "RUS").output("json").content == drafted.output("json").content


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("<\tx⏎y\tz", "row 1 of the table begins with <, and there is no cell before it"),
        ("^\tx⏎y\tz", "row 1 of the table has ^ where no cell of the same width stands above"),
        ("x\t<⏎^\tz", "row 2 of the table has ^ where no cell of the same width stands above"),
        ("\t".join("x" * 64), "row 1 of the table has more than 63 columns, the most that Word has"),
    ],
)
def test_cells_that_cannot_be_merged_are_refused(words: str, why: str) -> None:
    said = f'source: RUS\ntarget: 7@2022\namendments:\n  - in: resolves 1\n    insert: "\\\\block0\\t{words}"\n'
    base = _base(LINES)
    with pytest.raises(resdraft.Unfit, match=re.escape(why)):
        resdraft.consolidate(base, resdraft.read_proposals(said.replace("\t", "\\t").encode(), base)).word()


@pytest.mark.parametrize("depth", [0, 1])
@pytest.mark.parametrize("words", ["a\t<\nb\tc", "a  b\tc", "a¶\tb", "a\tb\t", "<\tb", "a\n^"])
def test_a_new_document_has_it_to_the_character(words: str, depth: int) -> None:
    """As a table where it can, else as a paragraph."""
    base = read_text(LINES)
    table = Provision(Kind.BLOCK, Text.of(words), None, depth)
    content = new_docx(Marked(base, (Owned(Insert("s1/1", 0, table), ("RUS",)),))).content
    assert [p.content for p in read_sources(content)[1]["RUS"].provisions if p.kind is Kind.BLOCK] == [table]
    assert (b"<w:tbl>" in open_package(content)[DOCUMENT]) is (words in ("a\t<\nb\tc", "a\n^"))


def test_a_table_that_claims_very_many_columns_costs_nothing() -> None:
    base = _base(LINES)
    copy = _with_table(base, "to report", "Band|Limit/960 MHz|34 dBW")
    parts = open_package(copy)
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:tcPr/>", b'<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>', 1)
    told = resdraft.propose(base, pack(parts), "RUS")
    assert len(str(told.output("yaml").content)) < 1000
    assert told.notices == ("the copy: of a new table its words are proposed, and not its merged cells",)


def _read(content: bytes) -> list[list[tuple[int, Sides]]]:
    """The cells of the only table of a file, each with its columns; by nothing of ours. Its rows must fit together as Word wants them."""
    root = etree.fromstring(open_package(content)[DOCUMENT])

    def number(element: etree._Element, path: str, else_: int) -> int:
        found = element.find(path.replace("w:", f"{{{W}}}"))
        return else_ if found is None else int(found.get(f"{{{W}}}val"))  # type: ignore[arg-type]

    out, above, merged, count, widths = [], dict[Sides, int](), set[Sides](), 0, set[int]()
    for row in root.iter(w("tr")):
        at, cells, goes_on = 0, [], set[Sides]()
        for cell in row.iter(w("tc")):
            sides = at, at + number(cell, "w:tcPr/w:gridSpan", 1)
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if merge is not None:
                goes_on.add(sides)
            if merge is not None and merge.get(w("val")) != "restart":
                assert sides in merged, "what goes on has begun"
                assert not "".join(cell.itertext()), "nobody would see it"
                cells.append((above[sides], sides))
            else:
                cells.append((count, sides))
                count += 1
            at = sides[1]
        above, merged = {sides: cell for cell, sides in cells}, goes_on
        widths.add(at + number(row, "w:trPr/w:gridAfter", 0))
        out.append(cells)
    assert len(widths) == 1
    return out
