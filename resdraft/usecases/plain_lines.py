"""A file as lines that never fail to come: for git, which compares lines and shows what a colleague sent, whatever it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from resdraft.errors import ResdraftError
from resdraft.usecases.inputs import Given, Input, decode, is_word, load, load_text
from resdraft.write.visible import visible

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

SHORTEST_READ = 16
"""So many digits of a digest tell two files apart."""


def plain_lines(given: Given) -> tuple[str, ...]:
    """A file as lines, one for each paragraph, row of a table, note and comment; revision marks stand in their places.

    A Word file is read whole, be it a resolution or not. What cannot be read becomes two lines that say why, and which bytes they are: so a
    file that changes always shows a change. No character in the lines commands a terminal.

    Args:
        given: any file, in whatever state.

    Example:
        >>> [line for line in resdraft.plain_lines("proposals/chn.docx") if "{+" in line][1][82:142]
        'the 2030 Agenda{+CHN:  and supports the development of the d'
        >>> resdraft.plain_lines(b"PK\\x03\\x04 is no Word file")[0]
        'cannot be read: a damaged Word file (File is not a zip file)'
    """
    found = Input(b"")
    try:
        found = load(given)
        lines = _lines(load_text(found, []))
    except ResdraftError as error:
        lines = [f"cannot be read: {problem.what}" for problem in error.problems[:1]]
    except Exception as error:  # git ends where its helper does: `git log -p` over a hundred editions would stop at one file
        lines = [f"cannot be read: a fault of resdraft itself ({type(error).__name__}); open the file in Word"]
    if lines[:1] and lines[0].startswith("cannot be read: "):
        digest = hashlib.sha256(found.content).hexdigest()[:SHORTEST_READ]
        lines.append(f"{len(found.content):,} bytes, sha256 {digest}")
    return tuple(visible(line) for line in lines)


def _lines(found: Input) -> list[str]:
    if not is_word(found.content):
        return decode(found, []).splitlines() if found.content else []
    from resdraft.ooxml.plain_lines import plain_lines as lines_of_word
    from resdraft.ooxml.wordfile import WordFile

    return lines_of_word(WordFile.open(found.content, found.name))


def changed_lines(old: Given, new: Given, screen: Screen) -> str:
    """What changed between two files, for a terminal: clause by clause where both are resolutions, else line by line.

    Args:
        old, new: any files, in whatever state; one that is not there is empty. Revision marks count as accepted.
    """
    from difflib import unified_diff

    from resdraft.usecases.diff import diff

    try:
        return diff(old, new, marks="accept").text(screen)
    except ResdraftError:
        lines = unified_diff(plain_lines(old), plain_lines(new), "old", "new", lineterm="", n=1)
        return "".join(f"{line}\n" for line in lines)
