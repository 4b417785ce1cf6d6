"""Comments of a Word file: whose, what they say, and on which paragraphs (ECMA-376 Part 1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.emptied import clear, take_out
from resdraft.ooxml.names import AUTHOR, ID, RPR, RUN, P, T, w
from resdraft.ooxml.package import parse, related, serialise
from resdraft.ooxml.story import Story
from resdraft.ooxml.wordfile import WordFile

_START, _END, _REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_BESIDE = ("commentsExtended", "commentsIds", "commentsExtensible")
"""Parts in which Word keeps what it knows of comments beside their words: which answers which, and ids that stay ([MS-DOCX] 2.5)."""


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


def drop_comments(gone: Collection[str], stories: Mapping[str, Story], parts: dict[str, bytes], main: str) -> set[str]:
    """Take out comments whole, with the replies to them: bodies, references, ranges, and what is said of them elsewhere.

    Args:
        gone: the ids of the comments.
        stories: by the names of their parts; changed.
        parts: of the package; those beside the comments are changed.
        main: the name of the main part.

    Returns:
        The names of the stories that changed.
    """
    bodies = {c.get(ID, ""): c for story in stories.values() if story.root.tag == w("comments") for c in story.root}
    beside = [(part, parse(parts[part])) for kind in _BESIDE for part in related(parts, main, kind)]
    known = {own: {own_id for p in body.iter(P) if (own_id := p.get(_PARAGRAPH_ID))} for own, body in bodies.items()}
    answered = {_value(item, "paraId"): on for _, root in beside for item in root if (on := _value(item, "paraIdParent"))}
    going, more = set[str](), {*gone}
    # Replies to replies too: each look finds those of the comments found before it.
    while more:
        going |= more
        ids = _ids(known, going)
        more = {own for own in known.keys() - going if any(answered.get(i) in ids for i in known[own])}
    touched = {part for part, story in stories.items() if _drop_from(story.root, going)}
    ids |= {_value(item, "durableId") for _, root in beside for item in root if _value(item, "paraId") in ids} - {""}
    for part, root in beside:
        for item in list(root):
            if {_value(item, "paraId"), _value(item, "durableId")} & ids:
                root.remove(item)
                parts[part] = serialise(root)
    return touched


def _ids(known: Mapping[str, set[str]], comments: Collection[str]) -> set[str]:
    return {own for comment in comments for own in known.get(comment, ())}


def _value(item: etree._Element, name: str) -> str:
    """An attribute by its local name: each of these parts has a namespace of its own."""
    return next((str(value) for key, value in item.attrib.items() if etree.QName(str(key)).localname == name), "")


def _drop_from(root: etree._Element, gone: Collection[str]) -> bool:
    """Take comments out of a part: their bodies, references and ranges. Whether there were any."""
    found = [e for e in root.iter(w("comment"), _START, _END, _REFERENCE) if e.get(ID) in gone]
    for element in found:
        run = element.getparent()
        if element.tag == _REFERENCE and run is not None and run.tag == RUN and {c.tag for c in run} <= {RPR, _REFERENCE}:
            element = run
        holder = element.getparent()
        if element.tag in (_START, _END):
            # Not as content that goes, from which the ends of ranges are kept.
            if holder is not None:
                holder.remove(element)
        elif (holder := take_out(element)) is not None:
            clear([holder])
    return bool(found)
