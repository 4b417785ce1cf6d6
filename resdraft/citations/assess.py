"""Assesses the citation of an instrument: can there be such a designation, and is that edition in force?

Impossible designations are those seen in real documents: ``Rev.`` where the resolution was new (Resolution 172 (Rev. Guadalajara, 2010)) or
missing where it was not (Resolution 140 (Busan, 2014)), a place where another conference met, capitals in running text. Only confirmed lines
of the register count against a citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from resdraft.citations.register import EditionEntry, Register, last_day_of
from resdraft.citations.written_edition import written_edition
from resdraft.model.citation import INSTRUMENTS, Citation, CitationStatus
from resdraft.model.designation import Edition

_CAPITALS = re.compile(r"\s*REV\b")


class Assessment(NamedTuple):
    """What the register says of a citation."""

    status: CitationStatus
    in_force: str | None = None
    """The edition in force on the day asked for; None where the register does not know it."""
    why: str = ""
    """What is wrong, or what is not known; empty where nothing is to be said."""


def assess(
    cited: Citation, register: Register, on: str = "", own: tuple[str, str, str] = ("", "", ""), language: str = "en"
) -> Assessment:
    """Assess a citation.

    Args:
        cited: what is cited.
        register: the editions and meetings that are known.
        on: a day, month or year in ISO 8601. Where it is empty, all editions of the register count, so that the result depends on no clock.
        own: body, kind and number of the text that cites. A text may name its own earlier editions, as its history.
        language: that of the text, in whose words the reason says what to write.
    """
    if cited.kind not in INSTRUMENTS:
        return Assessment(CitationStatus.UNKNOWN)
    known = register.editions_of(cited.body, cited.kind, cited.number)
    force = register.in_force(cited.body, cited.kind, cited.number, on)
    in_force = str(force.entry.edition) if force.entry else None
    if why := _impossible(cited, register, known, on, language):
        return Assessment(CitationStatus.IMPOSSIBLE, in_force, why)
    if cited.edition is None:
        return Assessment(CitationStatus.UNKNOWN, in_force, "no edition is said" if known else "")
    if force.entry is None:
        return Assessment(
            CitationStatus.UNKNOWN, None, "the register has no confirmed edition" if known else "not in the register"
        )
    if force.entry.edition.same(cited.edition):
        if force.doubtful:
            return Assessment(CitationStatus.UNKNOWN, in_force, "a later edition is said to exist, unconfirmed")
        return Assessment(CitationStatus.CURRENT, in_force)
    return _other(cited, known, force.entry, own, _in_words(force.entry.edition, language, register))


def _in_words(edition: Edition, language: str, register: Register) -> str:
    """An edition as the text is to write it; in English in normal form, and in other languages where its place is known there."""
    return str(edition) if language == "en" else written_edition(edition, language, register) or str(edition)


def _other(cited: Citation, known: list[EditionEntry], force: EditionEntry, own: tuple[str, str, str], said: str) -> Assessment:
    """Assess an edition that is not the one in force: stale, unless the register may be incomplete or the text names its own history."""
    in_force = str(force.edition)
    entry = next((e for e in known if cited.edition is not None and e.edition.same(cited.edition)), None)
    if entry is not None and entry.last_day > force.last_day:
        return Assessment(CitationStatus.UNKNOWN, in_force, "that edition is later than the last confirmed one")
    if entry is None and (cited.edition is None or cited.edition.year >= force.edition.year):
        return Assessment(CitationStatus.UNKNOWN, in_force, "that edition is not in the register")
    if (cited.body, str(cited.kind), cited.number) == own:
        return Assessment(CitationStatus.UNKNOWN, in_force, "an earlier edition of this very text")
    return Assessment(CitationStatus.STALE, in_force, f"{'the text ' if force.edition.council else ''}{said} is in force")


def _impossible(cited: Citation, register: Register, known: list[EditionEntry], on: str, language: str) -> str:
    """Why there can be no such designation; empty where there can."""
    edition = cited.edition
    if edition is None:
        return ""
    if edition.place and _CAPITALS.match(cited.written) and not cited.written.isupper():
        return f"REV. is for number lines in capitals: write {_in_words(edition, language, register)}"
    return (
        _not_that_meeting(cited, edition, register)
        or _no_such_meeting(cited, edition, register)
        or _not_yet(edition, known, on)
        or _first_or_revised(edition, known, lambda other: _in_words(other, language, register))
    )


def _not_that_meeting(cited: Citation, edition: Edition, register: Register) -> str:
    """``PP-14 Resolution 140 (Rev. Dubai, 2018)``: the conference in front is not the one in the brackets."""
    meeting = register.meeting_named(cited.meeting) if cited.meeting else None
    if meeting is None or not edition.place or not meeting.confirmed:
        return ""
    if meeting.year != edition.year or meeting.place.casefold() != edition.place.casefold():
        there = register.meeting_of(meeting.body, edition.year)
        right = f", {edition.place}, {edition.year} is {there.name}" if there and there.place == edition.place else ""
        return f"{meeting.name} met at {meeting.place} in {meeting.year}{right}"
    return ""


def _no_such_meeting(cited: Citation, edition: Edition, register: Register) -> str:
    """A place and a year where no meeting was. It is said only where the register knows where the body met that year."""
    if not edition.place or any(m.year == edition.year for m in register.meetings_at(edition.place)):
        return ""
    met = register.meeting_of(cited.body, edition.year) if cited.body else None
    if met is not None and met.confirmed:
        return f"{met.name} met at {met.place}"
    bodies = {m.body for m in register.meetings_at(edition.place) if m.confirmed}
    others = [m for body in sorted(bodies) if (m := register.meeting_of(body, edition.year)) is not None and m.confirmed]
    if bodies and len(others) == len(bodies):
        return f"no meeting at {edition.place} in {edition.year}: {', '.join(f'{m.name} met at {m.place}' for m in others)}"
    # Only conferences and assemblies revise; at Geneva other bodies meet too.
    known = edition.revised and bodies and edition.place != "Geneva" and edition.year in register.complete_years
    return f"no conference met at {edition.place} in {edition.year}" if known else ""


def _not_yet(edition: Edition, known: list[EditionEntry], on: str) -> str:
    """An edition that was adopted only after the day asked for."""
    entry = next((e for e in known if e.confirmed and e.edition.same(edition)), None)
    begins = entry.date if entry else str(edition.year)
    if on and begins > last_day_of(on):
        return f"adopted after {on}"
    return ""


def _first_or_revised(edition: Edition, known: list[EditionEntry], said: Callable[[Edition], str]) -> str:
    """The first edition of a resolution has no "Rev." before its place, every later one has."""
    if not edition.place and not edition.meeting:
        return ""
    sure = [e for e in known if e.confirmed and e.edition.council == edition.council]
    first = next((e for e in sure if not e.edition.revised), None)
    if edition.revised and first is not None and first.edition == edition._replace(revised=False):
        return f"it was new there: write {said(first.edition)}"
    if first is not None and 0 < edition.year < first.edition.year:
        return f"it was new at {said(first.edition)}"
    if edition.revised or edition.meeting:
        return ""
    if any(e.edition == edition._replace(revised=True) for e in sure):
        return f"Rev. is missing: write {said(edition._replace(revised=True))}"
    if first is not None and first.edition.year < edition.year:
        return f"Rev. is missing: it was new at {said(first.edition)}"
    return ""
