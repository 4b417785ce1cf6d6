"""Citations of the register in six languages: what is written is read back to the same value, and written the same again."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import load_register
from resdraft.citations.written_edition import written_citation
from resdraft.lexicon import LANGUAGES
from resdraft.model.citation import Citation, CitationKind
from resdraft.model.designation import Designation
from tests.conftest import SHARED

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


UN = sorted((SHARED / "corpus" / "un").glob("ga-*"))


@pytest.mark.skipif(not UN, reason=f"needs the shared texts in {SHARED}")
@pytest.mark.parametrize("folder", UN, ids=lambda folder: folder.name)
def test_resolutions_of_the_united_nations_cite_the_same_in_six_languages(folder: Path) -> None:
    """Each text is read with the words of its language alone; what it cites is the same, as often."""
    known = {
        language: Counter(
            (c.kind, c.body, c.number)
            for line in (folder / f"{language}.txt").read_text("utf-8").splitlines()
            for c in cited(line, language)
        )
        for language in LANGUAGES
    }
    assert known["en"].total() > 20
    assert {language: found for language, found in known.items() if found != known["en"]} == {}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("ar", "الواردة في الرقم 312.5 من لوائح الراديو", ["RR 5.312"]),
        ("ar", "وفقاً للفقرة 72 من برنامج عمل تونس والمادة 8 من الدستور", ["Tunis Agenda 72", "Constitution 8"]),
        ("ar", "في قرار المجلس 2006/46 وقراره 2017/21", ["ECOSOC 2006/46", "ECOSOC 2017/21"]),
        ("ar", "القرار 1332 الصادر عن المجلس، والوثيقة C18/24", ["Council 1332", "Council C18/24"]),
        ("en", "resolution 1514 (XV) and Resolution 1332 of the Council", [" 1514", "Council 1332"]),
        ("ar", "للتوصية ITU‑R M.1234", ["ITU-R M.1234"]),
        (
            "fr",
            "la Recommandation UIT‑T E.119 et les Recommandations UIT-T E.108 et E.109",
            ["ITU-T E.119", "ITU-T E.108", "ITU-T E.109"],
        ),
        ("es", "la Resolución UIT-R 38-4 y la Recomendación UIT-R M.1234", ["RA 38-4", "ITU-R M.1234"]),
        ("ru", "в Рекомендации МСЭ-T E.119 и Рекомендации МСЭ-Т E.108", ["ITU-T E.119", "ITU-T E.108"]),
        ("ar", "بقراري مؤتمر المندوبين المفوضين 71 و 140 (المراجَعين في دبي، 2018)", ["PP 71", "PP 140"]),
        ("ar", "القرارات 2 (المراجَع في دبي، 2018) و70 (المراجَع في بوسان، 2014) و71", ["PP 2", "PP 70", " 71"]),
        (
            "zh",
            "大会第70/125号决议第71段和《突尼斯议程》第72段",
            ["UNGA 70/125", "UNGA Resolution 70/125 71", "Tunis Agenda 72"],
        ),
        ("zh", "《组织法》第8条、《公约》第89款、第5.312款", ["Constitution 8", "Convention 89", "RR 5.312"]),
        ("zh", "ITU-R第34-2号决议、WTSA-16第64号决议和理事会第560号决定", ["RA 34-2", "WTSA 64", "Council 560"]),
        ("zh", "第71号和第140号决议，ITU-T A.4、A.5建议书", [" 71", " 140", "ITU-T A.4", "ITU-T A.5"]),
        ("zh", "根据71号决议（2018年，迪拜，修订版）和45号决定，见3.5号决议", ["PP 71", " 45"]),
        ("zh", "第217 A (III)号决议、第44910号条约、第1卷、见C18/24号文件", [" 217A", "Council C18/24"]),
    ],
)
def test_what_else_is_cited(language: str, text: str, wanted: list[str]) -> None:
    assert [f"{c.body} {c.number}" for c in cited(text, language)] == wanted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "resolution 217 A (III)"),
        ("fr", "Résolution 217 A (III)"),
        ("es", "resolución 217 A (III)"),
        ("ru", "резолюция 217 А (III)"),
        ("ar", "القرار 217 ألف (د-3)"),
        ("ar", "القرار 217 ألف"),
        ("zh", "第217 A (III)号决议"),
    ],
)
def test_letter_and_session_belong_to_an_old_number(language: str, text: str) -> None:
    (found,) = cited(f"{text}. 70", language)
    assert (found.number, found.text) == ("217A", text)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("78/132. Information", "78/132"),
        ("القرار 78/132", "78/132"),
        ("第78/132号决议", "78/132"),
        ("A/RES/78/132", "78/132"),
        ("القرار ٧١ (دبي، ٢٠١٨)", "71"),
        ("第１４０号决议（2018年，迪拜，修订版）", "140"),
        ("Resolution COM6/4", "COM6/4"),
    ],
)
def test_the_number_of_a_text_is_whole_whatever_its_digits(line: str, number: str) -> None:
    assert Designation.parse(line).number == number
