"""Files on disk: what is read, what a result is called, and how it is written. No other part opens, names or replaces one.

What a person names is free. What a document names is a file beside it, and what a document says is made the name of a file here alone. Within
one run nothing that was read is written over, and no file that is there goes but the very one that was named.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from resdraft.errors import Problem, Unreadable, Unwritable, WrongUsage
from resdraft.limits import MIB, MOST_FILE_BYTES, MOST_NAME_BYTES, MOST_STREAM_BYTES

_READ: ContextVar[set[tuple[int, int]] | None] = ContextVar("_READ", default=None)
"""The files that were read in this run, by device and inode: links and other spellings of a name are the same file."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names of devices: Windows takes a file of such a name for the device, whatever the ending is."""
_CHUNK = 1 << 20


@contextmanager
def one_run() -> Iterator[None]:
    """Within it, what was read is not written over. A command is one; a notebook is none, for there files come and go all day."""
    token = _READ.set(set())
    try:
        yield
    finally:
        _READ.reset(token)


# reading


def is_file(path: str | PathLike[str]) -> bool:
    """Whether there is an ordinary file. What is no possible name, as a text given for a name is, is none."""
    return _is(path, stat.S_ISREG)


def is_folder(path: str | PathLike[str]) -> bool:
    """Whether there is a folder."""
    return _is(path, stat.S_ISDIR)


def exists(path: str | PathLike[str]) -> bool:
    """Whether there is anything, be it a pipe."""
    return _is(path, bool)


def _is(path: str | PathLike[str], kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def read(path: str | PathLike[str], name: str = "", *, note: bool = True) -> bytes:
    """The content of a file, a pipe or a device.

    Args:
        path: where it is. ``name`` is what messages call it. ``note`` says that it is an input of the run, which is not written over.

    Raises:
        Unreadable: where it cannot be read, or is larger than any document.
    """
    said = name or os.fspath(path)
    try:
        with open(path, "rb") as file:
            return read_stream(file, said, note=note)
    except IsADirectoryError:
        raise Unreadable(Problem("a folder, not a file", "name a file in it", file=said)) from None
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', error)})"
        raise Unreadable(Problem(what, "check its name and its permissions", file=said)) from None


def read_stream(file: BinaryIO, name: str, *, note: bool = True) -> bytes:
    """The content of an open file, which may be standard input; see :func:`read`."""
    try:
        there = os.fstat(file.fileno())
    except (OSError, ValueError):
        there = None  # a stream in memory, as a notebook may have for standard input
    ordinary = there is not None and stat.S_ISREG(there.st_mode)
    seen = _READ.get()
    if there is not None and ordinary and note and seen is not None:
        seen.add((there.st_dev, there.st_ino))
    most = MOST_FILE_BYTES if ordinary else MOST_STREAM_BYTES
    size = there.st_size if there is not None and ordinary else 0
    chunks: list[bytes] = []
    while size <= most and (chunk := file.read(_CHUNK)):
        chunks.append(chunk)
        size = max(size, _CHUNK * (len(chunks) - 1) + len(chunk))
    if size > most:
        raise Unreadable(Problem(f"larger than {most // MIB} MiB", "no document is: check which file it is", file=name))
    return b"".join(chunks)


def real(path: str | PathLike[str]) -> Path:
    """A path with all links followed. Unlike ``Path.resolve`` it takes links that go in a circle."""
    return Path(os.path.realpath(path))


def inside(path: str | PathLike[str], folder: str | PathLike[str]) -> bool:
    """Whether a path stays in a folder when all links are followed."""
    return real(path).is_relative_to(real(folder))


def beside(folder: Path, said: str) -> Path:
    """The ordinary file that a document names: in the document's own folder, or below it.

    Raises:
        Unreadable: where the name leads elsewhere, or there is no such file.
    """
    elsewhere = said.startswith(("/", "\\", "~")) or re.match("[A-Za-z]:", said) or ".." in re.split(r"[/\\]", said)
    path = folder / said if said.isprintable() else folder
    if elsewhere or not inside(path, folder):
        raise Unreadable(Problem("leads out of the document's folder", "name a file that lies beside the document", file=said))
    if not said or not is_file(path):
        raise Unreadable(Problem("no such file", "check its name: it has to lie beside the document", file=said))
    return path


# names


def file_name(said: str, otherwise: str = "unnamed") -> str:
    """What a document says as the name of a file, without an ending: nothing in it leads out of a folder, on any system.

    Letters and digits of any script stay, and the signs of ITU's names of files (``S26-PP-C-0062!A1!MSW-E``). So the name has no separator,
    no full stop and no control character, and is none that Windows keeps for a device. ``otherwise`` is for what has no such sign at all.
    """
    name = re.sub(r"[^\w!-]+", "-", unicodedata.normalize("NFC", said)).strip("-")
    name = name.encode("utf-8", "ignore")[:MOST_NAME_BYTES].decode("utf-8", "ignore")
    return f"{name}-" if _RESERVED.fullmatch(name) else name or otherwise


class ResultFolder:
    """A folder for results that are named by what documents say. Each has a name of its own, and none takes the place of what is there."""

    def __init__(self, path: str | PathLike[str]) -> None:
        """Take the path of the folder, which need not be there yet."""
        self.path = Path(path)
        self._taken: set[str] = set()

    def place(self, said: str, ending: str, otherwise: str = "unnamed") -> Path:
        """Where a result goes. Names that differ in case alone are one on many systems."""
        stem = file_name(said, otherwise)
        name, n = stem, 1
        while name.casefold() in self._taken:
            name, n = f"{stem}-{n + 1}", n + 1
        self._taken.add(name.casefold())
        return self.path / f"{name}{ending}"

    def write(self, results: Iterable[tuple[Path, str | bytes]]) -> None:
        """Write results to their places: all, or none where something else has one of their names.

        Raises:
            Unwritable: where that is so, or the folder cannot be made.
        """
        whole = [(path, content.encode() if isinstance(content, str) else content) for path, content in results]
        make_folder(self.path)
        for path, data in whole:
            refuse_input(path)
            _refuse_other(path, data)
        for path, data in whole:
            save(data, path, new=True)


# writing


def make_folder(path: str | PathLike[str], hint: str = "name another folder") -> Path:
    """Make a folder for results, with those above it.

    Raises:
        Unwritable: where it cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", error)
        raise Unwritable(Problem(f"cannot be made ({why})", hint, file=str(folder))) from None
    return folder


def note(path: str | PathLike[str]) -> None:
    """Note a file that another process of this run reads: it is not written over."""
    seen = _READ.get()
    if seen is not None and is_file(path):
        there = os.stat(path)
        seen.add((there.st_dev, there.st_ino))


def refuse_input(path: str | PathLike[str], hint: str = "name another file") -> None:
    """Refuse to write over what was read in this run.

    Raises:
        WrongUsage: where it was.
    """
    try:
        there = os.stat(path)
    except (OSError, ValueError):
        return
    if (there.st_dev, there.st_ino) in (_READ.get() or ()):
        raise WrongUsage(Problem("that is the input itself", hint, file=os.fspath(path)))


def save(content: bytes | str, path: str | PathLike[str], *, new: bool = False, in_place: bool = False) -> None:
    """Write a file whole or not at all: a crash leaves what was there. Links are followed; a device or a pipe is written to as it is.

    Args:
        content: the bytes, or a text, in UTF-8. ``path`` is where it goes.
        new: nothing may be there but the same bytes: the name was made from what a document says, or the file is only begun.
        in_place: the file may be an input of the run.

    Raises:
        WrongUsage: where it is an input. Unwritable: where the place cannot be written, or is taken.
    """
    data = content.encode() if isinstance(content, str) else content
    if not in_place:
        refuse_input(path)
    try:
        if exists(path) and not is_folder(path) and (not is_file(path) or _is_stream(path)):
            with open(path, "wb") as stream:
                stream.write(data)
            return
        if new and _refuse_other(Path(path), data):
            return
        if is_file(path) and not os.stat(path).st_mode & 0o222:
            # A system lets it be replaced all the same: only the folder's permissions are asked for.
            raise Unwritable(Problem("it is write-protected", "name another file with -o", file=os.fspath(path)))
        _replace(data, real(path), new=new)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Unwritable(Problem(f"cannot be written ({why})", "name another file with -o", file=os.fspath(path))) from None


@contextmanager
def temporary_folder(contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder of its own with some files in it, for another program to work in; it goes with all that is in it when it is left."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="resdraft-", ignore_cleanup_errors=True) as name:
        for file, content in contents.items():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield Path(name)


def remove(path: str | PathLike[str]) -> None:
    """Remove a file whose place another takes, as somebody asked for.

    Raises:
        Unwritable: where it cannot be removed.
    """
    try:
        os.unlink(path)
    except OSError as error:
        raise Unwritable(Problem(f"cannot be removed ({error.strerror})", "remove it yourself", file=os.fspath(path))) from None


def _is_stream(path: str | PathLike[str]) -> bool:
    """Whether a path is one of the system's names for an open file, such as ``/dev/stdout``: what it is open on may be an ordinary file."""
    return os.path.abspath(path).startswith(("/dev/", "/proc/"))


def _refuse_other(path: Path, data: bytes) -> bool:
    """Refuse a place that is taken; whether the same bytes are there already.

    Raises:
        Unwritable: where something else is there.
    """
    if not os.path.lexists(path):
        return False
    if os.path.islink(path) or not is_file(path) or path.stat().st_size != len(data) or read(path, note=False) != data:
        raise Unwritable(Problem("it is there already", "name another file", file=str(path)))
    return True


def _replace(data: bytes, path: Path, *, new: bool) -> None:
    """Give a file its content: the bytes go to a file beside it, which then takes its name, in one step for the system."""
    temporary = path.with_name(f".{os.urandom(6).hex()}.part")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        if new:
            # Unlike a replacement, a link is refused where something came into its place meanwhile.
            try:
                os.link(temporary, path)
                return
            except FileExistsError:
                raise
            except OSError:
                pass  # a file system without links
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
