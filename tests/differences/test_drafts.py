"""Drafts side by side: which provisions stand in one row, what is bold, and the forms in which they are shown."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.differences.drafts import Row, align_drafts
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.ooxml.names import P, w
from resdraft.ooxml.package import open_package
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.revisions import nothing
from resdraft.read.text import read_text
from resdraft.write.comparison import draft_columns
from resdraft.write.drafts import write_drafts
from resdraft.write.terminal import Screen

from ..oracles import faults
from ..strategies import resolutions, targets

NAMES = ("EUR", "RCC", "AFCP", "IAP", "APT")
Characters = list[tuple[str, str]]


def read_columns(content: bytes) -> list[list[Characters]]:
    """The columns of the table in a Word file: the characters of each paragraph with their emphasis, but for bold."""
    (table,) = etree.fromstring(open_package(content)["word/document.xml"]).iter(w("tbl"))
    cells = [row.findall(w("tc")) for row in table.findall(w("tr"))]
    return [[characters(cell) for cell in column] for column in zip(*cells, strict=True)]


def characters(cell: etree._Element) -> Characters:
    (paragraph,) = paragraphs(cell.findall(P), nothing)
    return [(c, piece.emphasis.replace("b", "")) for piece in paragraph.pieces for c in piece.text + piece.mark]


def expected(p: Provision) -> Characters:
    """What a provision must read as; the emphasis of its label is the look's, not the text's."""
    spans = ((s.text, s.emphasis) if s.note is None else (s.note, "^") for s in p.text.spans)
    return [(c, emphasis.replace("b", "")) for text, emphasis in spans for c in text]


def label_of(p: Provision) -> str:
    return "" if p.label is None else f"{p.label}\t"


@pytest.mark.parametrize("count", [2, 3, 5])
@given(data=st.data())
def test_each_column_is_its_draft(count: int, data: st.DataObject) -> None:
    base = data.draw(resolutions(formatted=True))
    drafts = [base, *(data.draw(st.one_of(targets(base), resolutions())) for _ in range(count - 1))]
    rows = align_drafts(*drafts)
    assert all(any(row) for row in rows)
    written = read_columns(write_drafts(NAMES[:count], rows, base))
    for name, draft, column in zip(NAMES, drafts, written, strict=False):
        heading, *cells = column
        assert "".join(c for c, _ in heading) == name
        provisions = [p for p in draft.provisions if p.text.spans or p.label]
        filled = [cell for cell in cells if cell]
        for p, cell in zip(provisions, filled, strict=True):
            size = len(label_of(p))
            assert "".join(c for c, _ in cell[:size]) == label_of(p)
            assert cell[size:] == expected(p)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_file_is_valid(shared: Path, tmp_path: Path, r1332: Resolution, count: int) -> None:
    shorter = Resolution.assemble([p for n, p in enumerate(r1332.provisions) if n % 5 != 3 or p.kind is Kind.CALL], "en")
    drafts = [(r1332, shorter)[n % 2] for n in range(count)]
    file = tmp_path / "drafts.docx"
    file.write_bytes(write_drafts(NAMES[:count], align_drafts(*drafts), r1332))
    assert faults(shared, [file]) == ""


@pytest.mark.parametrize(("count", "orientation"), [(2, None), (3, "landscape"), (5, "landscape")])
def test_the_columns_fill_the_page_and_are_equal(r1332: Resolution, count: int, orientation: str | None) -> None:
    content = write_drafts(NAMES[:count], align_drafts(*[r1332] * count), r1332)
    root = etree.fromstring(open_package(content)["word/document.xml"])
    size, margins = next(root.iter(w("pgSz"))), next(root.iter(w("pgMar")))
    assert size.get(w("orient")) == orientation
    assert (int(size.get(w("w"))) > int(size.get(w("h")))) is (orientation == "landscape")
    (width,) = {int(e.get(w("w"))) for e in (*root.iter(w("gridCol")), *root.iter(w("tcW")))}
    space = int(size.get(w("w"))) - int(margins.get(w("left"))) - int(margins.get(w("right")))
    assert space - count < width * count <= space


def draft(*clauses: str) -> Resolution:
    return read_text("\n".join(["A title", "The Council,", "resolves", *clauses]))


def resolves(rows: list[Row]) -> list[tuple[str, ...]]:
    """The clauses of each row, words in bold between asterisks."""
    return [tuple(shown(p) for p in row) for row in rows if any(p and p.kind is Kind.CLAUSE for p in row)]


def shown(p: Provision | None) -> str:
    if p is None:
        return ""
    return "".join(f"*{s.text}*" if "b" in s.emphasis else s.text for s in p.text.spans)


def test_a_provision_stands_in_the_row_of_the_most_similar_one() -> None:
    one = draft("1\tto report to the Council on the progress made;", "2\tto end.")
    two = draft("1\tto hold a workshop on it in each region;", "2\tto report to the Council;", "3\tto end.")
    three = draft("1\tto hold a workshop in each region;", "2\tto report to the Council soon;", "3\tto end.")
    rows = [tuple("" if p is None else p.label for p in row) for row in align_drafts(one, two, three)[-3:]]
    assert rows == [("", "1", "1"), ("1", "2", "2"), ("2", "3", "3")]


def test_of_two_rows_the_more_similar_is_chosen() -> None:
    one = draft("1\tto report to the Council each year;", "2\tto end.")
    two = draft("a)\tworkshops held by all members in regions;", "b)\tto end.")
    three = draft("i)\tto report to the Council on workshops held by all members in regions;", "ii)\tto end.")
    alone = [tuple(p is not None for p in row) for row in align_drafts(one, three)[-2:]]
    assert alone == [(True, True), (True, True)]
    rows = [tuple(p is not None for p in row) for row in align_drafts(one, two, three)[-3:]]
    assert rows == [(True, False, False), (False, True, True), (True, True, True)]


def test_words_that_not_all_have_are_bold() -> None:
    one, two, three = draft("to act now."), draft("to act now."), draft("to act soon.")
    assert resolves(align_drafts(one, two, three)) == [("to act *now*.", "to act *now*.", "to act *soon*.")]


def test_an_empty_cell_makes_no_words_bold() -> None:
    one, two, three = draft("1\tto act now;", "2\tto end."), draft("1\tto act soon;", "2\tto end."), draft("1\tto end.")
    assert resolves(align_drafts(one, two, three)) == [("to act *now*;", "to act *soon*;", ""), ("to end.",) * 3]


def test_what_one_draft_alone_has_is_bold() -> None:
    one, two = draft("1\tto act now and for all;", "2\tto end."), draft("1\tto end.")
    assert resolves(align_drafts(one, two, two)) == [("*to act now and for all;*", "", ""), ("to end.",) * 3]


def test_footnotes_stand_last_and_are_matched_by_their_words() -> None:
    one = read_text("A title\nThe Council,\nnoting\na)\tone[^1];\nb)\ttwo[^2],\n[^1]: First words.\n[^2]: Second words here.")
    two = read_text("A title\nThe Council,\nnoting\na)\tone;\nb)\ttwo[^1],\n[^1]: Second words here.")
    assert [tuple(shown(p) for p in row) for row in align_drafts(one, two)[-2:]] == [
        ("*First words.*", ""),
        ("Second words here.", "Second words here."),
    ]


THREE = (draft("to act now."), draft("to act now."), draft("to act soon for all of them."))
IN_COLUMNS = """\
EUR                  │ RCC                  │ AFCP
A title              │ A title              │ A title
The Council,         │ The Council,         │ The Council,
resolves             │ resolves             │ resolves
to act {+now+}.      │ to act {+now+}.      │ to act {+soon for
                     │                      │ all of them+}.
"""
BELOW = """\
EUR, RCC, AFCP
    A title

EUR, RCC, AFCP
    The Council,

EUR, RCC, AFCP
    resolves

EUR, RCC
    to act {+now+}.

AFCP
    to act {+soon for all of them+}.
"""


@pytest.mark.parametrize(("width", "wanted"), [(66, IN_COLUMNS), (65, BELOW.replace("+}.\n\nAFCP", "+}.\nAFCP"))])
def test_columns_that_are_too_narrow_stand_below_each_other(width: int, wanted: str) -> None:
    assert draft_columns(NAMES[:3], align_drafts(*THREE), Screen(width)) == wanted


def test_columns_stay_aligned_in_colour_and_with_wide_characters() -> None:
    drafts = (draft("支持数字经济发展的重要性，并且继续支持。"), *THREE[:2])
    bars = [line.count("│") for line in draft_columns(NAMES[:3], align_drafts(*drafts), Screen(80, colour=True)).splitlines()]
    assert all(count == 2 for count in bars)


def test_every_draft_keeps_its_order_in_any_order_of_drafts() -> None:
    one = draft("1\tto report to the Council every year;", "2\tto hold a workshop in each of the regions.")
    two = draft("1\tto hold a workshop in each of the regions;", "2\tto report to the Council every year.")
    for drafts in ((one, two, one), (two, one, two), (one, one, two)):
        for n, rows in enumerate(zip(*align_drafts(*drafts), strict=True)):
            keys = [drafts[n].by_key[p.key] for p in rows if p is not None]
            assert len(keys) == len(drafts[n].provisions)
            assert all(a < b for a, b in pairwise(keys))
