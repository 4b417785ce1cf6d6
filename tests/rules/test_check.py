"""Checking whole texts: faults that are planted are found, mending changes what the rule names alone, every form is what it claims to be."""

from __future__ import annotations

import io
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resdraft
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Text
from resdraft.usecases.check import CheckSettings
from resdraft.usecases.check_fixes import AUTHOR, comparison, fixed_source, fixed_text, tracked
from resdraft.usecases.documents import render
from tests import oracles
from tests.conftest import ROOT
from tests.rules.planting import Planter
from tests.strategies import resolutions

OWN = ROOT / "resolutions/1332/2019.en.txt"
GOLD = sorted((ROOT.parent / "shared/corpus/pp18/gold").glob("*.txt"))
RECALL = 0.95
DRAFT = """RESOLUTION 7 (Geneva, 2022)
A title
The Council,
resolves
1\tto act on the the outcomes  in time[^1];
# resdraft: ignore label-gap
3\tto report;
[^1]: At once  and soon.
"""


def changed(text: Resolution, key: str, *, words: str | None = None, label: str | None = None) -> Resolution:
    def new(p: resdraft.Provision) -> resdraft.Provision:  # type: ignore[name-defined]
        p = p if words is None else p._replace(text=Text.of(words))
        return p if label is None else p._replace(label=label)

    return Resolution.assemble([new(p) if p.key == key else p for p in text.provisions], text.language, text.provenance)


@pytest.mark.parametrize("path", [OWN, *GOLD], ids=lambda path: path.stem)
def test_no_error_in_texts_that_are_in_order(path: Path) -> None:
    found = resdraft.check(path, on="2018-12" if path != OWN else "2019", adopted=True).findings
    assert [one for one in found if one.level == "error"] == []
    assert len([one for one in found if one.level == "warning" and one.code != "RD401"]) <= 1


def test_planted_faults_are_found_where_they_are() -> None:
    """Of each kind at least 0.95 in all texts together. A clause that is torn apart may hide what was planted in it."""
    found: dict[str, list[bool]] = defaultdict(list)
    for path in (OWN, *GOLD[::3]):
        text = resdraft.open(path).resolution
        clean = Counter(one.code for one in resdraft.check(json_of(text), adopted=True, on="2019").findings)
        for kind, spoiled, key, codes in Planter(text, random.Random(path.stem)):  # noqa: S311 - no secret is made of it
            got = resdraft.check(json_of(spoiled), adopted=True, on="2019")
            more = Counter(one.code for one in got.findings) - clean
            found[kind].append(any(code in more for code in codes) and (key is None or key in {f.key for f in got.faults[0]}))
    assert len(found) > (25 if len(GOLD) else 20)
    assert {kind: mean(seen) for kind, seen in found.items() if mean(seen) < RECALL} == {}


def test_all_that_is_safe_to_mend_is_mended_at_once_and_nothing_else() -> None:
    text = resdraft.open(OWN).resolution
    for kind, spoiled, _, _ in list(Planter(text, random.Random(5)))[::3]:  # noqa: S311 - no secret is made of it
        found = resdraft.check(json_of(spoiled), adopted=True)
        (mended,) = found.fixed()
        touched = {fault.key for fault in found.faults[0] if fault.mended is not None}
        pairs = zip(spoiled.provisions, mended.provisions, strict=True)
        assert all(before == after for before, after in pairs if before.key not in touched), kind
        assert [one for one in resdraft.check(json_of(mended), adopted=True).findings if one.mended is not None] == [], kind


def json_of(text: Resolution) -> bytes:
    return str(render(text, "json").content).encode()


@given(resolutions(), st.randoms())
def test_mending_changes_what_the_rule_names_and_once_is_enough(text: Resolution, chance: random.Random) -> None:
    spoiled = text
    for p in text.provisions:
        if p.kind is Kind.CLAUSE and p.text.plain.count(" ") > 2 and not p.text.notes and chance.random() < 0.5:
            head, _, tail = p.text.plain.partition(" ")
            spoiled = changed(spoiled, p.key, words=f"{head}  {tail}")
    content = str(render(spoiled, "json").content).encode()
    found = resdraft.check(content, settings=CheckSettings(("RD604",)))
    (mended,) = found.fixed()
    for before, after in zip(spoiled.provisions, mended.provisions, strict=True):
        assert after.text.plain.replace(" ", "") == before.text.plain.replace(" ", ""), "blanks alone have changed"
        assert after._replace(text=before.text) == before
        assert after.text.notes == before.text.notes
    again = resdraft.check(str(render(mended, "json").content).encode(), settings=CheckSettings(("RD604",)))
    assert all(one.mended is None for one in again.findings)


def test_tracked_it_rejects_to_what_it_was(shared: Path, tmp_path: Path) -> None:
    document, found = resdraft.open(DRAFT.encode()), resdraft.check(DRAFT.encode())
    marked = tracked(document, found)
    assert isinstance(marked.content, bytes)
    assert {mark.author for mark in resdraft.marks(marked.content)} == {AUTHOR}
    assert resdraft.open(marked.content, marks="reject").resolution.fingerprint == document.resolution.fingerprint
    assert resdraft.open(marked.content, marks="accept").resolution.fingerprint == found.fixed()[0].fingerprint
    (tmp_path / "marked.docx").write_bytes(marked.content)
    assert oracles.faults(shared, [tmp_path / "marked.docx"]) == ""
    # Without --tracked a Word file is mended in that very file.
    plain = render(document.resolution, "docx").content
    mended = fixed_text(resdraft.open(plain), resdraft.check(plain), "docx").content
    assert resdraft.open(mended).resolution.fingerprint == found.fixed()[0].fingerprint


def test_a_text_is_mended_line_by_line() -> None:
    source, left = fixed_source(DRAFT, resdraft.check(DRAFT.encode()))
    # The words of a clause with a footnote do not stand on its line as they are read.
    assert source == DRAFT.replace("to report;", "to report.").replace("once  and", "once and")
    assert left == 2
    assert "+3\tto report.\n" in comparison(resdraft.open(DRAFT.encode()), resdraft.check(DRAFT.encode()))


def test_rules_are_kept_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = lambda text, **more: {one.code for one in resdraft.check(text.encode(), **more).findings}  # noqa: E731
    assert "RD101" not in codes(DRAFT)
    assert "RD101" in codes(DRAFT.replace("# resdraft: ignore label-gap\n", ""))
    assert codes("# resdraft: ignore\n" + DRAFT) == set()
    assert codes("# resdraft: ignore RD6, RD1\n" + DRAFT) == set()
    assert codes(DRAFT, settings=CheckSettings(("RD6",))) == {"RD603", "RD604"}
    assert "# resdraft" not in resdraft.open(DRAFT.encode()).output("text").content  # type: ignore[operator]
    # Of two texts in a file each has its own.
    both = DRAFT + DRAFT.replace("RESOLUTION 7", "RESOLUTION 8").replace("# resdraft: ignore label-gap\n", "").replace(
        "[^1]", "[^2]"
    )
    assert [one.code for one in resdraft.check(both.encode()).findings].count("RD101") == 1
    with pytest.raises(resdraft.WrongUsage, match='no rule is called "RD999"'):
        codes(DRAFT, settings=CheckSettings(ignore=("RD999",)))
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "one.txt").write_text(DRAFT, "utf-8")
    monkeypatch.chdir(tmp_path)
    settings = CheckSettings(per_file={"drafts/*": ("RD6",)})
    assert {one.code for one in resdraft.check("drafts/one.txt", settings=settings).findings} == {"RD111"}


def test_of_a_proposal_only_what_it_brings_in_is_told() -> None:
    change = {"clause": "resolves 2", "from": "Prizes", "to": "Prizes in 20122015"}
    proposal = json.dumps({"source": "RUS", "target": "1332@2019", "amendments": [change]}, indent=1).encode()
    assert [one.code for one in resdraft.check(proposal).findings] == ["RD608"]
    assert resdraft.check(ROOT / "proposals/rus.yaml").findings == ()


def test_a_title_is_compared_with_that_of_the_library_and_a_footnote_has_a_mark_of_its_own() -> None:
    text = (ROOT / "resolutions/1332/2019.en.txt").read_text("utf-8")
    assert "RD114" not in {one.code for one in resdraft.check(text.encode()).findings}
    other = text.replace("of the WSIS outcomes and the 2030", "of WSIS outcomes and of the 2030", 1)
    (told,) = [one for one in resdraft.check(other.encode()).findings if one.code == "RD114"]
    assert told.what.startswith("in the library it is “ITU role in the implementation of the WSIS outcomes")
    twice = f"{DRAFT}[^1]: In time.\n"
    assert [one.what for one in resdraft.check(twice.encode()).findings if one.code == "RD206"] == [
        "another footnote has the mark 1"
    ]


def test_a_text_that_lost_its_lines_is_not_accused_of_what_it_lost() -> None:
    lost = (ROOT / "tests/cases/cli/files/flattened.txt").read_text("utf-8") + "\n[^9]: Nothing refers to it.\n"
    assert resdraft.open(lost.encode()).repairs
    assert not {one.code for one in resdraft.check(lost.encode()).findings} & {"RD101", "RD102", "RD204", "RD301"}
    whole = f"{DRAFT}[^9]: Nothing refers to it.\n"
    assert "RD204" in {one.code for one in resdraft.check(whole.encode()).findings}


def test_every_form_says_the_same() -> None:
    found = resdraft.check(DRAFT.encode())
    rows = json.loads(found.output("json"))["findings"]
    assert [row["code"] for row in rows] == [one.code for one in found.findings]
    assert found.since(found.output("json").encode()).findings == ()
    for text in (b"{}", b"[", b'{"findings": [{"code": 1, "what": "", "words": ""}]}', b"[" * 100_000):
        with pytest.raises(resdraft.Unreadable):
            found.since(text)
    sarif = json.loads(found.output("sarif"))
    (run,) = sarif["runs"]
    assert [result["ruleId"] for result in run["results"]] == [one.code for one in found.findings]
    assert all(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert found.output("github").count("\n") == found.output("markdown").count("RD") == len(found.findings)


def test_hostile_words_stay_words() -> None:
    hostile = "to act | `x` <script> \x1b[2J\u202e ::error file=x::y\n%0A  in time ;"
    text = DRAFT.replace("to report;", hostile.replace("\n", " "))
    found = resdraft.check(text.encode())
    assert "\u202e" not in found.output("markdown")
    assert "<script>" not in found.output("markdown")
    assert all(line.startswith("::") for line in found.output("github").splitlines())
    json.loads(found.output("sarif"))


def test_a_report_is_checked_too() -> None:
    report = "1.1\tThe meeting noted the the report.\n1.2\tIt was held on 31 June 2018.\n"
    assert {one.code for one in resdraft.check(report.encode()).findings} == {"RD603", "RD404"}
    from docx import Document

    document = Document()
    for line in report.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    assert {one.code for one in resdraft.check(out.getvalue()).findings} == {"RD603", "RD404"}
