"""Stale editions become those in force in every language, and nothing else changes."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

import resdraft
from resdraft.citations.register import load_register
from resdraft.citations.written_edition import written_citation, written_edition
from resdraft.errors import Unreadable
from resdraft.lexicon import LANGUAGES
from resdraft.model.citation import CitationKind, CitationStatus

REGISTER = load_register()
HEADS = {
    "en": ("RESOLUTION 902 (Geneva, 1992)", "The Plenipotentiary Conference,", "recalling", "of the Plenipotentiary Conference"),
    "fr": ("RÉSOLUTION 902 (Genève, 1992)", "La Conférence de plénipotentiaires,", "rappelant", "de la Conférence de plénipotentiaires"),
    "es": ("RESOLUCIÓN 902 (Ginebra, 1992)", "La Conferencia de Plenipotenciarios,", "recordando", "de la Conferencia de Plenipotenciarios"),
    "ru": ("РЕЗОЛЮЦИЯ 902 (Женева, 1992 г.)", "Полномочная конференция,", "напоминая", "Полномочной конференции"),
    "ar": ("القرار 902 (جنيف، 1992)", "إن مؤتمر المندوبين المفوضين،", "إذ يذكّر", "لمؤتمر المندوبين المفوضين"),
    "zh": ("第902号决议（1992年，日内瓦）", "全权代表大会，", "忆及", ""),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stale_edition_becomes_the_one_in_force_and_nothing_else_changes(language: str) -> None:
    number, formula, call, of = HEADS[language]
    old, new = [], []
    for entry, later in pairwise(e for e in REGISTER.all_editions() if e.body == "PP" and e.confirmed):
        force = REGISTER.in_force(entry.body, entry.kind, entry.number)
        if (entry.kind, entry.number) == (later.kind, later.number) and force.entry is not None and not force.doubtful:
            words = written_citation(CitationKind(entry.kind), entry.number, entry.edition, language, REGISTER)
            before = "全权代表大会" if language == "zh" else ""
            old.append(f"{before}{words} {of}".rstrip() + ";")
            is_now = written_edition(force.entry.edition, language, REGISTER)
            new.append(old[-1].replace(written_edition(entry.edition, language, REGISTER), is_now))
    assert len(old) > 10
    head = f"{number}\nTitle\n{formula}\n{call}\n"
    text = head + "".join(f"{words}\n" for words in old)
    found = resdraft.update_citations(text.encode(), language=language)
    assert [p.text.plain for p in found.resolution.provisions][4:] == new
    assert (len(found.updated), found.left) == (len(old), ())
    told = resdraft.cite(str(found.output("text").content).encode(), language=language)
    assert {f.status for f in told.findings} == {CitationStatus.CURRENT}


def test_marks_of_what_is_updated_are_rejected_to_the_text_as_it_was() -> None:
    text = (
        "第902号决议（1992年，日内瓦）\n某事\n全权代表大会，\n忆及\n全权代表大会第140号决议（2014年，釜山，修订版），".encode()
    )
    marked = resdraft.update_citations(text).output("docx").content
    assert isinstance(marked, bytes)
    rejected, accepted = (resdraft.open(marked, marks=choice).resolution for choice in ("reject", "accept"))
    assert rejected == resdraft.open(text).resolution
    assert accepted == resdraft.update_citations(text).resolution != rejected


def test_brackets_of_two_citations_become_another_edition_only_where_both_do() -> None:
    """Of two resolutions that stand in one list, the edition behind the last is that of both."""
    force = {
        e.number: REGISTER.in_force("PP", "resolution", e.number).entry
        for e in REGISTER.entries
        if (e.body, e.kind, str(e.edition)) == ("PP", "resolution", "Rev. Busan, 2014")
    }
    now = {number: str(entry.edition) for number, entry in force.items() if entry is not None}
    number, formula, call, _ = HEADS["en"]
    changed = 0
    for (a, first), (b, second) in permutations(list(now.items())[:8], 2):
        clause = f"Resolutions {a} and {b} (Rev. Busan, 2014) of the Plenipotentiary Conference,"
        found = resdraft.update_citations(f"{number}\nTitle\n{formula}\n{call}\n{clause}\n".encode(), language="en")
        wanted = clause.replace("Rev. Busan, 2014", first) if first == second and found.updated else clause
        assert [p.text.plain for p in found.resolution.provisions][4:] == [wanted]
        changed += wanted != clause
    assert 0 < changed < 56


def test_what_is_no_resolution_is_refused() -> None:
    with pytest.raises(Unreadable, match="no resolution"):
        resdraft.update_citations(b"1.1 A report on Resolution 140 (Rev. Dubai, 2018).")
