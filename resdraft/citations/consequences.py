"""What a new edition of a text, or its suppression, changes in the texts that cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import Register
from resdraft.citations.repair import Repair
from resdraft.citations.survey import Identity
from resdraft.citations.written_edition import written_edition
from resdraft.errors import Unfit
from resdraft.lexicon import lexicon, parse_edition
from resdraft.model.address import Addresses
from resdraft.model.adoption import ClauseRow
from resdraft.model.citation import Citation
from resdraft.model.resolution import Kind, Resolution

_BEFORE = 80
"""A clause of a cited text stands no farther before the citation: ``resolves 3 of Resolution 140``. In characters."""
_OF = re.compile(r"(.*\S)\s+of\s+(?:the\s+)?$")
"""What stands between a clause and the text that it is of: known for English alone."""


class NewEdition(NamedTuple):
    """A text that has a new edition, or is suppressed.

    ``base`` is the text before, ``identity`` says which instrument it is, ``edition`` is the new one as it stands in brackets, "" where the
    text goes. ``rows`` say what became of each clause.
    """

    base: Resolution
    identity: Identity
    edition: str
    rows: Sequence[ClauseRow] = ()


class Consequence(NamedTuple):
    """What becomes untrue in a clause of a text: the clause by its key, the words, why, and what mends it, where that is certain."""

    key: str
    words: str
    why: str
    repairs: tuple[Repair, ...] = ()


def consequences(text: Resolution, changed: Sequence[NewEdition], own_body: str, register: Register) -> Iterator[Consequence]:
    """What changes of other texts make untrue in a text.

    Args:
        text: the text that may cite them. ``own_body`` is the body that adopted it. ``register`` tells who met where.
        changed: the texts that have a new edition or are suppressed.
    """
    patterns = citation_patterns(text.language)
    numbers = {one.identity[2]: one for one in changed}
    for p in text.provisions:
        words = p.text.plain
        if p.kind not in (Kind.CLAUSE, Kind.CALL, Kind.NOTE, Kind.BLOCK) or not any(number in words for number in numbers):
            continue
        for cited in external_citations(words, patterns, own_body, register.body_of):
            one = numbers.get(cited.number)
            if one is None or str(cited.kind) != one.identity[1] or cited.body not in ("", one.identity[0]):
                continue
            yield from _of_citation(p.key, words, cited, one, text.language, register)


def _of_citation(
    key: str, words: str, cited: Citation, one: NewEdition, language: str, register: Register
) -> Iterator[Consequence]:
    if not one.edition:
        yield Consequence(key, cited.text, "it is suppressed")
        return
    old, new = parse_edition(one.base.designation.edition), parse_edition(one.edition)
    if cited.edition is not None and (
        old is None or not register.with_english_place(cited.edition).same(register.with_english_place(old))
    ):
        # An older edition that is cited as such was no news before.
        return
    repairs: list[Repair] = []
    start = words.find(cited.written, cited.start, cited.end + len(cited.written) + 2) if cited.written else -1
    # Another language has other words for an edition, such as "Rév. Doha, 2026".
    said = one.edition if language == one.base.language else new and written_edition(new, language, register)
    certain = cited.edition is None or (start >= 0 and bool(said))
    if cited.edition is not None and certain and said:
        repairs.append(Repair(key, start, start + len(cited.written), said))
    found = _OF.search(words[max(0, cited.start - _BEFORE) : cited.start])
    clause = _clause(found[1], one) if found else None
    if clause is not None and found is not None:
        address, row = clause
        if row.fate == "gone":
            yield Consequence(key, f"{address} of {cited.text}", "the clause is gone")
        elif row.old != row.new:
            # Its label alone is rewritten where the call stays; else the meaning is for people to put into words.
            call = row.old.removesuffix(row.old_label)
            if row.old_label and row.new == f"{call}{row.new_label}":
                at = max(0, cited.start - _BEFORE) + found.start(1) + len(found[1]) - len(row.old_label)
                repairs.append(Repair(key, at, at + len(row.old_label), row.new_label))
            else:
                yield Consequence(key, f"{address} of {cited.text}", f"it is {row.new} now")
    if repairs or not certain:
        mended = tuple(sorted(repairs, key=lambda r: r.start)) if certain else ()
        yield Consequence(key, cited.text, f"it is {said or one.edition} now", mended)


def _clause(words: str, one: NewEdition) -> tuple[str, ClauseRow] | None:
    """The clause of a cited text that words before its citation name, and what became of it: ``as set out in resolves 3``."""
    addresses = Addresses(one.base, lexicon(one.base.language))
    rows = {row.old: row for row in one.rows if row.old}
    parts = words.split()
    for n in range(len(parts)):
        said = " ".join(parts[n:])
        try:
            found = addresses.of(addresses.find(said))
        except Unfit:
            continue
        return (said, rows[found]) if found in rows else None
    return None
