"""Commands as they are typed and what they answer. A case is a file: ``% command`` lines, each with its output and ``=> exit code``.

Lines of standard error begin with ``2> ``. Each case runs in an empty folder with the files of ``cases/cli/files``.
``pytest --accept`` rewrites what is expected.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "cases" / "cli"
CASES = sorted(FOLDER.glob("*.test"))


def run(line: str, folder: Path) -> str:
    """One command's answer in the form of the case files. ``< FILE`` gives standard input."""
    typed, _, given = line.partition(" < ")
    words = shlex.split(typed)
    assert words[0] == "resdraft"
    done = subprocess.run(
        [sys.executable, "-m", "resdraft", *words[1:]],
        cwd=folder,
        input=(folder / given).read_bytes() if given else b"",
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "RESDRAFT_LIBRARY": str(folder / "library")},
    )
    out = done.stdout.decode().replace(str(folder), "FOLDER")
    err = "".join(f"2> {line}\n" for line in done.stderr.decode().replace(str(folder), "FOLDER").splitlines())
    return f"{out}{err}=> {done.returncode}\n"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_transcript(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = tmp_path / "here"
    shutil.copytree(FOLDER / "files", folder)
    wanted = path.read_text("utf-8")
    got = "\n".join(f"% {line[2:]}\n{run(line[2:], folder)}" for line in wanted.splitlines() if line.startswith("% "))
    if request.config.getoption("--accept"):
        path.write_text(got, "utf-8")
    else:
        assert got == wanted


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
