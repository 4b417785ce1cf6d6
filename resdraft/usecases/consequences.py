"""What an adoption changes in the other texts of the library, and the editorial amendments that mend them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from resdraft import files
from resdraft.citations.consequences import NewEdition
from resdraft.citations.consequences import consequences as consequences_in
from resdraft.citations.register import Register, load_register
from resdraft.citations.repair import Repair, repaired
from resdraft.citations.survey import identity
from resdraft.lexicon import lexicon
from resdraft.library import entries
from resdraft.model.address import Addresses
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.adopt import Adoption
from resdraft.usecases.documents import Output, open_document
from resdraft.usecases.inputs import Input, Progress
from resdraft.usecases.propose import proposals_as, stated

SOURCE = "SEC"
"""Stands for the secretariat, which proposes editorial amendments and has no code among the sources of proposals."""


class AffectedClause(NamedTuple):
    """A clause of another text: the text as the library calls it, the place, its words, why they are untrue now, whether they are mended."""

    text: str
    place: str
    words: str
    why: str
    mended: bool


@dataclass(frozen=True)
class Consequences:
    """What is untrue in other texts now, and a proposal for each of them that can be mended."""

    rows: tuple[AffectedClause, ...]
    proposals: tuple[Proposal, ...] = ()
    notices: tuple[str, ...] = ()

    def output(self, form: str = "yaml") -> Output:
        """The editorial amendments in a form: yaml or json."""
        return proposals_as(self.proposals, form)


def consequences(adopted: Sequence[Adoption], *, edition: str = "", progress: Progress | None = None) -> Consequences:
    """Find what adoptions make untrue in the newest edition of each text of the library.

    Args:
        adopted: what was adopted. ``edition`` is the one that the texts become.
        progress: called for each text of the library.

    Example:
        >>> done = resdraft.adopt("140", [], b"default: adopt-uncontested", edition="Rev. Doha, 2026")
        >>> [row.text for row in resdraft.consequences([done], edition="Rev. Doha, 2026").rows][:1]
        ['1332@2019']
    """
    register = load_register()
    changed = [
        NewEdition(
            one.base.resolution, identity(one.base.resolution, register), "" if one.suppressed else edition, one.adopted.rows
        )
        for one in adopted
        if edition or one.suppressed
    ]
    own = {one.identity[2] for one in changed}
    newest = {(entry.number, entry.language): entry for entry in entries()}
    work = _Search(changed, register)
    for n, entry in enumerate(newest.values(), 1):
        if entry.number not in own:
            given = Input(files.read(entry.path), entry.name)
            work.text(open_document(given, language=entry.language, marks="reject").resolution, entry.name)
        if progress is not None:
            progress(n, len(newest), entry.name)
    return Consequences(tuple(work.rows), tuple(work.proposals))


@dataclass(repr=False, eq=False)
class _Search:
    changed: Sequence[NewEdition]
    register: Register
    rows: list[AffectedClause] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    def text(self, text: Resolution, name: str) -> None:
        """Look through a text of the library."""
        found = list(consequences_in(text, self.changed, identity(text, self.register)[0], self.register))
        if not found:
            return
        addresses = Addresses(text, lexicon(text.language))
        fixes = [repair for one in found for repair in one.repairs]
        self.rows += [AffectedClause(name, addresses.of(one.key), one.words, one.why, bool(one.repairs)) for one in found]
        if fixes:
            self.proposals.append(self._proposal(text, name, fixes))

    def _proposal(self, text: Resolution, name: str, fixes: Sequence[Repair]) -> Proposal:
        """The editorial amendments of a text, under the symbol of changes that are editorial only."""
        by_key: dict[str, list[Repair]] = defaultdict(list)
        for fix in fixes:
            by_key[fix.key].append(fix)
        mended = [p._replace(text=repaired(p.text, by_key[p.key])) if p.key in by_key else p for p in text.provisions]
        amendments = stated(text, Resolution.assemble(mended, text.language, text.provenance))
        base = f"sha256:{text.fingerprint}"
        return Proposal(
            SOURCE,
            name,
            tuple(amendments),
            symbol="(MOD)",
            base=base,
            language=text.language,
            order=len(self.proposals) + 1,
        )
