"""A reference that a source brings along: it may mean a clause in the source's own numbering, and is never changed by guess."""

from __future__ import annotations

import pytest

import resdraft

TEXT = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act;\n2\tto report;\n3\tto end.\n"
PROPOSAL = """source: RUS
target: 7@2022
amendments:
  - {where}
    insert: to begin;
  - {what}
"""
NEW = "after: resolves 3\n    insert: to check what resolves 3 above asks."
CHANGED = "clause: resolves 3\n    from: end\n    to: do what resolves 2 asks"


@pytest.mark.parametrize(("what", "said"), [(NEW, "resolves 2"), (CHANGED, "resolves 1")])
@pytest.mark.parametrize("default", ["adopt-uncontested", "open"])
def test_a_reference_with_two_meanings_is_listed(what: str, said: str, default: str) -> None:
    proposal = PROPOSAL.format(where="before: resolves 1", what=what)
    decisions = f"default: {default}\ndecisions:\n- {{amendment: RUS/XX/1, decision: adopt}}\n"
    done = resdraft.adopt(TEXT.encode(), [proposal.encode()], decisions.encode())
    [reference] = done.adopted.references
    assert reference.why.endswith(f"it means {said}")


@pytest.mark.parametrize("what", [NEW, CHANGED])
def test_a_reference_with_one_meaning_is_not(what: str) -> None:
    # What comes behind the clauses that are meant leaves their numbers.
    proposal = PROPOSAL.format(where="after: resolves 3", what=what)
    done = resdraft.adopt(TEXT.encode(), [proposal.encode()], b"default: adopt-uncontested")
    assert done.adopted.references == ()


def test_another_source_s_clauses_change_no_meaning() -> None:
    proposals = [
        PROPOSAL.format(where="after: resolves 3", what=NEW).encode(),
        b"source: CHN\ntarget: 7@2022\namendments:\n  - {before: resolves 1, insert: to start;}\n",
    ]
    done = resdraft.adopt(TEXT.encode(), proposals, b"default: adopt-uncontested")
    assert done.adopted.references == ()
    assert "resolves 4 above" in str(done.clean("text").content)


def test_an_open_title_of_an_annex_stands_beside_the_title() -> None:
    text = f"{TEXT}ANNEX\nTerms of reference\n1\tto meet.\n"
    proposals = [
        b"source: RUS\ntarget: 7@2022\namendments:\n  - {clause: annex title, delete: true}\n",
        b"source: CHN\ntarget: 7@2022\namendments:\n  - {clause: annex title, from: Terms, to: Term}\n",
    ]
    done = resdraft.adopt(text.encode(), proposals, b"decisions: []")
    said = str(done.clean("text").content)
    assert "RUS: delete" in said
    assert "CHN" in said
    assert "Terms of reference" in said
    assert "1\tto meet." in said
    assert resdraft.open(said.encode()).resolution.provisions
    done.word()


def test_rebase_tells_an_amendment_that_changes_nothing() -> None:
    changes = "  - {clause: resolves 1, from: act, to: act}\n  - {clause: resolves 2, from: report, to: tell}\n"
    proposal = f"source: RUS\ntarget: 7@2022\namendments:\n{changes}".encode()
    done = resdraft.rebase(proposal, TEXT.replace("to end", "to stop").encode(), TEXT.encode())
    assert [row.number for row in done.rows] == ["RUS/XX/1(2)"]
    assert any("RUS/XX/1(1): it changes nothing" in notice for notice in done.notices)
