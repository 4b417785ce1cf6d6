"""resdraft: draft, compare and consolidate ITU resolutions.

    >>> import resdraft
    >>> base = resdraft.open("1332")
    >>> proposals = resdraft.read_proposals(["proposals/chn.yaml", "proposals/eur.yaml"], base)
    >>> text = resdraft.consolidate(base, proposals)
    >>> text.conflicts[0].place
    'resolves 3'

What the command line does, these functions do; they print nothing. Errors are of the family :class:`ResdraftError`, with ``problems``.
Importing the package loads none of it: each name is loaded when it is first used (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resdraft.errors import Problem, ResdraftError, Unfit, Unreadable, Unwritable, WrongUsage
    from resdraft.usecases.adopt import Adoption, adopt
    from resdraft.usecases.adopt_conference import AdoptedConference, adopt_all
    from resdraft.usecases.align import Aligned, align
    from resdraft.usecases.apply import Applied, apply
    from resdraft.usecases.blame import Blame, blame
    from resdraft.usecases.check import Checks, CheckSettings, check
    from resdraft.usecases.cite import Citations, cite
    from resdraft.usecases.clean import Cleaned, clean
    from resdraft.usecases.compare_conferences import ConferenceDifference, compare_conferences
    from resdraft.usecases.compilation import CompilationTable, compilation
    from resdraft.usecases.conference import Conference, consolidate_all
    from resdraft.usecases.consequences import Consequences, consequences
    from resdraft.usecases.consolidate import Consolidation, consolidate
    from resdraft.usecases.decide import decide
    from resdraft.usecases.diff import Difference, diff
    from resdraft.usecases.documents import Document
    from resdraft.usecases.documents import open_document as open  # noqa: A004 - it is used as resdraft.open
    from resdraft.usecases.drafts import Drafts, drafts
    from resdraft.usecases.fate import Fate, fate
    from resdraft.usecases.folders import Edited
    from resdraft.usecases.git_setup import GitSetup, git_setup
    from resdraft.usecases.intake import Proposals, read_proposals
    from resdraft.usecases.library import add
    from resdraft.usecases.marks import Settled, accept, marks, reject
    from resdraft.usecases.merge import Merged, merge
    from resdraft.usecases.new import new_proposal, new_resolution
    from resdraft.usecases.plain_lines import plain_lines
    from resdraft.usecases.propose import Drafted, propose
    from resdraft.usecases.rebase import Rebase, rebase
    from resdraft.usecases.remaining import Remaining, remaining
    from resdraft.usecases.review import ReviewPage, review
    from resdraft.usecases.transfer import Transferred, transfer
    from resdraft.usecases.update_citations import UpdatedCitations, update_citations
    from resdraft.usecases.verify import Verified, verify
    from resdraft.usecases.word_drafts import new_draft

__version__ = "0.1.0"
__all__ = [
    "AdoptedConference",
    "Adoption",
    "Aligned",
    "Applied",
    "Blame",
    "CheckSettings",
    "Checks",
    "Citations",
    "Cleaned",
    "CompilationTable",
    "Conference",
    "ConferenceDifference",
    "Consequences",
    "Consolidation",
    "Difference",
    "Document",
    "Drafted",
    "Drafts",
    "Edited",
    "Fate",
    "GitSetup",
    "Merged",
    "Problem",
    "Proposals",
    "Rebase",
    "Remaining",
    "ResdraftError",
    "ReviewPage",
    "Settled",
    "Transferred",
    "Unfit",
    "Unreadable",
    "Unwritable",
    "UpdatedCitations",
    "Verified",
    "WrongUsage",
    "accept",
    "add",
    "adopt",
    "adopt_all",
    "align",
    "apply",
    "blame",
    "check",
    "cite",
    "clean",
    "compare_conferences",
    "compilation",
    "consequences",
    "consolidate",
    "consolidate_all",
    "decide",
    "diff",
    "drafts",
    "fate",
    "git_setup",
    "marks",
    "merge",
    "new_draft",
    "new_proposal",
    "new_resolution",
    "open",
    "plain_lines",
    "propose",
    "read_proposals",
    "rebase",
    "reject",
    "remaining",
    "review",
    "transfer",
    "update_citations",
    "verify",
]
_WHERE = {
    "resdraft.errors": ("Problem", "ResdraftError", "Unfit", "Unreadable", "Unwritable", "WrongUsage"),
    "resdraft.usecases.adopt_conference": ("AdoptedConference", "adopt_all"),
    "resdraft.usecases.adopt": ("Adoption", "adopt"),
    "resdraft.usecases.align": ("Aligned", "align"),
    "resdraft.usecases.apply": ("Applied", "apply"),
    "resdraft.usecases.blame": ("Blame", "blame"),
    "resdraft.usecases.check": ("CheckSettings", "Checks", "check"),
    "resdraft.usecases.cite": ("Citations", "cite"),
    "resdraft.usecases.clean": ("Cleaned", "clean"),
    "resdraft.usecases.compare_conferences": ("ConferenceDifference", "compare_conferences"),
    "resdraft.usecases.compilation": ("CompilationTable", "compilation"),
    "resdraft.usecases.conference": ("Conference", "consolidate_all"),
    "resdraft.usecases.consolidate": ("Consolidation", "consolidate"),
    "resdraft.usecases.consequences": ("Consequences", "consequences"),
    "resdraft.usecases.decide": ("decide",),
    "resdraft.usecases.diff": ("Difference", "diff"),
    "resdraft.usecases.documents": ("Document", "open_document"),
    "resdraft.usecases.drafts": ("Drafts", "drafts"),
    "resdraft.usecases.fate": ("Fate", "fate"),
    "resdraft.usecases.folders": ("Edited",),
    "resdraft.usecases.git_setup": ("GitSetup", "git_setup"),
    "resdraft.usecases.intake": ("Proposals", "read_proposals"),
    "resdraft.usecases.library": ("add",),
    "resdraft.usecases.marks": ("Settled", "accept", "marks", "reject"),
    "resdraft.usecases.merge": ("Merged", "merge"),
    "resdraft.usecases.new": ("new_proposal", "new_resolution"),
    "resdraft.usecases.plain_lines": ("plain_lines",),
    "resdraft.usecases.propose": ("Drafted", "propose"),
    "resdraft.usecases.rebase": ("Rebase", "rebase"),
    "resdraft.usecases.remaining": ("Remaining", "remaining"),
    "resdraft.usecases.review": ("ReviewPage", "review"),
    "resdraft.usecases.transfer": ("Transferred", "transfer"),
    "resdraft.usecases.update_citations": ("UpdatedCitations", "update_citations"),
    "resdraft.usecases.verify": ("Verified", "verify"),
    "resdraft.usecases.word_drafts": ("new_draft",),
}
_ELSEWHERE = {"open": "open_document"}
"""Inside the package a function that shadows a builtin of Python would mislead its readers."""


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    real = _ELSEWHERE.get(name, name)
    for module, names in _WHERE.items():
        if name in __all__ and real in names:
            from importlib import import_module

            value: object = getattr(import_module(module), real)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'resdraft' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
