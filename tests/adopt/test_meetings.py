"""Whole meetings: a base as text or Word file, proposals of two to eight sources, decisions of every kind."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import resdraft
from resdraft.amend.decided import of_amendment
from resdraft.model.apply import renumber_notes
from resdraft.model.decision import Decision, Decisions
from resdraft.model.edit import Replace
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.adopt import Adoption
from resdraft.usecases.consolidate import Consolidation
from resdraft.usecases.documents import render
from tests.strategies import resolutions, targets

CODES = ["RUS", "CHN", "ARB", "EUR", "USA", "B", "J", "IND"]
KINDS = ("adopt", "adopt", "reject", "bracket", "withdraw", "words", "")


@st.composite
def handed_in(draw: st.DrawFn, bases: st.SearchStrategy[Resolution]) -> tuple[bytes, list[Proposal]]:
    """A base, as text or as a Word file, and what the sources make of edited copies of it."""
    base = draw(bases)
    file = bytes(render(base, "docx").content) if draw(st.booleans()) else str(render(base, "text").content).encode()
    proposals: list[Proposal] = []
    for n, code in enumerate(draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=8, unique=True)), 1):
        copy = bytes(render(draw(targets(base)), "docx").content)
        try:
            proposals += resdraft.propose(file, copy, code, document=str(n), meeting="C20").proposals
        except resdraft.Unfit:
            # Not every change can be said as amendments; that is told.
            continue
    return file, proposals


@st.composite
def ruled(draw: st.DrawFn, one: Consolidation) -> list[Decision]:
    """A decision on each amendment, or none."""
    out = []
    numbers = dict.fromkeys(number for owned in one.marked.edits for number in owned.amendments)
    for line, number in enumerate(numbers, 1):
        kind, words = draw(st.sampled_from(KINDS)), ""
        if kind == "words":
            own = [o.edit.new.plain.split() for o in of_amendment(one.marked.edits, number) if isinstance(o.edit, Replace)]
            some = draw(st.sampled_from([new for new in own if len(new) > 1] or [[]]))
            kind, words = "adopt", " ".join(some[: draw(st.integers(1, max(1, len(some))))])
        if kind:
            out.append(Decision(kind, number, words=words, line=line))
    return out


def adopted(one: Consolidation, proposals: list[Proposal], decisions: list[Decision], default: str) -> Adoption:
    """What was decided, adopted; without the decisions that stand against others, which are refused with their lines."""
    while True:
        try:
            return resdraft.adopt(one.base, proposals, Decisions(tuple(decisions), default=default))
        except resdraft.Unfit as error:
            lines = {problem.line for problem in error.problems}
            left = [decision for decision in decisions if decision.line not in lines]
            if len(left) == len(decisions):
                raise
            decisions = left


@settings(max_examples=25)
@given(st.data())
def test_the_files_say_what_was_decided(data: st.DataObject) -> None:
    said_in_the_files(data, resolutions(formatted=True))


@settings(max_examples=12)
@given(st.data())
def test_of_real_texts_too(shared: Path, data: st.DataObject) -> None:
    texts = sorted((shared / "corpus/pp18/gold").glob("*.txt"))
    said_in_the_files(data, st.sampled_from(texts).map(lambda path: resdraft.open(path).resolution))


def said_in_the_files(data: st.DataObject, bases: st.SearchStrategy[Resolution]) -> None:
    """Draw a meeting, and hold its files to the decisions."""
    file, proposals = data.draw(handed_in(bases))
    if not proposals:
        return
    one = resdraft.consolidate(file, proposals)
    done = adopted(one, proposals, data.draw(ruled(one)), data.draw(st.sampled_from(("open", "adopt-uncontested"))))
    fates = [*done.decided.adopted, *done.decided.rejected, *done.decided.open]
    assert len(fates) >= len(one.marked.edits), "every change has a fate"
    marked = bytes(done.word().content)
    base = renumber_notes(one.base.resolution).fingerprint
    assert resdraft.open(marked, marks="reject").resolution.fingerprint == base
    assert resdraft.open(marked, marks="accept").resolution.fingerprint == done.text.fingerprint
    clean = bytes(done.clean("docx").content)
    assert resdraft.open(clean).resolution.fingerprint == done.text.fingerprint
