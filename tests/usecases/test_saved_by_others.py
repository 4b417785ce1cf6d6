"""Marked files that another program has saved, or that somebody went on editing, are read for what they show, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import resdraft
from resdraft.errors import ResdraftError, Unfit
from resdraft.ooxml.manifest import NAMESPACE, Manifest
from resdraft.ooxml.names import DOCUMENT, FOOTNOTES, ID, XML_SPACE, P, w
from resdraft.ooxml.package import open_package, pack, parse, serialise
from resdraft.ooxml.revisions import MARKS
from resdraft.usecases.since import Earlier

from .. import oracles

BASE = """RESOLUTION 7 (Geneva, 2022)
A title
The Council,
considering
a)\tthat a first thing[^1] is so;
b)\tthat a second thing is so,
resolves
1\tto support the digital economy of all;
2\tto report each year[^2];
3\tto hold workshops.
[^1]: The first note.
[^2]: The second note."""
HEAD = "target: Resolution 7 (Geneva, 2022)\namendments:\n"
PROPOSALS = {
    "SWE": """document: 12
  - clause: resolves 1
    from: support
    to: promote
  - after: resolves 2
    insert: |
      to set up a fund[^n1];
    footnotes:
      n1: A note of Sweden.
  - clause: considering b)
    from: second
    to: another[^n2]
    footnotes:
      n2: Another note of Sweden.
""",
    "NOR": """document: 13
  - clause: resolves 1
    from: support
    to: promote
  - clause: resolves 3
    from: hold workshops
    to: hold seminars
""",
    "RCC": """document: 14
  - clause: resolves 3
    from: hold workshops
    to: hold meetings
  - clause: considering a)
    delete: true
  - clause: resolves 2
    from: each year
    to: every year
""",
}
AMENDMENTS = ["SWE/12/1", "SWE/12/1(1)", "SWE/12/1(2)", "NOR/13/1(2)", "RCC/14/1(2)", "RCC/14/1(3)"]


def proposal(source: str) -> bytes:
    first, _, rest = PROPOSALS[source].partition("\n")
    return f"source: {source}\n{first}\n{HEAD}{rest}".encode()


@pytest.fixture(scope="module")
def consolidated() -> dict[str, bytes]:
    """A consolidated file of our own look, and one in somebody's own file."""
    base = resdraft.open(BASE.encode())
    proposals = [proposal(source) for source in PROPOSALS]
    new = resdraft.consolidate(base, proposals).word().content
    own = pack({n: c for n, c in open_package(base.output("docx").content).items() if NAMESPACE.encode() not in c})  # type: ignore[arg-type]
    mine = resdraft.consolidate(resdraft.open(own), proposals).word().content
    assert isinstance(new, bytes)
    assert isinstance(mine, bytes)
    return {"new": new, "own": mine}


def lines(content: bytes) -> list[str]:
    document = resdraft.open(content)
    return str(document.output("text").content).splitlines()


def kept(content: bytes, **meant: object) -> list[str]:
    """The text with some marks accepted and the rest rejected."""
    accepted = resdraft.accept(content, **meant)  # type: ignore[arg-type]
    return lines(resdraft.reject(accepted.content).content)


def readings(content: bytes) -> dict[str, list[str]]:
    """What the file says of each source, of each amendment, and without any mark."""
    out = {source: kept(content, sources=source) for source in PROPOSALS}
    out |= {number: kept(content, amendments=number) for number in AMENDMENTS}
    return out | {"": lines(resdraft.reject(content).content)}


def test_every_reading_is_another_one(consolidated: dict[str, bytes]) -> None:
    for content in consolidated.values():
        found = readings(content)
        assert found[""] == BASE.splitlines()
        assert len({tuple(text) for text in found.values()}) == len(PROPOSALS) + len(AMENDMENTS)


@pytest.mark.usefixtures("office")
def test_saved_by_libreoffice_it_says_the_same(consolidated: dict[str, bytes], tmp_path: Path) -> None:
    """The notes too: LibreOffice has read them by their order, and has written what it took each for."""
    before = {}
    for name, content in consolidated.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
        before[name] = readings(content)
    out = tmp_path / "saved"
    saved = oracles.office_saved([tmp_path / f"{name}.docx" for name in consolidated], out)
    assert set(saved) == set(consolidated)
    for name, path in saved.items():
        content = path.read_bytes()
        assert Manifest.read(open_package(content)) == Manifest.read(open_package(consolidated[name]))
        assert readings(content) == before[name]
        earlier = Earlier.read(content, resdraft.open(BASE.encode()).resolution)
        assert {source: len(edits) > 0 for source, edits in earlier.edits.items()} == dict.fromkeys(PROPOSALS, True)


def changed(content: bytes, change: Callable[[etree._Element], None], part: str = DOCUMENT) -> bytes:
    parts = open_package(content)
    root = parse(parts[part])
    change(root)
    return pack(parts | {part: serialise(root)})


def bookmarks_into_marks(root: etree._Element) -> None:
    """As LibreOffice does: starts and ends of bookmarks stand in the mark that follows them."""
    for end in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        following = next((e for e in end.itersiblings() if e.tag not in (w("bookmarkStart"), w("bookmarkEnd"))), None)
        if following is not None and following.tag in MARKS:
            at = next((n for n, child in enumerate(following) if "bookmark" not in str(child.tag)), 0)
            following.insert(at, end)


def test_amendments_are_found_where_bookmarks_stand_inside_of_marks(consolidated: dict[str, bytes]) -> None:
    for content in consolidated.values():
        moved = changed(content, bookmarks_into_marks)
        assert moved != content
        assert readings(moved) == readings(content)
        settled = resdraft.accept(moved)
        assert b"_rd_" not in open_package(settled.content)[DOCUMENT]


def test_a_note_whose_bookmarks_are_gone_belongs_to_its_reference_or_is_refused(consolidated: dict[str, bytes]) -> None:
    def drop_bookmarks(root: etree._Element) -> None:
        for end in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            parent = end.getparent()
            assert parent is not None
            parent.remove(end)

    def accept_references(root: etree._Element) -> None:
        for reference in list(root.iter(w("footnoteReference"))):
            for mark in list(reference.iterancestors(w("ins"))):
                for child in list(mark):
                    mark.addprevious(child)

    for content in consolidated.values():
        without = changed(content, drop_bookmarks, FOOTNOTES)
        assert without != content
        assert readings(without) == readings(content)
        with pytest.raises(Unfit, match="dropped the number of a mark of SWE"):
            resdraft.accept(changed(without, accept_references), amendments="SWE/12/1")
        assert resdraft.accept(changed(without, accept_references), amendments="RCC/14/1").count


def without_manifest(content: bytes) -> bytes:
    return pack({name: part for name, part in open_package(content).items() if not name.startswith("customXml/item")})


def test_without_its_manifest_a_joint_author_is_still_all_of_its_sources(consolidated: dict[str, bytes]) -> None:
    for content in consolidated.values():
        bare = without_manifest(content)
        assert Manifest.read(open_package(bare)) is None
        for source in PROPOSALS:
            assert kept(bare, sources=source) == kept(content, sources=source)
        with pytest.raises(ResdraftError, match="no mark of amendment"):
            resdraft.accept(bare, amendments="SWE/12/1")
        # Whether two of them stand against each other is known no more.
        with pytest.raises(Unfit, match="options of one choice"):
            resdraft.accept(bare, sources=["SWE", "NOR"])


@pytest.mark.parametrize(
    ("author", "refused"), [("RCC, CHAIR", True), ("CHAIR, RCC, S", True), ("Smith, RCC", False), ("NOR, RCC", False)]
)
def test_an_author_of_whom_it_cannot_be_told_is_refused(consolidated: dict[str, bytes], author: str, refused: bool) -> None:
    def rename(root: etree._Element) -> None:
        for mark in root.iter(*MARKS):
            if mark.get(w("author")) == "NOR, RCC":
                mark.set(w("author"), author)

    bare = changed(without_manifest(consolidated["new"]), rename)
    if refused:
        with pytest.raises(Unfit, match="one author or several"):
            resdraft.accept(bare, sources="RCC")
        with pytest.raises(ResdraftError, match="one author or several"):
            Earlier.read(bare, resdraft.open(BASE.encode()).resolution)
    else:
        assert resdraft.accept(bare, sources="RCC").count > 0
    assert resdraft.accept(bare, sources="SWE").count > 0


def test_what_somebody_typed_into_it_is_his_own(consolidated: dict[str, bytes]) -> None:
    """Marks of a new author, one of them inside another's insertion; then one source is accepted."""

    def edit(root: etree._Element) -> None:
        texts = {t.text: t for t in root.iter(w("t"))}
        run = texts["A title"].getparent()
        fund = next(t for words, t in texts.items() if words and "fund" in words).getparent()
        assert run is not None
        assert fund is not None
        for at, tag, said in ((run, "ins", " of note"), (fund, "del", "")):
            mark = etree.Element(w(tag), {ID: "900", w("author"): "Chair"})
            if said:
                etree.SubElement(etree.SubElement(mark, w("r")), w("t"), {XML_SPACE: "preserve"}).text = said
                at.addnext(mark)
            else:
                at.addprevious(mark)
                mark.append(at)
                for t in at.iter(w("t")):
                    t.tag = w("delText")

    for content in consolidated.values():
        edited = changed(content, edit)
        assert [m.author for m in resdraft.marks(edited) if m.author == "Chair"] == ["Chair", "Chair"]
        plain = {source: kept(content, sources=source) for source in PROPOSALS}
        assert {source: kept(edited, sources=source) for source in PROPOSALS} == plain
        typed = kept(edited, authors="Chair")
        assert next(line for line in typed if line not in plain["NOR"]) == "A title of note"
        one = resdraft.accept(edited, sources="SWE")
        assert {m.author for m in resdraft.marks(one.content)} >= {"Chair", "RCC"}
        assert not list(parse(open_package(one.content)[DOCUMENT]).iter(w("bookmarkStart"))) or one.left
        both = resdraft.reject(resdraft.accept(one.content, sources="RCC").content)
        assert "3\tto hold meetings." in lines(both.content)
        assert not [p for p in parse(open_package(both.content)[DOCUMENT]).iter(P) if not len(p)]
        earlier = Earlier.read(edited, resdraft.open(BASE.encode()).resolution)
        assert set(earlier.edits) == {*PROPOSALS, "Chair"}
        with pytest.raises(Unfit, match="on another text"):
            Earlier.read(one.content, resdraft.open(BASE.encode()).resolution)
