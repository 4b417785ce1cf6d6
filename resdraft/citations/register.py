"""The register of editions: which body adopted which edition when, and which edition was in force on a day.

The data are three tables. ``editions.csv`` has body, kind, number, edition, date, confirmed and source; ``meetings.csv`` has name, body,
place, other names of it, year, begin, end, confirmed and source; ``places.csv`` has the names of each place in the other languages, first
the one that is written, and in which of them it is confirmed. A date is a day, a month or a year: where it is no day, the edition was adopted
on some day of that month or year. A line that is not confirmed never makes a citation stale or impossible; it only makes the result
unknown.

An edition stays in force until the next one is adopted, however old it is: Decision 3 (Minneapolis, 1998). A place does not tell the body:
Dubai is WTSA-12, WTDC-14 and PP-18.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import LANGUAGES, parse_edition
from resdraft.model.designation import Edition
from resdraft.model.lexicon import fold

_LAST = {4: "-12-31", 7: "-31"}
_FIRST = {4: "-01-01", 7: "-01"}


class EditionEntry(NamedTuple):
    """One edition of one instrument: a line of ``editions.csv``."""

    body: str
    kind: str
    """``resolution``, ``decision``, ``recommendation`` or ``opinion``."""
    number: str
    edition: Edition
    date: str
    """When it was adopted: a day, a month or a year in ISO 8601."""
    confirmed: bool
    """Whether a public text proves it."""
    source: str
    """Where it is known from."""

    @property
    def last_day(self) -> str:
        """The last day on which it can have been adopted. From that day on it counts as in force."""
        return last_day_of(self.date)


class Meeting(NamedTuple):
    """One conference, assembly or session of the Council: a line of ``meetings.csv``."""

    name: str
    """The short name: ``PP-18``."""
    body: str
    place: str
    """In English."""
    year: int
    end: str
    """Its last day in ISO 8601."""
    confirmed: bool
    begin: str = ""
    """Its first day, where that is known."""


class InForce(NamedTuple):
    """What the register knows of an instrument on one day."""

    entry: EditionEntry | None
    """The last confirmed edition adopted by then; None where there is none."""
    doubtful: bool
    """Whether an unconfirmed edition may have been adopted after that one."""


def last_day_of(date: str) -> str:
    """The last day of a date that may be a month or a year, for comparing. That of each month is the 31st."""
    return date + _LAST.get(len(date), "")


def first_day_of(date: str) -> str:
    """The first day of a date that may be a month or a year."""
    return date + _FIRST.get(len(date), "")


def load_register() -> Register:
    """The register that comes with the package, and the lines that the user has added to it. It is made anew only where they changed.

    Raises:
        Unreadable: where the user's own table cannot be read.
    """
    from resdraft.library import register_lines

    return _register(*(tuple(register_lines(f"{name}.csv")) for name in ("editions", "meetings", "places")))


@lru_cache(2)
def _register(editions: tuple[str, ...], meetings: tuple[str, ...], places: tuple[str, ...]) -> Register:
    return Register(editions, meetings, places)


class Register:
    """Editions and meetings."""

    def __init__(self, editions: Iterable[str], meetings: Iterable[str], places: Iterable[str] = ()) -> None:
        """Read the lines of the tables; the first line of each is its heading.

        Raises:
            Unreadable: where a line of the editions does not have seven columns.
        """
        self.entries = list(_entries(editions))
        rows = list(csv.DictReader(meetings))
        also = {fold(name): row["place"] for row in rows for name in (row.get("also") or "").split(";") if name}
        named = [{code: (said or "").split(";") for code, said in row.items() if code} for row in csv.DictReader(places)]
        self._named = {row["place"][0]: row for row in named}
        known = {
            fold(name): row["place"][0] for row in named for code in ("place", *LANGUAGES) for name in row.get(code, ()) if name
        }
        self._names = known | also
        self.meetings = [
            Meeting(
                row["name"], row["body"], row["place"], int(row["year"]), row["end"], row["confirmed"] == "yes", row["begin"]
            )
            for row in rows
        ]

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], list[EditionEntry]]:
        out: dict[tuple[str, str, str], list[EditionEntry]] = defaultdict(list)
        for entry in self.entries:
            out[entry.body, entry.kind, entry.number].append(entry)
        for entries in out.values():
            entries.sort(key=lambda entry: (entry.last_day, entry.edition))
        return out

    def editions_of(self, body: str, kind: str, number: str) -> list[EditionEntry]:
        """The known editions of an instrument, the oldest first; empty where there are none."""
        return self._known.get((body, kind, number), [])

    def all_editions(self) -> list[EditionEntry]:
        """All editions, those of one instrument together, the oldest first."""
        return [entry for entries in self._known.values() for entry in entries]

    def in_force(self, body: str, kind: str, number: str, on: str = "") -> InForce:
        """What was in force at the end of a day, month or year ``on``; after all known editions where ``on`` is empty."""
        day = last_day_of(on) if on else "9999"
        entry, doubtful = None, False
        for known in self.editions_of(body, kind, number):
            # A confirmed edition must surely have been adopted, an unconfirmed one need only be possible.
            if known.confirmed and known.last_day <= day:
                entry, doubtful = known, False
            elif first_day_of(known.date) <= day:
                doubtful = True
        return InForce(entry, doubtful)

    @cached_property
    def _places(self) -> dict[tuple[str, int], set[str]]:
        out: dict[tuple[str, int], set[str]] = defaultdict(set)
        for meeting in self.meetings:
            out[fold(meeting.place), meeting.year].add(meeting.body)
        return out

    def with_english_place(self, edition: Edition) -> Edition:
        """An edition with the English name of its place, where the register knows it: ``Rev. Dubaï, 2018`` gives ``Rev. Dubai, 2018``."""
        return edition._replace(place=self._names.get(fold(edition.place), edition.place)) if edition.place else edition

    def place_in(self, place: str, language: str) -> str:
        """The name of a place in a language, given in any; empty where the register does not know it."""
        english = self._names.get(fold(place), place)
        if language == "en":
            return english
        return next(iter(self._named.get(english, {}).get(language, ())), "")

    def knows_place(self, place: str) -> bool:
        """Whether a place is named in the register, in any language."""
        return fold(place) in self._names or fold(place) in {name for name, _ in self._places}

    def body_of(self, place: str, year: int) -> str:
        """The body that met at a place in a year; empty where none did, or more than one."""
        bodies = self._places.get((fold(self._names.get(fold(place), place)), year), set())
        return next(iter(bodies)) if len(bodies) == 1 else ""

    @cached_property
    def complete_years(self) -> range:
        """The years of which all conferences and assemblies are known: from the first confirmed Plenipotentiary Conference to the last."""
        years = [m.year for m in self.meetings if m.body == "PP" and m.confirmed]
        return range(min(years), max(years) + 1) if years else range(0)

    @cached_property
    def _years(self) -> dict[tuple[str, int], Meeting]:
        # Where a body met twice in a year, the first meeting of the table counts.
        return {(m.body, m.year): m for m in reversed(self.meetings)}

    def meeting_of(self, body: str, year: int) -> Meeting | None:
        """A body's meeting of a year; None where the register knows none."""
        return self._years.get((body, year))

    def meeting_named(self, name: str) -> Meeting | None:
        """The meeting of a short name, with its year in two digits or four: ``PP-18``, ``WTDC 2017``. None where it is not known."""
        body, _, year = re.sub(r"[-\s]*(?=\d+$)", " ", name, count=1).partition(" ")
        return next((m for m in self.meetings if m.body == body and year and m.name.rpartition("-")[2][-2:] == year[-2:]), None)

    def meetings_at(self, place: str) -> list[Meeting]:
        """All meetings at a place."""
        return [m for m in self.meetings if m.place.casefold() == place.casefold()]


def _entries(lines: Iterable[str]) -> Iterator[EditionEntry]:
    for n, row in enumerate(csv.DictReader(lines), 2):
        if None in row or None in row.values():
            what = f'line {n} of the editions has not the seven columns of a line: "{row.get("body")}"'
            raise Unreadable(Problem(what, "correct editions.csv in your library, or take the line out"))
        edition = parse_edition(row["edition"], council=row["body"] == "Council")
        if edition is not None:
            yield EditionEntry(
                row["body"], row["kind"], row["number"], edition, row["date"], row["confirmed"] == "yes", row["source"]
            )
