"""What several sources propose on one text, clause by clause: where they agree, where they differ; for people, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from resdraft.model.change import Change, MarkedWords
from resdraft.model.docket import LOST, NO_DOCKET, Docket
from resdraft.model.groups import NO_GROUPS, Groups
from resdraft.model.marked import Conflict, Laid, Option, PlaceRow
from resdraft.model.source_order import in_order
from resdraft.model.text import new_marks
from resdraft.write.docket import as_plain as docket_rows
from resdraft.write.table import as_html as html_table
from resdraft.write.terminal import Screen, excerpt


@dataclass(frozen=True)
class Report:
    """All that is told of a consolidated text.

    ``rows`` are its places in order, ``sources`` all who propose something. ``problems`` is what was left out and why, ``news`` what is new
    since an earlier file, ``brackets`` where the official text has square brackets of its own. ``reasons`` are those of each amendment and
    of each proposal, by its number.
    """

    laid: Laid
    rows: Sequence[PlaceRow]
    sources: Sequence[str]
    docket: Docket = NO_DOCKET
    problems: Sequence[str] = ()
    news: Sequence[str] = ()
    new_instruments: Sequence[str] = ()
    brackets: Sequence[str] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    groups: Groups = NO_GROUPS

    @cached_property
    def named(self) -> Callable[[str], str]:
        """Gives new footnotes the names that people see."""
        texts = [option.text for option in self.laid.whole]
        for row in self.rows:
            texts += [row.clause, *(option.text for option in row.conflict.options)] if row.conflict else [row.clause]
            texts += [words for _, words in row.change.words] if row.change else []
        return new_marks(texts)

    def said(self, option: Option) -> str:
        """What an option does, in words."""
        return self.named(_said(option))

    def excerpt(self, change: Change) -> list[MarkedWords]:
        """The changed words with a little of what stands around them."""
        return [(look, self.named(words)) for look, words in excerpt(change.words)]

    @property
    def head(self) -> str:
        """Who proposes how much: ``3 sources (CHN, EUR, RUS), 7 places, 1 agreed, 2 conflicts``."""
        agreed = sum(1 for row in self.rows if row.conflict is None and len(self.groups.fold(row.sources)) > 1)
        names = [self.groups.name([source, *own]) for source, own in self.counted.items()]
        whose = f" ({', '.join(names)})" if names else ""
        return (
            f"{_count(len(names), 'source')}{whose}, {_count(len(self.rows), 'place')},"
            f" {agreed} agreed, {_count(len(self.laid.conflicts), 'conflict')}"
        )

    @property
    def counted(self) -> dict[str, list[str]]:
        """The sources that are counted, and the members that are counted with their group: who stands nowhere without it."""
        own = [option.sources for option in self.laid.whole]
        for row in self.rows:
            own += [option.sources for option in row.conflict.options] if row.conflict else [row.sources]
        alone = {source for sources in own for source in self.groups.fold(sources)}
        members = {member for _, members in self.groups.members for member in members}
        folded = self.groups.fold([source for source in self.sources if source not in alone & members])
        every = {**folded, **{source: [] for source in alone & members}}
        return {source: every[source] for source in in_order(every, self.groups.language)}

    def reasons_of(self, numbers: Iterable[str]) -> list[tuple[str, str]]:
        """The reasons of these amendments, each with its number."""
        return [(number, self.reasons[number]) for number in numbers if number in self.reasons]

    def general(self) -> list[tuple[str, str]]:
        """The reasons of proposals as wholes."""
        return [(number, text) for number, text in self.reasons.items() if not number.endswith(")")]


def summary(report: Report, screen: Screen, *, reasons: bool = False) -> str:
    """For a terminal: each place, who proposes what there, and the options where they differ; with ``reasons`` why."""
    base = report.laid.marked.base
    name = report.groups.name
    out = [
        f"{screen.paint(str(base.designation) or base.title.plain, 'bold')}: {report.head}",
        *(f"the whole text  {report.said(option)}: {name(option.sources)}" for option in report.laid.whole),
    ]
    if report.brackets:
        out.append(screen.wrap([("", f"brackets of the official text itself: {'; '.join(report.brackets)}")], 0))
    if reasons:
        out += [screen.wrap([("dim", f"reasons, {number}: {text}")], 6, "") for number, text in report.general()]
    out.append("")
    for row in report.rows:
        out += _row(report, row, screen, reasons=reasons)
    out += _list("new instruments:", report.new_instruments)
    out += _list("left out:", report.problems)
    out += _list("new since then:", report.news)
    if report.docket.rows:
        out += ["", screen.wrap([("", f"docket: {report.docket}")], 0)]
        nowhere = [row for row in report.docket.rows if row.outcome in LOST]
        out += [
            screen.wrap([("", f"{row.file}: {row.outcome}{f': {row.why}' if row.why else ''}")], 2, "  ") for row in nowhere
        ]
    return "\n".join(out).rstrip("\n") + "\n"


def _row(report: Report, row: PlaceRow, screen: Screen, *, reasons: bool) -> Iterator[str]:
    name = report.groups.name
    if row.conflict is not None:
        note = ", as marks in the words that stay" if row.conflict.shown == "interleaved" else ""
        yield screen.wrap([("label", row.clause), ("", "  "), ("bold", "CONFLICT"), ("", note)], 0)
        for option in row.conflict.options:
            yield screen.wrap([("", f"{name(option.sources)}: {report.said(option)}")], 6, "")
    elif row.change is not None:
        place = report.named(row.clause)
        yield screen.wrap([("label", place), ("", f"  {_kind(row.change)}: "), ("bold", name(row.sources))], 0)
        yield screen.wrap(report.excerpt(row.change), 6, "")
    for number, text in report.reasons_of(row.amendments) if reasons else ():
        yield screen.wrap([("dim", f"reasons, {number}: {text}")], 6, "")


def _list(head: str, lines: Sequence[str]) -> list[str]:
    return ["", head, *(f"  {line}" for line in lines)] if lines else []


def markdown(report: Report) -> str:
    """As a Markdown table, with the reasons; then what was left out, what is new, and the docket."""
    from resdraft.write.docket import as_markdown

    base, name = report.laid.marked.base, report.groups.name
    out = [f"# {str(base.designation) or base.title.plain}", "", "| clause | sources | what |", "|---|---|---|"]
    out += [f"| the whole text | {name(option.sources)} | {report.said(option)} |" for option in report.laid.whole]
    for row in report.rows:
        if row.conflict is not None:
            told = "<br>".join(f"**{name(o.sources)}**: {_escaped(report.said(o))}" for o in row.conflict.options)
            what = f"conflict<br>{told}"
            who = ", ".join(name(option.sources) for option in row.conflict.options)
        elif row.change is not None:
            what = f"{_kind(row.change)}: {_marked(report.excerpt(row.change))}"
            who = name(row.sources)
        else:
            continue
        why = "".join(f"<br>*{number}: {_escaped(text)}*" for number, text in report.reasons_of(row.amendments))
        out.append(f"| {_escaped(report.named(row.clause))} | {who} | {what}{why} |")
    sections = (
        ("Reasons", [f"{number}: {text}" for number, text in report.general()]),
        ("New instruments", report.new_instruments),
        ("Left out", report.problems),
        ("New since then", report.news),
    )
    for head, lines in sections:
        out += ["", f"{head}:", "", *(f"- {_escaped(line)}" for line in lines)] if lines else []
    return "\n".join(out) + "\n" + (f"\n## Docket\n\n{as_markdown(report.docket)}" if report.docket.rows else "")


def as_plain(report: Report) -> dict[str, Any]:
    """As plain values: the base, each clause that is touched with its edits and its conflicts, what was left out, the docket."""
    base = report.laid.marked.base
    clauses: dict[str, dict[str, Any]] = {}
    for row in report.rows:
        key = row.conflict.key if row.conflict else (row.change.keys[0] or ("",))[0] if row.change else ""
        text = base[key].line if key in base.by_key else None
        entry = clauses.setdefault(row.clause, {"clause": row.clause, "text": text, "edits": [], "conflicts": []})
        if row.conflict is not None:
            entry["conflicts"].append(_conflict(report, row.conflict, text))
        elif row.change is not None:
            entry["edits"].append(_edit(report, row, row.change))
    return {
        "base": {"designation": str(base.designation), "title": base.title.plain, "fingerprint": f"sha256:{base.fingerprint}"},
        **_counted(report.counted),
        "whole": [_option(report, option) for option in report.laid.whole],
        "clauses": list(clauses.values()),
        "new_instruments": list(report.new_instruments),
        "left_out": list(report.problems),
        "reasons": dict(report.general()),
        "docket": docket_rows(report.docket),
        **({"new": list(report.news)} if report.news else {}),
    }


def as_html(report: Report) -> str:
    """As a notebook shows it: a table of the places."""
    name = report.groups.name
    rows: list[tuple[str, str, str]] = []
    for row in report.rows:
        if row.conflict is not None:
            told = "; ".join(f"{name(option.sources)}: {report.said(option)}" for option in row.conflict.options)
            rows.append((row.clause, "conflict", told))
        elif row.change is not None:
            rows.append(
                (row.clause, f"{_kind(row.change)}: {name(row.sources)}", Screen(10_000).wrap(report.excerpt(row.change), 0))
            )
    return f"<p>{report.head}</p>{html_table(('clause', 'what', 'words'), rows)}"


def _sources(report: Report, sources: Sequence[str]) -> dict[str, Any]:
    return _counted(report.groups.fold(sources))


def _counted(counted: Mapping[str, list[str]]) -> dict[str, Any]:
    """The sources that are counted, and the members that are counted with their group."""
    members = {source: own for source, own in counted.items() if own}
    return {"sources": list(counted), **({"with": members} if members else {})}


def _conflict(report: Report, conflict: Conflict, text: str | None) -> dict[str, Any]:
    tokens = report.laid.marked.base[conflict.key].text.tokens
    hull = "".join(t.text for t in tokens[conflict.start : conflict.end]) if conflict.start >= 0 else text
    options = [_option(report, option) for option in conflict.options]
    return {"base": hull, "options": options, "shown": conflict.shown}


def _option(report: Report, option: Option) -> dict[str, Any]:
    return {
        **_sources(report, option.sources),
        "does": option.does,
        "text": option.text,
        **({"behind": option.behind} if option.does == "move" else {}),
        "amendments": list(option.amendments),
        "words": [list(word) for word in option.words],
        "reasons": dict(report.reasons_of(option.amendments)),
    }


def _edit(report: Report, row: PlaceRow, change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        **_sources(report, row.sources),
        "amendments": list(row.amendments),
        "old": change.old_text,
        "new": change.new_text,
        **({"to": change.new_address} if change.kind in ("moved", "reordered") else {}),
        "words": [list(word) for word in change.words],
        "reasons": dict(report.reasons_of(row.amendments)),
    }


def _kind(change: Change) -> str:
    """The kind of a change; of a move also where the clause goes."""
    if change.kind in ("moved", "reordered") and change.new_address:
        return change.told if change.where else f"{change.kind} to {change.new_address}"
    return change.kind


def _said(option: Option) -> str:
    words = option.text.replace("\t", " ")
    if option.does in ("words", "insert"):
        head = "" if option.does == "words" else "insert "
        return f"{head}“{words}”" if words else "nothing"
    if option.does == "move":
        return f"move to {f'after {option.behind}' if option.behind else 'the beginning'}, “{words}”"
    return {"keep": "no change"}.get(option.does, option.does)


def _marked(words: Iterable[MarkedWords]) -> str:
    looks = {"insert": ("**", "**"), "delete": ("~~", "~~")}
    return "".join(f"{looks.get(look, ('', ''))[0]}{_escaped(text)}{looks.get(look, ('', ''))[1]}" for look, text in words)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
