"""The same references in six languages: each is found and means the same clause, and what is none is none in all."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.numbered_report import NumberedReport
from resdraft.citations.references import InternalReferences
from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.model.labels import fold_label
from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text
from resdraft.usecases.documents import open_document

PUNCTUATION = {"zh": "，；：。、？）」》”…", "ar": "،؛؟.:)”»", "en": ",.;:)”„"}
VERSIONS = Path(__file__).parents[1] / "concordance" / "versions"
CALLS = {
    "en": ("considering", "recognizing further", "resolves", "instructs the Secretary-General", "ANNEX"),
    "fr": ("considérant", "reconnaissant en outre", "décide", "charge le Secrétaire général", "ANNEXE"),
    "es": ("considerando", "reconociendo además", "resuelve", "encarga al Secretario General", "ANEXO"),
    "ru": ("учитывая", "признавая далее", "решает", "поручает Генеральному секретарю", "ПРИЛОЖЕНИЕ"),
    "ar": ("إذ يضع في اعتباره", "وإذ يدرك كذلك", "يقرر", "يكلف الأمين العام", "الملحق"),
    "zh": ("考虑到", "进一步认识到", "做出决议", "责成秘书长", "附件"),
}
LETTERS = {"ar": ("أ ", "ب", "ج"), "ru": ("а", "б", "в")}
SAID = (
    # what is meant, and how it is said in each language, in the order of LANGUAGES
    (
        ["s3/2"],
        "in line with resolves 2 above",
        "conformément au décide 2 ci-dessus",
        "de conformidad con el resuelve 2 supra",
        "в соответствии с решает 2 выше",
        "وفقاً للفقرة 2 من يقرر أعلاه",
        "根据上述做出决议2，审查",
    ),
    (
        ["s3/1", "s3/2"],
        "see resolves 1 and 2",
        "voir décide 1 et 2",
        "véase resuelve 1 y 2",
        "см. решает 1 и 2",
        'انظر الفقرتين 1 و2 من "يقـرر"',
        "见“做出决议1和2”",
    ),
    (
        ["s3/1", "s3/2", "s3/3"],
        "under resolves 1 to 3",
        "au titre du décide 1 à 3",
        "en virtud del resuelve 1 a 3",
        "согласно решает 1 по 3",
        'بموجب الفقرات من ١ إلى ٣ من "يقرر"',
        "依据做出决议１至３的规定",
    ),
    (
        ["s3/3/2"],
        "by resolves 3 b)",
        "par le décide 3 b)",
        "por el resuelve 3 b)",
        "на основании решает 3 б)",
        "بموجب الفقرة 3 ب) من يقرر",
        "通过做出决议3 b)，",
    ),
    (
        ["s2/2"],
        "as recognizing further b) says",
        "comme reconnaissant en outre b) le dit",
        "como dice reconociendo además b)",
        "как в признавая далее б)",
        'كما جاء في الفقرة ب) من "إذ يدرك كذلك"، أيضاً',
        "如进一步认识到b)段所述",
    ),
    (
        ["s1"],
        "pursuant to considering above",
        "conformément à considérant ci-dessus",
        "conforme a considerando supra",
        "согласно учитывая выше",
        "عملاً بما جاء في إذ يضع في اعتباره أعلاه",
        "以上“考虑到”所涉及的",
    ),
    (
        ["s3/3"],
        "as in 3 above",
        "comme au point 3 ci-dessus",
        "como en 3 supra",
        "как в 3 выше",
        "كما جاء في الفقرة 3 المذكورة أعلاه",
        "如上文第3段所述",
    ),
    (
        ["annex2"],
        "in Annex 2 to this resolution",
        "dans l'Annexe 2 de la présente résolution",
        "en el Anexo 2 de la presente resolución",
        "в Приложении 2 к настоящей резолюции",
        "في الملحق 2 بهذا القرار",
        "在本决议附件2中",
    ),
    (
        ["annex1", "annex2"],
        "in annexes 1 and 2 to this resolution",
        "dans les annexes 1 et 2 de la présente résolution",
        "en los anexos 1 y 2 de la presente resolución",
        "в приложениях 1 и 2 к настоящей резолюции",
        "في الملحقين 1 و2 بهذا القرار",
        "在本决议附件1和2中",
    ),
    (
        ["annex1", "annex1/s1/1"],
        "by item a) of Annex 1 to this resolution",
        "par le point a) de l'Annexe 1 de la présente résolution",
        "por el punto a) del Anexo 1 de la presente resolución",
        "согласно пункту а) в Приложении 1 к настоящей резолюции",
        "بموجب البند أ ) من الملحق 1 بهذا القرار",
        "根据本决议附件1 a)项",
    ),
    (
        ["s3/2"],
        "resolves 2, above",
        "décide 2, ci-dessus",
        "resuelve 2, supra",
        "решает 2, выше",
        "الفقرة 2 من يقرر",
        "做出决议第2段要求",
    ),
    (
        # Another text's clause, another text's annex, a quantity.
        [],
        "in resolves 2 of Resolution 80 (Rev. Marrakesh, 2002)",
        "dans le décide 2 de la Résolution 80 (Rév. Marrakech, 2002)",
        "en el resuelve 2 de la Resolución 80 (Rev. Marrakech, 2002)",
        "в решает 2 Резолюции 80 (Пересм. Марракеш, 2002 г.)",
        'في الفقرة 2 من "يقرر" من القرار 80 (المراجَع في مراكش، 2002)',
        "第80号决议（2002年，马拉喀什，修订版）做出决议2或做出决议3",
    ),
    (
        [],
        "in the annex to Resolution 44 (Rev. Hammamet, 2016)",
        "dans l'annexe de la Résolution 44 (Rév. Hammamet, 2016)",
        "en el anexo de la Resolución 44 (Rev. Hammamet, 2016)",
        "в приложении к Резолюции 44 (Пересм. Хаммамет, 2016 г.)",
        "في الملحق 2 بالقرار 44 (المراجَع في الحمامات، 2016)",
        "在第44号决议（2016年，哈马马特，修订版）附件2中",
    ),
    (
        [],
        "to act in 3 years on considering",
        "il décide en 3 ans",
        "resuelve en 3 años",
        "решает в течение 3 лет",
        "يقرر خلال 3 سنوات",
        "做出决议1 该组责成秘书长2年内报告，上述3方在上述3个国家",
    ),
)


def text_saying(language: str, words: str) -> Resolution:
    """A resolution in a language with some words in its fourth operative clause."""
    calls, a, b, c = CALLS[language], *LETTERS.get(language, ("a", "b", "c"))
    listed = [f"{a})\t–;", f"{b})\t–;", f"{c})\t–,"]
    lines = [
        calls[0],
        *listed,
        calls[1],
        *listed,
        calls[2],
        "1\t–;",
        "2\t–;",
        "3\t–:",
        f"{a})\t–;",
        f"{b})\t–;",
        f"4\t{words};",
    ]
    lines += [calls[3], "1\t–;", "2\t–.", f"{calls[4]} 1", f"{a})\t–;", f"{b})\t–;", f"{calls[4]} 2", f"{a})\t–."]
    return read_text("\n".join(lines), language=language)


@pytest.mark.parametrize("case", SAID, ids=lambda case: case[1])
def test_the_same_is_meant_in_six_languages(case: tuple[list[str], str, str, str, str, str, str]) -> None:
    wanted, *said = case
    for language, words in zip(LANGUAGES, said, strict=True):
        text = text_saying(language, words)
        found = [key for reference in InternalReferences(text).all() for target in reference.targets for key in target.keys]
        assert sorted(found) == sorted(wanted), words


@pytest.mark.parametrize("language", PUNCTUATION)
def test_any_punctuation_shows_that_a_label_ends_there(language: str) -> None:
    """A label that no clause bears is a broken reference there, and a quantity before other words."""
    said = {"zh": "见做出决议9", "ar": "انظر يقرر 9", "en": "see resolves 9"}[language]
    for sign in PUNCTUATION[language]:
        [reference] = InternalReferences(text_saying(language, f"{said}{sign}")).all()
        assert [target.keys for target in reference.targets] == [()], sign
    assert InternalReferences(text_saying(language, f"{said} {'种' if language == 'zh' else 'x'}")).all() == []


def test_an_annex_of_a_convention_is_none_of_an_arabic_report() -> None:
    report = NumberedReport([(1, "1\tمقدمة")], citation_patterns("ar"))
    said = "انظر الملحق 10 باتفاقية الطيران المدني الدولي، والملحق 2 بهذا التقرير، الملحق 3."
    assert [found.citation.text for found in report.references(said)] == ["الملحق 3"]
    assert [found.citation.text for found in report.references(said.replace("والملحق", "و الملحق"))] == ["الملحق 2", "الملحق 3"]


@pytest.mark.parametrize(
    ("language", "said", "code"),
    [
        ("ar", "العمل وفقاً للملحق 3 بهذا القرار", "RD201"),
        ("ar", "العمل وفقاً للملحقين 1 و2", ""),
        ("ar", "العمل وفقاً للملحق 1", "RD202"),
        ("zh", "按照本决议附件3行动", "RD201"),
        ("zh", "按照附件1和2行动", ""),
        ("zh", "按照附件1行动", "RD202"),
    ],
)
def test_rules_know_the_annexes_that_a_text_has_and_names(language: str, said: str, code: str) -> None:
    found = resdraft.check(
        "\n".join(p.line for p in text_saying(language, said).provisions).encode(), language=language
    ).findings
    told = {one.code for one in found} & {"RD201", "RD202"}
    assert told == ({code, "RD202"} if code == "RD201" else {code} - {""})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_follows_its_clause_into_the_adopted_text(language: str) -> None:
    """Another clause comes before the one that is meant: the words stay but for the number."""
    base = (VERSIONS / f"{language}.txt").read_text("utf-8")
    call, old = (
        CALLS[language][2],
        next(line for line in base.splitlines() if line.startswith("3\t")),
    )
    proposal = f"source: RUS\ntarget: 1907@2022\nlanguage: {language}\namendments:\n  - {{after: {call} 1, insert: LDC;}}\n"
    done = resdraft.adopt(base.encode(), [proposal.encode()], b"default: adopt-uncontested")
    assert done.adopted.references == ()
    assert old.replace("3\t", "4\t", 1).replace("2", "3") in str(done.clean("text").content).splitlines()


@pytest.mark.parametrize(("marks", "count"), [("reject", 19), ("accept", 3)])
def test_the_references_of_the_real_proposal_in_arabic(shared: Path, marks: str, count: int) -> None:
    """All that name a call are found, and each means a clause; of its other numbers, and other annexes, none is taken for one."""
    text = open_document(shared / "corpus/docx/tracked/oxpt__RP051-Arabic.docx", marks=marks).resolution  # type: ignore[arg-type]
    found = [(r, t) for r in InternalReferences(text).all() if r.call not in lexicon("ar").annexes for t in r.targets]
    assert len(found) == count
    for reference, target in found:
        assert len(target.keys) == 1
        written = text[reference.key].text.plain[target.start : target.end]
        assert fold_label(text[target.keys[0]].label or "") == fold_label(written)
