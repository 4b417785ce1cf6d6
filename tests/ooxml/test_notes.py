"""Notes are numbered in the order of the references to them, whatever their ids were; each reference keeps its note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.ooxml.names import ID, RUN, P, W, w
from resdraft.ooxml.notes import empty_notes, number_in_order


@given(
    st.lists(st.integers(1, 40), unique=True, max_size=8),
    st.lists(st.integers(1, 45), max_size=10),
    st.sampled_from(["footnote", "endnote"]),
    st.sampled_from([("-1", "0"), ("0", "1")]),
)
def test_each_reference_keeps_its_note_and_ids_follow_the_text(
    there: list[int], referred: list[int], kind: str, separators: tuple[str, str]
) -> None:
    root = empty_notes(kind)
    for separator, own in zip(root, separators, strict=True):
        separator.set(ID, own)
    for own in there:
        if own > int(separators[1]):
            etree.SubElement(root, w(kind), {ID: str(own), w("said"): str(own)})
    text = etree.Element(w("body"), nsmap={"w": W})
    for own in referred:
        run = etree.SubElement(etree.SubElement(text, P), RUN)
        etree.SubElement(run, w(f"{kind}Reference"), {ID: str(own), w("meant"): str(own)})
    known = {note.get(w("said")) for note in root[2:]}
    number_in_order(root, text)
    assert [note.get(ID) for note in root[:2]] == list(separators)
    said = {note.get(ID): note.get(w("said")) for note in root[2:]}
    assert set(said.values()) == known
    references = list(text.iter(w(f"{kind}Reference")))
    for reference in references:
        meant = reference.get(w("meant"))
        assert said.get(reference.get(ID)) == (meant if meant in known else None)
    ids = [int(note.get(ID, "")) for note in root[2:]]
    assert ids == sorted(set(ids))
    assert not {*map(str, ids)} & {*separators}
    order = list(dict.fromkeys(r.get(ID) for r in references if r.get(ID) in said))
    assert order == list(said)[: len(order)]


@pytest.mark.parametrize("again", [1, 2])
def test_numbering_twice_changes_nothing(again: int) -> None:
    root, text = empty_notes(), etree.Element(w("body"))
    for own in ("9", "3", "5"):
        etree.SubElement(root, w("footnote"), {ID: own})
    for own in ("5", "9"):
        etree.SubElement(etree.SubElement(text, RUN), w("footnoteReference"), {ID: own})
    for _ in range(again):
        number_in_order(root, text)
    assert [note.get(ID) for note in root] == ["-1", "0", "1", "2", "3"]
    assert [r.get(ID) for r in text.iter(w("footnoteReference"))] == ["1", "2"]
