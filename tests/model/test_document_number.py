"""Numbers of documents as people write them, and what is none."""

from __future__ import annotations

import pytest

from resdraft.model.designation import target_as_written
from resdraft.model.document_number import DocumentNumber, in_parts

WRITTEN = {
    "44": ("44", "", "", "", ""),
    "044": ("044", "", "", "", ""),
    "XX": ("XX", "", "", "", ""),
    "44-E": ("44", "", "", "", ""),
    "Document 44": ("44", "", "", "", ""),
    "Doc. 44(Add.2)-F": ("44", "2", "", "", ""),
    "62A1": ("62", "1", "", "", ""),
    "62A1-R2": ("62", "1", "2", "", ""),
    "44(Add.2)(Rev.1)": ("44", "2", "1", "", ""),
    "44 Rev. 1 Corr. 2": ("44", "", "1", "2", ""),
    "44(Rév.1)-F": ("44", "", "1", "", ""),
    "C20/62": ("62", "", "", "", "C20"),
    "PP-22/44(Add.1)-E": ("44", "1", "", "", "PP-22"),
    "Document C20/62-E": ("62", "", "", "", "C20"),
    "CWG-WSIS-34/5": ("5", "", "", "", "CWG-WSIS-34"),
    "C20/DT/5": ("DT/5", "", "", "", "C20"),
    "Addendum 2 to Document 44": ("44", "2", "", "", ""),
    "Corrigendum 1 to Addendum 2 to Document 44-E": ("44", "2", "", "1", ""),
    "S22-PP-C-0044!A2-R1!MSW-E.docx": ("44", "2", "1", "", "PP22"),
    "S20-CL-C-0062!!MSW-E": ("62", "", "", "", "C20"),
}


@pytest.mark.parametrize(("text", "parts"), WRITTEN.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_numbers_as_people_write_them(text: str, parts: tuple[str, ...]) -> None:
    assert DocumentNumber.parse(text) == DocumentNumber(*parts)


@pytest.mark.parametrize("text", ["RUS/62A1/1", "62(Add.1)(Add.2)", "sixty-two", "62 bis", "44(Rev)", "C20", "62/C20", ""])
def test_what_is_no_number(text: str) -> None:
    assert DocumentNumber.parse(text) is None


def test_a_field_of_its_own_may_say_the_same_and_nothing_else() -> None:
    fields, wrong = in_parts({"document": "C20/62(Add.1)", "addendum": "Add.1", "meeting": "C-2020", "revision": ""})
    assert (fields, wrong) == ({"document": "62", "addendum": "1", "meeting": "C-2020", "revision": ""}, [])
    assert [w.what for w in in_parts({"document": "62A1", "addendum": "2", "revision": "one"})[1]] == [
        '"one" is no number of a revision',
        '"62A1" says addendum 1, but addendum: says 2',
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Resolution 167 (Rev. Dubai, 2018)", "167@2018"),
        ("167 (Rev. Dubai, 2018)", "167@2018"),
        ("Res. 167", "167"),
        ("167@2018", "167@2018"),
        ("167", "167"),
        ("COM6/4", "COM6/4"),
        ("Resolution 167 of a conference", "Resolution 167 of a conference"),
        ("official.docx", "official.docx"),
    ],
)
def test_targets_as_people_write_them(text: str, target: str) -> None:
    assert target_as_written(text) == target
