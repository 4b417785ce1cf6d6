"""References whose words stand in another order than in English: in Arabic labels before the call, in Chinese "above" before all.

Arabic texts of ITU have ``الفقرة ج) من "إذ يدرك"``.
Chinese ones have ``上述做出决议2``, ``以上“做出决议2”`` and ``上文第3段``, without blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from resdraft.citations.reference_patterns import ReferencePatterns
from resdraft.model.lexicon import fold
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.scripts import plainly

_FAR = 80
"""How many characters before a call the name of another text can begin."""


class CallSpot(NamedTuple):
    """A call in a text, and where the labels stand that belong to it."""

    start: int
    """Where the reference begins."""
    end: int
    """Where it ends at the least: behind a call that stands behind its labels."""
    call: str
    ordinal: str
    """The ordinal of one of several sections of that call, with its brackets."""
    call_at: tuple[int, int]
    quotes: str
    labels: tuple[int, int]
    """Where the list of labels begins, and where it must end; equal for a call that stands for its whole section."""
    above: bool
    """Whether "above" or "below", or the call in quotation marks, shows that a reference is meant."""


def call_spots(text: str, patterns: ReferencePatterns, calls: str) -> Iterator[CallSpot]:
    """The calls that stand in the order of the language.

    Args:
        text: the words of a clause in their plain form.
        patterns: those of the language.
        calls: a pattern for the calls that can be meant.
    """
    if patterns.labels_before_call:
        yield from _behind_labels(text, patterns.behind_labels(calls), patterns)
    elif not patterns.citation_patterns.spaced:
        yield from _unspaced(text, patterns, calls)


def _behind_labels(text: str, pattern: re.Pattern[str], patterns: ReferencePatterns) -> Iterator[CallSpot]:
    separator = patterns.citation_patterns.separator
    for found in _in_lists(text, pattern, patterns.noun_before, separator):
        start, quotes = found.start("labels"), _quotes(found)
        call_at = (found.start("call") - start, found.end("ordinal" if found["ordinal"] else "call") - start)
        end = found.end("close") if quotes else start + call_at[1]
        above = patterns.section_above.match(text, end) is not None
        yield CallSpot(
            start, end, found["call"], (found["ordinal"] or "").strip(), call_at, quotes, found.span("labels"), above
        )


def _in_lists(text: str, item: re.Pattern[str], head: re.Pattern[str], separator: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The items of lists that begin behind a head."""
    for begun in head.finditer(text):
        at = begun.end()
        while found := item.match(text, at):
            yield found
            between = separator.match(text, found.end())
            if between is None:
                break
            at = between.end()


def _unspaced(text: str, patterns: ReferencePatterns, calls: str) -> Iterator[CallSpot]:
    elsewhere = -1
    for found in patterns.unspaced(calls).finditer(text):
        joined = patterns.citation_patterns.separator.match(text, elsewhere) if elsewhere >= 0 else None
        if (joined and joined.end() == found.start()) or names_other_text(text, found.start(), patterns):
            # What stands behind it in the same list is that text's too.
            listed = patterns.listed.match(text, found.end())
            elsewhere = listed.end() if listed else found.end()
            continue
        quotes, whole = _quotes(found), found["whole"] is not None
        start = found.start("open" if quotes else "call")
        call_at = (found.start("call") - start, found.end("ordinal" if found["ordinal"] else "call") - start)
        end = start + call_at[1] if whole else found.end()
        labels = (end, end if whole else len(text))
        above = found["above"] is not None or found["open"] is not None
        yield CallSpot(start, end, found["call"], (found["ordinal"] or "").strip(), call_at, quotes, labels, above)


def names_other_text(text: str, at: int, patterns: ReferencePatterns) -> bool:
    """Whether, in a language without blanks, another text is named right before a place."""
    return patterns.other_text_before.search(text, max(0, at - _FAR), at) is not None


def _quotes(found: re.Match[str]) -> str:
    """The quotation marks right around a call: both, or none."""
    return f"{found['open'].strip()}{found['close'].strip()}" if found["open"] and found["close"] else ""


def call_names(resolution: Resolution, *, right_to_left: bool) -> dict[str, str]:
    """The forms in which a clause can name a call of its text, folded, each with the call as it is printed.

    In Arabic "and" is the first letter of all calls of a preamble but the first, and is left out or put in where they are named.
    """
    calls = [p.text.plain for p in resolution.provisions if p.kind is Kind.CALL]
    out = {form: " ".join(call.split()).rstrip(" ,:;،，") for call in reversed(calls) if (form := fold(plainly(call)))}
    if right_to_left:
        for form, printed in list(out.items()):
            out.setdefault(form[1:] if form.startswith("و") else f"و{form}", printed)
    return out


def begin_of_call(call: str, text: str, end: int) -> int | None:
    """The first character of a call that ends at ``end``, whatever its case and blanks; None where another text stands there."""
    if "-" in call:
        # A dash in it may stand between blanks: "Государства – Члены". So each beginning is tried, from the nearest.
        starts = [found.start() for found in re.finditer(r"(?<!\S)\S", text[max(0, end - 2 * len(call)) : end])]
        low = max(0, end - 2 * len(call))
        return next((low + at for at in reversed(starts) if fold(text[low + at : end]) == call), None)
    at = end
    for n, word in enumerate(reversed(call.split())):
        if n:
            at = len(text[:at].rstrip())
        if at < len(word) or fold(text[at - len(word) : at]) != fold(word):
            return None
        at -= len(word)
    return None if at and (text[at - 1].isalnum() or text[at - 1] in "_-/") else at
