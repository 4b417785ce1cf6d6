"""The options of a conflict as records: whose each is, what the place would read, which words change, and the amendments behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.differences.changes import words_with_changes
from resdraft.differences.words import text_changes
from resdraft.model.brackets import DELETE
from resdraft.model.change import MarkedWords
from resdraft.model.edit import Replace
from resdraft.model.marked import Option, Owned
from resdraft.model.text import Text

WORDS, INSERT = "words", "insert"


class Fate(NamedTuple):
    """What some sources would have of a clause. A move says where to: two moves to different places are different fates."""

    does: str
    text: Text = Text()
    after: str = ""
    depth: int = 0
    label: str | None = None


def numbers_of(edits: Iterable[Owned]) -> tuple[str, ...]:
    """The numbers of the amendments that edits come from."""
    return tuple(dict.fromkeys(number for owned in edits for number in owned.amendments))


def by_text(own: Mapping[str, Text]) -> dict[tuple[str, ...], Text]:
    """The sources of each wording."""
    out: dict[Text, list[str]] = defaultdict(list)
    for source, text in own.items():
        out[text].append(source)
    return {tuple(who): text for text, who in out.items()}


def words_option(who: tuple[str, ...], text: Text, base: Text, edits: Sequence[Owned]) -> Option:
    """What some sources would have instead of the words of a stretch: footnote references too, for it may be no more than one."""
    numbers = numbers_of(o for o in edits if set(o.sources) & set(who))
    return Option(who, WORDS, text.marked(), numbers, tuple(marked_words(base, text)))


def clause_option(who: tuple[str, ...], found: Fate, base: Text, edits: Sequence[Owned]) -> Option:
    """What some sources would have of a clause."""
    numbers = numbers_of(o for source in who for o in edits if source in o.sources)
    if found.does == DELETE:
        return Option(who, DELETE, "", numbers, (("delete", base.plain),))
    return Option(who, found.does, found.text.marked(), numbers, tuple(marked_words(base, found.text)), found.after)


def marked_words(base: Text, text: Text) -> Iterator[MarkedWords]:
    """The words of a text with what comes and goes to make another of it."""
    yield from words_with_changes(base, [Replace("", *change) for change in text_changes(base, text)])
