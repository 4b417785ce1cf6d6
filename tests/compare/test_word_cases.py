"""Pairs of Word files kept beside the project, each with one situation: what is marked, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from resdraft.compare.word_files import ComparedFile, compare_files
from resdraft.ooxml.package import open_package
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile

from .notation import w


@pytest.fixture
def cases(shared: Path) -> Path:
    folder = shared / "cases" / "word"
    if not folder.is_dir():
        pytest.skip(f"the small inputs are not at {folder}")
    return folder


def compared(case: Path) -> ComparedFile:
    old, new = ((case / f"{name}.docx").read_bytes() for name in ("old", "new"))
    return compare_files((old, "old.docx"), (new, "new.docx"), "X")


@pytest.mark.parametrize("name", ["footpage", "nzp_pstyle", "styledef"])
def test_what_is_no_change_bears_no_mark(cases: Path, name: str) -> None:
    done = compared(cases / name)
    assert done.marks == 0
    assert open_package(done.content) == open_package((cases / name / "old.docx").read_bytes())
    told = ('new.docx defines the style "heading 1" otherwise: the definition of old.docx stays',) if name == "styledef" else ()
    assert done.notices == told


def test_a_control_that_goes_is_told(cases: Path) -> None:
    done = compared(cases / "sdtblockgone")
    accepted = settle(done.content, "accept", Selection()).content
    root = etree.fromstring(open_package(accepted)["word/document.xml"])
    told = [notice for notice in done.notices if "content controls around paragraphs" in notice]
    # Our own accept takes an empty control out; Word leaves it, so it is told.
    assert told
    assert next(root.iter(w("sdt")), None) is None


def test_a_list_goes_on_counting(cases: Path) -> None:
    done = compared(cases / "numshare")
    assert done.notices == ()
    accepted = settle(done.content, "accept", Selection()).content
    for content in (accepted, (cases / "numshare" / "new.docx").read_bytes()):
        file = WordFile.open(content)
        lists = file.numbering()
        labels = [lists.label(p.properties) for p in file.base]
        assert [label[0] for label in labels if label is not None] == ["1.", "2.", "3.", "4."]
