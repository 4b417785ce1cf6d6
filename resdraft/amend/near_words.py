"""Words that a clause has nearly as they were quoted: what differs, by name, for a difference may be one that nobody sees."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from resdraft.differences.sequences import equal_pairs
from resdraft.model.text import tokenise

_NAMES = {
    "-": "hyphen",
    " ": "blank",
    "\u00a0": "no-break blank",
    "\u202f": "narrow no-break blank",
    "\t": "tab",
    "\n": "line break",
    "\u2010": "hyphen",
    "\u2011": "no-break hyphen",
    "\u2013": "en dash",
    "\u2014": "em dash",
    "\u2212": "minus sign",
    "\u00ad": "soft hyphen",
    "\u2026": "ellipsis in one character",
    "...": "three full stops",
    "\u200b": "zero-width blank",
    "'": "straight apostrophe",
    "\u2019": "curly apostrophe",
    '"': "straight quotation mark",
    ".": "full stop",
}
# Letters of other scripts that look as Latin ones do: in a text that was copied nobody sees them.
_LOOKALIKES = str.maketrans("асеорхуіАВСЕНІКМОРТХ", "aceopxyiABCEHIKMOPTX")
_MOST = 3


def near_words(text: str, wanted: str) -> str:
    """What differs where a text has words nearly as they were quoted; empty where it has none such."""
    folded, places = _letters(text)
    sought, own = _letters(wanted)
    at = folded.find(sought) if sought else -1
    if at < 0:
        return ""
    # What stands before the first letter and behind the last one is compared as well.
    first, last = places[at], places[at + len(sought) - 1] + 1
    before, behind = text[places[at - 1] + 1 if at else 0 : first], text[last : ([*places, len(text)])[at + len(sought)]]
    start = first - _most_alike(before[::-1], wanted[: own[0]][::-1])
    end = last + _most_alike(behind, wanted[own[-1] + 1 :])
    there = text[start:end]
    told = list(dict.fromkeys(_differences(tokenise(there), tokenise(wanted))))
    return f"it reads “{there.strip()}”: {'; '.join(told[:_MOST])}" if told else ""


def _most_alike(signs: str, typed: str) -> int:
    """How many of the signs beside a letter are most likely meant by those that were typed there.

    It takes the fewest changes and has the most signs in common. A blank stands for no sign: where a text has only a blank in the place of
    one, the sign is not there.
    """

    def unlike(count: int) -> tuple[int, int, int, int]:
        there = signs[:count]
        codes = SequenceMatcher(None, there, typed, autojunk=False).get_opcodes()
        changes = sum(max(b - a, d - c) for kind, a, b, c, d in codes if kind != "equal")
        same = sum(b - a for kind, a, b, _, _ in codes if kind == "equal")
        blanks = sum(there[a:b].isspace() for kind, a, b, _, _ in codes if kind == "replace")
        return changes, -same, blanks, -count

    return min(range(min(len(signs), len(typed) + _MOST) + 1), key=unlike)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text without case, accents and script, and the place of each in the text."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for plain in unicodedata.normalize("NFKD", char).translate(_LOOKALIKES).casefold():
            if plain.isalnum():
                out.append(plain)
                places.append(at)
    return "".join(out), places


def _differences(there: list[str], wanted: list[str]) -> list[str]:
    """Each difference of two texts that are alike in their letters, in words."""
    out: list[str] = []
    a, c = 0, 0
    for b, d in [*equal_pairs(there, wanted), (len(there), len(wanted))]:
        theirs, typed = "".join(there[a:b]), "".join(wanted[c:d])
        at, a, c = a, b + 1, d + 1
        if theirs == typed:
            continue
        behind = f" behind “{there[at - 1]}”" if at and there[at - 1].strip() else ""
        if not typed or not theirs:
            out.append(f"{'no ' * (not theirs)}{_name(theirs or typed)}{behind}")
        elif any(char.isalnum() for char in theirs) and not _look_alike(theirs, typed):
            out.append(f"“{theirs}”, not “{typed}”")
        else:
            out.append(_pair(theirs, typed))
    return out


def _look_alike(one: str, other: str) -> bool:
    """Whether two words look the same though their characters differ."""
    return unicodedata.normalize("NFC", _plain(one)) == unicodedata.normalize("NFC", _plain(other))


def _plain(text: str) -> str:
    return "".join(c for c in text.translate(_LOOKALIKES) if unicodedata.category(c) != "Cf")


def _pair(theirs: str, typed: str) -> str:
    """A difference that is not seen, or hardly: the names of the characters."""
    if len(theirs) == len(typed):
        one, other = next((a, b) for a, b in zip(theirs, typed, strict=True) if a != b)
        inside = f" in “{theirs}”" if len(theirs) > 1 else ""
        return f"{_name(one)}, not {_name(other)}{inside}"
    hidden = next((c for c in theirs + typed if unicodedata.category(c) in ("Cf", "Mn")), None)
    if hidden is not None:
        return f"{'' if hidden in theirs else 'no '}{_name(hidden)} in “{_plain(theirs)}”"
    return f"{_name(theirs)}, not {_name(typed)}"


def _name(chars: str) -> str:
    """What a mark is called; words are quoted."""
    if any(char.isalnum() for char in chars) and len(chars) > 1:
        return f"“{chars.strip()}”"
    if chars in _NAMES:
        return _NAMES[chars]
    return " and ".join(
        dict.fromkeys(_NAMES.get(char) or unicodedata.name(char, "control character").lower() for char in chars)
    )
