"""What a Word file holds beneath its words: elements in canonical form, and the formatting of each character."""

from __future__ import annotations

from lxml import etree

from resdraft.ooxml.names import RPR, RUN, XML_SPACE, T


def canonical(element: etree._Element) -> bytes:
    """An element as bytes that are the same for the same content."""
    return etree.tostring(element, method="c14n")


def characters(p: etree._Element) -> list[tuple[str, bytes]]:
    """Each character of a paragraph with its run's formatting, footnotes and other objects as they are."""
    out = []
    for run in p.iter(RUN):
        properties = run.find(RPR)
        look = b"" if properties is None or not len(properties) else canonical(properties)
        for child in run:
            if child.tag == T:
                text = child.text or ""
                text = text if child.get(XML_SPACE) else text.strip(" \t\r\n")
                out += [(character, look) for character in text]
            elif child.tag != RPR:
                out.append((etree.QName(child).localname, look))
    return out
