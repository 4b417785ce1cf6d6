"""A comparison for people and scripts: in a terminal, in columns, in figures, as Markdown, as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from resdraft.model.change import CHANGE_KINDS, Change, MarkedWords
from resdraft.model.resolution import Provision
from resdraft.model.text import FRESH
from resdraft.write.terminal import Screen, columns

_PAINT = re.compile(r"\x1b\[[0-9;]*m")
_BETWEEN = " │ "
_BAR = 30
_MIN_COLUMN = 20
"""Lines are not wrapped to fewer characters than this, so narrower columns would overlap."""
_INDENT = 4
_UNSEEN = {
    0xA0: "⍽",
    0x202F: "⍽",
    0xAD: "‹soft hyphen›",
    0x200B: "‹zero-width space›",
    0x200D: "‹joiner›",
    0x2011: "‹non-breaking hyphen›",
}
"""Where such a character changes, this is shown for it: it cannot be seen, or looks like another one."""


def comparison(entries: Sequence[Change], screen: Screen) -> str:
    """The changes, each under its address, and last the count of each kind."""
    out = []
    for change in entries:
        if change.kind == "renumbered":
            out.append(f"{screen.paint(change.old_address or '', 'bold')}  is now {change.new_address}")
            continue
        out += [
            _head(change, screen),
            screen.wrap([("", " ") if word == ("equal", " ") else word for word in signed_words(change)], 4, ""),
        ]
    return "\n".join([*out, "", total(entries)] if entries else ["no differences"]) + "\n"


def side_by_side(entries: Sequence[Change], screen: Screen) -> str:
    """The changes in two columns, old words left and new words right, each under its address, and last the count of each kind."""
    width = max((screen.width - len(_BETWEEN)) // 2, 24)
    half = screen._replace(width=width)
    out = []
    for change in entries:
        out.append(_head(change, screen))
        if change.kind == "renumbered":
            continue
        words = signed_words(change)
        sides = [
            half.wrap([(look, text) for look, text in words if look != other], 0).split("\n") for other in ("insert", "delete")
        ]
        out += [in_columns(lines, width) for lines in zip_longest(*sides, fillvalue="")]
    return "\n".join([*out, "", total(entries)] if entries else ["no differences"]) + "\n"


def draft_columns(names: Sequence[str], rows: Iterable[Sequence[Provision | None]], screen: Screen) -> str:
    """Several whole texts in columns; words in bold, which not all texts have, are shown as new.

    Where the columns would be too narrow to read, the versions of a provision stand below each other, each under the name of its text;
    versions that are the same stand there once, under all their names.

    Args:
        names: the names of the texts.
        rows: the provision of each text, or None where it has none.
        screen: where it is shown.
    """
    width = (screen.width - len(_BETWEEN) * (len(names) - 1)) // len(names)
    if width < _MIN_COLUMN:
        return _below_each_other(names, rows, screen)
    column = screen._replace(width=width)
    out = []
    for row in (
        [[("", name)] for name in names],
        *([_spoken(p) if p is not None else [("", "")] for p in row] for row in rows),
    ):
        cells = (column.wrap(words, 0).split("\n") for words in row)
        out += [in_columns(lines, width) for lines in zip_longest(*cells, fillvalue="")]
    return "\n".join(out) + "\n"


def in_columns(cells: Sequence[str], width: int) -> str:
    """One line of each cell, side by side, each in so many columns. Codes for colour take no space."""
    padded = (f"{cell}{' ' * (width - columns(_PAINT.sub('', cell)))}" for cell in cells)
    return _BETWEEN.join(padded).rstrip()


def _below_each_other(names: Sequence[str], rows: Iterable[Sequence[Provision | None]], screen: Screen) -> str:
    out = []
    for row in rows:
        versions: dict[str, list[str]] = {}
        for name, p in zip(names, row, strict=True):
            if p is not None:
                versions.setdefault(screen.wrap(_spoken(p), _INDENT), []).append(name)
        shown = (f"{screen.paint(', '.join(whose), 'bold')}\n{words}" for words, whose in versions.items())
        out.append("\n".join(shown))
    return "\n\n".join(out) + "\n"


def _spoken(p: Provision) -> list[MarkedWords]:
    label = [("", f"{p.label} ")] if p.label is not None else []
    spans = [("insert" if "b" in s.emphasis else "", s.text if s.note is None else f"[^{s.note}]") for s in p.text.spans]
    return [*label, *spans] or [("", "")]


def stat(entries: Sequence[Change], screen: Screen) -> str:
    """How many words each change inserts and deletes, with a bar, and the sums. What is only renumbered is only counted."""
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
    """The count of each kind of change, such as ``2 modified, 1 added``."""
    counts = Counter(change.kind for change in entries)
    return ", ".join(f"{counts[kind]} {kind}" for kind in CHANGE_KINDS if counts[kind])


def markdown(old: str, new: str, entries: Sequence[Change]) -> str:
    """The contract of ``diff --format markdown``: a heading for each change, its words in ``<del>`` and ``<ins>``; renumbered ones last."""
    out = [f"# Changes from {escaped(old)} to {escaped(new)}", "", total(entries) or "no differences"]
    for change in entries:
        if change.kind != "renumbered":
            body = "".join(_MARKDOWN[look].format(escaped(text)) for look, text in signed_words(change))
            out += ["", f"## {escaped(place_of(change))}: {change.told}", "", body.replace("\n", "<br>")]
    quiet = [change for change in entries if change.kind == "renumbered"]
    if quiet:
        out += ["", "## Renumbered", ""]
        out += [f"- {escaped(c.old_address or '')} is now {escaped(c.new_address or '')}" for c in quiet]
    return "\n".join(out) + "\n"


_MARKDOWN = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}


def as_html(entries: Sequence[Change]) -> str:
    """As HTML, for a notebook: each place with its words, what is new as ``ins`` and what is gone as ``del``."""
    from html import escape

    tags = {"insert": ("<ins>", "</ins>"), "delete": ("<del>", "</del>")}
    out = []
    for change in entries:
        words = "".join(
            f"{tags.get(look, ('', ''))[0]}{escape(text)}{tags.get(look, ('', ''))[1]}" for look, text in signed_words(change)
        )
        out.append(f"<p><b>{escape(place_of(change))}</b> {escape(change.told)}<br>{words}</p>")
    return "".join(out) or "<p>no differences</p>"


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
    return f"{screen.paint(place_of(change), 'bold')}  {screen.paint(change.told, 'dim')}"


def place_of(change: Change) -> str:
    """Where a change stands: its address, both where they differ."""
    if change.old_address and change.new_address and change.old_address != change.new_address:
        return f"{change.old_address} → {change.new_address}"
    return change.new_address or change.old_address or ""


def signed_words(change: Change) -> list[MarkedWords]:
    """The words of a change; a paragraph mark or an invisible character that is inserted or deleted gets a sign."""
    out = []
    for look, text in change.words:
        text = FRESH.sub("new", text)
        if look != "equal":
            text = text.translate(_UNSEEN)
        out.append((look, text.replace("\n", " ¶ ") if look != "equal" and change.kind in ("split", "merged") else text))
    return out


def _counted(words: Sequence[MarkedWords]) -> tuple[int, int]:
    """How many words are inserted, and how many are deleted."""
    came, went = (
        sum(len(re.findall(r"\w+", text)) for look, text in words if look == wanted) for wanted in ("insert", "delete")
    )
    return came, went


def escaped(text: str) -> str:
    """Words in Markdown, whatever signs are in them."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
