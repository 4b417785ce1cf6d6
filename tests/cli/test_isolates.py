"""Arabic in a terminal turns nothing that stands beside it; in a pipe and in a file nothing is put in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdraft.write.visible import isolated

from .test_pager import on_a_terminal, ptys

RLI, PDI = "\u2067", "\u2069"
SHOWN = (
    ("يقرر 1  CONFLICT", "<يقرر 1>  CONFLICT"),
    ("      EUR: “2028 عام”", "      EUR: “<2028 عام>”"),
    ("يقرر أ )  moved to يقرر ب): ARB", "<يقرر أ )>  moved to <يقرر ب)>: ARB"),
    ("[-2030 سنة-]{+ITU سنة+}", "[-<2030 سنة>-]{+<ITU سنة>+}"),
    ("note: RUS: يقرر 2 ends with “،”", "note: RUS: <يقرر 2> ends with “،”"),
    ("nothing of it", "nothing of it"),
)


@pytest.mark.parametrize(("line", "wanted"), SHOWN)
def test_stretches_are_isolated(line: str, wanted: str) -> None:
    assert isolated(line) == wanted.replace("<", RLI).replace(">", PDI)


@given(st.text(alphabet="اب1aB :“”\n\t()[]{}+-،\x1b\u2067\u2069", max_size=30))
def test_isolates_lose_nothing_and_are_closed(text: str) -> None:
    out = isolated(text)
    for given_line, line in zip(text.split("\n"), out.split("\n"), strict=True):
        if RLI in given_line or PDI in given_line:
            assert line == given_line
        else:
            assert re.sub(f"[{RLI}{PDI}]", "", line) == given_line
            assert re.fullmatch(f"(?:[^{RLI}{PDI}]|{RLI}[^{RLI}{PDI}]*{PDI})*", line)
            outside = re.sub(f"{RLI}[^{PDI}]*{PDI}", "", line)
            assert not re.search("[اب]", outside)


@ptys
def test_only_a_terminal_has_isolates(tmp_path: Path) -> None:
    base = "القرار 7\nعنوان\nيقرر\n1\tمواصلة العمل حتى عام 2030؛\n2\tنشر تقرير.\n"
    (tmp_path / "old.txt").write_text(base, "utf-8")
    (tmp_path / "new.txt").write_text(base.replace("2030", "2032"), "utf-8")
    command = ("diff", str(tmp_path / "old.txt"), str(tmp_path / "new.txt"), "--language", "ar")
    errors = tmp_path / "errors"
    shown = on_a_terminal(*command, "--no-pager", errors=errors)
    assert f"{RLI}يقرر 1{PDI}" in shown
    # A line of the text is one stretch, with its marks.
    (line,) = (line for line in shown.splitlines() if "2032" in line)
    assert line.strip().startswith(RLI)
    assert line.endswith(PDI)
    assert line.count(RLI) == 1
    assert RLI not in on_a_terminal(*command, "--no-pager", errors=errors, TERM="dumb")
    assert RLI not in on_a_terminal("convert", str(tmp_path / "old.txt"), "-", "--language", "ar", errors=errors)
