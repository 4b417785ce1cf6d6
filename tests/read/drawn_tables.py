"""Tables as people draw them in Word: by number, put behind a clause of a resolution of ours."""

from __future__ import annotations

import io
import random

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

WORDS = [
    *(
        "region",
        "amount",
        "school",
        "connected",
        "by",
        "the",
        "programme",
        "in",
        "reporting",
        "period",
        "per",
        "cent",
        "of",
        "all",
    ),
    *(
        "rural",
        "CHF",
        "Africa",
        "States",
        "broadband",
        "access",
        "development",
        "affordable",
        "infrastructure",
        "ITU-D",
        "(LDC)",
    ),
    *("telecommunication", "non-governmental", "12.5", "2026", "1", "000"),
]
RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def with_tables(content: bytes, seed: int, behind: str, columns: int = 4, *, whole: bool = True) -> bytes:
    """A Word file with a drawn table behind each paragraph that has these words. Where rows are whole no page parts one."""
    rng = random.Random(seed)  # noqa: S311 - no secret is made of it
    document = Document(io.BytesIO(content))
    for paragraph in [p for p in document.paragraphs if behind in p.text]:
        table = document.add_table(rng.randint(2, 6), rng.randint(2, columns))
        table._tbl.tblPr.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="5000" w:type="pct"/>'))
        table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{RULES}</w:tblBorders>"))
        fill(table, rng)
        for row in table.rows if whole else ():
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        paragraph._p.addnext(table._tbl)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(table: Table, rng: random.Random) -> None:
    """Words for the cells, some of which are merged to the right, and some downwards."""
    rows, columns = len(table.rows), len(table.columns)
    for r in range(rows):
        for c in range(columns):
            count = rng.choice((0, 1, 1, 1, 2, 3)) if c else 1
            said = [" ".join(rng.choices(WORDS, k=rng.choice((1, 2, 3, 12, 25)))) for _ in range(count)]
            paragraphs = [words[:1].upper() + words[1:] for words in said]
            cell = table.cell(r, c)
            cell.text = paragraphs[0] if paragraphs else ""
            for more in paragraphs[1:]:
                cell.add_paragraph(more)
    if rng.random() < 0.4 and columns > 2:
        table.cell(0, columns - 2).merge(table.cell(0, columns - 1))
    if rng.random() < 0.4 and rows > 2:
        table.cell(1, 0).merge(table.cell(2, 0))
