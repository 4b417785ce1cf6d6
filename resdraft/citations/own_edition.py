"""A text becomes a later edition of itself: its number line, formula and headings, and what it says of its own edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import load_register
from resdraft.citations.repair import Repair
from resdraft.citations.survey import identity
from resdraft.citations.written_edition import in_own_words, written_edition
from resdraft.lexicon import parse_edition
from resdraft.model.designation import Edition
from resdraft.model.resolution import Kind, Provision, Resolution

_LAST_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,80})[)）]")


def edition_repairs(text: Resolution, edition: str) -> Iterator[Repair]:
    """What has to be rewritten for a text to be another edition of itself.

    Args:
        text: the text, which names the edition that it was. ``edition`` is written as it stands in brackets: ``Rev. Doha, 2026``. Said in
            English, it is written in the text's language.
    """
    old, new = parse_edition(text.designation.edition), parse_edition(edition)
    number, register = text.designation.number, load_register()
    edition = in_own_words(edition, text.language, register)
    patterns, own = citation_patterns(text.language), identity(text, register)
    for p in text.provisions:
        words = p.text.plain
        if p.kind is Kind.NUMBER:
            yield from _in_number(p, words, edition, "（{}）" if text.language == "zh" else " ({})")
        elif old is None:
            continue
        elif p.kind is Kind.ANNEX:
            yield from _in_annex(p, words, number, old, edition)
        elif p.kind in (Kind.FORMULA, Kind.REFERENCE) and new is not None and new.place:
            first = written_edition(new._replace(revised=False), text.language, register)
            yield from _in_formula(p, words, old, edition, first or f"{new.place}, {new.year}")
        elif p.kind in (Kind.CLAUSE, Kind.CALL, Kind.NOTE) and number and number in words:
            for cited in external_citations(words, patterns, own[0], register.body_of):
                mine = str(cited.kind) == own[1] and cited.number == number and cited.body in ("", own[0])
                if mine and cited.edition is not None and cited.written and cited.edition.same(old):
                    start = words.find(cited.written, cited.start, cited.end + len(cited.written) + 2)
                    if start >= 0:
                        yield Repair(p.key, start, start + len(cited.written), _cased(edition, cited.written))


def _in_annex(p: Provision, words: str, number: str, old: Edition, edition: str) -> Iterator[Repair]:
    """The edition in the heading of an annex that names the text."""
    if number and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", words, re.ASCII):
        for found in _BRACKETS.finditer(words):
            if _is(found[1], old):
                yield Repair(p.key, found.start(1), found.end(1), _cased(edition, found[1]))


def _in_formula(p: Provision, words: str, old: Edition, edition: str, first: str) -> Iterator[Repair]:
    """The place and year of the conference that adopts it; ``first`` is the edition without "Rev."."""
    for found in _BRACKETS.finditer(words):
        held = parse_edition(found[1])
        if held is not None and old.place and held.same(old):
            yield Repair(p.key, found.start(1), found.end(1), _cased(edition if held.revised else first, found[1]))


def _in_number(p: Provision, words: str, edition: str, brackets: str) -> Iterator[Repair]:
    found = _LAST_BRACKETS.search(words)
    if found is None:
        yield Repair(p.key, len(words), len(words), brackets.format(edition.upper() if words.isupper() else edition))
    elif found[1] != (said := _cased(edition, found[1])):
        yield Repair(p.key, found.start(1), found.end(1), said)


def _is(written: str, edition: Edition) -> bool:
    held = parse_edition(written)
    return held is not None and held.same(edition)


def _cased(edition: str, before: str) -> str:
    """An edition in capitals where the one before it was."""
    return edition.upper() if before.isupper() else edition
