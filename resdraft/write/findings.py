"""What checking found: for a terminal, as JSON, as annotations of GitHub, and as a table in Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from resdraft.errors import Problem, Unreadable
from resdraft.model.checks import CheckFinding
from resdraft.write.terminal import Screen
from resdraft.write.visible import visible

_LOOKS = {"error": "minus", "warning": "label", "style": "plus"}
_COMMANDS = {"error": "error", "warning": "warning", "style": "notice"}


def listing(findings: Sequence[CheckFinding], screen: Screen) -> str:
    """Each finding on a line, and its words below it; a last line has the counts."""
    out: list[str] = []
    for one in findings:
        place = f"{one.address}: " if one.address else ""
        out.append(f"{one.where}: {screen.paint(one.code, _LOOKS[one.level])} {place}{one.what} ({one.rule})")
        if one.words:
            out.append(f"    {one.words}")
    return "\n".join([*out, counts(findings)]) + "\n"


def counts(findings: Sequence[CheckFinding]) -> str:
    """How many there are of each level, and how many can be mended: ``2 errors, 1 warning; 1 can be mended with --fix``."""
    found = Counter(one.level for one in findings)
    names = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "style": ("of style", "of style")}
    said = [f"{found[level]} {names[level][found[level] > 1]}" for level in names if found[level]]
    mended = sum(one.mended is not None for one in findings)
    more = f"; {mended} can be mended with --fix" if mended else ""
    return (", ".join(said) or "nothing found") + more


def as_json(findings: Sequence[CheckFinding]) -> str:
    """``{"findings": [...]}``, with each finding on a line of its own."""
    rows = ",\n".join(f"  {json.dumps(one._asdict(), ensure_ascii=False)}" for one in findings)
    return f'{{"findings": [\n{rows}\n]}}\n' if rows else '{"findings": []}\n'


def keys_of(content: bytes, name: str) -> Iterator[tuple[str, str, str]]:
    """What is the same of each finding of an earlier output as JSON; see :attr:`CheckFinding.same`.

    Raises:
        Unreadable: where it is none.
    """
    wrong = Unreadable(Problem("no findings of an earlier run", "make them with `resdraft check --format json`", file=name))
    try:
        rows = json.loads(content)["findings"]
        found = [(row["code"], row["what"], row["words"]) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if not all(isinstance(value, str) for row in found for value in row):
        raise wrong
    yield from found


def as_github(findings: Sequence[CheckFinding]) -> str:
    """Workflow commands of GitHub Actions, which shows them beside the lines of a file."""
    lines = []
    for one in findings:
        place = f",line={one.line}" if one.line else ""
        said = ": ".join(filter(None, (f"p. {one.page}" if one.page else "", one.address, one.what)))
        # A value ends at a comma or colon, a command at the end of its line (GitHub, workflow commands).
        title = f"{one.code} {one.rule}"
        lines.append(f"::{_COMMANDS[one.level]} file={_value(one.file)}{place},title={_value(title)}::{_data(said)}\n")
    return "".join(lines)


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def as_markdown(findings: Sequence[CheckFinding]) -> str:
    """A table with a row a finding."""
    rows = [("File", "Place", "Rule", "What", "Words")]
    rows += [(one.where, one.address, f"{one.code} {one.level}", one.what, one.words) for one in findings]
    lines = [" | ".join(map(_cell, row)) for row in rows]
    lines.insert(1, " | ".join(["---"] * len(rows[0])))
    return "".join(f"| {line} |\n" for line in lines) + f"\n{counts(findings)}\n"


def _cell(words: str) -> str:
    """Words in a cell: nothing in them is a mark of Markdown, or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>#|!~])", r"\\\1", visible(" ".join(words.split())))
