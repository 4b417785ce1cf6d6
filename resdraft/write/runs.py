"""Runs of a Word file: characters, formatting, labels."""

from __future__ import annotations

import copy
import re
from itertools import accumulate

from lxml import etree

from resdraft.errors import Problem, Unwritable
from resdraft.model.text import Span, Text
from resdraft.ooxml.names import DEL_TEXT, RPR, RUN, VAL, XML_SPACE, T, w

_SPECIAL = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}
_SWITCHES = (("b", "b"), ("i", "i"), ("u", "u"))
_RAISED = {"^": "superscript", "_": "subscript"}
# The order of run properties that the schema asks for (ECMA-376 Part 1, 17.3.2), as far as what is put in here needs it.
_BEFORE = {
    "b": ("rStyle", "rFonts"),
    "i": ("rStyle", "rFonts", "b", "bCs"),
}
_AFTER = {
    "u": ("effect", "bdr", "shd", "fitText", "vertAlign"),
    "vertAlign": (),
}
_LAST = ("rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")


def token_starts(text: Text) -> list[int]:
    """Where each token of a text begins, in characters, and where the last one ends. A footnote reference counts as one character."""
    return list(accumulate((1 if token.note is not None else len(token.text) for token in text.tokens), initial=0))


def characters(run: etree._Element, text: str, *, struck: bool = False) -> None:
    """Append characters to a run; tabs, breaks and special hyphens are elements of their own."""
    for piece in re.split("([\t\n\u2011\u00ad])", text):
        if piece in _SPECIAL:
            etree.SubElement(run, w(_SPECIAL[piece]))
        elif piece:
            element = etree.SubElement(run, DEL_TEXT if struck else T)
            try:
                element.text = piece
            except ValueError:
                raise _impossible(piece) from None
            # Word drops blanks at the ends of a text otherwise (17.3.3.31).
            if piece != piece.strip():
                element.set(XML_SPACE, "preserve")


def _impossible(text: str) -> Unwritable:
    """Says which character no Word file can hold; texts in JSON can have it."""
    found = re.search("[\x00-\x1f\ufffe\uffff\ud800-\udfff]", text)
    what = f"a character that no Word file can hold{f' (U+{ord(found[0]):04X})' if found else ''}, in “{text[:40]}”"
    return Unwritable(Problem(what, "take it out of the text"))


def run_of(span: Span, look: etree._Element | None = None) -> etree._Element:
    """A run with the words of a span, with the given run properties but the span's own emphasis."""
    run = etree.Element(RUN)
    properties = run_properties(look, span.emphasis)
    if len(properties):
        run.append(properties)
    characters(run, span.text)
    return run


def run_properties(look: etree._Element | None, emphasis: str) -> etree._Element:
    """A copy of run properties with just this emphasis.

    It has no marks, and no style of footnote references, links or comments: new words are none of these, whatever stands beside them.

    Args:
        look: the run properties; None for none.
        emphasis: letters of ``biu^_``, as in :class:`resdraft.model.text.Span`.
    """
    out = etree.Element(RPR) if look is None else copy.deepcopy(look)
    for child in list(out):
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        foreign = name == "rStyle" and re.search("footnote|hyperlink|endnote|comment", child.get(VAL, ""), re.IGNORECASE)
        if name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish", "webHidden") or foreign:
            out.remove(child)
    for letter, name in _SWITCHES:
        own = out.find(w(name))
        on = own is not None and own.get(VAL) not in ("0", "false", "off", "none")
        if on != (letter in emphasis):
            if own is not None:
                out.remove(own)
            if letter in emphasis:
                _insert_property(out, name).set(VAL, "single") if name == "u" else _insert_property(out, name)
    raised = next((_RAISED[letter] for letter in emphasis if letter in _RAISED), "")
    own = out.find(w("vertAlign"))
    if own is not None and own.get(VAL) != raised:
        out.remove(own)
    if raised and (own is None or own.get(VAL) != raised):
        _insert_property(out, "vertAlign").set(VAL, raised)
    return out


def _insert_property(properties: etree._Element, name: str) -> etree._Element:
    """Put a property in where the schema has it."""
    element = etree.Element(w(name))
    names = [etree.QName(child).localname if isinstance(child.tag, str) else "" for child in properties]
    if name in _BEFORE:
        at = max((n + 1 for n, known in enumerate(names) if known in _BEFORE[name]), default=0)
    else:
        at = next((n for n, known in enumerate(names) if known in (*_AFTER[name], *_LAST)), len(names))
    properties.insert(at, element)
    return element


def label_parts(label: str) -> list[tuple[str, str]]:
    """A label as it is printed: letters and a suffix such as bis in italic, digits and dashes upright."""
    pieces = re.findall(r"[\d.]+|[^\d.]+", label)
    return [(piece, "i" if any(c.isalpha() for c in piece) else "") for piece in pieces]


def join_marks(marks: list[etree._Element]) -> list[etree._Element]:
    """Neighbouring marks of one kind as one. Hyperlinks stay apart, as each has its own address."""
    out: list[etree._Element] = []
    for mark in marks:
        if out and out[-1].tag == mark.tag and mark.tag != w("hyperlink"):
            out[-1].extend(list(mark))
        else:
            out.append(mark)
    return out
