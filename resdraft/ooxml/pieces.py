"""What the runs of a paragraph show when some marks count: characters with their emphasis, and references to footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MINUS, PLUS, PPR, RPR, RUN, VAL, XML_SPACE, P, R, w
from resdraft.ooxml.revisions import MarkFilter
from resdraft.ooxml.symbol_fonts import SHOWN

_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_FOOTNOTE, _OWN_NUMBER, _CUSTOM, _LINK, _SYMBOL = (
    w(name) for name in ("footnoteReference", "footnoteRef", "customMarkFollows", "hyperlink", "sym")
)
_SHOWN = frozenset((*_CHARACTERS, _SYMBOL))
_RUN_CHANGE = w("rPrChange")
# The ids of the style of footnote references follow the language of the Word that made the file: English, French, Spanish, German.
# LibreOffice has two styles, for references in the text and for the marks in the notes.
_REFERENCE_STYLES = (
    *("footnotereference", "appelnotedebasdep", "refdenotaalpie", "fussnotenzeichen"),
    *("footnoteanchor", "footnotecharacters"),
)
_SUFFIX = re.compile("bis|ter|quater|quinquies|sexies|septies|octies|novies|decies")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_TEXTS = (w("t"), w("delText"))
_EMPHASIS = {w("b"): "b", w("i"): "i", w("u"): "u"}
_ALIGNED, _STYLE = w("vertAlign"), w("rStyle")
_BY_HAND = {w("strike"): "struck through", w("dstrike"): "struck through", w("vanish"): "hidden"}
_OFF = ("0", "false", "off", "none")
_NO_WORDS = frozenset((PPR, RPR, P))
_RAISED = {"superscript": "^", "subscript": "_"}


class Piece(NamedTuple):
    """What one element of a run shows: characters of one formatting, or a footnote reference."""

    text: str
    emphasis: str = ""
    """Letters of ``biu^_``: bold, italic, underlined, superscript, subscript."""
    note: str | None = None
    """The id of the footnote that is referred to; "" for the footnote's own number in its text."""
    mark: str = ""
    """What is typed for a reference. A piece with a mark and no note is the run that the mark was typed in."""
    custom: bool = False
    """Whether the typed mark is all of the reference's mark; otherwise it stands behind the number that Word counts."""
    raised: bool = False
    """Whether the run has the style of footnote references."""
    link: str | None = None
    """The relationship of the hyperlink that it stands in."""
    run: etree._Element | None = None
    child: etree._Element | None = None
    """The element of the run that shows it."""


def pieces_of(paragraph: etree._Element, counts: MarkFilter) -> list[Piece]:
    """What a paragraph shows when the marks that ``counts`` says count are accepted and all others rejected, in the order of its runs."""
    out: list[Piece] = []
    return _with_marks(out) if _collect(paragraph, counts, None, out) else out


def pieces_of_run(run: etree._Element, counts: MarkFilter) -> list[Piece]:
    """What one run shows, whatever marks it stands in; ``counts`` says whose changes of its formatting count."""
    out: list[Piece] = []
    _run(run, counts, None, out)
    return out


def _collect(element: etree._Element, counts: MarkFilter, link: str | None, out: list[Piece]) -> bool:
    """Put the pieces of a paragraph, or of an element of it, into ``out``.

    Returns:
        Whether a footnote reference is among them.
    """
    noted = False
    for child in element:
        tag = child.tag
        if tag == RUN:
            noted |= _run(child, counts, link, out)
        # A paragraph inside a paragraph is one of a text box, which has a flow of its own.
        elif tag in _NO_WORDS or not isinstance(tag, str):
            continue
        elif tag in PLUS:
            noted |= counts(child.get(AUTHOR)) and _collect(child, counts, link, out)
        elif tag in MINUS:
            noted |= not counts(child.get(AUTHOR)) and _collect(child, counts, link, out)
        elif len(child):
            noted |= _collect(child, counts, child.get(f"{{{R}}}id") if tag == _LINK else link, out)
    return noted


def _run(run: etree._Element, counts: MarkFilter, link: str | None, out: list[Piece]) -> bool:
    emphasis, raised, noted = "", False, False
    for child in run:
        tag = child.tag
        if tag == RPR:
            emphasis, style = _emphasis(child, counts)
            if style and style.casefold().replace(" ", "") in _REFERENCE_STYLES:
                raised, emphasis = True, emphasis if "^" in emphasis else f"{emphasis}^"
        elif tag in _TEXTS:
            if text := _text(child):
                out.append(Piece(text, emphasis, None, "", False, raised, link, run, child))
        elif tag in _SHOWN:
            out.append(Piece(_character(child), emphasis, None, "", False, raised, link, run, child))
        elif tag == _FOOTNOTE:
            noted = True
            custom = child.get(_CUSTOM) in ("1", "true", "on")
            out.append(Piece("", "", child.get(ID, ""), "", custom, raised, None, run, child))
        elif tag == _OWN_NUMBER:
            out.append(Piece("", "", "", "", False, raised, None, run, child))
    return noted


def _with_marks(pieces: list[Piece]) -> list[Piece]:
    """Give references the marks that are typed behind them: all of it, or a suffix behind Word's number (1bis)."""
    out: list[Piece] = []
    at, run = -1, None
    for piece in pieces:
        if piece.note:
            at, run = len(out), piece.run
        elif at >= 0:
            # A typed mark may be cut into several runs. With ``customMarkFollows`` the reference's own run holds it (17.11.14); some files
            # have it in the next run, raised as references are.
            reference = out[at]
            high = piece.raised or "^" in piece.emphasis
            if reference.custom:
                taken = piece.run is run or (high and not reference.mark)
            else:
                taken = high and not reference.mark and _SUFFIX.fullmatch(piece.text) is not None
            if taken and piece.note is None:
                out[at] = reference._replace(mark=reference.mark + piece.text)
                piece, run = Piece("", "", None, piece.text, run=piece.run, child=piece.child), piece.run
            else:
                at = -1
        out.append(piece)
    return out


def _character(element: etree._Element) -> str:
    """The character that an element other than text shows."""
    # A symbol is a character of a font, often in the private use area of Unicode (17.3.3.30): no text tool could print it.
    if element.tag != _SYMBOL:
        return _CHARACTERS[element.tag]
    code = int(element.get(w("char"), "0") or "0", 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", element.get(w("char"), "")) else 0
    return _symbol(code) if 0xF000 <= code <= 0xF0FF else chr(code) if code >= 32 else "\u25a1"


def _text(element: etree._Element) -> str:
    """The characters of a text element. Word drops blanks at its ends unless ``xml:space`` is ``preserve`` (17.3.3.31)."""
    text = element.text or ""
    if not text.isascii() and _PRIVATE.search(text):
        # LibreOffice writes a symbol of a font (w:sym) as a character of the private use area.
        text = _PRIVATE.sub(lambda found: _symbol(ord(found[0])), text)
    return text if element.get(XML_SPACE) == "preserve" else text.strip(" \t\r\n")


def _symbol(code: int) -> str:
    """What a character of a font of symbols shows."""
    return SHOWN.get(code & 0xFF, "\u25a1")


def _emphasis(properties: etree._Element, counts: MarkFilter) -> tuple[str, str]:
    """The emphasis that run properties give directly, and the style that they name: the old ones where their change does not count."""
    on, style = "", ""
    for child in properties:
        tag = child.tag
        if tag in _EMPHASIS:
            on += _EMPHASIS[tag] if child.get(VAL) not in _OFF else ""
        elif tag == _ALIGNED:
            on += _RAISED.get(child.get(VAL, ""), "")
        elif tag == _STYLE:
            style = child.get(VAL, "")
        # The old properties stand inside their change (17.13.5.31).
        elif tag == _RUN_CHANGE and not counts(child.get(AUTHOR)):
            old = child.find(RPR)
            return ("", "") if old is None else _emphasis(old, counts)
    return (on if len(on) < 2 else "".join(letter for letter in "biu^_" if letter in on)), style


def hand_marked(root: etree._Element) -> Iterator[tuple[int, str, str]]:
    """Words that are struck through or hidden by their formatting, which no mark tracks: the paragraph from 1, how, and the words.

    What stands in an insertion is tracked with it, and so is formatting with a change of it (17.13.5.31).
    """
    for number, paragraph in enumerate(root.iter(P), 1):
        found: dict[str, str] = {}
        for run in paragraph.iter(RUN):
            properties = run.find(RPR)
            if (
                properties is None
                or properties.find(_RUN_CHANGE) is not None
                or next(run.iterancestors(*PLUS), None) is not None
            ):
                continue
            how = next((_BY_HAND[c.tag] for c in properties if c.tag in _BY_HAND and c.get(VAL) not in _OFF), None)
            words = "".join(t.text or "" for t in run.iter(w("t"))) if how else ""
            if how and words.strip():
                found[how] = found.get(how, "") + words
        yield from ((number, how, words) for how, words in found.items())
