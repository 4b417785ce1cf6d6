"""The contribution in Word: what is written is read again, to the last word, and what was changed in it since counts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

import resdraft
from resdraft.amend.fit import fit
from resdraft.amend.target import target_of
from resdraft.errors import OurFault, Unfit
from resdraft.lexicon import LANGUAGES, language_letter, lexicon
from resdraft.model.apply import apply
from resdraft.model.contribution import MeetingName, agenda_item, date_of, elided, elision, file_name
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.ooxml.revisions import everything, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.contribution import read_items
from resdraft.read.contribution_lines import proposal_head, reasons_in
from resdraft.read.docx import read_word
from resdraft.read.proposal import read_proposals
from resdraft.read.text import read_fragment, read_text
from resdraft.usecases.inputs import Input
from resdraft.usecases.proposals import from_library, proposals_in
from resdraft.usecases.submission import write_contribution
from resdraft.write.proposal import as_json, as_yaml
from tests import oracles
from tests.conftest import ROOT
from tests.proposing.test_propose import EN, TEXTS, edited, proposal_of, words_of
from tests.strategies import resolutions, targets


def bare(proposal: Proposal) -> Proposal:
    """A proposal without what says where it was read."""
    return proposal._replace(file="", amendments=tuple(a._replace(line=None) for a in proposal.amendments))


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def foreign(content: bytes) -> bytes:
    """The same document as somebody else's: without our manifest."""
    return changed(content, "customXml/item1.xml", lambda _: b'<?xml version="1.0"?><other/>')


def given_text(base: Resolution, proposal: Proposal) -> object:
    fitted = fit(base, proposal._replace(target=""), EN, read_fragment)
    assert not fitted.problems
    return words_of(apply(base, fitted.edits))


LINES = st.lists(st.sampled_from(["In short.", "Views: many; reasons: few.", "70/125 – “quoted”", "Summary", "a"]), max_size=3)
TEXT = LINES.map("\n".join)
HEADS = st.fixed_dictionaries(
    {
        "meeting": st.sampled_from(["PP-26", "C20", "WTSA-24", "WTDC-25", "CWG-WSIS-34", ""]),
        "document": st.sampled_from(["", "62", "1001"]),
        "addendum": st.sampled_from(["", "1", "25"]),
        "revision": st.sampled_from(["", "2"]),
        "corrigendum": st.sampled_from(["", "1"]),
        "original": st.sampled_from(["", "ru"]),
        "name": st.sampled_from(["", "Russian Federation"]),
        "cosigners": st.sampled_from([(), ("BLR",), ("BLR", "KAZ")]),
        "agenda": st.sampled_from(["", "3.1"]),
        "title": st.sampled_from(["", "Revision & more"]),
        "date": st.sampled_from(["", "2026-09-01"]),
        "summary": TEXT,
        "introduction": TEXT,
        "reasons": TEXT,
        "symbol": st.sampled_from(["MOD", "(MOD)"]),
        "order": st.sampled_from([1, 3]),
    }
)


@given(st.data())
def test_the_three_forms_say_the_same(data: st.DataObject) -> None:
    """Any text changed in any way, with anything in its head: YAML, JSON and Word give the proposal back."""
    base = data.draw(resolutions())
    try:
        proposal = proposal_of(base, data.draw(targets(base)))
    except Unfit:
        reject()
    if not proposal.amendments:
        reject()
    said = data.draw(st.lists(TEXT, min_size=len(proposal.amendments), max_size=len(proposal.amendments)))
    amendments = tuple(a._replace(reasons=text) for a, text in zip(proposal.amendments, said, strict=True))
    proposal = proposal._replace(
        amendments=amendments, target=data.draw(st.sampled_from([target_of(base, "7"), ""])), **data.draw(HEADS)
    )
    for written in (as_yaml(proposal), as_json(proposal)):
        assert [bare(p) for p in read_proposals(written)] == [bare(proposal)]
    try:
        content = write_contribution([proposal], lambda _: base, [], elide=data.draw(st.booleans()))
    except Unfit:
        # A footnote that is referred to twice while others come or go cannot stand in one Word file.
        reject()
    (again,) = proposals_in(Input(content), lambda _: base, [])
    assert bare(again) == bare(proposal)


@pytest.mark.parametrize("elide", [False, True], ids=["whole", "elided"])
@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.parent.name if p.stem.startswith("2019") else p.stem)
def test_what_somebody_else_wrote_is_read_from_what_it_shows(path: Path, elide: bool) -> None:
    """Number, reasons, summary and text of a contribution without our manifest, sections left out or not."""
    base = read_text(path.read_text("utf-8"))
    proposal = proposal_of(base, edited(base, 3))
    own = tuple(a._replace(reasons=f"Reason {n}." if n % 2 else "") for n, a in enumerate(proposal.amendments))
    proposal = proposal._replace(
        target=target_of(base), amendments=own, document="62", addendum="1", meeting="PP-26", summary="In short.\nAnd so on."
    )
    proposal = proposal._replace(date="2026-09-01")
    proposal = proposal._replace(reasons="To bring it up to date.\nAnd to be clear.")
    content = foreign(write_contribution([proposal], lambda _: base, [], elide=elide))
    (again,) = proposals_in(Input(content, "received.docx"), lambda _: base, [])
    assert (again.number, again.symbol, again.meeting, again.date, again.reasons, again.summary) == (
        "RUS/62A1/1",
        "MOD",
        "PP26",
        "2026-09-01",
        proposal.reasons,
        proposal.summary,
    )
    assert given_text(base, again) == given_text(base, proposal)
    assert again.amendments
    assert {a.reasons for a in again.amendments} >= {"Reason 1."}


SEVERAL = """\
source: EUR
meeting: PP-26
document: 9
addendum: 25
date: 2026-09-01
target: 1332@2019
symbol: SUP
reasons: It has been overtaken.
---
source: EUR
meeting: PP-26
document: 9
addendum: 25
symbol: ADD
text: |-
  DRAFT NEW RESOLUTION [EUR-1] (Doha, 2026)
  On meetings
  The Plenipotentiary Conference of the International Telecommunication Union (Doha, 2026),
  considering
  that meetings are long[^1],
  resolves
  1	to shorten them;
  2	to report.
  [^1]: Very long.
reasons: They are long.
---
source: EUR
meeting: PP-26
document: 9
addendum: 25
target: 1332@2019
alternative: true
amendments:
  - clause: resolves 4
    from: should continue
    to: shall continue
  - after: recognizing b)
    insert: that something is new[^a];
    footnotes: {a: A new note.}
    reasons: It is new.
---
source: EUR
meeting: PP-26
document: 9
addendum: 25
target: 1332@2019
symbol: NOC
---
source: EUR
meeting: PP-26
document: 9
addendum: 25
target: 1332@2019
symbol: _NOC_
reasons: It is good as it is.
"""


def test_several_proposals_of_one_document(r1332: Resolution, shared: Path, tmp_path: Path) -> None:
    """A text suppressed, a new one, one amended, one kept: footnotes and marks of all in one file."""
    proposals = read_proposals(SEVERAL)
    content = write_contribution(proposals, lambda _: r1332, [])
    assert [bare(p) for p in proposals_in(Input(content), lambda _: r1332, [])] == [bare(p) for p in proposals]
    items = read_items(WordFile.open(content), everything)
    assert [(i.head.symbol, i.head.order, i.underlined, i.marked) for i in items] == [
        ("SUP", 1, False, False),
        ("ADD", 2, False, False),
        ("MOD", 3, False, True),
        ("NOC", 0, False, False),
        ("NOC", 4, True, False),
    ]
    again = proposals_in(Input(foreign(content)), lambda _: r1332, [])
    assert [p.symbol for p in again] == ["SUP", "ADD", "MOD", "NOC", "_NOC_"]
    assert read_text(again[1].text) == read_text(proposals[1].text)
    file = tmp_path / "several.docx"
    file.write_bytes(content)
    assert oracles.faults(shared, [file]) == ""


def test_a_proposal_behind_noc_bears_the_next_number(r1332: Resolution) -> None:
    """NOC that is not underlined bears none: in data, in Word, and back."""
    text = "source: RUS\ndocument: 62\ntarget: 1332@2019\nsymbol: NOC\n---\n" + MOVES + "---\n" + MOVES
    proposals = read_proposals(text.replace("resolves 2, move: after resolves 3", "resolves 2, delete: true", 1))
    assert [(p.symbol, p.order) for p in proposals] == [("NOC", 1), ("MOD", 1), ("MOD", 2)]
    content = write_contribution(proposals, lambda _: r1332, [])
    assert [bare(p) for p in proposals_in(Input(content), lambda _: r1332, [])] == [bare(p) for p in proposals]
    for written in (as_yaml(*proposals), as_json(*proposals)):
        assert "order" not in written
        assert [bare(p) for p in read_proposals(written)] == [bare(p) for p in proposals]
    with pytest.raises(Unfit, match="stands twice"):
        write_contribution([proposals[1], proposals[2]._replace(order=1)], lambda _: r1332, [])


def test_marks_of_two_texts_in_one_document_are_told_apart(r1332: Resolution, shared: Path, tmp_path: Path) -> None:
    """Ids of marks and bookmarks, and footnotes, of the second text go on behind those of the first."""
    both = [proposal_of(r1332, edited(r1332, seed, 0.05)) for seed in (1, 4)]
    both = [p._replace(target="1332@2019", document="62", order=n, alternative=n > 1) for n, p in enumerate(both, 1)]
    content = write_contribution(both, lambda _: r1332, [])
    body = content_of(content).decode()
    for tag in ("w:(?:ins|del|moveFrom|moveTo)", "w:bookmarkStart"):
        ids = re.findall(rf'<{tag} [^>]*?w:id="(\d+)"', body)
        assert len(set(ids)) == len(ids) > 0
    assert [bare(p) for p in proposals_in(Input(content), lambda _: r1332, [])] == [bare(p) for p in both]
    for n, proposal in enumerate(both):
        (again,) = [p for p in proposals_in(Input(foreign(content)), lambda _: r1332, []) if p.order == n + 1]
        assert given_text(r1332, again) == given_text(r1332, proposal)
    file = tmp_path / "both.docx"
    file.write_bytes(content)
    assert oracles.faults(shared, [file]) == ""
    one = settle(content, "accept", Selection(amendments=("RUS/62/2",)))
    assert 0 < one.count < settle(content, "accept", Selection()).count


def test_what_was_changed_in_word_since_counts(r1332: Resolution) -> None:
    """Words, reasons, title and number are what is shown, not what the file once was made of."""
    proposal = proposal_of(r1332, edited(r1332, 1))._replace(target="1332@2019", document="62", title="A title", reasons="Old.")
    content = write_contribution([proposal], lambda _: r1332, [])

    def seen(old: bytes, new: bytes) -> Proposal:
        assert content_of(content).count(old) == 1
        file = changed(content, "word/document.xml", lambda part: part.replace(old, new))
        return proposals_in(Input(file), lambda _: r1332, [])[0]

    assert seen(b">A title<", b">Another<").title == "Another"
    assert seen(b"\tOld.<" if b"\tOld.<" in content_of(content) else b">Old.<", b">New.<").reasons == "New."
    assert seen(b"RUS/62/1", b"RUS/63/1").number == "RUS/63/1"
    inserted = re.search(rb"<w:ins [^>]*><w:r><w:t[^>]*>[^<]*?(\w{5,})", content_of(content))
    assert inserted is not None
    at = inserted.start(1)
    file = changed(content, "word/document.xml", lambda part: part[:at] + b"zealously " + part[at:])
    (again,) = proposals_in(Input(file), lambda _: r1332, [])
    assert again.amendments != proposal.amendments
    assert "zealously" in as_yaml(again)
    with pytest.raises(Unfit, match="that no mark tracks"):
        seen(b"bridging the digital divide", b"closing the digital divide")


def content_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml")


def test_a_section_that_is_left_out_is_the_base_s(r1332: Resolution) -> None:
    proposal = read_proposals(
        "source: RUS\ntarget: 1332@2019\namendments: [{clause: resolves 4, from: should continue, to: goes on}]"
    )
    content = write_contribution(proposal, lambda _: r1332, [], elide=True)
    shown = read_items(WordFile.open(content), nothing)[0].shown.lines
    left_out = [place for line in shown if (place := elided(line))]
    assert "recalling" in left_out
    assert "resolves" not in left_out
    assert all(elided(elision(place)) == place for place in left_out)
    other = changed(content, "word/document.xml", lambda part: part.replace(b"[recalling]", b"[remembering]"))
    with pytest.raises(Unfit, match="left out, but"):
        proposals_in(Input(other), lambda _: r1332, [])


def test_a_document_that_would_say_something_else_is_not_written(r1332: Resolution, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = read_proposals(
        "source: RUS\ntarget: 1332@2019\namendments: [{clause: resolves 4, from: should continue, to: goes on}]"
    )
    monkeypatch.setattr("resdraft.write.contribution.reasons_of", lambda *_: [("Reasons:", "\tinvented")])
    with pytest.raises(OurFault):
        write_contribution(proposal, lambda _: r1332, [])


@pytest.mark.parametrize("symbol", ["SUP", "NOC", "_NOC_"])
def test_a_heading_is_printed_with_its_footnotes(symbol: str) -> None:
    """SUP and NOC print the number and title alone, and the footnotes of these."""
    base = read_text(
        "RESOLUTION 7[^1] (Geneva, 2022)\nOn a thing[^2]\nresolves\n1\tto act[^3].\n[^1]: One.\n[^2]: Two.\n[^3]: Three."
    )
    proposal = Proposal("RUS", "7@2022", (), symbol=symbol, document="62", reasons="So.")
    content = write_contribution([proposal], lambda _: base, [])
    (item,) = read_items(WordFile.open(content), everything)
    assert item.shown.notes == ("One.", "Two.")


def test_an_amendment_that_travels_in_word_has_no_line(r1332: Resolution) -> None:
    """A line of the data that travels would be no line of the document."""
    (proposal,) = read_proposals((ROOT / "proposals" / "rus.yaml").read_text("utf-8"))
    (again,) = proposals_in(Input(write_contribution([proposal], lambda _: r1332, [])), lambda _: r1332, [])
    assert {amendment.line for amendment in again.amendments} == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words(language: str) -> None:
    """What is printed above and below a proposal is found again by the reader, in each language."""
    words = lexicon(language).contribution
    assert set(words.phrases) == set(lexicon("en").contribution.phrases)
    assert reasons_in(f"{words.phrases['reasons']} so") == "so"
    assert len(words.months) == 12
    for month in range(1, 13):
        printed = words.phrases["date"].format(day=9, month=words.months[month - 1], year=2026)
        assert date_of(printed, lexicon(language)) == f"2026-{month:02}-09"
    assert set(words.languages) == set(LANGUAGES)
    call = {"en": "resolves", "fr": "décide", "es": "resuelve", "ru": "решает", "ar": "يقرر", "zh": "做出决议"}[language]
    base = read_text(f"{call}\n1\tITU;\n2\tUIT.", language)
    proposal = Proposal("RUS", "7@2018", (), language=language, symbol="_NOC_", reasons="so", agenda="2", date="2026-11-09")
    (again,) = proposals_in(Input(write_contribution([proposal], lambda _: base, [])), lambda _: base, [])
    assert bare(again) == bare(proposal)


@pytest.mark.parametrize("name", ["chn", "rus"])
def test_the_illustrations_in_word_are_what_is_written(r1332: Resolution, name: str) -> None:
    """`resdraft convert proposals/rus.yaml proposals/rus.docx` writes them anew."""
    proposals = read_proposals((ROOT / "proposals" / f"{name}.yaml").read_text("utf-8"))
    parts = [
        dict_of(write_contribution(proposals, lambda _: r1332, [])),
        dict_of((ROOT / "proposals" / f"{name}.docx").read_bytes()),
    ]
    assert parts[0] == parts[1]


def dict_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {part: file.read(part) for part in file.namelist()}


# what stands above a proposal


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("MOD\tRUS/62A1/1", ("MOD", ("RUS",), "62", "A1", 1)),
        ("SUP EUR/9A25/1", ("SUP", ("EUR",), "9", "A25", 1)),
        ("AFCP/55A3/1", ("", ("AFCP",), "55", "A3", 1)),
        ("ACP/12/01", ("", ("ACP",), "12", "A", 1)),
        ("USA/16/47 NOC ARTICLE 1", ("NOC", ("USA",), "16", "A", 47)),
        ("ARB/14/26 MOD 3 PP-98", ("MOD", ("ARB",), "14", "A", 26)),
        ("MOD EUR/XX/1", ("MOD", ("EUR",), "XX", "A", 1)),
        ("(MOD) D/F/S/62/12", ("(MOD)", ("D", "F", "S"), "62", "A", 12)),
        ("ADD* B/1/2", ("ADD*", ("B",), "1", "A", 2)),
    ],
)
def test_numbers_as_they_are_seen(line: str, said: tuple[object, ...]) -> None:
    found = proposal_head(line, styled=True)
    assert found is not None
    assert (proposal_head(line) is None) == (not said[0])
    assert (found.symbol, found.sources, found.document, f"A{found.addendum}", found.order) == said


@pytest.mark.parametrize(
    "line", ["MOD", "to modify RUS/62/1", "UNGA Resolution 70/125", "A/70/125", "C19/62-E", "RESOLUTION 1332 (C11)"]
)
def test_what_is_no_number(line: str) -> None:
    assert proposal_head(line) is None


def test_a_symbol_below_its_number() -> None:
    assert proposal_head("ADD", beside=True) is not None
    assert proposal_head("MOD", styled=True) is not None


@pytest.mark.parametrize(
    ("proposal", "name", "head"),
    [
        (
            Proposal("S", "", (), meeting="PP-26", document="62", addendum="1"),
            "S26-PP-C-0062!A1!MSW-E.docx",
            "PP26/62(Add.1)-E",
        ),
        (
            Proposal("S", "", (), meeting="PP18", document="55", addendum="3", language="es"),
            "S18-PP-C-0055!A3!MSW-S.docx",
            "PP18/55(Add.3)-S",
        ),
        (Proposal("S", "", (), meeting="C25", document="93"), "S25-CL-C-0093!!MSW-E.docx", "C25/93-E"),
        (
            Proposal("S", "", (), meeting="PP-26", document="62", revision="2"),
            "S26-PP-C-0062!R2!MSW-E.docx",
            "PP26/62(Rev.2)-E",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith("docx") else "",
)
def test_files_and_running_heads_as_itu_names_them(proposal: Proposal, name: str, head: str) -> None:
    session = MeetingName.parse(proposal.meeting)
    assert session is not None
    assert (
        file_name(proposal, "S", {"Council": "CL"}.get(session.body, session.body), language_letter(proposal.language)) == name
    )
    assert proposal.running_head(language_letter(proposal.language)) == head


@pytest.mark.parametrize(
    ("said", "session"),
    [
        ("PP-26", MeetingName("PP", 2026)),
        ("PP26", MeetingName("PP", 2026)),
        ("C20", MeetingName("Council", 2020)),
        ("WTSA-24", MeetingName("WTSA", 2024)),
        ("CWG-WSIS-34", MeetingName("CWG", 0, "CWG-WSIS", "34")),
        ("tomorrow", None),
    ],
)
def test_meetings_by_their_short_names(said: str, session: MeetingName | None) -> None:
    assert MeetingName.parse(said) == session


# amendments by their numbers


def test_each_amendment_can_be_settled_by_its_number(r1332: Resolution) -> None:
    """Accepting one of a proposal's and rejecting the rest is the proposal with that one alone, labels aside."""
    for seed in range(4):
        proposal = proposal_of(r1332, edited(r1332, seed, 0.05))._replace(target="1332@2019", document="62", cosigners=("BLR",))
        content = write_contribution([proposal], lambda _: r1332, [])
        for n, amendment in enumerate(proposal.amendments, 1):
            alone = fit(r1332, proposal._replace(amendments=(amendment,)), EN, read_fragment)
            if alone.problems:
                continue
            done = settle(content, "accept", Selection(amendments=(proposal.amendment(n),)))
            rest = settle(done.content, "reject", Selection()).content
            found = read_word(WordFile.open(rest), None, "en").resolution
            assert words_of(found) == words_of(apply(r1332, alone.edits)), (seed, n)
        whole = settle(content, "accept", Selection(amendments=(proposal.number,)))
        assert whole.left == 0


def test_two_amendments_of_one_clause_are_told_apart(r1332: Resolution) -> None:
    proposals = read_proposals(
        "source: RUS\ndocument: 62\ntarget: 1332@2019\namendments:\n"
        "  - {clause: resolves 4, from: should continue, to: goes on}\n"
        "  - {clause: resolves 4, from: in the Annex, to: below}"
    )
    content = write_contribution(proposals, lambda _: r1332, [])
    one = settle(content, "accept", Selection(amendments=("RUS/62/1(1)",))).content
    rest = settle(one, "reject", Selection()).content
    text = read_word(WordFile.open(rest), None, "en").resolution
    line = next(p.line for p in text.provisions if "goes on" in p.line)
    assert "in the Annex" in line


MOVES = (
    "source: RUS\ndocument: 62\ntarget: 1332@2019\namendments:\n"
    "  - {clause: resolves 2, move: after resolves 3}\n"
    '  - {after: resolves 4, insert: "to rest[^a],", footnotes: {a: Quietly.}}\n'
)


def test_nothing_is_left_of_an_amendment_that_is_settled(r1332: Resolution, shared: Path, tmp_path: Path) -> None:
    """Neither the range of a move nor a bookmark."""
    content = write_contribution(read_proposals(MOVES), lambda _: r1332, [])
    assert content_of(content).count(b"RangeStart") == 2
    for action in ("accept", "reject"):
        done = settle(content, action, Selection(amendments=("RUS/62/1(1)",))).content
        assert b"moveFrom" not in content_of(done)
        assert b'"_rd_RUS_62_1_1_' not in content_of(done)
        assert b'"_rd_RUS_62_1_2_' in content_of(done)
        file = tmp_path / f"{action}.docx"
        file.write_bytes(done)
        assert oracles.faults(shared, [file]) == ""
        assert b"_rd_" not in content_of(settle(done, action, Selection()).content)


def test_a_footnote_that_was_changed_in_word_counts(r1332: Resolution) -> None:
    content = write_contribution(read_proposals(MOVES), lambda _: r1332, [])
    file = changed(content, "word/footnotes.xml", lambda part: part.replace(b"Quietly.", b"Loudly."))
    (again,) = proposals_in(Input(file), lambda _: r1332, [])
    assert "Loudly." in [text for amendment in again.amendments for _, text in amendment.footnotes]


def test_an_amendment_that_is_taken_out_leaves_the_others(r1332: Resolution) -> None:
    proposal = proposal_of(r1332, edited(r1332, 2, 0.05))._replace(target="1332@2019", document="62")
    content = write_contribution([proposal], lambda _: r1332, [])
    without = settle(content, "reject", Selection(amendments=(proposal.amendment(1),))).content
    (again,) = proposals_in(Input(without), lambda _: r1332, [])
    rest = proposal._replace(amendments=proposal.amendments[1:])
    assert given_text(r1332, again) == given_text(r1332, rest)
    assert proposal.amendment(1) not in {n for known in bookmarks_left(without) for n in known}


def bookmarks_left(content: bytes) -> list[set[str]]:
    from resdraft.ooxml.amendments import numbers_in

    file = WordFile.open(content)
    assert file.manifest is not None
    return list(numbers_in(file.story.root, file.manifest.amendments).values())


def test_libreoffice_and_the_schema_take_it(shared: Path, office: str, r1332: Resolution, tmp_path: Path) -> None:
    """Accepted and rejected by LibreOffice it reads as by our own projections; the schema finds nothing."""
    files = []
    for seed, elide in ((1, False), (2, True)):
        proposal = proposal_of(r1332, edited(r1332, seed, 0.05))._replace(
            target="1332@2019", document="62", meeting="C20" if elide else "PP-26", summary="In short.", reasons="So."
        )
        file = tmp_path / f"contribution{seed}.docx"
        file.write_bytes(write_contribution([proposal], lambda _: r1332, [], elide=elide))
        files.append(file)
    several = tmp_path / "several.docx"
    several.write_bytes(write_contribution(read_proposals(SEVERAL), lambda _: r1332, []))
    files.append(several)
    settled = []
    for file in files:
        for action in ("accept", "reject"):
            settled.append(file.with_suffix(f".{action}ed.docx"))
            settled[-1].write_bytes(settle(file.read_bytes(), action, Selection()).content)
    assert oracles.faults(shared, [*files, *settled]) == ""
    read = oracles.office(office, shared, [*files, *settled], tmp_path / "out")
    for file in files:
        assert read[file.stem] == (read[f"{file.stem}.accepted"][0], read[f"{file.stem}.rejected"][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_item_of_the_agenda_is_read_from_its_printed_line(language: str) -> None:
    """Else the line would be printed within the line."""
    words = lexicon(language)
    assert agenda_item(words.contribution.phrases["agenda"].format(item="7.1"), words) == "7.1"
    assert agenda_item("7.1", words) == "7.1"


def test_an_item_of_the_agenda_that_is_changed_in_the_document_is_changed() -> None:
    base = resdraft.open("1332").resolution
    text = str(resdraft.open("1332").output("text").content).replace("C2, C5, and C6", "C2, C5 and C6")
    drafted = resdraft.propose("1332", text.encode(), "NOR", meeting="PP-26", document="62", agenda="7")
    content = drafted.output("docx").content
    assert isinstance(content, bytes)
    again = changed(content, "word/document.xml", lambda part: part.replace(b"Agenda item 7<", b"Agenda item 8<"))
    (proposal,) = proposals_in(Input(again), from_library(base), [])
    assert proposal.agenda == "8"
