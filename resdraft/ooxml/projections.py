"""What a document reads under a choice of marks: its paragraphs, their styles, words and footnote references.

Read without changing the document, so that writers prove with it what they are about to save, and readers take the base or one source's
text from a marked file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MINUS, PLUS, PPR, RPR, RUN, VAL, XML_SPACE, P, w

Choice = Callable[[str | None], bool]
"""Whether the marks of an author count."""

_FOOTNOTE = w("footnoteReference")
_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_TEXTS = (w("t"), w("delText"))
_EMPHASIS = (("b", w("b")), ("i", w("i")), ("u", w("u")))
_TABLE, _BOX = w("tbl"), w("txbxContent")
_WRAPPERS = frozenset((*PLUS, *MINUS, *(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag"))))
_APART = frozenset(w(name) for name in ("footnote", "endnote", "comment"))
_NO_BLOCKS = frozenset(
    w(name) for name in ("sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tcPr", "tblPr", "trPr", "styles", "style")
)
_RAISED = {"superscript": "^", "subscript": "_"}


class Piece(NamedTuple):
    """Characters of one formatting, or a footnote reference: ``note`` is the footnote's id, ``mark`` the mark typed for it."""

    text: str
    emphasis: str = ""
    note: str | None = None
    mark: str = ""


@dataclass
class Paragraph:
    """A paragraph as it reads."""

    style: str = ""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters; footnote references give none."""
        return "".join(piece.text for piece in self.pieces)


def number_notes(found: Iterable[Paragraph]) -> dict[str, str]:
    """The marks of footnotes by their ids: typed where they are typed, else numbered in the order of the references."""
    out: dict[str, str] = {}
    count = 0
    for paragraph in found:
        for piece in paragraph.pieces:
            if piece.note and piece.note not in out:
                count += not piece.mark
                out[piece.note] = piece.mark or str(count)
    return out


def everything(_: str | None) -> bool:
    """The choice in which all marks count: accept all."""
    return True


def nothing(_: str | None) -> bool:
    """The choice in which no mark counts: reject all."""
    return False


def paragraphs(holder: etree._Element, choice: Choice) -> list[Paragraph]:
    """The paragraphs of a part, body, footnote or cell, tables and text boxes included, in one pass.

    A paragraph whose mark goes joins the next, which keeps its own properties (ECMA-376 Part 1, 17.13.5.15 and .20); before a table and
    at the end it can join nothing, and stays where it holds something.
    """
    flow = _Flow(choice)
    flow.blocks(holder)
    flow.close(keep_one=False)
    return flow.out


def note_paragraphs(note: etree._Element, choice: Choice) -> list[Paragraph]:
    """The paragraphs of a footnote's body, without the mark that is typed at its beginning and the blank after it."""
    out = paragraphs(note, choice)
    if out:
        pieces = out[0].pieces
        if pieces and pieces[0].note == "":
            del pieces[0]
        if pieces and pieces[0].note is None:
            pieces[0] = pieces[0]._replace(text=pieces[0].text.removeprefix("\t").removeprefix(" "))
    return out


class _Flow:
    """The paragraphs of one flow: a body, a cell, a box, a note."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.out: list[Paragraph] = []
        self.carried: Paragraph | None = None
        self.boxes: list[Paragraph] = []
        self.holds = False

    def blocks(self, container: etree._Element) -> None:
        """Go through the blocks of a container, wrappers included."""
        for child in container:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag in PLUS or child.tag in MINUS:
                if (child.tag in PLUS) == self.choice(child.get(AUTHOR)):
                    self.blocks(child)
            elif child.tag in _APART:
                self._apart(child)
            elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS:
                self.blocks(child)

    def _apart(self, holder: etree._Element) -> None:
        """A note, header or box: a flow of its own."""
        self.close(keep_one=False)
        inner = _Flow(self.choice)
        inner.blocks(holder)
        inner.close(keep_one=True)
        self.out += inner.out

    def close(self, *, keep_one: bool) -> None:
        """The end of the flow, or a table: what was carried stays if it holds something."""
        if self.carried is not None:
            if self.holds or (keep_one and not self.out):
                self.out.append(self.carried)
            self.out += self.boxes
        elif keep_one and not self.out:
            self.out.append(Paragraph())
        self.carried, self.boxes, self.holds = None, [], False

    def _paragraph(self, p: etree._Element) -> None:
        properties = p.find(PPR)
        pieces = list(_pieces(p, self.choice))
        holds = any(_present(child, self.choice) for child in p if child.tag != PPR)
        before = self.carried
        paragraph = Paragraph(_style(properties, self.choice), [*before.pieces, *pieces] if before is not None else pieces)
        self.boxes += self._boxes(p)
        if properties is not None and not _mark_stays(properties, self.choice):
            self.carried, self.holds = paragraph, self.holds or holds
            return
        self.out += [paragraph, *self.boxes]
        self.carried, self.boxes, self.holds = None, [], False

    def _boxes(self, p: etree._Element) -> list[Paragraph]:
        """The paragraphs of the text boxes that are anchored in a paragraph."""
        if next(p.iter(_BOX), None) is None:
            return []
        out: list[Paragraph] = []
        pending = list(reversed(p))
        while pending:
            element = pending.pop()
            if element.tag == _BOX:
                inner = _Flow(self.choice)
                inner.blocks(element)
                inner.close(keep_one=True)
                out += inner.out
            elif _is_there(element, self.choice):
                pending += reversed(element)
        return out

    def _table(self, table: etree._Element) -> None:
        self.close(keep_one=False)
        for row in _within(table, w("tr"), self.choice):
            if not _state_stays(row.find(w("trPr")), self.choice):
                continue
            for cell in _within(row, w("tc"), self.choice):
                if _state_stays(cell.find(w("tcPr")), self.choice):
                    inner = _Flow(self.choice)
                    inner.blocks(cell)
                    inner.close(keep_one=True)
                    self.out += inner.out


def _within(container: etree._Element, tag: str, choice: Choice) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, content controls looked through."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS and _is_there(child, choice):
            yield from _within(child, tag, choice)


def _is_there(element: etree._Element, choice: Choice) -> bool:
    if element.tag in PLUS:
        return choice(element.get(AUTHOR))
    return not (element.tag in MINUS and choice(element.get(AUTHOR)))


def _state_stays(properties: etree._Element | None, choice: Choice) -> bool:
    """Whether a row or cell is there, by the marks in its properties."""
    for mark in properties if properties is not None else ():
        if mark.tag in (*PLUS, w("cellIns")) and not choice(mark.get(AUTHOR)):
            return False
        if mark.tag in (*MINUS, w("cellDel")) and choice(mark.get(AUTHOR)):
            return False
    return True


def _present(child: etree._Element, choice: Choice) -> bool:
    """Whether a child of a paragraph holds something under the choice."""
    if child.tag in PLUS or child.tag in MINUS:
        return _is_there(child, choice) and any(_present(inner, choice) for inner in child)
    return holds(child)


def holds(child: etree._Element) -> bool:
    """Whether an element of a paragraph can be seen: it is no mark of a bookmark, comment or range."""
    if not isinstance(child.tag, str):
        return False
    name = etree.QName(child).localname
    return not name.startswith(("bookmark", "proofErr", "comment", "perm")) and not name.endswith(("RangeStart", "RangeEnd"))


def has_marks(root: etree._Element) -> bool:
    """Whether any revision mark is in the part."""
    changes = (w("rPrChange"), w("pPrChange"), w("sectPrChange"), w("tblPrChange"), w("trPrChange"), w("tcPrChange"))
    return next(root.iter(*PLUS, *MINUS, *changes), None) is not None


def _mark_stays(properties: etree._Element, choice: Choice) -> bool:
    mark = properties.find(RPR)
    if mark is None:
        return True
    for change in mark:
        if change.tag in PLUS and not choice(change.get(AUTHOR)):
            return False
        if change.tag in MINUS and choice(change.get(AUTHOR)):
            return False
    return True


def _style(properties: etree._Element | None, choice: Choice) -> str:
    if properties is None:
        return ""
    change = properties.find(w("pPrChange"))
    if change is not None and not choice(change.get(AUTHOR)):
        old = change.find(PPR)
        properties = old if old is not None else properties
    style = properties.find(w("pStyle"))
    return style.get(VAL, "") if style is not None else ""


def _pieces(element: etree._Element, choice: Choice) -> Iterator[Piece]:
    for child in element:
        if child.tag == RUN:
            yield from _run(child)
        elif child.tag in PLUS:
            if choice(child.get(AUTHOR)):
                yield from _pieces(child, choice)
        elif child.tag in MINUS:
            if not choice(child.get(AUTHOR)):
                yield from _pieces(child, choice)
        elif child.tag not in (PPR, RPR, P) and isinstance(child.tag, str):
            yield from _pieces(child, choice)


def _run(run: etree._Element) -> Iterator[Piece]:
    properties = run.find(RPR)
    emphasis, style = _emphasis(properties)
    reference = run.find(_FOOTNOTE)
    if reference is not None:
        yield Piece("", note=reference.get(ID), mark=_characters(run))
    elif style == "FootnoteReference":
        if run.find(w("footnoteRef")) is None:
            yield Piece("", note="", mark=_characters(run))
    elif text := _characters(run):
        yield Piece(text, emphasis)


def _characters(run: etree._Element) -> str:
    return "".join(_text(c) if c.tag in _TEXTS else _CHARACTERS.get(c.tag, "") for c in run)


def _text(element: etree._Element) -> str:
    """The characters of a text element: blanks at its ends count only where they are said to be preserved."""
    text = element.text or ""
    return text if element.get(XML_SPACE) == "preserve" else text.strip(" \t\r\n")


def _emphasis(properties: etree._Element | None) -> tuple[str, str]:
    if properties is None:
        return "", ""
    on = "".join(letter for letter, tag in _EMPHASIS if _is_on(properties.find(tag)))
    raised = properties.find(w("vertAlign"))
    style = properties.find(w("rStyle"))
    return on + (_RAISED.get(raised.get(VAL, ""), "") if raised is not None else ""), style.get(
        VAL, ""
    ) if style is not None else ""


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(VAL) not in ("0", "false", "off", "none")
