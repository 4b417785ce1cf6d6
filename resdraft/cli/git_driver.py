"""resdraft git-driver: what git calls once `resdraft git-setup` was run. Nobody types it."""

from __future__ import annotations

from pathlib import Path

import click

from resdraft.cli.inputs import notes, screen, told
from resdraft.errors import Exit, Problem
from resdraft.printing import show


@click.group("git-driver", hidden=True)
def command() -> None:
    """What git calls for Word files; `resdraft git-setup` tells it to."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def text(file: Path) -> None:
    """Print a file as lines, whatever it is: git ends where this fails."""
    from resdraft.usecases.plain_lines import plain_lines

    # Bytes: what git shows is UTF-8, whatever the letters of this system are.
    show("".join(f"{line}\n" for line in plain_lines(file)).encode("utf-8", "replace"))


@command.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def compare(old: Path, new: Path) -> None:
    """Print what changed between two files; a file that there was not is empty."""
    from resdraft.usecases.plain_lines import changed_lines

    show(changed_lines(old, new, screen()))


@command.command()
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("path")
@click.argument("names", nargs=-1)
@click.pass_context
def merge(context: click.Context, base: Path, ours: Path, theirs: Path, path: str, names: tuple[str, ...]) -> None:
    """Merge two edits of a file into OURS. Exit 0: all is in it. Any other: somebody has to look, and where it failed OURS stays."""
    from resdraft.files import read, save
    from resdraft.usecases.inputs import Input
    from resdraft.usecases.merge import SIDES
    from resdraft.usecases.merge import merge as merge_files

    given = [Input(read(file, path), path) for file in (base, ours, theirs)]
    # Before git 2.44 there are no names of branches, and it hands the letters on.
    first, second = names if len(names) == len(SIDES) and "%X" not in names else SIDES
    merged = merge_files(*given, names=(first, second))
    save(merged.content, ours, in_place=True)
    notes([f"{path}: {notice}" for notice in merged.notices])
    hint = "open the file in Word, settle the brackets, then: git add"
    told(Problem("both change it, and not in the same way", hint, clause=one.place, file=path) for one in merged.conflicts)
    told(Problem(line, "bring it over in Word, then: git add", file=path) for line in merged.lost)
    if not merged.whole:
        context.exit(Exit.DIFFERENT)
