"""Files that another program has damaged are refused with their reason: no comparison of them is a fault of ours."""

from __future__ import annotations

import pytest

from resdraft.compare import word_files
from resdraft.compare.word_files import compare_files
from resdraft.errors import OurFault, Problem, Unfit, Unreadable
from resdraft.ooxml.misplaced import misplaced
from resdraft.ooxml.names import W
from resdraft.ooxml.package import parse

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
