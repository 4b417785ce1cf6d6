"""Labels of clauses: what they can mean, which follows which, and the label of an inserted clause.

The forms are those of ITU texts: ``a)`` in the preamble, ``1`` without a full stop in the operative part, below them ``1.1``, ``a)``, ``i)``
and dashes; ``b)bis`` or ``1bis`` for an inserted clause, in Spanish ``bbis)``. The suffixes are Latin in every language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from resdraft.limits import count

SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_STROKES = "–—−‒-"
"""Dashes that people type for one another: they stand in one list."""
DASH = _STROKES[0]
"""The one that ITU's texts have."""
DASHES = f"{_STROKES}•·▪◦●○*"
BY_PLACE = "?"
"""Stands for the label of an added clause that follows from its place, until that is known."""
_LETTERS = 26
_MOST_ROMAN = 90
"""The Roman numerals that labels are read by go so far."""
_SUFFIX = "|".join(SUFFIXES)
_ADDED = rf"(?:{_SUFFIX}|ante(?: \d)?)"
"""What stands behind the label of a clause that was added behind, or before, the one of that label."""
_DOTTED = rf"\d+[A-Z]?(?:{_SUFFIX})?(?:\.\d+[A-Z]?(?:{_SUFFIX})?)*"
# A letter with a full stop is a label only before a tab: "a.m." and "i.e." are none. ITU's texts write numbers
# without a full stop; other documents write it.
LABEL = re.compile(
    # Arabic texts of the UN number their paragraphs "1 -".
    rf"(?:\d{{1,3}} -(?={_ADDED}?\t)"
    rf"|[(（](?:[^\W\d_]{{1,5}}|\d+)[)）]|(?:[^\W\d_]{{1,2}}|[ivxl]{{1,6}})(?: ?(?:{_SUFFIX}))?[)）]|{_DOTTED}[.)）]?|[{re.escape(DASHES)}]"
    # Arabic typists put a blank before the bracket, and have a form of heh that stands alone.
    rf"|[\u0621-\u064a\ufe70-\ufefc]{{1,2}}[ \xa0]\)(?={_ADDED}?\t)"
    rf"|[A-Za-z]\.(?=\t)|[ivxl]{{1,6}}\.(?=\t))(?:\s?{_ADDED})?(?=\s|$)"
)
# Russian lists mix Latin and Cyrillic letters that look the same: "с)" in Cyrillic may follow "b)" in Latin.
_LOOKALIKES = str.maketrans("асеорхуі", "aceopxyi")
# The order of Arabic lists is that of the letters as numerals (abjad). Cyrillic letters are counted as Unicode has them.
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_FORMS = str.maketrans("اإآىة", "أأأيه")
_ROMAN = re.compile(r"(?=[ivxl])(xl|l?x{0,3})(ix|iv|v?i{0,3})")
_PARTS = re.compile(rf"([(（]?)(.*?)[ \xa0]?({_SUFFIX})?((?:[.)）]| -)?)\s?({_ADDED})?", re.DOTALL)


class LabelMeaning(NamedTuple):
    """One thing that a label can mean."""

    style: str
    """The first label of a list of this form: ``a)``, ``1``, ``4.1``. Labels of one style can stand in one list."""
    ordinal: int
    """Its place in such a list, from 1; 0 where it counts nothing, as a dash."""
    suffix: int = 0
    """1 for ``bis``, 2 for ``ter`` and so on; 0 for none."""


@lru_cache(2048)
def label_meanings(label: str) -> list[LabelMeaning]:
    """All that a label can mean: ``i)`` is the ninth letter and the first Roman number. There is always at least one meaning."""
    if label in DASHES:
        return [LabelMeaning(f"dash {_STROKES[0] if label in _STROKES else label}", 0)]
    found = _PARTS.fullmatch(_common_form(label))
    if not found:
        return [LabelMeaning("other", 0)]
    opening, core, inner, closing, outer = found.groups()
    suffix = SUFFIXES.index(inner or outer) + 1 if (inner or outer) in SUFFIXES else 0
    form = opening + "%s" + closing.replace(".", "").replace(" -", "")
    core = core.translate(_LOOKALIKES)
    out = []
    if re.fullmatch(r"\d+[A-Z]?", core):
        out.append(LabelMeaning(form % "1", count(core.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), suffix))
    elif "." in core:
        head, _, last = core.rpartition(".")
        digits = re.match(r"\d+", last)
        out.append(LabelMeaning(form % f"{head}.1", count(digits[0]) if digits else 0, suffix))
    elif core.isalpha() and len(set(core.lower())) == 1 and len(core) <= 2:
        # aa) follows z). Cyrillic letters are counted in the order of Unicode, which is that of the alphabet.
        letter = core[0].lower()
        place = ord(letter) - ord("a") + 1 if letter.isascii() else ord(letter) - 0x0430 + 1 if "а" <= letter <= "я" else 0
        out.append(LabelMeaning(form % ("A" if core.isupper() else "a"), place + 26 * (len(core) - 1), suffix))
    if (letter := core.translate(_ARABIC_FORMS)) and letter in _ABJAD and len(letter) == 1:
        return [LabelMeaning(form % _ABJAD[0], _ABJAD.index(letter) + 1, suffix)]
    roman = _ROMAN.fullmatch(core.lower())
    if roman and core:
        out.append(LabelMeaning(form % ("I" if core.isupper() else "i"), _roman(core.lower()), suffix))
    return out or [LabelMeaning("other", 0, suffix)]


def _common_form(label: str) -> str:
    """A label in ASCII digits and brackets and in plain letters: without full width, Arabic-Indic digits and presentation forms (U+FEEB)."""
    if label.isascii():
        return label
    plain = unicodedata.normalize("NFKC", label).replace("\u0640", "")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _roman(text: str) -> int:
    # A smaller digit before a larger one is subtracted: iv is 4.
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    digits = [values[letter] for letter in text]
    return sum(-d if after > d else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def numeral(ordinal: int) -> str:
    """A Roman numeral in small letters, as lists have it."""
    out = ""
    for value, sign in zip((50, 40, 10, 9, 5, 4, 1), ("l", "xl", "x", "ix", "v", "iv", "i"), strict=True):
        times, ordinal = divmod(ordinal, value)
        out += sign * times
    return out


def follows(label: str, before: LabelMeaning) -> bool:
    """Whether a label can be the next one after ``before`` in its list: ``b)`` or ``a)bis`` after ``a)``. A dash follows a dash."""
    for reading in label_meanings(label):
        if reading.style != before.style:
            continue
        step = (reading.ordinal - before.ordinal, reading.suffix - before.suffix)
        if reading.style.startswith("dash") or step == (0, 1) or (step[0] == 1 and reading.suffix == 0):
            return True
    return False


def begins_sub_items(label: str, beside: str) -> bool:
    """Whether a label begins a list below a clause, as a dash or ``a)`` does below ``2``, and ``i)`` below ``b)``."""
    known = label_meanings(beside)
    begins = {m.style for m in label_meanings(label) if is_dash(label) or (m.ordinal == 1 and not m.suffix)}
    # "i)" behind "h)" is the next letter.
    return bool(begins) and begins.isdisjoint(m.style for m in known) and not any(follows(label, m) for m in known)


def is_dash(label: str | None) -> bool:
    """Whether the label is a dash or a bullet, which counts nothing."""
    return label is not None and label in DASHES


@lru_cache(2048)
def fold_label(label: str) -> str:
    """A label as people say it: without brackets, stops and spaces (``a)bis`` is ``abis``)."""
    return re.sub(r" -$|[().\s]", "", _common_form(label)).translate(_LOOKALIKES)


def inserted(anchor: str, rank: int, before_bracket: bool = False) -> str:
    """The label of a clause that is inserted behind another.

    ``3`` gives ``3bis``, then ``3ter``; ``a)`` gives ``a)bis``; ``3bis`` gives ``3ter``; a dash stays a dash.

    Args:
        anchor: the label of the clause before it in the base.
        rank: its place among the clauses inserted there, from 0.
        before_bracket: whether the suffix stands before the bracket, as in Spanish: ``abis)``.
    """
    if is_dash(anchor):
        return anchor
    suffix = label_meanings(anchor)[0].suffix + rank
    stem = re.sub(rf"\s?(?:{_SUFFIX})", "", anchor)
    # Behind decies there is no suffix, so the number of the clause in its gap stands in brackets.
    word = SUFFIXES[suffix] if suffix < len(SUFFIXES) else f"({suffix + 1})"
    if before_bracket and stem.endswith(")"):
        return f"{stem[:-1]}{word})"
    return f"{stem}{word}"


def next_in_list(labels: Sequence[str], rank: int = 0) -> str | None:
    """The label behind the last one of a list: ``7`` behind ``6``, ``j)`` behind ``i)`` where that follows ``h)``, else ``ii)``.

    Args:
        labels: those of the list so far, in order.
        rank: how many clauses stand between the last one and the one that is asked for.

    Returns:
        None where the form of the list does not say how it goes on, as behind ``1A`` or in an alphabet that has no order here.
    """
    found = _PARTS.fullmatch(labels[-1])
    meaning = _meaning_in_list(labels)
    if not found or not meaning.ordinal:
        return None
    opening, core, _, closing, _ = found.groups()
    core, ordinal = core.translate(_LOOKALIKES), meaning.ordinal + 1 + rank
    head, dot, last = core.rpartition(".")
    first = meaning.style.strip("()")
    if first == _ABJAD[0] and ordinal <= len(_ABJAD):
        return f"{opening}{_ABJAD[ordinal - 1]}{closing}"
    if last.isdecimal():
        # A list in Arabic-Indic digits goes on in them.
        zero = ord(last[0]) - unicodedata.decimal(last[0])
        digits = "".join(chr(zero + int(digit)) for digit in str(ordinal))
        return f"{opening}{head}{dot}{digits}{closing}"
    if first.lower() == "a" and core.isascii() and ordinal <= 2 * _LETTERS:
        letter = chr(ord("a") + (ordinal - 1) % _LETTERS) * (1 if ordinal <= _LETTERS else 2)
    elif first.lower() == "i" and ordinal < _MOST_ROMAN:
        letter = numeral(ordinal)
    else:
        return None
    return f"{opening}{letter.upper() if core.isupper() else letter}{closing}"


def _meaning_in_list(labels: Sequence[str]) -> LabelMeaning:
    """What the last label of a list means: what the one before it asks for, else the first of a list, else its first meaning."""
    options = label_meanings(labels[-1])
    if len(labels) > 1:
        before = label_meanings(labels[-2])
        for option in options:
            if any(b.style == option.style and option.ordinal - b.ordinal == (not option.suffix) for b in before):
                return option
        styles = {b.style for b in before}
        return next((option for option in options if option.style in styles), options[0])
    return next((option for option in options if option.ordinal == 1), options[0])


def list_meaning(labels: Sequence[str]) -> LabelMeaning:
    """What the first label of a list means in it: its style, and the number that the list begins with."""
    style = _meaning_in_list(labels).style
    meanings = label_meanings(labels[0])
    return next((meaning for meaning in meanings if meaning.style == style), meanings[0])


def label_in_list(labels: Sequence[str], ordinal: int) -> str | None:
    """The label of the clause of a number in a list of this form: ``c)`` is the third of ``a)``, ``b)``.

    Returns:
        None where neither the form of the list says it nor the list has it.
    """
    known = next_in_list(labels, ordinal - _meaning_in_list(labels).ordinal - 1)
    if known is not None:
        return known
    # Letters of an alphabet that has no order here are counted as the list itself counts them.
    at = ordinal - list_meaning(labels).ordinal
    plain = [label for label in labels if not any(meaning.suffix for meaning in label_meanings(label))]
    return plain[at] if 0 <= at < len(plain) else None
