"""What a document reads when some marks count: its paragraphs, their styles, words and footnote references.

The document is not changed. Writers prove with this what they are about to save, and readers take the base or one source's text from a
marked file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from resdraft.ooxml.names import AUTHOR, MATHS, MINUS, PLUS, PPR, RPR, VAL, P, w
from resdraft.ooxml.pieces import Piece, pieces_of
from resdraft.ooxml.revisions import MARKS, MarkFilter
from resdraft.ooxml.tables import Cell, columns, words_of

_PARAGRAPH_STYLE, _CHANGE = w("pStyle"), w("pPrChange")
_TABLE, _BOX = w("tbl"), w("txbxContent")
_SPANNING = (w("gridSpan"), w("vMerge"), w("tcPrChange"), w("cellMerge"))
_WRAPPERS = frozenset((*PLUS, *MINUS, *(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag"))))
_SHELLS = frozenset(w(name) for name in ("hyperlink", "fldSimple", "sdt", "sdtContent", "customXml", "smartTag", "bdo", "dir"))
"""What is gone when nothing is left in it, as are formulas."""
_MATHS = f"{{{MATHS}}}"
_SEPARATE_FLOWS = frozenset(w(name) for name in ("footnote", "endnote", "comment"))
_NO_BLOCKS = frozenset(
    w(name) for name in ("sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tcPr", "tblPr", "trPr", "styles", "style")
)


@dataclass(repr=False, eq=False, match_args=False)
class Paragraph:
    """A paragraph as it reads."""

    style: str = ""
    """The id of its style; "" is the default one."""
    pieces: list[Piece] = field(default_factory=list)
    elements: list[etree._Element] = field(default_factory=list)
    """The paragraphs of the file that are joined in it, or the table."""
    properties: etree._Element | None = None
    """Those of the last of its elements: a paragraph mark holds the properties of the paragraph that ends with it."""
    cells: list[Paragraph] | None = None
    """The paragraphs of a table, where tables are read as one."""
    shape: tuple[tuple[tuple[str, str, int], ...], ...] = ()
    """The rows of a table that is read as one: of each cell how many columns it spans, its merging, how many paragraphs it has."""

    @property
    def text(self) -> str:
        """Its characters; footnote references give none."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of a table, with their words."""
        found = iter(self.cells or ())
        return [
            [Cell([" ".join(next(found).text.split()) for _ in range(n)], columns(span), merge) for span, merge, n in row]
            for row in self.shape
        ]

    @property
    def table_text(self) -> str:
        """The words of a table, see :func:`resdraft.ooxml.tables.words_of`; "" where it has none."""
        text = words_of(self.rows)
        return text if text.strip() else ""


def number_notes(found: Iterable[Paragraph]) -> dict[str, str]:
    """The marks of footnotes by their ids: typed where they are typed, else numbered in the order of the references.

    A mark that is typed for two footnotes gains a number for the second, so that each footnote has a mark of its own.
    """
    out: dict[str, str] = {}
    seen: dict[str, int] = {}
    count = 0
    for paragraph in found:
        for piece in (*paragraph.pieces, *(p for cell in paragraph.cells or () for p in cell.pieces)):
            if piece.note and piece.note not in out:
                count += not piece.custom
                mark = piece.mark if piece.custom and piece.mark else f"{count}{piece.mark}"
                seen[mark] = seen.get(mark, 0) + 1
                out[piece.note] = mark if seen[mark] == 1 else f"{mark}~{seen[mark]}"
    return out


def paragraphs(
    holder: Iterable[etree._Element],
    counts: MarkFilter,
    *,
    tables: bool = False,
    shapes: bool = False,
    known: Mapping[etree._Element, Paragraph] | None = None,
) -> list[Paragraph]:
    """The paragraphs of a part, body, footnote or cell, in one pass; those of tables and text boxes too, in their places.

    A paragraph whose mark goes joins the next, which keeps its own properties (ECMA-376 Part 1, 17.13.5.15 and 17.13.5.20). Before a table
    and at the end it can join nothing: there it stays if it holds something.

    Args:
        holder: the element whose paragraphs are read.
        counts: which marks count.
        tables: whether a table is one paragraph that holds those of its cells; text boxes are left out then.
        shapes: whether a table is one paragraph with its rows and cells, and text boxes are read too.
        known: paragraphs that bear no marks and were read before. They are not read again, which saves most of the time on long documents.
    """
    flow = _Flow(counts, whole=tables or shapes, shapes=shapes, known=known or {})
    flow.blocks(holder)
    flow.close(keep_one=False)
    return flow.out


def flat(found: Iterable[Paragraph]) -> list[Paragraph]:
    """Paragraphs with those of tables in their places."""
    return [own for p in found for own in ([p] if p.cells is None else p.cells)]


class _Flow:
    """The paragraphs of one flow: a body, a cell, a box, a note."""

    def __init__(
        self, counts: MarkFilter, *, whole: bool, known: Mapping[etree._Element, Paragraph], shapes: bool = False
    ) -> None:
        self.counts, self.whole, self.shapes, self.known = counts, whole, shapes, known
        self.out: list[Paragraph] = []
        self.unfinished: Paragraph | None = None
        self.boxes: list[Paragraph] = []
        self.holds = False

    def blocks(self, container: Iterable[etree._Element]) -> None:
        """Go through the blocks of a container, wrappers included."""
        for child in container:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag in PLUS or child.tag in MINUS:
                if (child.tag in PLUS) == self.counts(child.get(AUTHOR)):
                    self.blocks(child)
            elif child.tag in _SEPARATE_FLOWS:
                self._separate_flow(child)
            elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS:
                self.blocks(child)

    def _separate_flow(self, holder: etree._Element) -> None:
        """Read a footnote, endnote or comment: no paragraph of it joins one outside."""
        self.close(keep_one=False)
        self.out += self._inner(holder).out

    def _inner(self, holder: etree._Element) -> _Flow:
        """A flow of its own, read: a note, a box, a cell."""
        inner = _Flow(self.counts, whole=self.whole, shapes=self.shapes, known=self.known)
        inner.blocks(holder)
        inner.close(keep_one=True)
        return inner

    def close(self, *, keep_one: bool) -> None:
        """End the flow, or the paragraphs before a table: what had to join the next paragraph stays if it holds something.

        Args:
            keep_one: whether the flow needs a paragraph, as a cell, a box and a note do.
        """
        if self.unfinished is not None:
            if self.holds or (keep_one and not self.out):
                self.out.append(self.unfinished)
            self.out += self.boxes
        elif keep_one and not self.out:
            self.out.append(Paragraph())
        self.unfinished, self.boxes, self.holds = None, [], False

    def _paragraph(self, p: etree._Element) -> None:
        # A paragraph that another one joins reads otherwise than it did alone.
        if self.unfinished is None and p in self.known:
            self.out.append(self.known[p])
            return
        properties = p.find(PPR)
        pieces = pieces_of(p, self.counts)
        before = self.unfinished
        effective, style, stays = properties, "", True
        if properties is not None:
            effective, style, stays = effective_properties(properties, self.counts)
        paragraph = Paragraph(style, pieces, [p], effective)
        if before is not None:
            paragraph.pieces, paragraph.elements = [*before.pieces, *pieces], [*before.elements, p]
        if self.shapes or not self.whole:
            self.boxes += self._boxes(p)
        if not stays:
            holds = self.holds or any(_present(child, self.counts) for child in p if child.tag != PPR)
            self.unfinished, self.holds = paragraph, holds
            return
        self.out += [paragraph, *self.boxes]
        self.unfinished, self.boxes, self.holds = None, [], False

    def _boxes(self, p: etree._Element) -> list[Paragraph]:
        """The paragraphs of the text boxes that are anchored in a paragraph."""
        if next(p.iter(_BOX), None) is None:
            return []
        out: list[Paragraph] = []
        pending = list(reversed(p))
        while pending:
            element = pending.pop()
            if element.tag == _BOX:
                out += self._inner(element).out
            elif _is_there(element, self.counts):
                pending += reversed(element)
        return out

    def _table(self, table: etree._Element) -> None:
        self.close(keep_one=False)
        # A table all of whose rows go is gone itself.
        outer = self.out
        self.out = []
        shape = []
        for row in _within(table, w("tr"), self.counts):
            # The marks of rows and cells stand in their properties (17.13.5.12, 17.13.5.16, 17.13.5.1 and 17.13.5.2).
            if not row_or_cell_stays(row.find(w("trPr")), self.counts):
                continue
            cells = []
            for cell in _within(row, w("tc"), self.counts):
                properties = cell.find(w("tcPr"))
                if row_or_cell_stays(properties, self.counts):
                    inner = self._inner(cell)
                    self.out += inner.out
                    cells.append((*(_span(properties, self.counts) if self.whole else ("", "")), len(inner.out)))
            shape.append(tuple(cells))
        if not self.whole:
            self.out = outer + self.out
        else:
            self.out = [*outer, Paragraph(elements=[table], cells=self.out, shape=tuple(shape))] if shape else outer


def _span(properties: etree._Element | None, counts: MarkFilter) -> tuple[str, str]:
    """How many columns a cell spans, and whether it begins or continues a merged cell ("" where it does not).

    A change of it is a mark (``w:tcPrChange``, ``w:cellMerge``; 17.13.5.36 and 17.13.5.3).
    """
    if properties is None:
        return "1", ""
    found = {child.tag: child for child in properties}
    span, merged, change, joined = map(found.get, _SPANNING)
    if change is not None and not counts(change.get(AUTHOR)):
        return _span(change.find(w("tcPr")), counts)
    said = "" if merged is None else merged.get(VAL, "continue")
    if joined is not None:
        state = joined.get(w("vMerge" if counts(joined.get(AUTHOR)) else "vMergeOrig"), "")
        said = {"rest": "restart", "cont": "continue"}.get(state, "")
    return "1" if span is None else span.get(VAL, "1"), said


def _within(container: etree._Element, tag: str, counts: MarkFilter) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, content controls looked through."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS and _is_there(child, counts):
            yield from _within(child, tag, counts)


def _is_there(element: etree._Element, counts: MarkFilter) -> bool:
    if element.tag in PLUS:
        return counts(element.get(AUTHOR))
    return not (element.tag in MINUS and counts(element.get(AUTHOR)))


def row_or_cell_stays(properties: etree._Element | None, counts: MarkFilter) -> bool:
    """Whether a row or cell is there, by the marks in its properties."""
    for mark in properties if properties is not None else ():
        if mark.tag in (*PLUS, w("cellIns")) and not counts(mark.get(AUTHOR)):
            return False
        if mark.tag in (*MINUS, w("cellDel")) and counts(mark.get(AUTHOR)):
            return False
    return True


def _present(child: etree._Element, counts: MarkFilter) -> bool:
    """Whether a child of a paragraph holds something when the marks that count are accepted."""
    if child.tag in PLUS or child.tag in MINUS:
        return _is_there(child, counts) and any(_present(inner, counts) for inner in child)
    if (child.tag in _SHELLS or str(child.tag).startswith(_MATHS)) and len(child):
        return any(_present(inner, counts) for inner in child if not str(inner.tag).endswith("Pr"))
    return is_visible(child) and not (str(child.tag).startswith(_MATHS) and not child.text)


def is_visible(child: etree._Element) -> bool:
    """Whether an element of a paragraph can be seen: it is no end of a bookmark, comment or other range."""
    if not isinstance(child.tag, str):
        return False
    name = etree.QName(child).localname
    return not name.startswith(("bookmark", "proofErr", "comment", "perm")) and not name.endswith(("RangeStart", "RangeEnd"))


def has_marks(root: etree._Element) -> bool:
    """Whether any revision mark is in the part."""
    return next(root.iter(*MARKS), None) is not None


def effective_properties(properties: etree._Element, counts: MarkFilter) -> tuple[etree._Element, str, bool]:
    """The properties that hold (the old ones where a change of them does not count), their style, and whether the mark stays."""
    effective, style, stays = properties, "", True
    for child in properties:
        tag = child.tag
        if tag == _PARAGRAPH_STYLE:
            style = child.get(VAL, "")
        elif tag == RPR:
            for change in child:
                if (change.tag in PLUS and not counts(change.get(AUTHOR))) or (
                    change.tag in MINUS and counts(change.get(AUTHOR))
                ):
                    stays = False
        elif tag == _CHANGE and not counts(child.get(AUTHOR)):
            old = child.find(PPR)
            if old is not None:
                effective, style = old, style_in(old)
    return effective, style, stays


def style_in(properties: etree._Element | None) -> str:
    """The id of the style that paragraph properties name; "" is the default one."""
    style = None if properties is None else properties.find(_PARAGRAPH_STYLE)
    return style.get(VAL, "") if style is not None else ""
