"""A comparison for people and scripts: in a terminal, in two columns, in figures, as Markdown, as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from resdraft.model.change import CHANGE_KINDS, Change, WordChange
from resdraft.model.resolution import Provision
from resdraft.write.terminal import FRESH, Screen, columns

_PAINT = re.compile(r"\x1b\[[0-9;]*m")
_BETWEEN = " │ "
_BAR = 30
_UNSEEN = {
    0xA0: "⍽",
    0x202F: "⍽",
    0xAD: "‹soft hyphen›",
    0x200B: "‹zero-width space›",
    0x200D: "‹joiner›",
    0x2011: "‹non-breaking hyphen›",
}
"""What characters that cannot be seen, or told from others, are shown as where they change."""


def comparison(entries: Sequence[Change], screen: Screen) -> str:
    """Each change under its address, the count of each kind last."""
    out = []
    for change in entries:
        if change.kind == "renumbered":
            out.append(f"{screen.paint(change.old_address or '', 'bold')}  is now {change.new_address}")
            continue
        out += [
            _head(change, screen),
            screen.wrap([("", " ") if word == ("equal", " ") else word for word in _words(change)], 4, ""),
        ]
    return "\n".join([*out, "", total(entries)] if entries else ["no differences"]) + "\n"


def side_by_side(entries: Sequence[Change], screen: Screen) -> str:
    """Old words on the left, new ones on the right, each change under its address, the count of each kind last."""
    width = max((screen.width - len(_BETWEEN)) // 2, 24)
    half = screen._replace(width=width)
    out = []
    for change in entries:
        out.append(_head(change, screen))
        if change.kind == "renumbered":
            continue
        words = _words(change)
        columns_of = [
            half.wrap([(look, text) for look, text in words if look != other], 0).split("\n") for other in ("insert", "delete")
        ]
        for left, right in zip_longest(*columns_of, fillvalue=""):
            blank = " " * (width - columns(_PAINT.sub("", left)))
            out.append(f"{left}{blank}{_BETWEEN}{right}".rstrip())
    return "\n".join([*out, "", total(entries)] if entries else ["no differences"]) + "\n"


def columns_of(names: tuple[str, str], rows: Iterable[tuple[Provision | None, Provision | None]], screen: Screen) -> str:
    """Two whole texts in two columns; what only one of them has, which is bold, is shown as new."""
    width = max((screen.width - len(_BETWEEN)) // 2, 24)
    half = screen._replace(width=width)
    out = [f"{names[0]:<{width}}{_BETWEEN}{names[1]}"]
    for pair in rows:
        cells = [half.wrap(_spoken(p), 0).split("\n") if p is not None else [""] for p in pair]
        for left, right in zip_longest(*cells, fillvalue=""):
            blank = " " * (width - columns(_PAINT.sub("", left)))
            out.append(f"{left}{blank}{_BETWEEN}{right}".rstrip())
    return "\n".join(out) + "\n"


def _spoken(p: Provision) -> list[WordChange]:
    label = [("", f"{p.label} ")] if p.label is not None else []
    spans = [("insert" if "b" in s.emphasis else "", s.text if s.note is None else f"[^{s.note}]") for s in p.text.spans]
    return [*label, *spans] or [("", "")]


def stat(entries: Sequence[Change], screen: Screen) -> str:
    """How many words came and went in each place, as a bar, and in all; what is only renumbered is counted."""
    rows: list[tuple[str, str, int, int]] = [
        (c.new_address or c.old_address or "", c.kind, *_counted(c.words)) for c in entries if c.kind != "renumbered"
    ]
    wide = min(max((columns(row[0]) for row in rows), default=0), max(screen.width - _BAR - 26, 20))
    most = max((came + went for *_, came, went in rows), default=0)
    scale = min(1.0, _BAR / most) if most else 1.0
    out = []
    for place, kind, came, went in rows:
        shown = place if columns(place) <= wide else f"{place[: wide - 1]}…"
        plus, minus = (max(round(n * scale), 1) if n else 0 for n in (came, went))
        bar = screen.paint("+" * plus, "plus") + screen.paint("-" * minus, "minus")
        out.append(f" {shown}{' ' * (wide - columns(shown))} | {kind:<10} {came + went:>4} {bar}".rstrip())
    came, went = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return "\n".join([*out, f" {total(entries)}; words: {came} in, {went} out"] if entries else ["no differences"]) + "\n"


def total(entries: Iterable[Change]) -> str:
    """The count of each kind: 2 modified, 1 added."""
    counts = Counter(change.kind for change in entries)
    return ", ".join(f"{counts[kind]} {kind}" for kind in CHANGE_KINDS if counts[kind])


def markdown(old: str, new: str, entries: Sequence[Change]) -> str:
    """The contract of ``diff --format markdown``: a heading for each change, its words in ``<del>`` and ``<ins>``; renumbered ones last."""
    out = [f"# Changes from {_escaped(old)} to {_escaped(new)}", "", total(entries) or "no differences"]
    for change in entries:
        if change.kind != "renumbered":
            body = "".join(_MARKDOWN[look].format(_escaped(text)) for look, text in _words(change))
            out += ["", f"## {_escaped(_place(change))}: {change.kind}", "", body.replace("\n", "<br>")]
    quiet = [change for change in entries if change.kind == "renumbered"]
    if quiet:
        out += ["", "## Renumbered", ""]
        out += [f"- {_escaped(c.old_address or '')} is now {_escaped(c.new_address or '')}" for c in quiet]
    return "\n".join(out) + "\n"


_MARKDOWN = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}


def as_json(old: str, new: str, entries: Sequence[Change]) -> dict[str, object]:
    """The contract of ``diff --format json``."""
    return {
        "old": old,
        "new": new,
        "changes": [
            {
                "kind": c.kind,
                "old_address": c.old_address,
                "new_address": c.new_address,
                "old_text": c.old_text,
                "new_text": c.new_text,
                "words": [list(word) for word in c.words],
            }
            for c in entries
        ],
    }


def _head(change: Change, screen: Screen) -> str:
    return f"{screen.paint(_place(change), 'bold')}  {screen.paint(change.kind, 'dim')}"


def _place(change: Change) -> str:
    if change.old_address and change.new_address and change.old_address != change.new_address:
        return f"{change.old_address} → {change.new_address}"
    return change.new_address or change.old_address or ""


def _words(change: Change) -> list[WordChange]:
    """The words of a change; a paragraph mark or a character without ink that comes or goes can be seen."""
    out = []
    for look, text in change.words:
        text = FRESH.sub("new", text)
        if look != "equal":
            text = text.translate(_UNSEEN)
        out.append((look, text.replace("\n", " ¶ ") if look != "equal" and change.kind in ("split", "merged") else text))
    return out


def _counted(words: Sequence[WordChange]) -> tuple[int, int]:
    """How many words come, and how many go."""
    came, went = (
        sum(len(re.findall(r"\w+", text)) for look, text in words if look == wanted) for wanted in ("insert", "delete")
    )
    return came, went


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
