"""Addresses in the six languages, printed and read back, with the labels of each script."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind
from resdraft.read.docx import read_docx
from resdraft.read.json import read_json
from resdraft.read.text import read_text
from resdraft.write.docx import write_docx
from resdraft.write.json import write_json
from resdraft.write.text import write_text

LABELS = {
    "ar": ("أ )", "ب)", "ج)", "د )", "ﻫ )", "و )", "ز)"),
    "zh": ("（1）", "（2）", "（3）"),
    # A letter with a breve is another one than that without.
    "ru": tuple(f"{letter})" for letter in "абвгдежзийк"),
    "fr": ("a)", "a)bis", "b)"),
    "es": ("a)", "abis)", "b)"),
    "en": ("a)", "a)bis", "b)"),
}
HEADS = {
    "ar": ("القرار 7 (دبي، 2018)", "إن مؤتمر المندوبين المفوضين (دبي، 2018)،", "إذ يضع في اعتباره", "يقرر"),
    "zh": ("第7号决议（2018年，迪拜）", "国际电信联盟全权代表大会（2018年，迪拜），", "考虑到", "做出决议"),
    "ru": ("РЕЗОЛЮЦИЯ 7 (Дубай, 2018 г.)", "Полномочная конференция (Дубай, 2018 г.),", "учитывая", "решает"),
    "fr": ("RÉSOLUTION 7 (Dubaï, 2018)", "La Conférence de plénipotentiaires (Dubaï, 2018),", "considérant", "décide"),
    "es": ("RESOLUCIÓN 7 (Dubái, 2018)", "La Conferencia de Plenipotenciarios (Dubái, 2018),", "considerando", "resuelve"),
    "en": ("RESOLUTION 7 (Dubai, 2018)", "The Plenipotentiary Conference (Dubai, 2018),", "considering", "resolves"),
}


def _text(language: str) -> str:
    number, formula, considering, resolves = HEADS[language]
    listed = [f"{label}\t{considering} X{n}," for n, label in enumerate(LABELS[language])]
    return "\n".join([number, "ITU", formula, considering, *listed, resolves, "1\tX ITU;", "2\tY ITU;", *listed, "3\tZ ITU."])


@pytest.mark.parametrize("language", LABELS)
def test_every_address_is_read_back(language: str) -> None:
    resolution = read_text(_text(language))
    assert resolution.language == language
    assert [p.label for p in resolution.provisions if p.label][: len(LABELS[language])] == list(LABELS[language])
    assert "formula" in {p.kind.value for p in resolution.provisions}
    addresses = Addresses(resolution, lexicon(language))
    for p in resolution.provisions:
        assert addresses.find(addresses.of(p.key)) == p.key, addresses.of(p.key)


@pytest.mark.parametrize("language", LABELS)
def test_text_is_read_as_it_was_written(language: str) -> None:
    resolution = read_text(_text(language))
    assert read_text(write_text(resolution, read_text)) == resolution


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "يقرر 2 أ)"), ("ar", "يقرر 2 ه)"), ("zh", "做出决议2 (1)"), ("fr", "décide 2 a) bis"), ("es", "resuelve 2 abis)")],
)
def test_as_people_say_it(language: str, said: str) -> None:
    resolution = read_text(_text(language))
    found = resolution.provisions[resolution.by_key[Addresses(resolution, lexicon(language)).find(said)]]
    assert found.label in LABELS[language]


VERSIONS = Path(__file__).parents[1] / "concordance/versions"


@pytest.mark.parametrize("language", LABELS)
def test_a_whole_resolution_is_exact_through_text_json_and_word(language: str) -> None:
    """Annex, footnotes, three levels, ``bis``, a table: the same text in six languages."""
    resolution = read_text((VERSIONS / f"{language}.txt").read_text("utf-8"))
    assert resolution.language == language
    assert {p.kind for p in resolution.provisions} >= {Kind.ANNEX, Kind.NOTE, Kind.BLOCK, Kind.FORMULA}
    assert max(p.depth for p in resolution.provisions) == 2
    assert [lexicon(language).call_kind(p.text.plain) for p in resolution.provisions if p.kind is Kind.CALL] == [
        *("preambular", "preambular", "operative", "operative")
    ]
    assert read_text(write_text(resolution, read_text)) == resolution
    assert read_json(write_json(resolution)) == resolution
    assert read_docx(write_docx(Marked(resolution))) == resolution
    addresses = Addresses(resolution, lexicon(language))
    assert [addresses.find(addresses.of(p.key)) for p in resolution.provisions] == [p.key for p in resolution.provisions]
