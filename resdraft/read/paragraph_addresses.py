"""The address of each paragraph of a Word file, for saying where its revision marks stand."""

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
    """The address of each paragraph, by the name of its part and its number there, from 1.

    A paragraph of the base has its address there, an inserted one its address in the text with all marks accepted. Where the file holds
    several resolutions, ``#2`` stands before the addresses of the second. Empty where it holds none.
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
    """The resolutions of a file, each behind the prefix of its addresses."""
    try:
        texts = read_parts(file, choice)
    except Unreadable:
        return []
    return [(f"#{n} " if len(texts) > 1 else "", text) for n, text in enumerate(texts, 1)]
