"""The symbols of proposals as rules, each with a code: what a symbol says must be what is proposed.

The rules are those of the guidelines for proposals to PP-10 and the legends of WTSA-16 and WTDC-21.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.amend.consolidate import overlap
from resdraft.diff.changes import list_changes
from resdraft.model.apply import apply
from resdraft.model.designation import Designation
from resdraft.model.edit import Edit, Insert, Move, Relabel
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import AMENDING, Proposal
from resdraft.model.resolution import Resolution

RULES: Mapping[str, str] = {
    "SYM1": "ADD is for a new instrument; new text in an existing one is MOD, and a new instrument is not MOD",
    "SYM2": "MOD marks what it changes",
    "SYM3": "there are no revision marks under ADD, SUP and NOC",
    "SYM4": "SUP, and NOC underlined, need reasons",
    "SYM5": "(MOD) is an editorial amendment only",
    "SYM6": "ADD* brings in what SUP* takes away elsewhere: they come in pairs",
    "SYM7": "proposals are numbered on from 1 in their document; NOC that is not underlined bears no number",
    "SYM8": "what is amended is in force",
    "SYM9": "proposals of one source that overlap are alternatives, and said to be",
}
"""What each code stands for."""
_DRAFT = re.compile(r"\[[^\]]+\]")


class Submitted(NamedTuple):
    """A proposal and what is known of it.

    ``base`` is the text that it is on and ``edits`` what it does to it, where that is at hand; ``marked`` says whether revision marks stand
    in its text, where it came in Word; ``numbered`` whether it bears a number in print. ``stale`` says why the text is not in force.
    """

    proposal: Proposal
    base: Resolution | None = None
    edits: tuple[Edit, ...] | None = None
    marked: bool | None = None
    numbered: bool | None = None
    stale: str = ""


class Finding(NamedTuple):
    """A rule that is broken: its code, the proposal's symbol and number, what is wrong, and what to do."""

    code: str
    proposal: str
    what: str
    hint: str


def check(submitted: Sequence[Submitted], words: Lexicon) -> list[Finding]:
    """The rules that the proposals of one document break, in the order of the proposals."""
    out: list[Finding] = []
    for one in submitted:
        out += _alone(one, words)
    out += _pairs([one.proposal for one in submitted])
    out += _sequence(submitted)
    out += _overlapping(submitted)
    order = {_named(one.proposal): n for n, one in enumerate(submitted)}
    return sorted(out, key=lambda finding: (order.get(finding.proposal, -1), finding.code))


def _named(proposal: Proposal) -> str:
    symbol = proposal.symbol.strip("_")
    return symbol if proposal.symbol == "NOC" else f"{symbol} {proposal.number}"


def _alone(one: Submitted, words: Lexicon) -> Iterator[Finding]:
    """What one proposal breaks by itself."""
    proposal, name, symbol = one.proposal, _named(one.proposal), one.proposal.symbol
    number = one.base.number.plain if one.base is not None and one.base.number is not None else ""
    if symbol in ("ADD", "ADD*") and (proposal.amendments or (proposal.target and not proposal.text)):
        yield Finding(
            "SYM1", name, f"ADD inside an existing text ({number or proposal.target})", "write MOD, or give a new text"
        )
    elif symbol == "ADD" and (there := _existing(proposal.text)):
        yield Finding(
            "SYM1", name, f"ADD of a text that exists ({there})", "write MOD, or ADD* where it is brought in from elsewhere"
        )
    if symbol in AMENDING and _DRAFT.search(number):
        yield Finding("SYM1", name, f"MOD of a text that is new itself ({number})", "write ADD")
    if symbol in AMENDING and (one.edits == () or one.marked is False):
        yield Finding("SYM2", name, "MOD, and nothing is changed", "mark the changes, or write NOC")
    if symbol not in AMENDING and (one.marked or (symbol in ("NOC", "_NOC_", "SUP", "SUP*") and proposal.amendments)):
        what = "marks under" if one.marked else "amendments under"
        yield Finding("SYM3", name, f"{what} {symbol.strip('_')}", "accept or reject them, or write MOD")
    if symbol in ("SUP", "_NOC_") and not proposal.reasons.strip():
        said = "SUP" if symbol == "SUP" else "NOC underlined"
        yield Finding("SYM4", name, f"{said} without reasons", "say why, with reasons:")
    if symbol == "(MOD)" and one.base is not None and one.edits:
        entries = list_changes(one.base, apply(one.base, one.edits), one.edits, (words, words))
        places = [entry.old_address or entry.new_address or "" for entry in entries if entry.substantive]
        if places:
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            what = f"(MOD) changes more than the form: {'; '.join(places[:3])}{more}"
            yield Finding("SYM5", name, what, "write MOD; `resdraft diff --only substantive` shows it")
    if one.stale and symbol not in ("ADD", "ADD*"):
        yield Finding(
            "SYM8", name, f"{number or proposal.target} is not in force: {one.stale}", "amend the edition that is in force"
        )


def _existing(text: str) -> str:
    """The number line of a new text, where it has the number and edition of one that exists: new ones bear a tag in brackets."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    number, edition = Designation.parse(line)
    return line if number.isdigit() and edition and not _DRAFT.search(line) else ""


def _pairs(proposals: Sequence[Proposal]) -> Iterator[Finding]:
    """Each text that is brought in is taken away elsewhere in the document, and the other way round."""
    brought = [p for p in proposals if p.symbol == "ADD*"]
    taken = [p for p in proposals if p.symbol == "SUP*"]
    for more, fewer, other in ((brought, taken, "SUP*"), (taken, brought, "ADD*")):
        for proposal in more[len(fewer) :]:
            what = f"{proposal.symbol} without {other}"
            yield Finding("SYM6", _named(proposal), what, f"add the {other} it belongs to, or write {proposal.symbol[:3]}")


def _sequence(submitted: Sequence[Submitted]) -> Iterator[Finding]:
    """The numbers of a document follow each other."""
    due = 1
    seen: Counter[int] = Counter()
    for one in submitted:
        proposal = one.proposal
        if proposal.symbol == "NOC":
            if one.numbered:
                yield Finding(
                    "SYM7", _named(proposal), "NOC that is not underlined bears a number", "underline it, or take it out"
                )
                due = max(due, proposal.order + 1)
            continue
        seen[proposal.order] += 1
        if proposal.order != due:
            said = "is there twice" if seen[proposal.order] > 1 else f"comes where {due} is due"
            what = f"number {proposal.order} {said}"
            yield Finding("SYM7", _named(proposal), what, "number the proposals on from 1")
        due = proposal.order + 1


def _overlapping(submitted: Sequence[Submitted]) -> Iterator[Finding]:
    """Two proposals of one source on one text do not touch the same words unless one is the alternative of the other."""
    for n, one in enumerate(submitted):
        for other in submitted[:n]:
            if other.proposal.source != one.proposal.source or other.proposal.target != one.proposal.target:
                continue
            symbols = {one.proposal.symbol, other.proposal.symbol}
            if one.proposal.alternative or other.proposal.alternative or not one.proposal.target or "NOC" in symbols:
                continue
            whole = symbols & {"SUP", "SUP*", "_NOC_"}
            if whole or _touch(one.edits or (), other.edits or ()):
                what = f"it overlaps {_named(other.proposal)} of the same source"
                yield Finding("SYM9", _named(one.proposal), what, "join the two, or say alternative: true")


def _touch(some: Sequence[Edit], others: Sequence[Edit]) -> bool:
    places: dict[str, list[Edit]] = {}
    for edit in others:
        if not isinstance(edit, Relabel):
            places.setdefault(edit.after if isinstance(edit, Insert) else edit.key, []).append(edit)
    for edit in some:
        if isinstance(edit, Relabel):
            continue
        for other in places.get(edit.after if isinstance(edit, Insert) else edit.key, ()):
            if edit == other or isinstance(edit, Insert | Move) or isinstance(other, Insert | Move) or overlap(edit, other):
                return True
    return False
