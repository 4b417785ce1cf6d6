"""What a number line says: the number and the edition of a resolution.

A number line is the first line of an instrument: ``RESOLUTION 140 (REV. DUBAI, 2018)``, ``RESOLUTION 1332 (Modified 2019)``,
``DRAFT NEW RESOLUTION [EUR-A10] (WRC-15)``, ``Resolution COM6/4``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(r"\[[^\]]+\]|[A-Z]+\d*/\d+|\d+[A-Z]?(?!\w)")
_EDITION = re.compile(r"\(([^()]*)\)\s*$")
_CAPITALS = re.compile(r"[^\W\d_]{3,}(?![\w-]*\d)")


class Designation(NamedTuple):
    """Number and edition as people cite them: ``140`` and ``Rev. Dubai, 2018``. Empty where the line does not say."""

    number: str = ""
    edition: str = ""

    @staticmethod
    def parse(line: str) -> Designation:
        """Read a number line. Capitals of the line are not part of the edition: ``REV. DUBAI`` is ``Rev. Dubai``."""
        found = _EDITION.search(line)
        edition = " ".join(found[1].split()) if found else ""
        if edition.isupper():
            edition = _CAPITALS.sub(lambda word: word[0].capitalize(), edition)
        number = _NUMBER.search(line[: found.start()] if found else line)
        return Designation(number[0].strip("[]") if number else "", edition)

    def __str__(self) -> str:
        return f"{self.number} ({self.edition})" if self.edition else self.number
