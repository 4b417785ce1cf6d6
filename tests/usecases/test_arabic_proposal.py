"""The real proposal in Arabic: read without and with its marks, proposed anew, applied."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.model.labels import LABEL
from resdraft.model.resolution import Kind, Resolution
from resdraft.usecases.documents import open_document
from tests import oracles


@pytest.fixture(scope="module")
def proposal(shared: Path) -> Path:
    return shared / "corpus/docx/tracked/oxpt__RP051-Arabic.docx"


def test_it_is_read_without_and_with_its_marks(proposal: Path) -> None:
    base, new = (open_document(proposal, marks=marks).resolution for marks in ("reject", "accept"))
    assert base.language == new.language == "ar"
    assert [p.kind for p in base.provisions[:3]] == [Kind.NUMBER, Kind.TITLE, Kind.FORMULA]
    considering = [p.label for p in base.provisions[4:14]]
    assert considering == ["أ )", "ب)", "ج)", "د )", "ﻫ )", "و )", "ز)", "ح)", "ط)", "ي)"]
    assert [p.label for p in new.provisions[4:10]] == ["أ )", "ب)", "ج)", "د)", "ﻫ)", "و)"]


def test_its_marks_are_a_proposal(proposal: Path) -> None:
    # propose itself proves that its amendments give the edited text, or says that it cannot.
    base = open_document(proposal, marks="reject").resolution
    made = resdraft.propose(base, proposal, "MEX")
    assert [p.source for p in made.proposals] == ["MEX"]
    assert sum(len(p.amendments) for p in made.proposals) > 10


def test_it_is_written_back_and_brought_together_with_a_rival(proposal: Path, shared: Path, tmp_path: Path) -> None:
    """The base with the proposal's changes as marks: rejected it is the base, accepted the proposal's text, its tables too."""
    base = resdraft.reject(proposal).content
    made = resdraft.propose(base, proposal, "MEX", document="18A3")
    assert "\\t<\\t" in str(made.output("json").content), "its table has merged cells"
    marked = tmp_path / "marked.docx"
    resdraft.consolidate(base, made.proposals).save(marked)
    new, old = (open_document(marked, marks=marks).resolution for marks in ("accept", "reject"))
    assert old == open_document(base).resolution
    wanted = open_document(proposal, marks="accept").resolution
    assert [p.text.plain.strip() for p in new.provisions] == [p.text.plain.strip() for p in wanted.provisions]
    assert sum(p.kind is Kind.BLOCK for p in new.provisions) == 2
    (tmp_path / "base.docx").write_bytes(base)
    assert oracles.new_faults(shared, marked, tmp_path / "base.docx") == ""
    rival = open_document(base).resolution
    first = next(p for p in rival.provisions if p.key == "s1/2")
    edited = str(open_document(base).output("text").content).replace(
        first.text.plain, f"{first.text.plain[:-1]} والأنظمة الأخرى؛"
    )
    other = resdraft.propose(base, edited.encode(), "ARS")
    both = resdraft.consolidate(base, [*made.proposals, *other.proposals])
    assert both.sources == ("ARS", "MEX")
    whole = both.word().content
    for source, text in (("MEX", wanted), ("ARS", open_document(edited.encode()).resolution)):
        alone = resdraft.reject(resdraft.accept(bytes(whole), sources=source).content).content  # type: ignore[arg-type]
        assert _lines(open_document(alone).resolution) == _lines(text)


def test_every_change_of_it_is_tracked(proposal: Path) -> None:
    checked = resdraft.verify(resdraft.reject(proposal).content, proposal)
    assert checked.tracked
    assert checked.silent == ()
    # A true finding: it keeps Article 5 (NOC, underlined) and does not say why.
    assert [one.code for one in checked.symbols] == ["SYM4"]


def test_its_two_numbers_its_reasons_and_its_marks(proposal: Path) -> None:
    assert len(resdraft.marks(proposal)) == 712
    read = resdraft.read_proposals([proposal], open_document(resdraft.reject(proposal).content))
    assert [(p.symbol.strip("_"), p.number) for p in read] == [("MOD", "MEX/18A3/1"), ("NOC", "MEX/18A3/2")]
    assert read[0].reasons.startswith("تشير دراسات قطاع الاتصالات الراديوية")


def _lines(text: Resolution) -> list[list[str]]:
    """The words of each paragraph. Where no mark tells it, a label is read as one, and labels are not proposed."""
    lines = (p.text.plain.strip() for p in text.provisions if p.kind is not Kind.BLOCK)
    return [line[label.end() if (label := LABEL.match(line)) else 0 :].split() for line in lines]
