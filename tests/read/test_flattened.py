"""Text that lost its lines is read as it was before, each repair is listed, and a text that is laid out properly is never touched."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resdraft
from resdraft.model.resolution import Resolution
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.text import read_text, read_texts
from tests.conftest import ROOT

from .flattening import FLATTENERS, likeness

OWN = ROOT / "resolutions/1332/2019.en.txt"


def letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]", text))


def said(texts: list[Resolution], repairs: list[Repair]) -> str:
    return "".join(map(str, texts)) + "".join(one.was for one in repairs if one.kind is RepairKind.DEBRIS)


@pytest.mark.parametrize("way", FLATTENERS)
def test_our_text_is_read_as_it_was(way: str) -> None:
    whole = read_text(OWN.read_text("utf-8"))
    scores = []
    for seed in range(5):
        flat = FLATTENERS[way](whole, random.Random(seed))  # noqa: S311 - no secret is made of it
        repairs: list[Repair] = []
        read = read_text(flat, repairs=repairs)
        assert repairs, "and what was repaired is told"
        assert not letters(flat) - letters(str(read)), "no letter is lost"
        scores.append(likeness(read, whole))
    assert min(scores) >= 0.9
    # Where a program wrapped lines, some of its short ones may be two clauses or one.
    assert sum(scores) / len(scores) >= (0.92 if way == "wrapped" else 0.97)


def test_texts_of_a_pdf_are_read_as_the_checked_ones(shared: Path) -> None:
    scores = {}
    for tree in sorted((shared / "corpus/pp18/gold").glob("*.json")):
        (path,) = (shared / "corpus/pp18/raw").glob(f"resolution-{tree.stem}-*.txt")
        scores[path.name] = likeness(read_text(path.read_text("utf-8")), tree.read_text("utf-8"))
    assert len(scores) == 12
    assert min(scores.values()) >= 0.9, scores
    assert sum(scores.values()) / len(scores) >= 0.97, scores


def test_checked_texts_flattened_are_read_as_they_were(shared: Path) -> None:
    for way, flatten in FLATTENERS.items():
        scores = []
        for path in sorted((shared / "corpus/pp18/gold").glob("*.txt")):
            whole = read_text(path.read_text("utf-8"))
            scores.append(likeness(read_text(flatten(whole, random.Random(1))), whole))  # noqa: S311 - no secret is made of it
        assert sum(scores) / len(scores) >= 0.97, (way, scores)


def test_no_letter_of_any_text_of_a_pdf_is_lost(shared: Path) -> None:
    for path in [*shared.glob("corpus/pp18/raw/*.txt"), *shared.glob("corpus/wrc/*.txt")]:
        source, repairs = path.read_text("utf-8"), list[Repair]()
        read = read_texts(source, repairs=repairs)
        assert not letters(source) - letters(said(read, repairs)), path.name


def test_what_is_laid_out_properly_is_never_touched(shared: Path) -> None:
    laid_out = [
        *shared.glob("corpus/pp18/gold/*.txt"),
        *shared.glob("corpus/itu-docx/*.txt"),
        *shared.glob("seeds/*.txt"),
        *(ROOT / "resolutions").rglob("*.txt"),
    ]
    assert len(laid_out) >= 20
    for path in laid_out:
        repairs: list[Repair] = []
        try:
            read_texts(path.read_text("utf-8"), repairs=repairs)
        except resdraft.Unreadable:
            continue
        assert not [one for one in repairs if one.kind is not RepairKind.DOUBT], path.name


@given(st.sampled_from(list(FLATTENERS)), st.integers(0, 100))
def test_it_is_told_and_can_be_asked_for(way: str, seed: int) -> None:
    flat = FLATTENERS[way](read_text(OWN.read_text("utf-8")), random.Random(seed))  # noqa: S311 - no secret is made of it
    document = resdraft.open(flat.encode())
    assert f"{len(document.repairs)} places were repaired" in document.notices[0]
    again = resdraft.open(flat.encode(), flattened=True)
    assert again.repairs == document.repairs


def test_numbers_that_ran_into_each_other_are_told_and_not_changed() -> None:
    text = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1to hold them in 20122015;\n2to report."
    repairs: list[Repair] = []
    read = read_text(text, repairs=repairs)
    assert [p.text.plain for p in read.provisions][-2:] == ["to hold them in 20122015;", "to report."]
    assert any(one.kind is RepairKind.DOUBT and "2012" in one.was for one in repairs)
