"""Decisions read off a Word file are those that were made in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import resdraft
from tests import oracles
from tests.conftest import ROOT

FILES = [ROOT / "proposals" / name for name in ("rus.yaml", "chn.docx")]


@pytest.mark.parametrize("seed", range(6))
def test_marks_accepted_and_rejected_by_amendment(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    one = resdraft.consolidate("1332", FILES)
    numbers = list(dict.fromkeys(n for o in one.marked.edits for n in o.amendments))
    made = {number: rng.choice(("adopt", "reject", "")) for number in numbers}
    content = bytes(one.word().content)
    for number, decision in made.items():
        if decision:
            settle = resdraft.accept if decision == "adopt" else resdraft.reject
            content = settle(content, amendments=number).content
    read = resdraft.decide("1332", FILES, content)
    assert {d.amendment: d.decision for d in read.decisions.decisions} == {n: d for n, d in made.items() if d}
    assert sorted(read.open) == sorted(n for n in numbers if not made[n])
    assert read.doubts == ()
    # What is written is read as the same decisions, and they can be used.
    from resdraft.usecases.adopt import read_decisions

    written = str(read.output().content).encode()
    again, _ = read_decisions(written)
    assert [d._replace(line=None) for d in again.decisions] == list(read.decisions.decisions)
    done = resdraft.adopt("1332", FILES, written)
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
