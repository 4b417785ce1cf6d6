"""RD113: the enacting formula names another place or year than the number line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.lexicon import parse_edition
from resdraft.rules.rule import CheckedText, Fault, Level, Rule

_IN_BRACKETS = re.compile(r"[(（]([^()（）]{3,60})[)）]\s*[,，،]?\s*$")


def _find(text: CheckedText) -> Iterator[Fault]:
    formula = text.resolution.formula
    found = _IN_BRACKETS.search(formula.plain) if formula else None
    if found is None:
        return
    said, own = parse_edition(found[1]), parse_edition(text.resolution.designation.edition)
    if said is not None and own is not None and said.year and own.year and said.place and own.place and not said.same(own):
        yield Fault("formula", found.start(1), found.end(1), f"the number line says {text.resolution.designation.edition}")


RULE = Rule(
    "RD113",
    "formula-edition",
    Level.ERROR,
    "The conference that enacts the text is the one that its number line names.",
    "RESOLUTION 7 (Rev. Dubai, 2018)\nA title\nThe Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),\n"
    "resolves\n1\tto act.",
    "RESOLUTION 7 (Rev. Dubai, 2018)\nA title\nThe Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),\n"
    "resolves\n1\tto act.",
    _find,
)
