"""Texts and the trees that they are read to: each case is a file, input above the line of equals signs, tree below."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdraft.model.resolution import Resolution
from resdraft.read.text import read_text

CASES = sorted((Path(__file__).parent.parent / "cases" / "read").glob("*.txt"))


def outline(resolution: Resolution) -> str:
    return "".join(
        f"{'  ' * p.depth}{p.kind}: {'' if p.label is None else p.label + ' | '}{p.text.marked()!r}\n"
        for p in resolution.provisions
    )


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_reading(path: Path, request: pytest.FixtureRequest) -> None:
    source, _, wanted = path.read_text("utf-8").partition("\n=====\n")
    got = outline(read_text(source))
    if request.config.getoption("--accept"):
        path.write_text(f"{source}\n=====\n{got}", "utf-8")
    else:
        assert got == wanted


def test_there_are_cases() -> None:
    assert len(CASES) >= 12
