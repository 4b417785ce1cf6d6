"""What add says of a text whose line breaks were lost, and of none that is in order."""

from __future__ import annotations

import pytest

from resdraft.read.text import read_text
from resdraft.usecases.reading_doubts import reading_doubts
from tests.conftest import ROOT, SHARED

TEXT = """RESOLUTION 7 (Geneva, 2022)
T
The Council,
noting
a)\tthat one;
b)\tthat two, as resolves 1 below says,
resolves
1\tto do the first thing;
2\tto do the second thing,
instructs the Director
3\tto go on;
4\tto report.
ANNEX
\u2013\tto meet;
i)\tto talk.
"""


def doubts_on(old: str = "", new: str = "") -> list[str]:
    """The doubts about a text that is not repaired, as a Word file is not: one line says outright what it is."""
    assert old in TEXT
    changed = TEXT.replace(old, new, 1) if old else TEXT
    return list(reading_doubts(read_text(changed.replace("\nnoting\n", "\n\\call\tnoting\n", 1))))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "says,\nresolves\n1\tto",
            "says, resolves 1 to",
            [
                "noting b): “resolves” in it may be a call, which stands on a line of its own",
                "noting 2 follows b): are clauses missing between them?",
            ],
        ),
        (
            "thing,\ninstructs the Director\n3",
            "thing, instructs the Director\n1",
            ["resolves 2: “instructs the Director” in it may be a call, which stands on a line of its own"],
        ),
        (
            "report.\nANNEX",
            "report. ANNEX",
            ["instructs the Director 4: “ANNEX” in it may begin an annex, whose heading stands on a line of its own"],
        ),
        ("4\tto", "5\tto", ["instructs the Director 5 follows 3: are clauses missing between them?"]),
        ("b)\tthat", "d)\tthat", ["noting d) follows a): are clauses missing between them?"]),
        ("3\tto", "3bis\tto", ["instructs the Director 3bis is the first of its list: are clauses missing before it?"]),
    ],
)
def test_what_is_doubtful(old: str, new: str, wanted: list[str]) -> None:
    assert [doubt for doubt in doubts_on(old, new) if doubt in wanted] == wanted


def test_nothing_is_doubtful_about_texts_in_order() -> None:
    assert doubts_on() == []
    for path in (ROOT / "resolutions" / "1332" / "2019.en.txt", *sorted(SHARED.glob("corpus/pp18/gold/*.txt"))):
        assert list(reading_doubts(read_text(path.read_text("utf-8")))) == [], path.name
