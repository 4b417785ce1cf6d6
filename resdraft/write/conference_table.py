"""The table of two conferences: for a terminal, as Markdown, as JSON, as HTML and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest

from resdraft.errors import Problem
from resdraft.lexicon import lexicon
from resdraft.model.change import CHANGE_KINDS
from resdraft.model.conference_change import TextChange, WordCount, totals
from resdraft.write import table
from resdraft.write.comparison import escaped, in_columns
from resdraft.write.json import dumps
from resdraft.write.pages import page
from resdraft.write.terminal import Screen

HEAD = ("old", "new", "title", "what happened")
_NARROW = 20
"""A designation stands in so many columns: ``(Rev. Dubai, 2018)``. The screen wraps to no fewer."""
_BETWEEN = 3


def listing(rows: Sequence[TextChange], screen: Screen) -> str:
    """The table in three columns, what happened below the title, and last how many texts became what."""
    narrow, wide = screen._replace(width=_NARROW), screen._replace(width=max(screen.width - 2 * (_NARROW + _BETWEEN), _NARROW))
    out = [
        in_columns([screen.paint(f"{head:<{_NARROW}}", "bold") for head in ("old", "new", "title and what happened")], _NARROW)
    ]
    for row in rows:
        old, new, titles, told = _cells(row)
        sides = [narrow.wrap([("", side)], 0).split("\n") for side in (old, new)]
        what = [
            *wide.wrap([("", titles)], 0).split("\n"),
            *wide.wrap([("dim" if row.became == "unchanged" else "label", told)], 2).split("\n"),
        ]
        out += [in_columns(line, _NARROW) for line in zip_longest(*sides, what, fillvalue="")]
    return "\n".join([*out, "", summed_up(rows)]) + "\n"


def summed_up(rows: Sequence[TextChange]) -> str:
    """How many texts there are on each side, and how many became what."""
    old, new = (sum(side is not None for side in sides) for sides in ((r.old for r in rows), (r.new for r in rows)))
    return f"{old} text{'s' * (old != 1)}, now {new}: " + ", ".join(f"{n} {became}" for became, n in totals(rows).items())


def as_markdown(names: Sequence[str], rows: Sequence[TextChange], problems: Sequence[Problem] = ()) -> str:
    """The table as Markdown; below it what could not be read."""
    unread = "".join(f"- {escaped(_one_line(_unread(problem)))}\n" for problem in problems)
    old, new = (escaped(_one_line(name)) for name in names)
    head = f"# Texts from {old} to {new}\n\n{summed_up(rows)}\n\n"
    return (
        head
        + table.as_markdown(HEAD, ([escape(cell, quote=False) for cell in _cells(row)] for row in rows))
        + (f"\n## Not read\n\n{unread}" if unread else "")
    )


def as_html(rows: Sequence[TextChange]) -> str:
    """The table as HTML, for a notebook."""
    return table.as_html(HEAD, map(_cells, rows))


def as_page(names: Sequence[str], rows: Sequence[TextChange], problems: Sequence[Problem] = ()) -> str:
    """The table as a page that stands alone."""
    return page(
        "conferences",
        names=names,
        head=HEAD,
        rows=[(row, *_cells(row), "rtl" if lexicon(row.present.language).right_to_left else "ltr") for row in rows],
        sums=summed_up(rows),
        unread=[_unread(problem) for problem in problems],
    )


def as_json(names: Sequence[str], rows: Sequence[TextChange], problems: Sequence[Problem] = ()) -> str:
    """``{"old": ..., "new": ..., "totals": {...}, "texts": [...], "unread": [...]}``."""
    texts = [
        {
            "became": row.became,
            "by": row.by,
            "old": row.old and row.old._asdict(),
            "new": row.new and row.new._asdict(),
            "changes": dict(row.changes),
            "words": {**row.words._asdict(), "share": round(row.words.share, 4)},
            "doubts": list(row.doubts),
        }
        for row in rows
    ]
    unread = [{"file": problem.file, "what": problem.what} for problem in problems]
    return dumps({"old": names[0], "new": names[1], "totals": totals(rows), "texts": texts, "unread": unread})


def _unread(problem: Problem) -> str:
    return f"{problem.file}: {problem.what}" if problem.file else problem.what


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cells(row: TextChange) -> tuple[str, str, str, str]:
    old, new = (_one_line(str(side)) if side else "–" for side in (row.old, row.new))
    return old, new, " ".join(_titles(row)), "; ".join(_told(row))


def _titles(row: TextChange) -> Iterator[str]:
    yield row.present.title
    if row.old is not None and row.old.title != row.present.title:
        yield f"(was: {row.old.title})"


def _told(row: TextChange) -> Iterator[str]:
    """What happened: what the text became, how it was matched where its number does not say so, how much changed, what is not sure."""
    several = "" if row.present.language == "en" else f" ({row.present.language})"
    yield row.became + several
    if row.by in ("title", "content"):
        yield f"known by its {row.by}"
    if row.old is not None and row.new is not None and row.became != "unchanged":
        counts = dict(row.changes)
        yield ", ".join(f"{counts[kind]} {kind}" for kind in CHANGE_KINDS if kind in counts) or "the number line alone"
        if row.changes:
            yield f"{_percent(row.words)} of the words"
    yield from row.doubts


def _percent(words: WordCount) -> str:
    """The share of words; what is not nothing is not shown as 0 %, nor what is not all as 100 %."""
    if 0 < words.share < 0.01:
        return "under 1 %"
    return f"{min(round(100 * words.share), 100 if words.share >= 1 else 99)} %"
