"""What Word shows of paragraphs and tables when some marks count: words, formatting, and what stands in and around them.

Writers prove with this what they are about to save; it knows nothing of how marks are written, and does not change the document.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, Protocol

from lxml import etree

from resdraft.ooxml.fields import CHARACTER, CODE, SIMPLE, is_laid_out
from resdraft.ooxml.formatting import run_properties
from resdraft.ooxml.names import AUTHOR, CHOICES, DEL_TEXT, ID, MATHS, MINUS, PLUS, PPR, RPR, RUN, XML_SPACE, R, T, w
from resdraft.ooxml.projections import Paragraph, paragraphs
from resdraft.ooxml.revisions import PROPERTY_CHANGES, MarkFilter

_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_SILENT = frozenset(w(name) for name in ("lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef"))
_TEXTS, _CODES = (T, DEL_TEXT), (CODE, w("delInstrText"))
_STRUCK = {DEL_TEXT: T, w("delInstrText"): CODE}
_CONTROL, _BOX, _LINK, _BREAK = w("sdt"), w("txbxContent"), w("hyperlink"), w("br")
CONTROLS = (_CONTROL, w("customXml"))
_HOLDERS = (*CONTROLS, w("dir"), w("bdo"))
_BESIDE_RUNS = (f"{{{MATHS}}}", f"{{{CHOICES}}}AlternateContent")
_RANGES = {
    w("bookmarkStart"): "+",
    w("bookmarkEnd"): "-",
    w("commentRangeStart"): "+",
    w("commentRangeEnd"): "-",
    w("commentReference"): "@",
}
_NOT_OF_OBJECT = frozenset(
    (_BOX, *_RANGES, *PROPERTY_CHANGES, *(w(name) for name in ("proofErr", "pStyle", "rStyle", "tblStyle")))
)
"""What is no part of an object, or has another id in each file."""
LAST_PLACE = "_GoBack"
"""Word's own bookmark for where somebody last typed."""
_UNSTABLE = ("rsid", "paraId", "textId", "anchorId", "editId", "spid", "gfxdata", "docId")
_NAMED = ("}docPr", "}cNvPr", "}shape", "}shapetype", "}imagedata")
OBJECT = "\ufffc"

Span = tuple[int, int, Hashable]
"""The first character of something, the one behind its last, and what it is."""
Point = tuple[int, str, Hashable]
"""A place in the characters, and what is there."""


class Line(NamedTuple):
    """A paragraph, or the frame of a table, as Word shows it. Each field is an aspect that is compared for itself."""

    words: str = ""
    """Its characters. An object is one, and what Word lays out anew, such as a page number, is none."""
    style: str = ""
    paragraph_formatting: Hashable = ()
    formatting: tuple[tuple[str, Hashable], ...] = ()
    """That of its characters."""
    controls: tuple[Span, ...] = ()
    """Content controls, custom XML and directions of writing around characters."""
    links: tuple[Span, ...] = ()
    fields: tuple[Point, ...] = ()
    bookmarks: tuple[Point, ...] = ()
    comments: tuple[Point, ...] = ()
    notes: tuple[Point, ...] = ()
    objects: tuple[Point, ...] = ()
    table: tuple[Hashable, ...] = ()
    section: bool = False
    """Whether a section ends with it."""


class Meanings(Protocol):
    """What the ids in a part stand for, so that lines of two files can be compared."""

    def style(self, own: str) -> str:
        """What a paragraph style is called."""

    def run(self, properties: etree._Element | None, p: etree._Element, style: str | None = None) -> Hashable:
        """The formatting of a run in a paragraph of a style."""

    def paragraph(self, properties: etree._Element | None) -> Hashable:
        """The formatting of a paragraph, its style and its list with it."""

    def relation(self, own: str) -> Hashable:
        """What a relationship leads to."""

    def note(self, kind: str, own: str) -> Hashable:
        """What a footnote or endnote says."""

    def comment(self, own: str) -> Hashable:
        """What a comment says, and who; None for one that is not to be seen."""

    def bookmark(self, own: str) -> str:
        """The name of a bookmark, by the id that its end bears too."""


def lines(blocks: Iterable[etree._Element], counts: MarkFilter, meanings: Meanings, *, between: bool = True) -> list[Line]:
    """How blocks (or what stands in a container) read: a line for each paragraph and table; those of text boxes behind their paragraphs.

    Args:
        blocks: the blocks, or their container.
        counts: which marks count.
        meanings: what the ids in them stand for.
        between: whether the ends of bookmarks and comments between paragraphs are read with the paragraph behind.
    """
    return list(_lines(paragraphs(blocks, counts, shapes=True), counts, meanings, between))


def _lines(found: Iterable[Paragraph], counts: MarkFilter, meanings: Meanings, between: bool) -> Iterator[Line]:
    for p in found:
        if p.cells is None:
            yield _line(p, _Reading(counts, meanings, p.style, between))
        else:
            yield Line(table=p.shape)
            yield from _lines(p.cells, counts, meanings, between)


def _line(p: Paragraph, reading: _Reading) -> Line:
    for element in p.elements:
        reading.paragraph(element)
    own = p.elements[-1].find(PPR) if p.elements else None
    return Line(
        "".join(reading.words),
        reading.meanings.style(p.style),
        reading.meanings.paragraph(p.properties),
        tuple(reading.runs),
        tuple(reading.controls),
        _joined(reading.links),
        tuple(reading.fields),
        tuple(sorted(reading.bookmarks)),
        tuple(sorted(reading.comments, key=repr)),
        tuple(reading.notes),
        tuple(reading.objects),
        (),
        own is not None and own.find(w("sectPr")) is not None,
    )


class _Field:
    """A complex field that has begun: its code so far, and whether the result has."""

    __slots__ = ("at", "code", "in_result")

    def __init__(self, at: int) -> None:
        self.at, self.code, self.in_result = at, "", False


class _Reading:
    """What is found in the elements of a paragraph, in order."""

    def __init__(self, counts: MarkFilter, meanings: Meanings, style: str, between: bool) -> None:
        self.counts, self.meanings, self.style, self.between = counts, meanings, style, between
        self.words: list[str] = []
        self.runs: list[tuple[str, Hashable]] = []
        self.controls: list[Span] = []
        self.links: list[Span] = []
        self.fields: list[Point] = []
        self.bookmarks: list[Point] = []
        self.comments: list[Point] = []
        self.notes: list[Point] = []
        self.objects: list[Point] = []
        self.length = 0
        self._open: list[_Field] = []
        self._hidden = 0
        """In how many results that Word lays out anew the reading is."""
        self._p: etree._Element | None = None
        self._plain: Hashable = ()
        self._by_tag: dict[object, Callable[[etree._Element], None]] = {
            **dict.fromkeys(_RANGES, self._range),
            **dict.fromkeys(_HOLDERS, self._holder),
            _LINK: self._link,
            SIMPLE: self._simple_field,
        }

    def paragraph(self, p: etree._Element) -> None:
        """Read a paragraph."""
        self._p, self._plain = p, self.meanings.run(None, p, self.style)
        if self.between:
            before = takewhile(lambda e: e.tag in _RANGES, p.itersiblings(preceding=True))
            for element in before:
                self._range(element)
        self._children(p)
        if self.between:
            behind = list(takewhile(lambda e: e.tag in _RANGES, p.itersiblings()))
            following = behind[-1].getnext() if behind else None
            # Behind the last paragraph of a body or cell no other one takes them.
            if behind and (following is None or following.tag == w("sectPr")):
                for element in behind:
                    self._range(element)

    def _children(self, holder: etree._Element) -> None:
        for child in holder:
            tag = child.tag
            if tag == RUN:
                self._run(child)
            elif tag in PLUS or tag in MINUS:
                if (tag in PLUS) == self.counts(child.get(AUTHOR)):
                    self._children(child)
            elif tag in self._by_tag:
                self._by_tag[tag](child)
            elif isinstance(tag, str) and tag.startswith(_BESIDE_RUNS):
                self._object(child, self._plain)
            elif tag != PPR and len(child) and isinstance(tag, str):
                self._children(child)

    def _link(self, link: etree._Element) -> None:
        start = self.length
        self._children(link)
        own = link.get(f"{{{R}}}id")
        self.links.append((start, self.length, (link.get(w("anchor"), ""), self.meanings.relation(own) if own else "")))

    def _simple_field(self, field: etree._Element) -> None:
        code, start = " ".join(field.get(w("instr"), "").split()), self.length
        self._hidden += is_laid_out(code)
        self._children(field)
        self._hidden -= is_laid_out(code)
        # Behind the fields in it, as a complex one is: a mark makes such a one of it.
        self._field(start, code)
        self._field(self.length, "end")

    def _holder(self, holder: etree._Element) -> None:
        start = self.length
        place = len(self.controls)
        content = holder.find(w("sdtContent")) if holder.tag == _CONTROL else holder
        if content is not None:
            self._children(content)
        if control_counts(holder, self.counts):
            self.controls.insert(place, (start, self.length, control_key(holder)))

    def _range(self, element: etree._Element) -> None:
        own, sign = element.get(ID, ""), _RANGES[str(element.tag)]
        if "bookmark" not in str(element.tag):
            if (said := self.meanings.comment(own)) is not None:
                self.comments.append((self.length, sign, said))
        elif (name := self.meanings.bookmark(own)) not in ("", LAST_PLACE):
            self.bookmarks.append((self.length, sign, name))

    # runs

    def _run(self, run: etree._Element) -> None:
        formatting = self._plain
        for child in run:
            tag = child.tag
            if tag in _TEXTS:
                text = child.text or ""
                self._add(text if child.get(XML_SPACE) == "preserve" else text.strip(" \t\r\n"), formatting)
            elif tag == RPR:
                if self._p is not None:
                    formatting = self.meanings.run(run_properties(run, self.counts), self._p, self.style)
            elif tag in _CHARACTERS and (tag != _BREAK or child.get(w("type")) in (None, "textWrapping")):
                self._add(_CHARACTERS[tag], formatting)
            elif tag in _NOTES:
                self._note(child, _NOTES[tag], formatting)
            elif tag in _RANGES:
                self._range(child)
            elif not self._part_of_field(child) and isinstance(tag, str) and tag not in _SILENT:
                self._object(child, formatting)

    def _note(self, reference: etree._Element, kind: str, formatting: Hashable) -> None:
        custom = reference.get(w("customMarkFollows")) in ("1", "true", "on")
        self.notes.append((self.length, kind, (custom, self.meanings.note(kind, reference.get(ID, "")))))
        self._add(OBJECT, formatting)

    def _add(self, text: str, formatting: Hashable) -> None:
        if self._hidden or not text:
            return
        self.words.append(text)
        self.length += len(text)
        if self.runs and self.runs[-1][1] == formatting:
            self.runs[-1] = (self.runs[-1][0] + text, formatting)
        else:
            self.runs.append((text, formatting))

    def _object(self, element: etree._Element, formatting: Hashable) -> None:
        if not self._hidden:
            self.objects.append((self.length, str(element.tag).rpartition("}")[2], self._key(element)))
            self._add(OBJECT, formatting)

    def _key(self, element: etree._Element) -> Hashable:
        """All that an object is made of, without ids that programs write anew and without its text boxes, which are lines of their own."""
        out: list[Hashable] = []
        pending = [element]
        while pending:
            inner = pending.pop()
            tag = inner.tag
            if not isinstance(tag, str) or tag in _NOT_OF_OBJECT:
                continue
            marked = tag in PLUS or tag in MINUS
            if not marked:
                named = tag.endswith(_NAMED)
                for name, value in sorted((str(k), str(v)) for k, v in inner.attrib.items()):
                    if name.rpartition("}")[2].startswith(_UNSTABLE) or (
                        named and name in ("id", "name", "descr", "title", "type")
                    ):
                        continue
                    out.append((name, self.meanings.relation(value) if name.startswith(f"{{{R}}}") else value))
                out.append((_STRUCK.get(tag, tag), (inner.text or "").strip()))
            if not marked or (tag in PLUS) == self.counts(inner.get(AUTHOR)):
                pending.extend(reversed(inner))
        return tuple(out)

    # fields

    def _part_of_field(self, child: etree._Element) -> bool:
        """Read the begin, code, separator or end of a complex field; whether it is one."""
        if child.tag in _CODES:
            if self._open and not self._open[-1].in_result:
                self._open[-1].code += child.text or ""
            return True
        if child.tag != CHARACTER:
            return False
        kind = child.get(w("fldCharType"), "")
        if kind == "begin":
            self._open.append(_Field(self.length))
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
            self._hidden += is_laid_out(self._open[-1].code)
        elif kind == "end":
            if self._open:
                done = self._open.pop()
                self._hidden -= done.in_result and is_laid_out(done.code)
                self._field(done.at, " ".join(done.code.split()))
            self._field(self.length, "end")
        return True

    def _field(self, at: int, what: str) -> None:
        if not self._hidden:
            self.fields.append((at, "field", what))


def control_key(holder: etree._Element) -> tuple[Hashable, ...]:
    """What a content control, custom XML or a direction of writing is, without ids that programs write anew."""
    if holder.tag != _CONTROL:
        return tuple(sorted((str(k).rpartition("}")[2], str(v)) for k, v in holder.attrib.items()))
    properties = holder.find(w("sdtPr"))
    # Also whether a box is ticked, which day is picked, and whether what stands there is only a placeholder.
    said = {str(child.tag).rpartition("}")[2]: _property(child) for child in (properties if properties is not None else ())}
    return tuple(said[name] for name in sorted(set(said) - {"id", "rPr", "placeholder", "temporary", "appearance", "color"}))


def control_name(key: tuple[Hashable, ...]) -> str:
    """The title and the tag of a content control, by its key."""
    said = dict(one for one in key if isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], tuple))
    return " ".join(str(said[name][1]) for name in ("alias", "tag") if name in said)


def _property(element: etree._Element) -> tuple[Hashable, ...]:
    values = sorted((str(name).rpartition("}")[2], value) for name, value in element.attrib.items())
    return str(element.tag).rpartition("}")[2], *values, *map(_property, element.iterchildren("{*}*"))


def control_counts(holder: etree._Element, counts: MarkFilter) -> bool:
    """Whether a content control is there: a range around its tags can say that it came or goes (17.13.5.4 to 17.13.5.11)."""
    start = holder.getprevious()
    while start is not None and str(start.tag).rpartition("}")[2].startswith("customXml") and "Range" in str(start.tag):
        name = str(start.tag).rpartition("}")[2]
        if name in ("customXmlInsRangeStart", "customXmlMoveToRangeStart"):
            return counts(start.get(AUTHOR))
        if name in ("customXmlDelRangeStart", "customXmlMoveFromRangeStart"):
            return not counts(start.get(AUTHOR))
        start = start.getprevious()
    return True


def _joined(links: Sequence[Span]) -> tuple[Span, ...]:
    """Links, those that follow each other and lead to one place as one; without those that show nothing."""
    out: list[Span] = []
    for start, end, target in links:
        if out and out[-1][1:] == (start, target):
            out[-1] = (out[-1][0], end, target)
        elif end > start:
            out.append((start, end, target))
    return tuple(out)
