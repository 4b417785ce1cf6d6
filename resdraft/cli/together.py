"""Several proposals on one text: fitted to it, brought together, and put into Word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from resdraft.errors import Problem, Unfit, WrongUsage

if TYPE_CHECKING:
    from resdraft.amend.fit import Fitted
    from resdraft.model.marked import Choice, Marked
    from resdraft.model.proposal import Amendment, Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.read.docx import WordText


def word(
    marked: Marked, text: WordText | None, head: str, date: str, output: str | None, choices: Sequence[Choice] = ()
) -> bytes:
    """The Word file: a new one, or the base's own with the marks in it."""
    from resdraft.write.docx import mark_docx, new_docx

    if text is None:
        written = new_docx(marked, head, date, choices)
        _notes(written.notices)
        return written.content
    macros = b"macroEnabled" in text.file.parts["[Content_Types].xml"]
    if output and output != "-" and macros != output.lower().endswith(".docm"):
        ending = ".docm" if macros else ".docx"
        raise WrongUsage(
            Problem(f"the base is a {ending} file, and so is the result", f"name a {ending} file with -o", file=output)
        )
    written = mark_docx(marked, text.file, text.places, date, choices)
    _notes(written.notices)
    if written.automatic:
        what = "the file counts its labels itself: Word gives the new clauses the next ones, and counts on behind them"
        click.echo(f"resdraft: note: {what}", err=True)
    return written.content


def _notes(notices: Sequence[str]) -> None:
    for notice in notices:
        click.echo(f"resdraft: note: {notice}", err=True)


def fitted(base: Resolution, proposals: Sequence[Proposal], *, partial: bool = False) -> dict[str, Fitted]:
    """The proposal of each source on the base; who signs several has what all of them say, once.

    Args:
        partial: leave out what does not fit; the problems come with what does.

    Raises:
        Unfit: what does not fit, of all proposals together.
    """
    from resdraft.amend.fit import fit
    from resdraft.lexicon import lexicon
    from resdraft.read.text import read_fragment

    words = lexicon(base.language)
    problems: list[Problem] = []
    alone = [fit(base, proposal, words, read_fragment) for proposal in proposals]
    signed: dict[str, list[int]] = defaultdict(list)
    for n, proposal in enumerate(proposals):
        problems += alone[n].problems
        for source in proposal.sources:
            signed[source].append(n)
    for n, proposal in enumerate(proposals):
        twice = [other.file for other in proposals[:n] if other.number == proposal.number and other.file != proposal.file]
        if twice and proposal.document:
            click.echo(f"resdraft: note: {proposal.number} stands in {twice[0]} and in {proposal.file}: taken as one", err=True)
    out: dict[str, Fitted] = {}
    both: dict[tuple[int, ...], Fitted] = {}
    for source, own in signed.items():
        known = tuple(own)
        if known not in both:
            both[known] = (
                alone[known[0]] if len(known) == 1 else _all_of(base, [proposals[n] for n in own], [alone[n] for n in own])
            )
            problems += both[known].problems if len(known) > 1 else ()
        out[source] = both[known]
    if problems and not partial:
        raise Unfit(list(dict.fromkeys(problems)))
    return out


_FILE = 1_000_000
"""No file has so many lines: where several are taken as one, their lines are told apart by it."""


def _all_of(base: Resolution, proposals: Sequence[Proposal], alone: Sequence[Fitted]) -> Fitted:
    """Several proposals that one source signs, as one: what they say alike is said once."""
    from resdraft.amend.fit import fit
    from resdraft.lexicon import lexicon
    from resdraft.read.text import read_fragment

    said: dict[object, Amendment] = {}
    for n, proposal in enumerate(proposals):
        for m, amendment in enumerate(proposal.amendments):
            said.setdefault(
                (amendment.instructions, amendment.footnotes), amendment._replace(line=1000 * n + (amendment.line or m))
            )
    together = fit(base, proposals[0]._replace(amendments=tuple(said.values())), lexicon(base.language), read_fragment)
    known = {problem.what for fitted in alone for problem in fitted.problems}
    rest = tuple(
        problem._replace(file=proposals[(problem.line or 0) // _FILE].file, line=(problem.line or 0) % _FILE)
        for problem in together.problems
        if problem.what not in known
    )
    return together._replace(problems=rest, proposed=tuple(edit for fitted in alone for edit in fitted.proposed))


def joined(base: Resolution, fits: dict[str, Fitted], proposals: Sequence[Proposal]) -> Marked:
    """All proposals in one text, each edit with its sources and the amendments that it comes from."""
    from resdraft.amend.attribution import attribute
    from resdraft.amend.consolidate import consolidate

    dates: dict[str, str] = {}
    for proposal in proposals:
        for source in proposal.sources if proposal.date else ():
            dates[source] = max(dates.get(source, ""), proposal.date)
    marked = consolidate(base, {source: own.edits for source, own in fits.items()}, dates)
    return attribute(marked, {source: own.proposed for source, own in fits.items()})


def doubt(marked: Marked) -> None:
    """Say what is done but doubtful: nothing changed, or a label has a form that no ITU text confirms."""
    from resdraft.lexicon import lexicon
    from resdraft.model.edit import Insert, Move

    if not marked.edits:
        click.echo("resdraft: note: the proposals change nothing", err=True)
    suffix = lexicon(marked.base.language).before_first
    for owned in marked.edits:
        edit = owned.edit
        label = edit.provision.label if isinstance(edit, Insert) else edit.label if isinstance(edit, Move) else None
        if label and suffix in label:
            what = f"the label {label} ({owned.author}): no ITU form is known for what is put before the first of a list"
            click.echo(f"resdraft: note: {what}; ask the secretariat", err=True)
