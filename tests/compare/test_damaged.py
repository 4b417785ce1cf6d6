"""Files that another program has damaged are refused with their reason: no comparison of them is a fault of ours."""

from __future__ import annotations

import pytest

from resdraft.compare import word_files
from resdraft.compare.word_files import compare_files
from resdraft.errors import OurFault, Problem, Unfit, Unreadable
from resdraft.ooxml.misplaced import misplaced
from resdraft.ooxml.names import W
from resdraft.ooxml.package import open_package, pack, parse
from resdraft.ooxml.plain_lines import plain_lines
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.text import read_text

from ..looks import file_of
from .notation import docx
from .test_inside_paragraphs import run, with_body

SIGN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def body(inner: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        (f"<w:p>{run('a')}</w:p>", ""),
        ("<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr></w:p><w:sectPr/>", ""),
        (f"<w:p>{SIGN.format('begin')}{SIGN.format('separate')}{run('1')}{SIGN.format('end')}</w:p>", ""),
        (f"<w:p>{run('a')}<w:p/></w:p>", "w:p stands in w:p"),
        ("<w:p><w:r><w:r/></w:r></w:p>", "w:r stands in w:r"),
        (f"<w:p>{run('a')}<w:pPr/></w:p>", "w:pPr does not stand first in w:p"),
        ("<w:p><w:pPr/><w:pPr/></w:p>", "w:pPr does not stand first in w:p"),
        ("<w:sectPr/><w:p/>", "something stands behind the last section"),
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "a cell of a table has no paragraph"),
        (f"<w:p>{SIGN.format('end')}</w:p>", "a field ends that has not begun"),
        ("<w:p><w:r><w:sz/></w:r></w:p>", "w:sz stands in w:r"),
        ("<w:p><w:r><w:tab/><w:cr/></w:r></w:p>", ""),
        ("<w:p/></w:body><w:body><w:p/>", "there are two bodies"),
        ("<w:p><w:pPr><w:numPr><w:numId><w:pStyle/></w:numId></w:numPr></w:pPr></w:p>", "w:pStyle stands in w:numId"),
        ('<w:p><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:p>', "a:graphic stands in w:p"),
        ("<w:p><w:pPr><w:pStyle/><w:pStyle/></w:pPr></w:p>", "w:pStyle stands twice in w:pPr"),
        (f"<w:p>{SIGN.format('begin')}{SIGN.format('q')}</w:p>", "a field has a sign that no field has, or one twice"),
        (
            f"<w:p>{SIGN.format('begin')}{2 * SIGN.format('separate')}</w:p>",
            "a field has a sign that no field has, or one twice",
        ),
        (f"<w:p>{SIGN.format('begin')}</w:p>", "a field begins and does not end"),
        (f"<w:p>{SIGN.format('begin')}{run('1')}{SIGN.format('end')}</w:p>", "words stand in the code of a field"),
    ],
)
def test_what_is_misplaced(inner: str, what: str) -> None:
    assert misplaced(parse(body(inner).encode())) == what


def fault(*_: object) -> None:
    raise OurFault(Problem("it would not read as it should", ""))


def test_a_damaged_file_is_refused_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = with_body(docx("a"), f"<w:p>{run('a')}<w:p>{run('b')}</w:p></w:p>")
    monkeypatch.setattr(word_files._Comparison, "run", fault)
    with pytest.raises(Unreadable, match="w:p stands in w:p"):
        compare_files((damaged, "old"), (docx("c"), "new"), "SWE")
    # In a sound file it stays what it is.
    with pytest.raises(OurFault):
        compare_files((docx("a"), "old"), (docx("b"), "new"), "SWE")


def test_marks_that_cannot_be_told_from_what_is_new_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = with_body(docx("a"), f'<w:p><w:ins w:id="1" w:author="NO">{run("a")}</w:ins></w:p>')
    monkeypatch.setattr(word_files._Comparison, "run", fault)
    with pytest.raises(Unfit, match="different revision marks"):
        compare_files((marked, "old"), (docx("b"), "new"), "SWE", keep=True)


_NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)
_LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>{}</w:p>'


def _with_list(inner: str) -> bytes:
    """A file that has the list 2 alone."""
    parts = open_package(with_body(docx(""), inner))
    parts["word/numbering.xml"] = _NUMBERING.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    declared = f'<Override PartName="/word/numbering.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    one = f'<Relationship Id="rIdList" Type="{related}" Target="numbering.xml"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[name] = parts.get(name, empty).replace(b"</Relationships>", one.encode())
    return pack(parts)


def test_a_list_that_a_file_lacks_takes_in_nobody_elses_numbers() -> None:
    """A paragraph names the list 1, which is in neither file: a list that is brought along must not be that one."""
    old = with_body(docx(""), f"<w:p>{run('a')}</w:p>")
    new = _with_list(_LISTED.format(1, run("none")) + _LISTED.format(2, run("first")) + f"<w:p>{run('a')}</w:p>")
    marked = compare_files((old, "old"), (new, "new"), "x").content
    assert plain_lines(WordFile.open(marked))[:2] == ["{+x: none¶+}", "1\t{+x: first¶+}"]


def test_a_main_part_without_relationships() -> None:
    """Word writes them always; a program that packs by hand may not. It ended in a KeyError."""
    parts = open_package(with_body(docx(""), f"<w:p>{run('b')}</w:p>"))
    parts.pop("word/_rels/document.xml.rels", None)
    old = with_body(docx(""), f"<w:p>{run('a')}</w:p>")
    for pair in ((old, pack(parts)), (pack(parts), old)):
        assert compare_files((pair[0], "old"), (pair[1], "new"), "x").marks == 2


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/document.xml", "word/_rels/document.xml.rels"])
def test_a_part_that_is_cut_off_is_named_with_its_file(part: str, side: int) -> None:
    text = read_text("A title\nresolves\n1\tto act;\n2\tto end.")
    whole = [file_of(text, "automatic", 1), file_of(text, "automatic", 2)]
    parts = open_package(whole[side])
    assert part in parts
    whole[side] = pack(parts | {part: parts[part][: len(parts[part]) // 2]})
    with pytest.raises(Unreadable) as caught:
        compare_files((whole[0], "old.docx"), (whole[1], "new.docx"), "X")
    assert caught.value.problems[0].file == ("old.docx", "new.docx")[side]
    assert part in caught.value.problems[0].what
