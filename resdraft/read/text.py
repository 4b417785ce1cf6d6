"""Plain text as ITU lays it out, read into a resolution.

One paragraph a line. Order: an optional front matter between ``---`` lines (``name: value``), number line, title, reference line in
brackets, enacting formula, sections, annexes, footnotes (``[^1]`` in the text, ``[^1]: words`` on a line). What the layout does not say
can be said outright: a line ``\\clause2<tab>...`` is a clause at depth 2, ``\\call<tab>...`` a call, and so on for each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.model.designation import Designation
from resdraft.model.labels import LABEL, is_dash, readings
from resdraft.model.lexicon import Lexicon, fold
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.read.nesting import Nesting

_ENDS = (";", ":", ".", "；", "：", "。", "؛")
_COMMAS = (",", "،", "，")
_EXPLICIT = re.compile(r"\\(number|title|reference|formula|call|clause|block|annextitle|annex)(\d*)\t(.*)", re.DOTALL)
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_NOTE_LINE = re.compile(r"\[\^([^\]\s]+)\]:\s*(.*)")
_FLAT_REFERENCE = re.compile(r"\[footnoteRef:(\d+)\](\d+)?")
LINE_BREAK = "\u23ce"


@dataclass
class _Line:
    text: str
    number: int
    explicit: Kind | None = None
    depth: int | None = None


def read_text(source: str, language: str | None = None, name: str = "") -> Resolution:
    """Read a resolution from text.

    Args:
        source: the text. ``language`` is the two-letter code; the front matter's is taken where it is None, and English where there is
            none. ``name`` is for messages.

    Raises:
        Unreadable: where the text is empty or nothing in it is a part of a resolution.
    """
    provenance, lines = _front_matter(source.removeprefix("\ufeff").splitlines())
    said = dict(provenance)
    notes, body = _notes(_clean(lines))
    language = language or said.get("language") or _language_of(body)
    if not body:
        raise Unreadable(Problem("the text is empty", "give the text of a resolution", file=name))
    provisions = _Reader(body, lexicon(language), notes).read()
    if not any(p.kind in (Kind.NUMBER, Kind.FORMULA, Kind.CALL) for p in provisions):
        raise Unreadable(
            Problem(
                "no resolution in it: no number line, enacting formula or call (such as resolves)",
                "give the text of a resolution, one paragraph a line",
                file=name,
            )
        )
    provenance = tuple((key, value) for key, value in provenance if key != "language")
    return Resolution.assemble(provisions, language, provenance)


def read_fragment(source: str, language: str, notes: dict[str, str] | None = None) -> list[Provision]:
    """Read new text for a resolution: clauses, with a call before them where the first line is one."""
    lines = [_Line(line.strip(), n) for n, line in enumerate(source.splitlines(), 1) if line.strip()]
    return _Reader(lines, lexicon(language), notes or {}).fragment()


def _front_matter(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], list[_Line]]:
    numbered = [_Line(line, n) for n, line in enumerate(lines, 1)]
    if not lines or lines[0].strip() != "---":
        return (), numbered
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return (), numbered
    pairs = (line.partition(":") for line in lines[1:end] if line.strip())
    return tuple((key.strip(), value.strip()) for key, _, value in pairs), numbered[end + 1 :]


def _language_of(lines: list[_Line]) -> str:
    """The language whose calls, formulas and number lines the text has; English where none is told apart."""

    def score(language: str) -> int:
        words = lexicon(language)
        short = [line.text for line in lines if len(line.text) < 120 and not line.text.endswith(_ENDS)]
        calls = sum(words.call_kind(text) is not None for text in short)
        return calls + sum(words.starts(text, words.formulas) for text in short[:5])

    if score("en"):
        return "en"
    scores = {language: score(language) for language in LANGUAGES}
    return max(scores, key=lambda language: scores[language])


def _clean(lines: Iterable[_Line]) -> list[_Line]:
    out = []
    for line in lines:
        found = _EXPLICIT.fullmatch(line.text)
        if found:
            kind, depth, text = found.groups()
            out.append(_Line(text, line.number, Kind(kind), int(depth) if depth else None))
        elif text := _BOOKMARK.sub("", line.text).strip():
            out.append(_Line(text, line.number))
    return out


def _notes(lines: list[_Line]) -> tuple[dict[str, str], list[_Line]]:
    """Take the footnotes out. A definition that nothing refers to stays where it is, as text."""
    notes: dict[str, str] = {}
    _unflatten(lines, notes)
    references = "\n".join(line.text for line in lines if not _NOTE_LINE.match(line.text))
    body = []
    for line in lines:
        found = None if line.explicit else _NOTE_LINE.fullmatch(line.text)
        if found and found[1] not in notes and f"[^{found[1]}]" in references:
            notes[found[1]] = found[2]
        else:
            body.append(line)
    return notes, body


def _unflatten(lines: list[_Line], notes: dict[str, str]) -> None:
    """``[footnoteRef:1]1 ... [1: 1 words ]``, as one converter of Word files writes footnotes in mid-line."""
    marks: dict[str, str] = {}
    for line in lines:
        for found in _FLAT_REFERENCE.finditer(line.text):
            marks[found[1]] = found[2] or found[1]
        line.text = _FLAT_REFERENCE.sub(lambda found: f"[^{found[2] or found[1]}]", line.text)
    for line in lines if marks else ():
        for number, mark in marks.items():
            start = line.text.find(f"[{number}: ")
            if start >= 0 and mark not in notes:
                end = _closing(line.text, start)
                note = line.text[start + len(number) + 3 : end].strip()
                notes[mark] = re.sub(rf"^{re.escape(mark)}\s+", "", note)
                line.text = (line.text[:start].rstrip() + " " + line.text[end + 1 :].strip()).strip()


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


class _Reader:
    """Goes through the lines once; each method takes what it recognises and moves on."""

    def __init__(self, lines: list[_Line], words: Lexicon, notes: dict[str, str]) -> None:
        self.lines, self.words, self.notes = lines, words, notes
        self.at = 0
        self.out: list[Provision] = []
        self.nesting = Nesting()

    def read(self) -> list[Provision]:
        self._head()
        while self.at < len(self.lines):
            self._next()
        for mark, text in self.notes.items():
            self._add(Kind.NOTE, text, mark)
        return self.out

    def fragment(self) -> list[Provision]:
        while self.at < len(self.lines):
            self._next()
        return self.out

    def _add(self, kind: Kind, text: str, label: str | None = None, depth: int = 0) -> None:
        self.out.append(Provision(kind, Text.parse(text.replace(LINE_BREAK, "\n"), self.notes), label, depth))

    # the head: number line, title, reference, formula

    def _head(self) -> None:
        lines = self.lines
        if self._is_number(0):
            self._add(Kind.NUMBER, lines[0].text)
            self.at = 1
        formula = self._formula()
        end = formula
        if end is None:
            bare = self.at < len(lines) and not self._is_call(self.at) and self._split(lines[self.at])[0] is None
            end = self.at + 1 if bare and not self._is_annex(self.at) else self.at
        title: list[str] = []
        for n in range(self.at, end):
            line = lines[n]
            explicit = line.explicit is Kind.REFERENCE
            if explicit or (line.explicit is None and title and line.text.startswith("(") and line.text.endswith(")")):
                self._add(Kind.REFERENCE, line.text)
            else:
                title.append(line.text)
        if title:
            self.out.insert(1 if self.at else 0, Provision(Kind.TITLE, Text.parse("\n".join(title), self.notes)))
        self.at = end
        if formula is not None:
            self._add(Kind.FORMULA, lines[formula].text)
            self.at += 1

    def _is_number(self, n: int) -> bool:
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.NUMBER
        short = len(line.text) < 150 and not line.text.endswith(_ENDS)
        return short and self.words.starts(line.text, self.words.instruments) and bool(Designation.parse(line.text).number)

    def _formula(self) -> int | None:
        """Where the enacting formula stands: a known one, else a line of that form before the first call."""
        other = None
        for n in range(self.at, min(self.at + 9, len(self.lines))):
            line = self.lines[n]
            if line.explicit not in (None, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA):
                break
            if line.explicit is Kind.FORMULA or (line.explicit is None and self._looks_like_formula(n)):
                if line.explicit or self.words.starts(line.text, self.words.formulas):
                    return n
                called = any(self._is_call(m) for m in range(self.at, n))
                other = n if other is None and not called and self._is_call(n + 1) else other
        return other

    def _looks_like_formula(self, n: int) -> bool:
        text = self.lines[n].text
        ended = text.endswith(_COMMAS) and n + 1 < len(self.lines)
        known = self.words.starts(text, self.words.formulas)
        return ended and (known or text[:1].isupper()) and self._split(self.lines[n])[0] is None

    # the body: calls, clauses, annexes

    def _next(self) -> None:
        line = self.lines[self.at]
        if line.explicit not in (None, Kind.CLAUSE):
            self._explicit(line)
        elif self._is_annex(self.at):
            self._annex()
        elif self._is_call(self.at):
            self._call()
        else:
            self._clause(line)

    def _explicit(self, line: _Line) -> None:
        kind = line.explicit or Kind.CLAUSE
        if kind in (Kind.CALL, Kind.ANNEX):
            self.nesting = Nesting()
        if kind is Kind.BLOCK:
            self.nesting.put(None, line.text, line.depth or 0)
        self._add(kind, line.text, depth=line.depth or 0)
        self.at += 1

    def _annex(self) -> None:
        self._add(Kind.ANNEX, self.lines[self.at].text)
        self.nesting = Nesting()
        self.at += 1
        if self.at < len(self.lines):
            line = self.lines[self.at]
            plain = line.explicit is None and self._split(line)[0] is None and not line.text.endswith((*_ENDS, *_COMMAS))
            if plain and not self._is_call(self.at) and not self._is_annex(self.at):
                self._add(Kind.ANNEX_TITLE, line.text)
                self.at += 1

    def _call(self) -> None:
        call = self.lines[self.at].text
        self.at += 1
        if self.lines[self.at - 1].explicit is None and self._continues(call):
            call = f"{call}\n{self.lines[self.at].text}"
            self.at += 1
        self._add(Kind.CALL, call)
        self.nesting = Nesting()

    def _continues(self, call: str) -> bool:
        """Whether the line after a call is its second line: a list begins below it, and the break is in mid-phrase."""
        if self.at + 1 >= len(self.lines):
            return False
        line = self.lines[self.at]
        if line.explicit or self._split(line)[0] is not None or line.text.endswith((*_ENDS, *_COMMAS)):
            return False
        if len(line.text) > 130 or self.words.call_kind(call) == "preambular":
            return False
        if self.words.opens_clause(line.text) or self._is_call(self.at) or not self._begins_list(self.at + 1):
            return False
        small = self.words.small_words
        return fold(call).split(" ")[-1] in small or fold(line.text).split(" ")[0] in small or call.endswith(_COMMAS)

    def _clause(self, line: _Line) -> None:
        label, text = self._split(line)
        if line.explicit is Kind.CLAUSE and line.depth is not None:
            depth = line.depth
            self.nesting.put(label, text, depth)
        else:
            depth = self.nesting.place(label, text, self._ahead())
        self._add(Kind.CLAUSE, text, label, depth)
        self.at += 1

    def _ahead(self) -> list[str]:
        """Some labels that follow in this section."""
        labels: list[str] = []
        for n in range(self.at + 1, min(self.at + 40, len(self.lines))):
            found = LABEL.match(self.lines[n].text)
            if found:
                labels.append(found[0])
            elif self._is_call(n):
                break
        return labels

    def _split(self, line: _Line) -> tuple[str | None, str]:
        """Label and words. A number with only a space after it is a label where a list begins or goes on."""
        found = LABEL.match(line.text)
        if line.explicit not in (None, Kind.CLAUSE) or not found:
            return None, line.text
        label, rest = found[0], line.text[found.end() :]
        if not rest.startswith("\t"):
            if line.explicit or not rest.strip():
                return None, line.text
            bracket = label.endswith(")") or is_dash(label)
            if not bracket and not self.nesting.expects(label):
                return None, line.text
        return label, rest.lstrip(" \t\u00a0") if not line.explicit else rest[1:]

    def _begins_list(self, n: int) -> bool:
        label = self._split(self.lines[n])[0] if n < len(self.lines) else None
        return label is not None and any(r.ordinal == 1 for r in readings(label))

    def _is_annex(self, n: int) -> bool:
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.ANNEX
        if not self.words.starts(line.text, self.words.annexes) or line.text.endswith((*_ENDS, *_COMMAS)):
            return False
        rest = " ".join(fold(line.text).split(" ")[1:])
        numbered = re.fullmatch(r"(\d{1,3}|[a-z]|[ivx]+)?", rest)
        after = rest.split(" ")
        named = any(self.words.starts(" ".join(after[n:]), self.words.instruments) for n in range(min(4, len(after))))
        return bool(numbered) or (named and len(line.text) < 120)

    def _is_call(self, n: int) -> bool:
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.CALL
        text = line.text
        if n + 1 >= len(self.lines) or len(text) > 300 or self._split(line)[0] is not None:
            return False
        before = self.lines[n - 1].text if n else ""
        known = self.words.call_kind(text) is not None
        if text.endswith((*_ENDS, *_COMMAS)):
            return known and (len(text.split()) <= 3 or text.endswith(_COMMAS)) and self._begins_list(n + 1)
        if known:
            return not before.endswith(":") or self._begins_list(n + 1)
        if self.words.opens_clause(text) or not text[:1].islower() or before.endswith((";", ":")):
            return False
        ended = before.endswith((".", *_COMMAS)) and len(text) < 200
        after = self.lines[n + 1]
        return ended and (self._begins_list(n + 1) or (self._split(after)[0] is None and self.words.opens_clause(after.text)))
