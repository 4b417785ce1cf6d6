"""RD605: a designation with another blank than the others: one at which a line may break, or one at which it may not."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.citation import INSTRUMENTS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_FEW = 3
_BLANKS = (" ", "\xa0")


def _find(text: CheckedText) -> Iterator[Fault]:
    cited = [(key, found.citation) for key, found in text.citations if found.citation.kind in INSTRUMENTS]
    firm, loose = list[tuple[str, int]](), list[tuple[str, int]]()
    for key, one in cited:
        at = one.start + one.text.find(one.number)
        before = text.resolution[key].text.plain[at - 1 : at] if one.number in one.text else ""
        if before in _BLANKS:
            (loose if before == " " else firm).append((key, at))
    # Only where the text has the habit of one or the other: else the blank says nothing.
    for rare, common, what, mended in (
        (loose, firm, "at which a line may break", "\xa0"),
        (firm, loose, "that does not break", " "),
    ):
        if len(common) >= _FEW and len(common) > 3 * len(rare):
            for key, at in rare:
                yield Fault(key, at - 1, at, f"a blank {what}, where other designations have another", mended)


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
