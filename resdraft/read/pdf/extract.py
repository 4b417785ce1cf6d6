"""Takes the lines of a PDF out of it, in a process of its own: ``python -m resdraft.read.pdf.extract < FILE``.

PDFs are read by pdfium, a library in C++. A hostile file can make it run without end, take all memory or fail, and then this process
alone goes. Its answer is a line of JSON for the document, and one for each page.
"""

from __future__ import annotations

import gc
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
_MARGIN = re.compile(r"\d{3,4}[A-Z]{0,3}(?: PP-\d\d)? +(?=\S)")
"""What may be the number of a provision in the margin. Labels of lists have fewer digits."""
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
    # Nothing here goes in circles, and the process ends with the file.
    gc.disable()
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
        _answer({"width": page.get_width(), "height": page.get_height(), "lines": list(_lines(text))})
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
    out = sys.stdout
    out.write(f"{json.dumps(said)}\n")


class _Characters:
    """Where the characters of a page stand. Each is asked of pdfium itself, into one box: that is a third of what its helper takes."""

    def __init__(self, text: Any) -> None:
        from ctypes import byref, c_double

        import pypdfium2.raw as raw

        self.page, self._box, self._x, self._y = text.raw, raw.FS_RECTF(), c_double(), c_double()
        self._into, self._place = byref(self._box), (byref(self._x), byref(self._y))
        self._ask, self._size, self._origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetFontSize, raw.FPDFText_GetCharOrigin
        self.tight = text.get_charbox

    def origin(self, n: int) -> tuple[float, float]:
        """Where a character begins on its baseline. Boxes of characters reach as low as each does, and so tell no line from the next."""
        self._origin(self.page, n, *self._place)
        return self._x.value, self._y.value

    def right(self, n: int) -> float:
        """Where a character ends."""
        self._ask(self.page, n, self._into)
        return float(self._box.right)

    def size(self, n: int) -> float:
        """The size of its font, in points."""
        return float(self._size(self.page, n))


def _lines(text: Any) -> Iterator[list[Any]]:
    """The lines of a page: words, left, right, bottom, size in points, raised digits, whether the first is a mark, where a tab stands."""
    characters = _Characters(text)
    for start, said in _stretches(text, characters):
        end = start + len(said) - 1
        left, bottom = characters.origin(start)
        size = characters.size(start)
        yield [
            said,
            round(left, 1),
            round(characters.right(end), 1),
            round(bottom, 1),
            round(size, 1),
            [
                m.start("mark")
                for m in _REFERENCE.finditer(said)
                if _raised(characters, start + m.start(), start + m.start("mark"))
            ],
            said[0] in _MARKS and size < _SMALL * characters.size(end),
            _tab(characters, said, start, size),
        ]


def _stretches(text: Any, characters: _Characters) -> Iterator[tuple[int, str]]:
    """Where each line begins, and its words. A number in the margin, such as ``147``, is a line of its own."""
    for found in _PHYSICAL.finditer(text.get_text_range()):
        said = found[0].strip()
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        number = _MARGIN.match(said)
        if number and _gap(characters, start + len(number[0].rstrip()) - 1, start + number.end()) > _WIDE * characters.size(
            start
        ):
            yield start, number[0].rstrip()
            start, said = start + number.end(), said[number.end() :]
        if said:
            yield start, said


def _gap(characters: _Characters, one: int, other: int) -> float:
    """How far a character stands behind another, in points."""
    right = characters.tight(one)[2]
    return float(characters.tight(other)[0] - right)


def _raised(characters: _Characters, last: int, n: int) -> bool:
    """Whether a character is a mark of a footnote: smaller than the last one before it, or higher."""
    own, before = characters.size(n), characters.size(last)
    return own < _SMALL * before or characters.origin(n)[1] - characters.origin(last)[1] > _RAISED * before


def _tab(characters: _Characters, said: str, start: int, size: float) -> int:
    """Where a tab stands behind what may be a label; 0 where none does."""
    found = _LABEL.match(said)
    if found is None:
        return 0
    behind = found.end() + len(said[found.end() :]) - len(said[found.end() :].lstrip())
    return found.end() if _gap(characters, start + found.end() - 1, start + behind) > _WIDE * size else 0


if __name__ == "__main__":
    main()
