"""RD501: an abbreviation is defined twice."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for one in text.abbreviations:
        key = one.provision.key
        if one.short not in seen:
            seen[one.short] = key
        elif not key.startswith(("annex", "note")):
            yield Fault(key, one.start, one.end, f"{one.short} is explained at {text.address(seen[one.short])} already")


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
