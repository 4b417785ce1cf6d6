"""Addresses as people say them."""

from __future__ import annotations

import pytest

from resdraft.errors import Exit, Unfit
from resdraft.model.address import Addresses
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text

TEXT = """RESOLUTION 7 (Rev. Geneva, 2022)
A title
The Council,
noting
a)	one;
b)	two:
–	dash one
–	dash two
first without label
noting further
a)	three,
considering
a)	four,
considering
a)	five;
b)	six,
instructs the Secretary-General
1	to do;
1.1	in May;
1bis	to do more,
instructs the Secretary-General and the Directors of the Bureaux
1	to help.
ANNEX 1
Rules
a)	one;
ANNEX 2
3	three[^1];
resolves
1	to stop.
[^1]: A note.
"""


@pytest.fixture(scope="module")
def addresses(english: Lexicon) -> Addresses:
    return Addresses(read_text(TEXT), english)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("noting a)", "s1/1"),
        ("Noting  A", "s1/1"),
        ("noting further a)", "s2/1"),
        ("noting b) – 2", "s1/2/2"),
        ("noting b) - 2", "s1/2/2"),
        ("noting b) ¶1", "s1/2/3"),
        ("considering (2) a)", "s4/1"),
        ("considering b)", "s4/2"),
        ("instructs the Secretary-General 1", "s5/1"),
        ("instructs the Secretary‑General 1bis", "s5/2"),
        ("instructs the Secretary-General 1 bis", "s5/2"),
        ("instructs the Secretary-General 1.1", "s5/1/1"),
        ("instructs the Secretary-General and the Directors of the Bureaux 1", "s6/1"),
        ("annex 1, a)", "annex1/s1/1"),
        ("annex 2, 3", "annex2/s1/1"),
        ("annex 2, resolves 1", "annex2/s2/1"),
        ("annex 1", "annex1"),
        ("annex 1 title", "annex1/title"),
        ("annex a)", "annex1/s1/1"),
        ("title", "title"),
        ("enacting formula", "formula"),
        ("footnote 1", "note/1"),
        ("considering (1)", "s3"),
    ],
)
def test_what_people_say(addresses: Addresses, said: str, key: str) -> None:
    assert addresses.find(said) == key


def test_both_ways(addresses: Addresses) -> None:
    for p in addresses.resolution.provisions:
        assert addresses.find(addresses.of(p.key)) == p.key, addresses.of(p.key)


@pytest.mark.parametrize(
    ("said", "candidates"),
    [
        ("considering a)", "considering (1) a); considering (2) a)"),
        (
            "instructs 1",
            "instructs the Secretary-General 1; instructs the Secretary-General and the Directors of the Bureaux 1",
        ),
        ("noting b) –", "noting b) – 1; noting b) – 2"),
        ("annex", "annex 1; annex 2"),
    ],
)
def test_more_than_one_is_answered_with_the_candidates(addresses: Addresses, said: str, candidates: str) -> None:
    with pytest.raises(Unfit) as caught:
        addresses.find(said)
    assert caught.value.problems[0].hint == f"say which: {candidates}"
    assert caught.value.code == Exit.UNFIT


@pytest.mark.parametrize(
    "said", ["resolves 1", "noting c)", "", "annex 3, a)", "considering (3) a)", "noting b) – 3", "footnote 2", "noting b) ¶2"]
)
def test_none_is_said_so(addresses: Addresses, said: str) -> None:
    with pytest.raises(Unfit) as caught:
        addresses.find(said)
    assert caught.value.problems[0].what == "no such clause"


def test_addresses_in_another_language() -> None:
    from resdraft.lexicon import lexicon

    r = read_text(
        "RESOLUCIÓN 7 (Ginebra, 2022)\nTítulo\nEl Consejo,\nconsiderando\na)\tuno;\nbbis)\tdos,\nresuelve\n1\tparar.\nANEXO\na)\tuno.",
        "es",
    )
    addresses = Addresses(r, lexicon("es"))
    assert isinstance(r, Resolution)
    assert [addresses.of(p.key) for p in r.provisions][1:] == [
        "título", "fórmula", "considerando", "considerando a)", "considerando bbis)", "resuelve", "resuelve 1", "anexo", "anexo a)",
    ]  # fmt: skip
    assert all(addresses.find(addresses.of(p.key)) == p.key for p in r.provisions)
    assert addresses.find("considerando a) supra") == "s1/1"


def test_above_may_stand_behind_a_place_and_in_a_call() -> None:
    from resdraft.lexicon import lexicon

    r = read_text(
        "RESOLUTION 7 (Geneva, 2022)\nTitle\nThe Council,\nnoting the above decisions\na)\tone,\nresolves\n1\tto act."
    )
    addresses = Addresses(r, lexicon("en"))
    assert addresses.find("resolves 1 above") == addresses.find("resolves 1") == "s2/1"
    assert addresses.find("noting the above decisions a)") == "s1/1"


ONE_ANNEX = "resolves\n1\tto act.\nANNEX 1\nRules\nIntroduction\n\u2013\tone;\n\u2013\ttwo."


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("annex 1", "annex1"),
        ("annex", "annex1"),
        ("annex 1 title", "annex1/title"),
        ("annex title", "annex1/title"),
        ("annex 1 \u2013 2", "annex1/s1/3"),
        ("annex 1, \u2013 2", "annex1/s1/3"),
        ("annex 1 - 2", "annex1/s1/3"),
        ("annex \u2013 2", "annex1/s1/3"),
    ],
)
def test_the_only_annex_may_be_called_by_its_number(said: str, key: str, english: Lexicon) -> None:
    assert Addresses(read_text(ONE_ANNEX), english).matches(said) == [key]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("noting fur a)", "s2/1"),
        ("instructs the Secretary-General and 1", "s6/1"),
        ("instructs the Secretary-General and the Dir", "s6"),
        ("annex 1 a)", "annex1/s1/1"),
        ("annex 2 3", "annex2/s1/1"),
    ],
)
def test_a_call_may_be_cut_short_anywhere(said: str, key: str, addresses: Addresses) -> None:
    assert addresses.matches(said) == [key]


@pytest.mark.parametrize(
    ("said", "nearest"),
    [
        ("noting further b)", "noting further a)"),
        ("instructs the Secretary-General 1ter", "instructs the Secretary-General 1"),
        ("annex 2, resolves 2", "annex 2, resolves 1"),
        ("considering (2) c)", "considering b)"),
    ],
)
def test_a_miss_names_the_nearest_clause_of_the_same_call_first(said: str, nearest: str, addresses: Addresses) -> None:
    with pytest.raises(Unfit) as missed:
        addresses.find(said)
    assert missed.value.problems[0].hint.startswith(f"the nearest: {nearest}")
