"""A reference that a source brings along: it may mean a clause in the source's own numbering, and is never changed by guess."""

from __future__ import annotations

import pytest

import resdraft

TEXT = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act;\n2\tto report;\n3\tto end.\n"
HEAD = TEXT.partition("resolves")[0]
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


def test_rebase_tells_references_whose_clause_has_another_number() -> None:
    proposal = (
        b"{source: RUS, target: 7@2022, amendments: [{after: resolves 2, insert: that resolves 2 above and resolves 1 hold;}]}"
    )
    older = HEAD + "resolves\n1\tthat one is done;\n2\tthat two is done;\n"
    newer = HEAD + "resolves\n1\tthat something new is begun;\n2\tthat one is done;\n3\tthat two is done;\n"
    done = resdraft.rebase(proposal, newer.encode(), older.encode())
    assert [row.fate for row in done.rows] == ["carried over"]
    assert [(doubt.clause, doubt.what) for doubt in done.doubts] == [
        ("after resolves 2", "RUS/XX/1(1): “resolves 2” stays as it was written; resolves 2 is resolves 3 in the newer text"),
        ("after resolves 2", "RUS/XX/1(1): “resolves 1” stays as it was written; resolves 1 is resolves 2 in the newer text"),
    ]
    assert done.code == 1
    assert not resdraft.rebase(proposal, (older + "3\tthat three is done;\n").encode(), older.encode()).doubts


def test_amendments_without_a_decision_are_named() -> None:
    text = HEAD + "resolves\n1\tthat one is done;\n2\tthat two is done;\n"
    two = b"{source: RUS, document: 1, target: 7@2022, amendments: [{clause: resolves 1, delete: true}, {clause: resolves 2, delete: true}]}"
    done = resdraft.adopt(text.encode(), [two], b"decisions: [{amendment: RUS/1/1(1), decision: adopt}]")
    assert "no decision on RUS/1/1(2): left open" in done.notices
    done = resdraft.adopt(text.encode(), [two], b"decisions: [{amendment: RUS/1/1, decision: adopt}]")
    assert not done.notices
