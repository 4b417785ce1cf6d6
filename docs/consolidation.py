"""Draw the pages of docs/consolidation.md: each case as a Word file, by LibreOffice and poppler as a picture.

python docs/consolidation.py [RULE ...] [--list]
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CASE = re.compile(r"^## (R\d+)[^\n]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
TEXT = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cases() -> dict[str, dict[str, str]]:
    """The cases of the page that have a text, by their rules."""
    found = CASE.findall((HERE / "consolidation.md").read_text("utf-8"))
    return {name: texts for name, body in found if "shown" in (texts := dict(TEXT.findall(body)))}


def draw(name: str, texts: dict[str, str]) -> None:
    """Write one case's picture."""
    from resdraft.amend.consolidate import consolidate
    from resdraft.amend.normalise import normal_diff
    from resdraft.amend.options import lay_open
    from resdraft.lexicon import lexicon
    from resdraft.read.text import read_text
    from resdraft.write.docx import write_docx

    base = read_text(texts["base"])
    own = {source: read_text(text) for source, text in texts.items() if source not in ("base", "shown")}
    edits = {source: normal_diff(base, text, lexicon("en")) for source, text in own.items()}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.docx"
        file.write_bytes(write_docx(lay_open(consolidate(base, edits)).marked))
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, file], check=True, capture_output=True
        )
        size = ["-x", "60", "-y", "80", "-W", "720", "-H", "240"]
        to = HERE / "consolidation" / name
        subprocess.run(["pdftoppm", "-r", "96", *size, "-png", "-singlefile", file.with_suffix(".pdf"), to], check=True)


if __name__ == "__main__":
    known = cases()
    if "--list" in sys.argv:
        print(" ".join(known))
    else:
        for rule in sys.argv[1:] or known:
            draw(rule, known[rule])
            print(HERE / "consolidation" / f"{rule}.png")
