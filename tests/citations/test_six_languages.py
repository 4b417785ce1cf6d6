"""Citations of the register in six languages: what is written is read back to the same value, and written the same again."""

from __future__ import annotations

import random

import pytest

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import load_register
from resdraft.citations.written_edition import written_citation
from resdraft.lexicon import LANGUAGES
from resdraft.model.citation import Citation, CitationKind

REGISTER = load_register()
AROUND = {
    "en": (("", "see ", "under ", "[", '"'), ("", ", ", "; ", " and ", " 2030")),
    "fr": (("", "voir la ", "conformément à la "), ("", ", ", " ; ", " et ")),
    "es": (("", "véase la ", "de conformidad con la "), ("", ", ", "; ", " y ")),
    "ru": (("", "см. ", "в соответствии с "), ("", ", ", "; ", " и ")),
    "ar": (("", "و", "ب", "ف", "ك", "وب", "انظر ", "ل", "ول"), ("", "، ", "؛ ", " و", "، و", " بشأن")),
    "zh": (("", "忆及", "根据", "见", "（", "“"), ("", "，", "；", "、", "和", "的规定", "附件")),
}
"""What stands before and behind citations. In Arabic "and", "in", "to" are the first letters of the noun."""
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "zh": "０１２３４５６７８９"}


def cited(text: str, language: str) -> list[Citation]:
    found = external_citations(text, citation_patterns(language), "", REGISTER.body_of)
    for c in found:
        assert c.text == text[c.start : c.end]
        assert c.written in text
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_the_register_is_written_and_read_back(language: str) -> None:
    for entry in REGISTER.entries:
        kind = CitationKind(entry.kind)
        words = written_citation(kind, entry.number, entry.edition, language, REGISTER)
        (found,) = cited(words, language)
        assert found.edition is not None
        edition = REGISTER.with_english_place(found.edition)
        assert (found.kind, found.number, edition) == (kind, entry.number, entry.edition), words
        assert written_citation(found.kind, found.number, edition, language, REGISTER) == words == found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_in_a_sentence_whatever_stands_around_them_and_however_digits_are_written(language: str) -> None:
    dice = random.Random(language)  # noqa: S311 - no secret
    before, behind = AROUND[language]
    for _ in range(120):
        text, wanted = "", []
        for entry in dice.sample(REGISTER.entries, 3):
            words = written_citation(CitationKind(entry.kind), entry.number, entry.edition, language, REGISTER)
            lead = "" if text.endswith("و") else dice.choice(before)
            if lead.endswith("ل") and words.startswith("ال"):
                words = words[1:]
            text += f"{lead}{words}{dice.choice(behind)}"
            text += "" if language == "zh" or text.endswith((" ", "و")) else " "
            wanted.append((entry.kind, entry.number, entry.edition))
        if language in DIGITS and dice.random() < 0.3:
            text = text.translate(str.maketrans("0123456789", DIGITS[language]))
        if language == "ar" and dice.random() < 0.3:
            text = text.replace("َ", "").replace("رار", "رـار")
        found = cited(text, language)
        assert [(str(c.kind), c.number, c.edition and REGISTER.with_english_place(c.edition)) for c in found] == wanted, text
