"""Which paragraph or table of the old file became which of the new one."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.content_keys import ContentKeys
from resdraft.diff.alignment import Alignment, align
from resdraft.diff.sequences import equal_pairs
from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text
from resdraft.ooxml.names import CHOICES, MATHS, RUN, P, T, W, w

TABLE = w("tbl")
_THROUGH = frozenset((w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")))
_BETWEEN = frozenset((w("altChunk"), f"{{{MATHS}}}oMathPara", f"{{{MATHS}}}oMath", f"{{{CHOICES}}}AlternateContent"))
_TAB = w("tab")
_MANY = 40
_LONG_RUN = 5
"""So many characters, or so many equal paragraphs that are neighbours, hold the two texts together."""
_FENCE = Provision(Kind.NUMBER, Text.of("-"))
_NOISE = {
    b"rsid": re.compile(rb' w:rsid\w*="[^"]*"'),
    b"w14:": re.compile(rb' w14:(?:paraId|textId)="[^"]*"'),
    b"proofErr": re.compile(rb"<w:proofErr [^>]*/>"),
    b"lastRenderedPageBreak": re.compile(rb"<w:lastRenderedPageBreak/>"),
}
"""What says nothing of a paragraph's content: it changes each time that a file is saved."""
_EMPTY = re.compile(rb"<w:p(?: [^>]*)?/>")
_TAGS = re.compile(rb"<(/?)w:p(?=[ />])[^>]*?(/?)>")
_REFERENCES = re.compile(rb'(footnote|endnote)Reference\b[^>]*?w:id="([^"]*)"|( r):\w+="([^"]*)"|(numId) w:val="([^"]*)"')
_REFERRING = (b"teReference", b" r:", b"numId")
_STYLE = re.compile(rb'Style w:val="([^"]*)"')
_HEAD = 6000
_BOUND = re.compile(rb'xmlns:(\w+)="([^"]*)"')


class ParagraphIds:
    """The paragraphs of two parts as the bytes that they are written in, so that most need no further look.

    Where the parts cannot be taken apart like this, each paragraph is written anew. What a paragraph refers to by an id, such as a
    footnote, counts as what it is.
    """

    def __init__(self, old: bytes, new: bytes) -> None:
        self._ids: dict[Hashable, int] = {}
        heads = [dict(_BOUND.findall(part[:_HEAD])) for part in (old, new)]
        same = all(heads[0][prefix] == heads[1][prefix] for prefix in heads[0].keys() & heads[1].keys())
        self._usable = same and heads[0].get(b"w") == W.encode()
        self._parts = (old, new)

    def ids(self, side: int, root: etree._Element, looks: ContentKeys) -> dict[etree._Element, int]:
        """What each paragraph of a side is known by: the same number, the same content."""
        part = self._parts[side]
        elements = list(root.iter(P))
        slices = _paragraphs(part) if self._usable else []
        if len(slices) != len(elements):
            slices = [etree.tostring(p, with_tail=False) for p in elements]
        for noise, pattern in _NOISE.items():
            if noise in part:
                slices = [pattern.sub(b"", written) if noise in written else written for written in slices]
        if looks.renamed:
            named = (looks.renamed.isdisjoint(_STYLE.findall(written)) for written in slices)
            slices = [written if same else written + b"*" for written, same in zip(slices, named, strict=True)]
        ids = self._ids
        if not any(sign in part for sign in _REFERRING):
            return {p: ids.setdefault(written, len(ids)) for p, written in zip(elements, slices, strict=True)}
        out = {}
        for p, written in zip(elements, slices, strict=True):
            known: Hashable = written
            if any(sign in written for sign in _REFERRING):
                found = (f.group(f.lastindex - 1, f.lastindex) for f in _REFERENCES.finditer(written) if f.lastindex)
                known = written, tuple(looks.referred(kind.decode().strip(), own.decode()) for kind, own in found)
            out[p] = ids.setdefault(known, len(ids))
        return out


def _paragraphs(part: bytes) -> list[bytes]:
    """The paragraphs of a part as they are written, each where it begins: one in a text box stands behind the one that holds it."""
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


class BlockMatch(NamedTuple):
    """Blocks of the old text and what they became: one and one, one and its parts, several and what they were merged into, or one alone.

    ``move`` numbers the two rows of a block that moved.
    """

    old: tuple[etree._Element, ...] = ()
    new: tuple[etree._Element, ...] = ()
    move: int = 0
    same: bool = False


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body, cell or note; content controls are looked through."""
    for child in container:
        if child.tag in (P, TABLE):
            yield child
        elif child.tag in _THROUGH:
            yield from blocks(child)


def between(container: etree._Element) -> Iterator[etree._Element]:
    """What else of a body, cell or note can be seen: formulas, documents put in whole, and their like; content controls looked through."""
    for child in container:
        if child.tag in _BETWEEN:
            yield child
        elif child.tag in _THROUGH:
            yield from between(child)


class BlockMatcher:
    """Matches the blocks of two containers. ``sides`` say what each paragraph of old and new is known by, ``looks`` how they are read."""

    def __init__(
        self, sides: tuple[dict[etree._Element, int], dict[etree._Element, int]], looks: tuple[ContentKeys, ContentKeys]
    ) -> None:
        self._sides, self._looks = sides, looks

    def rows(self, old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[BlockMatch]:
        """All blocks in one order: that of the new text, what is deleted where it stood."""
        left, right = ([self._known_by(n, b) for b in side] for n, side in ((0, old), (1, new)))
        pairs = equal_pairs(left, right)
        if len(pairs) == len(old) == len(new):
            return [BlockMatch((p,), (q,), same=True) for p, q in zip(old, new, strict=True)]
        fixed = self._fixed(pairs, old)
        found = self._align(old, new, fixed)
        equal = {i for i, j in (*fixed, *found.kept) if left[i] == right[j]}
        return list(_arranged(old, new, sorted((*fixed, *found.kept)), found, equal))

    def _known_by(self, side: int, block: etree._Element) -> Hashable:
        """A value that is the same for blocks of the same content."""
        own = self._sides[side].get(block)
        return own if own is not None else self._looks[side].whole(block)

    @staticmethod
    def _fixed(pairs: Sequence[tuple[int, int]], old: Sequence[etree._Element]) -> list[tuple[int, int]]:
        """The equal pairs that hold the two texts together: those in long runs. A lone short paragraph could be anybody's."""
        out: list[tuple[int, int]] = []
        run: list[tuple[int, int]] = []
        for pair in [*pairs, (-1, -1)]:
            if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
                if len(run) >= _LONG_RUN or sum(len(words_of(old[i])) for i, _ in run) >= _MANY:
                    out += run
                run = []
            run.append(pair)
        return out

    def _align(
        self, old: Sequence[etree._Element], new: Sequence[etree._Element], fixed: Sequence[tuple[int, int]]
    ) -> Alignment:
        """Align what stands between the fixed pairs; each stretch of those is one fence that nothing passes in its place."""
        left: list[Provision] = []
        right: list[Provision] = []
        places: tuple[list[int], list[int]] = ([], [])
        fences: list[tuple[int, int]] = []
        at = to = 0
        for i, j in [*fixed, (len(old), len(new))]:
            if i == at and j == to and fences and i < len(old):
                at, to = i + 1, j + 1
                continue
            for side, known, low, high, own in ((0, left, at, i, old), (1, right, to, j, new)):
                known += [self._provision(b) for b in own[low:high]]
                places[side].extend(range(low, high))
            if i < len(old):
                fences.append((len(left), len(right)))
                for side, known in ((0, left), (1, right)):
                    known.append(_FENCE)
                    places[side].append(-1)
            at, to = i + 1, j + 1
        found = align(left, right, fences)
        return Alignment(*(tuple((places[0][i], places[1][j]) for i, j in part if places[0][i] >= 0) for part in found))

    @staticmethod
    def _provision(block: etree._Element) -> Provision:
        """A block as the alignment of clauses sees it: its label apart from its words."""
        if block.tag == TABLE:
            return Provision(Kind.BLOCK, Text.of(" ".join(words_of(p) for p in block.iter(P))))
        words = words_of(block)
        label = LABEL.match(words)
        if label and words[label.end() : label.end() + 1] == "\t":
            return Provision(Kind.CLAUSE, Text.of(words[label.end() + 1 :]), label[0])
        return Provision(Kind.CLAUSE, Text.of(words))


def words_of(p: etree._Element) -> str:
    """The words of a paragraph, those that earlier marks strike left out, with its tabs."""
    out = []
    for element in p.iter(T, _TAB):
        parent = element.getparent()
        if element.tag == T:
            out.append(element.text or "")
        elif parent is not None and parent.tag == RUN:
            out.append("\t")
    return "".join(out)


def _arranged(
    old: Sequence[etree._Element],
    new: Sequence[etree._Element],
    kept: Sequence[tuple[int, int]],
    found: Alignment,
    equal: set[int],
) -> Iterator[BlockMatch]:
    """The rows in order."""
    parts: dict[int, list[int]] = {}
    for i, j in found.split:
        parts.setdefault(i, []).append(j)
    joined: dict[int, list[int]] = {}
    for i, j in found.merged:
        joined.setdefault(j, []).append(i)
    moves = {(0, i): n for n, (i, _) in enumerate(found.moved, 1)} | {(1, j): n for n, (_, j) in enumerate(found.moved, 1)}
    at = to = 0
    for i, j in [*kept, (len(old), len(new))]:
        if i == at and j == to and i in equal:
            yield BlockMatch((old[i],), (new[j],), 0, True)
            at, to = i + 1, j + 1
            continue
        here = sorted((i, *joined.get(j, ())))
        there = sorted((j, *parts.get(i, ())))
        for n in range(at, here[-1]):
            if n not in here:
                yield BlockMatch((old[n],), move=moves.get((0, n), 0))
        for n in range(to, there[-1]):
            if n not in there:
                yield BlockMatch((), (new[n],), moves.get((1, n), 0))
        if i < len(old):
            yield BlockMatch(tuple(old[n] for n in here), tuple(new[n] for n in there), same=i in equal)
        at, to = here[-1] + 1, there[-1] + 1
