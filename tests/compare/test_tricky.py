"""The tricky comparisons of docs/tricky-diffs.md give what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resdraft.compare.word_files import compare_files
from resdraft.differences.changes import list_changes
from resdraft.differences.edits import compare
from resdraft.lexicon import lexicon
from resdraft.read.text import read_text
from resdraft.write.comparison import comparison
from resdraft.write.terminal import Screen

from .notation import docx, shown

PAGE = (Path(__file__).parents[2] / "docs" / "tricky-diffs.md").read_text("utf-8")
HEAD = "A title\nThe Council,\n"


def cases() -> list[tuple[str, dict[str, str], str]]:
    out = []
    for part in PAGE.split("\n### ")[1:]:
        fences = re.findall(r"```(\w+)(?: (\w+))?\n(.*?)\n```", part, re.DOTALL)
        out.append((part.partition("\n")[0], {kind: text for kind, _, text in fences}, fences[0][1]))
    return out


CASES = cases()


def test_there_are_enough() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize(("name", "blocks", "form"), CASES, ids=[name for name, *_ in CASES])
def test_case(name: str, blocks: dict[str, str], form: str) -> None:
    wanted = blocks.get("today", blocks["wanted"])
    old, new = blocks["old"], blocks["new"]
    if form == "word":
        got = shown(compare_files((docx(old), "old"), (docx(new), "new"), "X").content)
    else:
        language = form or "en"
        a, b = (read_text(f"{HEAD if language == 'en' else ''}{text}", language) for text in (old, new))
        words = lexicon(language)
        got = comparison(list_changes(a, b, compare(a, b), (words, words)), Screen(100)).rstrip()
    assert got == wanted, name
