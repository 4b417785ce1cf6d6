"""Labels that stand apart from their words or too close, words that were parted at the ends of lines, and what pages leave in a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from resdraft.model.labels import LABEL, is_dash
from resdraft.read.flattened.repairs import Repair, RepairKind
from resdraft.read.line import Line
from resdraft.read.nesting import Nesting

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
# "knowledge- and information-based" has a hyphen that waits for its word.
_PARTED = re.compile(r"(?<!\S)(\S*\w)-\s+(?!(?:and|or|nor|to|et|ou|y|o|e|u|и|или)\b)(\w+)")
_FUSED = re.compile(r"(?<!\d)(?:19|20)\d\d(?:19|20)\d\d(?!\d)")
_PAGE = re.compile(
    r"[-–—]\s?\d{1,4}\s?[-–—]|(?:Page|page|Página|Стр\.|第)\s?\d{1,4}(?:\s?页|\s?/\s?\d{1,4})?|(?:RES|REC|DEC|APP?)\d+-\d+"
)
_PAGES_INSIDE = re.compile(
    r"(?<=[;,.:])(?:\s+(?:[-–—] \d{1,4} [-–—]|(?:RES|REC|DEC)\d+-\d+))+(?=\s|$)\s*|^(?:(?:RES|REC|DEC)\d+-\d+\s+)+(?=\S)"
)
GLUED = re.compile(
    r"(?:([a-z]{1,4}\)|\([a-z]{1,4}\)|[а-я]\))(?=[^\W\d_]{2})|(\d{1,2})(?!(?:st|nd|rd|th|er|e|re|o|a)\b)(?=[^\W\d_A-Z]{2}))"
)


def spelled(lines: Sequence[Line], repairs: list[Repair]) -> list[Line]:
    """Ligatures as letters, words parted at line ends as words, pages' numbers left out; years that run together are told."""
    spread = "\n".join(line.text for line in lines)
    known = Counter(re.findall(r"\w[\w-]*", spread)) if _PARTED.search(spread) else Counter[str]()
    out = []
    for line in lines:
        text = line.text
        if line.explicit is None and _PAGE.fullmatch(text.strip()):
            repairs.append(Repair(line.number, RepairKind.DEBRIS, text.strip(), ""))
            continue
        repairs += [Repair(line.number, RepairKind.LIGATURE, sign, _LIGATURES[sign]) for sign in _LIGATURE.findall(text)]
        text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
        text = _without_pages(text, line.number, repairs)
        text = _with_whole_words(text, known, line.number, repairs)
        repairs += [Repair(line.number, RepairKind.DOUBT, years, f"{years[:4]}-{years[4:]}") for years in _FUSED.findall(text)]
        if text.strip() or not line.text.strip():
            out.append(Line(text, line.number, line.explicit, line.depth))
    return out


def _without_pages(text: str, number: int, repairs: list[Repair]) -> str:
    def taken(found: re.Match[str]) -> str:
        repairs.append(Repair(number, RepairKind.DEBRIS, found[0].strip(), ""))
        return " "

    made = _PAGES_INSIDE.sub(taken, text)
    return text if made == text else made.strip()


def _with_whole_words(text: str, known: Counter[str], number: int, repairs: list[Repair]) -> str:
    """Join words whose parts stood on two lines. A hyphen goes only where the text has the word without it, and never with it."""

    def whole(found: re.Match[str]) -> str:
        first, second = found.groups()
        bare, hyphened = f"{first}{second}", f"{first}-{second}"
        word = bare if known[bare] and not known[hyphened] and bare.isalpha() else hyphened
        repairs.append(Repair(number, RepairKind.HYPHEN, found[0], word))
        return word

    return _PARTED.sub(whole, text)


def with_labels(lines: Sequence[Line], repairs: list[Repair]) -> list[Line]:
    """Join labels that stand alone on their lines to the words below, and part those that are glued to their words.

    One such label may be anything; two of them are a habit of the text.
    """
    alone, glued = labels_alone(lines), labels_glued(lines)
    below = {*alone.values()}
    out: list[Line] = []
    for n, line in enumerate(lines):
        text = line.text.strip()
        if n in glued and (found := GLUED.match(text)):
            repairs.append(Repair(line.number, RepairKind.GLUED, text[:20], f"{found[0]}\t{text[found.end() : 20]}"))
            out.append(Line(f"{found[0]}\t{text[found.end() :]}", line.number))
        elif out and n in below:
            label = out[-1].text.strip()
            repairs.append(Repair(out[-1].number, RepairKind.ALONE, f"{label}\n{text[:20]}", f"{label}\t{text[:20]}"))
            out[-1] = Line(f"{label}\t{text}", out[-1].number)
        elif text or n - 1 not in alone:
            out.append(line)
    return out


def labels_alone(lines: Sequence[Line]) -> dict[int, int]:
    """The lines that are nothing but a label of a list, each with the line that its words stand on; none where it is only one.

    The labels of a table are none of a list: words of a clause begin small, but for names.
    """
    full = [n for n, line in enumerate(lines) if line.text.strip()]
    found: dict[int, int] = {}
    lists = Nesting()
    small, last = 0, -1
    for n, below in pairwise(full):
        label = lines[n].text.strip()
        if lines[n].explicit or len(label) > 6 or is_dash(label) or LABEL.fullmatch(label) is None or n == last:
            continue
        if LABEL.fullmatch(lines[below].text.strip()):
            continue
        if lists.expects(label):
            found[n] = last = below
            lists.place(label, lines[below].text)
            small += lines[below].text.strip()[0].islower()
    return found if len(found) > 1 and 2 * small >= len(found) else {}


def labels_glued(lines: Sequence[Line]) -> set[int]:
    """The lines that begin with a label and no blank behind it; none where it is only one."""
    found = set()
    for n, line in enumerate(lines):
        text = line.text.strip()
        if line.explicit is None and GLUED.match(text) and LABEL.match(text) is None:
            found.add(n)
    return found if len(found) > 1 else set()
