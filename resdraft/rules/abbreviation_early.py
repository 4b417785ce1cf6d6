"""RD503: an abbreviation is used before it is explained."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.model.resolution import Kind
from resdraft.rules.abbreviations import LETTERS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    order = {p.key: n for n, p in enumerate(text.resolution.provisions)}
    first: dict[str, tuple[int, int]] = {}
    for one in text.abbreviations:
        first.setdefault(one.short, (order[one.provision.key], one.start))
    for p in text.worded:
        # A title is read before the text, and a footnote behind it.
        for found in LETTERS.finditer(p.text.plain) if first and p.kind is Kind.CLAUSE else ():
            place = first.get(found[0])
            if place is not None and (order[p.key], found.start()) < place:
                del first[found[0]]
                where = text.address(text.resolution.provisions[place[0]].key)
                yield Fault(p.key, found.start(), found.end(), f"{found[0]} is explained only at {where}")


RULE = Rule(
    "RD503",
    "abbreviation-early",
    Level.STYLE,
    "An abbreviation is explained where it stands first.",
    head(
        "noting",
        "a)\tthe outcomes of WSIS;",
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
