"""Words and clauses in the form in which a proposal gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resdraft.model.labels import is_dash
from resdraft.model.proposal import Amendment
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import LINE_BREAK, NOTE_MARK, Text

CLAUSES = (Kind.CLAUSE, Kind.BLOCK)


class PlacedAmendment(NamedTuple):
    """One amendment, and the keys of the provisions of the base that it touches or stands behind."""

    amendment: Amendment
    keys: tuple[str, ...]


def quoted(text: Text) -> str:
    """Words as a proposal quotes them: footnote references as ``[^1]``, what only looks like one with a backslash."""
    literal = [mark for _, mark in NOTE_MARK.findall(text.plain)]
    return text.marked(literal).replace("\n", LINE_BREAK)


def lines_of(provisions: Sequence[Provision], depth: int, *, explicit: bool = False, follows: bool = True) -> str:
    """New text in lines, one a paragraph.

    Args:
        provisions: the new paragraphs, in order.
        depth: the depth of the place that they come to. Where the first one is a clause, depths are counted from there.
        explicit: write what each line is, such as ``\\clause1``, also where the text is one clause alone.
        follows: whether the label of a clause alone follows from its place. Else it is written.
    """
    if len(provisions) == 1 and provisions[0].kind is Kind.CLAUSE and not explicit:
        label = provisions[0].label
        if label is None or follows:
            return quoted(provisions[0].text)
        # People write a blank behind a dash or a bracket; a number needs the tab to be a label anywhere.
        return f"{label}{' ' if is_dash(label) or label.endswith(')') else chr(9)}{quoted(provisions[0].text)}"
    above = depth if provisions[0].kind in CLAUSES else 0
    out = []
    for p in provisions:
        text = quoted(p.text)
        line = f"{p.label}\t{text}" if p.label is not None else text
        out.append(f"\\{p.kind.value}{p.depth - above if p.kind in CLAUSES else ''}\t{line}")
    return "\n".join(out)
