"""Each rule of symbols with a case that breaks it and one that keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from resdraft.amend.fit import fit
from resdraft.errors import Unreadable
from resdraft.model.proposal import AMENDING, Add, Amendment, Proposal, Strike, Words
from resdraft.model.resolution import Resolution
from resdraft.proposing.symbol_rules import RULES, Submitted, check
from resdraft.read.text import read_fragment, read_text
from resdraft.usecases.submission import write_contribution
from resdraft.usecases.symbols import symbol_findings
from tests.proposing.test_propose import EN

TEXT = """\
RESOLUTION 7 (Rev. Dubai, 2018)
On something
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
resolves
1	to act , and to act again;
2	to report to the Council."""
NEW = TEXT.replace("RESOLUTION 7 (Rev. Dubai, 2018)", "DRAFT NEW RESOLUTION [RUS-1] (Doha, 2026)")
FORM = Amendment((Words("resolves 1", "act ,", "act,"),))
SENSE = Amendment((Words("resolves 2", "report to", "advise"),))
OTHER = Amendment((Words("resolves 2", "the Council", "the conference"),))
GOES = Amendment((Strike("resolves 2"),))
COMES = Amendment((Add("after", "resolves 1", "to rest;"),))


def one(symbol: str = "MOD", *amendments: Amendment, order: int = 1, **more: Any) -> Proposal:
    return Proposal("RUS", "7@2018", amendments, symbol=symbol, document="62", order=order, **more)


def codes(*proposals: Proposal, text: str = TEXT, **more: Any) -> list[tuple[str, str]]:
    base = read_text(text)
    submitted = []
    for proposal in proposals:
        fitted = fit(base, proposal, EN, read_fragment) if proposal.symbol in AMENDING and proposal.target else None
        edits = fitted.edits if fitted and not fitted.problems else None
        submitted.append(Submitted(proposal, base if proposal.target else None, edits, **more))
    found = check(submitted, EN)
    assert all(finding.what and finding.hint for finding in found)
    return [(finding.code, finding.proposal) for finding in found]


def new(symbol: str = "ADD", order: int = 1) -> Proposal:
    return one(symbol, order=order, text=NEW)._replace(target="")


BROKEN = {
    "ADD inside a text": ("SYM1", [one("ADD", COMES)]),
    "ADD of what is there": ("SYM1", [one("ADD")]),
    "ADD of a text with a number": ("SYM1", [one("ADD", text=TEXT)._replace(target="")]),
    "MOD without a change": ("SYM2", [one("MOD", Amendment((Words("resolves 2", "to report", "to report"),)))]),
    "NOC with an amendment": ("SYM3", [one("NOC", SENSE)]),
    "SUP with an amendment": ("SYM3", [one("SUP", GOES, reasons="So.")]),
    "SUP without reasons": ("SYM4", [one("SUP")]),
    "NOC underlined without reasons": ("SYM4", [one("_NOC_", reasons=" ")]),
    "(MOD) that changes the sense": ("SYM5", [one("(MOD)", SENSE)]),
    "ADD* without SUP*": ("SYM6", [new("ADD*")]),
    "SUP* without ADD*": ("SYM6", [one("SUP*")]),
    "a number left out": ("SYM7", [one("SUP", order=1, reasons="So."), new(order=3)]),
    "a number twice": ("SYM7", [one("SUP", order=1, reasons="So."), new(order=1)]),
    "numbers not from 1": ("SYM7", [one("MOD", SENSE, order=2)]),
    "two that overlap": ("SYM9", [one("MOD", SENSE), one("MOD", GOES, order=2)]),
    "two that insert in one place": ("SYM9", [one("MOD", COMES), one("MOD", COMES, order=2)]),
    "suppressed and amended": ("SYM9", [one("SUP", reasons="So."), one("MOD", SENSE, order=2)]),
}
KEPT = {
    "a new text": [new()],
    "MOD": [one("MOD", SENSE, COMES)],
    "an editorial amendment": [one("(MOD)", FORM)],
    "SUP": [one("SUP", reasons="So.")],
    "NOC": [one("NOC")],
    "NOC underlined": [one("_NOC_", reasons="So.")],
    "a pair": [one("SUP*"), new("ADD*", 2)],
    "one after the other": [one("MOD", SENSE), one("NOC"), new(order=2)],
    "an alternative": [one("MOD", SENSE), one("MOD", OTHER, order=2, alternative=True)],
    "apart": [one("MOD", FORM), one("MOD", SENSE, order=2)],
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_rule_that_is_broken_is_named(case: str) -> None:
    code, proposals = BROKEN[case]
    assert code in RULES
    assert {found for found, _ in codes(*proposals)} == {code}


@pytest.mark.parametrize("case", KEPT)
def test_what_keeps_the_rules_breaks_none(case: str) -> None:
    assert codes(*KEPT[case]) == []


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert {code for code, _ in BROKEN.values()} | {"SYM8"} == set(RULES)


def test_mod_of_a_text_that_is_new() -> None:
    assert codes(one("MOD", SENSE), text=NEW) == [("SYM1", "MOD RUS/62/1")]


def test_marks_under_symbols_that_have_none() -> None:
    """In Word: marks in a new text, none in one that is amended, and a number on NOC."""
    assert codes(new(), marked=True) == [("SYM3", "ADD RUS/62/1")]
    assert codes(one("MOD", SENSE), marked=False) == [("SYM2", "MOD RUS/62/1")]
    assert codes(one("NOC"), numbered=True) == [("SYM7", "NOC")]
    assert codes(one("_NOC_", reasons="So."), numbered=True, marked=False) == []


@pytest.mark.parametrize(
    ("number", "date", "stale"),
    [
        ("RESOLUTION 140 (Rev. Busan, 2014)", "2026-01-01", True),
        ("RESOLUTION 140 (Rev. Bucharest, 2022)", "2026-01-01", False),
        ("RESOLUTION 140 (Rev. Busan, 2014)", "2018-09-01", False),
        ("RESOLUTION 140 (Busan, 2014)", "2026-01-01", True),
        ("DRAFT NEW RESOLUTION [RUS-1]", "2026-01-01", False),
    ],
)
def test_what_is_amended_is_in_force(number: str, date: str, stale: bool) -> None:
    base = read_text(TEXT.replace("RESOLUTION 7 (Rev. Dubai, 2018)", number))
    proposal = one("_NOC_", date=date, meeting="PP-26", reasons="So.")
    found = symbol_findings([proposal], lambda _: base)
    assert [finding.code for finding in found] == ["SYM8"] * stale


def test_a_text_that_is_not_at_hand_accuses_nobody() -> None:
    def none(_: Proposal) -> Resolution:
        raise Unreadable([])

    assert symbol_findings([one("MOD", SENSE)], none) == []


def test_a_contribution_is_checked_as_its_proposals_are() -> None:
    base = read_text(TEXT)
    proposals = [one("SUP", reasons="So."), one("MOD", SENSE, order=2), one("_NOC_", order=4)]
    content = write_contribution(proposals, lambda _: base, [])
    in_word = symbol_findings(proposals, lambda _: base, content)
    assert in_word == symbol_findings(proposals, lambda _: base)
    assert [finding.code for finding in in_word] == ["SYM9", "SYM4", "SYM7", "SYM9", "SYM9"]
