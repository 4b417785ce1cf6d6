"""The numbers of amendments in a Word file: hidden bookmarks around what each marks, and the manifest that says whose they are.

A mark cannot be known by its id, since programs give marks new ids when they save. Bookmarks keep their names, and one whose name begins with
an underscore is not shown in Word's list of bookmarks. Around words a bookmark encloses the mark. No bookmark can enclose the mark of a
paragraph or of a row: for these an empty one stands at the end of the paragraph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, MATHS, RUN, P, w
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES

PREFIX = "_rd_"
_LONGEST = 40
"""No name of a bookmark is longer in Word (its own limit, beyond 17.13.6.2)."""
_OWN = "p"
"""Ends the names of bookmarks that stand for the mark of a paragraph or a row."""
_START, _END, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("name")
_RUNS = (RUN, f"{{{MATHS}}}r")
_INLINE = (P, w("hyperlink"), w("sdtContent"), w("smartTag"), w("customXml"), w("fldSimple"), w("dir"), w("bdo"))
"""What can hold both marks of words and bookmarks."""


class AmendmentBookmarks(NamedTuple):
    """An amendment by its number, the sources that propose it, and the names of the bookmarks around its marks."""

    number: str
    sources: tuple[str, ...]
    bookmarks: tuple[str, ...]


def put_bookmarks(
    roots: Sequence[etree._Element], numbers: Mapping[etree._Element, tuple[str, ...]], sources: Mapping[str, tuple[str, ...]]
) -> list[AmendmentBookmarks]:
    """Put bookmarks around marks.

    Args:
        roots: of the parts.
        numbers: the numbers of the amendments of each mark.
        sources: the sources of each number.

    Returns:
        The bookmarks of each amendment, for the manifest.
    """
    taken = {start.get(_NAME, "") for root in roots for start in root.iter(_START)}
    used = {start.get(ID, "") for root in roots for start in root.iter(_START)}
    free, counters = (str(n) for n in count(1) if str(n) not in used), defaultdict[str, Iterator[int]](lambda: count(1))
    known: dict[str, list[str]] = defaultdict(list)

    def bookmark(number: str, suffix: str) -> tuple[etree._Element, etree._Element]:
        stem = PREFIX + re.sub(r"\W+", "_", number, flags=re.ASCII).strip("_")
        # Of two bookmarks with one name a reader keeps the first alone (17.13.6.2).
        while (name := _named(stem, next(counters[number]), suffix)) in taken:
            pass
        taken.add(name)
        known[number].append(name)
        same = next(free)
        return etree.Element(_START, {ID: same, _NAME: name}), etree.Element(_END, {ID: same})

    # In the order of the text, so that the same marks get the same names.
    for root in roots:
        for marks in _adjacent_marks(root, numbers):
            for number in numbers[marks[0]]:
                holder = _holder(marks[0])
                start, end = bookmark(number, _OWN if holder is not None else "")
                if holder is not None:
                    holder.extend((start, end))
                else:
                    marks[0].addprevious(start)
                    marks[-1].addnext(end)
    return [AmendmentBookmarks(number, sources.get(number, ()), tuple(names)) for number, names in known.items()]


def _named(stem: str, n: int, suffix: str) -> str:
    end = f"_{n}{suffix}"
    return stem[: _LONGEST - len(end)] + end


def _adjacent_marks(root: etree._Element, numbers: Mapping[etree._Element, tuple[str, ...]]) -> Iterator[list[etree._Element]]:
    """The marks that have numbers. Marks of words that follow each other with the same numbers come together: one bookmark is enough."""
    out: list[etree._Element] = []
    for mark in root.iter(*MARKS):
        if not numbers.get(mark):
            continue
        beside = out and out[-1].getnext() is mark and _holder(mark) is None and numbers[mark] == numbers[out[-1]]
        if out and not beside:
            yield out
            out = []
        out.append(mark)
    if out:
        yield out


def _holder(mark: etree._Element) -> etree._Element | None:
    """The paragraph in which an empty bookmark stands for a mark of a paragraph or a row; None for a mark of words."""
    parent = mark.getparent()
    if parent is not None and parent.tag in _INLINE:
        return None
    for above in mark.iterancestors(P, w("tr")):
        return above if above.tag == P else next(above.iter(P), None)
    return None


def numbers_in(root: etree._Element, amendments: Collection[AmendmentBookmarks]) -> dict[etree._Element, set[str]]:
    """The numbers of the amendments that each mark of a part belongs to."""
    number = {name: known.number for known in amendments for name in known.bookmarks}
    out: dict[etree._Element, set[str]] = defaultdict(set)
    for name, marks in _marks_in(root, number).items():
        for mark in marks:
            out[mark].add(number[name])
    for start in root.iter(*MOVE_RANGES) if out else ():
        # The range of a move belongs to what its words belong to.
        moved = next((e for e in start.itersiblings() if e.tag in MARKS), None)
        if moved is not None:
            out[start] = out[moved]
    return out


def numbers_in_notes(
    root: etree._Element, texts: Iterable[etree._Element], numbers: Mapping[etree._Element, set[str]]
) -> dict[etree._Element, set[str]]:
    """The numbers of marks in notes that have none of their own: those of the reference, where it is marked by the same author.

    LibreOffice keeps no bookmarks in notes.

    Args:
        root: of the part of notes.
        texts: roots of the parts that refer to notes.
        numbers: those of the marks that are known.
    """
    kind = etree.QName(root).localname.removesuffix("s")
    around: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for reference in (r for text in texts for r in text.iter(w(f"{kind}Reference"))):
        for mark in reference.iterancestors(*MARKS):
            around[reference.get(ID), mark.get(AUTHOR)] |= numbers.get(mark, set())
    out = {}
    for mark in root.iter(*MARKS):
        note = next(mark.iterancestors(w(kind)), None)
        if note is not None and not numbers.get(mark) and (own := around.get((note.get(ID), mark.get(AUTHOR)))):
            out[mark] = own
    return out


def _marks_in(root: etree._Element, names: Collection[str]) -> dict[str, list[etree._Element]]:
    """The marks that bookmarks enclose, or stand for.

    A mark of words belongs to a bookmark that encloses any of its runs: LibreOffice puts the start of a bookmark into the mark behind it, and
    its end too, though it encloses nothing of that one. At the end of a struck paragraph it puts those that stood behind the last run
    before it.
    """
    found = [start.get(_NAME, "") for start in root.iter(_START)]
    out: dict[str, list[etree._Element]] = {name: [] for name in found if name in names}
    if not out:
        return out
    within: dict[str, str] = {}
    own = _own_bookmarks(root, out)
    for element in root.iter(_START, _END, *MARKS, *_RUNS):
        if element.tag == _START:
            name = element.get(_NAME, "")
            if name in out:
                within[element.get(ID, "")] = name
        elif element.tag == _END:
            within.pop(element.get(ID, ""), None)
        elif element.tag not in _RUNS:
            for name in own.get(_holder(element), ()):
                out[name].append(element)
        else:
            for mark in element.iterancestors(*MARKS) if within else ():
                for name in within.values():
                    out[name] += [] if mark in out[name][-1:] else [mark]
    return out


def _own_bookmarks(root: etree._Element, names: Collection[str]) -> dict[etree._Element | None, set[str]]:
    """The bookmarks that stand for the mark of a paragraph or a row, by the paragraph that they stand in."""
    out: dict[etree._Element | None, set[str]] = defaultdict(set)
    for start in root.iter(_START):
        if start.get(_NAME, "").endswith(_OWN) and start.get(_NAME) in names:
            out[next(start.iterancestors(P), start)].add(start.get(_NAME, ""))
    return out


def drop_bookmarks(root: etree._Element, amendments: Collection[AmendmentBookmarks]) -> None:
    """Take out the bookmarks that enclose no mark any more."""
    marks = _marks_in(root, {name for known in amendments for name in known.bookmarks})
    ends = {end.get(ID): end for end in root.iter(_END)} if marks else {}
    for start in [start for start in root.iter(_START) if not marks.get(start.get(_NAME, ""), [start])]:
        # Without its end a bookmark is damaged; it stays as it is.
        end = ends.get(start.get(ID))
        for gone in (start, end) if end is not None else ():
            parent = gone.getparent()
            if parent is not None:
                parent.remove(gone)
