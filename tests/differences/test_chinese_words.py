"""In Chinese each character is a word; a number or a Latin word is one, however wide its digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.differences.words import text_changes
from resdraft.model.text import Text

CHINESE = st.sampled_from("考虑到决议第号年月日，、（）“”《》")
WHOLE = st.sampled_from(
    [
        "2027",
        "1907",
        "1,907",
        "10.5",
        "２０",
        "２０２７",
        "１，９０７",
        "３．５",
        "١٬٩٠٧",
        "١٫٥",
        "ITU",
        "WRC",
        "Member",
        "d'accord",
    ]
)
LATIN = re.compile(r"\d+(?:[.,，．٫٬]\d+)*|[A-Za-z]+(?:'[A-Za-z]+)*")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Chinese with numbers and Latin words in it, never two of these side by side."""
    pieces = draw(st.lists(st.tuples(CHINESE, st.one_of(st.just(""), WHOLE)), min_size=1, max_size=12))
    return "".join(character + whole for character, whole in pieces)


@settings(max_examples=30, deadline=None)
@given(sentences(), sentences())
def test_changes_never_cut_a_number_or_a_latin_word(old: str, new: str) -> None:
    before, after = Text.of(old), Text.of(new)
    starts = [0]
    for token in before.tokens:
        starts.append(starts[-1] + len(token.text))
    whole = [match.span() for match in LATIN.finditer(old)]
    out, at, wholes = "", 0, set(LATIN.findall(new))
    for start, end, words in text_changes(before, after):
        for cut in (starts[start], starts[end]):
            assert not any(low < cut < high for low, high in whole), old[max(cut - 5, 0) : cut + 5]
        assert set(LATIN.findall(words.plain)) <= wholes
        out, at = out + old[at : starts[start]] + words.plain, starts[end]
    assert out + old[at:] == new


@pytest.mark.parametrize(
    ("number", "other"), [("１，９０７", "１，９０８"), ("١٬٩٠٧", "١٬٩٠٨"), ("١٫٥", "١٫٦"), ("３．５", "３．６")]
)
@pytest.mark.parametrize("around", ["第{}号", "أن {} في المائة،", "{}", "（{}）", "{}，和"])
def test_no_mark_cuts_a_number_of_another_script(around: str, number: str, other: str) -> None:
    old, new = Text.of(around.format(number)), Text.of(around.format(other))
    ((start, end, words),) = text_changes(old, new)
    assert (Text.join(old.tokens[start:end]).plain, words.plain) == (number, other)


def test_a_full_width_comma_between_numbers_parts_them() -> None:
    assert [token.text for token in Text.of("第７１，７２号").tokens] == ["第", "７１", "，", "７２", "号"]
    assert [token.text for token in Text.of("第71，140号").tokens] == ["第", "71", "，", "140", "号"]


def test_a_changed_character_is_one_character() -> None:
    old = Text.of("考虑到第1907号决议")
    assert [(start, end, new.plain) for start, end, new in text_changes(old, Text.of("考虑到第1908号决定"))] == [
        (4, 5, "1908"),
        (7, 8, "定"),
    ]
