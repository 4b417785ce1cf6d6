"""Reads a PDF as the text that it shows: its paragraphs, one a line, with its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from resdraft.errors import Problem, Unreadable, shortened
from resdraft.limits import MIB, MOST_PDF_BYTES, MOST_PDF_PAGES, MOST_TEXT_BYTES
from resdraft.read.pdf.process import answers_of

if TYPE_CHECKING:
    from resdraft.read.pdf.pages import PageLine

_LONGEST = 100
"""So many characters of what stands in the margins are told."""
_EITHER_FIRST = re.compile(r"[A-Za-z][\w.-]* \(?\d[\d.,/-]*\)?|\(?\d[\d.,/-]*\)? [A-Za-z][\w.-]*")
"""A number beside a Latin word, which is drawn the same way in Arabic text, whichever of the two is read first."""
_PART = "take the pages with the text out of it"
_ANOTHER = "ask its sender for another copy"
_OCR = "it holds pictures of pages: make their text with `ocrmypdf {} with-text.pdf`, and give that file"


def pdf_text(content: bytes, name: str = "", notices: list[str] | None = None) -> str:
    """The text of a PDF, a paragraph a line.

    Args:
        content: of the file. ``name`` is the file's, for messages.
        notices: takes in what was left out.

    Raises:
        Unreadable: where it is encrypted, damaged, too long, or has no text.
    """
    if len(content) > MOST_PDF_BYTES:
        raise Unreadable(Problem(f"a PDF of more than {MOST_PDF_BYTES // MIB} MiB", _PART, file=name))
    turned: list[str] = []
    with answers_of(content, name) as answers:
        # The process takes some time to begin: what reads its lines is loaded meanwhile.
        from resdraft.read.pdf.characters import RIGHT_TO_LEFT
        from resdraft.read.pdf.pages import without_margins
        from resdraft.read.pdf.paragraphs import paragraphs_of
        from resdraft.read.pdf.running_heads import PAGE_NUMBER, without_furniture

        pages = _pages(answers, name, turned)
    kept, margins = without_margins(pages)
    kept, furniture = without_furniture(kept)
    paragraphs, notes = paragraphs_of(kept)
    if not paragraphs:
        raise Unreadable(Problem("a PDF without text", _OCR.format(name or "FILE.pdf"), file=name))
    if furniture and notices is not None:
        heads = dict.fromkeys(line.text for line in furniture if not PAGE_NUMBER.fullmatch(line.text))
        said = f": {shortened(', '.join(heads), _LONGEST)}" if heads else ""
        notices.append(
            f"{name}: page headers and footers are left out ({len(furniture)} line{'s' * (len(furniture) > 1)}){said}"
        )
    if turned and notices is not None:
        notices.append(f"{name}: text that stands on its side is left out: {shortened(', '.join(turned), _LONGEST)}")
    if margins and notices is not None:
        said = shortened(", ".join(f"{line.text} (p. {line.page})" for line in margins), _LONGEST)
        notices.append(f"{name}: what stands in the margins is left out: {said}")
    again = ", ".join(f"p. {page}" for page in dict.fromkeys(page for p in paragraphs for page in p.again))
    if again and notices is not None:
        notices.append(f"{name}: the head of a table stands again on {shortened(again, _LONGEST)}, and is read once")
    over = ", ".join(f"p. {page}" for page in dict.fromkeys(page for p in paragraphs for page in p.unsure))
    if over and notices is not None:
        notices.append(
            f"{name}: a paragraph goes on, or another one begins, at the head of {shortened(over, _LONGEST)}: it was read as going on"
        )
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


def _pages(answers: Iterator[dict[str, Any]], name: str, turned: list[str]) -> list[list[PageLine]]:
    from resdraft.read.pdf.pages import lines_of

    first = next(answers, {})
    if first.get("refused") == "password":
        raise Unreadable(Problem("a PDF that asks for a password", "save it without one", file=name))
    if "pages" not in first:
        raise Unreadable(Problem("a damaged PDF", _ANOTHER, file=name))
    if first["pages"] > MOST_PDF_PAGES:
        raise Unreadable(Problem(f"a PDF of more than {MOST_PDF_PAGES:,} pages", _PART, file=name))
    found: list[list[PageLine]] = []
    left = MOST_TEXT_BYTES
    for page in answers:
        left -= page["characters"]
        if left < 0:
            raise Unreadable(Problem(f"a PDF with more than {MOST_TEXT_BYTES // MIB} MiB of text", _PART, file=name))
        found.append(lines_of(page, len(found) + 1))
        if page["turned"]:
            turned.append(f"{page['turned']} (p. {len(found)})")
    if len(found) < first["pages"]:
        what = f"a damaged PDF: only {len(found)} of its {first['pages']} pages can be read"
        raise Unreadable(Problem(what, _ANOTHER, file=name))
    return found
