"""Where the versions of one paragraph do not say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from resdraft.concordance.facts import Facts
from resdraft.concordance.values import Value
from resdraft.model.citation import INSTRUMENTS, Citation
from resdraft.model.concordance import Difference

_SAID_IN_WORDS = frozenset(range(3, 21)) - {10}
"""Of two versions; one has many ways to say "both", "a second" and "a decade"."""


class Dispute(NamedTuple):
    """In what some versions of a paragraph differ from most; ``said`` is what each has."""

    kind: Difference
    odd: tuple[int, ...]
    said: tuple[str, ...]


def odd_ones(count: int, same: Callable[[int, int], bool]) -> tuple[int, ...]:
    """Which of some versions differ from most: none where all are the same; of two that differ, both."""
    agree = [[b for b in range(count) if a == b or same(a, b)] for a in range(count)]
    most = max(agree, key=len)
    odd = tuple(n for n in range(count) if n not in most)
    return tuple(range(count)) if odd and (count == len(odd) * 2 or len(most) == 1) else odd


def disputes(row: Sequence[Facts]) -> Iterator[Dispute]:
    """The differences of a paragraph that stands in each of two versions or more, label and references within the text aside."""
    yield from _numbers(row)
    yield from _years_of_dates(row)
    yield from _cited(row)
    yield from _plain(Difference.FOOTNOTE, row, lambda f: len(f.provision.text.notes), _count_of("footnote"))
    yield from _plain(Difference.BRACKET, row, lambda f: (f.square.count("["), f.square.count("]")), lambda f: f.square)
    yield from _plain(Difference.BRACKET, row, lambda f: f.open_round, lambda f: "(" * f.open_round)
    yield from _plain(Difference.TABLE, row, lambda f: f.shape, lambda f: f"{f.shape[0]} lines" if f.shape[0] else "")


def _count_of(name: str) -> Callable[[Facts], str]:
    def said(facts: Facts) -> str:
        count = len(facts.provision.text.notes)
        return f"{count} {name}{'s' if count > 1 else ''}" if count else ""

    return said


def _plain(
    kind: Difference, row: Sequence[Facts], value: Callable[[Facts], object], said: Callable[[Facts], str]
) -> Iterator[Dispute]:
    odd = odd_ones(len(row), lambda a, b: value(row[a]) == value(row[b]))
    if odd:
        yield Dispute(kind, odd, tuple(said(facts) for facts in row))


# numbers and dates


def _numbers(row: Sequence[Facts]) -> Iterator[Dispute]:
    """Numbers that some versions have and others lack, those of one kind and of the same versions together."""
    found: dict[tuple[Difference, tuple[int, ...]], list[dict[str, None]]] = {}
    for value, holder in _each_value(row):
        has = [not value.readings.isdisjoint(facts.values.possible) for facts in row]
        odd = _lacking(has)
        if odd:
            said = found.setdefault((_kind(value, row[holder]), odd), [{} for _ in row])
            for n, facts in enumerate(row):
                said[n].update((v.shown, None) for v in facts.values.stated if not v.readings.isdisjoint(value.readings))
    for odd, words in _in_words(row):
        said = found.setdefault((Difference.NUMBER, odd), [{} for _ in row])
        for n, numbers in enumerate(words):
            said[n].update((str(number), None) for number in numbers)
    for (kind, odd), said in found.items():
        yield Dispute(kind, odd, tuple(", ".join(words) for words in said))


def _each_value(row: Sequence[Facts]) -> Iterator[tuple[Value, int]]:
    """Each value once, from the first version that has it."""
    known: set[str] = set()
    for n, facts in enumerate(row):
        for value in facts.values.stated:
            if value.readings.isdisjoint(known):
                yield value, n
            known |= value.readings


def _lacking(has: Sequence[bool]) -> tuple[int, ...]:
    return () if all(has) else odd_ones(len(has), lambda a, b: has[a] == has[b])


def _kind(value: Value, facts: Facts) -> Difference:
    if any(c.start <= value.start < c.end for c in facts.citations):
        return Difference.CITATION
    return Difference.DATE if value.is_date else Difference.NUMBER


def _in_words(row: Sequence[Facts]) -> Iterator[tuple[tuple[int, ...], list[set[int]]]]:
    """A number that one version says in words where all others say another: a number that is only lacking may be said by other means."""
    compared = _SAID_IN_WORDS | ({2, 10} if len(row) > 2 else set())
    everywhere: list[set[int]] = [{n for n in compared if str(n) in facts.values.possible} for facts in row]
    said = [set(facts.values.words & compared) for facts in row]
    for n in range(len(row)):
        others = [numbers for m, numbers in enumerate(everywhere) if m != n]
        lacking = set.intersection(*others) - everywhere[n]
        own = said[n].difference(*others)
        if lacking and own:
            yield (n,) if len(row) > 2 else (0, 1), [own if m == n else lacking for m in range(len(row))]
            if len(row) == 2:
                return


def _years_of_dates(row: Sequence[Facts]) -> Iterator[Dispute]:
    """Days that bear another year, where the same years are all there: two dates whose years changed places."""
    years: list[dict[tuple[int, int], set[int]]] = []
    for facts in row:
        known: dict[tuple[int, int], set[int]] = {}
        for year, month, day in facts.values.dates:
            known.setdefault((month, day), set()).add(year)
        years.append(known)
    for date in sorted({date for known in years for date in known}):
        # "From 10 to 12 December" is another whole date in Chinese: a version without this day tells nothing.
        which = [n for n, known in enumerate(years) if date in known]
        odd = odd_ones(len(which), lambda a, b, w=which, d=date: years[w[a]][d] == years[w[b]][d])  # type: ignore[misc]
        every = [sorted(known.get(date, ())) for known in years]
        # A year that a version lacks altogether is told as such.
        if odd and all(str(year) in facts.values.possible for of_version in every for year in of_version for facts in row):
            said = tuple(", ".join(f"{year}-{date[0]:02}-{date[1]:02}" for year in of_version) for of_version in every)
            yield Dispute(Difference.DATE, tuple(which[n] for n in odd), said)


# citations


def _cited(row: Sequence[Facts]) -> Iterator[Dispute]:
    """An instrument of one number that is a Resolution here and a Decision there, or whose edition has another year, place or "Rev."."""
    known = [_by_number(facts.citations) for facts in row]
    for number in dict.fromkeys(number for numbers in known for number in numbers):
        # A version whose citation is not known as one tells nothing.
        which = [n for n, numbers in enumerate(known) if number in numbers]
        for part in (_kinds, _years, _places, _revisions):
            values = {n: part(known[n][number]) for n in which}
            told = [n for n in which if values[n]]
            odd = odd_ones(len(told), lambda a, b, v=values, t=told: v[t[a]] == v[t[b]]) if len(told) > 1 else ()  # type: ignore[misc]
            # A year that is nowhere else in the paragraph is told as a number.
            if odd and (part is not _years or all(values[n] <= row[m].values.possible for n in told for m in range(len(row)))):
                said = tuple(", ".join(c.text for c in numbers.get(number, ())) for numbers in known)
                yield Dispute(Difference.CITATION, tuple(told[n] for n in odd), said)
            if odd:
                break


def _by_number(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    out: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.kind in INSTRUMENTS:
            out.setdefault(citation.number, []).append(citation)
    return out


def _kinds(citations: Sequence[Citation]) -> frozenset[str]:
    return frozenset(str(c.kind) for c in citations)


def _years(citations: Sequence[Citation]) -> frozenset[str]:
    return frozenset(str(c.edition.year) for c in citations if c.edition is not None and c.edition.year)


def _places(citations: Sequence[Citation]) -> frozenset[str]:
    editions = (c.edition for c in citations if c.edition is not None)
    return frozenset(
        f"{edition.year} {edition.place or edition.meeting}" for edition in editions if edition.place or edition.meeting
    )


def _revisions(citations: Sequence[Citation]) -> frozenset[str]:
    return frozenset(f"{c.edition.year} {c.edition.revised}" for c in citations if c.edition is not None and _places([c]))
