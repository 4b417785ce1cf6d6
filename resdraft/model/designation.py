"""Designations: the number and the edition of an instrument, as a number line says them and as people cite them.

A number line is the first line of an instrument: ``RESOLUTION 140 (REV. DUBAI, 2018)``, ``RESOLUTION 1332 (Modified 2019)``,
``DRAFT NEW RESOLUTION [EUR-A10] (WRC-15)``, ``Resolution COM6/4``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_NUMBER = re.compile(r"\[[^\]]+\]|[A-Z]+\d*/\d+|\d+[A-Z]?(?!\w)")
_EDITION = re.compile(r"\(([^()]*)\)\s*$")
_CAPITALS = re.compile(r"[^\W\d_]{3,}(?![\w-]*\d)")
_REVISED = r"(?P<revised>(?:rev(?:ised)?|r[ée]v|пересм|modified|mod|amended)\.?\s*(?:at\s+)?)?"
_PLACED = re.compile(
    _REVISED + r"(?P<place>[^\W\d_][^\d(),]*?)(?P<comma>\s*,\s*|\s+)(?P<year>(?:19|20)\d\d)(?:\s*г\.?)?", re.IGNORECASE
)
_LONGEST = 4
"""No place has more words."""
_MEETING = re.compile(_REVISED + r"(?P<meeting>[A-Z]{2,5}-(?:19|20)?\d\d)", re.IGNORECASE)
_YEAR = re.compile(_REVISED + r"(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_SESSION = r"C?-?(?P<{}>(?:19|20)\d\d|(?<=C)\d\d|(?<=C-)\d\d)"
_LAST = r"(?:last\s+amended|derni[èe]re\s+mod\w*\.?|dern\.\s*mod\.|[úu]ltima\s+mod\w*\.?|[úu]lt\.\s*mod\.|последн\w*\.?\s+изм\w*\.?)"
_AMENDED = re.compile(rf"(?:{_SESSION.format('first')}\s*[,;]\s*)?{_LAST}\s*(?:at\s+)?{_SESSION.format('last')}", re.IGNORECASE)
_COUNCIL = re.compile(_SESSION.format("last"))


class Edition(NamedTuple):
    """Which edition of an instrument is meant.

    ``place`` and ``year`` are those of the conference that adopted it, ``meeting`` its short name where only that is said (WRC-15). A text of
    the Council is known by the session that adopted it or amended it last: ``council``. ``revised`` says that it is not the first edition.
    """

    place: str = ""
    year: int = 0
    revised: bool = False
    meeting: str = ""
    council: bool = False

    @staticmethod
    @lru_cache(4096)
    def parse(said: str, *, council: bool = False) -> Edition | None:
        """Read what stands between the brackets of a designation; None where that is no edition.

        ``(Modified 2019)``, ``(Revised 2019)`` and ``(C11, last amended C19)`` are the same edition. A year alone is a session of the
        Council where ``council`` says that the text is the Council's; Modified and a year without place is always one.
        """
        said = " ".join(said.split()).replace("\u2011", "-").replace("\u2010", "-")
        if found := _AMENDED.fullmatch(said):
            return Edition(year=_full_year(found["last"]), revised=True, council=True)
        if said.startswith("C") and (found := _COUNCIL.fullmatch(said, 1 + said.startswith("C-"))):
            return Edition(year=_full_year(found["last"]), council=True)
        if found := _MEETING.fullmatch(said):
            return Edition(meeting=found["meeting"].upper(), revised=bool(found["revised"]))
        if found := _YEAR.fullmatch(said):
            revised = bool(found["revised"])
            return Edition(year=int(found["year"]), revised=revised, council=council or revised)
        if found := _PLACED.fullmatch(said):
            place, named = found["place"].strip(), "," in found["comma"] or found["revised"]
            if named and place[0].isupper() and len(place.split()) <= _LONGEST:
                return Edition(_cased(place), int(found["year"]), bool(found["revised"]))
        return None

    def __str__(self) -> str:
        if self.council:
            session = f"C{self.year % 100:02}" if self.year >= 2000 else f"C-{self.year}"
            return f"last amended {session}" if self.revised else session
        said = self.meeting or (f"{self.place}, {self.year}" if self.place else str(self.year))
        return f"Rev. {said}" if self.revised else said

    def same(self, other: Edition) -> bool:
        """Whether both mean one edition, as far as each says: a year alone fits any place."""
        if self.council or other.council:
            return self.year == other.year and self.place == other.place == ""
        if self.meeting or other.meeting:
            return self.meeting == other.meeting
        return self.year == other.year and (
            not self.place or not other.place or self.place.casefold() == other.place.casefold()
        )


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if year > 99 else 2000 + year


def _cased(place: str) -> str:
    return _CAPITALS.sub(lambda word: word[0].capitalize(), place) if place.isupper() else place


class Designation(NamedTuple):
    """Number and edition as people cite them: ``140`` and ``Rev. Dubai, 2018``. Empty where the line does not say."""

    number: str = ""
    edition: str = ""

    @staticmethod
    def parse(line: str) -> Designation:
        """Read a number line. Capitals of the line are not part of the edition: ``REV. DUBAI`` is ``Rev. Dubai``."""
        found = _EDITION.search(line)
        edition = " ".join(found[1].split()) if found else ""
        if edition.isupper():
            edition = _CAPITALS.sub(lambda word: word[0].capitalize(), edition)
        number = _NUMBER.search(line[: found.start()] if found else line)
        return Designation(number[0].strip("[]") if number else "", edition)

    def __str__(self) -> str:
        return f"{self.number} ({self.edition})" if self.edition else self.number
