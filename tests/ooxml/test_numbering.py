"""Automatic labels, as Word shows them."""

from __future__ import annotations

import pytest
from lxml import etree

from resdraft.ooxml.names import W
from resdraft.ooxml.numbering import Numbering, format_number


def part(tag: str, content: str) -> etree._Element:
    return etree.fromstring(f'<w:{tag} xmlns:w="{W}">{content}</w:{tag}>')


def level(at: int, text: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def labels(numbering: str, paragraphs: list[str], styles: str = "") -> list[str]:
    """The labels of paragraphs given as ``numId.ilvl``, as a style's name, or as ``-`` for none."""
    known = Numbering(part("numbering", numbering), part("styles", styles))
    out = []
    for said in paragraphs:
        number, dot, at = said.partition(".")
        own = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>' if dot else ""
        own = own if dot or said == "-" else f'<w:pStyle w:val="{said}"/>'
        found = known.label(part("pPr", own))
        out.append(found[0] if found else "")
    return out


LIST = f'<w:abstractNum w:abstractNumId="0">{level(0, "%1")}{level(1, "%1.%2")}{level(2, "%3)", "lowerLetter")}</w:abstractNum>'
NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'


def test_levels_count_and_start_anew_below_a_higher_one() -> None:
    found = labels(LIST + NUM.format(1, ""), ["1.0", "1.1", "1.1", "1.2", "1.2", "1.0", "1.1", "1.2", "-", "1.0"])
    assert found == ["1", "1.1", "1.2", "a)", "b)", "2", "2.1", "a)", "", "3"]


def test_instances_share_the_counters_of_their_list_unless_they_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    found = labels(LIST + NUM.format(1, "") + NUM.format(2, "") + NUM.format(3, anew), ["1.0", "2.0", "3.0", "3.0", "1.0"])
    assert found == ["1", "2", "5", "6", "7"]


@pytest.mark.parametrize(
    ("restart", "wanted"), [("", "a)"), ('<w:lvlRestart w:val="0"/>', "b)"), ('<w:lvlRestart w:val="1"/>', "b)")]
)
def test_where_a_level_starts_anew_can_be_said(restart: str, wanted: str) -> None:
    own = level(0, "%1") + level(1, "%1.%2") + level(2, "%3)", "lowerLetter", more=restart)
    numbering = f'<w:abstractNum w:abstractNumId="0">{own}</w:abstractNum>' + NUM.format(1, "")
    assert labels(numbering, ["1.0", "1.1", "1.2", "1.1", "1.2"])[-1] == wanted


def test_a_style_brings_its_list_and_its_level() -> None:
    linked = level(0, "%1") + level(1, "%2)", "lowerLetter", more='<w:pStyle w:val="Sub"/>')
    numbering = f'<w:abstractNum w:abstractNumId="0">{linked}</w:abstractNum>' + NUM.format(1, "")
    styles = (
        '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Item"/></w:style>'
    )
    assert labels(numbering, ["Item", "Sub", "Sub", "Child", "0.0", "Sub"], styles) == ["1", "a)", "b)", "2", "", "a)"]


def test_legal_numbering_writes_all_levels_in_digits() -> None:
    own = level(0, "%1", "upperRoman") + level(1, "%1.%2", more="<w:isLgl/>")
    numbering = f'<w:abstractNum w:abstractNumId="0">{own}</w:abstractNum>' + NUM.format(1, "")
    assert labels(numbering, ["1.0", "1.1"]) == ["I", "1.1"]


def test_bullets_are_dashes_and_dots() -> None:
    for text, wanted in (("\u2013", "\u2013"), ("\uf0b7", "\u2022"), ("o", "\u2022"), ("", "")):
        numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, text, "bullet")}</w:abstractNum>' + NUM.format(1, "")
        assert labels(numbering, ["1.0"]) == [wanted]


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("lowerLetter", ["a", "z", "aa", "bb"]),
        ("lowerRoman", ["i", "xxvi", "xxvii", "xxviii"]),
        ("decimalZero", ["01", "26", "27", "28"]),
        ("ordinal", ["1st", "26th", "27th", "28th"]),
        ("chineseCounting", ["一", "二十六", "二十七", "二十八"]),
        ("russianLower", ["а", "ы", "э", "ю"]),
        ("none", ["", "", "", ""]),
        ("unheardOf", ["1", "26", "27", "28"]),
    ],
)
def test_formats(form: str, wanted: list[str]) -> None:
    assert [format_number(n, form) for n in (1, 26, 27, 28)] == wanted


def test_lists_that_point_at_each_other_end() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>' + NUM.format(1, "")
    assert labels(numbering, ["1.0"], styles) == [""]


def test_an_instance_that_starts_anew_leaves_the_levels_above_alone() -> None:
    anew = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(3))
    found = labels(LIST + NUM.format(1, "") + NUM.format(2, anew), ["1.0", "1.1", "2.2", "1.1", "1.0"])
    assert found == ["1", "1.1", "a)", "1.2", "2"]


def test_it_starts_anew_once_and_again_where_its_parent_does() -> None:
    anew = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    assert labels(LIST + NUM.format(1, "") + NUM.format(2, anew), ["2.0", "2.1", "2.0", "2.1"]) == ["1", "1.5", "2", "2.5"]


def test_a_level_that_is_skipped_counts_as_used() -> None:
    assert labels(LIST + NUM.format(1, ""), ["1.1", "1.1", "1.0"]) == ["1.1", "1.2", "2"]


def test_a_style_is_linked_to_a_level_of_its_own_list() -> None:
    one = f'<w:abstractNum w:abstractNumId="0">{level(0, "%1")}{level(1, "%2)", more=STYLE)}</w:abstractNum>'
    other = f'<w:abstractNum w:abstractNumId="1">{level(0, "%1", more=STYLE)}</w:abstractNum>'
    styles = '<w:style w:type="paragraph" w:styleId="X"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(one + other + NUM.format(1, ""), ["X", "X"], styles) == ["1)", "2)"]


def test_a_format_of_ones_own_pads_with_zeros() -> None:
    own = '<w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="custom" w:format="001, 002"/><w:lvlText w:val="%1"/></w:lvl>'
    assert labels(f'<w:abstractNum w:abstractNumId="0">{own}</w:abstractNum>' + NUM.format(1, ""), ["1.0"]) == ["007"]


STYLE = '<w:pStyle w:val="X"/>'


def test_lists_that_could_do_harm_are_counted_in_digits_or_passed_over() -> None:
    own = level(0, "%1", "lowerLetter", 999999999) + '<w:lvl w:ilvl="x"/><w:lvl w:ilvl="-1"/>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{own}</w:abstractNum>' + NUM.format(1, '<w:lvlOverride w:ilvl="y"/>')
    assert labels(numbering, ["1.0", "1.-3"]) == ["999999999", "1000000000"]
