"""A text becomes a later edition of itself: its number line, formula and headings, and what it says of its own edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import load_register
from resdraft.citations.repair import Repair
from resdraft.citations.survey import identity
from resdraft.lexicon import parse_edition
from resdraft.model.designation import Edition
from resdraft.model.resolution import Kind, Provision, Resolution

_LAST_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
_BRACKETS = re.compile(r"\(([^()]{1,80})\)")


def edition_repairs(text: Resolution, edition: str) -> Iterator[Repair]:
    """What has to be rewritten for a text to be another edition of itself.

    Args:
        text: the text, which names the edition that it was. ``edition`` is written as it stands in brackets: ``Rev. Doha, 2026``.
    """
    old, new = parse_edition(text.designation.edition), parse_edition(edition)
    number, register = text.designation.number, load_register()
    patterns, own = citation_patterns(text.language), identity(text, register)
    for p in text.provisions:
        words = p.text.plain
        if p.kind is Kind.NUMBER:
            yield from _in_number(p, words, edition)
        elif old is None:
            continue
        elif p.kind is Kind.ANNEX and number and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", words):
            found = _LAST_BRACKETS.search(words)
            if found is not None and _is(found[1], old):
                yield Repair(p.key, found.start(1), found.end(1), _cased(edition, found[1]))
        elif p.kind in (Kind.FORMULA, Kind.REFERENCE) and new is not None:
            yield from _in_formula(p, words, old, new, edition)
        elif p.kind in (Kind.CLAUSE, Kind.CALL, Kind.NOTE) and number and number in words:
            for cited in external_citations(words, patterns, own[0], register.body_of):
                mine = str(cited.kind) == own[1] and cited.number == number and cited.body in ("", own[0])
                if mine and cited.edition is not None and cited.written and cited.edition.same(old):
                    start = words.find(cited.written, cited.start, cited.end + len(cited.written) + 2)
                    if start >= 0:
                        yield Repair(p.key, start, start + len(cited.written), _cased(edition, cited.written))


def _in_formula(p: Provision, words: str, old: Edition, new: Edition, edition: str) -> Iterator[Repair]:
    """The place and year of the conference that adopts it."""
    for found in _BRACKETS.finditer(words):
        held = parse_edition(found[1])
        if held is not None and old.place and new.place and held.same(old):
            said = edition if held.revised else f"{new.place}, {new.year}"
            yield Repair(p.key, found.start(1), found.end(1), _cased(said, found[1]))


def _in_number(p: Provision, words: str, edition: str) -> Iterator[Repair]:
    found = _LAST_BRACKETS.search(words)
    if found is None:
        yield Repair(p.key, len(words), len(words), f" ({edition.upper() if words.isupper() else edition})")
    elif found[1] != (said := _cased(edition, found[1])):
        yield Repair(p.key, found.start(1), found.end(1), said)


def _is(written: str, edition: Edition) -> bool:
    held = parse_edition(written)
    return held is not None and held.same(edition)


def _cased(edition: str, before: str) -> str:
    """An edition in capitals where the one before it was."""
    return edition.upper() if before.isupper() else edition
