"""Files made to do harm, and files damaged at random: refused in words, or read; never more."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdraft.errors import ResdraftError, Unreadable
from resdraft.model.marked import Marked
from resdraft.ooxml.names import DOCUMENT, W
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.settle import Selection, settle
from resdraft.read.docx import nothing, read_docx
from resdraft.read.text import read_text
from resdraft.write.docx import write_docx

GOOD = write_docx(
    Marked(read_text("RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act[^1];\n[^1]: At once."))
)


def with_document(content: str) -> bytes:
    return pack(open_package(GOOD) | {DOCUMENT: content.encode()})


def with_entry(name: str, content: bytes) -> bytes:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def declaring(entity: str, use: str) -> bytes:
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p></w:body></w:document>'
    return with_document(f'<?xml version="1.0"?><!DOCTYPE x [{entity}]>{body}')


HOSTILE = {
    "zip bomb": with_entry("word/media/image1.bin", b"\0" * 300_000_000),
    "billion laughs": declaring(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;"),
    "external entity": declaring('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
    "path escape": with_entry("../../escaped.xml", b"<x/>"),
    "absolute path": with_entry("/escaped.xml", b"<x/>"),
    "deep nesting": with_document(
        f'<w:document xmlns:w="{W}"><w:body>{"<w:sdt>" * 100_000}{"</w:sdt>" * 100_000}</w:body></w:document>'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_harm_is_refused_at_once(name: str) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        settle(HOSTILE[name], "accept", Selection(), "hostile.docx")
    assert time.process_time() - started < 1
    assert caught.value.problems[0].hint


def test_a_part_that_is_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = with_entry(DOCUMENT, b"<x/>")
    with pytest.raises(Unreadable, match="twice"):
        open_package(content)


def test_an_encrypted_part_is_refused_as_such() -> None:
    """Bit 0 of the flags says that a part is encrypted (ZIP specification, 4.4.4); they stand 8 bytes into each entry of the directory."""
    content = bytearray(GOOD)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="the archive is encrypted"):
        open_package(bytes(content))


def tolerate(content: bytes) -> None:
    for action in (lambda: settle(content, "reject", Selection()), lambda: read_docx(content, nothing)):
        try:
            action()
        except ResdraftError as error:
            assert error.code != 70  # noqa: PT017


@given(st.data())
def test_damaged_packages_are_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    tolerate(bytes(content))


@given(st.data())
def test_damaged_documents_are_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(open_package(GOOD)[DOCUMENT])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 12))] = data.draw(
            st.sampled_from((b"", b"<", b"/>", b"w:p", b"w:ins", b'"', b"&#0;", b"\xff"))
        )
    tolerate(pack(open_package(GOOD) | {DOCUMENT: bytes(content)}))


TAGS = (
    "p",
    "r",
    "t",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "pPr",
    "rPr",
    "tbl",
    "tr",
    "trPr",
    "tc",
    "tcPr",
    "cellDel",
    "cellIns",
    "sdt",
    "sdtContent",
)
CHANGES = (
    "rPrChange",
    "pPrChange",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "customXmlDelRangeStart",
    "numPr",
    "delText",
    "footnoteReference",
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from(TAGS + CHANGES))
    inner = "".join(draw(st.lists(elements(depth + 1), max_size=3))) if depth < 4 else "x"
    identity = draw(st.sampled_from(('w:id="1" w:author="A"', 'w:id="2" w:author="B" w:date="x"', "")))
    return f"<w:{tag} {identity}>{inner}</w:{tag}>"


@given(st.lists(elements(), max_size=6), st.sampled_from(("accept", "reject")))
def test_marks_in_impossible_places_are_settled_all_the_same(found: list[str], action: str) -> None:
    content = with_document(f'<w:document xmlns:w="{W}"><w:body>{"".join(found)}</w:body></w:document>')
    settled = settle(content, action, Selection())
    assert settled.left == 0
    open_package(settled.content)
