"""Inputs by name, outputs by ending: the form of an input is seen from its content."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resdraft.errors import Problem, Unreadable, Unwritable, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.resolution import Resolution
    from resdraft.read.docx import WordText

ENDINGS = {
    ".docx": "docx",
    ".docm": "docx",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
}
_CONTROL = {chr(n) for n in range(32)} - {"\t", "\n", "\r", "\f", "\v"} | {"\x7f"}
_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
F = TypeVar("F", bound=Callable[..., Any])


def language_option(function: F) -> F:
    """The option --language."""
    text = "Language of the text: en, fr, es, ru, ar or zh. Default: what the file says, else en."
    return click.option("--language", metavar="CODE", help=text)(function)


def output_option(function: F) -> F:
    """The option -o."""
    return click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is standard output.")(function)


def mark_options(function: F) -> F:
    """The options --accept and --reject, for inputs with revision marks."""
    function = click.option("--accept", is_flag=True, help="Read a Word file as if all its marks were accepted.")(function)
    return click.option("--reject", is_flag=True, help="Read a Word file as if all its marks were rejected.")(function)


def read_file(name: str) -> tuple[bytes, str]:
    """The content of a file or standard input, never of the library."""
    if name != "-" and not Path(name).exists():
        raise Unreadable(Problem("no such file", "check the name of the proposal's file", file=name))
    return read_bytes(name)


def read_bytes(name: str) -> tuple[bytes, str]:
    """The content of a file, standard input (-), or a text of the library, and its name for messages."""
    if name == "-":
        return sys.stdin.buffer.read(), "standard input"
    path = Path(name)
    if not path.exists():
        from resdraft.library import find_text, is_name

        if is_name(name):
            path = find_text(name).path
        else:
            raise Unreadable(Problem("no such file", "check the name, or see `resdraft library`", file=name))
    try:
        return path.read_bytes(), name
    except IsADirectoryError:
        raise Unreadable(Problem("a folder, not a file", "name a file in it", file=name)) from None
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise Unreadable(Problem(what, "check its permissions", file=name)) from None


def decode(content: bytes, name: str) -> str:
    """Text from bytes: UTF-8, or UTF-16 with its mark. A stray control character, as text from PDF has, is shown as �.

    Raises:
        Unreadable: for what is empty or no text.
    """
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    strays = sum(text.count(control) for control in _CONTROL & set(text))
    if strays and "\0" not in text and strays * 1000 < len(text):
        click.echo(f"resdraft: note: {name}: {strays} control characters are shown as \ufffd", err=True)
        text = text.translate(dict.fromkeys(map(ord, _CONTROL), "\ufffd"))
    elif strays:
        what = "a Word file, where text is wanted" if content.startswith(b"PK") else "neither text nor a Word file"
        raise Unreadable(Problem(what, "give text in UTF-8", file=name))
    if not text.strip():
        raise Unreadable(Problem("the file is empty", "name a file with something in it", file=name))
    return text


def split_part(name: str) -> tuple[str, int | None]:
    """A file's name and which of its resolutions is meant: ``FILE#2`` is the second."""
    found = re.fullmatch(r"(.+)#(\d{1,4})", name, re.DOTALL)
    if not found or Path(name).exists():
        return name, None
    if found[2].strip("0") == "":
        raise WrongUsage(Problem("resolutions are counted from 1", f"the first is {found[1]}#1", file=name))
    return found[1], int(found[2])


def read_resolution(
    name: str, language: str | None = None, *, accept: bool = False, reject: bool = False, told: bool = False
) -> Resolution:
    """Read a resolution from a file, standard input or the library, whatever its form. ``FILE#2`` is the second of a file."""
    if accept and reject:
        raise WrongUsage(Problem("--accept and --reject exclude each other", "give one of them"))
    file, part = split_part(name)
    content, said = read_bytes(file)
    resolution = parse_resolution(content, said, language, accept=accept, reject=reject, part=part, told=told)
    _extract(resolution, said)
    return resolution


def read_resolutions(name: str, language: str | None, *, accept: bool, reject: bool) -> list[Resolution]:
    """Read all resolutions of a file of text or of Word, in order."""
    if accept and reject:
        raise WrongUsage(Problem("--accept and --reject exclude each other", "give one of them"))
    content, said = read_bytes(name)
    if content.startswith(_WORD):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import everything, nothing, read_parts

        choice = everything if accept else nothing if reject else None
        return [text.resolution for text in read_parts(WordFile.open(content, said), choice, language)]
    text = decode(content, said)
    if text.lstrip().startswith("{"):
        return [parse_resolution(content, said, language)]
    from resdraft.read.text import read_texts

    return read_texts(text, language, said)


def read_base(name: str, language: str | None, *, accept: bool, reject: bool, keep: bool) -> tuple[Resolution, WordText | None]:
    """Read a base, and where it stands if it is a Word file: that file is what marks are put into.

    Marks that it bears are accepted or rejected in the file first; with ``keep`` they stay, and the base is the text without them.
    """
    if accept + reject + keep > 1:
        raise WrongUsage(Problem("--accept, --reject and --keep exclude each other", "give one of them"))
    file, part = split_part(name)
    content, said = read_bytes(file)
    if not content.startswith(_WORD):
        resolution = parse_resolution(content, said, language, accept=accept, reject=reject, part=part)
        _extract(resolution, said)
        return resolution, None
    from resdraft.ooxml.revisions import nothing
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import read_word

    word = WordFile.open(content, said)
    if word.marked and (accept or reject):
        from resdraft.ooxml.settle import Selection, settle

        word = WordFile.open(settle(content, "accept" if accept else "reject", Selection(), said).content, said)
    if word.marked and not keep:
        what = "the base holds revision marks"
        raise Unreadable(
            Problem(what, "say what is meant with --accept, --reject, or --keep (they stay beside the new ones)", file=said)
        )
    text = read_word(word, nothing, language, part)
    _extract(text.resolution, said)
    return text.resolution, text


def _extract(resolution: Resolution, said: str) -> None:
    if dict(resolution.provenance).get("extract") == "yes":
        click.echo(f"resdraft: note: {said} is an extract, not the full text", err=True)


def word_file(content: bytes, name: str) -> None:
    """Refuse what is no Word file of any kind; old and encrypted ones are refused, with the reason, where they are opened."""
    from resdraft.ooxml.package import is_package

    if not is_package(content):
        raise WrongUsage(Problem("only Word files have revision marks", "give a .docx file", file=name))


def parse_resolution(
    content: bytes,
    name: str,
    language: str | None,
    *,
    accept: bool = False,
    reject: bool = False,
    part: int | None = None,
    told: bool = False,
) -> Resolution:
    """Read a resolution from bytes, whatever its form; ``told`` where it is to be said what of the file is left out."""
    if content.startswith(_WORD):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import everything, nothing, read_word

        choice = everything if accept else nothing if reject else None
        read = read_word(WordFile.open(content, name), choice, language, part)
        if read.paragraphs_before and told:
            what = f"{read.paragraphs_before} paragraphs before the resolution, such as a cover or a foreword, are left out"
            click.echo(f"resdraft: note: {name}: {what}", err=True)
        return read.resolution
    text = decode(content, name)
    if text.lstrip().startswith("{"):
        from resdraft.read.json import read_json

        if part not in (None, 1):
            raise WrongUsage(Problem("json holds one resolution", "leave out the number", file=name))
        return read_json(text, name)
    from resdraft.read.text import read_text

    return read_text(text, language, name, part)


def check_date(date: str) -> str:
    """A date that was given, as it is.

    Raises:
        WrongUsage: where it is none.
    """
    if date:
        from datetime import date as calendar

        try:
            calendar.fromisoformat(date)
        except ValueError:
            raise WrongUsage(Problem(f'--date: "{date}" is no date', "write year-month-day, such as 2019-05-20")) from None
    return date


def is_word(content: bytes) -> bool:
    """Whether the bytes are a Word file of some kind."""
    return content.startswith(_WORD)


def form_of(output: str | None, given: str | None, default: str, endings: Mapping[str, str] = ENDINGS) -> str:
    """The form to write: --format, else the ending of the output's name, else the default."""
    if given:
        return given
    if output and output != "-":
        ending = Path(output).suffix.lower()
        if ending not in endings:
            what = f'cannot tell the form from "{ending or output}"'
            raise WrongUsage(Problem(what, f"use --format, or one of the endings {', '.join(endings)}", file=output))
        return endings[ending]
    return default


def write_output(content: str | bytes, output: str | None, *, pager: bool | None = False) -> None:
    """Write to a file, whole or not at all, or to standard output. Word files do not go to a terminal.

    Text goes through a pager with ``pager``; where that is None, if the terminal is too small for it.
    """
    if output and output != "-":
        from resdraft.ooxml.package import save

        save(content.encode() if isinstance(content, str) else content, Path(output))
    elif isinstance(content, bytes) and sys.stdout.isatty():
        raise Unwritable(Problem("a Word file cannot be shown in a terminal", "name a file with -o FILE.docx"))
    elif isinstance(content, str) and _paged(content, pager):
        click.echo_via_pager(content)
    else:
        try:
            click.echo(content, nl=False)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read our output has enough, as `head` does.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Unwritable(
                Problem(f"standard output cannot be written ({error.strerror})", "name a file with -o FILE")
            ) from None


def _paged(content: str, pager: bool | None) -> bool:
    if pager is None and sys.stdin.isatty() and sys.stdout.isatty():
        import shutil

        return content.count("\n") >= shutil.get_terminal_size((80, 24)).lines
    return bool(pager)


def not_itself(output: str | None, *inputs: str, hint: str = "name another file") -> None:
    """Refuse to write over an input: what was given stays as it was.

    Raises:
        WrongUsage: where the output is one of the inputs.
    """
    for name in inputs:
        if (
            output
            and "-" not in (output, name)
            and Path(output).exists()
            and Path(name).exists()
            and Path(output).samefile(name)
        ):
            raise WrongUsage(Problem("that is the input itself", hint, file=output))


def render(resolution: Resolution, form: str) -> str | bytes:
    """A whole resolution in a form."""
    if form == "json":
        from resdraft.write.json import write_json

        return write_json(resolution)
    if form == "html":
        from resdraft.write.html import write_html

        return write_html(resolution, resolution.provisions)
    if form == "docx":
        from resdraft.model.marked import Marked
        from resdraft.write.docx import write_docx

        return write_docx(Marked(resolution))
    from resdraft.read.text import read_text
    from resdraft.write.text import is_plain, write_text

    if not is_plain(resolution):
        click.echo("resdraft: note: plain text holds no italics, bold or links; json and docx do", err=True)
    return write_text(resolution, read_text)


def screen() -> Any:
    """The screen of standard output: its width, and colour where it is a terminal and NO_COLOR is not set."""
    import shutil

    from resdraft.write.terminal import Screen

    wanted = click.get_current_context().find_root().color
    colour = wanted if wanted is not None else sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Screen(shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80, bool(colour))
