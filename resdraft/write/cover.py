"""The head of a contribution, above its proposals: header block, source, title, summary and introduction.

The words come from the lexicon. ``templates/contribution/head.xml.j2`` gives them their places. ``bodies.csv`` beside it has what the
documents of each body bear.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lxml import etree

from resdraft.lexicon import language_letter
from resdraft.library import data_folder
from resdraft.model.contribution import DAY, MeetingName, cover_of, date_printed
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Proposal
from resdraft.ooxml.package import parse


class PlaceAndDates(NamedTuple):
    """Where and when a meeting is held. What is not known is empty."""

    place: str = ""
    begin: str = ""
    """Its first day in ISO 8601."""
    end: str = ""
    """Its last day in ISO 8601, or the year."""


@cache
def body_table() -> dict[str, dict[str, str]]:
    """What the documents of each body bear, by the body: the letter of the Sector, the code in file names, the committee and the title."""
    with (data_folder("templates") / "contribution" / "bodies.csv").open(encoding="utf-8", newline="") as lines:
        return {row["body"]: row for row in csv.DictReader(lines)}


def cover(
    proposals: Sequence[Proposal], words: Lexicon, held: PlaceAndDates, references: Sequence[str]
) -> list[etree._Element]:
    """The paragraphs and tables above the proposals.

    Args:
        proposals: those of the document. The first one says what the head says.
        words: the lexicon of its language.
        held: where and when the meeting is held.
        references: the texts that the proposals are on, as people cite them.
    """
    from jinja2 import Environment, FileSystemLoader

    first, said = proposals[0], words.contribution.phrases
    said_of = cover_of(first, words)
    session = MeetingName.parse(first.meeting)
    kind = body_table().get(session.body if session else "", {})
    council = session is not None and session.body == "Council"
    name = words.contribution.bodies.get(session.body, session.body) if session else first.meeting
    known_as = str(session) if session else first.meeting
    summary = (said["summary"], first.summary.splitlines())
    # A contribution to the Council has a box with Summary, Action required and References; one to a conference has paragraphs.
    boxed = [summary, (said["action"], [said["act"]]), (said["references"], list(references))] if council else []
    sections = [] if council else [summary]
    sections.append((said["introduction"], first.introduction.splitlines()))
    sections = [(head, lines) for head, lines in sections if any(lines)]
    environment = Environment(loader=FileSystemLoader(data_folder("templates") / "contribution"), autoescape=True)
    rendered = environment.get_template("head.xml.j2").render(
        conference=f"{name} {session.year}" if council and session else f"{name} ({known_as})" if name != known_as else name,
        held=_held(held, words),
        committee=said[kind["committee"]] if kind.get("committee") else "",
        document=_document(first, words),
        date=date_printed(first.date, words),
        original=said["original"].format(language=words.contribution.languages.get(first.original or first.language, "")),
        source=said_of["name"],
        heading=said[kind.get("title") or "conference"],
        title=said_of["title"],
        agenda=said_of["agenda"],
        boxed=[(head, lines) for head, lines in boxed if any(lines)],
        sections=[*sections, (said["proposals"], [])] if sections else [],
        right_to_left=words.right_to_left,
    )
    return list(parse(rendered.encode()))


def _document(proposal: Proposal, words: Lexicon) -> str:
    said = words.contribution.phrases
    number = said["document"].format(number=f"{proposal.document or 'XX'}-{language_letter(proposal.language)}")
    above = (("corrigendum", proposal.corrigendum), ("revision", proposal.revision), ("addendum", proposal.addendum))
    return "\n".join([*(said[name].format(n=value) for name, value in above if value), number])


def _held(held: PlaceAndDates, words: Lexicon) -> str:
    """Place and days: ``Doha, 9-27 November 2026``."""
    end = date_printed(held.end, words)
    if len(held.begin) == len(held.end) == DAY:
        first, last = int(held.begin[8:]), int(held.end[8:])
        if held.begin[:7] == held.end[:7]:
            month = words.contribution.months[int(held.end[5:7]) - 1]
            end = words.contribution.phrases["days"].format(day=first, last=last, month=month, year=held.end[:4])
        else:
            end = f"{date_printed(held.begin, words)} - {end}"
    dates = end if len(held.end) == DAY else held.end[:4]
    return (
        words.contribution.phrases["held"].format(place=held.place, dates=dates)
        if held.place and dates
        else held.place or dates
    )
