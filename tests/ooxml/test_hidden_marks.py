"""No mark hides: not in a part of an odd name, encoding or prefix, not in one that is no text at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.errors import Unreadable
from resdraft.model.marked import Marked
from resdraft.ooxml.listing import list_marks
from resdraft.ooxml.names import DOCUMENT, W
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.text import read_text
from resdraft.usecases.documents import open_document
from resdraft.write.docx import write_docx

PLAIN = write_docx(Marked(read_text("RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act at once.")))
OFFICE = "application/vnd.openxmlformats-officedocument."
HEADER = f"{OFFICE}wordprocessingml.header+xml"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MARKS = re.compile(
    r"ins|del|moveFrom|moveTo|moveFromRangeStart|moveToRangeStart|cell(Ins|Del|Merge)|\w+Change|customXml\w+RangeStart"
)


def with_part(name: str, content: bytes, kind: str = HEADER, relation: str = "header") -> bytes:
    """A file with one part more, related to the main part where a kind of relationship is named."""
    parts = dict(open_package(PLAIN))
    types = etree.fromstring(parts["[Content_Types].xml"])
    if kind:
        etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", {"PartName": f"/{name}", "ContentType": kind})
    parts["[Content_Types].xml"] = etree.tostring(types)
    if relation:
        rels = etree.fromstring(parts["word/_rels/document.xml.rels"])
        target = {"Id": "rIdX", "Type": f"{RELATION}{relation}", "Target": f"/{name}"}
        etree.SubElement(rels, f"{{{rels.nsmap[None]}}}Relationship", target)
        parts["word/_rels/document.xml.rels"] = etree.tostring(rels)
    parts[name] = content
    return pack(parts)


def header(prefix: str = "w", before: str = "", space: str = W, root: str = "hdr") -> str:
    w = prefix and f"{prefix}:"
    text = f"<{w}r><{w}t>SECRET</{w}t></{w}r>"
    mark = f'<{w}ins {w or "a:"}id="1" {w or "a:"}author="SWE">{text}</{w}ins>'
    declared = f'xmlns{":" * bool(prefix)}{prefix}="{space}" xmlns:a="{space}"'
    return f"{before}<{w}{root} {declared}><{w}p>{mark}</{w}p></{w}{root}>"


UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>'
HIDDEN = {
    "UTF-16": with_part("word/header9.xml", header(before=UTF_16).encode("utf-16")),
    "strict and UTF-16": with_part("word/header9.xml", header(before=UTF_16, space=STRICT).encode("utf-16")),
    "a comment of 20 KB first": with_part("word/header9.xml", header(before=f"<!--{'x' * 20_000}-->").encode()),
    "a comment of 20 KB first, strict": with_part(
        "word/header9.xml", header(before=f"<!--{'x' * 20_000}-->", space=STRICT).encode()
    ),
    "prefix w-x": with_part("word/header9.xml", header("w-x").encode()),
    "prefix w.x": with_part("word/header9.xml", header("w.x").encode()),
    "prefix é": with_part("word/header9.xml", header("é").encode()),
    "no prefix": with_part("word/header9.xml", header("").encode()),
    "namespace as references": with_part("word/header9.xml", header(space="".join(f"&#{ord(c)};" for c in STRICT)).encode()),
    "named .part": with_part("word/header9.part", header().encode()),
    "named .XML": with_part("word/header9.XML", header().encode()),
    "in a folder of pictures": with_part("word/media/image9.png", header().encode(), "image/png"),
    "a content type that is none": with_part("word/header9", header().encode(), ""),
    "related by nothing": with_part("word/header9.xml", header().encode(), relation=""),
    "a root of its own": with_part("docProps/app9.xml", f"<x>{header()}</x>".encode(), f"{OFFICE}extended-properties+xml", ""),
    "comments": with_part(
        "word/comments9.xml", header(root="comments").encode(), f"{OFFICE}wordprocessingml.comments+xml", "comments"
    ),
    "strict marks in a transitional part": with_part(
        "word/header9.xml", f'<w:hdr xmlns:w="{W}">{header(space=STRICT, root="p")}</w:hdr>'.encode()
    ),
    "the range of a move alone": with_part(
        "word/header9.xml", f'<w:hdr xmlns:w="{W}"><w:p><w:moveToRangeStart w:id="1" w:author="SWE"/></w:p></w:hdr>'.encode()
    ),
    "two ranges of one id": with_part(
        "word/header9.xml",
        f'<w:hdr xmlns:w="{W}"><w:p>{"""<w:moveToRangeStart w:id="1" w:author="SWE"/>""" * 2}</w:p></w:hdr>'.encode(),
    ),
}


def marks_of(content: bytes) -> list[tuple[str, str]]:
    """Every mark in every part, found by the names that elements have once they are parsed."""
    out = []
    for part, held in open_package(content).items():
        try:
            root = etree.fromstring(held)
        except etree.XMLSyntaxError:
            continue
        names = (etree.QName(e) for e in root.iter(f"{{{W}}}*", f"{{{STRICT}}}*"))
        out += [(part, name.localname) for name in names if MARKS.fullmatch(name.localname)]
    return out


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_mark_is_found_and_settled_wherever_it_stands(name: str, action: str) -> None:
    content = HIDDEN[name]
    assert marks_of(content)
    if "range" not in name:
        assert [mark.author for mark in list_marks(open_package(content))] == ["SWE"]
    settled = settle(content, action, Selection())
    assert settled.left == 0
    assert marks_of(settled.content) == []
    assert any(b"SECRET" in part for part in open_package(settled.content).values()) == (
        "range" not in name and action == "accept"
    )


def test_a_part_without_marks_keeps_its_bytes() -> None:
    before = open_package(HIDDEN["UTF-16"])
    after = open_package(settle(HIDDEN["UTF-16"], "accept", Selection()).content)
    assert [name for name in before if before[name] != after[name]] == ["word/header9.xml"]


@pytest.mark.parametrize(
    "content",
    [
        with_part("word/header9.xml", header().encode()[:-3]),
        with_part("word/header9.bin", header().encode()[:-3], "image/png"),
        with_part("customXml/item9.xml", b"<x>", "", "customXml"),
        with_part("docProps/app9.xml", b"<x>", f"{OFFICE}extended-properties+xml", ""),
        with_part("word/header9.xml", f'<w:ins xmlns:w="{W}" w:author="SWE"/>'.encode()),
    ],
)
def test_what_cannot_be_looked_into_is_named(content: bytes) -> None:
    """Cut off, whatever it is called; or a mark where there can be none."""
    with pytest.raises(Unreadable, match=r"(header|item|app)9\."):
        settle(content, "accept", Selection(), "f.docx")


def test_what_is_left_alone_is_told() -> None:
    inner = with_part("word/afchunk.docx", HIDDEN["prefix é"], f"{OFFICE}wordprocessingml.document.main+xml", "aFChunk")
    stray = with_part("9.xml", b"no XML", "", "")
    for content, part in ((inner, "word/afchunk.docx"), (stray, "9.xml")):
        notices: list[str] = []
        assert list(list_marks(open_package(content), "", notices)) == []
        (said,) = settle(content, "accept", Selection()).warnings
        assert [said] == notices
        assert said.startswith(part)


def test_parts_are_found_whatever_the_case_of_their_names() -> None:
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="5"><w:p><w:r><w:t>Found.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    parts = dict(open_package(PLAIN))
    rels = parts["word/_rels/document.xml.rels"].replace(b'"footnotes.xml"', b'"foot%20Notes.xml"')
    file = WordFile.of(parts | {"word/_rels/document.xml.rels": rels, "word/Foot notes.XML": note.encode()})
    assert file.notes_part == "word/Foot notes.XML"
    assert file.notes is not None


def test_two_parts_of_one_name_in_other_letters_are_refused() -> None:
    with pytest.raises(Unreadable, match="twice"):
        open_package(pack(open_package(PLAIN) | {DOCUMENT.upper(): b"<x/>"}))


@given(
    prefix=st.from_regex(r"[a-zé_][\w.\-é]{0,8}", fullmatch=True).filter(
        lambda p: not p.lower().startswith("xml") and p != "a"
    ),
    encoding=st.sampled_from(("utf-8", "utf-16", "latin-1")),
    space=st.sampled_from((W, STRICT)),
    comment=st.integers(0, 30_000),
    name=st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.[a-zA-Z]{1,5}", fullmatch=True),
)
def test_whatever_a_part_looks_like(prefix: str, encoding: str, space: str, comment: int, name: str) -> None:
    before = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * comment}-->'
    try:
        held = header(prefix, before, space).encode(encoding)
        etree.fromstring(held)
    except (UnicodeEncodeError, etree.XMLSyntaxError):
        return
    content = with_part(name, held)
    assert [mark.text for mark in list_marks(open_package(content))] == ["SECRET"]
    assert marks_of(settle(content, "accept", Selection()).content) == []


def test_a_main_part_in_another_encoding_reads_the_same() -> None:
    parts = dict(open_package(PLAIN))
    text = (
        parts[DOCUMENT]
        .decode()
        .replace('encoding="UTF-8"', 'encoding="UTF-16"')
        .replace("encoding='UTF-8'", "encoding='UTF-16'")
    )
    parts[DOCUMENT] = text.encode("utf-16")
    assert open_document(pack(parts)).resolution == open_document(PLAIN).resolution
