"""Parts of footnotes and endnotes."""

from __future__ import annotations

from lxml import etree

from resdraft.ooxml.names import RUN, P, W, w


def empty_notes(kind: str = "footnote") -> etree._Element:
    """The root of a part of footnotes or endnotes with nothing but the separators that Word draws above notes (17.11)."""
    root = etree.Element(w(f"{kind}s"), nsmap={"w": W})
    for separator, known_as in (("separator", "-1"), ("continuationSeparator", "0")):
        note = etree.SubElement(root, w(kind), {w("type"): separator, w("id"): known_as})
        etree.SubElement(etree.SubElement(etree.SubElement(note, P), RUN), w(separator))
    return root
