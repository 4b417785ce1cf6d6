"""The walks of the README, run as they stand there in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def commands(section: str) -> list[list[str]]:
    """The commands of a section, in order."""
    text = (ROOT / "README.md").read_text("utf-8")
    own = re.search(rf"^## {section}.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert own is not None
    return [shlex.split(line) for line in re.findall(r"^    (resdraft .*)$", own[0], re.MULTILINE)]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resdraft", *arguments[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_delegate_s_walk(tmp_path: Path) -> None:
    """From the official Word file to the submitted document and back: every step does what it says."""
    shutil.copytree(ROOT / "proposals", tmp_path / "proposals")
    steps = commands("For a delegate")
    assert [step[1] for step in steps] == [
        *("convert", "apply", "verify", "propose", "convert", "verify", "convert", "diff", "apply", "accept")
    ]
    for step in steps:
        done = run(step, tmp_path)
        assert done.returncode == 0, (step, done.stderr)
    assert (tmp_path / "submitted" / "S20-CL-C-0062!!MSW-E.docx").is_file()
    differs = run(["resdraft", "diff", "edited.docx", "marked.docx", "--accept"], tmp_path)
    assert differs.stdout == "no differences\n"
    assert run(["resdraft", "marks", "with-the-second.docx"], tmp_path).stdout


def test_what_is_done_before_a_file_is_sent(tmp_path: Path) -> None:
    shutil.copy(ROOT / "proposals" / "chn.docx", tmp_path / "edited.docx")
    steps = commands("Before you send it")
    assert [run(step, tmp_path).returncode for step in steps] == [1, 0, 0]
    assert "anonymised" in run(["resdraft", "marks", "to-send.docx"], tmp_path).stdout
    assert "CHN" in run(["resdraft", "marks", "named.docx"], tmp_path).stdout


def test_the_secretariat_s_walk(tmp_path: Path) -> None:
    """One text with all proposals, one more, one State's, one less, and a whole conference."""
    shutil.copytree(ROOT / "proposals", tmp_path / "proposals")
    steps = commands("For the secretariat")
    assert [step[1] for step in steps] == [
        "consolidate",
        "convert",
        "consolidate",
        "consolidate",
        "accept",
        "reject",
        *["consolidate"] * 2,
    ]
    said = []
    for step in steps:
        done = run(step, tmp_path)
        assert done.returncode == 0, (step, done.stderr)
        said.append(done.stdout + done.stderr)
    assert "3 sources (CHN, EUR, RUS)" in said[0]
    assert "resolves 3  CONFLICT" in said[0]
    assert "EUR: new: resolves 3, modified" in said[3]
    assert "RUS: new" not in said[3]
    assert (tmp_path / "conference" / "1332-2019.docx").is_file()
    both = run(["resdraft", "accept", "second.docx", "--source", "CHN", "--source", "EUR", "-o", "both.docx"], tmp_path)
    assert both.returncode == 4
    assert not (tmp_path / "both.docx").exists()
