"""A proposal on one language version of a text, put on another: what needs no translation is carried over, the rest is a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resdraft.amend.fit import Fitted
from resdraft.amend.normalise import moved_to, normal_diff
from resdraft.concordance.transferred import gap, transferred
from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.files import save
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.concordance import Untranslated
from resdraft.model.edit import Insert
from resdraft.model.proposal import AMENDING, Proposal
from resdraft.proposing.reasons import PlacedComment, with_reasons
from resdraft.proposing.wording import PlacedAmendment
from resdraft.usecases.documents import Document, Output, base_of
from resdraft.usecases.fitting import fit_one
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Input
from resdraft.usecases.intake import Base, Proposals
from resdraft.usecases.propose import proposals_as, propose

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

FORMS_BY_ENDING = {".docx": "docx", ".docm": "docx", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}
HEAD = (
    *("source", "document", "addendum", "revision", "corrigendum", "meeting", "order", "date", "cosigners", "agenda"),
    *("symbol", "alternative", "withdrawn"),
)
WORDED = ("name", "title", "summary", "introduction")
"""The fields of a proposal that are to be translated, beside its reasons."""


@dataclass(frozen=True, repr=False)
class Transferred:
    """Proposals on the other version.

    ``base`` is that version, ``proposals`` are on it, with gaps such as ``[EN: “words”]``. ``left`` is what is to be translated, in order.
    """

    base: Document
    proposals: tuple[Proposal, ...]
    left: tuple[Untranslated, ...]
    notices: tuple[str, ...] = ()

    def output(self, form: str = "docx", *, path: str = "") -> Output:
        """In a form: docx (the version's own Word file with revision marks, reasons as comments), yaml or json (proposals)."""
        if form != "docx":
            return proposals_as(self.proposals, form, self.base.resolution)
        from resdraft.usecases.consolidate import consolidate

        return consolidate(self.base, self.proposals).word(path=path, reasons=True)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file: .docx, .yaml or .json.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.output(form_of(fspath(path), FORMS_BY_ENDING), path=fspath(path)).content, path)

    def text(self, screen: Screen | None = None) -> str:
        """What is left to translate, for a terminal."""
        from resdraft.write.concordance import untranslated
        from resdraft.write.terminal import Screen

        return untranslated(self.left, screen or Screen())

    def as_json(self) -> dict[str, Any]:
        """What is left to translate, as plain values."""
        return {"language": self.base.language, "left": [one._asdict() for one in self.left]}

    def __repr__(self) -> str:
        return f"<Transferred: {', '.join(p.number for p in self.proposals)}, {len(self.left)} places to translate>"

    def _repr_html_(self) -> str:
        """What is left to translate, as a notebook shows it."""
        from resdraft.write.table import as_html

        return as_html(Untranslated._fields, self.left)


def transfer(proposals: Proposals | Iterable[Proposal | Given] | Given, original: Base, version: Base) -> Transferred:
    """Carry proposals on one language version of a text over to another version.

    The same clauses are opened; deletions, moves, numbers, years and editions of what is cited are carried over, and new wording becomes a
    gap that quotes the original. Whoever translates replaces the gaps.

    Args:
        proposals: proposals on ``original``, or files with them in any form. ``version`` is the same text in another language.

    Returns:
        The proposals on the version: ``left`` is the list of what is to be translated, ``save("fr.docx")`` writes the marked file.

    Raises:
        Unfit: where an amendment does not fit. WrongUsage: where both versions are of one language, or another text.
        Unreadable: where a file cannot be read.

    Example:
        >>> import json
        >>> original = "RESOLUTION 7 (Geneva, 2022)\\nOn networks\\nThe Council,\\nresolves\\n1\\tto act in 2023."
        >>> version = "RÉSOLUTION 7 (Genève, 2022)\\nSur les réseaux\\nLe Conseil,\\ndécide\\n1\\td'agir en 2023."
        >>> change = {"clause": "resolves 1", "from": "2023", "to": "2024"}
        >>> proposal = json.dumps({"source": "RUS", "document": "1", "target": "7", "amendments": [change]})
        >>> made = resdraft.transfer(proposal.encode(), original.encode(), version.encode())
        >>> made.left
        ()
    """
    from resdraft.amend.target import target_of
    from resdraft.usecases.apply import proposals_on
    from resdraft.write.json import write_json

    first, second = base_of(original), base_of(version)
    if first.language == second.language:
        hint = "name the version in the proposal's language with --from, and the other one with --to"
        raise WrongUsage(Problem(f"both versions are in one language ({first.language})", hint, file=second.name))
    numbers = {one.resolution.designation.number for one in (first, second)} - {""}
    if len(numbers) > 1:
        hint = "name two versions of one text"
        raise WrongUsage(Problem(f"one version is {first.designation}, the other {second.designation}", hint, file=second.name))
    read = proposals_on(first, proposals)
    out, left, notices = list[Proposal](), list[Untranslated](), list(read.notices)
    problems = [problem for entry in read.entries if entry.error is not None for problem in entry.error.problems]
    for proposal in read:
        if (proposal.symbol not in AMENDING or proposal.withdrawn) and not proposal.text:
            # NOC, SUP and a withdrawal have no words in the text.
            target = proposal.target and target_of(second.resolution)
            noted = proposal._replace(target=target, base="", language=second.language)
            own, found = [noted], Fitted(())
        else:
            found = fit_one(first.resolution, proposal)
            problems += found.problems
            if problems:
                continue
            own = []
        made = transferred(first.resolution, found.edits, second.resolution)
        # New clauses are labelled as the version labels them.
        text, words = apply(second.resolution, made.edits), lexicon(second.language)
        labelled = normal_diff(second.resolution, text, words, moved_to(second.resolution, made.edits))
        if labelled:
            edited = Input(write_json(apply(second.resolution, labelled)).encode(), proposal.number, folder=Path())
            drafted = propose(second, edited, proposal.source)
            # Gaps have no ends of clauses to advise on.
            notices += (note for note in drafted.notices if note not in drafted.advice)
            own = list(drafted.proposals)
        if not own:
            notices.append(f"{proposal.number}: no change of it can be carried over")
        waiting = list(made.left)
        for one in own or [proposal._replace(amendments=())]:
            headed, around = _headed(one, proposal, first.language)
            reasoned, reasons = _reasoned(headed, proposal, first.language, found, made.places, second)
            out += [reasoned] if own else []
            waiting += around + reasons
        left += (one._replace(proposal=proposal.number) for one in waiting)
    if problems:
        raise Unfit(problems)
    return Transferred(second, tuple(out), tuple(left), tuple(dict.fromkeys(notices)))


def _headed(made: Proposal, proposal: Proposal, language: str) -> tuple[Proposal, list[Untranslated]]:
    """What stands around a proposal: numbers as they are, words as gaps."""
    head = {name: getattr(proposal, name) for name in HEAD}
    head |= {"original": proposal.original or language, "reasons": ""}
    words = {name: said for name in WORDED if (said := getattr(proposal, name))}
    head |= {name: gap(language, said).plain for name, said in words.items()}
    return made._replace(**head), [Untranslated("", name, said) for name, said in words.items()]


def _reasoned(
    made: Proposal, proposal: Proposal, language: str, fitted: Fitted, places: Mapping[str, str], version: Document
) -> tuple[Proposal, list[Untranslated]]:
    """Put the reasons of a proposal as gaps where they stood: each with the amendment of its clause, else with the whole proposal."""
    addresses = Addresses(version.resolution, lexicon(version.language))
    placed = [
        PlacedAmendment(a, tuple(dict.fromkeys(addresses.find(i.address) for i in a.instructions))) for a in made.amendments
    ]
    whole = [gap(language, proposal.reasons).plain] if proposal.reasons else []
    left = [Untranslated("", "reasons", proposal.reasons)] if proposal.reasons else []
    for n, amendment in enumerate(proposal.amendments, 1):
        if not amendment.reasons:
            continue
        edits = [edit for number, edit in fitted.proposed if number == proposal.amendment(n)]
        spots = [
            (places[key], isinstance(e, Insert))
            for e in edits
            if (key := e.after if isinstance(e, Insert) else e.key) in places
        ]
        said = gap(language, amendment.reasons).plain
        comment = PlacedComment(f"Reasons: {said}", *spots[0]) if spots else None
        unplaced = [said]
        if comment is not None:
            placed, unplaced, _ = with_reasons(placed, [comment], version.resolution)
        whole += unplaced
        left.append(Untranslated(addresses.of(comment.key) if comment and not unplaced else "", "reasons", amendment.reasons))
    return made._replace(amendments=tuple(one.amendment for one in placed), reasons="\n".join(whole)), left
