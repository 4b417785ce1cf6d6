"""Texts that delegates edited in LibreOffice: every edit comes out of ``propose`` and ``apply`` as meant, or is told.

Seven files by default. ``RESDRAFT_DELEGATES=60 pytest tests/delegates`` makes sixty, of our Resolution 1332 and of four real resolutions of
the corpus; ``RESDRAFT_DELEGATES=100-160`` those of other seeds.
"""

from __future__ import annotations

import os
from pathlib import Path

import resdraft
from resdraft.usecases.documents import Document
from tests.delegates.edits import KINDS, plan
from tests.delegates.judge import edited, judged, with_comments

_FEW = (5, 7, 8, 9, 21, 31, 40)
"""Seeds of the short run: one author and two, tracked and not, what depends and what does not."""
_TEXTS = ("1332", "102", "70", "2", "130")


def _seeds() -> tuple[int, ...]:
    first, _, last = os.environ.get("RESDRAFT_DELEGATES", "").rpartition("-")
    return tuple(range(int(first or 0), int(last))) if last else _FEW


def _text(name: str, shared: Path) -> Document:
    return resdraft.open(name if name == "1332" else shared / "corpus" / "pp18" / "gold" / f"{name}.txt")


def test_edits_come_out_as_meant_or_are_told(shared: Path, office: str, tmp_path: Path) -> None:
    seeds = _seeds()
    texts = {name: _text(name, shared) for name in _TEXTS}
    for name, text in texts.items():
        text.save(tmp_path / f"base-{name}.docx")
    work = []
    for seed in seeds:
        name = _TEXTS[seed % len(_TEXTS)]
        work.append((tmp_path / f"base-{name}.docx", tmp_path / f"{seed}-{name}.docx", plan(texts[name].resolution, seed)))
    made = edited(office, work)
    verdicts = {}
    for base, copy, planned in work:
        if copy in made:
            with_comments(copy, planned)
            verdicts[copy.stem] = judged(shared, base, copy, planned)
    wrong = {name: verdict.why for name, verdict in verdicts.items() if verdict.kind not in ("exact", "told")}
    assert not wrong
    # LibreOffice dies now and then; where it makes hardly a file, nothing is proved.
    assert len(made) > len(seeds) * 0.7
    assert {verdict.kind for verdict in verdicts.values()} == {"exact", "told"}


def test_the_sixty_files_have_all_kinds_of_edit(shared: Path) -> None:
    texts = [_text(name, shared).resolution for name in _TEXTS]
    plans = [plan(texts[seed % len(texts)], seed) for seed in range(60)]
    assert {edit.kind for one in plans for edit in one.edits} >= KINDS.keys()
    assert {len(one.rounds) for one in plans} == {1, 2}
    assert any(one.depends for one in plans)
    assert any(not r.tracked for one in plans for r in one.rounds)
