"""What stands around and among words: content controls, bookmarks, marks of notes, text boxes. A comparison leaves it right both ways."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.compare.word_files import ComparedFile, compare_files
from resdraft.ooxml.names import DOCUMENT, P, w
from resdraft.ooxml.package import open_package, parse
from resdraft.ooxml.settle import Selection, settle

from .notation import docx

V = "urn:schemas-microsoft-com:vml"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(inner: str, kind: str = "sdt") -> str:
    if kind == "sdt":
        return f'<w:sdt><w:sdtPr><w:tag w:val="t"/><w:id w:val="77"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
    own = {
        "customXml": ' w:uri="urn:x" w:element="e"',
        "bdo": ' w:val="ltr"',
        "dir": ' w:val="ltr"',
        "smartTag": ' w:element="e"',
    }
    return f"<w:{kind}{own[kind]}>{inner}</w:{kind}>"


def with_body(content: bytes, body: str) -> bytes:
    """A Word file with another body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            written = before.read(name).decode()
            if name == DOCUMENT:
                written = re.sub(r"(<w:body>).*(</w:body>)", lambda found: found[1] + body + found[2], written, flags=re.DOTALL)
            after.writestr(name, written)
    return out.getvalue()


def file(*paragraphs: str) -> bytes:
    return with_body(docx("x"), "".join(f"<w:p>{p}</w:p>" for p in paragraphs))


def compared(old: bytes, new: bytes) -> ComparedFile:
    return compare_files((old, "old"), (new, "new"), "SWE")


def root_of(content: bytes) -> etree._Element:
    return parse(open_package(content)[DOCUMENT])


def settled(content: bytes, *, accept: bool) -> etree._Element:
    return root_of(settle(content, "accept" if accept else "reject", Selection()).content)


def words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(w("t")))


@pytest.mark.parametrize("kind", ["sdt", "customXml", "bdo", "dir", "smartTag"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the first of May", "the first of June"),
        ("the first", "the first of June"),
        ("May", "June"),
        ("first of May", "the first of May"),
        ("the first of May", "the first"),
        ("May", ""),
    ],
)
@pytest.mark.parametrize("behind", [" in Geneva", ""])
def test_words_of_a_container_stay_in_it(kind: str, old: str, new: str, behind: str) -> None:
    before, after = (
        file(run("On ") + control(run(text) if text else "", kind) + (run(behind) if behind else "")) for text in (old, new)
    )
    out = compared(before, after).content
    for accept, text in ((True, new), (False, old)):
        root = settled(out, accept=accept)
        held = next(root.iter(w(kind)), None)
        assert (words(held) if held is not None else "") == text
        assert words(root) == f"On {text}{behind}"


@given(st.lists(st.tuples(st.sampled_from(["a", "b c", "d"]), st.booleans()), max_size=4), st.data())
def test_whatever_changes_in_and_around_controls_stays_in_and_around_them(
    pieces: list[tuple[str, bool]], data: st.DataObject
) -> None:
    other = [(data.draw(st.sampled_from([text, "x", f"{text} y"])), inside) for text, inside in pieces]
    files = [file("".join(control(run(text)) if inside else run(text) for text, inside in one)) for one in (pieces, other)]
    out = compared(*files).content
    for accept, one in ((True, other), (False, pieces)):
        held = [words(e) for e in settled(out, accept=accept).iter(w("sdt"))]
        assert held == [text for text, inside in one if inside]


@pytest.mark.parametrize(
    "properties",
    [
        ('<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>', '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'),
        ('<w:date w:fullDate="2026-05-01T00:00:00Z"/>', '<w:date w:fullDate="2026-06-01T00:00:00Z"/>'),
        ("<w:showingPlcHdr/><w:text/>", "<w:text/>"),
        ('<w:comboBox><w:listItem w:value="a"/></w:comboBox>', '<w:comboBox><w:listItem w:value="b"/></w:comboBox>'),
        ('<w:dataBinding w:xpath="/a"/>', '<w:dataBinding w:xpath="/b"/>'),
    ],
)
def test_what_a_control_holds_beside_its_words_is_told(properties: tuple[str, str]) -> None:
    declared = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    filled = [
        control(run("x")).replace("</w:sdtPr>", f"{one}</w:sdtPr>").replace("<w:sdt>", f"<w:sdt {declared}>")
        for one in properties
    ]
    told = compared(*(file(run("On ") + one) for one in filled)).notices
    assert any("content controls" in said for said in told), told
    assert not any("content controls" in said for said in compared(*[file(run("On ") + filled[0])] * 2).notices)


@pytest.mark.parametrize("simple", [False, True])
def test_a_page_number_inside_another_field_is_no_change(simple: bool) -> None:
    def field(code: str, result: str) -> str:
        parts = ("begin", f'<w:instrText xml:space="preserve">{code}</w:instrText>', "separate", result, "end")
        kinds = ("begin", "separate", "end")
        return "".join(
            f'<w:r><w:fldChar w:fldCharType="{p}"/></w:r>' if p in kinds else p if p.startswith("<w:r>") else f"<w:r>{p}</w:r>"
            for p in parts
        )

    def condition(number: str, shown: str) -> bytes:
        inner = field(" PAGE ", run(number))
        outer = field(
            f' IF </w:instrText></w:r>{inner}<w:r><w:instrText xml:space="preserve"> = 1 "first" "later" ', run(shown)
        )
        return file(run("x ") + (f'<w:fldSimple w:instr=" QUOTE ">{inner}{run(shown)}</w:fldSimple>' if simple else outer))

    assert compared(condition("2", "later"), condition("3", "later")).marks == 0
    assert compared(condition("2", "later"), condition("2", "first")).marks > 0


# bookmarks


def bookmark(name: str, inner: str, own: int = 5) -> str:
    return f'<w:bookmarkStart w:id="{own}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{own}"/>'


def reference(name: str, result: str, code: str = "REF") -> str:
    kinds = ("begin", "separate", "end")
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} {name} \\h </w:instrText></w:r>{middle}{run(result)}{end}'


def surrounded(root: etree._Element, name: str) -> str | None:
    """The words of a bookmark; None where there is none."""
    start = next((e for e in root.iter(w("bookmarkStart")) if e.get(w("name")) == name), None)
    if start is None:
        return None
    inside, out = False, []
    for element in root.iter():
        inside = inside or element is start
        if element.tag == w("bookmarkEnd") and element.get(w("id")) == start.get(w("id")):
            break
        if inside and element.tag == w("t"):
            out.append(element.text or "")
    else:
        raise AssertionError("the bookmark has no end")
    return "".join(out)


CLAUSES = [
    "Alpha clause with words of its own.",
    "Beta clause that goes elsewhere.",
    "Gamma clause with more words.",
    "Delta, the last.",
]


A, B, C, D = CLAUSES
ALL = [run(clause) for clause in CLAUSES]
MARKED_B = bookmark("_Ref7", run(B))
SPANNING = [
    *(run(A) + '<w:bookmarkStart w:id="5" w:name="_Ref7"/>', run(B)),
    *(run(f"{C} x") + '<w:bookmarkEnd w:id="5"/>', run(D)),
]


@pytest.mark.parametrize(
    ("old", "new", "inside"),
    [
        # The clause is there already, its bookmark is new.
        (ALL, [run(A), MARKED_B, run(f"{C} See "), run(D)], B),
        # Clause and bookmark are new.
        (ALL, [run(A), run(B), bookmark("_Ref7", run("A new clause.")), run(C), run(D)], "A new clause."),
        # The clause moves and takes its bookmark along.
        ([run(A), MARKED_B, run(C), run(D)], [run(A), run(C), run(D), MARKED_B], B),
        # The clause before it goes.
        ([run(A), MARKED_B, run(C), run(D)], [MARKED_B, run(C), run(D)], B),
        # A bookmark within words, some of which change.
        ([run("one two three four")], [run("one ") + bookmark("_Ref7", run("zwei drei")) + run(" four")], "zwei drei"),
        ([run("one two three four")], [run("one two ") + bookmark("_Ref7", run("three")) + run(" four, five")], "three"),
        (ALL, SPANNING, f"{B}{C} x"),
    ],
)
@pytest.mark.parametrize("code", ["REF", "PAGEREF", "NOTEREF"])
def test_bookmarks_stand_where_the_new_file_has_them(old: list[str], new: list[str], inside: str, code: str) -> None:
    before, after = file(*old), file(*new, run("See ") + reference("_Ref7", "1", code))
    out = compared(before, after).content
    accepted = settled(out, accept=True)
    assert surrounded(accepted, "_Ref7") == inside
    names = [e.get(w("name")) for e in accepted.iter(w("bookmarkStart"))]
    assert len(names) == len(set(names))
    assert [words(p) for p in settled(out, accept=False).iter(P)] == [words(p) for p in root_of(before).iter(P)]


def test_a_bookmark_that_goes_elsewhere_is_told() -> None:
    old = file(run(CLAUSES[0]), bookmark("_Ref7", run(CLAUSES[1])), run(CLAUSES[2]), run(CLAUSES[3]))
    new = file(run(CLAUSES[0]), run(CLAUSES[2]), run(CLAUSES[3]), bookmark("_Ref7", run(CLAUSES[1])))
    assert any("_Ref7" in notice for notice in compared(old, new).notices)


def test_the_ids_of_bookmarks_are_free() -> None:
    old = file(bookmark("mine", run("one"), 1), run("two"))
    new = file(bookmark("mine", run("one"), 9), bookmark("theirs", run("two three"), 1))
    ids = [e.get(w("id")) for e in root_of(compared(old, new).content).iter(w("bookmarkStart"), w("ins"))]
    assert len(ids) == len(set(ids)) == 3


# notes with a mark of their own


def noted(mark: str, custom: str = ' w:customMarkFollows="1"') -> bytes:
    content = docx("Words[^See A.] more")
    return with_body(
        content, f'<w:p>{run("Words")}<w:r><w:footnoteReference{custom} w:id="1"/>{mark}</w:r>{run(" more")}</w:p>'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (noted("<w:t>*</w:t>"), noted("<w:t>†</w:t>")),
        (noted("<w:t>*</w:t>"), noted("<w:t>*</w:t><w:t>*</w:t>")),
        (noted("<w:t>*</w:t>"), noted("", "")),
        (noted("", ""), noted("<w:t>*</w:t>")),
    ],
)
def test_the_mark_of_a_note_changes(old: bytes, new: bytes) -> None:
    out = compared(old, new).content
    for accept, wanted in ((True, new), (False, old)):
        runs = [root_of(one) if isinstance(one, bytes) else one for one in (wanted, settled(out, accept=accept))]
        shown = [
            [(r.get(w("customMarkFollows")), words(r.getparent())) for r in root.iter(w("footnoteReference"))] for root in runs
        ]  # type: ignore[arg-type]
        assert shown[0] == shown[1]
        assert len(shown[0]) == 1


# text boxes


def box(text: str, form: str = "vml") -> str:
    inner = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    vml = f'<w:pict><v:shape xmlns:v="{V}" id="s1" style="width:9pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
    if form == "vml":
        return f"<w:r>{vml}</w:r>"
    shape = f'<w:drawing><wps:txbx xmlns:wps="urn:wps">{inner}</wps:txbx></w:drawing>'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    forms = f'<mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{vml}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent {mc}>{forms}</mc:AlternateContent></w:r>"


@pytest.mark.parametrize("form", ["vml", "both"])
def test_one_word_in_a_text_box_marks_one_word(form: str) -> None:
    old, new = (
        file(run("anchor ") + box(text, form), run("end")) for text in ("Write to Elm Street 4.", "Write to Oak Street 4.")
    )
    out = compared(old, new).content
    root = root_of(out)
    assert {words(e) for e in root.iter(w("ins"))} == {"Oak"}
    assert {"".join(t.text or "" for t in e.iter(w("delText"))) for e in root.iter(w("del"))} == {"Elm"}
    for accept, wanted in ((True, new), (False, old)):
        assert words(settled(out, accept=accept)) == words(root_of(wanted))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([run("a") + box("x"), run("end")], [run("end"), run("a new one") + box("y y")]),
        ([run("some words here") + box("x"), run("end")], [run("end"), run("some words here") + box("x")]),
        ([run("a") + box("x")], [run("a") + box("x") + run(" and ") + box("x")]),
    ],
)
def test_shapes_have_ids_of_their_own(old: list[str], new: list[str]) -> None:
    ids = [e.get("id") for e in root_of(compared(file(*old), file(*new)).content).iter(f"{{{V}}}shape")]
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("form", ["the only one", "beside another"])
def test_a_picture_that_changes_keeps_the_type_of_its_shape(form: str) -> None:
    def picture(width: int) -> str:
        kind = f'<v:shapetype xmlns:v="{V}" id="t75" coordsize="21600,21600"/>'
        return f'<w:r><w:pict>{kind}<v:shape xmlns:v="{V}" id="s1" type="#t75" style="width:{width}pt"/></w:pict></w:r>'

    beside = [picture(5)] if form == "beside another" else []
    old, new = (file(run("a"), picture(width), *beside) for width in (9, 10))
    out = compared(old, new).content
    for accept in (True, False):
        root = settled(out, accept=accept)
        kinds = {e.get("id") for e in root.iter(f"{{{V}}}shapetype")}
        assert {e.get("type", "")[1:] for e in root.iter(f"{{{V}}}shape")} <= kinds
