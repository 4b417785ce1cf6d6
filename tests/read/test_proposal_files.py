"""Proposal files as people write them: what YAML would take apart is put together, and what is shown for copying is whole."""

from __future__ import annotations

import pytest

from resdraft.errors import Unreadable
from resdraft.read.proposal import read_proposals

HEAD = "source: RUS\ntarget: 1332@2019\namendments:\n  - clause: resolves 1\n    from: WSIS\n    to: WSIS[^new]\n"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{new: As agreed in Dubai, 2018.}", "As agreed in Dubai, 2018."),
        ("{new: See Nos. 1, 2, and 3}", "See Nos. 1, 2, and 3"),
        ('{new: "As agreed in Dubai, 2018."}', "As agreed in Dubai, 2018."),
    ],
)
def test_a_comma_in_a_footnote_on_one_line_is_text(written: str, text: str) -> None:
    amendment = read_proposals(f"{HEAD}    footnotes: {written}\n")[0].amendments[0]
    assert dict(amendment.footnotes)["new"] == text


def test_what_is_shown_to_be_copied_is_whole() -> None:
    text = "to review the report: " + ", ".join(f"the matter of item {n}" for n in range(20)) + ";"
    with pytest.raises(Unreadable) as refused:
        read_proposals(f"source: RUS\namendments:\n  - after: resolves 3\n    insert: {text}\n")
    assert text in refused.value.problems[0].hint
    assert "…" not in refused.value.problems[0].hint


@pytest.mark.parametrize(
    ("lines", "what", "hint"),
    [
        ("    to: UN\n", '"from" is missing', "quote the words"),
        ("    from: WSIS\n    to: UN\n    from: ITU\n    to: UN\n", '"from" is there twice', "changes:"),
        ("    from: WSIS\n    to: UN\n    footnotes: See below\n", '"footnotes" gives', "new: |"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_write_it(lines: str, what: str, hint: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_proposals(f"source: RUS\ntarget: 1332@2019\namendments:\n  - clause: resolves 1\n{lines}")
    [problem] = refused.value.problems
    assert problem.what.startswith(what)
    assert hint in (problem.hint or "")
