"""What a whole conference decided: every text and every new instrument has a row, and a file where something of it stands."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

import resdraft
from resdraft.errors import Exit, Unfit, Unreadable, Unwritable
from resdraft.usecases.adopt_conference import TABLE, AdoptedConference, AdoptionSettings

TEXT = """RESOLUTION {n} (DUBAI, 2018)
On thing {n}
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
noting
a)\tthat networks grow;
b)\tthat members act,
resolves
1\tto act;
2\tto report, as resolves 1 says.
"""
NEW = "\n".join(
    f"  {line}"
    for line in TEXT.replace("{n} (DUBAI, 2018)", "[X-1] (BUCHAREST, 2022)")
    .replace("Dubai, 2018", "Bucharest, 2022")
    .splitlines()
)
RUS = (
    """source: RUS
document: 5
target: 901@2018
amendments:
  - before: resolves 1
    insert: to begin;
  - clause: resolves 2
    from: report
    to: tell
---
source: RUS
document: 5
order: 2
target: 902@2018
amendments:
  - clause: resolves 1
    from: act
    to: act soon
---
source: RUS
document: 5
order: 3
target: 903@2018
symbol: SUP
reasons: It is done.
---
source: RUS
document: 5
order: 4
symbol: ADD
text: |
"""
    + NEW
    + "\n"
)
CHN = RUS.partition("---")[0].replace("RUS", "CHN").replace("document: 5", "document: 6")
CHN = CHN.replace("to begin", "to start at once").replace("to: tell", "to: say")
DECIDED = {
    "901.yaml": "base: 901\ndecisions:\n- {amendment: RUS/5/1(1), decision: adopt}\n- {place: resolves 2, decision: bracket}\n",
    "902.yaml": "base: 902@2018\ndecisions:\n- {amendment: RUS/5/2, decision: reject}\n",
    "others.json": '{"decisions": [{"amendment": "RUS/5/3", "decision": "adopt"}, {"amendment": "RUS/5/4", "decision": "adopt"}]}',
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for n in ("901", "902", "903"):
        (tmp_path / "library" / n).mkdir(parents=True)
        (tmp_path / "library" / n / "2018.en.txt").write_text(TEXT.format(n=n), "utf-8")
    for name, content in {
        "proposals/rus.yaml": RUS,
        "proposals/chn.yaml": CHN,
        **{f"decided/{n}": d for n, d in DECIDED.items()},
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def adopted(form: str = "text", **more: object) -> AdoptedConference:
    return resdraft.adopt_all(["proposals"], ["decided"], "out", settings=AdoptionSettings(form, **more))  # type: ignore[arg-type]


def test_every_text_has_its_row_and_its_file(place: Path) -> None:
    done = adopted()
    assert {row.name: (row.became, row.sources) for row in done.rows} == {
        "901@2018": ("adopted", ("RUS",)),
        "902@2018": ("unchanged", ()),
        "903@2018": ("suppressed", ("RUS",)),
        "RUS/5/4": ("new", ("RUS",)),
    }
    assert sorted(path.name for path in (place / "out").iterdir()) == ["901-2018.txt", "ADD-RUS-5-4.txt", TABLE]
    text = (place / "out" / "901-2018.txt").read_text("utf-8")
    # What was adopted, and what is open, stands before resolves 1: its reference has moved with it.
    assert "start at once;]\n2\tto begin;\n3\tto act;" in text
    assert "as resolves 3 says" in text
    assert "[X-1]" in (place / "out" / "ADD-RUS-5-4.txt").read_text("utf-8")
    table = list(csv.DictReader((place / "out" / TABLE).read_text("utf-8").splitlines()))
    assert [(row["text"], row["became"], row["file"]) for row in table] == [(r.name, r.became, r.file) for r in done.rows]
    first = next(row for row in done.rows if row.name == "901@2018")
    assert first.open > 0
    assert done.code is Exit.DIFFERENT


def test_word_files_read_as_the_texts(place: Path) -> None:
    adopted()
    (place / "out").rename(place / "texts")
    adopted("docx")
    for name in ("901-2018", "ADD-RUS-5-4"):
        word, text = (resdraft.open(f"{folder}/{name}{ending}") for folder, ending in (("out", ".docx"), ("texts", ".txt")))
        assert word.resolution.fingerprint == text.resolution.fingerprint


def test_new_instruments_are_adopted_by_decision_or_where_all_is(place: Path) -> None:
    (place / "decided" / "others.json").write_text('{"decisions": [{"amendment": "RUS/5/4", "decision": "reject"}]}')
    rows = {row.name: row.became for row in adopted().rows}
    assert (rows["RUS/5/4"], rows["903@2018"]) == ("not adopted", "unchanged")
    (place / "decided" / "others.json").write_text('{"default": "adopt-uncontested"}')
    assert {row.name: row.became for row in resdraft.adopt_all(["proposals"], ["decided"], "again").rows}["RUS/5/4"] == "new"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("more.yaml", "base: 901@2018\ndecisions: []\n", "decisions on 901"),
        ("more.yaml", "decisions: []\n", "decisions without a text"),
    ],
)
def test_two_files_on_one_text_are_refused(place: Path, name: str, content: str, said: str) -> None:
    (place / "decided" / name).write_text(content, "utf-8")
    with pytest.raises(Unfit, match=said):
        adopted()
    assert not (place / "out").exists()


def test_nothing_is_written_where_a_decision_does_not_fit(place: Path) -> None:
    (place / "decided" / "902.yaml").write_text("base: 902\ndecisions:\n- {place: resolves 9, decision: reject}\n", "utf-8")
    done = adopted()
    assert done.code is Exit.UNFIT
    assert "902@2018" in done.problems[0].clause
    assert not (place / "out").exists()
    assert {row.name for row in adopted(partial=True).rows if row.became == "not written"} == {"902@2018"}
    assert (place / "out" / "901-2018.txt").exists()


def test_decisions_on_what_nobody_proposes_on(place: Path) -> None:
    (place / "proposals" / "rus.yaml").write_text(RUS.partition("---")[0], "utf-8")
    done = adopted()
    assert any("nothing is proposed on it" in problem.what for problem in done.problems)


def test_what_lies_there_is_not_replaced(place: Path) -> None:
    (place / "out").mkdir()
    (place / "out" / "901-2018.txt").write_text("kept")
    with pytest.raises(Unwritable):
        adopted()
    assert [path.name for path in (place / "out").iterdir()] == ["901-2018.txt"]


def test_a_number_that_begins_with_another_is_another(place: Path) -> None:
    # RUS/5/1 and RUS/5/10 are two proposals, on two texts.
    ten = RUS.split("---\n")[1].replace("order: 2", "order: 10")
    (place / "proposals" / "rus.yaml").write_text(f"{RUS.split('---')[0]}---\n{ten}", "utf-8")
    for path in (place / "decided").iterdir():
        path.unlink()
    (place / "decided" / "all.yaml").write_text(
        "decisions:\n- {amendment: RUS/5/1, decision: adopt}\n- {amendment: RUS/5/10, decision: adopt}\n", "utf-8"
    )
    done = adopted()
    assert done.problems == ()
    assert {row.name: row.became for row in done.rows} == {"901@2018": "adopted", "902@2018": "adopted"}


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("{place: resolves 1, decision: reject}", "on which text"),
        ("{amendment: RUS/5/99, decision: adopt}", "no such amendment"),
        ("{amendment: RUS/5/1(1), decision: reject}", "no such amendment, or its text has decisions of its own"),
    ],
)
def test_no_decision_of_the_common_file_is_passed_over(place: Path, decision: str, said: str) -> None:
    (place / "decided" / "others.json").unlink()
    (place / "decided" / "others.yaml").write_text(f"decisions:\n- {decision}\n", "utf-8")
    [problem] = adopted().problems
    assert said in problem.what
    assert (problem.file, problem.line) == ("decided/others.yaml", 2)


def test_nothing_leads_out_of_a_folder_of_decisions(place: Path) -> None:
    (place / "private.yaml").write_text("decisions: []\n")
    (place / "decided" / "link.yaml").symlink_to(place / "private.yaml")
    with pytest.raises(Unreadable, match="leads out"):
        adopted()
    (place / "decided" / "link.yaml").unlink()
    os.mkfifo(place / "decided" / "pipe.yaml")
    with pytest.raises(Unreadable, match="no ordinary file"):
        adopted()
