"""Discrepancies of many kinds, each planted into one version of a text that is the same in all languages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import TypeAlias

from resdraft.concordance.values import values

Lines: TypeAlias = list[str]
Planted: TypeAlias = Lines | None
"""None where the text has no place for it."""
Plant: TypeAlias = Callable[[Lines, str, random.Random], Planted]

_LABEL = re.compile(r"(?:\S{1,4}|\S \))(?:\)bis)?(?:\.| -)?\t")
_NOTE = re.compile(r"\(?\[\^?(\d+)\]\)?")
_NOTE_LINE = re.compile(r"\[\^?\d+\]")
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_CITED = re.compile(r"(?<![\d/])\d\d/\d{1,3}(?![\d/])")
_COUNT = re.compile(r"(?<![\d/.,^\[(\xa0-])(?<!\d )[3-9]\d{1,2}(?![\d/.,)\]\xa0º-]| \d|[日月年])")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d(?!\d))")
_SQUARE = re.compile(r"\[(?!\^?\d)[^\]]{3,}\]")
_ROUND = re.compile(r"[(（][^()（）\[\]]{6,}[)）]")
_DATES = {
    "en": ("December", "October"), "fr": ("décembre", "octobre"), "es": ("diciembre", "octubre"),
    "ru": ("декабря", "октября"), "ar": ("ديسمبر", "أكتوبر"), "zh": ("12月", "10月"),
}  # fmt: skip
_MONTH_BEFORE = {"ar": ("كانون الأول/ديسمبر", "تشرين الأول/أكتوبر")}
_INSTRUMENTS = {
    "en": ("Resolution 71", "Decision 71"), "fr": ("Résolution 71", "Décision 71"), "es": ("Resolución 71", "Decisión 71"),
    "ru": ("Резолюцию 71", "Решение 71"), "ar": ("بالقرار 71", "بالمقرر 71"), "zh": ("第71号决议", "第71号决定"),
}  # fmt: skip
_PLACES = {
    "en": ("71 (Rev. Dubai,", "71 (Rev. Busan,"), "fr": ("71 (Rév. Dubaï,", "71 (Rév. Busan,"), "es": ("71 (Rev. Dubái,", "71 (Rev. Busán,"),
    "ru": ("71 (Пересм. Дубай,", "71 (Пересм. Пусан,"), "ar": ("71 (المراجَع في دبي،", "71 (المراجَع في بوسان،"),
    "zh": ("第71号决议（2018年，迪拜，", "第71号决议（2018年，釜山，"),
}  # fmt: skip
_REVISED = {
    "en": ("71 (Rev. Dubai", "71 (Dubai"), "fr": ("71 (Rév. Dubaï", "71 (Dubaï"), "es": ("71 (Rev. Dubái", "71 (Dubái"),
    "ru": ("71 (Пересм. Дубай", "71 (Дубай"), "ar": ("71 (المراجَع في دبي", "71 (دبي"), "zh": ("迪拜，修订版", "迪拜"),
}  # fmt: skip
_WORDS = {
    "en": ("five", "seven"), "fr": ("cinq", "sept"), "es": ("cinco", "siete"),
    "ru": ("пяти", "семи"), "ar": ("خمس", "سبع"), "zh": ("五年", "七年"),
}  # fmt: skip


def _clauses(lines: Lines, *, labelled: bool = True) -> list[int]:
    return [
        n for n, line in enumerate(lines)
        if n > 3 and not _NOTE_LINE.match(line) and len(line) > 25 and (not labelled or _LABEL.match(line))
    ]  # fmt: skip


def _changed(pattern: re.Pattern[str], change: Callable[[str], str], *, notes: bool = False) -> Plant:
    """Change one number that stands once in its line, into one that stands in no version of the paragraph."""

    def plant(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
        places = [
            (n, found)
            for n, line in enumerate(lines)
            if bool(_NOTE_LINE.match(line)) is notes and n > 9 - 9 * (len(lines) < 40)
            for found in pattern.finditer(line, 4)
            if len(re.findall(rf"(?<!\d){re.escape(found[0])}(?!\d)", line)) == 1
        ]
        if not places:
            return None
        n, found = dice.choice(places)
        return [*lines[:n], lines[n][: found.start()] + change(found[0]) + lines[n][found.end() :], *lines[n + 1 :]]

    return plant


def _replaced(words: dict[str, tuple[str, str]]) -> Plant:
    def plant(lines: Lines, language: str, dice: random.Random) -> Planted:
        old, new = words[language]
        whole = re.compile(re.escape(old) if language == "zh" else rf"(?<!\w){re.escape(old)}(?!\w)")
        places = [n for n, line in enumerate(lines) if len(whole.findall(line)) == 1 and not line.startswith("21 ")]
        if not places:
            return None
        n = dice.choice(places)
        return [*lines[:n], whole.sub(new, lines[n]), *lines[n + 1 :]]

    return plant


def dropped_clause(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    own = [n for n in _clauses(lines) if not lines[n].endswith((":", "："))]
    n = dice.choice(own)
    return lines[:n] + lines[n + 1 :]


def added_clause(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    n, m = sorted(dice.sample(_clauses(lines), 2))
    return [*lines[: n + 1], re.sub(r"\d+(?=\S* )", "77", lines[m]), *lines[n + 1 :]]


def dropped_section(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    calls = [n for n in range(3, len(lines) - 1) if "\t" not in lines[n] and _LABEL.match(lines[n + 1])]
    calls = [n for n in calls if lines[n - 1].endswith((",", "،", "，"))]
    if not calls or len(lines) > 60:
        return None
    n = dice.choice(calls)
    end = next(m for m in range(n + 1, len(lines)) if "\t" not in lines[m])
    return lines[:n] + lines[end:]


def swapped_labels(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    own = _clauses(lines)
    pairs = [n for n in own if n + 1 in own and lines[n][0].isdigit() == lines[n + 1][0].isdigit()]
    n = dice.choice(pairs)
    (a, b), (c, d) = lines[n].split("\t", 1), lines[n + 1].split("\t", 1)
    return [*lines[:n], f"{c}\t{b}", f"{a}\t{d}", *lines[n + 2 :]] if a != c else None


def wrong_label(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    own = [n for n in _clauses(lines) if re.match(r"\d+\b", lines[n])]
    n = dice.choice(own)
    return [*lines[:n], re.sub(r"^\d+", lambda found: str(int(found[0]) + 4), lines[n]), *lines[n + 1 :]]


def exchanged_clauses(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    pairs = [n for n in _clauses(lines) if n + 1 in _clauses(lines) and re.search(r"\d{3}|\d/\d", lines[n].split("\t")[1])]
    if not pairs:
        return None
    n = dice.choice(pairs)
    return [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]


def lost_note(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    places = [n for n, line in enumerate(lines) if not _NOTE_LINE.match(line) and _NOTE.search(line)]
    n = dice.choice(places)
    return [*lines[:n], _NOTE.sub("", lines[n], count=1), *lines[n + 1 :]]


def moved_note(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    own = _clauses(lines, labelled=False)
    places = [n for n in own if _NOTE.search(lines[n]) and n + 1 in own]
    if not places:
        return None
    n = dice.choice(places)
    found = _NOTE.search(lines[n])
    assert found
    moved = lines[n][: found.start()] + lines[n][found.end() :]
    return [*lines[:n], moved, f"{lines[n + 1]}{found[0]}", *lines[n + 2 :]]


def unclosed_square(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    places = [n for n, line in enumerate(lines) if n > 9 and not _NOTE_LINE.match(line) and _SQUARE.search(line)]
    n = places[0] if places else -1
    return [*lines[:n], _SQUARE.sub(lambda found: found[0][:-1], lines[n], count=1), *lines[n + 1 :]] if places else None


def lost_square(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    places = [n for n, line in enumerate(lines) if n > 9 and not _NOTE_LINE.match(line) and _SQUARE.search(line)]
    n = places[0] if places else -1
    return [*lines[:n], _SQUARE.sub(lambda found: found[0][1:-1], lines[n], count=1), *lines[n + 1 :]] if places else None


def new_square(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    n = dice.choice(_clauses(lines))
    label, words = lines[n].split("\t", 1)
    return [*lines[:n], f"{label}\t[{words}]", *lines[n + 1 :]]


def unclosed_round(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    places = [n for n in _clauses(lines, labelled=False) if _ROUND.search(lines[n])]
    if not places:
        return None
    n = dice.choice(places)
    return [*lines[:n], _ROUND.sub(lambda found: found[0][:-1], lines[n], count=1), *lines[n + 1 :]]


def lost_annex(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    heads = [n for n, line in enumerate(lines) if n > 9 and "1907" in line]
    notes = [line for line in lines if _NOTE_LINE.match(line)]
    return lines[: heads[0]] + notes[:1] if heads else None


def lost_cell(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    tables = [n for n, line in enumerate(lines) if line.startswith("\\block")]
    return [*lines[: tables[0]], lines[tables[0]].rpartition("\t")[0], *lines[tables[0] + 1 :]] if tables else None


def lost_table(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    tables = [n for n, line in enumerate(lines) if line.startswith("\\block")]
    return lines[: tables[0]] + lines[tables[0] + 1 :] if tables else None


def exchanged_years(lines: Lines, language: str, dice: random.Random) -> Planted:
    places = []
    for n, line in enumerate(lines):
        years = list(_YEAR.finditer(line))
        dates = values(line, language).dates
        if len(dates) == len(years) == 2 and len({y for y, _, _ in dates}) == 2 and len({d for _, _, d in dates}) == 2:
            places.append((n, years))
    if not places:
        return None
    n, (a, b) = dice.choice(places)
    line = lines[n]
    return [*lines[:n], line[: a.start()] + b[0] + line[a.end() : b.start()] + a[0] + line[b.end() :], *lines[n + 1 :]]


def lost_number(lines: Lines, language: str, dice: random.Random) -> Planted:  # noqa: ARG001
    places = [(n, f) for n in _clauses(lines) for f in _COUNT.finditer(lines[n], 5) if len(re.findall(f[0], lines[n])) == 1]
    if not places:
        return None
    n, found = dice.choice(places)
    return [*lines[:n], lines[n][: found.start()] + lines[n][found.end() :], *lines[n + 1 :]]


def kinds() -> dict[str, tuple[Plant, set[str]]]:
    """Each kind of discrepancy by name: what plants it, and what it may be told as."""
    year = lambda written: str(int(written) - 37)  # noqa: E731
    count = lambda written: str(int(written) + 1711)  # noqa: E731
    stated = {"number", "date", "citation"}
    return {
        "dropped clause": (dropped_clause, {"missing"}),
        "added clause": (added_clause, {"missing"}),
        "dropped section": (dropped_section, {"missing"}),
        "swapped labels": (swapped_labels, {"label"}),
        "wrong label": (wrong_label, {"label"}),
        "exchanged clauses": (exchanged_clauses, {"order", "label"}),
        "wrong year": (_changed(_YEAR, year), stated),
        "wrong number": (_changed(_COUNT, count), stated),
        "lost number": (lost_number, stated),
        "shifted decimal": (_changed(_DECIMAL, lambda _: ""), stated),
        "wrong month": (_replaced(_DATES | _MONTH_BEFORE), {"date", "citation"}),
        "exchanged years": (exchanged_years, {"date"}),
        "wrong number in words": (_replaced(_WORDS), {"number"}),
        "wrong citation": (_changed(_CITED, lambda written: f"{written}7"), stated),
        "wrong instrument": (_replaced(_INSTRUMENTS), {"citation"}),
        "wrong place of an edition": (_replaced(_PLACES), {"citation"}),
        "edition without its Rev.": (_replaced(_REVISED), {"citation"}),
        "number in a footnote": (_changed(re.compile(r"(?<=/)\d\d+(?=[^\d/]|$)"), count, notes=True), stated),
        "lost footnote": (lost_note, {"footnote"}),
        "moved footnote": (moved_note, {"footnote"}),
        "bracket not closed": (unclosed_square, {"bracket"}),
        "brackets lost": (lost_square, {"bracket"}),
        "brackets added": (new_square, {"bracket"}),
        "round bracket not closed": (unclosed_round, {"bracket"}),
        "lost annex": (lost_annex, {"missing", "footnote"}),
        "lost cell": (lost_cell, {"table"}),
        "lost table": (lost_table, {"missing"}),
    }
