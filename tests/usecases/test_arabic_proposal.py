"""The real proposal in Arabic: read without and with its marks, proposed anew, applied."""

from __future__ import annotations

from pathlib import Path

import pytest

import resdraft
from resdraft.model.resolution import Kind
from resdraft.usecases.documents import open_document


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
