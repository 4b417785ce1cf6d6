"""A proposal carried over to another language: what needs no translation is there, the rest is listed, and filled in it says the same."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

import resdraft
from resdraft.concordance.transferred import gap, transferred
from resdraft.differences.edits import diff
from resdraft.model.apply import apply
from resdraft.model.edit import Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.usecases.documents import Document, save
from resdraft.usecases.fitting import fit_one
from resdraft.usecases.inputs import Input
from resdraft.usecases.propose import proposals_as
from resdraft.write.json import write_json
from tests import oracles

OWN = Path(__file__).parent / "versions"
SAID = {
    "en": ("with due care", "to inform the regions;"),
    "fr": ("avec tout le soin voulu", "d'informer les régions;"),
    "es": ("con el debido cuidado", "informar a las regiones;"),
    "ru": ("с должным вниманием", "информировать регионы;"),
    "ar": ("بالعناية الواجبة", "إبلاغ المناطق؛"),
    "zh": ("妥善", "通知各区域；"),
}
PAIRS = [("en", "fr"), ("en", "ar"), ("fr", "en"), ("zh", "es"), ("ar", "ru")]


def version(language: str) -> Document:
    return resdraft.open(OWN / f"{language}.txt", language=language)


def changes(text: Resolution, language: str, chance: random.Random) -> list[Edit]:
    """Some changes as delegates make them: a clause goes, one moves, a number is another, words and a clause are new."""
    clauses = [p for p in text.provisions if p.kind is Kind.CLAUSE and p.key.startswith("s") and "bis" not in (p.label or "")]
    leaves = [p for p in clauses if not any(q.key.startswith(f"{p.key}/") for q in text.provisions)]
    chosen = chance.sample(leaves, 4)
    words, clause = SAID[language]
    numbers = [
        (p, n) for p in leaves if p not in chosen for n, t in enumerate(p.text.tokens) if t.text in ("300", "120", "45", "2030")
    ]
    out: list[Edit] = [Delete(chosen[0].key)]
    out.append(Replace(chosen[1].key, len(chosen[1].text.tokens) - 1, len(chosen[1].text.tokens) - 1, Text.of(f" {words}")))
    out.append(Insert(chosen[2].key, 0, Provision(Kind.CLAUSE, Text.of(clause), chosen[2].label, chosen[2].depth)))
    if numbers:
        p, n = chance.choice(numbers)
        out.append(Replace(p.key, n, n + 1, Text.of("77")))
    # Of two neighbours that change places either can be the one that moved.
    above, _, place = chosen[3].key.rpartition("/")
    beside = {f"{above}/{int(place) + step}" for step in (-2, -1, 1)}
    siblings = [p for p in leaves if p.key.rpartition("/")[0] == above and p not in chosen and p.key not in beside]
    if siblings:
        out.append(Move(chosen[3].key, siblings[-1].key, 1, chosen[3].depth, chosen[3].label))
    return out


def marked(base: Document, text: Resolution) -> bytes:
    drafted = resdraft.propose(base, Input(write_json(text).encode(), "copy"), "RUS")
    return bytes(resdraft.consolidate(base, drafted.proposals).word().content)  # type: ignore[arg-type]


def proposed(base: Document, edits: list[Edit]) -> tuple[Resolution, Proposal]:
    target = apply(base.resolution, edits)
    return target, resdraft.propose(base, Input(write_json(target).encode(), "copy"), "RUS").proposals[0]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("seed", range(3))
def test_filled_in_it_is_aligned(pair: tuple[str, str], seed: int) -> None:
    first, second = map(version, pair)
    chance = random.Random(f"{pair}{seed}")  # noqa: S311 - no secret is made of it
    edits = changes(first.resolution, pair[0], chance)
    target, proposal = proposed(first, edits)
    # A short clause that moves is no move to a proposal, but one that goes and one that comes: then its words are to be translated.
    if {type(edit) for edit in fit_one(first.resolution, proposal).edits} != {type(edit) for edit in edits}:
        target, proposal = proposed(first, [edit for edit in edits if not isinstance(edit, Move)])
    made = resdraft.transfer([proposal], first, second)
    text = resdraft.apply(second, made.proposals).text
    assert sorted(one.what for one in made.left) == ["clause", "words"]
    filled = []
    for p in text.provisions:
        words = p.text.plain
        if "[" in words and f"[{pair[0].upper()}: " in words:
            head, _, quoted = words.partition(f"[{pair[0].upper()}: ")
            new = SAID[pair[1]][1] if not head.strip() else f"{head.strip()[:-1]} {SAID[pair[1]][0]}{head.strip()[-1]}"
            assert any(said in quoted for said in SAID[pair[0]])
            p = p._replace(text=Text.of(new) if not p.text.notes else p.text)
        filled.append(p)
    done = Resolution.assemble(filled, pair[1])
    sides = [Input(marked(first, target), "a.docx"), Input(marked(second, done), "b.docx")]
    found = resdraft.align(*sides, languages=pair)
    assert [(f.kind, f.address, f.said) for f in found.findings] == []


def test_numbers_editions_and_what_is_missing() -> None:
    first, second = version("en"), version("fr")
    lines = second.output("text").content
    shorter = resdraft.open(
        str(lines).replace("2\tde publier la liste des projets décrits dans l'Annexe de la présente résolution,\n", "").encode()
    )
    proposal = {
        "source": "RUS",
        "document": "5",
        "target": "1907",
        "reasons": "It is time] [FR: “x”",
        "amendments": [
            {"clause": "recalling a)", "from": "2018", "to": "2014"},
            {"clause": "instructs the Secretary-General 1", "from": "Bucharest, 2022", "to": "Dubai, 2018"},
            {"clause": "resolves 2 a) i)", "from": "120", "to": "150"},
            {"clause": "instructs the Secretary-General 2", "delete": True},
        ],
    }
    made = resdraft.transfer([json.dumps(proposal).encode()], first, shorter)
    text = resdraft.apply(shorter, made.proposals).text
    said = [p.text.plain for p in text.provisions]
    assert any("Résolution 71 (Rév. Dubaï, 2014)" in words for words in said)
    assert any("Décision 5 (Rév. Dubaï, 2018)" in words for words in said)
    assert "150 sur de petites îles;" in said
    assert [(one.what, one.address) for one in made.left] == [("missing", "instructs the Secretary-General 2"), ("reasons", "")]
    assert made.proposals[0].reasons == "[EN: “It is time] [FR: “x””]"
    assert made.proposals[0].number == "RUS/5/1"


def test_the_marked_file_is_sound(shared: Path, office: str, tmp_path: Path) -> None:
    first, second = version("en"), version("ar")
    base = tmp_path / "base.docx"
    second.save(base)
    _, proposal = proposed(first, changes(first.resolution, "en", random.Random(5)))  # noqa: S311
    out = tmp_path / "marked.docx"
    resdraft.transfer([proposal], first, resdraft.open(base)).save(out)
    assert oracles.new_faults(shared, out, base) == ""
    read = oracles.office(office, shared, [out, base], tmp_path / "read")
    assert read["marked"][1] == read["base"][0]
    assert any("[EN: “to inform the regions;”]" in line for line in read["marked"][0])


def test_two_versions_of_one_language_or_of_two_texts_are_refused() -> None:
    with pytest.raises(resdraft.WrongUsage, match="both versions are in one language"):
        resdraft.transfer([b"source: RUS\namendments: []"], "1332", "1332")
    with pytest.raises(resdraft.WrongUsage, match="one version is"):
        resdraft.transfer([b"source: RUS\namendments: []"], "1332", OWN / "fr.txt")


def test_a_contribution_in_word_keeps_numbers_and_has_gaps_for_all_words_around_it(tmp_path: Path) -> None:
    first, second = version("en"), version("ru")
    amendments = (
        {"clause": "annex 1", "from": "500", "to": "600", "reasons": "More users."},
        {"clause": "considering b)", "delete": True, "reasons": "Spent."},
    )
    head = {
        "source": "RUS",
        "meeting": "PP26",
        "cosigners": ["CHN"],
        "document": "7",
        "addendum": "2",
        "title": "Remote",
        "target": "1907",
    }
    told = json.dumps({**head, "reasons": "In general.", "amendments": amendments}).encode()
    contribution, marked_text = tmp_path / "doc.docx", tmp_path / "ru.docx"
    save(proposals_as(list(resdraft.read_proposals([told], first)), "docx", first.resolution).content, contribution)
    second.save(tmp_path / "base.docx")
    made = resdraft.transfer([contribution], first, resdraft.open(tmp_path / "base.docx"))
    assert [(one.what, one.original) for one in made.left] == [
        ("title", "Remote"),
        ("reasons", "In general."),
        ("reasons", "More users."),
        ("reasons", "Spent."),
    ]
    (one,) = made.proposals
    assert (one.number, one.title, one.reasons) == ("RUS/CHN/7A2/1", "[EN: “Remote”]", "[EN: “In general.”]")
    assert (one.original, one.language) == ("en", "ru")
    assert [a.reasons for a in one.amendments] == ["[EN: “Spent.”]", "[EN: “More users.”]"]
    made.save(marked_text)
    with zipfile.ZipFile(marked_text) as package:
        comments = package.read("word/comments.xml").decode()
    assert all(f"[EN: “{words}”]" in comments for words in ("In general.", "More users.", "Spent."))


@pytest.mark.parametrize("symbol", ["NOC", "SUP"])
def test_what_changes_no_words_is_carried_over(symbol: str) -> None:
    proposal = {"source": "RUS", "document": "5", "target": "1907", "symbol": symbol, "reasons": "As it is."}
    made = resdraft.transfer([json.dumps(proposal).encode()], version("en"), version("zh"))
    assert [(p.symbol, p.language, p.target, p.reasons) for p in made.proposals] == [
        (symbol, "zh", "1907@2022", "[EN: “As it is.”]")
    ]
    assert [one.what for one in made.left] == ["reasons"]


def test_a_withdrawal_is_carried_over() -> None:
    proposal = {"source": "RUS", "document": "5", "revision": "1", "target": "1907", "withdrawn": True}
    made = resdraft.transfer([json.dumps(proposal).encode()], version("en"), version("fr"))
    assert ([(p.withdrawn, p.language, p.number) for p in made.proposals], made.left) == ([(True, "fr", "RUS/5/1")], ())


def test_of_a_proposal_that_has_no_place_in_the_version_all_is_listed() -> None:
    words = (OWN / "fr.txt").read_text("utf-8")
    line = next(line for line in words.splitlines(keepends=True) if line.startswith("2\tde publier"))
    shorter = resdraft.open(words.replace(line, "").encode(), language="fr")
    gone = {"clause": "instructs the Secretary-General 2", "delete": True, "reasons": "Done."}
    sources = [{"source": name, "document": "5", "target": "1907", "amendments": [gone]} for name in ("RUS", "CHN")]
    made = resdraft.transfer([json.dumps(one).encode() for one in sources], version("en"), shorter)
    assert made.proposals == ()
    assert [(one.proposal, one.what) for one in made.left] == [
        ("RUS/5/1", "missing"),
        ("RUS/5/1", "reasons"),
        ("CHN/5/1", "missing"),
        ("CHN/5/1", "reasons"),
    ]
    assert made.notices == tuple(f"{name}/5/1: no change of it can be carried over" for name in ("RUS", "CHN"))
    assert "RUS/5/1: instructs the Secretary-General 2: missing\n" in made.text()


@pytest.mark.parametrize("seed", range(12))
def test_each_change_is_carried_over_or_listed(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    first, second = (version(language).resolution for language in chance.sample(list(SAID), 2))
    edits = diff(first, apply(first, changes(first, first.language, chance)))
    lost = chance.choice([p for p in second.provisions if p.kind is Kind.CLAUSE and p.label is not None])
    second = apply(second, [Delete(p.key) for p in second.subtree(lost.key)])
    made = transferred(first, edits, second)
    listed = {(one.what, one.original) for one in made.left}
    new = {edit.provision.text for edit in made.edits if isinstance(edit, Insert)}
    done = {(type(edit), edit.key) for edit in made.edits if not isinstance(edit, Insert)}
    for edit in edits:
        if isinstance(edit, Insert):
            assert ("clause", edit.provision.text.plain) in listed
            assert gap(first.language, edit.provision.text) in new
        elif not isinstance(edit, Relabel):
            place = made.places.get(edit.key)
            assert (type(edit), place) in done or (place is None and ("missing", first[edit.key].text.plain) in listed)
        if isinstance(edit, Replace) and edit.key in made.places and not edit.new.plain.isdigit():
            assert any(what == "words" and edit.new.plain in words for what, words in listed)
