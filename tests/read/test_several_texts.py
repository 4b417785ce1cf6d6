"""Several resolutions in one text: each reads as it does alone."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_parts
from resdraft.read.text import read_text, read_texts, read_with_lines
from tests.compare.notation import docx

MARKS = ("1", "2", "*")


@st.composite
def written(draw: st.DrawFn, number: int) -> str:
    """A text with footnotes."""
    words = st.lists(st.sampled_from(("to", "act", "in", "time", "networks", "ITU")), min_size=1, max_size=4).map(" ".join)
    lines = [f"RESOLUTION {number} (Geneva, 2022)", draw(words), "resolves"]
    for n in range(1, draw(st.integers(2, 5))):
        mark = draw(st.sampled_from((None, *MARKS)))
        lines.append(f"{n}\t{draw(words)}{f'[^{mark}]' if mark else ''};")
    notes = [f"[^{mark}]: {draw(words)} {number}" for mark in draw(st.permutations(MARKS)) if f"[^{mark}]" in "".join(lines)]
    return "\n\n".join([*lines, *notes])


@settings(max_examples=40)
@given(st.integers(2, 4).flatmap(lambda n: st.tuples(*(written(k) for k in range(1, n + 1)))))
def test_each_reads_as_it_does_alone(texts: tuple[str, ...]) -> None:
    """Each has a footnote 1 of its own."""
    assert read_texts("\n\n".join(texts), "en") == [read_text(one, "en") for one in texts]


def test_the_line_of_each_footnote_is_its_own() -> None:
    texts = [
        f"RESOLUTION {n} (Geneva, 2018)\n\nA title\n\nresolves\n\n1\tto act[^1];\n\n2\tto rest.\n\n[^1]: Note {n}."
        for n in (7, 8)
    ]
    located = read_with_lines("\n\n".join(texts))
    assert [(one.resolution.notes[0].text.plain, one.lines["note/1"]) for one in located] == [("Note 7.", 11), ("Note 8.", 23)]


def test_each_text_of_a_document_has_its_own_language() -> None:
    """A document that holds one resolution in several languages: without this the others were clauses of the first."""
    versions = Path(__file__).parents[1] / "concordance/versions"
    for order in (("ar", "zh", "ru", "fr"), ("en", "ru"), ("zh", "en", "ar"), ("fr", "en")):
        alone = [read_text((versions / f"{code}.txt").read_text("utf-8")) for code in order]
        whole = "\n\n".join((versions / f"{code}.txt").read_text("utf-8") for code in order)
        found = read_texts(whole)
        assert [one.language for one in found] == list(order)
        assert [[p.text.plain for p in one.provisions] for one in found] == [
            [p.text.plain for p in one.provisions] for one in alone
        ]


def test_each_text_of_a_word_file_has_its_own_language() -> None:
    versions = Path(__file__).parents[1] / "concordance/versions"
    for order in (("ar", "zh", "ru", "fr"), ("en", "ru"), ("zh", "en", "ar"), ("fr", "en")):
        each = [
            re.sub(r"^\[\^.*|\[\^\w+\]|^language:.*", "", (versions / f"{code}.txt").read_text("utf-8"), flags=re.MULTILINE)
            for code in order
        ]
        each = [re.sub(r"\n\s*\n", "\n", text).strip() for text in each]
        found = [text.resolution for text in read_parts(WordFile.open(docx("\n".join(each))))]
        assert [one.language for one in found] == list(order)
        alone = [read_text(text, code) for text, code in zip(each, order, strict=True)]
        assert [[p.key for p in one.provisions] for one in found] == [[p.key for p in one.provisions] for one in alone]
