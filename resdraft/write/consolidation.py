"""What several sources propose on one text, clause by clause: where they agree, where they differ; for people, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resdraft.model.marked import Laid, Option, Proposed
from resdraft.write.terminal import FRESH, Screen, excerpt


def summary(
    found: Sequence[Proposed], laid: Laid, problems: Sequence[str], screen: Screen, brackets: Sequence[str] = ()
) -> str:
    """For a terminal: each place, who proposes what there, and the options where they differ.

    ``brackets`` are the places where the official text has square brackets of its own.
    """
    base, sources = laid.marked.base, laid.marked.sources
    agreed = sum(1 for row in found if row.choice is None and len(row.sources) > 1)
    out = [
        f"{screen.paint(str(base.designation) or base.title.plain, 'bold')}: {_count(len(sources), 'source')}"
        f" ({', '.join(sources)}), {_count(len(found), 'place')}, {agreed} agreed, {_count(len(laid.choices), 'conflict')}",
        *(f"the whole text  {_said(option)}: {', '.join(option.sources)}" for option in laid.whole),
        *([screen.wrap([("", f"brackets of the official text itself: {'; '.join(brackets)}")], 0)] if brackets else []),
        "",
    ]
    for row in found:
        if row.choice is not None:
            note = ", as marks in the words that stay" if row.choice.shown == "interleaved" else ""
            out.append(f"{screen.paint(row.clause, 'label')}  {screen.paint('CONFLICT', 'bold')}{note}")
            told = (f"{', '.join(option.sources)}: {_said(option)}" for option in row.choice.options)
            out += [screen.wrap([("", line)], 6, "") for line in told]
        elif row.change is not None:
            out.append(
                f"{screen.paint(FRESH.sub('new', row.clause), 'label')}  {row.change.kind}: {screen.paint(', '.join(row.sources), 'bold')}"
            )
            out.append(screen.wrap(excerpt(row.change.words), 6, ""))
    out += ["", "left out, as it does not fit:", *(f"  {problem}" for problem in problems)] if problems else []
    return "\n".join(out).rstrip("\n") + "\n"


def markdown(found: Sequence[Proposed], laid: Laid, problems: Sequence[str]) -> str:
    """As a Markdown table."""
    base = laid.marked.base
    out = [f"# {str(base.designation) or base.title.plain}", "", "| clause | sources | what |", "|---|---|---|"]
    out += [f"| the whole text | {', '.join(option.sources)} | {_said(option)} |" for option in laid.whole]
    for row in found:
        if row.choice is not None:
            told = "<br>".join(f"**{', '.join(o.sources)}**: {_escaped(_said(o))}" for o in row.choice.options)
            out.append(f"| {row.clause} | {', '.join(row.sources)} | conflict<br>{told} |")
        elif row.change is not None:
            looks = {"insert": ("**", "**"), "delete": ("~~", "~~")}
            words = "".join(
                f"{looks.get(look, ('', ''))[0]}{_escaped(text)}{looks.get(look, ('', ''))[1]}"
                for look, text in excerpt(row.change.words)
            )
            out.append(f"| {FRESH.sub('new', row.clause)} | {', '.join(row.sources)} | {row.change.kind}: {words} |")
    out += ["", "Left out, as it does not fit:", "", *(f"- {_escaped(problem)}" for problem in problems)] if problems else []
    return "\n".join(out) + "\n"


def as_plain(found: Sequence[Proposed], laid: Laid, problems: Sequence[str]) -> dict[str, Any]:
    """As plain values: the base, each clause that is touched with its edits and its conflicts, what was left out."""
    base = laid.marked.base
    clauses: dict[str, dict[str, Any]] = {}
    for row in found:
        key = row.choice.key if row.choice else (row.change.keys[0] or ("",))[0] if row.change else ""
        text = base[key].line if key in base.by_key else None
        entry = clauses.setdefault(row.clause, {"clause": row.clause, "text": text, "edits": [], "conflicts": []})
        if row.choice is not None:
            options = [{"sources": list(o.sources), "does": o.does, "text": o.text} for o in row.choice.options]
            tokens = base[row.choice.key].text.tokens
            hull = "".join(t.text for t in tokens[row.choice.start : row.choice.end]) if row.choice.start >= 0 else text
            entry["conflicts"].append({"base": hull, "options": options, "shown": row.choice.shown})
        elif row.change is not None:
            entry["edits"].append(
                {
                    "kind": row.change.kind,
                    "sources": list(row.sources),
                    "amendments": list(row.amendments),
                    "old": row.change.old_text,
                    "new": row.change.new_text,
                    "words": [list(word) for word in row.change.words],
                }
            )
    return {
        "base": {"designation": str(base.designation), "title": base.title.plain, "fingerprint": f"sha256:{base.fingerprint}"},
        "sources": list(laid.marked.sources),
        "whole": [{"sources": list(o.sources), "does": o.does} for o in laid.whole],
        "clauses": list(clauses.values()),
        "left_out": list(problems),
    }


def _said(option: Option) -> str:
    if option.does in ("words", "insert"):
        head = "" if option.does == "words" else "insert "
        return f"{head}“{option.text.replace(chr(9), ' ')}”" if option.text else "nothing"
    return {"keep": "no change", "move": f"move, “{option.text}”"}.get(option.does, option.does)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
