"""Repairs a text that lost its lines, where it shows the signs or where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from resdraft.model.lexicon import Lexicon
from resdraft.read.flattened.divided import Divider
from resdraft.read.flattened.footnotes import RULE, take_notes
from resdraft.read.flattened.joined import labels_alone, labels_glued, spelled, with_labels
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.flattened.wrapped import unwrapped, wraps
from resdraft.read.line import Line

_INSIDE = re.compile(r"[;:,.] (?:(?:and|or) )?(?:\(?[a-z]{1,4}\)|\d{1,2}(?:\.\d{1,2})*|[•–]) \S")
_SURE = (RepairKind.CALL, RepairKind.LABEL)


def repaired(lines: Sequence[Line], words: Lexicon, *, always: bool = False) -> tuple[list[Line], list[Repair]]:
    """The lines as they were before they were lost, and what was repaired; the lines themselves where the text shows no signs.

    Args:
        lines: those of the whole text, blank ones too.
        words: the lexicon of its language.
        always: repair it whatever it looks like.
    """
    lines = list(lines)
    if not always and not shows_signs(lines, words):
        return lines, []
    return _repair(lines, words)


def shows_signs(lines: Sequence[Line], words: Lexicon) -> bool:
    """Whether a text shows that it lost its lines. First looks cost little, so that a text that is laid out well is read as fast."""
    if labels_glued(lines) or labels_alone(lines) or wraps(lines):
        return True
    inside = [line for line in lines if not line.explicit and len(line.text) > 12]
    if any(RULE.search(line.text) and _has_note(line.text) for line in inside):
        return True
    looks = _first_look(words)
    if not any(looks.search(line.text) for line in inside):
        return False
    # What a first look finds may be a sentence: only what would be divided for sure counts.
    repairs: list[Repair] = []
    seen = 0
    for _ in Divider(lines, words, repairs).divided():
        if any(repair.kind in _SURE for repair in repairs[seen:]):
            return True
        seen = len(repairs)
    return False


def _has_note(text: str) -> bool:
    """Whether words stand behind a rule that begin with the mark of a footnote, on the same line."""
    found = RULE.search(text)
    return found is not None and re.match(r"\s*(?:\d{1,2}|[*†‡])\s*\S", text[found.end() :]) is not None


@lru_cache(8)
def _first_look(words: Lexicon) -> re.Pattern[str]:
    """A label or the beginning of a call behind a comma or a semicolon."""
    verbs = sorted({re.escape(form.split()[0]) for form in words.operative}, key=lambda form: (-len(form), form))
    modifiers = "|".join(map(re.escape, words.modifiers)) or "(?!)"
    return re.compile(rf"{_INSIDE.pattern}|[,;.，；] ?(?:(?:{modifiers}) )?(?:{'|'.join(verbs)})\b", re.IGNORECASE)


def _repair(lines: list[Line], words: Lexicon) -> tuple[list[Line], list[Repair]]:
    repairs: list[Repair] = []
    found = spelled(lines, repairs)
    found = with_labels(found, repairs)
    if wraps(found):
        found = unwrapped(found, words, repairs)
        found = spelled(found, repairs)
    found = take_notes(found, words, repairs)
    found = list(Divider(found, words, repairs).divided())
    return found, sorted(repairs, key=lambda repair: repair.line)
