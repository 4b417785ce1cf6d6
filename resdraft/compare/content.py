"""What a paragraph of Word holds, as one string: its words, and what is no word, such as a picture or a field, as one character each."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from lxml import etree

from resdraft.compare.carried_parts import PartCopier
from resdraft.compare.content_keys import NOTES, ContentKeys, attributes
from resdraft.model.text import tokenise
from resdraft.ooxml.fields import CHARACTER, CODE, SIMPLE, as_runs
from resdraft.ooxml.names import AUTHOR, CHOICES, DEL_TEXT, MATHS, MINUS, PLUS, PPR, RPR, RUN, XML_SPACE, P, T, w
from resdraft.ooxml.words import wrap

OBJECT_CHARACTER = "\ufffc"
_LINK = w("hyperlink")
_SHOWN = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_BREAK, _BOX = w("br"), w("txbxContent")
_TEXTS = (T, DEL_TEXT)
_UNSEEN = frozenset(w(name) for name in ("lastRenderedPageBreak", "commentReference", "annotationRef", "rPr"))
_THROUGH = frozenset(
    (_LINK, *PLUS, *MINUS, *(w(name) for name in ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")))
)
_ASIDE = frozenset((PPR, w("proofErr"), w("sdtPr"), w("sdtEndPr"), w("smartTagPr"), w("customXmlPr")))
_BESIDE_RUNS = (f"{{{MATHS}}}", f"{{{CHOICES}}}AlternateContent")
"""What can be seen though it stands in no run: formulas, and forms of which a program takes the first that it knows."""


class Portion:
    """Characters ``start`` to ``end``: of one text element (``child`` of ``run``), or one object.

    ``nodes`` are what goes where the object goes: its run, the runs of its field, or an element that stands beside runs. ``mark`` is an
    earlier author's mark that it bears, ``link`` the hyperlink that it stands in.
    """

    __slots__ = ("child", "end", "key", "link", "look", "mark", "nodes", "run", "start")

    def __init__(
        self,
        start: int,
        end: int,
        run: etree._Element,
        child: etree._Element | None,
        look: Hashable,
        link: etree._Element | None,
        mark: tuple[str, str] | None,
        key: Hashable = None,
        nodes: Sequence[etree._Element] = (),
    ) -> None:
        self.start, self.end, self.run, self.child, self.look = start, end, run, child, look
        self.link, self.mark, self.key, self.nodes = link, mark, key, nodes


class ParagraphContent:
    """The content of a paragraph, which can be cut, struck and copied. ``looks`` says what formatting and objects are the same."""

    def __init__(self, paragraph: etree._Element, looks: ContentKeys) -> None:
        self.paragraph, self.looks = paragraph, looks
        self.portions: list[Portion] = []
        self._texts: list[str] = []
        self._length = 0
        self._read(paragraph, None, None)
        self.text = "".join(self._texts)

    # reading

    def _read(self, container: etree._Element, link: etree._Element | None, mark: tuple[str, str] | None) -> None:
        children = iter(container)
        for child in children:
            tag = child.tag
            if tag == RUN:
                if _opens(child):
                    field = _field(child)
                    if field:
                        for _ in field[1:]:
                            next(children)
                        self._object(child, field, self._field_key(field), link, mark)
                        continue
                self._run(child, link, mark)
            elif tag in _THROUGH:
                if tag in PLUS or tag in MINUS:
                    self._read(child, link, ("+" if tag in PLUS else "-", child.get(AUTHOR, "")))
                else:
                    self._read(child, child if tag == _LINK else link, mark)
            elif tag == SIMPLE:
                self._object(child, [child], (child.get(w("instr")), self._field_key([child])), link, mark)
            elif isinstance(tag, str) and tag.startswith(_BESIDE_RUNS):
                self._object(child, [child], self.looks.object(child), link, mark)

    def _field_key(self, nodes: Sequence[etree._Element]) -> Hashable:
        """What a field is known by: its code, and what it shows in which looks; how its runs are cut is no matter."""
        out: list[tuple[Hashable, list[Hashable]]] = []
        for run in (run for node in nodes for run in node.iter(RUN)):
            properties = run.find(RPR)
            look = self.looks.run(properties) if properties is not None else ()
            if not out or out[-1][0] != look:
                out.append((look, []))
            for child in run:
                if child.tag in _TEXTS or child.tag == CODE:
                    own = out[-1][1]
                    if own and isinstance(own[-1], str):
                        own[-1] += child.text or ""
                    else:
                        own.append(child.text or "")
                elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                    out[-1][1].append(self.looks.whole(child))
        return ("field", *((look, *shows) for look, shows in out if shows))

    def _run(self, run: etree._Element, link: etree._Element | None, mark: tuple[str, str] | None) -> None:
        look: Hashable = ()
        for child in run:
            tag = child.tag
            if tag in _TEXTS:
                text = child.text or ""
                if child.get(XML_SPACE) != "preserve":
                    text = text.strip(" \t\r\n")
                if text:
                    self._add(text, Portion(0, 0, run, child, look, link, mark))
            elif tag == RPR:
                look = self.looks.run(child)
            elif tag in _SHOWN or (tag == _BREAK and child.get(w("type")) in (None, "textWrapping")):
                self._add(_SHOWN.get(tag, "\n"), Portion(0, 0, run, child, look, link, mark))
            elif tag in NOTES:
                key = self.looks.note(NOTES[tag], child.get(w("id"), ""))
                self._add(OBJECT_CHARACTER, Portion(0, 0, run, child, look, link, mark, key))
            elif isinstance(tag, str) and tag not in _UNSEEN:
                self._add(OBJECT_CHARACTER, Portion(0, 0, run, child, look, link, mark, self.looks.object(child)))

    def _object(
        self,
        first: etree._Element,
        nodes: Sequence[etree._Element],
        key: Hashable,
        link: etree._Element | None,
        mark: tuple[str, str] | None,
    ) -> None:
        self._add(OBJECT_CHARACTER, Portion(0, 0, first, None, (), link, mark, key, nodes))

    def _add(self, text: str, portion: Portion) -> None:
        portion.start, portion.end = self._length, self._length + len(text)
        self._length = portion.end
        self._texts.append(text)
        self.portions.append(portion)

    @cached_property
    def tokens(self) -> list[str]:
        """Its words, divided where an earlier author's mark begins or ends too."""
        cuts = [b.start for a, b in zip(self.portions, self.portions[1:], strict=False) if a.mark != b.mark]
        if not cuts:
            return tokenise(self.text)
        ends = [*cuts, len(self.text)]
        return [token for a, b in zip([0, *cuts], ends, strict=True) for token in tokenise(self.text[a:b])]

    @cached_property
    def keys(self) -> list[Hashable]:
        """What each token is known by: its characters, for an object what it shows; under an earlier mark, with that mark."""
        plain = all(p.key is None and p.mark is None and p.link is None for p in self.portions)
        if plain:
            return list(self.tokens)
        out: list[Hashable] = []
        at = 0
        for token in self.tokens:
            portion = self.portion_at(at)
            key: Hashable = token if portion.key is None else portion.key
            if portion.link is not None:
                key = (key, self.looks.link(portion.link))
            out.append(key if portion.mark is None else (key, portion.mark))
            at += len(token)
        return out

    def offset(self, token: int) -> int:
        """The character that a token begins at; the end for one behind the last."""
        return self._offsets[token]

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(map(len, self.tokens))]

    @cached_property
    def _starts(self) -> list[int]:
        return [portion.start for portion in self.portions]

    def portion_at(self, at: int) -> Portion:
        """The portion that the character at ``at`` belongs to."""
        return self.portions[bisect_right(self._starts, at) - 1]

    def portions_between(self, start: int, end: int) -> Iterator[tuple[int, int, Portion]]:
        """The portions of a stretch, each with where it begins and ends in it."""
        n = max(bisect_right(self._starts, start) - 1, 0)
        while n < len(self.portions) and self.portions[n].start < end:
            portion = self.portions[n]
            if portion.end > start:
                yield max(portion.start, start), min(portion.end, end), portion
            n += 1

    # changing it: from the last change to the first

    def nodes(self, start: int, end: int) -> list[etree._Element]:
        """The elements that hold a stretch and nothing else: runs are cut where it begins and ends."""
        self._cut(end)
        self._cut(start)
        out: list[etree._Element] = []
        for _, _, portion in self.portions_between(start, end):
            for node in portion.nodes or (portion.run,):
                if not out or out[-1] is not node:
                    out.append(node)
        return out

    def node_before(self, at: int) -> etree._Element | None:
        """The element that ends where the character at ``at`` begins; None at the beginning."""
        if at == 0 or not self.portions:
            return None
        self._cut(at)
        portion = self.portion_at(at - 1)
        return portion.nodes[-1] if portion.nodes else portion.run

    def _cut(self, at: int) -> None:
        """Let a run begin with the character at ``at``."""
        if at >= self._length or at <= 0:
            return
        n = bisect_right(self._starts, at) - 1
        portion = self.portions[n]
        if portion.start < at:
            portion = self._cut_text(n, at)
            n += 1
        if portion.nodes or self.portions[n - 1].run is not portion.run or portion.child is None:
            return
        self._cut_run(n)

    def _cut_text(self, n: int, at: int) -> Portion:
        portion = self.portions[n]
        assert portion.child is not None  # noqa: S101 - only text is longer than a character
        text = self.text[portion.start : portion.end]
        new = etree.Element(portion.child.tag)
        set_text(new, text[at - portion.start :])
        set_text(portion.child, text[: at - portion.start])
        portion.child.addnext(new)
        rest = Portion(at, portion.end, portion.run, new, portion.look, portion.link, portion.mark)
        portion.end = at
        self.portions.insert(n + 1, rest)
        self._starts.insert(n + 1, at)
        return rest

    def _cut_run(self, n: int) -> None:
        portion = self.portions[n]
        old, child = portion.run, portion.child
        new = etree.Element(RUN, dict(attributes(old)))
        properties = old.find(RPR)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        assert child is not None  # noqa: S101 - what has no child is not cut
        following = [child, *child.itersiblings()]
        old.addnext(new)
        new.extend(following)
        for later in self.portions[n:]:
            if later.run is not old:
                break
            later.run = new

    # copies for another file

    def copied(self, start: int, end: int, copier: PartCopier) -> list[tuple[etree._Element | None, list[etree._Element]]]:
        """Copies, as ``copier`` makes them, of the runs that hold a stretch, those of one hyperlink together."""
        out: list[tuple[etree._Element | None, list[etree._Element]]] = []
        run, new = None, None
        for low, high, portion in self.portions_between(start, end):
            if portion.nodes:
                run = None
                for link, copies in self._copied_object(portion, copier):
                    if out and out[-1][0] is link:
                        out[-1][1].extend(copies)
                    else:
                        out.append((link, copies))
                continue
            assert portion.child is not None  # noqa: S101 - no object of several runs
            if portion.run is not run or new is None:
                run, new = portion.run, etree.Element(RUN)
                properties = run.find(RPR)
                if properties is not None and len(properties):
                    new.append(copier.carried(properties))
                copies = [new]
            else:
                copies = []
            new.append(self._copied_child(portion, low, high, copier))
            if out and out[-1][0] is portion.link:
                out[-1][1].extend(copies)
            else:
                if not copies:  # one run lies in two hyperlinks: never in a file that Word reads
                    continue
                out.append((portion.link, copies))
        return out

    def _copied_child(self, portion: Portion, low: int, high: int, copier: PartCopier) -> etree._Element:
        child = portion.child
        assert child is not None  # noqa: S101 - see above
        if child.tag in _TEXTS:
            out = etree.Element(T)
            set_text(out, self.text[low:high])
            return out
        return copier.carried(child)

    @staticmethod
    def _copied_object(portion: Portion, copier: PartCopier) -> Iterator[tuple[etree._Element | None, list[etree._Element]]]:
        """Copies of what an object is made of: only what is strikable can bear a mark, that of a hyperlink within it."""
        for node in portion.nodes:
            holder = etree.Element(P)
            holder.append(copy.deepcopy(node))
            copies = [copier.carried(run) for run in _markable(holder[0])]
            if copies:
                yield (node if node.tag == _LINK else portion.link), copies


def set_text(element: etree._Element, text: str) -> None:
    """Give a text element its characters; blanks at its ends are to be preserved."""
    element.text = text
    if text != text.strip(" \t\r\n"):
        element.set(XML_SPACE, "preserve")


def mark_runs(nodes: Sequence[etree._Element], make: Callable[[], etree._Element]) -> etree._Element:
    """Wrap nodes in marks, neighbours in one.

    Returns:
        The last mark.
    """
    return wrap([run for node in nodes for run in _markable(node)], make)


def mark_empty_runs(p: etree._Element, make: Callable[[], etree._Element]) -> None:
    """Wrap the runs of a paragraph that goes which show nothing, such as the anchor of a comment: nothing of it may stay."""
    for run in list(p.iter(RUN)):
        if next(run.iterancestors(*MINUS, *PLUS, _BOX), None) is None:
            mark_runs([run], make)


def _markable(node: etree._Element) -> list[etree._Element]:
    """What of an object can bear a mark: runs, formulas and their like; bookmarks among them stay."""
    if node.tag == SIMPLE:
        return as_runs(node)
    if node.tag == RUN or str(node.tag).startswith(_BESIDE_RUNS):
        return [node]
    return [run for inner in node for run in _markable(inner)] if isinstance(node.tag, str) else []


def _opens(run: etree._Element) -> bool:
    """Whether a field begins in the run."""
    return any(child.tag == CHARACTER and child.get(w("fldCharType")) == "begin" for child in run)


def _field(first: etree._Element) -> list[etree._Element]:
    """All siblings from the run that begins a field to the one that ends it; none where it does not end among them."""
    depth, out = 0, []
    node: etree._Element | None = first
    while node is not None:
        out.append(node)
        for child in node.iter(CHARACTER):
            kind = child.get(w("fldCharType"))
            depth += (kind == "begin") - (kind == "end")
        if depth <= 0:
            return out
        node = node.getnext()
    return []
