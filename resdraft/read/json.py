"""Reads a resolution from the JSON that this package writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import LANGUAGES
from resdraft.limits import MOST_JSON_DEPTH
from resdraft.model.resolution import DEEPEST, Annex, Clause, Note, Resolution, Section
from resdraft.model.text import Span, Text


def read_json(source: str, name: str = "") -> Resolution:
    """Read what ``resdraft convert`` and ``show --format json`` write.

    Args:
        source: the JSON.
        name: the file's name, for messages.

    Raises:
        Unreadable: where it is no JSON, or not the JSON of a resolution.
    """
    try:
        found = json.loads(source)
        if "\\ud" in source.lower():
            # Half a character, as JSON can escape it, can be written nowhere.
            whole = json.dumps(found, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            found = json.loads(whole)
    except (ValueError, RecursionError) as error:  # ValueError also for a number of more digits than Python takes
        line = getattr(error, "lineno", None)
        raise Unreadable(Problem(f"not valid JSON ({error})", "correct the file", file=name, line=line)) from None
    if not _shallow(found):
        raise Unreadable(Problem("lists and objects nested deeper than in any resolution", "correct the file", file=name))
    try:
        return _JsonReader(found).resolution()
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        what = f"valid JSON, but no resolution ({type(error).__name__}: {error})"
        raise Unreadable(Problem(what, "give JSON that resdraft wrote, or of the same shape", file=name)) from None


def _shallow(found: Any) -> bool:
    """Whether values are nested no deeper than is let in: each clause is read by the one above it."""
    level = [found]
    for _ in range(MOST_JSON_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
    return not level


def _words(value: Any) -> str | None:
    """A value that is text, or none.

    Raises:
        TypeError: for any other value: JSON lets a number or a list stand anywhere.
    """
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"{json.dumps(value)[:40]} where text is wanted")


class _JsonReader:
    """Builds the tree from plain values."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.found = found
        self.marks = frozenset(found.get("footnotes", {}))
        self.formatting = found.get("formatting", {})

    def _text(self, marked: str | None, key: str) -> Text | None:
        if _words(marked) is None or marked is None:
            return None
        if key in self.formatting:
            spans = (
                Span(_words(text) or "", _words(emphasis) or "", _words(note), _words(link))
                for text, emphasis, note, link in self.formatting[key]
            )
            return Text.join(spans)
        return Text.parse(marked, self.marks)

    def resolution(self) -> Resolution:
        found = self.found
        language = found.get("language", "en")
        if language not in LANGUAGES:
            raise ValueError(f'no language "{language}": one of {", ".join(LANGUAGES)}')
        # JSON that others wrote may have number and edition, and no number line. One is made then, as it is the text's first paragraph.
        number = found.get("number_line")
        if number is None and found.get("number") and found.get("edition") and "number_line" not in found:
            number = f"RESOLUTION {_words(found['number'])} ({found['edition'].upper()})"
        return Resolution(
            title=self._text(found["title"], "title") or Text(),
            sections=tuple(self._sections(found["sections"], "")),
            number=self._text(number, "number"),
            reference=self._text(found.get("reference"), "reference"),
            formula=self._text(found.get("enacting_formula"), "formula"),
            annexes=tuple(self._annexes(found.get("annexes", ()))),
            notes=tuple(
                Note(mark, self._text(text, f"note/{mark}") or Text()) for mark, text in found.get("footnotes", {}).items()
            ),
            language=language,
            provenance=tuple((name, _words(said) or "") for name, said in found.get("provenance", {}).items()),
        )

    def _annexes(self, annexes: Any) -> Iterator[Annex]:
        for n, annex in enumerate(annexes, 1):
            key = f"annex{n}"
            title = self._text(annex.get("title"), f"{key}/title")
            sections = tuple(self._sections(annex["sections"], f"{key}/"))
            yield Annex(self._text(annex["heading"], key) or Text(), title, sections)

    def _sections(self, sections: Any, prefix: str) -> Iterator[Section]:
        for n, section in enumerate(sections, 1):
            key = f"{prefix}s{n}"
            yield Section(self._text(section["call"], key), tuple(self._clauses(section["clauses"], key)))

    def _clauses(self, clauses: Any, prefix: str) -> Iterator[Clause]:
        if prefix.count("/") > DEEPEST:
            raise ValueError(f"clauses more than {DEEPEST} levels deep")
        for n, clause in enumerate(clauses, 1):
            key = f"{prefix}/{n}"
            children = tuple(self._clauses(clause.get("children", ()), key))
            text = self._text(clause["text"], key) or Text()
            yield Clause(text, _words(clause["label"]), children, clause.get("opaque", False) is True)
