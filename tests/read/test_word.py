"""Resolutions read from Word files: the real one of an assembly against its text, and the ways in which files say things."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from resdraft.errors import Unreadable, WrongUsage
from resdraft.model.edit import Delete
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Clause, Kind, Resolution, Section
from resdraft.model.text import Span, Text
from resdraft.ooxml.names import w
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_docx, read_paragraphs, read_parts, read_sources, read_word
from resdraft.read.text import read_text
from resdraft.write.docx import write_docx

from .. import looks


def bare(text: str) -> str:
    """Words without the marks of footnotes and the blanks before line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"\[\^[^\]]*\]", "", text)).strip()


def test_an_assembly_s_resolution_has_the_tree_of_its_text(shared: Path) -> None:
    (path,) = shared.glob("corpus/itu-docx/*.docx")
    (text,) = shared.glob("corpus/itu-docx/*.txt")
    # The text has footnotes as [fn:1]1, prints line breaks as lines, and leaves out symbols and pictures.
    source = re.sub(r"\[fn:(\d)\](\w+)", r"[^\1]", text.read_text("utf-8"))
    wanted = read_text(source)
    got = read_docx(path.read_bytes())
    assert [note.mark for note in got.notes] == ["1", "1bis", "2", "3", "4", "5"]
    calls = [bare(s.call.plain) for s in got.sections if s.call]
    assert calls == [bare(s.call.plain) for s in wanted.sections if s.call]
    assert [c.split(" ")[0].lower() for c in calls] == ["considering", "resolves", *["section"] * 10]
    assert [bare(a.heading.plain) for a in got.annexes] == [bare(a.heading.plain) for a in wanted.annexes]
    assert [bare(a.title.plain) for a in got.annexes if a.title] == [bare(a.title.plain) for a in wanted.annexes if a.title]
    ours = [(p.kind, p.depth, p.label, bare(p.text.marked())) for p in got.provisions if p.kind in (Kind.CALL, Kind.CLAUSE)]
    theirs = [
        (p.kind, p.depth, p.label, bare(p.text.marked())) for p in wanted.provisions if p.kind in (Kind.CALL, Kind.CLAUSE)
    ]
    missing = [line for line in theirs if line not in ours]
    # Three dashes that are symbols in the Word file, and one caption that is two lines in the text.
    assert [line[2] for line in missing] == [None, None, None, None, "–"]
    assert len(ours) == len(theirs) - 1
    assert sum(p.kind is Kind.BLOCK for p in got.provisions) == 3
    assert any(p.label == "b)bis" for p in got.provisions)


def small() -> Resolution:
    return read_text(
        "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nconsidering\na)\tthat one;\nb)\tthat two,\nresolves\n1\tto do;\n2\tto end."
    )


def changed(content: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """A file with some XML changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as again:
        for name in archive.namelist():
            data = archive.read(name)
            if name == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            again.writestr(name, data)
    return out.getvalue()


def test_tables_and_pictures_are_blocks_in_their_place() -> None:
    table = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    content = looks.file_of(small(), "plain", 5)
    content = changed(content, "<w:p><w:r><w:t>resolves", f"{table}{picture}<w:p><w:r><w:t>resolves")
    read = read_docx(content)
    assert [(p.key, p.text.plain) for p in read.provisions if p.kind is Kind.BLOCK] == [("s1/2/1", "one"), ("s1/2/2", "")]
    assert [p.text.plain for p in read.provisions if p.kind is not Kind.BLOCK] == [p.text.plain for p in small().provisions]


def test_paragraphs_are_counted_from_the_first_of_the_file_a_table_as_one() -> None:
    """Messages name a paragraph by this number, as people count them on the page."""
    table = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p><w:p/></w:tc></w:tr></w:tbl>"
    content = looks.file_of(small(), "itu", 5, fields=False)
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))[0]
    content = changed(content, "<w:body>", f"<w:body>{table}")
    texts = ["", *("".join(child.itertext(w("t"))) for child in body)]
    file = WordFile.open(content)
    read = read_word(file)
    counted = {key: texts[n - 1] for key, n in read.numbers.items()}
    assert counted == {p.key: f"{p.label or ''}{p.text.plain}" for p in small().provisions}
    plain = read_paragraphs(file)
    assert plain[0] == (1, "one")
    assert [(n, texts[n - 1]) for n, _ in plain[1:]] == [(n, text.replace("\t", "")) for n, text in plain[1:]]


def test_a_link_is_read_with_its_address() -> None:
    link = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>resolves</w:t></w:r></w:hyperlink>'
    content = changed(looks.file_of(small(), "odd", 5, fields=False), "</w:body>", f"{link}</w:p></w:body>")
    last = read_docx(content).provisions[-1]
    assert Span("resolves", link="https://www.itu.int/") in last.text.spans


def test_styles_are_known_by_name_where_ids_are_others() -> None:
    content = looks.file_of(small(), "itu", 5)
    for name in ("Call", "Restitle", "ResNo"):
        content = changed(content, f'w:styleId="{name}"', f'w:styleId="x{name}1"', "word/styles.xml")
        while f'"{name}"'.encode() in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"):
            content = changed(content, f'<w:pStyle w:val="{name}"/>', f'<w:pStyle w:val="x{name}1"/>')
    assert read_docx(content).fingerprint == small().fingerprint


def test_several_resolutions_in_one_document() -> None:
    one = small()
    body = zipfile.ZipFile(io.BytesIO(looks.file_of(one, "itu", 5))).read("word/document.xml")
    without_cover = list(etree.fromstring(body).iter(w("p")))[3:]
    paragraphs = b"".join(etree.tostring(p) for p in without_cover).decode()
    content = changed(looks.file_of(one, "itu", 5), "<w:sectPr>", f"{paragraphs}<w:sectPr>")
    with pytest.raises(WrongUsage, match="2 resolutions in it"):
        read_docx(content)
    texts = read_parts(WordFile.open(content))
    assert [t.resolution.fingerprint for t in texts] == [one.fingerprint] * 2
    assert read_docx(content, part=2).number == one.number
    keys = [set(map(id, (e for p in t.places.values() for e in p.elements))) for t in texts]
    assert not keys[0] & keys[1]


def test_what_is_no_resolution_is_said_to_be_none() -> None:
    letter = Resolution(sections=(Section(None, (Clause(Text.of("Dear delegates,")), Clause(Text.of("Come on Monday.")))),))
    with pytest.raises(Unreadable, match="no resolution in it"):
        read_docx(looks.file_of(letter, "plain"))


def test_an_annex_title_of_two_paragraphs_is_one(r1332: Resolution) -> None:
    """As a title of the text is: nothing of it is lost."""
    content = looks.file_of(r1332, "itu", 1, fields=False)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                at = part.index(b"</w:p>", part.index(b'"Annextitle"')) + len(b"</w:p>")
                more = b'<w:p><w:pPr><w:pStyle w:val="Annextitle"/></w:pPr><w:r><w:t>and more</w:t></w:r></w:p>'
                part = part[:at] + more + part[at:]
            new.writestr(name, part)
    title = read_docx(out.getvalue()).annexes[0].title
    assert title is not None
    assert title.plain.endswith("\nand more")
    assert title.plain.startswith(r1332.annexes[0].title.plain)


def test_a_source_may_delete_the_only_call() -> None:
    """What is left looks like no resolution, but the file is ours, so it is known to be one."""
    base = Resolution(title=Text.of("A title"), sections=(Section(Text.of("noting"), (Clause(Text.of("one;"), "a)"),)),))
    marked = Marked(base, (Owned(Delete("s1"), ("RUS",)),))
    read, texts = read_sources(write_docx(marked))
    assert read == base
    assert [p.line for p in texts["RUS"].provisions] == ["A title", "a)\tone;"]
