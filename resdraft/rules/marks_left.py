"""RD701: the file still holds revision marks or comments."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    if text.marks:
        yield Fault("", 0, 0, f"{text.marks} revision mark{'s' * (text.marks > 1)} left in the file")
    if text.comments:
        yield Fault("", 0, 0, f"{text.comments} comment{'s' * (text.comments > 1)} left in the file")


RULE = Rule(
    "RD701",
    "marks-left",
    Level.WARNING,
    "A text that is issued holds no marks and no comments: `resdraft clean` takes comments out, `resdraft accept` settles marks.",
    "",
    head("resolves", "1\tto act."),
    _find,
)
