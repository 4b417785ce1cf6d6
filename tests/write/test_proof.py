"""Faults planted in a marked file before it is proved: one aspect of the proof alone sees each, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from resdraft.errors import OurFault
from resdraft.model.edit import Insert, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text
from resdraft.ooxml import proving
from resdraft.ooxml.names import ID, P, W, w
from resdraft.ooxml.proving import ASPECTS, Aspect, Verdict
from resdraft.ooxml.story import Story
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_word
from resdraft.write.docx import mark_docx
from resdraft.write.proof import Proof

from .test_untouchable import file_with, token

_CONTROL = '<w:sdt><w:sdtPr><w:tag w:val="one"/></w:sdtPr><w:sdtContent><w:r><w:t>one place</w:t></w:r></w:sdtContent></w:sdt>'
_AROUND = (
    '<w:bookmarkStart w:id="70" w:name="_One"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">in </w:t></w:r><w:bookmarkEnd w:id="70"/>'
    f'{_CONTROL}<w:hyperlink w:anchor="_One"><w:r><w:t xml:space="preserve"> there</w:t></w:r></w:hyperlink>'
    '<w:fldSimple w:instr=" REF _One "><w:r><w:t> four</w:t></w:r></w:fldSimple>'
    '<w:commentRangeStart w:id="71"/><w:r><w:t xml:space="preserve"> so</w:t></w:r><w:commentRangeEnd w:id="71"/>'
    '<w:r><w:commentReference w:id="71"/></w:r>'
)


def one(root: etree._Element, name: str) -> etree._Element:
    return next(root.iter(w(name)))


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    inner = element.find(w("sdtContent"))
    for child in list(element if inner is None else inner):
        element.addprevious(child)
    remove(element)


def paragraph(root: etree._Element, words: str) -> etree._Element:
    return next(p for p in root.iter(P) if words in "".join(p.itertext()))


def control_around(p: etree._Element) -> None:
    holder = etree.Element(w("sdt"))
    p.addprevious(holder)
    etree.SubElement(holder, w("sdtContent")).append(p)


Plant = Callable[[etree._Element], None]
FAULTS: dict[str, Plant] = {
    "formatting": lambda root: remove(one(paragraph(root, "one place"), "b")),
    "controls": lambda root: unwrap(one(root, "sdt")),
    "links": lambda root: unwrap(one(root, "hyperlink")),
    "fields": lambda root: one(root, "fldSimple").set(w("instr"), " REF _Two "),
    "bookmarks": lambda root: one(root, "commentRangeStart").addnext(one(root, "bookmarkEnd")),
    "comments": lambda root: one(root, "bookmarkStart").addprevious(one(root, "commentRangeStart")),
    "bookmark_names": lambda root: remove(one(root, "bookmarkEnd")),
    "block_controls": lambda root: control_around(paragraph(root, "that it was")),
    "sections": lambda root: etree.SubElement(one(root, "sectPr"), w("titlePg")).clear(),
}


def marked(content: bytes, *words: tuple[str, str]) -> bytes:
    text = read_word(WordFile.open(content))
    edits = (Replace("s1/1", token(content, old), token(content, old) + 1, Text.of(new)) for old, new in words)
    return mark_docx(Marked(text.resolution, tuple(Owned(edit, ("RUS",)) for edit in edits)), text.file, text.places).content


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Callable[[Plant], None]:
    """Plants a fault: it is there when the marks are in, before the file is proved."""

    def planted(fault: Plant) -> None:
        check = Proof.check

        def faulty(self: Proof, text: Marked, file: WordFile) -> list[str]:
            fault(file.story.root)
            return check(self, text, file)

        monkeypatch.setattr(Proof, "check", faulty)

    return planted


@pytest.mark.parametrize("aspect", FAULTS)
def test_a_fault_is_seen(aspect: str, plant: Callable[[Plant], None], monkeypatch: pytest.MonkeyPatch) -> None:
    content = file_with(_AROUND)
    marked(content, ("that", "which"))
    plant(FAULTS[aspect])
    with pytest.raises(OurFault):
        marked(content, ("that", "which"))
    for name in (aspect, *(["bookmarks"] if aspect == "bookmark_names" else [])):
        monkeypatch.setitem(proving.ASPECTS, name, Aspect("", Verdict.TOLD, Verdict.TOLD))  # type: ignore[arg-type]
    if aspect != "formatting":
        marked(content, ("that", "which"))
    assert aspect in ASPECTS


def test_words_that_leave_their_control_are_seen(plant: Callable[[Plant], None]) -> None:
    content = file_with(_AROUND)
    marked(content, ("place", "spot"))

    def falls_out(root: etree._Element) -> None:
        control = one(root, "sdt")
        control.addnext(one(control, "ins"))

    plant(falls_out)
    with pytest.raises(OurFault, match="in a content control"):
        marked(content, ("place", "spot"))


@pytest.mark.parametrize("name", ["gridSpan", "vMerge"])
def test_cells_of_a_new_table_that_are_merged_otherwise_are_seen(name: str, plant: Callable[[Plant], None]) -> None:
    content = file_with("")
    text = read_word(WordFile.open(content))
    table = Provision(Kind.BLOCK, Text.of("Band\t<\tLimit\n960\t34\t^"))

    def with_table() -> None:
        again = read_word(WordFile.open(content))
        mark_docx(Marked(text.resolution, (Owned(Insert("s1/1", 0, table), ("RUS",)),)), again.file, again.places)

    with_table()
    plant(lambda root: remove(one(root, name)))
    with pytest.raises(OurFault, match="merged otherwise"):
        with_table()


def test_a_footnote_that_loses_its_words_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    note = '<w:footnotes xmlns:w="{}"><w:footnote w:id="3"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    opened = WordFile.of

    def with_note(parts: dict[str, bytes], name: str = "") -> WordFile:
        file = opened(parts, name)
        file.notes_part, file.notes = "word/footnotes.xml", Story(etree.fromstring(note.format(W)))
        return file

    monkeypatch.setattr(WordFile, "of", staticmethod(with_note))
    content = file_with('<w:r><w:footnoteReference w:id="3"/></w:r>')
    text = read_word(WordFile.open(content))
    proof = Proof(text.resolution, text.file, text.places)
    assert text.file.notes is not None
    body = next(body for body in text.file.notes.root if body.get(ID) == "3")
    remove(one(body, "r"))
    with pytest.raises(OurFault, match=r'with all marks rejected, "A note\." would not read as it should'):
        proof.check(Marked(text.resolution), text.file)
