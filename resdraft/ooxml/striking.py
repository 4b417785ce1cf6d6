"""Whole paragraphs and tables of a file: the runs that go where all of one is struck, and what cannot be struck or copied."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from resdraft.ooxml.fields import SIMPLE, as_runs, locked
from resdraft.ooxml.names import MATHS, MINUS, PLUS, RUN, P, w
from resdraft.ooxml.places import has_picture
from resdraft.ooxml.projections import Paragraph
from resdraft.ooxml.words import Unchangeable, wrap

FORMULA = f"{{{MATHS}}}oMath"


def all_runs(paragraph: etree._Element) -> list[etree._Element]:
    """The runs of a paragraph that can be struck, simple fields written out; those of text boxes stay with their picture.

    Raises:
        Unchangeable: where one may not be changed.
    """
    for simple in list(paragraph.iter(SIMPLE)):
        as_runs(simple)
    out = []
    for run in paragraph.iter(RUN):
        if next(run.iterancestors(P)) is paragraph and next(run.iterancestors(RUN), None) is None:
            if next(run.iterancestors(*PLUS, *MINUS), None) is not None:
                raise Unchangeable("they already bear another's revision mark")
            if reason := locked(run):
                raise Unchangeable(reason)
            if run.find(w("commentReference")) is None:
                out.append(run)
    return out


def strike_table(table: etree._Element, make: Callable[[], etree._Element]) -> None:
    """Strike a table: there is no mark for a table, but each row has one (17.13.5.12), and its words have theirs.

    Raises:
        Unchangeable: where words of it may not be changed.
    """
    for paragraph in table.iter(P):
        runs = all_runs(paragraph)
        if runs:
            wrap(runs, make)
    for row in table.iter(w("tr")):
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            # The schema has the exceptions to the table's properties before the properties of a row.
            row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, properties)
        change = properties.find(w("trPrChange"))
        properties.insert(len(properties) if change is None else properties.index(change), make())


def check_copyable(paragraph: Paragraph) -> None:
    """Refuse to write the words of a paragraph a second time where an object, a field or a content control stands among them.

    Raises:
        Unchangeable: with the reason.
    """
    if has_picture(paragraph):
        raise Unchangeable("a picture among them cannot be copied to the new place")
    for element in paragraph.elements:
        if next(element.iter(w("fldChar"), SIMPLE, w("sdt"), FORMULA), None) is not None:
            raise Unchangeable("a field, formula or content control among them cannot be copied to the new place")
