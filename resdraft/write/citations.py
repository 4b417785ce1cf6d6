"""What texts cite: for a terminal, as CSV, as JSON, and as a graph of the texts that cite each other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from resdraft.model.citation import CitationFinding, CitationKind, CitationStatus, CitingText
from resdraft.write import table
from resdraft.write.terminal import Screen, columns

FIELDS = ("file", "line", "address", "text", "kind", "body", "number", "designation", "status", "in_force", "why")
_PLURALS = {CitationKind.INTERNAL: "references within the text"}
_LOOKS = {CitationStatus.STALE: "label", CitationStatus.IMPOSSIBLE: "minus", CitationStatus.CURRENT: "plus"}
_INDENT = 4


def as_rows(findings: Iterable[CitationFinding]) -> list[dict[str, object]]:
    """Findings as plain values, one dictionary for each citation, with the keys of ``FIELDS``."""
    return [
        {
            "file": f.file,
            "line": f.line,
            "address": f.address,
            "text": f.citation.text,
            "kind": str(f.citation.kind),
            "body": f.citation.body,
            "number": f.citation.number,
            "designation": str(f.citation.edition) if f.citation.edition else "",
            "status": str(f.status),
            "in_force": f.in_force,
            "why": f.why,
        }
        for f in findings
    ]


def as_json(findings: Iterable[CitationFinding]) -> str:
    """``{"citations": [...]}``, with each citation on a line of its own."""
    rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in as_rows(findings))
    return f'{{"citations": [\n{rows}\n]}}\n' if rows else '{"citations": []}\n'


def as_csv(findings: Iterable[CitationFinding]) -> str:
    """CSV with ``FIELDS`` as its heading."""
    return table.as_csv(FIELDS, ([row[name] for name in FIELDS] for row in as_rows(findings)))


def listing(texts: Sequence[CitingText], screen: Screen) -> str:
    """What each text cites, by kind: each instrument or place once, with its status and where it is cited. A last line has the counts."""
    out: list[str] = []
    for text in texts:
        if not text.findings:
            continue
        heading = text.file if text.name == text.file else f"{text.file}: {text.name}"
        out += ["", screen.paint(heading, "heading")]
        kinds: dict[CitationKind, list[CitationFinding]] = defaultdict(list)
        for finding in text.findings:
            kinds[finding.citation.kind].append(finding)
        for kind in CitationKind:
            if kind in kinds:
                out.append(f"  {_PLURALS.get(kind, f'{kind}s')}")
                out += _things(kinds[kind], screen)
    return "\n".join([*out[1:], "", sums(texts)]) + "\n" if out else f"{sums(texts)}\n"


def _things(findings: Sequence[CitationFinding], screen: Screen) -> list[str]:
    same: dict[tuple[str, CitationStatus, str], list[CitationFinding]] = defaultdict(list)
    for f in findings:
        same[_said(f), f.status, f.why].append(f)
    out = []
    for (said, status, why), cited in same.items():
        places = Counter(f.address or f"line {f.line}" for f in cited)
        where = "at " + "; ".join(f"{place} × {count}" if count > 1 else place for place, count in places.items())
        words = [("", said)]
        if status is not CitationStatus.UNKNOWN:
            words += [("", "  "), (_LOOKS[status], str(status))]
        if why:
            words.append(("", f": {why}") if status is not CitationStatus.UNKNOWN else ("dim", f"  ({why})"))
        length = _INDENT + sum(columns(text) for _, text in words)
        if length + 2 + columns(where) <= screen.width:
            out.append(screen.wrap([*words, ("dim", f"  {where}")], _INDENT))
        else:
            out += [screen.wrap(words, _INDENT), screen.wrap([("dim", where)], _INDENT + 2)]
    return out


def _said(finding: CitationFinding) -> str:
    """What is cited, in its normal form; an impossible designation as it is written."""
    c = finding.citation
    if c.kind is CitationKind.INTERNAL:
        return c.number
    if finding.status is CitationStatus.IMPOSSIBLE:
        return " ".join(c.text.split())
    if c.kind in (CitationKind.ARTICLE, CitationKind.NUMBER, CitationKind.PARAGRAPH):
        sign = {
            CitationKind.ARTICLE: "Article",
            CitationKind.NUMBER: "No.",
            CitationKind.PARAGRAPH: "§§" if "-" in c.number else "§",
        }[c.kind]
        return f"{c.body}, {sign} {c.number}"
    edition = f" ({c.edition})" if c.edition else ""
    return c.number if c.kind is CitationKind.DOCUMENT else f"{c.body or c.kind.capitalize()} {c.number}{edition}"


def sums(texts: Sequence[CitingText]) -> str:
    """One line: how many citations there are, and how many of them are stale or impossible."""
    found = [f for text in texts for f in text.findings]
    statuses = Counter(f.status for f in found)
    parts = [f"{statuses[status]} {status}" for status in (CitationStatus.STALE, CitationStatus.IMPOSSIBLE) if statuses[status]]
    count = f"{len(found)} citation{'' if len(found) == 1 else 's'}"
    return "; ".join([f"{count} in {len(texts)} text{'' if len(texts) == 1 else 's'}", *parts])


def history(rows: Sequence[Mapping[str, object]], screen: Screen, *, sources: bool = False) -> str:
    """The editions of instruments: date, conference, edition, and the texts in the library.

    Args:
        rows: one for each edition, those of one instrument together.
        screen: the terminal.
        sources: whether each edition is followed by where it is known from.
    """
    out: list[str] = []
    heading = ""
    for row in rows:
        name = f"{row['body']} {str(row['kind']).capitalize()} {row['number']}"
        if name != heading:
            out += [*([""] if out else []), screen.paint(name, "heading")]
            heading = name
        words = [("", f"{row['meeting'] or '':9}{row['edition']}")]
        if not row["confirmed"]:
            words.append(("label", "  unconfirmed"))
        texts = row["texts"]
        if isinstance(texts, list) and texts:
            words.append(("plus", f"  {', '.join(texts)}"))
        out.append(screen.wrap(words, 14, f"  {row['date']}"))
        if told := _changed(row):
            out.append(screen.wrap([("dim", told)], 23))
        if sources and row["confirmed"]:
            out.append(screen.wrap([("dim", str(row["source"]))], 23))
    return "\n".join(out) + "\n"


def _changed(row: Mapping[str, object]) -> str:
    """What changed since the edition before, where texts of both are at hand: ``since 7@2018: 2 modified, 1 added``."""
    changes = row.get("changes")
    if not isinstance(changes, dict) or not changes:
        return ""
    counts = ", ".join(f"{count} {kind}" for kind, count in changes.items() if kind != "since")
    return f"since {changes['since']}: {counts or 'no difference'}"


def history_table(rows: Sequence[Mapping[str, object]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """The same as the head and the rows of a table."""
    head = ("Instrument", "Date", "Meeting", "Edition", "Confirmed", "Texts", "Changes")
    out = []
    for row in rows:
        texts = row["texts"] if isinstance(row["texts"], list) else []
        name = f"{row['body']} {str(row['kind']).capitalize()} {row['number']}"
        said = [
            name,
            row["date"],
            row["meeting"],
            row["edition"],
            "yes" if row["confirmed"] else "no",
            ", ".join(texts),
            _changed(row),
        ]
        out.append([str(cell) for cell in said])
    return head, out


def graph(texts: Sequence[CitingText]) -> str:
    """Which texts cite each other, in the DOT language of Graphviz.

    One arrow stands for all citations of one text in another. It is dashed where one of them names another edition than the text's.
    """
    nodes = {(text.body, text.kind, text.number): text for text in texts if text.number}
    out = ["digraph citations {", "  rankdir=LR;", "  node [shape=box];"]
    out += [f"  {_quoted(text.name)};" for text in texts]
    for text in texts:
        cited: dict[CitingText, list[CitationFinding]] = defaultdict(list)
        for finding in text.findings:
            other = nodes.get((finding.citation.body, str(finding.citation.kind), finding.citation.number))
            if other is not None and other is not text:
                cited[other].append(finding)
        for other, findings in cited.items():
            editions = sorted({str(f.citation.edition) for f in findings if f.citation.edition} - {other.edition})
            label = "; ".join([f"× {len(findings)}"] * (len(findings) > 1) + editions)
            style = ", style=dashed" if editions else ""
            looks = f" [label={_quoted(label)}{style}]" if label else ""
            out.append(f"  {_quoted(text.name)} -> {_quoted(other.name)}{looks};")
    return "\n".join([*out, "}"]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
