"""Comparison: words, and which clause became which."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.amend.normalise import normal_diff
from resdraft.differences.edits import diff
from resdraft.differences.words import text_changes, word_changes
from resdraft.lexicon import lexicon
from resdraft.model.edit import Delete, Insert, Move, Relabel, Replace
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text, tokenise
from resdraft.read.text import read_text


def marked(old: str, new: str) -> str:
    """A text with its changes in brackets."""
    a, out, at = Text.of(old), "", 0
    for start, end, words in text_changes(a, Text.of(new)):
        out += Text.join(a.tokens[at:start]).plain
        out += f"[-{Text.join(a.tokens[start:end]).plain}-]" if end > start else ""
        out += "{+" + words.plain + "+}" if words.spans else ""
        at = end
    return out + Text.join(a.tokens[at:]).plain


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("to report annually", "to report every year", "to report [-annually-]{+every year+}"),
        ("C2, C5, and C6", "C2, C5 and C6", "C2, C5[-,-] and C6"),
        ("support the plan", "promote the plan", "[-support-]{+promote+} the plan"),
        ("the the end", "the the the end", "the the {+the +}end"),
        ("one; two", "one two", "one[-;-] two"),
        ("支持数字经济发展", "支持数字社会发展", "支持数字[-经济-]{+社会+}发展"),
        ("قَرار المجلس", "قَرارات المجلس", "[-قَرار-]{+قَرارات+} المجلس"),
        ("решает поддержать", "решает развивать", "решает [-поддержать-]{+развивать+}"),
        ("as in 2018-2019 and", "as in 2020-2023 and", "as in [-2018-2019-]{+2020-2023+} and"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
    ],
)
def test_words(old: str, new: str, wanted: str) -> None:
    assert marked(old, new) == wanted


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ITU's 1,000.5 items;", ["ITU's", " ", "1,000.5", " ", "items", ";"]),
        ("数字经济 2030", ["数", "字", "经", "济", " ", "2030"]),
        ("قَرار", ["قَرار"]),
        ("a  b", ["a", "  ", "b"]),
        ("in 2019, and", ["in", " ", "2019", ",", " ", "and"]),
        ("यह क्षेत्र है", ["यह", " ", "क्षेत्र", " ", "है"]),
        ("กำลัง ดี", ["กำลัง", " ", "ดี"]),
        ("a 👨\u200d👩\u200d👧🇫🇷🇩🇪", ["a", " ", "👨\u200d👩\u200d👧", "🇫🇷", "🇩🇪"]),
        ("1\ufe0f\u20e3 👍🏽b", ["1\ufe0f\u20e3", " ", "👍🏽", "b"]),
        ("国か\u3099国", ["国", "か\u3099", "国"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@settings(max_examples=1500)
@given(st.text(alphabet="ab ,", max_size=20), st.text(alphabet="ab ,", max_size=20))
def test_what_could_stand_in_several_places_stands_in_the_last(old: str, new: str) -> None:
    tokens = Text.of(old).tokens
    found = word_changes(tokens, Text.of(new).tokens)
    out = list(tokens)
    limit = len(tokens)
    for change in reversed(found):
        out[change.start : change.end] = change.new
        if change.end < limit and not (change.new and change.end > change.start):
            assert tokens[change.end] != (change.new[0] if change.new else tokens[change.start])
        limit = change.start - 1
    assert Text.join(out) == Text.of(new)


def test_what_replaces_a_clause_stands_behind_it() -> None:
    old = read_text("A title\nThe Council,\nresolves\n1\tto act;\n2\tto wait and see;\n3\tto end.")
    new = read_text("A title\nThe Council,\nresolves\n1\tto act;\n2bis\tquite another thing altogether;\nand more;\n3\tto end.")
    edits = diff(old, new)
    assert [type(e) for e in edits] == [Delete, Insert, Insert]
    assert [e.after for e in edits if isinstance(e, Insert)] == ["s1/2", "s1/2"]


def test_a_new_clause_only_relabels_those_behind_it(r1332: Resolution) -> None:
    lines = [p for p in r1332.provisions if not p.key.startswith("s5/2")]
    shorter = Resolution.assemble(lines, "en")
    source = {"s5/3": "2", "s5/4": "3"}
    target = Resolution.assemble([p._replace(label=source.get(p.key, p.label)) for p in lines], "en")
    assert set(diff(shorter, target)) == {Relabel("s5/2", "2"), Relabel("s5/3", "3")}
    edits = diff(r1332, target)
    assert [e for e in edits if not isinstance(e, Relabel)] == [Delete("s5/2")]
    assert len(edits) == 3


def test_a_moved_and_reworded_clause_is_one_move(r1332: Resolution) -> None:
    body = list(r1332.provisions)
    at = r1332.by_key["s6/4"]
    moved = body.pop(at)
    text = moved.text.plain.replace("annually", "each year")
    body.insert(r1332.by_key["s7/2"], moved._replace(text=Text.of(text), label="3"))
    edits = [e for e in diff(r1332, Resolution.assemble(body, "en")) if not isinstance(e, Relabel)]
    assert [type(e) for e in edits] == [Replace, Move]
    assert {e.key for e in edits if not isinstance(e, Insert)} == {"s6/4"}


def test_a_renamed_call_keeps_its_clauses(r1332: Resolution) -> None:
    target = Resolution.assemble([p._replace(text=Text.of("mindful")) if p.key == "s4" else p for p in r1332.provisions], "en")
    assert [type(e) for e in diff(r1332, target)] == [Replace]


def test_a_clause_added_at_the_end_of_a_section_does_not_pass_into_the_next(r1332: Resolution) -> None:
    body = [p for p in r1332.provisions if not p.key.startswith("s4")]
    at = next(n for n, p in enumerate(body) if p.key == "s5")
    new = body[at - 1]._replace(text=Text.of("that one more thing is recognized,"), label="d)", key="")
    edits = diff(r1332, Resolution.assemble([*body[:at], new, *body[at:]], "en"))
    (inserted,) = (e for e in edits if isinstance(e, Insert))
    assert inserted.after == "s3/3"


def test_footnotes_are_known_by_their_words() -> None:
    source = "A title\nThe Council,\nnoting\na)\tone[^1];\nb)\ttwo[^2],\n[^1]: First words.\n[^2]: Second words here."
    target = "A title\nThe Council,\nnoting\na)\tone[^1];\nb)\ttwo[^2],\n[^1]: Something quite new.\n[^2]: First words."
    edits = diff(read_text(source), read_text(target))
    notes = [e for e in edits if isinstance(e, Insert) and e.provision.kind is Kind.NOTE]
    assert [e.provision.text.plain for e in notes] == ["Something quite new."]
    assert Delete("note/2") in edits


REPORT = "that it report on what it has done in the year before to all Members and to all Sectors."


@pytest.mark.parametrize(
    "new",
    [
        f"2\tthat the Council meet;\n\\clause1\tand {REPORT}",
        f"2\tthat the Council meet;\n3\tand {REPORT}",
        f"1bis\tthat the Council meet;\n2\tand {REPORT}",
        "2\tthat the Council meet;\n–\tand that it report on what it has done\n–\tin the year before to all Members\n–\tand to all Sectors.",
    ],
    ids=["unlabelled", "numbered on", "before it", "stem and dashes"],
)
def test_the_part_that_bears_the_label_is_the_clause_that_was_split(new: str) -> None:
    base = read_text(f"resolves\n1\tto act;\n2\tthat the Council meet; and {REPORT}")
    edits = diff(base, read_text(f"resolves\n1\tto act;\n{new}"))
    assert [type(edit) for edit in edits if not isinstance(edit, Insert)] == [Replace]


def test_a_paragraph_broken_into_a_stem_and_dashes_stays_that_paragraph() -> None:
    base = read_text("noting\nthat the Council meets and reports on what it has done to all Members of the Union,")
    target = read_text("noting\nthat the Council meets and\n–\treports on what it has done\n–\tto all Members of the Union,")
    edits = normal_diff(base, target, lexicon("en"))
    assert [e.provision.label for e in edits if isinstance(e, Insert)] == ["–", "–"]
    assert not [e for e in edits if isinstance(e, Delete)]
