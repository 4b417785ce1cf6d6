"""What a Word file says beside its text: all of it is found and taken out, and the text stays.

The saved bytes are read here with nothing of ours.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from resdraft.errors import OurFault, ResdraftError, WrongUsage
from resdraft.ooxml import private_data
from resdraft.ooxml.names import W
from resdraft.ooxml.package import pack
from resdraft.ooxml.private_data import KINDS
from resdraft.usecases.clean import clean

RELATIONS = "http://schemas.openxmlformats.org"
OFFICE = f"{RELATIONS}/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
SHOWN = '<w:vanish w:val="0"/>'
PLAIN = "considering that much is done resolves to act"
"""What the file below says to the eye."""


def relationships(*found: tuple[str, str, bool]) -> bytes:
    rows = (
        f'<Relationship Id="r{n}" Type="{kind if "://" in kind else f"{OFFICE}/{kind}"}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for n, (kind, target, external) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}/package/2006/relationships">{"".join(rows)}</Relationships>'.encode()


def element(name: str, inside: str) -> bytes:
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:w14="{W14}">{inside}</w:{name}>'.encode()


def run(words: str, formatting: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD"><w:rPr>{formatting}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def everything() -> dict[str, bytes]:
    """A file with something of each kind."""
    body = (
        '<w:p w:rsidR="00AB12CD" w14:paraId="1A2B3C4D"><w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
        '<w:bookmarkStart w:id="2" w:name="_rd_SWE_1"/>'
        f'<w:commentRangeStart w:id="0"/>{run("considering that much ")}{run("secret one ", "<w:vanish/>")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        f'<w:ins w:id="5" w:author="A delegate" w:date="2026-01-02T03:04:05Z">{run("is done")}</w:ins><w:bookmarkEnd w:id="2"/>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="3"/></w:r></w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Hidden"/></w:pPr>{run("secret two")}{run(" resolves", SHOWN)}</w:p>'
        '<w:p><w:permStart w:id="9" w:ed="delegate@state.int"/><w:proofErr w:type="spellStart"/>'
        f'<w:r><w:instrText> INCLUDEPICTURE "C:\\\\Users\\\\delegate\\\\map.png" </w:instrText></w:r>{run(" to act")}<w:permEnd w:id="9"/>'
        f'<w:del w:id="6" w:author="A delegate"><w:r><w:delText> now</w:delText></w:r></w:del></w:p>'
        '<w:sectPr><w:printerSettings r:id="r4"/></w:sectPr>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Hidden"><w:basedOn w:val="Base"/></w:style>'
    )
    settings = (
        '<w:attachedTemplate r:id="r1"/><w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataSource r:id="r2"/></w:mailMerge>'
        '<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'
        '<w14:docId w14:val="1A2B3C4D"/>'
    )
    note = '<w:footnote w:id="3"><w:p><w:r><w:t>secret three</w:t></w:r></w:p></w:footnote>'
    types = f'<Types xmlns="{RELATIONS}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    package = f"{RELATIONS}/package/2006/relationships/metadata"
    return {
        "[Content_Types].xml": f'{types}<Override PartName="/docProps/core.xml" ContentType="x/y"/></Types>'.encode(),
        "_rels/.rels": relationships(
            ("officeDocument", "word/document.xml", False),
            (f"{package}/core-properties", "docProps/core.xml", False),
            (f"{package}/thumbnail", "docProps/thumbnail.jpeg", False),
            (
                "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
                "word/webextensions/taskpanes.xml",
                False,
            ),
            (f"{RELATIONS}/package/2006/relationships/digital-signature/origin", "_xmlsignatures/origin.sigs", False),
        ),
        "docProps/core.xml": b"<coreProperties><creator>A delegate</creator></coreProperties>",
        "docProps/thumbnail.jpeg": b"picture",
        "word/webextensions/taskpanes.xml": b"<taskpanes/>",
        "_xmlsignatures/origin.sigs": b"",
        "customXml/item1.xml": b'<manifest xmlns="urn:resdraft:manifest:1"/>',
        "customXml/item2.xml": b"<plan>secret four</plan>",
        "customXml/itemProps2.xml": b"<props/>",
        "customXml/_rels/item2.xml.rels": relationships(("customXmlProps", "itemProps2.xml", False)),
        "word/document.xml": element("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": element("styles", styles),
        "word/settings.xml": element("settings", settings),
        "word/footnotes.xml": element("footnotes", note),
        "word/comments.xml": element("comments", '<w:comment w:id="0" w:author="A delegate"><w:p/></w:comment>'),
        "word/people.xml": b"<people/>",
        "word/printerSettings1.bin": b"printer",
        "[trash]/0000.xml": b"<old>secret five</old>",
        "word/_rels/document.xml.rels": relationships(
            *(("styles", "styles.xml", False), ("settings", "settings.xml", False), ("footnotes", "footnotes.xml", False)),
            *(("printerSettings", "printerSettings1.bin", False), ("comments", "comments.xml", False)),
            ("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml", False),
            *(("customXml", "../customXml/item1.xml", False), ("customXml", "../customXml/item2.xml", False)),
            ("image", "file:///C:/Users/delegate/photo.png", True),
        ),
        "word/_rels/settings.xml.rels": relationships(
            ("attachedTemplate", "file:///C:/Users/delegate/own.dotx", True), ("mailMergeSource", "file:///D:/list.csv", True)
        ),
    }


def saved(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def left(content: bytes) -> list[str]:
    """What is private in the saved bytes, found by reading the archive with nothing of ours."""
    out, parts = [], saved(content)
    private = r"(docProps|customXml|_xmlsignatures|\[trash\]|docMetadata)/"
    private += r"|word/(comments|people|printerSettings|webextensions|glossary/comments)"
    out += [name for name in parts if re.match(private, name)]
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                root = etree.fromstring(part)
            except etree.XMLSyntaxError:
                continue
            for found in root.iter(etree.Element):
                own, space = etree.QName(found).localname, etree.QName(found).namespace or ""
                word = "wordprocessingml" in space or "office/word" in space
                if word and own in (
                    *("commentReference", "commentRangeStart", "attachedTemplate", "mailMerge", "docVars", "rsids", "docId"),
                    *("proofErr", "printerSettings", "dataBinding"),
                ):
                    out.append(f"{name}: {own}")
                for key, value in found.attrib.items():
                    attribute = etree.QName(key).localname
                    if (
                        attribute.startswith("rsid")
                        or (attribute == "author" and value != "Author")
                        or (
                            attribute == "date"
                            and word
                            and own != "sdt"
                            and found.get(f"{{{W}}}author")
                            and not value.startswith("1970")
                        )
                        or (attribute == "ed" and own == "permStart")
                        or (attribute == "name" and value == "_GoBack")
                        or (attribute == "name" and value.startswith("_rd_"))
                        or re.match(r"file:///|[A-Za-z]:[\\/]|\\\\", value)
                    ):
                        out.append(f"{name}: {own} {attribute}={value}")
                if own == "vanish" and word and found.get(f"{{{W}}}val") in (None, "1", "true", "on"):
                    run_of = found.getparent().getparent()
                    if etree.QName(run_of).localname == "r" and [
                        t for t in run_of.iter() if str(t.tag).endswith(("}t", "}delText"))
                    ]:
                        out.append(f"{name}: hidden {''.join(run_of.itertext())}")
    return out


def test_everything_is_found_and_taken_out() -> None:
    content = pack(everything())
    found = clean(content)
    assert {finding.kind for finding in found.findings} == set(KINDS)
    assert left(content)
    assert left(found.content) == []
    parts = saved(found.content)
    assert b"secret" not in b"".join(parts.values())
    assert b"delegate" not in b"".join(parts.values())
    assert set(parts) == {
        *("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/settings.xml"),
        *("word/footnotes.xml", "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"),
    }
    assert b"core.xml" not in parts["[Content_Types].xml"]


def test_the_text_and_the_words_of_marks_stay() -> None:
    root = etree.fromstring(saved(clean(pack(everything())).content)["word/document.xml"])
    assert "".join(t.text or "" for t in root.iter(f"{{{W}}}t")) == PLAIN
    assert [t.text for t in root.iter(f"{{{W}}}delText")] == [" now"]
    assert [e.get(f"{{{W}}}author") for e in root.iter(f"{{{W}}}ins", f"{{{W}}}del")] == ["Author", "Author"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_kept_stays(kind: str) -> None:
    content = pack(everything())
    found = clean(content, keep=[kind])
    assert {finding.kind for finding in found.findings} == set(KINDS) - {kind}
    assert kind in {finding.kind for finding in clean(found.content).findings}
    if kind == "hidden-text":
        assert b"secret three" in saved(found.content)["word/footnotes.xml"]


def test_a_file_with_nothing_beside_its_text_is_the_same_bytes() -> None:
    once = clean(pack(everything())).content
    again = clean(once)
    assert again.content == once
    assert again.findings == ()


def test_strict_files_are_cleaned_too() -> None:
    parts = {
        name: part.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in everything().items()
    }
    found = clean(pack(parts))
    assert {finding.kind for finding in found.findings} == set(KINDS)
    assert b"secret" not in b"".join(saved(found.content).values())
    assert b"delegate" not in b"".join(saved(found.content).values())


def test_a_character_style_that_hides_within_a_paragraph_style_that_hides_shows_the_text() -> None:
    """Toggle properties of styles count against each other (17.7.3)."""
    parts = everything()
    both = parts["word/document.xml"].replace(
        b'<w:rPr></w:rPr><w:t xml:space="preserve">secret two', b'<w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>shown'
    )
    styles = parts["word/styles.xml"].replace(
        b"</w:styles>", b'<w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    cleaned = clean(pack(parts | {"word/document.xml": both, "word/styles.xml": styles})).content
    assert b"shown" in saved(cleaned)["word/document.xml"]


def test_a_text_that_would_change_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def harm(opened: private_data.OpenParts, _: private_data.Findings) -> None:
        root = opened.root("word/document.xml")
        for mark in list(root.iter(f"{{{W}}}ins")):
            mark.getparent().remove(mark)
        opened.changed("word/document.xml")

    monkeypatch.setattr(private_data, "clean_markup", harm)
    with pytest.raises(OurFault, match="the text would not be the same"):
        clean(pack(everything()))


HOSTILE = {
    "styles in a circle": {
        "word/styles.xml": element("styles", '<w:style w:styleId="Hidden"><w:basedOn w:val="Hidden"/></w:style>')
    },
    "a part that is no XML": {"word/comments.xml": b"<comments", "word/people.xml": b"\xff\xfe"},
    "relationships to nothing": {
        "word/_rels/document.xml.rels": relationships(*((("comments", f"nothing{n}.xml", False)) for n in range(5000)))
    },
    "a circle of relationships": {"word/_rels/comments.xml.rels": relationships(("people", "comments.xml", False))},
    "many parts that nothing refers to": {f"word/old{n}.xml": b"<old/>" for n in range(3000)},
    "hidden in hidden": {
        "word/document.xml": element(
            "document", f"<w:body><w:p>{'<w:r><w:rPr><w:vanish/></w:rPr>' * 60}{run('x')}{'</w:r>' * 60}</w:p></w:body>"
        )
    },
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_cleaned_or_refused(name: str) -> None:
    try:
        found = clean(pack(everything() | HOSTILE[name]))
    except ResdraftError as error:
        assert error.code != 70  # noqa: PT017
    else:
        assert left(found.content) == []


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(WrongUsage, match='nothing is called "colour"'):
        clean(pack(everything()), keep=["colour"])


def test_of_real_files_nothing_is_left_and_the_text_is_the_same(shared: Path, tmp_path: Path) -> None:
    """Half of the files of the corpus unless more is asked: it takes a minute."""
    tools = {}
    for tool in ("reference_text", "check_docx"):
        spec = importlib.util.spec_from_file_location(tool, shared / "tools" / f"{tool}.py")
        assert spec is not None
        assert spec.loader is not None
        tools[tool] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tools[tool])
    out, cleaned, schema = tmp_path / "out.docx", 0, tools["check_docx"].schema()
    files = [*enumerate(sorted(shared.glob("corpus/**/*.docx")))]
    if "RESDRAFT_EXAMPLES" not in os.environ:
        files = files[::2]
    for n, path in files:
        try:
            found = clean(path.read_bytes())
        except ResdraftError as error:
            assert error.code in (2, 3), path.name  # noqa: PT017
            continue
        cleaned += 1
        assert left(found.content) == [], path.name
        hidden = [finding for finding in found.findings if finding.kind == "hidden-text"]
        if path.parent.name == "odd" or hidden:
            continue
        out.write_bytes(found.content)
        for choice in ("accept", "reject") if n % 5 == 0 else ():
            wanted = tools["reference_text"].body_lines(str(path), choice)
            assert tools["reference_text"].body_lines(str(out), choice) == wanted, path.name
        if n % 12 == 0:
            known = {re.sub(r"\d+", "#", fault) for fault in tools["check_docx"].faults(str(path), schema)}
            new = [fault for fault in tools["check_docx"].faults(str(out), schema) if re.sub(r"\d+", "#", fault) not in known]
            assert new == [], path.name
    assert cleaned > 0.85 * len(files)
