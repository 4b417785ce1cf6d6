"""The rules on the symbols of proposals: a symbol must say what the proposal does. One function checks one rule and bears its code.

The rules come from the guidelines for proposals to PP-10 and the legends of WTSA-16 and WTDC-21.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from resdraft.amend.consolidate import overlap
from resdraft.differences.changes import list_changes
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
_ADDING = ("ADD", "ADD*")
_WHOLE = ("NOC", "_NOC_", "SUP", "SUP*")
"""The symbols that speak of a whole text, so that no amendments stand under them."""
_DRAFT = re.compile(r"\[[^\]]+\]")
"""The tag of a text that is not adopted yet: ``DRAFT NEW RESOLUTION [EUR-A10] (WRC-15)``."""


class Submitted(NamedTuple):
    """A proposal of a document, and what is known of it.

    ``base`` is the text that it is on and ``edits`` what it does to it, where that is at hand. ``marked`` says whether revision marks stand
    in its text and ``numbered`` whether it bears a number in print; both are None where it did not come in Word. ``stale`` says why the
    text is not in force, and is empty where it is.
    """

    proposal: Proposal
    base: Resolution | None = None
    edits: tuple[Edit, ...] | None = None
    marked: bool | None = None
    numbered: bool | None = None
    stale: str = ""

    @property
    def heading(self) -> str:
        """The symbol and number of the proposal, as a finding names it."""
        return _heading(self.proposal)

    @property
    def number_line(self) -> str:
        """The number line of the text that it is on; empty where there is none."""
        return self.base.number.plain if self.base is not None and self.base.number is not None else ""


class Finding(NamedTuple):
    """A rule that is broken: its code, the proposal's symbol and number, what is wrong, and what to do."""

    code: str
    proposal: str
    what: str
    hint: str


def check(submitted: Sequence[Submitted], words: Lexicon) -> list[Finding]:
    """The rules that the proposals of one document break.

    Args:
        submitted: all proposals of the document, in its order.
        words: the words of the document's language.

    Returns:
        The findings in the order of the proposals, those of one proposal by code.
    """
    found = [finding for one in submitted for rule in _OF_ONE for finding in rule(one, words)]
    found += [finding for rule in _OF_ALL for finding in rule(submitted)]
    order = {one.heading: n for n, one in enumerate(submitted)}
    return sorted(found, key=lambda finding: (order.get(finding.proposal, -1), finding.code))


def _heading(proposal: Proposal) -> str:
    symbol = proposal.symbol.strip("_")
    return symbol if proposal.symbol == "NOC" else f"{symbol} {proposal.number}"


# rules that one proposal can break


def _new_instruments(one: Submitted, _: Lexicon) -> Iterator[Finding]:
    """SYM1: ADD is for a wholly new instrument, ADD* for text from elsewhere; new text in an existing one is MOD.

    PP-10 guidelines; WTSA-16 and WTDC-21 legends.
    """
    proposal = one.proposal
    if proposal.symbol in _ADDING and (proposal.amendments or (proposal.target and not proposal.text)):
        what = f"ADD inside an existing text ({one.number_line or proposal.target})"
        yield Finding("SYM1", one.heading, what, "write MOD, or give a new text")
    elif proposal.symbol == "ADD" and (existing := _existing(proposal.text)):
        what = f"ADD of a text that exists ({existing})"
        yield Finding("SYM1", one.heading, what, "write MOD, or ADD* where it is brought in from elsewhere")
    if proposal.symbol in AMENDING and _DRAFT.search(one.number_line):
        yield Finding("SYM1", one.heading, f"MOD of a text that is new itself ({one.number_line})", "write ADD")


def _existing(text: str) -> str:
    """The number line of a new text, where it has the number and edition of one that exists: new ones bear a tag in brackets."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    number, edition = Designation.parse(line)
    return line if number.isdigit() and edition and not _DRAFT.search(line) else ""


def _amendments_are_marked(one: Submitted, _: Lexicon) -> Iterator[Finding]:
    """SYM2: under MOD, what is added, deleted or replaced is marked. PP-10 guidelines; WTSA-16 and WTDC-21 legends."""
    if one.proposal.symbol in AMENDING and (one.edits == () or one.marked is False):
        yield Finding("SYM2", one.heading, "MOD, and nothing is changed", "mark the changes, or write NOC")


def _no_marks_elsewhere(one: Submitted, _: Lexicon) -> Iterator[Finding]:
    """SYM3: no revision marks stand under ADD, SUP and NOC. PP-10 guidelines; WTSA-16 and WTDC-21 legends."""
    symbol = one.proposal.symbol
    if symbol not in AMENDING and (one.marked or (symbol in _WHOLE and one.proposal.amendments)):
        what = "marks under" if one.marked else "amendments under"
        yield Finding("SYM3", one.heading, f"{what} {symbol.strip('_')}", "accept or reject them, or write MOD")


def _reasons_are_given(one: Submitted, _: Lexicon) -> Iterator[Finding]:
    """SYM4: SUP, and NOC underlined, need reasons. PP-10 guidelines; WTSA-16 and WTDC-21 legends."""
    symbol = one.proposal.symbol
    if symbol in ("SUP", "_NOC_") and not one.proposal.reasons.strip():
        said = "SUP" if symbol == "SUP" else "NOC underlined"
        yield Finding("SYM4", one.heading, f"{said} without reasons", "say why, with reasons:")


def _editorial_only(one: Submitted, words: Lexicon) -> Iterator[Finding]:
    """SYM5: (MOD) is an editorial amendment only. PP-10 guidelines; WTDC-21 legend."""
    if one.proposal.symbol != "(MOD)" or one.base is None or not one.edits:
        return
    entries = list_changes(one.base, apply(one.base, one.edits), one.edits, (words, words))
    places = [entry.old_address or entry.new_address or "" for entry in entries if entry.substantive]
    if places:
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        what = f"(MOD) changes more than the form: {'; '.join(places[:3])}{more}"
        yield Finding("SYM5", one.heading, what, "write MOD; `resdraft diff --only substantive` shows it")


def _in_force(one: Submitted, _: Lexicon) -> Iterator[Finding]:
    """SYM8: what is amended, suppressed or kept is in force: the official text must be the base."""
    if one.stale and one.proposal.symbol not in _ADDING:
        what = f"{one.number_line or one.proposal.target} is not in force: {one.stale}"
        yield Finding("SYM8", one.heading, what, "amend the edition that is in force")


# rules that the proposals of a document can break together


def _in_pairs(submitted: Sequence[Submitted]) -> Iterator[Finding]:
    """SYM6: ADD* brings in existing text from elsewhere, SUP* is for text that goes elsewhere. PP-10 guidelines; WTDC-21 legend."""
    brought = [one for one in submitted if one.proposal.symbol == "ADD*"]
    taken = [one for one in submitted if one.proposal.symbol == "SUP*"]
    for more, fewer, other in ((brought, taken, "SUP*"), (taken, brought, "ADD*")):
        for one in more[len(fewer) :]:
            symbol = one.proposal.symbol
            hint = f"add the {other} it belongs to, or write {symbol[:3]}"
            yield Finding("SYM6", one.heading, f"{symbol} without {other}", hint)


def _numbered_on(submitted: Sequence[Submitted]) -> Iterator[Finding]:
    """SYM7: proposals are numbered on from 1; a plain NOC bears no number, one that is underlined does.

    PP-10 guidelines; WTSA-16 and WTDC-21 legends.
    """
    due = 1
    seen: Counter[int] = Counter()
    for one in submitted:
        order = one.proposal.order
        if one.proposal.symbol == "NOC":
            if one.numbered:
                yield Finding("SYM7", one.heading, "NOC that is not underlined bears a number", "underline it, or take it out")
                # One fault is one finding: the proposals behind it may count its number.
                due = max(due, order + 1)
            continue
        seen[order] += 1
        if order != due:
            said = "is there twice" if seen[order] > 1 else f"comes where {due} is due"
            yield Finding("SYM7", one.heading, f"number {order} {said}", "number the proposals on from 1")
        due = order + 1


def _alternatives(submitted: Sequence[Submitted]) -> Iterator[Finding]:
    """SYM9: two proposals of one source on one text do not touch the same words, unless one is the alternative of the other.

    This rule is our own: amendments that overlap have no common text.
    """
    for n, one in enumerate(submitted):
        for other in submitted[:n]:
            if _could_clash(one.proposal, other.proposal) and _do_clash(one, other):
                what = f"it overlaps {other.heading} of the same source"
                yield Finding("SYM9", one.heading, what, "join the two, or say alternative: true")


def _could_clash(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals are of one source on one existing text, and neither is an alternative or a plain NOC."""
    same = bool(one.target) and (one.source, one.target) == (other.source, other.target)
    return same and not (one.alternative or other.alternative) and "NOC" not in (one.symbol, other.symbol)


def _do_clash(one: Submitted, other: Submitted) -> bool:
    whole = any(proposal.symbol in _WHOLE for proposal in (one.proposal, other.proposal))
    return whole or _overlapping(one.edits or (), other.edits or ())


def _overlapping(some: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether edits of two proposals touch the same words, or put something in the same place."""
    places: dict[str, list[Edit]] = {}
    for other in others:
        if not isinstance(other, Relabel):
            places.setdefault(_place(other), []).append(other)
    for edit in some:
        for other in () if isinstance(edit, Relabel) else places.get(_place(edit), ()):
            if edit == other or isinstance(edit, Insert | Move) or isinstance(other, Insert | Move) or overlap(edit, other):
                return True
    return False


def _place(edit: Edit) -> str:
    return edit.after if isinstance(edit, Insert) else edit.key


_OF_ONE: tuple[Callable[[Submitted, Lexicon], Iterable[Finding]], ...] = (
    _new_instruments,
    _amendments_are_marked,
    _no_marks_elsewhere,
    _reasons_are_given,
    _editorial_only,
    _in_force,
)
_OF_ALL: tuple[Callable[[Sequence[Submitted]], Iterable[Finding]], ...] = (_in_pairs, _numbered_on, _alternatives)
