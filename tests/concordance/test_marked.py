"""Versions with revision marks: the same sources change the same clauses in the same way, with the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.model.concordance import Difference

VERSIONS = Path(__file__).parent / "versions"
CODES = ("en", "fr", "es", "ru", "ar", "zh")


def marked(folder: Path, code: str, *changes: tuple[str, str], author: str = "RUS") -> Path:
    """A version as a Word file in which an author changes some words of its lines; where the new ones are empty, the line goes."""
    lines = (VERSIONS / f"{code}.txt").read_text("utf-8").splitlines()
    edited = []
    for line in lines:
        new = line
        for old, words in changes:
            new = ("" if not words else new.replace(old, words)) if old in new else new
        edited.append(new)
    target = folder / f"{code}-edited.txt"
    target.write_text("\n".join(line for line in edited if line) + "\n", "utf-8")
    made = folder / f"{code}.docx"
    resdraft.diff(str(VERSIONS / f"{code}.txt"), str(target), language=code).word(author=author).save(made)
    return made


def test_what_all_versions_change_alike_is_no_difference(tmp_path: Path) -> None:
    files = [marked(tmp_path, code, ("300", "350"), ("2025", "")) for code in CODES]
    assert resdraft.align(*map(str, files), languages=CODES).findings == ()


@pytest.mark.parametrize("odd", CODES)
def test_a_mark_that_one_version_lacks_is_told(tmp_path: Path, odd: str) -> None:
    files = [marked(tmp_path, code, ("300", "350"), *([("500", "600")] if code != odd else [])) for code in CODES]
    found = resdraft.align(*map(str, files), languages=CODES).findings
    assert [(f.kind, f.odd, f.amended) for f in found] == [
        (Difference.MARK, (CODES.index(odd),), False),
        (Difference.NUMBER, (CODES.index(odd),), True),
    ]


def test_a_number_that_is_changed_otherwise_in_one_version_is_told_with_all_marks(tmp_path: Path) -> None:
    files = [marked(tmp_path, code, ("500", "700" if code == "es" else "600")) for code in CODES]
    (found,) = resdraft.align(*map(str, files), languages=CODES).findings
    assert (found.kind, found.odd, found.said[2], found.said[0], found.amended) == (Difference.NUMBER, (2,), "700", "600", True)


def test_a_clause_that_one_version_keeps_is_told(tmp_path: Path) -> None:
    files = [marked(tmp_path, code, ("300", "350"), *([("2025", "")] if code != "fr" else [])) for code in CODES]
    found = resdraft.align(*map(str, files), languages=CODES).findings
    assert (Difference.MARK, (1,)) in {(f.kind, f.odd) for f in found}


def test_who_changes_a_clause_is_compared_where_the_names_are_the_same(tmp_path: Path) -> None:
    files = [marked(tmp_path, code, ("300", "350"), author="RUS" if code != "zh" else "RUS, CHN") for code in CODES]
    assert resdraft.align(*map(str, files), languages=CODES).findings == ()
