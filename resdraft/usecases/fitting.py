"""Proposals fitted to their base and brought together: the one place where fitting, consolidating and attributing are tied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resdraft.amend.fit import Fitted, fit
from resdraft.errors import Problem
from resdraft.lexicon import lexicon
from resdraft.model.marked import Marked
from resdraft.model.proposal import Amendment, Proposal
from resdraft.model.resolution import Resolution


class Together(NamedTuple):
    """What all sources propose on a base, and what of it does not fit."""

    marked: Marked
    problems: tuple[Problem, ...] = ()
    idle: tuple[int, ...] = ()
    """The proposals, by their places, that fit and change nothing."""
    notices: tuple[str, ...] = ()
    """Which new clauses have another label than their proposal writes, and which amendments change nothing among others that do."""


def fit_one(base: Resolution, proposal: Proposal, numbers: Sequence[str] = ()) -> Fitted:
    """Fit one proposal to its base; see :func:`resdraft.amend.fit.fit`."""
    from resdraft.read.text import read_fragment

    return fit(base, proposal, lexicon(base.language), read_fragment, numbers)


def bring_together(base: Resolution, proposals: Sequence[Proposal]) -> Together:
    """Bring proposals into one marked text: each edit with its sources and with the amendments that it comes from.

    Who signs several proposals has what all of them say, once. What does not fit is left out and told, of all proposals together.
    """
    from resdraft.amend.attribution import attribute
    from resdraft.amend.consolidate import consolidate

    fits: dict[str, Fitted] = {}
    problems: list[Problem] = []
    known: dict[tuple[int, ...], Fitted] = {}
    alone = [fit_one(base, proposal) for proposal in proposals]
    signed: dict[str, list[int]] = defaultdict(list)
    dates: dict[str, str] = {}
    for n, proposal in enumerate(proposals):
        problems += alone[n].problems
        for source in proposal.sources:
            signed[source].append(n)
            if proposal.date:
                dates[source] = max(dates.get(source, ""), proposal.date)
    for source, own in signed.items():
        which = tuple(own)
        if which not in known:
            known[which] = alone[own[0]] if len(own) == 1 else _as_one(base, [proposals[n] for n in own])
            problems += known[which].problems
        fits[source] = known[which]
    marked = consolidate(base, {source: fitted.edits for source, fitted in fits.items()}, dates)
    attributed = attribute(marked, {source: fitted.proposed for source, fitted in fits.items()})
    idle = tuple(n for n, own in enumerate(alone) if not own.edits and not own.problems)
    told = dict.fromkeys(said for own in alone for said in _relabelled(own))
    told |= dict.fromkeys(said for pair in zip(proposals, alone, strict=True) for said in _idle_amendments(*pair))
    return Together(attributed, tuple(dict.fromkeys(problems)), idle, tuple(told))


def _idle_amendments(proposal: Proposal, fitted: Fitted) -> Iterator[str]:
    """The amendments that leave the text as it is, in a proposal that changes it: they are numbered, and printed with their reasons."""
    from resdraft.model.proposal import place_of

    changing = {number for number, _ in fitted.proposed}
    words = lexicon(proposal.language).words
    for n, amendment in enumerate(proposal.amendments if fitted.edits and not fitted.problems else (), 1):
        if (number := proposal.amendment(n)) not in changing:
            yield f"{number}: {place_of(amendment, words)}: it changes nothing"


def _relabelled(fitted: Fitted) -> Iterator[str]:
    """Which new clauses of a proposal have another label than it writes: labels follow from the place in the official text."""
    from resdraft.model.edit import Insert
    from resdraft.model.labels import BY_PLACE, fold_label, is_dash
    from resdraft.model.resolution import Kind

    given: dict[str, set[str]] = defaultdict(set)
    for edit in fitted.edits:
        if isinstance(edit, Insert):
            given[edit.provision.text.plain].add(edit.provision.label or "")
    for number, edit in fitted.proposed:
        if not isinstance(edit, Insert) or edit.provision.kind is not Kind.CLAUSE:
            continue
        own, labels = edit.provision.label, given[edit.provision.text.plain]
        if own and own != BY_PLACE and not is_dash(own) and len(labels) == 1 and fold_label(own) != fold_label(*labels):
            has = f"the label {label}" if (label := next(iter(labels))) else "no label"
            yield f"{number}: the clause written as {own} has {has} by its place in the official text"


def _as_one(base: Resolution, proposals: Sequence[Proposal]) -> Fitted:
    """Several proposals that one source signs, fitted as one: two of them may overlap, and what they say alike is said once."""
    told: dict[object, tuple[Proposal, int]] = {}
    for proposal in proposals:
        for n, amendment in enumerate(proposal.amendments, 1):
            told.setdefault((amendment.instructions, amendment.footnotes), (proposal, n))
    owners = list(told.values())
    # The place in the list stands for the line until a problem is told: lines of different files are alike.
    amendments = tuple(_amendment(owner)._replace(line=at) for at, owner in enumerate(owners))
    together = fit_one(base, proposals[0]._replace(amendments=amendments), [proposal.amendment(n) for proposal, n in owners])
    return together._replace(
        problems=tuple(
            problem._replace(file=owners[problem.line][0].file, line=_amendment(owners[problem.line]).line)
            if problem.line is not None
            else problem
            for problem in together.problems
        )
    )


def _amendment(owner: tuple[Proposal, int]) -> Amendment:
    proposal, n = owner
    return proposal.amendments[n - 1]


def doubts(marked: Marked) -> Iterator[str]:
    """What is done but doubtful: nothing changed, or a label has a form that no ITU text confirms."""
    from resdraft.model.edit import Insert, Move

    if not marked.edits:
        yield "the proposals change nothing"
    suffix = lexicon(marked.base.language).before_first
    for owned in marked.edits:
        edit = owned.edit
        label = edit.provision.label if isinstance(edit, Insert) else edit.label if isinstance(edit, Move) else None
        if label and suffix in label:
            what = f"the label {label} ({owned.author}): no ITU form is known for what is put before the first of a list"
            yield f"{what}; ask the secretariat"
