"""Several sources in one text: what is joint, what stands side by side, what clashes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resdraft.amend.consolidate import consolidate
from resdraft.amend.fit import find_words, fit
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply
from resdraft.model.edit import Edit, Insert, Replace
from resdraft.model.marked import Marked
from resdraft.model.proposal import Amendment, Proposal, Reword
from resdraft.model.resolution import Resolution
from resdraft.model.text import Span, Text
from resdraft.read.proposal import read_proposal
from resdraft.read.text import read_fragment, read_text

EN = lexicon("en")
BASE = read_text(
    "RESOLUTION 7 (Rev. Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tthat ITU should support the digital economy in all countries;\n"
    "b)\tthat there is more,\nresolves\n1\tto act at once;\na)\tin word;\n2\tto invite Members to contribute;\n3\tto report annually.\n"
)


def edits(amendments: str, source: str = "RUS", base: Resolution = BASE) -> tuple[Edit, ...]:
    fitted = fit(base, read_proposal(f"source: {source}\ntarget: 7\namendments:\n{amendments}"), EN, read_fragment)
    assert not fitted.problems, fitted.problems
    return fitted.edits


def both(first: str, second: str) -> Marked:
    return consolidate(BASE, {"ARB": edits(first), "RUS": edits(second)})


WORDS = "- {clause: noting a), from: %s, to: %s}"


def test_equal_edits_are_joint() -> None:
    marked = both(WORDS % ("support", "promote"), WORDS % ("support the", "promote the"))
    assert [o.author for o in marked.edits] == ["ARB, RUS"]
    assert not marked.clashes


def test_the_same_wording_reached_in_two_ways_is_the_same_edit() -> None:
    whole = "- {clause: noting a), text: that ITU should promote the digital economy in all countries;}"
    assert edits(whole) == edits(WORDS % ("support", "promote"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (WORDS % ("support", "promote"), WORDS % ("all countries", "every country")),
        ("- {after: resolves 1, insert: to go on;}", "- {after: resolves 1, insert: to go back;}"),
        ("- {clause: resolves 2, delete: true}", "- {clause: resolves 3, from: annually, to: yearly}"),
        ("- {clause: resolves 2, delete: true}", "- {after: resolves 2, insert: to be better;}"),
        ("- {clause: resolves 2, move: after resolves 3}", "- {clause: resolves 1, from: at once, to: now}"),
    ],
)
def test_side_by_side(first: str, second: str) -> None:
    assert not both(first, second).clashes


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (WORDS % ("digital economy", "digital world"), WORDS % ("digital economy", "new things"), "s1/1"),
        (WORDS % ("support", "promote"), WORDS % ("support", "foster"), "s1/1"),
        (WORDS % ("countries", "countries and regions"), WORDS % ("countries", "countries and areas"), "s1/1"),
        ("- {clause: resolves 2, delete: true}", "- {clause: resolves 2, from: contribute, to: give}", "s2/2"),
        ("- {clause: resolves 2, delete: true}", "- {clause: resolves 2, move: after noting a)}", "s2/2"),
        ("- {clause: resolves 2, move: before noting a)}", "- {clause: resolves 2, move: after noting a)}", "s2/2"),
        ("- {clause: resolves 1, delete: true}", "- {in: resolves 1, insert: in deed;}", "s2/1"),
        ("- {clause: resolves, delete: true}", "- {after: resolves 3, insert: to end.}", "s2"),
    ],
)
def test_clashes(first: str, second: str, key: str) -> None:
    assert key in [conflict.key for conflict in both(first, second).clashes]
    assert key in [conflict.key for conflict in both(second, first).clashes]


def test_two_sources_may_both_insert_a_3bis() -> None:
    marked = both("- {after: resolves 2, insert: to hold workshops;}", "- {after: resolves 2, insert: to set up a fund;}")
    assert [(o.edit.provision.label, o.sources) for o in marked.edits if isinstance(o.edit, Insert)] == [
        ("2bis", ("ARB",)),
        ("2bis", ("RUS",)),
    ]


def test_additions_do_not_depend_on_the_order_of_the_proposals() -> None:
    found = {
        source: edits(f"- {{after: resolves 2, insert: to {verb};}}")
        for source, verb in (("RUS", "x"), ("ARB", "y"), ("CHN", "z"))
    }
    marked = consolidate(BASE, found)
    assert consolidate(BASE, dict(reversed(found.items()))) == marked
    assert [o.author for o in marked.edits] == ["ARB", "CHN", "RUS"]


def test_blocks_stay_whole() -> None:
    tree = '- {after: resolves 2, insert: "to do:\\n\\n%s) this;"}'
    marked = both(tree % "a", tree % "i")
    lines = [p.line for p in apply(BASE, marked.kept(["ARB", "RUS"])).provisions][-5:]
    assert lines == ["2bis\tto do:", "a)\tthis;", "2bis\tto do:", "i)\tthis;", "3\tto report annually."]


def test_labels_of_the_base_numbering() -> None:
    found = edits(
        "- {before: noting a), insert: that comes first;}\n- {after: noting b), insert: that comes last,}\n"
        "- {after: resolves 1 a), insert: in deed;}\n- {after: resolves 1, insert: to go on;}\n- {after: resolves 1, insert: to go far;}\n"
        '- {clause: resolves 2, move: after resolves 3}\n- {after: noting, insert: "mindful\\n\\na) of this;"}'
    )
    lines = [p.line for p in apply(BASE, found).provisions]
    assert [line.split("\t")[0] for line in lines[3:]] == [
        "noting", "a)ante", "a)", "b)", "c)", "mindful", "a)", "resolves", "1", "a)", "b)", "1bis", "1ter", "3", "4",
    ]  # fmt: skip


def test_words_are_found_as_people_quote_them() -> None:
    text = Text.join([Span("the ITU\u2019s role\u00a0in ITU\u2011T"), Span("", note="1"), Span(", the role")])
    assert find_words(text, "ITU's role in") == [(2, 7)]
    assert len(find_words(text, "role")) == 2
    assert find_words(text, "ITU-T") != []
    assert find_words(text, "ole") == []
    assert find_words(text, "") == []


def test_the_official_characters_stay() -> None:
    base = read_text(
        BASE.number.plain + "\nT\nThe Council,\nresolves\n1\tthat ITU\u2019s Resolution\u00a030 applies at ITU\u2011T;"
    )
    found = edits("- {clause: resolves 1, text: that ITU's Resolution 30 applies in ITU-T;}", base=base)
    assert apply(base, found)["s1/1"].text.plain == "that ITU\u2019s Resolution\u00a030 applies in ITU\u2011T;"


def test_deleting_words_takes_their_space() -> None:
    found = edits('- {clause: noting a), from: in all countries, to: ""}')
    assert apply(BASE, found)["s1/1"].text.plain == "that ITU should support the digital economy;"


def test_new_wording_of_several_lines_is_the_clause_and_what_is_below_it() -> None:
    found = edits("- clause: resolves 1\n  text: |\n    to act now:\n    a) in word;\n    b) in deed;")
    assert [p.line for p in apply(BASE, found).provisions][6:10] == [
        "resolves",
        "1\tto act now:",
        "a)\tin word;",
        "b)\tin deed;",
    ]


def test_new_footnotes() -> None:
    found = edits("- {clause: noting b), from: more, to: 'more[^x]', footnotes: {x: Much more.}}")
    result = apply(BASE, found)
    assert [note.text.plain for note in result.notes] == ["Much more."]
    assert result["s1/2"].text.notes == (result.notes[0].mark,)


def test_the_base_of_another_text_is_refused() -> None:
    proposal = read_proposal("source: RUS\ntarget: 7\nbase: 'sha256:00'\namendments:\n- {clause: noting b), delete: true}")
    (problem,) = fit(BASE, proposal, EN, read_fragment).problems
    assert "another text" in problem.what


def test_country_codes_stay_text() -> None:
    proposal = read_proposal(
        "source: NO\ndocument: 062\ndate: 2019-05-20\ntarget: 1332\namendments:\n- {clause: noting, delete: yes}"
    )
    assert (proposal.source, proposal.document, proposal.date, proposal.target) == ("NO", "062", "2019-05-20", "1332")
    assert proposal.amendment(1) == "NO/062/1(1)"


NOTED = read_text(
    BASE.number.plain
    + "\nA title\nThe Council,\nnoting\na)\tthe organizations[^1] involved in it;\nb)\tmore,\nresolves\n1\tto act.\n"
    "ANNEX\nRules\na)\tone;\nb)\ttwo.\n[^1]: Some of them."
)


def lines(amendments: str, base: Resolution = NOTED) -> list[str]:
    from resdraft.model.apply import renumber_notes

    return [p.text.marked() for p in renumber_notes(apply(base, edits(amendments, base=base))).provisions][4:]


def test_a_reference_that_is_not_quoted_stays() -> None:
    for quoted, new in (
        ("organizations involved in", "bodies involved in"),
        ("organizations[^1] involved in", "bodies[^1] involved in"),
    ):
        found = lines(f'- {{clause: noting a), from: "{quoted}", to: "{new}"}}')
        assert found[0] == "the bodies[^1] involved in it;"
        assert found[-1] == "Some of them."


def test_a_footnote_goes_with_its_last_reference_and_takes_its_references_along() -> None:
    for amendment in (
        "- {clause: noting a), text: the bodies involved in it;}",
        '- {clause: noting a), from: "organizations[^1]", to: bodies}',
        "- {clause: noting a), delete: true}",
    ):
        assert "Some of them." not in lines(amendment)
    assert lines("- {clause: footnote 1, delete: true}")[0] == "the organizations involved in it;"


@pytest.mark.parametrize(
    ("amendment", "what"),
    [
        ("- {clause: noting b), from: more, to: 'more[^q]'}", "refers to no footnote"),
        ("- {after: noting b), insert: 'more[^q],'}", "refers to no footnote"),
        ("- {clause: noting b), from: more, to: less, footnotes: {q: unused}}", "nothing refers to"),
        ("- {clause: noting b), from: more, to: 'less[^q]', footnotes: {q: ''}}", "has no text"),
        ("- {clause: noting b), text: ''}", "is empty"),
        ("- {clause: noting b), from: 'more,', to: ''}", "nothing would be left"),
        ('- {after: title, insert: "noting\\n\\nthat x,"}', "cannot stand there"),
        ("- {before: enacting formula, insert: that x}", "cannot stand there"),
    ],
)
def test_slips_are_found(amendment: str, what: str) -> None:
    (problem,) = fit(NOTED, read_proposal(f"source: RUS\ntarget: 7\namendments:\n{amendment}"), EN, read_fragment).problems
    assert what in problem.what


@pytest.mark.parametrize("head", ["target: 9", "target: 7@2019", "target: 7\nsymbol: SUP", "target: 7\nsymbol: NOC"])
def test_a_proposal_on_something_else_is_refused(head: str) -> None:
    proposal = read_proposal(f"source: RUS\n{head}\namendments:\n- {{clause: noting b), delete: true}}")
    assert len(fit(NOTED, proposal, EN, read_fragment).problems) == 1


def test_a_reworded_clause_keeps_its_label() -> None:
    found = edits("- {clause: resolves 2, text: quite other words from end to end;}")
    assert [p.line for p in apply(BASE, found).provisions][9] == "2\tquite other words from end to end;"


def test_a_clause_with_many_below_it_moves_and_not_its_neighbours() -> None:
    base = read_text(
        BASE.number.plain
        + "\nT\nThe Council,\nnoting\na)\tthe first of all these clauses;\nb)\tthe second of all these clauses;\n"
        "c)\tthe third one, with a list:\ni)\tone;\nii)\ttwo;\niii)\tthree;\niv)\tfour,\nresolves\nto act."
    )
    found = edits("- {clause: noting c), move: before noting a)}", base=base)
    assert {type(e).__name__ for e in found} == {"Move"}
    assert [e.key for e in found if not isinstance(e, Insert)] == ["s1/3", "s1/3/1", "s1/3/2", "s1/3/3", "s1/3/4"]


def test_one_source_may_move_a_clause_and_reword_it() -> None:
    found = edits("- {clause: resolves 2, move: after resolves 3}\n- {clause: resolves 2, from: Members, to: all Members}")
    assert [p.line for p in apply(BASE, found).provisions][-1] == "4\tto invite all Members to contribute;"


def test_what_needs_what_another_deletes_clashes() -> None:
    for first, second, key in (
        ("- {clause: annex, delete: true}", "- {after: annex b), insert: three.}", "annex1"),
        ("- {clause: noting a), delete: true}", "- {clause: resolves 1, from: act, to: 'act[^1]'}", "note/1"),
    ):
        marked = consolidate(NOTED, {"USA": edits(first, base=NOTED), "CHN": edits(second, base=NOTED)})
        assert key in [conflict.key for conflict in marked.clashes]


def test_a_word_whose_end_is_raised_stays_as_it_is() -> None:
    text = Text.join([Span("that the group"), Span("2", "^"), Span(" meets;")])
    (section,) = [s for s in BASE.sections if s.call and s.call.plain == "noting"]
    base = replace(BASE, sections=(section._replace(clauses=(section.clauses[0]._replace(text=text),)),))
    (edit,) = edits("- {clause: noting a), text: that this group2 meets;}", base=base)
    assert isinstance(edit, Replace)
    assert (base["s1/1"].text.tokens[edit.start].text, edit.new.plain) == ("the", "this")


def test_a_clause_added_beside_a_deleted_one_is_not_its_rewording() -> None:
    found = edits("- {after: resolves 1 a), insert: to give thanks;}\n- {clause: resolves 2, delete: true}")
    assert sorted(type(edit).__name__ for edit in found) == ["Delete", "Insert"]


def test_a_footnote_that_is_wholly_reworded_is_the_same_footnote() -> None:
    base = read_text("RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat[^1] it is;\n[^1]: Some old words.")
    (edit,) = edits("- {clause: footnote 1, text: Quite new.}", base=base)
    assert isinstance(edit, Replace)
    assert edit.key == "note/1"


@pytest.mark.parametrize("end", [",", ":", ""])
def test_labelled_lines_of_a_new_wording_stand_below_it(end: str) -> None:
    """However its first line ends: the schema says that further lines are the clauses below."""
    base = read_text("resolves\n1\tto use;\n2\tto report.")
    text = f"to use all of it{end}\na)\tfirst;\nb)\tsecond;"
    fitted = fit(base, Proposal("RUS", "", (Amendment((Reword("resolves 1", text),)),)), EN, read_fragment)
    assert not fitted.problems
    lines = [(p.label, p.depth) for p in apply(base, fitted.edits).provisions]
    assert lines == [(None, 0), ("1", 0), ("a)", 1), ("b)", 1), ("2", 0)]


def test_what_several_share_stands_behind_what_each_puts_before_it() -> None:
    shared = "- {after: resolves 2, insert: to hold workshops in each region;}"
    marked = both(
        "- {after: resolves 2, insert: to appoint a coordinator;}\n" + shared,
        "- {after: resolves 2, insert: to set up a special fund;}\n" + shared,
    )
    added = [(o.edit.provision.text.plain.split()[1], o.author) for o in marked.edits if isinstance(o.edit, Insert)]
    assert added == [("appoint", "ARB"), ("set", "RUS"), ("hold", "ARB, RUS")]


def test_an_added_clause_does_not_take_the_label_of_the_next_one() -> None:
    base = read_text("resolves\n1\tto act at once;\n1bis\tto invite Members;\n2\tto report.")
    marked = edits("- {after: resolves 1, insert: to set up a special fund;}", base=base)
    assert [p.label for p in apply(base, marked).provisions] == [None, "1", "1ter", "1bis", "2"]
