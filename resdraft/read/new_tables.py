"""The tables of a Word file as the model has them: words, and for a table that a proposal brings in the signs of its merged cells.

Programs that save a file divide the columns of its tables anew (LibreOffice does so with the front table of ITU's documents), so that the
signs would make a table that nobody touched another one. So most readings have none. A table has them where it is new: where the base has no
table of those words; and where what sources propose is read back, in the tables that our own manifest knows by them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import LINE_BREAK, Text
from resdraft.ooxml.manifest import Manifest, digest_of
from resdraft.ooxml.names import DEL_TEXT, w
from resdraft.ooxml.projections import Paragraph
from resdraft.ooxml.tables import signed, unsaid
from resdraft.read.line import KnownParagraph, Line

if TYPE_CHECKING:
    from resdraft.read.docx import WordText

_LOST = {"footnotes": ("footnoteReference",), "pictures": ("drawing", "pict"), "tables inside it": ("tbl",)}


def with_new_tables(base: Resolution, text: WordText, said: str = "") -> tuple[WordText, list[str]]:
    """A copy with the signs of merged cells in the tables that the base has not.

    Args:
        base: what was edited. ``text`` is the copy, ``said`` its name.

    Returns:
        The copy, and what of the new tables is in no words and no signs, and so in no proposal.
    """
    known = {p.text.plain for p in base.provisions if p.kind is Kind.BLOCK}
    provisions, lost = [], []
    for p in text.resolution.provisions:
        place = text.places.get(p.key) if p.kind is Kind.BLOCK and p.text.plain not in known else None
        table = place.stretches[0].paragraph if place is not None and place.stretches else None
        if table is not None and table.cells:
            inside = {e.tag for e in table.elements[0].iterdescendants(*map(w, (*chain(*_LOST.values()), "gridBefore")))}
            own = [what for what, signs in _LOST.items() if inside.intersection(map(w, signs))]
            if w("gridBefore") in inside or unsaid(table.rows):
                own.append("merged cells")
            else:
                p = p._replace(text=Text.of(signed(table.rows)))
            if own:
                lost.append(f"{said or 'the copy'}: of a new table its words are proposed, and not its {' and '.join(own)}")
        provisions.append(p)
    whole = Resolution.assemble(provisions, text.resolution.language, text.resolution.provenance)
    return replace(text, resolution=whole), lost


def table_line(
    table: Paragraph, number: int, manifest: Manifest | None, depth: int | None, known: KnownParagraph | None
) -> Line | None:
    """A table as a line, with the signs of merged cells where the ``manifest`` knows it by them; None where it is gone."""
    text = table.table_text
    if manifest is not None and any(one.digest == digest_of(signed(table.rows)) for one in manifest.added):
        text = signed(table.rows)
    # LibreOffice strikes the words of a table in struck text and leaves the empty rows.
    if not text and next(table.elements[0].iter(DEL_TEXT), None) is not None:
        return None
    return Line(text.replace("\n", LINE_BREAK), number, Kind.BLOCK, depth, Text.of(text), styled=True, known=known)
