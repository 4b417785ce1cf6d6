"""The revision marks that are being put into a file: whose they are, their dates, their ids, and the amendments that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from lxml import etree

from resdraft.model.marked import Marked
from resdraft.ooxml.names import AUTHOR, DATE, ID, W, w
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES

# The format asks for a date on the start of a move's range, and on nothing else (17.13.5.24 and 17.13.5.28).
_NO_DATE = "1970-01-01T00:00:00Z"
# The ids of footnotes are no ids of annotations.
_IDS: Callable[[etree._Element], list[str]] = etree.XPath(
    "//@w:id[not(parent::w:footnote or parent::w:footnoteReference)]", namespaces={"w": W}
)  # type: ignore[assignment]


class NewMarks:
    """Makes revision marks, and numbers them when all of them are in the file.

    Args:
        marked: gives the date of each source's proposal.
        roots: of the parts of the file, before any mark is made.
        date: ISO 8601; the date of marks whose proposal has none.
    """

    def __init__(self, marked: Marked, roots: Iterable[etree._Element], date: str) -> None:
        self.date, self._dates = date, dict(marked.dates)
        self._used = {str(known) for root in roots for known in _IDS(root)}
        self._made: set[etree._Element] = set()
        self._range_ends: dict[etree._Element, etree._Element] = {}
        self.current: tuple[str, ...] = ()
        """The numbers of the amendments that the next marks belong to."""
        self.amendments: dict[etree._Element, tuple[str, ...]] = {}
        """The numbers of the amendments of each mark, where they are known."""

    def make(self, tag: str, sources: Sequence[str] | str) -> etree._Element:
        """A mark of the sources, or of the secretariat.

        A mark of several sources bears the latest of their dates. One without a date bears none: an invented one would be wrong.
        """
        mark = etree.Element(w(tag))
        mark.set(ID, "0")
        self._made.add(mark)
        if self.current:
            self.amendments[mark] = self.current
        mark.set(AUTHOR, sources if isinstance(sources, str) else ", ".join(sources))
        own = sorted(self._dates[s] for s in sources if s in self._dates) if not isinstance(sources, str) else []
        date = own[-1] if own else self.date
        if date or tag.endswith("RangeStart"):
            mark.set(DATE, f"{date[:10]}T00:00:00Z" if date else _NO_DATE)
        return mark

    def end_of_range(self, start: etree._Element, end: etree._Element) -> None:
        """Let the end of a range have the id of its start."""
        self._range_ends[start] = end

    def number(self, roots: Iterable[etree._Element]) -> None:
        """Give the marks ids in the order in which they stand, none that another annotation of the file has."""
        free = (str(n) for n in count(1) if str(n) not in self._used)
        for root in roots:
            for mark in root.iter(*MARKS, *MOVE_RANGES):
                if mark in self._made:
                    mark.set(ID, next(free))
                    if mark in self._range_ends:
                        self._range_ends[mark].set(ID, mark.get(ID, ""))
