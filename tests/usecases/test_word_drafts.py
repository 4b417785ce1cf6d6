"""Drafts in Word: begun on a text, filled in and edited, and taken back as a proposal."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

import resdraft
from resdraft.lexicon import LANGUAGES, fields_of_drafts, lexicon
from resdraft.model.resolution import Resolution
from resdraft.ooxml.names import INS, RUN, P, T, w
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.draft_cover import draft_cover
from tests import looks, strategies
from tests.conftest import ROOT
from tests.oracles import faults, new_faults

SHORT = ROOT / "tests" / "cases" / "cli" / "files" / "short.txt"
NUMBERLESS = b"The Council,\nconsidering\na)\tthat ITU acts;\nb)\tthat Members act,\nresolves\n1\tto act;\n2\tto report."
HEADLESS = NUMBERLESS.partition(b"\n")[2]
NAMES = ("source", "meeting", "document", "date", "agenda", "title", "summary", "reasons")


def changed(content: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """A Word file after a change of its main part."""
    parts = open_package(content, "")
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    return pack({**parts, "word/document.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def typed(words: str, author: str = "A. Berg") -> etree._Element:
    """Words as Word tracks them."""
    inserted = etree.Element(INS, {w("id"): "900", w("author"): author, w("date"): "2026-11-01T00:00:00Z"})
    etree.SubElement(etree.SubElement(inserted, RUN), T).text = words
    return inserted


def filled(content: bytes, fields: Mapping[str, str], *, left: bool = False) -> bytes:
    """A draft whose cover somebody has filled in, each line a tracked paragraph."""

    def fill(root: etree._Element) -> None:
        rows = root.find(f".//{w('tbl')}").findall(w("tr"))[1:]
        for name, said in fields.items():
            cell = rows[NAMES.index(name)].findall(w("tc"))[not left]
            first = cell.find(P)
            for n, line in enumerate(said.split("\n")):
                holder = first if not n else etree.SubElement(cell, P)
                holder.append(typed(line))

    return changed(content, fill)


def reworded(root: etree._Element) -> None:
    """Somebody types behind the last words of the text, with tracking."""
    list(root.iter(P))[-1].append(typed(" at once"))


def test_the_rows_of_a_cover_are_known_by_their_names_in_all_languages() -> None:
    assert set(fields_of_drafts().values()) == set(NAMES)
    for language in LANGUAGES:
        draft = lexicon(language).contribution.draft
        assert tuple(draft.fields) == NAMES
        assert draft.heading
        assert draft.advice
        text = f"RESOLUTION 7 (Geneva, 2022)\nT\n{lexicon(language).formulas[0]},\nresolves\n1\tto act."
        base = resdraft.open(text.encode(), language=language)
        content = resdraft.new_draft(base, source="NOR", meeting="PP-26", date="2026-11-09", title="T")
        cover = draft_cover(WordFile.open(content))
        assert cover is not None
        assert cover.fields["source"] == "NOR"
        assert resdraft.propose(None, changed(content, reworded)).proposals[0].date == "2026-11-09"


def test_a_table_of_somebody_s_own_with_such_rows_is_no_cover() -> None:
    """Meeting documents have boxes with Source, Title and Date: where they stand in a text they are part of it."""

    def rename(root: etree._Element) -> None:
        table = root.find(f".//{w('tbl')}")
        table.find(f".//{w('t')}").text = "Document for discussion"
        for mark in list(table.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            mark.getparent().remove(mark)

    content = resdraft.new_draft(NUMBERLESS, source="NOR")
    assert draft_cover(WordFile.open(content)) is not None
    assert draft_cover(WordFile.open(changed(content, rename))) is None


@given(strategies.resolutions())
def test_a_draft_reads_as_its_text_or_is_refused(base: Resolution) -> None:
    try:
        content = resdraft.new_draft(base, source="NOR")
    except resdraft.Unfit:
        return
    assert resdraft.open(content, language=base.language).resolution.provisions == base.provisions
    assert not resdraft.propose(None, content).proposals


@pytest.mark.parametrize("look", looks.LOOKS)
def test_in_somebody_s_own_file_all_else_stays(look: str, tmp_path: Path, shared: Path) -> None:
    file = looks.file_of(resdraft.open(str(SHORT)).resolution, look)
    content = resdraft.new_draft(file, source="NOR", title="On it")
    before, after = open_package(file, ""), open_package(content, "")
    may = {"word/document.xml", "word/settings.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert {name for name in before if before[name] != after[name] and not name.startswith("customXml/")} <= may
    assert b"trackRevisions" in after["word/settings.xml"]
    old, new = (list(etree.fromstring(parts["word/document.xml"])[0]) for parts in (before, after))
    assert [etree.tostring(e, method="c14n") for e in new[2:]] == [etree.tostring(e, method="c14n") for e in old]
    (tmp_path / "before.docx").write_bytes(file)
    (tmp_path / "after.docx").write_bytes(content)
    assert not new_faults(shared, tmp_path / "after.docx", tmp_path / "before.docx")


def test_tracking_that_was_off_is_switched_on_and_all_other_settings_stay() -> None:
    parts = open_package(resdraft.new_draft("1332"), "")
    off = parts["word/settings.xml"].replace(b"<w:trackRevisions/>", b'<w:trackRevisions w:val="0"/>')
    assert off != parts["word/settings.xml"]
    again = open_package(resdraft.new_draft(pack({**parts, "word/settings.xml": off})), "")
    assert etree.tostring(etree.fromstring(again["word/settings.xml"]), method="c14n") == etree.tostring(
        etree.fromstring(parts["word/settings.xml"]), method="c14n"
    )


@pytest.mark.parametrize("base", ["1332", NUMBERLESS, HEADLESS])
def test_what_stands_on_the_cover_is_no_part_of_the_text(base: str | bytes) -> None:
    content = filled(resdraft.new_draft(base), {"source": "NOR", "title": "resolves\n1\tto act", "summary": "MOD NOR/62/1"})
    assert not resdraft.propose(None, content).proposals
    assert not resdraft.diff(base, resdraft.open(content, marks="accept")).changes
    assert resdraft.verify(base, content).ok
    (proposal,) = resdraft.propose(None, changed(content, reworded)).proposals
    assert len(proposal.amendments) == 1
    assert proposal.title == "resolves 1 to act"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"source": "NOR"}, {"source": "NOR", "name": ""}),
        ({"source": "Norway"}, {"source": "NOR", "name": "Norway"}),
        ({"source": "Norway and S"}, {"source": "NOR", "cosigners": ("S",), "name": "Norway and S"}),
        ({"source": "Antigua and Barbuda, NOR; Sweden (S)"}, {"source": "ATG", "cosigners": ("NOR", "S")}),
        ({"source": "D/F"}, {"source": "D", "cosigners": ("F",), "name": ""}),
        ({"document": "62(Add.2)(Rev.1)"}, {"document": "62", "addendum": "2", "revision": "1"}),
        ({"document": "PP26/62-E"}, {"document": "62", "meeting": "PP26"}),
        ({"meeting": "Plenipotentiary Conference 2026"}, {"meeting": "PP-26"}),
        ({"date": "9 November 2026"}, {"date": "2026-11-09"}),
        ({"date": "2026-11-09"}, {"date": "2026-11-09"}),
        ({"date": "9.11.2026"}, {"date": "2026-11-09"}),
        ({"agenda": "Agenda item 7.1"}, {"agenda": "7.1"}),
        ({"agenda": "7.1"}, {"agenda": "7.1"}),
        ({"summary": "One.\nTwo.", "reasons": "It is so.\nTruly."}, {"summary": "One.\nTwo.", "reasons": "It is so.\nTruly."}),
    ],
)
def test_what_is_filled_in(fields: Mapping[str, str], wanted: Mapping[str, object]) -> None:
    content = changed(filled(resdraft.new_draft("1332"), {"source": "NOR", **fields}), reworded)
    drafted = resdraft.propose(None, content)
    (proposal,) = drafted.proposals
    assert {name: getattr(proposal, name) for name in wanted} == dict(wanted)
    left = {"meeting", "document", "date", "agenda", "title", "summary", "reasons"} - {*fields, *wanted}
    called = lexicon("en").contribution.draft.fields
    assert drafted.notices[0] == f"the cover leaves open: {', '.join(called[name][0] for name in NAMES if name in left)}"


def test_what_cannot_be_understood_is_told_by_the_name_of_its_field() -> None:
    fields = {"source": "Utopia", "date": "11/9/2026", "document": "sixty-two"}
    with pytest.raises(resdraft.Unreadable) as told:
        resdraft.propose(None, filled(resdraft.new_draft("1332"), fields))
    assert [p.what.partition(' "')[0] for p in told.value.problems] == [
        f"the cover: {called}:" for called in ("Source", "Date", "Document")
    ]


def test_options_hold_against_the_cover_and_a_source_is_wanted_somewhere() -> None:
    content = changed(filled(resdraft.new_draft("1332", meeting="PP-26"), {"document": "62"}), reworded)
    with pytest.raises(resdraft.WrongUsage) as told:
        resdraft.propose(None, content)
    assert "cover" in told.value.problems[0].hint
    drafted = resdraft.propose(None, content, "NOR", document="63", title="T")
    (proposal,) = drafted.proposals
    assert (proposal.source, proposal.document, proposal.meeting) == ("NOR", "63", "PP-26")
    assert drafted.notices[0] == "the cover leaves open: Date, Agenda item, Summary, Reasons"


def test_a_source_that_is_given_holds_with_nothing_of_the_one_on_the_cover() -> None:
    content = changed(filled(resdraft.new_draft("1332"), {"source": "Norway and Sweden"}), reworded)
    drafted = resdraft.propose(None, content, "D")
    (proposal,) = drafted.proposals
    assert (proposal.source, proposal.cosigners, proposal.name) == ("D", (), "")
    assert "the cover names NOR, S" in drafted.notices[0]
    (same,) = resdraft.propose(None, content, "NOR").proposals
    assert (same.source, same.cosigners, same.name) == ("NOR", ("S",), "Norway and Sweden")


def test_who_fills_in_the_cover_may_be_another_than_who_edits_the_text() -> None:
    content = changed(filled(resdraft.new_draft("1332"), {"source": "NOR"}), reworded)
    assert resdraft.propose(None, content, {"A. Berg": "S"}).proposals[0].source == "S"
    other = changed(
        filled(resdraft.new_draft("1332"), {"title": "T"}), lambda root: list(root.iter(P))[-1].append(typed(" soon", "B. Ek"))
    )
    assert resdraft.propose(None, other, {"B. Ek": "S"}).proposals[0].title == "T"


def test_what_is_typed_beside_the_fields_is_told() -> None:
    content = filled(resdraft.new_draft("1332", source="NOR"), {"title": "On it"}, left=True)
    assert any("left column is not read (Title)" in note for note in resdraft.propose(None, content).notices)


def untracked(root: etree._Element) -> None:
    """Somebody types without tracking."""
    etree.SubElement(etree.SubElement(list(root.iter(P))[-1], RUN), T).text = " at once"


def bare(content: bytes) -> bytes:
    """A Word file as LibreOffice saves it: without our manifest."""
    parts = {name: part for name, part in open_package(content, "").items() if not name.startswith("customXml/")}
    links = etree.fromstring(parts["word/_rels/document.xml.rels"])
    for link in [link for link in links if "customXml" in link.get("Target", "")]:
        links.remove(link)
    return pack({**parts, "word/_rels/document.xml.rels": etree.tostring(links)})


def test_what_is_changed_without_tracking_is_never_lost() -> None:
    """The text travels in the draft; where another program drops it, its fingerprint says whether it is still the same."""
    content = resdraft.new_draft("1332", source="NOR")
    (tracked,) = resdraft.propose(None, changed(content, reworded)).proposals
    for saved in (content, bare(content)):
        drafted = resdraft.propose(None, changed(saved, untracked))
        assert drafted.proposals[0].amendments == tracked.amendments
        both = resdraft.propose(None, changed(filled(changed(saved, untracked), {"title": "T"}), reworded))
        assert any("not tracked" in note for note in both.notices)
        assert resdraft.propose(None, changed(saved, reworded)).proposals[0] == tracked._replace(file=tracked.file)
    unknown = bare(resdraft.new_draft(NUMBERLESS, source="NOR"))
    with pytest.raises(resdraft.Unfit) as told:
        resdraft.propose(None, changed(unknown, untracked))
    assert "resdraft propose BASE" in told.value.problems[0].hint
    assert resdraft.propose(NUMBERLESS, changed(unknown, untracked)).proposals[0].amendments
    assert resdraft.propose(None, changed(unknown, reworded)).proposals[0].amendments


def test_a_draft_on_another_text_is_told() -> None:
    content = resdraft.new_draft("1332", source="NOR")
    other = resdraft.open("1332").output("text").content.replace("C2, C5, and C6", "C2, C5 and C6")
    assert any("begun on another text" in note for note in resdraft.propose(other.encode(), content).notices)


def test_a_draft_is_edited_in_libreoffice_and_taken_back(shared: Path, office: str, tmp_path: Path) -> None:
    """Its tracking is on when it is opened, the cover is filled in there, and the amendments are exactly what was typed."""
    draft, edited = tmp_path / "draft.docx", tmp_path / "edited.docx"
    draft.write_bytes(resdraft.new_draft("1332", meeting="PP-26"))
    assert not faults(shared, [draft])
    steps = [
        *(["cell", "B2", "Norway and Sweden"], ["cell", "B4", "62(Add.2)"], ["cell", "B5", "9 November 2026"]),
        *(["cell", "B6", "7"], ["cell", "B7", "On WSIS"], ["words", "C2, C5, and C6", "C2, C5 and C6"]),
        *(["behind", "4", "5\tto report to the next session,"], ["strike", "b)"]),
    ]
    tool = ROOT / "tests" / "office_typing.py"
    for _ in range(2):
        command = [office, tool, draft, edited, "Anna Berg", json.dumps(steps)]
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        # LibreOffice dies now and then.
        if edited.exists():
            break
    assert zipfile.is_zipfile(io.BytesIO(edited.read_bytes()))
    assert {mark.author for mark in resdraft.marks(edited)} == {"Anna Berg"}
    assert resdraft.verify("1332", edited).ok
    drafted = resdraft.propose(None, edited)
    (proposal,) = drafted.proposals
    assert (proposal.source, proposal.cosigners, proposal.name) == ("NOR", ("S",), "Norway and Sweden")
    assert (proposal.meeting, proposal.document, proposal.addendum) == ("PP-26", "62", "2")
    assert (proposal.date, proposal.agenda, proposal.title) == ("2026-11-09", "7", "On WSIS")
    assert drafted.notices[0] == "the cover leaves open: Summary, Reasons"
    base = resdraft.open("1332").resolution
    wanted = [p.text.plain.replace("C2, C5, and C6", "C2, C5 and C6") for p in base.provisions]
    last = {
        beginning: max(n for n, p in enumerate(base.provisions) if p.line.startswith(beginning)) for beginning in ("4\t", "b)")
    }
    wanted[last["4\t"]] += "|to report to the next session,"
    del wanted[last["b)"]]
    proposed = resdraft.consolidate("1332", [proposal]).as_source("NOR")
    assert [p.text.plain for p in proposed.provisions] == "|".join(wanted).split("|")
