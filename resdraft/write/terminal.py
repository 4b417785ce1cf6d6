"""Trees, comparisons and summaries for a terminal, wrapped to its width, in colour or without."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from resdraft.errors import shortened
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import new_marks
from resdraft.write.visible import carried_over, turned

if TYPE_CHECKING:
    from resdraft.model.change import Change, MarkedWords
    from resdraft.model.marked import Marked

_CODES = {
    "bold": "1",
    "dim": "2",
    "call": "3;36",
    "label": "33",
    "insert": "4;32",
    "delete": "9;31",
    "heading": "1",
    "plus": "32",
    "minus": "31",
}
_PLAIN = {"insert": ("{+", "+}"), "delete": ("[-", "-]")}


_LESS_OPTION = re.compile(
    r"-\+(?P<reset>.)|--(?P<name>[\w-]+)(?:(?!\s-)[^$])*"  # -+R takes an option back
    r"|[bhjxyz#]\s*-?[\d.,]*|[DkoOpPtT\"+][^$]*"  # options with a number, or with text up to a dollar sign
    r"|(?P<letter>.)",
    re.DOTALL,
)


class Screen(NamedTuple):
    """Where text goes: its width in columns, and whether it shows colour. Without it, changes stand in ``{+ +}`` and ``[- -]``."""

    width: int = 80
    colour: bool = False
    seal: str = ""
    """A secret behind the ``ESC [`` of our colours, by which the command line tells them from those that words bring with them."""
    isolates: bool = False
    """Whether text from right to left is isolated: for a terminal alone, as they would be part of what is in a file."""

    def paint(self, text: str, look: str) -> str:
        """Text in a look, where there is colour."""
        return f"\x1b[{self.seal}{_CODES[look]}m{text}\x1b[{self.seal}0m" if self.colour and look in _CODES and text else text

    def wrap(self, words: Iterable[MarkedWords], indent: int, first: str = "") -> str:
        """Words in looks, wrapped. ``first`` stands before them on the first line, within the indent."""
        lines: list[list[MarkedWords]] = [[]]
        room = at = max(20, self.width - indent)
        for look, text in words:
            before, after = ("", "") if self.colour else _PLAIN.get(look, ("", ""))
            for n, piece in enumerate(pieces := re.findall(r"\s+|\S+", text)):
                shown = (before if n == 0 else "") + piece + (after if n == len(pieces) - 1 else "")
                size = columns(shown)
                if "\n" in piece or (size > at and at < room):
                    lines.append([])
                    at = room
                    if shown.isspace():
                        continue
                if size <= room:
                    lines[-1].append((look, shown))
                    at -= size
                    continue
                for part in _cut(shown, room):
                    if at < room:
                        lines.append([])
                    lines[-1].append((look, part))
                    at = room - columns(part)
        out = []
        for line in lines:
            joined = [(look, text) for look, text in _runs(line) if text]
            out.append("".join(self.paint(text, look) for look, text in joined).rstrip(" "))
        head, out = first + " " * max(0, indent - columns(first)), carried_over(out)
        out = turned(out) if self.isolates else out
        return ("\n" + " " * indent).join([head + out[0], *out[1:]])


def pager_options(environment: Mapping[str, str]) -> str | None:
    """The options in LESS with which the user's pager shows colours; None where it is not known to show them.

    Only less is known to, where -R or -r stands in LESS or PAGER. Where the user has given it no options at all it gets -R.
    """
    import shlex
    import shutil

    options = environment.get("LESS", "")
    try:
        pager = shlex.split(environment.get("PAGER", "")) or ["less"]
    except ValueError:
        return None
    if shutil.which(pager[0]) is None or pager[0].rpartition("/")[2] != "less":
        return None
    if len(pager) == 1 and not options:
        return "-R"
    raw = False
    for given in (options, *(word for word in pager[1:] if word.startswith("-"))):
        for found in _LESS_OPTION.finditer(given):
            name = (found["name"] or "").lower()
            raw = raw or found["letter"] in ("r", "R") or (len(name) > 1 and "raw-control-chars".startswith(name))
            raw = raw and found["reset"] not in ("r", "R")
    return options if raw else None


def columns(text: str) -> int:
    """How many columns a text takes: two for wide characters, none for marks above letters."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str, room: int) -> Iterator[str]:
    """A word that is longer than a line (as Chinese is), in pieces that fit."""
    part = ""
    for character in text:
        if columns(part + character) > room:
            yield part
            part = ""
        part += character
    yield part


def _runs(line: Sequence[MarkedWords]) -> Iterator[MarkedWords]:
    look, text = "", ""
    for next_look, piece in line:
        if next_look != look:
            yield look, text
            look, text = next_look, ""
        text += piece
    yield look, text


def tree(provisions: Sequence[Provision], screen: Screen) -> str:
    """The clause tree: calls, labels and words, each clause indented by its depth."""
    out = []
    for p in provisions:
        text = p.text.marked()
        if p.kind is Kind.CALL:
            out += ["", screen.wrap([("call", text)], 0)]
        elif p.kind in (Kind.CLAUSE, Kind.BLOCK):
            label = p.label or ("▤" if p.kind is Kind.BLOCK else "¶")
            indent = 2 + 4 * p.depth
            head = " " * indent + screen.paint(label, "label") + " " * max(1, 6 - columns(label))
            body = screen.wrap([("", text)], indent + max(6, columns(label) + 1))
            out.append(head + body.lstrip(" "))
        elif p.kind is Kind.NOTE:
            mark = f"[^{p.label}] "
            out.append(screen.wrap([("dim", text)], 6, mark))
        else:
            blank = [""] if p.kind in (Kind.ANNEX, Kind.FORMULA) else []
            out += [*blank, screen.wrap([("heading" if p.kind is not Kind.FORMULA else "", text)], 0)]
    return "\n".join(out).strip("\n") + "\n"


def summary(marked: Marked, changes: Mapping[str, Sequence[Change]], screen: Screen) -> str:
    """Who changes what: under each source, its changes clause by clause."""
    out = []
    every = [change for entries in changes.values() for change in entries]
    named = new_marks(text for change in every for text in (change.new_address or "", *(words for _, words in change.words)))
    for source, entries in changes.items():
        kinds = Counter(change.kind for change in entries)
        told = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
        date = dict(marked.dates).get(source.partition(",")[0], "")
        out += ["", f"{screen.paint(source, 'bold')}{f' ({date})' if date else ''}: {told}"]
        for change in entries:
            place = change.new_address or change.old_address or ""
            if change.kind == "moved":
                place = f"{change.old_address} → {change.new_address}"
            elif change.kind in ("modified", "reordered"):
                place = change.old_address or place
            out.append(f"  {screen.paint(named(place), 'label')}  {change.told}")
            out.append(screen.wrap([(look, named(words)) for look, words in excerpt(change.words)], 6, ""))
    return "\n".join(out).lstrip("\n") + "\n"


def mark_list(marks: Sequence[Mapping[str, Any]], screen: Screen) -> str:
    """Revision marks, those of one author, kind and paragraph in a row; the count for each author last."""
    out, before = [], ""
    for mark in marks:
        place = f"{mark['part']} paragraph {mark['paragraph']}" if mark["paragraph"] else mark["part"]
        place = f"{mark['clause']} ({place})" if mark["clause"] else place
        if place != before:
            out.append(screen.paint(place, "bold"))
            before = place
        who = _who(mark)
        looks = {"inserted": "insert", "moved here": "insert", "deleted": "delete", "moved away": "delete"}
        words = str(mark["text"]).replace("\n", " ")
        words = shortened(words, 160)
        head = f"  {mark['kind']}, {who}{', ' + mark['date'][:10] if mark['date'] else ''}, id {mark['id']}"
        out.append(screen.paint(head, "dim"))
        if words.strip():
            out.append(screen.wrap([(looks.get(mark["kind"], ""), words)], 6, ""))
    counts = Counter(map(_who, marks))
    total = ", ".join(f"{who}: {n}" for who, n in counts.items())
    return "\n".join([*out, "", f"{len(marks)} marks ({total})"] if marks else ["no marks"]) + "\n"


def _who(mark: Mapping[str, Any]) -> str:
    """Whose a mark is, on one line: a line break in a name would begin a line as if it were ours."""
    return "anonymised" if mark["anonymous"] else " ".join(mark["author"].split())


def excerpt(words: Sequence[MarkedWords], around: int = 30) -> list[MarkedWords]:
    """The changed words with a little of what stands around them."""
    out: list[MarkedWords] = []
    for n, (look, text) in enumerate(words):
        if len(words) == 1 and look == "equal":
            return [("", shortened(text, 3 * around))]
        if look == "equal":
            before, after = n > 0, n < len(words) - 1
            if len(text) > 2 * around + 3:
                head = text[:around].rpartition(" ")[0] if before else ""
                tail = text[-around:].partition(" ")[2] if after else ""
                text = f"{head} … {tail}"
            look = ""
        out.append((look, text))
    return out
