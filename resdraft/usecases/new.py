"""The beginning of a proposal or of a resolution: a file that can be used as it is and that people fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from resdraft.errors import Problem, Unreadable, WrongUsage
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import base_of
from resdraft.usecases.inputs import Given

if TYPE_CHECKING:
    from resdraft.model.address import Addresses

_QUOTED = 6
"""So many words of the first clause stand in a new proposal."""
_RECENT = 2014
"""Conferences from this year on are offered where one is not known."""


def new_proposal(
    base: Resolution | Given,
    source: str,
    *,
    meeting: str = "",
    document: str = "XX",
    date: str = "",
    title: str = "",
    language: str | None = None,
) -> str:
    """A proposal in YAML that can be applied as it is, and changes nothing yet; the clauses of the base stand in it as comments.

    Args:
        base: the resolution that it is on. ``source`` is the code of the Member State or region. The rest stands at its head.

    Raises:
        WrongUsage: where the source is no code. Unreadable: where the resolution cannot be read.

    Example:
        >>> resdraft.new_proposal("1332", "RUS", document="62").splitlines()[2]
        'source: RUS'
    """
    from resdraft.amend.target import target_of
    from resdraft.amend.wording import find_words
    from resdraft.lexicon import lexicon
    from resdraft.lexicon.sources import how_to_write
    from resdraft.model.address import Addresses
    from resdraft.model.proposal import SOURCE
    from resdraft.model.resolution import Kind
    from resdraft.usecases.proposal_head import numbered
    from resdraft.write import scaffold

    if not SOURCE.fullmatch(source):
        raise WrongUsage(Problem(f'--source: "{source}" is no source', how_to_write(source)))
    given = base_of(base, language=language, what="the text")
    text = given.resolution
    clause = next((p for p in text.provisions if p.kind is Kind.CLAUSE), None)
    if clause is None:
        raise Unreadable(Problem("no clause in it that a proposal could be on", "give the whole text", file=given.name))
    head = {
        "source": source,
        **numbered({"meeting": meeting, "document": document}),
        "date": date,
        "target": target_of(text, Path(given.name).stem),
        "language": text.language,
        "title": title,
    }
    words = " ".join(clause.text.marked().split(" ")[:_QUOTED])
    if len(find_words(clause.text, words)) != 1:
        words = clause.text.marked()
    addresses = Addresses(text, lexicon(text.language))
    return scaffold.proposal(head, addresses.of(clause.key), words, _clauses(text, addresses))


def _clauses(text: Resolution, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """The address and the words of each clause that a proposal can reword."""
    from resdraft.model.resolution import Kind
    from resdraft.proposing.wording import quoted

    for p in text.provisions:
        below = text.subtree(p.key)
        # The address of a call with one paragraph means that paragraph.
        sole = p.kind is Kind.CALL and len(below) == 2 and below[1].label is None
        if p.kind not in (Kind.NUMBER, Kind.BLOCK) and not sole and p.text.plain.strip():
            yield addresses.of(p.key), quoted(p.text)


def new_resolution(title: str, meeting: str, *, number: str = "") -> str:
    """A resolution in ITU's layout, to be filled in.

    Args:
        title: what it is on.
        meeting: the conference that is to adopt it, such as PP-26.
        number: its number, or a tag such as RUS-1 for a draft new one.

    Raises:
        WrongUsage: where the meeting is not known, or adopts no resolutions.

    Example:
        >>> resdraft.new_resolution("On something", "PP-22", number="RUS-1").splitlines()[0]
        'DRAFT NEW RESOLUTION [RUS-1] (Bucharest, 2022)'
    """
    from resdraft.citations.register import load_register
    from resdraft.write import scaffold
    from resdraft.write.cover import body_table

    found = load_register().meeting_named(meeting)
    if found is None:
        names = ", ".join(
            m.name for m in load_register().meetings if m.body in ("PP", "WTSA", "WTDC", "WRC") and m.year >= _RECENT
        )
        raise WrongUsage(Problem(f'--meeting: "{meeting}" is not known', f"the conferences that are known: {names}"))
    formula = body_table().get(found.body, {}).get("formula")
    if not formula:
        raise WrongUsage(Problem(f"{found.name} adopts no resolutions of this form", "name a conference or an assembly"))
    draft = not number.isdigit()
    name = f"[{number or 'TAG'}]" if draft else number
    line = f"{'DRAFT NEW ' * draft}RESOLUTION {name} ({found.place}, {found.year})"
    return scaffold.resolution(line, title, f"{formula} ({found.place}, {found.year}),")
