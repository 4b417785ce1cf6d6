"""Reads a PDF as the text that it shows: its paragraphs, one a line, with its footnotes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from resdraft.errors import Problem, Unreadable, shortened
from resdraft.limits import MIB, MOST_PDF_BYTES, MOST_PDF_PAGES, MOST_PDF_SECONDS, MOST_TEXT_BYTES
from resdraft.read.pdf.characters import RIGHT_TO_LEFT
from resdraft.read.pdf.pages import PageLine, lines_of, without_margins
from resdraft.read.pdf.paragraphs import paragraphs_of
from resdraft.read.pdf.running_heads import without_furniture

SIGNATURE = b"%PDF-"
_LONGEST = 100
"""So many characters of what stands in the margins are told."""
_EITHER_FIRST = re.compile(r"[A-Za-z][\w.-]* \(?\d[\d.,/-]*\)?|\(?\d[\d.,/-]*\)? [A-Za-z][\w.-]*")
"""A number beside a Latin word, which is drawn the same way in Arabic text, whichever of the two is read first."""
_OCR = "it holds pictures of pages: make their text with `ocrmypdf {} with-text.pdf`, and give that file"


def pdf_text(content: bytes, name: str = "", notices: list[str] | None = None) -> str:
    """The text of a PDF, a paragraph a line.

    Args:
        content: of the file. ``name`` is the file's, for messages.
        notices: takes in what was left out.

    Raises:
        Unreadable: where it is encrypted, damaged, too long, or has no text.
    """
    turned: list[str] = []
    pages = _pages(content, name, turned)
    kept, margins = without_margins(pages)
    kept, furniture = without_furniture(kept)
    paragraphs, notes = paragraphs_of(kept)
    if not paragraphs:
        raise Unreadable(Problem("a PDF without text", _OCR.format(name or "FILE.pdf"), file=name))
    if furniture and notices is not None:
        notices.append(f"{name}: page headers and footers are left out ({len(furniture)} line{'s' * (len(furniture) > 1)})")
    if turned and notices is not None:
        notices.append(f"{name}: text that stands on its side is left out: {shortened(', '.join(turned), _LONGEST)}")
    if margins and notices is not None:
        said = shortened(", ".join(f"{line.text} (p. {line.page})" for line in margins), _LONGEST)
        notices.append(f"{name}: what stands in the margins is left out: {said}")
    unsure = [
        found[0]
        for said in (*(p.text for p in paragraphs), *notes.values())
        if not said.isascii() and RIGHT_TO_LEFT.search(said)
        for found in _EITHER_FIRST.finditer(said)
    ]
    if unsure and notices is not None:
        notices.append(
            f"{name}: in text from right to left a PDF does not tell whether a number is read before or behind a Latin word beside it: "
            f"{shortened(', '.join(unsure), _LONGEST)}"
        )
    # A page break stands where a page begins, as in other text that was taken out of a PDF: so messages can name the page.
    breaks = ["\f" * (p.page - before) for before, p in zip([1, *(p.page for p in paragraphs)], paragraphs, strict=False)]
    body = (f"{page}{p.text}" for page, p in zip(breaks, paragraphs, strict=True))
    return "\n".join([*body, *(f"[^{mark}]: {text}" for mark, text in notes.items())]) + "\n"


def _pages(content: bytes, name: str, turned: list[str]) -> list[list[PageLine]]:
    if len(content) > MOST_PDF_BYTES:
        raise Unreadable(
            Problem(f"a PDF of more than {MOST_PDF_BYTES // MIB} MiB", "take the pages with the text out of it", file=name)
        )
    answers = _answers(content, name)
    first: dict[str, Any] = next(answers, {})
    if first.get("refused") == "password":
        raise Unreadable(Problem("a PDF that asks for a password", "save it without one", file=name))
    if "pages" not in first:
        raise Unreadable(Problem("a damaged PDF", "ask its sender for another copy", file=name))
    if first["pages"] > MOST_PDF_PAGES:
        what = f"a PDF of more than {MOST_PDF_PAGES:,} pages"
        raise Unreadable(Problem(what, "take the pages with the text out of it", file=name))
    found: list[list[PageLine]] = []
    for page in answers:
        if page.get("refused") == "long":
            what = f"a PDF with more than {MOST_TEXT_BYTES // MIB} MiB of text"
            raise Unreadable(Problem(what, "take the pages with the text out of it", file=name))
        found.append(lines_of(page, len(found) + 1))
        if page["turned"]:
            turned.append(f"{page['turned']} (p. {len(found)})")
    if len(found) < first["pages"]:
        what = f"a damaged PDF: only {len(found)} of its {first['pages']} pages can be read"
        raise Unreadable(Problem(what, "ask its sender for another copy", file=name))
    return found


def _answers(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    """What the process says that takes the lines out: a line of JSON for the document, and one for each page."""
    command = [sys.executable, "-m", "resdraft.read.pdf.extract"]
    try:
        done = subprocess.run(  # noqa: S603 - the program is our own, and the file is its standard input
            command, input=content, capture_output=True, timeout=MOST_PDF_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        hint = "take the pages with the text out of it, or ask its sender for another copy"
        raise Unreadable(Problem(f"a PDF that takes more than {MOST_PDF_SECONDS} seconds", hint, file=name)) from None
    if b"No module named 'pypdfium2" in done.stderr:
        raise Unreadable(Problem("a PDF needs pypdfium2", "python -m pip install pypdfium2", file=name))
    # Where the process failed in the middle, the lines that it finished count.
    return (json.loads(line) for line in done.stdout.splitlines(keepends=True) if line.endswith(b"\n"))
