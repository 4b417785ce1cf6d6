"""Puts the characters of a page with Arabic or Hebrew letters in the order in which they are read.

A PDF draws characters at places, in any order, and pdfium guesses how they are read. Here their places alone count: what stands on a line
is sorted from left to right as it is drawn, and the Unicode Bidirectional Algorithm is taken backwards (:mod:`.bidirectional`): letters are
read from the right, numbers and Latin words from the left, and brackets open and close as they do for a reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from resdraft.read.pdf.bidirectional import in_reading_order, looks
from resdraft.read.pdf.characters import RIGHT_TO_LEFT, Characters
from resdraft.read.pdf.glyphs import SAME, Glyph, as_drawn, whole, with_blanks, with_marks
from resdraft.read.pdf.ruled_tables import Box

_LETTERS = re.compile(r"[^\W\d_]")
_FROM_RIGHT = re.compile(f"(?=[^\\W\\d_]){RIGHT_TO_LEFT.pattern}")
_ARABIC_SIGNS = re.compile("[\u060c\u061b\u061f]")
_LABEL = re.compile(r"[(]?\w{1,5} ?[()]\w{0,6}|\d{1,4}[A-Z]{0,3}(?:\.\d{1,2})*\w{0,6}|[–—•-]")
_TAB = 0.5
_APART = 1.5
"""What stands so far from each other, as a share of the size, is read one after the other, as on both sides of a tab."""
_RAISED = 0.12
_LEVEL = 0.5
"""Characters stand on one line whose heights differ by less, as a share of their size."""
_MIXED = 0.4
"""Where the letters of the other direction are a greater share of a page, each line tells its own direction."""


class Place(NamedTuple):
    """Where a line stands, and its size."""

    left: float
    right: float
    bottom: float
    size: float


class Line:
    """What stands on a line of a page, as it is drawn."""

    def __init__(self, piece: Sequence[Glyph], cell: Box | None) -> None:
        self.glyphs, self.cell, self.last = [*piece], cell, 0
        self.left, self.right = min(glyph.left for glyph in piece), max(glyph.right for glyph in piece)
        largest = max(piece, key=lambda glyph: glyph.size)
        self.size, self.bottom = largest.size, largest.bottom
        self.pieces: list[tuple[str, list[int]]] = []
        self.mingled = any(glyph.left < before.left - 1 for before, glyph in pairwise(piece))
        """Whether it is not drawn from left to right: a program may draw what is in one font before all else."""

    def takes(self, other: Line, number: int) -> bool:
        """Whether a piece belongs to the line. Pdfium may have the pieces of one apart, though a program drew them one after the other."""
        size = max(self.size, other.size)
        far = (2 * _APART if number == self.last + 1 else 1) * size
        return (
            self.cell is other.cell
            and abs(self.bottom - other.bottom) < _LEVEL * size
            and max(self.left, other.left) - min(self.right, other.right) < far
        )

    def add(self, other: Line) -> None:
        """Take in a piece, or another line."""
        self.glyphs += other.glyphs
        self.pieces += other.pieces
        self.mingled |= max(self.left, other.left) < min(self.right, other.right) - 1
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        if other.size > self.size:
            self.size, self.bottom = other.size, other.bottom

    def words(self) -> str:
        """Its characters, in any order."""
        return "".join(glyph.said for glyph in self.glyphs)


class InReadingOrder(Characters):
    """The characters of a page as they are read.

    Where most letters are read from the right all places are measured from the right edge of the page: so a line begins on its left, as in
    other texts.
    """

    def __init__(self, page: Characters, width: float, tables: Sequence[Sequence[Sequence[Box]]]) -> None:
        """Take the characters as pdfium has them. ``width`` is that of the page."""
        vars(self).update(vars(page))
        self.width = width
        right, all_letters = len(_FROM_RIGHT.findall(self.text)), len(_LETTERS.findall(self.text))
        self.mirrored = 2 * right >= all_letters
        share = right / max(all_letters, 1)
        self._mixed = min(share, 1 - share) > _MIXED
        self._places: dict[int, Place] = {}
        self._words: dict[int, tuple[float, float]] = {}
        lines = [*self._lines([box for rows in tables for row in rows for box in row])]
        drawn = [line for line in lines if self.mirrored or line.mingled or RIGHT_TO_LEFT.search(line.words())]
        parts = {id(line): self._parts(line) for line in drawn}
        # Whether brackets are stored as they look or as they are read, each program decides for itself.
        as_read = sum(looks([part for parts_of in parts.values() for part, right_to_left in parts_of if right_to_left])) < 0
        both = [sizes["R"] / sizes["L"] for line in parts.values() if {"R", "L"} <= (sizes := _sizes(line)).keys()]
        self._larger = sorted(both)[len(both) // 2] if both and self.mirrored else 1.0
        """Latin letters may be set smaller than those beside them."""
        self.marks: list[int] = []
        said: list[str] = []
        at: list[int] = []
        for line in lines:
            if id(line) in parts:
                self._write(parts[id(line)], said, at, as_read=as_read)
            else:
                for words, numbers in line.pieces:
                    said += words, "\n"
                    at += *numbers, numbers[-1]
        self.text, self.at = "".join(said), at

    def tables(self, tables: list[list[list[Box]]]) -> list[list[list[Box]]]:
        """The tables of the page, as its places are measured."""
        if not self.mirrored:
            return tables
        width = self.width
        return [[[(width - box[2], box[1], width - box[0], box[3]) for box in row[::-1]] for row in rows] for rows in tables]

    def origin(self, n: int) -> tuple[float, float]:
        """Where a line begins: all its characters have this place, those drawn higher as well."""
        return (self._places[n].left, self._places[n].bottom) if n in self._places else super().origin(n)

    def right(self, n: int) -> float:
        """Where a line ends."""
        return self._places[n].right if n in self._places else super().right(n)

    def size(self, n: int) -> float:
        """The size of most characters of a line: Latin letters and digits may be set smaller than the others."""
        return self._places[n].size if n in self._places else super().size(n)

    def gap(self, one: int, other: int) -> float:
        """How far a word stands behind another, whichever way they are read."""
        if one not in self._words or other not in self._words:
            return super().gap(one, other)
        first, second = self._words[one], self._words[other]
        return max(first[0] - second[1], second[0] - first[1])

    def _lines(self, cells: Sequence[Box]) -> Iterator[Line]:
        """The lines of the page, each where pdfium has its first piece."""
        out: list[Line | None] = []
        near: dict[int, list[int]] = {}
        for number, (piece, words) in enumerate(self._pieces(cells)):
            line = piece
            line.pieces, line.last = [words], number
            height = int(line.bottom // 8)
            found = [n for h in (height - 1, height, height + 1) for n in near.get(h, ()) if _takes(out[n], line, number)]
            if not found:
                near.setdefault(height, []).append(len(out))
                out.append(line)
                continue
            first, *more = sorted(found)
            kept = out[first]
            for other in (line, *(out[n] for n in more)):
                if kept and other:
                    kept.add(other)
                    kept.last = number
            for n in more:
                out[n] = None
        return (line for line in out if line)

    def _pieces(self, cells: Sequence[Box]) -> Iterator[tuple[Line, tuple[str, list[int]]]]:
        """What pdfium has as a line, parted where it goes on in another cell, or at another height."""
        behind = 0
        for said in self.text.split("\n"):
            if said.strip():
                glyphs = [*self._glyphs(said, behind)]
                begin, height, inside = 0, 0.0, _cell(glyphs[0], cells) if glyphs else None
                for n, glyph in enumerate(glyphs):
                    cell = _cell(glyph, cells) if cells else None
                    other = cell is not inside or abs(glyph.bottom - height) > max(glyph.size, glyphs[begin].size) * _LEVEL
                    if n and other:
                        yield _piece(glyphs[begin:n], inside, self.text, self.at)
                        begin, inside = n, cell
                    if n == begin:
                        height = glyph.bottom
                if glyphs:
                    yield _piece(glyphs[begin:], inside, self.text, self.at)
            behind += len(said) + 1

    def _glyphs(self, said: str, start: int) -> Iterator[Glyph]:
        """What is drawn, in the order in which it is drawn. Blanks that pdfium put in are left out."""
        found: list[Glyph] = []
        scale = self.scale(start + len(said) - len(said.lstrip()))
        for n, letter in as_drawn(said):
            if letter == "\r":
                continue
            x, y = super().origin(start + n)
            right, size = super().right(start + n), super().size(start + n) * scale
            if letter.isspace():
                if right - x < 0.5 or self.is_generated(start + n):
                    continue
                letter = " "
            if found and (" " in (letter, found[0].said) or abs(found[0].left - x) + abs(found[0].bottom - y) > SAME):
                yield whole(found)
                found = []
            found.append(Glyph(letter, (start + n,), x, right, y, size))
        if found:
            yield whole(found)

    def _parts(self, line: Line) -> list[tuple[list[Glyph], bool]]:
        """The parts of a line as they are read: each as it is drawn from the left, and whether it is read from the right."""
        bottom = Counter(glyph.bottom for glyph in line.glyphs).most_common(1)[0][0]
        high = bottom + _RAISED * line.size
        drawn = [one if one.bottom == bottom else one._replace(bottom=bottom, raised=one.bottom > high) for one in line.glyphs]
        glyphs = with_blanks(with_marks(sorted(drawn, key=lambda glyph: glyph.left)))
        said = "".join(glyph.said for glyph in glyphs)
        right, letters = len(_FROM_RIGHT.findall(said)), len(_LETTERS.findall(said))
        if not right and letters:
            right_to_left = self.mirrored and (_ARABIC_SIGNS.search(said) is not None or said[0] in ".,:;)")
        elif right == letters:
            right_to_left = right > 0 or self.mirrored
        else:
            right_to_left = 2 * right >= letters if self._mixed else self.mirrored
        parts: list[list[Glyph]] = [[]]
        for glyph in glyphs:
            before = next((one for one in reversed(parts[-1]) if one.said != " "), None)
            if before and glyph.said != " ":
                latin = before.kind == glyph.kind == "L"
                if glyph.left - before.right > (3 if latin else 1) * _APART * max(glyph.size, before.size):
                    parts.append([])
            parts[-1].append(glyph)
        if right_to_left:
            parts = [*_without_label(parts.pop()), *reversed(parts)]
        return [(part, right_to_left) for part in parts if any(glyph.said != " " for glyph in part)]

    def _size_of(self, parts: Sequence[tuple[list[Glyph], bool]]) -> float:
        """The size of a line: that of its letters from right to left, and so much larger than that of Latin ones alone as elsewhere."""
        sizes = _sizes(parts)
        own = sizes.get("R") or sizes.get("L", 0.0) * self._larger or max(sizes.values())
        return own / self.scale(parts[0][0][0].at[0])

    def _write(self, parts: Sequence[tuple[list[Glyph], bool]], said: list[str], at: list[int], *, as_read: bool) -> None:
        """Write a line down as it is read, and where it stands."""
        if not parts:
            return
        bottom, size = parts[0][0][0].bottom, self._size_of(parts)
        for part, right_to_left in parts:
            while part[0].said == " ":
                del part[0]
            while part[-1].said == " ":
                del part[-1]
            left, right = min(glyph.left for glyph in part), max(glyph.right for glyph in part)
            if self.mirrored:
                left, right = self.width - right, self.width - left
            place = Place(left, right, bottom, size)
            arabic = any(glyph.kind == "R" for glyph in part) and not any(
                "\u0590" <= letter <= "\u05ff" for glyph in part for letter in glyph.said
            )
            read = in_reading_order(part, right_to_left=right_to_left, arabic=arabic, as_read=as_read)
            high = False
            for blank, word in groupby(read, lambda one: one[1] == " "):
                glyphs = [*word]
                box = min(glyph.left for glyph, _ in glyphs), max(glyph.right for glyph, _ in glyphs)
                for glyph, words in glyphs:
                    if glyph.raised and glyph.kind == "N" and not high:
                        self.marks.append(len(at))
                    high = glyph.raised
                    for n in range(len(words)):
                        self._places[len(at)] = place
                        if not blank:
                            self._words[len(at)] = box
                        at.append(self.at[glyph.at[min(n, len(glyph.at) - 1)]])
                    said.append(words)
            said.append(" ")
            self._places[len(at)] = place
            at.append(at[-1])
        said[-1] = "\n"


def _sizes(parts: Sequence[tuple[list[Glyph], bool]]) -> dict[str, float]:
    """The size of most characters of a line of each kind."""
    found: dict[str, Counter[float]] = {}
    for part, _ in parts:
        for glyph in part:
            found.setdefault(glyph.kind, Counter())[glyph.size] += 1
    return {kind: sizes.most_common(1)[0][0] for kind, sizes in found.items()}


def _takes(line: Line | None, piece: Line, number: int) -> bool:
    return line is not None and line.takes(piece, number)


def _piece(glyphs: Sequence[Glyph], cell: Box | None, text: str, at: Sequence[int]) -> tuple[Line, tuple[str, list[int]]]:
    """A piece, and its words as pdfium has them."""
    numbers = [n for glyph in glyphs for n in glyph.at]
    start, end = min(numbers), max(numbers) + 1
    return Line(glyphs, cell), (text[start:end], [*at[start:end]])


def _cell(glyph: Glyph, cells: Sequence[Box]) -> Box | None:
    x, y = (glyph.left + glyph.right) / 2, glyph.bottom
    return next((box for box in cells if box[0] - 1 < x < box[2] and box[1] < y < box[3]), None)


def _without_label(part: list[Glyph]) -> Iterator[list[Glyph]]:
    """The label of a list at the right end of a line, where a tab stands behind it; and the rest of the line."""
    end = len(part)
    words = [n for n, glyph in enumerate(part) if glyph.said != " "]
    for before, n in reversed([*pairwise(words)]):
        if len(part) - n > 9:
            break
        if part[n].left - part[before].right > _TAB * part[n].size:
            label = "".join(glyph.said for glyph in part[n:])
            if _LABEL.fullmatch(label) or _LABEL.fullmatch(label[::-1]):
                end = n
            break
    if end < len(part):
        yield part[end:]
    yield part[:end]
