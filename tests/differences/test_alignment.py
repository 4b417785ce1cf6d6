"""Which clause became which, over random edit scripts whose truth is known."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from resdraft.differences.alignment import align
from resdraft.differences.changes import list_changes
from resdraft.differences.edits import compare
from resdraft.differences.provision_items import items_of
from resdraft.lexicon import lexicon
from resdraft.model.change import Change
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.read.text import read_text

from .scripts import script

EN = lexicon("en")


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[Resolution]:
    return [read_text(file.read_text("utf-8")) for file in sorted((shared / "corpus" / "pp18" / "gold").glob("*.txt"))]


@pytest.mark.parametrize(("rate", "least"), [(0.01, 0.99), (0.1, 0.99), (0.2, 0.97), (0.4, 0.95)])
def test_what_became_of_each_clause_is_found(gold: list[Resolution], rate: float, least: float) -> None:
    rnd = random.Random(f"alignment {rate}")  # noqa: S311
    right = found = true = moved = moves = 0
    for r in gold:
        body = [p for p in r.provisions if p.kind is not Kind.NOTE]
        others = [
            p.text.plain
            for other in gold
            if other is not r
            for p in other.provisions
            if p.kind is Kind.CLAUSE and len(p.text.plain) > 30
        ]
        for _ in range(3):
            truth = script(body, rate, rnd, others)
            a = align(items_of(truth.old), items_of(truth.new))
            pairs = {*a.kept, *a.moved, *a.split, *a.merged}
            right, found, true = right + len(pairs & truth.pairs), found + len(pairs), true + len(truth.pairs)
            moved, moves = moved + len(truth.moves & set(a.moved)), moves + len(truth.moves)
    f1 = 2 * right / (found + true)
    assert f1 >= least
    assert moves == 0 or moved / moves >= 0.95


def told(old: str, new: str) -> list[Change]:
    a, b = (read_text(f"A title\nThe Council,\n{text}") for text in (old, new))
    return list_changes(a, b, compare(a, b), (EN, EN))


LONG = "to report every year to the Council on the progress made; to hold a workshop on it in each region of the world;"
FIRST, SECOND = (
    "to report every year to the Council on the progress made;",
    "to hold a workshop on it in each region of the world;",
)


def test_a_split_is_one_entry() -> None:
    (entry,) = told(f"resolves\n1\t{LONG}\n2\tto end.", f"resolves\n1\t{FIRST}\n2\t{SECOND}\n3\tto end.")[:1]
    assert (entry.kind, entry.old_address, entry.new_address) == ("split", "resolves 1", "resolves 1 + resolves 2")
    assert entry.new_text == f"{FIRST}\n{SECOND}"
    assert [word for word in entry.words if word[0] != "equal"] == [("delete", " "), ("insert", "\n")]


def test_a_merger_is_one_entry() -> None:
    entries = told(f"resolves\n1\t{FIRST}\n2\t{SECOND}\n3\tto end.", f"resolves\n1\t{LONG}\n2\tto end.")
    assert [(e.kind, e.old_address, e.new_address) for e in entries] == [
        ("merged", "resolves 1 + resolves 2", "resolves 1"),
        ("renumbered", "resolves 3", "resolves 2"),
    ]


def test_a_like_clause_that_is_new_is_no_part_of_the_one_before() -> None:
    old = "to report every year to the Council on the work of the groups in each of the regions;"
    new = "to report every year to the Council on the work of all the groups in each of the regions;"
    more = "to report to the Council on the work of the groups;"
    entries = told(f"resolves\n1\t{old}\n2\tto end.", f"resolves\n1\t{new}\n2\t{more}\n3\tto end.")
    assert [e.kind for e in entries] == ["modified", "added", "renumbered"]


def test_a_section_that_went_elsewhere_is_one_entry() -> None:
    noting = "noting\na)\tthat there is a need for it;\nb)\tthat the need for it has grown,"
    considering = (
        "considering\na)\tthat this is the first of them all;\nb)\tthat this is the second of them;\nc)\tand the third of them,"
    )
    entries = told(f"{considering}\n{noting}\nresolves\nto act.", f"{noting}\n{considering}\nresolves\nto act.")
    assert [(e.kind, e.old_address) for e in entries] == [("reordered", "noting")]


def test_likeness_beats_place() -> None:
    gone = "that many small countries take part in the meetings of the study groups by letter only"
    old = f"recognizing\na)\tthat there is a need for it;\nb)\t{gone};\nc)\tthat it has grown,\nnoting\na)\tthat time is short,"
    new = (
        "recognizing\na)\tthat there is a need for it;\nb)\tthe new handbook on spectrum;\nc)\tthat it has grown,\n"
        f"noting\na)\tthat time is short;\nb)\t{gone.replace('many', 'several')},"
    )
    entries = told(f"{old}\nresolves\nto act.", f"{new}\nresolves\nto act.")
    assert [(e.kind, e.old_address, e.new_address) for e in entries if e.kind != "modified"] == [
        ("added", None, "recognizing b)"),
        ("moved", "recognizing b)", "noting b)"),
    ]


def test_what_has_only_the_label_in_common_went_and_came() -> None:
    entries = told(
        "resolves\n1\tto act;\n2\tto publish the list;\n3\tto end.", "resolves\n1\tto act;\n2\tthat women count;\n3\tto end."
    )
    assert sorted(e.kind for e in entries) == ["added", "deleted"]
    entries = told(
        "resolves\n1\tto act;\n2\tto publish the list;\n3\tto end.", "resolves\n1\tto act;\n2\tto print no list;\n3\tto end."
    )
    assert [e.kind for e in entries] == ["modified"]


def test_long_texts_without_anything_in_common_take_no_time() -> None:
    words = [f"{a}{b}" for a in "bcdfghjklm" for b in "aeiou"]
    rnd = random.Random("long")  # noqa: S311

    def text(seed: str) -> list[Provision]:
        from resdraft.model.text import Text

        return [Provision(Kind.CLAUSE, Text.of(" ".join([seed, *rnd.choices(words, k=12)]))) for _ in range(3000)]

    old, new = text("x"), text("y")
    new[1500] = old[1400]
    assert (1400, 1500) in {*(found := align(items_of(old), items_of(new))).kept, *found.moved}


def test_substantive_is_more_than_form() -> None:
    entries = told(
        "resolves\n1\tto report to the Council, annually;\n2\tto act at once.\n3\tto wait.",
        "resolves\na)\tto report to the council annually;\nb)\tto act now.\nc)\tto wait.",
    )
    assert [entry.substantive for entry in entries] == [False, True, False]
