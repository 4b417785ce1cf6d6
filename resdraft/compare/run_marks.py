"""Runs put into revision marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from resdraft.ooxml.fields import SIMPLE, as_runs
from resdraft.ooxml.names import CHOICES, MATHS, MINUS, PLUS, RUN, XML_SPACE, w
from resdraft.ooxml.words import wrap

HYPERLINK = w("hyperlink")
TEXT_BOX = w("txbxContent")
OBJECTS_BESIDE_RUNS = (f"{{{MATHS}}}", f"{{{CHOICES}}}AlternateContent")
"""Formulas, and alternatives of which a program shows the first that it knows (ECMA-376 Part 3): they stand in no run."""


def set_text(element: etree._Element, text: str) -> None:
    """Give a text element its characters. Without ``xml:space``, Word would drop the blanks at its ends."""
    element.text = text
    if text != text.strip(" \t\r\n"):
        element.set(XML_SPACE, "preserve")


def mark_elements(elements: Sequence[etree._Element], make: Callable[[], etree._Element]) -> etree._Element:
    """Put elements into revision marks, neighbours into one.

    Returns:
        The last mark.
    """
    return wrap([run for element in elements for run in markable(element)], make)


def mark_invisible_runs(p: etree._Element, make: Callable[[], etree._Element]) -> None:
    """Mark the runs of a deleted paragraph that show nothing, such as the anchor of a comment.

    A run without a mark would stay in the text when the deletion is accepted.
    """
    for run in list(p.iter(RUN)):
        if next(run.iterancestors(*MINUS, *PLUS, TEXT_BOX), None) is None:
            mark_elements([run], make)


def markable(element: etree._Element) -> list[etree._Element]:
    """What of an element can stand in a mark: runs and formulas. Bookmarks and other ranges among them stay outside."""
    if element.tag == SIMPLE:
        return as_runs(element)
    if element.tag == RUN or str(element.tag).startswith(OBJECTS_BESIDE_RUNS):
        return [element]
    return [run for inner in element for run in markable(inner)] if isinstance(element.tag, str) else []
