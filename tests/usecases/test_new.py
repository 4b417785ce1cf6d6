"""The beginning of a proposal shows the clauses of its base, so that nobody needs to know addresses."""

from __future__ import annotations

import re

import pytest

import resdraft
from resdraft.read.proposal import read_proposal
from tests.conftest import ROOT

SHORT = ROOT / "tests" / "cases" / "cli" / "files" / "short.txt"


@pytest.mark.parametrize("base", ["1332", str(SHORT)])
def test_every_clause_in_the_comments_is_an_amendment_that_changes_nothing(base: str) -> None:
    begun = resdraft.new_proposal(base, "RUS", document="62(Add.1)")
    read = read_proposal(begun)
    assert (read.document, read.addendum, len(read.amendments)) == ("62", "1", 1)
    own = read_proposal(re.sub(r"^#(?=  )", "", begun, flags=re.MULTILINE))
    assert len(own.amendments) > 10
    # Sections that have one paragraph and no more are listed by that paragraph.
    assert len({amendment.instructions[0].address for amendment in own.amendments}) == len(own.amendments) - 1
    assert not resdraft.apply(base, [own]).changes


def test_a_clause_that_is_changed_in_the_comments_is_changed() -> None:
    begun = resdraft.new_proposal(str(SHORT), "RUS")
    changed = begun.replace(
        '#  - clause: "resolves 2"\n#    text: |\n#      to report', '  - clause: "resolves 2"\n    text: |\n      to tell'
    )
    (change,) = resdraft.apply(str(SHORT), [read_proposal(changed)]).changes["RUS"]
    assert change.old_address == "resolves 2"


def test_nothing_that_is_to_be_filled_in_gets_into_a_document_of_its_own() -> None:
    """Words of ours that people forget to replace would be handed in as theirs."""
    begun = read_proposal(resdraft.new_proposal(str(SHORT), "RUS"))
    said = (begun.title, begun.summary, begun.introduction, begun.reasons, *(a.reasons for a in begun.amendments))
    assert not any(said)
