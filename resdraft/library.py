"""Finds texts and templates, in a checkout or an installed package; the user's own library of official documents."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from resdraft.errors import Problem, Unreadable

_NAME = re.compile(r"(?P<number>\w[\w.-]*)(?:@(?P<edition>[\w.-]+))?")
_FILE = re.compile(r"(?P<edition>[^.]+)\.(?P<language>[a-z]{2})\.(?P<form>txt|docx|json)")


class LibraryEntry(NamedTuple):
    """One text of the library: a resolution's number, its edition (the year), language, and file."""

    number: str
    edition: str
    language: str
    path: Path
    own: bool
    """Whether it is in the user's library rather than in the package."""

    @property
    def name(self) -> str:
        """What commands call it: ``1332@2019``."""
        return f"{self.number}@{self.edition}"


@cache
def data_folder(folder: str) -> Path:
    """The folder ``templates`` or ``resolutions``: in the installed package, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_data" / folder
    return installed if installed.is_dir() else package.parent / folder


def user_library() -> Path:
    """Where the user's own documents are kept: ``$RESDRAFT_LIBRARY``, else the platform's data folder."""
    given = os.environ.get("RESDRAFT_LIBRARY")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("resdraft") / "resolutions"


def entries() -> list[LibraryEntry]:
    """All texts at hand, sorted by number and edition; the user's own after the package's of the same name."""
    out = []
    for root, own in ((data_folder("resolutions"), False), (user_library(), True)):
        for path in root.glob("*/*.*") if root.is_dir() else ():
            found = _FILE.fullmatch(path.name)
            if found:
                out.append(LibraryEntry(path.parent.name, found["edition"], found["language"], path, own))
    return sorted(out, key=lambda e: (not e.number.isdigit(), e.number.zfill(8), e.edition, e.language, e.own))


def register_lines(name: str) -> list[str]:
    """The lines of a table of the register, its heading first: the package's, then the user's own."""
    lines = (data_folder("resolutions") / name).read_text("utf-8").splitlines()
    own = user_library() / name
    try:
        return lines + (own.read_text("utf-8").splitlines()[1:] if own.is_file() else [])
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(Problem(f"cannot be read ({error})", "correct the file, or remove it", file=str(own))) from None


def is_name(text: str) -> bool:
    """Whether a text can be a name in the library (``1332``, ``1332@2019``) rather than a file's."""
    return _NAME.fullmatch(text) is not None


def find_text(name: str, language: str | None = None) -> LibraryEntry:
    """The text that a name means; the newest edition where none is named.

    Raises:
        Unreadable: where there is none; the problem says what there is.
    """
    said = _NAME.fullmatch(name)
    number, edition = (said["number"], said["edition"]) if said else (name, None)
    known = [e for e in entries() if e.number == number and e.language == (language or "en")]
    fitting = [e for e in known if edition is None or e.edition == edition]
    if fitting:
        return fitting[-1]
    there = ", ".join(dict.fromkeys(e.name for e in known)) or ", ".join(dict.fromkeys(e.number for e in entries()))
    what = "no such file, and nothing of that name in the library"
    raise Unreadable(
        Problem(what, f"give a file, or one of: {there}; resdraft add puts a document into the library", file=name)
    )
