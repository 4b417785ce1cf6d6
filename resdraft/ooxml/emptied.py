"""What is left without content when marks are settled goes too: shells of formulas, content controls, rows, tables, links.

Word draws an empty box for each empty place of a formula, and takes a table without rows, a row without cells or a block control without
a paragraph for a damaged file. Only what lost content is looked at: what was empty before stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from resdraft.ooxml.names import ID, MATHS, MINUS, PLUS, RPR, P, w
from resdraft.ooxml.projections import is_visible

_ROW, _CELL, _TABLE, _CONTROL = w("tr"), w("tc"), w("tbl"), w("sdt")
_BLOCKS = frozenset((P, _TABLE, _CONTROL, w("customXml"), w("altChunk"), *PLUS, *MINUS))
_HOLDERS = frozenset(w(name) for name in ("tc", "txbxContent", "footnote", "endnote", "hdr", "ftr", "comment", "body"))
"""What holds one paragraph at least; a cell also ends with one (17.4.65)."""
_INLINE = (w("hyperlink"), w("fldSimple"), w("smartTag"), w("customXml"), w("bdo"), w("dir"), w("sdtContent"))
_ENDS = {w(f"{name}Start"): w(f"{name}End") for name in ("bookmark", "commentRange", "perm")}


def m(name: str) -> str:
    """A name in the namespace of Office mathematics, as lxml writes it."""
    return f"{{{MATHS}}}{name}"


_PLACES = frozenset(m(name) for name in ("e", "num", "den", "sup", "sub", "deg", "lim", "fName"))
"""The places of a formula's structures (22.1.2): a fraction has two, a matrix a row of them in each of its rows."""
_SCRIPTS = frozenset(m(name) for name in ("sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp"))
"""Structures that are their ``m:e`` and something set smaller beside it."""
_ROWS = frozenset((m("eqArr"), m("d")))
"""Structures of as many places as there are."""
_MATHS = frozenset((m("r"), m("oMath"), m("oMathPara")))
_SETTINGS = frozenset((RPR, m("rPr"), m("argPr"), m("ctrlPr"), m("oMathParaPr")))
_SHELLS = frozenset((*_INLINE, *PLUS, *MINUS, _ROW, _TABLE, *_MATHS))


def take_out(element: etree._Element) -> etree._Element | None:
    """Take an element out, and hand back what held it.

    One end of a bookmark or of a comment's range stays where the other end stands outside of the element.
    """
    holder = element.getparent()
    if holder is None:
        return None
    starts = {(_ENDS[e.tag], e.get(ID)): e for e in element.iter(*_ENDS)}
    alone = [end for end in element.iter(*_ENDS.values()) if starts.pop((end.tag, end.get(ID)), None) is None]
    for end in (*starts.values(), *alone):
        element.addprevious(end)
    holder.remove(element)
    return holder


def is_inline(element: etree._Element) -> bool:
    """Whether an element stands within a paragraph, and not in a text box of it."""
    around = next(element.iterancestors(P, w("txbxContent")), None)
    return around is not None and around.tag == P


def is_needed(paragraph: etree._Element) -> bool:
    """Whether a paragraph without content stays: it is the only one of a cell, a box or a note, or the one that ends a cell."""
    at = paragraph
    while True:
        holder = at.getparent()
        if holder is None or any(child.tag in _BLOCKS for child in at.itersiblings()):
            return False
        before = next((child for child in at.itersiblings(preceding=True) if child.tag in _BLOCKS), None)
        if holder.tag in _HOLDERS:
            return before is None or (holder.tag == _CELL and before.tag == _TABLE)
        if before is not None:
            return False
        at = holder


def structure_of(mark: etree._Element) -> etree._Element | None:
    """The structure of a formula whose sign a mark is on: a fraction's line, the brackets. Word puts such a mark into ``m:ctrlPr``."""
    above = next((e for e in mark.iterancestors() if e.tag not in PLUS and e.tag not in MINUS), None)
    properties = above.getparent() if above is not None and above.tag == m("ctrlPr") else None
    return properties.getparent() if properties is not None and properties.tag not in _PLACES else None


def dissolve(structure: etree._Element) -> etree._Element | None:
    """Put what stands in the places of a formula's structure where the structure was, and hand back what held it."""
    holder = structure.getparent()
    if holder is None:
        return None
    for place in _places(structure):
        for child in [child for child in place if child.tag not in _SETTINGS]:
            structure.addprevious(child)
    return take_out(structure)


def clear(lost: Iterable[etree._Element]) -> list[etree._Element]:
    """Take out what has become empty among elements that lost content, and what becomes empty by that.

    Returns:
        What was taken out.
    """
    out: list[etree._Element] = []
    pending = list(lost)
    while pending:
        element = pending.pop()
        parent = element.getparent()
        if element.tag in _HOLDERS:
            _keep_a_paragraph(element)
        if parent is None:
            continue
        if element.tag in _PLACES:
            structure = parent if parent.tag != m("mr") else parent.getparent()
            holder = _clear_structure(structure, element) if structure is not None and not _holds(element) else None
            out += [structure] if structure is not None and holder is not None else []
        elif element.tag in _SHELLS and not _holds(element):
            shell = parent if element.tag == w("sdtContent") else element
            holder = take_out(shell)
            out.append(shell)
        else:
            continue
        if holder is not None:
            pending.append(holder)
    return out


def _clear_structure(structure: etree._Element, place: etree._Element) -> etree._Element | None:
    """A structure of a formula one of whose places has become empty. What held it, where it went."""
    filled = [own for own in _places(structure) if _holds(own)]
    if not filled:
        return take_out(structure)
    if structure.tag in _SCRIPTS and {own.tag for own in filled} == {m("e")}:
        # Without its scripts it is what bore them.
        return dissolve(structure)
    row = place.getparent()
    if structure.tag in _ROWS:
        take_out(place)
    elif row is not None and row.tag == m("mr") and not any(_holds(own) for own in row):
        take_out(row)
    # Any other empty place is shown by Word as the box to write into that it is.
    return None


def _places(structure: etree._Element) -> list[etree._Element]:
    return [place for child in structure for place in (child if child.tag == m("mr") else (child,)) if place.tag in _PLACES]


def _holds(element: etree._Element) -> bool:
    """Whether an element holds anything but its own settings and the ends of ranges."""
    if element.tag == _TABLE:
        return next(element.iter(_ROW), None) is not None
    if element.tag == _ROW:
        return next(element.iter(_CELL), None) is not None
    return any(
        is_visible(child) and child.tag not in _SETTINGS and not str(child.tag).endswith(("}customXmlPr", "}smartTagPr"))
        for child in element
    )


def _keep_a_paragraph(holder: etree._Element) -> None:
    """A holder of paragraphs has one, and a cell has no table at its end."""
    last = next((child for child in reversed(holder) if child.tag in _BLOCKS), None)
    if last is None or (holder.tag == _CELL and last.tag == _TABLE):
        section = holder.find(w("sectPr"))
        if section is not None:
            section.addprevious(etree.Element(P))
        else:
            holder.append(etree.Element(P))
