"""The numbers and dates of a paragraph as values, whatever its language writes for them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from resdraft.lexicon import number_words
from resdraft.model.lexicon import fold
from resdraft.model.scripts import western

_NUMBER = re.compile(r"\d+(?:/\d+)+|\d{1,3}(?:[ \xa0]\d{3})+(?:[.,]\d+)?(?![\d/])|\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
"""The numbers in the address of a web page are none of the text's."""
_ROMAN = re.compile(r"(?<![A-Za-z])(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?![A-Za-z])")
_NUMERAL = {"I": 1, "V": 5, "X": 10}
_YEARS = range(1850, 2150)
_LONGEST = 30
"""No number has more digits; a longer run is compared as it is written."""
COMMA_IS_DECIMAL = ("fr", "es", "ru", "ar")
"""The languages in which a comma divides a whole number from its parts."""


class Value(NamedTuple):
    """A number of a paragraph: all that it can mean, how it is written and where. A month means ``month 12``."""

    readings: frozenset[str]
    shown: str
    start: int = -1
    end: int = -1
    is_date: bool = False


class Values(NamedTuple):
    """What numbers a paragraph has, what else its words can mean as numbers, and its whole dates."""

    stated: tuple[Value, ...]
    """What is written in digits, and the months beside them."""
    possible: frozenset[str]
    """All readings of these, and what words, Roman numerals and names of months can mean."""
    words: frozenset[int]
    """The numbers that are said in words: 78, not its parts 70 and 8."""
    dates: frozenset[tuple[int, int, int]]
    """Year, month and day of each whole date."""


@cache
def _months(language: str) -> tuple[str, dict[str, int]]:
    """A pattern of the months of a language, and the number of each of its forms."""
    # The heads of documents have English months in other languages too.
    known = [number_words(name).months for name in dict.fromkeys((language, "en"))]
    forms = {form: n for months in known for n, names in enumerate(months, 1) for form in names}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    pattern = "|".join(re.escape(form.rstrip("*")) + (r"[^\W\d_]{0,3}" if form.endswith("*") else "") for form in ordered)
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])", forms


class _DatePatterns(NamedTuple):
    name: re.Pattern[str]
    beside: re.Pattern[str]
    whole: re.Pattern[str]


@cache
def _date_patterns(language: str) -> _DatePatterns:
    month, _ = _months(language)
    names = rf"(?P<month>{month})(?:/{month})?"
    of = r"(?:,? (?:de|del|of))?"
    return _DatePatterns(
        re.compile(month),
        re.compile(
            rf"\d(?:er|o)?{of} {names}|{names}{of},? \d{{4}}".replace("(?P<month>", "(?P<a>", 1).replace(
                "(?P<month>", "(?P<b>", 1
            )
        ),
        re.compile(rf"(?<!\d)(?P<day>\d\d?)(?:er|o)?{of} {names}{of} (?P<year>\d{{4}})(?!\d)"),
    )


_CHINESE_MONTH = re.compile(r"(?<!\d)(\d\d?)月")
_CHINESE_DATE = re.compile(r"(?<!\d)(\d{4})年(\d\d?)月(\d\d?)日(?:[至和、—–-](?:(\d\d?)月)?(\d\d?)日)?")


def values(text: str, language: str) -> Values:
    """The values of a paragraph; see :class:`Values`.

    Args:
        text: its words.
        language: the two-letter code: it says what a comma between digits means, and how months are called.
    """
    text = _ADDRESS.sub(lambda found: " " * len(found[0]), western(text))
    folded = fold(text)
    stated, dates = _dates(text, folded, language)
    taken = [range(v.start, v.end) for v in stated if v.start >= 0]
    stated += [
        _value(text, found, language) for found in _NUMBER.finditer(text) if not any(found.start() in span for span in taken)
    ]
    words, parts = number_words(language).values(folded)
    possible = {reading for value in stated for reading in value.readings} | {str(n) for n in words | parts}
    possible |= {part for value in stated for reading in value.readings for part in reading.split("/")}
    possible |= {str(_roman(found)) for found in _ROMAN.finditer(text) if found[0]}
    possible |= {f"month {n}" for n in _named(folded, language)}
    return Values(tuple(stated), frozenset(possible), frozenset(words), frozenset(dates))


def _dates(text: str, folded: str, language: str) -> tuple[list[Value], set[tuple[int, int, int]]]:
    out: list[Value] = []
    dates: set[tuple[int, int, int]] = set()
    if language == "zh":
        months = _CHINESE_MONTH.finditer(text)
        out += [Value(frozenset({f"month {int(found[1])}"}), found[0], found.start(), found.end(), True) for found in months]
        for year, month, day, last_month, last in _CHINESE_DATE.findall(text):
            dates.add((int(year), int(month), int(day)))
            # Of "6日至8日" other languages have the last day beside the month.
            if last:
                dates.add((int(year), int(last_month or month), int(last)))
    if not any(character.isdigit() for character in folded):
        return out, dates
    patterns = _date_patterns(language)
    for found in patterns.beside.finditer(folded):
        name = found["a"] or found["b"]
        out.append(Value(frozenset({f"month {_month(name, language)}"}), name, is_date=True))
    for found in patterns.whole.finditer(folded):
        dates.add((int(found["year"]), _month(found["month"], language), int(found["day"])))
    return out, dates


def _named(folded: str, language: str) -> set[int]:
    """All months that a text names, with a day or without."""
    return {_month(name, language) for name in _date_patterns(language).name.findall(folded)}


def _month(name: str, language: str) -> int:
    forms = _months(language)[1]
    if name in forms:
        return forms[name]
    return next(n for form, n in forms.items() if form.endswith("*") and name.startswith(form[:-1]))


def _value(text: str, found: re.Match[str], language: str) -> Value:
    written = found[0]
    shown, end = written, found.end()
    readings = meanings(written, language)
    times = number_words(language).times
    if times and "/" not in written:
        behind = fold(text[end : end + 24]).lstrip()
        word = next((w for w in sorted(times, key=lambda w: -len(w)) if _begins(behind, w, language)), "")
        if word:
            scaled = [plain(Decimal(reading).scaleb(times[word])) for reading in readings if _is_decimal(reading)]
            # In Arabic "thousand" is also the name of the letter A: "2200 A".
            readings = [*scaled, *(readings if times[word] <= 4 else [])]
            shown = f"{written} {word}"
    year = written.isdigit() and len(written) == 4 and int(written) in _YEARS
    return Value(frozenset(readings), shown, found.start(), end, year)


def _begins(behind: str, word: str, language: str) -> bool:
    return behind.startswith(word) and (language == "zh" or not behind[len(word) : len(word) + 1].isalpha())


def _is_decimal(reading: str) -> bool:
    return re.fullmatch(r"\d{1,30}(?:\.\d{1,30})?", reading) is not None


def meanings(written: str, language: str) -> list[str]:
    """What a number can mean. ``1,234`` is a thousand and more in English, and in French one and a bit, but others write it too."""
    if "/" in written or len(written) > _LONGEST:
        return [written]
    joined = re.sub(r"[ \xa0]", "", written)
    if not re.search("[.,]", joined):
        return [plain(Decimal(joined))]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", joined) and (joined.count(",") > 1 or language not in COMMA_IS_DECIMAL):
        return [plain(Decimal(joined.replace(",", "")))]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", joined):
        return [plain(Decimal(joined.replace(".", "")))]
    out = []
    if re.fullmatch(r"\d+[.,]\d+", joined):
        out.append(plain(Decimal(joined.replace(",", "."))))
    if language == "ar" and re.fullmatch(r"\d+\.\d+", joined):
        # The number of a provision: No. 5.312 is 312.5 there, and a decimal has a comma.
        out.append(".".join(reversed(joined.split("."))))
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", joined):
        out.append(plain(Decimal(re.sub("[.,]", "", joined))))
    # "4.10" as the number of a clause is not 4.1.
    return [*out, joined]


def plain(number: Decimal) -> str:
    """A number without exponent and without noughts behind its last decimal."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _roman(found: re.Match[str]) -> int:
    digits = [_NUMERAL[letter] for letter in found[0]]
    return sum(-d if after > d else d for d, after in zip(digits, [*digits[1:], 0], strict=True))
