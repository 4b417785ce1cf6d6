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
    from resdraft.model.groups import Groups
    from resdraft.read.text import read_text
    from resdraft.write.docx import write_docx

    base = read_text(texts["base"])
    own = {source: read_text(text) for source, text in texts.items() if source not in ("base", "shown")}
    edits = {source: normal_diff(base, text, lexicon("en")) for source, text in own.items()}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.docx"
        file.write_bytes(write_docx(lay_open(consolidate(base, edits), groups=Groups((("RCC", frozenset(("RUS",))),))).marked))
        picture(file, HERE / "consolidation" / name, 1, ("-x", "60", "-y", "80", "-W", "720", "-H", "240"))


def anchored() -> None:
    """Write the picture of R8: words with an anchor among them, which are there once."""
    import io
    import zipfile

    from resdraft.amend.consolidate import consolidate
    from resdraft.amend.normalise import normal_diff
    from resdraft.amend.options import lay_open
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import nothing, read_word
    from resdraft.read.text import read_text
    from resdraft.write.docx import mark_docx, write_docx
    from resdraft.write.restating import restatable

    text = "resolves\n1\tto act {} with care;\n2\tto report."
    content = write_docx(consolidate(read_text(text.format("at once and")), {}))
    made = io.BytesIO()
    whole = b"<w:t>to act at once and"
    split = (
        b'<w:t xml:space="preserve">to act at </w:t></w:r><w:bookmarkStart w:id="9" w:name="here"/><w:bookmarkEnd w:id="9"/>'
    )
    split += b"<w:r><w:t>once and"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(whole, split) if name.endswith("document.xml") else old.read(name))
    word = read_word(WordFile.open(made.getvalue()), nothing)
    wanted = {"ARB": "soon and", "RUS": "at last"}
    edits = {source: normal_diff(word.resolution, read_text(text.format(own)), lexicon("en")) for source, own in wanted.items()}
    laid = lay_open(consolidate(word.resolution, edits), restatable=restatable(word.resolution, word.places))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "R8.docx"
        file.write_bytes(mark_docx(laid.marked, word.file, word.places).content)
        picture(file, HERE / "consolidation" / "R8", 1, ("-x", "60", "-y", "80", "-W", "720", "-H", "240"))


def readme() -> None:
    """Write the picture of the README: the page with the conflict."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "consolidated.docx"
        names = [str(HERE.parent / "proposals" / name) for name in ("rus.yaml", "chn.docx", "eur.yaml")]
        command = [sys.executable, "-m", "resdraft", "consolidate", "1332", *names, "-o", str(file), "--quiet", "--tags", "all"]
        subprocess.run(command, check=True, capture_output=True)
        picture(file, HERE / "consolidated", 3, ("-x", "40", "-y", "380", "-W", "740", "-H", "680"))


def picture(file: Path, to: Path, page: int, cut: tuple[str, ...]) -> None:
    """One page of a Word file as a picture."""
    pdf = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(pdf, check=True, capture_output=True)
    pages = ["-r", "96", "-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", *pages, *cut, "-png", "-singlefile", file.with_suffix(".pdf"), to], check=True)


if __name__ == "__main__":
    known = cases()
    if "--list" in sys.argv:
        print(" ".join(known))
    else:
        for rule in sys.argv[1:] or known:
            draw(rule, known[rule])
            print(HERE / "consolidation" / f"{rule}.png")
        if not sys.argv[1:]:
            anchored()
            readme()
            print(HERE / "consolidated.png")
