"""The content of a Word paragraph as one string that can be compared, cut, marked and copied.

Text stands for itself. Everything else that can be seen, such as a picture, a field or a reference to a note, is one object character.
"""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from resdraft.compare.content_keys import NOTE_REFERENCES, ContentKeys, attributes
from resdraft.compare.part_copier import PartCopier
from resdraft.compare.run_marks import HYPERLINK, OBJECTS_BESIDE_RUNS, markable, set_text
from resdraft.model.text import tokenise
from resdraft.ooxml.fields import CHARACTER, CODE, SIMPLE, is_laid_out
from resdraft.ooxml.names import AUTHOR, DEL_TEXT, MINUS, PLUS, RPR, RUN, XML_SPACE, P, T, w

OBJECT_CHARACTER = "\ufffc"
_CHARACTERS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_BREAK = w("br")
_TEXTS = (T, DEL_TEXT)
_NOT_VISIBLE = frozenset(w(name) for name in ("lastRenderedPageBreak", "commentReference", "annotationRef", "rPr"))
_RUN_CONTAINERS = frozenset(
    (HYPERLINK, *PLUS, *MINUS, *(w(name) for name in ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")))
)


class EarlierMark(NamedTuple):
    """A revision mark that the file has already."""

    sign: str
    """``+`` for inserted or moved here, ``-`` for deleted or moved away."""
    author: str


class Surroundings(NamedTuple):
    """What a portion stands in."""

    link: etree._Element | None = None
    mark: EarlierMark | None = None


class Portion:
    """A stretch of characters of one element: the whole or a part of a text element, or one object.

    Attributes:
        start: the first character in the paragraph's text.
        end: the character behind the last.
        run: the run that it stands in; for an object beside runs, that object.
        child: the child of the run that it is; None for an object that is more than a child of one run.
        formatting: the key of the run's properties.
        around: the hyperlink and the earlier mark that it stands in.
        key: the key of an object; None for text.
        elements: for an object that is more than a child of one run, all of it: the runs of a field, or an element beside runs.
    """

    __slots__ = ("around", "child", "elements", "end", "formatting", "key", "run", "start")

    def __init__(
        self,
        run: etree._Element,
        child: etree._Element | None,
        formatting: Hashable,
        around: Surroundings,
        key: Hashable = None,
        elements: Sequence[etree._Element] = (),
    ) -> None:
        self.start = self.end = 0
        self.run, self.child, self.formatting, self.around, self.key, self.elements = (
            run, child, formatting, around, key, elements,
        )  # fmt: skip

    @property
    def whole(self) -> Sequence[etree._Element]:
        """The elements that go where the portion goes, once its run holds nothing else."""
        return self.elements or (self.run,)


class LinkedRuns(NamedTuple):
    """Consecutive runs, and the hyperlink that they stand in."""

    link: etree._Element | None
    runs: list[etree._Element]


class ParagraphContent:
    """Reads the content of a paragraph.

    Args:
        paragraph: the paragraph.
        keys: the keys of its part.
    """

    def __init__(self, paragraph: etree._Element, keys: ContentKeys) -> None:
        self.paragraph, self.keys = paragraph, keys
        self.portions: list[Portion] = []
        self._texts: list[str] = []
        self._length = 0
        self._plain = keys.run_properties(None, paragraph)
        self._read(paragraph, Surroundings())
        self.text = "".join(self._texts)

    # reading

    def _read(self, container: etree._Element, around: Surroundings) -> None:
        children = iter(container)
        for child in children:
            tag = child.tag
            if tag == RUN:
                field = _field_runs(child) if _begins_field(child) else []
                if field:
                    # The runs of the field are read already.
                    for _ in field[1:]:
                        next(children)
                    self._add_object(child, field, self._field_key(field), around)
                else:
                    self._read_run(child, around)
            elif tag in PLUS or tag in MINUS:
                mark = EarlierMark("+" if tag in PLUS else "-", child.get(AUTHOR, ""))
                self._read(child, around._replace(mark=mark))
            elif tag in _RUN_CONTAINERS:
                self._read(child, around._replace(link=child) if tag == HYPERLINK else around)
            elif tag == SIMPLE:
                self._add_object(child, [child], self._simple_key(child), around)
            elif isinstance(tag, str) and tag.startswith(OBJECTS_BESIDE_RUNS):
                self._add_object(child, [child], self.keys.object(child), around)

    def _field_key(self, elements: Sequence[etree._Element]) -> Hashable:
        """The key of a field: its code and its result with formatting. How the text is divided into runs does not count.

        Nor does the result of one that Word lays out anew, such as a page number: it is nobody's words.
        """
        code = elements[0].get(w("instr")) or "".join(text.text or "" for e in elements for text in e.iter(CODE))
        out: list[tuple[Hashable, list[Hashable]]] = []
        for run in (run for element in elements for run in element.iter(RUN)):
            properties = run.find(RPR)
            formatting = self.keys.run_properties(properties, self.paragraph)
            if not out or out[-1][0] != formatting:
                out.append((formatting, []))
            for child in run:
                if child.tag in _TEXTS or child.tag == CODE:
                    own = out[-1][1]
                    if own and isinstance(own[-1], str):
                        own[-1] += child.text or ""
                    else:
                        own.append(child.text or "")
                elif isinstance(child.tag, str) and child.tag not in _NOT_VISIBLE:
                    out[-1][1].append(self.keys.element(child))
        if is_laid_out(code):
            return "field", " ".join(code.split()), frozenset(formatting for formatting, shows in out if shows)
        return ("field", *((formatting, *shows) for formatting, shows in out if shows))

    def _simple_key(self, field: etree._Element) -> Hashable:
        code = field.get(w("instr"), "")
        return self._field_key([field]) if is_laid_out(code) else (code, self._field_key([field]))

    def _read_run(self, run: etree._Element, around: Surroundings) -> None:
        formatting: Hashable = self._plain
        for child in run:
            tag = child.tag
            if tag in _TEXTS:
                text = child.text or ""
                if child.get(XML_SPACE) != "preserve":
                    # Word shows no blanks at the ends of such an element.
                    text = text.strip(" \t\r\n")
                if text:
                    self._add(text, Portion(run, child, formatting, around))
            elif tag == RPR:
                formatting = self.keys.run_properties(child, self.paragraph)
            elif tag in _CHARACTERS or (tag == _BREAK and child.get(w("type")) in (None, "textWrapping")):
                self._add(_CHARACTERS.get(tag, "\n"), Portion(run, child, formatting, around))
            elif tag in NOTE_REFERENCES:
                key = self.keys.note(NOTE_REFERENCES[tag], child.get(w("id"), ""))
                self._add(OBJECT_CHARACTER, Portion(run, child, formatting, around, key))
            elif isinstance(tag, str) and tag not in _NOT_VISIBLE:
                self._add(OBJECT_CHARACTER, Portion(run, child, formatting, around, self.keys.object(child)))

    def _add_object(
        self, first: etree._Element, elements: Sequence[etree._Element], key: Hashable, around: Surroundings
    ) -> None:
        self._add(OBJECT_CHARACTER, Portion(first, None, (), around, key, elements))

    def _add(self, text: str, portion: Portion) -> None:
        portion.start, portion.end = self._length, self._length + len(text)
        self._length = portion.end
        self._texts.append(text)
        self.portions.append(portion)

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens of the text. A token also ends where an earlier mark begins or ends: a change must not cross its edge."""
        cuts = [b.start for a, b in zip(self.portions, self.portions[1:], strict=False) if a.around.mark != b.around.mark]
        if not cuts:
            return tokenise(self.text)
        ends = [*cuts, len(self.text)]
        return [token for a, b in zip([0, *cuts], ends, strict=True) for token in tokenise(self.text[a:b])]

    @cached_property
    def token_keys(self) -> list[Hashable]:
        """What is compared of each token: its characters or the key of its object, with its hyperlink and its earlier mark."""
        if all(p.key is None and p.around == (None, None) for p in self.portions):
            return list(self.tokens)
        out: list[Hashable] = []
        at = 0
        for token in self.tokens:
            portion = self.portion_at(at)
            link, mark = portion.around
            key: Hashable = token if portion.key is None else portion.key
            if link is not None:
                key = (key, self.keys.hyperlink(link))
            out.append(key if mark is None else (key, mark))
            at += len(token)
        return out

    def offset(self, token: int) -> int:
        """The first character of a token; the length of the text for the number of tokens."""
        return self._offsets[token]

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(map(len, self.tokens))]

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

    # Changing the paragraph. Changes are made from the last to the first, so that the places of those before stay right.

    def elements(self, start: int, end: int) -> list[etree._Element]:
        """The elements that hold a stretch and nothing else. Runs are divided where it begins and ends."""
        # The end comes first: dividing there does not move the start.
        self._divide(end)
        self._divide(start)
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
        self._divide(at)
        return self.portion_at(at - 1).whole[-1]

    def _divide(self, at: int) -> None:
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
        rest = Portion(portion.run, new, portion.formatting, portion.around)
        rest.start, rest.end = at, portion.end
        portion.end = at
        self.portions.insert(n + 1, rest)
        self._starts.insert(n + 1, at)
        return rest

    def _divide_run(self, n: int) -> None:
        """Put a portion and what follows it in its run into a new run with the same properties."""
        portion = self.portions[n]
        old, child = portion.run, portion.child
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

    # copies for the old file

    def copied_runs(self, start: int, end: int, copier: PartCopier) -> list[LinkedRuns]:
        """Copies of the runs that hold a stretch. Consecutive runs in one hyperlink stand together."""
        out: list[LinkedRuns] = []
        run, new = None, None
        for low, high, portion in self.portions_between(start, end):
            if portion.elements:
                # What follows the object needs a run of its own, behind it.
                run = None
                for link, copies in self._copied_object(portion, copier):
                    _append(out, link, copies)
                continue
            assert portion.child is not None  # noqa: S101 - no object of several runs
            copies = []
            if portion.run is not run or new is None:
                run, new = portion.run, etree.Element(RUN)
                properties = run.find(RPR)
                if properties is not None and len(properties):
                    new.append(copier.copied(properties))
                copies = [new]
            new.append(self._copied_child(portion, low, high, copier))
            _append(out, portion.around.link, copies)
        return out

    def _copied_child(self, portion: Portion, low: int, high: int, copier: PartCopier) -> etree._Element:
        child = portion.child
        assert child is not None  # noqa: S101 - see above
        if child.tag in _TEXTS:
            out = etree.Element(T)
            set_text(out, self.text[low:high])
            return out
        return copier.copied(child)

    @staticmethod
    def _copied_object(portion: Portion, copier: PartCopier) -> Iterator[LinkedRuns]:
        """Copies of the elements of an object. Of a hyperlink within it, only the runs are copied: a mark stands inside a hyperlink."""
        for element in portion.elements:
            holder = etree.Element(P)
            holder.append(copy.deepcopy(element))
            copies = [copier.copied(run) for run in markable(holder[0])]
            if copies:
                yield LinkedRuns(element if element.tag == HYPERLINK else portion.around.link, copies)


def _append(out: list[LinkedRuns], link: etree._Element | None, copies: list[etree._Element]) -> None:
    if out and out[-1].link is link:
        out[-1].runs.extend(copies)
    elif copies:
        out.append(LinkedRuns(link, copies))


def _begins_field(run: etree._Element) -> bool:
    return any(child.tag == CHARACTER and child.get(w("fldCharType")) == "begin" for child in run)


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
