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
    return [shlex.split(line) for line, _ in shown(section)]


def shown(section: str) -> list[tuple[str, list[str]]]:
    """The commands of a section, each with the lines that are shown below it of what it says."""
    text = (ROOT / "README.md").read_text("utf-8")
    own = re.search(rf"^## {section}.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert own is not None
    found = re.findall(r"^    (resdraft .*)\n((?:    # .*\n)*)", own[0], re.MULTILINE)
    return [(line, [said[6:] for said in below.splitlines()]) for line, below in found]


def yaml_of(section: str) -> list[str]:
    """The proposals that a section writes by hand."""
    text = (ROOT / "README.md").read_text("utf-8")
    own = re.search(rf"^## {section}.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert own is not None
    return re.findall(r"^```yaml\n(.*?)^```", own[0], re.MULTILINE | re.DOTALL)


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resdraft", *arguments[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_first_walk(tmp_path: Path) -> None:
    """What can be run without files of one's own."""
    shutil.copytree(ROOT / "proposals", tmp_path / "proposals")
    for folder in ("resolutions",):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for step in commands("A first walk"):
        if not {
            "final acts.docx",
            "final acts.docx#2",
            "report.docx",
            "copied.txt",
            "final acts.pdf#2",
            "printed.pdf",
            "en.docx",
            "pp18",
        } & set(step):
            done = run(step, tmp_path)
            # diff, cite and check say with 1 that they found something.
            assert done.returncode in ((0, 1) if step[1] in ("diff", "cite", "check") else (0,)), (step, done.stderr)


def test_the_delegate_s_walk(tmp_path: Path) -> None:
    """From the official text to the submitted document and back: every step does what it says, and says what is shown."""
    shutil.copytree(ROOT / "proposals", tmp_path / "proposals")
    (tmp_path / "rus.yaml").write_text(yaml_of("For a delegate")[0], "utf-8")
    steps = shown("For a delegate")
    assert steps[0][0].startswith("resdraft new proposal 1332")
    for line, wanted in steps:
        done = run(shlex.split(line), tmp_path)
        assert done.returncode == 0, (line, done.stderr)
        said = done.stdout + done.stderr
        assert [each for each in wanted if each not in said] == [], (line, said)
    assert (tmp_path / "submitted" / "S20-CL-C-0062!!MSW-E.docx").is_file()
    assert sum(len(wanted) for _, wanted in steps) > 5
    differs = run(["resdraft", "diff", "edited.docx", "marked.docx", "--accept"], tmp_path)
    assert differs.stdout == "no differences\n"
    assert run(["resdraft", "marks", "with-the-second.docx"], tmp_path).stdout


def test_the_proposals_that_are_written_by_hand(tmp_path: Path) -> None:
    for n, written in enumerate(yaml_of("For a delegate")):
        (tmp_path / f"{n}.yaml").write_text(written, "utf-8")
        done = run(["resdraft", "apply", "1332", f"{n}.yaml", "-o", f"{n}.txt"], tmp_path)
        assert done.returncode == 0, done.stderr
    read = (tmp_path / "1.txt").read_text("utf-8")
    assert "3ter\tto make the results known:\na)\tto the Council;\nb)\tto Member States,\n" in read
    assert "invites Member States\nto take part in the group." in read


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
        *["consolidate"] * 3,
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
    assert (tmp_path / "table.docx").is_file()
    assert "EUR: new: resolves 3, modified" in said[4]
    assert "RUS: new" not in said[4]
    assert (tmp_path / "conference" / "1332-2019.docx").is_file()
    both = run(["resdraft", "accept", "second.docx", "--source", "CHN", "--source", "EUR", "-o", "both.docx"], tmp_path)
    assert both.returncode == 4
    assert not (tmp_path / "both.docx").exists()


def test_the_page_for_the_room(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "proposals", tmp_path / "proposals")
    (step,) = commands("In the room")
    assert run(step, tmp_path).returncode == 0
    assert "window.resdraft" in (tmp_path / "review.html").read_text("utf-8")


def test_what_is_done_after_the_meeting(tmp_path: Path) -> None:
    for folder in ("proposals", "decisions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    form, adopted, compared, coloured, conference, told, *merging = shown("After the meeting")
    assert run(shlex.split(form[0]), tmp_path).returncode == 0
    # A reference is left to look at.
    done = run(shlex.split(adopted[0]), tmp_path)
    assert done.returncode == 1, done.stderr
    assert "resolves 5" in done.stderr.replace("\xa0", " ")
    done = run(shlex.split(compared[0]), tmp_path)
    assert done.returncode == 0, done.stderr
    assert compared[1][0] in done.stdout
    assert run(shlex.split(coloured[0]), tmp_path).returncode == 1, "places are open"
    assert (tmp_path / "blue.docx").is_file()
    for line, wanted in (conference, told):
        assert wanted[0] in run(shlex.split(line), tmp_path).stdout
    assert {path.name for path in (tmp_path / "adopted").iterdir()} == {"1332-2019.docx", "adopted.csv"}
    for line, wanted in merging:
        done = run(shlex.split(line), tmp_path)
        assert done.returncode in (0, 1), done.stderr
        assert all(said in done.stderr for said in wanted)
    assert (tmp_path / "first-rus.docx").is_file()
    (by_hand,) = yaml_of("After the meeting")
    (tmp_path / "by-hand.yaml").write_text(by_hand, "utf-8")
    names = [f"proposals/{name}" for name in ("rus.yaml", "chn.docx", "eur.yaml")]
    done = run(["resdraft", "adopt", "1332", *names, "--decisions", "by-hand.yaml"], tmp_path)
    assert done.returncode == 1, done.stderr
    assert "that telecommunications/ICTs support the digital economy;" in done.stdout
    assert "c)\tthat a clause may come from the Chair;" in done.stdout
