"""What is handed in: the name of a file or of a text in the library, a path, or bytes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from resdraft import files
from resdraft.errors import Problem, Unreadable, WrongUsage
from resdraft.limits import MIB, MOST_LINES, MOST_TEXT_BYTES
from resdraft.ooxml.signatures import CONVERTED, WEB_PAGE, WORD, hint_for, kind_of_file

if TYPE_CHECKING:
    from resdraft.read.instruments import Part

_CONTROL = {chr(n) for n in range(32)} - {"\t", "\n", "\r", "\f", "\v"} | {"\x7f"}
_WORD_ENDINGS = (".docx", ".docm", ".dotx", ".dotm", ".doc")
_PROPOSAL = re.compile(rb'^[ \t\[{]*"?(amendments|source|symbol|withdrawn)"?\s*:', re.MULTILINE)
_CLAIM = re.compile(rb'^[ \t\[{-]*"?(amendments|source|symbol|withdrawn|target)"?\s*:', re.MULTILINE)
_STRAY_SHARE = 1000
"""One control character in so many is taken for a slip, as text copied from a PDF has them; more of them are no text at all."""


class Input(NamedTuple):
    """The content of a file, the name that messages call it by, and which of its resolutions is meant, where it has several.

    ``folder`` is where it lies, for what it names beside it; None where it is no file on disk.
    """

    content: bytes
    name: str = ""
    part: Part = None
    folder: Path | None = None


class InFolder(str):
    """The path of a file that lies in a folder which was handed in: nobody named it. ``folder`` is that folder."""

    folder: Path

    def __new__(cls, path: Path, folder: Path) -> InFolder:
        """The path as text."""
        out = super().__new__(cls, str(path))
        out.folder = folder
        return out


class Opened(ABC):
    """What was opened before, such as a :class:`~resdraft.usecases.documents.Document`: it may be given wherever a file may."""

    @abstractmethod
    def as_input(self) -> Input:
        """The content that it stands for."""


Given: TypeAlias = str | PathLike[str] | bytes | Input | Opened
"""How an input may be given: a path, a name in the library (``1332@2019``), ``FILE#2`` for the second resolution of a file or
``FILE#Resolution 140`` for the one of that number, bytes, or what was opened before."""
Marks: TypeAlias = Literal["accept", "reject", "keep"]
"""What the revision marks of a Word file mean: settled in one way or the other, or left in beside new ones."""
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
    if isinstance(given, InFolder):
        return _in_folder(given)
    name, part = split_part(fspath(given))
    path = Path(name)
    if not name:
        raise Unreadable(Problem("a file without a name", "name a file"))
    if not files.exists(path):
        if not library:
            raise Unreadable(Problem("no such file", "check the name of the proposal's file", file=name))
        from resdraft.library import is_name

        if not is_name(name):
            raise Unreadable(Problem("no such file", "check the name, or see `resdraft library`", file=name))
        return from_library(name)._replace(part=part)
    return Input(files.read(path, printable(name)), printable(name), part, path.parent)


def load_text(given: Given, notices: list[str]) -> Input:
    """The content of a text: as :func:`load`, but an old Word file, an RTF or an OpenDocument one as the .docx that LibreOffice makes of it.

    Where LibreOffice is not installed, or cannot read it, the file is as it was: it is refused where it is opened. What was done is added to
    ``notices``.
    """
    found = load(given)
    if (kind := kind_of_file(found.content) if is_word(found.content) else "") in CONVERTED:
        from resdraft.usecases.libreoffice import as_docx

        made = as_docx(found.content, kind)
        if made is not None:
            notices.append(f"{found.name}: {kind}, read from the .docx that LibreOffice makes of it")
            return found._replace(content=made)
    return found


def from_library(name: str, language: str | None = None) -> Input:
    """A text of the library by its name, whatever files there are of that name: for what a document names, and nobody typed.

    Raises:
        Unreadable: where there is no such text.
    """
    from resdraft.library import find_text

    return Input(files.read(find_text(name, language).path, name), name)


def _in_folder(given: InFolder) -> Input:
    """A file that nobody named. A pipe would be waited for without end, and a link may lead to what its owner shows to nobody.

    Raises:
        Unreadable: for those, and for what cannot be read.
    """
    name = printable(given)
    if not files.inside(Path(given), given.folder):
        raise Unreadable(Problem("a link that leads out of the folder", "put the document itself there", file=name))
    if files.exists(given) and not files.is_file(given):
        raise Unreadable(Problem("no ordinary file", "put the document itself there", file=name))
    return Input(files.read(given, name), name, None, Path(given).parent)


def printable(name: str) -> str:
    """A file's name for messages and tables: bytes that are no UTF-8 are shown as ``\\xe9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_folder(given: Given) -> bool:
    """Whether an input is given as the path of a folder; an empty name is none, though Python takes it for the current one."""
    return isinstance(given, str | PathLike) and bool(fspath(given)) and files.is_folder(given)


def split_part(name: str) -> tuple[str, Part]:
    """A file's name and which of its resolutions is meant: ``FILE#2`` is the second, ``FILE#Resolution 140`` the one of that number.

    Raises:
        WrongUsage: for ``FILE#0``.
    """
    found = re.fullmatch(r"(.+)#(?:(\d{1,4})|([^#/\\]{1,80}))", name, re.DOTALL)
    if not found or files.exists(name):
        return name, None
    if found[3]:
        # A name may have a #: a file of that name that is not there is told by its whole name.
        return (found[1], found[3]) if files.exists(found[1]) else (name, None)
    if found[2].strip("0") == "":
        raise WrongUsage(Problem("resolutions are counted from 1", f"the first is {found[1]}#1", file=name))
    return found[1], int(found[2])


def is_word(content: bytes) -> bool:
    """Whether the bytes are a Word file of some kind, an old or encrypted one included."""
    return content.startswith(WORD)


def word_file(given: Given, what: str = "only Word files have revision marks") -> Input:
    """An input that must be a Word file; old and encrypted ones are refused, with the reason, where they are opened.

    Args:
        given: the input.
        what: is said of a text.

    Raises:
        WrongUsage: where it is text. Unreadable: where it is named as a Word file, or is neither.
    """
    found = load(given)
    if not is_word(found.content):
        _refuse_foreign(found)
        raise WrongUsage(Problem(what, "give a .docx file", file=found.name))
    return found


def _refuse_foreign(given: Input) -> None:
    """Refuse what is neither text nor a Word file, and what is named as a Word file and is none, as what it is."""
    named = Path(given.name).suffix.lower()
    kind = kind_of_file(given.content) or ("plain text, no Word file" if named in _WORD_ENDINGS else "")
    if kind == "an empty file" and named not in _WORD_ENDINGS:
        raise Unreadable(Problem("the file is empty", "name a file with something in it", file=given.name))
    if kind:
        raise Unreadable(Problem(kind, hint_for(kind, given.name), file=given.name))


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, by its first bytes. It has pages where a text has lines."""
    return content.startswith(b"%PDF-")


def decode(given: Input, notices: list[str], *, shown: bool = False) -> str:
    """Text from bytes: UTF-8, or UTF-16 with its mark; with ``shown`` also what a PDF or a web page shows.

    A stray control character is shown as �, which is added to ``notices``.

    Raises:
        Unreadable: for what is not text.
    """
    content, name = given.content, given.name
    if shown and is_pdf(content):
        from resdraft.read.pdf.reader import pdf_text

        return pdf_text(content, name, notices)
    if shown and kind_of_file(content) == WEB_PAGE:
        from resdraft.read.web_page import web_page_text

        return web_page_text(content, name)
    _refuse_foreign(given)
    if len(content) > MOST_TEXT_BYTES:
        raise Unreadable(Problem(f"larger than {MOST_TEXT_BYTES // MIB} MiB", "no text is: check which file it is", file=name))
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"  # told below, with what holds zero bytes: it is no text
    if max(text.count("\n"), text.count("\r")) + sum(map(text.count, "\f\x85\u2028\u2029")) > MOST_LINES:
        raise Unreadable(Problem(f"more than {MOST_LINES:,} lines", "no text has: check which file it is", file=name))
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


def is_proposal(content: bytes) -> bool:
    """Whether a file is a proposal in YAML or JSON: one that has a source, and amendments, a symbol, or that it is withdrawn."""
    return not is_word(content) and {b"source"} < {found[1] for found in _PROPOSAL.finditer(content)}


def claims_to_be_one(content: bytes) -> bool:
    """Whether a file has a line that proposals have: then what is wrong with it is worth telling."""
    return _CLAIM.search(content) is not None
