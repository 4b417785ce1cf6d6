"""Resolutions of the United Nations General Assembly and of ECOSOC, laid out as the UN prints them, as lines that ITU's reader knows.

Number and title stand in one line ("78/132. Title"), or in two where a Word file of ours was printed. A preambular paragraph begins with
its call ("Recalling its resolution ..."), and operative ones are numbered through, with their calls in them: so no line is a call.
Footnotes are ``[1]`` in the text, and lines at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Kind
from resdraft.read.flattened.repairs import Repair, covers
from resdraft.read.line import Line

_NUMBER = re.compile(r"((?:ES-)?\d{1,4}/\d{1,4}(?: ?[A-Z]{1,2})?\.?)(?:\s+(\S.*))?", re.DOTALL)
_FAR = 40
"""So many lines of a cover may stand above the number."""
# Arabic texts have "([1])", and empty brackets before the note.
_NOTE = re.compile(r"\[(\d{1,3})\]\s*(?:\(\)\s*)?(?=\S)")
_READ_NOTE = re.compile(r"\[\^[^\]]+\]:")
"""A footnote as whoever took the lines out of a PDF gives it."""
_REFERENCE = re.compile(r"(\()?\[(\d{1,3})\](?(1)\))")


def un_number_line(lines: Sequence[Line], words: Lexicon) -> int | None:
    """The line with the number of a UN resolution: the name of the organ stands below it and the title. None where there is no such line."""
    for n, line in enumerate(lines[:_FAR]):
        found = _NUMBER.fullmatch(line.text) if line.explicit is None else None
        if found is not None:
            below = "".join(one.text for one in lines[n + 1 if found[2] else n + 2 :][:1])
            return n if len(below) < 100 and words.starts(below, words.un_formulas) else None
    return None


def un_lines(lines: Sequence[Line], at: int, words: Lexicon, repairs: list[Repair]) -> list[Line]:
    """The lines of a UN resolution, each with what it is, footnotes as ``[^1]`` and ``[^1]: words``.

    Args:
        lines: those of the file. ``at`` is the one with the number; what stands above it, a cover, is left out, and told in ``repairs``.
    """
    repairs += covers(lines[:at])
    found = _NUMBER.fullmatch(lines[at].text)
    assert found is not None  # noqa: S101 - that is how the line was found
    title, body = (lines[at], lines[at + 1 :]) if found[2] else (lines[at + 1], lines[at + 2 :])
    out = [Line(found[1], lines[at].number, Kind.NUMBER), Line(found[2] or title.text, title.number, Kind.TITLE)]
    marks = {note[1] for line in body if (note := _NOTE.match(line.text))}
    formula = True
    for n, line in enumerate(body):
        note = _NOTE.match(line.text)
        if note is not None:
            out.append(Line(f"[^{note[1]}]: {line.text[note.end() :]}", line.number))
            continue
        if _READ_NOTE.match(line.text):
            out.append(line)
            continue
        text = _REFERENCE.sub(lambda one: f"[^{one[2]}]" if one[2] in marks else one[0], line.text)
        if formula and words.starts(text, words.un_formulas):
            out.append(Line(text, line.number, Kind.FORMULA))
        elif _is_annex(text, words):
            out.append(Line(text, line.number, Kind.ANNEX))
        elif n and _is_annex(body[n - 1].text, words):
            out.append(Line(text, line.number, Kind.ANNEX_TITLE, styled=True))
        else:
            out.append(Line(text, line.number, Kind.CLAUSE, styled=True))
        formula = False
    return out


def _is_annex(text: str, words: Lexicon) -> bool:
    return len(text.split()) < 3 and words.starts(text, words.annexes)
