"""The register of editions: what was adopted when, by whom, and where that is known from. What was in force on a day follows from it.

The data are lines of two tables, each line with its source: ``editions.csv`` (body, kind, number, edition, date, confirmed, source) and
``meetings.csv`` (name, body, place, what it is called in other languages, year, begin, end, confirmed, source). A date is a day, a month or a
year; one that is no day lies somewhere within it. A line that is not confirmed may excuse a citation and never accuses one.

A text that a conference did not touch stays in force as it was: an old year is no fault (Decision 3 (Minneapolis, 1998)).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import parse_edition
from resdraft.model.designation import Edition

_LAST = {4: "-12-31", 7: "-31"}
_FIRST = {4: "-01-01", 7: "-01"}


class EditionEntry(NamedTuple):
    """One edition of one instrument, and where it is known from."""

    body: str
    kind: str
    number: str
    edition: Edition
    date: str
    confirmed: bool
    source: str

    @property
    def last_day(self) -> str:
        """The last day on which it can have been adopted."""
        return last_day_of(self.date)


class Meeting(NamedTuple):
    """One conference or assembly: its short name (PP-18), body, place, year."""

    name: str
    body: str
    place: str
    year: int
    end: str
    confirmed: bool
    begin: str = ""


class InForce(NamedTuple):
    """What the register knows of one day: the edition in force, and whether a later one is said to be, without proof."""

    entry: EditionEntry | None
    doubtful: bool


def last_day_of(date: str) -> str:
    """The last day of a date that may be a month or a year."""
    return date + _LAST.get(len(date), "")


def first_day_of(date: str) -> str:
    """The first day of a date that may be a month or a year."""
    return date + _FIRST.get(len(date), "")


@cache
def load_register() -> Register:
    """The register that comes with the package, and what the user has added to it."""
    from resdraft.library import register_lines

    return Register(register_lines("editions.csv"), register_lines("meetings.csv"))


class Register:
    """Editions and meetings."""

    def __init__(self, editions: Iterable[str], meetings: Iterable[str]) -> None:
        """Read the lines of the two tables, each with its heading."""
        self.entries = list(_entries(editions))
        rows = list(csv.DictReader(meetings))
        self._names = {name: row["place"] for row in rows for name in (row.get("also") or "").split(";") if name}
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
        """All editions of an instrument that are known, the oldest first."""
        return self._known.get((body, kind, number), [])

    def all_editions(self) -> list[EditionEntry]:
        """All editions, those of one instrument together, the oldest first."""
        return [entry for entries in self._known.values() for entry in entries]

    def in_force(self, body: str, kind: str, number: str, on: str = "") -> InForce:
        """What was in force on a day, at its end; on the last day that the register knows where none is said."""
        day = last_day_of(on) if on else "9999"
        entry, doubtful = None, False
        for known in self.editions_of(body, kind, number):
            if known.confirmed and known.last_day <= day:
                entry, doubtful = known, False
            elif first_day_of(known.date) <= day:
                doubtful = True
        return InForce(entry, doubtful)

    @cached_property
    def _places(self) -> dict[tuple[str, int], set[str]]:
        out: dict[tuple[str, int], set[str]] = defaultdict(set)
        for meeting in self.meetings:
            out[meeting.place.casefold(), meeting.year].add(meeting.body)
        return out

    def with_english_place(self, edition: Edition) -> Edition:
        """An edition with the English name of its place: ``Rev. Dubaï, 2018`` is ``Rev. Dubai, 2018``."""
        return edition._replace(place=self._names.get(edition.place, edition.place))

    def body_of(self, place: str, year: int) -> str:
        """The one body that met at a place in a year; "" where none did or more than one."""
        bodies = self._places.get((self._names.get(place, place).casefold(), year), set())
        return next(iter(bodies)) if len(bodies) == 1 else ""

    @cached_property
    def _years(self) -> dict[tuple[str, int], Meeting]:
        return {(m.body, m.year): m for m in reversed(self.meetings)}

    def meeting_of(self, body: str, year: int) -> Meeting | None:
        """A body's meeting of a year."""
        return self._years.get((body, year))

    def meeting_named(self, name: str) -> Meeting | None:
        """The meeting of a short name, however its year is written: ``PP-18``, ``WTDC 2017``."""
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
