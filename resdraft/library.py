"""The library: the texts and templates that come with the package, and the user's own official documents.

A text is a file ``NUMBER/EDITION.LANGUAGE.FORM``, such as ``1332/2019.en.txt``.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from resdraft import files
from resdraft.errors import Problem, Unreadable

_NAME = re.compile(r"(?P<number>\w[\w.-]*)(?:@(?P<edition>[\w.-]+))?")
_FILE = re.compile(r"(?P<edition>[^.]+)\.(?P<language>[a-z]{2})\.(?P<form>txt|docx|json)")


class LibraryEntry(NamedTuple):
    """One text of the library."""

    number: str
    edition: str
    """The year of its edition, as in the name of the file."""
    language: str
    """The two-letter code."""
    path: Path
    own: bool
    """Whether it is in the user's library, not in the package."""

    @property
    def name(self) -> str:
        """What commands call it: ``1332@2019``."""
        return f"{self.number}@{self.edition}"


@cache
def data_folder(folder: str) -> Path:
    """The path of the folder ``templates`` or ``resolutions``: in the installed package, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_data" / folder
    return installed if installed.is_dir() else package.parent / folder


def schema(name: str) -> str:
    """A published JSON Schema as text: ``proposal`` or ``decisions``."""
    return (data_folder("templates") / f"{name}.schema.json").read_text("utf-8")


def user_library() -> Path:
    """Where the user's own documents are kept: ``$RESDRAFT_LIBRARY``, else the platform's data folder."""
    given = os.environ.get("RESDRAFT_LIBRARY")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("resdraft") / "resolutions"


def entries(number: str = "") -> list[LibraryEntry]:
    """All texts, sorted by number, edition and language, or those of one number. The user's own stand behind those of the package."""
    out = []
    for root, own in ((data_folder("resolutions"), False), (user_library(), True)):
        # A conference asks for each of its texts: looking through all folders each time would take long.
        folder, names = (root / number, "*.*") if number else (root, "*/*.*")
        for path in folder.glob(names) if files.is_folder(folder) else ():
            found = _FILE.fullmatch(path.name)
            if found:
                out.append(LibraryEntry(path.parent.name, found["edition"], found["language"], path, own))
    # Numbers count as numbers: 9 stands before 140. Names such as COM6-4 stand behind them.
    return sorted(out, key=lambda e: (not e.number.isdigit(), e.number.zfill(8), e.edition, e.language, e.own))


def register_lines(name: str) -> list[str]:
    """The lines of a table of the register: the heading, the package's lines, then the user's own.

    Args:
        name: ``editions.csv``, ``meetings.csv`` or ``places.csv``.

    Raises:
        Unreadable: where the user's own table cannot be read.
    """
    lines = (data_folder("resolutions") / name).read_text("utf-8").splitlines()
    own = user_library() / name
    try:
        return lines + (files.read(own, note=False).decode().splitlines()[1:] if files.is_file(own) else [])
    except UnicodeDecodeError as error:
        raise Unreadable(Problem(f"cannot be read ({error})", "correct the file, or remove it", file=str(own))) from None


def is_name(text: str) -> bool:
    """Whether a text has the form of a name in the library: ``1332`` or ``1332@2019``. It may be the name of a file as well."""
    return _NAME.fullmatch(text) is not None


def find_text(name: str, language: str | None = None) -> LibraryEntry:
    """The text that a name means.

    Args:
        name: ``1332@2019``, or ``1332`` for the newest edition.
        language: the two-letter code; English where it is None.

    Raises:
        Unreadable: where there is no such text. The hint lists the names that there are.
    """
    said = _NAME.fullmatch(name)
    number, edition = (said["number"], said["edition"]) if said else (name, None)
    known = [e for e in (entries(number) if said else ()) if e.language == (language or "en")]
    fitting = [e for e in known if edition is None or e.edition == edition]
    if fitting:
        return fitting[-1]
    there = ", ".join(dict.fromkeys(e.name for e in known)) or ", ".join(dict.fromkeys(e.number for e in entries()))
    what = "no such file, and nothing of that name in the library"
    raise Unreadable(
        Problem(what, f"give a file, or one of: {there}; resdraft add puts a document into the library", file=name)
    )
