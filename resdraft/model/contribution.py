"""The contribution, which is the document that proposals are submitted in: its names, its head, and what it shows of a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Proposal, place_of

_MEETING = re.compile(r"(?P<name>[A-Z][A-Z-]*?)-?(?P<number>\d{1,4})(?:-(?P<year>\d{4}))?")
_ELIDED = re.compile(r"\u2026 \[(?P<place>.+)\]")
# Running heads have C (C25/93-E), the names of files CL (S25-CL-C-0093).
_COUNCIL = ("C", "CL", "COUNCIL")
_FULL = 100
DAY = len("2026-11-09")
"""So many characters has a whole day in ISO 8601."""


class MeetingName(NamedTuple):
    """The short name of a meeting in parts."""

    body: str
    """``PP``, ``WTSA``, ``Council``; ``CWG`` for a working group of the Council."""
    year: int = 0
    """Four digits; 0 for a working group."""
    name: str = ""
    """Only for a working group: ``CWG-WSIS``."""
    number: str = ""
    """Only for a working group: which of its meetings."""

    @staticmethod
    def parse(text: str) -> MeetingName | None:
        """Read ``PP-26``, ``C20``, ``WTSA-24`` or ``CWG-WSIS-34``; None for anything else."""
        found = _MEETING.fullmatch(text.strip().upper())
        if not found:
            return None
        name, number = found["name"].strip("-"), found["number"]
        if name.startswith("CWG"):
            return MeetingName("CWG", 0, name, number)
        year = int(number) if int(number) >= _FULL else 2000 + int(number)
        return MeetingName("Council" if name in _COUNCIL else name, year)

    def __str__(self) -> str:
        if self.name:
            return f"{self.name}-{self.number}"
        return f"C{self.year % _FULL:02}" if self.body == "Council" else f"{self.body}-{self.year % _FULL:02}"


class ShownText(NamedTuple):
    """What a document shows of a text."""

    lines: tuple[str, ...]
    """Its paragraphs. A footnote reference is one character, U+FFFC."""
    notes: tuple[str, ...]
    """Its footnotes in the order of their references."""


def file_name(proposal: Proposal, sector: str, code: str, letter: str, ending: str = ".docx") -> str:
    """What ITU names the file of a document: ``S26-PP-C-0062!A1!MSW-E.docx``.

    The year is the meeting's, of a working group the proposal's own. Seen with an addendum or a revision, and with neither; with both and
    with a corrigendum it is a guess.

    Args:
        proposal: the first of the document.
        sector: the letter of the Sector, S for the General Secretariat.
        code: the meeting's name in files, such as CL for the Council; its own name where this is empty.
        letter: that of the document's language.
        ending: of the file's name.
    """
    session = MeetingName.parse(proposal.meeting)
    year = session.year % _FULL if session and session.year else int(proposal.date[2:4] or 0)
    code = code or (f"{session.name.replace('-', '')}{session.number}" if session else proposal.meeting)
    document = proposal.document.zfill(4) if proposal.document.isdigit() else proposal.document or "XX"
    parts = (("A", proposal.addendum), ("R", proposal.revision), ("C", proposal.corrigendum))
    said = "-".join(f"{letter}{value}" for letter, value in parts if value)
    tail = f"!{said}!MSW-{letter}{ending}"
    return f"{sector}{year:02}-{code}-C-{document}{tail}"


def date_of(printed: str, words: Lexicon) -> str:
    """A printed date in ISO 8601: ``23 September 2011`` gives ``2011-09-23``. Empty where the words are no date of the language."""
    # The phrase that prints a date, with patterns in place of what is filled in, reads it.
    form = re.escape(words.contribution.phrases["date"])
    for name, pattern in (("day", r"(?P<day>\d{1,2})"), ("year", r"(?P<year>\d{4})"), ("month", r"(?P<month>\w+)")):
        form = form.replace(re.escape("{" + name + "}"), pattern)
    found = re.fullmatch(form, " ".join(printed.split()))
    if not found or found["month"] not in words.contribution.months:
        return ""
    return f"{found['year']}-{words.contribution.months.index(found['month']) + 1:02}-{int(found['day']):02}"


def date_printed(day: str, words: Lexicon) -> str:
    """A date in ISO 8601 as the language prints it. One that is no whole day is printed as it was given."""
    if len(day) != DAY:
        return day
    year, month, number = day.split("-")
    return words.contribution.phrases["date"].format(
        day=int(number), month=words.contribution.months[int(month) - 1], year=year
    )


def agenda_item(printed: str, words: Lexicon) -> str:
    """The item of the agenda in a printed line: ``Agenda item 7`` gives ``7``. Other words stay as they are."""
    form = re.escape(words.contribution.phrases["agenda"]).replace(re.escape("{item}"), "(.+)")
    found = re.fullmatch(form, " ".join(printed.split()), re.IGNORECASE)
    return found[1] if found else printed


def elision(address: str) -> str:
    """The line that stands in place of a section that is left out: ``… [considering further]``. No form of ITU's is known for this."""
    return f"\u2026 [{address}]"


def elided(line: str) -> str | None:
    """The address of the section that such a line stands for (see :func:`elision`); None for any other line."""
    found = _ELIDED.fullmatch(line.strip())
    return found["place"] if found else None


def reasons_of(proposal: Proposal, words: Lexicon) -> list[tuple[str, str]]:
    """The paragraphs of reasons below a proposal, each as its head and its words.

    The reasons of the whole proposal come first, then those of each amendment, headed by its place. A NOC that is not underlined needs none.
    """
    own = [(place_of(amendment, words.words), amendment.reasons) for amendment in proposal.amendments if amendment.reasons]
    if proposal.symbol == "NOC" and not proposal.reasons and not own:
        return []
    whole = proposal.reasons.split("\n")
    out = [(words.contribution.phrases["reasons"], f"\t{whole[0]}" if whole[0] else ""), *(("", line) for line in whole[1:])]
    for place, reasons in own:
        lines = reasons.split("\n")
        out += [(place, f": {lines[0]}"), *(("", line) for line in lines[1:])]
    return out


def cover_of(proposal: Proposal, words: Lexicon) -> dict[str, str]:
    """What the head of a document says: name of the source, title, agenda item, summary and introduction of its first proposal."""
    agenda = words.contribution.phrases["agenda"].format(item=proposal.agenda) if proposal.agenda else ""
    name = proposal.name or ", ".join((proposal.source, *proposal.cosigners))
    return {
        "name": name,
        "title": proposal.title,
        "agenda": agenda,
        "summary": proposal.summary,
        "introduction": proposal.introduction,
    }
