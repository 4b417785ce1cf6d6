"""Reports in numbered paragraphs: the address of each line ("6.2 b) 4)"), and references between them ("paragraph 7.4.1")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resdraft.citations.citation_patterns import CitationPatterns
from resdraft.model.citation import Citation, CitationKind, CitationStatus

_LABEL = re.compile(r"\s*(?P<label>\d{1,3}(?:\.\d{1,3})*[.)]?|[a-z]\)|[ivx]{1,5}[.)]|[A-Z][.)])(?=\s)")
_DOTTED = re.compile(r"\d+(?:\.\d+)*\.?")
_BULLET = re.compile(r"\s*[·•–—-]\s")


class ReportReference(NamedTuple):
    """A reference of a report to a place of its own."""

    citation: Citation
    found: bool
    """Whether there is such a place."""
    why: str
    """What is wrong or not known; empty where one place is meant."""

    @property
    def status(self) -> CitationStatus:
        """Current where one place is meant, unknown where several can be, impossible where there is none."""
        if not self.found:
            return CitationStatus.IMPOSSIBLE
        return CitationStatus.UNKNOWN if self.why else CitationStatus.CURRENT


class NumberedReport:
    """The paragraphs of a report, and their labels."""

    def __init__(self, lines: Sequence[tuple[int, str]], patterns: CitationPatterns) -> None:
        """``lines`` are the paragraphs, each with its number."""
        self.patterns = patterns
        self.addresses = dict(_addresses(lines))
        heads = (patterns.annex_heading.match(line) for _, line in lines)
        self.annexes = {" ".join(head[0].split()).casefold() for head in heads if head}
        self.known: Counter[tuple[str, ...]] = Counter()
        for address in {address for address in self.addresses.values() if address}:
            own = [step.rstrip(".)") for step in address.split()]
            # Steps name an address by all of its labels, or by its first and its last ("6.2 section 4").
            self.known.update({tuple(own)} | ({(own[0], own[-1])} if len(own) > 1 else set()))

    def references(self, text: str) -> Iterator[ReportReference]:
        """The references of a paragraph to others: ``paragraph 7.4.1``, ``section 8 above``, ``6.2 section 4 above``."""
        for found in self.patterns.numbered.finditer(text):
            if found["outer"]:
                yield self._reference(text, found.start(), found.end(), [found["outer"], found["inner"]])
            elif found["section"]:
                yield self._reference(text, found.start(), found.end(), [found["section"]])
            elif found["annex"]:
                if reference := self._annex(found):
                    yield reference
            else:
                name = "dotted" if found["dotted"] else "number"
                yield from self._list(text, found, name)

    def _list(self, text: str, found: re.Match[str], name: str) -> Iterator[ReportReference]:
        """The numbers of a list, one by one. Behind "clause" or "section" only those that the report has: others may be another text's."""
        numbers = [(found.start(), found.end(name), found[name])]
        at = numbers[0][1]
        while (more := self.patterns.next_number.match(text, at)) and more.end() <= found.end():
            numbers.append((more.start("number"), more.end(), more["number"]))
            at = more.end()
        for start, end, number in numbers:
            reference = self._reference(text, start, end, [number])
            if name == "number" or (reference.found and "." in number):
                yield reference

    def _annex(self, found: re.Match[str]) -> ReportReference | None:
        """A reference to an annex of the report; None for a heading. The annex may be in another file, so it is never impossible."""
        if found["annex"].isupper() or not found.string[: found.start()].strip():
            return None
        name = " ".join(found["annex"].split())
        there = name.casefold() in self.annexes
        citation = Citation(
            CitationKind.INTERNAL, "", f"{name[0].lower()}{name[1:]}", found.start(), found.end("annex"), found["annex"]
        )
        return ReportReference(citation, True, "" if there else "this text has no such annex")

    def _reference(self, text: str, start: int, end: int, steps: list[str]) -> ReportReference:
        meant = self.known[tuple(steps)]
        why = "" if meant == 1 else "more than one place can be meant" if meant else "there is no such paragraph"
        return ReportReference(
            Citation(CitationKind.INTERNAL, "", " ".join(steps), start, end, text[start:end]), bool(meant), why
        )


def _addresses(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The number of each line, and its address: the labels above it and its own.

    A dotted number that does not continue the numbering of the report is an item of a list, such as a quoted text has.
    """
    stack: list[tuple[str, str]] = []
    last = [0]
    for number, line in lines:
        found = _LABEL.match(line)
        if found is None:
            if not _BULLET.match(line):
                stack = stack[:1] if stack and stack[0][0] == "dotted" and not line.strip().endswith(":") else stack
            yield number, " ".join(label for _, label in stack)
            continue
        label = found["label"]
        style = _style(label)
        steps = [int(step) for step in label.strip(".").split(".")] if style == "dotted" else []
        # 7.5 goes on behind 7.4.3, and 8 or 8.1 behind 7. Anything else is no paragraph of the report itself.
        if steps > last and (steps[0] == last[0] or steps == [last[0] + 1] or steps[:2] == [last[0] + 1, 1]):
            last, stack = steps, [("dotted", label.rstrip("."))]
        else:
            style = "item" if style == "dotted" else style
            known = [n for n, (other, _) in enumerate(stack) if other == style]
            stack = [*(stack[: known[0]] if known else stack), (style, label)]
        yield number, " ".join(label for _, label in stack)


def _style(label: str) -> str:
    if _DOTTED.fullmatch(label):
        return "dotted"
    return "number" if label[0].isdigit() else "roman" if re.fullmatch(r"[ivx]{1,5}\.|[ivx]{2,5}\)", label) else "letter"
