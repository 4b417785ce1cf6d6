"""What is handed in: the name of a file or of a text in the library, a path, or bytes. Files are opened by name here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple, TypeAlias

from resdraft.errors import Problem, Unreadable, WrongUsage

_CONTROL = {chr(n) for n in range(32)} - {"\t", "\n", "\r", "\f", "\v"} | {"\x7f"}
_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
"""How a .docx, an old .doc and an RTF file begin. The last two are recognised so that they can be refused by name."""
MOST_BYTES = 1 << 28
"""No document is larger; a film that lies in a folder of documents must not fill the memory."""
_STRAY_SHARE = 1000
"""One control character in so many is taken for a slip, as text copied from a PDF has them; more of them are no text at all."""


class Input(NamedTuple):
    """The content of a file, the name that messages call it by, and which of its resolutions is meant, from 1, where it has several."""

    content: bytes
    name: str = ""
    part: int | None = None


class Opened:
    """What was opened before, such as a :class:`~resdraft.usecases.documents.Document`: it may be given wherever a file may."""

    def as_input(self) -> Input:
        """The content that it stands for."""
        raise NotImplementedError


Given: TypeAlias = str | PathLike[str] | bytes | Input | Opened
"""How an input may be given: a path, a name in the library (``1332@2019``), ``FILE#2`` for the second resolution of a file, bytes, or what
was opened before."""
Progress: TypeAlias = Callable[[int, int, str], None]
"""Called during long work with how many are done, how many there are, and the name of the one that was done last."""


def load(given: Given, *, library: bool = True) -> Input:
    """The content of an input.

    Args:
        given: what was handed in. ``library`` says whether a name that is no file may be one in the library.

    Raises:
        Unreadable: where there is no such file, or it cannot be read. WrongUsage: for ``FILE#0``.
    """
    if isinstance(given, Input):
        return given
    if isinstance(given, Opened):
        return given.as_input()
    if isinstance(given, bytes):
        return Input(given)
    name, part = split_part(fspath(given))
    path = Path(name)
    if not name:
        raise Unreadable(Problem("a file without a name", "name a file"))
    if not _exists(path):
        if not library:
            raise Unreadable(Problem("no such file", "check the name of the proposal's file", file=name))
        from resdraft.library import find_text, is_name

        if not is_name(name):
            raise Unreadable(Problem("no such file", "check the name, or see `resdraft library`", file=name))
        path = find_text(name).path
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(
                Problem(f"larger than {MOST_BYTES >> 20} MiB", "no document is: check which file it is", file=name)
            )
        return Input(path.read_bytes(), printable(name), part)
    except IsADirectoryError:
        raise Unreadable(Problem("a folder, not a file", "name a file in it", file=name)) from None
    except OSError as error:
        raise Unreadable(Problem(f"cannot be read ({error.strerror})", "check its permissions", file=name)) from None


def printable(name: str) -> str:
    """A file's name for messages and tables: bytes that are no UTF-8 are shown as ``\\xe9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_folder(given: Given) -> bool:
    """Whether an input is given as the path of a folder; an empty name is none, though Python takes it for the current one."""
    try:
        return isinstance(given, str | PathLike) and bool(fspath(given)) and Path(given).is_dir()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    """Whether there is such a file. What is too long for a name, as a text given for a name is, is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def split_part(name: str) -> tuple[str, int | None]:
    """A file's name and which of its resolutions is meant: ``FILE#2`` is the second.

    Raises:
        WrongUsage: for ``FILE#0``.
    """
    found = re.fullmatch(r"(.+)#(\d{1,4})", name, re.DOTALL)
    if not found or _exists(Path(name)):
        return name, None
    if found[2].strip("0") == "":
        raise WrongUsage(Problem("resolutions are counted from 1", f"the first is {found[1]}#1", file=name))
    return found[1], int(found[2])


def is_word(content: bytes) -> bool:
    """Whether the bytes are a Word file of some kind, an old or encrypted one included."""
    return content.startswith(_WORD)


def word_file(given: Given) -> Input:
    """An input that must be a Word file; old and encrypted ones are refused, with the reason, where they are opened.

    Raises:
        WrongUsage: where it is none.
    """
    found = load(given)
    if not is_word(found.content):
        raise WrongUsage(Problem("only Word files have revision marks", "give a .docx file", file=found.name))
    return found


def decode(given: Input, notices: list[str]) -> str:
    """Text from bytes: UTF-8, or UTF-16 with its mark. A stray control character is shown as �, which is added to ``notices``.

    Raises:
        Unreadable: for what is not text.
    """
    content, name = given.content, given.name
    if content.startswith(b"%PDF-"):
        raise Unreadable(Problem("a PDF file, which is not read yet", "give the Word file, or its text", file=name))
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"  # told below, with what holds zero bytes: it is no text
    strays = sum(text.count(control) for control in _CONTROL & set(text))
    if strays and "\0" not in text and strays * _STRAY_SHARE < len(text):
        notices.append(f"{name}: {strays} control characters are shown as \ufffd")
        text = text.translate(dict.fromkeys(map(ord, _CONTROL), "\ufffd"))
    elif strays:
        what = "a Word file, where text is wanted" if content.startswith(b"PK") else "neither text nor a Word file"
        raise Unreadable(Problem(what, "give text in UTF-8", file=name))
    if not text.strip():
        raise Unreadable(Problem("the file is empty", "name a file with something in it", file=name))
    return text


def check_date(date: str, what: str = "--date") -> str:
    """A date that was given, as it is: ISO 8601, such as 2019-05-20, or empty.

    Raises:
        WrongUsage: where it is none. A mark with a date that is none makes a Word file that Word refuses.
    """
    if date:
        from datetime import date as calendar

        try:
            calendar.fromisoformat(date)
        except ValueError:
            raise WrongUsage(Problem(f'{what}: "{date}" is no date', "write year-month-day, such as 2019-05-20")) from None
    return date
