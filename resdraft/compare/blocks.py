"""Which paragraph or table of the old file became which of the new one."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.looks import Looks
from resdraft.diff.clauses import Alignment, align
from resdraft.diff.common import equal_pairs
from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text
from resdraft.ooxml.names import RUN, P, T, W, w

TABLE = w("tbl")
_THROUGH = frozenset((w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")))
_TAB = w("tab")
_MANY = 40
_LONG_RUN = 5
"""So many characters, or so many equal paragraphs that are neighbours, hold the two texts together."""
_FENCE = Provision(Kind.NUMBER, Text.of("-"))
_NOISE = re.compile(
    rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"|<w:proofErr [^>]*/>|<w:lastRenderedPageBreak/>|<w:rPr/>|<w:pPr/>'
)
_NOISY = (b"rsid", b"paraId", b"proofErr", b"lastRendered")
_TAGS = re.compile(rb"<(/?)w:p(?=[ />])[^>]*?(/?)>")
_REFERENCES = re.compile(rb'(footnote|endnote)Reference\b[^>]*?w:id="([^"]*)"|( r):\w+="([^"]*)"|(numId) w:val="([^"]*)"')
_REFERRING = (b"teReference", b" r:", b"numId")
_HEAD = 6000
_BOUND = re.compile(rb'xmlns:(\w+)="([^"]*)"')


class Slices:
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

    def ids(self, side: int, root: etree._Element, looks: Looks) -> dict[etree._Element, int]:
        """What each paragraph of a side is known by: the same number, the same content."""
        elements = list(root.iter(P))
        slices = self._cut(self._parts[side]) if self._usable else []
        if len(slices) != len(elements):
            slices = [_NOISE.sub(b"", etree.tostring(p, with_tail=False)) for p in elements]
        ids = self._ids
        refers = any(sign in self._parts[side] for sign in _REFERRING)
        out = {}
        for p, written in zip(elements, slices, strict=True):
            known: Hashable = written
            if refers and any(sign in written for sign in _REFERRING):
                found = (f.group(f.lastindex - 1, f.lastindex) for f in _REFERENCES.finditer(written) if f.lastindex)
                known = written, tuple(looks.referred(kind.decode().strip(), own.decode()) for kind, own in found)
            out[p] = ids.setdefault(known, len(ids))
        return out

    @staticmethod
    def _cut(part: bytes) -> list[bytes]:
        if any(noise in part for noise in _NOISY):
            part = _NOISE.sub(b"", part)
        out: list[bytes] = []
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


class Row(NamedTuple):
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


class Matcher:
    """Matches the blocks of two containers. ``sides`` say what each paragraph of old and new is known by."""

    def __init__(self, sides: tuple[dict[etree._Element, int], dict[etree._Element, int]]) -> None:
        self._sides = sides

    def rows(self, old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[Row]:
        """All blocks in one order: that of the new text, what is deleted where it stood."""
        left, right = ([self._known_by(n, b) for b in side] for n, side in ((0, old), (1, new)))
        pairs = equal_pairs(left, right)
        if len(pairs) == len(old) == len(new):
            return [Row((p,), (q,), same=True) for p, q in zip(old, new, strict=True)]
        fixed = self._fixed(pairs, old)
        found = self._align(old, new, fixed)
        equal = {i for i, j in (*fixed, *found.kept) if left[i] == right[j]}
        return list(_arranged(old, new, sorted((*fixed, *found.kept)), found, equal))

    def _known_by(self, side: int, block: etree._Element) -> Hashable:
        """A value that is the same for blocks of the same content."""
        own = self._sides[side].get(block)
        return own if own is not None else etree.tostring(block, method="c14n", exclusive=True, with_tail=False)

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
            for side, known, low, high, own in ((0, left, at, i, old), (1, right, to, j, new)):
                known += [self._provision(b) for b in own[low:high]]
                places[side].extend(range(low, high))
            if i < len(old) and (i > at or j > to or not fences):
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
) -> Iterator[Row]:
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
        here = sorted((i, *joined.get(j, ())))
        there = sorted((j, *parts.get(i, ())))
        for n in range(at, max(here)):
            if n not in here:
                yield Row((old[n],), move=moves.get((0, n), 0))
        for n in range(to, max(there)):
            if n not in there:
                yield Row((), (new[n],), moves.get((1, n), 0))
        if i < len(old):
            yield Row(tuple(old[n] for n in here), tuple(new[n] for n in there), same=i in equal)
        at, to = max(here) + 1, max(there) + 1
