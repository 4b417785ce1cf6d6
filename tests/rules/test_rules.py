"""Each rule finds its fault in the text that breaks it, and nothing in the one that keeps it."""

from __future__ import annotations

import pytest

from resdraft.citations.register import load_register
from resdraft.read.text import read_text
from resdraft.rules.catalogue import all_rules
from resdraft.rules.rule import CheckedText, Rule, head
from resdraft.usecases.check import rule_notes
from resdraft.write.rules_page import rules_page
from tests.conftest import ROOT

RULES = all_rules()


def found(rule: Rule, words: str, language: str = "") -> list[str]:
    text = CheckedText(read_text(words, language or (rule.languages or ("en",))[0]), load_register(), adopted=True)
    return [fault.what for fault in rule.of(text)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_examples_break_and_keep_it(rule: Rule) -> None:
    if rule.breaks:
        assert found(rule, rule.breaks), rule.breaks
    assert found(rule, rule.keeps) == []


@pytest.mark.parametrize(
    ("name", "words", "faults"),
    [
        ("quotation-open", '1\tto "follow this up.', 1),
        ("quotation-open", '1\tto "follow this” up.', 0),
        ("quotation-open", '1\tto use racks of 19" at most.', 0),
        ("annex-missing", "1\tto adopt Annex 3 to this resolution.", 1),
        ("annex-missing", "1\tto follow Annex 3 to the Convention.", 0),
    ],
)
def test_other_forms_of_a_fault(name: str, words: str, faults: int) -> None:
    rule = next(rule for rule in RULES if rule.name == name)
    assert len(found(rule, head("resolves", words))) == faults


@pytest.mark.parametrize(
    ("body", "call", "right"),
    [
        ("إن المجلس", "تقرر", "يقرر"),
        ("إن المجلس", "يقرر", ""),
        ("إن الجمعية العالمية لتقييس الاتصالات", "يقرر", "تقرر"),
        ("إن مؤتمر المندوبين المفوضين", "إذ تضع في اعتبارها", "إذ يضع في اعتباره"),
        ("إن مؤتمر المندوبين المفوضين", "إذ يضع في اعتباره", ""),
    ],
)
def test_an_arabic_call_agrees_with_its_body(body: str, call: str, right: str) -> None:
    rule = next(rule for rule in RULES if rule.name == "call-agreement")
    text = f"القرار 7 (دبي، 2018)\nعنوان\n{body} (دبي، 2018)،\n{call}\n1\tأن يعمل."
    told = list(rule.of(CheckedText(read_text(text, "ar"), load_register())))
    assert [fault.mended for fault in told] == ([right] if right else [])


@pytest.mark.parametrize(("cut", "faults"), [("instructs the Director", 1), ("resolves 2 or 3 above shows a difference", 0)])
def test_references_are_left_alone_where_a_line_end_cut_a_clause_in_two(cut: str, faults: int) -> None:
    rule = next(rule for rule in RULES if rule.name == "reference-broken")
    assert len(found(rule, head("resolves", "1\tto report on resolves 5 above;", cut, "1\tto act."))) == faults


def test_codes_and_names_are_one_each() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert len(RULES) > 30


def test_the_page_on_the_rules_is_of_today() -> None:
    page = ROOT / "docs/rules.md"
    assert page.read_text("utf-8") == rules_page(rule_notes()), "resdraft check --rules --format markdown > docs/rules.md"


@pytest.mark.parametrize("end", [".", ",", ""])
def test_a_clause_in_the_middle_of_a_list_ends_as_the_others_do(end: str) -> None:
    rule = next(rule for rule in RULES if rule.code == "RD110")
    text = rule.keeps.replace("that it was;", f"that it was{end}")
    assert [what.partition(", where")[0] for what in found(rule, text)] == [
        {".": "it ends in a full stop", ",": "it ends in a comma", "": "nothing ends it"}[end]
    ]
