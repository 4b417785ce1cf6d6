"""Reasons as Word comments: where they stand, what accepting and rejecting leaves of them, and that they change nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.errors import OurFault, Unfit
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply, renumber_notes
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.marked import Marked, Owned, Reason
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.ooxml.comments import comments
from resdraft.ooxml.names import DATE, DOCUMENT, ID, w
from resdraft.ooxml.package import open_package, pack, parse, related, relationships_of
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_docx, read_sources, read_word
from resdraft.read.text import read_text
from resdraft.write import marking
from resdraft.write.docx import mark_docx, new_docx
from resdraft.write.paragraphs import MarkedParagraph

from .. import looks, oracles
from ..formatting import canonical
from .test_in_place import edited

EN = lexicon("en")
BASE = read_text(
    "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tthat one[^1];\nb)\tthat two,\nresolves\n"
    "1\tto act;\n2\tto report;\n3\tto end.\n[^1]: Some."
)


def clause(label: str, text: str) -> Provision:
    return Provision(Kind.CLAUSE, Text.of(text), label)


EDITS = (
    Owned(Replace("s1/1", 1, 1, Text.of(" very")), ("CHN", "RUS"), ("CHN/1/1", "RUS/2/1")),
    Owned(Delete("s1/2"), ("CHN",), ("CHN/1/2",)),
    Owned(Move("s2/1", "s2/2", 0, 0, "2bis"), ("CHN",), ("CHN/1/3",)),
    Owned(Insert("s2/3", 0, clause("3bis", "to go on.")), ("RUS",), ("RUS/2/2",)),
    Owned(Replace("note/1", 0, 1, Text.of("Many")), ("RUS",), ("RUS/2/3",)),
)
MARKED = Marked(BASE, EDITS)
REMARKS = (
    Reason("RUS", "To go on.\nAnd on.", "RUS/2/2", "2020-02-10"),
    Reason("CHN", "Very much so.", "CHN/1/1"),
    Reason("RUS", "It is.", "RUS/2/1"),
    Reason("CHN", "It is not two.", "CHN/1/2"),
    Reason("CHN", "Later.", "CHN/1/3"),
    Reason("RUS", "There are many.", "RUS/2/3"),
    Reason("RUS", "In general.", "RUS/2"),
    Reason("CHN", "Not of this source.", "RUS/2/2"),
)


def anchored(content: bytes) -> list[tuple[str, str, str]]:
    """The author and words of each comment, and the first words of the paragraph that it is on."""
    return [
        (c.author, c.text, "".join(t.text or "" for t in c.paragraphs[0].iter(w("t"), w("delText"))))
        for c in comments(WordFile.open(content))
    ]


def whole(content: bytes) -> set[str]:
    """The ids of the comments of a file; each has one body, one range and one reference."""
    parts = open_package(content)
    root = parse(parts[DOCUMENT])
    (part,) = related(parts, DOCUMENT, "comments")
    bodies = [c.get(ID, "") for c in parse(parts[part])]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(e.get(ID, "") for e in root.iter(w(tag))) == sorted(bodies), tag
    assert len(set(bodies)) == len(bodies)
    return set(bodies)


def signed(marked: Marked) -> tuple[Marked, list[Reason]]:
    """Each edit with an amendment of its own for each of its sources, and a reason on each."""
    edits = [o._replace(amendments=tuple(f"{s}/1/{n}" for s in o.sources)) for n, o in enumerate(marked.edits)]
    reasons = [Reason(a.partition("/")[0], f"why {a}", a) for o in edits for a in o.amendments]
    return replace(marked, edits=tuple(edits)), reasons


def without_comments(content: bytes) -> dict[str, bytes]:
    """The parts of a file without its comments, their anchors, and what says that there are any."""
    parts = open_package(content)
    root = parse(parts[DOCUMENT])
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for element in list(root.iter(w(tag))):
            gone = element if tag != "commentReference" else element.getparent()
            parent = None if gone is None else gone.getparent()
            assert gone is not None
            assert parent is not None
            parent.remove(gone)
    left = {n: c for n, c in parts.items() if n not in ("word/comments.xml", "[Content_Types].xml", relationships_of(DOCUMENT))}
    return left | {DOCUMENT: canonical(root)}


@pytest.fixture(scope="module")
def written() -> bytes:
    return new_docx(MARKED, reasons=REMARKS).content


def test_each_stands_at_what_its_amendment_marks(written: bytes) -> None:
    assert anchored(written) == [
        ("RUS", "RUS/2: In general.", "A title"),
        ("CHN", "RUS/2/2: Not of this source.", "A title"),
        ("CHN", "Very much so.", "a)that very one;"),
        ("RUS", "It is.", "a)that very one;"),
        ("RUS", "There are many.", "a)that very one;"),
        ("CHN", "It is not two.", "b)that two,"),
        ("CHN", "Later.", "1to act;"),
        ("RUS", "To go on.\nAnd on.", "3bisto go on."),
    ]
    # LibreOffice takes ids that comments and footnotes share for one another.
    notes = {note.get(ID) for note in parse(open_package(written)["word/footnotes.xml"])}
    assert len(whole(written)) == len(REMARKS)
    assert not whole(written) & notes


def test_other_programs_read_them(written: bytes, shared: Path, tmp_path: Path) -> None:
    import docx

    found = {(c.author, c.initials, c.text) for c in docx.Document(io.BytesIO(written)).comments}
    assert found >= {("RUS", "RUS", "To go on.\nAnd on."), ("CHN", "CHN", "Very much so.")}
    path = tmp_path / "comments.docx"
    path.write_bytes(written)
    assert oracles.faults(shared, [path]) == ""


def test_only_a_proposal_s_own_date_is_told(written: bytes) -> None:
    dates = [comment.get(DATE) for comment in parse(open_package(written)["word/comments.xml"])]
    assert dates == ["2020-02-10T00:00:00Z", *[None] * 7]


def test_without_remarks_nothing_changes_and_with_them_nothing_else(written: bytes) -> None:
    plain = new_docx(MARKED).content
    assert new_docx(MARKED, reasons=()).content == plain
    assert without_comments(written) == without_comments(plain)
    assert set(open_package(written)) - set(open_package(plain)) == {"word/comments.xml"}
    assert new_docx(MARKED, reasons=REMARKS).content == written


@pytest.mark.parametrize("sources", [(), ("CHN",), ("RUS",), ("CHN", "RUS")])
def test_whoever_s_marks_are_kept_the_text_is_theirs_and_the_comments_are_whole(
    written: bytes, shared: Path, tmp_path: Path, sources: Sequence[str]
) -> None:
    content = settle(written, "accept", Selection(tuple(sources))).content if sources else written
    content = settle(content, "reject", Selection()).content
    assert read_docx(content) == renumber_notes(apply(BASE, MARKED.kept(sources)))
    whole(content)
    left = {text for _, text, _ in anchored(content)}
    # What is deleted goes with its comment, and so does what is not inserted.
    assert ("It is not two." in left) == ("CHN" not in sources)
    assert ("To go on.\nAnd on." in left) == ("RUS" in sources)
    assert "It is." in left
    path = tmp_path / "settled.docx"
    path.write_bytes(content)
    assert oracles.faults(shared, [path]) == ""


def test_rejecting_one_of_two_sources_leaves_the_other_s(written: bytes) -> None:
    content = settle(written, "reject", Selection(("RUS",))).content
    whole(content)
    assert {"Very much so.", "It is.", "Later."} <= {text for _, text, _ in anchored(content)}
    assert read_sources(content)[1]["CHN"] == apply(BASE, MARKED.kept(["CHN"]))


def test_a_file_keeps_the_comments_that_it_has() -> None:
    first = new_docx(Marked(BASE, EDITS[:1]), reasons=[Reason("A. Person", "Why?", "", "2019-01-01")]).content
    own = settle(first, "reject", Selection()).content
    text = read_word(WordFile.open(own))
    content = mark_docx(MARKED, text.file, text.places, reasons=REMARKS).content
    before, after = (parse(open_package(c)["word/comments.xml"]) for c in (own, content))
    assert canonical(after[0]) == canonical(before[0])
    assert anchored(content)[0] == ("A. Person", "Why?", "A title")
    assert len(anchored(content)) == len(whole(content)) == 1 + len(REMARKS)
    assert [name for name in open_package(content) if "comments" in name] == ["word/comments.xml"]
    for action in ("accept", "reject"):
        settled = settle(content, action, Selection()).content
        whole(settled)
        assert anchored(settled)[0] == ("A. Person", "Why?", "A title")


def test_comments_that_cannot_be_read_are_not_written_over(written: bytes) -> None:
    own = settle(written, "reject", Selection()).content
    text = read_word(WordFile.open(pack(open_package(own) | {"word/comments.xml": b"<comments/>"})))
    with pytest.raises(Unfit, match="comments cannot be read"):
        mark_docx(MARKED, text.file, text.places, reasons=REMARKS)


Made = tuple[bytes, bytes, Resolution, Marked]


def made_in(look: str, base: Resolution) -> Made:
    """A file, that file with edits of two sources and a reason on each, its text, and the edits."""
    content = looks.file_of(base, look, 1, fields=False)
    for seed in range(50):
        text = read_word(WordFile.open(content))
        own = text.resolution
        keys = [p.key for p in own.provisions if p.kind not in (Kind.NOTE, Kind.TITLE, Kind.CALL) and not p.text.notes]
        half = len(keys) // 2
        shares = {"CHN": set(keys[: half - 1]), "RUS": set(keys[half + 1 :])}
        targets = {s: edited(own, f"{look} {s} {seed}", 15, share, notes=False) for s, share in shares.items()}
        marked, reasons = signed(consolidate(own, {s: normal_diff(own, target, EN) for s, target in targets.items()}))
        if {type(o.edit) for o in marked.edits} != {Replace, Delete, Insert, Move}:
            continue
        try:
            after = mark_docx(marked, text.file, text.places, reasons=reasons).content
        except Unfit:
            continue
        assert sorted(words for _, words, _ in anchored(after)) == sorted(r.text for r in reasons)
        plain = read_word(WordFile.open(content))
        assert without_comments(after) == without_comments(mark_docx(marked, plain.file, plain.places).content)
        return content, after, own, marked
    raise AssertionError("no seed fits")


@pytest.fixture(scope="module")
def in_place(shared: Path) -> dict[str, Made]:
    base = read_text((shared / "corpus/pp18/gold/140.txt").read_text("utf-8"))
    return {look: made_in(look, base) for look in looks.LOOKS}


def test_files_of_every_make_keep_the_laws(in_place: dict[str, Made], shared: Path, tmp_path: Path) -> None:
    for look, (content, after, base, marked) in in_place.items():
        before, *files = (tmp_path / f"{look}.{n}.docx" for n in range(6))
        before.write_bytes(content)
        files[-1].write_bytes(after)
        for path, sources in zip(files, ((), ("CHN",), ("RUS",), ("CHN", "RUS")), strict=False):
            kept = settle(after, "accept", Selection(sources)).content if sources else after
            kept = settle(kept, "reject", Selection()).content
            whole(kept)
            read = read_docx(kept)
            assert [p.text for p in read.provisions] == [p.text for p in apply(base, marked.kept(sources)).provisions]
            path.write_bytes(kept)
        assert oracles.new_faults(shared, files[0], before, *files[1:]) == ""


def test_libreoffice_reads_them_and_accepts_and_rejects_exactly(
    in_place: dict[str, Made], written: bytes, shared: Path, office: str, tmp_path: Path
) -> None:
    pairs = {look: (after, content) for look, (content, after, *_) in in_place.items()}
    pairs["new"] = written, new_docx(Marked(BASE)).content
    files = []
    for name, (after, base) in pairs.items():
        for kind, content in (("", after), (".base", base), (".target", settle(after, "accept", Selection()).content)):
            files.append(tmp_path / f"{name}{kind}.docx")
            files[-1].write_bytes(content)
    said = oracles.office_comments(files, tmp_path / "odt")
    read = oracles.office(office, shared, sorted((tmp_path / "odt").glob("*.odt")), tmp_path / "out")
    for name, (after, _) in pairs.items():
        assert sorted(said[name]) == sorted((author, text) for author, text, _ in anchored(after))
        assert read[name] == (read[f"{name}.target"][0], read[f"{name}.base"][0]), name


def test_a_clause_that_is_moved_and_reworded_bears_both_remarks() -> None:
    edits = (EDITS[2], Owned(Replace("s2/1", 2, 3, Text.of("do")), ("CHN",), ("CHN/1/4",)))
    reasons = [Reason("CHN", "Later.", "CHN/1/3"), Reason("CHN", "Better.", "CHN/1/4")]
    content = new_docx(Marked(BASE, edits), reasons=reasons).content
    assert [place for _, _, place in anchored(content)] == ["1to act;", "1to act;"]


def test_a_table_s_row_goes_with_the_comment_in_it(shared: Path, tmp_path: Path) -> None:
    table = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    parts = open_package(looks.file_of(BASE, "itu", 1))
    at = parts[DOCUMENT].rindex(b"<w:p ")
    parts[DOCUMENT] = parts[DOCUMENT][:at] + table.encode() + parts[DOCUMENT][at:]
    text = read_word(WordFile.open(pack(parts)))
    (block,) = (p.key for p in text.resolution.provisions if p.kind is Kind.BLOCK)
    marked = Marked(text.resolution, (Owned(Delete(block), ("RUS",), ("RUS/1",)),))
    content = mark_docx(marked, text.file, text.places, reasons=[Reason("RUS", "Why not?", "RUS/1")]).content
    assert anchored(content) == [("RUS", "Why not?", "cell")]
    # It is struck like the words of the row.
    (reference,) = parse(open_package(content)[DOCUMENT]).iter(w("commentReference"))
    assert next(reference.iterancestors(w("del")), None) is not None
    assert whole(settle(content, "reject", Selection()).content)
    assert not whole(settle(content, "accept", Selection()).content)
    path = tmp_path / "table.docx"
    path.write_bytes(content)
    assert oracles.faults(shared, [path]) == ""


def test_a_lost_mark_is_noticed_beside_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    original = marking.body_paragraphs

    def planted(given: Marked) -> list[MarkedParagraph]:
        out = original(given)
        n = next(n for n, p in enumerate(out) if p.changes)
        out[n] = out[n]._replace(changes=())
        return out

    monkeypatch.setattr(marking, "body_paragraphs", planted)
    with pytest.raises(OurFault):
        new_docx(MARKED, reasons=REMARKS)
