"""Takes the lines of a PDF out of it, in a process of its own: ``python -m resdraft.read.pdf.extract < FILE``.

PDFs are read by pdfium, a library in C++. A hostile file can make it run without end, take all memory or fail, and then this process
alone goes. Its answer is a line of JSON for the document, and one for each page.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from resdraft.limits import MOST_PDF_MEMORY, MOST_PDF_PAGES, MOST_TEXT_BYTES

_REFERENCE = re.compile(r"[^\s\d.(/-](?: (?=\d+\s*$))?(?P<mark>\d{1,2})(?=[\s,;:.)]|$)")
"""A number that may refer to a footnote. At the end of a line pdfium may have a blank before it."""
_LABEL = re.compile(r"(?:\(?\w{1,5}\)\w{0,6}|\d{1,3}(?:\.\d{1,2})*\w{0,6}|[–—•-])(?= +\S)")
_PHYSICAL = re.compile("[^\\n\ufffe]*(?:[\\n\ufffe]|$)")
"""Where a word is parted at the end of a line pdfium has U+FFFE for the hyphen, and no line break."""
_MARKS = "0123456789*†‡"
"""What the mark of a footnote begins with. Each look at a character takes time: so only those are looked at that may be one."""
_RAISED = 0.12
"""A character that stands so much higher than the one before it, as a share of its size, is raised."""
_SMALL = 0.8
_WIDE = 0.5
"""A gap behind a label that is so wide, as a share of the size, is a tab."""


def main() -> None:
    """Read a PDF from standard input, and write its pages to standard output."""
    _bound_memory()
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
    except pdfium.PdfiumError as error:
        _answer({"refused": "password" if "assword" in str(error) else "damaged"})
        return
    _answer({"pages": len(document)})
    left = MOST_TEXT_BYTES
    for page in document if len(document) <= MOST_PDF_PAGES else ():
        text = page.get_textpage()
        left -= text.count_chars()
        if left < 0:
            _answer({"refused": "long"})
            return
        _answer({"width": page.get_width(), "lines": list(_lines(text))})
        text.close()
        page.close()


def _bound_memory() -> None:
    """Bound the memory of this process, where the system can: Windows has no such limit."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_PDF_MEMORY, MOST_PDF_MEMORY))
    except (ImportError, ValueError, OSError):
        return


def _answer(said: dict[str, Any]) -> None:
    """A line for the process that asked, which alone reads it."""
    json.dump(said, out := sys.stdout)
    out.write("\n")


def _lines(text: Any) -> Iterator[dict[str, Any]]:
    import pypdfium2.raw as raw

    for found in _PHYSICAL.finditer(text.get_text_range()):
        at, said = found.start(), found[0].rstrip("\r\n")
        start = at + len(said) - len(said.lstrip())
        end = at + len(said.rstrip()) - 1
        if said.strip():
            left, bottom = _origin(text, raw, start)
            yield {
                "text": said.strip(),
                "left": round(left, 1),
                "right": round(text.get_charbox(end, loose=True)[2], 1),
                "bottom": round(bottom, 1),
                "size": round(raw.FPDFText_GetFontSize(text.raw, start), 1),
                "raised": [
                    m.start("mark") - (start - at)
                    for m in _REFERENCE.finditer(said)
                    if _raised(text, raw, at + m.start(), at + m.start("mark"))
                ],
                "raised_first": said.lstrip()[0] in _MARKS and _raised_first(text, raw, start, end),
                "tab": _tab(text, raw, said, start, at),
            }


def _origin(text: Any, raw: Any, n: int) -> tuple[float, float]:
    """Where a character begins on its baseline. Boxes of characters reach as low as each does, and so tell no line from the next."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, n, x, y)
    return x.value, y.value


def _raised(text: Any, raw: Any, last: int, n: int) -> bool:
    """Whether a character is a mark of a footnote: smaller than the last one before it, or higher."""
    own, before = raw.FPDFText_GetFontSize(text.raw, n), raw.FPDFText_GetFontSize(text.raw, last)
    higher = _origin(text, raw, n)[1] - _origin(text, raw, last)[1]
    return bool(own < _SMALL * before or higher > _RAISED * before)


def _raised_first(text: Any, raw: Any, start: int, end: int) -> bool:
    """Whether the first character of a line is smaller than its last: so the mark of a footnote stands before its words."""
    return bool(raw.FPDFText_GetFontSize(text.raw, start) < _SMALL * raw.FPDFText_GetFontSize(text.raw, end))


def _tab(text: Any, raw: Any, said: str, start: int, at: int) -> int:
    """Where a tab stands behind what may be a label; 0 where none does."""
    found = _LABEL.match(said.lstrip())
    if found is None:
        return 0
    behind = re.compile(r"\S").search(said, start - at + found.end())
    if behind is None:
        return 0
    gap = text.get_charbox(at + behind.start())[0] - text.get_charbox(start + found.end() - 1)[2]
    return found.end() if gap > _WIDE * raw.FPDFText_GetFontSize(text.raw, start) else 0


if __name__ == "__main__":
    main()
