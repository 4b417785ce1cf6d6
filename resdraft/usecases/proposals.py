"""Proposals in whatever form they come: YAML, JSON, or the contribution in Word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from resdraft import files
from resdraft.errors import Problem, ResdraftError, Unreadable
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.inputs import Input, decode, is_proposal, is_word
from resdraft.usecases.inputs import from_library as library_text

BaseOf: TypeAlias = Callable[[Proposal], Resolution]
"""Gives the text that a proposal is on."""


def from_library(given: Resolution | None = None) -> BaseOf:
    """The text that proposals are on: the one that was given where it is theirs, else the library's."""

    def base_of(proposal: Proposal) -> Resolution:
        from resdraft.amend.target import refused
        from resdraft.library import is_name
        from resdraft.usecases.documents import open_document

        if given is not None and refused(given, proposal._replace(base="", symbol="MOD")) is None:
            return given
        if not is_name(proposal.target):
            what = f'the text it is on is not at hand ("{proposal.target}")'
            hint = "name it with --base, or put it into your library with `resdraft add`"
            raise Unreadable(Problem(what, hint, file=proposal.file))
        try:
            return open_document(library_text(proposal.target, proposal.language), language=proposal.language).resolution
        except Unreadable as error:
            if not proposal.file:
                raise
            # Among many proposals, the one that asked for the text is what has to be corrected.
            raise Unreadable(
                [p._replace(file=proposal.file, what=f"its target {p.file}: {p.what}") for p in error.problems]
            ) from None

    return base_of


def is_contribution(content: bytes) -> bool:
    """Whether a file is a contribution in Word."""
    from resdraft.ooxml.revisions import everything
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.contribution import read_items

    try:
        return is_word(content) and bool(read_items(WordFile.open(content), everything))
    except ResdraftError:
        return False


def holds_proposals(given: Input) -> bool:
    """Whether a file holds proposals, in whatever form."""
    return is_contribution(given.content) if is_word(given.content) else is_proposal(given.content)


def proposals_in(given: Input, base_of: BaseOf, notices: list[str]) -> list[Proposal]:
    """The proposals of one file, whatever its form.

    Args:
        given: the file. ``base_of`` gives the text that a proposal in Word is on. ``notices`` takes in what the user should be told.

    Raises:
        NoProposal: for a Word file that holds none. Unreadable: for what is no proposal, with every mistake in it.
        Unfit: where something was changed in a contribution without a mark.
    """
    if is_word(given.content):
        from resdraft.lexicon.sources import doubt
        from resdraft.usecases.returned import from_word

        found = from_word(given.content, given.name, base_of, notices)
        told = dict.fromkeys(doubt(code) for proposal in found for code in proposal.sources)
        notices += [f"{given.name}: {doubtful}" for doubtful in told if doubtful]
        return found
    from resdraft.read.proposal import read_proposals

    return [
        _on_a_file(proposal, given.folder, notices) for proposal in read_proposals(decode(given, notices), given.name, notices)
    ]


def _on_a_file(proposal: Proposal, folder: Path | None, notices: list[str]) -> Proposal:
    """A proposal whose target is the name of a file beside it, with what the text in that file is called.

    Raises:
        Unreadable: where there is no such file, or no text in it that bears a number.
    """
    from resdraft.amend.target import target_of
    from resdraft.usecases.documents import open_document
    from resdraft.usecases.forms import ENDINGS

    name = proposal.target
    if Path(name).suffix.lower() not in ENDINGS:
        return proposal
    hint = "write target: with number and year, such as target: 1332@2019"
    try:
        if folder is None:
            what = "names a file, and the proposal lies in no folder that it could lie in"
            raise Unreadable(Problem(what, file=name))
        found = Input(files.read(files.beside(folder, name), name), name)
        text = open_document(found, language=proposal.language, marks="reject").resolution
    except ResdraftError as error:
        raise Unreadable(Problem(f"its target {error.problems[0]}", hint, file=proposal.file)) from None
    target = target_of(text)
    if not target:
        raise Unreadable(Problem(f"its target {name} bears no number", hint, file=proposal.file))
    notices.append(f"{proposal.file}: target: {name} is {target}")
    return proposal._replace(target=target)
