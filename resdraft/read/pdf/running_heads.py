"""Running heads, running feet and page numbers: what the pages of a PDF bear beside their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from math import inf

from resdraft.read.pdf.pages import PageLine, size_of

_NUMBER = re.compile(r"\d{1,6}")
_RESOLUTION = re.compile(r"[^\W\d_]{4,}(?: [A-Z]{2,})? \[?[A-Z0-9/-]+\]? ?[(（]")
"""The number line of a resolution, in any language: ``RÉSOLUTION 140 (Rév. Dubaï, 2018)``."""
_EDGE = 3
"""They are among so many lines at the top or foot of a page."""
_SMALL = 0.85
_LONGEST = 300
"""No running head has more characters."""
_CLOSE = 1.1
"""Lines of a text stand so close to each other, as a share of the pitch."""
_APART = 1.8
"""They stand so far from the text, as a share of its size."""
PAGE_NUMBER = re.compile(
    r"[–—-]? ?(?:\d{1,4}|[ivxl]{1,6})(?: ?[/|] ?\d{1,4})? ?[–—-]?|(?:Page|Página|Стр\.|صفحة) \d{1,4}(?: \w+ \d{1,4})?"
)


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], list[PageLine]]:
    """The lines of each page that are text, and those that are not: what many pages have at their head or foot, and page numbers.

    Such a line has no text between itself and the edge of the page, and says the same on each page but for the page's number. The number line
    of a resolution is text where it stands first, though many pages may begin with one.
    """
    heads = _Heads(pages)
    gone = {id(line) for n in range(len(heads.edges)) for line in heads.taken(n)}
    kept = [[line for line in page if id(line) not in gone] for page in pages]
    return kept, [line for page in pages for line in page if id(line) in gone]


class _Heads:
    """The edges of all pages: the head and the foot of the first, those of the second, and so on."""

    def __init__(self, pages: Sequence[Sequence[PageLine]]) -> None:
        self.seen = Counter(key for page in pages for key in {key for line in page if line.aside for key in _keys(line)})
        self.numbers = {(line.page, line.text): line.bottom for page in pages for line in page if _RESOLUTION.match(line.text)}
        gaps = sorted(gap for page in pages for a, b in pairwise(page) if 0 < (gap := a.bottom - b.bottom) < 3 * a.size)
        self.pitch = gaps[len(gaps) // 4] if gaps else 0.0
        self.often = max(2, len(pages) * 0.4)
        self.body = size_of(pages)
        begun = next((line.bottom for page in pages[:1] for line in page if _RESOLUTION.match(line.text)), inf)
        self.before = {id(line) for page in pages[:1] for line in page if line.bottom > begun}
        """What stands on the first page above the number line of a resolution."""
        self.edges = [edge for page in pages for edge in _edges(page)]
        self.sure = [
            len([*takewhile(self._sure if n % 2 else self._sure_above, edge[:_EDGE])]) for n, edge in enumerate(self.edges)
        ]
        self.said = [{(line.text, _height(line)) for line in edge if line.aside} for edge in self.edges]
        self.places = Counter(
            at for edge, count in zip(self.edges, self.sure, strict=True) for at in {*map(_height, edge[:count])}
        )

    def taken(self, n: int) -> Sequence[PageLine]:
        """The lines of an edge that are no text."""
        edge, sure = self.edges[n], self.sure[n]
        # Two columns may begin with the same call: a running head stands apart from the text.
        while 0 < sure < len(edge) and self._may_be_text(edge[sure - 1], edge[sure]):
            sure -= 1
        count = sure
        while count < len(edge[:_EDGE]) and self._likely(n, edge[count]):
            count += 1
        # Text may stand in such a place too, but then its next line stands close to it.
        apart = sure < count < len(edge) and abs(edge[count - 1].bottom - edge[count].bottom) > _APART * edge[count].size
        return edge[: count if apart else sure]

    def _may_be_text(self, head: PageLine, line: PageLine) -> bool:
        """Whether what two pages have at their edge, and no more, stands as close to the text as its lines to each other."""
        close = 0 < abs(head.bottom - line.bottom) <= _CLOSE * self.pitch
        few = max(self.seen[key] for key in _keys(head)) < 3
        return close and few and not PAGE_NUMBER.fullmatch(head.text) and (head.page, head.text) not in self.numbers

    def _sure_above(self, line: PageLine) -> bool:
        # What stands above the text in smaller letters is a running head, also on a page alone, as is what the text begins below.
        return (line.aside and (line.size < _SMALL * self.body or id(line) in self.before)) or self._sure(line)

    def _sure(self, line: PageLine) -> bool:
        keys = [*_keys(line)]
        # No two resolutions have one number line: a running head stands above it, and on other pages.
        below = self.numbers.get((line.page, line.text))
        again = (
            any(self.seen[key] >= self.often for key in keys)
            if below is None
            else self.seen[keys[0]] > 1 or below < line.bottom
        )
        return line.aside and (again or PAGE_NUMBER.fullmatch(line.text) is not None)

    def _likely(self, n: int, line: PageLine) -> bool:
        """Heads change from page to page: they stand where others stand, or say what one says on a page that is near."""
        said = line.text, _height(line)
        near = any(said in self.said[m] for m in (n - 4, n - 2, n + 2, n + 4) if 0 <= m < len(self.said))
        return line.aside and (near or (self.places[said[1]] > 0 and not _RESOLUTION.match(line.text)))


def _edges(page: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """The lines at the head of a page from above, and those at its foot from below, each with one more behind them."""
    by_height = sorted(page, key=lambda line: -line.bottom)
    yield by_height[: _EDGE + 1]
    yield by_height[: -_EDGE - 2 : -1]


def _height(line: PageLine) -> int:
    return round(line.bottom / 2)


def _keys(line: PageLine) -> Iterator[tuple[str, int]]:
    """What a running head says, and where: as it is, and for each number in it as it would be on a page before the first."""
    at = round(line.bottom / 4)
    yield line.text, at
    # A file from anybody may have a line of a million numbers, and each would make a line as long.
    for found in _NUMBER.finditer(line.text) if len(line.text) <= _LONGEST else ():
        yield f"{line.text[: found.start()]}#{int(found[0]) - line.page}{line.text[found.end() :]}", at
