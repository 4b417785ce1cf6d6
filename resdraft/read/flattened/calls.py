"""Calls that stand in mid-line: ``2 to report, instructs the Secretary-General 1 to help;``."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from itertools import islice
from typing import NamedTuple

from resdraft.model.labels import LABEL, is_dash, label_meanings
from resdraft.model.lexicon import Lexicon, fold
from resdraft.read.line import COMMAS

_LONGEST = 45
"""A call has at most so many words."""
_CALL = 400
"""And so many characters."""
_WINDOW = 3_000
"""So many characters behind a call are looked at. A longer paragraph was not seen, and looking at all of a long line each time takes long."""
_LONGEST_ADDRESSEE = 28
"""Whom a call addresses, where that stands on the line of the call, has at most so many words."""
_MARKS = re.compile(r"[;:.；：。](?=\s|$)")
_COMMA = re.compile(r"(?:,(?=\s)|[，،])\s*")
_ITEM = re.compile(r"[;；]\s*(\S{1,5})(?=\s)")
_WORD = re.compile(r"\S+")


class SwallowedCall(NamedTuple):
    """A call in mid-line: where it begins and ends, and where what stands below it begins."""

    start: int
    end: int
    rest: int
    kind: str
    sure: bool
    """Whether a list begins below it, so that nothing else can be meant."""


class Surroundings(NamedTuple):
    """What is known around a piece of a line."""

    kind: str | None
    """The kind of the section that the piece stands in; None before the first."""
    known: Set[str]
    """The calls of the text so far, folded."""
    following: str
    """The next line; empty behind the last."""
    is_call: bool
    """Whether the next line is a call, or there is none."""
    continues: Callable[[str], bool]
    """Whether a label goes on with a list that is open."""


def swallowed_call(text: str, start: int, words: Lexicon, around: Surroundings) -> SwallowedCall | None:
    """The call that begins at ``start``; None where the words there are none, or may well be part of the sentence.

    Sure is a call with the first label of a list behind it, in the line or below it. A call with words below it that bear no label is
    taken for one only in the last clause of its section, and where its verb addresses somebody or opens the operative part.
    """
    phrase = text[start : start + _WINDOW]
    kind = words.call_kind(phrase)
    if kind is None or phrase[:1].isupper():
        return None
    if (sure := _sure(text, start, kind, words, around)) is not None:
        return sure
    following = LABEL.match(around.following)
    if _short(text, start, words) and not following and not around.is_call and _stands_alone(phrase, kind, words, around):
        return SwallowedCall(start, len(text), len(text), kind, sure=False)
    if not _last_of_section(text, start, words, around):
        return None
    cut = _cut(_reach(phrase), kind, words, around)
    return SwallowedCall(start, start + cut[0], start + cut[1], kind, sure=False) if cut else None


def _sure(text: str, start: int, kind: str, words: Lexicon, around: Surroundings) -> SwallowedCall | None:
    """The call that begins at ``start``, where a list begins behind it, in the line or below it."""
    phrase = text[start : start + _WINDOW]
    label = _first_label(phrase, len(_reach(phrase)), words, around)
    if label and not _holds_call(phrase[: label[0]], words):
        return SwallowedCall(start, start + label[0], start + label[1], kind, sure=True)
    following = LABEL.match(around.following)
    if following and begins(following[0]) and _short(text, start, words) and not _holds_call(phrase, words):
        return SwallowedCall(start, len(text), len(text), kind, sure=True)
    return None


def _reach(phrase: str) -> str:
    """The words up to the first mark that ends a call."""
    stop = _MARKS.search(phrase)
    return phrase[: stop.start()] if stop else phrase


def _short(text: str, start: int, words: Lexicon) -> bool:
    """Whether the rest of a line may be a call and nothing else. Some texts have a comma behind the call: ``considering,``."""
    if len(text) - start > _WINDOW:
        return False
    phrase = text[start:]
    if len(phrase.split(None, _LONGEST)) > _LONGEST or _MARKS.search(phrase):
        return False
    return not phrase.rstrip().endswith(COMMAS) or fold(phrase) in (*words.preambular, *words.operative)


def begins(label: str) -> bool:
    """Whether a label begins a list; a dash does not show it."""
    return not is_dash(label) and any(m.ordinal == 1 and not m.suffix for m in label_meanings(label))


def _first_label(phrase: str, reach: int, words: Lexicon, around: Surroundings) -> tuple[int, int] | None:
    """Where the call ends, and where the first label behind it begins: ``instructs the Secretary-General 1 to report``."""
    for n, word in enumerate(_WORD.finditer(phrase)):
        if word.start() >= reach + 2 or n > _LONGEST:
            return None
        if n and begins(word[0]) and LABEL.fullmatch(word[0]):
            before, rest = phrase[: word.start()].rstrip(), phrase[word.end() :].lstrip()
            last = before.split()[-1]
            # "resolves 1", "Annex 1" and "Resolution 1" are references, but a call may end before its own list.
            cited = (
                words.starts(last, words.instruments) or words.starts(last, words.annexes) or (n > 1 and words.call_kind(last))
            )
            opens = words.opens_clause(rest.split(" ", 1)[0].rstrip(",")) if rest else False
            bare = word[0].endswith(")") and fold(before) in (*words.preambular, *words.operative)
            if rest and not cited and (opens or bare or _goes_on(word[0], rest, around.following)):
                return len(before), word.start()
    return None


def _goes_on(label: str, rest: str, following: str) -> bool:
    """Whether the list of a label goes on behind it."""
    own = label_meanings(label)[0].style
    later = [found[1] for found in re.finditer(r"[;,]\s+(?:\S+\s+)?(\S{1,5})\s", rest)]
    if found := LABEL.match(following):
        later.append(found[0])
    return any(m.style == own and m.ordinal == 2 for one in later for m in label_meanings(one))


def _stands_alone(phrase: str, kind: str, words: Lexicon, around: Surroundings) -> bool:
    """Whether a call ends its line, and its clause, without a label, is the line below."""
    form = _form(phrase, words)
    if kind == "preambular":
        return around.kind == "preambular" and form == fold(phrase)
    addresses = words.addressing not in fold(phrase).split()[len(form.split()) :]
    return addresses and (around.kind == "operative" or form in words.enacting)


def _holds_call(phrase: str, words: Lexicon) -> bool:
    """Whether another call stands in what looks like one: ``taking into account d) above, instructs the Director``."""
    return any(words.call_kind(phrase[found.end() :]) for found in _COMMA.finditer(phrase))


def _last_of_section(text: str, start: int, words: Lexicon, around: Surroundings) -> bool:
    """Whether nothing of the list that is open follows: items end with a semicolon, and only the last one with a comma."""
    if not text[max(0, start - 9) : start].rstrip().endswith((*COMMAS, ".")):
        return False
    if not around.is_call and not any(
        _sure_at(text, found.end(), words, around) for found in _COMMA.finditer(text, start, start + _WINDOW)
    ):
        return False
    labels = (found[1] for found in _ITEM.finditer(text, start, start + _WINDOW))
    return not any(LABEL.fullmatch(label) and around.continues(label) for label in labels)


def _sure_at(text: str, start: int, words: Lexicon, around: Surroundings) -> bool:
    kind = None if text[start : start + 1].isupper() else words.call_kind(text[start : start + _CALL])
    return kind is not None and _sure(text, start, kind, words, around) is not None


def _cut(reach: str, kind: str, words: Lexicon, around: Surroundings) -> tuple[int, int] | None:
    """Where a call ends that has no list below it; None where it may be no call."""
    form = _form(reach, words)
    if kind == "preambular":
        modified = any(fold(m) in form.split() for m in words.modifiers)
        base = form.split()[0]
        # "taking into account further" behind a section of that name goes on with it; a participle alone is part of the sentence.
        if around.kind != "preambular" or not modified or not any(call.startswith(base) for call in around.known):
            return None
        return _behind(reach, len(form.split()))
    enacting = form in words.enacting
    if around.kind == "preambular" and not enacting:
        return None
    size = len(form.split())
    rest = reach[_behind(reach, size)[1] :]
    if words.opens_clause(rest):
        return _behind(reach, size) if enacting or fold(rest).split()[0] != words.openers[0] else None
    return _addressed(reach, size, words)


def _form(reach: str, words: Lexicon) -> str:
    """The words of the call that are known, with the modifiers before and behind them."""
    said = fold(reach[:160]).split()
    taken = 0
    while taken < len(said) and said[taken] in words.modifiers:
        taken += 1
    tail = " ".join(said[taken:])
    form = next(
        (f for f in sorted((*words.preambular, *words.operative), key=len, reverse=True) if f"{tail} ".startswith(f"{f} ")), ""
    )
    taken += max(1, len(form.split()))
    # "continues to invite": what the form leaves open is a verb.
    if form and form.split()[-1] in words.openers and taken < len(said):
        taken += 1
    while taken < len(said) and said[taken] in words.modifiers:
        taken += 1
    return " ".join(said[:taken])


def _behind(reach: str, count: int) -> tuple[int, int]:
    """Where the first words end, and where the next one begins."""
    found = list(islice(_WORD.finditer(reach), count + 1))
    return found[count - 1].end(), found[count].start() if count < len(found) else len(reach)


def _addressed(reach: str, size: int, words: Lexicon) -> tuple[int, int] | None:
    """The end of a call that addresses somebody, before "to": ``invites Member States`` / ``to take part``."""
    found = list(islice(_WORD.finditer(reach), _LONGEST + 2))
    verbs = [n for n, word in enumerate(found) if n >= size and fold(word[0]) == words.addressing]
    if not verbs or verbs[0] > _LONGEST:
        return None
    n = verbs[0]
    addressee = reach[found[size].start() : found[n].start()].rstrip()
    if n - size > _LONGEST_ADDRESSEE:
        return _behind(reach, size)
    if addressee.count(",") % 2 and addressee.endswith(","):
        # "… the Bureaux within their competence, to report": what the comma ends began on the line below the call.
        inner = next((m for m in range(size + 1, n) if fold(found[m][0]) in words.asides), None)
        if inner is not None:
            return found[inner - 1].end(), found[inner].start()
    return found[n - 1].end(), found[n].start()
