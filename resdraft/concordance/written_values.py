"""Changes of numbers, dates and editions, as another language writes them.

A value is carried over only where it is meant beyond doubt: where it stands once in the paragraph and once in its translation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from resdraft.citations.register import load_register
from resdraft.citations.written_edition import written_edition
from resdraft.concordance.values import COMMA_IS_DECIMAL, Value, meanings, values
from resdraft.lexicon import lexicon, parse_edition
from resdraft.model.scripts import western

NOT_A_VALUE = "\ufffc"
"""Stands for new words that are more than a value, such as those with a footnote reference."""
_BRACKET = re.compile(r"[(（]([^()（）]{1,80})[)）]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST_NUMBER = re.compile(r"\d[\d/.]{0,20}(?=\D{0,12}$)")
_DECIMAL_SIGN = re.compile(r"[.,٫](?=\d+$)")
_GROUP_SIGN = re.compile(r"(?<=\d)[ \xa0\u202f\u2009,.٬](?=\d{3})")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CHINESE_DATE = re.compile(r"(?<!\d)(?P<year>\d{4})年(?P<month>\d\d?)月(?P<day>\d\d?)日")


class Change(NamedTuple):
    """Characters of a paragraph's words that become others; ``start`` equals ``end`` where words are put in."""

    start: int
    end: int
    new: str


class Carried(NamedTuple):
    """What becomes of the changes of a paragraph: those of its translation, and the numbers of those that are not carried over.

    ``editions`` are the changes among those made whose edition the translation's language is not known to write: its new words are as given.
    """

    made: tuple[Change, ...]
    left: tuple[int, ...]
    editions: tuple[Change, ...] = ()


class _Bracket(NamedTuple):
    """Brackets with a year, by which a text names an edition. ``key`` is the number before them and their years."""

    start: int
    end: int
    written: str
    key: tuple[str, tuple[str, ...]]


class _Date(NamedTuple):
    start: int
    end: int
    date: tuple[int, int, int]


class Editions:
    """How two versions of a text write editions: ``Rev. Dubai, 2018`` is ``2018年，迪拜，修订版``."""

    def __init__(self, rows: Iterable[tuple[str, str]], language: str) -> None:
        """Learn from pairs of paragraphs, one of each version; ``language`` is that of the second."""
        self._known: dict[str, str] = {}
        self._language = language
        for first, second in rows:
            for bracket, other in _pairs(list(_brackets(first)), list(_brackets(second))):
                # Number lines are in capitals, which nobody cites with.
                if not bracket.written.isupper():
                    self._known.setdefault(_plainly(bracket.written), other.written)

    def of(self, old: str, new: str, theirs: str) -> str | None:
        """What the second version writes for the new words of an edition, where it writes ``theirs`` for the old; None if not known."""
        if (known := self._known.get(_plainly(new))) is not None:
            return known
        before, after = _YEAR.findall(old), _YEAR.findall(new)
        if len(before) != 1 or len(after) != 1 or theirs.count(before[0]) != 1:
            return None
        if _YEAR.sub("", old) == _YEAR.sub("", new):
            return theirs.replace(before[0], after[0])
        register = load_register()
        editions = [register.with_english_place(edition) for edition in map(parse_edition, (old, new, theirs)) if edition]
        if len(editions) < len((old, new, theirs)) or not editions[0].same(editions[2]):
            return None
        return written_edition(editions[1], self._language, register) or None


def carried(words: tuple[str, str], languages: tuple[str, str], changes: Sequence[Change], editions: Editions) -> Carried:
    """Say changes of a paragraph in its translation, as far as they change numbers, dates or editions alone.

    Args:
        words: the paragraph and its translation. ``languages`` are theirs.
        changes: those of the paragraph, in its order.
        editions: how the translation writes editions.
    """
    return _Carrying(words, languages, changes, editions).done()


class _Carrying:
    def __init__(
        self, words: tuple[str, str], languages: tuple[str, str], changes: Sequence[Change], editions: Editions
    ) -> None:
        self.words, self.languages, self.changes, self.editions = words, languages, changes, editions
        self.carried: set[int] = set()
        self.ends = [change.end for change in changes]
        self.made: list[Change] = []
        self.unknown: list[Change] = []
        self.brackets = list(_brackets(words[0]))
        self.dates = list(_dates(words[0], languages[0]))

    def done(self) -> Carried:
        """Editions and dates first, of which numbers are parts."""
        self._carry_editions()
        self._carry_dates()
        self._carry_numbers()
        self.made.sort()
        if any(a.end > b.start for a, b in pairwise(self.made)):
            return Carried((), tuple(range(len(self.changes))))
        left = tuple(n for n in range(len(self.changes)) if n not in self.carried)
        return Carried(tuple(self.made), left, tuple(self.unknown))

    def _near(self, start: int, end: int) -> list[int]:
        """The changes left that touch the inside of a stretch."""
        out = []
        for n in range(bisect_right(self.ends, start), len(self.changes)):
            if self.changes[n].start >= end:
                break
            if n not in self.carried:
                out.append(n)
        return out

    def _within(self, start: int, end: int) -> tuple[list[int], str]:
        """The changes left that are inside a stretch, and what they make of it; none where another one reaches over its edge."""
        inside = self._near(start, end)
        if any(self.changes[n].start < start or self.changes[n].end > end for n in inside):
            return [], ""
        pieces, at = list[str](), start
        for n in inside:
            pieces += [self.words[0][at : self.changes[n].start], self.changes[n].new]
            at = self.changes[n].end
        new = "".join((*pieces, self.words[0][at:end])) if inside else ""
        return ([], "") if NOT_A_VALUE in new else (inside, new)

    def _make(self, inside: Sequence[int], change: Change) -> None:
        self.made.append(change)
        self.carried.update(inside)

    def _carry_editions(self) -> None:
        for bracket, pair in _pairs(self.brackets, list(_brackets(self.words[1]))):
            inside, new = self._within(bracket.start, bracket.end)
            if inside and _YEAR.search(new) and _BRACKET.search(f"({new})"):
                written = self.editions.of(bracket.written, new, pair.written)
                change = Change(pair.start, pair.end, new if written is None else written)
                self._make(inside, change)
                if written is None:
                    self.unknown.append(change)

    def _carry_dates(self) -> None:
        other, (language, its) = self.words[1], self.languages
        theirs = list(_dates(other, its))
        first, second = (Counter(d.date for d in dates) for dates in (self.dates, theirs))
        place = {d.date: slice(d.start, d.end) for d in theirs}
        for date in self.dates:
            inside, new = self._within(date.start, date.end)
            said = list(_dates(new, language)) if inside else []
            once = first[date.date] == second[date.date] == len(said) == 1
            if once and (said[0].start, said[0].end) == (0, len(new)):
                at = place[date.date]
                self._make(inside, Change(at.start, at.stop, _date(said[0].date, other[at], its)))

    def _carry_numbers(self) -> None:
        # A date of which the day and the month change is not carried by halves, nor is an edition.
        whole = [(b.start, b.end) for b in self.brackets] + [(d.start, d.end) for d in self.dates]
        several = {n for start, end in whole if len(near := self._near(start, end)) > 1 for n in near}
        for value, pair in _once_each(self.words, self.languages):
            inside, new = self._within(value.start, value.end)
            if inside and several.isdisjoint(inside):
                number = _number(new, self.words[1][pair.start : pair.end], self.languages)
                if number is not None:
                    self._make(inside, Change(pair.start, pair.end, number))


def _brackets(text: str) -> Iterator[_Bracket]:
    for found in _BRACKET.finditer(text):
        if years := _YEAR.findall(found[1]):
            number = _LAST_NUMBER.search(text, max(0, found.start() - 40), found.start())
            yield _Bracket(found.start(1), found.end(1), found[1], (number[0] if number else "", tuple(sorted(years))))


def _pairs(first: Sequence[_Bracket], second: Sequence[_Bracket]) -> Iterator[tuple[_Bracket, _Bracket]]:
    """Those of two versions that stand behind the same number, and name the same year, and are the only ones that do."""
    counts = [Counter(b.key for b in brackets) for brackets in (first, second)]
    by_key = {b.key: b for b in second}
    yield from ((b, by_key[b.key]) for b in first if counts[0][b.key] == counts[1][b.key] == 1)


def _plainly(written: str) -> str:
    return " ".join(written.split()).casefold()


@cache
def _date_pattern(language: str) -> re.Pattern[str]:
    if language == "zh":
        return _CHINESE_DATE
    months = "|".join(map(re.escape, lexicon(language).contribution.months))
    of = r"(?: (?:de|del|of))?"
    return re.compile(rf"(?<!\d)(?P<day>\d\d?)(?:er|º|°)?{of} (?P<month>{months}){of} (?P<year>\d{{4}})(?!\d)", re.IGNORECASE)


def _dates(text: str, language: str) -> Iterator[_Date]:
    months = [month.casefold() for month in lexicon(language).contribution.months]
    for found in _date_pattern(language).finditer(western(text)):
        if found["month"].casefold() in months and 1 <= int(found["day"]) <= 31:
            yield _Date(*found.span(), (int(found["year"]), months.index(found["month"].casefold()) + 1, int(found["day"])))


def _date(date: tuple[int, int, int], written: str, language: str) -> str:
    """A date in the form in which another one is written."""
    found = _date_pattern(language).fullmatch(western(written))
    if found is None:  # pragma: no cover - it was found by that pattern
        return written
    year, month, day = date
    parts = {"year": str(year), "month": lexicon(language).contribution.months[month - 1], "day": str(day)}
    if western(written) != written and any(digit in written for digit in "٠١٢٣٤٥٦٧٨٩"):
        parts = {name: said.translate(_ARABIC_DIGITS) for name, said in parts.items()}
    out, at = "", 0
    for name in sorted(parts, key=lambda name: found.start(name)):
        out += written[at : found.start(name)] + parts[name]
        at = found.end(name)
        if name == "day" and language == "fr":
            at += 2 * written.startswith("er", at)
            out += "er" * (day == 1)
    return out + written[at:]


# numbers


def _once_each(words: tuple[str, str], languages: tuple[str, str]) -> Iterator[tuple[Value, Value]]:
    """The numbers that stand once in a paragraph and once in its translation, as digits and not in words besides."""
    first, second = (values(text, language) for text, language in zip(words, languages, strict=True))
    said = {str(n) for n in first.words | second.words}
    mine, theirs = (
        [v for v in found.stated if v.start >= 0 and western(v.shown[:1]).isdigit() and not _is_month(v)]
        for found in (first, second)
    )
    counts = [Counter(r for v in found for r in v.readings) for found in (mine, theirs)]
    by_reading = {r: v for v in theirs for r in v.readings}
    for value in mine:
        if not said.isdisjoint(value.readings) or any(counts[0][r] > 1 or counts[1][r] > 1 for r in value.readings):
            continue
        same = {by_reading[r] for r in value.readings if r in by_reading}
        if len(same) == 1:
            pair = same.pop()
            if not _digits(words[0], value, languages[0]).isdisjoint(_digits(words[1], pair, languages[1])):
                yield value, pair


def _is_month(value: Value) -> bool:
    return any(reading.startswith("month") for reading in value.readings)


def _digits(text: str, value: Value, language: str) -> set[str]:
    """What the digits of a number can mean without the "million" behind them: 26 亿 is written otherwise than 2.6 billion."""
    return set(meanings(western(text[value.start : value.end]), language))


def _number(new: str, written: str, languages: tuple[str, str]) -> str | None:
    """A number as another language writes it, with the signs of the one that it replaces; None where it is none, or means two."""
    found = values(new, languages[0]).stated
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(new)):
        return None
    plain = western(new)
    if plain.isdigit() or "/" in plain:
        out = plain
    else:
        meant = {Decimal(r) for r in meanings(plain, languages[0]) if re.fullmatch(r"\d+(?:\.\d+)?", r)}
        if len(meant) != 1:
            return None
        whole = meant.pop() % 1 == 0 and len(_GROUP_SIGN.findall(plain)) > 0
        sign = None if whole else _DECIMAL_SIGN.search(plain)
        body, tail = (plain[: sign.start()], plain[sign.end() :]) if sign else (plain, "")
        out = _grouped(body, written, languages[1])
        if tail:
            has = _DECIMAL_SIGN.search(written) if not _GROUP_SIGN.search(written) else None
            out += (has[0] if has else "," if languages[1] in COMMA_IS_DECIMAL else ".") + tail
    return out.translate(_ARABIC_DIGITS) if any(digit in written for digit in "٠١٢٣٤٥٦٧٨٩") else out


def _grouped(body: str, written: str, language: str) -> str:
    """The digits before the decimal sign, with thousands divided where they are, as the language does or the number that is replaced."""
    sign = _GROUP_SIGN.search(body)
    if sign is None:
        return body
    own = _GROUP_SIGN.search(written)
    divider = own[0] if own else "\xa0" if language in COMMA_IS_DECIMAL else sign[0]
    return re.sub(r"(?<=\d)[ \xa0,.](?=\d{3})", divider, body)
