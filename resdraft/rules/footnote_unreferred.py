"""RD204: a footnote that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    referred = {mark for p in text.resolution.provisions for mark in p.text.notes}
    for note in text.resolution.notes if not text.lines_lost else ():
        if note.mark not in referred:
            yield Fault(f"note/{note.mark}", 0, 0, "nothing in the text refers to it")


RULE = Rule(
    "RD204",
    "footnote-unreferred",
    Level.ERROR,
    "A footnote whose reference was lost belongs to nothing.",
    head("resolves", "1\tto act.", "[^1]: At once."),
    head("resolves", "1\tto act[^1].", "[^1]: At once."),
    _find,
)
