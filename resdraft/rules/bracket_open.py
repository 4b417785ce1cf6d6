"""RD601: a bracket that nothing closes, or that nothing opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.punctuation import BRACKETS
from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

# Two letters are a label where they are the same (aa), and else a word: "on)".
_LABEL = re.compile(r"(?<![(\w])(?:\d{0,2}([^\W\d_])\1?|[ivxl]{1,6}|\d{1,2})(?:bis|ter)?$")


def _find(text: CheckedText) -> Iterator[Fault]:
    # What is open in square brackets may go over several paragraphs.
    squares = sum(p.text.plain.count("[") - p.text.plain.count("]") for p in text.worded)
    for p in text.worded:
        said = p.text.plain
        for opening, closing in BRACKETS.items():
            if (opening == "[" and squares == 0) or (opening not in said and closing not in said):
                continue
            # In "considering a) and b)" the bracket belongs to the label, in "(resolves 2 a)" it ends the aside.
            readings = [_left_over(said, opening, closing, labels=labels) for labels in (True, False)]
            if all(at is not None for at in readings):
                at = readings[0] or 0
                yield Fault(
                    p.key, at, at + 1, f"nothing closes {opening}" if said[at] == opening else f"{closing} closes nothing"
                )


def _left_over(said: str, opening: str, closing: str, *, labels: bool) -> int | None:
    """A bracket without its other half. With ``labels`` a closing one behind a label belongs to it."""
    opened: list[int] = []
    for n, character in enumerate(said):
        if character == opening:
            opened.append(n)
        elif character == closing and not (labels and closing == ")" and _LABEL.search(said[max(0, n - 10) : n])):
            if not opened:
                return n
            opened.pop()
    return opened[-1] if opened else None


RULE = Rule(
    "RD601",
    "bracket-open",
    Level.WARNING,
    "Brackets stand in pairs: one that is left over shows that words were lost, or more were meant to be open.",
    head("resolves", "1\tto act (in time and with care;", "2\tto report."),
    head("resolves", "1\tto act (in time) on a) and b);", "2\tto report."),
    _find,
)
