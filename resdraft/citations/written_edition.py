"""Editions and citations as a language writes them: ``Rev. Dubai, 2018`` is ``2018年，迪拜，修订版``."""

from __future__ import annotations

from resdraft.citations.register import Register
from resdraft.lexicon import edition_forms, lexicon, parse_edition
from resdraft.model.citation import CitationKind
from resdraft.model.designation import Edition


def written_edition(edition: Edition, language: str, register: Register) -> str:
    """An edition as it stands in brackets.

    Args:
        edition: with its place or meeting in any language. ``language`` is the two-letter code of the one to write.
        register: knows the names of places.

    Returns:
        The words; empty where the register does not know the place in that language.
    """
    forms = edition_forms(language)
    if edition.council:
        session = str(edition._replace(revised=False))
        return forms["amended" if edition.revised else "session"].format(session=session)
    if edition.meeting:
        name = "revised_meeting" if edition.revised else "meeting"
        body, hyphen, year = edition.meeting.partition("-")
        known = lexicon(language).citations.bodies
        own = next((form for form, named in known.items() if named == body and form.isupper()), body)
        return forms[name].format(meeting=f"{own}{hyphen}{year}")
    if not edition.place:
        return forms["revised_year" if edition.revised else "year"].format(year=edition.year)
    place = register.place_in(edition.place, language)
    return forms["revised" if edition.revised else "first"].format(place=place, year=edition.year) if place else ""


def written_citation(kind: CitationKind, number: str, edition: Edition, language: str, register: Register) -> str:
    """An instrument as it is cited with its edition: ``Resolution 140 (Rev. Dubai, 2018)``; empty where the edition cannot be written."""
    said = written_edition(edition, language, register)
    noun = next(form for form, named in lexicon(language).citations.kinds.items() if named == kind)
    return edition_forms(language)["cited"].format(noun=noun, number=number, edition=said) if said else ""


def in_own_words(written: str, language: str, register: Register) -> str:
    """An edition that was said in English, as a language writes it; as it was said where it was said otherwise, or cannot be written."""
    edition = parse_edition(written)
    if edition is None or written != written_edition(edition, "en", register):
        return written
    return written_edition(edition, language, register) or written
