"""What is wrong with a line of YAML that a person wrote, in words: what it was read as, and the line as it should be.

YAML gives a meaning to signs that texts are full of: a colon, quotation marks, brackets. Its own messages name tokens; these name the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.errors import shortened

_LINE = re.compile(r"(?P<indent>[ \t]*(?:-[ \t]+)?)(?P<key>[a-z]+):(?P<gap>[ \t]*)(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s)#")
_SIGNS = {
    "[": "the beginning of a list",
    "{": "the beginning of a list of names",
    "*": "a reference to another line",
    "&": "a name for this line",
    "!": "the name of a kind of value",
    "|": "the sign for text on the next lines",
    ">": "the sign for text on the next lines",
    "%": "a sign of YAML",
    "@": "a sign of YAML",
    "`": "a sign of YAML",
    "?": "a sign of YAML",
    ",": "the comma of a list",
    "-": "the beginning of an entry of a list",
    "#": "the beginning of a comment",
}
_FURTHEST = 40
"""So many lines before the place where YAML gave up the fault is looked for: a text may run over several."""
_WIDTH = 100


class Fault(NamedTuple):
    """A fault that is understood: the line, counted from 1, what it was read as, and what to write."""

    line: int
    what: str
    hint: str


def fault_near(lines: Sequence[str], line: int) -> Fault | None:
    """The fault of the nearest line, from ``line`` (counted from 1) upwards, that YAML cannot read as it was meant; None for others."""
    literal = _literal(lines)
    for at in range(min(line, len(lines)) - 1, max(line - _FURTHEST, 0) - 1, -1):
        found = _LINE.fullmatch(lines[at].rstrip())
        if found is None or at in literal:
            continue
        read_as = _read_as(found)
        if read_as:
            return Fault(at + 1, f"“{shortened(lines[at].strip(), _WIDTH)}”: {read_as}", corrected(lines, at))
        stray = next((n for n in range(at + 1, min(line, len(lines))) if _stray(lines[n], found)), None)
        if stray is not None:
            what = (
                f"“{shortened(lines[stray].strip(), _WIDTH)}”: this line is not moved in, so it was read as the name of a line"
            )
            return Fault(stray + 1, what, corrected(lines, at))
    return _misplaced(lines, line)


def _misplaced(lines: Sequence[str], line: int) -> Fault | None:
    """The line where YAML gave up begins in another column than the one above it, or that one lacks its colon; None for others."""
    at = min(line, len(lines)) - 1
    before = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), -1)
    found = _LINE.fullmatch(lines[at].rstrip()) if before >= 0 else None
    if found is None:
        return None
    entry = re.fullmatch(r"(\s*(?:- +)?)([a-z]+) +(\S.*)", lines[before].rstrip())
    if entry is not None:
        what = f"“{shortened(lines[before].strip(), _WIDTH)}”: no colon stands behind “{entry[2]}”"
        return Fault(before + 1, what, f"write the line with its colon:\n    {entry[1]}{entry[2]}: {entry[3]}")
    above = _LINE.fullmatch(lines[before].rstrip())
    if above is None or len(found["indent"]) == len(above["indent"]):
        return None
    what = f"“{shortened(lines[at].strip(), _WIDTH)}”: this line begins in another column than the one above it"
    if "-" in found["indent"]:
        dash = next((n for n in range(before, -1, -1) if lines[n].lstrip().startswith("- ")), None)
        if dash is None:
            return None
        what, before = what.replace("the one above it", "the amendment above it"), dash
        indent = lines[dash][: len(lines[dash]) - len(lines[dash].lstrip())]
    else:
        indent = " " * len(above["indent"])
    return Fault(
        at + 1, what, f"begin it where that one begins:\n    {lines[before].rstrip()}\n    {indent}{lines[at].strip()}"
    )


def _literal(lines: Sequence[str]) -> set[int]:
    """The lines, counted from 0, that stand below a bar: YAML takes them as they are, whatever signs are in them."""
    out: set[int] = set()
    above = -1
    for at, line in enumerate(lines):
        moved_in = len(line) - len(line.lstrip())
        if above >= 0 and (moved_in > above or not line.strip()):
            out.add(at)
            continue
        found = _LINE.fullmatch(line.rstrip())
        bar = found is not None and found["value"][:1] in ("|", ">") and _is_well_formed(found["value"])
        above = len(line) - len(line.lstrip()) if bar else -1
    return out


def corrected(lines: Sequence[str], at: int) -> str:
    """What to write in place of the line ``at``, counted from 0, and of those that go on from it: whole, for people copy it."""
    found = _LINE.fullmatch(lines[at].rstrip())
    if found is None:
        return ""
    indent = found["indent"].replace("\t", "  ")
    plain = f"{indent}{found['key']}: {found['value']}"
    if plain.rstrip() != lines[at].rstrip() and not _read_as(_LINE.fullmatch(plain) or found):
        return f"write the line with blanks:\n    {plain}"
    words = [found["value"].strip()]
    for line in lines[at + 1 :]:
        if not line.strip() or _LINE.fullmatch(line.rstrip()) or line.lstrip().startswith("- "):
            break
        words.append(line.strip())
    text = " ".join(words)
    if text[:1] in ("'", '"') and (text.endswith(text[0]) or text.count(text[0]) == 1):
        text = text[1:].removesuffix(text[0])
    if words[0][:1] in ("|", ">") and len(words) > 1:
        text = text[1:].strip()
    return f"write the text on a line of its own:\n    {indent}{found['key']}: |\n    {' ' * len(indent)}  {text}"


def _read_as(found: re.Match[str]) -> str:
    """What YAML makes of a line, where that is not what it says; empty for lines that are as they should be."""
    value: str = found["value"]
    if "\t" in found["indent"] + found["gap"]:
        return "there is a tab, and YAML takes only blanks before a text"
    if not found["gap"] and value:
        return f"without a blank behind the colon “{found['key']}:” is no name of a line"
    if value[:1] in ("'", '"'):
        return _quoted(value)
    sign = value[:1]
    if sign in _SIGNS and not _is_well_formed(value):
        return f"the {sign} at the beginning was read as {_SIGNS[sign]}"
    if sign in _SIGNS:
        return ""
    if "\t" in value:
        return "there is a tab in the text, and YAML takes none there"
    colon = re.search(r":(?=\s|$)", value)
    if colon:
        return f"“{shortened(value[: colon.start()], 40)}” was read as the name of a line, because of the colon behind it"
    if _COMMENT.search(value):
        return "what stands behind the # was read as a comment"
    return ""


def _is_well_formed(value: str) -> bool:
    """Whether a value that begins with a sign of YAML is one that people write on purpose."""
    if value[0] in "|>":
        return re.fullmatch(r"[|>][-+1-9]*\s*(?:#.*)?", value) is not None
    if value[0] == "-":
        return len(value) > 1 and not value[1].isspace()
    return value[0] == "#"


def _quoted(value: str) -> str:
    """What is wrong with a value that begins with a quotation mark or an apostrophe."""
    quote = value[0]
    name = "quotation mark" if quote == '"' else "apostrophe"
    body = r"(?:\\.|[^\"\\])*" if quote == '"' else r"(?:''|[^'])*"
    closed = re.match(rf"{quote}({body}){quote}", value)
    if closed is None:
        return f"the {name} at the beginning was read as opening the text, and it is never closed"
    rest = value[closed.end() :]
    if not rest.strip() or re.match(r"\s+#", rest):
        return ""
    if rest.startswith(":"):
        return f"“{closed[1]}” was read as the name of a line, because of the colon behind it"
    return f"the second {name} was read as the end of the text, and “{shortened(rest.strip(), 40)}” as left over"


def _stray(line: str, key: re.Match[str]) -> bool:
    """Whether a line goes on from the line of a name, but is not moved in behind it."""
    moved_in = len(line) - len(line.lstrip())
    text = line.strip()
    return (
        bool(text)
        and not text.startswith(("#", "- ", "---"))
        and not _LINE.fullmatch(line.rstrip())
        and moved_in <= len(key["indent"])
    )
