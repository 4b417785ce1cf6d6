"""Comments of a Word file: whose, what they say, and on which paragraphs (ECMA-376 Part 1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.names import AUTHOR, ID, P, T, w
from resdraft.ooxml.wordfile import WordFile

_START, _END, _REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")


class Comment(NamedTuple):
    """One comment: its author, its words, a line a paragraph, and the paragraphs that it is on."""

    author: str
    text: str
    paragraphs: tuple[etree._Element, ...]


def comments(file: WordFile) -> Iterator[Comment]:
    """The comments of a file in the order of their places. A reply stands where the comment does that it answers."""
    root = file.root_of("comments")
    if root is None:
        return
    anchored = _anchored(file.story.root)
    bodies = {comment.get(ID, ""): comment for comment in root.iter(w("comment"))}
    for own, paragraphs in anchored.items():
        if own in bodies:
            lines = ("".join(t.text or "" for t in p.iter(T)) for p in bodies[own].iter(P))
            yield Comment(bodies[own].get(AUTHOR, ""), "\n".join(line for line in lines if line.strip()), paragraphs)


def _anchored(root: etree._Element) -> dict[str, tuple[etree._Element, ...]]:
    """The paragraphs between the start and the end of each comment's range, or that of its reference."""
    open_ranges: dict[str, list[etree._Element]] = {}
    out: dict[str, tuple[etree._Element, ...]] = {}
    for element in root.iter(P, _START, _END, _REFERENCE):
        if element.tag == P:
            for held in open_ranges.values():
                held.append(element)
            continue
        own = element.get(ID, "")
        paragraph = next(element.iterancestors(P), None)
        if element.tag == _START:
            open_ranges[own] = [paragraph] if paragraph is not None else []
        elif element.tag == _END:
            out[own] = tuple(open_ranges.pop(own, ()))
        # A comment on a point has a reference and no range (17.13.4.5).
        elif own not in out and paragraph is not None:
            out[own] = tuple(open_ranges.pop(own, ())) or (paragraph,)
    return out
