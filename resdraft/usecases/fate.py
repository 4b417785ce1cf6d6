"""What became of each proposal: amendment by amendment, from the adopted text alone, or with the decisions as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from resdraft.amend.decided import of_amendment
from resdraft.amend.fates import ADOPTED, FATES, IN_PART, OVERTAKEN, AmendmentFate, Fates
from resdraft.files import ResultFolder
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.decision import Decisions
from resdraft.model.proposal import AMENDING, Proposal, place_of
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.source_order import in_order
from resdraft.usecases.adopt import Adoption, adopt
from resdraft.usecases.consolidate import consolidate
from resdraft.usecases.documents import Output, open_document
from resdraft.usecases.inputs import Given
from resdraft.usecases.intake import Base, Proposals


class FateRow(NamedTuple):
    """What became of one amendment: where it was on, what became of it, and the words, the place or the rival that says more."""

    source: str
    amendment: str
    place: str
    fate: str
    more: str = ""


@dataclass(frozen=True)
class Fate:
    """What became of all amendments to a base, as a meeting decided. ``doubts`` are those where the decisions say otherwise than the text."""

    rows: tuple[FateRow, ...]
    doubts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    base: str = ""
    meeting: str = ""
    language: str = "en"

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """By source, how many amendments had each fate."""
        out = {source: Counter[str]() for source in dict.fromkeys(row.source for row in self.rows)}
        for row in self.rows:
            out[row.source][row.fate] += 1
        return {source: {fate: found[fate] for fate in FATES if found[fate]} for source, found in out.items()}

    def of(self, source: str) -> Fate:
        """That of one source."""
        return replace(self, rows=tuple(row for row in self.rows if source in row.source.split(", ")), doubts=(), notices=())

    def output(self, form: str = "terminal") -> Output:
        """In a form: terminal, markdown, csv, json or docx (a Word table)."""
        from resdraft.write import fates
        from resdraft.write.json import dumps

        if form == "docx":
            title = f"What became of the amendments{f' to {self.base}' if self.base else ''}"
            return Output(fates.fates_as_word(self.rows, self.counts, title, meeting=self.meeting, language=self.language))
        if form == "json":
            return Output(dumps(self.as_json()))
        if form == "csv":
            return Output(fates.fates_as_csv(self.rows))
        shown = fates.fates_as_markdown if form == "markdown" else fates.fates_as_text
        return Output(shown(self.rows, self.counts))

    def save_by_source(self, folder: str | PathLike[str], form: str = "docx") -> tuple[Path, ...]:
        """Write a file for each source into a folder, which is made if need be. Nothing is written where a name is taken by something else.

        Raises:
            Unwritable: where that is so.
        """
        results = ResultFolder(folder)
        ending = {"markdown": ".md", "terminal": ".txt"}.get(form, f".{form}")
        sources = dict.fromkeys(source for row in self.rows for source in row.source.split(", "))
        made = [(results.place(source, ending), self.of(source).output(form).content) for source in sources]
        results.write(made)
        return tuple(path for path, _ in made)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"amendments": [row._asdict() for row in self.rows], "counts": self.counts, "doubts": list(self.doubts)}


def fate(
    base: Base,
    adopted: Given,
    proposals: Proposals | Iterable[Proposal | Given] | Given,
    *,
    decisions: Decisions | Given | None = None,
) -> Fate:
    """Tell what became of each amendment.

    Args:
        base: the text that the proposals are on. ``adopted`` is the text that was adopted. ``proposals`` are proposals, or files with them.
        decisions: what was decided, where that is at hand: it says who overtook whom. Where it does not agree with the text, that is told.

    Raises:
        Unfit: where an amendment or a decision does not fit. Unreadable: where a file cannot be read.

    Example:
        >>> adopted = resdraft.apply("1332", ["proposals/rus.yaml"]).output("text").content.encode()
        >>> resdraft.fate("1332", adopted, ["proposals/rus.yaml"]).counts
        {'RUS': {'adopted as proposed': 9}}
    """
    from resdraft.read.new_tables import with_new_tables

    one = consolidate(base, proposals)
    done = adopt(one.base, Proposals(one.entries, one.base), decisions) if decisions is not None else None
    new = open_document(adopted, language=one.base.language)
    words, read = lexicon(one.base.language), new.peek()
    shown = with_new_tables(one.base.resolution, read)[0].resolution if read is not None else new.resolution
    fates, addresses = Fates(one.base.resolution, shown, words), Addresses(shown, words)
    # Where the decisions give this very text they are right also where it does not show them: who moves a clause past one that goes.
    same = done is not None and _clauses(done.text) == _clauses(new.resolution)
    rows: list[FateRow] = []
    doubts: list[str] = []
    for p in one.proposals:
        for n, amendment in enumerate(p.amendments if p.symbol in AMENDING else (), 1):
            number = p.amendment(n)
            own = of_amendment(one.marked.edits, number)
            found = fates.of(own)
            more = found.words or (addresses.of(found.where) if found.where else "")
            if done is not None:
                said, by = _decided(done, number)
                if same and said == ADOPTED:
                    found = AmendmentFate(ADOPTED)
                    more = ""
                if said and (said == ADOPTED) != (found.fate == ADOPTED) and IN_PART not in (said, found.fate):
                    doubts.append(f"{number}: {said} by the decisions, {found.fate} by the text")
                more = more or (by if found.fate == OVERTAKEN else "")
            rows.append(FateRow(", ".join(p.sources), number, place_of(amendment, words.words), found.fate, more))
    meeting = done.decisions.meeting if done is not None else ""
    name = one.base.designation or one.base.name
    return Fate(tuple(rows), tuple(doubts), (*one.notices, *new.notices), name, meeting, one.base.language)


def _clauses(text: Resolution) -> list[str]:
    """The words of the clauses. The number line and the formula name the edition, which may have been put in later."""
    head = (Kind.NUMBER, Kind.REFERENCE, Kind.FORMULA)
    return [p.text.plain for p in text.provisions if p.kind not in head]


def _decided(done: Adoption, number: str) -> tuple[str, str]:
    """What the decisions say of an amendment, and who overtook it."""
    whole = of_amendment(done.consolidated.marked.edits, number)
    taken = of_amendment(done.decided.adopted, number)
    overtaking = (s for o, other in done.decided.overtaken if o in whole for s in other.sources)
    if of_amendment(done.decided.open, number):
        return "", ""
    partly = any(o in whole for o, _ in done.decided.partly)
    said = IN_PART if partly or 0 < len(taken) < len(whole) else ADOPTED if taken else "not adopted"
    by = in_order(overtaking, done.consolidated.base.language)
    return said, f"by {', '.join(by)}" if by else ""
