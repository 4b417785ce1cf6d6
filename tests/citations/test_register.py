"""What was in force on a day, and what can be said of a designation."""

from __future__ import annotations

import csv

import pytest

from resdraft.citations.assess import assess
from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import Register, load_register
from resdraft.errors import Unreadable
from resdraft.lexicon import LANGUAGES, edition_parser, parse_edition
from resdraft.library import register_lines

EDITIONS = """body,kind,number,edition,date,confirmed,source
PP,resolution,9,"Kyoto, 1994",1994,yes,x
PP,resolution,9,"Rev. Busan, 2014",2014-11-07,yes,x
PP,resolution,9,"Rev. Dubai, 2018",2018-11-16,yes,x
PP,resolution,10,"Busan, 2014",2014-11-07,yes,x
PP,resolution,11,"Busan, 2014",2014-11-07,yes,x
PP,resolution,11,"Rev. Dubai, 2018",2018-11-16,no,general knowledge
Council,resolution,1001,C11,2011,yes,x
Council,resolution,1001,last amended C19,2019,yes,x
""".splitlines()
REGISTER = Register(EDITIONS, register_lines("meetings.csv"))


def said(text: str, on: str = "", own: tuple[str, str, str] = ("", "", "")) -> str:
    """What is said of the one citation of a text."""
    (citation,) = external_citations(text, citation_patterns("en"), "", REGISTER.body_of)
    found = assess(citation, REGISTER, on, own)
    return ": ".join(part for part in (str(found.status), found.why) if part)


CASES = [
    ("Resolution 9 (Rev. Dubai, 2018)", "", "current"),
    ("Resolution 9 (Rev. Dubai 2018)", "", "current"),
    ("PP-18 Resolution 9 (2018)", "", "current"),
    ("Resolution 9 (Rev. Busan, 2014)", "", "stale: Rev. Dubai, 2018 is in force"),
    ("Resolution 9 (Rev. Busan, 2014)", "2018-11-15", "current"),
    ("Resolution 9 (Rev. Busan, 2014)", "2018-11-16", "stale: Rev. Dubai, 2018 is in force"),
    ("Resolution 9 (Rev. Dubai, 2018)", "2018-11-16", "current"),
    ("Resolution 9 (Rev. Dubai, 2018)", "2017", "impossible: adopted after 2017"),
    ("Resolution 9 (Kyoto, 1994)", "2000", "current"),
    ("Resolution 10 (Busan, 2014)", "", "current"),
    ("Resolution 10 (Rev. Busan, 2014)", "", "impossible: it was new there: write Busan, 2014"),
    ("Resolution 9 (Dubai, 2018)", "", "impossible: Rev. is missing: write Rev. Dubai, 2018"),
    ("Resolution 9 (Antalya, 2006)", "", "impossible: Rev. is missing: it was new at Kyoto, 1994"),
    ("Resolution 9 (REV. Dubai, 2018)", "", "impossible: REV. is for number lines in capitals: write Rev. Dubai, 2018"),
    ("Resolution 9 (REV. DUBAI, 2018)", "", "current"),
    ("Resolution 10 (Rev. Guadalajara, 2010)", "", "impossible: it was new at Busan, 2014"),
    ("PP Resolution 9 (Rev. 2018)", "", "current"),
    ("Resolution 1001 (Rev. Dubai, 2018)", "", "unknown: not in the register"),
    ("Council Resolution 1001 (Geneva, 2019)", "", "unknown: that edition is not in the register"),
    ("PP-14 Resolution 9 (Rev. Dubai, 2018)", "", "impossible: PP-14 met at Busan in 2014, Dubai, 2018 is PP-18"),
    ("PP Resolution 9 (Rev. Busan, 2018)", "", "impossible: PP-18 met at Dubai"),
    ("Resolution 9 (Rev. Busan, 2018)", "", "impossible: no meeting at Busan in 2018: PP-18 met at Dubai"),
    # what is not confirmed excuses, and never accuses
    ("Resolution 11 (Busan, 2014)", "", "unknown: a later edition is said to exist, unconfirmed"),
    ("Resolution 11 (Rev. Dubai, 2018)", "", "unknown: that edition is later than the last confirmed one"),
    ("Resolution 12 (Rev. Dubai, 2018)", "", "unknown: not in the register"),
    ("Resolution 12 (Rev. Geneva, 1971)", "", "unknown: not in the register"),
    ("PP Resolution 9", "", "unknown: no edition is said"),
    # one edition of the Council however it is written
    ("Council Resolution 1001 (Modified 2019)", "", "current"),
    ("Council Resolution 1001 (Revised 2019)", "", "current"),
    ("Resolution 1001 (C11, last amended C19)", "", "current"),
    ("Council Resolution 1001 (2011)", "", "stale: the text last amended C19 is in force"),
    ("Council Resolution 1001 (C11)", "2018", "current"),
    ("UNGA Resolution 70/125", "", "unknown"),
]


@pytest.mark.parametrize(("text", "on", "wanted"), CASES)
def test_verdicts(text: str, on: str, wanted: str) -> None:
    assert said(text, on) == wanted


@pytest.mark.parametrize(
    ("date", "on", "wanted"),
    [
        # adopted some day of 2018: by the end of the year it has been, at the end of 2017 it has not
        *(
            ("2018", on, wanted)
            for on, wanted in (("2017-12-31", False), ("2018-01-01", None), ("2018", True), ("2019-01-01", True))
        ),
        *(("2018-11", on, wanted) for on, wanted in (("2018-10", False), ("2018-11-01", None), ("2018-11", True))),
        *(("2018-11-16", on, wanted) for on, wanted in (("2018-11-15", False), ("2018-11-16", True))),
    ],
)
def test_an_edition_whose_day_is_not_known(date: str, on: str, wanted: bool | None) -> None:
    """A confirmed edition counts from the last day that its date can mean, an unconfirmed one casts doubt from the first (None)."""
    head, first = EDITIONS[0], 'PP,resolution,7,"Busan, 2014",2014-11-07,yes,x'
    later = f'PP,resolution,7,"Rev. Dubai, 2018",{date},%s,x'
    sure = Register([head, first, later % "yes"], register_lines("meetings.csv")).in_force("PP", "resolution", "7", on)
    assert sure.entry is not None
    assert str(sure.entry.edition) == ("Rev. Dubai, 2018" if wanted else "Busan, 2014")
    doubt = Register([head, first, later % "no"], register_lines("meetings.csv")).in_force("PP", "resolution", "7", on)
    assert doubt.entry is not None
    assert (str(doubt.entry.edition), doubt.doubtful) == ("Busan, 2014", wanted is not False)


@pytest.mark.parametrize("line", ["garbage", "garbage,line", 'PP,resolution,9,"Rev. Dubai, 2018",2018,yes,x,more'])
def test_a_line_that_is_none_is_told(line: str) -> None:
    """Users write in their own register: what is wrong in it is said with the line."""
    with pytest.raises(Unreadable, match="line 10"):
        Register([*EDITIONS, line], register_lines("meetings.csv"))


def test_a_text_may_name_its_own_earlier_editions() -> None:
    own = ("PP", "resolution", "9")
    assert said("Resolution 9 (Rev. Busan, 2014)", own=own) == "unknown: an earlier edition of this very text"


def test_a_place_alone_does_not_name_the_body() -> None:
    assert [REGISTER.body_of("Dubai", year) for year in (2012, 2014, 2018, 2022)] == ["WTSA", "WTDC", "PP", ""]
    assert REGISTER.body_of("Geneva", 2015) == ""


def test_every_line_of_the_register_has_a_date_and_a_source() -> None:
    for name, wanted in (("editions.csv", ("date", "source", "confirmed")), ("meetings.csv", ("end", "source", "confirmed"))):
        rows = list(csv.DictReader(register_lines(name)))
        assert rows
        assert all(row[column] for row in rows for column in wanted)
        assert all(row["confirmed"] in ("yes", "no") for row in rows)
        assert all((row["source"] == "general knowledge") == (row["confirmed"] == "no") for row in rows)
    lines = register_lines("editions.csv")[1:]
    assert len(load_register().entries) == len(lines), "an edition that cannot be read"
    assert len(set(lines)) == len(lines)


def test_every_place_of_a_meeting_has_one_name_in_each_language_and_a_source() -> None:
    register, rows = load_register(), list(csv.DictReader(register_lines("places.csv")))
    for row in rows:
        confirmed = row["confirmed"].split()
        assert set(confirmed) <= set(LANGUAGES)
        assert (row["source"] == "general knowledge") == (not confirmed)
        assert all(f"({code})" in row["source"] or f", {code})" in row["source"] for code in confirmed), row
    for meeting in register.meetings:
        names = [register.place_in(meeting.place, language) for language in LANGUAGES]
        assert all(names), meeting
        assert {register.place_in(name, "en") for name in names} == {meeting.place}


def test_a_line_of_places_that_lacks_columns_names_what_it_has() -> None:
    register = Register(
        EDITIONS, register_lines("meetings.csv"), [*register_lines("places.csv"), "Atlantis,Atlantide", ",", "x,,,,,,,,,y"]
    )
    assert (register.place_in("Atlantide", "en"), register.place_in("Atlantis", "zh")) == ("Atlantis", "")


def test_editions_as_they_are_written() -> None:
    """``str`` is the normal form, and reads as the same edition."""
    for written, normal in {
        "Rev. Dubai, 2018": "Rev. Dubai, 2018",
        "REV. DUBAI, 2018": "Rev. Dubai, 2018",
        "Rev.Dubai 2018": "Rev. Dubai, 2018",
        "Busan,  2014": "Busan, 2014",
        "REV.WRC-15": "Rev. WRC-15",
        "Modified 2019": "last amended C19",
        "Rev. 2019": "last amended C19",
        "C11, last amended C19": "last amended C19",
        "C-1974, last amended C-1984": "last amended C-1984",
        "C-1974": "C-1974",
        "2016, last amended 2017": "last amended C17",
        "2018": "2018",
        # in other languages
        "Rév. Dubaï, 2018": "Rev. Dubaï, 2018",
        "Пересм. Дубай, 2018 г.": "Rev. Дубай, 2018",
        "C-1968, dernière mod. C-1984": "last amended C-1984",
        "dern. mod. C19": "last amended C19",
        "C11, últ.mod. C19": "last amended C19",
        "последнее изм. C19": "last amended C19",
        "المراجَع في دبي، 2018": "Rev. دبي, 2018",
        "المراجع في بوسان، ٢٠١٤": "Rev. بوسان, 2014",
        "المراجَعين في دبي، 2018": "Rev. دبي, 2018",
        "2018年，迪拜，修订版": "Rev. 迪拜, 2018",
        "1998年,明尼阿波利斯": "明尼阿波利斯, 1998",
        "C-1975,最后修正 C-1990": "last amended C-1990",
        "WRC-15，修订版": "Rev. WRC-15",
        "Rév.CMR-15": "Rev. WRC-15",
    }.items():
        edition = parse_edition(written)
        assert edition is not None
        assert str(edition) == normal
        assert parse_edition(normal) == edition
    for other in (
        "on something in 2014",
        "Geneva,20122015",
        "October 2018",
        "2014年第二次会议",
        "19 June 2019",
        "see below",
        "",
    ):
        assert parse_edition(other) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        *((said, True) for said in ("C19", "Modified 2019", "last amended C19", "dernière mod. C19", "последнее изм. C19")),
        *((said, False) for said in ("Rev. 2018", "2018", "Dubai, 2018", "Rev. Dubai, 2018")),
    ],
)
def test_editions_that_only_texts_of_the_council_have(said: str, wanted: bool) -> None:
    assert edition_parser().only_of_council(said) is wanted
