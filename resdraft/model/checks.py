"""What checking finds in a text."""

from __future__ import annotations

from typing import NamedTuple


class CheckFinding(NamedTuple):
    """Something that a rule found, and where it stands."""

    file: str
    line: int | None
    """The line of a text, or the paragraph of a Word file, counted from 1. None where the form has no lines."""
    address: str
    """How people call the place; empty for the file as a whole."""
    code: str
    """Of the rule, such as ``RD101``; ``rule`` is its name and ``level`` is ``error``, ``warning`` or ``style``."""
    rule: str
    level: str
    what: str
    words: str
    """The words that it is about, with some on each side."""
    start: int
    """The first character of them in the words of the paragraph; ``end`` is the character behind the last."""
    end: int
    mended: str | None = None
    """What stands in place of the characters once it is mended; None where people must decide."""

    page: int | None = None
    """The page of a PDF, which has no lines."""

    @property
    def where(self) -> str:
        """The file, and its line or page where it has one."""
        return f"{self.file}, p. {self.page}" if self.page else f"{self.file}:{self.line}" if self.line else self.file

    @property
    def same(self) -> tuple[str, str, str]:
        """What stays the same where the text around it changes: the rule, what it says, and the words."""
        return self.code, self.what, self.words


class RuleNote(NamedTuple):
    """What is said of a rule where its findings are shown: ``level`` is ``error``, ``warning`` or ``style``, ``why`` its reason.

    ``breaks`` and ``keeps`` are texts of a few lines.
    """

    code: str
    name: str
    level: str
    why: str
    breaks: str = ""
    keeps: str = ""
    languages: tuple[str, ...] = ()
