"""Faults planted in what the writer of a comparison hands over: one aspect of the proof alone sees each, and nothing is written."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from resdraft.compare import word_files
from resdraft.compare.word_files import compare_files
from resdraft.errors import OurFault
from resdraft.ooxml import proving
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.proving import ASPECTS, Aspect, Verdict
from resdraft.ooxml.relationships import declare, relate
from resdraft.ooxml.view import Line
from resdraft.ooxml.whole_story import Whole

from .notation import W, docx, w

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{own}"><w:name w:val="{own}"/></w:style>' for own in ("Normal", "Call", "Heading")
).replace('"paragraph" w:styleId="Normal"', '"paragraph" w:default="1" w:styleId="Normal"')
_LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)
_COMMENT = '<w:comment w:id="5" w:author="SWE"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, tag: str = "one") -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


_NUMBERED = '<w:pPr><w:pStyle w:val="Call"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def rich(word: str) -> bytes:
    """A file with all that Word shows in and around a paragraph in which one word is ``word``."""
    field = "".join(
        f"<w:r>{own}</w:r>"
        for own in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> REF _One </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>four</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    paragraph = (
        f"<w:p>{_NUMBERED}{run('to act ')}{run('now', '<w:rPr><w:b/></w:rPr>')}"
        f'<w:bookmarkStart w:id="1" w:name="_{word}"/>{run(" and always")}<w:bookmarkEnd w:id="1"/>'
        f'<w:commentRangeStart w:id="5"/>{run(" as asked")}<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
        f"{control(run(' by June'))}{field}{run(f' with {word} speed')}</w:p>"
    )
    last = f"<w:p>{_NUMBERED}{run('to report')}</w:p>"
    block = control(f"<w:p>{run('in a control')}</w:p>", "two")
    files = open_package(docx("XX see <http://a there>[^A note.] @\n| a | b |\nend"))
    body = files["word/document.xml"].decode()
    body = body.replace('<w:p><w:r><w:t xml:space="preserve">end</w:t></w:r></w:p>', f"{paragraph}{last}{block}<w:p/>")
    files["word/document.xml"] = body.replace("XX", word).replace(">a<", f">{word}<").encode()
    for name, root, content in (
        ("styles", "styles", _STYLES),
        ("numbering", "numbering", _LISTS),
        ("comments", "comments", _COMMENT),
    ):
        files[f"word/{name}.xml"] = f'<w:{root} xmlns:w="{W}">{content}</w:{root}>'.encode()
        relate(files, "word/document.xml", name, f"{name}.xml")
        declare(files, f"word/{name}.xml", f"{_KIND}{name}+xml")
    return pack(files)


def one(root: etree._Element, name: str, n: int = 0) -> etree._Element:
    return list(root.iter(w(name)))[n]


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
    return next(p for p in root.iter(w("p")) if words in "".join(p.itertext()))


def with_property(holder: etree._Element, name: str, value: str | None = None) -> None:
    properties = holder.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        holder.insert(0, properties)
    child = etree.SubElement(properties, w(name))
    if value:
        child.set(w("val"), value)


def bookmark(root: etree._Element) -> etree._Element:
    """The start of the bookmark that the old file alone has."""
    return next(start for start in root.iter(w("bookmarkStart")) if start.get(w("name")) == "_full")


Plant = Callable[[etree._Element], None]
FAULTS: dict[str, Plant] = {
    "words": lambda root: remove(one(paragraph(root, "to act"), "t")),
    "style": lambda root: one(paragraph(root, "to act"), "pStyle").set(w("val"), "Heading"),
    "formatting": lambda root: remove(one(root, "b")),
    "controls": lambda root: unwrap(one(paragraph(root, "to act"), "sdt")),
    "links": lambda root: unwrap(one(root, "hyperlink")),
    "fields": lambda root: setattr(one(root, "instrText"), "text", " REF _Two "),
    "bookmarks": lambda root: one(paragraph(root, "to act"), "r").addprevious(bookmark(root)),
    "comments": lambda root: bookmark(root).addprevious(one(root, "commentRangeStart")),
    "notes": lambda root: one(root, "footnoteReference").set(w("customMarkFollows"), "1"),
    "objects": lambda root: next(e for e in root.iter() if str(e.tag).endswith("}extent")).set("cx", "7"),
    "table": lambda root: etree.SubElement(one(root, "tcPr"), w("gridSpan")).set(w("val"), "2"),
    "section": lambda root: etree.SubElement(one(paragraph(root, "to act"), "pPr"), w("sectPr")).clear(),
    "block_controls": lambda root: unwrap(one(root, "sdt", 1)),
    "bookmark_names": lambda root: remove(bookmark(root)),
    "labels": lambda root: one(paragraph(root, "to report"), "numId").set(w("val"), "2"),
    "sections": lambda root: etree.SubElement(one(root, "sectPr"), w("titlePg")).clear(),
}
"""For each aspect a fault that it alone sees. That of ``paragraph_formatting`` is told for now."""


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Callable[[Plant], None]:
    """Plants a fault: it is there when the comparison is written, before it is proved."""

    def planted(fault: Plant) -> None:
        prove = word_files._Comparison._prove

        def faulty(self: word_files._Comparison, *arguments: object) -> object:
            fault(self.stories[0].root)
            return prove(self, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(word_files._Comparison, "_prove", faulty)

    return planted


STAYS = "these bookmarks stand where the new file has them, also with the marks rejected: _best"
"""The bookmark of the new file: none bears a mark."""


def test_without_a_fault_all_is_well() -> None:
    done = compare_files((rich("full"), "old"), (rich("best"), "new"), "X")
    assert done.marks == 10
    assert done.notices == (STAYS, 'with all marks accepted, bookmarks are not all as in new: "_full"')


def test_every_aspect_has_its_fault() -> None:
    assert {*Line._fields, *Whole._fields, "old_bookmarks"} == {*ASPECTS} == {*FAULTS, "paragraph_formatting", "old_bookmarks"}


@pytest.mark.parametrize("aspect", FAULTS)
def test_a_fault_is_seen_and_nothing_is_written(
    aspect: str, plant: Callable[[Plant], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from resdraft.cli import group

    plant(FAULTS[aspect])
    for name in ("old", "new"):
        (tmp_path / f"{name}.docx").write_bytes(rich("full" if name == "old" else "best"))
    files = [str(tmp_path / f"{name}.docx") for name in ("old", "new", "out")]
    with pytest.raises(OurFault) as fault:
        CliRunner().invoke(group, ["diff", files[0], files[1], "-o", files[2]], catch_exceptions=False, standalone_mode=False)
    assert ASPECTS[aspect].what in str(fault.value) or aspect == "words"
    assert not (tmp_path / "out.docx").exists()
    # Without this aspect nobody would have seen it; a style is formatting too, and a section break makes a section.
    for name in (
        aspect,
        *{"style": ["paragraph_formatting"], "section": ["sections"], "bookmark_names": ["bookmarks"]}.get(aspect, []),
    ):
        monkeypatch.setitem(proving.ASPECTS, name, Aspect("", Verdict.TOLD, Verdict.TOLD))  # type: ignore[arg-type]
    compare_files((rich("full"), "old"), (rich("best"), "new"), "X")


def within_inserted(root: etree._Element) -> etree._Element:
    """The run of the new word: what is done to it shows with all marks accepted alone."""
    return next(run for mark in root.iter(w("ins")) for run in mark.iter(w("r")) if "best" in "".join(run.itertext()))


def note_in(root: etree._Element) -> None:
    reference = copy.deepcopy(one(root, "footnoteReference"))
    within_inserted(root).append(reference)


ACCEPTED: dict[str, Plant] = {
    "words": lambda root: remove(one(within_inserted(root), "t")),
    "formatting": lambda root: with_property(within_inserted(root), "i"),
}


@pytest.mark.parametrize("aspect", ACCEPTED)
def test_a_fault_in_what_is_new_is_seen(aspect: str, plant: Callable[[Plant], None]) -> None:
    plant(ACCEPTED[aspect])
    with pytest.raises(OurFault, match="with all marks accepted"):
        compare_files((rich("full"), "old"), (rich("best"), "new"), "X")


def test_what_is_not_carried_over_is_told_and_the_rest_is_written(plant: Callable[[Plant], None]) -> None:
    def empties(root: etree._Element) -> None:
        """Writes the words of a control anew behind it, as if they were accepted so."""
        inner = one(paragraph(root, "to act"), "sdtContent")
        holder = inner.getparent()
        assert holder is not None
        gone, come = etree.Element(w("del"), {w("author"): "X"}), etree.Element(w("ins"), {w("author"): "X"})
        come.append(copy.deepcopy(inner[0]))
        gone.append(inner[0])
        inner.append(gone)
        holder.addnext(come)

    plant(empties)
    done = compare_files((rich("full"), "old"), (rich("best"), "new"), "X")
    assert len(done.notices) == 3
    assert done.notices[1].startswith(
        "with all marks accepted, content controls and directions of writing are not all as in new: "
    )
