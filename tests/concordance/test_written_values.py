"""Numbers, dates and editions that change are written as each language writes them, and only where they are meant beyond doubt."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

import resdraft
from resdraft.concordance.transferred import Transferred, transferred
from resdraft.concordance.written_values import NOT_A_VALUE, Change, Editions, carried
from resdraft.differences.edits import diff
from resdraft.model.apply import apply
from resdraft.model.resolution import Resolution

OWN = Path(__file__).parent / "versions"
CHANGES = {
    "71 (Rev. Dubai, 2018)": "71 (Rev. Bucharest, 2022)",
    "70/125": "70/126",
    "1 250 000": "1 350 000",
    "300 schools": "450 schools",
    "30 June 2026": "1 July 2027",
    "12.5 per cent": "7.25 per cent",
    "4 February 2022": "5 February 2023",
    "Decision 5": "Decision 6",
    "in 2025": "in 2028",
}
WRITTEN = {
    "fr": (
        "Résolution 71 (Rév. Bucarest, 2022)",
        "70/126",
        "1 350 000 CHF",
        "1er juillet 2027",
        "7,25 pour",
        "5 février 2023",
    ),
    "es": ("Resolución 71 (Rev. Bucarest, 2022)", "70/126", "1 350 000", "1 de julio de 2027", "7,25", "5 de febrero de 2023"),
    "ru": ("Резолюцию 71 (Пересм. Бухарест, 2022 г.)", "70/126", "1 350 000", "1 июля 2027", "7,25", "5 февраля 2023"),
    "ar": ("بالقرار 71 (المراجَع في بوخارست، 2022)", "70/126", "1 350 000", "1 يوليو 2027", "7,25 في المائة"),
    "zh": ("第71号决议（2022年，布加勒斯特，修订版）", "第70/126号", "1 350 000瑞郎", "2027年7月1日", "7.25%", "2023年2月5日"),
}


def text(language: str) -> Resolution:
    return resdraft.open(OWN / f"{language}.txt", language=language).resolution


def said(resolution: Resolution) -> list[str]:
    return [p.text.marked() for p in resolution.provisions]


def test_values_go_from_each_language_to_each_and_back() -> None:
    words = (OWN / "en.txt").read_text("utf-8")
    for old, new in CHANGES.items():
        assert words.count(old) == 1
        words = words.replace(old, new)
    texts = {language: text(language) for language in ("en", *WRITTEN)}
    amended = {"en": resdraft.open(words.encode(), language="en").resolution}
    for language, written in WRITTEN.items():
        made = transferred(texts["en"], diff(texts["en"], amended["en"]), texts[language])
        amended[language] = apply(texts[language], made.edits)
        assert made.left == ()
        assert [words for words in written if not any(words in line for line in said(amended[language]))] == []
    for first, second in permutations(texts, 2):
        made = transferred(texts[first], diff(texts[first], amended[first]), texts[second])
        assert (made.left, said(apply(texts[second], made.edits))) == ((), said(amended[second])), (first, second)


@pytest.mark.parametrize(
    ("first", "second", "old", "new"),
    [
        ("to 3 regions in 3 years", "à 3 régions en trois ans", "3 years", "4 years"),
        ("3 years in three regions", "trois ans dans 3 régions", "3", "4"),
        ("see https://itu.int/70 and 70 seats", "voir https://itu.int/70 et 70 sièges", "int/70", "int/71"),
        ("26 of 2.6 billion", "26 sur 2600 millions", "2.6", "2.7"),
        ("on 30 June 2026", "le 30 juin 2025", "30 June", "29 May"),
        ("on 30 June 2026", "le 30 juin 2026", "30 June", "30 days"),
        ("1,234 seats", "1 234 sièges", "1,234", "1.234 (or so)"),
        ("some 2.6 billion", "quelque 2 600 millions", "2.6", "2.7"),
        ("for 20 seats", "pour 20 sièges", "20 seats", "2021"),
        ("for 20 seats", "pour 20 sièges et 20 places", "20", "30"),
        ("by 30 June 2026 or 30 June 2026", "avant le 30 juin 2026", "30 June 2026", "1 May 2027"),
        ("Decision 5 (Rev. Dubai, 2018)", "Décision 5 (Rév. Dubaï, 2018)", "Dubai", NOT_A_VALUE),
    ],
)
def test_what_may_mean_another_value_is_left(first: str, second: str, old: str, new: str) -> None:
    start = first.rindex(old)
    found = carried((first, second), ("en", "fr"), [Change(start, start + len(old), new)], Editions((), "fr"))
    assert (found.made, found.left) == ((), (0,))


def test_a_date_and_an_edition_are_not_carried_by_halves() -> None:
    words = "on 30 June 2026 by Decision 5 (Rev. Dubai, 2018)", "le 30 juin 2026 par la Décision 5 (Rév. Dubaï, 2018)"
    new = {"30": "29", "June": "Junes", "Dubai": "Atlantis", "2018": "2022"}
    changes = [Change(words[0].index(old), words[0].index(old) + len(old), said) for old, said in new.items()]
    found = carried(words, ("en", "fr"), changes, Editions([words], "fr"))
    assert found.left == (0, 1)
    over_the_edge = carried(
        words, ("en", "fr"), [changes[0], Change(words[0].index("2026"), words[0].index("Dec"), "soon")], Editions((), "fr")
    )
    assert over_the_edge.made == ()
    # An edition that the version writes nowhere stands in its place, to be translated.
    assert [words[1][change.start : change.end] for change in found.editions] == ["Rév. Dubaï, 2018"]
    assert [change.new for change in found.editions] == ["Rev. Atlantis, 2022"]


def transfer_text(first: str, changed: str, second: str) -> tuple[Transferred, list[str]]:
    head = "{} 7 (Geneva, 2022)\nTitle\nThe Council,\n{}\n"
    texts = [
        resdraft.open((head.format(*words) + body).encode(), language=language).resolution
        for words, body, language in (
            (("RESOLUTION", "resolves"), first, "en"),
            (("RESOLUTION", "resolves"), changed, "en"),
            (("RÉSOLUTION", "décide"), second, "fr"),
        )
    ]
    made = transferred(texts[0], diff(texts[0], texts[1]), texts[2])
    return made, said(apply(texts[2], made.edits))


def test_footnotes_go_with_their_references_and_numbers_behind_them_are_found() -> None:
    first = "1\tto act[^1] in 2023[^2];\n2\tto end.\n[^1]: One.\n[^2]: Two in 1999."
    second = "1\td'agir[^1] en 2023[^2];\n2\tde finir.\n[^1]: Un.\n[^2]: Deux en 1999."
    made, lines = transfer_text(first, "1\tto act in 2024[^1];\n2\tto end.\n[^1]: Two in 1998.", second)
    assert made.left == ()
    assert lines[-3:] == ["d'agir en 2024[^2];", "de finir.", "Deux en 1998."]


def test_a_new_footnote_is_not_lost_where_the_version_lacks_the_last_clause() -> None:
    first = "1\tto act in 2023;\n2\tto go on;\n3\tto end."
    made, lines = transfer_text(first, first.replace("2023", "2023[^1]") + "\n[^1]: In June.", "1\td'agir en 2023.")
    assert [one.what for one in made.left] == ["footnote", "words"]
    assert lines[-1] == "[EN: “In June.”]"


def test_what_a_version_has_more_below_a_clause_that_goes_is_told() -> None:
    second = "1\td'agir:\na)\tvite;\nb)\tbien;\n2\tde finir."
    made, _ = transfer_text("1\tto act:\na)\tfast;\n2\tto end.", "1\tto end.", second)
    assert [(one.what, one.original) for one in made.left] == [("stays", "bien;")]
