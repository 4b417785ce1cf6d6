"""git taught to show and merge Word files: its attributes say which files, its configuration which programs.

What git needs for that is in gitattributes(5) under "textconv" and "Defining a custom merge driver", and in git-difftool(1).
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from resdraft import files
from resdraft.errors import Problem, Unwritable, WrongUsage

DRIVER = "resdraft"
_BEGIN, _END = b"# resdraft git-setup: begin", b"# resdraft git-setup: end"
_JOINED = b" (the line above had no end)"
_LINES = b"*.docx diff=resdraft merge=resdraft\n*.docm diff=resdraft merge=resdraft\n"
_FUNCTION = "^[^][0-9{|\t][^\t]*$"
"""The line that git names above a change: a call or a title. They have no label, and so no tab."""
_SECONDS = 30


class GitSetup(NamedTuple):
    """What was written, or taken out."""

    attributes: Path
    everywhere: bool
    undone: bool
    changed: bool
    """Whether anything was not as it is now before."""

    @property
    def said(self) -> tuple[str, ...]:
        """What it means, in lines."""
        where = "all your repositories" if self.everywhere else "this repository"
        if self.undone:
            return (f"git shows and merges Word files in {where} as it did before",) if self.changed else ("nothing to undo",)
        return (
            f"git shows Word files clause by clause in {where}, and merges them as proposals",
            "try: git log -p FILE.docx, git difftool -t resdraft, git merge BRANCH; --undo takes it out",
        )


def git_setup(folder: str | PathLike[str] = ".", *, everywhere: bool = False, undo: bool = False) -> GitSetup:
    """Make git show Word files clause by clause (diff, log, show, difftool), and merge two edits of one by clause.

    The attributes go into ``.git/info/attributes``, which no colleague gets; with ``everywhere`` into the user's own file of attributes.
    Other lines in them, and other settings, stay as they are.

    Args:
        folder: in the repository. ``everywhere`` means all repositories of this user. ``undo`` takes out what was written before.

    Raises:
        WrongUsage: where there is no repository. Unwritable: where git is absent, or refuses.

    Example:
        >>> import subprocess
        >>> done = subprocess.run(["git", "init", "-q", folder])
        >>> resdraft.git_setup(folder).said[0]
        'git shows Word files clause by clause in this repository, and merges them as proposals'
    """
    scope = "--global" if everywhere else "--local"
    place = _attributes(folder, everywhere=everywhere)
    before = files.read(place, note=False) if files.is_file(place) else b""
    after = _without(before) if undo else _with(_without(before))
    changed = before != after
    for key, value in _settings().items():
        known = _git(folder, "config", scope, "--get-all", key, fine=(0, 1))
        if undo and known:
            _git(folder, "config", scope, "--unset-all", key)
        elif not undo and known != value:
            _git(folder, "config", scope, "--replace-all", key, value)
        changed |= bool(known) if undo else known != value
    if before != after and not after:
        files.remove(files.real(place))
    elif before != after:
        files.make_folder(place.parent)
        files.save(after, place, in_place=True)
    return GitSetup(place, everywhere, undo, changed)


def _settings() -> dict[str, str]:
    # -P: Python would look for modules in the folder that it is called in first, and git calls us in folders that come from others.
    call = f"{shlex.quote(Path(sys.executable).as_posix())} -P -m resdraft git-driver"
    return {
        f"diff.{DRIVER}.textconv": f"{call} text",
        f"diff.{DRIVER}.xfuncname": _FUNCTION,
        f"difftool.{DRIVER}.cmd": f'{call} compare "$LOCAL" "$REMOTE"',
        f"merge.{DRIVER}.name": "two edits of one resolution, by clause",
        f"merge.{DRIVER}.driver": f"{call} merge %O %A %B %P %X %Y",
        # Where branches crossed, git merges their forefathers first, with nobody to look at the result.
        f"merge.{DRIVER}.recursive": "binary",
    }


def _attributes(folder: str | PathLike[str], *, everywhere: bool) -> Path:
    """The file of attributes.

    Raises:
        WrongUsage: where there is no repository.
    """
    if everywhere:
        said = _git(folder, "config", "--global", "--type=path", "--get", "core.attributesFile", fine=(0, 1))
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(said) if said else Path(home, "git", "attributes")
    found = _git(folder, "rev-parse", "--git-path", "info/attributes", fine=(0, 128))
    if not found:
        raise WrongUsage(Problem("no git repository here", "run it in one, or give --global for all of yours"))
    return Path(folder, found)


def _with(content: bytes) -> bytes:
    joined = content and not content.endswith(b"\n")
    return content + (b"\n" if joined else b"") + _BEGIN + (_JOINED if joined else b"") + b"\n" + _LINES + _END + b"\n"


def _without(content: bytes) -> bytes:
    """The attributes without our lines, to the byte what they were before."""
    start = content.find(_BEGIN)
    end = content.find(_END, start)
    if start < 0 or end < 0:
        return content
    if content.startswith(_BEGIN + _JOINED, start):
        start -= 1
    return content[:start] + content[end + len(_END) :].removeprefix(b"\n")


def _git(folder: str | PathLike[str], *command: str, fine: tuple[int, ...] = (0,)) -> str:
    """What git answers.

    Raises:
        Unwritable: where it is absent, or refuses.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the words are ours
            ["git", *command],  # noqa: S607 - the user's own git
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except FileNotFoundError:
        raise Unwritable(Problem("git is not installed", "install it, or check the folder's name")) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unwritable(Problem(f"git does not answer ({type(error).__name__})", "try it by itself: git status")) from None
    if done.returncode not in fine:
        said = " ".join(done.stderr.split())[:200]
        raise Unwritable(Problem(f"git refuses: {said}", f"try it by itself: git {shlex.join(command[:2])}"))
    return done.stdout.removesuffix("\n") if done.returncode == 0 else ""
