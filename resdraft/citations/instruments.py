"""Resolutions, decisions, recommendations and opinions in a paragraph, of the Union's bodies and the United Nations'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from resdraft.citations.citation_patterns import CitationPatterns, found_in
from resdraft.lexicon import edition_parser, parse_edition
from resdraft.limits import count
from resdraft.model.citation import Citation, CitationKind

BodyOf = Callable[[str, int], str]
"""Gives the one body that met at a place in a year; empty where there is none, or more than one."""
_FAR = 110
"""How many characters before the noun the name of a body can begin."""
_NEAR = 30
"""How many characters before the noun are looked at for the word before it."""
_COUNCIL = range(1000, 2000)
_DECISIONS = range(100, 1000)
"""Resolutions with numbers of four figures, and decisions with three, are the Council's."""
_LEADING = re.compile(r"(?:ITU|UN)\s+")
_SLASH = re.compile("/")
# Russian texts have Cyrillic letters that look the same.
_BODIES_OF_SYMBOLS = {"A": "UNGA", "E": "ECOSOC", "S": "UNSC", "A/HRC": "HRC", "А": "UNGA", "Е": "ECOSOC", "А/HRC": "HRC"}


class _Item(NamedTuple):
    """One number of a list, as it is written."""

    start: int
    end: int
    number: str
    symbol: str
    sector: str
    written: str


def instrument_citations(text: str, patterns: CitationPatterns, own_body: str, body_of: BodyOf) -> Iterator[Citation]:
    """The instruments that a paragraph cites.

    Args:
        text: the words of the paragraph.
        patterns: those of the text's language.
        own_body: the body that adopted the text, which "this conference" means.
        body_of: gives the one body that met at a place in a year.
    """
    for noun in found_in(patterns.noun, text, "_/-"):
        yield from _of_noun(text, noun, patterns, own_body, body_of)
    yield from _of_series(text, patterns)
    for found in patterns.symbol.finditer(text) if "/RES/" in text else ():
        yield Citation(
            CitationKind.RESOLUTION, _BODIES_OF_SYMBOLS[found["symbol"]], found["number"], found.start(), found.end(), found[0]
        )


def _with_late_edition(text: str, item: _Item, at: int, patterns: CitationPatterns) -> _Item:
    """A number whose brackets stand behind the body: ``Resolution 1386 of the Council (2017)``."""
    brackets = patterns.edition_brackets.match(text, at)
    if item.written or brackets is None or not parse_edition(brackets["edition"]):
        return item
    return item._replace(end=brackets.end(), written=brackets["edition"])


def _of_sector(items: list[_Item], kind: CitationKind, last: str) -> list[_Item]:
    """The items with their Sector, which may stand before the noun: only Recommendations of a Sector have numbers of a series (E.164)."""
    if kind is CitationKind.RECOMMENDATION and last:
        items = [item._replace(sector=item.sector or last) for item in items]
    return [item for item in items if "." not in item.number or (item.sector and kind is CitationKind.RECOMMENDATION)]


def plain(text: str) -> str:
    """A symbol with plain hyphens: Word files have non-breaking ones inside "ITU-T"."""
    return text.replace("\u2011", "-").replace("\u2010", "-")


def _of_noun(text: str, noun: re.Match[str], patterns: CitationPatterns, own_body: str, body_of: BodyOf) -> Iterator[Citation]:
    """The instruments of one noun: its list, and the body before or behind it."""
    kind = CitationKind(patterns.kinds[noun["noun"].lower()])
    words_before = text[max(0, noun.start() - _NEAR) : noun.start()].split()
    last = words_before[-1] if words_before else ""
    items = _of_sector(
        _items(text, noun.end(), patterns, plural=noun["noun"].lower() in patterns.plurals), kind, patterns.sector_named(last)
    )
    if not items or last.lower() in patterns.citations.words.get("of_others", ()):
        return
    # A noun in capitals is that of a heading ("ANNEX 1 TO RESOLUTION 70"), or alone in its paragraph that of a number line.
    headed = last in patterns.citations.words.get("heading_prepositions", ())
    if noun["noun"].isupper() and (headed or not (text[: noun.start()].strip() or text[items[-1].end :].strip())):
        return
    start, body, meeting = _body_before(text, noun, last, kind, patterns)
    after = None if body else patterns.body_after.match(text, items[-1].end)
    if after is not None:
        body = patterns.bodies[" ".join(after["body"].split())] if after["body"] else own_body
        items[-1] = _with_late_edition(text, items[-1], after.end(), patterns)
    for n, item in enumerate(items):
        at = item.start if n else start
        yield _citation(kind, text, at, item, body, meeting, body_of)
    if after is not None and (between := patterns.separator.match(text, after.end())):
        # "Resolutions 32 (...) of WTSA and 167 (...) of the Plenipotentiary Conference"
        for item in _of_sector(_items(text, between.end(), patterns, plural=False), kind, "")[:1]:
            if item.written:
                yield _citation(kind, text, item.start, item, "", "", body_of)


def _body_before(
    text: str, noun: re.Match[str], last: str, kind: CitationKind, patterns: CitationPatterns
) -> tuple[int, str, str]:
    """Where the citation begins, the body named before the number, and its meeting; ``last`` is the word before the noun."""
    start, body, meeting = noun.start(), "", ""
    if kind is CitationKind.RECOMMENDATION and patterns.sector_named(last):
        start = text.rindex(last, 0, start)
    if patterns.can_name_a_body(last) and (
        before := patterns.body_before.search(text, max(0, noun.start() - _FAR), noun.start())
    ):
        body = patterns.bodies[" ".join(before["body"].split())]
        if not before["short"] and not (before.groupdict().get("between") or "").strip():
            start = before.start()
            start += len(lead[0]) if (lead := _LEADING.match(text, start)) else 0
            meeting = " ".join(f"{body}{before['year']}".split()) if before["year"] else ""
    if between := noun.groupdict().get("between"):
        body = patterns.bodies[" ".join(between.split())]
    return start, body, meeting


def _of_series(text: str, patterns: CitationPatterns) -> Iterator[Citation]:
    """Recommendations without their noun, one or a list: ``ITU-T A.4, A.5 and A.6``."""
    for found in patterns.of_sector.finditer(text):
        start, at = found.start(), found.end()
        while item := patterns.series.match(text, at):
            number, sector = plain(item["number"]), patterns.sector_named(found["sector"])
            yield Citation(CitationKind.RECOMMENDATION, sector, number, start, item.end(), text[start : item.end()])
            between = patterns.separator.match(text, item.end()) or _SLASH.match(text, item.end())
            if between is None:
                break
            start = at = between.end()


def _items(text: str, at: int, patterns: CitationPatterns, *, plural: bool) -> list[_Item]:
    """The numbers of a list, each with its brackets; brackets stand for the numbers without any before them."""
    out: list[_Item] = []
    while item := patterns.item.match(text, at):
        brackets = patterns.edition_brackets.match(text, item.end())
        written = brackets["edition"].replace("(", "") if brackets else ""
        written = written if parse_edition(written) else ""
        # Behind a singular noun a bare number is no item: "Resolution 70 and 30 countries".
        if out and not plural and not written:
            break
        end = brackets.end() if brackets and written else item.end()
        number, sector = plain(patterns.number_of(item)).strip("[]"), patterns.sector_named(item["sector"] or "")
        out.append(_Item(item.start(), end, number, item["symbol"] or "", sector, written))
        if item.groupdict().get("closing"):
            break
        dated = patterns.date.match(text, end)
        between = patterns.separator.match(text, dated.end() if dated else end)
        if between is None:
            break
        at = between.end()
    # "Resolutions 50 and 52 (Rev. Hammamet, 2016)": the brackets belong to both.
    said = ""
    for n in range(len(out) - 1, -1, -1):
        said = out[n].written or said
        out[n] = out[n]._replace(written=said)
    return out


def _citation(kind: CitationKind, text: str, start: int, item: _Item, body: str, meeting: str, body_of: BodyOf) -> Citation:
    said = parse_edition(item.written) if item.written else None
    if not body and said is not None and not said.council:
        body = said.meeting.partition("-")[0] if said.meeting else body_of(said.place, said.year)
    # A session in Roman numerals is one of the United Nations: "1514 (XV)".
    old = not item.written and "(" in text[item.start : item.end]
    if not old and (not body or (body == "Council" and "/" in item.number)):
        # United Nations texts say "Council" of the Economic and Social Council.
        body = _body_of_number(kind, item)
    if not body and edition_parser().only_of_council(item.written):
        body = "Council"
    edition = parse_edition(item.written, council=body == "Council") if item.written else None
    if edition is not None and edition.council and body != "Council":
        # "(Rev. 2018)" is a session's of the Council only where the text is the Council's.
        edition = edition._replace(council=False)
    return Citation(kind, body, item.number, start, item.end, text[start : item.end], edition, item.written, meeting)


def _body_of_number(kind: CitationKind, item: _Item) -> str:
    """The body that the form of a number tells, such as ``70/125``; empty where it tells none."""
    if item.sector:
        return "RA" if kind is CitationKind.RESOLUTION and item.sector == "ITU-R" else item.sector
    if item.symbol:
        return _BODIES_OF_SYMBOLS[item.symbol[0]]
    if item.number.startswith("ES-"):
        return "UNGA"
    session, slash, _ = item.number.partition("/")
    if slash and session.isdigit() and kind is CitationKind.RESOLUTION:
        return "ECOSOC" if len(session) == len("2019") else "UNGA"
    if count(item.number) in (_DECISIONS if kind is CitationKind.DECISION else _COUNCIL):
        return "Council"
    return ""
