"""Ids for the paragraphs of two parts: paragraphs with the same id have the same content.

Most paragraphs of a long document stay as they are. They are recognised by the bytes that they are written in, which is much faster than
reading each of them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from lxml import etree

from resdraft.compare.content_keys import ContentKeys
from resdraft.ooxml.names import P, W

_CHANGED_ON_SAVE = {
    b"rsid": re.compile(rb' w:rsid\w*="[^"]*"'),
    b"w14:": re.compile(rb' w14:(?:paraId|textId)="[^"]*"'),
    b"proofErr": re.compile(rb"<w:proofErr [^>]*/>"),
    b"lastRenderedPageBreak": re.compile(rb"<w:lastRenderedPageBreak/>"),
}
"""What says nothing of the content, because Word writes it anew whenever it saves a file. The keys tell fast whether there is any."""
_EMPTY = re.compile(rb"<w:p(?: [^>]*)?/>")
_TAGS = re.compile(rb"<(/?)w:p(?=[ />])[^>]*?(/?)>")
_REFERENCES = re.compile(rb'(footnote|endnote)Reference\b[^>]*?w:id="([^"]*)"|( r):\w+="([^"]*)"|(numId) w:val="([^"]*)"')
_REFERENCE_SIGNS = (b"teReference", b" r:", b"numId")
_STYLE = re.compile(rb'Style w:val="([^"]*)"')
_NAMESPACE = re.compile(rb'xmlns:(\w+)="([^"]*)"')
_HEAD = 6000
"""The namespaces stand in the root element, within so many bytes."""


class ParagraphIds:
    """Numbers the paragraphs of two parts by their content.

    Args:
        old: the part of the old file.
        new: the part of the new file.
    """

    def __init__(self, old: bytes, new: bytes) -> None:
        self._ids: dict[Hashable, int] = {}
        heads = [dict(_NAMESPACE.findall(part[:_HEAD])) for part in (old, new)]
        # Equal bytes mean equal content only where the prefixes stand for the same namespaces.
        same = all(heads[0][prefix] == heads[1][prefix] for prefix in heads[0].keys() & heads[1].keys())
        self._usable = same and heads[0].get(b"w") == W.encode()
        self._parts = (old, new)

    def of(self, side: int, root: etree._Element, keys: ContentKeys) -> dict[etree._Element, int]:
        """The id of each paragraph of a side (0 is old, 1 is new).

        What a paragraph refers to by an id, such as a footnote, counts as what it leads to: equal bytes may refer to different things.
        """
        part = self._parts[side]
        elements = list(root.iter(P))
        slices = self._slices(part, elements)
        if keys.conflicting_style_ids:
            # A style id that names another style in the old file: the paragraph is not equal to any there.
            equal = (keys.conflicting_style_ids.isdisjoint(_STYLE.findall(written)) for written in slices)
            slices = [written if same else written + b"*" for written, same in zip(slices, equal, strict=True)]
        ids = self._ids
        if not any(sign in part for sign in _REFERENCE_SIGNS):
            return {p: ids.setdefault(written, len(ids)) for p, written in zip(elements, slices, strict=True)}
        out = {}
        for p, written in zip(elements, slices, strict=True):
            known: Hashable = written
            if any(sign in written for sign in _REFERENCE_SIGNS):
                found = (f.group(f.lastindex - 1, f.lastindex) for f in _REFERENCES.finditer(written) if f.lastindex)
                known = written, tuple(keys.target(kind.decode().strip(), own.decode()) for kind, own in found)
            out[p] = ids.setdefault(known, len(ids))
        return out

    def _slices(self, part: bytes, elements: list[etree._Element]) -> list[bytes]:
        """The bytes of each paragraph, without what changes on saving."""
        slices = _paragraph_slices(part) if self._usable else []
        if len(slices) != len(elements):
            # The part is written in a form that the patterns do not know.
            slices = [etree.tostring(p, with_tail=False) for p in elements]
        for sign, pattern in _CHANGED_ON_SAVE.items():
            if sign in part:
                slices = [pattern.sub(b"", written) if sign in written else written for written in slices]
        return slices


def _paragraph_slices(part: bytes) -> list[bytes]:
    """The bytes of the paragraphs of a part, in the order of their start tags; nothing where tags do not match.

    Only paragraphs in text boxes stand within others. In a part without text boxes the end tags alone divide the paragraphs.
    """
    out: list[bytes] = []
    if b"txbxContent" not in part:
        *whole, rest = part.split(b"</w:p>")
        for piece in whole:
            start, other = piece.rfind(b"<w:p>"), piece.rfind(b"<w:p ")
            if other > start:
                start = other
            if start > 0:
                out += _EMPTY.findall(piece[:start])
                piece = piece[start:]
            out.append(piece)
        return out + _EMPTY.findall(rest)
    opened: list[tuple[int, int]] = []
    for found in _TAGS.finditer(part):
        if found[1]:
            if not opened:
                return []
            n, start = opened.pop()
            out[n] = part[start : found.end()]
        else:
            if not found[2]:
                opened.append((len(out), found.start()))
            out.append(found[0])
    return out
