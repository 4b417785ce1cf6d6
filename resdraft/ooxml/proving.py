"""The proof of a file that is about to be saved: what Word would show of it is compared with what it should, aspect by aspect.

There is one list of aspects, :data:`ASPECTS`. A difference is our fault, and nothing is written; or the list says that the aspect is not
carried over yet, and the difference is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from itertools import zip_longest
from typing import NamedTuple

from resdraft.errors import OurFault, Problem
from resdraft.ooxml.view import OBJECT, Line, control_name
from resdraft.ooxml.whole_story import Whole

_SHOWN_LENGTH = 60


class Verdict(Enum):
    """What a difference means."""

    FAULT = "our fault"
    TOLD = "told"


class When(Enum):
    """With which marks the file is read."""

    REJECTED = "rejected"
    ACCEPTED = "accepted"


class Aspect(NamedTuple):
    """Something that Word shows."""

    what: str
    """What differs, for a message; the words where it does follow."""
    accepted: Verdict = Verdict.FAULT
    """What a difference means with all marks accepted."""
    rejected: Verdict = Verdict.FAULT
    """What a difference from the old file means with all marks rejected."""


ASPECTS: Mapping[str, Aspect] = {
    "words": Aspect("words"),
    "style": Aspect("styles"),
    # Where paragraphs come or go at the end, a mark speaks for the paragraph behind it and keeps only its style.
    "paragraph_formatting": Aspect("formatting of paragraphs", Verdict.TOLD, Verdict.TOLD),
    "formatting": Aspect("formatting of words"),
    # New controls are not brought along.
    "controls": Aspect("content controls and directions of writing", Verdict.TOLD),
    "links": Aspect("hyperlinks"),
    "fields": Aspect("fields"),
    # Those of a table that comes are not brought along where they begin or end between cells.
    "bookmarks": Aspect("bookmarks", Verdict.TOLD),
    # Comments are not brought along: how many there are is said once for the file.
    "comments": Aspect("comments", Verdict.TOLD),
    "notes": Aspect("footnotes and endnotes"),
    "objects": Aspect("pictures, formulas and other objects"),
    "table": Aspect("rows and cells"),
    # The sections of the old file stay: a paragraph with a section break goes and comes as any other.
    "section": Aspect("section breaks", Verdict.TOLD),
    # A control around whole paragraphs stays, and a new one is not brought along.
    "block_controls": Aspect("content controls around paragraphs", Verdict.TOLD),
    # As above.
    "bookmark_names": Aspect("bookmarks", Verdict.TOLD),
    # A bookmark that the new file has not stays with its words: it bears no mark.
    "old_bookmarks": Aspect("bookmarks", Verdict.TOLD),
    "labels": Aspect("the numbers of lists"),
    # The layout of the old file's sections stays; what differs in it is said section by section.
    "sections": Aspect("the layout of sections", Verdict.TOLD),
}
"""Every field of :class:`resdraft.ooxml.view.Line` and :class:`resdraft.ooxml.whole_story.Whole`, and what is only told.

To hold the writer to an aspect, take its verdict out here.
"""


class Difference(NamedTuple):
    """An aspect that is not as it should be."""

    aspect: str
    words: str
    """Where: words of the paragraph, the name of a bookmark, a label."""
    when: When = When.ACCEPTED


def differences(wanted: Sequence[Line], found: Sequence[Line]) -> Iterator[Difference]:
    """What differs between lines as they should be and as they are. Where words differ, nothing else can be compared."""
    if wanted == found:
        return
    for want, have in zip_longest(wanted, found):
        if want is None or have is None or want.words != have.words or (not want.table) != (not have.table):
            yield Difference("words", want.words if want is not None else "")
            return
    for want, have in zip(wanted, found, strict=True):
        if want != have:
            yield from (Difference(name, want.words) for name, a, b in zip(Line._fields, want, have, strict=True) if a != b)


def whole_differences(wanted: Whole, found: Whole) -> Iterator[Difference]:
    """What differs between a part as a whole as it should be and as it is: of each aspect the first."""
    if wanted.block_controls != found.block_controls:
        pairs = zip_longest(wanted.block_controls, found.block_controls)
        want, have = next((a, b) for a, b in pairs if a != b)
        key, words = want or have or ((), "")
        # Where its words went another way, a control is known by its names.
        yield Difference("block_controls", words if words.strip() else control_name(key))
    if wanted.labels != found.labels:
        want_label = next(a or b or "" for a, b in zip_longest(wanted.labels, found.labels) if a != b)
        yield Difference("labels", want_label)
    if wanted.sections != found.sections:
        yield Difference("sections", f"{len(wanted.sections)} sections")
    for name in sorted(wanted.bookmark_names ^ found.bookmark_names):
        yield Difference("bookmark_names", name)


def judge(found: Sequence[Difference], when: When, name: str, excused: Collection[str] = ()) -> list[Difference]:
    """The differences that are only told; any other stops the writing.

    Args:
        found: the differences.
        when: with which marks the file was read.
        name: the file's, for messages.
        excused: aspects of which it is known that they are not carried over here.

    Raises:
        OurFault: naming the first difference that nobody is told of.
    """
    told = []
    for difference in found:
        aspect = ASPECTS[difference.aspect]
        verdict = aspect.accepted if when is When.ACCEPTED else aspect.rejected
        if verdict is Verdict.TOLD or (when is When.ACCEPTED and difference.aspect in excused):
            told.append(difference._replace(when=when))
            continue
        where = _quoted(difference.words)
        what = f"{where} would not read" if difference.aspect == "words" else f"{aspect.what} at {where} would not be"
        hint = "nothing was written; this is a fault of resdraft: please report it with the files that led to it"
        raise OurFault(Problem(f"with all marks {when.value}, {what} as it should", hint, file=name))
    return told


def told_notices(told: Sequence[Difference], names: tuple[str, str], said: Collection[str] = ()) -> Iterator[str]:
    """What is told, a line for each aspect.

    Args:
        told: the differences.
        names: of the file that is shown with all marks rejected, and of the one that is shown with all accepted.
        said: the aspects of which more is said elsewhere.
    """
    places: dict[tuple[str, When], dict[str, None]] = {}
    for difference in told:
        if difference.aspect not in said:
            key = ASPECTS[difference.aspect].what, difference.when
            places.setdefault(key, {})[difference.words] = None
    for (what, when), found in places.items():
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        name = names[when is When.ACCEPTED]
        yield f"with all marks {when.value}, {what} are not all as in {name}: {_quoted(next(iter(found)))}{more}"


def _quoted(words: str) -> str:
    """Words of a paragraph for a message; an object among them has none."""
    shown = " ".join(words.replace(OBJECT, " ").split())
    return f'"{shown[:_SHOWN_LENGTH]}"' if shown else "an empty paragraph"
