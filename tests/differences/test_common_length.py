"""How much two sequences have in common is the same, whoever counts it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from resdraft.differences.common_length import _by_bits

WORDS = st.text("ab \u0627第", max_size=80)


@given(WORDS, WORDS)
def test_the_bits_of_a_number_count_as_rapidfuzz_does(old: str, new: str) -> None:
    assert _by_bits(old, new) == LCSseq.similarity(old, new)
