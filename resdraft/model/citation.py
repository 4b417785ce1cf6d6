"""Citations: what a text points at, outside itself and within; and what is known of the instrument that is cited."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from resdraft.model.designation import Edition


class CitationKind(StrEnum):
    """What kind of thing is cited."""

    RESOLUTION = "resolution"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    OPINION = "opinion"
    ARTICLE = "article"
    NUMBER = "number"
    """A numbered provision of the Constitution, the Convention or the regulations."""
    PARAGRAPH = "paragraph"
    """A paragraph of an outcome document of WSIS or of a resolution of the United Nations."""
    DOCUMENT = "document"
    INTERNAL = "internal"
    """Another place of the same text."""


INSTRUMENTS = (CitationKind.RESOLUTION, CitationKind.DECISION, CitationKind.RECOMMENDATION, CitationKind.OPINION)
"""The kinds that bodies adopt, and that have editions."""


class CitationStatus(StrEnum):
    """What is to be said of a citation."""

    CURRENT = "current"
    """It names the edition in force, or the place that it points at is there."""
    STALE = "stale"
    """A later edition is in force."""
    IMPOSSIBLE = "impossible"
    """No such edition can be, or there is no such place."""
    UNKNOWN = "unknown"
    """The register does not know enough, or the place is not the only one that can be meant."""


class Citation(NamedTuple):
    """One thing that a text cites.

    ``start`` and ``end`` are the characters of the paragraph that say it, ``text`` those characters. ``number`` is the normal form of what is
    cited: ``140``, ``70/125`` for a resolution of the General Assembly however it is spelt, ``29-82`` for paragraphs, an address for a place
    of the same text. ``edition`` is what its brackets say, ``written`` those brackets. ``meeting`` is the conference named in front, as
    written (``PP-14``, ``WTDC 2017``).
    """

    kind: CitationKind
    body: str
    number: str
    start: int
    end: int
    text: str
    edition: Edition | None = None
    written: str = ""
    meeting: str = ""


class CitationFinding(NamedTuple):
    """A citation, where it stands, and what the register says of it.

    ``line`` is the line of a text, the paragraph of a Word file, counted from 1. ``in_force`` is the edition in force on the day asked for,
    None where the register does not know. ``why`` says what is wrong or not known.
    """

    file: str
    line: int | None
    address: str
    citation: Citation
    status: CitationStatus = CitationStatus.UNKNOWN
    in_force: str | None = None
    why: str = ""


class CitingText(NamedTuple):
    """A text and all that it cites. ``body`` and ``number`` are empty where the text is no instrument, such as a report."""

    file: str
    body: str
    kind: str
    number: str
    edition: str
    findings: tuple[CitationFinding, ...]

    @property
    def name(self) -> str:
        """What the text is called: its designation, else its file."""
        if not self.number:
            return self.file
        edition = f" ({self.edition})" if self.edition else ""
        return " ".join(f"{self.body} {self.kind.capitalize()} {self.number}{edition}".split())
