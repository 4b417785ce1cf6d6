"""The named values of a file that people write by hand: every problem is collected on the way, with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from resdraft.errors import Problem
from resdraft.read.yaml_faults import fault_near
from resdraft.read.yaml_tree import EXAMPLE, Listed, Named, Scalar

_LONGEST = 40
_MOST_HINTS = 100


class FieldReader:
    """Collects what it understands and every problem on the way. ``name`` is the file's, ``lines`` are its lines."""

    no_texts: tuple[str, ...] = ()
    """Values that are no words of a text: what begins with a bracket was never meant as one."""
    example = EXAMPLE
    """Where an example of such a file is."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self.name, self.lines = name, lines
        self.notices: list[str] = []
        self.problems: list[Problem] = []

    def wrong(self, what: str, hint: str, line: int | None) -> None:
        """Note a problem. A value may be asked for more than once: what is wrong with it is told once."""
        problem = Problem(what, hint, file=self.name, line=line)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, item: Named, key: str) -> str:
        """The text of a value; "" where it is missing, or is no text, which is a problem."""
        value = item.items.get(key)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            fault = fault_near(self.lines, value.line)
            if fault is not None and fault.line == value.line and key not in self.no_texts:
                self.wrong(fault.what, fault.hint, fault.line)
            else:
                what = "a list" if isinstance(value, Listed) else "lines with names"
                lines = f"write {key}: | and the text on lines of its own below it; {self.example}"
                self.wrong(f'"{key}" must be text, not {what}', self.example if key in self.no_texts else lines, value.line)
            return ""
        return value.text.strip()

    def known(self, item: Named, keys: Sequence[str]) -> None:
        """Note the names that mean nothing here, each with the one that may be meant."""
        for key in item.items:
            if key not in keys:
                # Looking for what is meant takes long; a file with so many mistakes is another kind of file.
                close = get_close_matches(key, keys, 1) if len(key) <= _LONGEST and len(self.problems) < _MOST_HINTS else []
                hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(keys)}"
                first, line = key.split(" ", 1)[0], item.items[key].line
                if bar := re.fullmatch(r"[ -]*([a-z]+): *[|>].*", self.lines[line - 2].rstrip() if line > 1 else ""):
                    hint = f"the text below {bar[1]}: | is moved in further than {bar[1]}: itself"
                elif first in keys:
                    hint = f'put the colon behind "{first}": {first}: ...'
                self.wrong(f'"{key}" is not known here', hint, line)
