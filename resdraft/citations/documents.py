"""Symbols of meeting documents: ``C18/24``, ``WG-WSIS-32/13``, ``S19-CWGWSIS34-C-0014 Rev.1``, ``A/76/L.8``.

The forms are those seen in reports of ITU's working groups and in documents of the United Nations. They are the same in all languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from resdraft.citations.citation_patterns import CitationPatterns
from resdraft.model.citation import Citation, CitationKind

_SERIES = r"(?:(?:INF|DT|DL|ADM|TD)\s?/\s?)?"
_TAIL = r"(?P<tail>(?:\s?\((?:Rev|Add|Corr?)\.\s?\d+\)|\s?(?:Rev|Add|Corr?)\.\s?\d+)*)"
"""What follows a symbol: its revision, addendum or corrigendum. The letter of a language behind it ("-E") names no other document."""
_HEAD = "(?<![/.&+-])(?<![^\\W\u2e80-\u9fff])"
"""No word goes on into a symbol; in Chinese no blank stands before it."""
_SIGN = re.compile(r"\d\s?[/-]\s?[\dA-Z]|[AECS]/[A-Z\d]|[-\u2011](?:C|R|LS)\d|TD\s?\d|JIU/")
"""What stands in every symbol. It is looked for first, as most paragraphs have none."""
_PATTERNS = tuple(
    (re.compile(sign), _HEAD + pattern + _TAIL)
    for sign, pattern in (
        # A working group's: group, meeting, document.
        (
            "WG",
            rf"(?P<symbol>(?P<body>C?WG(?:[A-Z&][A-Za-z&]*)?(?:[-\u2011][A-Z&][A-Za-z&]*)*)[-\u2011\s]?\d{{1,3}}\s?[/-]\s?{_SERIES}\d{{1,4}})(?![\d/])",
        ),
        # Any other group's that is written so.
        (
            r"[A-Za-z&][-\u2011]\d{1,3}/",
            rf"(?P<symbol>(?P<body>[A-Z]{{2}}[A-Za-z&]*(?:[-\u2011][A-Z][A-Za-z&]*)*)[-\u2011]\d{{1,3}}/{_SERIES}\d{{1,4}})(?![\d/])",
        ),
        # A temporary document, contribution, report or liaison statement of a group.
        (
            r"[-\u2011](?:TD|C|R|LS)\d",
            r"(?P<symbol>(?P<body>TSAG|TDAG|RAG|SG\d{1,2})[-\u2011](?:TD|C|R|LS)\d{1,4})(?P<short>[-\u2011]?R\d{1,2})?(?!\d)",
        ),
        # A conference's or an advisory group's: body, year or meeting, document.
        (
            r"[A-Z]-?\s?\d{2,4}/",
            rf"(?P<symbol>(?P<body>PP|WTSA|WTDC|WRC|CMR|RA|WTPF|TSAG|TDAG|RAG|RPM-[A-Z]+)-?\s?\d{{2,4}}/{_SERIES}\d{{1,4}})(?![\d/])",
        ),
        (r"C\d\d/", rf"(?P<symbol>(?P<body>C)\d\d/{_SERIES}\d{{1,4}})(?![\d/])"),
        ("TD", r"(?P<symbol>(?P<body>)TD\s?\d{1,4})(?P<short>[-\u2011]?R\d{1,2})?(?!\d)"),
        # The United Nations'.
        ("A/HRC/", r"(?P<symbol>(?P<body>A/HRC)/(?!RES)\d+/(?:L\.)?\d+)(?![\d/])"),
        ("S/", r"(?P<symbol>(?P<body>S)/(?:19|20)\d\d/\d+)(?![\d/])"),
        (
            "[AE]/",
            r"(?:UNGA\s+)?(?P<symbol>(?P<body>A|E)/(?!RES|HRC)(?:[A-Z.]+\d*/)?\d{2,4}/(?:L\.)?\d+(?:/\d+)?)(?![\d/])",
        ),
        ("JIU/", r"(?P<symbol>(?P<body>JIU)/[A-Z]+/\d{4}/\d+)"),
        ("C/", r"(?:UNESCO\s+)?(?P<symbol>\d{2,3}\s?(?P<body>C)/\d+)(?![\d/])"),
    )
)
"""Each form of symbol, behind a shorter pattern for what stands in every symbol of that form, which is tried first.

Only then is it compiled: with a range as large as that of Chinese each takes as long as a page takes to be read.
"""
_AFTER_NOUN = r"(?P<symbol>(?P<body>)\d{1,2}[A-Z]?/\d{1,4})(?![\d/])"
"""The document of a study group, which is known only by the noun before it: ``Document 2/345``."""
_YEAR = re.compile(r"[A-Z]\d\d-[A-Z]")
_NAME = rf"{_HEAD}(?P<symbol>[A-Z]\d\d-(?P<body>[A-Z][A-Z&]*)\d*(?:-[A-Z]+)*-\d{{3,4}}(?:![A-Z0-9-]*)*){_TAIL}"
"""The name of a file: Sector and year, meeting, series, document."""
_BODIES = {"C": "Council", "A": "UNGA", "E": "ECOSOC", "S": "UNSC", "A/HRC": "HRC"}
_TAILS = re.compile(r"\(?((?:Rev|Add|Corr?)\.)\s?(\d+)\)?")


@lru_cache(8)
def _after_noun(nouns: tuple[str, ...]) -> re.Pattern[str]:
    # A lookbehind takes one width only, so there is one for each noun.
    behind = "|".join(f"(?<={re.escape(noun)} )" for noun in nouns)
    return re.compile(f"(?:{behind or '(?!)'}){_HEAD}{_AFTER_NOUN}{_TAIL}")


def document_citations(text: str, patterns: CitationPatterns) -> Iterator[Citation]:
    """The symbols of documents in a paragraph."""
    if not _SIGN.search(text):
        return
    for sign, pattern in _PATTERNS:
        if sign.search(text):
            yield from _found(re.compile(pattern), text)
    yield from _found(_after_noun(patterns.citations.words.get("documents", ())), text)
    if _YEAR.search(text):
        yield from _found(re.compile(_NAME), text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Citation]:
    for found in pattern.finditer(text):
        body = found["body"]
        if body == "C" and found["symbol"][0].isdigit():
            body, number = "UNESCO", " ".join(found["symbol"].split())
        else:
            body = _BODIES.get(body, body).replace("\u2011", "-")
            number = re.sub(r"\s", "", found["symbol"]).replace("\u2011", "-")
        if short := found.groupdict().get("short"):
            number += " Rev." + short.lstrip("-R\u2011")
        number += "".join(f" {name}{n}" for name, n in _TAILS.findall(found["tail"]))
        yield Citation(
            CitationKind.DOCUMENT, body, number, found.start(), found.end("tail"), text[found.start() : found.end("tail")]
        )
