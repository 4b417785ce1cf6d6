"""The adopted text as revision marks: rejected it is the base, accepted the clean text, for independent readers and for LibreOffice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

import resdraft
from resdraft.usecases.adopt import Adoption
from tests import oracles

ROOT = Path(__file__).parent.parent.parent
NAMES = ("rus.yaml", "chn.docx", "eur.yaml")


def random_decisions(seed: int) -> bytes:
    """Decisions on some of the amendments; of those that stand against each other one at most is adopted."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    one = resdraft.consolidate("1332", [ROOT / "proposals" / name for name in NAMES])
    contested = {number for conflict in one.conflicts for option in conflict.options for number in option.amendments}
    lines = []
    # What two amendments say alike can only be decided alike.
    alike = {number for owned in one.marked.edits for number in owned.amendments[1:]}
    for number in dict.fromkeys(owned.amendments[0] for owned in one.marked.edits if owned.amendments[0] not in alike):
        choice = chance.choice(("reject", "bracket", "") if number in contested else ("adopt", "reject", "bracket", ""))
        lines += [f"- {{amendment: {number}, decision: {choice}}}"] if choice else []
    return "\n".join(("decisions:", *lines)).encode()


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Adoption, Path]]:
    """Adoptions by name, and their folder: NAME.docx is marked, NAME.clean.docx and NAME.base.docx are what it should read."""
    folder = tmp_path_factory.mktemp("adopted")
    text = resdraft.open("1332")
    official = text.output("docx").content
    assert isinstance(official, bytes)
    (folder / "official.docx").write_bytes(official)
    cases = {
        "decided": (ROOT / "decisions" / "1332.yaml").read_bytes(),
        "uncontested": b"default: adopt-uncontested",
        "open": b"decisions: []",
    }
    cases |= {f"random{seed}": random_decisions(seed) for seed in (1, 2)}
    out = {}
    for base in ("1332", str(folder / "official.docx")):
        for name, decisions in cases.items():
            done = resdraft.adopt(
                base, [ROOT / "proposals" / n for n in NAMES], decisions, edition="last amended C20" * (name == "decided")
            )
            stem = folder / f"{name}-{'text' if base == '1332' else 'word'}"
            for ending, content in (
                ("docx", done.word().content),
                ("clean.docx", done.clean("docx").content),
                ("base.docx", official),
            ):
                assert isinstance(content, bytes)
                stem.with_suffix(f".{ending}").write_bytes(content)
            out[stem.name] = done, stem.with_suffix(".docx")
    return out


def test_independent_readers_read_base_and_clean_text(shared: Path, adopted: Mapping[str, tuple[Adoption, Path]]) -> None:
    for name, (_, path) in adopted.items():
        assert oracles.reference(shared, path, "reject") == oracles.reference(
            shared, path.with_suffix(".base.docx"), "accept"
        ), name
        assert oracles.reference(shared, path, "accept") == oracles.reference(
            shared, path.with_suffix(".clean.docx"), "accept"
        ), name
    assert oracles.faults(shared, [p for _, path in adopted.values() for p in (path, path.with_suffix(".clean.docx"))]) == ""


def test_the_clean_file_reads_as_the_clean_text(adopted: Mapping[str, tuple[Adoption, Path]]) -> None:
    for name, (done, path) in adopted.items():
        assert resdraft.open(path.with_suffix(".clean.docx")).resolution.fingerprint == done.text.fingerprint, name


def test_libreoffice_accepts_and_rejects_exactly(
    shared: Path, office: str, adopted: Mapping[str, tuple[Adoption, Path]], tmp_path: Path
) -> None:
    chosen = {name: path for name, (_, path) in adopted.items() if name in ("decided-text", "open-text", "random1-word")}
    files = [p for path in chosen.values() for p in (path, path.with_suffix(".clean.docx"), path.with_suffix(".base.docx"))]
    read = oracles.office(office, shared, files, tmp_path)
    for name in chosen:
        assert read[name] == (read[f"{name}.clean"][0], read[f"{name}.base"][0]), name
