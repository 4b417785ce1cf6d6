"""The content of a Word paragraph as one string of characters that can be cut anywhere.

Text stands for itself. Everything else that can be seen, such as a picture, a field or a reference to a note, is one object character.
"""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.fields import CHARACTER, SIMPLE, Field
from resdraft.ooxml.names import AUTHOR, CHOICES, DEL_TEXT, HYPERLINK, MATHS, MINUS, PLUS, RPR, RUN, TEXT_BOX, XML_SPACE, T, w

OBJECT_CHARACTER = "\ufffc"
OBJECTS_BESIDE_RUNS = (f"{{{MATHS}}}", f"{{{CHOICES}}}AlternateContent")
"""Formulas, and alternatives of which a program shows the first that it knows (ECMA-376 Part 3): they stand in no run."""
CONTAINERS = frozenset(w(name) for name in ("sdt", "customXml", "smartTag", "dir", "bdo"))
"""What can stand around words of a paragraph beside hyperlinks and revision marks."""
_CHARACTERS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_BREAK, _CONTENT, _CUSTOM = w("br"), w("sdtContent"), w("customMarkFollows")
_TEXTS = (T, DEL_TEXT)
_NOT_VISIBLE = frozenset(w(name) for name in ("lastRenderedPageBreak", "commentReference", "annotationRef", "rPr"))
_FIELD_SIGNS = frozenset((CHARACTER, w("instrText"), w("delInstrText")))


class EarlierMark(NamedTuple):
    """A revision mark that the file has already."""

    sign: str
    """``+`` for inserted or moved here, ``-`` for deleted or moved away."""
    author: str


class Surroundings(NamedTuple):
    """What a portion stands in."""

    link: etree._Element | None = None
    mark: EarlierMark | None = None
    containers: tuple[etree._Element, ...] = ()
    """Content controls and the like, the outermost first."""


_NOWHERE = Surroundings()


class Portion:
    """A stretch of characters of one element: the whole or a part of a text element, or one object.

    Attributes:
        start: the first character in the paragraph's text.
        end: the character behind the last.
        run: the run that it stands in; for an object beside runs, that object.
        child: the child of the run that it is; None for an object that is more than a child of one run.
        around: the hyperlink, the earlier mark and the containers that it stands in.
        elements: for an object that is more than a child of one run, all of it: the runs of a field, or an element beside runs.
        typed: for a reference to a note, the texts of its run that are its mark (``w:customMarkFollows``, 17.11.14): they are one with it.
    """

    __slots__ = ("around", "child", "elements", "end", "run", "start", "typed")

    def __init__(
        self,
        run: etree._Element,
        child: etree._Element | None,
        around: Surroundings,
        elements: Sequence[etree._Element] = (),
    ) -> None:
        self.start = self.end = 0
        self.run, self.child, self.around, self.elements = run, child, around, elements
        self.typed: list[etree._Element] = []

    @property
    def whole(self) -> Sequence[etree._Element]:
        """The elements that go where the portion goes, once its run holds nothing else."""
        return self.elements or (self.run,)

    @property
    def boxes(self) -> list[etree._Element]:
        """The text boxes of an object, each a text of its own; not those within another."""
        own = self.elements or ([self.child] if self.child is not None else [])
        found = [box for element in own for box in element.iter(TEXT_BOX)]
        return [box for box in found if not any(e in found for e in box.iterancestors(TEXT_BOX))]

    @property
    def is_text(self) -> bool:
        """Whether it is text, which may be more than one character."""
        return self.child is not None and self.child.tag in _TEXTS


class ParagraphContent:
    """Reads the content of a paragraph.

    Args:
        paragraph: the paragraph.
        fields: by their runs, where the words of fields are to be told apart; see :func:`resdraft.ooxml.fields.fields_of`. The words of a
            hyperlink are text then. Any other field that begins and ends here is one object.
    """

    def __init__(self, paragraph: etree._Element, fields: dict[etree._Element, Field] | None = None) -> None:
        self.paragraph, self._fields = paragraph, fields
        self.portions: list[Portion] = []
        self.containers: dict[etree._Element, int] = {}
        """Where each content control, or what else can stand around words, begins."""
        self._texts: list[str] = []
        self._length = 0
        self._read(paragraph, _NOWHERE)
        self.text = "".join(self._texts)

    def _read(self, container: etree._Element, around: Surroundings) -> None:
        children = iter(container)
        for child in children:
            tag = child.tag
            if tag == RUN:
                field = self._field(child)
                if field:
                    # The runs of the field are read already.
                    for _ in field[1:]:
                        next(children)
                    self._add(OBJECT_CHARACTER, Portion(child, None, around, field))
                else:
                    self._read_run(child, around)
            elif tag in PLUS or tag in MINUS:
                mark = EarlierMark("+" if tag in PLUS else "-", child.get(AUTHOR, ""))
                self._read(child, around._replace(mark=mark))
            elif tag in CONTAINERS:
                self.containers[child] = self._length
                self._read(child, around._replace(containers=(*around.containers, child)))
            elif tag == HYPERLINK:
                self._read(child, around._replace(link=child))
            elif tag == _CONTENT:
                self._read(child, around)
            elif tag == SIMPLE or (isinstance(tag, str) and tag.startswith(OBJECTS_BESIDE_RUNS)):
                self._add(OBJECT_CHARACTER, Portion(child, None, around, [child]))

    def _field(self, run: etree._Element) -> list[etree._Element]:
        """All siblings from the run that begins a field to the one that ends it; none where it does not end among them."""
        if not any(child.tag == CHARACTER and child.get(w("fldCharType")) == "begin" for child in run):
            return []
        known = self._fields.get(run) if self._fields is not None else None
        return [] if known is not None and known.fixed else _field_runs(run)

    def _read_run(self, run: etree._Element, around: Surroundings) -> None:
        known = self._fields.get(run) if self._fields is not None else None
        reference: Portion | None = None
        for child in run:
            tag = child.tag
            if tag == T and reference is not None:
                reference.typed.append(child)
                continue
            reference = None
            if known is not None and known.fixed and tag in _FIELD_SIGNS:
                continue
            if tag in _TEXTS:
                text = child.text or ""
                if child.get(XML_SPACE) != "preserve":
                    # Word shows no blanks at the ends of such an element.
                    text = text.strip(" \t\r\n")
                if text:
                    self._add(text, Portion(run, child, around))
            elif tag in _CHARACTERS or (tag == _BREAK and child.get(w("type")) in (None, "textWrapping")):
                self._add(_CHARACTERS.get(tag, "\n"), Portion(run, child, around))
            elif isinstance(tag, str) and tag not in _NOT_VISIBLE:
                self._add(OBJECT_CHARACTER, Portion(run, child, around))
                reference = self.portions[-1] if child.get(_CUSTOM) in ("1", "true", "on") else None

    def _add(self, text: str, portion: Portion) -> None:
        portion.start, portion.end = self._length, self._length + len(text)
        self._length = portion.end
        self._texts.append(text)
        self.portions.append(portion)

    # places

    @cached_property
    def _starts(self) -> list[int]:
        return [portion.start for portion in self.portions]

    def portion_at(self, at: int) -> Portion:
        """The portion that a character belongs to."""
        return self.portions[bisect_right(self._starts, at) - 1]

    def portions_between(self, start: int, end: int) -> Iterator[tuple[int, int, Portion]]:
        """The portions of a stretch, each with its first character in the stretch and the one behind its last."""
        n = max(bisect_right(self._starts, start) - 1, 0)
        while n < len(self.portions) and self.portions[n].start < end:
            portion = self.portions[n]
            if portion.end > start:
                yield max(portion.start, start), min(portion.end, end), portion
            n += 1

    def is_marked(self, start: int, end: int) -> bool:
        """Whether anything of a stretch stands in an earlier mark."""
        return any(portion.around.mark is not None for _, _, portion in self.portions_between(start, end))

    # Cutting. Cuts are made from the last to the first, so that the places of those before stay right.

    def elements(self, start: int, end: int) -> list[etree._Element]:
        """The elements that hold a stretch and nothing else. Runs are divided where it begins and ends."""
        # The end comes first: dividing there does not move the start.
        self.divide(end)
        self.divide(start)
        out: list[etree._Element] = []
        for _, _, portion in self.portions_between(start, end):
            for element in portion.whole:
                if not out or out[-1] is not element:
                    out.append(element)
        return out

    def element_before(self, at: int) -> etree._Element | None:
        """The element that ends directly before a character; None at the beginning."""
        if at == 0 or not self.portions:
            return None
        self.divide(at)
        return self.portion_at(at - 1).whole[-1]

    def divide(self, at: int) -> None:
        """Make a run begin with a character."""
        if at >= self._length or at <= 0:
            return
        n = bisect_right(self._starts, at) - 1
        portion = self.portions[n]
        if portion.start < at:
            portion = self._divide_text(n, at)
            n += 1
        if portion.elements or self.portions[n - 1].run is not portion.run or portion.child is None:
            return
        self._divide_run(n)

    def _divide_text(self, n: int, at: int) -> Portion:
        """Divide a text element; the portion behind the division."""
        portion = self.portions[n]
        assert portion.child is not None  # noqa: S101 - only text is longer than a character
        text = self.text[portion.start : portion.end]
        new = etree.Element(portion.child.tag)
        set_text(new, text[at - portion.start :])
        set_text(portion.child, text[: at - portion.start])
        portion.child.addnext(new)
        rest = Portion(portion.run, new, portion.around)
        rest.start, rest.end = at, portion.end
        portion.end = at
        self.portions.insert(n + 1, rest)
        self._starts.insert(n + 1, at)
        return rest

    def _divide_run(self, n: int) -> None:
        """Put a portion and what follows it in its run into a new run with the same properties."""
        portion = self.portions[n]
        old, child = portion.run, portion.child
        # Attributes say in which editing session Word made the run (rsidR); the formatting is in the properties.
        new = etree.Element(RUN, dict(attributes(old)))
        properties = old.find(RPR)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        assert child is not None  # noqa: S101 - what has no child is not divided
        following = [child, *child.itersiblings()]
        old.addnext(new)
        new.extend(following)
        for later in self.portions[n:]:
            if later.run is not old:
                break
            later.run = new
        known = self._fields.get(old) if self._fields is not None else None
        if known is not None and self._fields is not None:
            # A field has to know the new run, for it goes as a whole or not at all.
            known.runs.insert(known.runs.index(old) + 1, new)
            self._fields[new] = known


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The names and values of an element's attributes."""
    for name, value in element.attrib.items():
        yield str(name), str(value)


def set_text(element: etree._Element, text: str) -> None:
    """Give a text element its characters. Without ``xml:space``, Word would drop the blanks at its ends."""
    element.text = text
    if text != text.strip(" \t\r\n"):
        element.set(XML_SPACE, "preserve")
    elif element.get(XML_SPACE) is not None:
        del element.attrib[XML_SPACE]


def _field_runs(first: etree._Element) -> list[etree._Element]:
    """All siblings from the run that begins a field to the one that ends it; none where it does not end among them."""
    depth, out = 0, []
    element: etree._Element | None = first
    while element is not None:
        out.append(element)
        for child in element.iter(CHARACTER):
            kind = child.get(w("fldCharType"))
            depth += (kind == "begin") - (kind == "end")
        if depth <= 0:
            return out
        element = element.getnext()
    return []
