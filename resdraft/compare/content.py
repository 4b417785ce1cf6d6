"""The content of a paragraph of one of two files, for comparing it with the other's: its tokens, what equals what, and copies of it."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from resdraft.compare.content_keys import NOTE_REFERENCES, ContentKeys
from resdraft.compare.part_copier import PartCopier
from resdraft.differences.sequences import equal_pairs
from resdraft.model.text import tokenise
from resdraft.ooxml.fields import CHARACTER, CODE, SIMPLE, is_laid_out
from resdraft.ooxml.names import DEL_TEXT, HYPERLINK, RPR, RUN, P, T, w
from resdraft.ooxml.paragraph_content import OBJECT_CHARACTER, Portion, Surroundings, set_text
from resdraft.ooxml.paragraph_editor import ParagraphEditor, markable

_TEXTS = (T, DEL_TEXT)
_NOT_VISIBLE = frozenset(w(name) for name in ("lastRenderedPageBreak", "commentReference", "annotationRef", "rPr"))


class _NestedFields:
    """Which words are the stored result of a field inside another one that Word lays out anew: ``{ IF { PAGE } = 1 … }``."""

    def __init__(self, *, simple: bool) -> None:
        # A simple field (w:fldSimple) has no character that begins it.
        self._open: list[tuple[str, bool]] = [("", True)] if simple else []

    def passed(self, child: etree._Element) -> bool:
        """Whether the next element of a run is such words."""
        if child.tag == CHARACTER:
            kind = child.get(w("fldCharType"))
            if kind == "begin":
                self._open.append(("", False))
            elif self._open:
                code, _ = self._open.pop()
                self._open += [(code, True)] if kind == "separate" else []
        elif child.tag == CODE and self._open:
            code, result = self._open.pop()
            self._open.append((code + (child.text or ""), result))
        return child.tag in _TEXTS and any(result and is_laid_out(code) for code, result in self._open[1:])


class CopiedRuns(NamedTuple):
    """Copies of consecutive runs, and what they stood in."""

    link: etree._Element | None
    """The hyperlink of the new file."""
    container: etree._Element | None
    """The container of the old file, where both have it."""
    runs: list[etree._Element]


class ComparedParagraph(ParagraphEditor):
    """A paragraph that is compared with one of the other file.

    Args:
        paragraph: the paragraph.
        keys: the keys of its part.
    """

    def __init__(self, paragraph: etree._Element, keys: ContentKeys) -> None:
        super().__init__(paragraph)
        self.keys = keys
        self.counterparts: dict[etree._Element, etree._Element] = {}
        """The containers of the paragraph that the other one has too, with the old file's."""

    def formatting(self, portion: Portion) -> Hashable:
        """The key of the formatting of a portion's run; an object of its own has none."""
        if portion.child is None:
            return ()
        properties = portion.run.find(RPR)
        return self._plain if properties is None else self.keys.run_properties(properties, self.paragraph)

    @cached_property
    def _plain(self) -> Hashable:
        return self.keys.run_properties(None, self.paragraph)

    def key(self, portion: Portion) -> Hashable:
        """The key of an object; None for text."""
        if portion.elements:
            first = portion.elements[0]
            if first.tag == SIMPLE and not is_laid_out(first.get(w("instr"), "")):
                return first.get(w("instr")), self._field_key(portion.elements)
            return self._field_key(portion.elements) if first.tag in (RUN, SIMPLE) else self.keys.object(first)
        child = portion.child
        if child is None or child.tag in _TEXTS or self.text[portion.start] != OBJECT_CHARACTER:
            return None
        if child.tag in NOTE_REFERENCES:
            mark = child.get(w("customMarkFollows")), "".join(t.text or "" for t in portion.typed)
            return self.keys.note(NOTE_REFERENCES[child.tag], child.get(w("id"), "")), mark
        return self.keys.object(child)

    def _field_key(self, elements: Sequence[etree._Element]) -> Hashable:
        """The key of a field: its code and its result with formatting. How the text is divided into runs does not count.

        Nor does the result of one that Word lays out anew, such as a page number: it is nobody's words.
        """
        code = elements[0].get(w("instr")) or "".join(text.text or "" for e in elements for text in e.iter(CODE))
        out: list[tuple[Hashable, list[Hashable]]] = []
        within = _NestedFields(simple=elements[0].tag == SIMPLE)
        for run in (run for element in elements for run in element.iter(RUN)):
            properties = run.find(RPR)
            formatting = self._plain if properties is None else self.keys.run_properties(properties, self.paragraph)
            if not out or out[-1][0] != formatting:
                out.append((formatting, []))
            for child in run:
                if within.passed(child):
                    continue
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

    # tokens

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens of the text. A token also ends where a link, an earlier mark or a container does: a change must not cross its edge."""
        cuts = [b.start for a, b in zip(self.portions, self.portions[1:], strict=False) if a.around != b.around]
        if not cuts:
            return tokenise(self.text)
        ends = [*cuts, len(self.text)]
        return [token for a, b in zip([0, *cuts], ends, strict=True) for token in tokenise(self.text[a:b])]

    @cached_property
    def token_keys(self) -> list[Hashable]:
        """What is compared of each token: its characters or the key of its object, with what it stands in."""
        if OBJECT_CHARACTER not in self.text and all(p.around == (None, None, ()) for p in self.portions):
            return list(self.tokens)
        out: list[Hashable] = []
        at = 0
        for token in self.tokens:
            portion = self.portion_at(at)
            known = self.key(portion)
            key: Hashable = token if known is None else known
            if portion.around.link is not None:
                key = (key, self.keys.hyperlink(portion.around.link))
            if portion.around.mark is not None:
                key = (key, portion.around.mark)
            inside = self.container_of(portion.around)
            out.append(key if inside is None else (key, inside))
            at += len(token)
        return out

    def container_of(self, around: Surroundings) -> etree._Element | None:
        """The old file's innermost container among those around, if both files have it."""
        return next((self.counterparts[c] for c in reversed(around.containers) if c in self.counterparts), None)

    def offset(self, token: int) -> int:
        """The first character of a token; the length of the text for the number of tokens."""
        return self._offsets[token]

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(map(len, self.tokens))]

    # copies for the old file

    def copied_runs(self, start: int, end: int, copier: PartCopier) -> list[CopiedRuns]:
        """Copies of the runs that hold a stretch. Consecutive runs in the same surroundings stand together."""
        out: list[CopiedRuns] = []
        run, new = None, None
        for low, high, portion in self.portions_between(start, end):
            link, copies = portion.around.link, []
            if portion.elements:
                # What follows the object needs a run of its own, behind it.
                run = None
                for element in portion.elements:
                    holder = etree.Element(P)
                    holder.append(copy.deepcopy(element))
                    copies = [copier.copied(found) for found in markable(holder[0])]
                    # Of a hyperlink within a field only the runs are copied: a mark stands inside a hyperlink.
                    self._append(out, element if element.tag == HYPERLINK else link, portion, copies)
                continue
            if portion.run is not run or new is None:
                run, new = portion.run, etree.Element(RUN)
                properties = run.find(RPR)
                if properties is not None and len(properties):
                    new.append(copier.copied(properties))
                copies = [new]
            assert portion.child is not None  # noqa: S101 - no object of several runs
            if portion.child.tag in _TEXTS:
                set_text(etree.SubElement(new, T), self.text[low:high])
            else:
                new.extend([copier.copied(child) for child in (portion.child, *portion.typed)])
            self._append(out, link, portion, copies)
        return out

    def _append(
        self, out: list[CopiedRuns], link: etree._Element | None, portion: Portion, copies: list[etree._Element]
    ) -> None:
        around = (link, self.container_of(portion.around))
        if out and out[-1][:2] == around:
            out[-1].runs.extend(copies)
        elif copies:
            out.append(CopiedRuns(*around, copies))


def pair_containers(old: Sequence[ComparedParagraph], new: Sequence[ComparedParagraph]) -> None:
    """Find out which content controls, and what else can stand around words, both of two groups of paragraphs have."""
    left, right = ([(content, element) for content in side for element in content.containers] for side in (old, new))
    if not left or not right:
        return
    keys = ([content.keys.container(element) for content, element in side] for side in (left, right))
    for i, j in equal_pairs(*keys):
        mine, theirs = left[i], right[j]
        mine[0].counterparts[mine[1]] = theirs[0].counterparts[theirs[1]] = mine[1]
