"""RD105: a preambular call stands behind an operative one."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    found: list[Fault] = []
    operative = ""
    for p, kind in text.calls:
        known = text.words.call_kind(p.text.plain)
        if known == "preambular" and operative:
            found.append(Fault(p.key, 0, len(p.text.plain), f"it opens a part of the preamble, behind {operative}"))
        elif kind == "operative" and known:
            operative = p.text.plain.strip().rstrip(",:")
    # Several are the preamble of another text, whose number line was not seen.
    if len(found) == 1:
        yield from found


RULE = Rule(
    "RD105",
    "part-order",
    Level.WARNING,
    "The preamble stands before the operative part.",
    head("resolves", "1\tto act;", "recalling", "a)\tthat it is so."),
    head("recalling", "a)\tthat it is so,", "resolves", "1\tto act."),
    _find,
)
