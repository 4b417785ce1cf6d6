"""A proposal fitted to its base, where its form is unusual."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.amend.fit import Fitted, fit
from resdraft.amend.near_words import _name, near_words
from resdraft.amend.normalise import normalise
from resdraft.differences.changes import list_changes
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply
from resdraft.model.edit import Delete, Insert, Move
from resdraft.model.resolution import Resolution
from resdraft.read.proposal import read_proposal
from resdraft.read.text import read_fragment, read_text

EN = lexicon("en")
BASE = read_text("noting\na)\tthat ITU acts;\nb)\tthat Members act,\nresolves\n1\tto act;\n2\tto report.")


def fitted(*amendments: dict[str, object], base: Resolution = BASE) -> Fitted:
    """A proposal in one line of JSON, as programs write it."""
    said = json.dumps({"source": "RUS", "target": "", "document": "62", "amendments": amendments})
    return fit(base, read_proposal(said, "rus.json"), EN, read_fragment)


def test_new_footnotes_of_one_mark_are_told_apart() -> None:
    """Two amendments may both write [^new], and in one line of JSON both stand in line 1."""
    found = fitted(
        {"clause": "noting a)", "from": "ITU acts", "to": "ITU acts[^new]", "footnotes": {"new": "At once."}},
        {"clause": "resolves 1", "from": "to act", "to": "to act[^new]", "footnotes": {"new": "In time."}},
    )
    assert not found.problems
    result = apply(BASE, found.edits)
    notes = {note.mark: note.text.plain for note in result.notes}
    said = [notes[mark] for key in ("s1/1", "s2/1") for mark in result[key].text.notes]
    assert said == ["At once.", "In time."]


def test_a_problem_names_the_line_that_the_amendment_stands_in() -> None:
    found = fitted(
        {"clause": "noting a)", "from": "ITU", "to": "the ITU"}, {"clause": "noting b)", "from": "no such words", "to": "x"}
    )
    assert [(p.file, p.line) for p in found.problems] == [("rus.json", 1)]


TWICE = read_text("resolves\n1\tto act;\n2\tto go on for as long as it takes;\n3\tto act;\n4\tto report.")


@pytest.mark.parametrize(
    ("base", "amendments"),
    [
        (BASE, [{"clause": "noting b)", "move": "before noting a)"}]),
        # The words alone do not tell which of two equal clauses it is, nor that a reworded one is the same.
        (TWICE, [{"clause": "resolves 3", "move": "after resolves 4"}]),
        (TWICE, [{"clause": "resolves 3", "move": "after resolves 4"}, {"clause": "resolves 3", "from": "act", "to": "rest"}]),
    ],
)
def test_a_short_clause_that_is_moved_is_a_move(base: Resolution, amendments: list[dict[str, object]]) -> None:
    found = fitted(*amendments, base=base)
    moved = [e for e in found.edits if isinstance(e, Move)]
    assert len(moved) == 1
    assert not [e for e in found.edits if isinstance(e, Insert | Delete)]
    assert normalise(base, found.edits, EN) == found.edits
    (entry,) = list_changes(base, apply(base, found.edits), found.edits, (EN, EN))
    assert (entry.kind, entry.old_address is not None, entry.new_address is not None) == ("moved", True, True)


def test_a_move_and_the_same_words_anew_are_the_same_edits() -> None:
    moved = fitted({"clause": "noting b)", "move": "before noting a)"})
    anew = fitted({"clause": "noting b)", "delete": True}, {"before": "noting a)", "insert": "that Members act,"})
    assert moved.edits == anew.edits


@pytest.mark.parametrize(
    ("place", "also", "behind"),
    [
        ("after: noting b)", "clause: noting c), delete: true", "s1/2"),
        ("after: noting b)", "clause: noting c), move: before noting a)", "s1/2"),
        ("after: noting b)", "clause: noting c), move: after resolves 1", "s1/2"),
        ("after: resolves 2", "clause: resolves 2 a), delete: true", "s2/2/2"),
        ("after: resolves 2 a)", "clause: resolves 2 b), move: after resolves 1", "s2/2/1"),
        ("before: noting a)", "clause: noting a), delete: true", "s1"),
        ("after: noting", "clause: noting c), delete: true", "s1/3"),
    ],
)
def test_after_a_clause_means_one_place_for_every_source(place: str, also: str, behind: str) -> None:
    """Whatever else a source does around it, what it adds stands behind the nearest clause that stays, with all below that one."""
    base = read_text(
        "noting\na)\tthat ITU acts;\nb)\tthat Members act;\nc)\tthat all act,\n"
        "resolves\n1\tto act;\n2\tto report:\na)\tthis;\nb)\tthat;\n3\tto end."
    )
    new = "aware\\n\\na) of it" if place == "after: noting" else "networks worldwide grow;"
    said = f'source: RUS\ntarget: ""\namendments:\n- {{{place}, insert: "{new}"}}\n- {{{also}}}'
    found = fit(base, read_proposal(said), EN, read_fragment)
    assert not found.problems
    assert {e.after for e in found.edits if isinstance(e, Insert)} == {behind}
    (own,) = [e for e in found.edits if isinstance(e, Insert)][:1]
    alone = fit(base, read_proposal(said.rpartition("\n")[0]), EN, read_fragment)
    assert own in alone.edits


def test_new_footnotes_with_the_same_words_in_one_amendment() -> None:
    found = fitted(
        {"clause": "resolves 1", "text": "to act[^a]:\na) now[^b];", "footnotes": {"a": "If it can.", "b": "If it can."}}
    )
    assert not found.problems
    assert [note.text.plain for note in apply(BASE, found.edits).notes] == ["If it can.", "If it can."]


DASHES = read_text("resolves\n1\tto act in 2018\u20132019 \u2014 with \u201cMembers\u201d of the Union, at once.")


@pytest.mark.parametrize(
    ("old", "new", "reads"),
    [
        # The dash that was not meant stays the official one; the one that was meant changes.
        ("2018-2019 - with", "2018-2020 - with", "to act in 2018\u20132020 \u2014 with"),
        ("2018\u20132019", "2018-2019", "to act in 2018-2019 \u2014 with"),
        ("\u2013 with \u00abMembers\u00bb", "\u2013 by \u00abMembers\u00bb", "2018\u20132019 \u2014 by \u201cMembers\u201d of"),
    ],
)
def test_words_are_found_whatever_the_kind_of_dash_and_keep_the_official_one(old: str, new: str, reads: str) -> None:
    found = fitted({"clause": "resolves 1", "from": old, "to": new}, base=DASHES)
    assert not found.problems
    assert reads in apply(DASHES, found.edits)["s1/1"].text.plain


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("2018 \u2013 2019", "no blank behind \u201c2018\u201d"),
        ("members", "\u201cMembers\u201d, not \u201cmembers\u201d"),
        ("the Uni\u00adon", "no soft hyphen in \u201cUnion\u201d"),
        ("the Uni\u043en", "latin small letter o, not cyrillic small letter o in \u201cUnion\u201d"),
        ("Union at once", "comma behind \u201cUnion\u201d"),
    ],
)
def test_a_difference_that_remains_is_shown_by_name(old: str, told: str) -> None:
    (problem,) = fitted({"clause": "resolves 1", "from": old, "to": "x"}, base=DASHES).problems
    assert told in problem.hint


LISTS = read_text(
    "noting\na)\tthat ITU acts;\nb)\tthat Members act,\nresolves\n1\tto act:\na)\tin word;\nb)\tin deed;\n2\tto report.\n"
    "ANNEX\nTerms\na)\tto do;\nb)\tto rest."
)


@pytest.mark.parametrize(
    ("amendment", "wanted"),
    [
        ({"after": "resolves 2", "insert": "- at once;"}, ["  –\tat once;"]),
        ({"after": "resolves 2", "insert": "to go by\n- act;\n• rest;\n–\tall"}, ["3\tto go by", "  –\tact;", "  •\trest;", "  –\tall"]),
        ({"after": "resolves 1 b)", "insert": "i) soon;\nii) later."}, ["    i)\tsoon;", "    ii)\tlater."]),
        ({"after": "resolves 2", "insert": "3 to go;\n4 to run:\n- fast."}, ["3\tto go;", "4\tto run:", "  –\tfast."]),
        ({"clause": "resolves 2", "text": "to report\n– now;\n– later."}, ["2\tto report", "  –\tnow;", "  –\tlater."]),
        ({"after": "resolves 2", "insert": "to go;\nto run:\na) fast;\nb) far;\nto rest"},
         ["3\tto go;", "4\tto run:", "  a)\tfast;", "  b)\tfar;", "5\tto rest"]),
        ({"in": "annex b)", "insert": "-\tnow;\n-\tlater."}, ["  –\tnow;", "  –\tlater."]),
        ({"after": "noting b)", "insert": "c) that all act,"}, ["c)\tthat all act,"]),
        ({"after": "noting a)", "insert": "b) that all act;"}, ["a)bis\tthat all act;"]),
        ({"after": "resolves 1 a)", "insert": "-all"}, ["  a)bis\t-all"]),
    ],
)  # fmt: skip
def test_labels_that_people_type(amendment: dict[str, object], wanted: list[str]) -> None:
    """A dash is an item, a list of another form stands below, and a blank is as good as a tab."""
    found = fitted(amendment, base=LISTS)
    assert not found.problems
    assert [
        f"{'  ' * p.depth}{p.line}"
        for p in apply(LISTS, found.edits).provisions
        if p.line not in {q.line for q in LISTS.provisions}
    ] == wanted


def test_equal_new_paragraphs_side_by_side_are_all_kept() -> None:
    """In one amendment, and those of two that are not the same as a whole; what is said twice is said once."""
    form = {"after": "resolves 2", "insert": "to list:\n– a form;\n– a form;"}
    annexes = [{"after": "resolves 2", "insert": f"ANNEX\nTerms\na)\t{words}."} for words in ("to go", "to stay")]
    for amendments, wanted in (
        ([form], ["to list:", "a form;", "a form;"]),
        ([form, form], ["to list:", "a form;", "a form;"]),
        (annexes, ["ANNEX", "Terms", "to go.", "ANNEX", "Terms", "to stay."]),
    ):
        found = fitted(*amendments, base=LISTS)
        assert not found.problems
        assert [p.text.plain for p in apply(LISTS, found.edits).provisions][8 : 8 + len(wanted)] == wanted


def test_two_sources_that_both_add_behind_the_last_clause_each_have_the_next_number() -> None:
    one, two, same = (
        fitted({"after": "resolves 2", "insert": text}, base=BASE).edits for text in ("to go on.", "to rest.", "3 to go on.")
    )
    assert [e.provision.label for e in (*one, *two) if isinstance(e, Insert)] == ["3", "3"]
    assert one == same


def test_new_wording_of_a_section_with_one_paragraph_may_begin_with_its_call() -> None:
    base = read_text("noting\nthat ITU acts,\nresolves\n1\tto act;\n2\tto report.")
    found = fitted({"clause": "noting", "text": "\\call\tnoting\n\\clause0\tthat ITU acts:\n\\clause0\t-\tnow,"}, base=base)
    assert [p.line for p in apply(base, found.edits).provisions][:4] == ["noting", "that ITU acts:", "–\tnow,", "resolves"]


def test_new_words_of_a_footnote_that_goes_are_not_lost_untold() -> None:
    base = read_text("noting\nthat members[^1] act,\nresolves\n1\tto report.\n[^1]: All of them.")
    found = fitted(
        {"clause": "footnote 1", "from": "All of", "to": "Most of"},
        {"clause": "noting ¶1", "from": "members[^1]", "to": "members"},
        base=base,
    )
    assert [(p.clause, p.what.partition(",")[0]) for p in found.problems] == [("RUS/62/1(1): footnote 1", "the footnote goes")]


PREAMBLE = read_text(
    "considering\n" + "".join(f"{c})\tthat {c * 3} is so;\n" for c in "abcdefgh") + "resolves\n1\tto act;\n2\tto rest."
)


@pytest.mark.parametrize("label", ["", "h)\t"])
@pytest.mark.parametrize(
    "behind",
    [
        ";\ni)\tthat it is new;",
        ":\ni)\tthat it is new;",
        ";\ni)\tthat it is new;\nii)\tthat it is more;",
        ";\ni)\tthat it is new;\nj)\tthat it is more;",
        ":\n–\tthat it is new;",
    ],
)
def test_new_wording_of_several_lines_stands_as_a_text_with_these_lines_would_be_read(label: str, behind: str) -> None:
    """``i)`` behind ``h)`` is the ninth letter or the first Roman number: the reader of texts decides it."""
    text = f"{label}that it is so{behind}"
    whole = "\n".join(f"h)\tthat it is so{behind}" if p.label == "h)" else p.line for p in PREAMBLE.provisions)
    found = fitted({"clause": "considering h)", "text": text}, base=PREAMBLE)
    assert not found.problems
    assert apply(PREAMBLE, found.edits).provisions == read_text(whole).provisions


@pytest.mark.parametrize(("wrote", "depth"), [("to act;\n2\tto go on;", 0), ("to act:\na)\tnow;\nb)\tat once;", 1)])
def test_what_goes_on_with_the_list_of_a_reworded_clause_stands_beside_it(wrote: str, depth: int) -> None:
    edits = fitted({"clause": "resolves 1", "text": wrote}, base=PREAMBLE).edits
    assert {e.provision.depth for e in edits if isinstance(e, Insert)} == {depth}


SIGNS = "§()[]\u201c\u201d\u2013-,;:/"


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["109", "Union", "of", "Members"]), min_size=2, max_size=4), st.data())
def test_of_words_that_differ_in_one_sign_that_sign_is_named(words: list[str], data: st.DataObject) -> None:
    """A sign may be another, lack, or be too much, between the words or at their ends."""
    there = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    mark, other = (data.draw(st.sampled_from(SIGNS)) for _ in range(2))
    signed = " ".join(f"{mark}{word}" if n == at else word for n, word in enumerate(words))
    assert near_words(f"as in {there} it is", signed).endswith(f": no {_name(mark)}")
    assert at == 0 or near_words(f"as in {signed} it is", there).endswith(f": {_name(mark)}")
    told = near_words(f"as in {signed} it is", signed.replace(mark, other))
    assert told.endswith(f": {_name(mark)}, not {_name(other)}") if mark != other else not told
