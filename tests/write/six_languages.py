"""One resolution in six languages, three sources' proposals on it, and the documents that the commands make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdraft.cli import main
from resdraft.model.apply import renumber_notes
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text
from resdraft.read.text import read_text
from resdraft.write.text import write_text

TEXTS = Path(__file__).parent / "six"
SOURCES = ("ARB", "CHN", "RUS")


def text_of(language: str) -> Resolution:
    return read_text((TEXTS / f"{language}.txt").read_text("utf-8"), language)


def proposed(base: Resolution, source: str) -> Resolution:
    """What a source makes of a text, the same in each language: RUS rewords and adds, CHN strikes, ARB moves."""
    body = list(base.provisions)
    at = next(n for n, p in enumerate(body) if "2030" in p.text.plain)
    if source == "RUS":
        year = next(n for n, token in enumerate(body[at].text.tokens) if "2030" in token.text)
        words = body[at + 3].text.plain.rstrip(";,.；，。؛،")
        body[at] = body[at]._replace(text=body[at].text.replace(year, year + 1, Text.of(f"2034 (PP-34) {words} 2032")))
        body.insert(at + 4, body[at + 3]._replace(label="3", text=Text.of(f"ITU-R {words} (18A3/2) 2031")))
    elif source == "CHN":
        del body[at - 2]
    else:
        first = next(n for n, p in enumerate(body) if p.depth == 1)
        body[first : first + 2] = body[first + 1], body[first]
    return Resolution.assemble(body, base.language, base.provenance)


def documents(language: str, folder: Path) -> dict[str, Path]:
    """What the commands write of a text and four proposals on it, two of which clash."""
    text = (TEXTS / f"{language}.txt").read_text("utf-8")
    base = folder / "base.docx"
    perform("convert", TEXTS / f"{language}.txt", base, "--language", language)
    copies = {source: write_text(renumber_notes(proposed(text_of(language), source)), read_text) for source in SOURCES}
    proposals = []
    for n, (source, copy) in enumerate({**copies, "EUR": text.replace("2030", "2028")}.items(), 12):
        edited, told = folder / f"{source}.txt", folder / f"{source}.yaml"
        edited.write_text(copy, "utf-8")
        named = ("--meeting", "PP-26", "--document", n, "--date", "2026-11-20", "--language", language)
        perform("propose", base, edited, "--source", source, *named, "-o", told)
        title = text_of(language).title.plain
        said = told.read_text("utf-8").replace("\n    to: ", f"\n    reasons: {title} (WSIS)\n    to: ", 1)
        told.write_text(f"summary: {title} (WSIS)\n{said}", "utf-8")
        proposals.append(told)
    out = {name: folder / f"{name}.docx" for name in ("contribution", "consolidated", "table", "fates", "draft", "drafts")}
    out["page"] = folder / "table.html"
    perform("convert", proposals[2], out["contribution"], "--base", base)
    perform("consolidate", base, *proposals, "-o", out["consolidated"], "--table", out["table"], "--reasons")
    perform("consolidate", base, *proposals, "-o", folder / "plain.docx", "--table", out["page"])
    out["sheet"] = folder / "table.xlsx"
    perform("consolidate", base, *proposals, "--table", out["sheet"])
    perform("fate", base, folder / "CHN.txt", *proposals, "-o", out["fates"])
    perform("consolidate", "--drafts", base, folder / "RUS.txt", "--language", language, "-o", out["drafts"])
    perform("new", "proposal", base, "-o", out["draft"])
    return {"base": base, **out}


def perform(*command: object) -> None:
    """Run a command."""
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in command])
    assert left.value.code in (0, 1), command
