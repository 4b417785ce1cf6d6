"""Word files in a line notation, for cases that people can read.

A line is a paragraph, ``| a | b |`` a row of a table; ``**bold**``, ``*italic*``; ``[^words of a footnote]``; ``<url words>`` a hyperlink;
``{=code words}`` a field; ``#Heading words`` gives a style; ``@`` a picture.

What is read back shows marks too: ``{+in+}``, ``[-out-]``, ``{>moved here<}``, ``[<moved away>]``, ``{~in another look~}``; behind a line
what its paragraph mark bears: ``¶+``, ``¶-``, and ``¶~`` for other properties.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_INLINE = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|\[\^(.+?)\]|<(\S+) (.+?)>|\{=(\S+) (.+?)\}|(@)|([^*\[<{@]+|.)", re.DOTALL)
_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="100" cy="100"/><wp:docPr id="1" name="p"/></wp:inline></w:drawing></w:r>'
)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class _Maker:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.links: list[str] = []

    def paragraph(self, line: str) -> str:
        style = re.match(r"#(\w+) ?", line)
        properties = f'<w:pPr><w:pStyle w:val="{style[1]}"/></w:pPr>' if style else ""
        return f"<w:p>{properties}{self.runs(line[style.end() :] if style else line)}</w:p>"

    def runs(self, line: str) -> str:
        out = []
        for found in _INLINE.finditer(line):
            bold, italic, note, url, link, code, result, picture, plain = found.groups()
            if note:
                self.notes.append(note)
                out.append(f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>')
            elif url:
                self.links.append(url)
                out.append(f'<w:hyperlink r:id="rId{len(self.links)}">{self.run(link)}</w:hyperlink>')
            elif code:
                out.append('<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
                out.append(f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>')
                out.append(f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{self.run(result)}')
                out.append('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
            elif picture:
                out.append(_PICTURE)
            else:
                look = "<w:rPr><w:b/></w:rPr>" if bold else "<w:rPr><w:i/></w:rPr>" if italic else ""
                out.append(self.run(bold or italic or plain, look))
        return "".join(out)

    @staticmethod
    def run(text: str, look: str = "") -> str:
        pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split("\t"))
        return f"<w:r>{look}{'<w:tab/>'.join(pieces)}</w:r>"

    def body(self, lines: list[str]) -> str:
        out, rows = [], []
        for line in [*lines, ""]:
            if line.startswith("|"):
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                rows.append("".join(f"<w:tc><w:tcPr/>{self.paragraph(cell)}</w:tc>" for cell in cells))
                continue
            if rows:
                out.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
                rows = []
            out.append(self.paragraph(line))
        return "".join(out[:-1] if not lines[-1].startswith("|") else out)


def docx(text: str, header: str = "") -> bytes:
    """A Word file from the notation."""
    maker = _Maker()
    body = maker.body(text.split("\n"))
    section = '<w:headerReference w:type="default" r:id="rIdHeader"/>' if header else ""
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    relations = [("officeDocument", "word/document.xml", "r1", "")]
    own = [("hyperlink", url, f"rId{n}", ' TargetMode="External"') for n, url in enumerate(maker.links, 1)]
    parts = {"word/document.xml": f"<w:document {space}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"}
    if maker.notes:
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{_Maker.run(note)}</w:p></w:footnote>'
            for n, note in enumerate(maker.notes, 1)
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {space}>{notes}</w:footnotes>"
        own.append(("footnotes", "footnotes.xml", "rIdNotes", ""))
    if header:
        parts["word/header1.xml"] = f"<w:hdr {space}>{_Maker().paragraph(header)}</w:hdr>"
        own.append(("header", "header1.xml", "rIdHeader", ""))
    kinds = {"document": "document.main", "footnotes": "footnotes", "header1": "header"}
    types = "".join(f'<Override PartName="/{p}" ContentType="{_TYPE}{kinds[p[5:-4]]}+xml"/>' for p in parts)
    for name, related in (("_rels/.rels", relations), ("word/_rels/document.xml.rels", own)):
        each = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}{k}" Target="{escape(t)}"{m}/>' for k, t, i, m in related)
        parts[name] = f'<Relationships xmlns="{_PACKAGE}relationships">{each}</Relationships>'
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_AROUND = {
    w("ins"): ("{+", "+}"),
    w("del"): ("[-", "-]"),
    w("moveTo"): ("{>", "<}"),
    w("moveFrom"): ("[<", ">]"),
}
_MARKS = {w("ins"): "¶+", w("del"): "¶-", w("moveTo"): "¶>", w("moveFrom"): "¶<"}


def shown(content: bytes) -> str:
    """A Word file in the notation, its marks too; footnotes and the header behind the text."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xml") and n.startswith("word/")}
    body = parts["word/document.xml"][0]
    out = list(_blocks(body))
    for name, root in sorted(parts.items()):
        if "footnotes" in name:
            out += [f"[^{note.get(w('id'))}] {line}" for note in root if note.get(w("type")) is None for line in _blocks(note)]
        elif "header" in name:
            out += [f"header: {line}" for line in _blocks(root)]
    return "\n".join(out)


def _blocks(container: etree._Element) -> Iterator[str]:
    for block in container:
        if block.tag == w("p"):
            yield _line(block)
        elif block.tag == w("sdt"):
            yield from _blocks(block.find(w("sdtContent")))
        elif block.tag == w("tbl"):
            for row in block.iter(w("tr")):
                marks = row.find(w("trPr"))
                state = next((_MARKS[m.tag][1] for m in marks if m.tag in _MARKS), "") if marks is not None else ""
                yield f"{state}| {' | '.join(' / '.join(_blocks(cell)) for cell in row.iter(w('tc')))} |"


def _line(p: etree._Element) -> str:
    style = p.find(f"{w('pPr')}/{w('pStyle')}")
    head = f"#{style.get(w('val'))} " if style is not None else ""
    marks = p.find(f"{w('pPr')}/{w('rPr')}")
    tail = "".join(_MARKS.get(mark.tag, "") for mark in marks) if marks is not None else ""
    if p.find(f"{w('pPr')}/{w('pPrChange')}") is not None:
        tail += "¶~"
    return head + _words(p) + (f" {tail}" if tail else "")


def _words(element: etree._Element) -> str:
    out = []
    for child in element:
        if child.tag == w("r"):
            out.append(_run(child))
        elif child.tag in _AROUND:
            before, after = _AROUND[child.tag]
            out.append(before + _words(child) + after)
        elif child.tag == w("hyperlink"):
            out.append(f"<{_words(child)}>")
    return "".join(out)


def _run(run: etree._Element) -> str:
    text = ""
    for child in run:
        if child.tag in (w("t"), w("delText")):
            text += child.text or ""
        elif child.tag == w("tab"):
            text += "\t"
        elif child.tag == w("footnoteReference"):
            text += f"[^{child.get(w('id'))}]"
        elif child.tag == w("drawing"):
            text += "@"
    look = run.find(w("rPr"))
    if look is not None:
        text = f"**{text}**" if look.find(w("b")) is not None else f"*{text}*" if look.find(w("i")) is not None else text
        text = f"{{~{text}~}}" if look.find(w("rPrChange")) is not None else text
    return text
