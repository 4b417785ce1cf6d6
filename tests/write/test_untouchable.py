"""What stands among words that change: kept where it can be, refused with the reason where it cannot."""

from __future__ import annotations

import pytest
from lxml import etree

from resdraft.errors import Unfit
from resdraft.model.edit import Delete, Edit, Move, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text
from resdraft.ooxml.names import W, w
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_docx, read_word
from resdraft.read.text import read_text
from resdraft.write.docx import mark_docx

from .. import looks
from ..read.test_word import changed

BASE = read_text(
    "RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat HERE it is;\nb)\tthat it was,\nresolves\n1\tto do."
)
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
FIELD = (
    BEGIN
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>the place</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>the place</w:t></w:r></w:sdtContent></w:sdt>"


def file_with(between: str) -> bytes:
    """A file in which some XML stands between two words of noting a)."""
    run = "<w:t>that HERE it is;</w:t>"
    parts = f'<w:t xml:space="preserve">that </w:t></w:r>{between}<w:r><w:t xml:space="preserve"> it is;</w:t>'
    return changed(looks.file_of(BASE, "plain", 5), run, parts)


def marked(content: bytes, *edits: Edit) -> bytes:
    text = read_word(WordFile.open(content))
    owned = tuple(Owned(edit, ("RUS",)) for edit in edits)
    return mark_docx(Marked(text.resolution, owned), text.file, text.places).content


def words(r: Resolution) -> str:
    return r["s1/1"].text.plain


def token(content: bytes, word: str) -> int:
    return [t.text for t in read_docx(content)["s1/1"].text.tokens].index(word)


@pytest.mark.parametrize(
    ("between", "reason"),
    [
        (FIELD.format("REF _Ref1"), "a field"),
        ('<w:fldSimple w:instr=" REF _Ref1 "><w:r><w:t>the place</w:t></w:r></w:fldSimple>', "a field"),
        (CONTROL.format('<w:lock w:val="contentLocked"/>'), "locked"),
        (CONTROL.format('<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>'), "data of the file"),
        (
            '<w:ins w:id="900" w:author="X"/><w:del w:id="901" w:author="X"><w:r><w:delText>the place</w:delText></w:r></w:del>',
            "mark",
        ),
    ],
)
def test_words_that_cannot_be_changed_are_refused_with_the_reason(between: str, reason: str) -> None:
    content = file_with(between)
    text = read_word(WordFile.open(content), lambda _: False)
    at = [t.text for t in text.resolution["s1/1"].text.tokens].index("place")
    edits = (Owned(Replace("s1/1", at, at + 1, Text.of("spot")), ("RUS",)),)
    with pytest.raises(Unfit, match=reason) as caught:
        mark_docx(Marked(text.resolution, edits), text.file, text.places)
    assert caught.value.problems[0].clause == "noting a)"


@pytest.mark.parametrize(
    "between",
    [
        FIELD.format('HYPERLINK "https://www.itu.int"'),
        CONTROL.format(""),
        '<w:bookmarkStart w:id="9" w:name="b"/><w:r><w:t>the </w:t></w:r><w:bookmarkEnd w:id="9"/><w:r><w:t>place</w:t></w:r>'.replace(
            "<w:t>the ", '<w:t xml:space="preserve">the '
        ),
        '<w:r><w:t xml:space="preserve">the </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>place</w:t><w:drawing/></w:r>',
    ],
)
def test_what_can_be_kept_is_kept(between: str) -> None:
    content = file_with(between)
    at = token(content, "place")
    after = marked(content, Replace("s1/1", at, at + 1, Text.of("spot")))
    root = WordFile.open(after).story.root
    before = WordFile.open(content).story.root
    for tag in ("bookmarkStart", "bookmarkEnd", "fldChar", "instrText", "drawing", "sdt", "proofErr"):
        assert len(list(root.iter(w(tag)))) == len(list(before.iter(w(tag)))), tag
        assert not [e for e in root.iter(w(tag)) if next(e.iterancestors(w("del")), None) is not None]
    assert words(read_docx(settle(after, "accept", Selection()).content)) == "that the spot it is;"
    assert words(read_docx(settle(after, "reject", Selection()).content)) == "that the place it is;"


def test_a_field_goes_as_a_whole_or_with_its_clause() -> None:
    content = file_with(FIELD.format("REF _Ref1"))
    low, high = token(content, "the"), token(content, "place") + 1
    for edit in (Replace("s1/1", low, high, Text.of("here")), Delete("s1/1")):
        after = marked(content, edit)
        root = WordFile.open(after).story.root
        assert all(next(e.iterancestors(w("del")), None) is not None for e in root.iter(w("fldChar")))
        assert not list(root.iter(w("instrText")))
        accepted = settle(after, "accept", Selection()).content
        assert not list(WordFile.open(accepted).story.root.iter(w("fldChar")))
        assert words(read_docx(settle(after, "reject", Selection()).content)) == "that the place it is;"


def test_what_stays_behind_when_a_clause_moves_is_told() -> None:
    inside = (
        '<w:bookmarkStart w:id="5" w:name="_Ref1"/><w:bookmarkStart w:id="6" w:name="_Ref2"/><w:commentRangeStart w:id="1"/>'
        '<w:r><w:t>HERE</w:t></w:r><w:commentRangeEnd w:id="1"/><w:bookmarkEnd w:id="5"/><w:bookmarkEnd w:id="6"/>'
        '<w:r><w:commentReference w:id="1"/></w:r>'
    )
    content = changed(
        file_with(inside), "<w:t>to do.</w:t>", f"<w:t>to do </w:t></w:r>{FIELD.format('REF _Ref1')}<w:r><w:t>.</w:t>"
    )
    text = read_word(WordFile.open(content))
    move = Owned(Move("s1/1", "s1/2", 0, 0, "c)"), ("RUS",))
    assert list(mark_docx(Marked(text.resolution, (move,)), text.file, text.places).notices) == [
        "noting a) moves, and its bookmark _Ref1, which the file refers to, stays where it stood",
        "noting a) moves, and the comment on it stays where it stood",
    ]


def test_a_clause_with_a_field_or_a_picture_is_not_moved() -> None:
    for between in (FIELD.format("REF _Ref1"), "<w:r><w:t>the place</w:t><w:drawing/></w:r>"):
        with pytest.raises(Unfit, match="cannot be copied to the new place"):
            marked(file_with(between), Move("s1/1", "s1/2", 0, 0, "b)bis"))


def test_words_beside_a_field_stand_outside_it() -> None:
    content = file_with(FIELD.format("REF _Ref1"))
    after = marked(content, Replace("s1/1", token(content, "place") + 1, token(content, "place") + 1, Text.of(" now")))
    kinds = [etree.QName(e).localname for e in WordFile.open(after).story.root.iter(w("fldChar"), w("ins"))]
    assert kinds == ["fldChar", "fldChar", "fldChar", "ins"]


def test_new_words_in_a_link_belong_to_it_only_where_they_bear_it() -> None:
    link = '<w:hyperlink r:id="rId9"><w:r><w:t>the place here</w:t></w:r></w:hyperlink>'
    content = changed(
        looks.file_of(BASE, "odd", 5, fields=False), "</w:body>", f"<w:p><w:r><w:t>2</w:t></w:r>{link}</w:p></w:body>"
    )
    base = read_docx(content)
    last = base.provisions[-1]
    assert W
    at = [t.text for t in last.text.tokens].index("place")
    for url, inside in ((None, False), ("https://www.itu.int/", True)):
        new = Text.of("spot") if url is None else Text((Text.of("spot").spans[0]._replace(link=url),))
        after = marked(content, Replace(last.key, at, at + 1, new))
        (mark,) = WordFile.open(after).story.root.iter(w("ins"))
        assert (next(mark.iterancestors(w("hyperlink")), None) is not None) == inside
        accepted = read_docx(settle(after, "accept", Selection()).content)
        assert [s.link for s in accepted[last.key].text.spans if "spot" in s.text] == [url]


def test_a_new_footnote_among_typed_marks_is_bis_of_the_one_before() -> None:
    base = read_text(
        "RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat[^2] one;\nb)\tthat[^1] two,\nresolves\n1\tto do.\n"
        "[^2]: Two.\n[^1]: One."
    )
    content = looks.file_of(base, "itu", 5)
    text = read_word(WordFile.open(content))
    from resdraft.model.edit import Insert
    from resdraft.model.resolution import Provision

    note = Provision(Kind.NOTE, Text.of("New."), "+1")
    edits = (Replace("s1/1", 2, 2, Text.parse("[^+1]", ["+1"])), Insert("note/1", 0, note))
    after = mark_docx(Marked(text.resolution, tuple(Owned(e, ("RUS",)) for e in edits)), text.file, text.places).content
    accepted = read_docx(settle(after, "accept", Selection()).content)
    assert [(n.mark, n.text.plain) for n in accepted.notes] == [("2", "Two."), ("2bis", "New."), ("1", "One.")]


def test_a_table_is_struck_row_by_row() -> None:
    row = "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{row}{row}</w:tbl>"
    content = changed(looks.file_of(BASE, "plain", 5), "<w:p><w:r><w:t>resolves", f"{table}<w:p><w:r><w:t>resolves")
    (block,) = [p.key for p in read_docx(content).provisions if p.kind is Kind.BLOCK]
    after = marked(content, Delete(block))
    assert not list(WordFile.open(settle(after, "accept", Selection()).content).story.root.iter(w("tbl")))
    back, before = (WordFile.open(c).story.root for c in (settle(after, "reject", Selection()).content, content))
    assert etree.tostring(back, method="c14n") == etree.tostring(before, method="c14n")
