"""Accepting and rejecting what several sources propose together."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.errors import Unreadable, WrongUsage
from resdraft.lexicon import lexicon
from resdraft.model.edit import Replace
from resdraft.model.marked import Marked, Reason
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text
from resdraft.ooxml.names import AUTHOR, DOCUMENT
from resdraft.ooxml.package import open_package, pack, parse
from resdraft.ooxml.revisions import marks
from resdraft.ooxml.settle import Selection, settle
from resdraft.read.docx import read_docx
from resdraft.read.text import read_text
from resdraft.write.docx import new_docx, write_docx

from .. import oracles

HEAD = "RESOLUTION 7 (Rev. Geneva, 2022)\nA title\nThe Council,\nresolves\n"
BASE = read_text(HEAD + "1\tto support the digital economy;\n2\tto report.")
TEXTS = {
    "ARB": read_text(HEAD + "1\tto promote the digital economy;\n2\tto hold workshops;\n3\tto report."),
    "CHN": read_text(HEAD + "1\tto promote the digital economy;\n2\tto set up a fund;\n3\tto report each year."),
}


@pytest.fixture(scope="module")
def joint() -> bytes:
    """Two sources that agree on a word, and each insert a clause in the same place."""
    edits = {source: normal_diff(BASE, text, lexicon("en")) for source, text in TEXTS.items()}
    return write_docx(consolidate(BASE, edits))


def authors(content: bytes) -> set[str | None]:
    return {mark.get(AUTHOR) for mark in marks(parse(open_package(content)[DOCUMENT]))}


def lines(resolution: Resolution) -> list[str]:
    return [p.line for p in resolution.provisions][4:]


def test_marks_are_joint_and_tags_the_secretariat_s(joint: bytes) -> None:
    assert authors(joint) == {"ARB", "CHN", "ARB, CHN", "ITU secretariat"}


def test_accepting_one_source_takes_the_joint_marks_too(joint: bytes) -> None:
    accepted = settle(joint, "accept", Selection(("ARB",))).content
    assert authors(accepted) == {"CHN", "ITU secretariat"}
    read = read_docx(settle(accepted, "reject", Selection()).content)
    assert lines(read) == ["1\tto promote the digital economy;", "1bis\tto hold workshops;", "2\tto report."]


def test_rejecting_one_source_leaves_the_joint_marks_to_the_other(joint: bytes) -> None:
    rejected = settle(joint, "reject", Selection(("ARB",)))
    assert authors(rejected.content) == {"CHN", "ITU secretariat"}
    read = read_docx(settle(rejected.content, "accept", Selection(("CHN",))).content, lambda _: False)
    assert lines(read) == ["1\tto promote the digital economy;", "1bis\tto set up a fund;", "2\tto report each year."]


def test_an_author_is_literal_and_warns(joint: bytes) -> None:
    settled = settle(joint, "accept", Selection(authors=("ARB",)))
    assert authors(settled.content) == {"CHN", "ARB, CHN", "ITU secretariat"}
    assert "ARB, CHN" in settled.warnings[0]


def test_accepting_everything_shows_whose_each_clause_is(joint: bytes) -> None:
    read = read_docx(settle(joint, "accept", Selection()).content)
    assert lines(read)[1:3] == ["1bis\tto hold workshops; [ARB]", "1bis\tto set up a fund; [CHN]"]


def test_a_date_selects_the_marks_of_that_day_alone() -> None:
    days = {"ARB": "2019-05-19", "CHN": "2019-05-20", "RUS": "2019-05-21"}
    edits = {s: (Replace("s1/1", n, n, Text.of(f"{s} ")),) for s, n in zip(days, (0, 2, 4), strict=True)}
    content = write_docx(consolidate(BASE, edits, days))
    accepted = settle(content, "accept", Selection(dates=("2019-05-20",)))
    assert authors(accepted.content) == {"ARB", "RUS"}
    assert (
        lines(read_docx(settle(accepted.content, "reject", Selection()).content))[0] == "1\tto CHN support the digital economy;"
    )


def test_other_tools_read_the_same(shared: Path, joint: bytes, tmp_path: Path) -> None:
    path = tmp_path / "joint.docx"
    path.write_bytes(joint)
    assert oracles.faults(shared, [path]) == ""
    assert oracles.keep(shared, path)[4:] == lines(BASE)
    assert oracles.keep(shared, path, ["CHN"])[4:] == [
        "1\tto promote the digital economy;",
        "1bis\tto set up a fund;",
        "2\tto report each year.",
    ]


@pytest.mark.parametrize("selection", [Selection(("RUS",)), Selection(authors=("A. Person",))])
def test_who_stands_in_no_mark_is_said_so(joint: bytes, selection: Selection) -> None:
    with pytest.raises(WrongUsage, match="no mark of"):
        settle(joint, "accept", selection)


def test_a_package_bears_no_time(joint: bytes) -> None:
    entries = zipfile.ZipFile(io.BytesIO(joint)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert pack(open_package(joint)) == joint


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, b"\xd0\xcf\x11\xe0", b"{\\rtf1}"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        open_package(content)


def test_a_part_that_is_no_xml_is_refused(joint: bytes) -> None:
    parts = open_package(joint) | {DOCUMENT: b"<w:document"}
    with pytest.raises(Unreadable):
        read_docx(pack(parts))


def test_a_comment_whose_reference_goes_takes_its_body_and_its_range_along() -> None:
    """Word puts the reference of a comment on new words into the insertion, and its range around it."""
    content = new_docx(Marked(BASE), reasons=[Reason("A", "Why?", ""), Reason("B", "So what?", "")]).content
    parts = open_package(content)
    reference = b'<w:r><w:commentReference w:id="1"/></w:r>'
    assert reference in parts[DOCUMENT]
    inserted = b'<w:ins w:id="9" w:author="A">' + reference + b"</w:ins>"
    rejected = settle(pack(parts | {DOCUMENT: parts[DOCUMENT].replace(reference, inserted)}), "reject", Selection()).content
    settled = open_package(rejected)
    assert b'w:id="1"' not in settled[DOCUMENT]
    assert [comment.get(AUTHOR) for comment in parse(settled["word/comments.xml"])] == ["B"]
    assert settled[DOCUMENT].count(b'w:id="2"') == 3
