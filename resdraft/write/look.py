"""The format of a new paragraph in a file: that of the nearest paragraph of its kind, else ITU's style, else that of the nearest clause.

Its label takes the form of the others' labels: typed, with the same formatting and the same blank behind it, or counted by Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from resdraft.errors import Problem, Unwritable
from resdraft.model.labels import label_meanings
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text
from resdraft.ooxml.names import PPR, RPR, VAL, P, w
from resdraft.ooxml.paragraph_marks import inheritable
from resdraft.ooxml.places import Place, Stretch, own_pieces, shown
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.runs import label_parts, run_of

STYLES = {
    Kind.NUMBER: "ResNo",
    Kind.TITLE: "Restitle",
    Kind.REFERENCE: "Resref",
    Kind.FORMULA: "Normalaftertitle",
    Kind.CALL: "Call",
    Kind.ANNEX: "AnnexNo",
    Kind.ANNEX_TITLE: "Annextitle",
    Kind.NOTE: "FootnoteText",
}
DEEPEST = 9
"""The deepest clause that a style of ours exists for, enumlev9. ITU's own files go down to enumlev3, 397 twips a level."""
_FIRST_INDENT, _INDENT = 794, 397
"""Of enumlev1, and of each level below it, in twips."""


@dataclass(repr=False, eq=False, match_args=False)
class ParagraphFormat:
    """The format of a new paragraph and of its label."""

    properties: etree._Element | None = None
    """``w:pPr``."""
    label: etree._Element | None = None
    """The run properties of a typed label."""
    words: etree._Element | None = None
    """The run properties of the words."""
    before: str = ""
    """What stands before a typed label."""
    blank: str = "\t"
    """What stands between a typed label and the words."""
    automatic: bool = False
    """Whether Word counts the label."""
    own_label: bool = False
    """Whether the label is of the same kind of list as the label whose formatting it takes. Then it takes its emphasis too."""

    def label_runs(self, label: str | None) -> list[etree._Element]:
        """The runs of a typed label and the blank behind it."""
        if label is None or self.automatic:
            return []
        out = [run_of(Span(self.before))] if self.before else []
        for part, emphasis in label_parts(label):
            like = _emphasis(self.label) if self.own_label else ""
            if not self.own_label or (emphasis and label[0].isdigit() and emphasis not in like):
                like += emphasis
            out.append(run_of(Span(part, like), self.label))
        out.append(run_of(Span(self.blank), self.words) if self.blank != "\t" else run_of(Span("\t")))
        return out


def style_of(p: Provision) -> str:
    """The id of a provision's paragraph style in our own files."""
    if p.kind in STYLES:
        return STYLES[p.kind]
    if p.depth > DEEPEST:
        raise Unwritable(Problem(f"clauses {p.depth + 1} deep", f"Word styles go {DEEPEST + 1} deep", clause=p.label or ""))
    if p.kind is Kind.BLOCK:
        return f"tablelev{p.depth}"
    return f"enumlev{p.depth}" if p.depth else "Normal"


def our_properties(p: Provision, style: str) -> etree._Element:
    """The paragraph properties of a provision in a style. A paragraph without a label in a list is indented with all of its lines."""
    out = etree.Element(PPR)
    if style not in ("", "Normal"):
        etree.SubElement(out, w("pStyle")).set(VAL, style)
    if p.kind in (Kind.CLAUSE, Kind.BLOCK) and p.depth > 0 and p.label is None:
        out.append(_indent(p))
    return out


def _indent(p: Provision) -> etree._Element:
    """The indent of ``enumlev1`` to ``enumlev3`` and on; a paragraph without a label is indented with all of its lines."""
    left = _FIRST_INDENT + _INDENT * (p.depth - 1)
    first = {w("firstLine"): "0"} if p.label is None else {w("hanging"): str(_FIRST_INDENT if p.depth == 1 else _INDENT)}
    return etree.Element(w("ind"), {w("left"): str(left), **first})


class Formats:
    """The formats of a file's paragraphs, for new ones to take."""

    def __init__(self, base: Resolution, file: WordFile, places: dict[str, Place]) -> None:
        self.base, self.file, self.places = base, file, places

    def of(self, p: Provision, near: int) -> ParagraphFormat:
        """The format of a new provision behind the ``near``-th provision of the base."""
        like = self._example(p, near)
        if like is not None:
            return self.like(like, p)
        style = self.style_id(style_of(p)) if p.kind in STYLES or p.kind is Kind.BLOCK or p.depth else ""
        if style is not None:
            return ParagraphFormat(our_properties(p, style))
        return self._beside(p, near)

    def _example(self, p: Provision, near: int) -> Provision | None:
        """The nearest provision of the base of the same kind and depth; one with the same style of label goes before nearer ones."""
        styles = _styles(p.label)
        best: tuple[bool, int, Provision] | None = None
        for other in self._alike.get((p.kind, p.depth, p.label is None), ()):
            at = self.base.by_key[other.key]
            same = p.label is None or bool(styles & _styles(other.label))
            rank = (not same, abs(at - near))
            if best is None or rank < best[:2]:
                best = (*rank, other)
        return best[2] if best else None

    @cached_property
    def _alike(self) -> dict[tuple[Kind, int, bool], list[Provision]]:
        out: dict[tuple[Kind, int, bool], list[Provision]] = {}
        for p in self.base.provisions:
            place = self.places.get(p.key)
            if place is not None and place.stretches and place.elements[0].tag == P and p.kind is not Kind.BLOCK:
                out.setdefault((p.kind, p.depth, p.label is None), []).append(p)
        return out

    def like(self, other: Provision, p: Provision) -> ParagraphFormat:
        """The format of ``p`` where it is that of another provision of the base."""
        place = self.places[other.key]
        stretch = place.stretches[0]
        out = ParagraphFormat(inheritable(stretch.paragraph.properties), automatic=place.automatic and p.label is not None)
        out.own_label = bool(_styles(p.label) & _styles(other.label))
        at, longest = 0, -1
        before = ""
        for piece in own_pieces(stretch.paragraph):
            text = shown(piece, exact=place.exact)
            own = piece.run.find(RPR) if piece.run is not None else None
            if at < stretch.start:
                before += text[: stretch.start - at]
                if out.label is None and text.strip():
                    out.label = own if own is not None else etree.Element(RPR)
            # The longest piece shows how the words look: shorter ones may be emphasised.
            inside = max(0, min(at + len(text), stretch.end) - max(at, stretch.start))
            if inside > longest and piece.text:
                longest, out.words = inside, own
            at += len(text) or bool(piece.note)
        if other.label is not None and not place.automatic and other.label in before:
            out.before, _, out.blank = before.partition(other.label)
            out.blank = out.blank or "\t"
        return out

    def pieces(self, place: Place, stretch: Stretch, notes: Iterator[str]) -> Iterator[tuple[Text, etree._Element | None]]:
        """The words of a stretch, piece by piece, each with its run properties; ``notes`` are the marks of its references in order."""
        at = 0
        for piece in own_pieces(stretch.paragraph):
            if piece.note:
                if stretch.start <= at < stretch.end:
                    yield Text((Span("", note=next(notes)),)), None
                at += 1
                continue
            text = shown(piece, exact=place.exact)
            low, high = max(stretch.start - at, 0), min(stretch.end - at, len(text))
            if low < high:
                link = self.file.links.get(piece.link) if piece.link else None
                look = piece.run.find(RPR) if piece.run is not None else None
                yield Text((Span(text[low:high], piece.emphasis, None, link),)), look
            at += len(text)

    def style_id(self, wanted: str) -> str | None:
        """The id of the file's style of that id or name; None where it has none."""
        # ITU's files write one style as Restitle or Res_title.
        folded = re.sub(r"[^a-z0-9]", "", wanted.lower())
        for known, name in self.file.style_names.items():
            if folded in (re.sub(r"[^a-z0-9]", "", text.lower()) for text in (known, name)):
                return known
        return None

    def _beside(self, p: Provision, near: int) -> ParagraphFormat:
        """The format of the nearest clause, indented by depth, where the file has neither an example nor a style."""
        clauses = [other for known in self._alike.values() for other in known if other.kind is Kind.CLAUSE] or [
            other for known in self._alike.values() for other in known
        ]
        if not clauses:
            return ParagraphFormat()
        other = min(clauses, key=lambda c: (abs(self.base.by_key[c.key] - near), self.base.by_key[c.key]))
        out = self.like(other, p)
        out.label, out.own_label, out.before, out.blank, out.automatic = None, False, "", "\t", False
        properties = out.properties if out.properties is not None else etree.Element(PPR)
        if self.file.numbering().place(properties) is not None:
            _unnumber(properties)
        if p.kind is Kind.CLAUSE and p.depth:
            for old in properties.findall(w("ind")):
                properties.remove(old)
            at = _before(properties, ("jc", "textAlignment", "outlineLvl", "cnfStyle", "contextualSpacing"))
            properties.insert(at, _indent(p))
        out.properties = properties
        return out


def _styles(label: str | None) -> set[str]:
    """What list a label can be of, however deep: ``3.1`` and ``4.1.2`` are alike."""
    return {re.sub(r"[^(]*\.(?=1)", "", reading.style) for reading in label_meanings(label or "")}


def _unnumber(properties: etree._Element) -> None:
    """Take a paragraph out of its list. The list of its style would hold otherwise: number 0 says that there is none (17.9.18)."""
    for old in properties.findall(w("numPr")):
        properties.remove(old)
    none = etree.Element(w("numPr"))
    etree.SubElement(none, w("numId")).set(VAL, "0")
    first = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    names = [etree.QName(child).localname for child in properties if isinstance(child.tag, str)]
    properties.insert(max((n + 1 for n, name in enumerate(names) if name in first), default=0), none)


def _before(properties: etree._Element, names: tuple[str, ...]) -> int:
    """Where the first of some properties stands, or the end."""
    following = (
        *names,
        "mirrorIndents",
        "suppressOverlap",
        "textDirection",
        "textboxTightWrap",
        "divId",
        "rPr",
        "sectPr",
        "pPrChange",
    )
    found = (n for n, c in enumerate(properties) if isinstance(c.tag, str) and etree.QName(c).localname in following)
    return next(found, len(properties))


def _emphasis(properties: etree._Element | None) -> str:
    """The emphasis that run properties set directly."""
    if properties is None:
        return ""
    out = ""
    for letter in "biu":
        switch = properties.find(w(letter))
        out += letter if switch is not None and switch.get(VAL) not in ("0", "false", "off", "none") else ""
    return out
