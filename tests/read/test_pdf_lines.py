"""Lines of pages, drawn by hand or given as such, are put together as a reader would: each rule has the smallest page that needs it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import pytest

import resdraft
from resdraft.limits import MIB
from resdraft.read.pdf.hyphens import Hyphens
from resdraft.read.pdf.pages import Cell, PageLine, lines_of
from resdraft.read.pdf.paragraphs import paragraphs_of
from resdraft.read.pdf.reader import pdf_text
from resdraft.read.pdf.running_heads import without_furniture
from tests.read.test_pdf import drawn, line

WIDE = 538.0
"""Where a full line ends."""


def full(text: str, bottom: float, **more: object) -> PageLine:
    """A line that leaves no room."""
    return line(text, bottom, **{"right": WIDE, **more})


def read(*pages: Sequence[PageLine]) -> list[str]:
    return [p.text for p in paragraphs_of([[one._replace(page=n) for one in page] for n, page in enumerate(pages, 1)])[0]]


def filled(text: str, top: float, count: int, below: float = 14.0) -> list[PageLine]:
    """Full lines of a paragraph."""
    return [full(f"{text} with words that go on to its end", top - below * n) for n in range(count)]


@pytest.mark.parametrize(
    ("before", "raised", "behind", "wanted"),
    [
        ("in 2016", "3", ", and", "in 2016[^3], and"),
        ("of rights.", "3", "", "of rights.[^3]"),
        ("of 70/1", "3", ",", "of 70/1[^3],"),
        ("by the Union", "3", " and", "by the Union[^3] and"),
        ("by the Union ", "3", " and", "by the Union[^3] and"),
    ],
)
def test_references_behind_years_and_points(before: str, raised: str, behind: str, wanted: str) -> None:
    said = drawn(
        f"BT /F 12 Tf 57 700 Td (1 to report {before}) Tj /F 7 Tf 5 Ts ({raised}) Tj /F 12 Tf 0 Ts ({behind}) Tj ET "
        "BT /F 12 Tf 57 680 Td (with 20 words, No. 3.2 and 217 A of it) Tj ET "
        f"BT /F 7 Tf 57 80 Td 4 Ts ({raised}) Tj /F 9 Tf 0 Ts ( A note.) Tj ET"
    )
    assert wanted in pdf_text(said)
    assert "with 20 words, No. 3.2 and 217 A of it" in pdf_text(said)
    assert "[^3]: A note." in pdf_text(said)


def test_a_justified_line_has_no_tab_but_its_label_has() -> None:
    def words(*places: tuple[int, str]) -> str:
        drawn_words = " ".join(f"BT /F 12 Tf {x} 700 Td ({said}) Tj ET" for x, said in places)
        return pdf_text(drawn(drawn_words))

    assert words((57, "26"), (97, "to act in time")) == "26\tto act in time\n"
    assert words((57, "26"), (80, "January"), (134, "2018,"), (175, "and")) == "26 January 2018, and\n"
    assert words((57, "1."), (80, "Recalls"), (134, "that"), (170, "it is")) == "1.\tRecalls that it is\n"


def test_few_gaps_part_long_paragraphs() -> None:
    page = [one for n in range(4) for one in filled(f"The paragraph {n}", 800 - 140 * n, 9)]
    page = [one._replace(text=f"{one.text}.") if n % 9 == 8 else one for n, one in enumerate(page)]
    assert len(read(page)) == 4


def test_a_centred_title_over_ragged_lines() -> None:
    # No line reaches the edge of its column: only those of the next page do nearly.
    title = [
        line("On the things of the", 800, left=90.0, right=505.0, size=14.0),
        line("Organization", 784, left=249.0, right=346.0, size=14.0),
    ]
    ragged = [line("They are many.", 750 - 14 * n, right=520.0) for n in range(9)]
    assert (
        read([*title, *ragged], [line("Another page.", 800 - 14 * n, right=537.0) for n in range(9)])[0]
        == "On the things of the Organization"
    )
    whole = line("On the things of the Union, and", 800, size=14.0, left=58.0, right=537.0)
    assert read([whole, title[1], full("They are many.", 750)])[0] == "On the things of the Union, and Organization"
    page = [
        title[0],
        title[0]._replace(bottom=784),
        whole._replace(bottom=768),
        full("They are many.", 734),
        *filled("Text", 720, 9),
    ]
    assert read(page)[0] == "On the things of the On the things of the On the things of the Union, and"


def test_a_title_that_is_the_greater_part_of_a_short_text() -> None:
    title = [
        line("On the things of the Union and of all of its members in", 700, size=14.0, left=60.0, right=535.0),
        line("the world, and on those who take part in them, also in", 683, size=14.0, left=68.0, right=527.0),
        line("years to come", 666, size=14.0, left=250.0, right=345.0),
    ]
    text = [
        full("that a report is written every year", 636),
        full("and is given to all of those who", 622),
        line("ask for it.", 608),
    ]
    assert read([line("RESOLUTION 9", 729, size=14.0, left=255.0, right=340.0), *title, *text])[1].endswith(
        "also in years to come"
    )


def test_what_looks_like_a_label_in_a_text_whose_labels_have_tabs() -> None:
    lists = [
        full("1 to act under Resolutions 14 (Rev. Dubai, 2018),", 800, tab=1),
        full("26 (Rev. Doha, 2006) and 3", 786),
        full("and others,", 772),
    ]
    assert read(lists) == ["1\tto act under Resolutions 14 (Rev. Dubai, 2018), 26 (Rev. Doha, 2006) and 3 and others,"]
    # The next one of a list is one all the same: where a line is justified its tab is no wider than other gaps.
    assert read([full("1. to act,", 800, tab=2), full("2. to report,", 786)]) == ["1.\tto act,", "2.\tto report,"]


def test_numbers_do_not_begin_a_line_alone() -> None:
    # There was room for the number alone.
    long = "2024 году, as it had said that it would, and as all of its members had asked for before, in"
    page = [line("that it met in", 800, right=WIDE - 7 * 5.2), full(long, 786), full("the city, and so on", 772)]
    assert read(page) == [f"that it met in {long} the city, and so on"]


def spaced(*paragraphs: str, top: float = 800.0) -> list[PageLine]:
    """Paragraphs of two lines each, with gaps between them, that make a text where gaps part them."""
    out: list[PageLine] = []
    for n, said in enumerate(paragraphs):
        out += [full(f"{said} that the Union of", top - 34 * n), line("States is large,", top - 34 * n - 14)]
    return out


def test_paragraphs_of_a_line_each() -> None:
    said = (
        "a) by its Resolution 9 (Geneva, 2020),",
        "noting",
        "a) that all of them report in time;",
        "b) and with care,",
        "resolves",
    )
    page = [line(one, 800 - 20 * n, right=450.0 if one[1] == ")" else 140.0) for n, one in enumerate((*said, "1 to act."))]
    indented = [one._replace(left=97.0) if one.text in ("noting", "resolves") else one for one in page]
    head = [line("RESOLUTION 9", 880), line("On reports", 850), full("The Conference of the Union in Geneva,", 820)]
    assert len(read([*head, *indented])) == 9


def test_over_a_page() -> None:
    page = spaced("Recalling", "Noting", "Noting also")
    open_end = full("and that this line is as long as it may be,", 650)
    assert read([*page, open_end], [full("Noting with care that it is,", 800)])[-1] == "Noting with care that it is,"
    assert read([*page, open_end], [full("Ecuador, and so on,", 800)])[-1].endswith("may be, Ecuador, and so on,")
    # A call stands alone above a gap.
    call = [line("resolves further", 800), *spaced("to act", top=780)]
    assert "resolves further" in read([*page, open_end], call)
    # A sentence that ends with a full line goes on with the next one.
    ended = full("and that this line is as long as it may be.", 650)
    assert read([*page, ended], [full("It has more sentences.", 800)])[-1].endswith("may be. It has more sentences.")
    pages = [[*page, ended], [full("It has more sentences.", 800, page=2)]]
    assert [p.unsure for p in paragraphs_of(pages)[0]] == [(), (), (), (2,)]
    assert read([*page, ended._replace(right=300.0)], [full("It has more sentences.", 800)])[-1] == "It has more sentences."


def test_chinese_over_a_page_and_with_marks_that_hang() -> None:
    page = spaced("回顾", "又确认", "回顾")
    open_end = full("和可持续发展，", 650)
    assert read([*page, open_end], [full("又确认其第70/1号决议，", 800)])[-1] == "又确认其第70/1号决议，"
    assert read([*page, open_end], [full("本着团结精神，", 800)])[-1].endswith("发展，本着团结精神，")
    title = [
        line("关于信息社会世界", 800, left=60.0, right=535.0, size=14.0),
        line("文件", 784, left=280.0, right=315.0, size=14.0),
    ]
    hanging = [full("在其会议上，", 750 - 14 * n, right=WIDE + 12.0) for n in range(9)]
    assert read([*title, *hanging])[0] == "关于信息社会世界文件"


def test_a_call_alone_tells_nothing_of_a_line_within_a_clause() -> None:
    page = [*spaced("Recalling", "Noting"), line("taking into account", 720), *spaced("to act", top=686)]
    open_end = full("and that this line is as long as it may be,", 638)
    assert len(read([*page, open_end], [full("taking into account the text,", 800)])) == len(read([*page, open_end]))


def test_a_few_lines_at_the_head_of_a_page_may_all_be_indented() -> None:
    hanging = [
        full("1 to act in all that it does with States, and", 700, tab=1),
        full("with others, such as islands,", 686, left=97.0),
    ]
    assert (
        len(
            read(
                [*filled("Text", 900, 10), full("It ends;", 760), *hanging], [line("landlocked ones and more.", 800, left=97.0)]
            )
        )
        == 2
    )


def test_the_head_of_a_table_that_stands_again() -> None:
    def table(page: int, *rows: str) -> PageLine:
        words = [
            [line(said, 700 - 20 * n, left=60.0 + 200 * m) for m, said in enumerate(row.split())] for n, row in enumerate(rows)
        ]
        cells = tuple(tuple(Cell(57.0 + 200 * m, 257.0 + 200 * m, (one,)) for m, one in enumerate(row)) for row in words)
        return line("", 700, table=cells, page=page)

    (read_table,), _ = paragraphs_of([[table(1, "Year Amount", "2026 10")], [table(2, "Year Amount", "2027 12")]])
    assert read_table.text.count("Year") == 1
    assert read_table.again == (2,)


@pytest.mark.parametrize(
    ("before", "line", "wanted"),
    [
        ("on a case-by-", "case basis", "on a case-by-case basis"),
        ("on a case-", "by-case basis", "on a case-by-case basis"),
        ("a vice-", "rapporteur", "a vice-rapporteur"),
        ("a telecommuni-", "cation", "a telecommunication"),
        ("22–", "23 September", "22–23 September"),
        ("tele/", "phones", "tele/phones"),
        ("the e-", "trade", "the e-trade"),
        ("it is –", "so to say", "it is – so to say"),
    ],
)
def test_hyphens_and_dashes_at_the_end_of_a_line(before: str, line: str, wanted: str) -> None:
    said = (
        "a vice-chair and a rapporteur, the rapporteur by name, by then telecommunication in-",
        "form inform re-",
        "port report",
    )
    document = [PageLine(one, 0, 0, 0, 12, 1) for one in (*said, before, line)]
    assert Hyphens(document).join(before, line) == wanted


def test_a_mark_that_stands_twice() -> None:
    page = [*filled("This is a text", 800, 9), full("that has organizations3 of many kinds", 674, raised=(22,))]
    paragraphs, notes = paragraphs_of([[*page, line("33 A note.", 80, size=9.0, mark=True)]])
    assert paragraphs[-1].text.endswith("that has organizations[^3] of many kinds")
    assert notes == {"3": "A note."}


def test_a_reference_at_the_beginning_of_a_line() -> None:
    page = [full("that has organizations3 of “many kinds”", 700, raised=(22,)), full("4, and so on,", 686, size=7.0, mark=True)]
    notes = [line(f"{n} A note.", 110 - 12 * n, size=9.0, mark=True) for n in (3, 4)]
    before = [full("that has a note1", 700, raised=(15,)), line("1 A note.", 80, size=9.0, mark=True)]
    pages = [[one._replace(page=n) for one in said] for n, said in enumerate((before, [*page, *notes]), 1)]
    assert [p.text for p in paragraphs_of(pages)[0]] == [
        "that has a note[^1] that has organizations[^3] of “many kinds”[^4], and so on,"
    ]


def test_a_justified_line_is_parted_by_no_raised_mark() -> None:
    # The second piece begins in the right half of the page, as a second column does.
    said = [
        ["with developing countries1", 570, 4655, 7000, 120, [25], False, 0],
        ["and the", 4810, 5387, 7000, 120, [], False, 0],
    ]
    page = {"width": 595, "height": 842, "lines": said, "tables": []}
    assert [one.text for one in lines_of(page, 1)] == ["with developing countries1 and the"]


def test_the_mark_of_a_footnote_stands_high() -> None:
    # Nothing else of the page stands so far on the left: numbers of provisions do, but they are not so small.
    said = [["1", 426, 456, 904, 52, [], False, 0], ["including, but not", 554, 3766, 864, 100, [], False, 0]]
    page = {"width": 420, "height": 595, "lines": said, "tables": []}
    assert [(one.text, one.mark) for one in lines_of(page, 1)] == [("1 including, but not", True)]
    # Before a word as long as a line it stands on a line of its own.
    said[1] = ["http://as.long/as-a-line-of-it", 426, 3766, 740, 100, [], False, 0]
    assert [(one.text, one.mark) for one in lines_of(page, 1)] == [("1", True), (said[1][0], False)]


def test_footnotes_a_little_smaller_than_the_text_go_on_over_a_page() -> None:
    page = [
        full("that it has organizations1 of many kinds", 700, raised=(25,)),
        line("1 A note that", 80, size=11.5, mark=True),
    ]
    after = [*filled("Text", 800, 9), line("goes on here.", 80, size=11.5)]
    pages = [[one._replace(page=n) for one in said] for n, said in enumerate((page, after), 1)]
    assert paragraphs_of(pages)[1] == {"1": "A note that goes on here."}


def test_letters_that_are_drawn_last_stand_in_their_places() -> None:
    # As LibreOffice draws letters of another font: the rest of the line leaves room for them.
    first = "BT /F 12 Tf 57 700 Td [(adopted)-300(at the)-719(High-Level Event)] TJ"
    assert pdf_text(drawn(f"{first} 1 0 0 1 135.5 700 Tm (X) Tj ET")) == "adopted at theXHigh-Level Event\n"
    assert pdf_text(drawn(f"{first} ET")) == "adopted at the High-Level Event\n"
    # The same within a line, whose other words are drawn later.
    more = "1 0 0 1 135.5 700 Tm (\\351) Tj 1 0 0 1 260 700 Tm (of the Union) Tj ET"
    assert pdf_text(drawn(f"{first} {more}")) == "adopted at theéHigh-Level Event of the Union\n"


def test_a_comma_before_a_reference() -> None:
    page = [full("that has organizations, 3 of many2, 3 kinds", 700, raised=(24, 33, 36))]
    notes = [line(f"{n} A note.", 110 - 12 * n, size=9.0, mark=True) for n in (2, 3)]
    assert [p.text for p in paragraphs_of([[*page, *notes]])[0]] == ["that has organizations,[^3] of many[^2], [^3] kinds"]


def test_the_first_of_a_list_over_a_page() -> None:
    before = [full("1. to act in all that it does, in time,", 700, tab=2), full("and with care, as it has done before,", 686)]
    assert read(before, [full("(a) in reports and in all that", 800)])[-1] == "(a)\tin reports and in all that"
    assert read(before, [full("2. to report.", 800)])[-1] == "2.\tto report."
    assert len(read(before, [full("4. May and so on", 800)])) == 1


def test_running_heads_of_short_documents() -> None:
    def kept(*pages: Sequence[PageLine]) -> list[str]:
        numbered = [[one._replace(page=n) for one in page] for n, page in enumerate(pages, 1)]
        return [one.text for page in without_furniture(numbered)[0] for one in page]

    number = line("RESOLUTION 165 (REV. DUBAI, 2018)", 730)
    text = filled("Text", 700, 9)
    said = [number.text, *(one.text for one in text)]
    # The same words, or others, above the number line of a page alone.
    for head in (number.text, "PP-18/55-E Final Acts"):
        assert kept([line(head, 795, aside=True), number, *text]) == said
    # Both columns begin with the same call, and with it their text.
    columns = [line("instructs the Director", 760, aside=True), *filled("Text", 746, 9)]
    assert kept(columns, columns).count("instructs the Director") == 2


def test_a_long_paragraph_is_whole() -> None:
    page = [full(f"word {n} of a paragraph that goes on, also non-", 90_000 - 14 * n) for n in range(5_000)]
    [said] = read([*page, line("governmental.", 90_000 - 14 * 5_000)])
    assert said == "".join(f"word {n} of a paragraph that goes on, also non-" for n in range(5_000)) + "governmental."


def test_a_line_of_many_numbers_takes_little_memory() -> None:
    page = [line("1 " * 10_000, 800, aside=True), *filled("Text", 700, 9)]
    tracemalloc.start()
    try:
        without_furniture([page])
        assert tracemalloc.get_traced_memory()[1] < 5 * MIB
    finally:
        tracemalloc.stop()


def test_a_text_of_the_un_with_its_number_on_a_line_of_its_own() -> None:
    text = "78/132.\nOn technologies\nThe General Assembly,\nRecalling its resolution 70/1,[^1]\n1.\tCalls for peace.\n[^1]: A/1.\n"
    kinds = [(p.kind.value, p.text.plain) for p in resdraft.open(text.encode(), language="en").provisions]
    assert kinds[:3] == [("number", "78/132."), ("title", "On technologies"), ("formula", "The General Assembly,")]
    assert kinds[-1] == ("note", "A/1.")
