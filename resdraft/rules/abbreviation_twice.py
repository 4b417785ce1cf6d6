"""RD501: an abbreviation is defined twice."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.abbreviations import defined
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for p, found in defined(text):
        before = seen.get(found["short"])
        if before is not None and not p.key.startswith(("annex", "note")):
            yield Fault(p.key, found.start("short"), found.end("short"), f"{found['short']} is explained at {before} already")
        else:
            seen[found["short"]] = text.address(p.key)


RULE = Rule(
    "RD501",
    "abbreviation-twice",
    Level.STYLE,
    "An abbreviation is explained once, where it stands first.",
    head(
        "noting",
        "a)\tthe World Summit on the Information Society (WSIS);",
        "b)\tthe World Summit on the Information Society (WSIS),",
        "resolves",
        "1\tto act on WSIS.",
    ),
    head(
        "noting",
        "a)\tthe World Summit on the Information Society (WSIS);",
        "b)\tthe outcomes of WSIS,",
        "resolves",
        "1\tto act on WSIS.",
    ),
    _find,
    ("en", "fr", "es"),
)
