"""What is built carries the texts and templates."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .conftest import ROOT

WANTED = (
    "templates/itu/styles.xml.j2",
    "templates/resolution.html.j2",
    "templates/proposal.schema.json",
    "templates/decisions.schema.json",
    "resolutions/1332/2019.en.txt",
    "resolutions/140/2018.en.txt",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    copy = folder / "source"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "build", "dist", ".*_cache", "__pycache__"))
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


def test_the_wheel_made_from_the_sdist_carries_the_data(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in WANTED:
        assert f"resdraft/_data/{wanted}" in names
    assert "resdraft/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "proposals"))]


def test_the_sdist_carries_the_tests_and_examples(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    for wanted in (*WANTED, "tests/test_laws.py", "proposals/rus.yaml", "ARCHITECTURE.md"):
        assert wanted in names


def test_an_installed_wheel_finds_its_texts(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")  # noqa: S202 - our own wheel
    code = "import sys; sys.path.insert(0, 'site'); from resdraft.cli import main; main(['convert', '1332', 'out.docx'])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code.replace("'site'", repr(str(tmp_path / "site")))], cwd=tmp_path, check=False
    )
    assert done.returncode == 0
    assert (tmp_path / "out.docx").stat().st_size > 5_000
