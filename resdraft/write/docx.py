"""A resolution as a Word document in ITU's look; every edit on it a tracked change of its sources.

Styles bear ITU's names (Res_No, Res_title, Normal after title, Call, enumlev1 ...), labels are typed and followed by a tab, lettered ones in
italic, as measured in ITU's own files. What is written is read back before it is handed out: see ``resdraft.write.proof``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from resdraft.errors import Problem, Unwritable
from resdraft.model.edit import Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span, Text
from resdraft.ooxml.manifest import SECRETARIAT
from resdraft.ooxml.names import (
    DEL_TEXT,
    PPR,
    RPR,
    RUN,
    VAL,
    XML_SPACE,
    P,
    R,
    T,
    W,
    w,
)
from resdraft.ooxml.package import pack
from resdraft.write.paragraphs import Paragraph, Status, body_paragraphs, note_paragraphs
from resdraft.write.parts import package
from resdraft.write.proof import prove
from resdraft.write.references import References

_STYLES = {
    Kind.NUMBER: "ResNo",
    Kind.TITLE: "Restitle",
    Kind.REFERENCE: "Resref",
    Kind.FORMULA: "Normalaftertitle",
    Kind.CALL: "Call",
    Kind.ANNEX: "AnnexNo",
    Kind.ANNEX_TITLE: "Annextitle",
    Kind.NOTE: "FootnoteText",
}
DEEPEST = 9
_NO_DATE = "1970-01-01T00:00:00Z"
_SPECIAL = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}


def write_docx(marked: Marked, running_head: str = "", date: str = "") -> bytes:
    """Write a marked text as a .docx.

    Args:
        marked: the base and its edits, without conflicts. ``running_head`` is the document number in the page header; the
            designation stands there where it is empty. ``date`` (ISO 8601) is the date of marks whose proposal has none.

    Raises:
        Unwritable: where clauses are nested deeper than Word has styles for.
        OurFault: where what was written does not read as it should.
    """
    writer = _Writer(marked, date)
    body = writer.body()
    notes = writer.footnotes()
    parts = package(marked, body, notes, running_head)
    prove(marked, body, notes, style_of)
    return pack(parts)


def style_of(p: Provision) -> str:
    """The id of a provision's paragraph style."""
    if p.kind in _STYLES:
        return _STYLES[p.kind]
    if p.depth > DEEPEST:
        raise Unwritable(Problem(f"clauses {p.depth + 1} deep", f"Word styles go {DEEPEST + 1} deep", clause=p.label or ""))
    return f"enumlev{p.depth}" if p.depth else "Normal"


@dataclass
class _Writer:
    marked: Marked
    date: str = ""
    _id: int = 0
    _bodies: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dates = dict(self.marked.dates)
        self.references = References(self.marked)

    # marks

    def _mark(self, parent: etree._Element, tag: str, sources: Sequence[str] | str) -> etree._Element:
        """A revision mark with id, author and date. A mark without a date bears none: an invented one would be wrong."""
        self._id += 1
        mark = etree.SubElement(parent, w(tag))
        mark.set(w("id"), str(self._id))
        mark.set(w("author"), sources if isinstance(sources, str) else ", ".join(sources))
        own = sorted(self._dates[s] for s in sources if s in self._dates) if not isinstance(sources, str) else []
        date = own[-1] if own else self.date
        if date or tag.endswith("RangeStart"):
            mark.set(w("date"), f"{date[:10]}T00:00:00Z" if date else _NO_DATE)
        return mark

    # paragraphs

    def body(self) -> etree._Element:
        root = etree.Element(w("document"), nsmap={"w": W, "r": R})
        body = etree.SubElement(root, w("body"))
        for paragraph in body_paragraphs(self.marked):
            self._paragraph(body, paragraph)
        section = etree.SubElement(body, w("sectPr"))
        etree.SubElement(section, w("headerReference"), {w("type"): "default", f"{{{R}}}id": "rId4"})
        etree.SubElement(section, w("pgSz"), {w("w"): "11907", w("h"): "16840"})
        margins = {
            "top": "1418",
            "right": "1134",
            "bottom": "1418",
            "left": "1134",
            "header": "567",
            "footer": "567",
            "gutter": "0",
        }
        etree.SubElement(section, w("pgMar"), {w(side): size for side, size in margins.items()})
        return root

    def _paragraph(self, body: etree._Element, paragraph: Paragraph) -> None:
        p = etree.SubElement(body, P)
        self._properties(p, paragraph)
        if not paragraph.move:
            self._content(p, paragraph)
            return
        # The range stands inside its paragraph: between paragraphs it would keep readers from joining them.
        start = self._mark(p, f"{paragraph.status.value}RangeStart", paragraph.sources)
        start.set(w("name"), paragraph.move)
        self._content(p, paragraph)
        etree.SubElement(p, w(f"{paragraph.status.value}RangeEnd")).set(w("id"), start.get(w("id"), ""))

    def _properties(self, p: etree._Element, paragraph: Paragraph) -> None:
        provision = paragraph.style_of or paragraph.provision
        old = paragraph.old_style_of or paragraph.provision
        properties = etree.SubElement(p, PPR)
        _set_style(properties, provision)
        if paragraph.mark is not Status.KEPT:
            tag = {Status.INSERTED: "ins", Status.DELETED: "del"}.get(paragraph.mark, paragraph.mark.value)
            self._mark(etree.SubElement(properties, RPR), tag, paragraph.mark_sources)
        if (style_of(old), _hangs(old)) != (style_of(provision), _hangs(provision)):
            sources = paragraph.mark_sources or paragraph.sources
            _set_style(etree.SubElement(self._mark(properties, "pPrChange", sources), PPR), old)
        if not len(properties):
            p.remove(properties)

    def _content(self, p: etree._Element, paragraph: Paragraph) -> None:
        provision, tag = paragraph.provision, paragraph.status.value
        if paragraph.status is Status.KEPT:
            self._label(p, provision)
            self._changed(p, provision.text, paragraph.changes)
            return
        tag = {"inserted": "ins", "deleted": "del"}.get(tag, tag)
        holder = self._mark(p, tag, paragraph.sources)
        self._label(holder, provision)
        self._runs(holder, provision.text.spans)
        if not len(holder):
            p.remove(holder)
        if paragraph.tag:
            self._runs(self._mark(p, "ins", SECRETARIAT), (Span(paragraph.tag),))

    def _changed(self, p: etree._Element, text: Text, changes: Iterable[Owned]) -> None:
        at = 0
        for owned in changes:
            change = owned.edit
            if not isinstance(change, Replace):
                continue
            self._runs(p, Text.join(text.tokens[at : change.start]).spans)
            if change.end > change.start:
                struck = self._mark(p, "del", owned.sources)
                self._runs(struck, Text.join(text.tokens[change.start : change.end]).spans)
            if change.new.spans:
                self._runs(self._mark(p, "ins", owned.sources), change.new.spans)
            at = change.end
        self._runs(p, Text.join(text.tokens[at:]).spans)

    # runs

    def _label(self, parent: etree._Element, p: Provision) -> None:
        if p.label is None or p.kind is Kind.NOTE:
            return
        for part, emphasis in label_parts(p.label):
            self._run(parent, Span(part, emphasis))
        etree.SubElement(etree.SubElement(parent, RUN), w("tab"))

    def _runs(self, parent: etree._Element, spans: Iterable[Span]) -> None:
        for span in spans:
            if span.note is not None:
                self._reference(parent, span.note)
            else:
                self._run(parent, span)

    def _run(self, parent: etree._Element, span: Span) -> None:
        run = etree.SubElement(parent, RUN)
        if span.emphasis:
            properties = etree.SubElement(run, RPR)
            for letter, tag in (("b", "b"), ("i", "i")):
                if letter in span.emphasis:
                    etree.SubElement(properties, w(tag))
            if "u" in span.emphasis:
                etree.SubElement(properties, w("u")).set(VAL, "single")
            raised = {"^": "superscript", "_": "subscript"}
            for letter in set(span.emphasis) & set(raised):
                etree.SubElement(properties, w("vertAlign")).set(VAL, raised[letter])
        self._characters(run, span.text, struck=parent.tag == w("del"))

    @staticmethod
    def _characters(run: etree._Element, text: str, *, struck: bool) -> None:
        held: list[str] = []

        def flush() -> None:
            if held:
                element = etree.SubElement(run, DEL_TEXT if struck else T)
                element.text = "".join(held)
                if element.text != element.text.strip():
                    element.set(XML_SPACE, "preserve")
                held.clear()

        for character in text:
            if character in _SPECIAL:
                flush()
                etree.SubElement(run, w(_SPECIAL[character]))
            else:
                held.append(character)
        flush()

    # footnotes

    def _reference(self, parent: etree._Element, mark: str) -> None:
        """A footnote reference. Word has one for each footnote: where a text refers to one again, the mark is typed."""
        struck = parent.tag in (w("del"), w("moveFrom"))
        sources = tuple((parent.get(w("author")) or "").split(", ")) if parent.tag in (w("ins"), w("moveTo")) else ()
        run = etree.SubElement(parent, RUN)
        etree.SubElement(etree.SubElement(run, RPR), w("rStyle")).set(VAL, "FootnoteReference")
        if self.references.again(mark, sources):
            self._characters(run, mark, struck=parent.tag == w("del"))
            return
        self._bodies.append((mark, sources))
        reference = etree.SubElement(run, w("footnoteReference"))
        if mark in self.references.typed:
            reference.set(w("customMarkFollows"), "1")
        reference.set(w("id"), str(len(self._bodies)))
        if mark in self.references.typed:
            self._characters(run, mark, struck=struck and parent.tag == w("del"))

    def footnotes(self) -> etree._Element:
        """The footnotes' part; each reference has a body of its own, so that each choice of marks has one for each."""
        root = etree.Element(w("footnotes"), nsmap={"w": W, "r": R})
        for kind, known_as in (("separator", "-1"), ("continuationSeparator", "0")):
            note = etree.SubElement(root, w("footnote"), {w("type"): kind, w("id"): known_as})
            etree.SubElement(etree.SubElement(etree.SubElement(note, P), RUN), w(kind))
        known = {p.provision.label: p for p in note_paragraphs(self.marked)}
        for number, (mark, sources) in enumerate(self._bodies, 1):
            note = etree.SubElement(root, w("footnote"), {w("id"): str(number)})
            p = etree.SubElement(note, P)
            _set_style(etree.SubElement(p, PPR), known[mark].provision)
            self._note_mark(p, mark)
            paragraph = known[mark]
            if sources:
                text = paragraph.provision.text
                for owned in reversed(paragraph.changes):
                    if isinstance(owned.edit, Replace) and set(owned.sources) & set(sources):
                        text = text.replace(owned.edit.start, owned.edit.end, owned.edit.new)
                self._runs(self._mark(p, "ins", sources), text.spans)
            else:
                self._changed(p, paragraph.provision.text, paragraph.changes)
        return root

    def _note_mark(self, p: etree._Element, mark: str) -> None:
        run = etree.SubElement(p, RUN)
        etree.SubElement(etree.SubElement(run, RPR), w("rStyle")).set(VAL, "FootnoteReference")
        if mark in self.references.typed:
            self._characters(run, mark, struck=False)
        else:
            etree.SubElement(run, w("footnoteRef"))
        etree.SubElement(etree.SubElement(p, RUN), w("tab"))


def label_parts(label: str) -> list[tuple[str, str]]:
    """A label as it is printed: letters and a suffix such as bis in italic, digits and dashes upright."""
    digits = re.match(r"[\d.]+", label)
    cut = digits.end() if digits else 0 if any(c.isalpha() for c in label) else len(label)
    return [
        (part, emphasis)
        for part, emphasis in ((label[:cut], ""), (label[cut:], "i" if label[cut:].strip("()") else ""))
        if part
    ]


def _set_style(properties: etree._Element, p: Provision) -> None:
    style = style_of(p)
    if style != "Normal":
        etree.SubElement(properties, w("pStyle")).set(VAL, style)
    if _hangs(p):
        etree.SubElement(properties, w("ind"), {w("left"): str(794 + 397 * (p.depth - 1)), w("firstLine"): "0"})


def _hangs(p: Provision) -> bool:
    """Whether the paragraph stands under a list without a label of its own: its first line is indented like the rest."""
    return p.kind in (Kind.CLAUSE, Kind.BLOCK) and p.depth > 0 and p.label is None
