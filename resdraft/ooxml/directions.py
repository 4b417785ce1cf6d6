"""Which runs of a paragraph go from right to left (``w:rtl``, ECMA-376 Part 1, 17.3.2.30).

Word takes a run's direction, and whether its bold, italic and size are those of complex scripts, from the run and not from its letters. So a
run must not mix them: words in Arabic stand in runs that bear ``w:rtl``, numbers and designations in Latin letters in runs that do not. What
belongs to which is told as every program tells it that shows plain text: by the Unicode Bidirectional Algorithm (UAX #9). Embeddings and
isolates in the text are passed over, and a mark above a bracket goes with the paragraph.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from lxml import etree

from resdraft.ooxml.names import AUTHOR, DEL_TEXT, PLUS, RPR, RUN, TEXT_BOX, VAL, XML_SPACE, P, T, w

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A character of the blocks that Unicode keeps for scripts from right to left."""
_RTL = w("rtl")
_OPENS = {"(": ")", "[": "]", "{": "}"}
_MOST_OPEN = 63
_WITHOUT = frozenset(("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B", "S", "WS"))
"""Types of characters that take the direction of what stands beside them."""
_TWINS = {w("b"): "bCs", w("i"): "iCs"}
_SIGNS = {w(name): "\u2011" for name in ("noBreakHyphen", "softHyphen", "footnoteReference", "endnoteReference", "footnoteRef")}
_SIGNS |= {w("tab"): "\t", w("br"): "\n"}
_BEHIND = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")
"""What stands behind ``w:rtl`` in the order that the schema asks for (17.3.2)."""


def direct(
    paragraph: etree._Element,
    *,
    right_to_left: bool,
    only: Collection[etree._Element] | None = None,
    apart: Collection[etree._Element] = (),
) -> None:
    """Give the runs of a paragraph their directions; a run of both is divided.

    Args:
        paragraph: is changed.
        right_to_left: whether the paragraph goes from right to left.
        only: the runs that may be changed, where the others are somebody's own. None for all.
        apart: runs that say nothing of what stands beside them, and take nothing from it.
    """
    runs = [run for run in paragraph.iter(RUN) if next(run.iterancestors(TEXT_BOX), None) is None]
    own = runs if only is None else [run for run in runs if run in only]
    if not right_to_left and not any(_turned(run) or RIGHT_TO_LEFT.search(_text(run)) for run in own):
        return
    mine = set(own)
    said = [f"\n{_text(run)}\n" if run in apart else _text(run) for run in runs]
    found = directions("".join(said), right_to_left=right_to_left)
    at = 0
    for run, text in zip(runs, said, strict=True):
        edge = int(run in apart)
        own_directions = found[at + edge : at + len(text) - edge]
        if run in mine and own_directions:
            _divide(run, own_directions)
        at += len(text)


def direct_all(blocks: Iterable[etree._Element], *, right_to_left: bool) -> None:
    """Give all runs of new content their directions: of paragraphs, and of the paragraphs in tables, notes and comments."""
    for block in blocks:
        for paragraph in list(block.iter(P)):
            direct(paragraph, right_to_left=right_to_left)


def direct_marks(marks: Iterable[etree._Element], *, right_to_left: bool, kept: Collection[etree._Element], apart: str) -> None:
    """Give the words that revision marks put in their directions; runs that are ``kept`` stay as they are, as all runs outside them do.

    The words of one author stand ``apart``: the name of a source in Latin letters before its wording would turn a number that it begins with.
    """
    made = [mark for mark in marks if mark.tag in PLUS]
    new = {run for mark in made for run in mark.iter(RUN)} - set(kept)
    isolated = {run for mark in made if mark.get(AUTHOR) == apart for run in mark.iter(RUN)}
    for paragraph in {paragraph: None for run in new for paragraph in (next(run.iterancestors(P), None),)}:
        if paragraph is not None:
            direct(paragraph, right_to_left=right_to_left, only=new, apart=isolated)


def directions(text: str, *, right_to_left: bool) -> list[bool]:
    """Whether each character of a paragraph belongs into a run from right to left.

    Numbers go from left to right; but Arabic-Indic digits are written with the letters, whose font has them. What is before a tab says
    nothing of what is behind it, which has a place of its own on the page.
    """
    base = "R" if right_to_left else "L"
    out: list[bool] = []
    for piece in re.split("([\t\n])", text):
        kinds = [unicodedata.bidirectional(character) or "L" for character in piece]
        # Nothing turns where nothing goes the other way; tabs and line ends go with the paragraph.
        other = ("L", "EN") if right_to_left else ("R", "AL", "AN")
        resolved = _neutral(piece, _numbers(kinds, base), base) if any(kind in other for kind in kinds) else [base] * len(piece)
        out += [side == "R" or kind == "AN" for side, kind in zip(resolved, kinds, strict=True)]
    return out


def _numbers(kinds: Sequence[str], base: str) -> list[str]:
    """The rules for weak types (W1 to W7): L, R, EN, AN and ON are left."""
    out: list[str] = []
    strong = before = base
    for kind in kinds:
        before = before if kind == "NSM" else "ON" if kind in _WITHOUT else kind
        strong = before if before in ("L", "R", "AL") else strong
        out.append("AN" if before == "EN" and strong == "AL" else before)
    for n in range(1, len(out) - 1):
        around = {out[n - 1], out[n + 1]}
        if (around == {"EN"} and out[n] in ("ES", "CS")) or (around == {"AN"} and out[n] == "CS"):
            out[n] = out[n - 1]
    at = 0
    for kind, same in groupby(list(out)):
        end = at + len(list(same))
        if kind == "ET" and "EN" in (*out[max(at - 1, 0) : at], *out[end : end + 1]):
            out[at:end] = ["EN"] * (end - at)
        at = end
    strong = base
    for n, kind in enumerate(out):
        out[n] = {"AL": "R", "ES": "ON", "ET": "ON", "CS": "ON"}.get(kind, "L" if kind == "EN" and strong == "L" else kind)
        strong = out[n] if out[n] in ("L", "R") else strong
    return out


def _neutral(text: str, kinds: list[str], base: str) -> list[str]:
    """Brackets (N0) and all else between letters (N1, N2): L and R are left, and EN and AN for numbers."""
    out = list(kinds)
    before, seen = base, 0
    for start, end in sorted(_brackets(text, kinds)):
        inside = {_side(kind) for kind in out[start + 1 : end]} - {""}
        before = next((_side(out[n]) for n in range(start - 1, seen - 1, -1) if _side(out[n])), before)
        seen = start
        if inside:
            out[start] = out[end] = base if base in inside or before == base else before
    at, before = 0, base
    for side, same in groupby(list(out), _side):
        end = at + len(list(same))
        if not side:
            behind = _side(out[end]) if end < len(out) else base
            out[at:end] = [before if before == behind else base] * (end - at)
        before, at = side, end
    return out


def _side(kind: str) -> str:
    """L or R, as which a number counts too for what stands beside it; "" for what is neutral."""
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


def _brackets(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Pairs of brackets (BD16), with the limit that the rule has for those that are open at once."""
    out: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for n, character in enumerate(text):
        if kinds[n] != "ON":
            continue
        if character in _OPENS:
            if len(opened) == _MOST_OPEN:
                break
            opened.append((_OPENS[character], n))
        elif character in _OPENS.values():
            at = next((k for k in reversed(range(len(opened))) if opened[k][0] == character), None)
            if at is not None:
                out.append((opened[at][1], n))
                del opened[at:]
    return out


def _turned(run: etree._Element) -> bool:
    return run.find(f"{RPR}/{_RTL}") is not None


def _text(run: etree._Element) -> str:
    return "".join(map(_said, run))


def _said(child: etree._Element) -> str:
    """What a child of a run reads; a special hyphen or a reference to a note is one character without a direction of its own."""
    return child.text or "" if child.tag in (T, DEL_TEXT) else _SIGNS.get(child.tag, "")


def _divide(run: etree._Element, found: Sequence[bool]) -> None:
    """Set the direction of a run, and divide it where that changes."""
    if len(set(found)) > 1:
        at, last = 0, run
        content = [child for child in run if child.tag != RPR]
        for child in content:
            run.remove(child)
        for child in content:
            said = _said(child)
            start, end = at, at + len(said)
            if not said:
                last.append(child)
            while at < end:
                if at and found[at] != found[at - 1]:
                    _turn(last, turned=found[at - 1])
                    before, last = last, _like(run)
                    before.addnext(last)
                upto = next((n for n in range(at, end) if found[n] != found[at]), end)
                last.append(child if upto - at == len(said) else _part(child, said[at - start : upto - start]))
                at = upto
        run = last
    _turn(run, turned=found[-1])


def _like(run: etree._Element) -> etree._Element:
    out = etree.Element(RUN)
    properties = run.find(RPR)
    if properties is not None:
        out.append(copy.deepcopy(properties))
    return out


def _part(text: etree._Element, words: str) -> etree._Element:
    out = etree.Element(text.tag, {XML_SPACE: "preserve"} if words != words.strip() else {})
    out.text = words
    return out


def _turn(run: etree._Element, *, turned: bool) -> None:
    """Set the direction of a run. What is bold or italic in Latin letters is so in complex scripts too, which have switches of their own."""
    properties = run.find(RPR)
    if properties is None:
        if not turned:
            return
        properties = etree.Element(RPR)
        run.insert(0, properties)
    for old in properties.findall(_RTL):
        properties.remove(old)
    # Numbers too: Word shows them with the Latin switches, LibreOffice with those of the script that they stand in.
    for tag, twin in _TWINS.items():
        own = properties.find(tag)
        if own is not None:
            for old in properties.findall(w(twin)):
                properties.remove(old)
            own.addnext(etree.Element(w(twin), {VAL: own.get(VAL, "")} if own.get(VAL) else {}))
    if not turned:
        if not len(properties):
            run.remove(properties)
        return
    names = [etree.QName(child).localname if isinstance(child.tag, str) else "" for child in properties]
    properties.insert(next((n for n, name in enumerate(names) if name in _BEHIND), len(names)), etree.Element(_RTL))
