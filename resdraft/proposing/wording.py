"""Words and clauses in the form in which a proposal gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.model.labels import is_dash
from resdraft.model.proposal import Amendment
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK, NOTE_MARK, Text

CLAUSES = (Kind.CLAUSE, Kind.BLOCK)
KIND_SAID = re.compile(r"^\\[a-z]+\d*\t", re.MULTILINE)
"""What stands in front of a line that says outright what it is: ``\\clause1``, ``\\call``."""


class PlacedAmendment(NamedTuple):
    """One amendment, and the keys of the provisions of the base that it touches or stands behind."""

    amendment: Amendment
    keys: tuple[str, ...]


def quoted(text: Text) -> str:
    """Words as a proposal quotes them: footnote references as ``[^1]``, what only looks like one with a backslash."""
    literal = [mark for _, mark in NOTE_MARK.findall(text.plain)]
    return text.marked(literal).replace("\n", LINE_BREAK)


def lines_of(provisions: Sequence[Provision], depth: int, *, explicit: bool = False, beside: str | None = None) -> str:
    """New text in lines, one a paragraph.

    Args:
        provisions: the new paragraphs, in order.
        depth: the depth of the place that they come to. Where the first one is a clause, depths are counted from there.
        explicit: write what each line is, such as ``\\clause1``, also where the text is one clause alone.
        beside: the label of the clause that the first one comes beside. Its own follows from that, and is not written.
    """
    first = provisions[0]
    if len(provisions) == 1 and first.kind is Kind.CLAUSE and not explicit and (first.label is None) <= (beside is None):
        label, words = first.label, quoted(first.text)
        if label is None or (beside is not None and is_dash(label) <= is_dash(beside)):
            return words
        # People write a blank behind a dash or a bracket; a number needs the tab to be a label anywhere.
        return f"{label} {words}" if is_dash(label) or label.endswith(")") else f"{label}\t{words}"
    above = depth if provisions[0].kind in CLAUSES else 0
    out = []
    for p in provisions:
        text = quoted(p.text)
        line = f"{p.label}\t{text}" if p.label is not None else text
        out.append(f"\\{p.kind.value}{p.depth - above if p.kind in CLAUSES else ''}\t{line}")
    return "\n".join(out)


def without_end_blanks(base: Resolution, target: Resolution) -> Resolution:
    """A text without blanks at the ends of its paragraphs, which nobody sees and no proposal file holds; a paragraph of the base stays so."""
    known = {p.text.plain for p in base.provisions if _ends_blank(p.text)}
    if not any(_ends_blank(p.text) and p.text.plain not in known for p in target.provisions):
        return target
    lines = (p if p.text.plain in known else p._replace(text=_without_end_blank(p.text)) for p in target.provisions)
    return Resolution.assemble(lines, target.language, target.provenance)


def _ends_blank(text: Text) -> bool:
    return bool(text.spans) and text.spans[-1].text != text.spans[-1].text.rstrip()


def _without_end_blank(text: Text) -> Text:
    while _ends_blank(text):
        last = text.spans[-1]
        text = Text.join([*text.spans[:-1], last._replace(text=last.text.rstrip())])
    return text
