"""What a document reads under a choice of marks: its paragraphs, their styles, words and footnote references.

Read without changing the document, so that writers prove with it what they are about to save, and readers take the base or one source's
text from a marked file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MINUS, PLUS, PPR, RPR, RUN, VAL, P, w

Choice = Callable[[str | None], bool]
"""Whether the marks of an author count."""

_FOOTNOTE = w("footnoteReference")
_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_TEXTS = (w("t"), w("delText"))
_EMPHASIS = (("b", w("b")), ("i", w("i")), ("u", w("u")))
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
    """The paragraphs of a body, footnote or cell, tables included, in one pass.

    A paragraph whose mark goes joins the next, which keeps its own properties (ECMA-376 Part 1, 17.13.5.15 and .20).
    """
    out: list[Paragraph] = []
    carried: list[Piece] = []
    for p in holder.iter(P):
        pieces = carried + list(_pieces(p, choice))
        properties = p.find(PPR)
        if properties is not None and not _mark_stays(properties, choice) and _followed(p):
            carried = pieces
            continue
        carried = []
        out.append(Paragraph(_style(properties, choice), pieces))
    return out


def has_marks(root: etree._Element) -> bool:
    """Whether any revision mark is in the part."""
    changes = (w("rPrChange"), w("pPrChange"), w("sectPrChange"), w("tblPrChange"), w("trPrChange"), w("tcPrChange"))
    return next(root.iter(*PLUS, *MINUS, *changes), None) is not None


def _followed(p: etree._Element) -> bool:
    after = p.getnext()
    while after is not None and after.tag != P:
        if after.tag in (w("tbl"), w("sectPr")):
            return False
        after = after.getnext()
    return after is not None


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
        elif child.tag not in (PPR, RPR, P):
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
    return "".join(c.text or "" if c.tag in _TEXTS else _CHARACTERS.get(c.tag, "") for c in run)


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
