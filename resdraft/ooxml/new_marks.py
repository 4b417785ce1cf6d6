"""The revision marks that are being put into a file: whose they are, their dates, their ids, and the amendments that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count

from lxml import etree

from resdraft.ooxml.names import AUTHOR, DATE, ID, W, w
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES

# The format asks for a date on the start of a move's range, and on nothing else (17.13.5.24 and 17.13.5.28).
_NO_DATE = "1970-01-01T00:00:00Z"
# The ids of notes are no ids of annotations.
_IDS: Callable[[etree._Element], list[str]] = etree.XPath(
    "//@w:id[not(parent::w:footnote or parent::w:footnoteReference or parent::w:endnote or parent::w:endnoteReference)]",
    namespaces={"w": W},
)  # type: ignore[assignment]


class NewMarks:
    """Makes revision marks, and numbers them when all of them are in the file.

    Args:
        date: ISO 8601; the date of marks whose source has none.
        dates: the date of each source's marks.
    """

    def __init__(self, date: str = "", dates: Mapping[str, str] | None = None) -> None:
        self.date, self._dates = date, dict(dates or {})
        self.made: set[etree._Element] = set()
        self._range_ends: dict[etree._Element, etree._Element] = {}
        self.current: tuple[str, ...] = ()
        """The numbers of the amendments that the next marks belong to."""
        self.amendments: dict[etree._Element, tuple[str, ...]] = {}
        """The numbers of the amendments of each mark, where they are known."""

    def make(self, tag: str, whose: Sequence[str] | str) -> etree._Element:
        """A mark of some sources, or of one author.

        A mark of several sources bears the latest of their dates. One without a date bears none: an invented one would be wrong.
        """
        mark = etree.Element(w(tag), {ID: "0"})
        self.made.add(mark)
        if self.current:
            self.amendments[mark] = self.current
        mark.set(AUTHOR, whose if isinstance(whose, str) else ", ".join(whose))
        own = sorted(self._dates[s] for s in whose if s in self._dates) if not isinstance(whose, str) else []
        date = own[-1] if own else self.date
        if date or tag.endswith("RangeStart"):
            mark.set(DATE, f"{date[:10]}T00:00:00Z" if date else _NO_DATE)
        return mark

    def move(self, p: etree._Element, kind: str, name: str, whose: Sequence[str] | str) -> None:
        """Put the range of a move inside its paragraph. Between two paragraphs it would keep readers from joining them.

        Args:
            p: the paragraph.
            kind: ``moveFrom`` or ``moveTo``.
            name: the same for both paragraphs of the move, and for no others of the file (17.13.5.24).
            whose: the sources or the author.
        """
        start = self.make(f"{kind}RangeStart", whose)
        start.set(w("name"), name)
        p.insert(0 if p.find(w("pPr")) is None else 1, start)
        self._range_ends[start] = etree.SubElement(p, w(f"{kind}RangeEnd"))

    def number(self, roots: Iterable[etree._Element]) -> None:
        """Give the marks ids in the order in which they stand, none that another annotation of these parts has.

        So the same edits give the same bytes, in whatever order they came.
        """
        parts = list(roots)
        used = {str(known) for root in parts for known in _IDS(root)}
        free = (str(n) for n in count(1) if str(n) not in used)
        for mark in (mark for root in parts for mark in root.iter(*MARKS, *MOVE_RANGES)):
            if mark in self.made:
                mark.set(ID, next(free))
                if mark in self._range_ends:
                    self._range_ends[mark].set(ID, mark.get(ID, ""))
