"""The language of a text is seen from the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.lexicon.seen_language import seen_language

_WIDTH = 80


def test_clauses_of_eighty_characters(shared: Path) -> None:
    told = {language: [0, 0] for language in LANGUAGES}
    for path in sorted((shared / "corpus/un").glob("*/*.txt")):
        for line in path.read_text("utf-8").splitlines():
            for at in range(0, len(line) - _WIDTH + 1, _WIDTH):
                told[path.stem][0] += seen_language(line[at : at + _WIDTH]) == path.stem
                told[path.stem][1] += 1
    assert all(right >= 0.99 * of for right, of in told.values()), told
    assert sum(of for _, of in told.values()) > 10_000


@pytest.mark.parametrize("language", ["ru", "ar", "zh"])
def test_a_call_alone_tells_a_language_of_its_own_script(language: str) -> None:
    words = lexicon(language)
    assert {seen_language(call) for call in (*words.preambular, *words.operative)} == {language}


@pytest.mark.parametrize("nothing", ["", "12 345", "– – –", "ITU 2019", "1.1\t[^3]"])
def test_what_tells_nothing(nothing: str) -> None:
    assert seen_language(nothing) is None
