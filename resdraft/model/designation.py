"""Designations: the number and the edition of an instrument, as its number line has them and as people cite them.

A number line is the first line of an instrument: ``RESOLUTION 140 (REV. DUBAI, 2018)``, ``RESOLUTION 1332 (Modified 2019)``,
``DRAFT NEW RESOLUTION [EUR-A10] (WRC-15)``, ``Resolution COM6/4``. An instrument that a conference did not revise keeps its old edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from resdraft.model.scripts import plainly, western

# A bracket that is never closed is looked for no further than a draft's number is long, and letters only from the first of them.
# In Chinese the number stands before a word: 第140号决议. A working group of a conference counts by letters: GT-PLEN/A.
# Numbers of the United Nations have the session before them: 78/132, A/RES/78/132.
_NUMBER = re.compile(
    r"\[[^\]]{1,200}\]|(?<![A-Z])[A-Z]+\d*/\d+(?![\d/])|(?<![\w-])[A-Z]{1,9}-[A-Z]{1,9}/[A-Z](?!\w)"
    r"|(?<!\d)(?:ES-)?\d+(?:/\d+)?[A-Z]?(?:(?=\s?号)|(?!\w))"
)
_EDITION = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}+(?![\w-]{0,60}\d)")
# A place is any words before a year. A comma between them, or "Rev." before them, must show that it is one.
_PLACE = r"(?P<place>[^\W\d_][^\d(),]*?)(?P<comma>\s*,\s*|\s+)(?P<year>(?:19|20)\d\d)"
_LONGEST = 4
"""No place has more words."""
_MEETING = r"(?P<body>[A-ZА-Я]{2,5})(?P<n>-(?:19|20)?\d\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# A session of the Council: C19, C-1984, or the year alone behind "last amended".
_SESSION = r"C?-?(?P<{}>(?:19|20)\d\d|(?<=C)\d\d|(?<=C-)\d\d)"
_COUNCIL = re.compile(_SESSION.format("last"))


class Edition(NamedTuple):
    """Which edition of an instrument is meant."""

    place: str = ""
    """The place of the conference that adopted it."""
    year: int = 0
    """The year of that conference, or of the Council's session."""
    revised: bool = False
    """Whether it is a later edition than the first."""
    meeting: str = ""
    """The short name of the conference, where only that is written: ``WRC-15``."""
    council: bool = False
    """Whether it is named by a session of the Council: the one that adopted it or amended it last."""

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
        # Texts often cite by the year alone: "Resolution 140 (2018)".
        return self.year == other.year and (
            not self.place or not other.place or self.place.casefold() == other.place.casefold()
        )


class EditionWords(NamedTuple):
    """The words that editions are written with, in any language. An asterisk stands for the rest of a word and its full stop."""

    revised: tuple[str, ...] = ()
    """Before a place or a year, of any text: ``Rev.``."""
    modified: tuple[str, ...] = ()
    """Before a year, of a text of the Council: ``Modified``."""
    last_amended: tuple[str, ...] = ()
    """Before the session of the Council that amended a text last: ``last amended``."""
    at: tuple[str, ...] = ()
    """What may stand between those and a place or a session."""
    year: tuple[str, ...] = ()
    """What may stand behind a year: ``г.`` in Russian. In Chinese the year stands first: ``2018年，迪拜，修订版``."""
    revised_behind: tuple[str, ...] = ()
    """Behind a place or a year, as ``revised`` before it."""
    modified_behind: tuple[str, ...] = ()
    """Behind a year, as ``modified`` before it."""


class EditionParser:
    """Reads editions, in whatever language they are written: a designation is often cited in another language than the text's."""

    def __init__(self, words: EditionWords, bodies: Mapping[str, str] | None = None) -> None:
        """``bodies`` are the abbreviations of conferences in all languages, each with the English one: ``CMR`` is ``WRC``."""
        self._bodies = bodies or {}
        at = rf"\s*(?:{_any(words.at)}\s+)?"
        revised = rf"(?P<revised>{_any((*words.revised, *words.modified))}(?!\w)\.?{at})?"
        behind = rf"(?P<behind>\s*,?\s*{_any((*words.revised_behind, *words.modified_behind))})?"
        last, year = _any(words.last_amended), rf"\s*{_any(word.rstrip('.') for word in words.year)}\.?"
        self._placed, self._year_first, self._meeting, self._year, self._amended, self._of_council = (
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                rf"{revised}{_PLACE}(?:{year})?{behind}",
                rf"{_YEAR}{year}\s*(?P<comma>,)\s*(?P<place>[^\W\d_][^\d(),]*?){behind}",
                revised + _MEETING + behind,
                rf"{revised}{_YEAR}(?:{year})?{behind}",
                rf"(?:{_SESSION.format('first')}\s*[,;]\s*)?{last}{at}{_SESSION.format('last')}",
                rf"C-?\d|{_any(words.modified)}|.*(?:{last}|{_any(words.modified_behind)}$)",
            )
        )

    def parse(self, written: str, *, council: bool = False) -> Edition | None:
        """Read what stands between the brackets of a designation.

        ``(Modified 2019)``, ``(Revised 2019)`` and ``(C11, last amended C19)`` are the same edition: working groups of the Council write
        the first two for the third. Such a form with a year and no place is always an edition of the Council.

        Args:
            written: the words between the brackets.
            council: whether the text is known to be the Council's. Then a year alone is one of its sessions.

        Returns:
            The edition, or None where the words are none.
        """
        written = " ".join(plainly(written).split()).replace("\u2011", "-").replace("\u2010", "-")
        if found := self._amended.fullmatch(written):
            return Edition(year=_full_year(found["last"]), revised=True, council=True)
        # The match begins behind the C, which the pattern looks back at: "C19" is a session, "19" alone is nothing.
        if written.startswith("C") and (found := _COUNCIL.fullmatch(written, 1 + written.startswith("C-"))):
            return Edition(year=_full_year(found["last"]), council=True)
        if found := self._meeting.fullmatch(written):
            body = found["body"].upper()
            return Edition(meeting=self._bodies.get(body, body) + found["n"], revised=_is_revised(found))
        if found := self._year.fullmatch(written):
            revised = _is_revised(found)
            return Edition(year=int(found["year"]), revised=revised, council=council or revised)
        if found := self._placed.fullmatch(written) or self._year_first.fullmatch(written):
            place, named = found["place"].strip(), "," in found["comma"] or _is_revised(found)
            # Arabic and Chinese have no capitals.
            if named and not place[0].islower() and len(place.split()) <= _LONGEST:
                return Edition(_cased(place), int(found["year"]), _is_revised(found))
        return None

    def only_of_council(self, written: str) -> bool:
        """Whether the words between the brackets of a designation are as only the Council's editions are written."""
        return self._of_council.match(" ".join(plainly(written).split())) is not None


def _is_revised(found: re.Match[str]) -> bool:
    return bool(found.groupdict().get("revised") or found["behind"])


def _any(forms: Iterable[str]) -> str:
    """A pattern for any of some forms, the longest first; one that matches nothing where there are none."""
    patterns = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        words = re.escape(form).replace(r"\*", r"\w*\.?").replace(r"\.\ ", r"\.\s*").replace(r"\ ", r"\s+")
        patterns.append(words)
    return f"(?:{'|'.join(patterns) or '(?!)'})"


def _full_year(digits: str) -> int:
    # Sessions of the Council are written with two digits since 2000 (C19), with four before (C-1984).
    year = int(digits)
    return year if year > 99 else 2000 + year


def _cased(place: str) -> str:
    return _CAPITALS.sub(lambda word: word[0].capitalize(), place) if place.isupper() else place


class Designation(NamedTuple):
    """Number and edition as people cite them."""

    number: str = ""
    """``140``; empty where the line has none."""
    edition: str = ""
    """``Rev. Dubai, 2018``; empty where the line has none."""

    @staticmethod
    def parse(line: str) -> Designation:
        """Read a number line. One in capitals gives the edition as it is cited: ``REV. DUBAI`` is ``Rev. Dubai``."""
        found = _EDITION.search(line)
        edition = " ".join(found[1].split()) if found else ""
        if edition.isupper():
            edition = _CAPITALS.sub(lambda word: word[0].capitalize(), edition)
        # A year in the brackets of the edition must not be taken for the number.
        number = _NUMBER.search(western(line[: found.start()] if found else line))
        return Designation(number[0].strip("[]") if number else "", edition)

    def __str__(self) -> str:
        return f"{self.number} ({self.edition})" if self.edition else self.number


_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_KIND = r"(?:[^\W\d_][\w-]*\.?\s+){0,3}"
_WRITTEN = re.compile(
    rf"{_KIND}(?:n[o°º]\.?\s*)?(?P<number>\[[^\]]+\]|[A-Z]+\d*/\d+|\d+[A-Z]?)\s*(?:\((?P<edition>[^()]*)\)|@\s*(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)


def named_target(designation: Designation) -> str:
    """What a proposal calls the text of a designation: ``1332@2019``."""
    number, edition = designation
    year = _ANY_YEAR.search(edition)
    return f"{number}@{year[0]}" if number and year else number


def target_as_written(text: str) -> str:
    """What a proposal calls the text that people name otherwise: ``Resolution 167 (Rev. Dubai, 2018)`` is ``167@2018``.

    Anything else is given back as it is.
    """
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    if found is None or re.fullmatch(r"\w[\w.-]*(?:@[\w.-]+)?", text):
        return text
    return named_target(Designation(found["number"].strip("[]"), found["edition"] or found["year"] or ""))
