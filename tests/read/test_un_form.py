"""Resolutions of the United Nations, as the UN prints them, read into the model of a resolution."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Kind
from resdraft.read.json import read_json
from resdraft.read.text import read_text
from resdraft.write.json import write_json
from resdraft.write.text import write_text

HEADS = {
    "en": (
        "United Nations",
        "The General Assembly,",
        "Recalling its resolution 70/1,[1]",
        "1.",
        "(a)",
        "Annex",
        "Requests a report:",
    ),
    "fr": (
        "Nations Unies",
        "L’Assemblée générale,",
        "Rappelant sa résolution 70/1[1],",
        "1.",
        "a)",
        "Annexe",
        "Demande un rapport :",
    ),
    "es": (
        "Naciones Unidas",
        "La Asamblea General,",
        "Recordando su resolución 70/1[1],",
        "1.",
        "a)",
        "Anexo",
        "Pide un informe:",
    ),
    "ru": (
        "Организация",
        "Генеральная Ассамблея,",
        "ссылаясь на свою резолюцию 70/1[1],",
        "1.",
        "a)",
        "Приложение",
        "просит доклад:",
    ),
    "ar": ("الأمم المتحدة", "إن الجمعية العامة،", "إذ تشير إلى قرارها 70/1([1])،", "1 -", "(أ)", "المرفق", "تطلب تقريرا:"),
    "zh": ("联合国", "大会，", "回顾其第70/1号决议，[1]", "1.", "(a)", "附件", "请提出报告："),
}


def un_text(language: str) -> str:
    """A resolution as the UN prints it."""
    cover, organ, preamble, label, sub, annex, words = HEADS[language]
    return "\n".join(
        [
            cover,
            "A/RES/78/132",
            f"78/132. {cover} 2030",
            organ,
            preamble,
            f"{label}\t{words}",
            f"{sub}\t{words[:-1]};",
            f"{label.replace('1', '2')}\t{words[:-1]}.",
            annex,
            f"{cover} 2031",
            f"{label}\t{words[:-1]}.",
            "[1] A/CONF.231/3.",
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_one_structure(language: str) -> None:
    document = resdraft.open(un_text(language).encode(), language=language)
    kinds = [Kind.NUMBER, Kind.TITLE, Kind.FORMULA, *[Kind.CLAUSE] * 4, Kind.ANNEX, Kind.ANNEX_TITLE, Kind.CLAUSE, Kind.NOTE]
    assert [p.kind for p in document.provisions] == kinds
    assert [p.depth for p in document.provisions[3:7]] == [0, 0, 1, 0]
    assert [p.label is None for p in document.provisions[3:7]] == [True, False, False, False]
    assert list(document.provisions[3].text.notes) == ["1"]
    assert document.provisions[-1].text.plain == "A/CONF.231/3."
    assert [repair.was for repair in document.repairs] == [HEADS[language][0], "A/RES/78/132"]
    assert document.notices == (
        ": 2 lines stand above the resolution and are left out: see them with `resdraft show FILE --repairs`",
    )
    addresses = Addresses(document.resolution, lexicon(language))
    assert [addresses.find(addresses.of(p.key)) for p in document.provisions] == [p.key for p in document.provisions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_lossless_through_text_json_and_word(language: str) -> None:
    text = resdraft.open(un_text(language).encode(), language=language).resolution
    assert read_text(write_text(text, read_text), language) == text
    assert read_json(write_json(text)) == text
    word = bytes(resdraft.open(un_text(language).encode(), language=language).output("docx").content)  # type: ignore[arg-type]
    assert resdraft.open(word).resolution == text


def test_real_ones_have_the_same_structure_in_all_languages(shared: Path) -> None:
    """Every paragraph but the cover is in the model, and the six have the same labels; their true faults aside."""
    for folder in ("ga-78-132", "ga-79-194", "ga-80-173"):
        shapes = []
        for language in LANGUAGES:
            path = shared / "corpus/un" / folder / f"{language}.txt"
            document = resdraft.open(path)
            lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
            # Number and title are one line of the file.
            assert len(document.provisions) + len(document.repairs) - 1 == len(lines), path
            shapes.append(
                [
                    sum(p.kind is kind for p in document.provisions)
                    for kind in (Kind.NUMBER, Kind.TITLE, Kind.FORMULA, Kind.CALL)
                ]
            )
        assert shapes == [[1, 1, 1, 0]] * 6, folder


def test_a_line_that_only_looks_like_a_number_line_is_none() -> None:
    """In an ITU resolution "70/1 Transforming our world" may begin a line."""
    text = "RESOLUTION 7 (Geneva, 2022)\nOn networks\nThe Council,\nrecalling\na)\tthat\n70/1 Transforming our world,\nresolves\nto act."
    assert [p.kind for p in resdraft.open(text.encode()).provisions][:4] == [Kind.NUMBER, Kind.TITLE, Kind.FORMULA, Kind.CALL]
