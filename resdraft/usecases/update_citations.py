"""Citations brought up to date: an edition that is no longer in force becomes the one that is, in the words of the text's language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from resdraft.citations.register import Register, load_register
from resdraft.citations.repair import Repair, repaired
from resdraft.citations.written_edition import written_edition
from resdraft.model.citation import INSTRUMENTS, CitationFinding, CitationStatus
from resdraft.model.resolution import Resolution
from resdraft.rules.rule import CheckedText
from resdraft.usecases.check_fixes import tracked_by
from resdraft.usecases.documents import Document, Output, open_document, render
from resdraft.usecases.inputs import Given, Marks

_LAST_SESSION = re.compile(r"C-?\d{2,4}(?=\D*$)")
AUTHOR = "resdraft cite"
"""Of the marks of what is brought up to date."""


@dataclass(frozen=True, eq=False, repr=False)
class UpdatedCitations:
    """A text with its citations brought up to date, what became of each, and what is left to people."""

    document: Document
    resolution: Resolution
    updated: tuple[tuple[CitationFinding, str], ...]
    """What was cited, and the edition that stands in its brackets now."""
    left: tuple[tuple[CitationFinding, str], ...]
    """What is impossible, and what is stale where nobody can tell what to write; each with the reason."""

    def output(self, form: str) -> Output:
        """The text in a form: text, json, html, or docx with each change as a revision mark of ``resdraft cite``."""
        return tracked_by(AUTHOR, self.document, self.resolution) if form == "docx" else render(self.resolution, form)


def update_citations(
    given: Given, *, on: str = "", language: str | None = None, marks: Marks | None = None
) -> UpdatedCitations:
    """Bring the editions that a resolution cites up to date.

    Only a confirmed line of the register counts. An edition that another citation shares, as in "Resolutions 50 and 52 (Rev. Hammamet,
    2016)", becomes another only where both become the same.

    Args:
        given: a resolution in any form. ``on`` is the day, month or year as of which it is judged what is in force. ``language`` and
            ``marks`` are as for :func:`resdraft.open`.

    Raises:
        Unreadable: for what is no resolution.

    Example:
        >>> resdraft.update_citations("1332", on="2019").updated
        ()
    """
    document, register = open_document(given, language=language, marks=marks), load_register()
    text = document.resolution
    places: dict[tuple[str, int, int], list[tuple[CitationFinding, str]]] = defaultdict(list)
    left: list[tuple[CitationFinding, str]] = []
    for key, one in CheckedText(text, register, on=on).citations:
        cited = one.citation
        start = text[key].text.plain.find(cited.written, cited.start) if cited.written else -1
        if start >= 0:
            places[key, start, start + len(cited.written)].append((one, _in_force(one, text.language, register, on)))
        elif cited.kind in INSTRUMENTS and one.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE):
            left.append((one, one.why))
    repairs: dict[str, list[Repair]] = defaultdict(list)
    updated: list[tuple[CitationFinding, str]] = []
    for (key, start, end), sharing in places.items():
        wanted = {said for _, said in sharing}
        stale = [one for one, _ in sharing if one.status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE)]
        if stale and len(wanted) == 1 and (said := wanted.pop()):
            repairs[key].append(Repair(key, start, end, said))
            updated += ((one, said) for one in stale)
        else:
            shared = "; the brackets are another citation's too" if len(sharing) > 1 else ""
            left += ((one, f"{one.why}{shared}") for one in stale)
    made = [p._replace(text=repaired(p.text, repairs[p.key])) if p.key in repairs else p for p in text.provisions]
    return UpdatedCitations(document, Resolution.assemble(made, text.language, text.provenance), tuple(updated), tuple(left))


def _in_force(one: CitationFinding, language: str, register: Register, on: str) -> str:
    """What is to stand in the brackets of a stale citation; empty where it stays or nobody can tell."""
    cited = one.citation
    entry = register.in_force(cited.body, cited.kind, cited.number, on).entry
    if entry is None or one.status is not CitationStatus.STALE:
        return ""
    last = _LAST_SESSION.search(cited.written)
    if last and entry.edition.council and cited.edition and cited.edition.revised:
        # "C11, last amended C16": the session that adopted it stays.
        return f"{cited.written[: last.start()]}{entry.edition._replace(revised=False)}{cited.written[last.end() :]}"
    return written_edition(entry.edition, language, register)
