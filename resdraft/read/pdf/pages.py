"""The lines of a PDF's pages, and which of them are no text: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

_NUMBER = re.compile(r"\d+")
_EDGE = 3
"""Running heads and page numbers are among so many lines at the top or foot of a page."""
_SMALL = 0.85
_MARKS = ("*", "†", "‡")
_PAGE = re.compile(
    r"[–—-]? ?(?:\d{1,4}|[ivxl]{1,6})(?: ?[/|] ?\d{1,4})? ?[–—-]?|(?:Page|Página|Стр\.|صفحة) \d{1,4}(?: \w+ \d{1,4})?"
)


class PageLine(NamedTuple):
    """A line: its words, where it stands in points, and the page, from 1.

    ``raised`` are the places of digits that are marks of footnotes; ``mark`` says that its first characters are one; ``tab`` is where a tab
    stands behind a label, 0 where none does.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int
    raised: tuple[int, ...] = ()
    mark: bool = False
    tab: int = 0
    column: int = 0
    """0 for the first column or the only one, 1 for the second, 2 for a line over both."""


def lines_of(page: dict[str, Any], number: int) -> list[PageLine]:
    """The lines of a page as they were taken out."""
    middle = page["width"] / 2
    out: list[PageLine] = []
    for line in page["lines"]:
        made = PageLine(
            line["text"],
            line["left"],
            line["right"],
            line["bottom"],
            line["size"],
            number,
            tuple(line["raised"]),
            line["raised_first"],
            line["tab"],
            1 if line["left"] > middle else 0 if line["right"] < middle else 2,
        )
        last = out[-1] if out else None
        if last is not None and _is_beside(last, made):
            # A raised mark parts a line: what stands behind it is the same line.
            out[-1] = _beside(last, made)
        else:
            out.append(made)
    if not any(line.column == 1 for line in out) or sum(line.column == 2 for line in out) > 0.3 * len(out):
        out = [line._replace(column=0) for line in out]
    return out


def _is_beside(last: PageLine, more: PageLine) -> bool:
    """Whether words stand on the line of those before them. In a justified line, and behind the mark of a footnote, gaps are wide."""
    size = max(last.size, more.size)
    gap = 3 * size if last.column == more.column or last.text.isdigit() else size
    return abs(last.bottom - more.bottom) < 0.4 * size and -1 < more.left - last.right < gap


def _beside(last: PageLine, more: PageLine) -> PageLine:
    """A line and what stands behind it on the same line."""
    small = more.size < 0.8 * last.size or more.bottom > last.bottom + 0.1 * last.size
    mark = more.text[:1].isdigit() and (more.mark or small) and last.text[-1:] not in "(/-"
    if last.text in _MARKS or (last.text.isdigit() and last.size < 0.8 * more.size):
        # The mark of a footnote, alone before its words.
        raised = tuple(at + len(last.text) + 1 for at in more.raised)
        return more._replace(text=f"{last.text} {more.text}", left=last.left, mark=True, raised=raised)
    blank = " " if more.left - last.right > 0.15 * last.size and not mark else ""
    start = len(last.text) + len(blank)
    raised = (*last.raised, *([start] if mark else []), *(start + at for at in more.raised))
    return last._replace(
        text=f"{last.text}{blank}{more.text}", right=more.right, raised=raised, column=max(last.column, more.column)
    )


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], list[PageLine]]:
    """The lines of each page that are text, and those that are not: what many pages have in the same place, and page numbers."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    often = max(2, len(pages) * 0.4)
    body = median([line.size for page in pages for line in page for _ in line.text] or [0.0])
    kept: list[list[PageLine]] = []
    out: list[PageLine] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        # What stands above the text in smaller letters is a running head, also on a page alone.
        small = {id(line) for line in sorted(page, key=lambda line: -line.bottom)[:_EDGE] if line.size < _SMALL * body}
        gone = [
            id(line) in small
            or (
                id(line) in edges and (_PAGE.fullmatch(line.text) is not None or (len(pages) > 1 and seen[_key(line)] >= often))
            )
            for line in page
        ]
        kept.append([line for line, away in zip(page, gone, strict=True) if not away])
        out += [line for line, away in zip(page, gone, strict=True) if away]
    return kept, out


def _edges(page: Sequence[PageLine]) -> Iterator[PageLine]:
    """The lines at the top and at the foot of a page."""
    by_height = sorted(page, key=lambda line: -line.bottom)
    yield from by_height[:_EDGE]
    yield from by_height[max(_EDGE, len(by_height) - _EDGE) :]


def _key(line: PageLine) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text), round(line.bottom / 4)
