"""RD202: the text never refers to its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.lexicon import fold
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_STEM = 5
"""So many letters of the noun of an annex are the same in all its forms."""


_NUMBER = re.compile(r"(?:\w+ |[^\x00-\x7f]+)(\d{1,2}|[a-z])")


def _find(text: CheckedText) -> Iterator[Fault]:
    if not text.resolution.annexes:
        return
    body = fold(" ".join(p.text.plain for p in text.worded if not p.key.startswith("annex")))
    nouns = {noun[:_STEM] for noun in (*text.words.annexes, *map(fold, text.words.citations.words.get("annexes", ())))}
    if not any(noun in body for noun in nouns):
        for n, _ in enumerate(text.resolution.annexes, 1):
            yield Fault(f"annex{n}", 0, 0, "nothing in the text refers to it")
        return
    # Of several, each has to be named, unless the text speaks of all of them ("Annexes 1 to 3"). What an annex says of another counts too.
    said = fold(" ".join(p.text.plain for p in text.worded))
    noun = "|".join(map(re.escape, sorted(nouns)))
    referred = {key for reference in text.references.all() for target in reference.targets for key in target.keys}
    for n, annex in enumerate(text.resolution.annexes, 1) if len(text.resolution.annexes) > 1 else ():
        number = _NUMBER.fullmatch(fold(annex.heading.plain))
        known = f"annex{n}" in referred or re.search(
            rf"(?:{noun})\w* {number[1] if number else ''}(?!\w)|(?:annexes|anexos) \w+", said
        )
        if number and not known:
            yield Fault(f"annex{n}", 0, 0, "nothing in the text refers to it")


RULE = Rule(
    "RD202",
    "annex-unreferred",
    Level.WARNING,
    "An annex has force by the clause that refers to it.",
    head("resolves", "1\tto act.", "ANNEX TO RESOLUTION 7", "1\tto act."),
    head("resolves", "1\tto act as the annex says.", "ANNEX TO RESOLUTION 7", "1\tto act."),
    _find,
)
