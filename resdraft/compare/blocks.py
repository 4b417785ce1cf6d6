"""Which paragraph or table of the old file became which of the new one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.content_keys import ContentKeys
from resdraft.differences.alignment import Alignment, align
from resdraft.differences.items import Item, Role
from resdraft.differences.sequences import equal_pairs
from resdraft.model.labels import LABEL
from resdraft.ooxml.names import CHOICES, MATHS, RUN, P, T, w

TABLE = w("tbl")
_CONTAINERS = frozenset((w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")))
"""Elements around blocks that are no block themselves."""
_OTHER_BLOCKS = frozenset((w("altChunk"), f"{{{MATHS}}}oMathPara", f"{{{MATHS}}}oMath", f"{{{CHOICES}}}AlternateContent"))
_TAB = w("tab")
_MIN_ANCHOR_TEXT = 40
_MIN_ANCHOR_BLOCKS = 5
"""So many characters, or so many consecutive blocks, must be equal for their places to be fixed before anything else is compared."""
_SEPARATOR = Item("separator", Role.FIXED, "", "")


class BlockMatch(NamedTuple):
    """Blocks of the old text and what they became.

    One and one, one and its parts, several and the one that they were merged into, or one alone that was deleted or inserted.
    """

    old: tuple[etree._Element, ...] = ()
    new: tuple[etree._Element, ...] = ()
    move: int = 0
    """Where a block moved, its old and its new place are two matches with the same number; else 0."""
    same: bool = False
    """Nothing changed."""


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body, cell or note, also those in content controls."""
    for child in container:
        if child.tag in (P, TABLE):
            yield child
        elif child.tag in _CONTAINERS:
            yield from blocks(child)


def other_blocks(container: etree._Element) -> Iterator[etree._Element]:
    """What else of a body, cell or note can be seen, such as formulas and embedded documents (``w:altChunk``)."""
    for child in container:
        if child.tag in _OTHER_BLOCKS:
            yield child
        elif child.tag in _CONTAINERS:
            yield from other_blocks(child)


def text_of(p: etree._Element) -> str:
    """The text of a paragraph with its tabs; what earlier marks delete is left out, for it stands in ``w:delText``."""
    out = []
    for element in p.iter(T, _TAB):
        parent = element.getparent()
        if element.tag == T:
            out.append(element.text or "")
        elif parent is not None and parent.tag == RUN:
            # In w:tabs the same element defines a tab stop.
            out.append("\t")
    return "".join(out)


class BlockMatcher:
    """Matches the blocks of two containers.

    Args:
        ids: the ids of the paragraphs of the old and of the new part.
        keys: the keys of the old and of the new part.
    """

    def __init__(
        self, ids: tuple[dict[etree._Element, int], dict[etree._Element, int]], keys: tuple[ContentKeys, ContentKeys]
    ) -> None:
        self._ids, self._keys = ids, keys

    def matches(self, old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[BlockMatch]:
        """All blocks, in the order of the new text; what was deleted stands at its old place."""
        left, right = ([self._identity(n, b) for b in side] for n, side in ((0, old), (1, new)))
        pairs = equal_pairs(left, right)
        if len(pairs) == len(old) == len(new):
            return [BlockMatch((p,), (q,), same=True) for p, q in zip(old, new, strict=True)]
        fixed = self._fixed(pairs, old)
        found = self._align(old, new, fixed)
        kept = sorted((*fixed, *found.kept))
        return list(_in_order(old, new, kept, found, {i for i, j in kept if left[i] == right[j]}))

    def _identity(self, side: int, block: etree._Element) -> Hashable:
        """A value that is equal for blocks of equal content."""
        own = self._ids[side].get(block)
        return own if own is not None else self._keys[side].element(block)

    @staticmethod
    def _fixed(pairs: Sequence[tuple[int, int]], old: Sequence[etree._Element]) -> list[tuple[int, int]]:
        """The equal pairs whose places are fixed: those in long runs. A single short paragraph may occur anywhere."""
        out: list[tuple[int, int]] = []
        run: list[tuple[int, int]] = []
        for pair in [*pairs, (-1, -1)]:
            if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
                if len(run) >= _MIN_ANCHOR_BLOCKS or sum(len(text_of(old[i])) for i, _ in run) >= _MIN_ANCHOR_TEXT:
                    out += run
                run = []
            run.append(pair)
        return out

    @staticmethod
    def _align(old: Sequence[etree._Element], new: Sequence[etree._Element], fixed: Sequence[tuple[int, int]]) -> Alignment:
        """Align what stands between the fixed pairs.

        Each run of fixed pairs is one separator, so that the many paragraphs that stayed need not be read.
        """
        items: tuple[list[Item], list[Item]] = ([], [])
        places: tuple[list[int], list[int]] = ([], [])
        separators: list[tuple[int, int]] = []
        at = to = 0
        for i, j in [*fixed, (len(old), len(new))]:
            if i == at and j == to and separators and i < len(old):
                # The run goes on: the separator stands for it already.
                at, to = i + 1, j + 1
                continue
            for side, low, high, own in ((0, at, i, old), (1, to, j, new)):
                items[side].extend(_item(b) for b in own[low:high])
                places[side].extend(range(low, high))
            if i < len(old):
                separators.append((len(items[0]), len(items[1])))
                for side in (0, 1):
                    items[side].append(_SEPARATOR)
                    places[side].append(-1)
            at, to = i + 1, j + 1
        found = align(*items, separators)
        return Alignment(*(tuple((places[0][i], places[1][j]) for i, j in part if places[0][i] >= 0) for part in found))


def _item(block: etree._Element) -> Item:
    """A block as an item for alignment. A label is taken off the words: it follows from the order."""
    if block.tag == TABLE:
        text = " ".join(text_of(p) for p in block.iter(P))
        return Item("table", Role.BLOCK, text, text)
    text = text_of(block)
    label = LABEL.match(text)
    if label and text[label.end() : label.end() + 1] == "\t":
        text = text[label.end() + 1 :]
        return Item("paragraph", Role.PARAGRAPH, text, text, label[0])
    return Item("paragraph", Role.PARAGRAPH, text, text)


def _in_order(
    old: Sequence[etree._Element],
    new: Sequence[etree._Element],
    kept: Sequence[tuple[int, int]],
    found: Alignment,
    equal: set[int],
) -> Iterator[BlockMatch]:
    """The matches in order.

    Args:
        kept: all pairs in their place, the fixed ones included.
        found: which blocks moved, were split or merged.
        equal: the old blocks of those pairs in which nothing changed.
    """
    parts: dict[int, list[int]] = {}
    for i, j in found.split:
        parts.setdefault(i, []).append(j)
    merged: dict[int, list[int]] = {}
    for i, j in found.merged:
        merged.setdefault(j, []).append(i)
    old_moves = {i: n for n, (i, _) in enumerate(found.moved, 1)}
    new_moves = {j: n for n, (_, j) in enumerate(found.moved, 1)}
    at = to = 0
    for i, j in [*kept, (len(old), len(new))]:
        if i == at and j == to and i in equal:
            yield BlockMatch((old[i],), (new[j],), same=True)
            at, to = i + 1, j + 1
            continue
        here = sorted((i, *merged.get(j, ())))
        there = sorted((j, *parts.get(i, ())))
        for n in range(at, here[-1]):
            if n not in here:
                yield BlockMatch((old[n],), move=old_moves.get(n, 0))
        for n in range(to, there[-1]):
            if n not in there:
                yield BlockMatch((), (new[n],), new_moves.get(n, 0))
        if i < len(old):
            yield BlockMatch(tuple(old[n] for n in here), tuple(new[n] for n in there), same=i in equal)
        at, to = here[-1] + 1, there[-1] + 1
