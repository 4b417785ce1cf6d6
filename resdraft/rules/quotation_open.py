"""RD602: a quotation mark without its other half."""

from __future__ import annotations

from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head


def _find(text: CheckedText) -> Iterator[Fault]:
    for p in text.worded:
        said = p.text.plain
        for opening, closing in (("“", "”"), ("«", "»")):
            if said.count(opening) == said.count(closing):
                continue
            # Quotations of several paragraphs open in each and close once: they are left alone where the next paragraph goes on.
            at = said.rfind(opening) if said.count(opening) > said.count(closing) else said.find(closing)
            missing = "nothing closes" if said[at] == opening else "nothing opens"
            if text.whole.count(opening) != text.whole.count(closing):
                yield Fault(p.key, at, at + 1, f"{missing} {said[at]}")


RULE = Rule(
    "RD602",
    "quotation-open",
    Level.WARNING,
    "A quotation begins and ends.",
    head("resolves", "1\tto act on “the outcomes in time;", "2\tto report."),
    head("resolves", "1\tto act on “the outcomes” in time;", "2\tto report."),
    _find,
)
