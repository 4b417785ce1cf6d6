"""The concordance: versions of one text in several languages, paragraph beside paragraph, and where they differ."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from resdraft.model.resolution import Provision


class Difference(StrEnum):
    """What differs between versions of a place. The values stand in JSON."""

    MISSING = "missing"
    """A paragraph, or a section or clause with all below it, is not in all versions."""
    ORDER = "order"
    """A paragraph stands in another place."""
    KIND = "kind"
    """It is a clause here and an annex or a title there."""
    LABEL = "label"
    NUMBER = "number"
    DATE = "date"
    CITATION = "citation"
    REFERENCE = "reference"
    """A reference within the text means another clause."""
    FOOTNOTE = "footnote"
    TABLE = "table"
    BRACKET = "bracket"
    MARK = "mark"
    """A source changes the place in some versions only, or in another way."""


class LanguageVersion(NamedTuple):
    """One version of the text: its language and where it comes from."""

    language: str
    name: str


class ConcordanceRow(NamedTuple):
    """The same paragraph in each version; None where a version lacks it."""

    cells: tuple[Provision | None, ...]
    address: str


class ConcordanceFinding(NamedTuple):
    """A place where versions differ."""

    row: int
    """Which row of the concordance, from 0."""
    address: str
    kind: Difference
    odd: tuple[int, ...]
    """The versions that differ from most, by their place among the versions. Of two versions both differ."""
    said: tuple[str, ...]
    """What each version has, in the order of the versions; empty where it has nothing."""
    amended: bool = False
    """Whether it is seen only where all marks count."""


class Concordance(NamedTuple):
    """All paragraphs of all versions, and where they differ, in the order of the text."""

    versions: tuple[LanguageVersion, ...]
    rows: tuple[ConcordanceRow, ...]
    findings: tuple[ConcordanceFinding, ...]


class Untranslated(NamedTuple):
    """What a transferred proposal leaves to be translated, or what has no place in the other version."""

    address: str
    """The place in the version; of what is missing there, that in the original."""
    what: str
    """``words``, ``clause``, ``footnote``, ``edition``, ``reasons`` or another field of a proposal such as ``title``;
    ``missing``: the version has no such paragraph; ``stays``: the version alone has it below what goes, and it stays."""
    original: str
    proposal: str = ""
    """The number of the proposal that it is of."""
