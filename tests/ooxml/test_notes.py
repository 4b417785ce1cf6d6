"""Notes are numbered in the order of the references to them, whatever their ids were; each reference keeps its note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.compare.word_files import compare_files
from resdraft.lexicon import lexicon
from resdraft.model.marked import Marked
from resdraft.ooxml.names import ID, RUN, P, W, w
from resdraft.ooxml.notes import empty_notes, number_in_order
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_word
from resdraft.read.text import read_text
from resdraft.write.docx import mark_docx, write_docx


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


BASE = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act[^1];\n2\tto wait[^2].\n[^1]: At once.\n[^2]: A week."
NEW = "RESOLUTION 7 (Geneva, 2022)\nA title[^1]\nThe Council,\nresolves\n1\tto act[^2] now[^3];\n2\tto wait[^4].\n[^1]: Whose.\n[^2]: At once.\n[^3]: Or soon.\n[^4]: A week."  # noqa: E501


@pytest.mark.parametrize("way", ["apply", "compare"])
def test_new_notes_stand_in_the_order_of_the_text(way: str) -> None:
    old, new = (write_docx(Marked(read_text(text))) for text in (BASE, NEW))
    if way == "compare":
        content = compare_files((old, "old.docx"), (new, "new.docx"), "SWE").content
    else:
        bare = WordFile.open(pack({name: part for name, part in open_package(old).items() if "customXml" not in name}))
        text = read_word(bare)
        edits = {"SWE": normal_diff(text.resolution, read_text(NEW), lexicon("en"))}
        content = mark_docx(consolidate(text.resolution, edits), bare, text.places).content
    file = WordFile.open(content)
    assert file.notes is not None
    referred = [reference.get(ID) for reference in file.story.root.iter(w("footnoteReference"))]
    assert referred == ["1", "2", "3", "4"]
    notes = {note.get(ID): "".join(t.text or "" for t in note.iter(w("t"))) for note in file.notes.root}
    assert [(own, notes[own]) for own in referred] == [("1", "Whose."), ("2", "At once."), ("3", "Or soon."), ("4", "A week.")]
    assert list(notes)[2:] == referred
