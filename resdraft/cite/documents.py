"""Symbols of meeting documents: ``C18/24``, ``WG-WSIS-32/13``, ``S19-CWGWSIS34-C-0014 Rev.1``, ``A/76/L.8``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.citation import Citation, Cited

_SERIES = r"(?:(?:INF|DT|DL|ADM|TD)\s?/\s?)?"
_TAIL = r"(?P<tail>(?:\s?\((?:Rev|Add|Corr?)\.\s?\d+\)|\s?(?:Rev|Add|Corr?)\.\s?\d+)*)(?P<letter>-[EFSRAC](?!\w))?"
_HEAD = r"(?<![\w/.&+-])"
_SIGN = re.compile(r"[A-Z]-?\s?\d{1,4}\s?[/-]|[AEC]/|JIU/")
"""What stands in every symbol: a first look."""
_NUMBERED = tuple(f"{digit}/" for digit in range(10))
_PATTERNS = tuple(
    (signs, re.compile(_HEAD + pattern + _TAIL))
    for signs, pattern in (
        # A working group's: group, meeting, document.
        (("WG",), rf"(?P<symbol>(?P<body>C?WG(?:-?[A-Z&]*[A-Z])?)-?\d{{1,3}}\s?[/-]\s?{_SERIES}\d{{1,4}})(?![\d/])"),
        # A conference's or an advisory group's: body, year or meeting, document.
        (
            _NUMBERED,
            rf"(?P<symbol>(?P<body>PP|WTSA|WTDC|WRC|CMR|RA|WTPF|TSAG|TDAG|RAG|RPM-[A-Z]+)-?\s?\d{{2,4}}/{_SERIES}\d{{1,4}})(?![\d/])",
        ),
        (_NUMBERED, rf"(?P<symbol>(?P<body>C)\d\d/{_SERIES}\d{{1,4}})(?![\d/])"),
        # The United Nations'.
        (
            ("A/", "E/"),
            r"(?:UNGA\s+)?(?P<symbol>(?P<body>A|E)/(?!RES)(?:[A-Z.]+\d*/)?\d{2,4}/(?:L\.)?\d+(?:/\d+)?)(?![\d/])",
        ),
        (("JIU/",), r"(?P<symbol>(?P<body>JIU)/[A-Z]+/\d{4}/\d+)"),
        (("C/",), r"(?:UNESCO\s+)?(?P<symbol>\d{2,3}\s?(?P<body>C)/\d+)(?![\d/])"),
    )
)
"""Each with the signs of which one stands in every symbol of that form."""
_NAME = re.compile(rf"{_HEAD}(?P<symbol>[A-Z]\d\d-(?P<body>[A-Z][A-Z&]*)\d*(?:-[A-Z]+)*-\d{{3,4}}(?:![A-Z0-9-]*)*){_TAIL}")
"""The name of a file: sector, year, meeting, series, document."""
_BODIES = {"C": "Council", "A": "UNGA", "E": "ECOSOC"}
_TAILS = re.compile(r"\(?((?:Rev|Add|Corr?)\.)\s?(\d+)\)?")


def documents(text: str) -> Iterator[Citation]:
    """The symbols of documents in a paragraph."""
    if not _SIGN.search(text):
        return
    for signs, pattern in _PATTERNS:
        if any(sign in text for sign in signs):
            yield from _found(pattern, text)
    yield from _found(_NAME, text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Citation]:
    for found in pattern.finditer(text):
        body = found["body"]
        if found["symbol"][0].isdigit():
            body, number = "UNESCO", " ".join(found["symbol"].split())
        else:
            body, number = _BODIES.get(body, body), re.sub(r"\s", "", found["symbol"])
        number += "".join(f" {name}{n}" for name, n in _TAILS.findall(found["tail"]))
        yield Citation(Cited.DOCUMENT, body, number, found.start(), found.end("tail"), text[found.start() : found.end("tail")])
