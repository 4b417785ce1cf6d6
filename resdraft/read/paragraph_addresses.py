"""Which clause each paragraph of a Word file belongs to, for telling where its marks stand."""

from __future__ import annotations

from resdraft.errors import Unreadable
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.ooxml.names import P
from resdraft.ooxml.places import holder
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import WordText, read_parts


def paragraph_addresses(file: WordFile) -> dict[tuple[str, int], str]:
    """The address of each paragraph, by its part and its number there: in the base, and where it is not in that, in the text as accepted.

    Nothing where the file holds no resolution. Where it holds several, ``#2`` before an address says in which it is.
    """
    numbers = {element: (file.main, n) for n, element in enumerate(file.story.root.iter(P), 1)}
    if file.notes is not None:
        numbers |= {element: (file.notes_part, n) for n, element in enumerate(file.notes.root.iter(P), 1)}
    out: dict[tuple[str, int], str] = {}
    for choice in (nothing, everything):
        for head, text in _texts(file, choice):
            addresses = Addresses(text.resolution, lexicon(text.resolution.language))
            for key, place in text.places.items():
                for stretch in place.stretches:
                    for paragraph in holder(stretch.paragraph).iter(P):
                        out.setdefault(numbers[paragraph], f"{head}{addresses.of(key)}")
    return out


def _texts(file: WordFile, choice: MarkFilter) -> list[tuple[str, WordText]]:
    """The resolutions of a file, each with the words that say which it is."""
    try:
        texts = read_parts(file, choice)
    except Unreadable:
        return []
    return [(f"#{n} " if len(texts) > 1 else "", text) for n, text in enumerate(texts, 1)]
