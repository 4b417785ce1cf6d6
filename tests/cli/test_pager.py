"""What changed never runs together: in a terminal, in any pager, on a redirected standard error, in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from resdraft.write.terminal import pager_options

ptys = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
STRUCK = "\x1b[9;31m"


def on_a_terminal(*arguments: str, errors: Path | None = None, **environment: str) -> str:
    """What a terminal shows of a command, with standard error in a file if one is named."""
    import pty

    master, slave = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k not in ("PAGER", "LESS", "NO_COLOR", "COLUMNS", "LINES")}
    stream = slave if errors is None else os.open(errors, os.O_CREAT | os.O_WRONLY)
    running = subprocess.Popen(
        [sys.executable, "-m", "resdraft", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=stream,
        env={**kept, "TERM": "xterm", **environment},
    )
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 65536):
            shown += piece
    except OSError:
        # Linux ends so where the other side is closed.
        pass
    running.wait()
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


def script(folder: Path, name: str) -> str:
    """A pager of a name that gives on what it reads, behind the options in LESS."""
    path = folder / name
    path.write_text('#!/bin/sh\nprintf "LESS=%s\\n" "$LESS"\ncat\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str, str]:
    """A comparison that is longer than a screen."""
    import resdraft

    old = str(resdraft.open("1332").output("text").content)
    (tmp_path / "old.txt").write_text(old, "utf-8")
    (tmp_path / "new.txt").write_text(old.replace("WSIS", "Summit"), "utf-8")
    return "diff", str(tmp_path / "old.txt"), str(tmp_path / "new.txt")


@ptys
@pytest.mark.parametrize("name", ["more", "cat", "bat"])
def test_a_pager_that_is_not_known_to_show_colours_gets_the_marks(
    tmp_path: Path, name: str, texts: tuple[str, str, str]
) -> None:
    shown = on_a_terminal(*texts, PAGER=script(tmp_path, name))
    assert shown.startswith("LESS=\n")
    assert "[-" in shown
    assert "{+" in shown
    assert "\x1b" not in shown


@ptys
@pytest.mark.parametrize(
    ("options", "arguments", "colours", "told"),
    [
        ("", "", True, "-R"),
        ("-FX", "", False, "-FX"),
        ("FRX", "", True, "FRX"),
        ("", " -R", True, ""),
        ("-i", " -S", False, "-i"),
    ],
)
def test_less_shows_colours_where_it_is_told_to(
    tmp_path: Path, options: str, arguments: str, colours: bool, told: str, texts: tuple[str, str, str]
) -> None:
    shown = on_a_terminal(*texts, PAGER=script(tmp_path, "less") + arguments, LESS=options)
    assert shown.startswith(f"LESS={told}\n")
    assert (STRUCK in shown) == colours
    assert ("[-" in shown) != colours


@ptys
def test_without_a_pager_s_name_it_is_less_with_colours(tmp_path: Path, texts: tuple[str, str, str]) -> None:
    script(tmp_path, "less")
    shown = on_a_terminal(*texts, PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert shown.startswith("LESS=-R\n")
    assert STRUCK in shown


@ptys
def test_colours_that_are_asked_for_go_to_any_pager(tmp_path: Path, texts: tuple[str, str, str]) -> None:
    assert STRUCK in on_a_terminal("--colour", *texts, PAGER=script(tmp_path, "more"))
    assert "[-" in on_a_terminal("--no-colour", *texts, PAGER=script(tmp_path, "less"), LESS="-R")


@ptys
def test_a_terminal_without_a_pager_shows_colours_and_a_dumb_one_marks(texts: tuple[str, str, str]) -> None:
    assert STRUCK in on_a_terminal(*texts, "--no-pager")
    assert "[-" in on_a_terminal(*texts, "--no-pager", TERM="dumb")


@ptys
def test_a_file_named_on_a_terminal_has_the_marks(tmp_path: Path, texts: tuple[str, str, str]) -> None:
    on_a_terminal(*texts, "-o", str(tmp_path / "changes.txt"))
    written = (tmp_path / "changes.txt").read_text("utf-8")
    assert "[-" in written
    assert "\x1b" not in written


@ptys
def test_a_summary_in_a_file_of_errors_has_the_marks(tmp_path: Path, texts: tuple[str, str, str]) -> None:
    proposal, errors = tmp_path / "rus.yaml", tmp_path / "errors.txt"
    on_a_terminal("propose", texts[1], texts[2], "--source", "RUS", "-o", str(proposal))
    on_a_terminal("apply", texts[1], str(proposal), "-o", str(tmp_path / "out.docx"), errors=errors)
    told = errors.read_text("utf-8")
    assert "[-" in told
    assert "{+" in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LESS": "-r"}, "-r"),
        ({"LESS": "-x4R"}, "-x4R"),
        ({"LESS": "--RAW-CONTROL-CHARS -i"}, "--RAW-CONTROL-CHARS -i"),
        ({"LESS": "-Pprompt of mine"}, None),
        ({"LESS": "-Pprompt of mine$-R"}, "-Pprompt of mine$-R"),
        ({"LESS": "--prompt=Regarding"}, None),
        ({"LESS": "-R", "PAGER": "less -+R"}, None),
        ({"LESS": "-i", "PAGER": "less file-R"}, None),
        ({"PAGER": "less 'unfinished"}, None),
        ({"PAGER": "no-such-pager", "LESS": "-R"}, None),
    ],
)
def test_which_options_of_less_show_colours(
    environment: Mapping[str, str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setattr(shutil, "which", lambda name: name if name == "less" else None)
    assert pager_options(environment) == wanted
