"""Decisions read off a Word file are those that were made in it."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

import resdraft
from resdraft.model.edit import Replace
from tests import oracles
from tests.conftest import ROOT

FILES = [ROOT / "proposals" / name for name in ("rus.yaml", "chn.docx")]
RIVALS = [*FILES, ROOT / "proposals" / "eur.yaml"]


@pytest.mark.parametrize("seed", range(6))
def test_marks_accepted_and_rejected_by_amendment(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    one = resdraft.consolidate("1332", RIVALS)
    numbers = list(dict.fromkeys(n for o in one.marked.edits for n in o.amendments))
    made = {number: rng.choice(("adopt", "reject", "")) for number in numbers}
    # Of two that clash one at most is adopted, and with it the other rejected; what two propose alike is settled alike, and once.
    chosen = rng.choice((("adopt", "reject"), ("reject", "adopt"), ("", "")))
    made["CHN/XX/1(2)"], made["EUR/XX/1(2)"] = chosen
    alike = {o.amendments[1]: o.amendments[0] for o in one.marked.edits if len(o.amendments) > 1}
    made |= {number: made[first] for number, first in alike.items()}
    content = bytes(one.word().content)
    for number, decision in made.items():
        if decision and number not in alike:
            settle = resdraft.accept if decision == "adopt" else resdraft.reject
            content = settle(content, amendments=number).content
    read = resdraft.decide("1332", RIVALS, content)
    assert {d.amendment: d.decision for d in read.decisions.decisions} == {n: d for n, d in made.items() if d}
    assert sorted(read.open) == sorted(n for n in numbers if not made[n])
    assert read.doubts == ()
    # What is written is read as the same decisions, and they can be used.
    from resdraft.usecases.adopt import read_decisions

    written = str(read.output().content).encode()
    again, _ = read_decisions(written)
    assert [d._replace(line=None) for d in again.decisions] == list(read.decisions.decisions)
    done = resdraft.adopt("1332", RIVALS, written)
    adopted = {n for o in done.decided.adopted for n in o.amendments}
    assert adopted == {n for n, d in made.items() if d == "adopt"}


def test_what_nobody_proposed_is_the_chairs() -> None:
    one = resdraft.consolidate("1332", FILES)
    content = bytes(resdraft.reject(bytes(one.word().content)).content)
    text = resdraft.open(content).output("docx").content
    chair = resdraft.open(bytes(text)).resolution
    provisions = [
        p._replace(text=p.text.replace(0, 1, type(p.text).of("That"))) if p.key == "s2/1" else p for p in chair.provisions
    ]
    typed = resdraft.model.resolution.Resolution.assemble(provisions)  # type: ignore[attr-defined]
    from resdraft.usecases.documents import render

    read = resdraft.decide("1332", FILES, bytes(render(typed, "docx").content))
    (said,) = [d for d in read.decisions.decisions if d.decision == "text"]
    assert said.place == "considering a)"
    assert said.text.startswith("That ")
    assert said.by == "CHAIR"


def test_a_file_of_something_else_is_doubted() -> None:
    official = bytes(resdraft.open("1332").output("docx").content)
    read = resdraft.decide("1332", FILES, official)
    assert {d.decision for d in read.decisions.decisions} == {"reject"}
    assert any("is it the consolidated file" in notice for notice in read.notices)


def test_a_file_that_libreoffice_has_saved(office: str, tmp_path: Path) -> None:  # noqa: ARG001 - LibreOffice has to be there
    one = resdraft.consolidate("1332", FILES)
    numbers = sorted({n for o in one.marked.edits for n in o.amendments})
    accepted, rejected = numbers[::3], numbers[1::3]
    content = bytes(resdraft.accept(bytes(one.word().content), amendments=accepted).content)
    room = tmp_path / "room.docx"
    room.write_bytes(bytes(resdraft.reject(content, amendments=rejected).content))
    saved = oracles.office_saved([room], tmp_path / "saved")["room"]
    wanted, read = (resdraft.decide("1332", FILES, path) for path in (room, saved))
    assert {d.amendment: d.decision for d in read.decisions.decisions} == {
        d.amendment: d.decision for d in wanted.decisions.decisions
    }
    assert read.open == wanted.open


@pytest.mark.parametrize("seed", range(2))
def test_marks_that_libreoffice_accepts_and_rejects(seed: int, office: str, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret is made of it
    one = resdraft.consolidate("1332", FILES)
    (tmp_path / "before.docx").write_bytes(bytes(one.word().content))
    # A mark is found by the words before it, so only amendments that reword a clause alone.
    places: dict[str, set[str]] = {}
    for owned in one.marked.edits:
        for number in owned.amendments:
            plain = isinstance(owned.edit, Replace) and not owned.edit.new.notes
            places.setdefault(number, set()).add(owned.edit.key if plain else "")  # type: ignore[union-attr]
    steps, made = [], {}
    for number, keys in places.items():
        (key, *more) = keys
        choice = rng.choice(("accept", "reject", ""))
        if more or not key or not choice or sum(key in others for others in places.values()) > 1:
            continue
        first = min(o.edit.start for o in one.marked.edits if isinstance(o.edit, Replace) and o.edit.key == key)
        p = one.base.resolution[key]
        steps.append([choice, f"{p.label}\t" * bool(p.label) + "".join(token.text for token in p.text.tokens[:first])])
        made[number] = "adopt" if choice == "accept" else "reject"
    command = [
        office,
        ROOT / "tests/office_typing.py",
        tmp_path / "before.docx",
        tmp_path / "room.docx",
        "Chair",
        json.dumps(steps),
    ]
    for _ in range(2):
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        # LibreOffice dies now and then.
        if (tmp_path / "room.docx").exists():
            break
    read = resdraft.decide("1332", FILES, tmp_path / "room.docx")
    assert len(made) > 3
    assert {d.amendment: d.decision for d in read.decisions.decisions} == made
    assert read.doubts == ()
