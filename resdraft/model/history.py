"""What each edition of a text brought."""

from __future__ import annotations

from typing import NamedTuple

from resdraft.model.resolution import Provision


class Stretch(NamedTuple):
    """Words in a row that one edition brought: ``since`` is its place among the editions, from 0."""

    words: str
    since: int


class Blamed(NamedTuple):
    """A provision of the newest edition: the edition that brought it, the last that changed its words, and whose words they are.

    Editions are counted from 0. Labels are no words: a clause that has another letter is unchanged.
    """

    provision: Provision
    since: int
    changed: int
    stretches: tuple[Stretch, ...]


class EditionNote(NamedTuple):
    """An edition: what it is called, the day, month or year of its adoption where the register knows it, and its file or name."""

    name: str
    date: str
    file: str
