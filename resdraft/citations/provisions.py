"""Articles and numbers of the instruments of the Union, and paragraphs of outcome documents, in a paragraph of text.

A bare "Article 8" tells nothing: what it is of is named behind it, behind a remark, or before it. Where that is not found or is another text
the article is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resdraft.citations.citation_patterns import CitationPatterns, found_in
from resdraft.model.citation import INSTRUMENTS, Citation, CitationKind

_FAR = 170
"""How many characters away from an article its instrument can be named."""
_CLOSE = 3
"""At most so many characters stand between a resolution and the sign of its paragraphs: "Resolution 70/1, § 5"."""
_ASIDE_FAR = 60
"""How many characters before a bracketed paragraph its document can be named."""
_NAME_FAR = 32
"""How far behind "of" a resolution can begin, after the name of its body: "United Nations General Assembly" and a blank."""
_BESIDE = re.compile(r"[^.;()\d]{0,12}[(,:]\s*$")
_RIGHT_BEFORE = re.compile(r"\s*(?:\([^()]*\)\s*)?$")
_DOTTED = re.compile(r"\d+[A-Z]?\.\d")
"""Only the Radio Regulations number their provisions so."""


def provision_citations(text: str, patterns: CitationPatterns, own_body: str) -> list[Citation]:
    """The articles and numbers of the Constitution, the Convention and the regulations that a paragraph cites.

    Args:
        text: the words of the paragraph.
        patterns: those of the text's language.
        own_body: the body that adopted the text. In texts of a WRC a bare article is one of the Radio Regulations.
    """
    out: list[Citation] = []
    for found in found_in(patterns.initialled, text, "_/-"):
        basic = patterns.citations.initials[found["initials"]]
        for n, item in enumerate(_list(text, found.end(), patterns.provision_item, patterns.separator)):
            start = item.start() if n else found.start()
            out.append(Citation(CitationKind.NUMBER, basic, item["number"], start, item.end(), text[start : item.end()]))
    for kind, head in ((CitationKind.ARTICLE, patterns.article), (CitationKind.NUMBER, patterns.provision)):
        for found in found_in(head, text):
            items = _list(text, found.end(), patterns.provision_item, patterns.separator)
            if not items:
                continue
            regulations = kind is CitationKind.NUMBER and _DOTTED.match(items[0]["number"])
            body = "RR" if regulations else _instrument(text, found.start(), items[-1].end(), patterns, out)
            if own_body == "WRC" and body != "" and not _named_behind(text, items[-1].end(), patterns):
                body = "RR"
            for n, item in enumerate(items if body else ()):
                start = item.start() if n else found.start()
                number = ".".join(reversed(item["number"].split("."))) if patterns.number_reversed else item["number"]
                out.append(Citation(kind, body or "", number, start, item.end(), text[start : item.end()]))
    return out


def _named_behind(text: str, end: int, patterns: CitationPatterns) -> bool:
    behind = patterns.of.match(text, end)
    return behind is not None and patterns.instrument.match(text, behind.end()) is not None


def _list(text: str, at: int, item: re.Pattern[str], separator: re.Pattern[str]) -> list[re.Match[str]]:
    out: list[re.Match[str]] = []
    while found := item.match(text, at):
        out.append(found)
        between = separator.match(text, found.end())
        if between is None:
            break
        at = between.end()
    return out


def _instrument(text: str, start: int, end: int, patterns: CitationPatterns, cited: Sequence[Citation]) -> str | None:
    """What a provision is of; empty where it is of another text, None where nothing is named.

    The name stands right behind the provision, behind a remark or another provision, or before it.
    """
    if text[start - 1 : start] == "/" and (initials := re.search(r"(?<!\w)\w{1,2}(?=/$)", text[:start])):
        return patterns.citations.initials.get(initials[0], "")
    if text[:start].endswith("(") and (inside := next((c for c in cited if c.end == len(text[:start].rstrip("( "))), None)):
        return inside.body
    # "No. 47 in Article 8 of the Constitution": behind a provision another may stand, and only behind that the name.
    chained = False
    behind = patterns.of.match(text, end)
    if behind is not None:
        if named := patterns.instrument.match(text, behind.end()):
            return _name(named, patterns)
        chained = bool(patterns.article.match(text, behind.end()) or patterns.provision.match(text, behind.end()))
        if not chained:
            return ""
    before = list(patterns.instrument.finditer(text, max(0, start - _FAR), start))
    if patterns.thereof.match(text, end) and before:
        return _name(before[-1], patterns)
    stop = text.find(";", end)
    if chained or patterns.aside.match(text, end):
        for named in patterns.instrument.finditer(text, end, min(end + _FAR, stop if stop >= 0 else len(text))):
            if any(of.end() == named.start() for of in patterns.of.finditer(text, end, named.start())):
                return _name(named, patterns)
    # In Chinese the name stands right before.
    beside = _BESIDE if patterns.spaced else _RIGHT_BEFORE
    return next((_name(named, patterns) for named in before if beside.match(text[named.end() : start])), None)


def _name(named: re.Match[str], patterns: CitationPatterns) -> str:
    return patterns.citations.union_instruments[" ".join(named["name"].split())]


def paragraph_citations(text: str, patterns: CitationPatterns, cited: Sequence[Citation]) -> Iterator[Citation]:
    """Paragraphs of an outcome document, or of a resolution of the United Nations that ``cited`` holds.

    The document is named behind them; where nothing is, it is the one named last before them.
    """
    for found in found_in(patterns.paragraph, text):
        items = _list(text, found.end(), patterns.paragraph_item, patterns.separator)
        if not items:
            continue
        end = items[-1].end()
        while (between := patterns.separator.match(text, end)) and (head := patterns.paragraph.match(text, between.end())):
            more = _list(text, head.end(), patterns.paragraph_item, patterns.separator)
            end = more[-1].end() if more else end
            if not more:
                break
        body = _outcome(text, found.start(), end, patterns, cited)
        for n, item in enumerate(items if body else ()):
            start = item.start() if n else found.start()
            end = item.end() - (n + 1 == len(items) and _shuts(text, found.start(), item))
            yield Citation(CitationKind.PARAGRAPH, body, paragraph_number(item), start, end, text[start:end])


def _shuts(text: str, start: int, item: re.Match[str]) -> bool:
    """Whether the bracket behind a letter closes the brackets around the whole: so in "(§ 102b)", not in "(§ 78 a) of the Agenda)"."""
    rest = text[item.end() :].partition(";")[0]
    inside = text[:start].endswith("(") and item[0].endswith(")") and "(" not in item[0]
    return inside and rest.count(")") <= rest.count("(")


_DASH = re.compile("[-–\u2011]")


def paragraph_number(item: re.Match[str]) -> str:
    """The normal form of a paragraph or a range: ``78 a)``, ``29-82``, ``35 a)-e)``."""
    out: str = item["number"]
    if letter := item["letter"] or item["bare"]:
        out += f" {letter})"
    if item["last"]:
        out += "-" if _DASH.search(item[0]) else " to "
        out += f"{item['last']}" + (f" {item['lastletter']})" if item["lastletter"] else "")
    elif item["onlyletter"]:
        out += f"-{item['onlyletter']})"
    return out


def _outcome(text: str, start: int, end: int, patterns: CitationPatterns, cited: Sequence[Citation]) -> str:
    behind = patterns.of.match(text, end)
    if behind is not None:
        if named := patterns.outcome.match(text, behind.end()):
            return patterns.citations.outcome_documents[" ".join(named["name"].split())]
        at = behind.end()
        near = next((c for c in cited if c.kind in INSTRUMENTS and at <= c.start <= at + _NAME_FAR), None)
        return f"{near.body} Resolution {near.number}" if near is not None and near.kind is CitationKind.RESOLUTION else ""
    before_it = text[:start].rstrip()
    beside_name = any(n.end() >= len(before_it) - 1 for n in patterns.outcome.finditer(text, 0, start))
    bracketed = before_it.endswith("(") or (before_it.endswith(",") and ("(" in before_it[-_ASIDE_FAR:] or beside_name))
    # In Chinese the name stands right before.
    bracketed = bracketed or (not patterns.spaced and (beside_name or before_it.endswith(tuple(c.text for c in cited[-9:]))))
    if "§" not in text[start : start + 1] and not bracketed:
        return ""
    beside = [c for c in cited if c.kind is CitationKind.RESOLUTION and c.end <= start <= c.end + _CLOSE]
    if beside:
        return f"{beside[-1].body} Resolution {beside[-1].number}"
    before = [
        (named.start(), patterns.citations.outcome_documents[" ".join(named["name"].split())])
        for named in patterns.outcome.finditer(text, 0, start)
    ]
    if "§" in text[start : start + 1]:
        return before[-1][1] if before else ""
    return before[-1][1] if before and start - before[-1][0] <= _ASIDE_FAR else ""
