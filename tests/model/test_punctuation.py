"""Quotation marks and brackets in pairs, in the ways of six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resdraft
from resdraft.model.punctuation import QUOTATION_MARKS, quotation_marks_left_over

WORDS = st.text("ab ", max_size=4)


def quoted(marks: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(st.sampled_from(marks), inner, WORDS).map(lambda t: f"{t[0]}{t[1]}{QUOTATION_MARKS[t[0]][0]}{t[2]}")
    return st.lists(pair, max_size=3).map("".join)


# The curved marks of English, Russian and Arabic close one another: within a pair of them, other pairs stand.
QUOTED = quoted("“„”«「《", quoted("«「《", WORDS))


@given(QUOTED, st.sampled_from("“«„「《"))
def test_what_stands_in_pairs_leaves_none_over_and_one_more_is_found(text: str, one: str) -> None:
    assert quotation_marks_left_over(text) == []
    assert quotation_marks_left_over(text + one) == [len(text)]


@pytest.mark.parametrize(
    ("language", "words", "wrong"),
    [
        ("en", "to act on “the plan”", "“the plan"),
        ("fr", "d'appliquer le «plan»", "le «plan"),
        ("es", "aplicar el «plan “de acción”»", "el «plan “de acción”"),
        ("ru", "выполнить «план „Действие“»", "«план „Действие»"),
        ("ar", "تنفيذ «الخطة»", "«الخطة"),
        ("zh", "执行《计划》和“行动”", "执行《计划和“行动”"),
    ],
)
def test_a_quotation_that_nothing_closes_is_found_in_each_language(language: str, words: str, wrong: str) -> None:
    call = {"en": "resolves", "fr": "décide", "es": "resuelve", "ru": "решает", "ar": "يقرر", "zh": "做出决议"}[language]

    def told(said: str) -> list[str]:
        text = f"{call}\n1\t{said};\n2\t{said.split()[0]}."
        return [found.rule for found in resdraft.check(resdraft.open(text.encode(), language=language)).findings]

    assert "quotation-open" not in told(words)
    assert "quotation-open" in told(f"{words} {wrong}")
