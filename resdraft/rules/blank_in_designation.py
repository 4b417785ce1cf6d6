"""RD605: a designation with a blank that breaks, where others have one that does not."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_FEW = 3


def _find(text: CheckedText) -> Iterator[Fault]:
    cited = [(key, found.citation) for key, found in text.citations if found.citation.kind in INSTRUMENTS]
    firm, loose = 0, []
    for key, one in cited:
        at = one.start + one.text.find(one.number)
        before = text.resolution[key].text.plain[at - 1 : at] if one.number in one.text else ""
        firm += before == "\xa0"
        if before == " ":
            loose.append((key, at))
    # Only where the text has the habit of it: else the blank says nothing.
    if firm >= _FEW and firm > 3 * len(loose):
        for key, at in loose:
            yield Fault(key, at - 1, at, "a blank at which a line may break, where other designations have none", "\xa0")


RULE = Rule(
    "RD605",
    "blank-in-designation",
    Level.STYLE,
    "A number stays on the line of its noun: a blank that does not break stands between them, everywhere or nowhere.",
    head(
        "noting",
        *(f"{c})\tResolution\xa0{n} (Rev. Dubai, 2018);" for c, n in zip("abcd", (2, 11, 21, 22), strict=True)),
        "e)\tResolution 25 (Rev. Dubai, 2018),",
        "resolves",
        "1\tto act.",
    ),
    head(
        "noting",
        *(f"{c})\tResolution\xa0{n} (Rev. Dubai, 2018);" for c, n in zip("abcd", (2, 11, 21, 22), strict=True)),
        "e)\tResolution\xa025 (Rev. Dubai, 2018),",
        "resolves",
        "1\tto act.",
    ),
    _find,
)
