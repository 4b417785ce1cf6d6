"""How many columns a text takes in a terminal."""

from __future__ import annotations

import pytest

from resdraft.write.terminal import columns


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("re\u0301sume\u0301", 6),
        ("\u0628\u0650\u0633\u0652", 2),
        ("\u51b3\u8bae", 4),
        ("\u51b3a\u0301b", 4),
        ("\u00e9t\u00e9", 3),
    ],
)
def test_marks_above_letters_take_no_column_and_wide_characters_two(text: str, wanted: int) -> None:
    assert columns(text) == wanted
