"""What a good colleague would say: of what a proposal brings about, and of nothing that the official text has already."""

from __future__ import annotations

import pytest

import resdraft
from resdraft.amend.normalise import normal_diff
from resdraft.lexicon import lexicon
from resdraft.model.edit import Edit
from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text
from resdraft.usecases.advice import advice

TEXT = """RESOLUTION 7 (Rev. Dubai, 2018)
On a thing
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
noting
a)\tthat resolves 2 below was long in coming to us;
b)\tthat there are others,
resolves
1\tto do the first thing at once;
2\tto do the second thing;
3\tto end all of it.
ANNEX
1\tEach of these is a sentence.
2\tThat is another sentence.
"""


def notes_on(*changes: tuple[str, str], meeting: str = "", text: str = TEXT) -> list[str]:
    """The advice on a text with words changed."""
    base, target = read_text(text), text
    for old, new in changes:
        assert old in target
        target = target.replace(old, new, 1)
    told = advice(base, _edits(base, read_text(target)), meeting)
    # How an item behind the last one of a list is labelled is another test's matter.
    return [note.replace("resolves 3bis", "resolves 4").replace("noting b)bis", "noting c)") for note in told]


def _edits(base: Resolution, target: Resolution) -> tuple[Edit, ...]:
    return normal_diff(base, target, lexicon("en"))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([("thing;\n3", "thing,\n3")], ["resolves 2 ends with “,” in the middle of its list"]),
        ([("thing;\n3", "thing.\n3")], ["resolves 2 ends with “.” in the middle of its list"]),
        ([("of it.", "of it;")], ["resolves 3 ends with “;” at the end of its section"]),
        ([("of it.", "of it.\n4\tto begin anew;")],
         ["resolves 3 ends with “.” in the middle of its list", "resolves 4 ends with “;” at the end of its section"]),
        ([("b)\tthat there are others,\n", "")], ["noting a) ends with “;” at the end of its section"]),
        ([("2\tto do the second thing;", "2\tto do:\n–\tthis, and\n–\tthat;")], []),
        ([("of it.", "of it;\n4\tto begin anew.")], []),
        ([("another sentence.", "another sentence.\n3\tA third one is this.")], []),
        ([("second thing", "third thing")], []),
    ],
)  # fmt: skip
def test_how_clauses_end(changes: list[tuple[str, str]], wanted: list[str]) -> None:
    assert [note for note in notes_on(*changes) if "ends with" in note] == wanted


def test_what_the_official_text_ends_with_is_no_news() -> None:
    wrong = TEXT.replace("at once;", "at once,").replace("of it.", "of it;")
    assert notes_on(("second thing", "third thing"), ("at once", "soon"), text=wrong) == []
    assert notes_on(("at once,", "at once."), text=wrong) == ["resolves 1 ends with “.” in the middle of its list"]


def test_the_old_conference() -> None:
    change = ("second thing", "third thing")
    line, formula = ("(Rev. Dubai, 2018)", "(Rev. Bucharest, 2022)"), ("(Dubai, 2018)", "(Bucharest, 2022)")
    said = "still {} Rev. Dubai, 2018; PP-22 is Bucharest, 2022"
    assert notes_on(change, meeting="PP22") == ["the number line and the enacting formula " + said.format("bear")]
    assert notes_on(change, line, meeting="PP-22") == ["the enacting formula " + said.format("bears")]
    assert notes_on(change, line, formula, meeting="PP-22") == []
    assert notes_on(change) == notes_on(change, meeting="PP-18") == notes_on(change, meeting="WTDC-22") == []
    assert notes_on(meeting="PP-22") == []
    council = "RESOLUTION 7 (Modified 2019)\nT\nThe Council,\nresolves\n1\tto do so;\n2\tto end."
    told = notes_on(("to do so", "to do it"), meeting="C20", text=council)
    assert told == ["the number line still bears Modified 2019; C20 is 2020"]


def test_references_to_what_is_deleted_or_moved() -> None:
    gone = notes_on(("2\tto do the second thing;\n3", "2"))
    assert gone == ["noting a) refers to resolves 2, which the proposal deletes"]
    again = notes_on(("2\tto do the second thing;\n3", "2"), ("there are others", "resolves 2 above is others"))
    assert again == [*gone, "noting b) refers to resolves 2, which the proposal deletes"]
    first = "1\tto do the first thing at once;\n"
    moved = ((first, ""), ("of it.\n", f"of it.\n{first}"))
    assert not [note for note in notes_on(*moved) if "refers" in note]
    told = notes_on(*moved, ("there are others", "there are others under resolves 1 above"))
    assert "noting b) refers to resolves 1, which the proposal moves" in told


def test_a_clause_that_stands_elsewhere_already() -> None:
    new = ("others,", "others;\nc)\tto do the first thing at once,")
    assert notes_on(new) == ["noting c) stands word for word in resolves 1 too"]
    twice = TEXT.replace("the second thing;", "the first thing at once;")
    assert notes_on(("others", "more"), text=twice) == []


def test_blanks_alone() -> None:
    assert notes_on(("the second", "the\u00a0second")) == ["in resolves 2 nothing changes but the kind or number of blanks"]
    assert notes_on(("the second", "the\u00a0third")) == []


def test_advice_is_among_the_notices() -> None:
    base = resdraft.open(TEXT.encode())
    drafted = resdraft.propose(base, TEXT.replace("of it.", "of it;").encode(), "RUS")
    assert drafted.advice == drafted.notices == ("RUS: resolves 3 ends with “;” at the end of its section",)
    chn = drafted.proposals[0]._replace(source="CHN")
    applied = resdraft.apply(base, [*drafted.proposals, chn])
    assert applied.advice == ("CHN, RUS: resolves 3 ends with “;” at the end of its section",)
    assert set(applied.advice) <= set(applied.notices)


def test_clauses_that_come_to_stand_under_a_new_call() -> None:
    told = notes_on(("2\tto do the second", "asks the Council\nto see to it,\n2\tto do the second"))
    assert told[0] == "resolves 2 and resolves 3 then stand under the new “asks the Council”"
    assert notes_on(("ANNEX", "asks the Council\nto see to it.\nANNEX")) == []
    # Where the old call goes, the new one takes its place.
    assert notes_on(("resolves\n1", "asks the Council\n1")) == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("2\tto do the second thing;\nto report on it;", ["resolves 2 ¶1 bears no number"]),
        ("2\tto do the second thing;\nand invites all to report;", []),
        ("2\tto do the second thing:\nto report on it;", []),
    ],
)
def test_a_new_clause_that_lacks_its_number_is_told(new: str, told: list[str]) -> None:
    notes = [note for note in notes_on(("2\tto do the second thing;", new)) if "number" in note]
    assert [note[: len("resolves 2 ¶1 bears no number")] for note in notes] == told


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("to do more; c) and then;", "“c)” stands in the midst of resolves"),
        ("to do more; – and then;", "“–” stands in the midst of resolves"),
        ("to act as was said (Dubai, 2018; no. 7) before;", ""),
        ("to act (as in a; b) and elsewhere;", ""),
        ("invites Member States to do more;", "begins as a call does"),
        ("to invite Member States to do more;", ""),
    ],
)
def test_lines_that_became_one_are_told(added: str, said: str) -> None:
    found = [n for n in notes_on(("3\tto end", f"3\t{added}\n4\tto end")) if "midst" in n or "as a call" in n]
    assert bool(found) == bool(said)
    assert all(said in note for note in found)


def test_a_sentence_broken_over_two_lines_is_told() -> None:
    said = "resolves 1bis ends without a sign and resolves 1ter follows: where that is one sentence, write it on one line"
    broken = ("2\tto do the second", "1bis\tto meet wherever possible, in order\n1ter\tto save the costs;\n2\tto do the second")
    assert notes_on(broken) == [said]
    assert notes_on(("2\tto do the second", "1bis\tto meet; and\n1ter\tto save the costs;\n2\tto do the second")) == []


def test_the_items_of_a_list_without_signs_are_no_broken_sentence() -> None:
    text = TEXT.replace("1\tEach of these is a sentence.\n2\tThat is another sentence.", "1\tThe Council\n2\tThe Bureau")
    assert notes_on(("The Bureau", "The Bureau\n3\tThe members\n4\tThe others"), text=text) == []
