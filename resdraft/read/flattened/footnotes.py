"""Footnotes that stand in the text behind a rule of underscores: ``… ITU; ____________________ 1 These include …``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdraft.model.lexicon import Lexicon
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.line import Line

RULE = re.compile(r"_{5,}")
_MARK = re.compile(r"\s*(\d{1,2}|\*{1,3}|[†‡])\s*(?=\S)")
_NEXT = re.compile(r"(?<=[.;])\s+(\d{1,2})\s+(?=[^\W\d_a-z])")
_SENTENCE = re.compile(r"(?<=\.)\s+")
_FINISHED = (";", ",", ".", ":", "；", "，", "。", "：", "؛", "،")
_AROUND = 30
"""So many characters are shown beside a repair."""


def take_notes(lines: Sequence[Line], words: Lexicon, repairs: list[Repair]) -> list[Line]:
    """Take the footnotes out of the lines and put them behind all others, as ``[^1]: words``; their references become ``[^1]``.

    A note goes on to the end of its line, but for a call or a label that begins behind one of its sentences, and for the rest of the
    paragraph where that was in mid-sentence. Nothing tells more: a second sentence is taken for the note's.
    """
    body, notes = list[Line](), list[Line]()
    marks: set[str] = set()
    for line in lines:
        rule = None if line.explicit else RULE.search(line.text)
        if rule is None:
            body.append(line)
            continue
        before, behind = line.text[: rule.start()].rstrip(), line.text[rule.end() :].strip()
        if not before and not behind:
            repairs.append(Repair(line.number, RepairKind.DEBRIS, line.text.strip(), ""))
            continue
        found, rest = _divided(behind, before, words)
        if not found and _MARK.match(behind) is None:
            # A rule without a note, as where people sign.
            body.append(line)
            continue
        for mark, note in found:
            if mark in marks:
                repairs.append(Repair(line.number, RepairKind.DOUBT, note[:_AROUND], f"a second footnote {mark}"))
                body.append(Line(f"{mark} {note}", line.number))
                continue
            marks.add(mark)
            notes.append(Line(f"[^{mark}]: {note}", line.number))
            repairs.append(Repair(line.number, RepairKind.NOTE, f"{rule[0]} {mark} {note}", f"[^{mark}]: {note}"))
        text = f"{before} {rest}".strip() if before and not before.endswith(_FINISHED) else before
        if text:
            body.append(Line(text, line.number))
        if rest and text == before:
            body.append(Line(rest, line.number))
    for mark in sorted(marks):
        _refer(body, mark, repairs)
    return [*body, *notes]


def _divided(behind: str, before: str, words: Lexicon) -> tuple[list[tuple[str, str]], str]:
    """The footnotes behind a rule, each as mark and words, and the text that goes on behind them."""
    found: list[tuple[str, str]] = []
    mark = _MARK.match(behind)
    if mark is None or not before[-1:].strip() or mark.end() == len(behind):
        return ([(mark[1], behind[mark.end() :])] if mark and behind[mark.end() :] else []), ""
    text, own = behind[mark.end() :], mark[1]
    while own.isdecimal() and (following := _NEXT.search(text)) is not None and int(following[1]) == int(own) + 1:
        found.append((own, text[: following.start()]))
        text, own = text[following.end() :], following[1]
    unfinished = not before.endswith(_FINISHED)
    for end in _SENTENCE.finditer(text):
        rest = text[end.end() :]
        # "10 that the Union …" behind a note goes on with the list above it.
        number = re.match(r"(?:\d{1,2}|[^\W\d_]{1,4}\))\s+(?=[a-z])", rest)
        if number or (rest[:1].islower() and (unfinished or words.call_kind(rest))):
            found.append((own, text[: end.start()]))
            return found, rest
    return [*found, (own, text)], ""


def _refer(lines: list[Line], mark: str, repairs: list[Repair]) -> None:
    """Make the number that stands right behind a word the reference of a footnote."""
    # Letters before it must be those of a word: "SDG5" and "G20" are names.
    glued = re.compile(rf"(?<=[^\W\d_A-Z]{{3}}){re.escape(mark)}(?![\w.]\w|\w)|(?<=[)”\"’]){re.escape(mark)}(?=[\s,;]|$)")
    for line in lines:
        found = None if line.explicit else glued.search(line.text)
        if found:
            was = line.text[max(0, found.start() - _AROUND) : found.end()]
            line.text = f"{line.text[: found.start()]}[^{mark}]{line.text[found.end() :]}"
            repairs.append(Repair(line.number, RepairKind.REFERENCE, was, f"{was[: -len(mark)]}[^{mark}]"))
