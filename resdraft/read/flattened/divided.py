"""Lines that hold several paragraphs, divided before each label, call and annex that stands in mid-line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resdraft.model.labels import LABEL, is_dash
from resdraft.model.lexicon import Lexicon, fold
from resdraft.read.flattened.calls import Surroundings, begins, swallowed_call
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.line import Line
from resdraft.read.lines import LineReader
from resdraft.read.nesting import Nesting

_BOUNDARY = re.compile(r"(?:[;:,.](?=\s)|[；：，。؛،])\s*")
_NUMBERED = re.compile(r"\d")
_AROUND = 24
"""So many characters are shown on each side of a repair."""


class Divider:
    """Goes through the lines once."""

    def __init__(self, lines: Sequence[Line], words: Lexicon, repairs: list[Repair]) -> None:
        """Prepare to divide the lines of a text; what is repaired is added to ``repairs``."""
        self.lines = [line for line in lines if line.explicit or line.text.strip()]
        self.words, self.repairs = words, repairs
        self.reader = LineReader([Line(line.text.strip(), line.number, line.explicit) for line in self.lines], words)
        self.nesting = Nesting()
        self.kind: str | None = None
        self.calls: set[str] = set()
        self.joining = frozenset(words.citations.words.get("and", ()))
        self.referring = frozenset((*self.joining, *words.citations.words.get("above", ())))
        annexes, nouns = _capitals(words.annexes), _capitals(words.instruments)
        heading = rf"{annexes}(?: (?:\d{{1,2}}|[A-Z]))?(?: \w{{1,3}} {nouns} \d+ ?\([^()]*\))?"
        self.annex = re.compile(rf"(?<=[.;,]) +(?P<heading>{heading})(?= |$)")

    def divided(self) -> Iterator[Line]:
        """All lines, those of the head as they are."""
        for n, line in enumerate(self.lines):
            if line.explicit or line.text.startswith("[^"):
                yield line
            else:
                yield from (Line(text, line.number) for text in self._pieces(n, line))

    def _pieces(self, n: int, line: Line) -> Iterator[str]:
        text = line.text.strip()
        parts = self._annexes(text, line.number)
        for at, part in enumerate(parts):
            if at % 2:
                self._section(None)
                yield part
            elif part:
                yield from self._paragraphs(n, line, part, last=at == len(parts) - 1)

    def _annexes(self, text: str, number: int) -> list[str]:
        """The line before, at and behind the headings of annexes."""
        parts, at = list[str](), 0
        for found in self.annex.finditer(text) if self.kind is not None else ():
            self._told(number, RepairKind.ANNEX, text, found.start(), found.start("heading"))
            parts += [text[at : found.start()].strip(), found["heading"]]
            at = found.end()
        return [*parts, text[at:].strip()]

    def _paragraphs(self, n: int, line: Line, text: str, *, last: bool) -> Iterator[str]:
        around = self._around(n, last=last)
        if n == 0 or (self.kind is None and self.reader.is_number(n)):
            yield text
            return
        if self.reader.is_call(n) and len(text) == len(line.text.strip()):
            self._section(text)
            yield text
            return
        begin = 0
        if opening := self._opening(text, line, around):
            yield text[: opening[0]]
            begin = opening[1]
        piece = _Piece(text, begin, self.nesting)
        for boundary in _BOUNDARY.finditer(text, piece.words_from):
            at = boundary.end()
            if at <= piece.begin or at >= len(text):
                continue
            piece.reaches(at, self.nesting)
            if found := self._label(text, at, boundary[0].strip()):
                self._told(line.number, RepairKind.LABEL, text, at, found.start())
                yield piece.until(found.start())
                piece = _Piece(text, found.start(), self.nesting, found)
            elif call := swallowed_call(text, at, self.words, around._replace(kind=self.kind)):
                if self.kind is None and not call.sure:
                    continue
                self._told(line.number, RepairKind.CALL, text, at, at)
                yield piece.until(at)
                yield text[call.start : call.end]
                self._section(text[call.start : call.end])
                if call.rest < len(text):
                    self._told(line.number, RepairKind.LABEL if call.sure else RepairKind.CALL, text, call.end, call.rest)
                piece = _Piece(text, call.rest, self.nesting)
        if piece.begin < len(text):
            piece.reaches(len(text), self.nesting)
            yield piece.until(len(text)) if piece.begin else text

    def _around(self, n: int, *, last: bool) -> Surroundings:
        following = self.lines[n + 1] if last and n + 1 < len(self.lines) else None
        note = following is not None and following.text.startswith("[^")
        ends = following is None or note or self.reader.is_call(n + 1) or bool(following.explicit)
        text = "" if following is None or note else following.text.strip()
        # An annex ends a section as a call does.
        ends = ends or (LABEL.match(text) is None and self.words.starts(text, self.words.annexes))
        return Surroundings(self.kind, self.calls, text, ends, self.nesting.continues)

    def _opening(self, text: str, line: Line, around: Surroundings) -> tuple[int, int] | None:
        """A call at the beginning of the line with the first label of its list behind it."""
        call = swallowed_call(text, 0, self.words, around._replace(is_call=False))
        if call is None or not call.sure or call.end == len(text):
            return None
        self._told(line.number, RepairKind.CALL, text, call.end, call.rest)
        self._section(text[: call.end])
        return call.end, call.rest

    def _section(self, call: str | None) -> None:
        self.nesting = Nesting()
        if call is not None:
            self.kind = self.words.call_kind(call) or self.kind or "preambular"
            self.calls.add(fold(call))

    def _label(self, text: str, at: int, mark: str) -> re.Match[str] | None:
        """The label that begins a paragraph at ``at``, behind a mark of punctuation and perhaps "and"."""
        first = text[at : at + 24].split(" ", 1)
        if first[0] in self.joining and len(first) > 1:
            at += len(first[0]) + 1
        found = LABEL.match(text, at)
        if not found or found.end() >= len(text) or self.kind is None:
            return None
        label, rest = found[0], text[found.end() :].lstrip()
        if rest.split(" ", 1)[0].rstrip(",;") in self.referring or not rest:
            return None
        if is_dash(label):
            return found if mark in (":", ";", "：", "；") or self.nesting.continues(label) else None
        goes_on = self.nesting.continues(label)
        opens = self.words.opens_clause(rest)
        if mark in (";", "；", "؛"):
            return found if goes_on or (begins(label) and opens) else None
        if mark in (":", "："):
            # "1.1" behind "1 … :" begins the list below it.
            return found if begins(label) and (not label.isdecimal() or rest[:1].islower()) else None
        if mark in (".", "。"):
            return found if goes_on and (opens or "." in label or ")" in label) else None
        return found if goes_on and opens and not label.isdecimal() else None

    def _told(self, number: int, kind: RepairKind, text: str, end: int, start: int) -> None:
        """Note that a line was divided between ``end`` and ``start``."""
        left, right = text[max(0, end - _AROUND) : end].rstrip(), text[start : start + _AROUND]
        self.repairs.append(Repair(number, kind, f"{left} {right}", f"{left}\n{right}"))


class _Piece:
    """What is read from a line since it was last divided."""

    def __init__(self, text: str, begin: int, nesting: Nesting, label: re.Match[str] | None = None) -> None:
        """``label`` is the match of its label where that is known; else a label stands there that the lists can have."""
        self.text, self.begin = text, begin
        found = label or LABEL.match(text, begin)
        if found and label is None:
            tabbed = found.end() < len(text) and text[found.end()] == "\t"
            found = found if tabbed or (found.end() < len(text) and nesting.expects(found[0])) else None
        self.label = found[0] if found else None
        self.words_from = found.end() if found else begin
        self.placed = False

    def reaches(self, at: int, nesting: Nesting) -> None:
        """Record that it goes on to ``at`` at least."""
        if not self.placed:
            nesting.place(self.label, self.text[self.words_from : at].rstrip())
            self.placed = True
        nesting.ends(self.text[max(self.words_from, at - 9) : at])

    def until(self, end: int) -> str:
        """Its words, with a tab behind its label."""
        words = self.text[self.words_from : end]
        return words.rstrip() if self.label is None else f"{self.label}\t{words.strip()}"


def _capitals(forms: Sequence[str]) -> str:
    """A pattern for any of some words in capitals; one that matches nothing in a script without them."""
    known = sorted({form.upper() for form in forms if form.upper() != form.lower()}, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, known)) or '(?!)'})"
