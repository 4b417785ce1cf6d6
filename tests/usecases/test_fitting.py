"""Several proposals of one source, fitted together: what is wrong is told where it stands."""

from __future__ import annotations

import pytest

import resdraft
from resdraft.usecases.inputs import Input
from tests.usecases.test_consolidate import BASE, made


def test_an_overlap_names_both_amendments_and_the_file_and_line_of_the_second() -> None:
    first = made("RUS", "resolves 2 | report | report soon", "resolves 1 | act | act soon", document="1")
    second = Input(
        made("RUS", "considering a) | grow | grow fast", "resolves 1 | act | act at once", document="2").content, "b.yaml"
    )
    with pytest.raises(resdraft.Unfit) as caught:
        resdraft.consolidate(resdraft.open(BASE), [first, second])
    (problem,) = caught.value.problems
    assert problem.clause == "RUS/2/1(2): resolves 1"
    assert "RUS/1/1(2) of the same source" in problem.what
    assert (problem.file, problem.line) == ("b.yaml", 9)
    assert second.content.decode().splitlines()[8].startswith("  - clause: resolves 1")


def test_what_does_not_fit_alone_is_told_once() -> None:
    wrong = made("RUS", "resolves 9 | act | act soon", document="1")
    other = Input(made("RUS", "resolves 2 | report | report soon", document="2").content, "b.yaml")
    text = resdraft.consolidate(resdraft.open(BASE), [wrong, other], partial=True)
    assert [(p.file, p.line, p.clause) for p in text.problems] == [("RUS.yaml", 5, "RUS/1/1(1): resolves 9")]
    assert [p.line for p in text.as_source("RUS").provisions if p.label == "2"] == ["2\tto report soon."]


def test_the_same_amendment_in_two_documents_counts_once_and_has_both_numbers() -> None:
    same = [Input(made("RUS", "resolves 1 | act | act soon", document=n).content, f"{n}.yaml") for n in ("1", "2")]
    text = resdraft.consolidate(resdraft.open(BASE), same)
    (row,) = text.rows
    assert row.sources == ("RUS",)
    assert set(row.amendments) <= {"RUS/1/1(1)", "RUS/2/1(1)"}
    assert row.amendments


@pytest.mark.parametrize("footnotes", [True, False])
def test_two_documents_in_one_line_of_json(footnotes: bool) -> None:
    """Marks such as [^new] are those of an amendment: two of them in one line are two footnotes."""
    notes = ', "footnotes": {"new": "Note %d."}' if footnotes else ""
    mark = "[^new]" if footnotes else ""
    amendments = ", ".join(
        f'{{"after": "resolves {n}", "insert": "to share {n}{mark};"{notes % n if footnotes else ""}}}' for n in (1, 2)
    )
    one = f'{{"source": "RUS", "target": "1@2018", "document": "1", "amendments": [{amendments}]}}'
    own = resdraft.consolidate(resdraft.open(BASE), [one.encode()]).as_source("RUS")
    assert [note.text.plain for note in own.notes] == (["Note 1.", "Note 2."] if footnotes else [])
    marks = [p.text.notes for p in own.provisions if "share" in p.text.plain]
    assert marks == ([("1",), ("2",)] if footnotes else [(), ()])


def test_an_amendment_that_changes_nothing_beside_others_is_told() -> None:
    """It has a number, and its reasons would be printed."""
    idle = "resolves 1 | act | act"
    some = resdraft.apply(BASE, [made("RUS", idle, "resolves 2 | report | report soon", document="1")])
    assert [note for note in some.notices if "changes nothing" in note] == ["RUS/1/1(1): resolves 1: it changes nothing"]
    assert "the proposals change nothing" in resdraft.apply(BASE, [made("RUS", idle, document="1")]).notices
    whole = resdraft.apply(BASE, [made("RUS", "resolves 2 | report | report soon", document="1")])
    assert not [note for note in whole.notices if "nothing" in note]
