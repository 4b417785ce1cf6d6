"""Fixtures that all tests share, and the flag that rewrites goldens."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from resdraft.lexicon import lexicon
from resdraft.library import data_folder
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ["RESDRAFT_CORPUS"]).parent if "RESDRAFT_CORPUS" in os.environ else ROOT.parent / "shared"

settings.register_profile(
    "tests",
    max_examples=int(os.environ.get("RESDRAFT_EXAMPLES", "60")),
    deadline=None,
    # Shrinking can take minutes: RESDRAFT_SHRINK=1 asks for it.
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if "RESDRAFT_SHRINK" in os.environ else [])],
    database=None,
    derandomize="RESDRAFT_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected output of transcripts and goldens")


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the library of whoever runs it."""
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(scope="session")
def english() -> Lexicon:
    return lexicon("en")


@pytest.fixture(scope="session")
def r1332() -> Resolution:
    return read_text((data_folder("resolutions") / "1332" / "2019.en.txt").read_text("utf-8"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and independent tools, which is not part of the project."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"the corpus of real texts is not at {SHARED / 'corpus'} (set RESDRAFT_CORPUS)")
    return SHARED


@pytest.fixture(scope="session")
def office() -> str:
    """The Python that has LibreOffice's bridge."""
    python = "/usr/bin/python3"
    if not shutil.which("soffice") or os.system(f"{python} -c 'import uno' 2>/dev/null") != 0:  # noqa: S605
        pytest.skip("LibreOffice with its Python bridge is not installed (Debian: libreoffice-writer-nogui python3-uno)")
    return python
