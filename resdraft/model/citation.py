"""Citations: what a text refers to, outside itself and within, and what the register knows of it."""

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
    """Whether what is cited is there and in force."""

    CURRENT = "current"
    """It names the edition in force, or the place that it refers to is there."""
    STALE = "stale"
    """A later edition is in force."""
    IMPOSSIBLE = "impossible"
    """There can be no such edition, or there is no such place in the text."""
    UNKNOWN = "unknown"
    """The register does not know enough, or more than one place can be meant."""


class Citation(NamedTuple):
    """One thing that a text cites."""

    kind: CitationKind
    body: str
    """The body that adopted it (``PP``, ``Council``, ``UNGA``), or what an article or paragraph is of. Empty where it is not known."""
    number: str
    """In normal form: ``140``, ``70/125`` however it is spelt, ``29-82`` for paragraphs, an address for a place of the same text."""
    start: int
    """The first character of it in the words of its paragraph."""
    end: int
    """The character behind its last one."""
    text: str
    """The characters from ``start`` to ``end``."""
    edition: Edition | None = None
    """What its brackets say; None where there are none."""
    written: str = ""
    """What stands in its brackets, as written."""
    meeting: str = ""
    """The conference named in front of it, as written: ``PP-14``, ``WTDC 2017``."""


class CitationFinding(NamedTuple):
    """A citation, where it stands, and what the register says of it."""

    file: str
    line: int | None
    """The line of a text, or the paragraph of a Word file, counted from 1. None where the form has no lines, as JSON."""
    address: str
    """The place of the clause that cites."""
    citation: Citation
    status: CitationStatus = CitationStatus.UNKNOWN
    in_force: str | None = None
    """The edition in force on the day asked for; None where the register does not know it."""
    why: str = ""
    """What is wrong, or what is not known."""


class CitingText(NamedTuple):
    """A text and all that it cites."""

    file: str
    body: str
    """The body that adopted the text. Empty where it is not known, or where the text is no instrument, such as a report."""
    kind: str
    number: str
    """Its number; empty where the text is no instrument."""
    edition: str
    findings: tuple[CitationFinding, ...]
    """In the order of the text."""

    @property
    def name(self) -> str:
        """What the text is called: its designation, else its file."""
        if not self.number:
            return self.file
        edition = f" ({self.edition})" if self.edition else ""
        return " ".join(f"{self.body} {self.kind.capitalize()} {self.number}{edition}".split())
