"""Text of one provision: spans with emphasis, footnote references and links, and its tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

# Combining marks of Latin, Cyrillic, Hebrew and Arabic, joiners and the soft hyphen: a token never ends between a letter and its marks.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u200c\u200d\u00ad"
)
# Scripts that are written without spaces (Chinese, Japanese): each character is a token of its own.
_SINGLE = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_SINGLE_RANGES = tuple((ends[0], ends[-1]) for ends in re.findall("(.-.)", _SINGLE))
# Scripts, signs and selectors that have marks beside those above: in a text with these, the marks of a letter are looked up. A pattern that
# is compiled when such a text comes: it takes as long as everything else here.
_BEYOND_MARKS = (
    "[\u0700-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e"
    "\ufe00-\ufe2f\U00010000-\U0001ffff\U000e0000-\U000e0fff]"
)
_TYPOGRAPHY = frozenset(" ‐‑‒–—‘’“”„•…⏎\ufffc")
"""Signs that texts of any script have, and the sign of an object: of them alone nothing more is asked."""
_JOINER, _CONTROLS = "\u200d", "\n\r\t"
# Vowels of Thai and Lao that Unicode calls letters, skin tones, and the letters of tags behind a black flag.
_EXTENDERS = frozenset(map(chr, (0x0E33, 0x0EB3, 0x200C, 0x200D, *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))
LINE_BREAK = "\u23ce"
"""Stands for a line break within a paragraph where a paragraph has to be one line."""
NOTE_MARK = re.compile(r"\[(\\*)\^([^\]\s\\]{1,200})\]")
"""A footnote reference in plain text. The bound is for brackets that nothing closes: each would be followed to the end of the text."""
FRESH = re.compile(r"\+[0-9a-f]{8}(-\d+)?")
"""The mark that a new footnote has until it is numbered. People see what :func:`new_marks` makes of it."""


class Span(NamedTuple):
    """A run of characters with one formatting, or a footnote reference."""

    text: str
    """Empty for a footnote reference."""
    emphasis: str = ""
    """The letters of what is on, in this order: b bold, i italic, u underlined, ^ superscript, _ subscript."""
    note: str | None = None
    """The mark of the footnote that is referred to; None for words."""
    link: str | None = None
    """The address that the words link to."""


Token = Span
"""A token is the smallest span that an edit may touch: a word, a number, one mark, a run of spaces, a reference."""


def tokenise(text: str) -> list[str]:
    """Divide a string into tokens without loss: ``"".join(tokenise(s)) == s``."""
    beyond = set() if text.isascii() else {c for c in set(text) if c >= "\u0700"} - _TYPOGRAPHY
    tokens = _token_pattern(_SINGLE if any(map(_is_single, beyond)) else "").findall(text)
    return _whole_graphemes(tokens) if beyond and re.search(_BEYOND_MARKS, text) else tokens


def _whole_graphemes(tokens: list[str]) -> list[str]:
    """Tokens joined where one would end inside what people see as one character (a grapheme cluster, Unicode Standard Annex 29).

    A letter keeps its vowel signs and its virama, and with them the word goes on (Devanagari, Thai); a sign of several code points, such as
    a flag, a family or a keycap, is one.
    """
    from unicodedata import category

    out: list[str] = []
    for token in tokens:
        before, first = out[-1] if out else "\n", token[0]
        goes_on = (
            (category(first).startswith("M") or first in _EXTENDERS or before[-1] == _JOINER)
            or (_is_flag_letter(first) and len(before) == 1 and _is_flag_letter(before))
            or (category(before[-1]).startswith("M") and before[0].isalpha() and first.isalpha() and not _is_single(first))
        )
        if goes_on and before[-1] not in _CONTROLS and first not in _CONTROLS:
            out[-1] += token
        else:
            out.append(token)
    return out


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_single(character: str) -> bool:
    return any(first <= character <= last for first, last in _SINGLE_RANGES)


@cache
def _token_pattern(single: str) -> re.Pattern[str]:
    """Compiled when it is first needed, without the scripts that need none of it where a text has none: it is large."""
    letter = rf"[^\W{single}]"
    return re.compile(
        # 10.5  1,234  ١٫٥  １，９０７. A full-width comma also stands between numbers.
        rf"\d+(?:[.,٫٬．]\d+|(?<=[０-９])，[０-９]{{3}}(?!\d))+(?![^\W\d{single}])"
        rf"|{letter}(?:{letter}|[{_MARKS}]|['\u2019](?={letter}))*"  # words, with the apostrophe inside them
        + (rf"|[{single}][{_MARKS}]*" if single else "")
        + r"|[ ]+|\s|.",
        re.DOTALL,
    )


@dataclass(frozen=True)
class Text:
    """An immutable run of spans, joined wherever formatting is the same, so that equal texts are equal values."""

    spans: tuple[Span, ...] = ()

    @staticmethod
    def of(text: str, emphasis: str = "") -> Text:
        """A text of one formatting."""
        return Text((Span(text, emphasis),) if text else ())

    @staticmethod
    def join(spans: Iterable[Span]) -> Text:
        """Join spans or tokens; neighbours of the same formatting become one span."""
        out: list[Span] = []
        for span in spans:
            if span.note is None:
                if not span.text:
                    continue
                if out and out[-1].note is None and out[-1][1:] == span[1:]:
                    out[-1] = span._replace(text=out[-1].text + span.text)
                    continue
            out.append(span)
        return Text(tuple(out))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The lossless division: ``Text.join(t.tokens) == t``."""
        return tuple(
            span._replace(text=piece)
            for span in self.spans
            for piece in ([""] if span.note is not None else tokenise(span.text))
        )

    @property
    def plain(self) -> str:
        """The words alone: no footnote references."""
        return "".join(span.text for span in self.spans)

    @property
    def notes(self) -> tuple[str, ...]:
        """The marks of the footnotes referred to, in order."""
        return tuple(span.note for span in self.spans if span.note is not None)

    def marked(self, notes: Iterable[str] = ()) -> str:
        """The words with footnote references as ``[^1]``; a literal ``[^1]`` gains a backslash where 1 is among ``notes``."""
        known = _looked_up(notes)
        out, words = [], ""
        for span in (*self.spans, Span("", note="")):
            words += span.text
            if span.note is not None:
                out.append(NOTE_MARK.sub(lambda m: f"[{m[1]}\\^{m[2]}]" if m[2] in known else m[0], words))
                out.append(f"[^{span.note}]" if span.note else "")
                words = ""
        return "".join(out)

    @staticmethod
    def parse(marked: str, notes: Iterable[str]) -> Text:
        """The inverse of :meth:`marked`. ``[^1]`` stays as it is, as words, where 1 is not among ``notes``, so that nothing is lost."""
        known, out, at = _looked_up(notes), [], 0
        for found in NOTE_MARK.finditer(marked):
            slashes, mark = found.groups()
            if mark not in known:
                continue
            out.append(Span(marked[at : found.start()]))
            out.append(Span(f"[{slashes[1:]}^{mark}]") if slashes else Span("", note=mark))
            at = found.end()
        return Text.join([*out, Span(marked[at:])])

    def replace(self, start: int, end: int, new: Text) -> Text:
        """This text with tokens ``start`` to ``end`` replaced."""
        return Text.join([*self.tokens[:start], *new.spans, *self.tokens[end:]])

    def reworded(self, changes: Iterable[tuple[int, int, Text]]) -> Text:
        """This text with several ranges of tokens replaced: start, end and new text of each.

        No range may overlap another. Where several insertions stand at one place, they keep their order.
        """
        spans: list[Span] = []
        at = 0
        for start, end, new in sorted(changes, key=lambda change: change[:2]):
            spans += [*self.tokens[at:start], *new.spans]
            at = end
        return Text.join([*spans, *self.tokens[at:]])

    def part(self, start: int, end: int) -> Text:
        """The stretch from character ``start`` to ``end``, each footnote reference counted as one."""
        out, at = [], 0
        for span in self.spans:
            width = 1 if span.note is not None else len(span.text)
            low, high = max(start - at, 0), min(end - at, width)
            if low < high:
                out.append(span if high - low == width else span._replace(text=span.text[low:high]))
            at += width
        return Text(tuple(out))

    def renote(self, marks: dict[str, str]) -> Text:
        """This text with its footnote references renamed."""
        if not any(span.note in marks for span in self.spans):
            return self
        return Text(tuple(s._replace(note=marks.get(s.note, s.note)) if s.note is not None else s for s in self.spans))


def new_marks(texts: Iterable[str]) -> Callable[[str], str]:
    """Names for the new footnotes of texts: ``new``, or ``new1``, ``new2`` where there are several. The result puts them into a text."""
    found = dict.fromkeys(mark[0] for text in texts for mark in FRESH.finditer(text))
    names = {mark: f"new{n}" if len(found) > 1 else "new" for n, mark in enumerate(found, 1)}
    return lambda text: FRESH.sub(lambda mark: names.get(mark[0], "new"), text)


def _looked_up(notes: Iterable[str]) -> Set[str] | Mapping[str, object]:
    """The marks of notes for looking up: a set or a mapping as it is, for it may be large and is given for each clause."""
    return notes if isinstance(notes, Set | Mapping) else frozenset(notes)


def words_of(tokens: Sequence[Token]) -> str:
    """The words of tokens, references as ``[^1]``."""
    return Text.join(tokens).marked()
