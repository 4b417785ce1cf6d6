"""Abbreviations that a text explains: ``information and communication technologies (ICTs)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.resolution import Provision
from resdraft.rules.rule import CheckedText

_DEFINED = re.compile(r"(?P<before>(?:[\w'’/-]+ ){2,8})\((?P<short>[A-Z][A-Z0-9&/-]{1,9}s?)\)")


def defined(text: CheckedText) -> Iterator[tuple[Provision, re.Match[str]]]:
    """Where the text explains an abbreviation: its letters in brackets, behind words that begin with most of them."""
    for p in text.worded:
        for found in _DEFINED.finditer(p.text.plain.replace("\xa0", " ")):
            letters = [c for c in found["short"].rstrip("s").casefold() if c.isalpha()]
            initials = [word[0].casefold() for part in found["before"].split() for word in re.split(r"[/-]", part) if word]
            if letters and _in_order(letters, initials):
                yield p, found


def _in_order(letters: list[str], initials: list[str]) -> bool:
    """Whether all letters but one stand among the initials, in their order."""
    missed = 0
    at = 0
    for letter in letters:
        try:
            at = initials.index(letter, at) + 1
        except ValueError:
            missed += 1
    return missed <= (1 if len(letters) > 3 else 0)
