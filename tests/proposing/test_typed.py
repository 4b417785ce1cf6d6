"""Edited copies as people type them: clauses split by a tracked paragraph mark, sub-items with a hyphen and a blank, numbers that go on."""

from __future__ import annotations

import io
import zipfile

import pytest

from resdraft.model.proposal import Transfer
from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text
from resdraft.usecases.apply import apply
from resdraft.usecases.propose import propose
from tests.looks import file_of

TEXT = (
    "RESOLUTION 7 (Rev. Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act;\n2\tthat ITU coordinate the forum and maintain "
    "the database, as well as continue to support the partnership for measurement;\n3\tto report."
)
BASE = read_text(TEXT)
MARK = '<w:pPr><w:rPr><w:ins w:id="{}" w:author="I. Ivanov" w:date="2024-05-20T00:00:00Z"/></w:rPr></w:pPr>'


def split(*places: str, typed: str = "") -> bytes:
    """The second clause with a paragraph mark before each of the words, and with what is typed behind the mark."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file_of(BASE, "plain"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/document.xml":
                content = content.replace("<w:p><w:r><w:t>2</w:t>", f"<w:p>{MARK.format(1)}<w:r><w:t>2</w:t>")
                own = (
                    f"<w:ins w:id='9' w:author='I. Ivanov'><w:r><w:t xml:space='preserve'>{typed}</w:t></w:r></w:ins>"
                    if typed
                    else ""
                )
                for n, words in enumerate(places, 2):
                    mark = MARK.format(n) if n <= len(places) else ""
                    content = content.replace(
                        words, f"</w:t></w:r></w:p><w:p>{mark}{own}<w:r><w:t xml:space='preserve'>{words}"
                    )
                content = content.replace("<w:t>that ITU", "<w:t xml:space='preserve'>that ITU")
            new.writestr(name, content)
    return out.getvalue()


def proposed(edited: bytes | str) -> tuple[Resolution, tuple[str, ...]]:
    """The base with what is proposed by an edited copy, and what is said of it."""
    drafted = propose(BASE, edited.encode() if isinstance(edited, str) else edited, "RUS")
    return apply(BASE, drafted.proposals).text, drafted.notices


@pytest.mark.parametrize(
    ("places", "typed", "wanted"),
    [
        (["as well"], "", ["2 that ITU coordinate the forum and maintain the database,", "    as well as continue"]),
        (["coordinate"], "", ["2 that ITU", "    coordinate the forum and maintain"]),
        (["coordinate the forum", "as well"], "- ", ["2 that ITU", " – coordinate the forum and", " – as well as continue"]),
        (["and maintain"], "3 ", ["2 that ITU coordinate the forum", "2bis and maintain the database, as well"]),
    ],
)
def test_the_first_half_of_a_clause_that_is_split_keeps_the_label(places: list[str], typed: str, wanted: list[str]) -> None:
    text, _ = proposed(split(*places, typed=typed))
    lines = [f"{' ' * p.depth}{p.label or '  '} {p.text.plain}" for p in text.provisions][5:-1]
    assert len(lines) == len(wanted)
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=True)] == wanted
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_typed_dash_is_proposed_as_one() -> None:
    """A hyphen is one too, but where the official text itself has hyphens."""
    text, _ = proposed(f"{TEXT}\n- at once")
    assert [(p.label, p.depth, p.text.plain) for p in text.provisions][-1] == ("–", 1, "at once")
    base = f"{TEXT[:-1]}:\n-\tsoon;\n-\tlater,\ninstructs the Director\nto act."
    drafted = propose(base.encode(), f"{base}\n-\tat once".encode(), "RUS")
    assert apply(base.encode(), drafted.proposals).text.provisions[-1].label == "-"


def test_a_list_typed_below_a_dash_is_below_it() -> None:
    """Also where a list of the same form stands above the dashes, so that ``i)`` might begin that one again."""
    dashes = "–\tthe first of the fields;\n–\tthe second of the fields;\n–\tthe third of the fields;\n"
    for above, go_on in (("i)\tthe areas;\nii)\tthe fields:\n", ""), ("i)\tthe fields:\n", "ii)\tthe areas;\n"), ("", "")):
        base = f"{TEXT[:-1]}:\na)\tin part:\n{above}{dashes}{go_on}b)\tin all,\ninstructs the Director\nto act."
        for n in range(3):
            items = "i)\tits roads;\nii)\tits bridges;\n"
            lines = dashes.splitlines(keepends=True)
            edited = base.replace(dashes, "".join([*lines[: n + 1], items, *lines[n + 1 :]]))
            if n == 2 and not go_on and above:
                # Nothing behind it tells.
                continue
            drafted = propose(base.encode(), edited.encode(), "RUS")
            said = [i for a in drafted.proposals[0].amendments for i in a.instructions]
            assert {type(i).__name__ for i in said} == {"Add"}, (above, n, said)
            text = apply(base.encode(), drafted.proposals).text
            depths = {p.text.plain: p.depth for p in text.provisions}
            assert depths["its roads;"] == depths["its bridges;"] == depths["the first of the fields;"] + 1


@pytest.mark.parametrize(
    ("old", "new", "label", "said"),
    [
        ("3\tto report.", "3\tto report;\n4 to meet.", "4", []),
        ("3\tto report.", "3\tto report;\n3 bis to meet.", "4", ["resolves 4 has the label 3 bis in the copy"]),
        ("3\tto report.", "3\tto report;\n6\tto meet.", "4", ["resolves 4 has the label 6 in the copy"]),
        ("1\tto act;", "1\tto act;\n1 bis\tto meet;", "1bis", []),
        # The whole list is numbered anew: that is no matter of the new clause.
        ("1\tto act;", "0\tto meet;\n1\tto act;", "1ante", ["resolves 1ante has the label 0 in the copy"]),
        ("3\tto report.", "3\tto meet.\n4\tto report.", "2bis", []),
    ],
)
def test_a_typed_label_that_is_not_the_one_of_its_place_is_told(old: str, new: str, label: str, said: list[str]) -> None:
    text, notices = proposed(TEXT.replace(old, new))
    assert [p.label for p in text.provisions if p.text.plain.startswith("to meet")] == [label]
    assert [notice.partition(":")[0] for notice in notices if " has the label " in notice] == said


def test_a_list_whose_first_label_was_typed_anew_stays_below_its_clause() -> None:
    """``ii)`` is no letter: it is one only behind ``z)``."""
    lines = "a)\tthe areas;\nb)\tthe fields:\nin the first place\nrequested of the Council:\ni)\tto oversee;\nii)\tto see;\nc)\tthe rest,"
    base = f"{TEXT[:-1]};\nnoting\n{lines}\ninstructs the Director\nto act."
    drafted = propose(base.encode(), base.replace("i)\tto oversee", "ii)\tto oversee").encode(), "RUS")
    assert not drafted.proposals
    assert ["renumbering is not proposed" in notice for notice in drafted.notices] == [True, False]


def test_a_clause_that_moves_beside_clauses_without_a_label_has_none_and_that_is_told() -> None:
    base = f"{TEXT[:-1]},\ninstructs the Director\nto act at once."
    moved = base.replace("1\tto act;\n", "").replace("to act at once.", "to act at once;\n1\tto act;")
    drafted = propose(base.encode(), moved.encode(), "RUS")
    said = "has the label 1 in the copy, and none by its place in the official text"
    assert [notice for notice in drafted.notices if said in notice]


def test_a_label_typed_beside_a_clause_without_one_is_told() -> None:
    """Also where a list of another section is numbered anew, so that its labels move on."""
    base = f"{TEXT},\ninstructs the Director\nto act at once.".replace(".,", ",")
    edited = base.replace("to act at once.", "to act at once;\n3\tto rest.").replace("3\tto report", "4\tto report")
    notices = propose(base.encode(), edited.encode(), "RUS").notices
    assert [n for n in notices if n.startswith("instructs the Director ¶2 has the label 3 in the copy")]
    insert = "amendments:\n  - after: instructs the Director ¶1\n    insert: '3 to rest'\n"
    told = apply(base.encode(), [f"source: RUS\ndocument: 62\ntarget: 7@2022\n{insert}".encode()]).notices
    assert "RUS/62/1(1): the clause written as 3 has no label by its place in the official text" in told


@pytest.mark.parametrize("order", [("1", "3", "2"), ("2", "1", "3")])
def test_of_two_clauses_that_change_places_the_first_one_moves(order: tuple[str, ...]) -> None:
    """People say "2 after 3", which becomes 3bis."""
    head, lines = (
        TEXT.split("resolves\n")[0] + "resolves\n",
        {"1": "to act in all of the fields;", "2": "to meet once;", "3": "to end all of it;"},
    )
    base = head + "\n".join(f"{n}\t{words}" for n, words in lines.items())
    drafted = propose(base.encode(), (head + "\n".join(f"{n}\t{lines[n]}" for n in order)).encode(), "RUS")
    (amendment,) = drafted.proposals[0].amendments
    first, second = (n for n, at in zip(order, "123", strict=True) if n != at)
    assert [(i.address, i.where, i.to) for i in amendment.instructions if isinstance(i, Transfer)] == [
        (f"resolves {second}", "after", f"resolves {first}")
    ]


@pytest.mark.parametrize("typed", ["and to go on", "- at once", "• at once"])
def test_what_stands_between_a_clause_and_its_items_is_none_of_them(typed: str) -> None:
    """The second half of a clause that has items, or a dash above them, gets no letter of theirs."""
    with_items = f"{TEXT}\na)\tsoon;\nb)\tlater."
    base, edited = with_items, with_items.replace("3\tto report.", f"3\tto report:\n{typed.replace('-', '–')}")
    drafted = propose(base.encode(), edited.encode(), "RUS")
    text = apply(base.encode(), drafted.proposals).text
    assert [(p.label, p.depth, p.text.plain) for p in text.provisions] == [
        (p.label, p.depth, p.text.plain) for p in read_text(edited).provisions
    ]


def test_one_place_that_only_its_whole_section_can_say_is_no_reason_to_restate_the_others() -> None:
    """The second half of a split takes the items over: no address names the gap between a clause and its first item."""
    base = f"{TEXT.removesuffix('.')}:\na)\tsoon;\nb)\tlater,\ninstructs the Director\n1\tto act;\n2\tto rest."
    edited = base.replace("3\tto report:", "3\tto report\n4\tand to meet:").replace("to rest", "to rest a little")
    drafted = propose(base.encode(), edited.encode(), "RUS")
    first, second = drafted.proposals[0].amendments
    assert [(type(one).__name__, one.address) for one in (*first.instructions, *second.instructions)] == [
        ("Reword", "resolves"),
        ("Words", "instructs the Director 2"),
    ]
    text = apply(base.encode(), drafted.proposals).text
    assert [(p.depth, p.text.plain) for p in text.provisions] == [(p.depth, p.text.plain) for p in read_text(edited).provisions]


@pytest.mark.parametrize(
    ("insert", "said"),
    [
        ("to meet.", []),
        ("4 to meet.", []),
        ("- to meet.", []),
        ("7 to meet.", ["RUS/62/1(1): the clause written as 7 has the label 4 by its place in the official text"]),
    ],
)
def test_a_label_in_a_proposal_that_is_not_the_one_of_its_place_is_told(insert: str, said: list[str]) -> None:
    proposal = f"source: RUS\ndocument: 62\ntarget: 7@2022\namendments:\n  - after: resolves 3\n    insert: '{insert}'\n"
    assert [notice for notice in apply(BASE, [proposal.encode()]).notices if " has the label " in notice] == said
