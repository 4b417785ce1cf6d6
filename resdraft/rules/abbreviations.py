"""Abbreviations that a text explains: ``information and communication technologies (ICTs)``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from resdraft.model.resolution import Provision

_SHORT = re.compile(r"\((?P<short>[A-Z][A-Z0-9&/-]{1,9}s?)\)")
LETTERS = re.compile(r"(?<![\w-])[A-Z][A-Z0-9&/-]{1,9}s?(?![\w-])")
"""What may be an abbreviation in a text."""
_WORD = re.compile(r"[\w'’/-]+")
_FAR = 120
"""The words that an abbreviation stands for are so near before it, in characters; there are at most so many of them:"""
_MOST = 8


class Abbreviation(NamedTuple):
    """An abbreviation where a text explains it: its letters, their place in the words, and the words before it."""

    provision: Provision
    short: str
    start: int
    end: int
    before: tuple[str, ...]


def explained(provisions: Iterable[Provision]) -> tuple[Abbreviation, ...]:
    """The abbreviations that paragraphs explain: letters in brackets, behind words that begin with most of them."""
    out = []
    for p in provisions:
        said = p.text.plain
        for found in _SHORT.finditer(said) if "(" in said else ():
            words = tuple(_WORD.findall(said[max(0, found.start() - _FAR) : found.start()])[-_MOST:])
            letters = [c for c in found["short"].rstrip("s").casefold() if c.isalpha()]
            initials = [word[0].casefold() for part in words for word in re.split(r"[/-]", part) if word]
            if len(words) > 1 and letters and _in_order(letters, initials):
                out.append(Abbreviation(p, found["short"], found.start("short"), found.end("short"), words))
    return tuple(out)


def _in_order(letters: list[str], initials: list[str]) -> bool:
    """Whether all letters but one stand among the initials, in their order."""
    missed = at = 0
    for letter in letters:
        try:
            at = initials.index(letter, at) + 1
        except ValueError:
            missed += 1
    return missed <= (1 if len(letters) > 3 else 0)
