"""Reads the lines of an instrument into provisions: which line is a call, which a clause and how deep.

Text and Word are both read here, so that they give the same tree. The order is that of ITU's resolutions: number line, title, reference
line, enacting formula, preambular and operative sections, annexes. A section opens with its call, which stands alone on its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdraft.model.designation import Designation
from resdraft.model.labels import LABEL, SUFFIXES, is_dash, label_meanings
from resdraft.model.lexicon import Lexicon, fold
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Span, Text
from resdraft.read.line import TAIL, KnownParagraph, Line, LinePart, ReadProvision
from resdraft.read.nesting import Nesting

_NUMERAL = re.compile(rf"(\d{{1,3}}|[ivx]{{1,5}}|[a-z])( ?({'|'.join(SUFFIXES)}))?")
_TAG = re.compile(r"\[[A-Z][\w/-]*\](?: ?\([^()]*\))?")
"""The number of a draft that stands on a line of its own: ``[COM6/7]``."""
_SHORT = 12
"""A call that ends with a colon has at most so many words."""
_CHINESE_HEADING = 40
_STEM = 6
"""So many letters of a noun are the same in all its cases."""
_HEAD = (Kind.NUMBER, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA)


class LineReader:
    """Goes through the lines once. Each method takes the lines that it recognises and moves on."""

    def __init__(self, lines: Sequence[Line], words: Lexicon) -> None:
        """Prepare to read the lines of one instrument; ``words`` is the lexicon of its language."""
        self.lines, self.words = lines, words
        self.at = 0
        self.out: list[ReadProvision] = []
        self.nesting = Nesting()

    def read(self) -> list[ReadProvision]:
        """A whole instrument: its head, then its body."""
        if self.lines and (known := self.lines[0].known) is not None and known.kind in _HEAD:
            return self.body()
        self._head()
        return self.body()

    def body(self) -> list[ReadProvision]:
        """Calls, clauses and annexes, without a head."""
        while self.at < len(self.lines):
            self._next()
        return self.out

    def _add(
        self, kind: Kind, origin: tuple[LinePart, ...], label: str | None = None, depth: int = 0, at: int | None = None
    ) -> None:
        text = self.lines[origin[0].line].part(origin[0].start, origin[0].end)
        if len(origin) > 1:
            spans = [span for part in origin for span in (Span("\n"), *self.lines[part.line].part(part.start, part.end).spans)]
            text = Text.join(spans[1:])
        found = ReadProvision(Provision(kind, text, label, depth), origin)
        self.out.insert(len(self.out) if at is None else at, found)

    def _whole(self, n: int) -> LinePart:
        return LinePart(n, 0, len(self.lines[n].text))

    # the head: number line, title, reference, formula

    def _head(self) -> None:
        lines = self.lines
        if lines and self.is_number(0):
            # The number of a draft may stand below the words "Draft resolution".
            drafted = len(lines) > 1 and not Designation.parse(lines[0].text).number and _TAG.fullmatch(lines[1].text.strip())
            self.at = 2 if drafted and not lines[0].explicit and not lines[1].explicit else 1
            self._add(Kind.NUMBER, tuple(map(self._whole, range(self.at))))
        formula, below = self._formula()
        end = formula
        if end is None:
            end = self.at
            while end < len(lines) and lines[end].explicit in (Kind.TITLE, Kind.REFERENCE):
                end += 1
            if end == self.at and end < len(lines) and lines[end].explicit is None:
                bare = not self.is_call(end) and self._split(lines[end])[0] is None and not self._is_annex(end)
                end += bare and not self._is_heading(end)
        title: list[LinePart] = []
        for n in range(self.at, end):
            line = lines[n]
            # A reference line is the paragraph in brackets below the title: "(Hammamet, 2016)".
            bracketed = title and line.text.startswith("(") and line.text.rstrip(f"{TAIL},").endswith(")")
            # So is "Approved at the ninth Plenary Meeting", above the title too.
            bracketed = bracketed or (
                self.words.starts(line.text, self.words.approvals) and not line.ends_clause and end > n + 1
            )
            referred = any(found.provision.kind is Kind.REFERENCE for found in self.out)
            if not referred and (line.explicit is Kind.REFERENCE or (line.explicit is None and bracketed)):
                self._add(Kind.REFERENCE, (self._whole(n),))
            elif line.explicit is not Kind.BLOCK:
                title.append(self._whole(n))
        if title:
            self._add(Kind.TITLE, tuple(title), at=1 if self.at else 0)
        self.at = end
        if formula is not None:
            self._add(Kind.FORMULA, tuple(map(self._whole, range(formula, below))))
            self.at = below

    def is_number(self, n: int) -> bool:
        """Whether the line has the form of a number line."""
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.NUMBER
        short = len(line.text) < 150 and not line.ends_clause and line.label is None
        if not short or not self.words.starts(line.text, self.words.instruments):
            return False
        # The first line of a draft may have no number yet.
        return bool(Designation.parse(line.text).number) or (not n and fold(line.text) in self.words.instruments)

    def _formula(self) -> tuple[int | None, int]:
        """The line of the enacting formula, and the line behind it: a known one, else one of that form right before the first call."""
        other = None
        for n in range(self.at, min(self.at + 9, len(self.lines))):
            line = self.lines[n]
            if line.explicit not in (None, Kind.TITLE, Kind.REFERENCE, Kind.FORMULA, Kind.BLOCK):
                break
            if line.explicit is Kind.FORMULA or (line.explicit is None and self._looks_like_formula(n)):
                if line.explicit or self.words.starts(line.text, self.words.formulas):
                    return n, n + 1
                called = any(self.is_call(m) for m in range(self.at, n))
                other = n if other is None and not called and self.is_call(n + 1) else other
            elif line.explicit is None and (below := self._wrapped_formula(n)):
                return n, below
        return other, (other or 0) + 1

    def _wrapped_formula(self, n: int) -> int:
        """The line behind a known formula that begins at line ``n`` and runs over several lines; 0 where there is none."""
        if not self.words.starts(self.lines[n].text, self.words.formulas):
            return 0
        for m in range(n, min(n + 4, len(self.lines) - 1)):
            line = self.lines[m]
            if line.explicit or line.ends_clause or (m > n and (self._split(line)[0] is not None or self.is_call(m))):
                return 0
            if line.ends_with_comma:
                # What stands below shows that the comma ends the formula, not a line of a longer title.
                return m + 1 if self.is_call(m + 1) else 0
        return 0

    def _looks_like_formula(self, n: int) -> bool:
        line = self.lines[n]
        known = self.words.starts(line.text, self.words.formulas)
        last = n + 1 == len(self.lines)
        return line.ends_with_comma and not last and (known or line.text[:1].isupper()) and self._split(line)[0] is None

    # the body: calls, clauses, annexes

    def _next(self) -> None:
        line = self.lines[self.at]
        if line.known is not None:
            self._known(line, line.known)
        elif self._is_heading(self.at):
            self._heading()
        elif self._is_annex(self.at) and (line.styled or not line.explicit):
            self._annex()
        elif self.is_call(self.at) and (line.styled or not line.explicit):
            self._call()
        elif line.explicit in (None, Kind.CLAUSE) or (line.styled and line.explicit is not Kind.BLOCK):
            self._clause(line)
        else:
            self._explicit(line)

    def _known(self, line: Line, known: KnownParagraph) -> None:
        label, start = self._split(line)
        origin = [LinePart(self.at, start, len(line.text))]
        self.at += 1
        while self.at < len(self.lines) and (after := self.lines[self.at].known) is not None and after.joins:
            origin.append(self._whole(self.at))
            self.at += 1
        if known.kind in (Kind.CALL, Kind.ANNEX):
            self.nesting = Nesting()
        elif known.kind in (Kind.CLAUSE, Kind.BLOCK):
            self.nesting.put(label, line.text[start:], known.depth)
        self._add(known.kind, tuple(origin), label, known.depth)

    def _explicit(self, line: Line) -> None:
        kind, depth = line.explicit or Kind.CLAUSE, line.depth or 0
        if kind in (Kind.CALL, Kind.ANNEX):
            self.nesting = Nesting()
        if kind is Kind.BLOCK:
            if line.depth is None:
                depth = self.nesting.place(None, line.text)
            else:
                self.nesting.put(None, line.text, depth)
        if kind is Kind.ANNEX_TITLE:
            self._add(kind, self._titles())
            return
        self._add(kind, (self._whole(self.at),), depth=depth)
        self.at += 1

    def _plain(self, n: int) -> bool:
        """Whether the line can be a title, or the second line of one."""
        if n >= len(self.lines):
            return False
        line = self.lines[n]
        if line.ends_clause or line.ends_with_comma or len(line.text) > 200 or self._split(line)[0] is not None:
            return False
        return not (self.is_call(n) or self._is_annex(n) or self._is_heading(n))

    def _annex(self) -> None:
        origin = [self._whole(self.at)]
        self.nesting = Nesting()
        self.at += 1
        if self.at < len(self.lines):
            line = self.lines[self.at]
            # "(Rev. Dubai, 2018)" may stand on the line below "ANNEX TO RESOLUTION 70".
            if line.explicit is None and line.text.startswith("(") and line.text.endswith(")") and self._plain(self.at):
                origin.append(self._whole(self.at))
                self.at += 1
        self._add(Kind.ANNEX, tuple(origin))
        if self.at < len(self.lines):
            line = self.lines[self.at]
            if (line.explicit is None and self._plain(self.at)) or (line.styled and line.explicit is Kind.ANNEX_TITLE):
                self._add(Kind.ANNEX_TITLE, self._titles())

    def _titles(self) -> tuple[LinePart, ...]:
        """An annex's title: all the paragraphs that bear its style."""
        origin = [self._whole(self.at)]
        self.at += 1
        while (
            self.at < len(self.lines) and self.lines[self.at].known is None and self.lines[self.at].explicit is Kind.ANNEX_TITLE
        ):
            origin.append(self._whole(self.at))
            self.at += 1
        return tuple(origin)

    def _is_heading(self, n: int) -> bool:
        """Whether the line heads a numbered section of the text, as ``SECTION 1`` does."""
        line = self.lines[n]
        if (
            line.explicit not in (None, Kind.CALL)
            or (line.explicit and not line.styled)
            or line.label
            or n + 1 >= len(self.lines)
        ):
            return False
        if len(line.text) > 40 or not self.words.starts(line.text, self.words.sections):
            return False
        return _NUMERAL.fullmatch(" ".join(fold(line.text).split(" ")[1:])) is not None

    def _heading(self) -> None:
        """A section's number and title, which may run over two lines."""
        origin = [self._whole(self.at)]
        self.at += 1
        while len(origin) < 3 and self.at < len(self.lines):
            line = self.lines[self.at]
            styled = line.styled and line.explicit is Kind.CALL and not self._is_heading(self.at)
            goes_on = line.explicit is None and self._plain(self.at) and (len(origin) == 1 or line.text[:1].islower())
            if not (styled or goes_on):
                break
            origin.append(self._whole(self.at))
            self.at += 1
        self._add(Kind.CALL, tuple(origin))
        self.nesting = Nesting()

    def _call(self) -> None:
        first = self.lines[self.at]
        origin = [self._whole(self.at)]
        self.at += 1
        if first.explicit is None or first.styled:
            following = self.lines[self.at] if self.at < len(self.lines) else None
            same = following is not None and following.styled and following.explicit is Kind.CALL
            if self._continues(first) or (same and following is not None and not self.words.call_kind(following.text)):
                origin.append(self._whole(self.at))
                self.at += 1
        self._add(Kind.CALL, tuple(origin))
        self.nesting = Nesting()

    def _continues(self, call: Line) -> bool:
        """Whether the line after a call is its second line: a list begins below it, and the break is in mid-phrase."""
        if self.at + 1 >= len(self.lines):
            return False
        line = self.lines[self.at]
        if line.explicit or self._split(line)[0] is not None or line.ends_clause or line.ends_with_comma:
            return False
        if len(line.text) > 130 or self.words.call_kind(call.text) == "preambular":
            return False
        if self.words.opens_clause(line.text) or self.is_call(self.at) or not self._begins_list(self.at + 1):
            return False
        # A long call may run over two lines, as "requests the Secretary-General and / the Directors": the break stands beside a small word.
        small = self.words.small_words
        return fold(call.text).split(" ")[-1] in small or fold(line.text).split(" ")[0] in small or call.ends_with_comma

    def _clause(self, line: Line) -> None:
        label, start = self._split(line)
        text = line.text[start:]
        if line.explicit is Kind.CLAUSE and line.depth is not None:
            depth = line.depth
            self.nesting.put(label, text, depth)
        else:
            depth = self.nesting.place(label, text, self._ahead)
            after = self.lines[self.at + 1].known if self.at + 1 < len(self.lines) else None
            if label is None and after is not None and after.kind is Kind.CLAUSE and after.depth > depth:
                # Nothing stands below a clause without a label. So one that is typed among items stands beside them.
                depth = after.depth
                self.nesting.put(label, text, depth)
        self._add(Kind.CLAUSE, (LinePart(self.at, start, len(line.text)),), label, depth)
        self.at += 1

    def _ahead(self) -> list[str]:
        """Some labels that follow in this section."""
        labels: list[str] = []
        # Forty lines are enough to tell whether a list goes on with ii) or with j).
        for n in range(self.at + 1, min(self.at + 40, len(self.lines))):
            found = self.lines[n].label or ((found := LABEL.match(self.lines[n].text)) and found[0])
            if found:
                labels.append(found)
            elif self.is_call(n):
                break
        return labels

    def _split(self, line: Line) -> tuple[str | None, int]:
        """The label, and where the words begin. A number with a blank behind it, and no tab, is a label only where a list can have it."""
        if line.known is not None and not line.known.labelled:
            return None, 0
        if line.label is not None:
            return line.label, 0
        found = LABEL.match(line.text)
        if not found or (line.explicit not in (None, Kind.CLAUSE) and not line.styled):
            return None, 0
        label, rest = found[0], line.text[found.end() :]
        exact = line.explicit is not None and not line.styled
        if not (rest if exact else rest.lstrip(" \u00a0")).startswith("\t") and line.known is None:
            if exact or not rest.strip():
                return None, 0
            bracket = label.endswith(")") or is_dash(label)
            # "6 to report" out of order is a clause whose label was miscounted, where "6 months" are words.
            if not bracket and not self.nesting.expects(label) and not self.words.opens_clause(rest.lstrip(" \u00a0")):
                return None, 0
        if exact:
            return label, found.end() + 1
        blanks = len(rest) - len(rest.lstrip(" \t\u00a0"))
        if line.known is not None and line.known.gap is not None:
            blanks = min(blanks, line.known.gap)
        return label, found.end() + blanks

    def _begins_list(self, n: int) -> bool:
        label = self._split(self.lines[n])[0] if n < len(self.lines) else None
        return label is not None and any(r.ordinal == 1 for r in label_meanings(label))

    def _is_annex(self, n: int) -> bool:
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.ANNEX
        if line.label is not None or line.ends_clause or line.ends_with_comma:
            return False
        if not self.words.starts(line.text, self.words.annexes):
            # "第1907号决议附件": in Chinese the annex stands behind what it is annexed to.
            text = fold(line.text)
            behind = text.endswith(self.words.annexes) and self.words.starts(text, self.words.instruments)
            return behind and not self.words.spaces_between_words and len(text) < _CHINESE_HEADING
        # A clause may begin with the word "Annex". A heading has nothing behind it but a number, or names the instrument.
        after = fold(line.text).split(" ")[1:]
        numbered = re.fullmatch(r"(\d{1,3}|[a-z]|[ivx]+)?", " ".join(after))
        tails = [" ".join(after[n:]) for n in range(min(4, len(after)))]
        named = any(self.words.starts(tail, self.words.instruments) or self._names_instrument(tail) for tail in tails)
        return bool(numbered) or (named and len(line.text) < 120)

    def _names_instrument(self, text: str) -> bool:
        """Whether words begin with an instrument, in any case ("Резолюции") or with a preposition in the word ("بالقرار")."""
        first, nouns = text.split(" ")[0], [noun for noun in self.words.instruments if " " not in noun]
        if self.words.right_to_left:
            return any(first.endswith(noun[1:]) for noun in nouns)
        return any(first.startswith(noun[:_STEM]) for noun in nouns if len(noun) > _STEM)

    def is_call(self, n: int) -> bool:
        line = self.lines[n]
        if line.explicit:
            return line.explicit is Kind.CALL
        text = line.text
        if len(text) > 300 or self._split(line)[0] is not None:
            return False
        before, after = self.lines[n - 1] if n else Line(""), self.lines[n + 1] if n + 1 < len(self.lines) else None
        finished = before.ends_clause or before.ends_with_comma
        known = self.words.call_kind(text) is not None
        if after is None:
            # A text may end with a call that has nothing below it yet.
            ended = line.ends_clause or line.ends_with_comma
            return (
                known and bool(n) and finished and not before.text.endswith(":") and not ended and len(text.split()) <= _SHORT
            )
        if known and text.endswith(":") and len(text.split()) <= _SHORT and (finished or not n):
            # Working groups write "Resolves:". The same words and a colon may also end the lead-in of a list.
            return not before.text.endswith(":") and (self._begins_list(n + 1) or self.words.opens_clause(after.text))
        if line.ends_clause or line.ends_with_comma:
            # Some texts have a comma behind the call: "considering,".
            return known and (len(text.split()) <= 3 or line.ends_with_comma) and self._begins_list(n + 1)
        if known:
            return not before.text.endswith(":") or self._begins_list(n + 1)
        if self.words.opens_clause(text) or not text[:1].islower() or before.text.endswith((";", ":")):
            return False
        # A call that the lexicon does not know begins small, behind a finished section, and a list or "that" follows it.
        ended = (before.text.endswith(".") or before.ends_with_comma) and len(text) < 200
        return ended and (self._begins_list(n + 1) or (self._split(after)[0] is None and self.words.opens_clause(after.text)))
