"""The page of documentation on the rules, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence

from resdraft.model.checks import RuleNote

_HEAD = """# The rules of `resdraft check`

This page is made from the rules: `resdraft check --rules --format markdown`. Each has a code, a name, a level, an example that breaks it
and one that keeps it. `error` is what nobody meant, `warning` what is wrong in most texts, `style` the same thing said in two ways. Where
no source is named the reason is the practice of ITU texts, as adopted resolutions show it; no language section has confirmed it.
"""


def rules_page(rules: Sequence[RuleNote]) -> str:
    """The page in Markdown."""
    out = [_HEAD]
    for rule in rules:
        out.append(f"## {rule.code} {rule.name} ({rule.level})\n\n{rule.why}\n")
        if rule.languages:
            out.append(f"Languages: {', '.join(rule.languages)}.\n")
        for what, example in (("Breaks it", rule.breaks), ("Keeps it", rule.keeps)):
            if example:
                out.append(f"{what}:\n\n{_block(example)}\n")
    return "\n".join(out)


def _block(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.split("\n"))
