"""Whether a proposal is on the text that it is to be applied to."""

from __future__ import annotations

import re

from resdraft.errors import Problem
from resdraft.model.designation import named_target
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution

_YEAR = re.compile(r"(?:19|20)\d\d")


def refused(base: Resolution, proposal: Proposal) -> Problem | None:
    """Why the proposal as a whole cannot be applied to this base, if it cannot."""
    if proposal.base and proposal.base.removeprefix("sha256:") != base.fingerprint:
        return Problem(
            "the proposal was written against another text (its base has another fingerprint)",
            "apply it to the text it was written for, or take the line base: out if you are sure",
            file=proposal.file,
        )
    if problem := _other_target(base, proposal):
        return problem
    if proposal.symbol in ("NOC", "_NOC_") and proposal.amendments:
        return Problem(
            "NOC proposes no change, but amendments are listed", "take them out, or write symbol: MOD", file=proposal.file
        )
    if proposal.symbol not in ("MOD", "(MOD)", "NOC", "_NOC_"):
        what = "proposes a new text" if proposal.symbol.startswith("ADD") else "suppresses the whole resolution"
        return Problem(
            f"{proposal.symbol} {what}: there is nothing to mark in the base",
            "only MOD has amendments that can be applied",
            file=proposal.file,
        )
    return None


def target_of(base: Resolution, named: str = "") -> str:
    """What a proposal on a text calls it: ``1332@2019``, its number alone where no year is known, or ``named`` where it bears none."""
    return named_target(base.designation) or named


def _other_target(base: Resolution, proposal: Proposal) -> Problem | None:
    """Whether the proposal names another resolution or edition than the base says it is."""
    number, edition = base.designation
    target, _, year = proposal.target.partition("@")
    known = _YEAR.search(edition)
    if number and target and target != number:
        return Problem(
            f"it is on {proposal.target}, but the base is {base.designation}", "name the right base", file=proposal.file
        )
    if known and re.fullmatch(r"\d{4}", year) and year != known[0]:
        return Problem(
            f"it is on the edition of {year}, but the base is {base.designation}",
            "name the edition that it was written for, or correct target:",
            file=proposal.file,
        )
    return None
