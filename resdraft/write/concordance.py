"""Versions of one text in several languages: the differences as a list, as plain values, and as a page with the versions in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from resdraft.lexicon import lexicon
from resdraft.model.concordance import Concordance, ConcordanceFinding, Difference, Untranslated
from resdraft.write.pages import page
from resdraft.write.terminal import Screen

HEAD = ("place", "difference", "differs", "version", "has")
_TOLD = {
    Difference.MISSING: "is not in all versions",
    Difference.ORDER: "stands elsewhere",
    Difference.MARK: "is not changed alike",
}


def told(finding: ConcordanceFinding) -> str:
    """What differs, in words."""
    words = _TOLD.get(finding.kind, str(finding.kind))
    return f"{words} (with all marks)" if finding.amended else words


def _codes(concordance: Concordance) -> list[str]:
    """What each version is called: its language, or its file where two have one language."""
    counts = Counter(version.language for version in concordance.versions)
    return [v.language if counts[v.language] == 1 else v.name for v in concordance.versions]


def _said(finding: ConcordanceFinding, codes: list[str]) -> Iterator[tuple[str, str]]:
    """What versions have, those that have the same together, and first those that differ."""
    by_words: dict[str, list[int]] = {}
    for n in (*finding.odd, *(n for n in range(len(codes)) if n not in finding.odd)):
        by_words.setdefault(finding.said[n], []).append(n)
    for words, which in by_words.items():
        yield ", ".join(codes[n] for n in sorted(which)), words or "nothing"


def listing(concordance: Concordance, screen: Screen) -> str:
    """The differences for a terminal, place by place."""
    codes = _codes(concordance)
    out = []
    place = None
    for finding in concordance.findings:
        if finding.address != place:
            place = finding.address
            out.append(screen.wrap([("label", place or "before the first paragraph")], 2))
        out.append(f"  {told(finding)}")
        for which, words in _said(finding, codes):
            out.append(screen.wrap([("", f"{which}: {words}")], 4, "    "))
    count = len(concordance.findings)
    versions = f"{len(codes)} versions ({', '.join(codes)}), {len(concordance.rows)} paragraphs"
    out.append(screen.wrap([("", f"{versions}: {count or 'no'} difference{'s' * (count != 1)}")], 0))
    return "\n".join(out) + "\n"


def as_json(concordance: Concordance) -> dict[str, Any]:
    """The differences as plain values."""
    return {
        "versions": [version._asdict() for version in concordance.versions],
        "paragraphs": len(concordance.rows),
        "differences": [
            {
                "address": f.address,
                "kind": str(f.kind),
                "with_marks": f.amended,
                "differs": list(f.odd),
                "said": list(f.said),
            }
            for f in concordance.findings
        ],
    }


def as_rows(concordance: Concordance) -> Iterator[tuple[str, str, str, str, str]]:
    """The differences as rows, one for each thing that versions have."""
    codes = _codes(concordance)
    for finding in concordance.findings:
        odd = ", ".join(codes[n] for n in finding.odd)
        for which, words in _said(finding, codes):
            yield finding.address, told(finding), odd, which, words


def concordance_page(concordance: Concordance) -> str:
    """A page with the versions in columns, each paragraph beside its translations, and what differs above it."""
    codes = _codes(concordance)
    found: dict[int, list[tuple[str, list[tuple[str, str]]]]] = {}
    for finding in concordance.findings:
        found.setdefault(finding.row, []).append((told(finding), list(_said(finding, codes))))
    versions = [
        (code, v.language, "rtl" if lexicon(v.language).right_to_left else "ltr")
        for code, v in zip(codes, concordance.versions, strict=True)
    ]
    rows = [(n, row.address, row.cells, found.get(n, [])) for n, row in enumerate(concordance.rows)]
    others = [(f.address, told(f), list(_said(f, codes))) for f in concordance.findings if f.row < 0]
    places = [(row, address) for row, address in dict.fromkeys((f.row, f.address) for f in concordance.findings) if row >= 0]
    return page("concordance", versions=versions, rows=rows, others=others, places=places, count=len(concordance.findings))


def untranslated(left: Sequence[Untranslated], screen: Screen) -> str:
    """What a transferred proposal leaves to translate, for a terminal: the place, what it is, and the original."""
    if not left:
        return "nothing is left to translate\n"
    several = len({one.proposal for one in left}) > 1
    out = []
    for one in left:
        number = one.proposal if several else ""
        head = ": ".join(filter(None, (number, one.address, one.what)))
        out += [screen.wrap([("label", head)], 2), screen.wrap([("", one.original)], 4, "    ")]
    out.append(f"{len(left)} place{'s' * (len(left) != 1)} to translate")
    return "\n".join(out) + "\n"
