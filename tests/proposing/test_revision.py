"""A proposal and its revision."""

from __future__ import annotations

from resdraft.proposing.revision import revision
from resdraft.read.proposal import read_proposal

OLD = """
source: RUS
target: 7@2022
document: 62
amendments:
  - {clause: resolves 1, from: one, to: two, reasons: why}
  - {after: resolves 2, insert: to act;}
  - {clause: resolves 3, delete: true}
  - {clause: resolves 4, from: a, to: b}
"""


def told(new: str) -> tuple[list[str], list[tuple[str, str | None, str | None]]]:
    found = revision(read_proposal(OLD), read_proposal(new))
    return [name for name, _, _ in found.head], [(r.kind, r.old_number, r.new_number) for r in found.amendments]


def test_the_same_is_no_revision() -> None:
    assert told(OLD) == ([], [])
    assert not revision(read_proposal(OLD), read_proposal(OLD))


def test_what_came_went_and_changed() -> None:
    new = (
        OLD.replace("reasons: why", "reasons: because")
        .replace("insert: to act;", "insert: to act at once;")
        .replace("  - {clause: resolves 3, delete: true}\n", "")
        .replace("document: 62", "document: 62\naddendum: 1")
        + "  - {clause: title, from: x, to: y}\n"
    )
    assert told(new) == (
        ["addendum"],
        [
            ("reasons changed", "RUS/62/1(1)", "RUS/62A1/1(1)"),
            ("changed", "RUS/62/1(2)", "RUS/62A1/1(2)"),
            ("withdrawn", "RUS/62/1(3)", None),
            ("added", None, "RUS/62A1/1(4)"),
        ],
    )


def test_amendments_in_another_order_are_the_same() -> None:
    lines = OLD.splitlines(keepends=True)
    assert told("".join([*lines[:5], lines[8], lines[5], lines[7], lines[6]])) == ([], [])


def test_a_clause_that_is_reworded_otherwise_is_a_change_of_the_same() -> None:
    assert told(OLD.replace("{clause: resolves 4, from: a, to: b}", "{clause: resolves 4, text: anew}"))[1] == [
        ("changed", "RUS/62/1(4)", "RUS/62/1(4)")
    ]
