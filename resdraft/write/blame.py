"""The history of a text's clauses and words: for a terminal as `git blame` shows it, as JSON, and as a page on which age is a colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.history import Blamed, EditionNote
from resdraft.model.resolution import Resolution
from resdraft.write.json import dumps
from resdraft.write.pages import page
from resdraft.write.terminal import Screen

_MARGIN = 9


def listing(editions: Sequence[EditionNote], provisions: Sequence[Blamed], screen: Screen, *, words: bool = False) -> str:
    """The editions with their numbers, then each paragraph with the one that brought it, and the last that changed it."""
    out = [
        f"{n:>2}  {edition.name}"
        + (f", {edition.date}" if edition.date else "")
        + (f"  {edition.file}" if edition.file else "")
        for n, edition in enumerate(editions, 1)
    ]
    out.append("")
    for one in provisions:
        said = f"{one.since + 1}" if one.since == one.changed else f"{one.since + 1}, {one.changed + 1}"
        label = f"{one.provision.label} " if one.provision.label else ""
        body = label + (_words(one) if words else one.provision.text.plain)
        lines = textwrap.wrap(" ".join(body.split()), max(20, screen.width - _MARGIN)) or [""]
        out.append(f"{screen.paint(f'{said:<{_MARGIN - 2}}', 'label')}  {lines[0]}")
        out += [" " * _MARGIN + line for line in lines[1:]]
    return "\n".join(out) + "\n"


def _words(one: Blamed) -> str:
    """The words, those of another edition than the clause's in braces behind its number: ``that {3: new} words``."""
    return "".join(s.words if s.since == one.since else f"{{{s.since + 1}: {s.words.strip()}}} " for s in one.stretches)


def as_json(editions: Sequence[EditionNote], provisions: Sequence[Blamed], text: Resolution) -> str:
    """``{"editions": [...], "provisions": [...]}``; editions are counted from 1."""
    addresses = Addresses(text, lexicon(text.language))
    rows = [
        {
            "address": addresses.of(one.provision.key),
            "kind": one.provision.kind.value,
            "label": one.provision.label,
            "since": one.since + 1,
            "changed": one.changed + 1,
            "words": [{"since": s.since + 1, "text": s.words} for s in one.stretches],
        }
        for one in provisions
    ]
    return dumps({"editions": [edition._asdict() for edition in editions], "provisions": rows})


def as_page(editions: Sequence[EditionNote], provisions: Sequence[Blamed], text: Resolution) -> str:
    """A page that stands alone; what an edition brought has its colour, and its number for who does not tell colours."""
    words = lexicon(text.language)
    addresses = Addresses(text, words)
    return page(
        "blame",
        title=text.title.plain or str(text.designation),
        language=text.language,
        direction="rtl" if words.right_to_left else "ltr",
        editions=editions,
        newest=len(editions) - 1,
        rows=[(one, addresses.of(one.provision.key)) for one in provisions],
    )
