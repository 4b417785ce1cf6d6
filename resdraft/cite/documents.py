"""Symbols of meeting documents: ``C18/24``, ``WG-WSIS-32/13``, ``S19-CWGWSIS34-C-0014 Rev.1``, ``A/76/L.8``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.citation import Citation, Cited

_SERIES = r"(?:(?:INF|DT|DL|ADM|TD)\s?/\s?)?"
_TAIL = r"(?P<tail>(?:\s?\((?:Rev|Add|Corr?)\.\s?\d+\)|\s?(?:Rev|Add|Corr?)\.\s?\d+)*)(?P<letter>-[EFSRAC](?!\w))?"
_HEAD = r"(?<![\w/.&+-])"
_PATTERNS = tuple(
    re.compile(_HEAD + pattern + _TAIL)
    for pattern in (
        # The name of a file: sector, year, meeting, series, document.
        r"(?P<symbol>[A-Z]\d\d-(?P<body>[A-Z][A-Z&]*)\d*(?:-[A-Z]+)*-\d{3,4}(?:![A-Z0-9-]*)*)",
        # A working group's: group, meeting, document.
        rf"(?P<symbol>(?P<body>C?WG(?:-?[A-Z&]*[A-Z])?)-?\d{{1,3}}\s?[/-]\s?{_SERIES}\d{{1,4}})(?![\d/])",
        # A conference's or an advisory group's: body, year or meeting, document.
        rf"(?P<symbol>(?P<body>PP|WTSA|WTDC|WRC|CMR|RA|WTPF|TSAG|TDAG|RAG|RPM-[A-Z]+)-?\s?\d{{2,4}}/{_SERIES}\d{{1,4}})(?![\d/])",
        rf"(?P<symbol>(?P<body>C)\d\d/{_SERIES}\d{{1,4}})(?![\d/])",
        # The United Nations'.
        r"(?:UNGA\s+)?(?P<symbol>(?P<body>A|E)/(?!RES)(?:[A-Z.]+\d*/)?\d{2,4}/(?:L\.)?\d+(?:/\d+)?)(?![\d/])",
        r"(?P<symbol>(?P<body>JIU)/[A-Z]+/\d{4}/\d+)",
        r"(?:UNESCO\s+)?(?P<symbol>\d{2,3}\s?(?P<body>C)/\d+)(?![\d/])",
    )
)
_SIGN = re.compile(r"[A-Z]-?\s?\d{1,4}\s?[/-]\s?[\dA-Z]|[AE]/[\dA-Z]|JIU/|\dC/\d|\sC/\d")
"""What every symbol has somewhere."""
_BODIES = {"C": "Council", "A": "UNGA", "E": "ECOSOC"}
_TAILS = re.compile(r"\(?((?:Rev|Add|Corr?)\.)\s?(\d+)\)?")


def documents(text: str) -> Iterator[Citation]:
    """The symbols of documents in a paragraph."""
    for pattern in _PATTERNS if _SIGN.search(text) else ():
        for found in pattern.finditer(text):
            body = found["body"]
            if found["symbol"][0].isdigit():
                body, number = "UNESCO", " ".join(found["symbol"].split())
            else:
                body, number = _BODIES.get(body, body), re.sub(r"\s", "", found["symbol"])
            number += "".join(f" {name}{n}" for name, n in _TAILS.findall(found["tail"]))
            end = found.end("tail")
            yield Citation(Cited.DOCUMENT, body, number, found.start(), end, text[found.start() : end])
