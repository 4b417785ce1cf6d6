"""What is found in real texts against answers made by hand before there was an extractor, and what the register says of them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from resdraft.citations.register import load_register
from resdraft.citations.survey import survey, survey_report
from resdraft.errors import Unreadable
from resdraft.model.citation import CitationFinding, CitationStatus
from resdraft.read.text import read_plain_lines, read_with_lines
from tests.conftest import SHARED

ANSWERS = Path(__file__).parent.parent / "cases" / "citations" / "answers.csv"
GOLD = sorted(SHARED.glob("corpus/pp18/gold/*.txt"))
needs_shared = pytest.mark.skipif(not GOLD, reason=f"needs the shared texts in {SHARED}")


def findings(path: Path, on: str = "") -> list[CitationFinding]:
    text = path.read_text("utf-8")
    try:
        return [
            f for t in read_with_lines(text) for f in survey(t.resolution, t.lines, path.name, load_register(), on).findings
        ]
    except Unreadable:
        return list(survey_report(read_plain_lines(text), path.name, load_register(), on).findings)


@needs_shared
def test_precision_and_recall() -> None:
    with ANSWERS.open(newline="", encoding="utf-8") as file:
        wanted = Counter(tuple(row.values()) for row in csv.DictReader(file))
    paths = {path.name: path for path in (*SHARED.glob("seeds/*.txt"), *GOLD)}
    got = Counter(
        (f.file, str(f.line), c.text, str(c.kind), c.body, c.number, str(c.edition) if c.edition else "")
        for name in {row[0] for row in wanted}
        for f in findings(paths[name])
        for c in (f.citation,)
    )
    right = (wanted & got).total()
    assert right >= 0.98 * max(wanted.total(), got.total()), [*(wanted - got), *(got - wanted)]


@needs_shared
def test_impossible_designations_of_the_reports() -> None:
    """Those that the conventions of the field list, each with what to write instead."""
    found = {
        (f.citation.text, f.why)
        for path in SHARED.glob("seeds/*.txt")
        for f in findings(path)
        if f.status is CitationStatus.IMPOSSIBLE
    }
    assert {(" ".join(text.split()), why) for text, why in found if "esolution" in text} == {
        ("PP Resolution 140 (Busan, 2014)", "Rev. is missing: write Rev. Busan, 2014"),
        ("PP-14 Resolution 140 (Rev. Dubai, 2018)", "PP-14 met at Busan in 2014, Dubai, 2018 is PP-18"),
        ("PP-10 Resolution 172 (Rev. Guadalajara, 2010)", "it was new there: write Guadalajara, 2010"),
        (
            "WTDC 2017 Resolution 30 (REV. Buenos Aires, 2017)",
            "REV. is for number lines in capitals: write Rev. Buenos Aires, 2017",
        ),
    }


@needs_shared
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_no_right_designation_is_accused(path: Path) -> None:
    """Resolution 64 does cite an edition that the same conference replaced; nothing else is stale, and nothing impossible."""
    bad = [f for f in findings(path, "2018-11-16") if f.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)]
    assert {(f.citation.number, str(f.citation.edition)) for f in bad} == (
        {("71", "Rev. Busan, 2014")} if path.stem == "64" else set()
    )


def test_no_right_designation_of_1332_is_accused() -> None:
    path = Path(__file__).parent.parent.parent / "resolutions" / "1332" / "2019.en.txt"
    found = findings(path, "2019")
    assert Counter(f.status for f in found if str(f.citation.kind) == "resolution")[CitationStatus.CURRENT] == 8
    assert not [f for f in found if f.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)]
