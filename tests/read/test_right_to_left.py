"""Arabic and Hebrew in a PDF are read in the order in which they stand on the page, by the places of their characters."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from resdraft.read.pdf.bidirectional import in_reading_order
from resdraft.read.pdf.glyphs import Glyph, as_drawn, whole, with_blanks, with_marks
from resdraft.read.pdf.pages import PageLine
from resdraft.read.pdf.paragraphs import paragraphs_of
from resdraft.read.pdf.reader import pdf_text

pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: python -m pip install pypdfium2")
Word = tuple[float, float, float, Sequence[str | int]]
"""Where a word is drawn, its size, and its glyphs from the left; a number moves what follows to the left, by thousandths of the size."""


def glyph(said: str, left: float = 0, right: float = 6, *, raised: bool = False) -> Glyph:
    """A glyph of ten points."""
    return Glyph(said, (0,) * len(said), left, right, 0.0, 10.0, raised=raised)


def read(drawn: str, *, right_to_left: bool = True, raised: int = -1, **more: bool) -> str:
    """What is drawn, from the left, as it is read."""
    part = [glyph(letter, 6 * n, 6 * n + 6, raised=n == raised) for n, letter in enumerate(drawn)]
    return "".join(said for _, said in in_reading_order(part, right_to_left=right_to_left, **more))


def page(*words: Word, rules: str = "") -> bytes:
    """A PDF of one page with these words. All characters are as wide as those of Courier: 0.6 of the size."""
    codes = {
        glyph: n
        for n, glyph in enumerate(
            sorted({glyph for word in words for glyph in word[3] if isinstance(glyph, str) and glyph != " "}), 33
        )
    }
    shown = "".join(
        f"/F {size} Tf 1 0 0 1 {x} {y} Tm "
        f"[{' '.join(str(one) if isinstance(one, int) else f'<{codes.get(one, 32):02x}>' for one in said)}] TJ "
        for x, y, size, said in words
    )
    content = f"{rules} BT {shown}ET"
    pairs = "".join(f"<{code:02x}> <{glyph.encode('utf-16-be').hex()}>\n" for glyph, code in (*codes.items(), (" ", 32)))
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes) + 1} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream\n",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 6 0 R>>",
        f"<</Length {len(unicode)}>>stream\n{unicode}\nendstream\n",
    )
    body = "".join(f"{n} 0 obj{one}endobj\n" for n, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


def ends_at(right: float, y: float, said: Sequence[str], size: float = 12) -> Word:
    """A word that ends so far from the left edge of the page."""
    return right - 0.6 * size * len(said), y, size, said


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("(2018 ،يبد) 140 رارقلا", "القرار 140 (دبي، 2018)"),
        ("2026-2023 ةرتف", "فترة 2023-2026"),
        ("12,5% ةبسن", "نسبة %12,5"),
        ("A/RES/70/1 ةقيثولا ،70/1 رارقلا", "القرار 70/1، الوثيقة A/RES/70/1"),
        ("18A3/1 ةقيثولا", "الوثيقة 18A3/1"),
        ("(LDC ،ITU-T) ناعاطقلا", "القطاعان (ITU-T، LDC)"),
        ("(LDC, ITU-T) ناعاطقلا", "القطاعان (LDC, ITU-T)"),
        ("صن ITU (WSIS) 2018 رارق", "قرار ITU (WSIS) 2018 نص"),
        ("2018 (WSIS) ةمق", "قمة (WSIS) 2018"),
        ("«صن» [ب] صن", "نص [ب] «نص»"),
        ("-ITU ىلإ", "إلى ITU-"),
        ("3-GPP ةكبش", "شبكة 3-GPP"),
        ("ITU- ىلإ", "إلى ITU-"),
        ("25-29", "25-29"),
        ("567 234 1", "1 234 567"),
    ],
)
def test_a_line_is_read_from_the_right(drawn: str, said: str) -> None:
    assert read(drawn, arabic=drawn != "25-29") == said


def test_a_hyphen_parts_no_number_in_hebrew() -> None:
    assert read("2023-2026 דע 12,5%", arabic=False) == "12,5% עד 2023-2026"
    assert read("2023- דע", arabic=False) == "עד 2023-"


def test_words_from_the_right_in_a_line_from_the_left() -> None:
    assert read("It is (2018 ،يبد) رارقلا and", right_to_left=False) == "It is القرار (دبي، 2018) and"
    assert read("on 2018 ،يبد and", right_to_left=False) == "on دبي، 2018 and"
    assert read("See (םולש) in 2018, םלוע םולש.", right_to_left=False) == "See (שלום) in 2018, שלום עולם."


def test_a_raised_digit_belongs_to_no_number() -> None:
    assert read("12030 ماع", raised=0) == read("20301 ماع", raised=4) == "عام 20301"


def test_what_is_drawn_at_one_place_is_read_in_order() -> None:
    # A file may say what a glyph stands for: then pdfium turns it, and each character has a box of its own.
    assert whole([glyph("و"), glyph("ك", right=7)]).said == "كو"
    assert whole([glyph("و"), glyph("ك")]).said == "وك"
    assert whole([glyph("ا"), glyph("ل")]).said == "لا"
    assert whole([glyph("\u0651"), glyph("ك")]).said == "ك\u0651"
    assert whole([glyph("ﻼ")]).said == "لا"
    assert with_marks([glyph("ك"), glyph("\u064e"), glyph("\u0651")])[0].said == "ك\u0651\u064e"


def test_a_final_vowel_mark_ends_a_word() -> None:
    drawn = [glyph("س"), glyph("ا\u064b", 7, 13)]
    assert [one.said for one in with_blanks(drawn)] == ["س", " ", "ا\u064b"]
    assert len(with_blanks([drawn[0], glyph("ا", 7, 13)])) == 2


def test_what_pdfium_turned_is_turned_back() -> None:
    assert "".join(letter for _, letter in as_drawn("القرار 140 )دبي، 2018(")) == ")2018 ،يبد( 140 رارقلا"
    assert "".join(letter for _, letter in as_drawn("ITU in “دبي”")) == "ITU in “يبد“"


def test_a_page_is_read_from_the_right() -> None:
    content = page(
        ends_at(540, 720, "يبد يف رارقلا"),
        # A label with a tab, the mark of a footnote, and one glyph of two letters.
        ends_at(540, 680, "( أ"),
        ends_at(480, 680, ["A", "/", "7", " ", "ة", "ص", "لا", "خ"]),
        (480 - 7.2 * 8 - 5, 684, 7, "1"),
        (480 - 7.2 * 8 - 5 - 7.2, 680, 12, "،"),
        ends_at(540, 660, "1.1"),
        ends_at(500, 660, "2030 ماعل ITU ةطخ"),
        ends_at(540, 100, "ناث صن", 9),
        (540, 103, 5, "1"),
    )
    assert pdf_text(content, "a.pdf").splitlines() == [
        "القرار في دبي",
        "أ )\tخلاصة A/7[^1]،",
        "1.1\tخطة ITU لعام 2030",
        "[^1]: نص ثان",
    ]


def test_what_is_drawn_out_of_order_is_read_where_it_stands() -> None:
    # The end of a line before the rest of it, and a vowel mark at a place of its own.
    content = page((432, 640, 12, "،مهل"), ends_at(540, 640, " باتك لسرأو"), (526, 641, 12, ["\u064f"]))
    assert pdf_text(content, "a.pdf") == "وأُرسل كتاب لهم،\n"
    content = page(ends_at(540, 700, "باتك لسرأو"), ends_at(540, 686, ".رخآ رطس"), (432, 700, 12, ",مهل "))
    assert pdf_text(content, "a.pdf") == "وأرسل كتاب لهم, سطر آخر.\n"
    content = page(
        (57, 700, 12, "It says يبد."), (57, 686, 12, "In"), (57 + 8 * 7.2, 686, 12, "it."), (57 + 3 * 7.2, 686, 12, "2018")
    )
    assert pdf_text(content, "a.pdf") == "It says دبي. In 2018 it.\n"


def test_what_a_program_draws_in_one_font_first_is_read_where_it_stands() -> None:
    content = page((57, 700, 12, "It says يبد."), (57, 686, 12, [*"In", -3600, *"it", 4200, *"2018", -1800, "."]))
    assert pdf_text(content, "a.pdf") == "It says دبي. In 2018 it.\n"


def test_a_gap_counts_as_large_as_it_is_drawn() -> None:
    content = page(
        ends_at(540, 700, "رارقلا", 16), ends_at(540 - 6 * 9.6 - 2.9, 700, "ديدجلا", 16), rules="0.75 0 0 0.75 0 0 cm"
    )
    assert pdf_text(content, "a.pdf") == "القرار الجديد\n"


def test_what_stands_apart_is_read_one_after_the_other() -> None:
    assert pdf_text(page(ends_at(540, 700, "1"), ends_at(523, 700, "عاطق ITU")), "a.pdf") == "1\tITU قطاع\n"
    assert (
        pdf_text(page(ends_at(540, 700, "2018 رارقلا"), ends_at(540 - 11 * 7.2 - 24, 700, "ITU")), "a.pdf")
        == "القرار 2018 ITU\n"
    )


def test_a_line_tells_its_direction_where_a_page_is_mixed() -> None:
    content = page(ends_at(540, 700, "ريرقتلا يف رارقلا"), (57, 660, 12, "See (يبد) and so on"), ends_at(540, 620, "،ITU-T AI"))
    assert pdf_text(content, "a.pdf") == "القرار في التقرير See (دبي) and so on ITU-T AI،\n"


def test_an_arabic_comma_ends_a_clause() -> None:
    page_lines = [
        PageLine("أ ) نص أول،", 57, 540, 700, 12, 1, tab=3),
        PageLine("ب) نص ثان", 57, 540, 686, 12, 1, tab=2),
    ]
    assert [p.text for p in paragraphs_of([page_lines])[0]] == ["أ )\tنص أول،", "ب)\tنص ثان"]


def test_what_only_stretches_a_word_is_left_out() -> None:
    assert pdf_text(page(ends_at(540, 700, "( ـه"), ends_at(500, 700, "باتـــك")), "a.pdf") == "هـ )\tكتاب\n"


def test_a_line_of_a_page_has_the_size_of_its_arabic_letters() -> None:
    # A program may set Latin letters smaller: so the second line goes on with the first.
    for second in ([(528, 685, 10, "AI")], [(528, 685, 10, "AI"), ends_at(520, 685, "ةعساو", 15)]):
        content = page(
            (240, 700, 10, "ITU"), (258, 700, 15, " عورشم ةدام"), ends_at(537, 700, "ةليوط صوصن ةدع يفو", 15), *second
        )
        assert len(pdf_text(content, "a.pdf").splitlines()) == 1


def test_the_columns_of_a_table_are_read_from_the_right() -> None:
    rules = " ".join(f"{x} 640 m {x} 700 l S" for x in (100, 300, 500)) + " ".join(
        f" 100 {y} m 500 {y} l S" for y in (640, 670, 700)
    )
    words = [
        ends_at(490, 680, "ةقطنملا"),
        ends_at(290, 680, "(2018) ددع"),
        ends_at(490, 650, "ايقيرفإ"),
        ends_at(290, 650, "3,5%"),
    ]
    assert pdf_text(page(*words, rules=rules), "a.pdf") == "\\block\tالمنطقة\tعدد (2018)⏎إفريقيا\t3,5%\n"


def test_brackets_may_be_stored_as_they_look_or_as_they_are_read() -> None:
    for shapes in ("()", ")("):
        words = f"صن{shapes[0]}أ{shapes[1]}صن", f"صن {shapes[0]}أ{shapes[1]} صن"
        content = page(*(ends_at(540, 700 - 30 * n, said) for n, said in enumerate(words)))
        assert pdf_text(content, "a.pdf") == "نص(أ)نص نص (أ) نص\n"


def test_an_english_page_with_arabic_words_is_read_from_the_left() -> None:
    content = page((57, 700, 12, "The title is (2018 ،يبد) رارقلا in Arabic"), (57, 680, 12, "and it goes on (see 1)."))
    assert pdf_text(content, "a.pdf") == "The title is القرار (دبي، 2018) in Arabic and it goes on (see 1).\n"


def test_it_is_told_where_a_number_may_be_read_before_a_word_or_behind_it() -> None:
    for said, told in (("ITU 2018 رارق", ["ITU 2018"]), ("(12) ITU رارق", ["ITU (12)"]), ("ITU رارق 2018 ةنس", [])):
        notices: list[str] = []
        pdf_text(page(ends_at(540, 700, said)), "a.pdf", notices)
        assert [one.rpartition(": ")[2] for one in notices] == told
