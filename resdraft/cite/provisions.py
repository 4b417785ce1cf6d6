"""Articles and numbers of the basic texts, and paragraphs of outcome documents, in a paragraph of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resdraft.cite.patterns import Patterns, found_in
from resdraft.model.citation import INSTRUMENTS, Citation, Cited

_FAR = 170
_BESIDE = re.compile(r"[^.;()\d]{0,12}[(,:]\s*$")
_DOTTED = re.compile(r"\d+[A-Z]?\.\d")
"""Only the Radio Regulations number their provisions so."""


def provisions(text: str, words: Patterns, own_body: str) -> Iterator[Citation]:
    """Articles and numbers of the Constitution, the Convention and the regulations. What is of another text is left out."""
    for kind, head in ((Cited.ARTICLE, words.article), (Cited.NUMBER, words.provision)):
        for found in found_in(head, text):
            items = _list(text, found.end(), words.provision_item, words.separator)
            if not items:
                continue
            regulations = kind is Cited.NUMBER and _DOTTED.match(items[0]["number"])
            body = "RR" if regulations else _instrument(text, found.start(), items[-1].end(), words)
            if body is None and own_body == "WRC":
                body = "RR"
            for n, item in enumerate(items if body else ()):
                start = item.start() if n else found.start()
                yield Citation(kind, body or "", item["number"], start, item.end(), text[start : item.end()])


def _list(text: str, at: int, item: re.Pattern[str], separator: re.Pattern[str]) -> list[re.Match[str]]:
    out: list[re.Match[str]] = []
    while found := item.match(text, at):
        out.append(found)
        between = separator.match(text, found.end())
        if between is None:
            break
        at = between.end()
    return out


def _instrument(text: str, start: int, end: int, words: Patterns) -> str | None:
    """What a provision is of: named right behind it, behind a remark or another provision, or right before it. "" is another text."""
    behind = words.of.match(text, end)
    if behind is not None:
        if named := words.instrument.match(text, behind.end()):
            return _name(named, words)
        if not (words.article.match(text, behind.end()) or words.provision.match(text, behind.end())):
            return ""
    stop = text.find(";", end)
    for named in words.instrument.finditer(text, end, min(end + _FAR, stop if stop >= 0 else len(text))):
        if any(of.end() == named.start() for of in words.of.finditer(text, end, named.start())):
            return _name(named, words)
    for named in words.instrument.finditer(text, max(0, start - _FAR), start):
        if _BESIDE.match(text[named.end() : start]):
            return _name(named, words)
    return None


def _name(named: re.Match[str], words: Patterns) -> str:
    return words.citing.instruments[" ".join(named["name"].split())]


def paragraphs(text: str, words: Patterns, cited: Sequence[Citation]) -> Iterator[Citation]:
    """Paragraphs of an outcome document, or of a resolution of the United Nations that ``cited`` holds.

    The document is named behind them; where nothing is, it is the one named last before them.
    """
    for found in found_in(words.paragraph, text):
        items = _list(text, found.end(), words.paragraph_item, words.separator)
        if not items:
            continue
        body = _outcome(text, found.start(), items[-1].end(), words, cited)
        for n, item in enumerate(items if body else ()):
            start = item.start() if n else found.start()
            end = item.end() - (n + 1 == len(items) and _shuts(text, found.start(), item))
            yield Citation(Cited.PARAGRAPH, body, paragraph_number(item), start, end, text[start:end])


def _shuts(text: str, start: int, item: re.Match[str]) -> bool:
    """Whether the bracket behind a letter is the one that the whole stands in: "(§ 102b)", not "(§ 78 a) of the Agenda)"."""
    rest = text[item.end() :].partition(";")[0]
    inside = text[:start].endswith("(") and item[0].endswith(")") and "(" not in item[0]
    return inside and rest.count(")") <= rest.count("(")


def paragraph_number(item: re.Match[str]) -> str:
    """The normal form of a paragraph or a range: ``78 a)``, ``29-82``, ``35 a)-e)``."""
    out: str = item["number"]
    if letter := item["letter"] or item["bare"]:
        out += f" {letter})"
    if item["last"]:
        out += f"-{item['last']}" + (f" {item['lastletter']})" if item["lastletter"] else "")
    elif item["onlyletter"]:
        out += f"-{item['onlyletter']})"
    return out


def _outcome(text: str, start: int, end: int, words: Patterns, cited: Sequence[Citation]) -> str:
    behind = words.of.match(text, end)
    if behind is not None:
        if named := words.outcome.match(text, behind.end()):
            return words.citing.outcomes[" ".join(named["name"].split())]
        at = behind.end()
        near = next(
            (c for c in cited if c.kind in INSTRUMENTS and at <= c.start <= at + len("United Nations General Assembly ")), None
        )
        return f"{near.body} Resolution {near.number}" if near is not None and near.kind is Cited.RESOLUTION else ""
    if "§" not in text[start : start + 1]:
        return ""
    before = [
        (named.start(), words.citing.outcomes[" ".join(named["name"].split())])
        for named in words.outcome.finditer(text, 0, start)
    ]
    return before[-1][1] if before else ""
