"""The same proposal against a newer text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resdraft.amend.decided import of_amendment
from resdraft.amend.normalise import normal_diff
from resdraft.amend.rebase import CARRIED, GONE, reads, rebased
from resdraft.citations.carried_over import MovedReference, moved_references
from resdraft.errors import Exit, Problem, Unfit, WrongUsage
from resdraft.lexicon import lexicon
from resdraft.model.proposal import AMENDING, Amendment, Proposal, place_of
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, Output, base_of
from resdraft.usecases.fitting import bring_together, fit_one
from resdraft.usecases.inputs import Given, load
from resdraft.usecases.propose import proposals_as, stated


@dataclass(frozen=True)
class RebasedAmendment:
    """What became of an amendment: its number, its place, whether it was carried over, and where it does not fit both texts of the place."""

    number: str
    place: str
    fate: str
    newer: str = ""
    proposed: str = ""


@dataclass(frozen=True)
class Rebase:
    """A proposal against a newer text; ``proposal`` is None where nothing of it is left."""

    onto: Document
    proposal: Proposal | None
    rows: tuple[RebasedAmendment, ...]
    notices: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = ()
    """References in carried words that mean another clause in the newer text, or none."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What no longer fits, each with both texts."""
        return tuple(
            Problem(
                f"{row.number} no longer fits", f"the newer text: “{row.newer}”; proposed: “{row.proposed}”", clause=row.place
            )
            for row in self.rows
            if row.fate == GONE
        )

    @property
    def code(self) -> Exit:
        """What the command line exits with: 4 where something no longer fits, 1 where something is to be looked at."""
        return Exit.UNFIT if self.problems else Exit.DIFFERENT if self.doubts else Exit.DONE

    def output(self, form: str = "yaml") -> Output:
        """The proposal in a form: yaml, json or docx.

        Raises:
            Unfit: where nothing of it is left.
        """
        if self.proposal is None:
            raise Unfit(Problem("nothing of the proposal is left to be proposed", "see what became of each amendment"))
        return proposals_as([self.proposal], form, self.onto.resolution)


def rebase(given: Proposal | Given, onto: Resolution | Given, base: Resolution | Given | None = None) -> Rebase:
    """Carry a proposal over to a newer text.

    Args:
        given: the proposal, or the file with it. ``onto`` is the newer text. ``base`` is the text that it is on; its target where None.

    Raises:
        Unfit: where the proposal does not fit the text that it was written on, or amends nothing. Unreadable: where a text cannot be read.
        WrongUsage: for a file with several proposals.

    Example:
        >>> newer = resdraft.apply("1332", ["proposals/chn.yaml"]).output("text").content.encode()
        >>> done = resdraft.rebase("proposals/rus.yaml", newer, "1332")
        >>> {row.fate for row in done.rows}
        {'carried over'}
    """
    from resdraft.amend.target import target_of

    told: list[str] = []
    proposal = given if isinstance(given, Proposal) else _read(given, base, told)
    old, new = base_of(base if base is not None else proposal.target), base_of(onto)
    if proposal.symbol not in AMENDING:
        raise Unfit(Problem(f"{proposal.symbol} amends nothing", "give a proposal with amendments", file=proposal.file))
    together = bring_together(old.resolution, [proposal])
    if together.problems:
        raise Unfit(list(together.problems))
    words = lexicon(old.language)
    numbers = [proposal.amendment(n) for n in range(1, len(proposal.amendments) + 1)]
    own = {number: of_amendment(together.marked.edits, number) for number in numbers}
    found, whole = rebased(old.resolution, new.resolution, {n: edits for n, edits in own.items() if edits}, words)
    rows: list[RebasedAmendment] = []
    amendments: list[Amendment] = []
    doubts: list[Problem] = []
    newer_edits = normal_diff(old.resolution, new.resolution, words)
    for number, amendment in zip(numbers, proposal.amendments, strict=True):
        if number not in found:
            told.append(f"{number}: it changes nothing in the text that it is on: left out")
            continue
        one = found[number]
        newer = proposed = ""
        if one.fate == GONE:
            proposed = reads(old.resolution, [o.edit for o in own[number]], one.key)
            newer = _newer(old.resolution, new.resolution, one.key)
        rows.append(RebasedAmendment(number, place_of(amendment, words.words), one.fate, newer, proposed))
        if one.fate == CARRIED and one.text is not None:
            said = stated(new.resolution, one.text)
            moved = moved_references(old.resolution, [o.edit for o in own[number]], new.resolution, newer_edits)
            doubts += [_doubt(number, place_of(amendment, words.words), reference) for reference in moved]
            amendments += [made._replace(reasons=amendment.reasons if n == 0 else "") for n, made in enumerate(said)]
    if not amendments:
        return Rebase(new, None, tuple(rows), tuple(told))
    head = proposal._replace(
        target=target_of(new.resolution, Path(new.name).stem), base=f"sha256:{new.resolution.fingerprint}", file=""
    )
    made = head._replace(amendments=tuple(amendments))
    notices: tuple[str, ...] = ()
    if not _gives(new.resolution, made, whole):
        # One by one they would not give the same: they are said as one.
        made = head._replace(amendments=tuple(stated(new.resolution, whole)), reasons=_reasons(proposal, rows))
        notices = ("the amendments depend on each other: they are said anew, their reasons are the proposal's",)
    return Rebase(new, made, tuple(rows), (*told, *notices), tuple(doubts))


def _doubt(number: str, place: str, reference: MovedReference) -> Problem:
    now = f"is {reference.now}" if reference.now else "is gone"
    what = f"{number}: “{reference.words}” stays as it was written; {reference.meant} {now} in the newer text"
    return Problem(what, "correct it in the proposal", clause=place)


def _read(given: Given, base: Resolution | Given | None, told: list[str]) -> Proposal:
    """The one proposal of a file."""
    from resdraft.usecases.proposals import from_library, proposals_in

    old = base_of(base).resolution if base is not None else None
    found = proposals_in(load(given, library=False), from_library(old), told)
    if len(found) != 1:
        raise WrongUsage(Problem(f"{len(found)} proposals in it", "give a file with one", file=found[0].file if found else ""))
    return found[0]


def _gives(new: Resolution, made: Proposal, whole: Resolution) -> bool:
    """Whether a proposal gives a text, up to labels."""
    fitted = fit_one(new, made)
    return not fitted.problems and set(fitted.edits) == set(normal_diff(new, whole, lexicon(new.language)))


def _reasons(proposal: Proposal, rows: Sequence[RebasedAmendment]) -> str:
    carried = {row.number for row in rows if row.fate == CARRIED}
    own = [a.reasons for n, a in enumerate(proposal.amendments, 1) if a.reasons and proposal.amendment(n) in carried]
    return "\n".join([*([proposal.reasons] if proposal.reasons else []), *own])


def _newer(old: Resolution, new: Resolution, key: str) -> str:
    """How a place of the older text reads in the newer one."""
    return reads(old, normal_diff(old, new, lexicon(old.language)), key)
