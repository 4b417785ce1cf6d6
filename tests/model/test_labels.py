"""Labels: what they mean, what follows, and what an inserted clause is called."""

from __future__ import annotations

import pytest

from resdraft.model.labels import LABEL, LabelMeaning, fold_label, follows, inserted, label_meanings, next_in_list


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("a)", [LabelMeaning("a)", 1)]),
        ("i)", [LabelMeaning("a)", 9), LabelMeaning("i)", 1)]),
        ("iv)", [LabelMeaning("i)", 4)]),
        ("b)bis", [LabelMeaning("a)", 2, 1)]),
        ("bbis)", [LabelMeaning("a)", 2, 1)]),
        ("b bis)", [LabelMeaning("a)", 2, 1)]),
        ("3", [LabelMeaning("1", 3)]),
        ("3ter", [LabelMeaning("1", 3, 2)]),
        ("4.2", [LabelMeaning("4.1", 2)]),
        ("–", [LabelMeaning("dash –", 0)]),
        ("с)", [LabelMeaning("a)", 3)]),
        ("أ )", [LabelMeaning("أ)", 1)]),
        ("ﻫ)", [LabelMeaning("أ)", 5)]),
        ("هـ)", [LabelMeaning("أ)", 5)]),
        ("ب)bis", [LabelMeaning("أ)", 2, 1)]),
        ("٣", [LabelMeaning("1", 3)]),
        ("（2）", [LabelMeaning("(1)", 2)]),
        ("ａ）", [LabelMeaning("a)", 1)]),
    ],
)
def test_readings(label: str, wanted: list[LabelMeaning]) -> None:
    assert label_meanings(label) == wanted


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("a)", "b)", True),
        ("a)", "c)", False),
        ("b)", "b)bis", True),
        ("b)bis", "c)", True),
        ("h)", "i)", True),
        ("–", "–", True),
        ("9", "10", True),
    ],
)
def test_follows(before: str, after: str, wanted: bool) -> None:
    assert any(follows(after, reading) for reading in label_meanings(before)) is wanted


@pytest.mark.parametrize(
    ("anchor", "rank", "spanish", "wanted"),
    [
        ("3", 0, False, "3bis"),
        ("3", 1, False, "3ter"),
        ("b)", 0, False, "b)bis"),
        ("b)", 0, True, "bbis)"),
        ("b)bis", 0, False, "b)ter"),
        ("–", 2, False, "–"),
        ("4.2", 0, False, "4.2bis"),
        ("A)", 0, False, "A)bis"),
        ("B)", 0, True, "Bbis)"),
        ("184A", 1, False, "184Ater"),
    ],
)
def test_inserted(anchor: str, rank: int, spanish: bool, wanted: str) -> None:
    assert inserted(anchor, rank, spanish) == wanted
    assert LABEL.fullmatch(wanted)


def test_people_say_labels_in_many_ways() -> None:
    assert {fold_label(said) for said in ("a)bis", "a) bis", "a bis", "(a)bis", "abis)")} == {"abis"}


@pytest.mark.parametrize("text", ["2030 Agenda", "that", "70/125", "a.m. is no label", "ITU) x", "resolves) x"])
def test_what_is_no_label(text: str) -> None:
    found = LABEL.match(text)
    assert found is None or text.startswith("2030")


@pytest.mark.parametrize(
    ("labels", "following"),
    [
        (["5", "6"], ["7", "8"]),
        (["h)", "i)"], ["j)", "k)"]),
        (["i)", "ii)"], ["iii)", "iv)"]),
        (["i)"], ["ii)", "iii)"]),
        (["4.1", "4.2"], ["4.3", "4.4"]),
        (["(a)"], ["(b)", "(c)"]),
        (["3", "3bis"], ["4", "5"]),
        (["y)", "z)"], ["aa)", "bb)"]),
        (["1A"], [None, None]),
        (["β)"], [None, None]),
        (["أ)", "ب)"], ["ج)", "د)"]),
        (["د )", "ﻫ )"], ["و)", "ز)"]),
        (["١", "٢"], ["٣", "٤"]),
        (["（1）"], ["（2）", "（3）"]),
    ],
)
def test_a_list_goes_on(labels: list[str], following: list[str | None]) -> None:
    assert [next_in_list(labels, rank) for rank in (0, 1)] == following


@pytest.mark.parametrize(
    "label", ["أ)", "أ )", "ﻫ )", "هـ)", "ﻫ)", "（1）", "（a）", "1）", "٣", "٣)", "ب)bis", "ﻫ)bis", "в)", "я)"]
)
def test_labels_of_other_scripts_are_seen_in_a_line(label: str) -> None:
    found = LABEL.match(f"{label}\tنص")
    assert found is not None
    assert found[0] == label


@pytest.mark.parametrize(("said", "label"), [("3", "٣"), ("ه)", "ﻫ )"), ("هـ)", "ﻫ)"), ("(2)", "（2）"), ("a)", "а)")])
def test_a_label_is_found_however_it_is_printed(said: str, label: str) -> None:
    assert fold_label(said) == fold_label(label)
