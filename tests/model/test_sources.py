"""Codes and names of sources, and names of meetings."""

from __future__ import annotations

import pytest

from resdraft.lexicon.sources import doubt, how_to_write, meeting_as_written, source_named, sources


def test_every_name_and_every_iso_code_means_one_source() -> None:
    known = sources()
    assert sum(not source.region for source in known.values()) == 194
    for source in known.values():
        for name in source.names:
            found = source_named(name)
            assert found is not None
            assert found.code == source.code
        for code in source.iso:
            # An ISO code that is another State's code at ITU could not be told from it.
            assert known.get(code, source) is source


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Switzerland", "the code of Switzerland is SUI"),
        ("the Netherlands", "the code of Netherlands is HOL"),
        ("Suiza", "the code of Switzerland is SUI"),
        ("rus", "write RUS"),
        ("Swizerland", "did you mean Switzerland (SUI)?"),
        ("Atlantis", "such as RUS or AFCP"),
    ],
)
def test_a_name_suggests_its_code(said: str, told: str) -> None:
    assert how_to_write(said).endswith(told)


def test_codes_are_told_as_what_they_are() -> None:
    assert [doubt(code) for code in ("SUI", "CHE", "CH", "CEPT", "QQQ")] == [
        "",
        '"CHE" is the ISO code of Switzerland; ITU\'s is SUI',
        '"CH" is the ISO code of Switzerland; ITU\'s is SUI',
        '"CEPT" is a name of European Conference of Postal and Telecommunications Administrations; its code is EUR',
        '"QQQ" is no code of a Member State or a regional group that is known here: check it',
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Plenipotentiary Conference 2022", "PP-22"),
        ("The Plenipotentiary Conference (Bucharest, 2022)", "PP-22"),
        ("Conférence de plénipotentiaires 2022", "PP-22"),
        ("Council 2020", "C20"),
        ("World Telecommunication Standardization Assembly, New Delhi, 2024", "WTSA-24"),
        ("PP22", "PP22"),
        ("a meeting of 2022", "a meeting of 2022"),
    ],
)
def test_meetings_as_people_call_them(text: str, name: str) -> None:
    assert meeting_as_written(text) == name
