"""RD404: a day that no month has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _find(text: CheckedText) -> Iterator[Fault]:
    months = {month.casefold(): n for n, month in enumerate(text.words.contribution.months)}
    if len(months) != len(_DAYS):
        return
    said = re.compile(
        rf"(?<![\d.,])(\d{{1,2}})(?:er|º)?(?: de)? ({'|'.join(map(re.escape, months))})(?:(?: de)? (\d{{4}}))?(?!\w)",
        re.IGNORECASE,
    )
    for p in text.worded:
        for found in said.finditer(p.text.plain.replace("\xa0", " ")):
            day, month, year = int(found[1]), months[found[2].casefold()], int(found[3] or 2000)
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            if not 1 <= day <= _DAYS[month] or (month == 1 and day == _DAYS[1] and not leap):
                yield Fault(p.key, found.start(), found.end(), f"{found[0]} is no date")


RULE = Rule(
    "RD404",
    "date-impossible",
    Level.ERROR,
    "A date has to be one of the calendar.",
    head("resolves", "1\tto act before 31 November 2022."),
    head("resolves", "1\tto act before 30 November 2022."),
    _find,
)
