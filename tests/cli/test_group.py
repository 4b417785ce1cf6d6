"""The group of commands: its table is true, its help complete, its start light."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import click
import pytest

from resdraft.cli import COMMANDS, group

HEAVY = ("lxml", "docx", "jinja2", "ruamel", "rapidfuzz", "diff_match_patch", "platformdirs", "difflib")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_is_true_and_the_help_has_an_example(name: str) -> None:
    command: click.Command = import_module(f"resdraft.cli.{name.replace('-', '_')}").command
    assert command.name == name
    assert command.short_help == COMMANDS[name]
    assert f"resdraft {name} " in (command.help or "") or f"resdraft {name}\n" in f"{command.help}\n"
    for option in command.params:
        if isinstance(option, click.Option) and option.name != "help":
            assert option.help, f"{name} {option.name} has no help"


def test_every_command_s_file_is_in_the_table() -> None:
    assert group.list_commands(click.Context(group)) == sorted(COMMANDS)


def loaded(*arguments: str) -> set[str]:
    code = (
        f"import sys; sys.argv = ['resdraft', *{arguments!r}]\n"
        "from resdraft.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()} | set(done.stdout.splitlines()[-1].split())


def test_help_loads_no_command_and_nothing_heavy() -> None:
    modules = loaded("--help")
    assert not modules & set(HEAVY)
    assert not [name for name in modules if name.startswith("resdraft.cli.")]


def test_show_loads_nothing_that_it_does_not_need() -> None:
    modules = loaded("show", "1332")
    assert not modules & (set(HEAVY) - {"difflib"})


def test_a_fault_of_ours_is_said_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from resdraft.cli import main
    from resdraft.usecases import inputs

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(inputs, "split_part", broken)
    with pytest.raises(SystemExit) as caught:
        main(["show", "1332"])
    assert caught.value.code == 70
    assert "a fault of resdraft itself: ZeroDivisionError: planted" in capsys.readouterr().err


def test_the_writer_s_proof_ends_in_exit_70(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    from resdraft.cli import main
    from resdraft.write import clean

    monkeypatch.setattr(clean, "label_parts", lambda _: [])
    out = Path(str(tmp_path)) / "out.docx"
    with pytest.raises(SystemExit) as caught:
        main(["convert", "1332", str(out)])
    assert caught.value.code == 70
    assert not out.exists()
    assert "nothing was written" in capsys.readouterr().err
