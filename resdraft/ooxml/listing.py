"""The revision marks of a file as a list: author, date, kind, words, and place of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from resdraft.ooxml.names import AUTHOR, DATE, ID, PPR, RPR, P, w
from resdraft.ooxml.package import main_part
from resdraft.ooxml.revisions import CELLS, MARKS, is_old
from resdraft.ooxml.story import open_stories, require_document

ANONYMOUS = ("Author", "", None)
"""What Word's document inspector leaves of an author's name."""

_CONTENT = {"ins": "inserted", "del": "deleted", "moveFrom": "moved away", "moveTo": "moved here"}
_CHANGES = {
    "rPrChange": "formatting",
    "pPrChange": "paragraph formatting",
    "sectPrChange": "section",
    "tblPrChange": "table",
    "tblPrExChange": "table",
    "tblGridChange": "table columns",
    "trPrChange": "table row",
    "tcPrChange": "table cell",
    "numberingChange": "numbering",
    "cellIns": "cell inserted",
    "cellDel": "cell deleted",
    "cellMerge": "cell merged",
    "customXmlInsRangeStart": "content control inserted",
    "customXmlDelRangeStart": "content control deleted",
    "customXmlMoveFromRangeStart": "content control moved away",
    "customXmlMoveToRangeStart": "content control moved here",
}
CHANGED = frozenset(_CHANGES.values())
"""The kinds of marks on how something looks, or on what holds it; the others are on words, paragraphs and rows."""
_TEXTS = {w("t"): None, w("delText"): None, w("tab"): "\t", w("br"): " ", w("noBreakHyphen"): "\u2011"}


@dataclass(frozen=True)
class Mark:
    """One mark."""

    author: str
    date: str
    """ISO 8601; "" where it has none."""
    kind: str
    """What it did, in words; see :func:`kind_of`."""
    text: str
    """The words that it is on."""
    part: str
    paragraph: int
    """The number of its paragraph in the part, from 1; 0 where it stands in none."""
    id: str
    anonymous: bool
    """Whether the author's name was taken out."""
    clause: str = ""
    """The address of the provision that the paragraph is, where the file holds a resolution."""


def list_marks(parts: Mapping[str, bytes], name: str = "", notices: list[str] | None = None) -> Iterator[Mark]:
    """All marks of a package, the main part first. ``notices`` takes in what could not be looked into.

    Raises:
        Unreadable: where a part that should be XML is none.
    """
    main, stories = main_part(parts, name), open_stories(parts, name, notices)
    require_document(stories.get(main), name)
    for part in sorted(stories, key=lambda part: (part != main, part)):
        yield from _of_part(stories[part].root, part)


def _of_part(root: etree._Element, part: str) -> Iterator[Mark]:
    number, stack = 0, [0]
    # A paragraph can hold others, in its text boxes: marks belong to the innermost.
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(P, *MARKS)):
        if element.tag == P:
            if event == "start":
                number += 1
                stack.append(number)
            else:
                stack.pop()
        elif event == "start" and not is_old(element):
            author = element.get(AUTHOR)
            yield Mark(
                author or "",
                element.get(DATE, ""),
                kind_of(element),
                _words(element),
                part,
                stack[-1],
                element.get(ID, ""),
                author in ANONYMOUS,
            )


def kind_of(mark: etree._Element) -> str:
    """What a mark did, in words."""
    name = etree.QName(mark).localname
    parent = mark.getparent()
    if name in _CHANGES:
        return _CHANGES[name]
    what = _CONTENT[name]
    if parent is not None and parent.tag == RPR:
        above = parent.getparent()
        return f"paragraph mark {what}" if above is not None and above.tag == PPR else f"character {what}"
    if parent is not None and parent.tag == w("trPr"):
        return f"row {what}"
    return f"numbering {what}" if parent is not None and parent.tag == w("numPr") else what


def _words(mark: etree._Element) -> str:
    """The words that a mark is on: its content, the formatted run, the row or cell."""
    holder: etree._Element | None = mark
    parent = mark.getparent()
    if mark.tag in CELLS:
        holder = next(mark.iterancestors(w("tc")), None)
    elif parent is not None and parent.tag == w("trPr"):
        holder = next(mark.iterancestors(w("tr")), None)
    elif etree.QName(mark).localname == "rPrChange":
        holder = next(mark.iterancestors(w("r")), None)
    elif etree.QName(mark).localname == "pPrChange":
        holder = next(mark.iterancestors(P), None)
    if holder is None:
        return ""
    return "".join(e.text or "" if _TEXTS[e.tag] is None else str(_TEXTS[e.tag]) for e in holder.iter(*_TEXTS))
