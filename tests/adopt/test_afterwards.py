"""What follows from an adoption: the Chair's new clauses, merging in steps, citations elsewhere, the library, the coloured documents."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import resdraft
from tests.conftest import ROOT

FILES = [ROOT / "proposals" / name for name in ("rus.yaml", "chn.docx", "eur.yaml")]
CHAIR = b"""
default: adopt-uncontested
decisions:
- {place: after resolves 2, decision: text, by: CHAIR, text: "that the Chair has a word;"}
- {place: in considering, decision: text, by: CHAIR, text: "that it is so;"}
- {place: after resolves 3, decision: adopt, source: CHN}
- {place: resolves 3, decision: adopt, source: CHN}
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def test_the_chair_adds_clauses_and_they_are_read_off_a_word_file() -> None:
    done = resdraft.adopt("1332", FILES, CHAIR)
    added = {(row.new, row.by) for row in done.adopted.rows if row.fate == "added"}
    assert {("resolves 3", ("CHAIR",)), ("considering h)", ("CHAIR",)), ("resolves 5", ("CHN",))} <= added
    assert all("+" not in row.new for row in done.adopted.rows), "new footnotes have the number that they have in print"
    marked = bytes(done.word().content)
    assert resdraft.open(marked, marks="accept").resolution.fingerprint == done.text.fingerprint
    read = resdraft.decide("1332", FILES, bytes(done.clean("docx").content))
    assert [(d.place, d.text) for d in read.decisions.decisions if d.decision == "text"] == [
        ("after considering f)", "that it is so;"),
        ("after resolves 2", "that the Chair has a word;"),
    ]
    again = resdraft.adopt("1332", FILES, str(read.output().content).encode())
    assert again.text.fingerprint == done.text.fingerprint


def test_what_nobody_proposes_to_delete_is_told() -> None:
    text = str(resdraft.open("1332").output("text").content)
    lines = [line for line in text.splitlines() if not line.startswith("b)\tthat CWG-WSIS&SDG has proven")]
    assert len(lines) < len(text.splitlines())
    read = resdraft.decide("1332", FILES, "\n".join(lines).encode())
    assert any("considering b): it is gone, which nobody proposes" in doubt for doubt in read.doubts)


@pytest.mark.parametrize("where", ["before resolves 3", "in resolves"])
def test_additions_are_told_by_what_they_stand_behind(where: str) -> None:
    with pytest.raises(resdraft.Unfit) as error:
        resdraft.adopt("1332", FILES, f"decisions: [{{place: {where}, decision: adopt, source: CHN}}]".encode())
    assert error.value.problems[0].hint == "write after …"


@pytest.mark.parametrize("seed", range(4))
def test_in_steps_it_is_the_same_text(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    files = FILES[:2]  # EUR stands against CHN
    everything = resdraft.adopt("1332", files, b"default: adopt-uncontested")
    numbers = sorted({n for o in everything.consolidated.marked.edits for n in o.amendments})
    some = chance.sample(numbers, len(numbers) // 2)
    lines = "\n".join(f"- {{amendment: {number}, decision: adopt}}" for number in some)
    left = resdraft.remaining(resdraft.adopt("1332", files, f"decisions:\n{lines}".encode()))
    assert left.problems == ()
    base, *proposals = left.save(tmp_path)
    assert base.name == "base.txt"
    done = resdraft.adopt(base, proposals, b"default: adopt-uncontested")
    assert [p.text.plain for p in done.text.provisions] == [p.text.plain for p in everything.text.provisions]


CITED = """RESOLUTION 900 (Dubai, 2018)
On a thing
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
resolves
1\tthat one is done;
2\tthat two is done;
3\tthat three is done.
"""
CITING = """RESOLUTION 901 (Dubai, 2018)
On another
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
recalling
a)\tResolution 900 (Dubai, 2018), on a thing;
b)\tresolves 3 of Resolution 900 (Dubai, 2018), on a thing;
c)\tresolves 2 of Resolution 900 (Dubai, 2018);
d)\tResolution 900 (Marrakesh, 2002);
resolves
that 900 things are done.
"""


def test_citations_elsewhere_are_mended_or_told(library: Path) -> None:  # noqa: ARG001 - it is where texts are added
    for text in (CITED, CITING):
        resdraft.add(text.encode())
    gone = b"{source: RUS, target: 900@2018, amendments: [{clause: resolves 2, delete: true}]}"
    done = resdraft.adopt("900", [gone], b"default: adopt-uncontested", edition="Rev. Doha, 2026")
    found = resdraft.consequences([done], edition="Rev. Doha, 2026")
    assert [(row.text, row.place, row.why, row.mended) for row in found.rows] == [
        ("901@2018", "recalling a)", "it is Rev. Doha, 2026 now", True),
        ("901@2018", "recalling b)", "it is Rev. Doha, 2026 now", True),
        ("901@2018", "recalling c)", "the clause is gone", False),
        ("901@2018", "recalling c)", "it is Rev. Doha, 2026 now", True),
    ]
    mended = str(resdraft.apply("901", [str(found.output().content).encode()]).output("text").content)
    assert "b)\tresolves 2 of Resolution 900 (Rev. Doha, 2026), on a thing;" in mended
    assert "d)\tResolution 900 (Marrakesh, 2002);" in mended
    # A text that goes leaves citations that nothing can mend.
    suppress = b"{source: RUS, target: 900@2018, document: 1, symbol: SUP}"
    done = resdraft.adopt("900", [suppress], b"decisions: [{amendment: RUS/1/1, decision: adopt}]")
    found = resdraft.consequences([done])
    assert {row.why for row in found.rows} == {"it is suppressed"}
    assert found.proposals == ()


OTHER_LANGUAGES = {
    "fr": (
        "RÉSOLUTION 902 (Dubaï, 2018)\nSur une chose\nLa Conférence de plénipotentiaires (Dubaï, 2018),\nrappelant\n"
        "la Résolution 900 (Dubaï, 2018), sur une chose;\ndécide\nque tout soit fait.",
        "la Résolution 900 (Rév. Doha, 2026), sur une chose;",
    ),
    "ar": (
        "القرار 902 (دبي، 2018)\nشأن\nإن مؤتمر المندوبين المفوضين (دبي، 2018)،\nإذ يذكّر\nبالقرار 900 (دبي، 2018) بشأن أمر ما،\n"
        "يقرر\nأن يُفعل كل شيء.",
        "بالقرار 900 (المراجَع في الدوحة، 2026) بشأن أمر ما،",
    ),
    "zh": (
        "第902号决议（2018年，迪拜）\n某事\n全权代表大会（2018年，迪拜），\n忆及\n第900号决议（2018年，迪拜），\n做出决议\n做完一切。",
        "第900号决议（2026年，多哈，修订版），",
    ),
}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_text_in_another_language_has_the_edition_in_its_own_words(library: Path, language: str) -> None:  # noqa: ARG001
    text, wanted = OTHER_LANGUAGES[language]
    for added in (CITED, text):
        resdraft.add(added.encode())
    more = b"{source: RUS, target: 900@2018, amendments: [{clause: resolves 2, from: done, to: made}]}"
    done = resdraft.adopt("900", [more], b"default: adopt-uncontested", edition="Rev. Doha, 2026")
    found = resdraft.consequences([done], edition="Rev. Doha, 2026")
    assert [(row.text, row.mended) for row in found.rows] == [("902@2018", True)]
    mended = str(resdraft.apply(text.encode(), [str(found.output().content).encode()]).output("text").content)
    assert wanted in mended


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_text_becomes_an_edition_in_the_words_of_its_language(language: str) -> None:
    text = OTHER_LANGUAGES[language][0]
    done = resdraft.adopt(text.encode(), [], b"default: adopt-uncontested", edition="Rev. Doha, 2026")
    lines = str(done.clean("text").content).splitlines()
    heads = {
        "fr": ("RÉSOLUTION 902 (Rév. Doha, 2026)", "La Conférence de plénipotentiaires (Doha, 2026),"),
        "ar": ("القرار 902 (المراجَع في الدوحة، 2026)", "إن مؤتمر المندوبين المفوضين (الدوحة، 2026)،"),
        "zh": ("第902号决议（2026年，多哈，修订版）", "全权代表大会（2026年，多哈），"),
    }
    assert [line for line in heads[language] if line not in lines] == []


def test_the_adopted_text_joins_the_library(library: Path) -> None:
    done = resdraft.adopt("1332", FILES, (ROOT / "decisions/1332.yaml").read_bytes(), edition="last amended C20")
    assert done.add().name == "1332@2020"
    assert resdraft.open("1332").resolution.fingerprint == done.text.fingerprint
    assert (library / "editions.csv").exists()
    left_open = resdraft.adopt("1332@2019", FILES, b"decisions: []", edition="last amended C21")
    with pytest.raises(resdraft.Unfit, match="an official text has no brackets"):
        left_open.add()


def test_a_coloured_document_says_its_reading_and_what_is_open() -> None:
    done = resdraft.adopt("1332@2019", FILES, b"meeting: C20\ndecisions: []")
    blue = resdraft.open(bytes(done.coloured("blue").content))
    assert blue.resolution.fingerprint == done.text.fingerprint
    text = blue.peek()
    assert text is not None
    head = text.file.parts["word/header1.xml"].decode()
    assert f"BLUE: first reading, C20, {len(done.open_places)} places in square brackets" in head


def test_a_page_header_with_the_old_edition_is_told(tmp_path: Path) -> None:
    path = tmp_path / "base.docx"
    path.write_bytes(bytes(resdraft.open("1332@2019").output("docx").content))
    done = resdraft.adopt(path, FILES, (ROOT / "decisions/1332.yaml").read_bytes(), edition="last amended C20")
    assert any("still says Modified 2019" in notice for notice in done.clean("docx").notices)
    same = resdraft.adopt(path, FILES, (ROOT / "decisions/1332.yaml").read_bytes())
    assert not any("still says" in notice for notice in same.clean("docx").notices)
