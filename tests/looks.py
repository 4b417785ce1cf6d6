"""A resolution as Word files of different makes, written by a generator that knows nothing of the project's own writer.

``ours`` is the project's own look. ``itu`` has the style ids of ITU's files, labels typed in a run of their own, in italic. ``plain`` has no
styles at all. ``automatic`` has Word count the labels, in lists of numbering.xml. ``odd`` has labels and words in runs that break anywhere,
with optional hyphens, proofing marks, bookmarks, comments, fields, links and content controls strewn in.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence

from lxml import etree

from resdraft.model.labels import is_dash, label_meanings
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.write.docx import write_docx

LOOKS = ("ours", "itu", "plain", "automatic", "odd")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "{http://www.w3.org/XML/1998/namespace}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STYLES = {
    Kind.NUMBER: ("ResNo", "Res_No"),
    Kind.TITLE: ("Restitle", "Res_title"),
    Kind.REFERENCE: ("Resref", "Res_ref"),
    Kind.FORMULA: ("Normalaftertitle0", "Normal after title"),
    Kind.CALL: ("Call", "Call"),
    Kind.ANNEX: ("AnnexNo", "Annex_No"),
    Kind.ANNEX_TITLE: ("Annextitle", "Annex_title"),
}
_FORMATS = {"a": "lowerLetter", "i": "lowerRoman", "1": "decimal", "A": "upperLetter", "I": "upperRoman"}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def file_of(r: Resolution, look: str, seed: int = 0, *, fields: bool = True) -> bytes:
    """The resolution as a .docx in a look, with or without fields strewn in."""
    if look == "ours":
        return write_docx(Marked(r))
    return _Maker(r, look, seed, fields=fields).file()


class _Maker:
    def __init__(self, r: Resolution, look: str, seed: int, *, fields: bool) -> None:
        self.r, self.look, self.chance = r, look, random.Random(f"{look} {seed}")  # noqa: S311
        self.lists: list[tuple[str, str, int]] = []
        self.open: dict[int, tuple[str, int, int]] = {}
        self.marks = list(dict.fromkeys(mark for p in r.provisions for mark in p.text.notes))
        numbers = [m for m in self.marks if m.isdigit()]
        self.counted = numbers == [str(n) for n in range(1, len(numbers) + 1)]
        self.mark_id = 100
        self.noted, self.fields = False, fields

    def file(self) -> bytes:
        body = etree.Element(w("body"), nsmap={"w": W, "r": R})
        document = etree.Element(w("document"), nsmap={"w": W, "r": R})
        document.append(body)
        if self.look in ("itu", "odd"):
            for line in ("INTERNATIONAL TELECOMMUNICATION UNION", "FINAL ACTS", ""):
                self._runs(etree.SubElement(body, w("p")), Text.of(line))
        for p in self.r.provisions:
            if p.kind is not Kind.NOTE:
                for paragraph in self._paragraphs(p):
                    body.append(paragraph)
        if self.chance.random() < 0.5:
            etree.SubElement(body, w("p"))
        section = etree.SubElement(body, w("sectPr"))
        etree.SubElement(section, w("pgSz"), {w("w"): "11907", w("h"): "16840"})
        notes = self._notes()
        parts = {
            "[Content_Types].xml": _types(numbered=bool(self.lists) or self.look == "odd"),
            "_rels/.rels": _related([("rId1", "officeDocument", "word/document.xml", False)]),
            "word/document.xml": _bytes(document),
            "word/styles.xml": _bytes(self._styles()),
            "word/footnotes.xml": _bytes(notes),
            "word/_rels/document.xml.rels": _related(
                [
                    ("rId1", "styles", "styles.xml", False),
                    ("rId2", "footnotes", "footnotes.xml", False),
                    ("rId3", "numbering", "numbering.xml", False),
                    ("rId9", "hyperlink", "https://www.itu.int/", True),
                ][: None if self.lists or self.look == "odd" else 2]
            ),
        }
        if self.lists:
            parts["word/numbering.xml"] = _bytes(self._numbering())
        elif self.look == "odd":
            parts["word/numbering.xml"] = _bytes(etree.Element(w("numbering"), nsmap={"w": W}))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        return out.getvalue()

    # paragraphs

    def _paragraphs(self, p: Provision) -> list[etree._Element]:
        several = self.look in ("plain", "automatic") and p.kind in (Kind.TITLE, Kind.CALL) and "\n" in p.text.plain
        texts = _lines(p.text) if several else [p.text]
        out = []
        for n, text in enumerate(texts):
            paragraph = etree.Element(w("p"))
            if self.look in ("itu", "odd"):
                paragraph.set(w("rsidR"), f"{self.chance.randrange(1 << 32):08X}")
            properties = self._properties(p)
            counted = self._counted(p, properties) if n == 0 else False
            if len(properties):
                paragraph.append(properties)
            if p.label is not None and n == 0 and not counted:
                self._label(paragraph, p)
            self._runs(paragraph, text)
            out.append(paragraph)
            if self.look == "plain" and self.chance.random() < 0.1:
                out.append(etree.Element(w("p")))
        return out

    def _properties(self, p: Provision) -> etree._Element:
        out = etree.Element(w("pPr"))
        style = _STYLES.get(p.kind, ("",))[0] or (f"enumlev{min(p.depth, 3)}" if p.depth else "")
        if style and self.look == "itu":
            etree.SubElement(out, w("pStyle")).set(w("val"), style)
        elif self.look in ("plain", "automatic", "odd") and p.depth:
            etree.SubElement(out, w("ind"), {w("left"): str(567 * p.depth)})
        if self.look == "itu":
            etree.SubElement(etree.SubElement(out, w("rPr")), w("lang")).set(w("val"), "en-GB")
        return out

    def _label(self, paragraph: etree._Element, p: Provision) -> None:
        label = p.label or ""
        if self.look == "odd" and len(label) > 1 and self.chance.random() < 0.5:
            cut = self.chance.randrange(1, len(label))
            paragraph.append(_run(label[:cut], self._look(italic=True)))
            self._strew(paragraph)
            paragraph.append(_run(label[cut:], self._look()))
        else:
            italic = self.look == "itu" and any(c.isalpha() for c in label)
            paragraph.append(_run(label, self._look(italic=italic)))
        paragraph.append(_run("\t", self._look()))

    def _counted(self, p: Provision, properties: etree._Element) -> bool:
        """Have Word count the label, where a list can: it begins one at any number, or goes on by one."""
        if self.look != "automatic" or p.kind is not Kind.CLAUSE:
            if p.kind in (Kind.CALL, Kind.ANNEX):
                self.open.clear()
            return False
        for depth in [d for d in self.open if d > p.depth]:
            del self.open[depth]
        if p.label is None:
            return False
        found = _pattern(p.label)
        if found is None:
            return False
        pattern, form, ordinal = found
        known = self.open.get(p.depth)
        if known is not None and known[0] == pattern and (known[1] + 1 == ordinal or form == "bullet"):
            number = known[2]
        else:
            self.lists.append((pattern, form, ordinal))
            number = len(self.lists)
        self.open[p.depth] = (pattern, ordinal, number)
        listed = etree.Element(w("numPr"))
        etree.SubElement(listed, w("ilvl")).set(w("val"), "0")
        etree.SubElement(listed, w("numId")).set(w("val"), str(number))
        properties.insert(0, listed)
        return True

    # runs

    def _look(self, *, italic: bool = False) -> etree._Element:
        out = etree.Element(w("rPr"))
        if italic:
            etree.SubElement(out, w("i"))
        if self.look == "itu":
            etree.SubElement(out, w("lang")).set(w("val"), "en-GB")
        return out

    def _runs(self, paragraph: etree._Element, text: Text) -> None:
        for span in text.spans:
            if span.note is not None:
                paragraph.append(self._reference(span.note))
            elif self.look != "odd":
                paragraph.append(_run(span.text, self._look()))
            else:
                for piece in self._pieces(span.text):
                    self._odd(paragraph, piece)

    def _pieces(self, text: str) -> list[str]:
        cuts = sorted(self.chance.sample(range(len(text) + 1), min(len(text), self.chance.randrange(4))))
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if a < b]

    def _odd(self, paragraph: etree._Element, piece: str) -> None:
        kinds = ["run", "run", "run", "soft", "control", "tag", "rendered", *(["field"] if self.fields else [])]
        kind = self.chance.choice(kinds if self.noted else [*kinds, "link"])
        look = self._look(italic=self.chance.random() < 0.2)
        if kind == "soft":
            cut = self.chance.randrange(len(piece) + 1)
            paragraph.append(_run(piece[:cut], look))
            etree.SubElement(etree.SubElement(paragraph, w("r")), w("softHyphen"))
            paragraph.append(_run(piece[cut:], self._look()))
        elif kind == "field":
            for tag, character, code in (
                ("fldChar", "begin", ""),
                ("instrText", "", " REF _Ref1 "),
                ("fldChar", "separate", ""),
            ):
                _field(paragraph, tag, character, code)
            paragraph.append(_run(piece, look))
            _field(paragraph, "fldChar", "end", "")
        elif kind == "link":
            etree.SubElement(paragraph, w("hyperlink"), {f"{{{R}}}id": "rId9"}).append(_run(piece, look))
        elif kind == "control":
            control = etree.SubElement(paragraph, w("sdt"))
            etree.SubElement(etree.SubElement(control, w("sdtPr")), w("id")).set(w("val"), str(self._id()))
            etree.SubElement(control, w("sdtContent")).append(_run(piece, look))
        elif kind == "tag":
            tag = etree.SubElement(paragraph, w("smartTag"), {w("uri"): "urn:x", w("element"): "place"})
            tag.append(_run(piece, look))
        else:
            run = _run(piece, look)
            if kind == "rendered":
                run.insert(1, etree.Element(w("lastRenderedPageBreak")))
            paragraph.append(run)
        self._strew(paragraph)

    def _strew(self, paragraph: etree._Element) -> None:
        """Marks of proofing and bookmarks, which hold no words."""
        if self.chance.random() < 0.3:
            etree.SubElement(paragraph, w("proofErr")).set(w("type"), self.chance.choice(["spellStart", "spellEnd"]))
        if self.chance.random() < 0.2:
            own = str(self._id())
            etree.SubElement(paragraph, w("bookmarkStart"), {w("id"): own, w("name"): f"b{own}"})
            etree.SubElement(paragraph, w("bookmarkEnd"), {w("id"): own})

    def _id(self) -> int:
        self.mark_id += 1
        return self.mark_id

    # footnotes, styles, lists

    def _reference(self, mark: str) -> etree._Element:
        run = etree.Element(w("r"))
        etree.SubElement(etree.SubElement(run, w("rPr")), w("rStyle")).set(w("val"), "FootnoteReference")
        reference = etree.SubElement(run, w("footnoteReference"))
        reference.set(w("id"), str(self.marks.index(mark) + 1))
        if not (self.counted and mark.isdigit()):
            reference.set(w("customMarkFollows"), "1")
            etree.SubElement(run, w("t")).text = mark
        return run

    def _notes(self) -> etree._Element:
        root = etree.Element(w("footnotes"), nsmap={"w": W, "r": R})
        self.noted = True
        for kind, own in (("separator", "-1"), ("continuationSeparator", "0")):
            note = etree.SubElement(root, w("footnote"), {w("type"): kind, w("id"): own})
            etree.SubElement(etree.SubElement(etree.SubElement(note, w("p")), w("r")), w(kind))
        texts = {note.mark: note.text for note in self.r.notes}
        for n, mark in enumerate(self.marks, 1):
            p = etree.SubElement(etree.SubElement(root, w("footnote"), {w("id"): str(n)}), w("p"))
            etree.SubElement(etree.SubElement(p, w("pPr")), w("pStyle")).set(w("val"), "FootnoteText")
            run = etree.SubElement(p, w("r"))
            etree.SubElement(etree.SubElement(run, w("rPr")), w("rStyle")).set(w("val"), "FootnoteReference")
            if self.counted and mark.isdigit():
                etree.SubElement(run, w("footnoteRef"))
            else:
                etree.SubElement(run, w("t")).text = mark
            p.append(_run(self.chance.choice(["\t", " "]), self._look()))
            self._runs(p, texts[mark])
        return root

    def _styles(self) -> etree._Element:
        root = etree.Element(w("styles"), nsmap={"w": W})
        known = [("Normal", "Normal"), ("FootnoteText", "footnote text")]
        if self.look == "itu":
            known += [*_STYLES.values(), *((f"enumlev{n}", f"enumlev{n}") for n in (1, 2, 3))]
        for own, name in known:
            style = etree.SubElement(root, w("style"), {w("type"): "paragraph", w("styleId"): own})
            if own == "Normal":
                style.set(w("default"), "1")
            etree.SubElement(style, w("name")).set(w("val"), name)
        style = etree.SubElement(root, w("style"), {w("type"): "character", w("styleId"): "FootnoteReference"})
        etree.SubElement(style, w("name")).set(w("val"), "footnote reference")
        return root

    def _numbering(self) -> etree._Element:
        root = etree.Element(w("numbering"), nsmap={"w": W})
        for n, (pattern, form, start) in enumerate(self.lists, 1):
            abstract = etree.SubElement(root, w("abstractNum"), {w("abstractNumId"): str(n)})
            level = etree.SubElement(abstract, w("lvl"), {w("ilvl"): "0"})
            etree.SubElement(level, w("start")).set(w("val"), str(start))
            etree.SubElement(level, w("numFmt")).set(w("val"), form)
            etree.SubElement(level, w("lvlText")).set(w("val"), pattern)
        for n in range(1, len(self.lists) + 1):
            num = etree.SubElement(root, w("num"), {w("numId"): str(n)})
            etree.SubElement(num, w("abstractNumId")).set(w("val"), str(n))
        return root


def _pattern(label: str) -> tuple[str, str, int] | None:
    """How a list makes a label: the text of its level, the format of its number, and the number."""
    if is_dash(label):
        return label, "bullet", 1
    found = re.fullmatch(r"(\(?(?:\d+\.)*)([a-z]|[ivx]+|\d+)([.)]?)", label)
    if not found:
        return None
    head, core, tail = found.groups()
    options = [r for r in label_meanings(label) if r.suffix == 0 and r.ordinal > 0]
    if not options:
        return None
    reading = options[0]
    style = re.sub(r"[^A-Za-z0-9]", "", reading.style)[-1]
    if core.isdigit():
        return f"{head}%1{tail}", "decimal", int(core)
    return f"{head}%1{tail}", _FORMATS[style], reading.ordinal


def _lines(text: Text) -> list[Text]:
    out: list[Text] = []
    start = 0
    characters = "".join(span.text or "x" for span in text.spans)
    for line in characters.split("\n"):
        out.append(text.part(start, start + len(line)))
        start += len(line) + 1
    return out


def _run(text: str, look: etree._Element) -> etree._Element:
    run = etree.Element(w("r"))
    if len(look):
        run.append(look)
    names = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen"}
    for piece in re.split("([\t\n\u2011])", text):
        if piece in names:
            etree.SubElement(run, w(names[piece]))
        elif piece:
            element = etree.SubElement(run, w("t"))
            element.text = piece
            if piece != piece.strip():
                element.set(f"{XML}space", "preserve")
    return run


def _field(paragraph: etree._Element, tag: str, character: str, code: str) -> None:
    element = etree.SubElement(etree.SubElement(paragraph, w("r")), w(tag))
    if character:
        element.set(w("fldCharType"), character)
    else:
        element.text = code
        element.set(f"{XML}space", "preserve")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(*, numbered: bool) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footnotes", "footnotes"),
            *([("numbering", "numbering")] if numbered else []),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _related(targets: Sequence[tuple[str, str, str, bool]]) -> bytes:
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
    for own, kind, target, external in targets:
        item = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
        for name, value in (("Id", own), ("Type", _OFFICE + kind), ("Target", target)):
            item.set(name, value)
        if external:
            item.set("TargetMode", "External")
    return _bytes(root)
