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


@pytest.mark.parametrize(
    ("lines", "line", "what", "hint"),
    [
        ("  - clause: resolves 1\n   from: a\n    to: b\n", 5, "“from: a”: this line begins in another column",
         "      - clause: resolves 1\n        from: a"),
        ("  - clause: resolves 1\n    from: a\n   to: b\n", 6, "“to: b”: this line begins in another column",
         "        from: a\n        to: b"),
        ("  - clause: resolves 1\n      from: a\n      to: b\n", 5, "“from: a”: this line begins in another column", "        from: a"),
        ("  - clause resolves 1\n    from: a\n    to: b\n", 4, "“- clause resolves 1”: no colon", "      - clause: resolves 1"),
        ("  - clause: resolves 1\n    delete: true\n - clause: resolves 2\n   delete: true\n", 6, "“- clause: resolves 2”: this line begins",
         "      - clause: resolves 1\n      - clause: resolves 2"),
        ("  clause: resolves 1\n  delete: true\n", 4, '"amendments" is missing', "begin each amendment with a dash"),
        ("  - clause: resolves 1\n    text: |\n    to act: now\n", 6, '"to act" is not known', "the text below text: |"),
        ("  - clause: resolves 1\n    from the Union: a\n    to: b\n", 5, '"from the Union" is not known', 'the colon behind "from"'),
        ("  - after: resolves 1\n    insert:\n    - to act;\n", 6, '"insert" must be text, not a list', "insert: |"),
    ],
)  # fmt: skip
def test_lines_that_stand_wrong(lines: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_proposals(f"source: RUS\ntarget: 1332@2019\namendments:\n{lines}")
    problem = refused.value.problems[0]
    assert (problem.line, problem.what[: len(what)]) == (line, what)
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("RUS, B", "source RUS; cosigners: [B]"),
        ("Brazil, Portugal, and Angola", "source B; cosigners: [POR, AGL]"),
        ("Bosnia and Herzegovina", "the code of Bosnia and Herzegovina is BIH"),
    ],
)
def test_several_sources_in_one_line(source: str, hint: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_proposals(f"source: {source}\ntarget: 1332@2019\namendments:\n  - clause: resolves 1\n    delete: true\n")
    assert hint in refused.value.problems[0].hint
