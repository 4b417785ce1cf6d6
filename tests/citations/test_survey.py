"""A whole text: where its citations stand, and what follows from one for another."""

from __future__ import annotations

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.numbered_report import NumberedReport
from resdraft.citations.register import load_register
from resdraft.citations.survey import identity, survey, survey_report
from resdraft.read.text import read_text, read_with_lines

REPORT = """\tSummary
In line with Resolution 140 (Rev. Dubai, 2018).
1. Introduction
1.1. Of the agenda:
a) one;
i. inner;
ii. another of resolution 140;
b) two:
1) first;
1.1. an item of it;
2) second; see paragraphs 1.1 and 9.9, and 1.1 section 1 above.
2. Conclusions
2.1. Done, by section 1 above and paragraph 3 of that report.
No label here."""


def lines(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.splitlines(), 1))


def test_where_the_lines_of_a_report_stand() -> None:
    report = NumberedReport(lines(REPORT), citation_patterns("en"))
    assert [report.addresses[n] for n in range(1, 15)] == [
        *("", "", "1", "1.1", "1.1 a)", "1.1 a) i.", "1.1 a) ii.", "1.1 b)", "1.1 b) 1)", "1.1 b) 1) 1.1.", "1.1 b) 2)"),
        *("2", "2.1", "2.1"),
    ]


def test_what_a_report_cites() -> None:
    found = survey_report(lines(REPORT), "report", load_register(), "2019").findings
    assert [(f.line, f.citation.text, f.citation.body, str(f.status)) for f in found] == [
        (2, "Resolution 140 (Rev. Dubai, 2018)", "PP", "current"),
        (7, "resolution 140", "PP", "unknown"),
        (11, "paragraphs 1.1", "", "current"),
        (11, "9.9", "", "impossible"),
        (11, "1.1 section 1", "", "current"),
        (13, "section 1", "", "current"),
    ]


def test_a_report_in_another_language_and_places_by_other_names() -> None:
    found = survey_report(
        lines("1. Voir la Résolution 140 (Rév. Dubaï, 2018) et la Décision 5."), "rapport", load_register(), "2019"
    ).findings
    assert [(f.citation.body, str(f.citation.edition or ""), str(f.status)) for f in found] == [
        ("PP", "Rev. Dubai, 2018", "current"),
        ("", "", "unknown"),
    ]


def test_the_line_of_a_citation_in_a_title_of_two_lines() -> None:
    text = "RESOLUTION 1 (Dubai, 2018)\nOn one thing\nand Resolution 140 (Rev. Dubai, 2018)\nThe Council,\nresolves\nto act."
    (located,) = read_with_lines(text)
    assert [f.line for f in survey(located.resolution, located.lines, "x", load_register()).findings] == [3]


def test_which_instrument_a_text_is() -> None:
    for head, wanted in {
        "RESOLUTION 9 (REV. DUBAI, 2018)\nOn it\nresolves\nto act.": ("PP", "resolution", "9"),
        "DECISION 5 (Rev. Bucharest, 2022)\nOn it\ndecides\nto act.": ("PP", "decision", "5"),
        "RESOLUTION 9 (REV.WRC-15)\nOn it\nresolves\nto act.": ("WRC", "resolution", "9"),
        "RESOLUTION 1332 (Modified 2019)\nOn it\nThe Council,\nresolves\nto act.": ("Council", "resolution", "1332"),
        "RESOLUTION 9 (Rev. Dubai, 2012)\nOn it\nThe World Telecommunication Standardization Assembly (Dubai, 2012),\nresolves\nto act.": (
            "WTSA",
            "resolution",
            "9",
        ),
        "On it\nresolves\nto act.": ("", "resolution", ""),
    }.items():
        assert identity(read_text(head), load_register()) == wanted
