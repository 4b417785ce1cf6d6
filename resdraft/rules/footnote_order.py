"""RD205: footnotes that do not count in the order of their references."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    last, seen = 0, set[str]()
    for p in text.resolution.provisions:
        for mark in p.text.notes:
            if mark.isdecimal() and len(mark) < 5 and mark not in seen:
                if int(mark) < last:
                    yield Fault(p.key, 0, 0, f"footnote {mark} is referred to behind footnote {last}")
                last = max(last, int(mark))
            seen.add(mark)


RULE = Rule(
    "RD205",
    "footnote-order",
    Level.WARNING,
    "Footnotes are numbered in the order of the text.",
    head("resolves", "1\tto act[^2];", "2\tto report[^1].", "[^1]: At once.", "[^2]: In time."),
    head("resolves", "1\tto act[^1];", "2\tto report[^2].", "[^1]: At once.", "[^2]: In time."),
    _find,
)
